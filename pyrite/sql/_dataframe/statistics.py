"""Statistics of columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import IllegalArgumentException, PySparkTypeError, PySparkValueError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base, flattened
from pyrite.sql._dataframe.missing import without_nan
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types.attribute_names import named
from pyrite.sql.column import expression_of, literal
from pyrite.sql.types import DoubleType, IntegerType, NumericType, StringType

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = ["Statistics"]

_SUMMARY = ("count", "mean", "stddev", "min", "25%", "50%", "75%", "max")
_FUNCTIONS = {"count": "count", "mean": "avg", "stddev": "stddev", "min": "min", "max": "max"}


def _text(value: str) -> e.Literal:
    return e.Literal(value, StringType())


class Statistics(Base):
    """The part of DataFrame that tells statistics."""

    def describe(self, *cols: Any) -> DataFrame:
        """Count, mean, standard deviation, smallest and largest value of columns, as text."""
        names = [str(name) for name in flattened(cols)]
        columns = [named(name) for name in names] if names else self._described()
        return self._summary(("count", "mean", "stddev", "min", "max"), columns)

    def summary(self, *statistics: str) -> DataFrame:
        """As :meth:`describe`, with quartiles; or these statistics: also ``75%`` and ``count_distinct``."""
        chosen = tuple(flattened(statistics)) or _SUMMARY
        return self._summary(chosen, self._described())

    def _described(self) -> list[e.Expression]:
        return [a for a in self._plan.output if isinstance(a.type, (NumericType, StringType))]

    def _summary(self: Any, statistics: Sequence[str], columns: Sequence[e.Expression]) -> DataFrame:
        plan = self._plan
        chosen = self._with(r.Project(plan, tuple(columns)))._plan.output
        rows: list[list[e.Expression]] = []
        for statistic in statistics:
            values = [_statistic(statistic, column) for column in chosen]
            rows.append([_text(statistic), *values])
        flat: list[e.Expression] = []
        for index, row in enumerate(rows):
            flat += [e.As(value, (f"{index}_{i}",)) for i, value in enumerate(row)]
        computed = r.Aggregate(r.Project(plan, tuple(columns)), (), tuple(flat))
        frame = self._with(computed)
        found = frame._plan.output
        width = len(chosen) + 1
        names = ("summary", *[attribute.name for attribute in chosen])
        parts: list[e.Expression] = []
        for index in range(len(rows)):
            fields: list[e.Expression] = []
            for name, attribute in zip(names, found[index * width : (index + 1) * width]):
                fields += [_text(name), attribute]
            parts.append(e.Call("named_struct", tuple(fields)))
        made = r.Project(frame._plan, (e.Call("inline_outer", (e.Call("array", tuple(parts)),)),))
        result: DataFrame = self._with(made).toDF(*names)
        return result

    def corr(self: Any, col1: str, col2: str, method: str | None = None) -> float:
        """Pearson's correlation of two columns."""
        self._both_names(col1, col2)
        if method not in (None, "pearson"):
            raise PySparkValueError(
                errorClass="VALUE_NOT_ALLOWED",
                messageParameters={"arg_name": "method", "allowed_values": "['pearson']"},
            )
        for name in (col1, col2):
            self._expect_numeric(
                name, "Currently correlation calculation for columns with dataType {} not supported."
            )
        return self._one(e.Call("corr", (named(col1), named(col2))), float("nan"))

    def cov(self: Any, col1: str, col2: str) -> float:
        """The sample covariance of two columns."""
        self._both_names(col1, col2)
        for name in (col1, col2):
            self._expect_numeric(
                name, "Currently covariance calculation for columns with dataType {} not supported."
            )
        return self._one(e.Call("covar_samp", (named(col1), named(col2))), 0.0)

    def _both_names(self, col1: Any, col2: Any) -> None:
        for name, value in (("col1", col1), ("col2", col2)):
            if not isinstance(value, str):
                raise unexpected_type(name, value, "str")

    def _expect_numeric(self: Any, name: str, message: str) -> None:
        kind = self._with(r.Project(self._plan, (named(name),)))._plan.output[0].type
        if not isinstance(kind, NumericType):
            raise IllegalArgumentException(f"requirement failed: {message.format(kind.simpleString())}")

    def _one(self: Any, value: e.Expression, default: float) -> float:
        found = self._with(r.Aggregate(self._plan, (), (value,))).collect()[0][0]
        return default if found is None else float(found)

    def approxQuantile(
        self: Any, col: str | list[str] | tuple[str], probabilities: Sequence[float], relativeError: float
    ) -> Any:
        """The values of columns at some probabilities. Pyrite computes them exactly, whatever ``relativeError``."""
        if not isinstance(col, (str, list, tuple)):
            raise unexpected_type("col", col, "list, str or tuple")
        names = [col] if isinstance(col, str) else list(col)
        for name in names:
            if not isinstance(name, str):
                raise PySparkTypeError(
                    errorClass="DISALLOWED_TYPE_FOR_CONTAINER",
                    messageParameters={
                        "arg_name": "col",
                        "arg_type": type(col).__name__,
                        "allowed_types": "str",
                        "item_type": type(name).__name__,
                    },
                )
        if not isinstance(probabilities, (list, tuple)):
            raise unexpected_type("probabilities", probabilities, "list or tuple")
        for number in probabilities:
            if not isinstance(number, (float, int)) or not 0 <= number <= 1:
                raise unexpected_type("probabilities", number, "list[float, int]")
        if not isinstance(relativeError, (float, int)):
            raise unexpected_type("relativeError", relativeError, "float or int")
        if relativeError < 0:
            raise PySparkValueError(
                errorClass="NEGATIVE_VALUE",
                messageParameters={"arg_name": "relativeError", "arg_value": str(relativeError)},
            )
        found = []
        for name in names:
            self._expect_numeric(
                name, f"Quantile calculation for column {name} with data type {{}} is not supported."
            )
            values = self._quantiles(name, [float(p) for p in probabilities])
            found.append(values)
        return found[0] if isinstance(col, str) else found

    def _quantiles(self: Any, name: str, probabilities: Sequence[float]) -> list[float]:
        points = e.Call("array", tuple([e.Literal(p, DoubleType()) for p in probabilities]))
        chosen = self._with(
            r.Project(self._plan, (e.As(e.Cast(named(name), DoubleType()), ("value",)),))
        )._plan
        column = without_nan(chosen.output[0])
        value = e.Call("percentile_approx", (column, points, e.Literal(2147483647, IntegerType())))
        rows = self._with(r.Aggregate(chosen, (), (value,))).collect()
        return list(rows[0][0] or [])

    def crosstab(self: Any, col1: str, col2: str) -> DataFrame:
        """How often each pair of values occurs: a row for each value of the one, a column for each of the other."""
        self._both_names(col1, col2)
        one = e.As(_pair_text(named(col1)), (f"{col1}_{col2}",))
        plan = self._with(r.Project(self._plan, (one, e.As(_pair_text(named(col2)), ("other",)))))._plan
        key, other = plan.output
        values = sorted([row[0] for row in self._with(r.Distinct(r.Project(plan, (other,)))).collect()])
        counts = e.Call("count", (e.Literal(1, IntegerType()),))
        options = tuple([_text(value) for value in values])
        pivoted = self._with(r.Pivot(plan, (key,), (other,), options, (counts,)))
        result: DataFrame = pivoted.fillna(dict.fromkeys(pivoted.columns[1:], 0))
        return result

    def freqItems(self: Any, cols: list[str] | tuple[str], support: float | None = None) -> DataFrame:
        """The values of each column that occur in more than a part ``support`` of the rows (default 1 %)."""
        if isinstance(cols, tuple):
            cols = list(cols)
        if not isinstance(cols, list):
            raise unexpected_type("cols", cols, "list or tuple")
        part = 0.01 if support is None else support
        total = self.count()
        found: list[tuple[str, list[Any]]] = []
        for name in cols:
            counted = self.groupBy(name).count().collect()
            found.append(
                (f"{name}_freqItems", [row[0] for row in counted if row[1] > part * total or part >= 1])
            )
        kinds = [self.schema[name].dataType.simpleString() for name in cols]
        ddl = ", ".join([f"`{label}` array<{kind}> NOT NULL" for (label, _), kind in zip(found, kinds)])
        frame: DataFrame = self._session.createDataFrame([tuple([items for _, items in found])], ddl)
        return frame

    def sampleBy(self: Any, col: Any, fractions: dict[Any, float], seed: int | None = None) -> DataFrame:
        """A random part of the rows of each value of a column: ``fractions`` tells how large."""
        if not isinstance(fractions, dict):
            raise unexpected_type("fractions", fractions, "dict")
        for value, fraction in fractions.items():
            if not isinstance(value, (float, int, str)):
                raise PySparkTypeError(
                    errorClass="DISALLOWED_TYPE_FOR_CONTAINER",
                    messageParameters={
                        "arg_name": "fractions",
                        "arg_type": type(fractions).__name__,
                        "allowed_types": "float, int, str",
                        "item_type": type(value).__name__,
                    },
                )
            if not 0 <= float(fraction) <= 1:
                raise IllegalArgumentException(
                    f"requirement failed: Fractions must be in [0, 1], but got {fraction}."
                )
        draw = e.Call("rand", () if seed is None else (e.Literal(int(seed), IntegerType()),))
        column = expression_of(col)
        branches = tuple(
            [
                (e.Call("=", (column, literal(value))), e.Literal(float(part), DoubleType()))
                for value, part in fractions.items()
            ]
        )
        limit = e.Case(branches, e.Literal(0.0, DoubleType()))
        return self._with(r.Filter(self._plan, e.Call("<", (draw, limit))))


def _statistic(statistic: str, column: e.Attribute) -> e.Expression:
    numeric = isinstance(column.type, NumericType)
    value: e.Expression = column
    if statistic.endswith("%"):
        try:
            point = float(statistic[:-1]) / 100
        except ValueError:
            raise IllegalArgumentException(f"Unable to parse {statistic} as a percentile") from None
        if not 0 <= point <= 1:
            raise IllegalArgumentException(
                f"requirement failed: Percentiles must be in the range [0, 1]: {point}"
            )
        if not numeric:
            return e.Literal(None, StringType())
        value = e.Call("percentile_approx", (column, e.Literal(point, DoubleType())))
    elif statistic in ("count_distinct", "approx_count_distinct"):
        name = "count" if statistic == "count_distinct" else statistic
        value = e.Call(name, (column,), distinct=statistic == "count_distinct")
    elif statistic in _FUNCTIONS:
        if statistic in ("mean", "stddev") and not numeric:
            value = e.Cast(column, DoubleType(), "try")
        value = e.Call(_FUNCTIONS[statistic], (value,))
    else:
        raise analysis_error(
            "UNRECOGNIZED_STATISTIC", {"stats": f"'{statistic}'"}, kind=IllegalArgumentException
        )
    return e.Cast(value, StringType())


def _pair_text(column: e.Expression) -> e.Expression:
    return e.Call("coalesce", (e.Cast(column, StringType()), _text("null")))
