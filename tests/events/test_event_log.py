"""Event logs: names, compression, rolling, what is there already, and programs that are killed."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from pyrite import SparkConf, SparkContext
from pyrite._events import compression
from pyrite._events import log as event_log
from pyrite._events.schema import Lines
from pyrite._io.filesystem import Storage
from pyrite._ui import logs
from pyrite.errors import IllegalArgumentException, PySparkException


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "events"


def conf_of(folder, **more):
    folder.mkdir(exist_ok=True)
    settings = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": str(folder),
        "spark.ui.enabled": "false",
    }
    settings |= {f"spark.eventLog.{key.replace('_', '.')}": value for key, value in more.items()}
    return SparkConf(loadDefaults=False).setMaster("local[1]").setAppName("log").setAll(settings.items())


def names_of(data):
    return [json.loads(line)["Event"].removeprefix("SparkListener") for line in data.splitlines()]


def assert_whole(names):
    assert names[0] == "LogStart" and names[-1] == "ApplicationEnd"
    assert names.count("LogStart") == 1 and "JobEnd" in names


def test_one_file_without_compression(folder):
    with SparkContext(conf=conf_of(folder, rolling_enabled="false", compress="false")) as sc:
        (path,) = folder.iterdir()
        assert path.name == f"{sc.applicationId}.inprogress"
        sc.parallelize([1]).count()
    (path,) = folder.iterdir()
    assert path.name == sc.applicationId
    assert stat.S_IMODE(path.stat().st_mode) & 0o007 == 0
    assert_whole(names_of(path.read_bytes()))


def test_default_is_a_rolling_log_compressed_by_zstd(folder):
    zstandard = pytest.importorskip("zstandard")
    with SparkContext(conf=conf_of(folder)) as sc:
        (path,) = folder.iterdir()
        assert path.name == f"eventlog_v2_{sc.applicationId}"
        assert (path / f"appstatus_{sc.applicationId}.inprogress").exists()
        sc.parallelize([1]).count()
    assert sorted(file.name for file in path.iterdir()) == [
        f"appstatus_{sc.applicationId}",
        f"events_1_{sc.applicationId}.zstd",
    ]
    with open(path / f"events_1_{sc.applicationId}.zstd", "rb") as file:
        data = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    assert_whole(names_of(data))


def test_long_log_rolls(folder, monkeypatch):
    monkeypatch.setattr(event_log, "LEAST_SIZE", 1)
    conf = conf_of(folder, compress="false", rolling_maxFileSize="3k")
    with SparkContext(conf=conf) as sc:
        for _ in range(3):
            sc.parallelize([1]).count()
            sc._observers._log_feed.flush()
    (path,) = folder.iterdir()
    numbers = sorted(int(file.name.split("_")[1]) for file in path.glob("events_*"))
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1
    parts = [(path / f"events_{number}_{sc.applicationId}").read_bytes() for number in numbers]
    assert_whole(names_of(b"".join(parts)))


def test_full_disk_cuts_the_log_and_is_told_once(folder, monkeypatch, caplog):
    with SparkContext(conf=conf_of(folder, rolling_enabled="false", compress="false")) as sc:
        sc.parallelize([1]).count()
        sc._observers._log_feed.flush()

        def full(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(sc._observers._log._files, "write", full)
        for _ in range(3):
            assert sc.parallelize([1]).count() == 1
            sc._observers._log_feed.flush()
    (path,) = folder.iterdir()
    assert path.name == f"{sc.applicationId}.inprogress"
    assert names_of(path.read_bytes())[-1] == "JobEnd"
    (told,) = caplog.records
    assert told.getMessage() == f"the event log {path} ends here: [Errno 28] No space left on device"


def test_rolled_files_have_a_least_size(folder):
    with pytest.raises(IllegalArgumentException, match="at least 10 MiB"):
        SparkContext(conf=conf_of(folder, rolling_maxFileSize="1m"))
    with SparkContext("local[1]", "the next", conf=SparkConf().set("spark.ui.enabled", "false")) as sc:
        assert sc.parallelize([1]).count() == 1


def test_lz4_is_as_the_jvm_reads_it(folder):
    block, xxhash = pytest.importorskip("lz4.block"), pytest.importorskip("xxhash")
    with SparkContext(conf=conf_of(folder, rolling_enabled="false", compression_codec="lz4")) as sc:
        sc.parallelize([1]).count()
    (path,) = folder.iterdir()
    assert path.name == f"{sc.applicationId}.lz4"
    data, found, ended = path.read_bytes(), b"", False
    while data:
        assert data[:8] == b"LZ4Block"
        method = data[8] & 0xF0
        packed, length, checksum = (int.from_bytes(data[9 + i : 13 + i], "little") for i in (0, 4, 8))
        body, data = data[21 : 21 + packed], data[21 + packed :]
        plain = body if method == 0x10 else block.decompress(body, uncompressed_size=length)
        ended = not length
        if not ended:
            assert xxhash.xxh32_intdigest(plain, 0x9747B28C) & 0x0FFFFFFF == checksum
        found += plain
    assert ended
    assert_whole(names_of(found))


def test_codec_by_its_class_and_codecs_that_are_not_there(folder):
    name = "org.apache.spark.io.ZStdCompressionCodec"
    assert event_log._codec({"spark.eventLog.compression.codec": name}) in ("zstd", None)
    with pytest.raises(IllegalArgumentException, match="zstd, lz4, snappy"):
        SparkContext(conf=conf_of(folder, compression_codec="lzf"))


def test_without_the_package_of_the_default_codec_the_log_is_plain(folder, monkeypatch):
    def missing(name):
        raise ImportError(name=name)

    monkeypatch.setattr(compression, "import_module", missing)
    assert event_log._codec({}) is None
    with pytest.raises(IllegalArgumentException, match="needs the package"):
        event_log._codec({"spark.eventLog.compression.codec": "zstd"})


@pytest.mark.parametrize("rolling", ["false", "true"])
def test_log_that_is_there_is_kept_unless_it_may_be_overwritten(folder, rolling):
    folder.mkdir()
    conf = {"spark.eventLog.dir": str(folder), "spark.eventLog.rolling.enabled": rolling}
    for _ in range(2):
        first = event_log.open_log({**conf, "spark.eventLog.overwrite": "true"}, Storage(), "app-1", Lines())
        first(['{"Event":"x"}'])
        first.close()
    with pytest.raises(PySparkException, match="already exists"):
        event_log.open_log(conf, Storage(), "app-1", Lines())


def test_folder_that_is_not_there(tmp_path):
    conf = {"spark.eventLog.dir": str(tmp_path / "nowhere")}
    with pytest.raises(PySparkException, match="nowhere"):
        event_log.open_log(conf, Storage(), "app-1", Lines())


@pytest.mark.parametrize("form", ["file:{}", "file://{}", "{}"])
def test_folder_as_a_uri(folder, form):
    folder.mkdir()
    conf = {"spark.eventLog.dir": form.format(folder)}
    # Where files without a scheme are is not asked.
    elsewhere = Storage({"fs.defaultFS": "memory://elsewhere"})
    event_log.open_log(conf, elsewhere, "app-1", Lines()).close()
    assert [path.name for path in folder.iterdir()] == ["eventlog_v2_app-1"]


def test_snappy_is_as_the_jvm_reads_it(folder):
    pytest.importorskip("cramjam")
    with SparkContext(conf=conf_of(folder, rolling_enabled="false", compression_codec="snappy")) as sc:
        sc.parallelize([1]).count()
    (path,) = folder.iterdir()
    assert path.name == f"{sc.applicationId}.snappy"
    assert path.read_bytes()[:16] == b"\x82SNAPPY\0\0\0\0\1\0\0\0\1"
    assert_whole(names_of(b"\n".join(logs._lines(str(path)))))


def test_names_of_applications_are_made_file_names(folder):
    folder.mkdir()
    conf = {"spark.eventLog.dir": str(folder), "spark.eventLog.rolling.enabled": "false"}
    written = event_log.open_log(
        {**conf, "spark.eventLog.compress": "false"}, Storage(), "My App: 1/2.x", Lines()
    )
    written.close()
    assert [path.name for path in folder.iterdir()] == ["my-app--1-2_x"]


def test_blocks_are_logged_when_asked_for(folder):
    for asked in ("false", "true"):
        conf = conf_of(folder, rolling_enabled="false", compress="false", logBlockUpdates_enabled=asked)
        with SparkContext(conf=conf) as sc:
            sc.parallelize([1]).cache().count()
        assert ("BlockUpdated" in names_of((folder / sc.applicationId).read_bytes())) is (asked == "true")


KILLED = """
import os, signal, sys, time
from pyrite import SparkConf, SparkContext
conf = SparkConf().setMaster("local[1]").setAppName("killed").set("spark.ui.enabled", "false")
for setting in sys.argv[1:]:
    conf.set(*setting.split("=", 1))
sc = SparkContext(conf=conf)
sc.parallelize([1]).count()
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("compress", ["false", "true"])
def test_killed_program_leaves_what_was_told(folder, compress):
    folder.mkdir()
    settings = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": str(folder),
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": compress,
    }
    command = [sys.executable, "-c", KILLED, *[f"{key}={value}" for key, value in settings.items()]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout.readline() == "ready\n"
        time.sleep(0.5)
        os.kill(program.pid, signal.SIGKILL)
    (path,) = folder.iterdir()
    assert path.name.endswith(".inprogress")
    data = path.read_bytes()
    if ".zstd" in path.name:
        zstandard = pytest.importorskip("zstandard")
        with open(path, "rb") as file:
            data = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    names = names_of(data)
    assert names[0] == "LogStart" and names[-1] == "JobEnd"


def test_names_that_are_not_unicode_are_written(folder):
    with SparkContext(conf=conf_of(folder, rolling_enabled="false", compress="false")) as sc:
        sc.setJobDescription("a \udcff name")
        sc.parallelize([1]).count()
    (path,) = folder.iterdir()
    lines = path.read_text(encoding="utf-8").splitlines()
    (start,) = [found for found in map(json.loads, lines) if found["Event"].endswith("JobStart")]
    assert start["Properties"]["spark.job.description"] == "a \udcff name"
