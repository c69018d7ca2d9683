"""Threads that inherit local properties, versions, tracebacks and other small helpers."""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import gc
import os
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import IO, Any, ClassVar, TextIO

from pyrite.errors import PySparkRuntimeError
from pyrite.serializers import SpecialLengths, write_int, write_with_length

__all__: list[str] = []

JVM_BYTE_MIN, JVM_BYTE_MAX = -(1 << 7), (1 << 7) - 1
JVM_SHORT_MIN, JVM_SHORT_MAX = -(1 << 15), (1 << 15) - 1
JVM_INT_MIN, JVM_INT_MAX = -(1 << 31), (1 << 31) - 1
JVM_LONG_MIN, JVM_LONG_MAX = -(1 << 63), (1 << 63) - 1

_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep


class VersionUtils:
    """Reading Spark's version numbers."""

    @staticmethod
    def majorMinorVersion(sparkVersion: str) -> tuple[int, int]:
        """The first two numbers of a version.

        Raises:
            ValueError: the text does not start with two numbers.

        >>> VersionUtils.majorMinorVersion("4.3.0-SNAPSHOT")
        (4, 3)
        """
        found = re.match(r"(\d+)\.(\d+)(\..*)?$", sparkVersion)
        if found is None:
            raise ValueError(
                f"Spark tried to parse '{sparkVersion}' as a Spark version string, "
                "but it could not find the major and minor version numbers."
            )
        return int(found.group(1)), int(found.group(2))


def _parse_memory(s: str) -> int:
    """The mebibytes in a size with the unit k, m, g or t.

    Raises:
        ValueError: no such unit, or no number before it.

    >>> _parse_memory("256m"), _parse_memory("1.5g")
    (256, 1536)
    """
    mebibytes = {"k": 1 / 1024, "m": 1, "g": 1024, "t": 1024 * 1024}
    unit = s[-1:].lower()
    if unit not in mebibytes:
        raise ValueError(f"invalid format: {s}")
    return int(float(s[:-1]) * mebibytes[unit])


# ---- Threads


def _active_context() -> Any:
    """The running SparkContext or None. The context stands above this module, hence no import."""
    context = sys.modules.get("pyrite.core.context")
    return context.SparkContext._active_spark_context if context is not None else None


def _is_session(value: Any) -> bool:
    return hasattr(value, "getTags") and hasattr(value, "addTag")


class _Inherited:
    """The local properties and tags that the calling thread has now, to be put on in another thread."""

    def __init__(self, session: Any = None):
        context = _active_context()
        self._properties = context._copy_local_properties() if context is not None else None
        self._session = session
        self._tags = set(session.getTags()) if session is not None else set()

    def put_on(self) -> None:
        """Take them over in this thread, unless the context is gone by now."""
        context = _active_context()
        if context is not None and self._properties is not None:
            context._set_local_properties(self._properties)
        for tag in self._tags:
            self._session.addTag(tag)

    def run(self, target: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Put them on and call ``target``."""
        self.put_on()
        return target(*args, **kwargs)


class InheritableThread(threading.Thread):
    """A thread that starts with its parent's local properties: job group, description, pool, tags.

    They are those that hold when :meth:`start` is called.

    Args:
        target: what to run; further arguments as for ``threading.Thread``.
        session: a SparkSession whose tags go along.

    >>> thread = InheritableThread(target=print, args=("hello",))
    >>> thread.start(); thread.join()
    hello
    """

    _inherited: _Inherited

    def __init__(self, target: Callable[..., Any], *args: Any, session: Any = None, **kwargs: Any):
        @functools.wraps(target)
        def run(*a: Any, **k: Any) -> Any:
            return self._inherited.run(target, *a, **k)

        self._session = session
        super().__init__(*args, target=run, **kwargs)  # type: ignore[misc]

    def start(self) -> None:
        """Note the local properties and start."""
        self._inherited = _Inherited(self._session)
        super().start()


def inheritable_thread_target(f: Any) -> Callable[..., Any]:
    """Make a thread's target start with the local properties that hold *here*, where it is wrapped.

    Args:
        f: the function; or a SparkSession whose tags go along, and then the result is to be called with the
            function.

    >>> threading.Thread(target=inheritable_thread_target(print), args=("hello",)).start()
    hello
    """
    if _is_session(f):
        return functools.partial(_wrap_target, _Inherited(f))
    if _active_context() is None:
        return f
    warnings.warn("Spark session is not provided. Tags will not be inherited.", UserWarning, stacklevel=2)
    return _wrap_target(_Inherited(), f)


def _wrap_target(inherited: _Inherited, target: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(target)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        return inherited.run(target, *args, **kwargs)

    return wrapped


# ---- Exceptions


def print_exec(stream: TextIO) -> None:
    """Print the exception that is being handled."""
    traceback.print_exception(*sys.exc_info(), file=stream)


def fail_on_stopiteration(f: Callable[..., Any]) -> Callable[..., Any]:
    """Make ``StopIteration`` from a function an error: in a loop it would end the data without a word.

    Raises:
        PySparkRuntimeError: ``STOP_ITERATION_OCCURRED``.
    """

    @functools.wraps(f)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return f(*args, **kwargs)
        except StopIteration as error:
            raise PySparkRuntimeError(
                errorClass="STOP_ITERATION_OCCURRED", messageParameters={"exc": str(error)}
            ) from error

    return wrapper


def walk_tb(tb: TracebackType | None) -> Iterator[TracebackType]:
    """The levels of a traceback, outermost first."""
    while tb is not None:
        yield tb
        tb = tb.tb_next


def try_simplify_traceback(tb: TracebackType | None) -> TracebackType | None:
    """The traceback without the levels of this package at its top; those further down stay.

    Returns:
        None if there is no level of other code.
    """
    levels = list(walk_tb(tb))
    while levels and levels[0].tb_frame.f_code.co_filename.startswith(_PACKAGE):
        levels.pop(0)
    simplified = None
    for level in reversed(levels):
        simplified = TracebackType(simplified, level.tb_frame, level.tb_lasti, level.tb_lineno)
    return simplified


def handle_worker_exception(e: BaseException, outfile: IO[bytes], hide_traceback: bool | None = None) -> None:
    """Write an exception's text to a binary file as the frame that marks errors.

    Args:
        e: the exception, which is being handled.
        outfile: where to; if it is closed already, nothing happens.
        hide_traceback: leave only the last line; by default if ``SPARK_HIDE_TRACEBACK`` is set.
            ``SPARK_SIMPLIFIED_TRACEBACK`` leaves out this package, ``SPARK_TRACEBACK_WITH_LOCALS`` adds
            variables.
    """
    if hide_traceback is None:
        hide_traceback = bool(os.environ.get("SPARK_HIDE_TRACEBACK"))
    text = "".join(traceback.format_exception_only(type(e), e)) if hide_traceback else _with_traceback(e)
    with contextlib.suppress(OSError):
        write_int(SpecialLengths.PYTHON_EXCEPTION_THROWN, outfile)
        write_with_length(text.encode("utf-8"), outfile)


def _with_traceback(error: BaseException) -> str:
    tb = sys.exc_info()[2]
    if os.environ.get("SPARK_SIMPLIFIED_TRACEBACK"):
        simplified = try_simplify_traceback(tb)
        if simplified is not None:
            tb = simplified
            error.__cause__ = None
    shows_locals = bool(os.environ.get("SPARK_TRACEBACK_WITH_LOCALS"))
    report = traceback.TracebackException(type(error), error, tb, compact=True, capture_locals=shows_locals)
    return "".join(report.format())


# ---- The process


@contextlib.contextmanager
def disable_gc() -> Iterator[None]:
    """Keep the cyclic garbage collector off, if it was on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Faulthandler:
    """Python's fault handler, writing to a file named by the process id in ``PYTHON_FAULTHANDLER_DIR``."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None
        self._users = 0
        self._periodic = False

    def start(self) -> None:
        """Switch it on, if the variable is set; calls nest."""
        self._users += 1
        directory = os.environ.get("PYTHON_FAULTHANDLER_DIR")
        if directory and self._file is None:
            path = os.path.join(directory, str(os.getpid()))
            self._file = open(path, "w", encoding="utf-8")  # noqa: SIM115  # open until stop()
            faulthandler.enable(file=self._file)

    def stop(self) -> None:
        """Switch it off, at the last of nested calls, and remove its file."""
        self._users -= 1
        if self._users > 0:
            return
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            os.remove(self._file.name)
            self._file = None
        if self._periodic:
            faulthandler.cancel_dump_traceback_later()
            self._periodic = False

    def start_periodic_traceback(self) -> None:
        """Print all threads' tracebacks every ``PYTHON_TRACEBACK_DUMP_INTERVAL_SECONDS``, if that is set."""
        seconds = int(os.environ.get("PYTHON_TRACEBACK_DUMP_INTERVAL_SECONDS", "0"))
        if seconds > 0 and not self._periodic:
            self._periodic = True
            faulthandler.dump_traceback_later(seconds, repeat=True)

    @contextlib.contextmanager
    def enabled(self, start_periodic_traceback: bool = True) -> Iterator[None]:
        """Keep it on within the block."""
        self.start()
        try:
            if start_periodic_traceback:
                self.start_periodic_traceback()
            yield
        finally:
            self.stop()

    def with_faulthandler(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Keep it on while ``func`` runs."""

        @functools.wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with self.enabled(start_periodic_traceback=False):
                return func(*args, **kwargs)

        return wrapper


_faulthandler = _Faulthandler()
with_faulthandler = _faulthandler.with_faulthandler
start_faulthandler_periodic_traceback = _faulthandler.start_periodic_traceback
enable_faulthandler = _faulthandler.enabled


def is_remote_only() -> bool:
    """Whether only the client of Spark Connect is installed: never."""
    return False


def spark_connect_mode() -> str:
    """The variable ``SPARK_CONNECT_MODE``, else ``"0"``."""
    return os.environ.get("SPARK_CONNECT_MODE", "0")


def default_api_mode() -> str:
    """``"connect"`` if :func:`spark_connect_mode` is ``"1"``, else ``"classic"``."""
    return "connect" if spark_connect_mode() == "1" else "classic"


class PythonEvalType:
    """Spark's numbers for the kinds of Python functions in a query."""

    NON_UDF: ClassVar[int] = 0

    SQL_BATCHED_UDF: ClassVar[int] = 100
    SQL_ARROW_BATCHED_UDF: ClassVar[int] = 101

    SQL_SCALAR_PANDAS_UDF: ClassVar[int] = 200
    SQL_GROUPED_MAP_PANDAS_UDF: ClassVar[int] = 201
    SQL_GROUPED_AGG_PANDAS_UDF: ClassVar[int] = 202
    SQL_WINDOW_AGG_PANDAS_UDF: ClassVar[int] = 203
    SQL_SCALAR_PANDAS_ITER_UDF: ClassVar[int] = 204
    SQL_MAP_PANDAS_ITER_UDF: ClassVar[int] = 205
    SQL_COGROUPED_MAP_PANDAS_UDF: ClassVar[int] = 206
    SQL_MAP_ARROW_ITER_UDF: ClassVar[int] = 207
    SQL_GROUPED_MAP_PANDAS_UDF_WITH_STATE: ClassVar[int] = 208
    SQL_GROUPED_MAP_ARROW_UDF: ClassVar[int] = 209
    SQL_COGROUPED_MAP_ARROW_UDF: ClassVar[int] = 210
    SQL_TRANSFORM_WITH_STATE_PANDAS_UDF: ClassVar[int] = 211
    SQL_TRANSFORM_WITH_STATE_PANDAS_INIT_STATE_UDF: ClassVar[int] = 212
    SQL_TRANSFORM_WITH_STATE_PYTHON_ROW_UDF: ClassVar[int] = 213
    SQL_TRANSFORM_WITH_STATE_PYTHON_ROW_INIT_STATE_UDF: ClassVar[int] = 214
    SQL_GROUPED_MAP_ARROW_ITER_UDF: ClassVar[int] = 215
    SQL_GROUPED_MAP_PANDAS_ITER_UDF: ClassVar[int] = 216
    SQL_GROUPED_AGG_PANDAS_ITER_UDF: ClassVar[int] = 217

    SQL_SCALAR_ARROW_UDF: ClassVar[int] = 250
    SQL_SCALAR_ARROW_ITER_UDF: ClassVar[int] = 251
    SQL_GROUPED_AGG_ARROW_UDF: ClassVar[int] = 252
    SQL_WINDOW_AGG_ARROW_UDF: ClassVar[int] = 253
    SQL_GROUPED_AGG_ARROW_ITER_UDF: ClassVar[int] = 254

    SQL_TABLE_UDF: ClassVar[int] = 300
    SQL_ARROW_TABLE_UDF: ClassVar[int] = 301
    SQL_ARROW_UDTF: ClassVar[int] = 302
