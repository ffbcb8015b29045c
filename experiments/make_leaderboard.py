"""Write LEADERBOARD.md from the results files: a row for each record, the newest on top.

    python experiments/make_leaderboard.py           write it
    python experiments/make_leaderboard.py --check   fail when it is not current

A record is what ``inkread train RECIPE --seeds N`` writes to results/RECIPE.json. To keep one from being
replaced, copy it to results/records/ under any name; what was changed for it stands in changes.toml.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results"
PAGE = HERE / "LEADERBOARD.md"

HEAD = """# Leaderboard

Accuracy in % of the 10,000 test pictures, mean ± sd (seeds); *undisputed*: of the 9,985 whose label stands;
*seconds*: mean of the training steps alone. Newest first. Written by `experiments/make_leaderboard.py` from
`results/`; how each record came about is in [LOG.md](LOG.md).

"""
COLUMNS = (
    "recipe",
    "test accuracy",
    "undisputed",
    "seconds",
    "on",
    "parameters",
    "change",
    "date",
    "commit",
)


@dataclass(frozen=True)
class Record:
    """A recipe as it was measured once; accuracies are fractions in [0, 1]."""

    recipe: str
    accuracies: tuple[float, ...]
    undisputed: tuple[float, ...]
    seconds: float
    parameters: int | None
    started: str
    commit: str
    machine: str

    def row(self, change: str) -> list[str]:
        """The texts of its line in the table."""
        return [
            f"`{self.recipe}`",
            percent(self.accuracies),
            percent(self.undisputed),
            f"{self.seconds:,.1f}",
            self.machine,
            f"{self.parameters:,}" if self.parameters else "–",
            change.replace("|", "/"),
            self.started[:10],
            self.commit,
        ]


def percent(shares: Sequence[float]) -> str:
    """``99.52 ± 0.03 (5)``, the last being how many there are."""
    if not shares:
        return "–"
    spread = f" ± {100 * stdev(shares):.3f}" if len(shares) > 1 else ""
    return f"{100 * fmean(shares):.3f}{spread} ({len(shares)})"


def read_record(path: Path) -> Record | None:
    """The record in a results file; None for a file of another kind, and where ``counts`` says no."""
    found: Any = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not {"runs", "recipe", "started"} <= found.keys() or not counts(found):
        return None
    runs = found["runs"]
    return Record(
        recipe=found["recipe"],
        accuracies=tuple(run["test_accuracy"] for run in runs),
        undisputed=tuple(run["undisputed"]["accuracy"] for run in runs if "undisputed" in run),
        seconds=fmean(run["train_seconds"] for run in runs),
        parameters=runs[0]["parameters"],
        started=found["started"],
        commit=found["commit"] or "–",
        machine=where(found["machine"]),
    )


def counts(found: dict[str, Any]) -> bool:
    """Whether it is the recipe as it is, on the whole of MNIST, and not validated on the test pictures."""
    as_it_is = all(found.get(name) is None for name in ("examples", "epochs", "batch_size"))
    return as_it_is and all(run["data"] == "mnist" and run["validated_on"] != "test" for run in found["runs"])


def where(machine: dict[str, Any]) -> str:
    """What trained it: ``2 cores``, or ``cuda``."""
    if machine["device"] != "cpu":
        return str(machine["device"])
    cores = machine["threads"]
    return f"{cores} core{'s' * (cores != 1)}"


def read_records(folder: Path) -> list[Record]:
    """Every record once, the newest first."""
    files = [*sorted(folder.glob("*.json")), *sorted((folder / "records").glob("*.json"))]
    found = dict.fromkeys(record for record in map(read_record, files) if record)
    return sorted(found, key=lambda record: record.started, reverse=True)


def change_of(record: Record, changes: dict[str, dict[str, str]]) -> str:
    """The line of changes.toml for that recipe and commit, or the first line of the recipe's own text."""
    told = changes.get(record.recipe, {}).get(record.commit.rstrip("+"))
    return told or about(record.recipe)


def about(recipe: str) -> str:
    """The first line of a recipe's own text, without its full stop; – for one that is gone."""
    try:
        text = import_module(f"inkread.recipes.{recipe.replace('-', '_')}").__doc__ or ""
    except ModuleNotFoundError:
        return "–"
    return text.strip().splitlines()[0].rstrip(".")


def page(records: Sequence[Record], changes: dict[str, dict[str, str]]) -> str:
    """The whole of LEADERBOARD.md."""
    if not records:
        return HEAD + "No record yet: `inkread train RECIPE --seeds 5`.\n"
    rules = ["---:" if name in ("seconds", "parameters") else "---" for name in COLUMNS]
    rows = [COLUMNS, rules, *(record.row(change_of(record, changes)) for record in records)]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main() -> None:
    """Write the page, or with ``--check`` say that it is not current and exit with 1."""
    changes = tomllib.loads((HERE / "changes.toml").read_text(encoding="utf-8"))
    wanted = page(read_records(RESULTS), changes)
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == wanted
        sys.exit(0 if current else f"Not current: {PAGE.name}. Write it with: python {Path(__file__).name}")
    PAGE.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
