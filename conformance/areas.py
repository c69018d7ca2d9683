"""Which modules are examined, and what PySpark's own doctest run gives each of them."""

from __future__ import annotations

import doctest
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any


@dataclass(frozen=True)
class Setup:
    """What a module's examples find in their globals.

    Attributes
    ----------
    flags : int
        doctest's option flags.
    context : tuple of str, optional
        Master and application name of ``sc``.
    session : tuple of str, optional
        Master and application name of ``spark``.
    conf : dict
        Configuration of ``sc``.
    checkpoints : bool
        Whether ``sc`` gets a checkpoint directory.
    legacy_numbers : bool
        Whether numpy prints numbers without their type.
    sql_context : bool
        Whether there are ``sqlContext`` on ``sc`` and a few data sets, as the examples of Spark 1 expect.
    alone : tuple of str
        Docstrings that make a SparkContext of their own: each runs in another process, without ``sc``.
    elsewhere : tuple of str
        Docstrings, as patterns, that another area examines.
    """

    flags: int = 0
    context: tuple[str, str] | None = None
    session: tuple[str, str] | None = None
    conf: dict[str, str] = field(default_factory=dict)
    checkpoints: bool = False
    legacy_numbers: bool = False
    sql_context: bool = False
    alone: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def examines(self, name: str) -> bool:
        """Whether a docstring is examined here."""
        return not any(fnmatchcase(name, pattern) for pattern in self.elsewhere)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


PLAIN = Setup()

# Modules without a set-up of their own in PySpark get PLAIN; most of them have no examples either.
CORE: dict[str, Setup] = {
    "accumulators": Setup(doctest.ELLIPSIS, context=("local", "test")),
    "conf": Setup(doctest.ELLIPSIS),
    "core.broadcast": Setup(session=("local[4]", "broadcast tests")),
    "core.context": Setup(
        doctest.ELLIPSIS,
        context=("local[4]", "context tests"),
        conf={"spark.ui.enabled": "True"},
        alone=("SparkContext",),
    ),
    "core.files": Setup(doctest.ELLIPSIS, context=("local[2]", "files tests")),
    "core.rdd": Setup(
        doctest.ELLIPSIS, context=("local[4]", "PythonTest"), checkpoints=True, legacy_numbers=True
    ),
    "core.status": PLAIN,
    "errors": PLAIN,
    "errors.error_classes": PLAIN,
    "errors.exceptions.base": PLAIN,
    "errors.utils": PLAIN,
    "join": PLAIN,
    "profiler": PLAIN,
    "rddsampler": PLAIN,
    "resource": PLAIN,
    "resource.information": PLAIN,
    "resource.profile": Setup(
        doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE, context=("local[4]", "profile tests")
    ),
    "resource.requests": PLAIN,
    "resultiterable": PLAIN,
    "serializers": PLAIN,
    "shuffle": PLAIN,
    "statcounter": Setup(context=("local[4]", "PythonTest")),
    "storagelevel": PLAIN,
    "taskcontext": Setup(doctest.ELLIPSIS, session=("local[2]", "taskcontext tests")),
    "traceback_utils": PLAIN,
    "util": Setup(context=("local[4]", "PythonTest")),
}

ELLIPSIS_AND_SPACE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def with_session(name: str, flags: int = ELLIPSIS_AND_SPACE) -> Setup:
    """What most modules of ``pyspark.sql`` get: ``spark`` and ``sc``."""
    return Setup(flags, session=("local[4]", name))


# Without Spark Connect, streaming and pandas on Spark. Modules without a set-up of their own get a session too.
SQL: dict[str, Setup] = {
    "sql.catalog": with_session("sql.catalog tests", ELLIPSIS_AND_SPACE | doctest.IGNORE_EXCEPTION_DETAIL),
    "sql.column": with_session("sql.column tests"),
    "sql.conf": with_session("sql.conf tests", doctest.ELLIPSIS),
    "sql.context": Setup(ELLIPSIS_AND_SPACE, context=("local[4]", "PythonTest"), sql_context=True),
    "sql.dataframe": with_session("sql.classic.dataframe tests"),
    "sql.datasource": with_session("sql.datasource tests"),
    "sql.functions.builtin": with_session("sql.functions.builtin tests"),
    "sql.functions.partitioning": with_session("sql.functions.partitioning tests"),
    "sql.group": with_session("sql.group tests"),
    "sql.observation": with_session("PythonTest", 0),
    "sql.pandas.functions": with_session("pyspark.sql.pandas.functions tests"),
    "sql.pandas.group_ops": with_session("sql.pandas.group tests"),
    "sql.pandas.types": with_session("sql.pandas.types tests"),
    "sql.plot.core": with_session("sql.plot tests"),
    "sql.readwriter": with_session("PythonTest"),
    "sql.session": Setup(
        ELLIPSIS_AND_SPACE,
        session=("local[4]", "sql.session tests"),
        alone=("SparkSession.__enter__", "SparkSession.__exit__"),
    ),
    "sql.table_arg": with_session("sql.table_arg tests"),
    "sql.tvf": with_session("sql.tvf tests"),
    "sql.types": with_session("sql.types tests"),
    "sql.udf": with_session("sql.udf tests"),
    "sql.udtf": with_session("sql.udtf tests"),
    "sql.utils": with_session("sql.utils tests"),
    "sql.window": with_session("sql.window tests"),
}

#: What tests of programs use.
TESTING: dict[str, Setup] = {
    "testing.unittestutils": PLAIN,
    "testing.utils": with_session("testing.utils tests"),
}

#: Of machine learning, vectors and matrices alone.
ML: dict[str, Setup] = {"ml.linalg": Setup(doctest.ELLIPSIS, legacy_numbers=True)}

#: Files, tables and the catalog.
FILES = ("sql.catalog", "sql.readwriter")

#: All functions, and those that users write.
FUNCTIONS = (
    *("sql.datasource", "sql.functions.builtin", "sql.pandas.functions", "sql.pandas.group_ops"),
    *("sql.plot.core", "sql.table_arg", "sql.udf", "sql.udtf"),
)

#: Of the functions, those that no query engine has of itself: formats, sketches, ciphers, the JVM's, users' own.
RARE = (
    *("*json*", "*_csv", "*_xml", "xpath*", "*variant*"),
    *("hll_*", "kll_*", "theta_*", "tuple_*", "bitmap_*", "count_min_sketch", "histogram_numeric"),
    *("*aes_*", "hmac", "st_*", "vector_*", "rand*", "uniform", "uuid", "java_method", "*reflect"),
    *("input_file_*", "session_window", "arrow_udtf", "call_function", "call_udf", "unwrap_udt"),
)

#: What the area ``sql`` leaves to others in the modules that it shares with them.
ELSEWHERE = {
    "sql.context": ("*.readStream",),
    "sql.dataframe": ("*.isStreaming", "*.observe", "*.write", "*.writeStream", "*Watermark"),
    "sql.functions.builtin": RARE,
    "sql.group": ("*.agg",),
    "sql.session": ("*.readStream", "*.streams", "*.udf"),
    "sql.tvf": ("*variant*",),
    "sql.types": ("VariantVal",),
}

AREAS: dict[str, dict[str, Setup]] = {
    "core": CORE,
    "sql": {
        name: replace(setup, elsewhere=ELSEWHERE.get(name, ()))
        for name, setup in SQL.items()
        if name in ELSEWHERE or name not in FUNCTIONS
    },
    "files": {name: SQL[name] for name in FILES},
    "functions": {name: SQL[name] for name in FUNCTIONS},
    "testing": TESTING,
    "ml": ML,
    "all": {**CORE, **SQL, **TESTING, **ML},
}
