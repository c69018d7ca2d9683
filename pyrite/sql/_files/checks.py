"""Which types a format can hold."""

from __future__ import annotations

from typing import Any

from pyrite.errors import AnalysisException
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql.types import (
    ArrayType,
    CalendarIntervalType,
    CharType,
    DataType,
    DayTimeIntervalType,
    MapType,
    NullType,
    StringType,
    StructType,
    TimeType,
    UserDefinedType,
    VarcharType,
    VariantType,
    YearMonthIntervalType,
)

__all__ = ["check_columns"]


def check_columns(data: StructType, shown: str, reading: bool) -> None:
    """Refuse columns that a format cannot hold.

    Raises
    ------
    AnalysisException
        UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, UNSUPPORTED_TIME_TYPE.
    """
    for field in data:
        if not _holds(shown, field.dataType, reading):
            raise AnalysisException(
                errorClass="UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                messageParameters={
                    "columnName": quoted_parts((field.name,)),
                    "columnType": quoted_type(field.dataType),
                    "format": shown,
                },
            )


def _holds(shown: str, kind: DataType, reading: bool) -> bool:
    if isinstance(kind, UserDefinedType):
        return _holds(shown, kind.sqlType(), reading)
    if isinstance(kind, TimeType):
        raise AnalysisException(errorClass="UNSUPPORTED_TIME_TYPE", messageParameters={})
    if shown == "Text":
        return isinstance(kind, (StringType, CharType, VarcharType))
    if isinstance(kind, CalendarIntervalType):
        return False
    if shown == "CSV":
        if isinstance(kind, VariantType):
            return reading
        return not isinstance(kind, (ArrayType, MapType, StructType, NullType))
    if shown == "JDBC":
        return not isinstance(kind, (DayTimeIntervalType, YearMonthIntervalType, VariantType))
    if shown == "XML" and isinstance(kind, NullType):
        return True
    if shown == "ORC" and (isinstance(kind, VariantType) or (isinstance(kind, NullType) and not reading)):
        return False
    if shown in ("Delta", "Iceberg") and isinstance(kind, _NO_LAKE):
        return False
    return all(_holds(shown, part, reading) for part in _parts(kind))


_NO_LAKE = (DayTimeIntervalType, YearMonthIntervalType, NullType, VariantType)


def _parts(kind: Any) -> list[DataType]:
    if isinstance(kind, StructType):
        return [field.dataType for field in kind]
    if isinstance(kind, ArrayType):
        return [kind.elementType]
    if isinstance(kind, MapType):
        return [kind.keyType, kind.valueType]
    return []
