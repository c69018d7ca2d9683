"""What is imported by what, and when: the public list, lazy imports, and the direction between the rooms."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pyrite

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pyrite"

#: The ``__all__`` of PySpark 4.3.0.
PYSPARK_PUBLIC = [
    "Accumulator",
    "AccumulatorParam",
    "BarrierTaskContext",
    "BarrierTaskInfo",
    "BasicProfiler",
    "Broadcast",
    "CPickleSerializer",
    "InheritableThread",
    "MarshalSerializer",
    "Profiler",
    "RDD",
    "RDDBarrier",
    "SparkConf",
    "SparkContext",
    "SparkExecutorInfo",
    "SparkFiles",
    "SparkJobInfo",
    "SparkStageInfo",
    "StatusTracker",
    "StorageLevel",
    "TaskContext",
    "__version__",
    "inheritable_thread_target",
]

#: The rooms from the ground up, by prefix; the longest one counts. Imports point to the same level or below.
LEVELS: list[tuple[str, ...]] = [
    ("version", "_dataclasses", "_globals", "_alias", "cloudpickle", "loose_version", "find_spark_home"),
    ("errors",),
    ("_absent", "_py4j"),
    (
        "_conf",
        "conf",
        "storagelevel",
        "serializers",
        "statcounter",
        "taskcontext",
        "accumulators",
        "core.broadcast",
        "core.files",
        "core.status",
        "resource",
        "rddsampler",
        "resultiterable",
        "profiler",
        "traceback_utils",
        "util",
        "join",
        "install",
        "instrumentation_utils",
        "memory_profiler_ext",
        "threaddump",
        "worker_util",
        "java_gateway",
        "daemon",
        "worker",
        "sql.types",
        "sql._types.atomic_names",
        "sql._types.arrow_types",
        "sql._types.collations",
        "sql._types.datatypes",
        "sql._types.ddl",
        "sql._types.timestamp_word",
        "sql._types.infer",
        "sql._types.nested",
        "sql._text.parse_errors",
        "sql._text.query_context",
        "sql._types.row",
        "sql._text.tokens",
        "sql._types.distinct_names",
        "sql._text.java_methods",
        "sql._text.java_regex",
        "sql._text.xpath",
        "sql._text.zones",
        "sql._types.values",
        "sql._types.variant",
        "sql._types.variant_trees",
        "sql._types.verify",
        "sql._types.wkb",
        "sql._text.local_time",
        "sql._text.parse_errors",
        "sql._types.physical_types",
        "_events",
    ),
    (
        "_io",
        "_events.log",
    ),
    ("_lineage",),
    ("_runtime", "shuffle"),
    ("_executor",),
    ("_scheduler",),
    ("core",),
    (
        "sql._arguments",
        "sql._arrow_start",
        "sql._types.attribute_names",
        "sql._text.datetime_patterns",
        "sql._depth",
        "sql._inputs",
        "sql._literals",
        "sql._text.local_zone",
        "sql._plan",
        "sql._result",
    ),
    ("sql._python",),
    ("sql._analysis",),
    ("sql._files",),
    ("sql._jdbc",),
    ("sql._lake",),
    ("sql._catalog",),
    ("sql._duckdb",),
    ("sql._physical",),
    ("sql._query",),
    ("sql._commands",),
    ("sql",),
    ("streaming", "ml", "mllib", "pandas", "testing"),
    ("interop", "listener", "shell", "_debug", "_ui", "_cli", "__main__", "pytest_plugin"),
]
_LEVEL_OF = {prefix: level for level, prefixes in enumerate(LEVELS) for prefix in prefixes}

HEAVY = ("duckdb", "pyarrow", "numpy", "pandas", "sqlglot", "matplotlib", "IPython")


def in_fresh_python(code: str) -> str:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_public_names_are_pysparks() -> None:
    assert sorted(pyrite.__all__) == sorted(PYSPARK_PUBLIC)


@pytest.mark.parametrize("name", PYSPARK_PUBLIC)
def test_public_names_resolve(name: str) -> None:
    assert getattr(pyrite, name) is getattr(pyrite, name)
    assert name in dir(pyrite)


def test_versions() -> None:
    assert pyrite.__version__ == "4.3.0"
    assert pyrite.__pyrite_version__ != pyrite.__version__


def test_import_alone_brings_in_nothing_of_the_engine() -> None:
    code = "import sys, pyrite; print(*(name for name in sys.modules if name.startswith('pyrite.')))"
    assert set(in_fresh_python(code).split()) <= {"pyrite._alias"}


@pytest.mark.parametrize(
    "code",
    [
        "import pyrite; pyrite.install(); from pyspark import SparkContext, SparkConf, StorageLevel",
        "import pyrite; pyrite.install(); from pyspark.sql import SparkSession, Row",
        "from pyrite import SparkContext\n"
        "with SparkContext('local', 'x') as sc:\n"
        "    assert sc.parallelize([(1, 2)]).reduceByKey(max).collect() == [(1, 2)]",
    ],
)
def test_rdd_programs_import_nothing_heavy(code: str) -> None:
    report = f"\nimport sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    assert in_fresh_python(code + report).split() == []


#: What the first query of a small program has no use for.
LATE_FOR_QUERIES = (
    "pandas",
    "pyarrow.compute",
    "pyarrow.parquet",
    "pyrite.sql._analysis.functions.arrays",
    "pyrite.sql._analysis.functions.intervals",
    "pyrite.sql._analysis.functions.math",
    "pyrite.sql._analysis.functions.strings",
    "pyrite.sql._analysis.parser.commands",
    "pyrite.sql._catalog.tables",
    "pyrite.sql._commands.commands",
    "pyrite.sql._duckdb.files",
    "pyrite.sql._files.partitions",
    "pyrite.sql._files.reading",
    "pyrite.sql._physical.python_runs",
    "pyrite.sql._plan.commands",
    "pyrite.sql._plan.ddl",
    "pyrite.sql.catalog",
    "pyrite.sql.readwriter",
    "pyrite.sql.plot",
    "pyrite._ui.server",
)


def test_a_first_query_loads_what_it_needs_and_no_more() -> None:
    code = (
        "from pyrite.sql import SparkSession\n"
        "spark = SparkSession.builder.master('local[2]').config('spark.ui.enabled', 'false').getOrCreate()\n"
        "spark.createDataFrame([(1, 'a'), (2, 'b')], ['x', 'y']).filter('x > 1').show()\n"
        "assert spark.sql('SELECT sum(id) FROM range(10)').first()[0] == 45\n"
        f"import sys; print('late:', *(name for name in {LATE_FOR_QUERIES!r} if name in sys.modules))"
    )
    assert in_fresh_python(code).splitlines()[-1].split() == ["late:"]


def test_workers_of_python_functions_load_no_driver() -> None:
    code = (
        "import sys\n"
        "from pyrite.sql import SparkSession, functions as F\n"
        "spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()\n"
        "loaded = F.udf(lambda x: ' '.join(sorted(__import__('sys').modules)))\n"
        "print('loaded:', spark.range(1).select(loaded('id')).first()[0])"
    )
    loaded = set(in_fresh_python(code).splitlines()[-1].split())
    assert "pyrite.sql._python.scalar" in loaded
    driver = (
        "pandas",
        "duckdb",
        "pyrite.core.context",
        "pyrite._scheduler",
        "pyrite.sql._physical.python_runs",
    )
    assert not loaded.intersection(driver)


def level(module: str) -> int:
    """Return the level of ``pyrite.x.y``, given as ``x.y``."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        found = _LEVEL_OF.get(".".join(parts[:length]))
        if found is not None:
            return found
    raise AssertionError(f"the module {module} belongs to no room in LEVELS")


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            yield name, path


def is_type_checking(node: ast.AST) -> bool:
    test = getattr(node, "test", None)
    return isinstance(node, ast.If) and "TYPE_CHECKING" in {
        getattr(test, "id", None),
        getattr(test, "attr", None),
    }


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield what a module imports from the package, with lines; those for type checkers are left out."""
    for node in ast.iter_child_nodes(tree):
        if is_type_checking(node):
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("pyrite."):
                    yield alias.name.removeprefix("pyrite."), node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            if node.module == "pyrite":
                for alias in node.names:
                    yield alias.name, node.lineno
            elif node.module.startswith("pyrite."):
                base = node.module.removeprefix("pyrite.")
                for alias in node.names:
                    below = PACKAGE.joinpath(*base.split("."), alias.name)
                    submodule = below.with_suffix(".py").exists() or below.is_dir()
                    yield f"{base}.{alias.name}" if submodule else base, node.lineno
        yield from imports(node)


def test_imports_point_downward() -> None:
    wrong = []
    for name, path in modules():
        for target, line in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if target in ("install", "installed", "uninstall"):
                target = "_alias"
            if level(target) > level(name):
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {name} imports {target} from above")
    assert not wrong, "\n" + "\n".join(wrong)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


#: Imports inside functions, each with its reason there.
LATE = {("_executor.worker", "_alias")}


def test_own_modules_are_imported_at_the_top() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {target}"
        for name, path in modules()
        for function in functions(ast.parse(path.read_text(encoding="utf-8")))
        for target, line in imports(function)
        if (name, target) not in LATE
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_cycles() -> None:
    known = dict(modules())
    edges = {
        name: {
            target if target in known else target.rpartition(".")[0]
            for target, _ in imports(ast.parse(path.read_text(encoding="utf-8")))
        }
        - {name}
        for name, path in known.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name in done or name not in edges:
            return
        for target in edges[name]:
            visit(target, (*trail, name))
        done.add(name)

    for name in edges:
        visit(name, ())
