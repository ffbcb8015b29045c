"""How verbs are listed, looked up and complained about."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from inkread.errors import did_you_mean

# Typer carries its own copy of Click in some releases and uses the installed one in others;
# this is the root of Click's exceptions in either.
ClickException: Any = typer.BadParameter.__mro__[2]


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
