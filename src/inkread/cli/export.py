"""``inkread export``."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from inkread.training.run import Run


class Format(StrEnum):
    """What a run can be exported to; the value is the file's ending too."""

    KERAS = "keras"
    H5 = "h5"
    ONNX = "onnx"


def export(
    run: Annotated[Path, typer.Argument(help="The run's folder.")],
    to: Annotated[Format, typer.Option(help="The kind of file.")] = Format.KERAS,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; the run's name with the ending by default.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print path and size as JSON.")] = False,
) -> None:
    """Write a run's model as a Keras or ONNX file that gives the same answers."""
    from inkread.errors import OutputError
    from inkread.training.run import open_run

    opened = open_run(run)
    path = out or Path(f"{opened.folder.resolve().name}.{to.value}")
    if path.suffix != f".{to.value}":
        raise OutputError(f"The file of --to {to.value} must end in .{to.value}, got {path.name}.")
    if path.exists() and not force:
        raise OutputError(f"{path} is there already. Choose another place with --out, or add --force.")
    _write(opened, to, path)
    size = path.stat().st_size
    if as_json:
        typer.echo(json.dumps({"path": str(path), "format": to.value, "bytes": size}))
    else:
        typer.echo(f"{path} ({size / 1e6:.1f} MB)")


def _write(run: Run, to: Format, path: Path) -> None:
    from inkread.files import write_whole

    if to is Format.ONNX:
        write_whole(path, _read(run, "model.onnx"))
    else:
        _write_keras(run, path)


def _write_keras(run: Run, path: Path) -> None:
    from inkread.errors import ModelError
    from inkread.recipes.recipe import Recipe

    if not isinstance(run.recipe, Recipe):
        raise ModelError(f"Only networks can be Keras files; {run.recipe.name} is none. Use: --to onnx")
    if run.recipe.shifts:
        raise ModelError(
            f"A Keras file cannot hold the test-time shifts of '{run.recipe.name}'. Use: --to onnx"
        )
    from inkread.networks.keras_net import save_keras

    save_keras(run.recipe, _weights(run), path)


def _weights(run: Run) -> dict[str, npt.NDArray[np.float32]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    from inkread.errors import RunError

    try:
        return load(_read(run, "model.safetensors"))
    except SafetensorError as error:
        raise RunError(
            f"The weights of the run {run.folder} are damaged: {error}. Train it again."
        ) from error


def _read(run: Run, name: str) -> bytes:
    from inkread.errors import RunError

    file = run.folder / name
    if not file.is_file() and run.metrics is not None:
        raise RunError(f"The run {run.folder} lost its {name}. Put it back, or train it again.")
    if not file.is_file():
        raise RunError(
            f"The run {run.folder} has no {name} yet. Finish it with: inkread train {run.folder} --resume"
        )
    return file.read_bytes()
