"""A Python for each system: given by a flag, or in an environment that the tool makes."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".envs"

#: What the environment of each system gets, numpy for the programs that use it.
WANTED = {
    "pyspark": ("pyspark==4.3.0", "numpy"),
    "dask": ("dask[bag]", "numpy"),
    "pysparkling": ("pysparkling", "numpy"),
    "duckdb": ("duckdb>=2", "pyarrow"),
    "sail": ("pysail", "pyspark-client", "pandas<3"),
}
#: How to ask a Python for the release that it has.
RELEASE = {
    "pyrite": "import pyrite; print(pyrite.__pyrite_version__)",
    "pyspark": "from importlib.metadata import version; print(version('pyspark'))",
    "dask": "from importlib.metadata import version; print(version('dask'))",
    "pysparkling": "from importlib.metadata import version; print(version('pysparkling'))",
    "duckdb": "from importlib.metadata import version; print(version('duckdb'))",
    "sail": "from importlib.metadata import version; print(version('pysail'))",
}


def find(system: str, given: str | None) -> str:
    """The Python that runs ``system``: ``given`` (a Python, or an environment's folder), or one of the tool's own."""
    if system not in WANTED:
        return python_of(given or sys.executable)
    if given:
        return python_of(given)
    folder = HOME / system
    if not (folder / "bin" / "python").exists():
        print(f"making {folder.relative_to(ROOT)} with {', '.join(WANTED[system])} ...", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *WANTED[system]], check=True)
    return python_of(str(folder))


def python_of(path: str) -> str:
    return str(Path(path) / "bin" / "python") if Path(path).is_dir() else path


def release(system: str, python: str) -> str:
    """The release of ``system`` in ``python``.

    Raises
    ------
    SystemExit
        When it is not there.
    """
    if system not in RELEASE:
        system, question = "Python", "import sys; print(sys.version.split()[0])"
    else:
        question = RELEASE[system]
    found = subprocess.run([python, "-c", question], capture_output=True, text=True, cwd=ROOT)
    if found.returncode:
        raise SystemExit(f"{python} has no {system}: {found.stderr.strip().splitlines()[-1]}")
    return found.stdout.strip()
