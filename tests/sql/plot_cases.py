"""Pictures, drawn on PySpark (``record_plots.py``) and here."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

ROWS = [("A", 10, 1.5), ("B", 30, 2.5), ("C", 20, 3.5)]
STUDENTS = [
    ("A", 50, 55),
    ("B", 55, 60),
    ("C", 60, 65),
    ("D", 65, 70),
    ("F", 10, 15),
    ("G", 85, 90),
    ("H", 5, 150),
]
SALES = [
    (3, 5, 20, datetime(2018, 1, 31)),
    (2, 5, 42, datetime(2018, 2, 28)),
    (9, 12, 62, datetime(2018, 4, 30)),
]
FRAMES: dict[str, tuple[list[Any], Any]] = {
    "rows": (ROWS, ["category", "int_val", "float_val"]),
    "students": (STUDENTS, ["student", "math_score", "english_score"]),
    "sales": (SALES, ["sales", "signups", "visits", "date"]),
    "nulls": ([(1.0, None), (2.0, 4), (None, 4), (7.25, -1)], "x double, y int"),
    "equal": ([(3,), (3,)], "x int"),
    "dotted": ([(1, 2), (3, 4)], ["a.b", "c"]),
}
PLACES = [-20.0, 0.0, 30.0, 62.5]

CASES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "line": ("rows", lambda df: df.plot.line(x="category", y="int_val")),
    "lines": ("rows", lambda df: df.plot(kind="line", x="category", y=["int_val", "float_val"])),
    "default kind": ("rows", lambda df: df.plot(x="category", y="int_val")),
    "bar": ("rows", lambda df: df.plot.bar(x="category", y=["int_val", "float_val"])),
    "barh": ("rows", lambda df: df.plot.barh(x="int_val", y="category")),
    "barhs": ("rows", lambda df: df.plot.barh(x=["int_val", "float_val"], y="category", backend="plotly")),
    "scatter": ("rows", lambda df: df.plot.scatter(x="int_val", y="float_val", color="category")),
    "area": ("sales", lambda df: df.plot.area(x="date", y=["sales", "signups", "visits"])),
    "pie": ("sales", lambda df: df.plot.pie(x="date", y="signups")),
    "pies": ("sales", lambda df: df.plot.pie(x="date", y=None, subplots=True)),
    "two pies": ("sales", lambda df: df.plot.pie(x="date", y=["sales", "visits"], subplots=True)),
    "box": ("students", lambda df: df.plot.box(column="math_score")),
    "boxes": ("students", lambda df: df.plot.box()),
    "box with a reach": (
        "students",
        lambda df: df.plot.box(column="english_score", whis=0.5, precision=0.001),
    ),
    "box without points": ("students", lambda df: df.plot.box(column="english_score", boxpoints=False)),
    "box of nulls": ("nulls", lambda df: df.plot.box()),
    "kde": ("students", lambda df: df.plot.kde(bw_method=5, ind=PLACES)),
    "kde at so many": ("students", lambda df: df.plot.kde(bw_method=0.3, column="math_score", ind=7)),
    "density of nulls": ("nulls", lambda df: df.plot(kind="density", bw_method=1.5, ind=[1.0, 2])),
    "hist": ("students", lambda df: df.plot.hist(column="math_score", bins=4)),
    "hists": ("students", lambda df: df.plot.hist(title="scores")),
    "hist of nulls": ("nulls", lambda df: df.plot.hist(bins=3)),
    "hist of equals": ("equal", lambda df: df.plot.hist(bins=2)),
    "dotted names": ("dotted", lambda df: df.plot.line(x="a.b", y="c")),
    "no such kind": ("rows", lambda df: df.plot(kind="hexbin")),
    "no such backend": ("rows", lambda df: df.plot.line(x="category", y="int_val", backend="matplotlib")),
    "pie of nothing": ("rows", lambda df: df.plot.pie(x="category", y=None)),
    "pie of texts": ("rows", lambda df: df.plot.pie(x="category", y="category")),
    "box of texts": ("rows", lambda df: df.plot.box(column="category")),
    "box of no column": ("rows", lambda df: df.plot.box(column="nothing")),
    "box notched": ("rows", lambda df: df.plot.box(notched=True)),
    "box with all points": ("rows", lambda df: df.plot.box(boxpoints="all")),
}


def frame(spark: Any, name: str) -> Any:
    rows, schema = FRAMES[name]
    return spark.createDataFrame(rows, schema)


def outcome(name: str, spark: Any) -> Any:
    """What is drawn, without the template's colours; or the error."""
    source, draw = CASES[name]
    try:
        figure = draw(frame(spark, source))
    except Exception as error:
        return [type(error).__name__, error.getCondition(), error.getMessageParameters()]  # type: ignore[attr-defined]
    layout = figure.layout
    titles = {name: getattr(layout, name).title.text for name in ("xaxis", "yaxis")}
    shown = {
        "data": [_plain(trace.to_plotly_json()) for trace in figure.data],
        "titles": titles,
        "mode": layout.barmode,
    }
    return json.loads(json.dumps(shown, default=str))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return _plain(value.tolist()) if hasattr(value, "tolist") else value
