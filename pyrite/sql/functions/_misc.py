"""Hashes, ciphers, checks, the session and the machine, and what functions are called by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkValueError
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._literals import value_of
from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, given, seed_of
from pyrite.sql.functions._normal import lit

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = [
    "aes_decrypt",
    "aes_encrypt",
    "assert_true",
    "broadcast",
    "call_function",
    "call_udf",
    "crc32",
    "current_catalog",
    "current_database",
    "current_path",
    "current_schema",
    "current_user",
    "hash",
    "hmac",
    "input_file_block_length",
    "input_file_block_start",
    "input_file_name",
    "java_method",
    "md5",
    "monotonically_increasing_id",
    "raise_error",
    "reflect",
    "session_user",
    "sha",
    "sha1",
    "sha2",
    "spark_partition_id",
    "try_aes_decrypt",
    "try_reflect",
    "typeof",
    "unwrap_udt",
    "user",
    "uuid",
    "version",
    "xxhash64",
]


# ------------------------------------------------------------------------------------ hashes and ciphers


def hash(*cols: ColumnOrName) -> Column:
    """A number of 32 bits for the values, by Murmur 3 with Spark's seed."""
    return call("hash", *cols)


def xxhash64(*cols: ColumnOrName) -> Column:
    """A number of 64 bits for the values, by xxHash with Spark's seed."""
    return call("xxhash64", *cols)


def crc32(col: ColumnOrName) -> Column:
    """The checksum CRC-32 of bytes."""
    return call("crc32", col)


def md5(col: ColumnOrName) -> Column:
    """The MD5 of bytes, in base sixteen."""
    return call("md5", col)


def sha(col: ColumnOrName) -> Column:
    """The SHA-1 of bytes, in base sixteen."""
    return call("sha", col)


def sha1(col: ColumnOrName) -> Column:
    """The SHA-1 of bytes, in base sixteen."""
    return call("sha1", col)


def sha2(col: ColumnOrName, numBits: int) -> Column:
    """The SHA-2 of bytes, in base sixteen, with 224, 256, 384 or 512 bits; 0 stands for 256.

    Raises
    ------
    PySparkValueError
        VALUE_NOT_ALLOWED for another number of bits.
    """
    allowed = [0, 224, 256, 384, 512]
    if numBits not in allowed:
        raise PySparkValueError(
            errorClass="VALUE_NOT_ALLOWED",
            messageParameters={"arg_name": "numBits", "allowed_values": str(allowed)},
        )
    return call("sha2", col, lit(numBits))


def hmac(key: ColumnOrName, message: ColumnOrName, algorithm: ColumnOrName | None = None) -> Column:
    """The code by which who has the key can tell that a message is genuine; by SHA-256 at first."""
    return call("hmac", key, message, *given(algorithm))


def aes_encrypt(
    input: ColumnOrName,
    key: ColumnOrName,
    mode: ColumnOrName | None = None,
    padding: ColumnOrName | None = None,
    iv: ColumnOrName | None = None,
    aad: ColumnOrName | None = None,
) -> Column:
    """Bytes made secret by AES.

    Parameters
    ----------
    input, key
        The bytes, and the key of 16, 24 or 32 bytes.
    mode, padding
        ``GCM`` at first, ``CBC`` or ``ECB``; ``DEFAULT``, ``PKCS`` or ``NONE``.
    iv, aad
        The first bytes, random at first; further bytes to vouch for, with ``GCM``.
    """
    return call("aes_encrypt", input, key, *_cipher(mode, padding), *_texts(iv, aad))


def aes_decrypt(
    input: ColumnOrName,
    key: ColumnOrName,
    mode: ColumnOrName | None = None,
    padding: ColumnOrName | None = None,
    aad: ColumnOrName | None = None,
) -> Column:
    """The bytes that :func:`aes_encrypt` made secret."""
    return call("aes_decrypt", input, key, *_cipher(mode, padding), *_texts(aad))


def try_aes_decrypt(
    input: ColumnOrName,
    key: ColumnOrName,
    mode: ColumnOrName | None = None,
    padding: ColumnOrName | None = None,
    aad: ColumnOrName | None = None,
) -> Column:
    """As :func:`aes_decrypt`, but null where that fails."""
    return call("try_aes_decrypt", input, key, *_cipher(mode, padding), *_texts(aad))


def _cipher(mode: ColumnOrName | None, padding: ColumnOrName | None) -> list[ColumnOrName]:
    return [lit("GCM") if mode is None else mode, lit("DEFAULT") if padding is None else padding]


def _texts(*columns: ColumnOrName | None) -> list[ColumnOrName]:
    return [lit("") if column is None else column for column in columns]


def uuid(seed: Column | int | None = None) -> Column:
    """A random UUID for each row, as text."""
    return call("uuid", seed_of() if seed is None else lit(seed))


# ------------------------------------------------------------------------------------------------ checks


def assert_true(col: ColumnOrName, errMsg: Column | str | None = None) -> Column:
    """Null where it is true; else it raises, with ``errMsg``."""
    return call("assert_true", col, *[_message(text) for text in given(errMsg)])


def raise_error(errMsg: Column | str) -> Column:
    """Raises an error with this text."""
    return call("raise_error", _message(errMsg))


def _message(text: Any) -> Column:
    text = value_of(text)
    if not isinstance(text, (str, Column)):
        raise unexpected_type("errMsg", text, "Column or str")
    return lit(text)


def typeof(col: ColumnOrName) -> Column:
    """The type as DDL: ``"int"``, ``"array<string>"``."""
    return call("typeof", col)


# ---------------------------------------------------------------------------------- session, files, rows


def version() -> Column:
    """Spark's version that this stands for."""
    return call("version")


def current_catalog() -> Column:
    """The name of the current catalog."""
    return call("current_catalog")


def current_database() -> Column:
    """The name of the current database."""
    return call("current_database")


def current_schema() -> Column:
    """The name of the current database."""
    return call("current_schema")


def current_path() -> Column:
    """The databases that functions are looked for in."""
    return call("current_path")


def current_user() -> Column:
    """The name of the user."""
    return call("current_user")


def session_user() -> Column:
    """The name of the user."""
    return call("session_user")


def user() -> Column:
    """The name of the user."""
    return call("user")


def input_file_name() -> Column:
    """The path of the file that a row was read from, or ``""``."""
    return call("input_file_name")


def input_file_block_start() -> Column:
    """Where the part of the file begins that a row was read from, or -1."""
    return call("input_file_block_start")


def input_file_block_length() -> Column:
    """How long the part of the file is that a row was read from, or -1."""
    return call("input_file_block_length")


def monotonically_increasing_id() -> Column:
    """A number for each row that grows, with gaps between the partitions."""
    return call("monotonically_increasing_id")


def spark_partition_id() -> Column:
    """The number of the row's partition."""
    return call("spark_partition_id")


# -------------------------------------------------------------------------- hints, and functions by name


def broadcast(df: DataFrame) -> DataFrame:
    """The DataFrame, marked as small enough to be sent to all workers for a join."""
    return df.hint("broadcast")


def call_function(funcName: str, *cols: ColumnOrName) -> Column:
    """A function by its name in SQL, built in or the user's: ``call_function("upper", "name")``."""
    return call(funcName, *cols)


def call_udf(udfName: str, *cols: ColumnOrName) -> Column:
    """A user's function by the name that it was registered under."""
    return call(udfName, *cols)


def reflect(*cols: ColumnOrName) -> Column:
    """What a static method of one of Java's own classes gives, as a string.

    Parameters
    ----------
    *cols : Column or str
        The names of the class and of the method, which are constants; then its arguments.

    Raises
    ------
    AnalysisException
        DATATYPE_MISMATCH where there is no such class or method, or for other arguments than it takes.
    PySparkNotImplementedError
        For classes that are not here: there is no JVM. ``java.util.UUID``, ``java.lang.Math``, ``java.net.URLDecoder``
        and some others are.

    >>> reflect(lit("java.lang.Math"), lit("max"), lit(2), lit(3))
    Column<'reflect('java.lang.Math', 'max', 2, 3)'>
    """
    return call("reflect", *cols)


def java_method(*cols: ColumnOrName) -> Column:
    """As :func:`reflect`."""
    return call("java_method", *cols)


def try_reflect(*cols: ColumnOrName) -> Column:
    """As :func:`reflect`; null where the method throws an exception."""
    return call("try_reflect", *cols)


def unwrap_udt(col: ColumnOrName) -> Column:
    """A value of a user's type as the type it is made of."""
    return call("unwrap_udt", col)
