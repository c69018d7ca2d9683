"""``pyrite doctor``: what is installed, what is missing or slow."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module, metadata
from importlib.util import find_spec
from typing import NamedTuple

from pyrite._cli.common import DONE, FAILED, options_help, settle, told, version, wants_help
from pyrite._conf.known import misspelt
from pyrite._conf.sources import Settings, defaults_file, parse_submit_options
from pyrite._runtime.memory import physical_memory

HELP = """\
usage: pyrite doctor [options]

Look at this machine and environment as Pyrite sees them, run a job and a query, and say what is missing or slow.
The exit code is 1 if something that programs need does not work.

options, as of spark-submit: those that the programs are started with
"""

#: What each extra brings, and a module by which it is known to be there.
EXTRAS = {
    "shell": ("IPython", "IPython in `pyrite shell`"),
    "notebook": ("ipykernel", "the Jupyter kernel"),
    "ui": ("uvicorn", "the web UI and `pyrite history`"),
    "plot": ("plotly", "`df.plot`"),
    "ml": ("numpy", "vectors and matrices of `pyspark.ml`"),
    "s3": ("s3fs", "s3a:// paths"),
    "gcs": ("gcsfs", "gs:// paths"),
    "azure": ("adlfs", "abfss:// paths"),
    "http": ("aiohttp", "http:// paths"),
    "webhdfs": ("requests", "webhdfs:// paths"),
    "zstd": ("zstandard", "zstd files"),
    "lz4": ("lz4", "lz4 files"),
    "snappy": ("cramjam", "snappy files"),
    "crypto": ("cryptography", "encryption in SQL and files"),
    "avro": ("fastavro", "Avro"),
    "orc": ("pyorc", "ORC"),
    "sketches": ("datasketches", "sketch functions of SQL"),
    "hdf5": ("h5py", "HDF5"),
    "delta": ("deltalake", "Delta tables"),
    "iceberg": ("pyiceberg", "Iceberg tables"),
    "polars": ("polars", "Polars frames"),
    "dask": ("dask", "Dask collections"),
    "postgresql": ("psycopg", "PostgreSQL by JDBC URLs"),
    "mysql": ("pymysql", "MySQL by JDBC URLs"),
}
_NEEDED = ("cloudpickle", "duckdb", "fsspec", "pyarrow")
_USEFUL = ("pandas", "numpy")
#: Seconds beyond which a start is called slow.
_SLOW = 2.0


class Finding(NamedTuple):
    """``good``, ``note``, ``slow`` or ``bad``; and what was found."""

    state: str
    text: str


_SIGNS = {"good": "ok  ", "note": "note", "slow": "slow", "bad": "BAD "}


def main(args: Sequence[str]) -> int:
    """Print what is found."""
    if wants_help(args):
        print(HELP + options_help(), end="")
        return DONE
    settings = settle(parse_submit_options(args), "pyrite doctor", spark_ui_enabled="false")
    worst = DONE
    for title, look in (
        ("Machine", machine),
        ("Packages", packages),
        ("Extras", extras),
        ("Settings", lambda: configured(settings)),
        ("Trial", trial),
    ):
        print(f"\n{title}")
        for finding in look():
            print(f"  {_SIGNS[finding.state]}  {finding.text}", flush=True)
            worst = FAILED if finding.state == "bad" else worst
    print("\nsomething does not work" if worst else "\nall is well")
    return worst


def machine() -> Iterator[Finding]:
    """The machine and this Python."""
    yield Finding("good", version())
    old = sys.version_info < (3, 10) or sys.platform == "win32"
    yield Finding("bad" if old else "good", f"{platform.platform()}, {sys.executable}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield Finding("good", f"{cores} cores, {physical_memory() / 2**30:.1f} GiB of memory")
    folder = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or tempfile.gettempdir()
    yield _disk(folder)
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        yield Finding("slow", "PYTHONDONTWRITEBYTECODE is set: Python compiles every module at every start")
    spark = find_spec("pyspark")
    if spark is not None and spark.origin and "pyrite" not in spark.origin:
        yield Finding(
            "note", "the real PySpark is installed too: `import pyspark` is Pyrite only under `pyrite run`"
        )


def _disk(folder: str) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free / 2**30
    except OSError as error:
        return Finding("bad", f"nothing can be written to {folder}, where shuffles go: {error.strerror}")
    return Finding("good" if free > 1 else "note", f"{free:.1f} GiB free in {folder}, where shuffles go")


def packages() -> Iterator[Finding]:
    """What Pyrite needs, and what many programs want."""
    for name in _NEEDED:
        found = _version(name)
        yield Finding("good" if found else "bad", f"{name} {found or 'is missing'}")
    for name in _USEFUL:
        found = _version(name)
        yield Finding(
            "good" if found else "note", f"{name} {found or 'is not there; toPandas() and such need it'}"
        )


def _version(name: str) -> str | None:
    if find_spec(name) is None:
        return None
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(name)
    return "(of unknown version)"


def extras() -> Iterator[Finding]:
    """The extras that are there, and those that are not."""
    missing = []
    for extra, (module, meaning) in EXTRAS.items():
        if find_spec(module) is not None:
            yield Finding("good", f"{extra}: {meaning}")
        else:
            missing.append(f"{extra} ({meaning})")
    if missing:
        yield Finding("note", f"not there, by `pip install 'pyrite[NAME]'`: {'; '.join(missing)}")


def configured(settings: Settings) -> Iterator[Finding]:
    """The settings, and where programs get them."""
    path = defaults_file(os.environ)
    yield Finding("good", f"spark-defaults.conf: {path or 'none'}")
    given = Settings()
    given.take(settings)
    for key in [key for key, origin in settings.origins.items() if origin == "default"]:
        # The doctor's own.
        del given[key]
    for line in told(given).splitlines():
        yield Finding("good", line)
    for key, meant in misspelt(settings).items():
        yield Finding("note", f"there is no setting {key}; did you mean {meant}?")
    yield _port(int(settings.get("spark.ui.port", "4040")))


def _port(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Finding("note", f"port {port} is taken; the web UI takes the next free one")
    return Finding("good", f"port {port} is free for the web UI")


def trial() -> Iterator[Finding]:
    """A job and a query, timed."""
    session = None
    try:
        started = time.monotonic()
        session = import_module("pyrite.sql.session").SparkSession.builder.getOrCreate()
        sc = session.sparkContext
        yield _timed(f"a session on {sc.master}", started)
        if sc.master.startswith("local"):
            yield Finding("note", "no cluster is asked for: workers are processes of this machine")
        yield _checked(
            "workers, and a first job", lambda: sc.parallelize(range(100), 4).map(_twice).sum() == 9900
        )
        yield _checked("a job with a shuffle", lambda: len(sc.range(100).groupBy(_parity).collect()) == 2)
        yield _checked("a first query", lambda: session.range(100).selectExpr("sum(id)").first()[0] == 4950)
        yield _checked("a second query", lambda: session.sql("select 1").count() == 1)
    except Exception as error:
        yield Finding("bad", f"{type(error).__name__}: {error}")
    finally:
        if session is not None:
            session.stop()


def _checked(what: str, run: Callable[[], bool]) -> Finding:
    started = time.monotonic()
    return _timed(what, started) if run() else Finding("bad", f"{what}: a wrong answer")


def _timed(what: str, started: float) -> Finding:
    took = time.monotonic() - started
    return Finding("slow" if took > _SLOW else "good", f"{what}: {took:.2f} s")


def _twice(n: int) -> int:
    return 2 * n


def _parity(n: int) -> int:
    return n % 2
