"""How verbs are listed, looked up and complained about."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from inkread.errors import InkreadError, did_you_mean

# Typer carries its own copy of Click in some releases and uses the installed one in others;
# this is the root of Click's exceptions in either.
ClickException: Any = typer.BadParameter.__mro__[2]

VERBS = (
    "train",
    "reproduce",
    "evaluate",
    "compare",
    "report",
    "export",
    "read",
    "explain",
    "score",
    "serve",
    "learn",
    "data",
    "recipes",
    "corrections",
)
"""The program's verbs in the order of its help; each is a file beside this one."""


MAY_BE_EMPTY = ("--host", "--token")
"""Options for which an empty word means something, too."""


class Verbs(TyperGroup):
    """Verbs whose sentences are never cut short; an unknown verb is answered with the nearest."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        verb = args[0]
        if self.get_command(ctx, verb) is None:
            ctx.fail(f"Unknown verb '{verb}'. {did_you_mean(verb, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        verbs = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.get_short_help_str(200)) for name, verb in verbs if verb])


class Stopped(Exception):  # noqa: N818 – no error
    """Ctrl-C, with what is to be said of it: Click would keep the exit code and lose the words."""


class LazyVerbs(Verbs):
    """``VERBS``, of which only the one that is asked for is imported and built; Ctrl-C is ``Stopped``."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise Stopped(*stop.args) from stop

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in VERBS and cmd_name not in self.commands:
            self.commands[cmd_name] = _built(cmd_name)
        return self.commands.get(cmd_name)


def _built(verb: str) -> Any:
    """The command of one file: its ``app`` where it has verbs of its own, else the function of its name."""
    home = import_module(f"inkread.cli.{verb}")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    if hasattr(home, "app"):
        alone.add_typer(home.app, name=verb)
    else:
        alone.command()(getattr(home, verb))
    return get_group(alone).commands[verb]


@contextmanager
def uncollected() -> Iterator[None]:
    """While libraries load there is nothing to collect, and what they made stays until the end.

    Looking for garbage in it takes a cold process a tenth of its time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def check_words(arguments: list[str]) -> None:
    """Raises InkreadError for an empty word where a name belongs: a path would be the current folder."""
    for before, word in pairwise(["inkread", *arguments]):
        option, given, value = word.partition("=") if word.startswith("--") else (before, True, word)
        if given and not value and option not in MAY_BE_EMPTY:
            raise InkreadError(
                f"The name after {option} is empty, perhaps a variable that is not set. "
                "Give one, or leave it out."
            )


def complaint(error: Any) -> str:
    """One line for a mistake in the call: the rule, the value where it is known, and where to look it up."""
    message = error.format_message().replace("Value error, ", "").rstrip(".")
    value = _received(error)
    got = f", got '{value}'" if value is not None and f"'{value}'" not in message else ""
    context = getattr(error, "ctx", None)
    return f"{message}{got}. See: {context.command_path if context else 'inkread'} --help"


def _received(error: Any) -> str | None:
    """The word that could not be taken, out of the validation that failed."""
    failed: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    return str(failed[0]["input"]) if failed and "input" in failed[0] else None
