"""Docstrings with examples, read from source files without importing them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MODULE_DOC = "(module)"


@dataclass(frozen=True)
class Docstring:
    """One docstring with examples: its name within the module, its first line (from 1) and its text."""

    name: str
    line: int
    text: str


def module_path(package: Path, module: str) -> Path:
    """The source file of ``core.rdd`` in the package's folder."""
    path = package.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def docstrings(source: str) -> list[Docstring]:
    """Those docstrings of a module that have examples, in the order in which doctest runs them (by name).

    >>> [doc.name for doc in docstrings('class A:\\n  def f(self):\\n    ">>> 1"')]
    ['A.f']
    """
    found: dict[str, Docstring] = {}
    for doc in _walk(ast.parse(source), ""):
        if ">>>" in doc.text:
            found.setdefault(doc.name, doc)
    return sorted(found.values(), key=lambda doc: "" if doc.name == MODULE_DOC else doc.name)


def import_statements(source: str) -> list[str]:
    """A module's own top-level imports, one statement each: examples use names that only they bring in."""
    return [ast.unparse(single) for single in _imports(ast.parse(source).body)]


def _walk(node: ast.Module | ast.ClassDef | ast.FunctionDef, name: str) -> Iterator[Docstring]:
    text = _text(node)
    if text is not None:
        yield Docstring(name or MODULE_DOC, text.lineno, text.value)
    if not isinstance(node, ast.FunctionDef):
        for definition in _definitions(node.body):
            yield from _walk(definition, f"{name}.{definition.name}" if name else definition.name)


def _text(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> ast.Constant | None:
    """The docstring; of a function also one that stands below settings of local names, where Python overlooks it."""
    for statement in node.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            return statement.value if isinstance(statement.value.value, str) else None
        if not (isinstance(node, ast.FunctionDef) and isinstance(statement, ast.Assign)):
            return None
    return None


def _definitions(body: list[ast.stmt]) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for statement in body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef):
            yield statement
        elif isinstance(statement, ast.If | ast.Try):
            yield from _definitions([*statement.body, *statement.orelse])


def _imports(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    for statement in body:
        if isinstance(statement, ast.Import):
            for name in statement.names:
                yield ast.Import([name])
        elif isinstance(statement, ast.ImportFrom) and statement.module != "__future__":
            for name in statement.names:
                yield ast.ImportFrom(statement.module, [name], statement.level)
        elif isinstance(statement, ast.Try):
            yield from _imports(statement.body)
