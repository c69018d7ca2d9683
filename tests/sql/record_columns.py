"""Record what real PySpark answers to column_cases, and its functions: run it with a Python that has PySpark.

    python tests/sql/record_columns.py

It writes data/columns_4.3.0.json: the answers to column_cases, each function's signature, and the texts of calls of
each function with arguments of each kind that it takes.
"""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import column_cases as cases
import column_outcomes as outcomes

#: Arguments that are no columns, by the parameter's name.
TEXTS = {
    "charset": "'utf-8'",
    "collation": "'UTF8_LCASE'",
    "dayOfWeek": "'Mon'",
    "format": "'yyyy'",
    "gapDuration": "'5 minutes'",
    "mode": "'max'",
    "path": "'$.a'",
    "slideDuration": "'5 minutes'",
    "startTime": "'1 minute'",
    "targetType": "'int'",
    "unit": "'day'",
    "windowDuration": "'1 hour'",
}
GIVEN = {
    "numBits": ["256"],
    "options": ["{'k': 'v'}", "{'k': True, 'm': 3}"],
    "percentage": ["0.5", "[0.1, 0.9]", "(0.1, 0.9)", "col('p')"],
    "rsd": ["0.05"],
    "schema": ["'x int'", "col('s')"],
}
#: What takes or makes no plain Column: column_cases has those that are of interest.
LEFT_OUT = {
    "aggregate", "array_sort", "arrow_udf", "arrow_udtf", "asc", "broadcast", "call_function", "call_udf", "col",
    "column", "exists", "expr", "filter", "forall", "json_tuple", "lit", "map_filter", "map_zip_with", "pandas_udf",
    "reduce", "transform", "transform_keys", "transform_values", "udf", "udtf", "when", "zip_with",
}  # fmt: skip


def arguments(parameter: Any, index: int) -> list[str]:
    """One argument of each kind that a parameter's annotation allows."""
    if parameter.name in GIVEN:
        return GIVEN[parameter.name]
    kinds, name = str(parameter.annotation), repr("abcdefghij"[index])
    found = [name, f"col({name}) + 1"] if "ColumnOrName" in kinds else []
    if ".Column" in kinds and not found:
        found.append(f"col({name})")
    if "Any" in kinds:
        found += ["1", "'v'", "None", "col('v')"]
    for kind, values in (("bool", ["True", "False"]), ("int", ["2"]), ("float", ["0.5"])):
        if kind in kinds:
            found += values
    if "str" in kinds and "ColumnOrName" not in kinds:
        found.append(TEXTS.get(parameter.name, "'t'"))
    return found or [name]


def calls(name: str, function: Any) -> list[str]:
    """Calls of a function: with what it needs, with each further argument, and with each kind of argument."""
    given = list(enumerate(inspect.signature(function).parameters.values()))
    many = any(p.kind is p.VAR_POSITIONAL for _, p in given)
    needed = [(i, p) for i, p in given if p.default is p.empty and p.kind is not p.VAR_POSITIONAL]
    further = [(i, p) for i, p in given if p.default is not p.empty]
    first = [arguments(p, i)[0] for i, p in needed]
    found = [first + ["'v1'", "col('v2')"] * many, first]
    if name in ("array", "create_map", "map_concat", "struct"):
        found.append(["['v1', col('v2')]"])
    for place, (index, parameter) in enumerate(needed):
        for value in arguments(parameter, index)[1:]:
            found.append([*first[:place], value, *first[place + 1 :]] + ["'v1'"] * many)
    for place, (index, parameter) in enumerate(further):
        found.append(first + [arguments(p, i)[0] for i, p in further[: place + 1]])
        found += [[*first, f"{parameter.name}={value}"] for value in arguments(parameter, index)]
    return list(dict.fromkeys(f"{name}({', '.join(values)})" for values in found))


def signatures(holder: Any, names: Any) -> dict[str, Any]:
    return {name: outcomes.signature(getattr(holder, name)) for name in sorted(names)}


def comparable(answers: dict[str, Any]) -> dict[str, Any]:
    """Without the errors of the bridge to the JVM, and texts with addresses of Java's objects."""
    return {
        text: answer
        for text, answer in answers.items()
        if answer[0] not in ("Py4JError", "Py4JJavaError") and not re.search("@[0-9a-f]{5,}", str(answer))
    }


def main() -> None:
    from pyspark import __version__
    from pyspark.sql import SparkSession, functions
    from pyspark.sql.column import Column
    from pyspark.sql.window import Window, WindowSpec

    assert __version__ == "4.3.0"
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    names = outcomes.namespace("pyspark")
    found: dict[str, Any] = {
        group: comparable({text: outcomes.outcome(text, names) for text in texts})
        for group, texts in cases.CASES.items()
    }
    found["columns of literals"] = comparable(
        {text: outcomes.column_of(text, names, session) for text in cases.LITERALS}
    )
    df = outcomes.table(session)
    found["queries"] = comparable({text: outcomes.selected(text, names, df) for text in cases.QUERIES})
    own = {name: f for name, f in names.items() if inspect.isfunction(f) and "functions" in f.__module__}
    found["calls"] = comparable(
        {
            text: outcomes.outcome(text, names)
            for name, function in sorted(own.items())
            if name not in LEFT_OUT
            for text in calls(name, function)
        }
    )
    found["signatures"] = signatures(functions, own)
    partitioning = functions.partitioning
    found["partitioning"] = signatures(partitioning, ("bucket", "days", "hours", "months", "years"))
    for kind in (Column, Window, WindowSpec):
        methods = [name for name, f in vars(kind).items() if callable(f) or isinstance(f, staticmethod)]
        found[kind.__name__] = signatures(kind, {*methods} - {"__new__", "__init__"})
    found["public"] = {name: inspect.isclass(getattr(functions, name)) for name in sorted(functions.__all__)}
    session.stop()
    groups = [
        f"{json.dumps(group)}: {{\n"
        + ",\n".join(f"{json.dumps(text)}: {json.dumps(result)}" for text, result in results.items())
        + "\n}"
        for group, results in found.items()
    ]
    outcomes.RECORDED.write_text("{\n" + ",\n".join(groups) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
