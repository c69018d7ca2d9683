"""The fixture ``spark`` of the plugin, in test suites of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLUGIN = ("-p", "pyrite.pytest_plugin")


def run(folder: Path, *options: str, **files: str) -> str:
    """What pytest prints about a suite of these files."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=100)
    return done.stdout + done.stderr


USES_IT = """
    def test_rows(spark):
        assert spark.range(3).count() == 3
        assert type(spark).__module__ == "pyrite.sql.session"

    def test_tables(spark, tmp_path):
        spark.range(2).write.saveAsTable("some_rows")
        assert spark.table("some_rows").count() == 2
"""


def test_one_session_for_all(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        *PLUGIN,
        test_a=USES_IT + "\n    def test_view(spark):\n        spark.range(2).createTempView('v')\n",
        test_b="def test_view(spark):\n    assert spark.table('v').count() == 2\n",
    )
    assert "4 passed" in found, found
    assert not (tmp_path / "spark-warehouse").exists()


def test_functions_run_in_the_tests_process(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        *PLUGIN,
        test_it="""
            import os
            from pyspark.sql.functions import udf

            def test_udf(spark):
                process = udf(lambda n: os.getpid(), "long")
                assert spark.range(1).select(process("id")).first()[0] == os.getpid()
        """,
    )
    assert "1 passed" in found, found


def test_it_is_stopped_at_the_end(tmp_path: Path) -> None:
    conftest = """
        def pytest_unconfigure(config):
            from pyspark import SparkContext
            print("CONTEXT", SparkContext._active_spark_context)
    """
    assert "CONTEXT None" in run(tmp_path, *PLUGIN, "-s", conftest=conftest, test_it=USES_IT)


def test_without_the_option(tmp_path: Path) -> None:
    found = run(tmp_path, conftest='pytest_plugins = ["pyrite.pytest_plugin"]\n', test_it=USES_IT)
    assert "2 passed" in found, found


def test_not_without_the_plugin(tmp_path: Path) -> None:
    assert "fixture 'spark' not found" in run(tmp_path, test_it="def test_x(spark): pass\n")


def test_settings(tmp_path: Path) -> None:
    conftest = """
        import pytest

        @pytest.fixture(scope="session")
        def spark_conf():
            return {"spark.master": "local[2]", "spark.sql.session.timeZone": "Asia/Tokyo", "spark.app.name": "mine"}
    """
    test = """
        def test_it(spark):
            assert spark.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"
            assert (spark.sparkContext.master, spark.sparkContext.appName) == ("local[2]", "mine")
    """
    found = run(tmp_path, *PLUGIN, conftest=conftest, test_it=test)
    assert "1 passed" in found, found


@pytest.mark.parametrize("place", ["conftest", "test_it"])
def test_a_projects_own_fixture_stays(tmp_path: Path, place: str) -> None:
    own = "import pytest\n@pytest.fixture\ndef spark():\n    return 'own'\n"
    files = {"test_it": "def test_it(spark):\n    assert spark == 'own'\n"}
    files[place] = own + files.get(place, "")
    found = run(tmp_path, *PLUGIN, **files)
    assert "1 passed" in found, found


def test_a_session_that_is_there_goes_on(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        *PLUGIN,
        "-s",
        conftest="""
            from pyspark.sql import SparkSession

            session = SparkSession.builder.master("local[3]").getOrCreate()

            def pytest_unconfigure(config):
                print("COUNT", session.range(5).count(), session.sparkContext.master)
        """,
        test_it="""
            from conftest import session

            def test_it(spark):
                assert spark is session
        """,
    )
    assert "1 passed" in found and "COUNT 5 local[3]" in found, found


def test_suites_without_it_import_nothing_of_sql(tmp_path: Path) -> None:
    test = "import sys\ndef test_it():\n    assert 'pyrite.sql' not in sys.modules\n"
    found = run(tmp_path, *PLUGIN, test_it=test)
    assert "1 passed" in found, found
