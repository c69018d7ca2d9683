"""Local properties of threads, and the groups and tags of jobs made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Protocol

from pyrite._scheduler.engine import JobOptions
from pyrite.errors import IllegalArgumentException

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext

GROUP, DESCRIPTION, _INTERRUPT = "spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel"
TAGS, _POOL = "spark.job.tags", "spark.scheduler.pool"
#: What the program called, and where, if it is not to be looked for: a query's parts may run in threads of its own.
PLACE = "callSite.short"
_PLAIN = JobOptions({})
_numbers = count()


class Cancellable(Protocol):
    """A job or a query: what groups and tags tell apart."""

    @property
    def group(self) -> str | None: ...

    @property
    def tags(self) -> frozenset[str]: ...


class RunningQuery:
    """A query that runs now.

    Parameters
    ----------
    group : str, optional
        The job group of the thread that runs it.
    tags : frozenset of str
        Its tags.
    interrupt : callable
        Ends it.
    session : str
        The session that it belongs to.
    session_tags : frozenset of str
        Its tags in that session.
    """

    def __init__(
        self,
        group: str | None,
        tags: frozenset[str],
        interrupt: Callable[[], None],
        session: str = "",
        session_tags: frozenset[str] = frozenset(),
    ):
        self.number = next(_numbers)
        self.group = group
        self.tags = tags
        self.session = session
        self.session_tags = session_tags
        #: The job that it is to observers.
        self.job = -1
        self.cancelled: str | None = None
        self._interrupt = interrupt

    def cancel(self, reason: str) -> None:
        """End it, for this reason."""
        self.cancelled = reason
        self._interrupt()


class JobGroups:
    """The local properties, groups and tags of :class:`SparkContext`; ``self`` is always one."""

    def _properties(self: SparkContext) -> dict[str, str]:
        found: dict[str, str] | None = getattr(self._local, "properties", None)
        if found is None:
            found = self._local.properties = {}
        return found

    def _copy_local_properties(self: SparkContext) -> dict[str, str]:
        return dict(self._properties())

    def _set_local_properties(self: SparkContext, properties: Mapping[str, str]) -> None:
        self._local.properties = dict(properties)

    def setLocalProperty(self: SparkContext, key: str, value: str | None) -> None:
        """Set a property of the jobs that this thread submits; ``None`` removes it."""
        if value is None:
            self._properties().pop(key, None)
        else:
            self._properties()[key] = str(value)

    def getLocalProperty(self: SparkContext, key: str) -> str | None:
        """A property that this thread has set, or that it has inherited."""
        return self._properties().get(key)

    def setJobGroup(
        self: SparkContext, groupId: str, description: str, interruptOnCancel: bool = False
    ) -> None:
        """Put the jobs of this thread into a group, which :meth:`cancelJobGroup` can cancel."""
        self.setLocalProperty(GROUP, groupId)
        self.setLocalProperty(DESCRIPTION, description)
        self.setLocalProperty(_INTERRUPT, str(bool(interruptOnCancel)).lower())

    def setInterruptOnCancel(self: SparkContext, interruptOnCancel: bool) -> None:
        """Whether cancelling interrupts running tasks; here it always does."""
        self.setLocalProperty(_INTERRUPT, str(bool(interruptOnCancel)).lower())

    def setJobDescription(self: SparkContext, value: str | None) -> None:
        """Describe the jobs of this thread."""
        self.setLocalProperty(DESCRIPTION, value)

    def addJobTag(self: SparkContext, tag: str) -> None:
        """Tag the jobs of this thread, for :meth:`cancelJobsWithTag`. Raises for an empty tag or one with a comma."""
        check_tag(tag)
        self.setLocalProperty(TAGS, ",".join(sorted(self.getJobTags() | {tag})))

    def removeJobTag(self: SparkContext, tag: str) -> None:
        """Remove a tag of this thread."""
        check_tag(tag)
        self.setLocalProperty(TAGS, ",".join(sorted(self.getJobTags() - {tag})) or None)

    def getJobTags(self: SparkContext) -> set[str]:
        """The tags of this thread."""
        return set(comma_list(self.getLocalProperty(TAGS)))

    def clearJobTags(self: SparkContext) -> None:
        """Remove all tags of this thread."""
        self.setLocalProperty(TAGS, None)

    def cancelJobGroup(self: SparkContext, groupId: str) -> None:
        """Cancel the running jobs of a group, of whatever thread."""
        self._cancel(
            lambda job: job.group == groupId, f"Job {{job}} cancelled part of cancelled job group {groupId}"
        )

    def cancelJobsWithTag(self: SparkContext, tag: str) -> None:
        """Cancel the running jobs with a tag, of whatever thread."""
        check_tag(tag)
        self._cancel(lambda job: tag in job.tags, f"Job {{job}} cancelled part of cancelled job tags {tag}")

    def cancelAllJobs(self: SparkContext) -> None:
        """Cancel all running jobs."""
        self._cancel(lambda job: True, "Job {job} cancelled as part of cancellation of all jobs")

    def _cancel(self: SparkContext, which: Callable[[Cancellable], bool], reason: str) -> None:
        self._alive()
        found = [number for number, job in self._engine.loop.active().items() if which(job)]
        if found:
            self._engine.loop.cancel(found, reason)
        for query in list(self._running_queries):
            if which(query):
                query.cancel(reason.partition(" cancelled ")[2])

    @contextmanager
    def _query(self: SparkContext, interrupt: Callable[[], None], session: str) -> Iterator[RunningQuery]:
        """While a query runs: it can be cancelled as a job of this thread's group and tags can."""
        options = self._options()
        tags = self._session_tags().get(session, frozenset())
        query = RunningQuery(options.group, options.tags, interrupt, session, tags)
        run = getattr(self._local, "query_run", None)
        if run is not None:
            query.job = run.job
        self._running_queries.add(query)
        try:
            yield query
        finally:
            self._running_queries.discard(query)

    def _session_tags(self: SparkContext) -> dict[str, frozenset[str]]:
        """The tags that this thread gives to queries, by session."""
        found: dict[str, frozenset[str]] | None = getattr(self._local, "session_tags", None)
        if found is None:
            found = self._local.session_tags = {}
        return found

    def _options(self: SparkContext) -> JobOptions:
        properties = self._properties()
        if not properties:
            return _PLAIN
        return JobOptions(
            dict(properties),
            properties.get(GROUP),
            frozenset(comma_list(properties.get(TAGS))),
            properties.get(_POOL, "default"),
        )


def comma_list(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def check_tag(tag: str) -> None:
    if not tag:
        raise IllegalArgumentException("Spark job tag cannot be an empty string.")
    if "," in tag:
        raise IllegalArgumentException("Spark job tag cannot contain ','.")
