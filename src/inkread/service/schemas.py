"""What goes over the wire, checked where it comes in and described at ``/docs``."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from inkread.core import SIDE

MAX_POINTS = 20_000
"""Points of all strokes of one drawing."""

Class = Annotated[int, Field(ge=0, le=9, strict=True)]
Probability = Annotated[float, Field(ge=0, le=1)]
PixelBox = Annotated[
    list[int], Field(min_length=4, max_length=4, description="x, y, width, height in pixels")
]
Coordinate = Annotated[float, Field(ge=-4096, le=8192, allow_inf_nan=False)]
Pressure = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Name = Annotated[str, StringConstraints(max_length=200)]
DigitPixels = Annotated[str, StringConstraints(pattern=f"^[A-Za-z0-9+/]{{{(SIDE * SIDE * 8 + 5) // 6}}}==$")]
Base64 = Annotated[str, StringConstraints(max_length=200_000)]


class Problem(BaseModel):
    """Why there is no answer, in one line."""

    detail: str


class DigitOut(BaseModel):
    """One digit of a number."""

    digit: Class
    confidence: Probability
    box: PixelBox


class NumberOut(BaseModel):
    """Digits that stand together."""

    text: str
    confidence: Probability
    box: PixelBox
    digits: list[DigitOut]


class RejectionOut(BaseModel):
    """Ink that is not read, and why."""

    box: PixelBox
    reason: str


class SightOut(BaseModel):
    """What the classifier saw of one digit."""

    pixels: str = Field(description=f"the {SIDE} × {SIDE} bytes it saw, row by row, 255 = ink, in base64")
    probabilities: list[float] = Field(description="of the digits 0 to 9; what is missing to 1 is for none")


class ReadingOut(BaseModel):
    """What one picture says; the same object as ``inkread read --json``."""

    path: str | None = Field(description="the name the picture was sent with")
    numbers: list[NumberOut]
    rejected: list[RejectionOut]
    sights: list[SightOut | None] | None = Field(
        None, description="with detail=true: one for each digit, in their order"
    )


class Stroke(BaseModel):
    """One line of the pen, from where it touches the sheet to where it leaves it."""

    model_config = ConfigDict(extra="forbid")
    points: list[tuple[Coordinate, Coordinate, Pressure]] = Field(
        min_length=1,
        max_length=MAX_POINTS,
        fail_fast=True,  # millions of mistakes would take minutes to list
        description="x and y in pixels, pressure (0.5 where the pen cannot tell)",
    )


class Drawing(BaseModel):
    """What was drawn on a sheet of this size."""

    model_config = ConfigDict(extra="forbid")
    width: int = Field(ge=1, le=4096)
    height: int = Field(ge=1, le=4096)
    pen_px: float = Field(14, ge=1, le=100, allow_inf_nan=False)
    strokes: list[Stroke] = Field(max_length=2000, fail_fast=True)

    @model_validator(mode="after")
    def _bounded(self) -> Drawing:
        points = sum(len(stroke.points) for stroke in self.strokes)
        if points > MAX_POINTS:
            raise ValueError(f"a drawing has at most {MAX_POINTS} points, this one {points}")
        return self


class CorrectionIn(BaseModel):
    """A digit that was read wrong."""

    model_config = ConfigDict(extra="forbid")
    pixels: DigitPixels = Field(description=f"the {SIDE} × {SIDE} bytes that the classifier saw, in base64")
    crop: Base64 | None = Field(None, description="the same place in the picture, as a PNG in base64")
    read: Class | None = None
    confidence: Probability | None = None
    correct: Class | None = Field(description="the right digit, or null for no digit")
    model: Name = ""

    @field_validator("crop")
    @classmethod
    def _is_png(cls, text: str | None) -> str | None:
        if text is not None and not from_base64(text).startswith(b"\x89PNG\r\n\x1a\n"):
            raise ValueError("crop must be a PNG in base64")
        return text


class CorrectionOut(BaseModel):
    """A correction that is kept."""

    id: str
    at: datetime
    pixels: str
    crop: str | None
    read: Class | None
    confidence: Probability | None
    correct: Class | None
    model: str


class Corrections(BaseModel):
    """Some of the corrections, newest first, and how many there are in all."""

    total: int
    corrections: list[CorrectionOut]


class Health(BaseModel):
    """That the service is up."""

    status: Literal["ok"]
    version: str


class ModelOut(BaseModel):
    """What reads."""

    name: str
    understood: str | None
    parameters: int | None
    learned: bool = Field(description="whether it has been taught by corrections")


class RecipeOut(BaseModel):
    """A network of the lesson and how it is trained."""

    name: str
    source: str
    network: str
    parameters: int | None
    epochs: float | None
    published: float | None = Field(description="accuracy that the source reports, a fraction")


class EpochOut(BaseModel):
    """One line of a run's history."""

    epoch: float
    loss: float | None
    accuracy: float | None
    validation_loss: float | None
    validation_accuracy: float | None
    seconds: float | None


class RunOut(BaseModel):
    """A training that is kept in a folder."""

    id: str
    recipe: str
    data: str
    seed: int | None
    started: str | None
    parameters: int | None
    train_seconds: float | None
    validation_accuracy: float | None
    test_accuracy: float | None
    history: list[EpochOut]


class MistakeOut(BaseModel):
    """A test picture that a run read wrong."""

    pixels: str
    label: Class
    prediction: Class
    confidence: Probability


class EvaluationOut(BaseModel):
    """How a run does on the test pictures of its data."""

    data: str
    n: int
    accuracy: Probability
    confusion: list[list[int]] = Field(description="rows are what is right, columns what was read")
    mistakes: list[MistakeOut] = Field(description="the most confident ones first")


class JobIn(BaseModel):
    """Work to start in a process of its own."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["train", "learn"]
    recipe: Name | None = Field(None, description="the name of a recipe, for a training")
    epochs: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] | None = None
    quick: bool = False


class JobOut(BaseModel):
    """Work in a process of its own."""

    id: str
    kind: Literal["train", "learn"]
    state: Literal["running", "done", "failed", "cancelled"]
    recipe: str | None
    run: str | None = Field(description="the id of the run that is made")
    epochs: float | None
    seconds: float
    history: list[EpochOut]
    message: str


def to_base64(data: bytes) -> str:
    """``data`` as text."""
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """What the text stands for; raises ValueError when it stands for nothing."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("this is not base64") from error
