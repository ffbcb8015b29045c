"""Comparing runs, files and plain functions."""

import json
from dataclasses import replace

import pytest

from inkread.errors import DataError
from inkread.evaluation.compare import compare
from inkread.evaluation.evaluate import evaluate


def test_seeds_of_a_recipe_make_one_line(make_run, dots):
    """Runs that differ only in their seed are one group."""
    comparison = compare(make_run(0), make_run(1), make_run(0, epochs=2.0), data=dots)
    assert [len(group.evaluations) for group in comparison.groups] == [2, 1]


def test_nothing_cannot_be_compared():
    """Without a single model the message says how many there must be."""
    with pytest.raises(DataError, match="two or more runs, model files or evaluations, got none"):
        compare()


def test_a_seed_counts_once(make_run, dots):
    """The same run twice makes two lines, not a mean over two seeds."""
    folder = make_run(0)
    assert [len(group.evaluations) for group in compare(folder, folder, data=dots).groups] == [1, 1]


def test_mean_and_sd_over_seeds(make_run, dots):
    """Accuracies of 1 and 0.9 have the mean 0.95 and the standard deviation 0.0707."""
    group = compare(make_run(0), make_run(1, blind=[4]), data=dots).groups[0]
    accuracy = group.figures["test_accuracy"]
    assert (accuracy.mean, accuracy.sd) == pytest.approx((0.95, 0.0707), abs=1e-4)


def test_single_classifiers_meet_in_mcnemars_test(dots, perfect, seven):
    """Two functions are tested on the pictures that one alone gets right."""
    (pair,) = compare(perfect, seven, data=dots).pairs
    assert (pair.test, pair.only_first, pair.only_second) == ("McNemar", 45, 0)


def test_groups_meet_in_the_bootstrap(make_run, dots, seven):
    """Several seeds against one function are tested by resampling the pictures."""
    (pair,) = compare(make_run(0), make_run(1), seven, data=dots).pairs
    assert (pair.test, pair.difference) == ("paired bootstrap", pytest.approx(0.9))


def test_one_recipe_alone_is_tested_run_by_run(make_run, dots):
    """When all runs make one line, the tests are between its runs."""
    (pair,) = compare(make_run(0), make_run(1, blind=[4]), data=dots).pairs
    assert (pair.first, pair.second) == ("dots, seed 0", "dots, seed 1")


def test_equal_classifiers_do_not_differ(dots, perfect):
    """A classifier against itself: no difference, p = 1."""
    (pair,) = compare(perfect, perfect, data=dots).pairs
    assert (pair.difference, pair.p) == (0, 1)


def test_equal_names_are_told_apart(dots, perfect):
    """Two lines never bear the same name."""
    names = [group.name for group in compare(perfect, perfect, data=dots).groups]
    assert len(set(names)) == 2


def test_every_pair_is_tested(dots, perfect, seven):
    """Four classifiers make six pairs."""
    assert len(compare(perfect, seven, perfect, seven, data=dots).pairs) == 6


def test_runs_bring_their_own_data(make_run, dots_file):
    """Without data, the first run's own serve for all."""
    assert compare(make_run(0), make_run(1)).data == "dots"


def test_runs_on_different_data_are_told_so(make_run, dots_file, caplog):
    """Where the first run's data are not those of all, a line says on which all are tested."""
    first, other = make_run(0), make_run(1)
    compare(first, other)
    assert not caplog.messages
    edit(other, sha256="another")
    compare(first, other)
    (told,) = caplog.messages
    assert "trained on different data; all are tested on dots, the first one's" in told


def test_data_that_were_moved_are_the_same(make_run, dots):
    """Seeds of a recipe are one line also when the data lay elsewhere for one of them."""
    other = make_run(1)
    edit(other, origin="elsewhere")
    assert len(compare(make_run(0), other, data=dots).groups) == 1


def test_seeds_stay_together_when_their_recipe_was_measured_in_between(make_run, dots):
    """What a recipe is expected to reach, and the words for its split, make no other recipe of it."""
    folders = [make_run(0), make_run(1)]
    path = folders[1] / "config.json"
    config = json.loads(path.read_text())
    config["recipe"]["expected"] = {"type": "Expected", "accuracy": 97.0, "seconds": 1}
    config["split"]["description"] = "200 to train"
    path.write_text(json.dumps(config))
    assert len(compare(*folders, data=dots).groups) == 1


def edit(folder, **data):
    """Change what a run's config.json says of its data."""
    config = json.loads((folder / "config.json").read_text())
    config["data"] |= data
    (folder / "config.json").write_text(json.dumps(config))


def test_evaluations_compare_without_a_second_test(dots, perfect, seven):
    """Evaluations that exist already are compared as they are."""
    evaluations = evaluate(perfect, data=dots), evaluate(seven, data=dots)
    assert compare(*evaluations).pairs == compare(perfect, seven, data=dots).pairs


def test_evaluations_of_other_pictures_do_not_compare(dots, perfect):
    """Answers to different pictures cannot be paired."""
    one = evaluate(perfect, data=dots)
    with pytest.raises(DataError, match="same pictures"):
        compare(one, replace(one, labels=one.labels[::-1]))


def test_json_is_strict(make_run, dots, seven):
    """A single classifier has no standard deviation: null in JSON."""
    values = compare(make_run(), seven, data=dots).to_json()
    assert json.loads(json.dumps(values, allow_nan=False))["models"][0]["sd"]["test_accuracy"] is None


def test_html_has_a_line_for_each(dots, perfect, seven):
    """The notebook shows the same table."""
    assert compare(perfect, seven, data=dots)._repr_html_().count("<tr>") == 3


def test_text_has_accuracies_and_tests(dots, perfect, seven):
    """Printing a comparison shows each accuracy and each test."""
    assert str(compare(perfect, seven, data=dots)).splitlines()[0].endswith("100.00% right")
