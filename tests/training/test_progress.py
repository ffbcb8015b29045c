"""What a training shows while it goes on."""

from io import StringIO

import torch
from rich.console import Console

from inkread.training import progress
from inkread.training.loop import Progress
from inkread.training.run import EpochRecord


def test_the_live_line_fits_80_columns(monkeypatch):
    """Name, bar, figures and time left of a long training with a long name stand there whole."""
    screen = StringIO()
    console = Console(file=screen, width=80, force_terminal=True, color_system=None)
    monkeypatch.setattr(progress, "Console", lambda **_: console)
    epoch = EpochRecord(11.0, 0.0271, 0.9913, 0.1812, 0.9583, 61.2)
    now = Progress(5159, 9380, 11, 20.0, 61.3, epoch, 128, torch.tensor(3.5), torch.tensor(127))
    with progress.ProgressBar("mlp-512-rmsprop") as bar:
        bar.step(now)
    shown = screen.getvalue()
    assert "mlp-512-rmsprop ━━━" in shown and "accuracy 99.22% --:--" in shown
