"""Event logs on stores: written to S3 and read back from there, by the server of its protocol."""

import os
import subprocess
import sys

import pytest

from pyrite import SparkConf, SparkContext
from pyrite._events import log as event_log
from pyrite._events.schema import Lines
from pyrite._io.filesystem import Storage
from pyrite._ui import history, mirror
from pyrite._ui.logs import Log
from pyrite.errors import PySparkException


@pytest.fixture(scope="module")
def settings():
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    pytest.importorskip("s3fs")
    server.start()
    host, port = server.get_host_and_port()
    import boto3

    keys = {"aws_access_key_id": "user", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1", **keys)
    client.create_bucket(Bucket="logs")
    yield {
        "spark.hadoop.fs.s3a.access.key": "user",
        "spark.hadoop.fs.s3a.secret.key": "secret",
        # A name, not a number: to look it up takes a thread.
        "spark.hadoop.fs.s3a.endpoint": f"localhost:{port}",
        "spark.hadoop.fs.s3a.endpoint.region": "us-east-1",
        "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.eventLog.enabled": "true",
        "spark.ui.enabled": "false",
    }
    server.stop()


@pytest.fixture
def storage(settings, tmp_path, monkeypatch):
    """As the command finds it: by the settings in a folder."""
    text = "".join(f"{key} {value}\n" for key, value in settings.items() if "hadoop" in key)
    (tmp_path / "spark-defaults.conf").write_text(text)
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    monkeypatch.setattr(mirror, "INTERVAL", 0)
    return mirror.history_storage(mirror.history_settings())


def names(storage, place):
    return sorted(found.path.rpartition("/")[2] for found in storage.children(place))


def run(settings, place, **more):
    conf = SparkConf(loadDefaults=False).setMaster("local[1]").setAppName("far").setAll(settings.items())
    conf.set("spark.eventLog.dir", place)
    for key, value in more.items():
        conf.set(f"spark.eventLog.{key.replace('_', '.')}", value)
    with SparkContext(conf=conf) as sc:
        sc.parallelize([1]).count()
        return sc.applicationId


@pytest.mark.parametrize("codec", [None, "zstd", "snappy", "lz4"])
def test_rolling_log_is_written_to_a_bucket_and_read_from_there(settings, storage, tmp_path, codec):
    place = f"s3a://logs/{tmp_path.name}"
    more = {"compression_codec": codec} if codec else {"compress": "false"}
    number = run(settings, place, **more)
    assert names(storage, place) == [f"eventlog_v2_{number}"]
    assert names(storage, f"{place}/eventlog_v2_{number}") == [
        f"appstatus_{number}", f"events_1_{number}" + (f".{codec}" if codec else ""),
    ]  # fmt: skip
    log = Log(place, storage)
    (entry,) = log.entries()
    assert (entry.id, entry.name, entry.ended is not None) == (number, "far", True)
    assert len(log.application(number).jobs) == 1


def test_one_file_is_there_when_it_is_closed(settings, storage, tmp_path):
    place = f"s3a://logs/{tmp_path.name}"
    number = run(settings, place, rolling_enabled="false", compress="false")
    assert names(storage, place) == [number]
    (entry,) = Log(f"{place}/{number}", storage).entries()
    assert entry.id == number


def test_bucket_itself_may_be_the_folder(settings, storage):
    number = run(settings, "s3a://logs/")
    assert number in [entry.id for entry in Log("s3a://logs", storage).entries()]


def test_parts_of_a_rolling_log_are_there_before_the_end(settings, storage, tmp_path, monkeypatch):
    monkeypatch.setattr(event_log, "LEAST_SIZE", 1)
    place = f"s3a://logs/{tmp_path.name}"
    conf = {"spark.eventLog.dir": place, "spark.eventLog.compress": "false"}
    conf["spark.eventLog.rolling.maxFileSize"] = "100"
    log = event_log.open_log(conf, storage, "app-1", Lines())
    log(['{"Event":"x","long":"' + "x" * 100 + '"}'])
    assert names(storage, log.path) == ["appstatus_app-1.inprogress", "events_1_app-1"]
    log.close()
    assert names(storage, log.path) == ["appstatus_app-1", "events_1_app-1", "events_2_app-1"]
    with pytest.raises(PySparkException, match="already exists"):
        event_log.open_log(conf, storage, "app-1", Lines())
    over = {**conf, "spark.eventLog.overwrite": "true"}
    event_log.open_log(over, storage, "app-1", Lines()).close()
    assert names(storage, log.path) == ["appstatus_app-1", "events_1_app-1"]


def test_bucket_that_is_not_there(storage):
    with pytest.raises(PySparkException, match="folder for event logs is not there: s3a://nobodys/logs"):
        event_log.open_log({"spark.eventLog.dir": "s3a://nobodys/logs"}, storage, "app-1", Lines())


def test_store_that_is_gone_ends_no_program(settings, storage, tmp_path, caplog):
    place = f"s3a://logs/{tmp_path.name}"
    conf = SparkConf(loadDefaults=False).setMaster("local[1]").setAppName("far").setAll(settings.items())
    with SparkContext(conf=conf.set("spark.eventLog.dir", place)) as sc:
        storage.delete(place)
        assert sc.parallelize([1]).count() == 1
    assert "the event log could not be ended" in caplog.text
    with SparkContext(conf=conf) as sc:
        assert sc.parallelize([1]).count() == 1


PROGRAM = """
import os, sys
from pyrite import SparkConf, SparkContext
sc = SparkContext(conf=SparkConf().setMaster("local[1]").setAppName("far"))
sc.parallelize([1]).count()
"""


def test_program_that_does_not_stop_its_context_writes_its_log(settings, storage, tmp_path):
    place = f"s3a://logs/{tmp_path.name}"
    given = {**settings, "spark.eventLog.dir": place}
    words = " ".join(f"--conf '{key}={value}'" for key, value in given.items())
    environ = {**os.environ, "PYSPARK_SUBMIT_ARGS": f"{words} pyspark-shell"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environ, capture_output=True, text=True, timeout=100, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    (entry,) = Log(place, storage).entries()
    assert entry.ended is not None


def test_command_reports_from_a_bucket(settings, storage, tmp_path, capsys):
    place = f"s3a://logs/{tmp_path.name}"
    number = run(settings, place)
    out = tmp_path / "report.html"
    assert history.main([place, "--report", str(out)]) == 0
    assert number in out.read_text()
    assert history.main([f"{place}/nothing", "--report", str(out)]) == 1
    mine = tmp_path / "mine.conf"
    mine.write_text((tmp_path / "spark-defaults.conf").read_text())
    (tmp_path / "spark-defaults.conf").unlink()
    assert history.main([place, "--properties-file", str(mine), "--report", str(out)]) == 0


def test_command_looks_where_the_settings_say(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("SPARK_HISTORY_DIR", raising=False)
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    told = []
    monkeypatch.setattr(history, "_serve", lambda log, host, port, token: told.append((log.where, port)) or 0)
    (tmp_path / "mine.conf").write_text(
        f"spark.history.fs.logDirectory {tmp_path}\nspark.history.ui.port 18099\n"
    )
    (tmp_path / "spark-defaults.conf").write_text(f"spark.history.fs.logDirectory {tmp_path}/nowhere\n")
    assert history.main([]) == 1
    assert f"there is no event log at {tmp_path}/nowhere" in capsys.readouterr().err
    assert history.main(["--properties-file", str(tmp_path / "mine.conf")]) == 0
    assert history.main(["--dir", str(tmp_path), "--port", "1"]) == 0
    assert told == [(str(tmp_path), 18099), (str(tmp_path), 1)]


def test_copies_follow_what_is_on_the_store(monkeypatch):
    """A store whose files are there at once, as those of HDFS are."""
    monkeypatch.setattr(mirror, "INTERVAL", 0)
    storage = Storage()
    storage.make_directory("memory://far/logs")
    conf = {"spark.eventLog.dir": "memory://far/logs", "spark.eventLog.rolling.enabled": "false"}
    lines = Lines()
    written = event_log.open_log({**conf, "spark.eventLog.compress": "false"}, storage, "app-1", lines)
    started = (
        '{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"app-1","Timestamp":%s,"User":"u"}'
    )
    written([started % 1])
    log = Log("memory://far/logs", storage)
    assert [(entry.id, entry.ended) for entry in log.entries()] == [("app-1", None)]
    written(['{"Event":"SparkListenerApplicationEnd","Timestamp":7}'])
    assert [entry.ended for entry in log.entries()] == [7]
    written.close()
    assert [entry.ended for entry in log.entries()] == [7]
    storage.delete("memory://far/logs/app-1")
    assert log.entries() == []
