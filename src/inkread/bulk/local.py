"""Work on many items, in their order: in this process, or in one for each core where that is sooner.

::

    items ──► the first, here ──► little left? ──► the rest, here
                                  much left? ────► the rest, in processes of their own

Python runs one thread at a time, so only processes share the cores; they take half a second to start.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from inkread.cores import usable_cores

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Item = TypeVar("Item")
Tool = TypeVar("Tool")
Result = TypeVar("Result")

WATCHED_S = 0.3
"""After so long here the pace is known."""

WORTH_S = 2.0
"""What would take longer than this is shared."""

MOST = 8
"""Processes at most: each holds a reader and a picture of its own."""

AHEAD = 4
"""Results for each process that may wait to be taken: drawn pages are large, and saving them takes longer."""


def each(
    items: Sequence[Item], work: Callable[[Tool, Item], Result], tool: Tool, make: Callable[[], Tool]
) -> Iterator[Result]:
    """``work(tool, item)`` of every item, in their order.

    Another process works with a tool that it makes itself; so ``make``, ``work``, items and results must be
    picklable. What ``work`` raises ends the iteration.
    """
    began = perf_counter()
    for done, item in enumerate(items):
        spent = perf_counter() - began
        if spent > WATCHED_S and spent * (len(items) - done) > WORTH_S * done and cores() > 1:
            yield from _shared(items[done:], work, tool, make)
            return
        yield work(tool, item)


def cores() -> int:
    """The cores that this process may use, ``MOST`` at most."""
    return min(usable_cores(), MOST)


def _shared(
    items: Sequence[Item], work: Callable[[Tool, Item], Result], tool: Tool, make: Callable[[], Tool]
) -> Iterator[Result]:
    from concurrent.futures import ProcessPoolExecutor  # one picture is read sooner without
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("spawn")  # a fork would inherit the locks of ONNX Runtime's threads
    pool = ProcessPoolExecutor(min(cores(), len(items)), context, initializer=_begin, initargs=(make,))
    done = 0
    try:
        for result in _in_order(pool, partial(_work, work), items, AHEAD * cores()):
            done += 1
            yield result
    except BrokenProcessPool:  # one was killed, most likely for want of memory: the rest one by one
        yield from (work(tool, item) for item in items[done:])
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], items: Sequence[Item], most: int
) -> Iterator[Result]:
    """What ``work`` makes of each item, of which at most ``most`` are under way or wait to be taken."""
    waiting = deque(pool.submit(work, item) for item in items[:most])
    for item in items[most:]:
        result = waiting.popleft().result()
        waiting.append(pool.submit(work, item))
        yield result
    while waiting:
        yield waiting.popleft().result()


_tool: Any = None


def _begin(make: Callable[[], Any]) -> None:
    """What a process of the pool does first. Ctrl-C reaches all of them; this program ends the others."""
    import signal

    import cv2

    global _tool  # noqa: PLW0603 – what the process keeps from item to item
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = "1"
    cv2.setNumThreads(1)
    _tool = make()


def _work(work: Callable[[Any, Item], Result], item: Item) -> Result:
    return work(_tool, item)
