"""What plotly draws, and what is computed for it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, pi
from typing import TYPE_CHECKING, Any

import plotly
from plotly import express, graph_objs
from plotly.subplots import make_subplots

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql import functions as F
from pyrite.sql._arguments import unexpected_type
from pyrite.sql.types import NumericType

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objs import Figure

    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame

__all__ = ["plot_pyspark"]

_MAX_FLIERS = 1001


def plot_pyspark(data: DataFrame, kind: str, **kwargs: Any) -> Figure:
    """A picture: see :class:`pyrite.sql.plot.core.PySparkPlotAccessor`."""
    own = _OWN.get(kind)
    if own is not None:
        return own(data, **kwargs)
    rows = _ROWS.get(kind)
    if rows is None:
        raise PySparkValueError(
            errorClass="UNSUPPORTED_PLOT_KIND",
            messageParameters={
                "plot_type": kind,
                "supported_plot_types": ", ".join(sorted([*_OWN, *_ROWS])),
            },
        )
    return plotly.plot(rows(data), kind, **kwargs)


# ----------------------------------------------------------------------------------------------------- rows


def _max_rows(data: DataFrame) -> int:
    return int(data.sparkSession.conf.get("spark.sql.pyspark.plotting.max_rows") or 1000)


def _first(data: DataFrame) -> pd.DataFrame:
    return data.limit(_max_rows(data)).toPandas()


def _sampled(data: DataFrame) -> pd.DataFrame:
    chance, place = "__plotted_rand__", "__plotted_place__"
    numbered = data.select("*", F.rand().alias(chance), F.monotonically_increasing_id().alias(place))
    return numbered.sort(chance).limit(_max_rows(data)).sort(place).drop(chance, place).toPandas()


_ROWS = {"area": _sampled, "bar": _first, "barh": _first, "line": _sampled, "scatter": _sampled}


def _numeric(data: DataFrame, asked: str | list[str] | None) -> list[str]:
    """The columns that are asked for, which must be numbers; all numbers if none are asked for."""
    kinds = {field.name: field.dataType for field in data.schema}
    if asked is None:
        return [name for name, kind in kinds.items() if isinstance(kind, NumericType)]
    names = [asked] if isinstance(asked, str) else asked
    for name in names:
        kind = kinds.get(name)
        if not isinstance(kind, NumericType):
            raise PySparkTypeError(
                errorClass="PLOT_INVALID_TYPE_COLUMN",
                messageParameters={
                    "col_name": name,
                    "valid_types": NumericType.__name__,
                    "col_type": "None" if kind is None else type(kind).__name__,
                },
            )
    return names


def _numbers(data: DataFrame, asked: str | list[str] | None) -> DataFrame:
    """The numeric columns as doubles."""
    names = _numeric(data, asked)
    if not names:
        raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "numeric column"})
    return data.select(*[_column(name).cast("double").alias(name) for name in names])


def _column(name: str) -> Column:
    return F.col("`" + name.replace("`", "``") + "`")


def _evenly(start: float, stop: float, count: int) -> list[float]:
    """``count`` numbers from one to the other, at equal distances."""
    step = (stop - start) / (count - 1) if count > 1 else 0.0
    return [start + step * place for place in range(count)]


def _range(numbers: DataFrame) -> tuple[float, float]:
    """The least and the greatest value of all columns."""
    columns = [_column(name) for name in numbers.columns]
    ends = numbers.select(
        F.min(F.array_min(F.array(*columns))), F.max(F.array_max(F.array(*columns)))
    ).first()
    if ends is None or ends[0] is None:
        raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "value"})
    return ends[0], ends[1]


# ------------------------------------------------------------------------------------------------------ pie


def _pie(
    data: DataFrame,
    x: str | None = None,
    y: str | list[str] | None = None,
    subplots: bool = False,
    **kwargs: Any,
) -> Figure:
    if y is None and not subplots:
        raise PySparkValueError(errorClass="UNSUPPORTED_PIE_PLOT_PARAM", messageParameters={})
    names = _numeric(data, y)
    rows = _first(data)
    if not subplots:
        return express.pie(rows, values=names[0], names=x, **kwargs)
    figure = make_subplots(rows=1, cols=len(names), specs=[[{"type": "domain"}] * len(names)])
    for place, name in enumerate(names, 1):
        figure.add_trace(express.pie(rows, values=name, names=x, **kwargs).data[0], row=1, col=place)
    return figure


# ------------------------------------------------------------------------------------------------------ box


@dataclass
class _Box:
    """The numbers of a box; they are null where there are no values."""

    name: str
    mean: Any
    lower: Any
    middle: Any
    upper: Any
    fences: tuple[Any, Any]
    whiskers: tuple[Any, Any] = (None, None)
    fliers: Sequence[Any] | None = None


def _box(
    data: DataFrame,
    column: str | list[str] | None = None,
    whis: float = 1.5,
    precision: float = 0.01,
    boxpoints: Any = "suspectedoutliers",
    notched: bool = False,
    **kwargs: Any,
) -> Figure:
    _check_param("boxpoints", boxpoints, ("suspectedoutliers", False))
    _check_param("notched", notched, (False,))
    figure = graph_objs.Figure()
    for place, box in enumerate(_boxes(data, _numeric(data, column), whis, precision)):
        figure.add_trace(
            graph_objs.Box(
                x=[place],
                name=box.name,
                q1=[box.lower],
                median=[box.middle],
                q3=[box.upper],
                mean=[box.mean],
                lowerfence=[box.whiskers[0]],
                upperfence=[box.whiskers[1]],
                y=[box.fliers] if box.fliers else None,
                boxpoints=boxpoints,
                notched=notched,
                **kwargs,
            )
        )
    figure.layout.yaxis.title = "value"
    return figure


def _check_param(name: str, value: Any, supported: tuple[Any, ...]) -> None:
    if value not in supported:
        raise PySparkValueError(
            errorClass="UNSUPPORTED_PLOT_BACKEND_PARAM",
            messageParameters={
                "backend": "plotly",
                "param": name,
                "value": str(value),
                "supported_values": ", ".join(map(str, supported)),
            },
        )


def _boxes(data: DataFrame, names: list[str], whis: float, precision: float) -> list[_Box]:
    if not names:
        raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "numeric column"})
    wanted: list[Column] = []
    for name in names:
        value = _column(name)
        quartiles = F.percentile_approx(value, [0.25, 0.5, 0.75], int(1 / precision))
        lower, upper = F.get(quartiles, F.lit(0)), F.get(quartiles, F.lit(2))
        reach = F.lit(whis) * (upper - lower)
        middle = F.get(quartiles, F.lit(1))
        wanted.append(F.struct(F.mean(value), lower, middle, upper, lower - reach, upper + reach))
    found = data.select(*wanted).first() or ()
    boxes = [_Box(name, row[0], row[1], row[2], row[3], (row[4], row[5])) for name, row in zip(names, found)]
    ends: list[Column] = []
    for box in boxes:
        inside = F.when(_column(box.name).between(*box.fences), _column(box.name))
        ends.append(F.struct(F.min(inside), F.max(inside)))
    for box, row in zip(boxes, data.select(*ends).first() or ()):
        box.whiskers = (row[0], row[1])
        box.fliers = _fliers(data, box)
    return boxes


def _fliers(data: DataFrame, box: _Box) -> list[Any]:
    """What lies outside of the fences, the furthest from the median first."""
    value = _column(box.name)
    outside = data.select(value.alias("value"), F.abs(value - F.lit(box.middle)).alias("distance")).where(
        ~value.between(*box.fences)
    )
    furthest = outside.sort(F.desc("distance"), F.desc("value")).limit(_MAX_FLIERS)
    return [row[0] for row in furthest.select("value").collect()]


# ------------------------------------------------------------------------------------------------ densities


def _kde(
    data: DataFrame,
    bw_method: Any = None,
    column: str | list[str] | None = None,
    ind: Sequence[float] | int | None = None,
    **kwargs: Any,
) -> Figure:
    if not isinstance(bw_method, (int, float)):
        raise unexpected_type("bw_method", bw_method, "int or float")
    numbers = _numbers(data, column)
    if ind is None or isinstance(ind, int):
        low, high = _range(numbers)
        margin = 0.5 * (high - low)
        places = _evenly(low - margin, high + margin, 1000 if ind is None else ind)
    else:
        places = [float(place) for place in ind]
    densities = _densities(numbers, places, float(bw_method))
    lines = {
        "Density": [density for each in densities for density in each],
        "names": [name for name in numbers.columns for _ in places],
        "index": places * len(densities),
    }
    figure = express.line(lines, x="index", y="Density", **{"color": "names", **kwargs})
    figure.layout.xaxis.title = None
    return figure


def _densities(numbers: DataFrame, places: list[float], width: float) -> list[list[float | None]]:
    """The density of each column at each place: the mean of the kernels around the values."""
    at = F.explode(F.lit(places)).alias("place")
    offset = log(width) + 0.5 * log(2 * pi)
    kernels = []
    for number in range(len(numbers.columns)):
        away = (F.col(f"v{number}") - F.col("place")) / F.lit(width)
        kernels.append(F.avg(F.exp(F.lit(-0.5) * away * away - F.lit(offset))))
    renamed = numbers.toDF(*[f"v{number}" for number in range(len(numbers.columns))])
    rows = renamed.select("*", at).groupBy("place").agg(*kernels).collect()
    found = {row[0]: row[1:] for row in rows}
    nothing = (None,) * len(kernels)
    return [[found.get(place, nothing)[number] for place in places] for number in range(len(kernels))]


# ----------------------------------------------------------------------------------------------- histograms


def _hist(data: DataFrame, column: str | list[str] | None = None, bins: int = 10, **kwargs: Any) -> Figure:
    if bins < 2:
        raise PySparkValueError(
            errorClass="VALUE_NOT_BETWEEN", messageParameters={"arg_name": "bins", "min": "2", "max": "inf"}
        )
    numbers = _numbers(data, column)
    low, high = _range(numbers)
    if low == high:
        low, high = low - 0.5, high + 0.5
    edges = _evenly(low, high, bins + 1)
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    shown = [float(f"{edge:.9f}") for edge in edges]
    texts = [f"[{left}, {right})" for left, right in pairwise(shown)]
    texts[-1] = texts[-1][:-1] + "]"
    bars = [
        graph_objs.Bar(
            x=middles,
            y=counts,
            name=name,
            text=texts,
            hovertemplate=f"variable={name}<br>value=%{{text}}<br>count=%{{y}}",
        )
        for name, counts in zip(numbers.columns, _counts(numbers, edges))
    ]
    of_layout = inspect.signature(graph_objs.Layout).parameters
    layout = {name: value for name, value in kwargs.items() if name in of_layout}
    figure = graph_objs.Figure(data=bars, layout=graph_objs.Layout(**layout))
    figure.layout.barmode = "stack"
    figure.layout.xaxis.title = "value"
    figure.layout.yaxis.title = "count"
    return figure


def _counts(numbers: DataFrame, edges: list[float]) -> list[list[int]]:
    """For each column, how many values each range has; the last one has its end too."""
    columns = [_column(name) for name in numbers.columns]
    values = numbers.select(F.posexplode(F.array(*columns)).alias("number", "value"))
    # The number of inner edges that a value has reached is the number of its range.
    reached = F.size(F.filter(F.lit(edges[1:-1]), lambda edge: edge <= F.col("value")))
    rows = (
        values.where(F.col("value").isNotNull() & ~F.isnan("value"))
        .select("number", reached.alias("range"))
        .groupBy("number", "range")
        .count()
    )
    counts = [[0] * (len(edges) - 1) for _ in columns]
    for number, place, count in rows.collect():
        counts[number][place] = count
    return counts


_OWN: dict[str, Callable[..., Figure]] = {
    "pie": _pie,
    "box": _box,
    "kde": _kde,
    "density": _kde,
    "hist": _hist,
}
