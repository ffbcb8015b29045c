"""The tables of a report."""

from dataclasses import replace

from inkread.recipes.registry import find_recipe
from inkread.recipes.settings import settings
from inkread.reporting import facts


def test_command_repeats_the_run(make_run):
    """The line trains the same recipe on the same data from the same seed."""
    assert facts.command(make_run()) == "inkread train mlp-256-128 --data digits --seed 7"


def test_command_says_what_was_changed(make_run):
    """Settings that differ from the recipe's own, and the split, are part of the line."""
    changed = replace(find_recipe("mlp-256-128"), epochs=2.5, batch_size=64)
    line = facts.command(make_run(changed, on_test=True))
    assert line.endswith("--seed 7 --epochs 2.5 --batch-size 64 --validate-on-test")


def test_command_of_a_quick_run(make_run):
    """A quick run is repeated with one word, not with its shrunken settings."""
    assert facts.command(make_run(find_recipe("cnn-30-15").quick())).endswith("--seed 7 --quick")


def test_command_is_safe_in_a_shell(make_run):
    """A folder's name with a semicolon in it cannot become a second command."""
    run = make_run(origin="my digits; rm -r .")
    named = replace(run, config=replace(run.config, data={**run.config.data, "name": "mine"}))
    assert "--data 'my digits; rm -r .'" in facts.command(named)


def test_a_recipe_of_ones_own_goes_by_its_file(make_run, nested):
    """The name of an unregistered recipe would train nothing."""
    assert facts.command(make_run(nested)).startswith("inkread train RECIPE.py ")


def test_a_changed_copy_of_a_recipe_is_ones_own(make_run):
    """A recipe of one's own that kept the name of ours is not repeated with ours."""
    copy = replace(find_recipe("mlp-256-128"), label_smoothing=0.1)
    assert facts.command(make_run(copy)).startswith("inkread train RECIPE.py ")


def test_validation_on_the_test_set_is_a_notice(make_run, digits):
    """The reader is warned that the test set was looked at."""
    assert facts.notices(make_run(on_test=True), digits)[0].startswith("Validated on the test set")


def test_confidences_fitted_on_the_test_set_are_a_notice(make_run, digits):
    """A temperature that was fitted on the very test pictures is told beside the validation on them."""
    run = make_run("fast", on_test=True)
    fitted = replace(run, metrics=replace(run.metrics, extra={"temperature": 0.4}))
    told = facts.notices(fitted, replace(digits, name="mnist"))
    assert told[1:] == ["Its confidences were fitted to the test set, too: they look better than they are."]


def test_other_data_is_a_notice(make_run, digits):
    """A report made on other data than the training's says so first."""
    other = replace(digits, sha256="0" * 64)
    assert "other data" in facts.notices(make_run(), other)[0]


def test_plain_runs_on_mnist_need_no_notice(make_run, digits):
    """Nothing stands between the reader and the figures where nothing is special."""
    assert facts.notices(make_run(), replace(digits, name="mnist")) == []


def test_layers_add_up(deep):
    """The parameters in the table are all of the network's; a residual's own sum stands in brackets."""
    counts = [row.parameters for row in facts.layer_rows(deep)]
    assert sum(int(n.replace(",", "")) for n in counts if n and n[0] != "(") == deep.parameters


def test_layers_of_a_residual_are_indented(nested):
    """Depth counts the residuals that a layer lies in."""
    assert max(row.depth for row in facts.layer_rows(nested)) == 2


def test_digits_without_pictures_have_dashes(make_evaluation, digits):
    """Recall and precision of a digit that never occurs are unknown, not zero."""
    threes = make_evaluation(digits.test_labels[digits.test_labels == 3], 0)
    assert facts.digit_rows(threes)[8] == ("8", "0", "–", "–", "–")


def test_optimisers_are_written_in_words(make_run):
    """Settings are named without underscores."""
    assert (
        "optimiser",
        "Adam, learning rate 0.001, betas (0.9, 0.999), epsilon 1e-07",
    ) in facts.training_facts(make_run())


def test_the_report_has_every_setting_of_the_recipe(make_run):
    """Test-time shifts and what else ``inkread recipes show`` lists are in the report, with the seed."""
    recipe = find_recipe("best")
    assert facts.training_facts(make_run(recipe)) == [*settings(recipe), ("seed", "7")]
