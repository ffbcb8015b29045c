"""Claims about committees, on the embedded digits."""

import json
from dataclasses import replace

import numpy as np
import pytest

import inkread
from inkread.classifier.onnx_model import OnnxClassifier
from inkread.data.dataset import as_ink
from inkread.errors import RecipeError
from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, ReLU
from inkread.recipes.recipe import Committee, Expected, Recipe
from inkread.recipes.registry import RECIPES
from inkread.workflow import committee as committees
from inkread.workflow import plan

SMALL = Recipe(
    name="small",
    source="test",
    layers=(Conv(6, 5, 2), BatchNorm(), ReLU(), Flatten(), Dense(10)),
    epochs=2,
    batch_size=64,
)
THREE = Committee(name="three", source="test", members=(("small", 0), ("small", 1), ("small", 2)))


@pytest.fixture(scope="module")
def small():
    """The members' recipe, known by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(RECIPES, "small", SMALL)
        yield SMALL


def trained(digits, folder, **settings):
    """The committee, trained without report and bar."""
    return inkread.train(
        THREE, data=digits, folder=folder / "three", with_report=False, progress=False, **settings
    )


@pytest.fixture(scope="module")
def run(small, digits, tmp_path_factory):
    """A finished committee."""
    return trained(digits, tmp_path_factory.mktemp("committee"))


def files(run):
    """The model files of the members, in their order."""
    return [run.folder.parent / f"small-seed{seed}" / "model.onnx" for seed in range(3)]


def test_the_file_has_the_mean_of_the_members_after_temperature(run, digits):
    """One ONNX file answers with the members' mean, each to the power of 1 / temperature."""
    images = as_ink(digits.test_images[:50])
    mean = np.mean([OnnxClassifier(file)(images) for file in files(run)], axis=0, dtype=np.float64)
    tempered = mean ** (1 / run.metrics.extra["temperature"])
    together = OnnxClassifier(run.folder / "model.onnx")(images)
    np.testing.assert_allclose(together, tempered / tempered.sum(1, keepdims=True), atol=1e-5)


def test_the_temperature_serves_the_validation_pictures(run, digits):
    """The committee's validation loss is at most that of its members' plain mean."""
    parts = inkread.split(digits)
    images, labels = as_ink(parts.validation_images), parts.validation_labels
    mean = np.mean([OnnxClassifier(file)(images) for file in files(run)], axis=0)
    plain = -np.log(mean[np.arange(len(labels)), labels]).mean()
    assert run.metrics.validation_loss <= plain + 1e-6


def test_a_committee_is_a_run(run, digits):
    """It opens, evaluates to the accuracy in its metrics, and its recipe comes back equal."""
    again = inkread.evaluate(run.folder, data=digits)
    assert (again.accuracy, inkread.open_run(run.folder).recipe) == (run.metrics.test_accuracy, THREE)


def test_a_committee_has_the_parameters_and_seconds_of_all(run):
    """Its size and its time are the sums over its members, which its metrics name."""
    members = json.loads((run.folder / "metrics.json").read_text())["members"]
    seconds = sum(each["train_seconds"] for each in members)
    assert (run.metrics.parameters, run.metrics.train_seconds) == (
        3 * SMALL.parameters,
        pytest.approx(seconds, abs=1e-3),
    )


def test_a_committee_compares_with_a_member(run, digits):
    """A committee and a single run stand in one table, with a paired test between them."""
    table = inkread.compare(run, run.folder.parent / "small-seed0", data=digits)
    assert (len(table.groups), len(table.pairs)) == (2, 1)


def test_a_committee_has_a_report(run, digits):
    """The report names the members and draws the committee."""
    page = inkread.report(run, data=digits).read_text(encoding="utf-8")
    assert THREE.description in page


def test_finished_members_are_kept(run, digits, monkeypatch):
    """Beside finished members, a committee trains nothing."""
    monkeypatch.setattr(committees, "train", None)
    assert trained(digits, run.folder.parent).metrics.test_accuracy == run.metrics.test_accuracy


def test_members_are_kept_when_their_recipe_says_what_to_expect(small, run, digits, monkeypatch):
    """The figures written into a recipe after its runs do not make them another recipe's."""
    monkeypatch.setattr(committees, "train", None)
    monkeypatch.setitem(RECIPES, "small", replace(small, expected=Expected(97.0, 1)))
    assert trained(digits, run.folder.parent).metrics.test_accuracy == run.metrics.test_accuracy


def test_members_on_another_split_are_not_taken(run, digits, monkeypatch):
    """Members that held out validation pictures are no members of a committee that holds out none."""
    asked = []
    monkeypatch.setattr(
        committees,
        "train",
        lambda recipe, **rest: asked.append(rest) or (_ for _ in ()).throw(KeyboardInterrupt),
    )
    with pytest.raises(KeyboardInterrupt, match="Stopped in member 1 of 3"):
        trained(digits, run.folder.parent, validate_on_test=True)
    assert asked[0]["validate_on_test"]


def test_a_stopped_committee_goes_on(small, digits, tmp_path, monkeypatch):
    """Stopped in its second member, it continues with that one and ends as a committee of three."""
    real = committees.train

    def cut(recipe, *, seed, **rest):
        if seed == 1:
            raise KeyboardInterrupt
        return real(recipe, seed=seed, **rest)

    monkeypatch.setattr(committees, "train", cut)
    with pytest.raises(KeyboardInterrupt, match="Stopped in member 2 of 3"):
        trained(digits, tmp_path)
    monkeypatch.setattr(committees, "train", real)
    finished = inkread.resume(tmp_path / "three", data=digits, with_report=False, progress=False)
    assert len(finished.metrics.extra["members"]) == 3


@pytest.mark.parametrize("seeds", [2, 5])
def test_a_committee_has_no_further_seeds(digits, seeds):
    """Several seeds of a committee would be the same networks again: refused before anything is trained."""
    with pytest.raises(RecipeError, match="train it once, with seed 0"):
        inkread.train_seeds(THREE, seeds=seeds, data=digits)


def test_a_committee_takes_no_epochs(digits):
    """Its members decide for themselves how long they train."""
    with pytest.raises(RecipeError, match="leave out epochs"):
        inkread.train(THREE, data=digits, epochs=1)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ((), "1 to 10 members, got 0"),
        ((("small", 0),) * 2, "a member twice"),
        ([("s", i) for i in range(11)], "got 11"),
        ((("small",),), r"needs members as \(recipe, seed\), got \('small',\)"),
        ((("small", "0"),), r"as \(recipe, seed\), got \('small', '0'\)"),
        (("small",), r"as \(recipe, seed\), got 'small'"),
    ],
)
def test_impossible_committees_are_refused(members, message):
    """No members, more than ten, or one twice make no committee."""
    with pytest.raises(RecipeError, match=message):
        Committee(name="x", source="test", members=tuple(members))


@pytest.mark.parametrize(
    ("member", "message"),
    [
        (("smal", 1), "Unknown recipe 'smal'. Did you mean 'small'"),
        (("committee", 0), "must be single models, got 'committee'"),
        (("small", -1), "seed must be a whole number"),
    ],
)
def test_members_that_cannot_be_are_told_before_anything_is_trained(small, digits, tmp_path, member, message):
    """A misspelt second member does not cost the training of the first."""
    odd = Committee(name="odd", source="test", members=(("small", 0), member))
    with pytest.raises(RecipeError, match=message):
        inkread.train(odd, data=digits, folder=tmp_path / "odd", progress=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("quick", [False, True])
def test_members_of_less_than_an_epoch_are_kept(digits, tmp_path, monkeypatch, quick):
    """On a small data set, where such members take more epochs, a second committee trains nothing either."""
    monkeypatch.setitem(RECIPES, "small", replace(SMALL, epochs=0.5, batch_size=512))
    monkeypatch.setattr(plan, "PICTURES_SEEN", 2 * len(digits.train_labels))
    first = trained(digits, tmp_path, quick=quick)
    assert len(inkread.open_run(tmp_path / "small-seed0").history) == (1 if quick else 3)
    monkeypatch.setattr(committees, "train", None)
    assert trained(digits, tmp_path, quick=quick).metrics.test_accuracy == first.metrics.test_accuracy


def test_the_announced_committee_has_members_that_exist():
    """Every member of the committee in the registry is a recipe of its own."""
    assert all(name in RECIPES for name, _ in RECIPES["committee"].members)
