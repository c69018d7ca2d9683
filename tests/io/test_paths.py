"""Paths, comma lists and globs mean what they mean to Hadoop."""

from __future__ import annotations

import os

import pytest
from io_helpers import records

from pyrite._io import paths
from pyrite._io.errors import (
    BrokenLinkError,
    IllegalPathError,
    InvalidInputException,
    NotAFileException,
    StorageError,
    UnreadableFileError,
)
from pyrite._io.filesystem import Storage
from pyrite._io.listing import input_files
from pyrite._io.text import plan_text


def tree(root, *names):
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name + "\n")


def listed(root, pattern, **options):
    found = input_files(Storage(options), f"{root}/{pattern}" if pattern else str(root))
    return [os.path.relpath(file.path, root) for file in found]


@pytest.mark.parametrize(
    ("given", "qualified"),
    [
        ("file:/x/y", "/x/y"),
        ("file:///x/y/", "/x/y"),
        ("/x//y", "/x/y"),
        ("FILE:/x", "/x"),
        ("/a%41b", "/a%41b"),
        ("s3a://b/k/", "s3a://b/k"),
        ("hdfs://h:9000/a b", "hdfs://h:9000/a b"),
        ("s3a://b", "s3a://b"),
    ],
)
def test_qualify(given, qualified):
    assert paths.qualify(given) == qualified


def test_relative_paths_stand_in_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert paths.qualify("a/b") == f"{tmp_path}/a/b"
    assert paths.qualify("odd:name") == f"{tmp_path}/odd:name"


def test_default_file_system_takes_plain_paths():
    storage = Storage({"fs.defaultFS": "hdfs://host:8020/"})
    assert storage.qualify("/data/x") == "hdfs://host:8020/data/x"
    assert storage.qualify("file:/data/x") == "/data/x"


def test_directories_are_listed_without_hidden_files(tmp_path):
    tree(tmp_path, "b", "a", "_SUCCESS", ".a.crc")
    assert listed(tmp_path, "") == ["a", "b"]
    with pytest.raises(InvalidInputException, match=r"Input path does not exist: file:.*/_SUCCESS"):
        listed(tmp_path, "_SUCCESS")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", ["a1", "a2", "b1", "d/x", "d/y"]),
        ("a?", ["a1", "a2"]),
        ("[a-b]1", ["a1", "b1"]),
        ("[^a]1", ["b1"]),
        ("{a,b}1", ["a1", "b1"]),
        ("{b1,a1}", ["a1", "b1"]),
        ("{d/y,a{1,2}}", ["a1", "a2", "d/y"]),
        ("d/*", ["d/x", "d/y"]),
        ("*/x", ["d/x"]),
        ("a1,ROOT/d/y", ["a1", "d/y"]),
        ("b1,ROOT/a1", ["b1", "a1"]),
        ("a1,ROOT/a1", ["a1", "a1"]),
    ],
)
def test_globs(tmp_path, pattern, expected):
    tree(tmp_path, "a1", "a2", "b1", "d/x", "d/y")
    assert listed(tmp_path, pattern.replace("ROOT", str(tmp_path))) == expected


def test_sub_directories_are_refused_or_read_when_asked(tmp_path):
    tree(tmp_path, "a", "sub/b", "sub/deep/c", "_sub/no")
    with pytest.raises(
        NotAFileException, match=r"/sub is a directory, which is not supported by the record reader"
    ):
        listed(tmp_path, "")
    recursive = {"mapreduce.input.fileinputformat.input.dir.recursive": "true"}
    assert listed(tmp_path, "", **recursive) == ["a", "sub/b", "sub/deep/c"]


def test_every_missing_path_is_named(tmp_path):
    with pytest.raises(InvalidInputException) as info:
        input_files(Storage(), f"{tmp_path}/no,file://{tmp_path}/non,{tmp_path}/no*")
    assert str(info.value) == (
        f"Input path does not exist: file:{tmp_path}/no\n"
        f"Input path does not exist: file:{tmp_path}/non\n"
        f"Input Pattern file:{tmp_path}/no* matches 0 files"
    )
    assert info.value.java_class == "org.apache.hadoop.mapred.InvalidInputException"
    assert info.value.paths == (f"{tmp_path}/no", f"{tmp_path}/non", f"{tmp_path}/no*")
    assert isinstance(info.value, FileNotFoundError)


def test_empty_paths_and_open_groups_are_refused(tmp_path):
    for bad in ("", f"{tmp_path},"):
        with pytest.raises(IllegalPathError, match="Can not create a Path from an empty string"):
            input_files(Storage(), bad)
    for bad in ("x{a", "x[a"):
        with pytest.raises(StorageError, match="Illegal file pattern"):
            listed(tmp_path, bad)


ODD_NAMES = [
    "new\nline",
    "per%41cent",
    "[g]*{a,b}?",
    "sp ace",
    "back\\slash",
    "co:lon",
    "com,ma",
    "ü#?&=",
    "'\"`$(x)",
]


def test_odd_names_round_trip(tmp_path, storage):
    for name in ODD_NAMES:
        (tmp_path / name).write_text(name.replace("\n", "N") + "\n")
    assert sorted(records(plan_text(str(tmp_path), 1, storage))) == sorted(
        n.replace("\n", "N") for n in ODD_NAMES
    )
    for name in ODD_NAMES:
        assert records(plan_text(paths.escape(f"{tmp_path}/{name}"), 1, storage)) == [name.replace("\n", "N")]


def test_undecodable_names_are_read(tmp_path, storage):
    with open(os.path.join(os.fsencode(tmp_path), b"bad\xff"), "wb") as file:
        file.write(b"x\n")
    assert records(plan_text(str(tmp_path), 1, storage)) == ["x"]


def test_broken_links_are_left_out_of_directories_and_named_when_asked_for(tmp_path, storage):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    tree(tmp_path, "ok")
    assert records(plan_text(str(tmp_path), 1, storage)) == ["ok"]
    for name, reason in (("loop", "circular symbolic link"), ("dangling", "does not exist")):
        with pytest.raises(
            InvalidInputException, match=f"Input path does not exist: file:.*{name}.*{reason}"
        ):
            plan_text(f"{tmp_path}/{name}", 1, storage)
        with pytest.raises(BrokenLinkError):
            storage.status(f"{tmp_path}/{name}")


def test_a_directory_loop_ends(tmp_path):
    tree(tmp_path, "a")
    (tmp_path / "up").symlink_to(tmp_path)
    recursive = Storage({"mapreduce.input.fileinputformat.input.dir.recursive": "true"})
    with pytest.raises(StorageError, match="circular"):
        input_files(recursive, str(tmp_path))


@pytest.mark.timeout(5)
def test_special_files_are_refused_at_once(tmp_path, storage):
    os.mkfifo(tmp_path / "fifo")
    for path, kind in (
        (f"{tmp_path}/fifo", "FIFO"),
        (str(tmp_path), "FIFO"),
        ("/dev/zero", "character device"),
    ):
        with pytest.raises(UnreadableFileError, match=kind):
            plan_text(path, 1, storage)
    with pytest.raises(UnreadableFileError):
        storage.open(f"{tmp_path}/fifo")


def test_delete_never_follows_links(tmp_path, storage):
    tree(tmp_path, "canary/file")
    (tmp_path / "doomed").mkdir()
    (tmp_path / "doomed/link").symlink_to(tmp_path / "canary")
    (tmp_path / "link").symlink_to(tmp_path / "canary")
    storage.delete(f"{tmp_path}/doomed")
    storage.delete(f"{tmp_path}/link")
    storage.delete(f"{tmp_path}/not there")
    assert sorted(os.listdir(tmp_path)) == ["canary"]
    assert (tmp_path / "canary/file").exists()
