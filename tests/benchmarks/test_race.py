"""Claims about how the race is decided; nothing is trained here."""

import json
import runpy
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
CURVES = {
    "cnn-30-15": [[[6.0, 0.98], [12.0, 0.991], [18.0, 0.9925]], [[6.1, 0.984], [12.1, 0.99], [18.2, 0.9935]]],
    "pytorch-example": [[[30.0, 0.985]], [[31.0, 0.986]]],
}


@pytest.fixture(scope="module")
def race():
    """The names of benchmarks/race.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield runpy.run_path(str(BENCHMARKS / "race.py"))
        sys.modules.pop("contestants", None)


def runs(seconds, accuracy):
    """Three rounds of one contestant."""
    return [
        {"seed": i, "train_seconds": s, "process_seconds": s + 2, "test_accuracy": accuracy}
        for i, s in enumerate(seconds)
    ]


def test_the_mean_over_the_seeds_decides(race):
    """One seed at the target is not enough; the mean of both reaches 99.0% after the second epoch."""
    assert race["epochs_needed"](CURVES["cnn-30-15"], 0.99) == 2


def test_a_target_out_of_reach_needs_no_number(race):
    """A peer that never reaches the target is not raced for it."""
    assert race["epochs_needed"](CURVES["cnn-30-15"], 0.995) is None


def test_everyone_starts_once(race):
    """Recipes as they are, peers once for each number of epochs that they need."""
    found = race["entries"](["fast"], CURVES, [0.99, 0.9902])
    assert [(entry.name, entry.epochs) for entry in found] == [("fast", None), ("cnn-30-15", 2)]


def test_the_standings(race):
    """Who reached the target stands first, the fastest at the top; who did not has the best it could do."""
    entry = race["Entry"]
    done = {entry("fast"): runs([3, 1, 2], 0.991), entry("cnn-30-15", 2): runs([14, 12, 13], 0.99)}
    rows = race["standings"](done, CURVES, 0.99)
    found = [(row["title"], row["reached"], row["epochs"], row.get("train_seconds")) for row in rows]
    assert found == [
        ("Inkread `fast`", True, None, 2),
        ("Keras tutorial CNN", True, 2, 13),
        ("PyTorch `examples/mnist`", False, 1, None),
    ]


def test_a_recipe_below_the_target_has_not_reached_it(race):
    """A fixed recipe whose mean stays below is listed with its mean."""
    rows = race["standings"]({race["Entry"]("fast"): runs([1, 1, 1], 0.991)}, {}, 0.995)
    assert [(row["reached"], row["accuracy"]) for row in rows] == [(False, pytest.approx(0.991))]


def test_the_rounds_alternate(race, monkeypatch):
    """Everyone starts once in each round, and the round is the seed."""
    order = []
    entry = race["Entry"]
    monkeypatch.setattr(
        entry, "start", lambda self, seed, where: order.append((self.name, seed)) or runs([1], 0.99)[0]
    )
    race["race"]([entry("a"), entry("b")], 2, None)
    assert order == [("a", 0), ("b", 0), ("a", 1), ("b", 1)]


def test_curves_are_kept(race, tmp_path):
    """Curves that are in the file are not measured again."""
    kept = tmp_path / "curves.json"
    kept.write_text(json.dumps(CURVES))
    assert race["measure_curves"](list(CURVES), 2, None, kept) == CURVES


def test_every_peer_has_its_script(race):
    """The scripts that the race starts are there."""
    assert all((BENCHMARKS / "peers" / peer.script).is_file() for peer in race["PEERS"].values())


@pytest.mark.parametrize(
    ("script", "weights"), [("pytorch_example", 1_199_882), ("train_mnist_fast", 215_194)]
)
def test_peers_have_the_networks_of_their_sources(script, weights, monkeypatch):
    """The networks written in PyTorch have as many weights as the published ones."""
    monkeypatch.syspath_prepend(str(BENCHMARKS / "peers"))
    network = runpy.run_path(str(BENCHMARKS / "peers" / f"{script}.py"))["network"]()
    assert sum(weight.numel() for weight in network.parameters()) == weights
