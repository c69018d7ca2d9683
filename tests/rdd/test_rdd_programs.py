"""Small RDD programs do what they did on real PySpark, which ``record.py`` wrote down."""

from __future__ import annotations

import pytest
from rdd_outcomes import Outcome, outcome, recorded
from rdd_programs import programs

from pyrite import SparkContext

PROGRAMS = programs()
RECORDED = recorded()

#: Where Pyrite differs: what it gives, and why.
DIFFERENT: dict[str, tuple[Outcome, str]] = {
    "actions.collect_of_what_cannot_be_pickled": (
        [
            "task failed",
            "pyspark._runtime.task.UnpicklableResult: the result of the task cannot be pickled: "
            "TypeError: cannot pickle 'generator' object",
        ],
        "a class of its own, since trying again is in vain",
    ),
    "pairs.group_by_key_of_tuple_keys_placed": (
        ["value", "[[], [((), [3])], [((1, 2), [1]), ((2, 1), [2])]]"],
        "keys are placed by the built-in hash, which mixes tuples otherwise than portable_hash",
    ),
    "partitioning.parallelize_of_zero_slices": (
        ["error", "IllegalArgumentException"],
        "PySpark stumbles over its own division",
    ),
    "partitioning.partition_by_function_that_gives_floats": (
        ["task failed", "TypeError: list indices must be integers or slices, not float"],
        "refused by another part",
    ),
    "partitioning.union_of_no_rdds": (["error", "ValueError"], "PySpark stumbles over its own index"),
    "sampling.sample_by_key_of_negative_fraction": (["error", "ValueError"], "PySpark's is an assertion"),
    "transformations.cartesian_of_batches": (
        ["value", repr([(str(x), y) for x in range(5) for y in range(3)])],
        "PySpark pairs batch by batch; the sizes of batches depend on the size of pickles",
    ),
    "transformations.filter_by_none": (["error", "TypeError"], "refused at once, not in a task"),
    "transformations.long_chain": (
        ["value", repr([x + sum(range(200)) for x in range(5)])],
        "PySpark nests closures, and runs out of stack when it pickles them",
    ),
    "transformations.map_partitions_that_reads_one": (
        ["value", "[0, 5]"],
        "PySpark hands on the range itself, on which there is no next()",
    ),
    "transformations.zip_of_other_lengths": (
        ["task failed", "ValueError: Can only zip RDDs with same number of elements in each partition"],
        "what fails on Spark is the JVM's",
    ),
}


def test_each_program_is_recorded() -> None:
    assert PROGRAMS.keys() == RECORDED.keys()
    assert DIFFERENT.keys() <= PROGRAMS.keys()


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, sc: SparkContext) -> None:
    found = outcome(PROGRAMS[name], sc)
    expected = RECORDED[name]
    if name in DIFFERENT:
        expected, reason = DIFFERENT[name]
        assert expected != RECORDED[name], f"{name} does not differ any more, though: {reason}"
    assert found == expected
