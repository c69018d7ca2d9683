"""Expressions over types whose outcomes real PySpark recorded, by group."""

from __future__ import annotations

import itertools
import json

from type_outcomes import DATA

# ---------------------------------------------------------------------------------------------- classes

TYPES = [
    "NullType()",
    "StringType()",
    "StringType('UNICODE_CI')",
    "StringType('UTF8_LCASE')",
    "CharType(3)",
    "VarcharType(10)",
    "BinaryType()",
    "BooleanType()",
    "DateType()",
    "TimeType()",
    "TimeType(3)",
    "TimestampType()",
    "TimestampNTZType()",
    "DecimalType()",
    "DecimalType(5,2)",
    "DecimalType(38,-3)",
    "DoubleType()",
    "FloatType()",
    "ByteType()",
    "ShortType()",
    "IntegerType()",
    "LongType()",
    "DayTimeIntervalType()",
    "DayTimeIntervalType(0)",
    "DayTimeIntervalType(1,3)",
    "DayTimeIntervalType(3,1)",
    "YearMonthIntervalType()",
    "YearMonthIntervalType(1)",
    "YearMonthIntervalType(0,0)",
    "CalendarIntervalType()",
    "VariantType()",
    "GeometryType(4326)",
    "GeometryType('ANY')",
    "GeometryType(0)",
    "GeometryType(3857)",
    "GeographyType(4326)",
    "GeographyType('ANY')",
    "ArrayType(IntegerType())",
    "ArrayType(StringType('UNICODE'),False)",
    "ArrayType(DateType())",
    "MapType(StringType(),LongType())",
    "MapType(DateType(),ArrayType(TimestampNTZType()),False)",
    "MapType(StringType('UNICODE'),ArrayType(StringType('fr_CI')))",
    "StructType()",
    "StructType([])",
    "StructType([StructField('a',IntegerType())])",
    "StructType([StructField(\"it's\",CharType(2),False,{'comment':'x'})])",
    "StructType([StructField('a',DateType(),False),StructField('b',StructType([StructField('c',StringType('UNICODE'))]))])",
    "StructType([StructField('s',MapType(StringType('UNICODE'),ArrayType(StringType('UTF8_LCASE'))),True,{'k':[1,None]})])",
    "StructType([StructField('x\\ty',ArrayType(StructType([StructField('d',DecimalType(3,1),False)]),False))])",
    "StructType([StructField('m',MapType(IntegerType(),StructType([StructField('u',PointUDT())])),False)])",
    "PointUDT()",
    "ArrayType(PointUDT())",
]

ASPECTS = [
    "$",
    "$.simpleString()",
    "$.jsonValue()",
    "$.json()",
    "$.typeName()",
    "$.needConversion()",
    "$._as_nullable()",
    "$.toNullable()",
    "$ == $",
    "$ is $",
    "hash($) == hash(str($))",
    "sorted($.__dict__)",
    "[isinstance($, kind) for kind in (AtomicType, NumericType, IntegralType, FractionalType, DatetimeType)]",
    "read($.json()) == $",
    "pickle.loads(pickle.dumps($)) == $",
    "_drop_metadata($)",
    "_has_nulltype($)",
    "_has_type($, (DateType, StringType))",
    "StructType([StructField('x', $, False)]).treeString()",
    "StructType([StructField('x', $), StructField('y', ArrayType($))]).treeString(1)",
    "StructField('x', $, False, {'a': 1})",
    "StructField('x', $).jsonValue()",
    "StructField('x', $).simpleString()",
    "StructField('x', $).needConversion()",
    "StructField('x', $).getCollationMetadata()",
]
#: Only what the engine can take.
DDL_ASPECT = (
    "StructType([StructField('a b', $, False), StructField('c', $, True, {'comment': \"it's\"})]).toDDL()"
)


def class_cases() -> list[str]:
    unequal = [f"{a} == {b}" for a, b in itertools.combinations(TYPES[:24], 2)]
    return (
        [aspect.replace("$", kind) for kind in TYPES for aspect in (*ASPECTS, DDL_ASPECT)]
        + unequal
        + ODDITIES
    )


ODDITIES = r"""
DataType()
DataType().typeName()
ArrayType(int)
ArrayType(IntegerType)
MapType(1, StringType())
MapType(StringType(), None)
StructField(1, StringType())
StructField('a', str)
StructField('a', StringType(), metadata={}).metadata
StructField('a', StringType()).typeName()
StructField('a', StringType()) == StructField('a', StringType(), True, {})
StructType([1])
StructType([StructField('a', StringType()), 1])
StructType().add('a')
StructType().add('a', 'foo')
StructType().add('a', 'string', False, {'x': 1})
StructType().add('a', 'decimal(4,1)').add(StructField('b', DateType()))
StructType().add('a', 'date')._needConversion
StructType().add('a', 'bigint')
StructType().add('a', 'array<int>')
StructType([StructField('a', LongType())])['a']
StructType([StructField('a', LongType())])['b']
StructType([StructField('a', LongType())])[0]
StructType([StructField('a', LongType())])[-1]
StructType([StructField('a', LongType())])[1]
StructType([StructField('a', LongType()), StructField('b', LongType())])[1:]
StructType([StructField('a', LongType())])[1.5]
len(StructType([StructField('a', LongType())]))
[f.name for f in StructType([StructField('a', LongType())])]
StructType([StructField('a', LongType())]).fieldNames()
StructType([StructField('a', LongType())]).names
DayTimeIntervalType(5)
DayTimeIntervalType(0, 9)
DayTimeIntervalType(None, 1)
YearMonthIntervalType(2)
YearMonthIntervalType(1, 2)
DayTimeIntervalType._fields
YearMonthIntervalType._inverted_fields
GeometryType(99)
GeometryType('x')
GeographyType(0)
GeographyType('any')
StringType.collationProvider('UTF8_LCASE')
StringType.collationProvider('de')
StringType('x').isUTF8BinaryCollation()
StringType.providers
DateType.EPOCH_ORDINAL
DecimalType().hasPrecisionInfo
Bare().sqlType()
Bare().module()
Bare().json()
Bare().serialize(1)
Bare().deserialize(1)
Bare().toInternal(1)
Bare().simpleString()
Bare.typeName()
Bare().scalaUDT()
PointUDT() == Bare()
UserDefinedType.fromJson({'pyClass': 'decimal.Nothing'})
UserDefinedType.fromJson({'pyClass': 'decimal.Decimal'})
UserDefinedType.fromJson({'pyClass': 'no.such.module.X'})
Geography(b'ab', 4326)
str(Geometry(b'ab', 1))
Geography(b'ab', 4326) == Geography(b'ab', 4326)
Geography(b'ab', 4326) == Geometry(b'ab', 4326)
Geometry.fromWKB(b'x', 3) == Geometry(b'x', 3)
hash(Geometry(b'ab', 1))
VariantVal(b'\x00', b'\x01\x00\x00')
str(VariantVal(b'\x00', b'\x01\x00\x00'))
VariantVal(b'', b'').toPython()
VariantVal(b'\x02\x01\x05\x00\x00', b'\x01\x00\x00').toPython()
DataType.fromDDL('a int, b: string')
StructType.fromDDL('a int')
LongType.fromDDL('array<int>')
StructType.fromJson({'fields': []})
StructType.fromJson({})
StructField.fromJson({'name': 'a', 'type': 'string'})
ArrayType.fromJson({'elementType': 'long', 'containsNull': False})
MapType.fromJson({'keyType': 'string', 'valueType': 'long', 'valueContainsNull': False})
""".strip().split("\n")

VALUES = r"""
DateType().toInternal(datetime.date(1969, 12, 31))
DateType().toInternal(datetime.datetime(2024, 2, 29, 23))
DateType().toInternal(None)
DateType().fromInternal(19782)
DateType().fromInternal(None)
TimeType().toInternal(datetime.time(23, 59, 59, 999999))
TimeType(3).fromInternal(86399999999999)
TimeType().fromInternal(None)
TimestampType().toInternal(datetime.datetime(2024, 7, 1, 12, 30, 0, 5))
TimestampType().toInternal(datetime.datetime(2024, 7, 1, 12, 30, 0, 5, UTC))
TimestampType().toInternal(datetime.datetime(1960, 1, 1, 0, 0, 0, 999999, UTC))
TimestampType().fromInternal(1719833400000005)
TimestampType().fromInternal(-1)
TimestampType().fromInternal(None)
TimestampNTZType().toInternal(datetime.datetime(2024, 7, 1, 12, 30, 0, 5))
TimestampNTZType().toInternal(datetime.datetime(2024, 7, 1, 12, 30, 0, 5, UTC))
TimestampNTZType().fromInternal(-1)
TimestampNTZType().fromInternal(1719833400000005)
DayTimeIntervalType().toInternal(datetime.timedelta(days=-1, microseconds=3))
DayTimeIntervalType().fromInternal(-86399999997)
YearMonthIntervalType().toInternal(3)
YearMonthIntervalType().fromInternal(3)
CalendarIntervalType().toInternal(3)
CalendarIntervalType().fromInternal(3)
VariantType().toInternal(VariantVal(b'a', b'b'))
VariantType().toInternal(1)
VariantType().fromInternal({'value': b'a', 'metadata': b'b'})
VariantType().fromInternal({'value': b'a'})
GeometryType(0).toInternal(Geometry(b'a', 0))
GeometryType(0).toInternal(Geography(b'a', 0))
GeographyType(4326).fromInternal({'srid': 4326, 'bytes': b'a'})
GeographyType(4326).fromInternal({'srid': 4326, 'wkb': b'a'})
GeographyType(4326).fromInternal(None)
LongType().toInternal('x')
ArrayType(DateType()).toInternal([datetime.date(1970, 1, 2), None])
ArrayType(DateType()).fromInternal([1, None])
ArrayType(DateType()).toInternal(None)
ArrayType(DateType()).toInternal([])
ArrayType(LongType()).toInternal((1, 2))
MapType(DateType(), LongType()).toInternal({datetime.date(1970, 1, 2): 3})
MapType(StringType(), DateType()).fromInternal({'a': 1})
MapType(StringType(), DateType()).fromInternal(None)
StructType([StructField('a', DateType()), StructField('b', LongType())]).toInternal((datetime.date(1970, 1, 2), 1))
StructType([StructField('a', DateType()), StructField('b', LongType())]).toInternal([datetime.date(1970, 1, 2)])
StructType([StructField('a', DateType()), StructField('b', LongType())]).toInternal({'b': 1})
StructType([StructField('a', DateType()), StructField('b', LongType())]).toInternal(Thing(b=3))
StructType([StructField('a', DateType()), StructField('b', LongType())]).toInternal(Row(b=None, a=3))
StructType([StructField('a', DateType())]).toInternal(5)
StructType([StructField('a', LongType())]).toInternal(5)
StructType([StructField('a', LongType())]).toInternal([1, 2])
StructType([StructField('a', LongType())]).toInternal({'a': 1, 'b': 2})
StructType([StructField('a', LongType())]).toInternal(Thing(a=1))
StructType([StructField('a', LongType())]).toInternal(Person('x', 1))
StructType([StructField('a', LongType())]).toInternal(None)
StructType([StructField('a', LongType())]).toInternal(VariantVal(b'', b''))
StructType([StructField('a', LongType())]).fromInternal((1,))
StructType([StructField('a', DateType())]).fromInternal((1,))
StructType([StructField('a', DateType())]).fromInternal(Row(a=1))
StructType([StructField('a', DateType())]).fromInternal(None)
StructField('a', DateType()).toInternal(datetime.date(1970, 1, 2))
StructField('a', DateType()).fromInternal(1)
PointUDT().toInternal(Point(1.0, 2.0))
PointUDT().fromInternal([1.0, 2.0])
PointUDT().toInternal(None)
PointUDT().fromInternal(None)
ArrayType(PointUDT()).toInternal([Point(1.0, 2.0)])
""".strip().split("\n")

_VARIANTS = [
    "null", "true", "false", "0", "-128", "128", "-32769", "2147483648", "9223372036854775807",
    "9223372036854775808", "1.5", "-0.001", "1e3", "1.5E-7", "123456789.123456789", "0.1234567890123456789",
    "12345678901234567890123456789012345678901", '"a"', '"\\u00e9\\"\\n"', "[]", "{}", '[1, [2, {"a": []}]]',
    '{"b": 1, "a": {"b": 2, "c": null}, "\\u00e9": 3}', json.dumps("x" * 70), json.dumps([1] * 300),
    json.dumps({f"k{i}": i for i in range(300)}), json.dumps(["y" * 50] * 30), "NaN", "[1,", "",
]  # fmt: skip
VARIANTS = [f"VariantVal.parseJson({text!r})" for text in _VARIANTS]
VARIANTS += [f"{parsed}.{method}()" for parsed in VARIANTS for method in ("toPython", "toJson")]
_SCALARS = [
    (r"\x2c\xe6\x4c\x00\x00", "date"), (r"\x30\x00\xe4\x0b\x54\x02\x00\x00\x00", "timestamp"),
    (r"\x34\x00\xe4\x0b\x54\x02\x00\x00\x00", "ntz"), (r"\x38\x00\x00\xc0\x3f", "float"),
    (r"\x3c\x02\x00\x00\x00ab", "binary"), (r"\x40\x02\x00\x00\x00ab", "long string"),
    (r"\x1c\x00\x00\x00\x00\x00\x00\xf8\x3f", "double"), (r"\x0c", "short"), (r"\xf0", "unknown"),
    (r"\x20\x02\xff\xff\xff\xff", "decimal"), (r"\x20\x0c\x01\x00\x00\x00", "scale"), (r"\x09ab", "string"),
]  # fmt: skip
VARIANTS += [
    f"VariantVal(b'{body}', b'\\x01\\x00\\x00').{call}"
    for body, _ in _SCALARS
    for call in ("toPython()", "toJson()", "toJson('Asia/Tokyo')")
]

# ---------------------------------------------------------------------------------------------- JSON

_JSON = [
    '"string"',
    '"integer"',
    '"long"',
    '"byte"',
    '"short"',
    '"int"',
    '"bigint"',
    '"tinyint"',
    '"decimal"',
    '"decimal(5,2)"',
    "5",
    '"decimal(5)"',
    '"char(3)"',
    '"char"',
    '"time(3)"',
    '"time"',
    '"timestamp"',
    '"timestamp_ntz"',
    '"timestamp_ltz"',
    '"void"',
    '"null"',
    '"interval"',
    '"variant"',
    '"geometry"',
    '"geometry(OGC:CRS84)"',
    '"geometry(SRID:0)"',
    '"geometry(srid:any)"',
    '"geometry(EPSG:1)"',
    '"geometry(4326)"',
    '"geography"',
    '"geography(OGC:CRS84)"',
    '"geography(OGC:CRS84,SPHERICAL)"',
    '"geography(OGC:CRS84,FLAT)"',
    '"geography(SPHERICAL)"',
    '"geography(x:1)"',
    '"string\\u0020collate\\u0020UNICODE"',
    '"interval\\u0020day"',
    '"interval\\u0020day\\u0020to\\u0020second"',
    '"interval\\u0020year\\u0020to\\u0020month"',
    '"interval\\u0020month"',
    '"interval\\u0020day\\u0020to\\u0020month"',
    '"interval\\u0020second\\u0020to\\u0020day"',
    '"String"',
    '""',
    '"xdecimal(1,2)"',
    '"decimal(1,2)x"',
    "{}",
    "[]",
    "5",
    "null",
    '{"type":"string"}',
    '{"type":"foo"}',
    '{"type":"array","elementType":"long","containsNull":true}',
    '{"type":"array","elementType":"long"}',
    '{"type":"map","keyType":"long","valueType":"foo","valueContainsNull":true}',
    '{"type":"struct","fields":[{"name":"a","type":"long","nullable":false,"metadata":{"a":[1]}}]}',
    '{"type":"struct","fields":[{"name":"a","type":"long"}]}',
    '{"type":"struct","fields":[{"type":"long"}]}',
    '{"type":"struct","fields":[{"name":"a","type":"string","metadata":{"__COLLATIONS":{"a":"icu.UNICODE"},"k":1}}]}',
    '{"type":"struct","fields":[{"name":"a","type":"string","metadata":{"__COLLATIONS":{"a":"xyz.UNICODE"}}}]}',
    '{"type":"struct","fields":[{"name":"a","type":"string","metadata":{"__COLLATIONS":{"a":"UNICODE"}}}]}',
    '{"type":"struct","fields":[{"name":"a","type":"long","metadata":{"__COLLATIONS":{"a":"icu.UNICODE"}}}]}',
    '{"type":"struct","fields":[{"name":"a","type":"string","metadata":{"__COLLATIONS":{"b":"icu.UNICODE"}}}]}',
    '{"type":"struct","fields":[{"name":"a","type":{"type":"array","elementType":"string","containsNull":true},"metadata":{"__COLLATIONS":{"a.element":"icu.UNICODE"}}}]}',
    '{"type":"struct","fields":[{"name":"a","type":{"type":"array","elementType":"string","containsNull":true},"metadata":{"__COLLATIONS":{"a":"icu.UNICODE"}}}]}',
    '{"type":"udt","class":"x","pyClass":"decimal.Decimal","sqlType":"long"}',
    '"decimal( 5 , -2 )"',
    '"varchar( 3 )"',
    '"decimal( 5 ,2)"',
]
JSON = [f"read({text!r})" for text in _JSON]

# ---------------------------------------------------------------------------------------------- inference

_INFERRED = r"""
None
True
1
2**70
1.5
'a'
b'a'
bytearray(b'a')
D('1.5')
datetime.date(2020, 1, 1)
datetime.datetime(2020, 1, 1)
datetime.datetime(2020, 1, 1, tzinfo=UTC)
datetime.time(1, 2)
datetime.timedelta(1)
[]
[None]
[1, None]
[1, 'a']
[1, 2.5]
[1, True]
[[1], []]
[[1], ['a']]
[{'a': 1}, {'b': 'x'}]
[datetime.datetime(2020, 1, 1)]
[[datetime.datetime(2020, 1, 1)]]
[{'a': datetime.datetime(2020, 1, 1)}]
{}
{'a': 1}
{'a': 1, 'b': None}
{'a': None}
{'a': 1, 'b': 'x'}
{'a': 1, 'b': 2.5}
{1: 'a', 'b': 1}
{None: 1, 'a': 2}
{'a': {'b': 1}, 'c': {'d': 'x'}}
{'a': [1], 'b': [None]}
{'a': None, 'b': datetime.datetime(2020, 1, 1)}
(1, 'a')
(1, (2, 'x'))
()
Row(a=1, b='x')
Row(1, 'x')
Row(a=Row(b=1))
Row(a={'x': 1, 'y': 'z'})
Row(a={'x': datetime.datetime(2020, 1, 1)}, b=[datetime.datetime(2020, 1, 1)])
Pair(1, 'x')
Person('Ada', 36)
Thing(b=1, a='x')
Thing()
Thing(a=object())
Slots()
object()
len
{1, 2}
frozenset()
range(3)
1j
Text('a')
Point(1, 2)
[Point(1, 2)]
VariantVal(b'', b'')
Geometry(b'', 0)
Geography(b'', 4326)
[Geometry(b'', 0), Geometry(b'', 3857)]
[Geography(b'', 4326), None]
Geography(b'', 0)
array('b', [1])
array('B', [1])
array('h', [1])
array('H', [1])
array('i', [1])
array('I', [1])
array('l', [1])
array('L', [1])
array('q', [1])
array('f', [1])
array('d', [1])
array('u', 'a')
{'a': array('Q', [1])}
[object()]
{'a': object()}
Row(a=object())
Row(a=[1, {'x': 2}])
""".strip().split("\n")
_FLAGS = [
    "",
    "infer_dict_as_struct=True",
    "infer_array_from_first_element=True",
    "infer_map_from_first_pair=True",
    "prefer_timestamp_ntz=True",
    "infer_dict_as_struct=True, infer_array_from_first_element=True, prefer_timestamp_ntz=True",
]
INFERENCE = [f"infer({value}, {flags})" for value in _INFERRED for flags in _FLAGS]
INFERENCE += [f"schema({value}, {flags})" for value in _INFERRED for flags in (_FLAGS[0], _FLAGS[-1])]
INFERENCE += [
    "schema((1, 'a'), names=['x', 'y'])",
    "schema((1, 'a', 2.0), names=['x'])",
    "schema((1,), names=['x', 'y'])",
    "schema([1, 'a'], names=['x', 'y'])",
    "schema({'b': 1, 'a': 2}, names=['x', 'y'])",
    "schema({1: 1})",
    "schema({1: 1, 'a': 2})",
    "infer({1: 1}, infer_dict_as_struct=True)",
    "infer({'a': 1, 'b': None}, infer_dict_as_struct=True)",
]
_MERGED = [
    "NullType()",
    "LongType()",
    "DoubleType()",
    "StringType()",
    "StringType('UNICODE')",
    "BooleanType()",
    "DateType()",
    "TimestampType()",
    "TimestampNTZType()",
    "DecimalType(5,2)",
    "DecimalType(7,3)",
    "GeometryType(0)",
    "GeometryType(3857)",
    "GeographyType(4326)",
    "ArrayType(LongType(),False)",
    "ArrayType(StringType())",
    "ArrayType(NullType())",
    "MapType(StringType(),LongType(),False)",
    "MapType(StringType(),StringType())",
    "MapType(LongType(),NullType())",
    "StructType()",
    "StructType([StructField('a',LongType(),False,{'k':1})])",
    "StructType([StructField('b',DateType(),False,{'k':1})])",
    "StructType([StructField('a',StringType())])",
    "StructType([StructField('a',ArrayType(LongType()))])",
    "VariantType()",
    "DayTimeIntervalType()",
    "DayTimeIntervalType(0)",
    "CalendarIntervalType()",
    "PointUDT()",
    "CharType(3)",
    "VarcharType(3)",
]
MERGING = [f"merge({a}, {b})" for a in _MERGED for b in _MERGED]

# ---------------------------------------------------------------------------------------------- verification

_CHECKED_TYPES = [
    "NullType()",
    "StringType()",
    "CharType(2)",
    "VarcharType(2)",
    "BinaryType()",
    "BooleanType()",
    "DateType()",
    "TimeType()",
    "TimestampType()",
    "TimestampNTZType()",
    "DecimalType(5,2)",
    "DoubleType()",
    "FloatType()",
    "ByteType()",
    "ShortType()",
    "IntegerType()",
    "LongType()",
    "DayTimeIntervalType()",
    "YearMonthIntervalType()",
    "CalendarIntervalType()",
    "VariantType()",
    "GeometryType(0)",
    "GeographyType(4326)",
    "PointUDT()",
    "ArrayType(ShortType())",
    "ArrayType(StringType(),False)",
    "MapType(StringType(),IntegerType(),False)",
    "MapType(LongType(),ArrayType(LongType()))",
    "StructType()",
    "StructType([StructField('a',IntegerType()),StructField('b',StringType(),False)])",
    "StructType([StructField('a',StructType([StructField('b',ByteType(),False)]))])",
]
_CHECKED_VALUES = [
    "None", "True", "1", "127", "128", "-129", "32768", "-32769", "2**31", "-2**31-1", "2**63", "-2**63", "1.5",
    "float('nan')", "'abc'", "b'ab'", "bytearray(b'x')", "D('1.5')", "D('NaN')", "datetime.date(2020, 1, 1)",
    "datetime.datetime(2020, 1, 1)", "datetime.time(1)", "datetime.timedelta(1)", "[]", "[1]", "[None]", "['a', None]",
    "[1, 'a']", "[1, 40000]", "()", "(1,)", "(1, 'x')", "(1, None)", "(None, 'x')", "('a', 'b')", "((1,),)",
    "((None,),)",
    "array('i', [1])", "{}", "{'a': 1}", "{'a': None}", "{None: 1}", "{1: [1]}", "{'a': 1, 'b': 'x'}", "{'a': (300,)}",
    "{'b': 'x'}", "Row(a=1, b='x')", "Row(b='x', a=1)", "Pair(1, 'x')", "Person('x', 1)", "Thing(a=1, b='x')",
    "Thing(a=Thing(b=1))", "{1, 2}", "Text('a')", "Point(1.0, 2.0)", "Point(1, 2)", "Geometry(b'', 0)",
    "Geography(b'', 0)", "VariantVal(b'', b'')", "object", "Slots()",
]  # fmt: skip
VERIFICATION = [f"check({kind})({value})" for kind in _CHECKED_TYPES for value in _CHECKED_VALUES]
VERIFICATION += [
    f"check({kind}, False, 'here')({value})" for kind in _CHECKED_TYPES for value in _CHECKED_VALUES
]
_CONVERTED_TYPES = [
    "LongType()",
    "StringType()",
    "NullType()",
    "ArrayType(LongType())",
    "ArrayType(StringType())",
    "MapType(StringType(),LongType())",
    "MapType(LongType(),NullType())",
    "StructType()",
    "StructType([StructField('a',LongType()),StructField('b',DoubleType())])",
    "StructType([StructField('a',StringType()),StructField('b',LongType())])",
    "PointUDT()",
    "CharType(3)",
    "StructType([StructField('a',StructType([StructField('b',LongType())])),StructField('c',ArrayType(NullType()))])",
]
_CONVERTED_VALUES = [
    "None", "1", "'a'", "True", "D('1.50')", "{'a': 1}", "{'b': 1, 'a': 2}", "[1, None]", "('x', True)", "(1, 2, 3)",
    "[(5,), [1, 2]]", "Row(b=1, a=2)", "Thing(b=1, a=[True])", "Person('x', 1)", "{'a': {'b': 1, 'z': 2}, 'c': [1]}",
    "Point(1, 2)", "{1: True}", "Slots()", "b'x'",
]  # fmt: skip
CONVERSION = [f"convert({kind}, {value})" for kind in _CONVERTED_TYPES for value in _CONVERTED_VALUES]

# ---------------------------------------------------------------------------------------------- Arrow

_FROM_ARROW = [
    "pa.null()",
    "pa.bool_()",
    "pa.int8()",
    "pa.int16()",
    "pa.int32()",
    "pa.int64()",
    "pa.uint8()",
    "pa.uint64()",
    "pa.float16()",
    "pa.float32()",
    "pa.float64()",
    "pa.decimal128(5,2)",
    "pa.decimal256(50,2)",
    "pa.decimal32(5,2)",
    "pa.string()",
    "pa.large_string()",
    "pa.string_view()",
    "pa.binary()",
    "pa.large_binary()",
    "pa.binary(4)",
    "pa.binary_view()",
    "pa.date32()",
    "pa.date64()",
    "pa.time32('ms')",
    "pa.time64('us')",
    "pa.timestamp('us')",
    "pa.timestamp('ns')",
    "pa.timestamp('s',tz='UTC')",
    "pa.duration('ms')",
    "pa.month_day_nano_interval()",
    "pa.list_(pa.int32())",
    "pa.list_(pa.field('x',pa.int32(),False))",
    "pa.large_list(pa.string())",
    "pa.list_(pa.int8(),3)",
    "pa.list_view(pa.int8())",
    "pa.map_(pa.string(),pa.int64())",
    "pa.map_(pa.string(),pa.field('v',pa.int64(),False))",
    "pa.struct([])",
    "pa.struct([('a',pa.int32()),('b',pa.list_(pa.timestamp('us')))])",
    "pa.struct([pa.field('a',pa.int8(),False,{b'SPARK::metadata::json':b'{\"k\":1}',b'x':b'y'})])",
    "pa.struct([pa.field('value',pa.binary()),pa.field('metadata',pa.binary(),metadata={b'variant':b'true'})])",
    "pa.struct([pa.field('metadata',pa.binary(),metadata={b'variant':b'true'})])",
    "pa.struct([pa.field('srid',pa.int32()),pa.field('wkb',pa.binary(),metadata={b'geometry':b'true',b'srid':b'-1'})])",
    "pa.struct([pa.field('srid',pa.int32()),pa.field('wkb',pa.binary(),metadata={b'geography':b'true',b'srid':b'4326'})])",
    "pa.dictionary(pa.int8(),pa.string())",
    "pa.run_end_encoded(pa.int32(),pa.string())",
]
ARROW = [f"shown(to({kind}))" for kind in TYPES]
ARROW += [f"shown(to({kind}, prefers_large_types=True))" for kind in TYPES]
ARROW += [f"from_arrow_type(to({kind}))" for kind in TYPES]
ARROW += [f"from_arrow_type({kind})" for kind in _FROM_ARROW]
ARROW += [f"from_arrow_type({kind}, prefer_timestamp_ntz=False)" for kind in _FROM_ARROW]
_TWICE = "StructType([StructField('a', LongType(), False, {'k': 1}), StructField('a', TimestampType())])"
ARROW += [
    f"shown(to_arrow_schema({_TWICE}, timezone='Asia/Tokyo'))",
    f"shown(to_arrow_schema({_TWICE}))",
    f"shown(to_arrow_schema({_TWICE}, timezone='UTC', error_on_duplicated_field_names_in_struct=True))",
    f"to({_TWICE}, error_on_duplicated_field_names_in_struct=True)",
    f"to(ArrayType({_TWICE}), error_on_duplicated_field_names_in_struct=True)",
    f"from_arrow_schema(to_arrow_schema({_TWICE}, timezone='UTC')).json()",
    "from_arrow_schema(pa.schema([('a', pa.timestamp('us'))]), False)",
    "to_arrow_type(TimestampType())",
]

CASES = {
    "classes": class_cases(),
    "values": VALUES,
    "variants": VARIANTS,
    "json": JSON,
    "inference": INFERENCE,
    "merging": MERGING,
    "verification": VERIFICATION,
    "conversion": CONVERSION,
}


def ddl_strings() -> list[str]:
    return json.loads((DATA / "ddl_strings.json").read_text(encoding="utf-8"))


def ddl_cases() -> list[str]:
    return [f"ddl({text!r}).json()" for text in ddl_strings()]
