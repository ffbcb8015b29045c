"""Training the line recogniser."""

import numpy as np
import pytest
import torch

from inkread.training.checkpoint import load_checkpoint, save_checkpoint
from inkread.training.line_compose import Digits, Strip
from inkread.training.line_fit import Lines, batch_of, fit_lines, new_line_state, score_lines, spelt


@pytest.fixture(scope="module")
def lines(digits):
    source = Digits(digits.train_images, digits.train_labels, np.zeros(len(digits.train_labels), np.int32))
    return Lines([source], [1.0], [Strip(np.full((32, 40), 200, np.uint8), "1")], size=16)


def test_it_learns(lines):
    """A few steps lower the loss of lines that were not seen."""
    held, state = lines.portion((7,)), new_line_state(0)
    before, _ = score_lines(state.network, held)
    fit_lines(state, lines, held, epochs=1, seed=0, portions=4)
    after, _ = score_lines(state.network, held)
    assert after < before


def test_a_run_cut_off_goes_on(lines, tmp_path):
    """Two epochs, or one and another after a checkpoint, give the same weights."""
    held = lines.portion((7,))
    whole = new_line_state(0)
    fit_lines(whole, lines, held, epochs=2, seed=0, portions=1, on_epoch=_keep_first(tmp_path))
    resumed = new_line_state(1)
    load_checkpoint(resumed, tmp_path / "state")
    fit_lines(resumed, lines, held, epochs=2, seed=0, portions=1)
    pairs = zip(whole.network.parameters(), resumed.network.parameters(), strict=True)
    assert all(torch.equal(one, two) for one, two in pairs)
    assert [row.epoch for row in resumed.history] == [1, 2]


def _keep_first(folder):
    def keep(state):
        if len(state.history) == 1:
            save_checkpoint(state, folder / "state")

    return keep


def test_what_columns_spell():
    """Repeated columns are one digit, a blank between them makes two."""
    columns = [10, 1, 1, 10, 1, 2, 2, 10]
    assert spelt(np.eye(11, dtype=np.float32)[columns].T) == "112"


def test_shorter_lines_are_padded():
    """Lines of a batch are as wide as the widest, with paper at the right."""
    batch = batch_of([Strip(np.full((32, wide), 255, np.uint8), "") for wide in (8, 12)])
    assert batch.shape == (2, 1, 32, 12)
    assert float(batch[0, 0, :, 8:].sum()) == 0 and float(batch[0, 0, :, :8].min()) == 1
