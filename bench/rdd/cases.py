"""What is measured: programs, sizes, systems, targets."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Program folders by system; the same RDD source serves three of them.
FOLDERS = {
    "pyrite": "shared",
    "pyspark": "shared",
    "pysparkling": "shared",
    "dask": "dask_bag",
    "loop": "handwritten",
    "counter": "handwritten",
}

TITLES = {
    "pyrite": "Pyrite",
    "pyspark": "PySpark",
    "dask": "dask.bag",
    "pysparkling": "pysparkling",
    "loop": "hand-written",
    "counter": "Counter",
    "duckdb": "DuckDB",
    "sail": "Sail",
}


@dataclass(frozen=True)
class Target:
    """A bound on Pyrite: how many times as fast as ``system`` it is at least; below 1, how much slower it may be."""

    system: str
    at_least: float


@dataclass(frozen=True)
class Case:
    """One program at one size.

    Attributes
    ----------
    title : str
        What the program does, with ``{size}`` for its size.
    full, quick : int
        Its size, and its size with ``--quick``.
    warm : float
        The share of the size that the warm-up runs on; 0 for no warm-up.
    systems : tuple of str
        Which systems have it.
    targets : tuple of Target
        What is asked of Pyrite.
    timing : str
        ``job`` (inside the process, after a warm-up) or ``start`` (from the start of the process to its first result).
    words : bool
        Whether it reads a text of ``size`` words.
    settings : dict
        Settings of the SparkContext.
    within : float
        Seconds that Pyrite may take, whatever the others take; 0 for no bound.
    limit : int
        The memory limit of a worker in bytes, whose peak is then measured; 0 for none.
    programs : dict
        Program by system where its name is not the case's.
    """

    name: str
    title: str
    full: int
    quick: int
    systems: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    warm: float = 0.02
    timing: str = "job"
    words: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    within: float = 0
    limit: int = 0
    programs: dict[str, str] = field(default_factory=dict)

    def program(self, system: str) -> str:
        folder = "pysparkling" if (self.timing, system) == ("start", "pysparkling") else FOLDERS[system]
        return f"{folder}/{self.programs.get(system, self.name)}.py"

    def warm_size(self, size: int) -> int:
        return max(1, int(size * self.warm)) if self.warm else 0


MB = 1024 * 1024
ALL = ("pyrite", "pyspark", "dask", "pysparkling", "loop")
NO_DASK = ("pyrite", "pyspark", "pysparkling", "loop")
#: What the hand-written loop may take less: the targets of 1.15.
NEAR = 1 / 1.15

#: The worker's limit in the cases that do not fit it, and how large their data is: a record of an integer and a text of
#: 100 characters is about 240 bytes of Python objects.
LIMIT = 128 * MB
RECORD = 240
OVER = {
    "spark.python.worker.memory": f"{LIMIT // MB}m",
    "spark.sql.shuffle.partitions": "2",
}
FOUR_TIMES = 4 * 2 * LIMIT // RECORD  # Four times what both workers may hold.

CASES = (
    Case(
        "start",
        "process start to the first result",
        1,
        1,
        ALL,
        (Target("pyspark", 20),),
        timing="start",
        within=0.5,
    ),
    Case("small_jobs", "{size} small jobs", 100, 20, ALL, (Target("pyspark", 50),), warm=0.1),
    Case(
        "word_count",
        "word count, {size} words",
        20_000_000,
        2_000_000,
        (*ALL, "counter"),
        (Target("pyspark", 3), Target("dask", 2), Target("loop", NEAR)),
        words=True,
        programs={"counter": "word_count_counter"},
    ),
    Case(
        "pairs",
        "sum of {size} integer pairs by key",
        10_000_000,
        1_000_000,
        ALL,
        (Target("pyspark", 2.5), Target("loop", NEAR)),
    ),
    Case(
        "means",
        "mean of {size} integer pairs by key",
        10_000_000,
        1_000_000,
        ALL,
        (Target("pyspark", 2.5), Target("loop", NEAR)),
    ),
    Case("primes", "primes below {size}", 1_000_000, 200_000, ALL),
    Case("sort", "sort of {size}", 1_000_000, 100_000, NO_DASK, (Target("pyspark", 2),)),
    Case("join", "join of {size} with as many", 500_000, 50_000, NO_DASK, (Target("pyspark", 2),)),
    Case("group", "groupByKey of {size}", 1_000_000, 100_000, ALL, (Target("pyspark", 2),)),
    Case(
        "passes",
        "10 light passes over {size} cached",
        2_000_000,
        200_000,
        ALL,
        (Target("pyspark", 5),),
    ),
    Case(
        "gradient",
        "gradient descent, 20 passes over {size} cached points",
        100_000,
        10_000,
        NO_DASK,
        (Target("pyspark", 2),),
    ),
    Case(
        "gradient_numpy",
        "the same with numpy vectors, {size} points",
        100_000,
        10_000,
        ("pyrite", "pyspark", "pysparkling"),
        (Target("pyspark", 2),),
    ),
    Case(
        "pagerank",
        "PageRank, 5 passes over {size} cached pages",
        100_000,
        10_000,
        ("pyrite", "pyspark", "pysparkling"),
        (Target("pyspark", 3),),
    ),
    Case(
        "many_partitions",
        "shuffle of little data, {size} partitions on each side",
        2_000,
        200,
        ("pyrite", "pyspark"),
        (Target("pyspark", 10),),
        warm=0.01,
    ),
    *(
        Case(
            name,
            f"{what} of {{size}} records, four times the memory limit",
            FOUR_TIMES,
            FOUR_TIMES // 4,
            ("pyrite", "pyspark"),
            warm=0,
            settings=OVER,
            limit=LIMIT,
        )
        for name, what in (("big_sort", "sort"), ("big_join", "join"), ("big_group", "groupByKey"))
    ),
)

#: Of the memory limit, what the worker that takes most may reach.
MEMORY_TARGET = 1.3
