"""What CSV and JSON share: what becomes of malformed records, and how values become Arrow columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pyrite._dataclasses import dataclass
from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkNotImplementedError,
    SparkRuntimeException,
)
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import read_failure
from pyrite.sql._types.physical_types import physical_type
from pyrite.sql.types import DataType, StringType, StructType

__all__ = ["Malformed", "arrow_column", "charset", "check_sampling"]

_CHARSETS = ("iso-8859-1", "us-ascii", "utf-16", "utf-16be", "utf-16le", "utf-32", "utf-8")


def _refuse_locale(options: Options) -> None:
    """Refuse numbers and names of months that are not written as in English: they would be read wrong."""
    given = options.text("locale", "en-US") or "en-US"
    if given.lower().replace("_", "-").split("-")[0] != "en":
        feature = f"the locale {given} of CSV and JSON"
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


def check_sampling(options: Options) -> None:
    """Raise IllegalArgumentException for a ``samplingRatio`` of nothing. What it samples is read whole."""
    given = options.text("samplingRatio")
    if given is not None and float(given) <= 0:
        raise IllegalArgumentException(
            f"requirement failed: samplingRatio ({float(given)}) should be greater than 0"
        )


@dataclass(frozen=True)
class Malformed:
    """What becomes of malformed records.

    Parameters
    ----------
    mode : str
        ``PERMISSIVE``, ``DROPMALFORMED`` or ``FAILFAST``.
    column : int, optional
        Where among the columns the text of malformed records goes.
    """

    mode: str
    column: int | None

    @classmethod
    def of(cls, data: StructType, options: Options, settings: Settings) -> Malformed:
        """What a reader's options tell.

        Raises
        ------
        AnalysisException
            INVALID_CORRUPT_RECORD_TYPE.
        """
        _refuse_locale(options)
        mode = (options.text("mode") or "PERMISSIVE").upper()
        name = corrupt_name(options, settings)
        for index, field in enumerate(data):
            if settings.same_name(field.name, name):
                if not isinstance(field.dataType, StringType):
                    raise AnalysisException(
                        errorClass="INVALID_CORRUPT_RECORD_TYPE",
                        messageParameters={
                            "columnName": quoted_parts((name,)),
                            "actualType": quoted_type(field.dataType),
                        },
                    )
                return cls(mode, index)
        return cls(mode, None)

    def refuse_alone(self, required: StructType) -> None:
        """Refuse to read nothing but the texts of malformed records.

        Raises
        ------
        AnalysisException
            UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN.
        """
        if self.column is not None and len(required.fields) == 1:
            raise AnalysisException(
                errorClass="UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN", messageParameters={}
            )

    @property
    def drops(self) -> bool:
        """Whether malformed records are left out."""
        return self.mode == "DROPMALFORMED"

    def check(self, record: str, path: str) -> None:
        """Refuse a malformed record with ``FAILFAST``.

        Raises
        ------
        SparkRuntimeException
            FAILED_READ_FILE; its cause is MALFORMED_RECORD_IN_PARSING.
        """
        if self.mode == "FAILFAST":
            failure = SparkRuntimeException(
                errorClass="MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                messageParameters={"badRecord": record, "failFastMode": "FAILFAST"},
            )
            raise (read_failure("NO_HINT", path) if path else failure) from failure


def corrupt_name(options: Options, settings: Settings) -> str:
    """The name of the column for malformed records."""
    conf = settings.conf or {}
    default = conf.get("spark.sql.columnNameOfCorruptRecord", "_corrupt_record")
    return options.text("columnNameOfCorruptRecord") or default


def charset(options: Options, function: str) -> str:
    """The option ``encoding``.

    Raises
    ------
    IllegalArgumentException
        INVALID_PARAMETER_VALUE.CHARSET for names that Spark does not take.
    """
    name = options.text("encoding", options.text("charset")) or "UTF-8"
    if name.lower() not in _CHARSETS:
        raise IllegalArgumentException(
            errorClass="INVALID_PARAMETER_VALUE.CHARSET",
            messageParameters={
                "functionName": f"`{function}`",
                "parameter": "`charset`",
                "charset": name,
                "charsets": ", ".join(_CHARSETS),
            },
        )
    return name


def arrow_column(values: Sequence[Any], kind: DataType) -> pa.Array:
    """A column of values in Spark's internal form: days, microseconds, lists, tuples, pairs."""
    target = physical_type(kind)
    return _array(values, target)


def _array(values: Sequence[Any], target: pa.DataType) -> pa.Array:
    types = pa.types
    if types.is_date32(target):
        return pa.array(values, pa.int32()).view(target)
    if types.is_timestamp(target):
        return pa.array(values, pa.int64()).view(target)
    if types.is_list(target):
        offsets, flat = _offsets(values)
        return _nulls(pa.ListArray.from_arrays(offsets, _array(flat, target.value_type), target), values)
    if types.is_map(target):
        offsets, flat = _offsets(values)
        keys = _array([key for key, _ in flat], target.key_type)
        items = _array([item for _, item in flat], target.item_type)
        return _nulls(pa.MapArray.from_arrays(offsets, keys, items, target), values)
    if types.is_struct(target) and target.num_fields:
        width = target.num_fields
        blank = (None,) * width
        columns = list(zip(*[blank if value is None else value for value in values])) or [()] * width
        children = [_array(column, target.field(index).type) for index, column in enumerate(columns)]
        mask = pa.array([value is None for value in values], pa.bool_())
        return pa.StructArray.from_arrays(children, fields=list(target), mask=mask)
    if types.is_struct(target):
        return pa.array([None if value is None else {} for value in values], target)
    return pa.array(values, target)


def _offsets(values: Sequence[Any]) -> tuple[pa.Array, list[Any]]:
    flat: list[Any] = []
    offsets = [0]
    for value in values:
        flat.extend(value or ())
        offsets.append(len(flat))
    return pa.array(offsets, pa.int32()), flat


def _nulls(array: pa.Array, values: Sequence[Any]) -> pa.Array:
    if not any(value is None for value in values):
        return array
    valid = pa.array([value is not None for value in values])
    return pc.if_else(valid, array, pa.scalar(None, array.type))
