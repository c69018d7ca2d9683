"""Stages as they are told to who draws how far they are."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Stage", "StageInfo"]


class Stage(NamedTuple):
    """A running stage: how many of its tasks are done and how many run."""

    id: int
    tasks: int
    completed: int
    active: int


class StageInfo(NamedTuple):
    """A stage as progress handlers are told of it."""

    stage_id: int
    num_tasks: int
    num_completed_tasks: int
    num_bytes_read: int
    done: bool
