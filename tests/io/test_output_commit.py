"""Committing output: atomic, one attempt per partition, nothing left behind."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time

import pytest
from io_helpers import records

from pyrite._io.codecs import codec_named
from pyrite._io.commit import output_job
from pyrite._io.errors import CommitError, FileAlreadyExistsException, WriteError
from pyrite._io.filesystem import Storage
from pyrite._io.text import plan_text
from pyrite._io.textfile import TextOutput, text_output


def make_job(tmp_path, **options):
    storage = Storage(options)
    return output_job(str(tmp_path / "out"), text_output(storage), storage)


def names(directory):
    return sorted(os.listdir(directory))


def test_commit_shows_part_files_and_success(tmp_path):
    job = make_job(tmp_path)
    job.setup()
    task_copy = pickle.loads(pickle.dumps(job))
    messages = [task_copy.write_partition(i, 0, iter([f"a{i}", b"raw\xff", 1, None])) for i in range(2)]
    assert names(tmp_path / "out") == ["_temporary"]
    job.commit([pickle.loads(pickle.dumps(m)) for m in messages])
    assert names(tmp_path / "out") == ["_SUCCESS", "part-00000", "part-00001"]
    assert (tmp_path / "out/part-00001").read_bytes() == b"a1\nraw\xff\n1\nNone\n"
    assert [m.records for m in messages] == [4, 4]


def test_only_the_accepted_attempt_is_visible(tmp_path):
    job = make_job(tmp_path)
    job.setup()
    job.write_partition(0, 0, iter(["loser"]))
    winner = job.write_partition(0, 1, iter(["winner"]))
    job.commit([winner])
    assert names(tmp_path / "out") == ["_SUCCESS", "part-00000"]
    assert (tmp_path / "out/part-00000").read_text() == "winner\n"


def test_a_partition_is_committed_once(tmp_path):
    job = make_job(tmp_path)
    job.setup()
    attempts = [job.write_partition(0, i, iter(["x"])) for i in range(2)]
    with pytest.raises(CommitError, match="attempts 0 and 1"):
        job.commit(attempts)
    job.commit(attempts[:1])
    with pytest.raises(CommitError, match="already committed"):
        job.commit(attempts[:1])


def test_existing_output_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(FileAlreadyExistsException) as info:
        make_job(tmp_path).setup()
    assert str(info.value) == f"Output directory file:{tmp_path}/out already exists"
    assert info.value.java_class == "org.apache.hadoop.mapred.FileAlreadyExistsException"
    make_job(tmp_path, validateOutputSpecs="false").setup()


def test_a_dangling_link_counts_as_existing(tmp_path):
    (tmp_path / "out").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileAlreadyExistsException):
        make_job(tmp_path).setup()
    assert not (tmp_path / "nowhere").exists()


def test_a_failing_task_leaves_no_file(tmp_path):
    def records():
        yield "one"
        raise ValueError("the user's")

    job = make_job(tmp_path)
    job.setup()
    with pytest.raises(ValueError, match="the user's"):
        job.write_partition(0, 0, records())
    assert not list(tmp_path.rglob("part-*"))
    job.abort()
    assert names(tmp_path / "out") == []


def test_abort_never_follows_links(tmp_path):
    canary = tmp_path / "canary"
    canary.mkdir()
    (canary / "file").write_text("alive")
    job = make_job(tmp_path)
    job.setup()
    (tmp_path / "out/_temporary" / job.job_id / "link").symlink_to(canary)
    job.abort()
    assert (canary / "file").read_text() == "alive"
    assert names(tmp_path / "out") == []


def test_an_attempt_after_the_end_is_refused(tmp_path):
    job = make_job(tmp_path)
    job.setup()
    job.commit([job.write_partition(0, 0, iter(["x"]))])
    with pytest.raises(CommitError):
        job.write_partition(0, 1, iter(["late"]))
    assert names(tmp_path / "out") == ["_SUCCESS", "part-00000"]


WRITE_FOR_EVER = """
import itertools, pickle, sys
pickle.loads(bytes.fromhex(sys.argv[1])).write_partition(0, 0, (str(i) for i in itertools.count()))
"""


def test_a_killed_attempt_is_never_visible(tmp_path):
    job = make_job(tmp_path)
    job.setup()
    child = subprocess.Popen([sys.executable, "-c", WRITE_FOR_EVER, pickle.dumps(job).hex()])
    partial = tmp_path / "out/_temporary" / job.job_id / "attempt_00000_0/part-00000"
    try:
        while not (partial.exists() and partial.stat().st_size > 1 << 20):
            assert child.poll() is None
            time.sleep(0.005)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert records(plan_text(f"{tmp_path}/out", 1, Storage())) == []
    job.commit([job.write_partition(0, 1, iter(["winner"]))])
    assert names(tmp_path / "out") == ["_SUCCESS", "part-00000"]
    assert records(plan_text(f"{tmp_path}/out", 1, Storage())) == ["winner"]


def test_options_may_ask_for_compression(tmp_path):
    job = make_job(tmp_path, **{"mapreduce.output.fileoutputformat.compress": "true"})
    job.setup()
    job.commit([job.write_partition(0, 0, iter(["x"]))])
    assert names(tmp_path / "out") == ["_SUCCESS", "part-00000.deflate"]


def test_success_marker_can_be_switched_off(tmp_path):
    job = make_job(tmp_path, **{"mapreduce.fileoutputcommitter.marksuccessfuljobs": "false"})
    job.setup()
    job.commit([])
    assert names(tmp_path / "out") == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_named_and_the_partial_file_removed(tmp_path):
    job = make_job(tmp_path)
    job.setup()
    attempt = tmp_path / "out/_temporary" / job.job_id / "attempt_00000_0"
    attempt.mkdir()
    (attempt / "part-00000").symlink_to("/dev/full")
    with pytest.raises(WriteError, match="part-00000: No space left on device") as info:
        job.write_partition(0, 0, (str(i) for i in range(100_000)))
    assert info.value.errno == 28
    assert not attempt.exists()


@pytest.mark.parametrize("codec", ["gzip", "bzip2", "deflate", "xz", "zstd", "lz4", "snappy"])
def test_compressed_text_reads_back(tmp_path, codec):
    storage = Storage()
    job = output_job(str(tmp_path / "out"), TextOutput(storage, codec_named(codec)), storage)
    job.setup()
    lines = [f"line {i} é" for i in range(5000)]
    job.commit([job.write_partition(0, 0, iter(lines))])
    planned = plan_text(str(tmp_path / "out"), 2, storage)
    assert [line for split in planned.splits for batch in planned.read(split) for line in batch] == lines
