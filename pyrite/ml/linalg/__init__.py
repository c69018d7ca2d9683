"""Vectors and matrices, dense and sparse, and the column types that hold them.

A dense one is a numpy array; a sparse one keeps what is not zero, and where. numpy is imported when the first
of them is made.

>>> Vectors.dense(1, 2) + Vectors.dense(3, 4)
DenseVector([4.0, 6.0])
>>> Vectors.sparse(4, {1: 1.0, 3: 5.5}).dot(Vectors.dense(1, 2, 3, 4))
np.float64(24.0)
"""

from __future__ import annotations

import array
import operator
import struct
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from pyrite.errors import PySparkImportError
from pyrite.sql._result.numbers import double_text
from pyrite.sql.types import (
    ArrayType,
    BooleanType,
    ByteType,
    DoubleType,
    IntegerType,
    StructField,
    StructType,
    UserDefinedType,
)

if TYPE_CHECKING:
    import numpy as np

    #: Arrays of 64-bit floats, and of 32-bit integers.
    Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
    Indices: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]

    #: What stands for a vector in arithmetic; also a matrix of one column of ``scipy.sparse``.
    VectorLike: TypeAlias = "Vector | Floats | array.array[float] | list[float] | tuple[float, ...] | range"

__all__ = [
    "DenseMatrix",
    "DenseVector",
    "Matrices",
    "Matrix",
    "SparseMatrix",
    "SparseVector",
    "Vector",
    "Vectors",
]

_OLDEST_NUMPY = "1.24"

#: What the type of a column says of a value: whether what is zero is left out.
_SPARSE, _DENSE = 0, 1

#: A hash takes no more of the values that are not zero.
_HASHED = 128

#: The text of a matrix shows no more entries.
_SHOWN = 16


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise PySparkImportError(
            f"Vectors and matrices need numpy {_OLDEST_NUMPY} or later: pip install 'pyrite[ml]'",
            errorClass="PACKAGE_NOT_INSTALLED",
            messageParameters={"package_name": "NumPy", "minimum_version": _OLDEST_NUMPY},
        ) from error
    return numpy


def _array(values: Any, kind: str) -> Any:
    """Values, or the bytes of them, as an array; an array of the kind already is taken as it is."""
    np = _numpy()
    if isinstance(values, bytes):
        return np.frombuffer(values, dtype=kind)
    return np.asarray(values, dtype=kind)


def _floats(values: Any) -> Floats:
    found: Floats = _array(values, "float64")
    return found


def _indices(values: Any) -> Indices:
    found: Indices = _array(values, "int32")
    return found


def _rounded(value: Any) -> str:
    return str(round(value, 4))


# ------------------------------------------------------------------------------------------- what is taken for a vector


def _is_scipy(value: Any) -> bool:
    # Whoever has made a matrix of scipy's has imported it.
    scipy = sys.modules.get("scipy.sparse")
    return scipy is not None and bool(scipy.issparse(value))


def _column_height(matrix: Any) -> int:
    assert matrix.shape[1] == 1, f"a vector is a matrix of one column, not of {matrix.shape[1]}"
    height: int = matrix.shape[0]
    return height


def _vector_size(value: Any) -> int:
    if isinstance(value, (Vector, array.array, list, tuple, range)):
        return len(value)
    if isinstance(value, _numpy().ndarray):
        if value.ndim == 1 or (value.ndim == 2 and value.shape[1] == 1):
            return len(value)
        raise ValueError(f"an array of the shape {value.shape} is no vector")
    if _is_scipy(value):
        return _column_height(value)
    raise TypeError(f"{type(value)} is no vector")


def _check_size(value: Any, size: int) -> None:
    assert _vector_size(value) == size, "dimension mismatch"


def _as_vector(value: Any) -> Vector:
    if isinstance(value, Vector):
        return value
    if isinstance(value, (array.array, list, tuple, range, _numpy().ndarray)):
        return DenseVector(value)
    if _is_scipy(value):
        height = _column_height(value)
        column = value.tocsc().sorted_indices()
        return SparseVector(height, column.indices, column.data)
    raise TypeError(f"{type(value)} cannot be made a vector")


def _as_array(value: Any) -> Any:
    return value.toArray() if isinstance(value, Vector) else _numpy().asarray(value)


# ------------------------------------------------------------------------------------------- texts of columns

# As the console and casts show them, with numbers as Java writes them; numpy has no part in it.

#: How wide and high the text of a matrix becomes.
_WIDTH, _HEIGHT = 80, 80
_ENTRIES = 76


def _vector_text(fields: dict[str, Any]) -> str:
    values = f"[{','.join(map(double_text, fields['values']))}]"
    if fields["type"] == _DENSE:
        return values
    return f"({fields['size']},[{','.join(map(str, fields['indices']))}],{values})"


def _matrix_text(fields: dict[str, Any]) -> str:
    texts = list(map(double_text, fields["values"]))
    return (_table if fields["type"] == _DENSE else _entries)(fields, texts)


def _table(fields: dict[str, Any], texts: list[str]) -> str:
    """The rows of a dense matrix; what is too high or too wide is cut off."""
    height, width = fields["numRows"], fields["numCols"]
    rows = (
        [texts[row * width : (row + 1) * width] for row in range(height)]
        if fields["isTransposed"]
        else [texts[row::height] for row in range(height)]
    )
    if height > _HEIGHT:
        rows = rows[: _HEIGHT - 1]
    sizes: list[int] = []
    for column in zip(*rows):
        if sum(sizes) >= _WIDTH:
            break
        sizes.append(max(map(len, column)) + 2)
    total = f"... ({width} total)"
    if len(sizes) < width:
        while sum(sizes) >= _WIDTH - len(total):
            sizes.pop()
    lines = ["".join(text.ljust(size) for text, size in zip(row, sizes)) for row in rows]
    if len(sizes) < width:
        lines = [line + ("..." if place else total) for place, line in enumerate(lines)]
    if height > len(rows):
        lines.append(f"... ({height} total)")
    return "\n".join(lines) if width else ""


def _entries(fields: dict[str, Any], texts: list[str]) -> str:
    """The entries of a sparse matrix, column by column."""
    ends = fields["colPtrs"]
    places = [
        (line, fields["rowIndices"][at])
        for line in range(len(ends) - 1)
        for at in range(*ends[line : line + 2])
    ]
    if fields["isTransposed"]:
        places = [(column, row) for row, column in places]
    entries = [f"({row},{column}) {text}" for (column, row), text in sorted(zip(places, texts))]
    header = f"{fields['numRows']} x {fields['numCols']} CSCMatrix"
    return "\n".join([header, *entries[:_ENTRIES]])


# ------------------------------------------------------------------------------------------- types of columns


class VectorUDT(UserDefinedType):
    """The type of columns of vectors."""

    _has_text = True

    @classmethod
    def sqlType(cls) -> StructType:
        """A struct of the kind, the size and the indices (of sparse ones), and the values."""
        return StructType(
            [
                StructField("type", ByteType(), False),
                StructField("size", IntegerType()),
                StructField("indices", ArrayType(IntegerType(), False)),
                StructField("values", ArrayType(DoubleType(), False)),
            ]
        )

    @classmethod
    def module(cls) -> str:
        return "pyspark.ml.linalg"

    @classmethod
    def scalaUDT(cls) -> str:
        return "org.apache.spark.ml.linalg.VectorUDT"

    def serialize(self, obj: Vector) -> tuple[int, int | None, list[int] | None, list[float]]:
        """The fields that stand for a vector. TypeError for anything else."""
        if isinstance(obj, SparseVector):
            return _SPARSE, obj.size, obj.indices.tolist(), obj.values.tolist()
        if isinstance(obj, DenseVector):
            return _DENSE, None, None, obj.array.tolist()
        raise TypeError(f"a column of vectors cannot hold {obj!r} of {type(obj)}")

    def deserialize(self, datum: Any) -> Vector:
        """The vector that such fields stand for. ValueError for another kind."""
        assert len(datum) == 4, f"a vector has 4 fields, not {len(datum)}"
        kind, size, indices, values = datum
        if kind == _SPARSE:
            return SparseVector(size, indices, values)
        if kind == _DENSE:
            return DenseVector(values)
        raise ValueError(f"a vector is of kind 0 or 1, not {kind!r}")

    def simpleString(self) -> str:
        return "vector"

    def _text(self, fields: dict[str, Any]) -> str:
        return _vector_text(fields)

    def _schema_name(self) -> str:
        return self.simpleString()


class MatrixUDT(UserDefinedType):
    """The type of columns of matrices."""

    _has_text = True

    @classmethod
    def sqlType(cls) -> StructType:
        """A struct of the kind, the shape, where values are (of sparse ones), the values, and their direction."""
        return StructType(
            [
                StructField("type", ByteType(), False),
                StructField("numRows", IntegerType(), False),
                StructField("numCols", IntegerType(), False),
                StructField("colPtrs", ArrayType(IntegerType(), False)),
                StructField("rowIndices", ArrayType(IntegerType(), False)),
                StructField("values", ArrayType(DoubleType(), False)),
                StructField("isTransposed", BooleanType(), False),
            ]
        )

    @classmethod
    def module(cls) -> str:
        return "pyspark.ml.linalg"

    @classmethod
    def scalaUDT(cls) -> str:
        return "org.apache.spark.ml.linalg.MatrixUDT"

    def serialize(
        self, obj: Matrix
    ) -> tuple[int, int, int, list[int] | None, list[int] | None, list[float], bool]:
        """The fields that stand for a matrix. TypeError for anything else."""
        if isinstance(obj, SparseMatrix):
            kind, columns, rows = _SPARSE, obj.colPtrs.tolist(), obj.rowIndices.tolist()
        elif isinstance(obj, DenseMatrix):
            kind, columns, rows = _DENSE, None, None
        else:
            raise TypeError(f"a column of matrices cannot hold a {type(obj)}")
        return kind, obj.numRows, obj.numCols, columns, rows, obj.values.tolist(), bool(obj.isTransposed)

    def deserialize(self, datum: Any) -> Matrix:
        """The matrix that such fields stand for. ValueError for another kind."""
        assert len(datum) == 7, f"a matrix has 7 fields, not {len(datum)}"
        kind, height, width, columns, rows, values, transposed = datum
        if kind == _SPARSE:
            return SparseMatrix(height, width, columns, rows, values, transposed)
        if kind == _DENSE:
            return DenseMatrix(height, width, values, transposed)
        raise ValueError(f"a matrix is of kind 0 or 1, not {kind!r}")

    def simpleString(self) -> str:
        return "matrix"

    def _text(self, fields: dict[str, Any]) -> str:
        return _matrix_text(fields)

    def _schema_name(self) -> str:
        return self.simpleString()


# ------------------------------------------------------------------------------------------- vectors


class Vector:
    """A column of numbers: a :class:`DenseVector` or a :class:`SparseVector`."""

    __UDT__ = VectorUDT()

    def toArray(self) -> Floats:
        """All values as a numpy array."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


def _hash(size: int, indices: Iterable[int], values: Iterable[float]) -> int:
    """A hash that is the same for a dense and a sparse vector that are equal."""
    found = 31 + size
    entries = ((index, value) for index, value in zip(indices, values) if value != 0)
    for index, value in islice(entries, _HASHED):
        (bits,) = struct.unpack("=Q", struct.pack("=d", value))
        found = 31 * (31 * found + index) + (bits ^ (bits >> 32))
    return found


class DenseVector(Vector):
    """A vector that keeps all of its values, as a numpy array of 64-bit floats.

    Operators work value by value and make dense vectors; what else an array has (``sum()``, ``shape`` ...)
    this has too.

    Parameters
    ----------
    ar : bytes, numpy.ndarray or iterable of float
        The values, or the bytes of 64-bit floats.

    >>> v = DenseVector([1, 2])
    >>> 2 - v / 2
    DenseVector([1.5, 1.0])
    >>> v.norm(1)
    np.float64(3.0)
    """

    def __init__(self, ar: bytes | Floats | Iterable[float]):
        self.array = _floats(ar)

    def __reduce__(self) -> tuple[type[DenseVector], tuple[bytes]]:
        return DenseVector, (self.array.tobytes(),)

    def numNonzeros(self) -> int | np.intp:
        """How many values are not zero."""
        count: np.intp = _numpy().count_nonzero(self.array)
        return count

    def norm(self, p: Any) -> np.float64:
        """The norm of order ``p``, as ``numpy.linalg.norm`` has them.

        >>> DenseVector([0, -1, 2, -3]).norm(2)
        np.float64(3.7416573867739413)
        """
        norm: np.float64 = _numpy().linalg.norm(self.array, p)
        return norm

    def dot(self, other: Any) -> Any:
        """The dot product with a vector, or with each column of an array or a ``scipy.sparse`` matrix.

        >>> DenseVector([1, 2]).dot([3, 4])
        np.float64(11.0)
        """
        np = _numpy()
        if isinstance(other, np.ndarray):
            assert other.ndim < 2 or other.shape[0] == len(self), "dimension mismatch"
            return np.dot(self.array, other)
        if _is_scipy(other):
            assert other.shape[0] == len(self), "dimension mismatch"
            return other.transpose().dot(self.array)
        _check_size(other, len(self))
        return other.dot(self) if isinstance(other, SparseVector) else np.dot(self.array, _as_array(other))

    def squared_distance(self, other: VectorLike) -> np.float64:
        """The square of the distance to another vector.

        >>> DenseVector([1, 2]).squared_distance(SparseVector(2, {1: 3.0}))
        np.float64(2.0)
        """
        _check_size(other, len(self))
        given = _as_vector(other) if _is_scipy(other) else other
        if isinstance(given, SparseVector):
            return given.squared_distance(self)
        away = self.array - _as_array(given)
        squared: np.float64 = _numpy().dot(away, away)
        return squared

    def toArray(self) -> Floats:
        """The array of the values itself."""
        return self.array

    @property
    def values(self) -> Floats:
        """The array of the values itself."""
        return self.array

    def __getitem__(self, item: int | slice) -> Any:
        return self.array[item]

    def __len__(self) -> int:
        return len(self.array)

    def __str__(self) -> str:
        return f"[{','.join(map(str, self.array))}]"

    def __repr__(self) -> str:
        return f"DenseVector([{', '.join(map(_rounded, self.array))}])"

    def __eq__(self, other: Any) -> bool:
        if isinstance(other, DenseVector):
            return bool(_numpy().array_equal(self.array, other.array))
        if isinstance(other, SparseVector):
            own = range(len(self)), self.array
            return len(self) == len(other) and Vectors._equals(*own, other.indices, other.values)
        return False

    def __ne__(self, other: Any) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return _hash(len(self), range(len(self)), self.array.tolist())

    def __getattr__(self, item: str) -> Any:
        if item == "array":
            raise AttributeError(item)
        return getattr(self.array, item)

    def __neg__(self) -> DenseVector:
        return DenseVector(-self.array)

    def _with(self, operate: Callable[[Any, Any], Any], other: Any) -> DenseVector:
        return DenseVector(operate(self.array, other.toArray() if isinstance(other, Vector) else other))

    def _under(self, operate: Callable[[Any, Any], Any], other: Any) -> DenseVector:
        return DenseVector(operate(other.toArray() if isinstance(other, Vector) else other, self.array))

    def __add__(self, other: Any) -> DenseVector:
        return self._with(operator.add, other)

    def __sub__(self, other: Any) -> DenseVector:
        return self._with(operator.sub, other)

    def __mul__(self, other: Any) -> DenseVector:
        return self._with(operator.mul, other)

    def __truediv__(self, other: Any) -> DenseVector:
        return self._with(operator.truediv, other)

    def __mod__(self, other: Any) -> DenseVector:
        return self._with(operator.mod, other)

    def __radd__(self, other: Any) -> DenseVector:
        return self._under(operator.add, other)

    def __rsub__(self, other: Any) -> DenseVector:
        return self._under(operator.sub, other)

    def __rmul__(self, other: Any) -> DenseVector:
        return self._under(operator.mul, other)

    def __rtruediv__(self, other: Any) -> DenseVector:
        return self._under(operator.truediv, other)

    def __rmod__(self, other: Any) -> DenseVector:
        return self._under(operator.mod, other)


class SparseVector(Vector):
    """A vector that keeps some of its values; the others are zero.

    Parameters
    ----------
    size : int
        How many values there are, with those that are zero.
    *args
        The entries: a dict of values by index, or pairs of both, or the increasing indices and then the values,
        each as numbers or as bytes (of 32-bit integers and of 64-bit floats).

    Raises
    ------
    AssertionError
        For an index outside of the size, and for more or fewer values than indices.
    TypeError
        For indices on their own that do not increase.

    >>> SparseVector(4, {3: 5.5, 1: 1.0})
    SparseVector(4, {1: 1.0, 3: 5.5})
    >>> SparseVector(4, [1, 3], [1.0, 5.5])[3]
    np.float64(5.5)
    """

    def __init__(self, size: int, *args: Any):
        self.size = int(size)
        assert 1 <= len(args) <= 2, "a sparse vector is made of its size and of one or two arguments more"
        if len(args) == 1:
            pairs = sorted(args[0].items() if isinstance(args[0], dict) else args[0])
            self.indices = _indices([pair[0] for pair in pairs])
            self.values = _floats([pair[1] for pair in pairs])
        else:
            assert isinstance(args[1], bytes) or not isinstance(args[0], bytes), "the values are no bytes"
            self.indices, self.values = _indices(args[0]), _floats(args[1])
            assert len(self.indices) == len(self.values), "there are not as many values as indices"
            falls = _numpy().flatnonzero(self.indices[1:] <= self.indices[:-1])
            if len(falls):
                one, other = self.indices[falls[0] : falls[0] + 2]
                raise TypeError(f"the indices must increase: {other} comes after {one}")
        if len(self.indices):
            highest, lowest = self.indices.max(), self.indices.min()
            assert highest < self.size, f"Index {highest} is out of the size of vector with size={self.size}"
            assert lowest >= 0, f"Contains negative index {lowest}"

    def __reduce__(self) -> tuple[type[SparseVector], tuple[int, bytes, bytes]]:
        return SparseVector, (self.size, self.indices.tobytes(), self.values.tobytes())

    def numNonzeros(self) -> int | np.intp:
        """How many values are not zero; those kept can be zero as well."""
        count: np.intp = _numpy().count_nonzero(self.values)
        return count

    def norm(self, p: Any) -> np.float64:
        """The norm of order ``p``, as ``numpy.linalg.norm`` has them.

        >>> SparseVector(4, [0, 1], [3.0, -4.0]).norm(2)
        np.float64(5.0)
        """
        norm: np.float64 = _numpy().linalg.norm(self.values, p)
        return norm

    def dot(self, other: Any) -> Any:
        """The dot product with a vector, or with each column of an array.

        >>> SparseVector(4, [1, 3], [3.0, 4.0]).dot([1, 2, 3, 4])
        np.float64(22.0)
        """
        np = _numpy()
        if isinstance(other, np.ndarray):
            if other.ndim not in (1, 2):
                raise ValueError(
                    f"the dot product is with an array of 1 or 2 dimensions, not of {other.ndim}"
                )
            assert len(other) == self.size, "dimension mismatch"
            return np.dot(self.values, other[self.indices])
        _check_size(other, self.size)
        given = _as_vector(other)
        if isinstance(given, SparseVector):
            places = np.intersect1d(self.indices, given.indices, assume_unique=True, return_indices=True)[1:]
            return np.dot(self.values[places[0]], given.values[places[1]])
        return np.dot(self.values, given.toArray()[self.indices])

    def squared_distance(self, other: VectorLike) -> np.float64:
        """The square of the distance to another vector.

        >>> SparseVector(4, [1, 3], [3.0, 4.0]).squared_distance(SparseVector(4, [2], [1.0]))
        np.float64(26.0)
        """
        numpy = _numpy()
        _check_size(other, self.size)
        given = _as_vector(other)
        if isinstance(given, SparseVector):
            indices = numpy.concatenate([self.indices, given.indices])
            places = numpy.unique(indices, return_inverse=True)[1]
            away = numpy.bincount(places, numpy.concatenate([self.values, -given.values])).astype(float)
        else:
            away = given.toArray().copy()
            away[self.indices] -= self.values
        squared: np.float64 = numpy.dot(away, away)
        return squared

    def toArray(self) -> Floats:
        """All values as a new numpy array."""
        found: Floats = _numpy().zeros(self.size)
        found[self.indices] = self.values
        return found

    def __len__(self) -> int:
        return self.size

    def __str__(self) -> str:
        indices, values = ",".join(map(str, self.indices)), ",".join(map(str, self.values))
        return f"({self.size},[{indices}],[{values}])"

    def __repr__(self) -> str:
        entries = ", ".join(f"{index}: {_rounded(value)}" for index, value in zip(self.indices, self.values))
        return f"SparseVector({self.size}, {{{entries}}})"

    def __eq__(self, other: Any) -> bool:
        if isinstance(other, SparseVector):
            equal = _numpy().array_equal
            same = equal(self.indices, other.indices) and equal(self.values, other.values)
            return self.size == other.size and bool(same)
        return isinstance(other, DenseVector) and other == self

    def __ne__(self, other: Any) -> bool:
        return not self == other

    def __getitem__(self, index: int) -> np.float64:
        numpy = _numpy()
        if not isinstance(index, int):
            raise TypeError(f"the index of a value is an int, not a {type(index)}")
        if not -self.size <= index < self.size:
            raise IndexError(f"a vector of {self.size} values has none at {index}")
        wanted = index % self.size
        place = numpy.searchsorted(self.indices, wanted)
        kept = place < len(self.indices) and self.indices[place] == wanted
        value: np.float64 = self.values[place] if kept else numpy.float64(0)
        return value

    def __hash__(self) -> int:
        return _hash(self.size, self.indices.tolist(), self.values.tolist())


class Vectors:
    """Makes vectors, and measures between them."""

    @staticmethod
    def sparse(size: int, *args: Any) -> SparseVector:
        """A :class:`SparseVector` of the same arguments.

        >>> Vectors.sparse(4, [(1, 1.0), (3, 5.5)])
        SparseVector(4, {1: 1.0, 3: 5.5})
        """
        return SparseVector(size, *args)

    @staticmethod
    def dense(*elements: Any) -> DenseVector:
        """A :class:`DenseVector` of numbers, or of one list of them.

        >>> Vectors.dense(1, 2, 3) == Vectors.dense([1, 2, 3])
        True
        """
        if len(elements) == 1 and not isinstance(elements[0], (float, int)):
            return DenseVector(elements[0])
        return DenseVector(elements)

    @staticmethod
    def squared_distance(v1: VectorLike, v2: VectorLike) -> np.float64:
        """The square of the distance between two vectors.

        >>> Vectors.squared_distance([1, 2], Vectors.dense(3, 4))
        np.float64(8.0)
        """
        one: Any = _as_vector(v1)
        squared: np.float64 = one.squared_distance(_as_vector(v2))
        return squared

    @staticmethod
    def norm(vector: VectorLike, p: Any) -> np.float64:
        """The norm of order ``p`` of a vector."""
        one: Any = _as_vector(vector)
        norm: np.float64 = one.norm(p)
        return norm

    @staticmethod
    def zeros(size: int) -> DenseVector:
        """A dense vector of zeros."""
        return DenseVector(_numpy().zeros(size))

    @staticmethod
    def _equals(v1_indices: Any, v1_values: Any, v2_indices: Any, v2_values: Any) -> bool:
        """Whether two sequences of entries, by increasing index, are the same but for zeros."""
        one = [entry for entry in zip(v1_indices, v1_values) if entry[1] != 0]
        other = [entry for entry in zip(v2_indices, v2_values) if entry[1] != 0]
        return len(one) == len(other) and all(
            mine[0] == theirs[0] and bool(mine[1] == theirs[1]) for mine, theirs in zip(one, other)
        )


# ------------------------------------------------------------------------------------------- matrices


def _shortened(texts: list[str]) -> str:
    """A list of a matrix in its repr: the ends of a long one."""
    half = _SHOWN // 2
    shown = [*texts[:half], "...", *texts[-half:]] if len(texts) > _SHOWN else texts
    return f"[{', '.join(shown)}]"


class Matrix:
    """A table of numbers: a :class:`DenseMatrix` or a :class:`SparseMatrix`.

    Parameters
    ----------
    numRows, numCols : int
        The shape.
    isTransposed : bool
        Whether the values stand row by row, and not column by column.
    """

    __UDT__ = MatrixUDT()

    def __init__(self, numRows: int, numCols: int, isTransposed: bool = False):
        self.numRows = numRows
        self.numCols = numCols
        self.isTransposed = isTransposed

    def toArray(self) -> Floats:
        """All values as a numpy array."""
        raise NotImplementedError

    def _check_place(self, row: int, column: int) -> None:
        for place, end, name in ((row, self.numRows, "rows"), (column, self.numCols, "columns")):
            if place < 0 or place >= end:
                raise IndexError(f"a matrix of {end} {name} has none at {place}")


class DenseMatrix(Matrix):
    """A matrix that keeps all of its values, column by column.

    Parameters
    ----------
    numRows, numCols : int
        The shape.
    values : bytes or iterable of float
        The values, or the bytes of 64-bit floats.
    isTransposed : bool
        Whether they stand row by row.

    >>> DenseMatrix(2, 2, [1, 2, 3, 4])[0, 1]
    np.float64(3.0)
    """

    def __init__(
        self, numRows: int, numCols: int, values: bytes | Iterable[float], isTransposed: bool = False
    ):
        super().__init__(numRows, numCols, isTransposed)
        self.values = _floats(values)
        count = len(self.values)
        assert count == numRows * numCols, f"{numRows} rows of {numCols} columns are not {count} values"

    def __reduce__(self) -> tuple[type[DenseMatrix], tuple[int, int, bytes, int]]:
        return DenseMatrix, (self.numRows, self.numCols, self.values.tobytes(), int(self.isTransposed))

    def __str__(self) -> str:
        # numpy's own text, with a longer name in front.
        name = type(self).__name__
        first, *others = repr(self.toArray()).removeprefix("array").split("\n")
        indent = " " * (len(name) - len("array"))
        return f"{name}{first}\n" + "\n".join(indent + line for line in others)

    def __repr__(self) -> str:
        values = _shortened([_rounded(value) for value in self.values])
        return f"DenseMatrix({self.numRows}, {self.numCols}, {values}, {self.isTransposed})"

    def toArray(self) -> Floats:
        """The rows as a numpy array, in Fortran's order.

        >>> DenseMatrix(2, 2, [1, 2, 3, 4]).toArray().tolist()
        [[1.0, 3.0], [2.0, 4.0]]
        """
        order = "C" if self.isTransposed else "F"
        found: Floats = _numpy().asfortranarray(
            self.values.reshape((self.numRows, self.numCols), order=order)  # type: ignore[call-overload]
        )
        return found

    def toSparse(self) -> SparseMatrix:
        """The same matrix without its zeros."""
        np = _numpy()
        by_column = self.toArray().T
        columns, rows = by_column.nonzero()
        ends = np.cumsum(np.bincount(columns, minlength=self.numCols))
        return SparseMatrix(self.numRows, self.numCols, [0, *ends], rows, by_column[columns, rows])

    def __getitem__(self, indices: tuple[int, int]) -> np.float64:
        row, column = indices
        self._check_place(row, column)
        place = row * self.numCols + column if self.isTransposed else row + column * self.numRows
        value: np.float64 = self.values[place]
        return value

    def __eq__(self, other: Any) -> bool:
        same_shape = self.numRows == other.numRows and self.numCols == other.numCols
        return same_shape and bool((self.toArray() == other.toArray()).all())

    __hash__ = None  # type: ignore[assignment]


class SparseMatrix(Matrix):
    """A matrix that keeps some of its values, column by column (CSC), or row by row where it is transposed (CSR).

    Parameters
    ----------
    numRows, numCols : int
        The shape.
    colPtrs : bytes or iterable of int
        Where each column begins among the values, and where the last one ends.
    rowIndices : bytes or iterable of int
        The row of each value.
    values : bytes or iterable of float
        The values.
    isTransposed : bool
        Whether rows and columns change places in all this.

    Raises
    ------
    ValueError
        When the three lists do not fit to each other.

    >>> SparseMatrix(2, 2, [0, 2, 3], [0, 1, 1], [2, 3, 4]).toDense()
    DenseMatrix(2, 2, [2.0, 3.0, 0.0, 4.0], False)
    """

    def __init__(
        self,
        numRows: int,
        numCols: int,
        colPtrs: bytes | Iterable[int],
        rowIndices: bytes | Iterable[int],
        values: bytes | Iterable[float],
        isTransposed: bool = False,
    ):
        super().__init__(numRows, numCols, isTransposed)
        self.colPtrs, self.rowIndices, self.values = _indices(colPtrs), _indices(rowIndices), _floats(values)
        lines = numRows if isTransposed else numCols
        if len(self.colPtrs) != lines + 1:
            raise ValueError(f"colPtrs has {len(self.colPtrs)} values, and should have {lines + 1}")
        if len(self.rowIndices) != len(self.values):
            raise ValueError(f"there are {len(self.rowIndices)} rowIndices and {len(self.values)} values")

    def _places(self) -> tuple[Any, Any]:
        """The row and the column of each value."""
        np = _numpy()
        lines = np.repeat(np.arange(len(self.colPtrs) - 1), np.diff(self.colPtrs))
        within = self.rowIndices[: len(lines)]
        return (lines, within) if self.isTransposed else (within, lines)

    def __str__(self) -> str:
        name = "CSRMatrix" if self.isTransposed else "CSCMatrix"
        entries = [
            f"({row},{column}) {value}"
            for row, column, value in islice(zip(*self._places(), self.values), _SHOWN)
        ]
        more = ["..", ".."] if len(self.values) > _SHOWN else []
        return f"{self.numRows} X {self.numCols} {name}\n" + "\n".join(entries + more)

    def __repr__(self) -> str:
        starts, indices = (_shortened([str(one) for one in part]) for part in (self.colPtrs, self.rowIndices))
        values = _shortened([_rounded(value) for value in self.values])
        parts = f"{self.numRows}, {self.numCols}, {starts}, {indices}, {values}, {self.isTransposed}"
        return f"SparseMatrix({parts})"

    def __reduce__(self) -> tuple[type[SparseMatrix], tuple[int, int, bytes, bytes, bytes, int]]:
        places = self.colPtrs.tobytes(), self.rowIndices.tobytes()
        shape = self.numRows, self.numCols
        return SparseMatrix, (*shape, *places, self.values.tobytes(), int(self.isTransposed))

    def __getitem__(self, indices: tuple[int, int]) -> np.float64:
        numpy = _numpy()
        row, column = indices
        self._check_place(row, column)
        line, wanted = (row, column) if self.isTransposed else (column, row)
        start, end = self.colPtrs[line : line + 2]
        found = numpy.flatnonzero(self.rowIndices[start:end] == wanted)
        value: np.float64 = self.values[start + found[0]] if len(found) else numpy.float64(0)
        return value

    def toArray(self) -> Floats:
        """The rows as a numpy array, in Fortran's order."""
        found: Floats = _numpy().zeros((self.numRows, self.numCols), order="F")
        places = self._places()
        found[places] = self.values[: len(places[0])]
        return found

    def toDense(self) -> DenseMatrix:
        """The same matrix with its zeros."""
        return DenseMatrix(self.numRows, self.numCols, self.toArray().ravel(order="F"))

    def __eq__(self, other: Any) -> bool:
        return bool(_numpy().all(self.toArray() == other.toArray()))

    __hash__ = None  # type: ignore[assignment]


class Matrices:
    """Makes matrices.

    >>> Matrices.dense(1, 2, [1, 2])
    DenseMatrix(1, 2, [1.0, 2.0], False)
    """

    @staticmethod
    def dense(numRows: int, numCols: int, values: bytes | Iterable[float]) -> DenseMatrix:
        """A :class:`DenseMatrix` of the same arguments."""
        return DenseMatrix(numRows, numCols, values)

    @staticmethod
    def sparse(
        numRows: int,
        numCols: int,
        colPtrs: bytes | Iterable[int],
        rowIndices: bytes | Iterable[int],
        values: bytes | Iterable[float],
    ) -> SparseMatrix:
        """A :class:`SparseMatrix` of the same arguments."""
        return SparseMatrix(numRows, numCols, colPtrs, rowIndices, values)
