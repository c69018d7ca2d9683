"""Tags of a session's queries, and what ends these."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from pyrite.core._groups import RunningQuery, check_tag
from pyrite.core.files import SparkFiles
from pyrite.errors import IllegalArgumentException, PySparkRuntimeError, PySparkValueError

if TYPE_CHECKING:
    from pyrite.sql.session import SparkSession

__all__ = ["SessionTags"]


class SessionTags:
    """The tags, interrupts and files of :class:`SparkSession`; ``self`` is always one."""

    def addTag(self: SparkSession, tag: str) -> None:
        """Tag the queries that this thread runs in this session, for :meth:`interruptTag`.

        Raises IllegalArgumentException for None, an empty tag, or one with a comma.

        Examples
        --------
        >>> spark.addTag("nightly")
        >>> spark.getTags()
        {'nightly'}
        """
        if tag is None:
            raise IllegalArgumentException("Spark job tag cannot be null.")
        check_tag(tag)
        self._set_tags(self.getTags() | {tag})

    def removeTag(self: SparkSession, tag: str) -> None:
        """Remove a tag of this thread, if it has it."""
        check_tag(tag)
        self._set_tags(self.getTags() - {tag})

    def getTags(self: SparkSession) -> set[str]:
        """The tags that this thread gives to its queries in this session."""
        return set(self._sc._session_tags().get(self._tag, ()))

    def clearTags(self: SparkSession) -> None:
        """Remove all tags of this thread in this session."""
        self._set_tags(set())

    def interruptAll(self: SparkSession) -> list[str]:
        """End the session's running queries, of whatever thread; gives their numbers."""
        return self._interrupt(lambda query: True)

    def interruptTag(self: SparkSession, tag: str) -> list[str]:
        """End the session's running queries that have a tag, of whatever thread; gives their numbers."""
        check_tag(tag)
        return self._interrupt(lambda query: tag in query.session_tags)

    def interruptOperation(self: SparkSession, op_id: str) -> list[str]:
        """End the session's running query of this number; gives its number if it ran.

        Raises IllegalArgumentException for what is no number.
        """
        if not str(op_id).isdigit():
            raise IllegalArgumentException("executionId must be a number in string form.")
        return self._interrupt(lambda query: str(query.number) == str(op_id))

    def _interrupt(self: SparkSession, which: Callable[[RunningQuery], bool]) -> list[str]:
        own = [query for query in self._sc._running_queries if query.session == self._tag and which(query)]
        for query in own:
            query.cancel(f"Job of the query {query.number} cancelled as part of cancellation of all jobs")
        return [str(query.number) for query in own]

    def _set_tags(self: SparkSession, tags: set[str]) -> None:
        self._sc._session_tags()[self._tag] = frozenset(tags)

    def addArtifacts(
        self: SparkSession, *path: str, pyfile: bool = False, archive: bool = False, file: bool = False
    ) -> None:
        """Send files to the workers: Python modules, archives to be unpacked, or files as they are.

        Raises PySparkValueError when more than one kind is asked for, PySparkRuntimeError when another file of the same
        name was sent before.
        """
        if sum([pyfile, archive, file]) > 1:
            raise PySparkValueError(
                errorClass="INVALID_MULTIPLE_ARGUMENT_CONDITIONS",
                messageParameters={
                    "arg_names": "'pyfile', 'archive' and/or 'file'",
                    "condition": "True together",
                },
            )
        import filecmp

        for one in path:
            here = os.path.abspath(one)
            sent = os.path.join(SparkFiles.getRootDirectory(), os.path.basename(here))
            if os.path.isfile(sent) and not filecmp.cmp(here, sent, shallow=False):
                raise PySparkRuntimeError(
                    errorClass="DUPLICATED_ARTIFACT", messageParameters={"normalized_path": here}
                )
            if os.path.exists(sent):
                continue
            if archive:
                self._sc.addArchive(one)
            elif pyfile:
                self._sc.addPyFile(one)
            elif file:
                self._sc.addFile(one)

    addArtifact = addArtifacts
