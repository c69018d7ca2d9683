"""Listeners of what happens in an application, in Python. PySpark has them in Scala and Java alone.

>>> class Times(SparkListener):
...     def onJobEnd(self, event):
...         print(event["Job ID"], event["Job Result"]["Result"])
>>> sc.addSparkListener(Times())                        # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

__all__ = ["SparkListener"]

Event = dict[str, Any]


class SparkListener:
    """Override what is of interest, and give it to ``SparkContext.addSparkListener``.

    Each method gets the event as Spark's event log has it: a dict. Events come in their order, soon after they have
    happened, in a thread that belongs to all listeners: a slow one makes the others late, but never a job. What a
    method raises is logged.
    """

    def onApplicationStart(self, event: Event) -> None:
        """The application begins. Only who listens from the start on is told."""

    def onApplicationEnd(self, event: Event) -> None:
        """The application has ended."""

    def onEnvironmentUpdate(self, event: Event) -> None:
        """Its settings, with secrets redacted."""

    def onExecutorAdded(self, event: Event) -> None:
        """A worker is there."""

    def onExecutorRemoved(self, event: Event) -> None:
        """A worker is gone, and why."""

    def onBlockManagerAdded(self, event: Event) -> None:
        """A worker can cache, and how much."""

    def onBlockManagerRemoved(self, event: Event) -> None:
        """What a worker had cached is gone."""

    def onJobStart(self, event: Event) -> None:
        """A job begins: its stages, and the local properties of its thread."""

    def onJobEnd(self, event: Event) -> None:
        """A job has succeeded or failed."""

    def onStageSubmitted(self, event: Event) -> None:
        """An attempt of a stage begins."""

    def onStageCompleted(self, event: Event) -> None:
        """An attempt of a stage has ended."""

    def onTaskStart(self, event: Event) -> None:
        """A task begins."""

    def onTaskEnd(self, event: Event) -> None:
        """A task has ended: why, and what it has cost."""

    def onBlockUpdated(self, event: Event) -> None:
        """A partition is cached, or no more."""

    def onUnpersistRDD(self, event: Event) -> None:
        """What was cached of an RDD is let go."""

    def onOtherEvent(self, event: Event) -> None:
        """Any other event: those of queries, whose ``Event`` is the name of a class of Spark SQL."""
