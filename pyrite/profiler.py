"""Profiles of the Python code that tasks run, gathered over accumulators."""

from __future__ import annotations

import atexit
import cProfile
import linecache
import os
import pstats
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TextIO

from pyrite.accumulators import AccumulatorParam
from pyrite.errors import PySparkNotImplementedError, PySparkValueError

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext

__all__ = ["BasicProfiler", "MemoryProfiler", "Profiler", "UDFBasicProfiler"]

#: What a line of code did to memory: (increment in MiB, use after it in MiB, how often it ran).
MemoryTuple = tuple[float, float, int]
LineProfile = tuple[int, "MemoryTuple | None"]
#: File name to its lines.
CodeMapDict = dict[str, "list[LineProfile]"]

_RULE = "=" * 60


class Profiler:
    """The base of profilers: subclass it, or one of those below, and name the class to ``SparkContext``.

    >>> class Quiet(BasicProfiler):
    ...     def show(self, id):
    ...         print(f"RDD {id}: {self.stats().total_calls} calls")
    """

    def __init__(self, ctx: SparkContext):
        pass

    def profile(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call ``func`` in a task, gather its profile, return its result."""
        raise NotImplementedError

    def stats(self) -> Any:
        """What was gathered from all tasks; None if nothing was."""
        raise NotImplementedError

    def show(self, id: int) -> None:
        """Print it as the profile of the RDD or UDF of that id."""
        raise NotImplementedError

    def dump(self, id: int, path: str) -> None:
        """Write it to a file in the directory ``path``, which is made if need be."""
        raise NotImplementedError


class ProfilerCollector:
    """Makes the profilers of an application and keeps one for each profiled RDD or UDF.

    At the end of the process, what is left of them is dumped to ``dump_path`` if given, else shown.

    Args:
        profiler_cls: profiles tasks of RDDs.
        udf_profiler_cls: profiles the time of UDFs.
        memory_profiler_cls: profiles the memory of UDFs.
        dump_path: a directory.
    """

    def __init__(
        self,
        profiler_cls: type[Profiler],
        udf_profiler_cls: type[Profiler],
        memory_profiler_cls: type[Profiler],
        dump_path: str | None = None,
    ):
        self.profiler_cls = profiler_cls
        self.udf_profiler_cls = udf_profiler_cls
        self.memory_profiler_cls = memory_profiler_cls
        self.profile_dump_path = dump_path
        self.profilers: list[list[Any]] = []  # [id, profiler, whether it was shown]

    def new_profiler(self, ctx: SparkContext) -> Profiler:
        """A profiler of tasks."""
        return self.profiler_cls(ctx)

    def new_udf_profiler(self, ctx: SparkContext) -> Profiler:
        """A profiler of a UDF's time."""
        return self.udf_profiler_cls(ctx)

    def new_memory_profiler(self, ctx: SparkContext) -> Profiler:
        """A profiler of a UDF's memory."""
        return self.memory_profiler_cls(ctx)

    def add_profiler(self, id: int, profiler: Profiler) -> None:
        """Keep the profiler of an RDD or UDF."""
        if not self.profilers:
            atexit.register(self._at_exit)
        self.profilers.append([id, profiler, False])

    def show_profiles(self) -> None:
        """Print all profiles that were not printed yet."""
        for entry in self.profilers:
            id, profiler, shown = entry
            if not shown:
                profiler.show(id)
                entry[2] = True

    def dump_profiles(self, path: str) -> None:
        """Write all profiles to files in a directory and forget them."""
        for id, profiler, _ in self.profilers:
            profiler.dump(id, path)
        self.profilers = []

    def _at_exit(self) -> None:
        if self.profile_dump_path:
            self.dump_profiles(self.profile_dump_path)
        else:
            self.show_profiles()


class PStatsParam(AccumulatorParam["pstats.Stats | None"]):
    """Adds up ``pstats.Stats``; None is none yet."""

    @staticmethod
    def zero(value: pstats.Stats | None) -> None:
        return None

    @staticmethod
    def addInPlace(value1: pstats.Stats | None, value2: pstats.Stats | None) -> pstats.Stats | None:
        if value1 is None or value2 is None:
            return value2 if value1 is None else value1
        return value1.add(value2)


class MemUsageParam(AccumulatorParam["CodeMapDict | None"]):
    """Adds up memory profiles, line by line; None is none yet."""

    @staticmethod
    def zero(value: CodeMapDict | None) -> None:
        return None

    @staticmethod
    def addInPlace(value1: CodeMapDict | None, value2: CodeMapDict | None) -> CodeMapDict | None:
        if not value1 or not value2:
            return value1 or value2
        for filename, lines in value2.items():
            merged = dict(value1.get(filename, []))
            for line, usage in lines:
                merged[line] = _add_usage(merged.get(line), usage)
            value1[filename] = sorted(merged.items())
        return value1


def _add_usage(one: MemoryTuple | None, other: MemoryTuple | None) -> MemoryTuple | None:
    if not one or not other:
        return one or other
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


class BasicProfiler(Profiler):
    """Profiles the time of tasks with cProfile."""

    _SUBJECT: ClassVar[str] = "RDD"

    def __init__(self, ctx: SparkContext):
        super().__init__(ctx)
        self._accumulator: Any = ctx.accumulator(None, PStatsParam)  # type: ignore[arg-type]

    def profile(self, func: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        profile = cProfile.Profile()
        result = profile.runcall(func, *args, **kwargs)
        stats = pstats.Stats(profile)
        stats.stream = None  # type: ignore[attr-defined]  # open files cannot be pickled
        stats.strip_dirs()
        self._accumulator.add(stats)
        return result

    def stats(self) -> pstats.Stats | None:
        stats: pstats.Stats | None = self._accumulator.value
        return stats

    def show(self, id: int) -> None:
        stats = self.stats()
        if stats:
            _print_title(self._SUBJECT, id)
            stats.sort_stats("time", "cumulative").print_stats()

    def dump(self, id: int, path: str) -> None:
        os.makedirs(path, exist_ok=True)
        stats = self.stats()
        if stats:
            stats.dump_stats(os.path.join(path, f"{self._SUBJECT.lower()}_{id}.pstats"))


class UDFBasicProfiler(BasicProfiler):
    """Profiles the time of a UDF with cProfile."""

    _SUBJECT: ClassVar[str] = "UDF"


class MemoryProfiler(Profiler):
    """Adds up and shows profiles of a UDF's memory, line by line. Taking them is not supported yet."""

    def __init__(self, ctx: SparkContext):
        super().__init__(ctx)
        self._accumulator: Any = ctx.accumulator(None, MemUsageParam)  # type: ignore[arg-type]

    def profile(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ``PySparkNotImplementedError``."""
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "Profiling the memory of a UDF"}
        )

    def stats(self) -> CodeMapDict | None:
        code_map: CodeMapDict | None = self._accumulator.value
        return code_map

    def show(self, id: int) -> None:
        code_map = self.stats()
        if code_map:
            _print_title("UDF", id)
            self._show_results(code_map)

    def dump(self, id: int, path: str) -> None:
        os.makedirs(path, exist_ok=True)
        code_map = self.stats()
        if code_map:
            with open(os.path.join(path, f"udf_{id}_memory.txt"), "w", encoding="utf-8") as file:
                self._show_results(code_map, file)

    @staticmethod
    def _show_results(code_map: CodeMapDict, stream: TextIO | None = None, precision: int = 1) -> None:
        out = sys.stdout if stream is None else stream
        for filename, profiles in code_map.items():
            source = linecache.getlines(filename)
            if not source:
                raise PySparkValueError(errorClass="MEMORY_PROFILE_INVALID_SOURCE", messageParameters={})
            header = _memory_row("Line #", "Mem usage", "Increment", "Occurrences", "Line Contents")
            out.write(f"Filename: {filename}\n\n{header}\n{'=' * len(header)}\n")
            by_line = dict(profiles)
            for line in range(min(by_line), max(by_line) + 1):
                usage = by_line.get(line)
                total, increment = _mebibytes(usage, precision) if usage else ("", "")
                out.write(_memory_row(line, total, increment, usage[2] if usage else "", source[line - 1]))
            out.write("\n\n")


def _print_title(subject: str, id: int) -> None:
    print(f"{_RULE}\nProfile of {subject}<id={id}>\n{_RULE}")


def _mebibytes(usage: MemoryTuple, precision: int) -> tuple[str, str]:
    increment, total, _ = usage
    width = precision + 4
    return f"{total:{width}.{precision}f} MiB", f"{increment:{width}.{precision}f} MiB"


def _memory_row(line: Any, total: Any, increment: Any, occurrences: Any, source: str) -> str:
    return f"{line:>6} {total:>12} {increment:>12}  {occurrences:>10}   {source:<}"
