"""Commands run as a user runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import Run

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def pyrite(tmp_path: Path) -> Run:
    """``pyrite(*arguments, stdin=..., NAME=...)``: its output and exit code, in a folder of its own."""

    def run(*arguments: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_", "PYRITE_"))}
        home = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"), "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; from pyrite._cli.main import main; sys.exit(main())",
                *arguments,
            ],
            cwd=tmp_path,
            env={**kept, **home, **environ},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=100,
        )

    return run
