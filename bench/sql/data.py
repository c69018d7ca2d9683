"""The tables of the suites as Parquet files, made once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bench.sql import h2o


def tables(folder: Path, suite: str, scale: float) -> Path:
    """The folder of a suite's tables at a scale factor.

    Raises
    ------
    SystemExit
        When the tables are to be made and tpcgen-cli is not there.
    """
    made = folder / f"{suite}-{scale:g}"
    if made.exists():
        return made
    unfinished = made.with_name(made.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    print(f"making {made} ...", file=sys.stderr)
    if suite == "h2o":
        h2o.write(unfinished, scale)
    else:
        _generate(suite, scale, unfinished)
    unfinished.rename(made)
    return made


def _generate(suite: str, scale: float, folder: Path) -> None:
    beside = Path(sys.executable).with_name("tpcgen-cli")
    tool = str(beside) if beside.exists() else shutil.which("tpcgen-cli")
    if tool is None:
        raise SystemExit("the tables of TPC-H and TPC-DS are made by tpcgen-cli: pip install tpcgen-cli")
    command = [tool, suite, "parquet", "-s", f"{scale:g}", "-o", str(folder), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
