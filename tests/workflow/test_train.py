"""Claims about training from beginning to end, on the embedded digits."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch

import inkread
from inkread.errors import DataError, RecipeError, RunError
from inkread.recipes.augmentation import Shift
from inkread.recipes.layers import BatchNorm, Conv, Dense, Flatten, ReLU
from inkread.recipes.recipe import Adam, ClassicalRecipe, Expected, Recipe
from inkread.training.train import memory_wanted
from inkread.workflow import plan, seeds, train

SMALL = Recipe(
    name="small",
    source="test",
    layers=(Conv(6, 5, 2), BatchNorm(), ReLU(), Flatten(), Dense(10)),
    epochs=3,
    batch_size=64,
    calibrate=True,
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def trained(digits, **settings):
    """A quick run without report and bar."""
    return inkread.train(SMALL, data=digits, with_report=False, progress=False, **settings)


def figures(run):
    """What two runs of one seed must share: all metrics but the time."""
    return {**run.metrics.to_json(), "train_seconds": None}


def test_a_run_folder_holds_what_it_promises(here, digits):
    """Config, history, metrics and the model in two forms are there, and the checkpoint is gone."""
    run = trained(digits)
    assert {path.name for path in run.folder.iterdir()} == {
        "config.json",
        "history.csv",
        "metrics.json",
        "model.onnx",
        "model.safetensors",
    }


def test_a_run_learns(here, digits):
    """Three epochs on 1,300 digits already recognise most of the test digits."""
    assert trained(digits).metrics.test_accuracy > 0.7


def test_a_run_is_the_same_again(here, digits):
    """The same seed on the same machine gives the same figures, in a folder of its own."""
    first, second = trained(digits), trained(digits)
    assert figures(first) == figures(second) and first.folder != second.folder


def test_the_exported_model_has_the_reported_accuracy(here, digits):
    """ONNX Runtime, asked again, gives the accuracy and loss in metrics.json."""
    run = trained(digits)
    again = inkread.evaluate(run.folder / "model.onnx", data=digits)
    assert (again.accuracy, again.loss) == pytest.approx((run.metrics.test_accuracy, run.metrics.test_loss))


def test_the_temperature_is_in_the_weights(here, digits):
    """The calibrated network's validation loss is at most that of the last epoch's row."""
    run = trained(digits)
    assert run.metrics.validation_loss <= run.history[-1].validation_loss + 1e-6


def test_validating_on_the_test_set_is_written_down(here, digits):
    """A run that validated on the test digits says so, and its two accuracies agree."""
    run = trained(digits, validate_on_test=True)
    assert run.config.split["kind"] == "test" and run.metrics.validation_accuracy == run.metrics.test_accuracy


def test_an_interrupted_run_keeps_its_last_epoch(here, digits, monkeypatch):
    """Ctrl-C leaves a folder with a usable model, and --resume ends as an unbroken run does."""
    whole = trained(digits)
    from inkread.training import train as training

    real = training.fit

    def cut(*args, on_step, **rest):
        def step(progress):
            on_step(progress)
            if progress.step == progress.steps * 2 // 3 + 1:
                raise KeyboardInterrupt

        real(*args, on_step=step, **rest)

    monkeypatch.setattr(training, "fit", cut)
    with pytest.raises(KeyboardInterrupt):
        trained(digits, folder=here / "cut")
    monkeypatch.setattr(training, "fit", real)
    assert inkread.evaluate(here / "cut", data=digits).accuracy > 0.5
    resumed = inkread.resume(here / "cut", data=digits, with_report=False, progress=False)
    assert figures(resumed) == figures(whole)


def test_a_killed_run_resumes_to_the_same_figures(here, digits):
    """SIGKILL at any moment leaves no half file, and the resumed run has the figures of an unbroken one."""
    (here / "small.py").write_text(
        "from inkread.recipes.layers import *\nfrom inkread.recipes.recipe import Recipe\n"
        "RECIPE = Recipe(name='small', source='test', layers=(Conv(6, 5, 2), BatchNorm(), ReLU(), Flatten(), "
        "Dense(10)), epochs=15, batch_size=64, calibrate=True)\n"
    )
    command = [sys.executable, "-m", "inkread", "train", "small.py", "--data", "digits", "--no-report"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    checkpoint = here / "runs" / "small-seed0" / "checkpoint.safetensors"
    give_up = time.monotonic() + 60
    while not checkpoint.exists() and process.poll() is None and time.monotonic() < give_up:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not (here / "runs" / "small-seed0" / "metrics.json").exists()
    subprocess.run([*command, "--resume"], check=True, capture_output=True)
    whole = inkread.train("small.py", data=digits, with_report=False, progress=False)
    assert figures(inkread.open_run("runs/small-seed0")) == figures(whole)


def test_a_start_that_fails_leaves_nothing(here, digits):
    """A run that fails before its first epoch leaves no folder behind."""
    with pytest.raises(RecipeError, match="Invalid learning rate"):
        inkread.train(replace(SMALL, optimiser=Adam(-1)), data=digits, progress=False)
    assert not list(here.glob("runs/*"))


def test_more_weights_than_memory(here, digits):
    """A recipe that no memory holds is refused in one line with its size, before anything is made."""
    huge = replace(SMALL, name="huge", layers=(Flatten(), Dense(10**9), ReLU(), Dense(10)))
    with pytest.raises(RecipeError, match=r"huge' has 795,000,000,010 weights, which take 9,540 GB to train"):
        inkread.train(huge, data=digits, progress=False)
    assert not list(here.glob("runs/*"))


def test_memory_that_runs_out():
    """What PyTorch says of a tensor that memory does not hold becomes one line with the way out."""
    told = r"largest layer makes .* numbers .* smaller, or its batches"
    with pytest.raises(RecipeError, match=told), memory_wanted(SMALL):
        torch.empty(10**15)
    with pytest.raises(RuntimeError, match="shape"), memory_wanted(SMALL):
        torch.ones(3) @ torch.ones(4, 2)


def test_shifts_are_part_of_the_model(here, digits):
    """A recipe's test-time shifts are in the run's file, nine views of a picture, and in its figures."""
    run = inkread.train(replace(SMALL, shifts=1), data=digits, with_report=False, progress=False)
    operators = [node.op_type for node in onnx.load(run.folder / "model.onnx").graph.node]
    assert operators.count("Slice") == 9
    assert inkread.evaluate(run, data=digits).loss == pytest.approx(run.metrics.test_loss)


def test_a_finished_run_is_not_resumed(here, digits):
    """There is nothing to do, and the message says so."""
    run = trained(digits)
    with pytest.raises(RunError, match="is finished"):
        inkread.resume(run.folder, data=digits)


def test_other_data_cannot_continue_a_run(here, digits):
    """A run goes on with the data it began with, or not at all."""
    run = trained(digits)
    (run.folder / "metrics.json").unlink()
    with pytest.raises(RunError, match="Point --data to the same data"):
        inkread.resume(run.folder, data=replace(digits, sha256="other"))


def test_a_run_goes_on_with_the_writers_it_held_out(here, digits):
    """Without the writers' labels a run would go on to learn the digits that validated it, so it does not."""
    known = replace(digits, writers=np.arange(len(digits.train_labels), dtype=np.int32) % 24)
    run = trained(known)
    (run.folder / "metrics.json").unlink()
    with pytest.raises(RunError, match=r"validation writers, not stratified\. Put the writers' labels back"):
        inkread.resume(run.folder, data=digits)


def test_a_run_goes_on_with_the_data_it_began_with(here, digits):
    """Without --data, an interrupted run on a person's own data is continued on those, not on the default."""
    arrays = {"x": "images", "y": "labels"}
    halves = {
        f"{x}_{part}": getattr(digits, f"{part}_{y}") for part in ("train", "test") for x, y in arrays.items()
    }
    np.savez(here / "mine.npz", **halves)
    run = inkread.train(SMALL, data=here / "mine.npz", with_report=False, progress=False)
    (run.folder / "metrics.json").unlink()
    again = inkread.resume(run.folder, with_report=False, progress=False)
    assert (again.metrics.data, figures(again)) == ("mine", figures(run))


def test_resume_finds_the_newest_unfinished_run(here, digits):
    """Without a folder, the newest unfinished run of the recipe and seed is meant."""
    run = trained(digits)
    with pytest.raises(RunError, match="No unfinished run of 'small' with seed 0"):
        train.unfinished("small", 0)
    (run.folder / "metrics.json").unlink()
    assert train.unfinished("small", 0) == run.folder.relative_to(run.folder.parents[1])


def test_seeds_are_summed_up(here, digits):
    """Several seeds write their metrics, mean and sd under results/."""
    runs = inkread.train_seeds(SMALL, seeds=2, data=digits, with_report=False, progress=False)
    summary = json.loads((here / "results" / "small.json").read_text())
    accuracies = [run.metrics.test_accuracy for run in runs]
    assert (summary["mean"], summary["sd"]) == pytest.approx(
        (np.mean(accuracies), np.std(accuracies, ddof=1))
    )


def test_a_summary_says_what_was_changed(here, digits):
    """Settings that replaced the recipe's own stand beside the figures; those left alone are none."""
    inkread.train_seeds(SMALL, seeds=1, data=digits, epochs=1, with_report=False, progress=False)
    summary = json.loads((here / "results" / "small.json").read_text())
    assert (summary["epochs"], summary["batch_size"]) == (1, None)


def test_finished_seeds_are_not_trained_again(here, digits, monkeypatch):
    """A resumed series keeps the runs it has."""
    settings = {"data": digits, "with_report": False, "progress": False}
    first = inkread.train_seeds(SMALL, seeds=1, **settings)
    again = seeds.train_seeds(SMALL, seeds=2, resume_unfinished=True, **settings)
    assert [run.folder for run in again[:1]] == [run.folder for run in first]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"epochs": 1}, "epochs 3, not 1"),
        ({"recipe": replace(SMALL, layers=(Flatten(), Dense(10)))}, "other layers"),
        ({"recipe": ClassicalRecipe("small", "test", "a.b")}, "kind Recipe, not ClassicalRecipe"),
        ({"quick": True}, "epochs 3, not 1"),
        ({"validate_on_test": True}, "validation stratified, not test"),
        ({"data": "other"}, "the data UCI"),
    ],
)
def test_a_kept_run_of_something_else_is_no_seed(here, digits, change, said):
    """A resumed series takes and continues only what is asked for; the message says what else is there."""
    trained(digits)
    settings = {"recipe": SMALL, "data": digits, "with_report": False, **change}
    if change.get("data"):
        settings["data"] = replace(digits, sha256="other", origin="elsewhere")
    with pytest.raises(RunError, match=rf"runs/small-seed0 has {said}.*\. Ask for the same, or move it away"):
        inkread.train_seeds(settings.pop("recipe"), seeds=1, resume_unfinished=True, **settings)
    assert not (here / "results").exists()


def test_the_last_kept_run_is_looked_at_first(here, digits):
    """A series one of whose later seeds is another run is refused before any seed is trained."""
    trained(digits, seed=2, epochs=1)
    with pytest.raises(RunError, match=r"runs/small-seed2 has epochs 1, not 3"):
        inkread.train_seeds(SMALL, seeds=3, resume_unfinished=True, data=digits)
    assert [path.name for path in (here / "runs").iterdir()] == ["small-seed2"]


def test_what_is_said_of_a_recipe_makes_no_other_run(here, digits):
    """A kept run counts too when its recipe has been measured since."""
    run = trained(digits)
    measured = replace(SMALL, expected=Expected(97.0, 1.0))
    (again,) = inkread.train_seeds(measured, seeds=1, resume_unfinished=True, data=digits, with_report=False)
    assert again.folder.samefile(run.folder)


def test_a_recipe_written_with_lists_is_kept(here, digits):
    """Layers in a list, as people write them, make the same run as those in the tuple that is read back."""
    listed = replace(SMALL, layers=list(SMALL.layers), augment=[Shift(1)])
    settings = {"seeds": 1, "data": digits, "with_report": False, "progress": False}
    (first,) = inkread.train_seeds(listed, **settings)
    (again,) = inkread.train_seeds(listed, resume_unfinished=True, **settings)
    assert again.folder.samefile(first.folder)


def test_no_seeds_is_a_mistake(here, digits):
    """Zero runs cannot be averaged."""
    with pytest.raises(RecipeError, match="at least 1"):
        inkread.train_seeds(SMALL, seeds=0, data=digits)


def test_a_classical_model_is_a_run_too(here, digits):
    """Logistic regression has its metrics and its ONNX file, and no history."""
    run = inkread.train("logistic", data=digits, with_report=False, progress=False)
    assert run.metrics.test_accuracy > 0.85 and run.history == [] and (run.folder / "model.onnx").exists()


def test_a_model_that_cannot_be_fitted_leaves_no_folder(here, digits):
    """What is wrong with a classical model and its data is told before anything is written."""
    some = digits.train_labels != 5
    lacking = replace(digits, train_images=digits.train_images[some], train_labels=digits.train_labels[some])
    with pytest.raises(DataError, match="all ten digits"):
        inkread.train("forest", data=lacking, with_report=False)
    assert list(here.iterdir()) == []


def test_a_classical_model_has_no_epochs(here, digits):
    """What makes no sense for the model is refused, not ignored."""
    with pytest.raises(RecipeError, match="fitted in one go"):
        inkread.train("logistic", data=digits, epochs=3)


def test_mnist_is_learnt(here, mnist):
    """A quick run of a tutorial's network on the real MNIST is well above what guessing gives."""
    run = inkread.train("mlp-256-128", data=mnist, quick=True, with_report=False, progress=False)
    assert run.config.data["name"] == "mnist" and run.metrics.test_accuracy > 0.8


def test_a_small_data_set_is_seen_more_often():
    """A recipe of half an epoch shows a small data set often enough to learn it, leaves MNIST alone, and does
    not go on for minutes over three pictures."""
    fast = inkread.find_recipe("fast")
    assert [plan.long_enough(fast, n).epochs for n in (1_250, 55_000, 3)] == [16, fast.epochs, 250]


def test_a_fifth_of_an_epoch_of_mnist_is_one():
    """One's own recipe of a small part of an epoch is trained as it says where the data are not small."""
    short = replace(inkread.find_recipe("fast"), epochs=0.2)
    assert plan.long_enough(short, 55_000).epochs == 0.2
