"""Runs one module's examples in a process of its own: ``python -m conformance.child JOB RESULTS``.

JOB is a JSON file (see ``run.Job``). RESULTS grows by one JSON line when a docstring starts and one when it
ends, so that the parent sees how far things came even when this process dies. The same code runs on the real
PySpark and on Pyrite; it may use nothing but the standard library.
"""

from __future__ import annotations

import doctest
import io
import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO


class SameModules(doctest.OutputChecker):
    """Reads ``pyrite.conf`` in an output as ``pyspark.conf``: two names of the same module."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return super().check_output(want, got, optionflags) or super().check_output(
            want, got.replace("pyrite.", "pyspark."), optionflags
        )


def main(job_path: str, results_path: str) -> None:
    job = json.loads(Path(job_path).read_text())
    with open(results_path, "a") as results, tempfile.TemporaryDirectory() as scratch:
        report(results, event="start", name="(set-up)")
        if job["engine"] == "pyrite":
            import_module("pyrite").install()
        globs = example_globals(job, scratch)
        for doc in job["docstrings"]:
            report(results, event="start", name=doc["name"])
            failed, tried, output = run_examples(doc, job, globs)
            report(results, event="end", name=doc["name"], failed=failed, tried=tried, output=output)
        for name in ("sc", "spark"):
            if name in globs:
                globs[name].stop()


def report(results: TextIO, **event: Any) -> None:
    results.write(json.dumps(event) + "\n")
    results.flush()


def example_globals(job: dict[str, Any], scratch: str) -> dict[str, Any]:
    """What the examples see: the module's names, and ``sc`` or ``spark`` as its own test run makes them."""
    globs: dict[str, Any] = {}
    if job["engine"] == "pyrite":
        globs.update(imported_names(job["imports"], job["module"]))
    globs.update(vars(import_module(job["module"])))
    # Functions that examples define must travel by value, as those of a script do.
    globs["__name__"] = "__main__"
    setup = job["setup"]
    if setup["legacy_numbers"]:
        plain_numpy_numbers()
    if setup["context"]:
        pyspark: Any = import_module("pyspark")
        conf = pyspark.SparkConf().setAll([*setup["conf"].items()])
        globs["sc"] = pyspark.SparkContext(*setup["context"], conf=conf)
        if setup["checkpoints"]:
            globs["sc"].setCheckpointDir(scratch)
    if setup["session"]:
        sql: Any = import_module("pyspark.sql")
        master, name = setup["session"]
        globs["spark"] = sql.SparkSession.builder.master(master).appName(name).getOrCreate()
        globs.setdefault("sc", globs["spark"].sparkContext)
    if setup["sql_context"]:
        globs.update(spark1_globals(globs["sc"]))
    return globs


def spark1_globals(sc: Any) -> dict[str, Any]:
    """The SQLContext that examples of Spark 1 start from, and the data that they show."""
    sql: Any = import_module("pyspark.sql")
    context = sql.SQLContext(sc)
    rows = sc.parallelize([sql.Row(field1=number, field2=f"row{number}") for number in (1, 2, 3)])
    texts = [
        '{"field1": 1, "field2": "row1", "field3": {"field4": 11}}',
        '{"field1": 2, "field3": {"field4": 22, "field5": [10, 11]}, "field6": [{"field7": "row2"}]}',
        '{"field1": null, "field2": "row3", "field3": {"field4": 33, "field5": []}}',
    ]
    data = {"rdd": rows, "df": rows.toDF(), "jsonStrings": texts, "json": sc.parallelize(texts)}
    return {"sqlContext": context, "os": os, "tempfile": tempfile, **data}


def imported_names(imports: list[str], module: str) -> dict[str, Any]:
    """The names that PySpark's module imports, which its examples therefore find, if they exist here."""
    names: dict[str, Any] = {"__name__": module, "__package__": module.rpartition(".")[0]}
    for statement in imports:
        try:
            exec(statement, names)
        except (ImportError, AttributeError):
            pass
    return names


def plain_numpy_numbers() -> None:
    try:
        numpy: Any = import_module("numpy")
        numpy.set_printoptions(legacy="1.25")
    except (ImportError, TypeError, ValueError):
        pass


def run_examples(doc: dict[str, Any], job: dict[str, Any], globs: dict[str, Any]) -> tuple[int, int, str]:
    """How many examples failed, how many ran, and doctest's account of the failures."""
    name = f"{job['module']}.{doc['name']}"
    examples = doctest.DocTestParser().get_doctest(
        doc["text"], dict(globs), name, job["path"], doc["line"] - 1
    )
    checker = SameModules() if job["engine"] == "pyrite" else doctest.OutputChecker()
    runner = doctest.DocTestRunner(checker, optionflags=job["setup"]["flags"])
    output = io.StringIO()
    runner.run(examples, out=output.write)
    # From Python 3.13 on, skipped examples count as tried.
    tried = runner.tries - getattr(runner, "skips", 0)
    return runner.failures, tried, output.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
