"""Spark's hashes: murmur3 (32 bits) and xxHash (64 bits), of values of any type but maps."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pyrite.sql._duckdb.kernels import KERNELS
from pyrite.sql._duckdb.kernels_rows import values_of
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    CharType,
    DataType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    NullType,
    ShortType,
    StringType,
    StructType,
    TimeType,
    UserDefinedType,
    VarcharType,
    YearMonthIntervalType,
)

_M32, _M64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF

# ------------------------------------------------------------------------------------------------- murmur3


def _mixed(hash_: int, k: int) -> int:
    k = (k * 0xCC9E2D51) & _M32
    k = ((k << 15) | (k >> 17)) & _M32
    hash_ ^= (k * 0x1B873593) & _M32
    hash_ = ((hash_ << 13) | (hash_ >> 19)) & _M32
    return (hash_ * 5 + 0xE6546B64) & _M32


def _ended(hash_: int, length: int) -> int:
    hash_ ^= length
    hash_ = ((hash_ ^ (hash_ >> 16)) * 0x85EBCA6B) & _M32
    hash_ = ((hash_ ^ (hash_ >> 13)) * 0xC2B2AE35) & _M32
    return hash_ ^ (hash_ >> 16)


class Murmur3:
    """Hashes of integers and bytes; a seed and a result are unsigned."""

    mask, half = _M32, 1 << 31

    @staticmethod
    def int32(value: int, seed: int) -> int:
        return _ended(_mixed(seed, value & _M32), 4)

    @staticmethod
    def int64(value: int, seed: int) -> int:
        return _ended(_mixed(_mixed(seed, value & _M32), (value >> 32) & _M32), 8)

    @staticmethod
    def data(value: bytes, seed: int) -> int:
        size = len(value)
        whole = size - size % 4
        for k in struct.unpack(f"<{whole // 4}I", value[:whole]):
            seed = _mixed(seed, k)
        for byte in value[whole:]:
            seed = _mixed(seed, (byte - 256 if byte > 127 else byte) & _M32)
        return _ended(seed, size)


# -------------------------------------------------------------------------------------------------- xxHash

_P1, _P2, _P3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
_P4, _P5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5


def _rotated(value: int, bits: int) -> int:
    return ((value << bits) | (value >> (64 - bits))) & _M64


def _round(hash_: int, k: int) -> int:
    return (_rotated((hash_ + k * _P2) & _M64, 31) * _P1) & _M64


def _avalanche(hash_: int) -> int:
    hash_ = ((hash_ ^ (hash_ >> 33)) * _P2) & _M64
    hash_ = ((hash_ ^ (hash_ >> 29)) * _P3) & _M64
    return hash_ ^ (hash_ >> 32)


def _eight(hash_: int, k: int) -> int:
    return (_rotated(hash_ ^ _round(0, k), 27) * _P1 + _P4) & _M64


def _four(hash_: int, k: int) -> int:
    return (_rotated(hash_ ^ ((k * _P1) & _M64), 23) * _P2 + _P3) & _M64


class XxHash64:
    """As :class:`Murmur3`."""

    mask, half = _M64, 1 << 63

    @staticmethod
    def int32(value: int, seed: int) -> int:
        return _avalanche(_four((seed + _P5 + 4) & _M64, value & _M32))

    @staticmethod
    def int64(value: int, seed: int) -> int:
        return _avalanche(_eight((seed + _P5 + 8) & _M64, value & _M64))

    @staticmethod
    def data(value: bytes, seed: int) -> int:
        size, at = len(value), 0
        if size >= 32:
            lanes = [(seed + _P1 + _P2) & _M64, (seed + _P2) & _M64, seed, (seed - _P1) & _M64]
            for at in range(0, size - 31, 32):
                lanes = [_round(lane, k) for lane, k in zip(lanes, struct.unpack_from("<4Q", value, at))]
            at += 32
            found = sum(map(_rotated, lanes, (1, 7, 12, 18))) & _M64
            for lane in lanes:
                found = ((found ^ _round(0, lane)) * _P1 + _P4) & _M64
        else:
            found = (seed + _P5) & _M64
        found = (found + size) & _M64
        while at + 8 <= size:
            found = _eight(found, struct.unpack_from("<Q", value, at)[0])
            at += 8
        if at + 4 <= size:
            found = _four(found, struct.unpack_from("<I", value, at)[0])
            at += 4
        for byte in value[at:]:
            found = (_rotated(found ^ ((byte * _P5) & _M64), 11) * _P1) & _M64
        return _avalanche(found)


# --------------------------------------------------------------------------------------------- of any type

Hash = type[Murmur3] | type[XxHash64]


def _decimal_bytes(value: Decimal, scale: int) -> bytes:
    unscaled = int(value.scaleb(scale))
    size = (unscaled if unscaled >= 0 else ~unscaled).bit_length() // 8 + 1
    return unscaled.to_bytes(size, "big", signed=True)


def hasher(family: Hash, kind: DataType) -> Callable[[Any, int], int]:
    """``hash(value, seed)`` for the values of a type; null leaves the seed as it is."""
    if isinstance(kind, UserDefinedType):
        return hasher(family, kind.sqlType())
    one = _hasher(family, kind)
    return lambda value, seed: seed if value is None else one(value, seed)


def _hasher(family: Hash, kind: DataType) -> Callable[[Any, int], int]:
    if isinstance(kind, (StringType, CharType, VarcharType)):
        return lambda value, seed: family.data(value.encode("utf-8"), seed)
    if isinstance(kind, BinaryType):
        return family.data
    if isinstance(kind, BooleanType):
        return lambda value, seed: family.int32(int(value), seed)
    if isinstance(kind, (ByteType, ShortType, IntegerType, DateType, YearMonthIntervalType)):
        return family.int32
    if isinstance(kind, FloatType):
        return lambda value, seed: family.int32(_bits(value, "<f", "<i"), seed)
    if isinstance(kind, DoubleType):
        return lambda value, seed: family.int64(_bits(value, "<d", "<q"), seed)
    if isinstance(kind, DecimalType):
        scale = kind.scale
        if kind.precision <= 18:
            return lambda value, seed: family.int64(int(value.scaleb(scale)), seed)
        return lambda value, seed: family.data(_decimal_bytes(value, scale), seed)
    if isinstance(kind, TimeType):
        return lambda value, seed: family.int64(value * 1000, seed)
    if isinstance(kind, CalendarIntervalType):

        def interval(value: Any, seed: int) -> int:
            months, days, nanos = value
            return family.int32(months, family.int32(days, family.int64(nanos // 1000, seed)))

        return interval
    if isinstance(kind, ArrayType):
        inner = hasher(family, kind.elementType)

        def array(value: Any, seed: int) -> int:
            for item in value:
                seed = inner(item, seed)
            return seed

        return array
    if isinstance(kind, StructType):
        fields = [hasher(family, field.dataType) for field in kind]

        def structure(value: Any, seed: int) -> int:
            for item, field in zip(value, fields):
                seed = field(item, seed)
            return seed

        return structure
    if isinstance(kind, NullType):
        return lambda value, seed: seed
    return family.int64


def _bits(value: float, given: str, wanted: str) -> int:
    if value != value:
        return 0x7FC00000 if wanted == "<i" else 0x7FF8000000000000
    # Zero has one hash, whatever its sign.
    return struct.unpack(wanted, struct.pack(given, value or 0.0))[0]


def _declare(name: str, family: Hash, result: pa.DataType) -> None:
    def make(given: Sequence[DataType], kind: DataType) -> Callable[[Any, Any], pa.Array]:
        one = hasher(family, given[1])
        mask, half = family.mask, family.half

        def run(seeds: Any, values: Any) -> pa.Array:
            found = []
            for seed, value in zip(seeds.to_pylist(), values_of(values, given[1])):
                hash_ = one(value, seed & mask)
                found.append(hash_ - 2 * half if hash_ >= half else hash_)
            return pa.array(found, result)

        return run

    KERNELS[name] = make


_declare("hash", Murmur3, pa.int32())
_declare("xxhash64", XxHash64, pa.int64())
