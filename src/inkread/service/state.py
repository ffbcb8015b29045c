"""What the routes of one service share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from inkread.service.jobs import Jobs
from inkread.service.lesson import Lesson
from inkread.service.metrics import Metrics
from inkread.service.reads import Readers
from inkread.service.settings import Settings
from inkread.service.store import Store


@dataclass
class State:
    """Made once, when the service starts."""

    settings: Settings
    readers: Readers
    store: Store
    metrics: Metrics
    lesson: Lesson
    jobs: Jobs


async def _state(request: Request) -> State:  # were it not async, every request would go through a thread
    return cast(State, request.app.state.inkread)


Shared = Annotated[State, Depends(_state)]
"""A route's parameter of this type is the service's state."""
