"""Work on many items, in their order: in this process, or in one for each core where that is sooner.

::

    items ──► the first, here ──► little left? ──► the rest, here
                                  much left? ────► the rest, in processes of their own

Python runs one thread at a time, so only processes share the cores; they take half a second to start.
Ctrl-C is not kept waiting: what they are at then is given up.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Timer
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from inkread.cores import usable_cores

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Made = TypeVar("Made", covariant=True)  # noqa: PLC0105 – named for what it is
Tool = TypeVar("Tool")
Result = TypeVar("Result")

WATCHED_S = 0.3
"""After so long here the pace is known."""

WORTH_S = 2.0
"""What would take longer than this is shared."""

MOST = 8
"""Processes at most: each holds a reader and a picture of its own."""

AHEAD = 4
"""Items for each process that may be on their way to it or back: a page is large."""

SENT_S = 0.3
"""By then a result is through the pipe."""


class Items(Protocol[Made]):
    """What is worked on: a sequence, or what makes each item when its turn comes and is not to hold all."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Made: ...


def each(
    items: Items[Item], work: Callable[[Tool, Item], Result], tool: Tool, make: Callable[[], Tool]
) -> Generator[Result, None, None]:
    """``work(tool, item)`` of every item, in their order.

    Another process works with a tool that it makes itself; so ``make``, ``work``, items and results must be
    picklable. What ``work`` raises ends the iteration, and what is under way then is not waited for.
    """
    began = perf_counter()
    for done in range(len(items)):
        spent = perf_counter() - began
        if spent > WATCHED_S and spent * (len(items) - done) > WORTH_S * done and cores() > 1:
            yield from _shared(items, done, work, tool, make)
            return
        yield work(tool, items[done])


def cores() -> int:
    """The cores that this process may use, ``MOST`` at most."""
    return min(usable_cores(), MOST)


def _shared(
    items: Items[Item], done: int, work: Callable[[Tool, Item], Result], tool: Tool, make: Callable[[], Tool]
) -> Iterator[Result]:
    """``each`` of those after the first ``done``."""
    from concurrent.futures.process import BrokenProcessPool  # one picture is read sooner without

    try:
        with _pool(min(cores(), len(items) - done), make) as pool:
            for result in _in_order(pool, partial(_work, work), items, done, AHEAD * cores()):
                done += 1
                yield result
    except BrokenProcessPool:  # one was killed, most likely for want of memory: the rest one by one
        yield from (work(tool, items[index]) for index in range(done, len(items)))


@contextmanager
def _pool(n: int, make: Callable[[], Any]) -> Iterator[ProcessPoolExecutor]:
    """``n`` processes that are ended with what they are at where the block is left by an error or Ctrl-C."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    others = active_children()
    context = get_context("spawn")  # a fork would inherit the locks of ONNX Runtime's threads
    pool = ProcessPoolExecutor(n, context, initializer=_begin, initargs=(make,))
    try:
        yield pool
    except BaseException:
        for process in active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], items: Items[Item], first: int, most: int
) -> Iterator[Result]:
    """What ``work`` makes of each item, of which at most ``most`` are under way or wait to be taken."""
    waiting: deque[Future[Result]] = deque()
    for index in range(first, len(items)):
        if len(waiting) == most:
            yield waiting.popleft().result()
        waiting.append(_submitted(pool, work, items, index))
    while waiting:
        yield waiting.popleft().result()


def _submitted(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], items: Items[Item], index: int
) -> Future[Result]:
    """What will come of an item; an item that cannot be made is raised in its turn, not before others."""
    try:
        return pool.submit(work, items[index])
    except Exception as error:
        from concurrent.futures import Future

        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


_tool: Any = None
_at_work = _told_to_go = False


def _begin(make: Callable[[], Any]) -> None:
    """What a process of the pool does first. Ctrl-C reaches all of them; this program ends the others."""
    import cv2

    global _tool  # noqa: PLW0603 – what the process keeps from item to item
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    os.environ["OMP_NUM_THREADS"] = "1"
    cv2.setNumThreads(1)
    _tool = make()


def _work(work: Callable[[Any, Item], Result], item: Item) -> Result:
    global _at_work  # noqa: PLW0603
    _at_work = True
    if _told_to_go:
        os._exit(1)
    try:
        return work(_tool, item)
    finally:
        _at_work = False


def _leave(*_: object) -> None:
    """End; but a result on its way is to arrive, as who takes it in would wait for its rest for good."""
    global _told_to_go  # noqa: PLW0603
    _told_to_go = True
    if _at_work:
        os._exit(1)
    Timer(SENT_S, os._exit, (1,)).start()
