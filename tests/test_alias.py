"""``pyrite.install()``: pyspark is another name of the same modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEGACY = ["broadcast", "context", "files", "rdd", "status"]


def fresh(code: str, *paths: Path) -> str:
    """Run the code in a Python of its own, where ``paths`` come first, and return what it prints."""
    path = os.pathsep.join(map(str, [*paths, ROOT]))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def other_pyspark(tmp_path: Path) -> Path:
    """A folder with a package that stands for the real PySpark."""
    for name in ("pyspark", "pyspark/mllib"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("real = True\n")
    return tmp_path


@pytest.fixture
def other_py4j(tmp_path: Path) -> Path:
    (tmp_path / "py4j").mkdir()
    (tmp_path / "py4j" / "__init__.py").write_text("")
    (tmp_path / "py4j" / "protocol.py").write_text("class Py4JJavaError(Exception): pass\n")
    return tmp_path


def test_every_way_of_importing_gives_the_same_module() -> None:
    fresh(
        "import sys, pyrite; pyrite.install()\n"
        "import pyspark, pyspark.sql.types, pyrite.sql.types\n"
        "import pyspark.sql as s\n"
        "from pyspark import conf\n"
        "from pyspark.sql import types\n"
        "assert pyspark is pyrite and s is pyspark.sql and conf is pyrite.conf is pyspark.conf\n"
        "assert types is sys.modules['pyspark.sql.types'] is sys.modules['pyrite.sql.types']\n"
        "assert types.__name__ == types.__spec__.name == 'pyrite.sql.types'\n"
        "for name in list(sys.modules):\n"
        "    if name.startswith('pyspark'):\n"
        "        assert sys.modules[name] is not None\n"
    )


def test_submodules_are_attributes_after_the_package_alone() -> None:
    fresh(
        "import pyrite; pyrite.install()\n"
        "import pyspark\n"
        "pyspark.sql.SparkSession, pyspark.rdd.RDD, pyspark.core.rdd, pyspark.util, pyspark.sql.types.Row\n"
    )


@pytest.mark.parametrize("name", LEGACY)
@pytest.mark.parametrize("install", ["", "pyrite.install()"])
def test_legacy_path_is_the_module_under_core(name: str, install: str) -> None:
    check = f"import pyrite.{name}, pyrite.core.{name}; assert pyrite.{name} is pyrite.core.{name}\n"
    if install:
        check += f"import pyspark.{name}; assert pyspark.{name} is pyrite.core.{name}\n"
    fresh(f"import pyrite\n{install}\n{check}")


def test_reload_keeps_one_module() -> None:
    fresh(
        "import importlib, sys, pyrite; pyrite.install()\n"
        "import pyspark.storagelevel as before\n"
        "assert importlib.reload(before) is before\n"
        "assert sys.modules['pyspark.storagelevel'] is sys.modules['pyrite.storagelevel'] is before\n"
    )


def test_pickles_under_either_name_give_the_same_class() -> None:
    fresh(
        "import pickle, pyrite; pyrite.install()\n"
        "from pyspark.sql import Row\n"
        "data = pickle.dumps(Row(a=1), protocol=2)\n"
        "assert b'pyrite.sql.types' in data\n"
        "other = pickle.loads(data.replace(b'cpyrite.', b'cpyspark.'))\n"
        "assert type(other) is Row and other.a == 1\n"
    )


def test_module_that_is_not_there_names_the_page_of_gaps() -> None:
    out = fresh(
        "import pyrite; pyrite.install()\n"
        "try:\n    import pyspark.ml.feature\n"
        "except ModuleNotFoundError as error:\n    print(error.name, error)\n"
    )
    assert out.startswith("pyspark.ml.feature No module named 'pyspark.ml.feature'")
    assert "docs/gaps.md" in out


@pytest.mark.parametrize("name", ["Pipeline", "feature"])
def test_name_that_is_not_there_names_the_page_of_gaps(name: str) -> None:
    out = fresh(
        "import pyrite; pyrite.install()\n"
        f"try:\n    from pyspark.ml import {name}\n"
        "except ModuleNotFoundError as error:\n    print(error.name, error)\n"
    )
    assert out.startswith(f"pyspark.ml.{name} ")
    assert "docs/gaps.md" in out


def test_missing_dependency_keeps_its_own_error() -> None:
    out = fresh(
        "import sys, pyrite; pyrite.install()\n"
        "sys.modules['cloudpickle'] = None\n"
        "try:\n    import pyspark.core.context\n"
        "except ModuleNotFoundError as error:\n    print(error.name)\n"
    )
    assert out == "cloudpickle"


def test_without_install_pyspark_is_the_other(other_pyspark: Path) -> None:
    assert fresh("import pyrite, pyspark; print(pyspark.real)", other_pyspark) == "True"


def test_nothing_of_the_other_pyspark_leaks_in(other_pyspark: Path) -> None:
    out = fresh(
        "import pyrite; pyrite.install()\n"
        "import pyspark; assert pyspark is pyrite\n"
        "try:\n    import pyspark.mllib\n"
        "except ModuleNotFoundError:\n    print('none')\n",
        other_pyspark,
    )
    assert out == "none"


def test_install_after_the_other_pyspark_is_refused(other_pyspark: Path) -> None:
    out = fresh(
        "import pyspark, pyrite\n"
        "try:\n    pyrite.install()\n"
        "except ImportError as error:\n    print(pyrite.installed(), error)\n",
        other_pyspark,
    )
    assert out.startswith("False ")
    assert str(other_pyspark) in out


def test_uninstall_gives_the_name_back(other_pyspark: Path) -> None:
    out = fresh(
        "import sys, pyrite\n"
        "pyrite.install(); pyrite.install()\n"
        "import pyspark.conf, py4j.protocol\n"
        "assert pyrite.installed()\n"
        "pyrite.uninstall(); pyrite.uninstall()\n"
        "assert not pyrite.installed() and 'py4j' not in sys.modules\n"
        "assert 'pyspark.conf' not in sys.modules and 'pyrite.conf' in sys.modules\n"
        "import pyspark; print(pyspark.real)\n",
        other_pyspark,
    )
    assert out == "True"


def test_py4j_error_catches_a_failed_job() -> None:
    out = fresh(
        "import pyrite; pyrite.install()\n"
        "from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError\n"
        "from pyspark import SparkContext\n"
        "with SparkContext('local', 'x') as sc:\n"
        "    try:\n        sc.parallelize([0]).map(lambda x: 1 / x).collect()\n"
        "    except Py4JJavaError as error:\n        print(isinstance(error, Py4JError), type(error).__name__)\n"
    )
    assert out == "True JobFailedError"


def test_installed_py4j_gives_way_to_the_errors_that_pyrite_raises(other_py4j: Path) -> None:
    code = (
        "import pyrite; pyrite.install()\nfrom py4j.protocol import Py4JJavaError\n"
        "from pyspark.errors import JobFailedError\nprint(issubclass(JobFailedError, Py4JJavaError))\n"
    )
    assert fresh(code, other_py4j) == "True"


def test_py4j_imported_before_stays(other_py4j: Path) -> None:
    code = "import py4j.protocol, pyrite; pyrite.install()\nimport py4j.protocol; print(py4j.protocol.__file__)\n"
    assert fresh(code, other_py4j) == str(other_py4j / "py4j" / "protocol.py")


def test_importing_the_module_install_keeps_the_function_callable() -> None:
    code = "import pyrite.install, pyrite; pyrite.install(); import pyspark; print(pyspark is pyrite)\n"
    assert fresh(code) == "True"


def test_workers_know_the_alias() -> None:
    out = fresh(
        "import pyrite; pyrite.install()\n"
        "from pyspark import SparkContext\n"
        "def f(x):\n    import pyspark\n    return pyspark.__name__\n"
        "with SparkContext('local[1]', 'x') as sc:\n    print(sc.parallelize([0], 1).map(f).collect())\n"
    )
    assert out == "['pyrite']"
