"""What the tests of files share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from pyrite._io.filesystem import Storage


@pytest.fixture
def storage() -> Storage:
    return Storage()


@pytest.fixture(scope="session")
def oracle():
    """Run a program text with the real PySpark (PYRITE_ORACLE_PYTHON, or this Python); return its output."""
    python = os.environ.get("PYRITE_ORACLE_PYTHON", sys.executable)
    found = subprocess.run(
        [python, "-c", "import pyspark, sys; sys.exit('site-packages' not in pyspark.__file__)"],
        capture_output=True,
        check=False,
    )
    if found.returncode or shutil.which("java") is None:
        pytest.skip(
            "the real PySpark and Java are not here (PYRITE_ORACLE_PYTHON names a Python that has them)"
        )

    def run(program: str) -> str:
        head = (
            "from pyspark import SparkConf, SparkContext\n"
            "conf = SparkConf().setMaster('local[2]').set('spark.ui.enabled', 'false')\n"
            "sc = SparkContext(conf=conf); sc.setLogLevel('OFF')\n"
        )
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SPARK"))}
        done = subprocess.run(
            [python, "-c", head + program], capture_output=True, text=True, check=False, env=environment
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run
