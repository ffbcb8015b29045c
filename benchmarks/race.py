"""Who is first at 99.0% and at 99.5%: Inkread's recipes and four well-known ways, alternating in one run.

Each contestant is a process of its own on the same cores. Measured: seconds of training, from data in memory
to trained weights, and of the whole process, from its start to its saved model; testing comes after both.

1. How many epochs does a peer need? It is trained with each seed and tested after every epoch; the smallest
   number whose mean accuracy over the seeds reaches the target is raced, if any does within its limit.
   These curves are kept in ``--curves``, so this part can be done in pieces (``--only curves --peers NAME``),
   and the race run again on them (``--only race``), for the peers that have one.
2. The race: in each round every contestant trains once, in turn, the seed being the round's number.
   Inkread's recipes are as they are, and count at a target when their mean over the rounds reaches it.

The peers train on all 60,000 pictures (``mnist_convnet`` on the 54,000 it leaves itself), Inkread on the
55,000 that its validation leaves. Keras runs in an environment of its own:

    python -m venv /tmp/keras && /tmp/keras/bin/pip install keras==3.15.1 tensorflow-cpu==2.21.0
    taskset -c 0,1 python benchmarks/race.py --keras-python /tmp/keras/bin/python --recipes fast balanced

Writes results/race.json. Nothing else should run meanwhile: the load before each process is recorded.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
from contestants import PEERS, Conditions, Peer, run_peer, run_recipe

import inkread
from inkread.cores import usable_cores
from inkread.training.machine import machine, versions
from inkread.words import at_least_one

RESULTS = Path(__file__).parent.parent / "results"
QUICK_PICTURES = 2_000

Curve = list[tuple[float, float]]
"""Seconds of training and test accuracy after 1, 2, … epochs."""


# --- how many epochs ---------------------------------------------------------------------------------------


def curve_of(peer: Peer, seed: int, limit: int, where: Conditions) -> Curve:
    """The accuracy of one seed after each number of epochs up to ``limit``."""
    if not peer.whole:
        return run_peer(peer, seed, limit, True, where)["curve"]
    runs = [run_peer(peer, seed, epochs, False, where) for epochs in range(1, limit + 1)]
    return [(each["train_seconds"], each["test_accuracy"]) for each in runs]


def mean_curve(curves: Sequence[Curve]) -> list[float]:
    """The mean accuracy over the seeds after 1, 2, … epochs."""
    return [round(fmean(accuracy for _, accuracy in after), 6) for after in zip(*curves, strict=True)]


def epochs_needed(curves: Sequence[Curve], target: float) -> int | None:
    """The smallest number of epochs whose mean accuracy reaches ``target``; None where none does."""
    reached = [number for number, mean in enumerate(mean_curve(curves), start=1) if mean >= target]
    return reached[0] if reached else None


def kept_curves(kept: Path | None) -> dict[str, list[Curve]]:
    """The curves in the file ``kept``; none where there is no such file."""
    return json.loads(kept.read_text()) if kept and kept.is_file() else {}


def measure_curves(
    peers: Sequence[str], seeds: int, where: Conditions, kept: Path | None
) -> dict[str, list[Curve]]:
    """The curves of every peer and seed; those in the file ``kept`` are taken from there, new ones join."""
    known = kept_curves(kept)
    for name in peers:
        curves = known.setdefault(name, [])
        for seed in range(len(curves), seeds):
            limit = 1 if where.quick else PEERS[name].limit
            curves.append(curve_of(PEERS[name], seed, limit, where))
            print(f"{name}, seed {seed}: {[round(100 * a, 2) for _, a in curves[-1]]}", file=sys.stderr)
            if kept:
                write(kept, known)
    return {name: known[name][:seeds] for name in peers}


# --- the race ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """Who starts: a recipe as it is, or a peer with a number of epochs."""

    name: str
    epochs: int | None = None

    def start(self, seed: int, where: Conditions) -> dict[str, Any]:
        """Train once."""
        if self.epochs is None:
            return run_recipe(self.name, seed, where)
        return run_peer(PEERS[self.name], seed, self.epochs, False, where)


def entries(recipes: Sequence[str], curves: dict[str, list[Curve]], targets: Sequence[float]) -> list[Entry]:
    """All who start; a peer once for each number of epochs that a target asks of it."""
    asked = {Entry(name, epochs_needed(of_it, t)): None for t in targets for name, of_it in curves.items()}
    return [*map(Entry, recipes), *(entry for entry in asked if entry.epochs is not None)]


def race(starters: Sequence[Entry], rounds: int, where: Conditions) -> dict[Entry, list[dict[str, Any]]]:
    """Everyone once in each round, in turn."""
    runs: dict[Entry, list[dict[str, Any]]] = {entry: [] for entry in starters}
    for seed in range(rounds):
        for entry in starters:
            runs[entry].append(entry.start(seed, where))
            last = runs[entry][-1]
            print(
                f"{entry.name}, seed {seed}: {last['train_seconds']:.2f} s of training, "
                f"{last['process_seconds']:.2f} s in all, {last['test_accuracy']:.2%}",
                file=sys.stderr,
            )
    return runs


def standings(
    runs: dict[Entry, list[dict[str, Any]]], curves: dict[str, list[Curve]], target: float
) -> list[dict[str, Any]]:
    """Who reached ``target``, the fastest training first, then who did not, the most accurate first."""
    reached, missed = [], []
    for entry, of_it in runs.items():
        row = summary(entry, of_it)
        if entry.epochs is None:
            (reached if row["accuracy"] >= target else missed).append(row)
        elif entry.epochs == epochs_needed(curves[entry.name], target):
            reached.append(row)
    for name, of_it in curves.items():
        if epochs_needed(of_it, target) is None:
            means = mean_curve(of_it)
            best = max(means)
            missed.append({"name": name, "epochs": means.index(best) + 1, "accuracy": best})
    for row in (*reached, *missed):
        row["title"] = PEERS[row["name"]].title if row["epochs"] else f"Inkread `{row['name']}`"
    reached.sort(key=lambda row: row["train_seconds"])
    missed.sort(key=lambda row: -row["accuracy"])
    return [{**row, "reached": True} for row in reached] + [{**row, "reached": False} for row in missed]


def summary(entry: Entry, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Mean accuracy and median times over the rounds, and all runs."""
    return {
        "name": entry.name,
        "epochs": entry.epochs,
        "accuracy": round(fmean(each["test_accuracy"] for each in runs), 6),
        "train_seconds": median(each["train_seconds"] for each in runs),
        "process_seconds": median(each["process_seconds"] for each in runs),
        "runs": runs,
    }


# --- the program -------------------------------------------------------------------------------------------


def write_data(path: Path, quick: bool) -> None:
    """MNIST as one file for the peers, or a little of it."""
    n = QUICK_PICTURES if quick else None
    (x_train, y_train), (x_test, y_test) = inkread.load_mnist()
    np.savez(path, x_train=x_train[:n], y_train=y_train[:n], x_test=x_test[:n], y_test=y_test[:n])


def write(path: Path, value: Any) -> None:
    """Write JSON."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--keras-python", help="Python of an environment with the extra 'bench'")
    options.add_argument("--recipes", nargs="*", default=["fast", "balanced"])
    options.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    options.add_argument("--targets", nargs="+", type=float, default=[0.99, 0.995])
    options.add_argument("--seeds", type=at_least_one, default=5, help="trainings behind each curve")
    options.add_argument("--rounds", type=at_least_one, default=5, help="trainings of everyone in the race")
    options.add_argument("--threads", type=at_least_one, default=usable_cores())
    options.add_argument("--only", choices=["curves", "race"], help="one of the two parts")
    options.add_argument("--curves", type=Path, default=RESULTS / "race_curves.json")
    options.add_argument("--out", type=Path, default=RESULTS / "race.json")
    options.add_argument("--quick", action="store_true", help="try everything once; writes nothing")
    return options.parse_args()


def main() -> None:
    """Measure, and write results/race.json after every target is known."""
    asked = arguments()
    seeds, rounds, targets = (1, 1, [0.0]) if asked.quick else (asked.seeds, asked.rounds, asked.targets)
    with tempfile.TemporaryDirectory() as folder:
        where = Conditions(Path(folder) / "mnist.npz", asked.threads, asked.keras_python, asked.quick)
        write_data(where.data, asked.quick)
        kept = None if asked.quick else asked.curves
        if asked.only == "race":
            known = kept_curves(asked.curves)
            curves = {name: known[name] for name in asked.peers if name in known}
        else:
            curves = measure_curves(asked.peers, seeds, where, kept)
        if asked.only == "curves":
            return
        runs = race(entries(asked.recipes, curves, targets), rounds, where)
    found = {
        "machine": machine(asked.threads, "cpu"),
        "versions": versions(),
        "seeds": {name: len(of_it) for name, of_it in curves.items()},
        "rounds": rounds,
        "targets": [{"target": each, "rows": standings(runs, curves, each)} for each in targets],
    }
    if asked.quick:
        print(json.dumps(found, indent=1))
    else:
        write(asked.out, found)


if __name__ == "__main__":
    main()
