"""The types of single values, and what all types have in common.

The internal form of a value, which ``toInternal`` makes and ``fromInternal`` reads, is what Spark's engine keeps:
days and microseconds since 1970 for dates and timestamps, nanoseconds since midnight for times of day.
"""

from __future__ import annotations

import calendar
import datetime
import json
import os
import time
from collections.abc import Callable
from typing import Any, ClassVar

from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkNotImplementedError,
    PySparkRuntimeError,
)
from pyrite.sql._types.values import Geography, Geometry, VariantVal

_MICROS = 1_000_000


class DataType:
    """Base of all types.

    Two types are equal when one's class is the other's and all they hold is equal.
    """

    #: Parses DDL text. The module that knows how to build every type sets it.
    _parse_ddl: ClassVar[Callable[[str], DataType]]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __hash__(self) -> int:
        return hash(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.__dict__ == other.__dict__

    def __ne__(self, other: object) -> bool:
        return not self == other

    @classmethod
    def typeName(cls) -> str:
        """The name of the kind of type, such as ``"integer"``."""
        return cls.__name__[:-4].lower()

    def simpleString(self) -> str:
        """The type as SQL names it, in lower case, such as ``"int"`` or ``"array<int>"``."""
        return self.typeName()

    def jsonValue(self) -> str | dict[str, Any]:
        """The type as :meth:`json` writes it, before it becomes text."""
        return self.typeName()

    def json(self) -> str:
        """The type in Spark's JSON form, keys sorted, without spaces."""
        return json.dumps(self.jsonValue(), separators=(",", ":"), sort_keys=True)

    def needConversion(self) -> bool:
        """Whether a value differs from its internal form."""
        return False

    def toInternal(self, obj: Any) -> Any:
        """The internal form of a value."""
        return obj

    def fromInternal(self, obj: Any) -> Any:
        """The value of an internal form."""
        return obj

    def _as_nullable(self) -> DataType:
        return self

    @classmethod
    def fromDDL(cls, ddl: str) -> DataType:
        """The type that a DDL string stands for; fields without ``struct<>`` around them make a struct.

        Raises
        ------
        ParseException
            When the text is no type.

        >>> DataType.fromDDL("a int, b array<decimal(5, 2)>").simpleString()
        'struct<a:int,b:array<decimal(5,2)>>'
        """
        return DataType._parse_ddl(ddl)

    def _sql(self) -> str:
        """The type in DDL, as Spark writes it."""
        return self.simpleString().upper()

    def _tree_name(self) -> str:
        """The type's name in :meth:`StructType.treeString`."""
        return self.typeName()

    def _schema_name(self) -> str:
        """The type's name in ``printSchema``."""
        return self._tree_name()

    def _tree(self, prefix: str, depth: int, engine: bool) -> list[str]:
        """The lines below this type in the tree, down to a number of levels."""
        return []


class _Single(DataType):
    """A type without parameters: there is one instance of each."""

    def __new__(cls) -> _Single:
        if "_instance" not in cls.__dict__:
            cls._instance = super().__new__(cls)
        return cls._instance

    _instance: ClassVar[Any]


class NullType(_Single):
    """The type of ``None``, and of what cannot be inferred."""

    @classmethod
    def typeName(cls) -> str:
        return "void"


class AtomicType(DataType):
    """Base of the types that hold a single value."""


class NumericType(AtomicType):
    """Base of numbers."""


class IntegralType(NumericType, _Single):
    """Base of integers."""


class FractionalType(NumericType):
    """Base of fractions."""


class StringType(AtomicType):
    """Text.

    Parameters
    ----------
    collation : str
        How texts compare; by default byte by byte.
    """

    providerSpark = "spark"
    providerICU = "icu"
    providers: ClassVar[list[str]] = [providerSpark, providerICU]

    def __init__(self, collation: str = "UTF8_BINARY"):
        self.collation = collation

    @classmethod
    def collationProvider(cls, collationName: str) -> str:
        """Who implements a collation: ``"spark"`` or ``"icu"``."""
        return cls.providerSpark if collationName.startswith("UTF8") else cls.providerICU

    def simpleString(self) -> str:
        return "string" if self.isUTF8BinaryCollation() else f"string collate {self.collation}"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return "StringType()" if self.isUTF8BinaryCollation() else f"StringType('{self.collation}')"

    def isUTF8BinaryCollation(self) -> bool:
        """Whether texts compare byte by byte."""
        return self.collation == "UTF8_BINARY"


class _Sized(AtomicType):
    """A type whose one parameter stands in parentheses wherever it is written."""

    _parameter: ClassVar[str]

    def simpleString(self) -> str:
        return f"{self.typeName()}({vars(self)[self._parameter]})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({vars(self)[self._parameter]})"

    def _tree_name(self) -> str:
        return self.simpleString()


class CharType(_Sized):
    """Text of a fixed length, in characters."""

    _parameter = "length"

    def __init__(self, length: int):
        self.length = length


class VarcharType(_Sized):
    """Text up to a length, in characters."""

    _parameter = "length"

    def __init__(self, length: int):
        self.length = length


class BinaryType(AtomicType, _Single):
    """Bytes."""


class BooleanType(AtomicType, _Single):
    """True or false."""


class DatetimeType(AtomicType):
    """Base of dates and times."""


class DateType(DatetimeType, _Single):
    """Days: ``datetime.date``."""

    EPOCH_ORDINAL = datetime.date(1970, 1, 1).toordinal()

    def needConversion(self) -> bool:
        return True

    def toInternal(self, d: datetime.date | None) -> int | None:
        return None if d is None else d.toordinal() - self.EPOCH_ORDINAL

    def fromInternal(self, v: int | None) -> datetime.date | None:
        return None if v is None else datetime.date.fromordinal(v + self.EPOCH_ORDINAL)


class AnyTimeType(DatetimeType):
    """Base of times of day."""


class TimeType(_Sized, AnyTimeType):
    """Times of day: ``datetime.time``.

    Parameters
    ----------
    precision : int
        Digits of the seconds' fraction.
    """

    _parameter = "precision"

    def __init__(self, precision: int = 6):
        self.precision = precision

    def needConversion(self) -> bool:
        return True

    def toInternal(self, t: datetime.time | None) -> int | None:
        if t is None:
            return None
        return (((t.hour * 60 + t.minute) * 60 + t.second) * _MICROS + t.microsecond) * 1000

    def fromInternal(self, nano: int | None) -> datetime.time | None:
        if nano is None:
            return None
        seconds, rest = divmod(nano, 1000 * _MICROS)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return datetime.time(hour, minute, second, rest // 1000)


class TimestampType(DatetimeType, _Single):
    """Moments: ``datetime.datetime``; without a zone, in the local one."""

    def needConversion(self) -> bool:
        return True

    def toInternal(self, dt: datetime.datetime | None) -> int | None:
        if dt is None:
            return None
        seconds = calendar.timegm(dt.utctimetuple()) if dt.tzinfo else time.mktime(dt.timetuple())
        return int(seconds) * _MICROS + dt.microsecond

    def fromInternal(self, ts: int | None) -> datetime.datetime | None:
        if ts is None:
            return None
        # A float of seconds would lose microseconds.
        seconds, micros = divmod(ts, _MICROS)
        return datetime.datetime.fromtimestamp(seconds).replace(microsecond=micros)


class TimestampNTZType(DatetimeType, _Single):
    """Readings of a clock, wherever it hangs: ``datetime.datetime`` without a zone."""

    @classmethod
    def typeName(cls) -> str:
        return "timestamp_ntz"

    def needConversion(self) -> bool:
        return True

    def toInternal(self, dt: datetime.datetime | None) -> int | None:
        return None if dt is None else calendar.timegm(dt.timetuple()) * _MICROS + dt.microsecond

    def fromInternal(self, ts: int | None) -> datetime.datetime | None:
        if ts is None:
            return None
        seconds, micros = divmod(ts, _MICROS)
        moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
        return moment.replace(microsecond=micros, tzinfo=None)


class DecimalType(FractionalType):
    """Exact numbers: ``decimal.Decimal``.

    Parameters
    ----------
    precision : int
        Digits in all, up to 38.
    scale : int
        Digits behind the point.
    """

    def __init__(self, precision: int = 10, scale: int = 0):
        self.precision = precision
        self.scale = scale
        self.hasPrecisionInfo = True

    def simpleString(self) -> str:
        return f"decimal({self.precision},{self.scale})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def _sql(self) -> str:
        if self.scale < 0:
            raise AnalysisException(
                errorClass="NEGATIVE_SCALE_DISALLOWED",
                messageParameters={
                    "scale": str(self.scale),
                    "sqlConf": '"spark.sql.legacy.allowNegativeScaleOfDecimal"',
                },
            )
        return super()._sql()

    def __repr__(self) -> str:
        return f"DecimalType({self.precision},{self.scale})"

    def _tree_name(self) -> str:
        return self.simpleString()


class DoubleType(FractionalType, _Single):
    """Floating-point numbers of 64 bits."""


class FloatType(FractionalType, _Single):
    """Floating-point numbers of 32 bits."""


class ByteType(IntegralType):
    """Signed integers of 8 bits."""

    def simpleString(self) -> str:
        return "tinyint"


class ShortType(IntegralType):
    """Signed integers of 16 bits."""

    def simpleString(self) -> str:
        return "smallint"


class IntegerType(IntegralType):
    """Signed integers of 32 bits."""

    def simpleString(self) -> str:
        return "int"


class LongType(IntegralType):
    """Signed integers of 64 bits."""

    def simpleString(self) -> str:
        return "bigint"


class SpatialType(AtomicType):
    """Base of shapes. A type without one spatial reference, ``"ANY"``, lets every value have its own."""

    MIXED_SRID = -1
    MIXED_CRS = "SRID:ANY"
    DEFAULT_CRS = "OGC:CRS84"
    DEFAULT_SRID = 4326

    _value: ClassVar[type]
    #: The supported coordinate reference systems by identifier.
    _systems: ClassVar[dict[int, str]]

    srid: int
    _crs: str

    def __init__(self, srid: int | str):
        if srid == "ANY":
            self.srid, self._crs = self.MIXED_SRID, self.MIXED_CRS
        elif isinstance(srid, int) and srid in self._systems:
            self.srid, self._crs = srid, self._systems[srid]
        else:
            raise IllegalArgumentException(
                errorClass="ST_INVALID_SRID_VALUE", messageParameters={"srid": str(srid)}
            )

    @classmethod
    def _srid_of(cls, crs: str) -> int | str:
        if crs.lower() == cls.MIXED_CRS.lower():
            return "ANY"
        for srid, known in cls._systems.items():
            if crs == known:
                return srid
        raise IllegalArgumentException(errorClass="ST_INVALID_CRS_VALUE", messageParameters={"crs": crs})

    def simpleString(self) -> str:
        return f"{self.typeName()}({'any' if self.srid == self.MIXED_SRID else self.srid})"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'ANY' if self.srid == self.MIXED_SRID else self.srid})"

    def _schema_name(self) -> str:
        return self.simpleString()

    def needConversion(self) -> bool:
        return True

    def fromInternal(self, obj: dict[str, Any] | None) -> Any:
        if obj is None or not {"srid", "bytes"} <= obj.keys():
            return None
        return self._value(obj["bytes"], obj["srid"])

    def toInternal(self, obj: Any) -> dict[str, Any] | None:
        if obj is None:
            return None
        assert isinstance(obj, self._value)
        return {"srid": obj.srid, "wkb": obj.wkb}  # type: ignore[attr-defined]


class GeographyType(SpatialType):
    """Shapes on the globe.

    Parameters
    ----------
    srid : int or str
        The spatial reference system, or ``"ANY"``.
    """

    DEFAULT_ALG = "SPHERICAL"

    _value = Geography
    _systems = {4326: "OGC:CRS84"}

    def __init__(self, srid: int | str):
        super().__init__(srid)
        self._alg = self.DEFAULT_ALG

    @classmethod
    def _from_crs(cls, crs: str, alg: str) -> GeographyType:
        if alg != cls.DEFAULT_ALG:
            raise IllegalArgumentException(
                errorClass="ST_INVALID_ALGORITHM_VALUE", messageParameters={"alg": alg}
            )
        return GeographyType(cls._srid_of(crs))

    def jsonValue(self) -> str:
        return f"geography({self._crs}, {self._alg})"


class GeometryType(SpatialType):
    """Shapes in a plane.

    Parameters
    ----------
    srid : int or str
        The spatial reference system, or ``"ANY"``.
    """

    _value = Geometry
    _systems = {0: "SRID:0", 3857: "EPSG:3857", 4326: "OGC:CRS84"}

    @classmethod
    def _from_crs(cls, crs: str) -> GeometryType:
        return GeometryType(cls._srid_of(crs))

    def jsonValue(self) -> str:
        return f"geometry({self._crs})"


class AnsiIntervalType(AtomicType):
    """Base of the intervals of the SQL standard, from one field of a date or time to another.

    Parameters
    ----------
    startField, endField : int, optional
        The largest and the smallest field; without both, all of them; the end is the start by default.
    """

    _fields: ClassVar[dict[int, str]]
    _inverted_fields: ClassVar[dict[str, int]]

    def __init__(self, startField: int | None = None, endField: int | None = None):
        if startField is None and endField is None:
            startField, endField = min(self._fields), max(self._fields)
        elif endField is None:
            endField = startField
        if startField not in self._fields or endField not in self._fields:
            raise PySparkRuntimeError(
                errorClass="INVALID_INTERVAL_CASTING",
                messageParameters={"start_field": str(startField), "end_field": str(endField)},
            )
        self.startField = startField
        self.endField = endField

    def simpleString(self) -> str:
        start, end = self._fields[self.startField], self._fields[self.endField]
        return f"interval {start}" if start == end else f"interval {start} to {end}"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.startField}, {self.endField})"

    def _tree_name(self) -> str:
        return self.simpleString()


class DayTimeIntervalType(AnsiIntervalType):
    """Lengths of time: ``datetime.timedelta``."""

    DAY = 0
    HOUR = 1
    MINUTE = 2
    SECOND = 3

    _fields = {DAY: "day", HOUR: "hour", MINUTE: "minute", SECOND: "second"}
    _inverted_fields = {"day": DAY, "hour": HOUR, "minute": MINUTE, "second": SECOND}

    def needConversion(self) -> bool:
        return True

    def toInternal(self, dt: datetime.timedelta | None) -> int | None:
        return None if dt is None else (dt.days * 86400 + dt.seconds) * _MICROS + dt.microseconds

    def fromInternal(self, micros: int | None) -> datetime.timedelta | None:
        return None if micros is None else datetime.timedelta(microseconds=micros)


def _no_value(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


class YearMonthIntervalType(AnsiIntervalType):
    """Numbers of months. No Python value stands for them; with PYSPARK_YM_INTERVAL_LEGACY=1, integers do."""

    YEAR = 0
    MONTH = 1

    _fields = {YEAR: "year", MONTH: "month"}
    _inverted_fields = {"year": YEAR, "month": MONTH}

    def needConversion(self) -> bool:
        return os.environ.get("PYSPARK_YM_INTERVAL_LEGACY") != "1"

    def toInternal(self, obj: Any) -> Any:
        raise _no_value("YearMonthIntervalType.toInternal")

    def fromInternal(self, obj: Any) -> Any:
        raise _no_value("YearMonthIntervalType.fromInternal")


class CalendarIntervalType(_Single):
    """Months, days and microseconds together: the type that ``INTERVAL`` alone names."""

    @classmethod
    def typeName(cls) -> str:
        return "interval"

    def needConversion(self) -> bool:
        return True

    def toInternal(self, obj: Any) -> Any:
        raise _no_value("CalendarIntervalType.toInternal")

    def fromInternal(self, obj: Any) -> Any:
        raise _no_value("CalendarIntervalType.fromInternal")


class VariantType(AtomicType):
    """Semi-structured values: :class:`VariantVal`."""

    def needConversion(self) -> bool:
        return True

    def fromInternal(self, obj: dict[str, bytes] | None) -> VariantVal | None:
        if obj is None or not {"value", "metadata"} <= obj.keys():
            return None
        return VariantVal(obj["value"], obj["metadata"])

    def toInternal(self, variant: VariantVal | None) -> dict[str, bytes] | None:
        if variant is None:
            return None
        assert isinstance(variant, VariantVal)
        return {"value": variant.value, "metadata": variant.metadata}
