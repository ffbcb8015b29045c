"""Claims about the training loop."""

from dataclasses import replace

import pytest
import torch

from inkread.errors import RecipeError
from inkread.networks.torch_net import build_torch
from inkread.recipes.augmentation import Rotate, Shift
from inkread.recipes.recipe import Adadelta, Adam, Cosine, Muon, RMSprop, Triangle
from inkread.training.loop import Resident, fit, has_fast_bfloat16
from inkread.training.state import new_state
from inkread.training.validation import Validation


def run(recipe, pictures, *, seed=0, stop_after=None, state=None):
    """Fit ``recipe`` and return its state; raises KeyboardInterrupt inside after ``stop_after`` steps."""
    images, labels = pictures
    state = state or new_state(build_torch(recipe, seed), recipe)

    def step(progress):
        if progress.step == stop_after:
            raise KeyboardInterrupt

    data = Resident(images, labels, recipe.batch_size, recipe.augment)
    fit(state, recipe, data, Validation(images, labels).score, seed=seed, on_step=step)
    return state


def figures(state):
    """The history without its times."""
    return [replace(row, seconds=0) for row in state.history]


@pytest.mark.parametrize(
    "optimiser",
    [Adam(1e-2), RMSprop(), Adadelta(), Muon(0.02, rest=Adam(1e-2))],
    ids=lambda o: type(o).__name__,
)
def test_every_optimiser_lowers_the_loss(tiny, pictures, optimiser):
    """A few epochs on 64 pictures bring the loss well below where it began."""
    history = run(replace(tiny, optimiser=optimiser, epochs=8), pictures).history
    assert history[-1].loss < 0.7 * history[0].loss


def test_the_same_seed_gives_the_same_figures(tiny, pictures):
    """Two runs of one seed agree to the last bit, with dropout and augmentation at work."""
    recipe = replace(tiny, augment=(Shift(1), Rotate(5)))
    assert figures(run(recipe, pictures, seed=3)) == figures(run(recipe, pictures, seed=3))


def test_another_seed_gives_other_figures(tiny, pictures):
    """The seed decides the start and the order."""
    assert figures(run(tiny, pictures, seed=3)) != figures(run(tiny, pictures, seed=4))


def test_part_of_an_epoch_is_trained(tiny, pictures):
    """1.5 epochs of 4 steps are 6 steps, and the last row says 1.5."""
    assert [row.epoch for row in run(replace(tiny, epochs=1.5), pictures).history] == [1.0, 1.5]


def test_every_picture_comes_once_an_epoch(pictures):
    """An epoch is a permutation of the pictures."""
    images, labels = pictures
    seen = torch.cat([y for _, y in Resident(images, labels, 10).epoch(torch.Generator().manual_seed(1))])
    assert sorted(seen.tolist()) == sorted(labels.tolist())


def test_an_epoch_has_its_own_order(pictures):
    """Two epochs do not come in the same order."""
    data = Resident(*pictures, 64)
    first, second = (next(data.epoch(torch.Generator().manual_seed(n)))[1].tolist() for n in (1, 2))
    assert first != second


def test_the_average_stands_for_the_weights(tiny, pictures):
    """With averaging, the network that is used differs from the one that is stepped."""
    state = run(replace(tiny, average=0.9), pictures)
    first = next(iter(state.network.parameters()))
    assert not torch.equal(next(iter(state.trained.parameters())), first)


@pytest.mark.parametrize("schedule", [Triangle(0.25), Cosine(0.25)], ids=lambda s: type(s).__name__)
def test_a_schedule_ends_near_zero(tiny, pictures, schedule):
    """The last step's rate is a small part of the recipe's own, which the step in the middle nearly has."""
    seen = []
    recipe = replace(tiny, schedule=schedule, epochs=4)
    state = new_state(build_torch(recipe), recipe)
    data = Resident(*pictures, recipe.batch_size)
    rate = state.optimisers[0].param_groups
    fit(state, recipe, data, lambda n: (0, 0), seed=0, on_step=lambda p: seen.append(rate[0]["lr"] / 1e-3))
    assert seen[0] < 0.1 and max(seen) == pytest.approx(1, abs=0.05) and seen[-1] < 0.12


def test_a_training_that_diverges_says_so(tiny, pictures):
    """A learning rate far too high ends in one line that names it, and nothing of that epoch is kept."""
    recipe = replace(tiny, optimiser=Adam(1e30))
    state = new_state(build_torch(recipe), recipe)
    with pytest.raises(RecipeError, match=r"diverged by epoch 1: .* learning rate, now 1e\+30"):
        run(recipe, pictures, state=state)
    assert state.history == []


def test_progress_counts_the_steps_of_the_whole_run(tiny, pictures):
    """The bar knows from the first step how many there will be."""
    seen = []
    state = new_state(build_torch(tiny), tiny)
    fit(state, tiny, Resident(*pictures, 16), lambda n: (0, 0), seed=0, on_step=seen.append)
    assert [(p.step, p.steps) for p in seen] == [(i, 12) for i in range(1, 13)]


def test_the_clock_waits_for_the_device(tiny, pictures, monkeypatch):
    """A GPU is steps behind the program: its sums are asked for before an epoch's time is taken."""
    asked = []
    ask = torch.Tensor.__float__
    monkeypatch.setattr(torch.Tensor, "__float__", lambda value: asked.append(value) or ask(value))
    monkeypatch.setattr("inkread.training.loop.time.perf_counter", lambda: len(asked))
    state = new_state(build_torch(tiny), replace(tiny, epochs=1))
    fit(state, replace(tiny, epochs=1), Resident(*pictures, 16), lambda n: (0, 0), seed=0)
    assert state.history[0].seconds == 1


def test_bfloat16_learns_too(tiny, pictures, monkeypatch):
    """Where mixed precision is on, the loss falls as it does without."""
    monkeypatch.setattr("inkread.training.loop.has_fast_bfloat16", lambda device: True)
    history = run(replace(tiny, epochs=6), pictures).history
    assert history[-1].loss < 0.8 * history[0].loss


def test_bfloat16_is_decided_by_the_processor():
    """The question has an answer on every CPU."""
    assert has_fast_bfloat16(torch.device("cpu")) in (True, False)
