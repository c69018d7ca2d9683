"""Settings: where they come from, how they are read, and the object that carries them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyrite._conf.properties import parse_properties
from pyrite._conf.sources import (
    SUBMIT_CONF,
    Settings,
    export_settings,
    load_settings,
    parse_submit_options,
    resolve,
)
from pyrite._conf.units import parse_bytes, parse_time
from pyrite.conf import SparkConf
from pyrite.errors import (
    IllegalArgumentException,
    NumberFormatException,
    PySparkRuntimeError,
    PySparkValueError,
)


@pytest.fixture
def conf() -> SparkConf:
    return SparkConf(loadDefaults=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(
        "# cluster-wide\nspark.master   local[3]\nspark.a=file\nspark.b: file\nnot.ours x\n"
    )
    return tmp_path


class TestSparkConf:
    def test_setters_chain_and_keep_strings(self, conf: SparkConf) -> None:
        conf.setMaster("local").setAppName("app").setSparkHome("/spark").set("spark.x", True).set(
            "spark.y", None
        )
        assert dict(conf.getAll()) == {
            "spark.master": "local",
            "spark.app.name": "app",
            "spark.home": "/spark",
            "spark.x": "True",
            "spark.y": "None",
        }

    def test_get_and_default(self, conf: SparkConf) -> None:
        conf.set("spark.x", 1)
        assert (conf.get("spark.x"), conf.get("spark.x", "2"), conf.get("nope"), conf.get("nope", "2")) == (
            "1",
            "1",
            None,
            "2",
        )
        assert conf.contains("spark.x")
        assert not conf.contains("nope")

    def test_set_if_missing(self, conf: SparkConf) -> None:
        assert conf.setIfMissing("k", "1").setIfMissing("k", "2").get("k") == "1"

    def test_set_all(self, conf: SparkConf) -> None:
        assert conf.setAll([("a", 1), ("b", "2")]).getAll() == [("a", "1"), ("b", "2")]

    def test_executor_environment(self, conf: SparkConf) -> None:
        conf.setExecutorEnv("A", "1").setExecutorEnv(pairs=[("B", "2"), ("C", "3")])
        assert [conf.get(f"spark.executorEnv.{name}") for name in "ABC"] == ["1", "2", "3"]

    @pytest.mark.parametrize("arguments", [{}, {"key": "A", "value": "1", "pairs": [("B", "2")]}])
    def test_executor_environment_takes_one_form(self, conf: SparkConf, arguments: dict[str, object]) -> None:
        with pytest.raises(PySparkRuntimeError, match="KEY_VALUE_PAIR_REQUIRED"):
            conf.setExecutorEnv(**arguments)  # type: ignore[call-overload]

    def test_no_key(self, conf: SparkConf) -> None:
        with pytest.raises(IllegalArgumentException, match="null key"):
            conf.set(None, "x")  # type: ignore[arg-type]

    def test_debug_string_is_sorted_and_redacted(self, conf: SparkConf) -> None:
        conf.set("z", "1").set("spark.x.password", "p").set("fs.s3a.access.key", "k").set("spark.token", "t")
        assert conf.toDebugString().splitlines() == [
            "fs.s3a.access.key=*********(redacted)",
            "spark.token=*********(redacted)",
            "spark.x.password=*********(redacted)",
            "z=1",
        ]

    def test_program_stands_above_command_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--master local[4] --conf spark.x=line pyspark-shell")
        monkeypatch.delenv(SUBMIT_CONF, raising=False)
        conf = SparkConf().set("spark.x", "program")
        assert (conf.get("spark.master"), conf.get("spark.x")) == ("local[4]", "program")
        assert SparkConf(loadDefaults=False).getAll() == []


class TestSources:
    def test_precedence(self, folder: Path) -> None:
        environ = {"SPARK_CONF_DIR": str(folder / "conf"), "MASTER": "local[9]", "SPARK_DRIVER_MEMORY": "2g"}
        with pytest.warns(UserWarning, match=r"not\.ours"):
            assert load_settings(environ) == {
                "spark.master": "local[3]",
                "spark.driver.memory": "2g",
                "spark.a": "file",
                "spark.b": "file",
            }
        environ["PYSPARK_SUBMIT_ARGS"] = "--conf spark.a=line --name 'my app' pyspark-shell"
        with pytest.warns(UserWarning):
            settings = load_settings(environ)
        assert (settings["spark.a"], settings["spark.b"], settings["spark.app.name"]) == (
            "line",
            "file",
            "my app",
        )

    @pytest.mark.filterwarnings("ignore::UserWarning")
    def test_defaults_are_found_below_spark_home(self, folder: Path) -> None:
        assert load_settings({"SPARK_HOME": str(folder)})["spark.a"] == "file"
        assert load_settings({"SPARK_HOME": str(folder / "elsewhere")}) == {}

    @pytest.mark.filterwarnings("ignore::UserWarning")
    def test_properties_file_replaces_defaults(self, folder: Path) -> None:
        mine = folder / "mine.conf"
        mine.write_text("spark.a mine\n")
        environ = {"SPARK_HOME": str(folder)}
        options = parse_submit_options(["--properties-file", str(mine)])
        assert resolve(options, environ) == {"spark.a": "mine"}
        options = parse_submit_options(["--properties-file", str(mine), "--load-spark-defaults"])
        assert resolve(options, environ)["spark.b"] == "file"

    def test_launcher_hands_settings_on(self) -> None:
        settings = Settings({"spark.master": "local[2]", "spark.x": 'a "b" c'}, "--conf")
        loaded = load_settings({**export_settings(settings), "MASTER": "ignored"})
        assert (loaded, loaded.origins) == (settings, settings.origins)

    @pytest.mark.parametrize("text", ["{", "[1]", json.dumps({"spark.x": 1})])
    def test_broken_hand_over_is_refused(self, text: str) -> None:
        with pytest.raises(PySparkValueError, match=SUBMIT_CONF):
            load_settings({SUBMIT_CONF: text})

    def test_options_end_at_the_program(self) -> None:
        options = parse_submit_options(["--master=local", "-c", "spark.a=b=c", "app.py", "--name", "x"])
        assert options.settings == {"spark.master": "local", "spark.a": "b=c"}
        assert options.rest == ("app.py", "--name", "x")

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("--nonsense 1", "Unrecognized option: --nonsense"),
            ("--conf novalue", "without '='"),
            ("--master", "Missing argument"),
            ("--master 'local", "No closing quotation"),
        ],
    )
    def test_bad_options(self, line: str, message: str) -> None:
        with pytest.raises(PySparkValueError, match=message):
            load_settings({"PYSPARK_SUBMIT_ARGS": line})

    def test_missing_properties_file(self) -> None:
        with pytest.raises(PySparkValueError, match="does not exist: nowhere"):
            resolve(parse_submit_options(["--properties-file", "nowhere"]), {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", {"a": "b"}),
        ("a=b\r\nc:d\rd\te  ", {"a": "b", "c": "d", "d": "e"}),
        ("a = b = c", {"a": "b = c"}),
        ("a : b", {"a": "b"}),
        ("  # no\n! no\n\n  a b", {"a": "b"}),
        ("a 1,\\\n   2,\\\n   3\nb 4", {"a": "1,2,3", "b": "4"}),
        ("a c\\\\\nb d", {"a": "c\\", "b": "d"}),
        (r"a\ b\=c d", {"a b=c": "d"}),
        (r"a x\ty\u0041", {"a": "x\tyA"}),
        ("a", {"a": ""}),
        ("a 1\na 2", {"a": "2"}),
        ("a b # not a comment", {"a": "b # not a comment"}),
        ("a last\\", {"a": "last"}),
    ],
)
def test_properties_syntax(text: str, expected: dict[str, str]) -> None:
    assert parse_properties(text) == expected


def test_broken_escape_in_properties() -> None:
    with pytest.raises(ValueError, match="malformed escape"):
        parse_properties(r"a \u12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("1b", 1),
        ("10kb", 10240),
        ("1kib", 1024),
        ("512m", 512 << 20),
        ("1G", 1 << 30),
        ("1gb", 1 << 30),
    ]
    + [("2T", 2 << 40), ("3p", 3 << 50), ("1MiB", 1 << 20), (" 5m ", 5 << 20)],
)
def test_sizes(text: str, expected: int) -> None:
    assert parse_bytes(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.5g", "Fractional values are not supported. Input was: 1.5"),
        ("1 g", "Failed to parse byte string: 1 g"),
        ("-1g", "Failed to parse byte string: -1g"),
        ("", "Failed to parse byte string: "),
        ("1x", 'Invalid suffix: "x"'),
        ("5mm", 'Invalid suffix: "mm"'),
    ],
)
def test_bad_sizes(text: str, message: str) -> None:
    with pytest.raises(NumberFormatException, match="Size must be specified") as caught:
        parse_bytes(text)
    assert str(caught.value).splitlines()[-1] == message


def test_size_beyond_a_long() -> None:
    with pytest.raises(IllegalArgumentException, match="Conversion of 99999999999999 PiB exceeds"):
        parse_bytes("99999999999999p")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("100ms", 0.1),
        ("5min", 300.0),
        ("5m", 300.0),
        ("1h", 3600.0),
        ("2d", 172800.0),
        ("3us", 3e-6),
        ("-1s", -1.0),
    ]
    + [("10S", 10.0), ("1500", 1.5)],
)
def test_times(text: str, seconds: float) -> None:
    assert parse_time(text) == pytest.approx(seconds)


def test_bare_time_takes_the_default_unit() -> None:
    assert parse_time("2", default_unit="s") == 2.0


@pytest.mark.parametrize("text", ["1.5s", "10 s", "", "1day", "abc", "1x"])
def test_bad_times(text: str) -> None:
    with pytest.raises(NumberFormatException, match="Time must be specified"):
        parse_time(text)


def test_values_that_look_secret_are_hidden(conf: SparkConf) -> None:
    conf.set("spark.x", "my token is 1").set("spark.y", "plain")
    assert conf.toDebugString() == "spark.x=*********(redacted)\nspark.y=plain"


def test_the_pattern_of_secrets_can_be_set(conf: SparkConf) -> None:
    conf.set("spark.redaction.regex", "foo").set("spark.foo", "1").set("spark.token", "a")
    assert conf.toDebugString().splitlines() == [
        "spark.foo=*********(redacted)",
        "spark.redaction.regex=*********(redacted)",
        "spark.token=a",
    ]


def test_options_stand_above_conf_and_later_above_earlier() -> None:
    words = ["--conf", "spark.master=local[3]", "--master", "local[2]", "--conf", "spark.master=local[4]"]
    assert parse_submit_options(words).settings == {"spark.master": "local[2]"}
    words = ["-c", "spark.v=1", "-c", "spark.v= x ", "-c", "spark.empty="]
    assert parse_submit_options(words).settings == {"spark.v": " x ", "spark.empty": ""}


def test_numbers_beyond_a_long_are_refused() -> None:
    for parse in (parse_bytes, parse_time):
        with pytest.raises(NumberFormatException, match="too large"):
            parse("9" * 19 + "9")
