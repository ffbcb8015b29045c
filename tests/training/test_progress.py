"""What a training shows while it goes on."""

from io import StringIO

import torch
from rich.console import Console

from inkread.training import progress
from inkread.training.loop import Progress
from inkread.training.run import EpochRecord


def shown(monkeypatch, steps, **settings):
    """What a console shows of ``steps``."""
    screen = StringIO()
    console = Console(file=screen, width=80, color_system=None, **settings)
    monkeypatch.setattr(progress, "Console", lambda **_: console)
    with progress.ProgressBar("mlp-512-rmsprop", "It begins.") as bar:
        for step in steps:
            bar.step(step)
    return screen.getvalue()


def after(epoch, epochs):
    """A step of the epoch that follows."""
    row = EpochRecord(float(epoch), 0.0271, 0.9913, 0.1812, 0.9583, 61.2)
    return Progress(epoch, epochs, epoch, epochs, 61.3, row, 128, torch.tensor(3.5), torch.tensor(127))


def test_the_live_line_fits_80_columns(monkeypatch):
    """Name, bar, figures and time left of a long training with a long name stand there whole."""
    screen = shown(monkeypatch, [after(11, 20)], force_terminal=True)
    assert "mlp-512-rmsprop ━━━" in screen and "accuracy 99.22% --:--" in screen


def test_hundreds_of_epochs_are_no_flood(monkeypatch):
    """Of 223 epochs at most 50 have a line, as a small data set gets; of 20 all have."""
    many, few = (shown(monkeypatch, [after(n + 1, of) for n in range(of)]).count("epoch") for of in (223, 20))
    assert (many, few) == (44, 20)
