"""Small DataFrame programs, their data, and what they give in a form that fits into JSON.

Real PySpark and Pyrite run the same text of ``programs.txt``; the last line of a program is its value.
"""

from __future__ import annotations

import ast
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RECORDED = HERE / "recorded.json"

Outcome = list[Any]


def programs() -> dict[str, str]:
    """The programs by concept and text: ``selection: people.select("name")``."""
    found: dict[str, str] = {}
    for section in re.split(r"^== ", (HERE / "programs.txt").read_text(), flags=re.MULTILINE)[1:]:
        concept, _, text = section.partition("\n")
        for program in re.split(r"\n{2,}", text.strip()):
            name = f"{concept}: {'; '.join(program.splitlines())}"
            assert name not in found, f"twice: {name}"
            found[name] = program
    return found


def names_of(package: str, spark: Any) -> dict[str, Any]:
    """What programs find: the session, the modules and four DataFrames."""
    people = [
        (1, "Al", 31, ("Rome", "00100"), ["x", "y"]),
        (2, "Bea", 25, ("Oslo", "0150"), []),
        (3, "Cy", None, None, ["z"]),
        (4, "Di", 31, ("Rome", "00184"), None),
    ]
    address = "struct<city: string, zip: string>"
    orders = [(1, "pen", 1.5), (1, "ink", 12.0), (2, "pen", 2.5), (9, "cup", 20.0)]
    numbers = [("a", 1), ("b", 2), ("a", 1), (None, 3), ("c", None)]
    pairs = [("x", 1, 10.0), ("y", 2, 30.5), ("z", 4, 20.25)]
    return {
        "spark": spark,
        "F": import_module(f"{package}.sql.functions"),
        "T": import_module(f"{package}.sql.types"),
        "Window": import_module(f"{package}.sql.window").Window,
        "Observation": import_module(f"{package}.sql.observation").Observation,
        "people": spark.createDataFrame(
            people, f"id bigint, name string, age bigint, address {address}, tags array<string>"
        ),
        "orders": spark.createDataFrame(orders, "person bigint, item string, price double"),
        "numbers": spark.createDataFrame(numbers, "k string, v bigint"),
        "pairs": spark.createDataFrame(pairs, "a string, b bigint, c double"),
    }


def outcome(program: str, names: dict[str, Any]) -> Outcome:
    """What a program gives: a DataFrame's schema and rows, a value's repr, or an error."""
    tree = ast.parse(program)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    scope = dict(names)
    try:
        exec(compile(tree, "program", "exec"), scope)
        value = eval(compile(ast.Expression(last.value), "program", "eval"), scope)
        if hasattr(value, "collect") and hasattr(value, "dtypes"):
            columns = [f"{field.name}: {_type(field)}" for field in value.schema]
            # Rows have no order of their own.
            return ["rows", columns, sorted(_neutral(repr(row)) for row in value.collect())]
        return ["value", _neutral(repr(value))]
    except Exception as error:
        return _failure(error)


def _type(field: Any) -> str:
    return field.dataType.simpleString() + ("" if field.nullable else " not null")


def _failure(error: Exception) -> Outcome:
    kind = type(error).__name__
    condition = getattr(error, "getCondition", lambda: None)()
    if condition is None:
        java = re.search(r"\[([A-Z_.]{8,})\]", str(error)) if kind.startswith("Py4J") else None
        return ["error", java[1] if java else kind]
    parameters = error.getMessageParameters() or {}  # type: ignore[attr-defined]
    # Some conditions show plans, whose operators and ids are each engine's own.
    told = {name: _neutral(text) for name, text in parameters.items() if "\n" not in str(text)}
    return ["error", kind, condition, told]


def _neutral(text: Any) -> str:
    return re.sub(r"0x[0-9a-f]+", "0x", re.sub(r"#\d+L?", "#", str(text)))


def recorded() -> dict[str, Outcome]:
    """The outcomes on real PySpark, by program."""
    outcomes: dict[str, Outcome] = json.loads(RECORDED.read_text(encoding="utf-8"))["outcomes"]
    return outcomes
