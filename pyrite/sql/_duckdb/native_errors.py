"""DuckDB's own errors as Spark's: overflows that no planted failure foresaw, and the limits that a query meets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pyrite.errors import ArithmeticException, PySparkException, SparkRuntimeException
from pyrite.sql._duckdb.failures import Failure, spark_error

__all__ = ["limit_error", "native_error"]

_CONFIG = '"spark.sql.ansi.enabled"'


def native_error(message: str, failures: Sequence[Failure] = ()) -> PySparkException | None:
    """Spark's error for a message of DuckDB, or None when it is not known.

    It lies where the first of the query's ``failures`` does that foresaw such a message.
    """
    overflow = _INTEGERS.search(message)
    if overflow is not None:
        return _overflow(overflow, failures)
    for pattern, make in _KNOWN:
        found = pattern.search(message)
        if found is not None:
            return make(found)
    return None


def limit_error(message: str, spill: str) -> PySparkException | None:
    """The error of a query that needs more than there is: memory, space in the folder ``spill``, or depth."""
    if _TOO_DEEP.search(message):
        return SparkRuntimeException(
            "The query is nested too deeply: it has more than 1000 operators or calls within each other. "
            "Cut it by checkpoint(), or write what is in between and read it again."
        )
    if _NO_SPACE.search(message):
        first = message.partition("\n")[0]
        return SparkRuntimeException(
            f"No space is left in {spill} for what does not fit in memory: {first} "
            "Set spark.local.dir to a larger place, or raise spark.driver.memory."
        )
    if message.startswith("Out of Memory Error"):
        found = _ALLOCATION.search(message)
        asked = int(float(found[1]) * 1024 ** _UNITS.index(found[2])) if found else 0
        return spark_error(
            "UNABLE_TO_ACQUIRE_MEMORY", {"requestedBytes": str(asked), "receivedBytes": "0"}, None
        )
    return None


_TOO_DEEP = re.compile(r"Max expression depth limit|Maximum tree depth")
_NO_SPACE = re.compile(r"No space left on device|max_temp_directory_size|failed to offload", re.IGNORECASE)
_ALLOCATION = re.compile(r"of size ([0-9.]+) (\w+)")
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")

_TRY = {"addition": "try_add", "subtraction": "try_subtract", "multiplication": "try_multiply"}


_SHORT = ("INT8", "INT16")


def _overflow(found: re.Match[str], failures: Sequence[Failure]) -> PySparkException:
    what, kind = found["what"], found["kind"]
    origin = next((failure.origin for failure in failures if failure.native == f"{what} of {kind}"), None)
    if kind in _SHORT and what in _TRY:
        parameters = {
            "value1": found["one"] + "S",
            "symbol": found["symbol"],
            "value2": found["other"] + "S",
            "functionName": f"`{_TRY[what]}`",
        }
        return spark_error("BINARY_ARITHMETIC_OVERFLOW", parameters, None)
    alternative = f" Use '{_TRY[what]}' to tolerate overflow and return NULL instead." if what in _TRY else ""
    return spark_error(
        "ARITHMETIC_OVERFLOW",
        {"message": "overflow", "alternative": alternative, "config": _CONFIG},
        origin,
    )


def _decimal_sum(found: re.Match[str]) -> PySparkException:
    return spark_error(
        "ARITHMETIC_OVERFLOW",
        {
            "message": "Overflow in sum of decimals",
            "alternative": " Use 'try_sum' to tolerate overflow and return NULL instead.",
            "config": _CONFIG,
        },
        None,
    )


def _division(found: re.Match[str]) -> PySparkException:
    return spark_error("DIVIDE_BY_ZERO", {"config": _CONFIG}, None)


def _subquery(found: re.Match[str]) -> PySparkException:
    return spark_error("SCALAR_SUBQUERY_TOO_MANY_ROWS", {}, None)


_INTEGERS = re.compile(
    r"Overflow in (?P<what>\w+) of (?P<kind>\w+)(?: \((?P<one>-?\d+) (?P<symbol>\S+) (?P<other>-?\d+)\))?"
)
_KNOWN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], PySparkException]], ...] = (
    (re.compile(r"Overflow in HUGEINT (?:addition|multiplication)"), _decimal_sum),
    (re.compile(r"Division by zero"), _division),
    (re.compile(r"More than one row returned by a subquery"), _subquery),
    (re.compile(r"ICU date overflows timestamp range"), lambda found: ArithmeticException("long overflow")),
)
