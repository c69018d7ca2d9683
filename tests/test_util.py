"""Small helpers: threads, versions, tracebacks, the process."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from pyrite import util
from pyrite.core.files import SparkFiles
from pyrite.errors import PySparkNotImplementedError, PySparkRuntimeError
from pyrite.java_gateway import launch_gateway
from pyrite.loose_version import LooseVersion
from pyrite.resultiterable import ResultIterable
from pyrite.serializers import SpecialLengths, UTF8Deserializer, read_int
from pyrite.traceback_utils import SCCallSiteSync


class Context:
    """What a SparkContext has to do with threads: properties that belong to the thread."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def _copy_local_properties(self) -> dict[str, str]:
        return dict(getattr(self._of_thread, "properties", {}))

    def _set_local_properties(self, properties: dict[str, str]) -> None:
        self._of_thread.properties = dict(properties)

    def setLocalProperty(self, key: str, value: str | None) -> None:
        self._set_local_properties({**self._copy_local_properties(), key: value or ""})


class Session:
    def __init__(self, *tags: str) -> None:
        self.tags = set(tags)
        self.added: list[str] = []

    def getTags(self) -> set[str]:
        return self.tags

    def addTag(self, tag: str) -> None:
        self.added.append(tag)


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> Context:
    active = Context()
    monkeypatch.setattr(util, "_active_context", lambda: active)
    return active


def run(thread: threading.Thread) -> None:
    thread.start()
    thread.join()


def test_a_thread_takes_the_properties_that_hold_at_its_start(context: Context) -> None:
    seen: list[Any] = []
    thread = util.InheritableThread(
        target=lambda x: seen.append((x, context._copy_local_properties())), args=(1,)
    )
    context.setLocalProperty("spark.job.description", "mine")
    run(thread)
    assert seen == [(1, {"spark.job.description": "mine"})]


def test_a_target_takes_the_properties_that_hold_where_it_is_wrapped(context: Context) -> None:
    seen: list[Any] = []
    context.setLocalProperty("k", "before")
    with pytest.warns(UserWarning, match="Tags will not be inherited"):
        target = util.inheritable_thread_target(lambda: seen.append(context._copy_local_properties()))
    context.setLocalProperty("k", "after")
    run(threading.Thread(target=target))
    assert seen == [{"k": "before"}]


def test_tags_go_along_with_a_session(context: Context) -> None:
    session = Session("a", "b")
    run(util.InheritableThread(target=lambda: None, session=session))
    run(threading.Thread(target=util.inheritable_thread_target(session)(lambda: None)))
    assert sorted(session.added) == ["a", "a", "b", "b"]


def test_without_a_context_threads_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "_active_context", lambda: None)
    seen: list[int] = []
    run(util.InheritableThread(target=seen.append, args=(1,)))
    assert seen == [1]
    assert util.inheritable_thread_target(run) is run


def test_properties_of_a_parent_do_not_change_with_the_child(context: Context) -> None:
    context.setLocalProperty("k", "parent")
    run(util.InheritableThread(target=lambda: context.setLocalProperty("k", "child")))
    assert context._copy_local_properties() == {"k": "parent"}


@pytest.mark.parametrize("text, numbers", [("4.3.0", (4, 3)), ("4.3", (4, 3)), ("4.3.0-SNAPSHOT", (4, 3))])
def test_versions(text: str, numbers: tuple[int, int]) -> None:
    assert util.VersionUtils.majorMinorVersion(text) == numbers


@pytest.mark.parametrize("text", ["4", "4.3-x", "a.b", ""])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="could not find the major and minor version numbers"):
        util.VersionUtils.majorMinorVersion(text)


@pytest.mark.parametrize("text, mebibytes", [("256m", 256), ("2g", 2048), ("1.5g", 1536), ("2048k", 2)])
def test_memory(text: str, mebibytes: int) -> None:
    assert util._parse_memory(text) == mebibytes


def test_loose_versions() -> None:
    assert LooseVersion("1.10.0") > "1.9"
    assert LooseVersion("1.2b3").version == [1, 2, "b", 3]
    assert LooseVersion("1.0") == "1.0" and LooseVersion("1.0") <= LooseVersion("1.0.1")
    assert repr(LooseVersion("1.0")) == "LooseVersion ('1.0')"
    with pytest.raises(TypeError):
        _ = LooseVersion("1") < 2


def stop() -> None:
    raise StopIteration("too early")


def test_stop_iteration_is_an_error() -> None:
    with pytest.raises(PySparkRuntimeError, match="STOP_ITERATION_OCCURRED") as caught:
        util.fail_on_stopiteration(stop)()
    assert isinstance(caught.value.__cause__, StopIteration)
    assert util.fail_on_stopiteration(max)(1, 2) == 2


def functions_of(tb: Any) -> list[str]:
    return [frame.name for frame in traceback.extract_tb(tb)]


def test_a_simplified_traceback_starts_outside_the_package() -> None:
    with pytest.raises(PySparkRuntimeError) as caught:
        util.fail_on_stopiteration(lambda: util.fail_on_stopiteration(stop)())()
    inside = list(util.walk_tb(caught.value.__traceback__))[1]
    simplified = util.try_simplify_traceback(inside)
    assert functions_of(inside)[0] == "wrapper"
    assert functions_of(simplified) == ["<lambda>", "wrapper"]
    assert simplified is not None and simplified.tb_lineno == list(util.walk_tb(inside))[1].tb_lineno
    innermost = list(util.walk_tb(inside))[-1]
    assert util.try_simplify_traceback(innermost) is None


@pytest.mark.parametrize(
    "variable, present, absent",
    [
        (None, "Traceback (most recent call last)", "tag = 'local'"),
        ("SPARK_HIDE_TRACEBACK", "KeyError: 'lost'", "Traceback"),
        ("SPARK_TRACEBACK_WITH_LOCALS", "tag = 'local'", "\0"),
        ("SPARK_SIMPLIFIED_TRACEBACK", "KeyError: 'lost'", "\0"),
    ],
)
def test_an_exception_becomes_a_frame(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, present: str, absent: str
) -> None:
    if variable:
        monkeypatch.setenv(variable, "1")
    file = io.BytesIO()

    def fail() -> None:
        tag = "local"
        raise KeyError("lost" if tag else None)

    try:
        fail()
    except KeyError as error:
        util.handle_worker_exception(error, file)
    file.seek(0)
    assert read_int(file) == SpecialLengths.PYTHON_EXCEPTION_THROWN
    text = UTF8Deserializer().loads(file)
    assert isinstance(text, str) and present in text and absent not in text


def test_printed_exceptions() -> None:
    out = io.StringIO()
    try:
        raise KeyError("lost")
    except KeyError:
        util.print_exec(out)
    assert out.getvalue().endswith("KeyError: 'lost'\n")


def test_gc_is_off_and_on_again() -> None:
    with util.disable_gc():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_fault_handler_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("PYTHON_FAULTHANDLER_DIR", str(tmp_path))
    monkeypatch.setattr(util.faulthandler, "enable", lambda file: None)
    monkeypatch.setattr(util.faulthandler, "disable", lambda: None)
    with util.enable_faulthandler():
        assert util.with_faulthandler(lambda: os.listdir(tmp_path))() == [str(os.getpid())]
    assert os.listdir(tmp_path) == []


def test_call_sites_name_the_users_line(context: Context) -> None:
    with SCCallSiteSync(context):
        outer = context._copy_local_properties()["callSite.short"]
        with SCCallSiteSync(context):
            assert context._copy_local_properties()["callSite.short"] == outer
    assert os.path.basename(__file__) in outer
    assert context._copy_local_properties()["callSite.short"] == ""


@pytest.fixture
def files() -> Iterator[type[SparkFiles]]:
    saved = SparkFiles._root_directory, SparkFiles._is_running_on_worker, SparkFiles._sc
    yield SparkFiles
    SparkFiles._root_directory, SparkFiles._is_running_on_worker, SparkFiles._sc = saved


def test_files_in_a_worker(files: type[SparkFiles]) -> None:
    files._root_directory, files._is_running_on_worker = "/some/where", True
    assert files.get("x.txt") == "/some/where/x.txt"
    assert files.getRootDirectory() == "/some/where"


def test_files_need_a_context_in_the_driver(files: type[SparkFiles]) -> None:
    files._is_running_on_worker, files._sc = False, None
    with pytest.raises(PySparkRuntimeError, match="CALL_BEFORE_INITIALIZE"):
        files.get("x.txt")
    with pytest.raises(NotImplementedError):
        files()


def test_values_of_a_key_can_be_read_twice() -> None:
    values = ResultIterable([1, 2])
    assert (list(values), list(values), len(values), values.maxindex) == ([1, 2], [1, 2], 2, 2)


def test_what_needs_the_jvm_says_so() -> None:
    with pytest.raises(PySparkNotImplementedError, match="launch_gateway"):
        launch_gateway()


def test_modules_of_pyspark_can_be_imported_without_heavy_packages() -> None:
    names = "conf join profiler resource serializers shuffle statcounter util worker daemon shell install"
    program = (
        "import sys, importlib\n"
        f"for name in {names.split()}: importlib.import_module('pyrite.' + name)\n"
        "heavy = {'numpy', 'pandas', 'pyarrow', 'duckdb', 'pyrite.core.context'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
