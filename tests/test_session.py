"""Sessions, as RDD programs use them. What is expected here is what PySpark 4.3.0 answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from pyrite import SparkConf, SparkContext
from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkNotImplementedError,
    PySparkRuntimeError,
    PySparkTypeError,
    SparkNoSuchElementException,
)
from pyrite.sql import HiveContext, SparkSession, SQLContext, is_remote

# The public names of PySpark 4.3.0's class.
PUBLIC = """
Builder active addArtifact addArtifacts addTag builder catalog clearProgressHandlers clearTags client conf
copyFromLocalToFs createDataFrame dataSource emptyDataFrame getActiveSession getTags interruptAll
interruptOperation interruptTag newSession profile range read readStream registerProgressHandler
removeProgressHandler removeTag sparkContext sql stop streams table tvf udf udtf version
"""


@pytest.fixture
def spark() -> Iterator[SparkSession]:
    builder = (
        SparkSession.builder.master("local").appName("A").config("k", "v").config("n", 1).config("b", True)
    )
    with builder.getOrCreate() as session:
        yield session


def outcome(act: Any) -> str:
    try:
        return repr(act())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def test_public_names() -> None:
    assert sorted(name for name in dir(SparkSession) if not name.startswith("_")) == PUBLIC.split()


def test_builder_makes_the_context(spark: SparkSession) -> None:
    context = spark.sparkContext
    assert (context.master, context.appName, spark.version) == ("local", "A", "4.3.0")
    assert context.getConf().get("b") == "true"
    assert context.parallelize([1, 2]).sum() == 3


def test_second_builder_changes_settings_of_the_same_session(spark: SparkSession) -> None:
    assert SparkSession.builder.appName("B").config("k9", "v9").getOrCreate() is spark
    assert (spark.conf.get("k9"), spark.conf.get("spark.app.name")) == ("v9", "B")
    assert spark.sparkContext.appName == "A"
    assert spark.sparkContext.getConf().get("k9") is None


def test_builder_takes_a_conf_or_a_dict(spark: SparkSession) -> None:
    assert SparkSession.builder.config(conf=SparkConf().set("z", "1")).getOrCreate().conf.get("z") == "1"
    assert SparkSession.builder.config(map={"m": 1}).getOrCreate().conf.get("m") == "1"


def test_builders_do_not_share_settings() -> None:
    SparkSession.builder.config("left", "over")
    assert "left" not in SparkSession.builder._options


def test_session_takes_the_context_there_is() -> None:
    with SparkContext("local", "mine", conf=SparkConf().set("cc", "1")) as context:
        session = SparkSession.builder.appName("other").master("local[3]").config("dd", "2").getOrCreate()
        assert session.sparkContext is context
        assert (context.master, context.appName) == ("local", "mine")
        assert [session.conf.get(key) for key in ("cc", "dd", "spark.app.name")] == ["1", "2", "other"]


def test_stopped_session_is_replaced(spark: SparkSession) -> None:
    spark.stop()
    spark.stop()
    assert SparkSession.getActiveSession() is None
    assert spark.conf.get("k") == "v"
    with SparkSession.builder.master("local").getOrCreate() as other:
        assert other is not spark
        assert other.sparkContext.parallelize([1]).count() == 1


def test_context_stopped_under_a_session(spark: SparkSession) -> None:
    spark.sparkContext.stop()
    assert SparkSession.getActiveSession() is None
    with SparkSession.builder.master("local").getOrCreate() as other:
        assert other is not spark


def test_new_session_has_settings_of_its_own(spark: SparkSession) -> None:
    spark.conf.set("q", "1")
    other = spark.newSession()
    assert other.sparkContext is spark.sparkContext
    assert (other.conf.get("k"), other.conf.get("q", None)) == ("v", None)
    assert SparkSession.getActiveSession() is spark
    created = SparkSession.builder.config("x", "y").create()
    assert (created.conf.get("x"), spark.conf.get("x", None)) == ("y", None)


def test_session_by_its_class_shares_settings(spark: SparkSession) -> None:
    spark.conf.set("q", "1")
    assert SparkSession(spark.sparkContext).conf.get("q") == "1"


def test_active_session_is_the_threads(spark: SparkSession) -> None:
    seen: list[Any] = []
    thread = threading.Thread(
        target=lambda: seen.extend([SparkSession.getActiveSession(), SparkSession.active()])
    )
    thread.start()
    thread.join()
    assert SparkSession.getActiveSession() is spark
    assert seen == [None, spark]


def test_no_active_session() -> None:
    with pytest.raises(PySparkRuntimeError, match="NO_ACTIVE_OR_DEFAULT_SESSION"):
        SparkSession.active()


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [("k2", "x", "x"), ("k2", True, "true"), ("k2", 3, "3"), ("spark.master", "x", "x")],
)
def test_settings_are_kept_as_text(spark: SparkSession, key: str, value: Any, kept: str) -> None:
    spark.conf.set(key, value)
    assert spark.conf.get(key) == kept
    assert spark.conf.getAll[key] == kept
    spark.conf.unset(key)
    assert spark.conf.get(key, None) is None


@pytest.mark.parametrize(
    ("act", "error", "message"),
    [
        (
            lambda conf: conf.get("nope"),
            SparkNoSuchElementException,
            r'\[SQL_CONF_NOT_FOUND\] The SQL config "nope"',
        ),
        (lambda conf: conf.get(1), PySparkTypeError, "Argument `key` should be str, got int"),
        (lambda conf: conf.get("nope", 1), PySparkTypeError, "Argument `default` should be str, got int"),
        (lambda conf: conf.set("k", None), IllegalArgumentException, "value cannot be null for key: k"),
        (lambda conf: conf.set("k", 1.5), PySparkTypeError, "Argument `value`"),
        (lambda conf: conf.set("spark.executor.memory", "1g"), AnalysisException, "CANNOT_MODIFY_CONFIG"),
        (
            lambda conf: conf.set("spark.sql.warehouse.dir", "x"),
            AnalysisException,
            "CANNOT_MODIFY_STATIC_CONFIG",
        ),
    ],
)
def test_settings_refused(spark: SparkSession, act: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        act(spark.conf)


def test_defaults_of_sql_settings(spark: SparkSession) -> None:
    assert spark.conf.get("nope", "d") == "d"
    assert spark.conf.get("spark.sql.shuffle.partitions") == "200"
    assert spark.conf.isModifiable("spark.sql.shuffle.partitions")
    assert not spark.conf.isModifiable("spark.master")
    spark.conf.set("spark.sql.shuffle.partitions", 8)
    spark.conf.unset("spark.sql.shuffle.partitions")
    assert spark.conf.get("spark.sql.shuffle.partitions") == "200"


@pytest.mark.parametrize("name", ["readStream", "streams"])
def test_properties_not_there_yet_name_themselves(spark: SparkSession, name: str) -> None:
    with pytest.raises(PySparkNotImplementedError, match=f"SparkSession.{name} is not implemented"):
        getattr(spark, name)


def test_methods_of_connect_are_refused_as_pyspark_does(spark: SparkSession) -> None:
    assert outcome(lambda: spark.client).startswith(
        "PySparkRuntimeError: [ONLY_SUPPORTED_WITH_SPARK_CONNECT]"
    )
    with pytest.raises(PySparkRuntimeError, match=r"copyFromLocalToFs is only supported"):
        spark.copyFromLocalToFs("a", "b")
    with pytest.raises(PySparkNotImplementedError, match=r"spark\.remote"):
        SparkSession.builder.remote("sc://x").getOrCreate()


def test_session_in_a_task_is_refused(spark: SparkSession) -> None:
    def make(_: int) -> str:
        return outcome(SparkSession.builder.getOrCreate)

    (answer,) = spark.sparkContext.parallelize([1], 1).map(make).collect()
    assert answer.startswith("PySparkRuntimeError: [CONTEXT_ONLY_VALID_ON_DRIVER]")


def test_session_in_a_closure_is_refused(spark: SparkSession) -> None:
    with pytest.raises(Exception, match="CONTEXT_ONLY_VALID_ON_DRIVER"):
        spark.sparkContext.parallelize([1], 1).map(lambda _: spark).collect()


def test_old_entry_points_stand_on_the_session(spark: SparkSession) -> None:
    for kind in (SQLContext, HiveContext):
        with pytest.warns(FutureWarning, match="SparkSession.builder"):
            context = kind(spark.sparkContext)
        assert context.sparkSession is spark
        assert context.sql("SELECT 1").collect() == [(1,)]
    assert not is_remote()


def test_names_of_sql_that_are_missing_say_so() -> None:
    with pytest.raises(ImportError, match=r"pyspark.sql.UDFRegistration yet: see docs/gaps.md"):
        from pyrite.sql import UDFRegistration  # type: ignore[attr-defined]  # noqa: F401


def test_shown_in_a_notebook(spark: SparkSession) -> None:
    assert "local" in spark._repr_html_()
