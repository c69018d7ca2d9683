"""Finds the real PySpark: the specification, and the source of the examples."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from conformance.run import ROOT

PYSPARK = "4.3.0"
DEFAULT = ROOT / ".envs" / "oracle"


@dataclass(frozen=True)
class Oracle:
    """An environment that has PySpark: its Python, PySpark's folder and version."""

    python: str
    package: Path
    version: str


def find_oracle(python: str | None = None) -> Oracle:
    """The environment of the given Python, or of ``PYRITE_ORACLE``, or the tool's own, made when missing.

    Raises
    ------
    SystemExit
        When that Python has no PySpark of the right version.
    """
    python = python or os.environ.get("PYRITE_ORACLE")
    if python is None:
        python = str(DEFAULT / "bin" / "python")
        if not Path(python).exists():
            _make(DEFAULT)
    elif Path(python).is_dir():
        python = str(Path(python) / "bin" / "python")
    # Not imported: that would start looking for Java's side of things.
    code = "import importlib.util as u; print(u.find_spec('pyspark').submodule_search_locations[0])"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd="/")
    if found.returncode:
        raise SystemExit(f"{python} has no pyspark {PYSPARK}: install it, or name another with --oracle")
    package = Path(found.stdout.strip())
    version = _version(package)
    if version != PYSPARK:
        raise SystemExit(f"{python} has pyspark {version}; the examples of {PYSPARK} are wanted")
    return Oracle(python, package, version)


def _version(package: Path) -> str:
    names: dict[str, str] = {}
    exec((package / "version.py").read_text(), names)
    return names["__version__"]


def _make(folder: Path) -> None:
    print(f"Making {folder} with pyspark {PYSPARK} ...", file=sys.stderr)
    venv.create(folder, with_pip=True)
    wanted = [f"pyspark=={PYSPARK}", "numpy", "pandas", "pyarrow"]
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *wanted], check=True)
