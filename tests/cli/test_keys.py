"""The table of settings: it is the only truth, complete and written down."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance import settings_table
from pyrite._conf.keys import KEYS, TOPICS, WITHOUT_EFFECT, Key
from pyrite._conf.known import find, misspelt, reason_without_effect, spark_keys, suggestion
from pyrite._conf.sql_defaults import DEFAULTS
from pyrite._conf.values import check_for_session, parsed, read
from pyrite.errors import IllegalArgumentException

ROOT = Path(__file__).resolve().parent.parent.parent

#: What is named like a setting and is none: properties of threads and jobs.
PROPERTIES = {
    "spark.job.description", "spark.job.interruptOnCancel", "spark.job.tags", "spark.jobGroup.id",
    "spark.scheduler.pool", "spark.sql.execution.id", "spark.sql.execution.root.id", "spark.rdd.scope",
    "spark.sql.catalyst.type",
}  # fmt: skip
#: Settings that are read only to be refused, or told.
TOLD = {
    "spark.sql.timestampNanosTypes.enabled",
    "spark.remote",
    "spark.python.profile.memory",
    "spark.sql.extensions",
}


def literals() -> Iterator[tuple[Path, str]]:
    for path in (ROOT / "pyrite").rglob("*.py"):
        if "_conf" in path.parts or "_cli" in path.parts or path.match("sql/conf.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"spark(\.[a-zA-Z0-9]+)+", text):
                yield path, text


def test_every_setting_that_the_code_names_is_in_the_table() -> None:
    unknown = {
        f"{name} ({path.relative_to(ROOT)})"
        for path, name in literals()
        if find(name) is None and name not in PROPERTIES | TOLD
    }
    assert not unknown


def test_defaults_in_the_code_are_the_tables() -> None:
    """``conf.get("spark.x", "default")``: the default is that of the table."""
    wrong = []
    for path in (ROOT / "pyrite").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or len(node.args) != 2:
                continue
            key, default = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
            known = KEYS.get(key) if isinstance(key, str) else None
            if known is None or known.default is None or default in (None, "", "none"):
                continue
            if str(default).lower() != known.default.lower() and getattr(node.func, "attr", "") in (
                "get",
                "flag",
            ):
                wrong.append(
                    f"{path.relative_to(ROOT)}:{node.lineno}: {key} is {default}, not {known.default}"
                )
    assert not wrong


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_defaults_are_of_their_type(key: Key) -> None:
    if key.default:
        parsed(key, key.default)
    assert key.meaning
    assert not key.meaning.endswith(".")


def test_the_page_is_up_to_date() -> None:
    """If it fails: ``python -m conformance.settings_table``."""
    page = settings_table.PAGE.read_text()
    assert page == settings_table.written(page)
    assert sum(map(len, TOPICS.values())) == len(KEYS)


def test_keys_are_sparks_or_said_to_be_our_own() -> None:
    listed = (ROOT / "pyrite" / "_conf" / "spark_keys.txt").read_text()
    ours = {key.name for key in KEYS.values() if "Pyrite's own" in key.meaning}
    assert ours == {name for name in KEYS if name.startswith("spark.pyrite.")}
    assert "spark.pyrite" not in listed
    assert len(spark_keys()) > 1000


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("spark.sql.shufle.partitions", "spark.sql.shuffle.partitions"),
        ("spark.sql.ansi.enable", "spark.sql.ansi.enabled"),
        ("spark.executor.memmory", "spark.executor.memory"),
        ("spark.SQL.caseSensitive", "spark.sql.caseSensitive"),
        ("spark.task.max_failures", "spark.task.maxFailures"),
        ("spark.mine.own.key", None),
        ("spark.a", None),
    ],
)
def test_did_you_mean(written: str, meant: str | None) -> None:
    assert suggestion(written) == meant
    assert misspelt([written]) == ({written: meant} if meant else {})


@pytest.mark.parametrize(
    "key",
    [
        "spark.sql.ansi.enabled", "spark.jars.ivy", "spark.hadoop.fs.s3a.access.key", "spark.executorEnv.A",
        "spark.kubernetes.namespace", "spark.sql.catalog.mine.uri", "spark.port.maxRetries", "not.sparks",
    ],
)  # fmt: skip
def test_known_keys_are_left_alone(key: str) -> None:
    assert misspelt([key]) == {}


def test_keys_without_effect_tell_why() -> None:
    assert reason_without_effect("spark.jars.packages") == WITHOUT_EFFECT["spark.jars"]
    assert reason_without_effect("spark.driver.memory") is None
    assert reason_without_effect("spark.executor.cores") == WITHOUT_EFFECT["spark.executor."]
    assert find("spark.hadoop.fs.s3a.endpoint") == "spark.hadoop.fs.s3a.*"
    assert not [start for start in WITHOUT_EFFECT if start in KEYS]


def test_settings_of_a_session_are_checked() -> None:
    assert {key.name for key in KEYS.values() if key.of_session and key.default is not None} <= set(DEFAULTS)
    check_for_session("spark.sql.storeAssignmentPolicy", "strict")
    check_for_session("spark.sql.unknown", "anything")
    for name, value in [
        ("spark.sql.ansi.enabled", "yes"),
        ("spark.sql.shuffle.partitions", "many"),
        ("spark.sql.timestampType", "TIMESTAMP"),
        ("spark.sql.avro.deflate.level", "77"),
        ("spark.sql.shuffle.partitions", "0"),
        ("spark.sql.sources.binaryFile.maxLength", "1.5g"),
    ]:
        with pytest.raises(IllegalArgumentException) as caught:
            check_for_session(name, value)
        assert (caught.value.getCondition() or "").startswith("INVALID_CONF_VALUE.")
        assert name in str(caught.value)


def test_values_are_read_by_their_type() -> None:
    assert read("spark.driver.maxResultSize", None) == 1 << 30
    assert read("spark.driver.maxResultSize", "0") == 0
    assert read("spark.executor.memory", "512") == 512 << 20
    assert read("spark.executor.memory", None) is None
    assert read("spark.locality.wait", "250") == 0.25
    assert read("spark.speculation", " TRUE ") is True
    assert read("spark.scheduler.mode", "fair") == "FAIR"
    for name, value, kind in [
        ("spark.task.maxFailures", "x", "int"),
        ("spark.speculation", "x", "boolean"),
        ("spark.memory.fraction", "x", "double"),
        ("spark.scheduler.mode", "x", "one of FIFO, FAIR"),
        ("spark.locality.wait", "x", "Time must be specified"),
    ]:
        with pytest.raises(IllegalArgumentException, match=rf"(?s){name}.*{kind}"):
            read(name, value)
