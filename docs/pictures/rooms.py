"""The map of the rooms: who stands on whom, how large each one is, and how many imports go from one to another."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from svg import BLUE, GOLD, GREEN, INK, PAPER, PURPLE, SOFT, Picture

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "pyrite"


@dataclass(frozen=True)
class Room:
    """A room: its name, what it is for, the modules that it is made of (by prefix), and where it stands."""

    name: str
    what: str
    prefixes: tuple[str, ...]
    column: float
    row: int
    width: float
    colour: str


def _room(name: str, what: str, column: float, row: int, width: float, colour: str, *prefixes: str) -> Room:
    return Room(name, what, prefixes or (name.rstrip("/").replace("/", "."),), column, row, width, colour)


#: The floors from the roof down: imports go down, or to the side.
ROOMS = (
    _room("_cli", "the command pyrite", 0, 0, 3, GOLD),
    _room("_ui", "pages, REST, history, pictures", 3, 0, 3, GOLD),
    _room("testing", "assertions, pytest", 6, 0, 3, GOLD, "testing", "pytest_plugin"),
    _room("_alias, _py4j", "import pyspark is us", 9, 0, 3, GOLD, "_alias", "_py4j", "_absent", "install"),
    _room("core", "SparkContext, RDD, Broadcast", 0, 1, 4, BLUE),
    _room("sql", "SparkSession, DataFrame, Column, functions", 4, 1, 8, PURPLE),
    _room("_scheduler", "when tasks run: a pure state machine", 0, 2, 4, BLUE),
    _room("sql/_commands", "statements", 4, 2, 2.7, PURPLE),
    _room("sql/_query", "a query's steps", 6.7, 2, 2.6, PURPLE),
    _room("sql/_physical", "where plans are cut", 9.3, 2, 2.7, PURPLE),
    _room("_executor", "where: driver, forked workers", 0, 3, 4, BLUE),
    _room("sql/_duckdb", "the compiler, and DuckDB", 4, 3, 4, PURPLE),
    _room("sql/_catalog", "tables, views, functions", 8, 3, 4, PURPLE),
    _room("_runtime", "how one task runs", 0, 4, 4, BLUE),
    _room("sql/_files, _lake, _jdbc", "formats, Delta, Iceberg, databases", 4, 4, 4, PURPLE,
          "sql._files", "sql._lake", "sql._jdbc", "sql.avro"),
    _room("sql/_python", "users' functions", 8, 4, 4, PURPLE),
    _room("_lineage", "what to compute: nodes", 0, 5, 4, BLUE),
    _room("sql/_analysis", "parser, resolver, registry of functions", 4, 5, 8, PURPLE),
    _room("_events", "one bus, Spark's event log", 0, 6, 4, GREEN),
    _room("sql/_plan", "the one plan", 4, 6, 2, PURPLE),
    _room("sql/_inputs, _result", "Arrow in, and out", 6, 6, 3, PURPLE, "sql._inputs", "sql._result"),
    _room("sql/_types, _text", "types, rows, texts", 9, 6, 3, PURPLE, "sql._types", "sql._text", "sql.types"),
    _room("_conf", "settings and their origins", 0, 7, 3, GREEN, "_conf", "conf"),
    _room("_io", "paths, codecs, commits", 3, 7, 3, GREEN),
    _room("leaf modules", "values, small algorithms", 6, 7, 3, GREEN, ""),
    _room("errors", "exceptions, conditions", 9, 7, 3, GREEN),
)  # fmt: skip

_UNIT, _LEFT, _HEIGHT, _GAP = 78, 12, 54, 26


def draw_rooms() -> Picture:
    """The rooms on their floors, and the imports between them."""
    sizes, imports = measured()
    picture = Picture(_LEFT * 2 + 12 * _UNIT)
    for (importer, imported), count in sorted(imports.items(), key=lambda pair: pair[1]):
        if count >= 3:
            _draw_imports(picture, importer, imported, count)
    for room in ROOMS:
        x, y, width = _place(room)
        lines = f"{sizes[room.name]:,} lines"
        picture.box(x, y, width, _HEIGHT, fill=PAPER, line=room.colour, title=f"{room.name}: {lines}")
        picture.box(x, y, 5, _HEIGHT, fill=room.colour, line=room.colour, radius=2)
        picture.text(x + 13, y + 20, room.name, 13, mono=True, bold=True)
        picture.text(x + width - 8, y + 46, lines, 10, fill=SOFT, anchor="end")
        picture.text(x + 13, y + 36, room.what, 11.5, fill=INK)
    return picture


def measured() -> tuple[Counter[str], Counter[tuple[Room, Room]]]:
    """The lines of each room, and how often one imports from another."""
    sizes: Counter[str] = Counter()
    imports: Counter[tuple[Room, Room]] = Counter()
    for path in sorted(PACKAGE.rglob("*.py")):
        module = (
            ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        )
        text = path.read_text()
        own = _room_of(module)
        sizes[own.name] += text.count("\n")
        for name in _imported(text):
            other = _room_of(name)
            if other is not own:
                imports[own, other] += 1
    return sizes, imports


def _imported(text: str) -> Iterator[str]:
    """The modules of ours that a text imports, whenever it does."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pyrite."):
            yield str(node.module).removeprefix("pyrite.")


def _room_of(module: str) -> Room:
    found = [
        (len(prefix), room)
        for room in ROOMS
        for prefix in room.prefixes
        if not prefix or module == prefix or module.startswith(prefix + ".")
    ]
    return max(found, key=lambda pair: pair[0])[1]


def _place(room: Room) -> tuple[float, float, float]:
    return _LEFT + room.column * _UNIT + 4, 10 + room.row * (_HEIGHT + _GAP), room.width * _UNIT - 8


def _draw_imports(picture: Picture, importer: Room, imported: Room, count: int) -> None:
    """A line from the middle of one to that of the other: the thicker, the more."""
    x1, y1, width1 = _place(importer)
    x2, y2, width2 = _place(imported)
    picture.line(
        x1 + width1 / 2, y1 + _HEIGHT / 2, x2 + width2 / 2, y2 + _HEIGHT / 2, "#d9dde2", min(8, 1 + count / 8)
    )
