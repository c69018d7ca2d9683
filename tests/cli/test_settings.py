"""Every setting in the table has its effect: here, or in the test that is named."""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from settings_probes import CASES, Case, outcomes
from settings_shown import SHOWN
from terminal import Run

import pyrite
from pyrite._conf.keys import KEYS
from pyrite._conf.options import OPTIONS
from pyrite._io.credentials import connection
from pyrite._scheduler import pools
from pyrite._ui import pages, rest
from pyrite._ui.live import LiveUI
from pyrite._ui.store import Application, Limits
from pyrite.conf import SparkConf
from pyrite.core._launch import _limits, _order, _storage_memory
from pyrite.core._master import parse_master
from pyrite.core._observers import environment
from pyrite.errors import PySparkNotImplementedError

ROOT = Path(__file__).resolve().parent.parent.parent
RECORDED = ROOT / "tests" / "events" / "spark_4.3.0" / "local-1795301374546"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pyrite.install()
    from pyrite.sql import SparkSession

    warehouse = str(tmp_path_factory.mktemp("warehouse"))
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.warehouse.dir", warehouse).getOrCreate()
    yield session
    session.stop()
    pyrite.uninstall()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_settings_of_sql(spark: Any, case: Case) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert outcomes(case, spark) == (case.before, case.after)


def test_settings_of_the_scheduler(tmp_path: Path) -> None:
    conf = SparkConf(loadDefaults=False)
    for key, value in {
        "spark.task.maxFailures": 7,
        "spark.stage.maxConsecutiveAttempts": 6,
        "spark.python.task.killTimeout": "5s",
        "spark.locality.wait": "250ms",
        "spark.speculation": "true",
        "spark.speculation.quantile": "0.5",
        "spark.speculation.multiplier": "2",
        "spark.speculation.minTaskRuntime": "1s",
    }.items():
        conf.set(key, value)
    limits = _limits(conf, parse_master("local[2]"))
    assert (limits.max_losses, limits.max_stage_attempts, limits.kill_grace) == (7, 6, 5.0)
    assert (limits.locality_wait, limits.speculation, limits.speculation_quantile) == (0.25, True, 0.5)
    assert (limits.speculation_multiplier, limits.speculation_min_runtime) == (2.0, 1.0)
    assert _order(conf) is pools.fifo
    (tmp_path / "pools.xml").write_text('<allocations><pool name="a"><weight>2</weight></pool></allocations>')
    conf.set("spark.scheduler.mode", "fair").set(
        "spark.scheduler.allocation.file", str(tmp_path / "pools.xml")
    )
    assert _order(conf) is not pools.fifo


def test_settings_of_memory() -> None:
    conf = SparkConf(loadDefaults=False).set("spark.driver.memory", "1g")
    master = parse_master("local[2]")
    assert _storage_memory(conf, master) == int((1 << 30) * 0.6 / 2)
    conf.set("spark.memory.fraction", "0.5").set("spark.executor.memory", "512")
    assert _storage_memory(conf, master) == (512 << 20) // 4


def test_settings_of_a_program(pyrite: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import os\nfrom pyspark import SparkContext\nsc = SparkContext()\n"
        "same_id = sc.applicationId == sc.getConf().get('spark.app.id')\n"
        "print(sc.parallelize(range(9)).getNumPartitions(), sc.sparkHome, same_id, sc.appName, sc.master)\n"
        "teas = sc.parallelize([1], 1).map(lambda _: os.environ['TEA'])\nteas.checkpoint()\nprint(teas.collect())\n"
        "print(sc._directory.path.startswith(os.path.realpath('.')) or sc._directory.path.startswith(os.getcwd()))\n"
    )
    words = {
        "spark.master": "local[2]",
        "spark.app.name": "tea",
        "spark.default.parallelism": "3",
        "spark.home": "/somewhere",
        "spark.executorEnv.TEA": "green",
        "spark.local.dir": str(tmp_path),
        "spark.checkpoint.dir": str(tmp_path / "kept"),
        "spark.python.profile": "true",
        "spark.python.profile.dump": str(tmp_path / "profiles"),
    }
    given = [word for key, value in words.items() for word in ("--conf", f"{key}={value}")]
    done = pyrite("run", *given, "app.py")
    first = "3 /somewhere True tea local[2]"
    assert done.stdout.splitlines()[:3] == [first, "['green']", "True"], done.stderr
    assert list((tmp_path / "profiles").glob("*.pstats"))
    assert len(list((tmp_path / "kept").glob("*/rdd-*"))) == 1


def test_settings_of_the_catalog(pyrite: Run, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere.db"
    given = (
        "--conf",
        f"spark.pyrite.metastore.path={place}",
        "--conf",
        f"spark.sql.warehouse.dir={tmp_path}/w",
    )
    done = pyrite("sql", *given, "-e", "create table t as select 1 as a")
    assert place.exists(), done.stderr
    assert list((tmp_path / "w" / "t").glob("*.parquet"))
    given = ("--conf", "spark.sql.catalogImplementation=in-memory")
    pyrite("sql", *given, "-e", "create table u as select 1 as a")
    assert "TABLE_OR_VIEW_NOT_FOUND" in pyrite("sql", *given, "-e", "select * from u").stderr
    given = ("--conf", "spark.sql.globalTempDatabase=everybodys", "-S", "--format", "tsv")
    statements = "create global temp view v as select 7 as a; select * from everybodys.v"
    assert pyrite("sql", *given, "-e", statements).stdout == "7\n"


def test_the_level_of_avros_deflate(spark: Any, tmp_path: Path) -> None:
    sizes = {}
    rows = spark.range(20_000).selectExpr("cast(id * 7919 % 1000 as string) as a").coalesce(1)
    for level in ("1", "9"):
        spark.conf.set("spark.sql.avro.deflate.level", level)
        rows.write.format("avro").option("compression", "deflate").save(f"{tmp_path}/{level}")
        sizes[level] = sum(path.stat().st_size for path in (tmp_path / level).glob("*.avro"))
    spark.conf.unset("spark.sql.avro.deflate.level")
    assert sizes["9"] < sizes["1"]


def test_asof_joins_are_refused(spark: Any) -> None:
    query = "select * from range(3) a asof join range(3) b match_condition (a.id >= b.id)"
    for value in ("false", "true"):
        spark.conf.set("spark.sql.join.asofJoin.enabled", value)
        with pytest.raises(Exception, match="ASOF_JOIN"):
            spark.sql(query)
    spark.conf.unset("spark.sql.join.asofJoin.enabled")


def test_the_old_reader_of_dates_is_refused(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text("2020-1-1\n")
    days = spark.read.schema("day date").option("dateFormat", "yyyy-M-d")
    texts = (
        "date_format(day, 'yyyy')", "to_date('2020-1-1', 'yyyy-MM-dd')", "to_timestamp('1', 'y')",
        "unix_timestamp('1', 'y')", "from_unixtime(0, 'yyyy')",
    )  # fmt: skip
    spark.conf.set("spark.sql.legacy.timeParserPolicy", "legacy")
    try:
        for text in texts:
            with pytest.raises(PySparkNotImplementedError, match=r"timeParserPolicy=LEGACY"):
                spark.sql(f"select {text} from values (date'2020-01-01') as t(day)").collect()
        with pytest.raises(PySparkNotImplementedError, match=r"timeParserPolicy=LEGACY"):
            days.csv(str(tmp_path)).collect()
        assert spark.sql("select to_date('2020-01-01')").first()[0].year == 2020
    finally:
        spark.conf.unset("spark.sql.legacy.timeParserPolicy")


def test_the_environment_page_tells_where_values_come_from(spark: Any) -> None:
    told = environment(spark.sparkContext._conf, [])
    app = Application()
    app.apply({"Event": "SparkListenerEnvironmentUpdate", **told})
    tables = dict(pages.environment(pages.Site(app, live=False, kill=False), {})["tables"])
    assert ("spark.master", "program") in tables["Where Spark properties come from"].rows
    assert not any(name.startswith("pyrite.origin") for name, _ in tables["System properties"].rows)


def test_settings_of_the_port() -> None:
    conf = {"spark.ui.enabled": "true", "spark.ui.port": "0"}

    def started(more: dict[str, str]) -> LiveUI:
        return LiveUI({**conf, **more}, {"id": "a", "name": "b"}, lambda _: None, lambda _: None)

    first = started({"spark.pyrite.ui.host": "localhost"})
    taken = {"spark.ui.port": str(first.port)}
    try:
        assert (first.host, first.token) == ("localhost", None)
        with pytest.raises(OSError, match="failed after 0 retries"):
            started({**taken, "spark.pyrite.ui.host": "localhost", "spark.port.maxRetries": "0"})
        second = started({**taken, "spark.port.maxRetries": "40"})
        assert first.port < second.port <= first.port + 40
        second.close()
    finally:
        first.close()
    words = {"spark.pyrite.ui.host": "0.0.0.0", "spark.pyrite.ui.token": "sesame"}
    beyond = started({**words, "spark.ui.killEnabled": "false"})
    try:
        assert (beyond.token, beyond.url.endswith("/?token=sesame")) == ("sesame", True)
        assert not beyond.configuration()["kill"]
        assert first.configuration()["kill"]
    finally:
        beyond.close()


def test_what_the_web_ui_keeps() -> None:
    keys = ("spark.ui.retainedStages", "spark.sql.ui.retainedExecutions", "spark.ui.retainedDeadExecutors")
    events = [json.loads(line) for line in RECORDED.read_text().splitlines()]
    few, many = Application(Limits.of(dict.fromkeys(keys, "2"))), Application(Limits.of({}))
    for app in (few, many):
        for event in (*events, *_workers_that_go(5)):
            app.apply(event)
    assert len(many.stages) > len(few.stages) >= 2
    assert len(many.executions) > len(few.executions) == 2
    gone = [[each for each in app.executors.values() if each.removed is not None] for app in (few, many)]
    assert [len(each) for each in gone] == [2, 5]


def _workers_that_go(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        which = {"Timestamp": number, "Executor ID": f"w{number}"}
        yield {
            "Event": "SparkListenerExecutorAdded",
            **which,
            "Executor Info": {"Host": "h", "Total Cores": 1},
        }
        yield {"Event": "SparkListenerExecutorRemoved", **which, "Removed Reason": "asked to"}


AT_ONCE = """
import time
from pyspark import SparkConf, SparkContext, TaskContext

def busy(_):
    begun = time.time()
    time.sleep(0.4)
    context = TaskContext.get()
    return begun, time.time(), context.cpus(), context.cpuAmount()

sc = SparkContext()
runs = sc.parallelize(range(4), 4).map(busy).collect()
most = max(sum(begun <= each[0] < ended for begun, ended, *_ in runs) for each in runs)
print(most, runs[0][2:], sc.defaultParallelism)
"""


@pytest.mark.parametrize(
    ("master", "cpus", "told"),
    [
        ("local[4]", "2", "2 (2, Decimal('2')) 4\n"),
        ("local[3]", "2", "1 (2, Decimal('2')) 3\n"),
        ("local[2]", "0.5", "4 (1, Decimal('0.5')) 2\n"),
        ("local-cluster[2,3,1024]", "2", "2 (2, Decimal('2')) 6\n"),
    ],
)
def test_cores_of_a_task(pyrite: Run, tmp_path: Path, master: str, cpus: str, told: str) -> None:
    (tmp_path / "app.py").write_text(AT_ONCE)
    done = pyrite("run", "--master", master, "--conf", f"spark.task.cpus={cpus}", "app.py")
    assert done.stdout == told, done.stderr


@pytest.mark.parametrize(("master", "cpus"), [("local[2]", "3"), ("local", "2"), ("local[2]", "0")])
def test_tasks_that_take_more_cores_than_there_are_are_refused(
    pyrite: Run, tmp_path: Path, master: str, cpus: str
) -> None:
    (tmp_path / "app.py").write_text("from pyspark import SparkContext\nSparkContext()\n")
    done = pyrite("run", "--master", master, "--conf", f"spark.task.cpus={cpus}", "app.py")
    assert done.returncode == 1
    assert f"spark.task.cpus is {cpus}: it must be more than 0" in done.stderr.splitlines()[-1]


def test_cpus_of_a_task_are_told() -> None:
    app = Application()
    info = {"Host": "h", "Total Cores": 4}
    app.apply(
        {"Event": "SparkListenerExecutorAdded", "Timestamp": 1, "Executor ID": "1", "Executor Info": info}
    )
    assert [each["maxTasks"] for each in rest.executors(app, 1)] == [4]
    app.environment.spark["spark.task.cpus"] = "2"
    assert [each["maxTasks"] for each in rest.executors(app, 1)] == [2]


def test_the_size_of_rolled_logs(pyrite: Run, tmp_path: Path) -> None:
    """That a log rolls at this size is in the tests of the event log; here, what is refused."""
    (tmp_path / "app.py").write_text("from pyspark import SparkContext\nSparkContext()\n")
    words = (
        "spark.eventLog.enabled=true",
        f"spark.eventLog.dir={tmp_path}",
        "spark.eventLog.rolling.maxFileSize=9m",
    )
    given = [word for setting in words for word in ("--conf", setting)]
    done = pyrite("run", "--master", "local[1]", *given, "app.py")
    assert done.returncode != 0
    assert "'spark.eventLog.rolling.maxFileSize' is invalid: it is to be at least 10 MiB" in done.stderr


def test_settings_of_ftp() -> None:
    options = {"fs.ftp.user.host.example": "ada", "fs.ftp.password.host.example": "s%21"}
    told = connection("ftp://host.example:21/x", options).arguments
    assert (told["username"], told["password"]) == ("ada", "s!")
    assert "username" not in connection("ftp://other.example/x", options).arguments


def test_the_most_bytes_of_a_split(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "numbers").write_bytes(bytes(4000))
    counts = []
    key = "mapreduce.input.fileinputformat.split.maxsize"
    for conf in ({}, {key: "1000"}):
        read = spark.sparkContext.newAPIHadoopFile(
            str(tmp_path / "numbers"),
            "org.apache.hadoop.mapreduce.lib.input.TextInputFormat",
            "org.apache.hadoop.io.LongWritable",
            "org.apache.hadoop.io.Text",
            conf=conf,
        )
        counts.append(read.getNumPartitions())
    assert counts == [1, 4]


def test_partitions_of_shuffles_are_kept(spark: Any) -> None:
    """The setting is taken, and does nothing: rows and partitions are the same."""
    found = set()
    for number in ("200", "3"):
        spark.conf.set("spark.sql.shuffle.partitions", number)
        assert spark.conf.get("spark.sql.shuffle.partitions") == number
        found.add(spark.range(50).groupBy("id").count().rdd.getNumPartitions())
    spark.conf.unset("spark.sql.shuffle.partitions")
    assert len(found) == 1


def test_every_setting_has_a_test() -> None:
    by_case = [case.key for case in CASES]
    by_test = [key for keys in SHOWN.values() for key in keys]
    assert len(by_case + by_test) == len({*by_case, *by_test})
    assert {*by_case, *by_test} == set(KEYS)


@pytest.mark.parametrize("place", SHOWN)
def test_tests_of_settings_are_there_and_name_them(place: str) -> None:
    file, _, name = place.partition("::")
    text = (ROOT / "tests" / file).read_text()
    assert name in {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    # Some are given by an option, some as arguments: rolling_enabled="false".
    options = {option.key: option.names[0] for option in OPTIONS}
    for key in SHOWN[place]:
        short = key.removeprefix("spark.hadoop.").removesuffix(".*")
        last = ".".join(short.split(".")[2:]) or short
        words = (short, options.get(key, short), last.replace(".", "_"))
        assert any(word in text for word in words), key
