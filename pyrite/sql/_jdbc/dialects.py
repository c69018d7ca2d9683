"""The databases: how to connect, their types, and how they write names and constants."""

from __future__ import annotations

import datetime
import re
import sqlite3
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from pyrite.errors import IllegalArgumentException, PySparkNotImplementedError
from pyrite.sql._files.optional import optional_module
from pyrite.sql._files.options import Options
from pyrite.sql._text.local_zone import local_zone
from pyrite.sql._types.timestamp_word import means_ntz
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    UserDefinedType,
    VarcharType,
)

__all__ = ["Dialect", "dialect_of"]

_EPOCH = datetime.date(1970, 1, 1)
_DAY = 86_400_000_000
_EPOCH_TIME = datetime.datetime(1970, 1, 1)
_MICRO = datetime.timedelta(microseconds=1)


def dialect_of(url: str) -> Dialect:
    """The database of a URL.

    Raises
    ------
    IllegalArgumentException
        For what is no JDBC URL.
    PySparkNotImplementedError
        For databases without one here.
    """
    if not url.lower().startswith("jdbc:"):
        raise IllegalArgumentException(f"{url} is no JDBC URL")
    name = url.split(":", 2)[1].lower()
    found = _DIALECTS.get(name)
    if found is None:
        known = ", ".join(_DIALECTS)
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": f"JDBC for {name} (there are {known})"},
        )
    return found()


class Dialect:
    """A database. This one has what most have in common."""

    name = ""
    #: How a parameter of a statement is written.
    parameter = "?"
    quote_mark = '"'

    def connect(self, url: str, options: Options) -> Any:
        """A new connection."""
        raise NotImplementedError

    def quoted(self, name: str) -> str:
        """A column's name in a query."""
        mark = self.quote_mark
        return f"{mark}{name.replace(mark, mark * 2)}{mark}"

    def columns(self, connection: Any, table: str, options: Options) -> StructType:
        """The columns of a table or query."""
        raise NotImplementedError

    def exists(self, connection: Any, table: str) -> bool:
        """Whether there is a table."""
        cursor = connection.cursor()
        try:
            cursor.execute(f"SELECT 1 FROM {table} WHERE 1=0")
        except Exception:
            connection.rollback()
            return False
        finally:
            cursor.close()
        return True

    def truncation(self, table: str, cascade: bool) -> str:
        """The statement that removes all rows of a table."""
        return f"TRUNCATE TABLE {table}"

    #: Whether truncating removes rows of other tables that refer to these.
    cascades = False
    can_truncate = True

    #: The types of new columns.
    written: Mapping[type[DataType], str] = {
        IntegerType: "INTEGER",
        LongType: "BIGINT",
        DoubleType: "DOUBLE PRECISION",
        FloatType: "REAL",
        ShortType: "INTEGER",
        ByteType: "BYTE",
        BooleanType: "BIT(1)",
        StringType: "TEXT",
        BinaryType: "BLOB",
        TimestampType: "TIMESTAMP",
        TimestampNTZType: "TIMESTAMP",
        DateType: "DATE",
    }

    def type_text(self, kind: Any) -> str:
        """The type of a new column.

        Raises
        ------
        IllegalArgumentException
            _LEGACY_ERROR_TEMP_2082 for what there is no such type.
        """
        if isinstance(kind, UserDefinedType):
            return self.type_text(kind.sqlType())
        if isinstance(kind, DecimalType):
            return f"DECIMAL({kind.precision},{kind.scale})"
        if isinstance(kind, CharType):
            return f"CHAR({kind.length})"
        if isinstance(kind, VarcharType):
            return f"VARCHAR({kind.length})"
        found = self.written.get(type(kind))
        if found is None:
            raise IllegalArgumentException(
                errorClass="_LEGACY_ERROR_TEMP_2082", messageParameters={"catalogString": kind.simpleString()}
            )
        return found

    def to_database(self, value: Any, kind: Any) -> Any:
        """A value in Spark's internal form as the driver takes it."""
        if isinstance(kind, DateType):
            return _EPOCH + datetime.timedelta(days=value)
        if isinstance(kind, TimestampType):
            return self.moment(value)
        if isinstance(kind, TimestampNTZType):
            return _EPOCH_TIME + value * _MICRO
        if isinstance(kind, ArrayType):
            return [None if v is None else self.to_database(v, kind.elementType) for v in value]
        return value

    def moment(self, micros: int) -> Any:
        """A timestamp as the driver takes it: what clocks of this machine's zone read."""
        zone = _zone()
        if zone is datetime.timezone.utc:
            return _EPOCH_TIME + micros * _MICRO
        moment = _EPOCH_TIME.replace(tzinfo=datetime.timezone.utc) + micros * _MICRO
        return moment.astimezone(zone).replace(tzinfo=None)

    def from_database(self, kind: Any) -> Callable[[Any], Any]:
        """What turns a value that the driver gives into Spark's internal form; ValueError for what is none."""
        if isinstance(kind, DecimalType):
            return lambda value: _decimal(value, kind)
        if isinstance(kind, (TimestampType, TimestampNTZType)):
            zone = _zone() if isinstance(kind, TimestampType) else None
            return lambda value: _micros(value, zone)
        if isinstance(kind, ArrayType):
            inner = self.from_database(kind.elementType)
            return lambda value: [None if v is None else inner(v) for v in value]
        if isinstance(kind, CharType):
            return lambda value: _text(value).ljust(kind.length)
        return _READERS.get(type(kind), _text)

    def literal(self, value: Any, kind: Any) -> str | None:
        """A constant, in Spark's internal form, in a query; None for what is not written."""
        if value is None or isinstance(value, bool):
            return None
        if isinstance(kind, StringType):
            return "'" + value.replace("'", "''") + "'" if "\\" not in value and "\0" not in value else None
        if isinstance(kind, (ByteType, ShortType, IntegerType, LongType)):
            return str(int(value))
        if isinstance(kind, DecimalType):
            return format(value, "f")
        if isinstance(kind, (FloatType, DoubleType)):
            return repr(float(value)) if abs(value) < 1e300 and value == value else None
        if isinstance(kind, DateType):
            return f"'{self.to_database(value, kind)}'"
        if isinstance(kind, (TimestampType, TimestampNTZType)):
            return f"'{self.to_database(value, kind)}'"
        return None

    def execute_many(self, cursor: Any, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Insert rows."""
        cursor.executemany(statement, rows)

    def stream(self, connection: Any, query: str, size: int) -> Any:
        """A cursor that fetches the rows of a query bit by bit."""
        cursor = connection.cursor()
        cursor.execute(query)
        return cursor


@lru_cache(1)
def _zone() -> datetime.tzinfo:
    name = local_zone()
    return datetime.timezone.utc if name == "UTC" else ZoneInfo(name)


def _truth(value: Any) -> bool:
    if isinstance(value, (bytes, bytearray)):
        return any(value)
    if isinstance(value, str):
        return value.strip().lower() in ("1", "t", "true", "y", "yes", "on")
    return bool(value)


def _decimal(value: Any, kind: DecimalType) -> Decimal | None:
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite() or number.copy_abs() >= Decimal(10) ** (kind.precision - kind.scale):
        return None
    return number.quantize(Decimal(1).scaleb(-kind.scale), context=Context(prec=76, rounding=ROUND_HALF_UP))


def _days(value: Any) -> int:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, (int, float)):
        return int(value // 86_400_000)
    if isinstance(value, str):
        value = datetime.date.fromisoformat(value.strip()[:10])
    days: int = (value - _EPOCH).days
    return days


def _micros(value: Any, zone: datetime.tzinfo | None) -> int:
    """Microseconds of a moment, or without a zone of a clock's reading."""
    if isinstance(value, (int, float)):
        return int(value * 1000)
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    if isinstance(value, datetime.timedelta):
        return value // _MICRO
    if isinstance(value, datetime.time):
        value = datetime.datetime.combine(_EPOCH, value)
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time())
    if value.tzinfo is None and zone is not None and zone is not datetime.timezone.utc:
        value = value.replace(tzinfo=zone)
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    micros: int = (value - _EPOCH_TIME) // _MICRO
    return micros


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _binary(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


_READERS: dict[type[DataType], Callable[[Any], Any]] = {
    BooleanType: _truth,
    ByteType: int,
    ShortType: int,
    IntegerType: int,
    LongType: int,
    FloatType: float,
    DoubleType: float,
    DateType: _days,
    BinaryType: _binary,
}


# ---------------------------------------------------------------------------------------------------- SQLite


class Sqlite(Dialect):
    """SQLite, by the driver of the standard library. Dates and timestamps are texts."""

    name = "sqlite"

    def connect(self, url: str, options: Options) -> Any:
        place = url.split(":", 2)[2]
        is_uri = place.startswith("file:")
        return sqlite3.connect(
            place if is_uri else place.partition("?")[0], uri=is_uri, timeout=30, check_same_thread=False
        )

    def columns(self, connection: Any, table: str, options: Options) -> StructType:
        cursor = connection.cursor()
        try:
            # A view tells the types that columns were declared with, those of queries too.
            cursor.execute(f"CREATE TEMP VIEW pyrite_columns AS SELECT * FROM {table}")
            try:
                found = cursor.execute("PRAGMA table_info(pyrite_columns)").fetchall()
                fields = []
                for _, name, declared, *_ in found:
                    kind = _sqlite_type(declared) or self._seen(cursor, name)
                    fields.append(StructField(name, kind, True))
            finally:
                cursor.execute("DROP VIEW pyrite_columns")
        finally:
            cursor.close()
            connection.rollback()
        return StructType(fields)

    def _seen(self, cursor: Any, name: str) -> DataType:
        """The type of a column that was declared without one: that of its first values."""
        column = self.quoted(name)
        query = f"SELECT DISTINCT typeof({column}) FROM (SELECT {column} FROM pyrite_columns LIMIT 1000)"
        kinds = {row[0] for row in cursor.execute(query)} - {"null"}
        if kinds == {"integer"}:
            return LongType()
        if kinds and kinds <= {"integer", "real"}:
            return DoubleType()
        return BinaryType() if kinds == {"blob"} else StringType()

    def truncation(self, table: str, cascade: bool) -> str:
        return f"DELETE FROM {table}"

    def to_database(self, value: Any, kind: Any) -> Any:
        found = super().to_database(value, kind)
        if isinstance(found, (datetime.date, datetime.datetime, Decimal)):
            return str(found)
        return found

    def literal(self, value: Any, kind: Any) -> str | None:
        # What is stored as text is compared as text: only what all forms of it agree on is asked for.
        if isinstance(kind, (DateType, TimestampType, TimestampNTZType, DecimalType)):
            return None
        return super().literal(value, kind)


_SQLITE: tuple[tuple[str, DataType], ...] = (
    (r"BOOL(EAN)?|BIT(\(1\))?", BooleanType()),
    (r"TINYINT|BYTE", ByteType()),
    (r"SMALLINT|INT2", ShortType()),
    (r"MEDIUMINT|INT4", IntegerType()),
    # SQLite's integers have 64 bits, whatever they are called.
    (r".*INT.*", LongType()),
    (r".*(CHAR|CLOB|TEXT).*", StringType()),
    (r"BLOB|.*BINARY.*", BinaryType()),
    (r"REAL|FLOAT|DOUBLE.*", DoubleType()),
    (r"DATE", DateType()),
    (r"DATETIME|TIMESTAMP.*", TimestampType()),
)
_NUMERIC = re.compile(r"(?:DECIMAL|NUMERIC)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?")


def _sqlite_type(declared: str | None) -> DataType | None:
    text = (declared or "").strip().upper()
    number = _NUMERIC.fullmatch(text)
    if number is not None:
        if number[1] is None:
            return DecimalType(38, 18)
        return DecimalType(min(int(number[1]), 38), int(number[2] or 0))
    for pattern, kind in _SQLITE:
        if text and re.fullmatch(pattern, text):
            return kind
    return None


# ------------------------------------------------------------------------------------------------ PostgreSQL

_POSTGRES: dict[str, DataType] = {
    "bool": BooleanType(),
    "int2": ShortType(),
    "int4": IntegerType(),
    "int8": LongType(),
    "oid": LongType(),
    "float4": FloatType(),
    "float8": DoubleType(),
    "money": DoubleType(),
    "bytea": BinaryType(),
    "date": DateType(),
    "timestamptz": TimestampType(),
    "time": TimestampType(),
    "timetz": TimestampType(),
}


class Postgres(Dialect):
    """PostgreSQL, by the package ``psycopg``."""

    name = "postgresql"
    parameter = "%s"
    written = {
        **Dialect.written,
        StringType: "TEXT",
        BinaryType: "BYTEA",
        BooleanType: "BOOLEAN",
        FloatType: "FLOAT4",
        DoubleType: "FLOAT8",
        ShortType: "SMALLINT",
        ByteType: "SMALLINT",
        TimestampType: "TIMESTAMP WITH TIME ZONE",
    }

    def connect(self, url: str, options: Options) -> Any:
        psycopg = optional_module("psycopg", "postgresql", "JDBC for PostgreSQL")
        given = _connection_arguments(url, options, "dbname")
        given.pop("stringtype", None)
        connection = psycopg.connect(**given)
        for kind in ("json", "jsonb", "interval"):
            connection.adapters.register_loader(kind, psycopg.types.string.TextLoader)
        return connection

    def columns(self, connection: Any, table: str, options: Options) -> StructType:
        cursor = connection.cursor()
        try:
            cursor.execute(f"SELECT * FROM {table} WHERE 1=0")
            found = [(c.name, c.type_code, c.precision, c.scale, c.internal_size) for c in cursor.description]
            modifiers = [cursor.pgresult.fmod(place) for place in range(len(found))]
            codes = {code for _, code, *_ in found}
            names: dict[int, str] = {}
            if codes:
                cursor.execute("SELECT oid, typname FROM pg_type WHERE oid = ANY(%s)", (list(codes),))
                names = dict(cursor.fetchall())
        finally:
            cursor.close()
            connection.rollback()
        ntz = options.flag("preferTimestampNTZ", means_ntz())
        return StructType(
            [
                StructField(name, _postgres_type(names.get(code, ""), modifier, ntz), True)
                for (name, code, *_), modifier in zip(found, modifiers)
            ]
        )

    def truncation(self, table: str, cascade: bool) -> str:
        return f"TRUNCATE TABLE ONLY {table}{' CASCADE' if cascade else ''}"

    def type_text(self, kind: Any) -> str:
        if isinstance(kind, DecimalType):
            return f"NUMERIC({kind.precision},{kind.scale})"
        if isinstance(kind, ArrayType):
            return f"{self.type_text(kind.elementType)}[]"
        return super().type_text(kind)

    def moment(self, micros: int) -> Any:
        return _EPOCH_TIME.replace(tzinfo=datetime.timezone.utc) + micros * _MICRO

    def from_database(self, kind: Any) -> Callable[[Any], Any]:
        # Money comes as text with a currency's sign.
        return _amount if isinstance(kind, DoubleType) else super().from_database(kind)

    def stream(self, connection: Any, query: str, size: int) -> Any:
        cursor = connection.cursor(name="pyrite_rows")
        cursor.itersize = size
        cursor.execute(query)
        return cursor


def _amount(value: Any) -> float:
    return float(re.sub(r"[^\d.-]", "", value) if isinstance(value, str) else value)


def _postgres_type(name: str, modifier: int, ntz: bool) -> DataType:
    if name.startswith("_"):
        return ArrayType(_postgres_type(name[1:], modifier, ntz))
    if name == "numeric":
        if modifier < 0:
            return DecimalType(38, 18)
        precision, scale = (modifier - 4) >> 16 & 0xFFFF, (modifier - 4) & 0x7FF
        scale = scale - 2048 if scale > 1023 else scale
        return DecimalType(min(precision, 38), min(max(scale, 0), 38))
    if name == "timestamp":
        return TimestampNTZType() if ntz else TimestampType()
    if name == "bit" and modifier == 1:
        return BooleanType()
    return _POSTGRES.get(name, StringType())


# ----------------------------------------------------------------------------------------------------- MySQL


class MySql(Dialect):
    """MySQL and MariaDB, by the package ``pymysql``."""

    name = "mysql"
    parameter = "%s"
    quote_mark = "`"
    written = {
        **Dialect.written,
        StringType: "LONGTEXT",
        ByteType: "TINYINT",
        ShortType: "SMALLINT",
        FloatType: "FLOAT",
        BinaryType: "BLOB",
        TimestampNTZType: "DATETIME(6)",
        TimestampType: "TIMESTAMP(6)",
    }

    def connect(self, url: str, options: Options) -> Any:
        pymysql = optional_module("pymysql", "mysql", "JDBC for MySQL")
        given = _connection_arguments(url, options, "database")
        known = ("host", "port", "user", "password", "database", "unix_socket", "charset")
        return pymysql.connect(**{key: value for key, value in given.items() if key in known})

    def columns(self, connection: Any, table: str, options: Options) -> StructType:
        cursor = connection.cursor()
        try:
            cursor.execute(f"SELECT * FROM {table} WHERE 1=0")
            fields = list(cursor._result.fields or ())
        finally:
            cursor.close()
        ntz = options.flag("preferTimestampNTZ", means_ntz())
        return StructType([StructField(f.name, _mysql_type(f, ntz), True) for f in fields])

    def from_database(self, kind: Any) -> Callable[[Any], Any]:
        # Bits come as bytes.
        return _bits if isinstance(kind, LongType) else super().from_database(kind)

    def stream(self, connection: Any, query: str, size: int) -> Any:
        pymysql = optional_module("pymysql", "mysql", "JDBC for MySQL")
        cursor = connection.cursor(pymysql.cursors.SSCursor)
        cursor.execute(query)
        return cursor


def _bits(value: Any) -> int:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else int(value)


#: Types by the numbers of MySQL's protocol.
_MYSQL: dict[int, DataType] = {
    2: ShortType(),
    3: IntegerType(),
    4: FloatType(),
    5: DoubleType(),
    7: TimestampType(),
    8: LongType(),
    9: IntegerType(),
    10: DateType(),
    11: TimestampType(),
    13: ShortType(),
    14: DateType(),
}
_UNSIGNED, _BINARY_SET = 32, 63


def _mysql_type(found: Any, ntz: bool) -> DataType:
    code, unsigned = found.type_code, bool(found.flags & _UNSIGNED)
    if code in (0, 246):
        # The length counts a sign and a point besides the digits.
        extra = (1 if found.scale else 0) + (0 if unsigned else 1)
        return DecimalType(min(found.length - extra, 38), found.scale)
    if code == 16:
        return BooleanType() if found.length == 1 else LongType()
    if code == 1:
        if found.length == 1:
            return BooleanType()
        return ShortType() if unsigned else ByteType()
    if unsigned and code in (2, 3, 8, 9):
        return {2: IntegerType(), 3: LongType(), 8: DecimalType(20, 0), 9: IntegerType()}[code]
    if code == 12:
        return TimestampNTZType() if ntz else TimestampType()
    if code in (249, 250, 251, 252, 253, 254) and found.charsetnr == _BINARY_SET:
        return BinaryType()
    return _MYSQL.get(code, StringType())


def _connection_arguments(url: str, options: Options, database: str) -> dict[str, Any]:
    """What a URL and the options tell of a connection: host, port, user and the rest."""
    parts = urlsplit(url.removeprefix("jdbc:"))
    found: dict[str, Any] = dict(parse_qsl(parts.query))
    if parts.hostname:
        found.setdefault("host", parts.hostname)
    if parts.port:
        found["port"] = parts.port
    if parts.username:
        found["user"] = unquote(parts.username)
    if parts.password:
        found["password"] = unquote(parts.password)
    name = unquote(parts.path.lstrip("/"))
    if name:
        found[database] = name
    for key in ("user", "password"):
        if key in options:
            found[key] = options[key]
    return found


_DIALECTS: dict[str, type[Dialect]] = {
    "sqlite": Sqlite,
    "postgresql": Postgres,
    "mysql": MySql,
    "mariadb": MySql,
}
