"""The types that hold other types: arrays, maps, structs, and those that users define."""

from __future__ import annotations

import base64
import importlib
import json as _json
from collections.abc import Iterator
from typing import Any, ClassVar

from pyrite.errors import (
    PySparkIndexError,
    PySparkKeyError,
    PySparkNotImplementedError,
    PySparkTypeError,
    PySparkValueError,
)
from pyrite.sql._types.atomic_names import NAMED, atomic_type
from pyrite.sql._types.datatypes import DataType, StringType
from pyrite.sql._types.ddl import parse_ddl, quoted_name, quoted_text
from pyrite.sql._types.row import Row, _create_row
from pyrite.sql._types.values import VariantVal

_COLLATIONS_METADATA_KEY = "__COLLATIONS"
_ALL_LEVELS = 2**31 - 1


def _check_type(role: str, value: object) -> None:
    assert isinstance(value, DataType), f"{role} {value} should be an instance of {DataType}"


class ArrayType(DataType):
    """Lists whose elements have one type.

    Parameters
    ----------
    elementType : DataType
        The type of the elements.
    containsNull : bool
        Whether elements can be ``None``.

    >>> ArrayType(StringType()).simpleString()
    'array<string>'
    """

    def __init__(self, elementType: DataType, containsNull: bool = True):
        _check_type("elementType", elementType)
        self.elementType = elementType
        self.containsNull = containsNull

    def simpleString(self) -> str:
        return f"array<{self.elementType.simpleString()}>"

    def _as_nullable(self) -> ArrayType:
        return ArrayType(self.elementType._as_nullable())

    def toNullable(self) -> ArrayType:
        """The same type with everything in it nullable."""
        return self._as_nullable()

    def __repr__(self) -> str:
        return f"ArrayType({self.elementType}, {self.containsNull})"

    def jsonValue(self) -> dict[str, Any]:
        return {
            "type": self.typeName(),
            "elementType": self.elementType.jsonValue(),
            "containsNull": self.containsNull,
        }

    @classmethod
    def fromJson(
        cls, json: dict[str, Any], fieldPath: str = "", collationsMap: dict[str, str] | None = None
    ) -> ArrayType:
        """The type of its parsed JSON form; collations are looked up by the path to this field."""
        element = _from_json_value(json["elementType"], _below(fieldPath, "element"), collationsMap)
        return ArrayType(element, json["containsNull"])

    def needConversion(self) -> bool:
        return self.elementType.needConversion()

    def toInternal(self, obj: Any) -> Any:
        if not self.needConversion():
            return obj
        return obj and [self.elementType.toInternal(value) for value in obj]

    def fromInternal(self, obj: Any) -> Any:
        if not self.needConversion():
            return obj
        return obj and [self.elementType.fromInternal(value) for value in obj]

    def _sql(self) -> str:
        return f"ARRAY<{self.elementType._sql()}>"

    def _tree(self, prefix: str, depth: int, engine: bool) -> list[str]:
        return _branch(prefix, "element", self.elementType, depth, engine, containsNull=self.containsNull)


class MapType(DataType):
    """Dicts whose keys have one type, and whose values have one type.

    Parameters
    ----------
    keyType, valueType : DataType
        The types of keys and values. Keys are never ``None``.
    valueContainsNull : bool
        Whether values can be ``None``.

    >>> MapType(StringType(), StringType()).simpleString()
    'map<string,string>'
    """

    def __init__(self, keyType: DataType, valueType: DataType, valueContainsNull: bool = True):
        _check_type("keyType", keyType)
        _check_type("valueType", valueType)
        self.keyType = keyType
        self.valueType = valueType
        self.valueContainsNull = valueContainsNull

    def simpleString(self) -> str:
        return f"map<{self.keyType.simpleString()},{self.valueType.simpleString()}>"

    def _as_nullable(self) -> MapType:
        return MapType(self.keyType._as_nullable(), self.valueType._as_nullable())

    def toNullable(self) -> MapType:
        """The same type with everything in it nullable."""
        return self._as_nullable()

    def __repr__(self) -> str:
        return f"MapType({self.keyType}, {self.valueType}, {self.valueContainsNull})"

    def jsonValue(self) -> dict[str, Any]:
        return {
            "type": self.typeName(),
            "keyType": self.keyType.jsonValue(),
            "valueType": self.valueType.jsonValue(),
            "valueContainsNull": self.valueContainsNull,
        }

    @classmethod
    def fromJson(
        cls, json: dict[str, Any], fieldPath: str = "", collationsMap: dict[str, str] | None = None
    ) -> MapType:
        """The type of its parsed JSON form; collations are looked up by the path to this field."""
        key = _from_json_value(json["keyType"], _below(fieldPath, "key"), collationsMap)
        value = _from_json_value(json["valueType"], _below(fieldPath, "value"), collationsMap)
        return MapType(key, value, json["valueContainsNull"])

    def needConversion(self) -> bool:
        return self.keyType.needConversion() or self.valueType.needConversion()

    def toInternal(self, obj: Any) -> Any:
        if not self.needConversion():
            return obj
        key, value = self.keyType.toInternal, self.valueType.toInternal
        return obj and {key(k): value(v) for k, v in obj.items()}

    def fromInternal(self, obj: Any) -> Any:
        if not self.needConversion():
            return obj
        key, value = self.keyType.fromInternal, self.valueType.fromInternal
        return obj and {key(k): value(v) for k, v in obj.items()}

    def _sql(self) -> str:
        return f"MAP<{self.keyType._sql()}, {self.valueType._sql()}>"

    def _tree(self, prefix: str, depth: int, engine: bool) -> list[str]:
        value = _branch(
            prefix, "value", self.valueType, depth, engine, valueContainsNull=self.valueContainsNull
        )
        return _branch(prefix, "key", self.keyType, depth, engine) + value


class StructField(DataType):
    """A field of a :class:`StructType`.

    Parameters
    ----------
    name : str
        Its name.
    dataType : DataType
        The type of its values.
    nullable : bool
        Whether they can be ``None``.
    metadata : dict, optional
        Anything that JSON can hold; ``"comment"`` is the field's comment.

    >>> StructField("a", StringType())
    StructField('a', StringType(), True)
    """

    def __init__(
        self, name: str, dataType: DataType, nullable: bool = True, metadata: dict[str, Any] | None = None
    ):
        _check_type("dataType", dataType)
        assert isinstance(name, str), f"field name {name} should be a string"
        self.name = name
        self.dataType = dataType
        self.nullable = nullable
        self.metadata = metadata or {}

    def simpleString(self) -> str:
        return f"{self.name}:{self.dataType.simpleString()}"

    def __repr__(self) -> str:
        return f"StructField('{self.name}', {self.dataType}, {self.nullable})"

    def jsonValue(self) -> dict[str, Any]:
        # Readers that know no collations see plain strings: the collations are in the metadata.
        collations = self.getCollationMetadata()
        plain = _without_collations(self.dataType) if collations else self.dataType
        metadata = {**self.metadata, _COLLATIONS_METADATA_KEY: collations} if collations else self.metadata
        return {
            "name": self.name,
            "type": plain.jsonValue(),
            "nullable": self.nullable,
            "metadata": metadata,
        }

    @classmethod
    def fromJson(cls, json: dict[str, Any]) -> StructField:
        """The field of its parsed JSON form."""
        metadata = json.get("metadata")
        collations = _read_collations(metadata)
        if metadata:
            metadata = {key: value for key, value in metadata.items() if key != _COLLATIONS_METADATA_KEY}
        dataType = _from_json_value(json["type"], json["name"], collations)
        return StructField(json["name"], dataType, json.get("nullable", True), metadata)

    def getCollationsMap(self, metadata: dict[str, Any]) -> dict[str, str]:
        """The collations in this metadata, by the path to their strings."""
        return _read_collations(metadata)

    def getCollationMetadata(self) -> dict[str, str]:
        """The collations in this field outside of structs, with their providers, by the path to their strings."""
        return dict(_collations(self.dataType, self.name))

    def schemaCollationValue(self, dt: DataType) -> str:
        """A string type's collation with its provider, as ``"icu.UNICODE"``."""
        assert isinstance(dt, StringType)
        return f"{StringType.collationProvider(dt.collation)}.{dt.collation}"

    def needConversion(self) -> bool:
        return self.dataType.needConversion()

    def toInternal(self, obj: Any) -> Any:
        return self.dataType.toInternal(obj)

    def fromInternal(self, obj: Any) -> Any:
        return self.dataType.fromInternal(obj)

    def typeName(self) -> str:  # type: ignore[override]
        raise PySparkTypeError(errorClass="INVALID_TYPENAME_CALL", messageParameters={})

    def _clauses(self, default: str | None = None) -> str:
        """What follows the name in DDL."""
        clauses = [self.dataType._sql()]
        if not self.nullable:
            clauses.append("NOT NULL")
        if default is not None:
            clauses.append(f"DEFAULT {default}")
        if "comment" in self.metadata:
            clauses.append(f"COMMENT {quoted_text(self.metadata['comment'])}")
        return " ".join(clauses)

    def _tree(self, prefix: str, depth: int, engine: bool) -> list[str]:
        return _branch(prefix, _escaped(self.name), self.dataType, depth, engine, nullable=self.nullable)


class StructType(DataType):
    """A list of fields: the type of a :class:`Row`, and of a table.

    Parameters
    ----------
    fields : list of StructField, optional
        The fields.

    >>> schema = StructType().add("a", "integer").add("b", StringType(), nullable=False)
    >>> schema["b"], len(schema), schema.names
    (StructField('b', StringType(), False), 2, ['a', 'b'])
    """

    def __init__(self, fields: list[StructField] | None = None):
        self.fields = fields or []
        self._index()
        assert all(isinstance(field, StructField) for field in self.fields), (
            "fields should be a list of StructField"
        )

    def _index(self) -> None:
        self.names = [field.name for field in self.fields]
        # Conversion runs for each row: which fields need it is found out once.
        self._needConversion = [field.needConversion() for field in self.fields]
        self._needSerializeAnyField = any(self._needConversion)

    def add(
        self,
        field: str | StructField,
        data_type: str | DataType | None = None,
        nullable: bool = True,
        metadata: dict[str, Any] | None = None,
    ) -> StructType:
        """Append a field, whole or by its parts, and return this struct.

        Parameters
        ----------
        field : str or StructField
            The field, or its name.
        data_type : DataType or str
            Its type, or the name of that in JSON.
        nullable : bool
            Whether it can be ``None``.
        metadata : dict, optional
            Its metadata.

        Raises
        ------
        PySparkValueError
            When a name comes without a type.
        """
        if isinstance(field, StructField):
            self.fields.append(field)
        elif data_type is None:
            raise PySparkValueError(
                errorClass="ARGUMENT_REQUIRED",
                messageParameters={
                    "arg_name": "data_type",
                    "condition": "passing name of struct_field to create",
                },
            )
        else:
            parsed = _from_json_value(data_type) if isinstance(data_type, str) else data_type
            self.fields.append(StructField(field, parsed, nullable, metadata))
        self._index()
        return self

    def __iter__(self) -> Iterator[StructField]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __getitem__(self, key: str | int | slice) -> Any:
        """A field by its name or position, or the struct of a slice of the fields."""
        if isinstance(key, str):
            for field in self.fields:
                if field.name == key:
                    return field
            raise PySparkKeyError(errorClass="KEY_NOT_EXISTS", messageParameters={"key": key})
        if isinstance(key, slice):
            return StructType(self.fields[key])
        if not isinstance(key, int):
            raise PySparkTypeError(
                errorClass="NOT_EXPECTED_TYPE",
                messageParameters={
                    "expected_type": "int, slice or str",
                    "arg_name": "key",
                    "arg_type": type(key).__name__,
                },
            )
        try:
            return self.fields[key]
        except IndexError:
            raise PySparkIndexError(
                errorClass="INDEX_OUT_OF_RANGE",
                messageParameters={"arg_name": "StructType", "index": str(key)},
            ) from None

    def simpleString(self) -> str:
        return f"struct<{','.join(field.simpleString() for field in self.fields)}>"

    def _as_nullable(self) -> StructType:
        return StructType(
            [
                StructField(field.name, field.dataType._as_nullable(), True, field.metadata)
                for field in self.fields
            ]
        )

    def toNullable(self) -> StructType:
        """The same type with everything in it nullable."""
        return self._as_nullable()

    def __repr__(self) -> str:
        return f"StructType([{', '.join(map(str, self.fields))}])"

    def jsonValue(self) -> dict[str, Any]:
        return {"type": self.typeName(), "fields": [field.jsonValue() for field in self.fields]}

    @classmethod
    def fromJson(cls, json: dict[str, Any]) -> StructType:
        """The struct of its parsed JSON form."""
        return StructType([StructField.fromJson(field) for field in json["fields"]])

    def fieldNames(self) -> list[str]:
        """The names of the fields."""
        return list(self.names)

    def needConversion(self) -> bool:
        # Rows, dicts and objects become tuples.
        return True

    def toInternal(self, obj: Any) -> tuple[Any, ...] | None:
        if obj is None:
            return None
        if isinstance(obj, VariantVal):
            raise PySparkValueError("Rows cannot be of type VariantVal")
        values = self._values(obj)
        if not self._needSerializeAnyField:
            return tuple(values)
        converted = zip(self.fields, values, self._needConversion)
        return tuple(field.toInternal(value) if needed else value for field, value, needed in converted)

    def _values(self, obj: Any) -> Any:
        """What a row, dict or object holds, in the order of the fields."""
        if isinstance(obj, (tuple, list)):
            return obj
        if not isinstance(obj, dict) and not hasattr(obj, "__dict__"):
            raise PySparkValueError(
                errorClass="UNEXPECTED_TUPLE_WITH_STRUCT", messageParameters={"tuple": str(obj)}
            )
        return map((obj if isinstance(obj, dict) else obj.__dict__).get, self.names)

    def fromInternal(self, obj: Any) -> Row | None:
        if obj is None or isinstance(obj, Row):
            return obj
        if self._needSerializeAnyField:
            converted = zip(self.fields, obj, self._needConversion)
            obj = [field.fromInternal(value) if needed else value for field, value, needed in converted]
        return _create_row(self.names, obj)

    def _sql(self) -> str:
        fields = (f"{quoted_name(field.name)}: {field._clauses()}" for field in self.fields)
        return f"STRUCT<{', '.join(fields)}>"

    def _tree(self, prefix: str, depth: int, engine: bool) -> list[str]:
        return [line for field in self.fields for line in field._tree(prefix, depth, engine)]

    def treeString(self, maxDepth: int = _ALL_LEVELS) -> str:
        """The fields as a tree, one on a line, down to a number of levels; to all when that is not positive."""
        return self._whole_tree(maxDepth, engine=False)

    def _whole_tree(self, maxDepth: int = _ALL_LEVELS, engine: bool = True) -> str:
        """As :meth:`treeString`; for the ``engine``, as ``printSchema`` shows it, which tells more of some types."""
        return "".join(["root\n", *self._tree(" |", maxDepth if maxDepth > 0 else _ALL_LEVELS, engine)])

    def toDDL(self) -> str:
        """The fields as a DDL string.

        >>> StructType([StructField("a", ArrayType(StringType()), False)]).toDDL()
        'a ARRAY<STRING> NOT NULL'
        """
        return ",".join(
            f"{quoted_name(field.name)} {field._clauses(field.metadata.get('CURRENT_DEFAULT'))}"
            for field in self.fields
        )


#: Where types of PySpark's own are, also where ``pyspark`` means nothing or PySpark itself.
_OWN_MODULES = {"pyspark.ml.linalg": "pyrite.ml.linalg"}


class UserDefinedType(DataType):
    """Base of the types that users define: a Python class kept as a value of another type.

    A subclass states ``sqlType``, ``module``, ``serialize`` and ``deserialize``; the class that it is for names
    it in ``__UDT__``.
    """

    _cached_sql_type: ClassVar[DataType]

    #: Whether values have a text of their own, as those do that Spark has a class for.
    _has_text: ClassVar[bool] = False

    @classmethod
    def typeName(cls) -> str:
        return cls.__name__.lower()

    @classmethod
    def sqlType(cls) -> DataType:
        """The type that values are kept as."""
        raise _unimplemented("sqlType()")

    @classmethod
    def module(cls) -> str:
        """The Python module of this type."""
        raise _unimplemented("module()")

    @classmethod
    def scalaUDT(cls) -> str:
        """The class of the same type in Scala, or an empty string."""
        return ""

    def needConversion(self) -> bool:
        return True

    @classmethod
    def _cachedSqlType(cls) -> DataType:
        if not hasattr(cls, "_cached_sql_type"):
            cls._cached_sql_type = cls.sqlType()
        return cls._cached_sql_type

    def toInternal(self, obj: Any) -> Any:
        return None if obj is None else self._cachedSqlType().toInternal(self.serialize(obj))

    def fromInternal(self, obj: Any) -> Any:
        value = self._cachedSqlType().fromInternal(obj)
        return None if value is None else self.deserialize(value)

    def serialize(self, obj: Any) -> Any:
        """The value that stands for an object."""
        raise _unimplemented("toInternal()")

    def deserialize(self, datum: Any) -> Any:
        """The object that a value stands for."""
        raise _unimplemented("fromInternal()")

    def _text(self, fields: dict[str, Any]) -> str:
        """The text of a value, given by the fields of the struct it is kept as."""
        raise _unimplemented("a text of its own")

    def simpleString(self) -> str:
        return "udt"

    def _sql(self) -> str:
        return self.sqlType()._sql()

    def jsonValue(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"type": "udt"}
        name = f"{self.module()}.{type(self).__name__}"
        if self.scalaUDT():
            assert self.module() != "__main__", "UDT in __main__ cannot work with ScalaUDT"
            shape |= {"class": self.scalaUDT(), "pyClass": name}
        else:
            import cloudpickle

            pickled = base64.b64encode(cloudpickle.dumps(type(self))).decode()
            shape |= {"pyClass": name, "serializedClass": pickled}
        return {**shape, "sqlType": self.sqlType().jsonValue()}

    @classmethod
    def fromJson(cls, json: dict[str, Any]) -> UserDefinedType:
        """The type of its parsed JSON form, found by the name of its class."""
        module, _, name = str(json["pyClass"]).rpartition(".")
        module = _OWN_MODULES.get(module, module)
        kind = getattr(importlib.import_module(module), name, None)
        if kind is None:
            raise PySparkValueError(
                errorClass="UNSUPPORTED_OPERATION",
                messageParameters={"operation": "unpickling user defined types"},
            )
        if not (isinstance(kind, type) and issubclass(kind, UserDefinedType)):
            raise PySparkTypeError(
                errorClass="FIELD_TYPE_MISMATCH",
                messageParameters={"obj": str(kind), "data_type": "UserDefinedType"},
            )
        return kind()


def _unimplemented(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


# ------------------------------------------------------------------------------------------- trees


def _branch(prefix: str, name: str, dataType: DataType, depth: int, engine: bool, **flags: bool) -> list[str]:
    """A line of a tree, and the lines below it."""
    if depth <= 0:
        return []
    notes = "".join(f" ({flag} = {str(value).lower()})" for flag, value in flags.items())
    shown = dataType._schema_name() if engine else dataType._tree_name()
    line = f"{prefix}-- {name}: {shown}{notes}\n"
    return [line, *dataType._tree(f"{prefix}    |", depth - 1, engine)]


_CONTROL = str.maketrans(
    {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b", "\v": "\\v", "\a": "\\a"}
)


def _escaped(name: str) -> str:
    return name.translate(_CONTROL)


# ------------------------------------------------------------------------------------------- collations


def _below(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part


def _collations(dataType: DataType, path: str) -> Iterator[tuple[str, str]]:
    """The collations in a field, each with its path. Structs keep those of their own fields."""
    if isinstance(dataType, ArrayType):
        yield from _collations(dataType.elementType, _below(path, "element"))
    elif isinstance(dataType, MapType):
        yield from _collations(dataType.keyType, _below(path, "key"))
        yield from _collations(dataType.valueType, _below(path, "value"))
    elif isinstance(dataType, StringType) and not dataType.isUTF8BinaryCollation():
        yield path, f"{StringType.collationProvider(dataType.collation)}.{dataType.collation}"


def _without_collations(dataType: DataType) -> DataType:
    if isinstance(dataType, ArrayType):
        return ArrayType(_without_collations(dataType.elementType), dataType.containsNull)
    if isinstance(dataType, MapType):
        key, value = _without_collations(dataType.keyType), _without_collations(dataType.valueType)
        return MapType(key, value, dataType.valueContainsNull)
    return StringType() if isinstance(dataType, StringType) else dataType


def _read_collations(metadata: dict[str, Any] | None) -> dict[str, str]:
    found = {}
    for path, qualified in (metadata or {}).get(_COLLATIONS_METADATA_KEY, {}).items():
        parts = qualified.split(".")
        assert len(parts) == 2, f"{qualified} should be a provider and the name of a collation"
        provider, name = parts
        if provider.lower() not in StringType.providers:
            raise PySparkValueError(
                errorClass="COLLATION_INVALID_PROVIDER",
                messageParameters={
                    "provider": provider,
                    "supportedProviders": ", ".join(StringType.providers),
                },
            )
        found[path] = name
    return found


# ------------------------------------------------------------------------------------------- reading JSON


def _from_json_value(
    value: str | dict[str, Any], path: str = "", collations: dict[str, str] | None = None
) -> DataType:
    """The type of a parsed JSON form; collations are looked up by the path to this field."""
    kind = value["type"] if isinstance(value, dict) else value
    if collations and path in collations and (kind in NAMED or isinstance(value, dict)):
        return _collated(kind, collations[path])
    if not isinstance(value, dict):
        return atomic_type(value)
    if kind == "array":
        return ArrayType.fromJson(value, path, collations)
    if kind == "map":
        return MapType.fromJson(value, path, collations)
    if kind == "struct":
        return StructType.fromJson(value)
    if kind == "udt":
        return UserDefinedType.fromJson(value)
    raise PySparkValueError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": str(kind)})


def _collated(kind: str, collation: str) -> DataType:
    if kind != "string":
        raise PySparkTypeError(
            errorClass="INVALID_JSON_DATA_TYPE_FOR_COLLATIONS", messageParameters={"jsonType": kind}
        )
    return StringType(collation)


def _parse_datatype_json_string(json_string: str) -> DataType:
    """The type of a JSON text, as :meth:`DataType.json` writes it."""
    return _from_json_value(_json.loads(json_string))


def _parse_datatype_string(s: str) -> DataType:
    """The type of a DDL string: see :meth:`DataType.fromDDL`."""
    return _from_json_value(parse_ddl(s))


DataType._parse_ddl = staticmethod(_parse_datatype_string)
