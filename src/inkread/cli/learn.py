"""``inkread learn``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkread.words import counted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from inkread.training.learn import Taught


def learn(
    corrections: Annotated[
        Path | None, typer.Option(help="The file of corrections; your own by default.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A run folder or ONNX file to teach; the shipped model by default.")
    ] = None,
    data: Annotated[
        str | None, typer.Option(help="What to rehearse: 'mnist', 'digits', or the path of your own data.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The one seed of every random choice.")] = 0,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last learning back.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> None:
    """Teach the reader your hand from your corrections, without unlearning other people's."""
    if undo:
        _undo(as_json)
        return
    from inkread.classifier.learned import next_model
    from inkread.errors import MissingExtraError

    base = _base(model)
    images, labels = _lesson(corrections)
    try:
        from inkread.training.learn import teach
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "train", "Learning") from error
    from inkread.data.mnist import load_dataset
    from inkread.data.splits import split

    parts = split(load_dataset(data))
    with next_model() as out:
        taught = teach(base, images, labels, parts, out, seed=seed, on_step=_say)
    if as_json:
        typer.echo(json.dumps({**taught.to_json(), "model": str(out) if taught.accepted else None}))
    else:
        typer.echo(_words(taught))
    if not taught.accepted:
        raise typer.Exit(1)


def _base(model: str | None) -> Path:
    """The ONNX file to start from. Never what was learned before: so nothing is forgotten twice."""
    from inkread.classifier.kinds import Kind, kind_of
    from inkread.errors import ModelError

    if model is None:
        from inkread.weights import READER

        return READER
    path, kind = Path(model), kind_of(model)
    if kind not in (Kind.RUN, Kind.ONNX):
        raise ModelError(f"{model} is a {kind.value}; a run folder or an ONNX file can be taught.")
    return path / "model.onnx" if kind is Kind.RUN else path


def _lesson(corrections: Path | None) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """The corrected pictures ``(n, 28, 28)`` and what is right ``(n,)``."""
    import numpy as np

    from inkread.cli.corrections import store_at
    from inkread.core import SIDE
    from inkread.errors import DataError
    from inkread.training.scene_crops import NOT_A_DIGIT

    with store_at(corrections) as store:
        rows = store.list()
    if not rows:
        raise DataError(f"There are no corrections in {store.path} yet. Make some with: inkread serve")
    pixels = np.frombuffer(b"".join(row.pixels for row in rows), np.uint8)
    labels = [NOT_A_DIGIT if row.correct is None else row.correct for row in rows]
    return pixels.reshape(-1, SIDE, SIDE).astype(np.float32) / np.float32(255), np.array(labels, np.int64)


def _say(step: int, steps: int) -> None:
    if step % 25 == 0:
        typer.echo(f"Learning: {step / steps:.0%}", err=True)


def _words(taught: Taught) -> str:
    n = taught.corrections
    before, after = round(n * taught.corrections_before), round(n * taught.corrections_after)
    own = f"Of {counted(n, 'correction')}, {before} read right before and {after} now"
    others = (
        f"of {counted(taught.n_validation, 'held-out digit')} {taught.validation_before:.2%} before "
        f"and {taught.validation_after:.2%} now; of {taught.n_others:,} pictures of no digit "
        f"{taught.refused_before:.1%} were refused and {taught.refused_after:.1%} are"
    )
    if not taught.accepted:
        return f"Not accepted, the reader stays as it was. {own}; {others}."
    return f"Learned in {taught.seconds:.0f} s. {own}; {others}. Take it back with: inkread learn --undo"


def _undo(as_json: bool) -> None:
    from inkread.classifier.learned import learned_model, undo
    from inkread.errors import ModelError

    if learned_model() is None:
        raise ModelError("Nothing has been learned that could be taken back.")
    now = undo()
    if as_json:
        typer.echo(json.dumps({"model": None if now is None else str(now)}))
    else:
        typer.echo(f"Taken back. The reader is now {'the shipped one' if now is None else now}.")
