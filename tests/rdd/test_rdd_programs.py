"""Small RDD programs do what they did on real PySpark, which ``record.py`` wrote down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdd_programs
from rdd_outcomes import Outcome, outcome, recorded
from rdd_programs import programs

from pyrite import SparkConf, SparkContext, SparkFiles, StorageLevel
from pyrite.accumulators import Accumulator, AccumulatorParam
from pyrite.core.broadcast import Broadcast
from pyrite.core.rdd import RDD, Partitioner, RDDBarrier
from pyrite.core.status import StatusTracker
from pyrite.resultiterable import ResultIterable
from pyrite.statcounter import StatCounter
from pyrite.taskcontext import BarrierTaskContext, TaskContext

PROGRAMS = programs()
RECORDED = recorded()

IO = "org.apache.hadoop.io."
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
    "context.add_directory_without_recursive": (
        ["error", "IllegalArgumentException"],
        "the class is the JVM's",
    ),
    "context.add_file_that_is_not_there": (["error", "FileNotFoundError"], "Python's own class, not Java's"),
    "context.conf_of_none_key": (["error", "IllegalArgumentException"], "the class is the JVM's"),
    "errors.join_with_a_list": (["error", "TypeError"], "says what is needed"),
    "errors.not_callable_functions": (["error", "TypeError"], "refused at once, not in a task"),
    "errors.union_with_a_list": (["error", "TypeError"], "says what is needed"),
    "hadoop.hadoop_file_of_an_unknown_format": (
        ["error", "UnsupportedFormatError"],
        "the class is the JVM's",
    ),
    "hadoop.save_as_sequence_file_compressed": (
        [
            "task failed",
            f"pyspark._io.writables.WritableTypeError: wrong value class: {IO}NullWritable is not class "
            f"{IO}DoubleWritable (None)",
        ],
        "the class is the JVM's",
    ),
    "hadoop.save_as_sequence_file_of_no_pairs": (["error", "WritableTypeError"], "refused at once"),
    "hadoop.save_as_sequence_file_of_types": (
        [
            "task failed",
            f"pyspark._io.writables.WritableTypeError: wrong value class: {IO}LongWritable is not class "
            f"{IO}IntWritable (1099511627776)",
        ],
        "the class is the JVM's",
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
    "shared.broadcast_as_record": (["value", "[5]"], "a broadcast can be collected"),
    "shared.broadcast_destroyed_before_it_was_read": (
        ["value", "[1, 2]"],
        "the driver holds the value itself",
    ),
    "shared.broadcast_destroyed_then_used_in_a_task": (["error", "PicklingError"], "refused at once"),
    "shared.broadcast_is_what_it_was_when_made": (
        ["value", "([[1]], [1, 2])"],
        "the driver holds the value itself, where PySpark reads a copy from its file",
    ),
    "shared.broadcast_of_a_function": (["value", "[3, 6]"], "cloudpickle writes broadcasts too"),
    "storage.cached_records_do_not_change": (
        ["value", "([[1, 9], [2, 9]], [[1, 9], [2, 9]])"],
        "cached records stay objects: a function that changes its argument changes the cache",
    ),
    "storage.persist_at_another_level": (["error", "PySparkRuntimeError"], "the class is the JVM's"),
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
    "transformations.map_partitions_generator_that_reads_too_much": (
        ["task failed", "[STOP_ITERATION_OCCURRED]"],
        "found in whole partitions too",
    ),
    "transformations.map_partitions_that_reads_too_much": (
        ["task failed", "[STOP_ITERATION_OCCURRED]"],
        "found in whole partitions too",
    ),
    "transformations.zip_of_other_lengths": (
        ["task failed", "ValueError: Can only zip RDDs with same number of elements in each partition"],
        "what fails on Spark is the JVM's",
    ),
}


def test_each_program_is_recorded() -> None:
    assert PROGRAMS.keys() == RECORDED.keys()
    assert DIFFERENT.keys() <= PROGRAMS.keys()


#: Tested elsewhere: they end the context, need a profile of resources, or belong to the UI.
ELSEWHERE = {
    "stop", "withResources", "getResourceProfile", "from_json", "addSparkListener", "removeSparkListener",
    "visualize",
}  # fmt: skip
#: Attributes that are no part of the interface.
INNER = {"PACKAGE_EXTENSIONS", "maximum", "minimum", "sqrt", "is_default"}


def test_each_public_method_has_a_program() -> None:
    used = {
        name
        for program in Path(rdd_programs.__path__[0]).glob("*.py")
        for name in re.findall(r"\w+", program.read_text())
    }
    kinds = [
        RDD,
        RDDBarrier,
        SparkContext,
        Broadcast,
        Accumulator,
        AccumulatorParam,
        TaskContext,
        BarrierTaskContext,
    ]
    kinds += [StatusTracker, StatCounter, StorageLevel, SparkConf, SparkFiles, ResultIterable, Partitioner]
    public = {name for kind in kinds for name in dir(kind) if not name.startswith("_")}
    assert public - used - ELSEWHERE - INNER == set()


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, sc: SparkContext) -> None:
    found = outcome(PROGRAMS[name], sc)
    expected = RECORDED[name]
    if name in DIFFERENT:
        expected, reason = DIFFERENT[name]
        assert expected != RECORDED[name], f"{name} does not differ any more, though: {reason}"
    assert found == expected
