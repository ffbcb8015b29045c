"""Claims about interrupted trainings."""

from dataclasses import replace

import pytest

from inkread.errors import RunError
from inkread.networks.torch_net import build_torch, weights_of
from inkread.recipes.augmentation import Shift
from inkread.recipes.recipe import Adadelta, Adam, Muon, RMSprop
from inkread.training.checkpoint import load_checkpoint, save_checkpoint
from inkread.training.loop import Resident, fit
from inkread.training.state import new_state


def trained(recipe, pictures, folder=None, cut_after=None):
    """A state trained to its end; with ``cut_after`` through a checkpoint after so many epochs."""
    data = Resident(*pictures, recipe.batch_size, recipe.augment)
    state = new_state(build_torch(recipe, 5), recipe)
    if cut_after:
        first = replace(recipe, epochs=recipe.epochs)

        def stop(state):
            save_checkpoint(state, folder / "c.safetensors")
            if state.epochs_done == cut_after:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fit(state, first, data, lambda n: (0.0, 0.0), seed=5, on_epoch=stop)
        state = new_state(build_torch(recipe, 99), recipe)
        load_checkpoint(state, folder / "c.safetensors")
    fit(state, recipe, data, lambda n: (0.0, 0.0), seed=5)
    return state


@pytest.mark.parametrize(
    "changes",
    [
        {"optimiser": Adam()},
        {"optimiser": RMSprop(), "average": 0.9},
        {"optimiser": Adadelta()},
        {"optimiser": Muon(), "augment": (Shift(1),)},
    ],
    ids=["adam", "rmsprop-averaged", "adadelta", "muon-augmented"],
)
def test_a_resumed_fit_ends_as_an_unbroken_one(tiny, pictures, tmp_path, changes):
    """Cut after the first of three epochs and resumed, the weights agree to the last bit."""
    recipe = replace(tiny, **changes)
    whole, resumed = trained(recipe, pictures), trained(recipe, pictures, tmp_path, cut_after=1)
    theirs = weights_of(resumed.trained)
    assert all((value == theirs[name]).all() for name, value in weights_of(whole.trained).items())


def test_the_history_is_resumed_too(tiny, pictures, tmp_path):
    """The rows before the cut stay, and the rows after it are those of the unbroken run."""
    whole, resumed = trained(tiny, pictures), trained(tiny, pictures, tmp_path, cut_after=2)
    assert [replace(row, seconds=0) for row in resumed.history] == [
        replace(row, seconds=0) for row in whole.history
    ]


@pytest.mark.parametrize("content", [b"", b"\x80\x04pickle", b"\x10" + bytes(40), b"\xff" * 64])
def test_a_damaged_checkpoint_is_one_line(tiny, tmp_path, content):
    """Whatever is in the file, the message says what to do."""
    (tmp_path / "c.safetensors").write_bytes(content)
    with pytest.raises(RunError, match=r"Cannot resume from .*Train it again without --resume"):
        load_checkpoint(new_state(build_torch(tiny), tiny), tmp_path / "c.safetensors")
