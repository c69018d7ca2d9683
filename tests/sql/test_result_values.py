"""What comes out of DataFrames, for columns of every type: as real PySpark gives it."""

from __future__ import annotations

import pytest

pa = pytest.importorskip("pyarrow")

import result_outcomes as outcomes  # noqa: E402
from result_cases import LITERALS, VALUES  # noqa: E402
from result_checks import Ours, same_versions  # noqa: E402
from type_checks import same_zone  # noqa: E402

#: What differs from PySpark, and why, by the start of what is done with which column.
DIFFERENT = {
    # PySpark takes timestamps of pandas 3 through nanoseconds, which reach from 1677 to 2262 only.
    "timestamp: pandas UTC true": "years out of nanoseconds' reach",
    "timestamp: pandas America/Los_Angeles true": "years out of nanoseconds' reach",
    "timestamp: pandas Asia/Kolkata true": "years out of nanoseconds' reach",
    "timestamp_ntz: pandas UTC true": "years out of nanoseconds' reach",
    "timestamp_ntz literals: pandas UTC true": "years out of nanoseconds' reach",
    "timestamp literals: pandas UTC true": "years out of nanoseconds' reach",
    "timestamp literals: pandas America/Los_Angeles true": "years out of pandas' reach",
    "timestamp literals: pandas Asia/Kolkata true": "years out of nanoseconds' reach",
    "interval day to second: pandas UTC true": "PySpark's nanoseconds overflow silently",
    "interval day to second literals: pandas UTC true": "PySpark's nanoseconds overflow silently",
    "array<timestamp>: pandas UTC false": "as below",
    "array<timestamp>: pandas America/Los_Angeles false": "as below",
    "array<timestamp>: pandas Asia/Kolkata false": "PySpark cannot tell two equal readings of the local clock apart",
    "variant: arrow": "PySpark fails at a null variant",
    "array<variant>: arrow": "PySpark fails at a null variant",
    "map<struct<a:int,b:int>,int>: json": "Spark writes its internal row's bytes as the key",
    "struct<a:int,a:string>: pandas UTC true legacy": "the same error; Spark's engine names its parameter otherwise",
}


@pytest.mark.parametrize("name", [*VALUES, *(f"{ddl} literals" for ddl in LITERALS)])
def test_columns_are_given_as_pyspark_gives_them(name: str) -> None:
    recorded = outcomes.recorded()["values"][name]
    with same_zone():
        found = outcomes.column(Ours(), name)
    wrong = {
        aspect: (found[aspect], wanted)
        for aspect, wanted in recorded.items()
        if found[aspect] != wanted
        and not any(f"{name}: {aspect}".startswith(known) for known in DIFFERENT)
        and (same_versions() or not aspect.startswith("pandas"))
    }
    assert wrong == {}


def test_known_differences_are_some() -> None:
    """A difference that is gone is struck off the list."""
    recorded = outcomes.recorded()["values"]
    gone = []
    for known in DIFFERENT:
        name, _, start = known.partition(": ")
        with same_zone():
            found = outcomes.column(Ours(), name)
        aspects = [aspect for aspect in recorded[name] if aspect.startswith(start)]
        if all(found[aspect] == recorded[name][aspect] for aspect in aspects):
            gone.append(known)
    assert gone == []
