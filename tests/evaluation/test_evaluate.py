"""Evaluating runs, files and plain functions."""

import json
import subprocess
import sys

import numpy as np
import onnx
import pytest

from inkread.errors import DataError, ModelError, RunError
from inkread.evaluation.compare import compare
from inkread.evaluation.evaluate import classify, evaluate
from inkread.evaluation.provenance import read_provenance
from inkread.recipes.registry import RECIPES
from inkread.recipes.serial import to_json
from inkread.training.run import open_run


def test_few_pictures_are_asked_about_at_once(dots):
    """A network with nine views makes nine of each, and a training with its test must fit into 1.2 GB."""
    asked = []

    def even(ink):
        asked.append(len(ink))
        return np.full((len(ink), 10), 0.1)

    classify(even, dots.train_images.repeat(3, axis=0))
    assert asked == [250, 250, 100]


def test_perfect_answers_make_no_mistake(dots, perfect):
    """A classifier that knows every label is right on every picture."""
    assert evaluate(perfect, data=dots).wrong.size == 0


def test_always_seven_is_right_on_sevens(dots, seven):
    """A classifier that always says 7 is right on the sevens, a tenth of the pictures."""
    assert evaluate(seven, data=dots).right.tolist() == [35, 36, 37, 38, 39]


def test_only_test_pictures_are_opened(dots, perfect):
    """A classifier is shown the test pictures and no others."""
    seen = []

    def watching(images):
        seen.append(images)
        return perfect(images)

    evaluate(watching, data=dots)
    np.testing.assert_array_equal(np.concatenate(seen), dots.test_images / np.float32(255))


def test_batches_do_not_change_answers(dots, perfect, monkeypatch):
    """Seven pictures at a time give the answers of all at once."""
    whole = classify(perfect, dots.test_images)
    monkeypatch.setattr("inkread.evaluation.evaluate.BATCH", 7)
    np.testing.assert_array_equal(classify(perfect, dots.test_images), whole)


def test_a_run_brings_its_own_data(make_run, dots_file):
    """Without data, a run is tested on the data it was trained on."""
    assert evaluate(make_run()).data == "dots"


def test_a_run_is_named_by_recipe_and_seed(make_run, dots):
    """The evaluation of a run knows what its folder says."""
    evaluation = evaluate(make_run(seed=3), data=dots)
    assert (evaluation.name, evaluation.seed, evaluation.train_seconds) == ("dots, seed 3", 3, 1.5)


def test_an_opened_run_is_its_folder(make_run, dots):
    """A Run and the path of its folder give the same figures."""
    folder = make_run(blind=[4])
    assert evaluate(open_run(folder), data=dots).figures() == evaluate(str(folder), data=dots).figures()


def test_a_blind_network_fails_on_those_digits(make_run, dots):
    """The mistakes of a run are those of its network: it does not see fours."""
    assert evaluate(make_run(blind=[4]), data=dots).wrong.tolist() == [20, 21, 22, 23, 24]


def test_an_unfinished_run_with_a_model_is_evaluated(make_run, dots):
    """Training itself evaluates before it writes the metrics."""
    assert evaluate(make_run(metrics=False), data=dots).validation_accuracy is None


def test_a_file_of_somebody_else_is_explained(make_run, dots, tmp_path):
    """An ONNX file without our metadata is understood with training digits, and the evaluation says how."""
    model = onnx.load(make_run() / "model.onnx")
    del model.metadata_props[:]
    onnx.save(model, tmp_path / "theirs.onnx")
    evaluation = evaluate(tmp_path / "theirs.onnx", data=dots)
    assert evaluation.accuracy == 1
    assert evaluation.understood


def test_logits_are_refused(dots):
    """A function that answers with logits gets told to end in a softmax."""
    with pytest.raises(ModelError, match="softmax"):
        evaluate(lambda images: images[:, 0, :10] * 20 - 10, data=dots)


def test_nan_answers_are_refused(dots):
    """A network that has diverged is an error, not a 10% classifier, and a softmax is not what it lacks."""
    with pytest.raises(ModelError, match="its training diverged"):
        evaluate(lambda images: np.full((len(images), 10), np.nan, np.float32), data=dots)


def test_other_shapes_are_refused(dots):
    """Eleven columns are not ten classes."""
    with pytest.raises(ModelError, match=r"\(n, 10\)"):
        evaluate(lambda images: images[:, 0, :11], data=dots)


def test_too_few_rows_are_refused(dots):
    """One answer to many pictures is no classifier's, and the message says how many rows were wanted."""
    with pytest.raises(ModelError, match=r"50 pictures with \(n, 10\) numbers, one row each, got \(1, 10\)"):
        evaluate(lambda images: np.full((1, 10), 0.1, np.float32), data=dots)


def test_answers_in_lists_are_taken(dots, perfect):
    """A function may answer with nested lists instead of an array."""
    assert evaluate(lambda images: perfect(images).tolist(), data=dots).accuracy == 1


def test_a_damaged_config_is_a_run_error(make_run, dots):
    """A config that is not JSON is named in one line."""
    folder = make_run()
    (folder / "config.json").write_text("{")
    with pytest.raises(RunError, match=r"dots-seed0-\d is damaged"):
        evaluate(folder, data=dots)


def test_a_run_from_a_newer_version_is_told(make_run, dots):
    """A run folder of a newer layout asks for an upgrade instead of figures that may mean something else."""
    folder = make_run()
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "format": 2}))
    with pytest.raises(RunError, match="has format 2, this Inkread reads up to 1"):
        evaluate(folder, data=dots)


def test_a_wrong_name_is_told_before_data_are_fetched(monkeypatch):
    """What is no model is told at once, by comparisons too: the data may have to be downloaded."""
    monkeypatch.setattr("inkread.evaluation.evaluate.load_dataset", lambda *_: pytest.fail("fetched"))
    for asked in (evaluate, compare):
        with pytest.raises(ModelError, match="No model at mlp-512"):
            asked("mlp-512")


def test_missing_data_are_a_data_error(make_run):
    """A run whose data are gone says which."""
    with pytest.raises(DataError, match=r"dots\.npz"):
        evaluate(make_run())


def test_json_has_the_names_of_metrics(dots, seven):
    """What a run's metrics.json holds at least is in the JSON of an evaluation."""
    names = {"data", "recipe", "seed", "parameters", "train_seconds", "validation_accuracy"}
    assert names | {"test_accuracy", "test_loss"} <= set(evaluate(seven, data=dots).to_json())


def test_json_is_strict(dots, seven):
    """Digits without a precision are null: NaN is no JSON."""
    text = json.dumps(evaluate(seven, data=dots).to_json(), allow_nan=False)
    assert json.loads(text)["precision"][0] is None


def test_json_lists_every_answer(dots, seven):
    """Right and wrong answers together are all of them, with prediction, truth and confidence."""
    values = evaluate(seven, data=dots).to_json()
    assert len(values["right"]) + len(values["wrong"]) == 50
    assert values["wrong"][0] == {"index": 0, "prediction": 7, "truth": 0, "confidence": 0.91}


def test_mnist_is_reported_in_parts(mnist, seven):
    """MNIST's test set also counts as its undisputed images and its two halves."""
    subsets = evaluate(seven, data=mnist).subsets
    assert {name: part.n for name, part in subsets.items()} == {
        "undisputed": 9985,
        "students": 5000,
        "staff": 5000,
    }


def test_other_data_have_no_parts(dots, seven):
    """Only MNIST has disputed images."""
    assert evaluate(seven, data=dots).subsets == {}


def test_text_names_the_accuracy(dots, seven):
    """The one-line summary says what a person wants to know first."""
    assert str(evaluate(seven, data=dots)).startswith("says_seven on dots: 10.00% right")


def test_html_escapes_names(dots, seven):
    """A file's name never becomes markup."""
    seven.__name__ = "<script>"
    assert "<script>" not in evaluate(seven, data=dots)._repr_html_()


def test_no_training_library_is_needed():
    """Evaluating and comparing import neither PyTorch nor Keras, nor SciPy, which reading alone lacks."""
    code = "import sys, inkread.evaluation.compare; print({'torch', 'keras', 'scipy'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"


def test_shifts_ask_for_each_picture_nine_times(dots, perfect):
    """With test-time shifts of one pixel a classifier sees nine views of every test picture."""
    asked = []

    def counting(images):
        asked.append(len(images))
        return np.full((len(images), 10), 0.1, np.float32)

    evaluate(counting, data=dots, shifts=1)
    assert sum(asked) == 9 * len(dots.test_labels)


def test_shifts_are_not_taken_twice(make_run, dots):
    """A run whose recipe moves its pictures already is not asked for the moves of moved pictures."""
    folder = make_run()
    config = json.loads((folder / "config.json").read_text())
    config["recipe"]["shifts"] = 1
    (folder / "config.json").write_text(json.dumps(config))
    assert evaluate(folder, data=dots).accuracy == 1
    with pytest.raises(RunError, match="already answers with the mean over shifts of up to 1 px"):
        evaluate(folder, data=dots, shifts=1)


def test_a_committees_shifts_are_those_of_its_members(make_run):
    """The committee of a recipe with shifts is known to have them."""
    folder = make_run()
    config = json.loads((folder / "config.json").read_text())
    config["recipe"] = to_json(RECIPES["committee"])
    (folder / "config.json").write_text(json.dumps(config))
    assert read_provenance(folder).shifts == RECIPES["best"].shifts == 1
