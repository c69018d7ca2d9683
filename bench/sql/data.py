"""The tables of TPC-H and TPC-DS as Parquet files, made once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


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
    beside = Path(sys.executable).with_name("tpcgen-cli")
    tool = str(beside) if beside.exists() else shutil.which("tpcgen-cli")
    if tool is None:
        raise SystemExit("the tables of TPC-H and TPC-DS are made by tpcgen-cli: pip install tpcgen-cli")
    unfinished = made.with_name(made.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    print(f"making {made} ...", file=sys.stderr)
    command = [tool, suite, "parquet", "-s", f"{scale:g}", "-o", str(unfinished), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    unfinished.rename(made)
    return made
