"""The command line: one file for each verb; errors become one line and an exit code here.

Exit codes: 0 done, 1 done in part (some of many pictures failed, or nobody takes the output any more, as in
``| head``), 2 a mistake in the call or its files, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
from typing import Annotated

import typer

from inkread.cli import read
from inkread.cli.verbs import ClickException, LazyVerbs, Stopped, check_words, complaint
from inkread.errors import InkreadError, MissingExtraError

EXTRAS = {
    **dict.fromkeys(["torch", "safetensors", "onnx", "sklearn", "matplotlib", "jinja2"], "train"),
    **dict.fromkeys(["keras", "h5py"], "keras"),
    **dict.fromkeys(["fastapi", "starlette", "uvicorn", "python_multipart"], "serve"),
    "xgboost": "xgboost",
}
"""The extra that each optional library comes in, by the name that it is imported by."""


app = typer.Typer(
    name="inkread",
    cls=LazyVerbs,
    help="Train recognisers of handwritten digits and read handwritten numbers in your own pictures.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"inkread {version('inkread')}")
        raise typer.Exit


@app.callback()
def inkread(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Train recognisers of handwritten digits and read handwritten numbers in your own pictures."""


def main() -> None:
    """Run the command line on ``sys.argv`` and exit."""
    logging.basicConfig(format="%(message)s", stream=sys.stderr, level=logging.WARNING)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files may have what it cannot write
    arguments = sys.argv[1:] or ["--help"]
    debug = "--debug" in arguments
    # The option belongs to the whole program, but people add it at the end of the line that failed.
    arguments = ["--debug"] * debug + [word for word in arguments if word != "--debug"]
    sys.exit(_run(arguments, debug))


def _run(arguments: list[str], debug: bool) -> int:
    try:
        return _done(arguments)
    except ClickException as error:
        return _fail(complaint(error), debug)
    except InkreadError as error:
        return _fail(str(error), debug)
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in EXTRAS:
            raise
        return _fail(str(MissingExtraError(library, EXTRAS[library], f"inkread {arguments[0]}")), debug)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still to be written would fail at the end
        return 1  # as Click ends verbs with options
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        return _fail(f"Cannot use the file{where}: {error.strerror or error}.", debug)
    except (KeyboardInterrupt, Stopped, typer.Abort) as stop:
        begun = "\n" if sys.stderr.isatty() else ""  # the line may have ^C in it, and a count
        typer.echo(begun + (str(stop) or "Stopped."), err=True)
        return 130


def _done(arguments: list[str]) -> int:
    """The exit code of a verb. Pictures without an option are read at once: what Typer checks options with
    takes as long to load as all that reads them."""
    check_words(arguments)
    verb, *words = arguments
    if verb != "read" or not words or any(word.startswith("-") and word != "-" for word in words):
        return int(app(arguments, prog_name="inkread", standalone_mode=False) or 0)
    try:
        read.read(words)
    except typer.Exit as ended:
        return int(ended.exit_code)
    return 0


def _fail(message: str, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    typer.echo(f"inkread: {message}", err=True)
    return 2
