"""Work on many items, here and in other processes."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from multiprocessing import active_children

import pytest

from inkread.bulk import local

HELPERS = """
import os, signal, time

def make():
    return "there"

def named(tool, item):
    return item, tool, os.getpid()

def deadly(tool, item):
    if item == 2 and tool == "there":
        os._exit(1)
    return item, tool

def touched(tool, item):
    open(item, "w").close()

def interrupted(tool, item):
    if tool == "there" and item.endswith("0"):
        os.kill(os.getppid(), signal.SIGINT)
    time.sleep(3)
    open(item, "w").close()

def picky(tool, item):
    if item == 2:
        raise ValueError("not a 2")
    return item
"""


@pytest.fixture
def helpers(tmp_path, monkeypatch):
    """Functions that other processes can import too, which cannot import tests."""
    (tmp_path / "bulk_helpers.py").write_text(HELPERS)
    monkeypatch.syspath_prepend(tmp_path)
    import bulk_helpers

    return bulk_helpers


@pytest.fixture
def shared(monkeypatch):
    """Everything is worth sharing, on two cores."""
    monkeypatch.setattr(local, "WATCHED_S", 0.0)
    monkeypatch.setattr(local, "WORTH_S", 0.0)
    monkeypatch.setattr(local, "cores", lambda: 2)


def each(items, work, helpers):
    return list(local.each(items, work, "here", helpers.make))


def test_little_work_is_done_here(helpers):
    """What is done in a moment starts no process."""
    assert each(range(50), helpers.named, helpers) == [(i, "here", os.getpid()) for i in range(50)]


@pytest.mark.usefixtures("shared")
def test_shared_work_comes_in_order(helpers):
    """Other processes work with tools of their own, and what they make comes in the order of the items."""
    found = each(range(9), helpers.named, helpers)
    assert [(item, tool) for item, tool, _ in found] == [(i, "there") for i in range(9)]
    assert os.getpid() not in {process for *_, process in found}


@pytest.mark.usefixtures("shared")
def test_little_waits_to_be_taken(helpers, tmp_path):
    """Where results are taken slowly, only so many items are worked on ahead: they would fill the memory."""
    found = local.each([str(tmp_path / str(i)) for i in range(30)], helpers.touched, "here", helpers.make)
    next(found)
    time.sleep(1)
    ahead = len(list(tmp_path.iterdir()))
    assert ahead <= 1 + 2 * local.AHEAD + 1 and len(list(found)) == 29


@pytest.mark.usefixtures("shared")
def test_nothing_is_lost_with_a_process(helpers):
    """Where a process dies over an item, that one and the rest are done here."""
    found = each(range(5), helpers.deadly, helpers)
    assert [item for item, _ in found] == list(range(5)) and found[2] == (2, "here")


@pytest.mark.usefixtures("shared")
def test_errors_come_through(helpers):
    """What work raises in another process is raised here."""
    with pytest.raises(ValueError, match="not a 2"):
        each(range(4), helpers.picky, helpers)


@pytest.mark.usefixtures("shared")
def test_items_are_made_when_their_turn_comes(helpers):
    """Pages are large: only those are there that are worked on, and one that is damaged ends its own turn."""
    made = []

    class Pages:
        def __len__(self):
            return 40

        def __getitem__(self, index):
            made.append(index)
            return 1 // (30 - index)

    found, taken = local.each(Pages(), helpers.named, "here", helpers.make), []
    taken.append(next(found))
    assert len(made) <= 1 + 2 * local.AHEAD
    with pytest.raises(ZeroDivisionError):
        taken.extend(found)
    assert len(taken) == 30


@pytest.mark.usefixtures("shared")
def test_ctrl_c_waits_for_nobody(helpers, tmp_path):
    """Ctrl-C ends the processes over what they are at."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background ignores it
    with pytest.raises(KeyboardInterrupt):
        each([str(tmp_path / str(item)) for item in range(8)], helpers.interrupted, helpers)
    assert not active_children() and not list(tmp_path.glob("[0-9]"))


def test_one_core_shares_nothing(helpers, monkeypatch, shared):
    """On a single core all work is done here."""
    monkeypatch.setattr(local, "cores", lambda: 1)
    assert {tool for _, tool, _ in each(range(4), helpers.named, helpers)} == {"here"}


def test_shared_readings_are_the_same(monkeypatch, shared, tmp_path):
    """Pictures are read, and broken ones refused, in other processes as here."""
    import cv2
    import numpy as np

    from inkread.cli.read import read_page, read_pages, reader_for

    for digit in range(3):
        sheet = np.full((60, 60), 235, np.uint8)
        cv2.putText(sheet, str(digit), (18, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 30, 3)
        cv2.imwrite(str(tmp_path / f"{digit}.png"), sheet)
    (tmp_path / "2x.png").write_bytes(b"no picture")
    names = sorted(str(path) for path in tmp_path.glob("*.png"))
    make = partial(reader_for, None)
    (tmp_path / "sketches").mkdir()
    work = partial(read_page, way="digit", max_error=None, sketches=tmp_path / "sketches", place=tmp_path)
    work = partial(read_pages, work)
    there = list(local.each(names, work, None, make))
    here = [work(make(), name) for name in names]
    assert [_plain(pages) for pages in there] == [_plain(pages) for pages in here]
    assert not here[3][0] and "2x.png" in here[3][1]
    assert [pages[0][0].numbers[0].text for pages, _ in here[:3]] == ["0", "1", "2"]


def _plain(read):
    """What can be compared: readings, the drawings' bytes, and words."""
    pages, error = read
    return [(reading, sketch.read_bytes()) for reading, sketch in pages], error
