"""What goes into DataFrames and what comes out of them, recorded from real PySpark and compared with ours.

``INPUTS`` are calls of ``create``, the ``createDataFrame`` of either package, with settings after the data.
``VALUES`` are columns: a type in DDL, and its values as Python expressions. Those with SQL literals are of types that
no Python value makes; their numbers are what the engine keeps.
"""

from __future__ import annotations

INPUTS = {
    "rows": """
create([(1, "a"), (2, "b")])
create([(1, "a"), (2, "b")], ["x", "y"])
create([(1, "a")], ("x", "y"))
create([(1, 2, 3)], ["x"])
create([(1, 2)], ["x", "y", "z"])
create([[1, "a"]], ["x", "y"])
create([["x", 1], ("y", 2)])
create([Row(a=1, b="x"), Row(a=2, b=None)])
create([Row("a", "b")(1, 2)], ["x"])
create([Row(1, 2)])
create([Row(a=1), Row(b=2)])
create([Row(a=1), (2,)])
create([Row(b=1, a=2)], "a int, b int")
create([{"a": 1}, {"b": 2}])
create([{"b": 1, "a": 2}])
create([{"b": 1, "c": 3}, {"a": "x"}])
create([{"a": 1}, {"b": 2}], ["x", "y"])
create([{"b": 1, "c": 2}], "a int, b int")
create([{}])
create([{"a": None}])
create([Pair(1, "x"), Pair(2, None)])
create([Pair(1, "x")], ["c"])
create([Thing(1, "x"), Thing(2, None)])
create([Thing(1, "x")], "b string, a int")
create([Bag(b=1, a="x"), Bag(a="y", c=2.5)])
create([Slotted()])
create([Slotted()], "a int")
create((x for x in [(1, 2), (3, 4)]))
create({(1, 2)})
create("ab")
create({"a": 1})
create(5)
create([], "a int, b string")
create([], ["a"])
create([])
create([()])
create([[]])
create([(), ()])
create([()], StructType([]))
create([Row()])
create([1, 2])
create([1, None], "int")
create([1, None], IntegerType())
create(["a", 1, None, True], "string")
create([1.5], "int")
create([(1,)], "int")
create([None])
create([None, (1,)])
create([(None,)])
create([(1,), (None,)])
create([(1, 2), (1,)])
create([(1,), (1, 2)])
create([(1, 2)], [1, "b"])
create([(1,)], 5)
create([(1,)], "a: int")
create([(1,)], "bad bad bad")
create([(1,)], StructType([StructField("a", IntegerType(), False, {"k": 1})]))
create([(1,), (None,)], "a int not null")
create([(1, 2, 3)], StructType().add("a", "integer").add("a", "long").add("b", "double"), verifySchema=False)
create([VariantVal.parseJson("1")])
create([(1, VariantVal.parseJson('{"a": 1}'))])
create([VariantVal.parseJson("1"), None], VariantType())
create([(1, 2)], schema="a int", verifySchema=False)
create([(1,)], StructType([StructField("a", DecimalType(5, 2))]))
""",
    "inference": """
create([(1,), (2.5,)])
create([(1,), ("a",), (None,)])
create([(True,), ("x",)])
create([(1,), (True,)])
create([([1, "a", True],)])
create([([],), ([1],)])
create([([None],), ([2],)])
create([([[1], None], "x")])
create([({"a": 1, "b": "x"},)])
create([({"a": 1},), ({},), (None,)])
create([({None: 1},)])
create([({"a": None},), ({"b": 2},)])
create([((1, "x"),), ((2, None),)])
create([((1, 2),), ((3,),)])
create([(Row(a=1, b="x"),), (Row(a=None, b="y"),)])
create([({"a": {"b": 1}},)])
create([({"a": [1, 2]}, [{"b": (1, Row(c=2.5))}])])
create([({"a": 1, "b": "x"},)], inferNestedDictAsStruct="true")
create([([{"a": 1}, {"b": "x"}],)], inferNestedDictAsStruct="true")
create([([1, "a"],)], inferArrayTypeFromFirstElement="true")
create([({"a": None, "b": 1},)], inferMapTypeFromFirstPair="true")
create([(datetime.datetime(2020, 1, 1),), (datetime.datetime(2020, 1, 1, tzinfo=UTC),)])
create([(datetime.datetime(2020, 1, 1),)], timestampType="TIMESTAMP_NTZ")
create([(datetime.datetime(2020, 1, 1),), (datetime.datetime(2020, 1, 1, tzinfo=UTC),)], timestampType="TIMESTAMP_NTZ")
create([([datetime.datetime(2020, 1, 1)],)], timestampType="TIMESTAMP_NTZ")
create([(datetime.date(2020, 1, 1),), (datetime.datetime(2020, 1, 1),)])
create([(2**63,)])
create([(-(2**63),), (2**63 - 1,)])
create([(D("1.5"),), (D("NaN"),), (None,)])
create([(D("12345678901234567890123"),)])
create([(D("0.1234567890123456789"),)])
create([(array.array("i", [1, 2]),)])
create([(b"a", bytearray(b"b"))])
create([(1 + 2j,)])
create([(object,)])
create([(datetime.timedelta(days=1), datetime.time(1, 2, 3))])
create([(datetime.timedelta.max,)])
create([(Point(1, 2),), (None,)])
create([([Point(1, 2)], {"a": Point(3, 4)})])
create([(float("nan"), -0.0, float("inf"))])
create([("\\x00", "é\\U0001f600", "\\ud800")])
create([(np.int64(1),)])
create([(np.array([1]),)])
""",
    "schemas": """
create([(1, 2**15 - 1, 2**31 - 1, 2**63 - 1)], "a byte, b short, c int, d long")
create([(-128, -(2**15), -(2**31), -(2**63))], "a byte, b short, c int, d long")
create([(128,)], "a byte")
create([(-129,)], "a byte")
create([(2**31,)], "a int")
create([(2**63,)], "a bigint")
create([(True,)], "a int")
create([(1,)], "a boolean")
create([(1,)], "a double")
create([(1.5, 1e300)], "a float, b float")
create([("x",)], "a int")
create([(1,), (1.5,), (None,), (True,), ([1],)], "a string")
create([(b"x",)], "a string")
create([("x",)], "a binary")
create([(bytearray(b"x"),)], "a binary")
create([(D("1.235"),), (D("1.245"),), (D("-1.235"),), (D("NaN"),)], "a decimal(5, 2)")
create([(D("12345.6"),)], "a decimal(5, 2)")
create([(D("1E+3"),)], "a decimal(3, 0)")
create([(D("99.999"),)], "a decimal(4, 2)")
create([(D("0.001"),)], "a decimal(2, 2)")
create([(D("NaN"),)], "a decimal(5, 2) not null")
create([(1,)], "a decimal(5, 2)")
create([(D("12345.6"), "x")], "a decimal(5, 2), b int")
create([(datetime.date(2020, 1, 1),), (datetime.datetime(2020, 1, 2, 3),)], "a date")
create([(datetime.date(2020, 1, 1),)], "a timestamp")
create([(datetime.datetime(2020, 1, 1, 12, tzinfo=UTC),)], "a timestamp_ntz")
create([(datetime.datetime(2020, 3, 8, 2, 30), datetime.datetime(2020, 11, 1, 1, 30))], "a timestamp, b timestamp")
create([(datetime.datetime(1900, 1, 1), datetime.datetime(1969, 12, 31, 23, 59))], "a timestamp, b timestamp")
create([(datetime.datetime(9999, 12, 31, 23, 59, 59, 999999),)], "a timestamp_ntz")
create([(datetime.time(1, 2, 3, 456789),)], "a time(0)")
create([(datetime.timedelta(days=-1, microseconds=1),)], "a interval day")
create([(1,)], "a interval year to month")
create([(None,)], "a interval year to month")
create([(None,)], "a interval")
create([(None,)], "a void")
create([(1,)], "a void")
create([([1, None],)], "a array<int>")
create([([1, None],)], StructType([StructField("a", ArrayType(IntegerType(), False))]))
create([((1, 2),)], "a array<int>")
create([([1, "x"],)], "a array<int>")
create([([1, 300],)], "a array<byte>")
create([({1: 2},)], "a map<string, int>")
create([({1: 2, "1": 3},)], "a map<string, int>")
create([({"a": None},)], "a map<string, int>")
create([({None: 1},)], "a map<string, int>")
create([({"a": {"x": 1}},)], "a map<string, struct<x: int>>")
create([([1],)], "a map<string, int>")
create([(Row(b=1, a=2),)], "s struct<a: int, b: int>")
create([({"b": 1, "a": 2},)], "s struct<a: int, b: int>")
create([(Thing(1, "x"),), (None,)], "s struct<b: string, a: int>")
create([(Row(a=1),), ({"a": 2},), ((3,),)], "s struct<a: int>")
create([((1,),)], "s struct<a: int, b: int>")
create([(1,)], "s struct<a: int>")
create([((None,),)], "s struct<a: int not null>")
create([(None,)], "s struct<a: int not null>")
create([([(1, 2), None],)], "a array<struct<x: int, y: int>>")
create([(((1, 2),),)], StructType().add("s", StructType().add("t", StructType().add("x", "integer").add("x", "long"))))
create([(Point(1, 2),)], StructType().add("p", PointUDT()))
create([(1.5,)], StructType().add("p", PointUDT()))
create([(1,)], "a variant")
create([(np.float64(2.5),)], "a double")
create([np.int64(1)], "int")
""",
    "unverified": """
create([(2**40, 300)], "a int, b byte", verifySchema=False)
create([(2**63,)], "a bigint", verifySchema=False)
create([(1,), (True,), ("x",)], "a double", verifySchema=False)
create([(1.5,)], "a int", verifySchema=False)
create([(1,)], "a boolean", verifySchema=False)
create([(1,)], "a decimal(5, 2)", verifySchema=False)
create([("xé",)], "a binary", verifySchema=False)
create([("x",)], "a date", verifySchema=False)
create([("x",)], "a array<int>", verifySchema=False)
create([([1, "x"],)], "a array<int>", verifySchema=False)
create([(1,)], "a void", verifySchema=False)
create([((1, 2),)], "s struct<a: int>", verifySchema=False)
create([(1, "x", 2.5)], "a int, b int, c int", verifySchema=False)
""",
    "pandas": """
create(pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, np.nan]}))
create(pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, np.nan]}), ["p", "q", "r"])
create(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), ["p"])
create(pd.DataFrame({"a": [1, 2], "b": ["x", None]}), "a int, b string")
create(pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, np.nan]}), enabled="false")
create(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), "a byte, b string", enabled="false")
create(pd.DataFrame({"a": [1000]}), "a tinyint")
create(pd.DataFrame({"a": [1]}), "a tinyint, b int")
create(pd.DataFrame({"a": [1]}), "int")
create(pd.DataFrame([[1, 2]], columns=["a", "a"]))
create(pd.DataFrame({1: [1]}))
create(pd.DataFrame({"a": [1, 2]})[[]])
create(pd.DataFrame())
create(pd.DataFrame({"a": [1]}).iloc[:0])
create(pd.DataFrame({"a": [1]}).iloc[:0], "a int")
create(pd.DataFrame({"a": [1, "x"]}))
create(pd.DataFrame({"a": [b"x"], "b": [D("1.5")], "c": [datetime.date(2020, 1, 1)], "d": [None]}))
create(pd.DataFrame({"a": [D("1.5")]}), "a decimal(10, 3)")
create(pd.DataFrame({"a": [1]}), "a decimal(10, 3)")
create(pd.DataFrame({"a": [1.7]}), "a int")
create(pd.DataFrame({"a": [1.7]}), "a int", convertToArrowArraySafely="false")
create(pd.DataFrame({"a": ["1"]}), "a int")
create(pd.DataFrame({"a": [1.0, None]}), "a int")
create(pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}))
create(pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}), enabled="false")
create(pd.DataFrame({"a": pd.Categorical(["x", "y"])}))
create(pd.DataFrame({"a": ["x", np.nan]}, dtype=object))
create(pd.DataFrame({"a": [{"x": 1}, {"y": 2}]}))
create(pd.DataFrame({"a": [{"x": 1}, {"y": 2}]}), inferPandasDictAsMap="true")
create(pd.DataFrame({"a": [{"x": 1}, {"y": 2}]}), "a map<string, int>")
create(pd.DataFrame({"a": [{"x": 1}, {"y": 2}]}), enabled="false")
create(pd.DataFrame({"a": [{"x": 1}]}), "a struct<x: int, y: int>")
create(pd.DataFrame({"a": [(1, 2)]}), "a struct<x: int, x: int>")
create(pd.DataFrame({"a": [np.array([1, 2])], "b": [[1.5]]}), "a array<int>, b array<double>")
create(pd.DataFrame({"a": [[pd.Timestamp("2020-01-01")]]}), "a array<timestamp>", timeZone="Asia/Tokyo")
create(pd.DataFrame({"a": [[pd.Timestamp("2020-01-01")]]}), "a array<timestamp>", timeZone="UTC", enabled="false")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01", None])}), timeZone="Asia/Tokyo")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), "a timestamp", timeZone="Asia/Tokyo")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), "a timestamp_ntz", timeZone="Asia/Tokyo")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), timeZone="Asia/Tokyo", enabled="false")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), "a timestamp", timeZone="Asia/Tokyo", enabled="false")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"]).tz_localize("Asia/Tokyo")}))
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"]).tz_localize("Asia/Tokyo")}), enabled="false")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), timestampType="TIMESTAMP_NTZ")
create(pd.DataFrame({"a": pd.to_datetime(["2020-01-01"]).tz_localize("Asia/Tokyo")}), timestampType="TIMESTAMP_NTZ")
create(pd.DataFrame({"a": pd.to_datetime(["2020-03-08 02:30"])}))
create(pd.DataFrame({"a": pd.to_datetime(["2020-11-01 01:30"])}))
create(pd.DataFrame({"a": pd.to_timedelta([1, 2], unit="s")}))
create(pd.DataFrame({"a": pd.to_timedelta([1, 2], unit="s")}), enabled="false")
create(pd.DataFrame({"a": [Point(1, 2)]}), StructType().add("a", PointUDT()))
create(pd.Series([1, 2]))
""",
    "tables": """
create(pa.table({"a": [1, 2], "b": ["x", None]}))
create(pa.table({"a": [1, 2], "b": ["x", None]}), ["x", "y"])
create(pa.table({"a": [1, 2], "b": ["x", None]}), ["x"])
create(pa.table({"a": [1], "b": [2]}), ["x", "x"])
create(pa.table({"a": [1]}), "a string")
create(pa.table({"a": [1]}), "b tinyint")
create(pa.table({"a": [1]}), "a int, b int")
create(pa.table({"a": [1]}), "int")
create(pa.table({"a": [1]}).select([]))
create(pa.table({"a": [1]}), StructType([StructField("a", IntegerType(), False, {"k": 1})]))
create(pa.table({"a": [None, 1]}), "a int not null")
create(pa.table({"a": ["x"]}), "a int")
create(pa.table({"a": [2**40]}), "a int")
create(pa.table({"a": pa.array([1], pa.uint8())}))
create(pa.table({"a": pa.array([1], pa.date64())}))
create(pa.table({"a": pa.array(["a"], pa.string_view())}))
create(pa.table({"a": pa.array(["a", None, "a"]).dictionary_encode(), "b": pa.nulls(3)}))
create(pa.table({"a": pa.array([[1], None], pa.large_list(pa.int8()))}))
create(pa.table({"b": pa.array([[1], [2]], pa.list_(pa.int8(), 1))}))
create(pa.table({"a": pa.array([{"x": 1}, None]), "b": pa.array([[(1, 2)], None], pa.map_(pa.int8(), pa.int8()))}))
create(pa.table({"a": pa.array(["x"], pa.large_string()), "b": pa.array([b"x"], pa.large_binary())}))
create(pa.table({"c": pa.array([b"xy"], pa.binary(2))}))
create(pa.table({"a": pa.array([1500], pa.duration("ms")), "b": pa.array([1500], pa.time64("ns"))}))
create(pa.table({"a": pa.array([1500], pa.duration("ns"))}))
create(pa.table({"a": pa.array([D("1.50")]), "b": pa.array([1.5], pa.float32())}))
create(pa.table({"a": pa.array([0, 1], pa.timestamp("us")), "b": pa.array([0, -1500], pa.timestamp("ns", tz="UTC"))}))
create(pa.table({"a": pa.array([0], pa.timestamp("us"))}), timeZone="Asia/Tokyo")
create(pa.table({"a": pa.array([0], pa.timestamp("us"))}), timestampType="TIMESTAMP_NTZ")
create(pa.table({"a": pa.array([0], pa.timestamp("s"))}), "a timestamp_ntz")
create(pa.table({"a": pa.array([0], pa.timestamp("s", tz="UTC"))}), "a timestamp_ntz")
create(pa.table({"a": pa.array([[0], None], pa.list_(pa.timestamp("us")))}), timeZone="Asia/Tokyo")
create(pa.table({"a": pa.array([{"x": datetime.datetime(2020, 1, 1)}, None])}), timeZone="Asia/Tokyo")
create(pa.table({"a": pa.array([[(1, datetime.datetime(2020, 1, 1))], None], pa.map_(pa.int8(), pa.timestamp("us")))}))
create(pa.table({"a": [1, 2, 3], "b": [[1], [2], [3, 4]]}).slice(1))
create(pa.table({"a": pa.array([datetime.datetime(2020, 3, 8, 2, 30)])}))
create(np.array([1, 2]))
create(np.array([1, 2]), "a int")
create(np.array([1, 2]), "int")
create(np.array([[1, 2], [3, 4]]))
create(np.array([[1, 2]]), ["a"])
create(np.array([[1, 2]]), ["a", "b"])
create(np.array([[1.5], [2.5]]))
create(np.zeros((2, 2, 2)))
create(np.array(1))
create(np.array(["a", "b"]))
create(np.array([True]))
create(np.array([1], dtype="uint8"))
create(np.array([1], dtype="float16"))
create(np.array(["2020-01-01"], dtype="M8[ns]"), timeZone="Asia/Tokyo")
""",
}

#: A moment in every corner: DST gaps and folds, the first and last years, before the zones' first rules.
_MOMENTS = [
    "2020-03-08 10:30:00",
    "2020-11-01 08:30:00.5",
    "2020-11-01 09:30:00.123456",
    "2020-07-01 12:34:56.78",
    "1969-12-31 23:59:59.999999",
    "1883-11-18 12:00:00",
    "1900-01-01 00:00:00",
    "0001-01-03 00:00:00",
    "2050-07-01 00:00:00",
    "9999-12-30 23:59:59.999999",
]
_moments = [
    f"datetime.datetime.fromisoformat({moment!r}).replace(tzinfo=UTC)".replace(".5'", ".500000'").replace(
        ".78'", ".780000'"
    )
    for moment in _MOMENTS
]
_clocks = [moment.replace(".replace(tzinfo=UTC)", "") for moment in _moments]

VALUES: dict[str, list[str]] = {
    "boolean": ["True", "False", "None"],
    "tinyint": ["-128", "127", "0", "None"],
    "smallint": ["-(2**15)", "2**15 - 1"],
    "int": ["-(2**31)", "2**31 - 1", "None"],
    "bigint": ["-(2**63)", "2**63 - 1", "None"],
    "float": [
        "1.5",
        "1.1",
        "1e10",
        "1e-5",
        "0.001",
        "9999999.0",
        "3.4028235e38",
        "1.4e-45",
        "-0.0",
        "nan",
        "inf",
        "None",
    ],
    "double": [
        *(
            "0.0",
            "-0.0",
            "1.0",
            "1e7",
            "9999999.999",
            "0.001",
            "0.00099",
            "1e21",
            "123456789.125",
            "1.7976931348623157e308",
        ),
        *("5e-324", "2.2250738585072014e-308", "0.1", "1e10", "nan", "inf", "-inf", "None", "1e16", "100.0"),
    ],
    "decimal(10,3)": ["D('1.5')", "D('-0.001')", "D('1234567.891')", "D(0)", "None"],
    "decimal(38,18)": ["D('1E-18')", "D('1E-7')", "D('12345678901234567890.123456789012345678')", "D(0)"],
    "decimal(38,0)": ["D('9' * 38)", "D('-1')"],
    "string": [
        "''",
        "'a'",
        "'é日本\\U0001f600'",
        "'a\\nb\\tc\\rd\\x01\\x1f\"\\\\ / \\u2028'",
        "None",
        "'NULL'",
    ],
    "binary": ["b''", "b'a'", "bytes([0, 255, 49])", "None"],
    "date": ["datetime.date(1, 1, 1)", "datetime.date(9999, 12, 31)", "datetime.date(1970, 1, 1)", "None"],
    "timestamp": [*_moments, "None"],
    "timestamp_ntz": [*_clocks, "datetime.datetime(1, 1, 1)", "datetime.datetime.max", "None"],
    "time": ["datetime.time(0)", "datetime.time(12, 34, 56, 789000)", "datetime.time.max", "None"],
    "void": ["None"],
    "interval day to second": [
        *(
            "datetime.timedelta(0)",
            "datetime.timedelta(days=-1, seconds=-7384, microseconds=-500000)",
            "None",
        ),
        *("datetime.timedelta(days=106751991)", "datetime.timedelta(microseconds=1)"),
    ],
    "interval day": ["datetime.timedelta(days=3)", "datetime.timedelta(days=-3)"],
    "interval day to hour": ["datetime.timedelta(days=3, hours=4)"],
    "interval day to minute": ["datetime.timedelta(days=-3, hours=-4, minutes=-5)"],
    "interval hour": ["datetime.timedelta(hours=5)", "datetime.timedelta(hours=-500)"],
    "interval hour to minute": ["datetime.timedelta(hours=5, minutes=6)"],
    "interval hour to second": ["datetime.timedelta(hours=5, minutes=6, seconds=7.5)"],
    "interval minute": ["datetime.timedelta(minutes=6)"],
    "interval minute to second": ["datetime.timedelta(minutes=600, seconds=7)"],
    "interval second": ["datetime.timedelta(seconds=-1.5)", "datetime.timedelta(seconds=61.000001)"],
    "variant": [
        *('VariantVal.parseJson(\'{"a": [1, null, "x"], "b": 1.50}\')', "VariantVal.parseJson('null')"),
        *(
            "VariantVal.parseJson('\"x\"')",
            "None",
            "VariantVal.parseJson('1e10')",
            "VariantVal.parseJson('true')",
        ),
    ],
    "array<int>": ["[1, None, 3]", "[]", "None", "[-1]"],
    "array<string>": ["['a', None, 'b, c']", "[]"],
    "array<double>": ["[1.0, None, nan]", "[1e10]"],
    "array<timestamp>": [f"[{_moments[0]}, None, {_moments[2]}]", "None"],
    "array<timestamp_ntz>": [f"[{_clocks[0]}, None]"],
    "array<date>": ["[datetime.date(2020, 1, 1), None]"],
    "array<binary>": ["[b'a', None]"],
    "array<boolean>": ["[True, None]"],
    "array<decimal(5,2)>": ["[D('1.50'), None]"],
    "array<interval day to second>": ["[datetime.timedelta(1), None]"],
    "array<array<int>>": ["[[1], None, []]", "None"],
    "array<variant>": ["[VariantVal.parseJson('\"x\"'), None, VariantVal.parseJson('null')]"],
    "array<struct<a:int,b:string>>": ["[(1, 'x'), None, (None, None)]"],
    "map<string,int>": ["{'a': 1, 'b': None}", "{}", "None"],
    "map<int,string>": ["{1: 'x'}"],
    "map<date,binary>": ["{datetime.date(2020, 1, 1): b'1'}"],
    "map<timestamp,double>": [f"{{{_moments[3]}: 1.5}}"],
    "map<timestamp_ntz,double>": [f"{{{_clocks[3]}: 1.5}}"],
    "map<double,timestamp>": [f"{{1.5: {_moments[3]}}}"],
    "map<boolean,decimal(5,2)>": ["{True: D('1.50')}"],
    "map<string,array<map<string,int>>>": ["{'a': [{'b': 1}, None]}"],
    "map<struct<a:int,b:int>,int>": ["{Row(a=1, b=2): 3}"],
    "struct<a:int,b:string,c:double>": ["(1, None, 1.5)", "None", "(None, 'x', None)"],
    "struct<>": ["()", "None"],
    "struct<a:struct<b:array<int>>,t:timestamp>": [
        f"(([1],), {_moments[3]})",
        "((None,), None)",
        "(None, None)",
    ],
    "struct<a:int,a:string>": ["(1, 'x')"],
}

#: The literals are what Spark reads, the numbers what the engine keeps.
LITERALS: dict[str, list[tuple[str, str]]] = {
    "interval year to month": [
        ("interval '1-2' year to month", "14"),
        ("interval '-0-5' year to month", "-5"),
        ("cast(null as interval year to month)", "None"),
        ("interval '0-0' year to month", "0"),
    ],
    "interval year": [("interval '3' year", "36"), ("interval '-3' year", "-36")],
    "interval month": [("interval '30' month", "30"), ("interval '-30' month", "-30")],
    "interval": [
        ("make_interval(1, 2, 0, 3, 5, 6, 7.5)", "(14, 3, 18_367_500_000_000)"),
        ("make_interval(-1, 0, 0, -4, 0, -6, -7.000001)", "(-12, -4, -367_000_001_000)"),
        ("make_interval(0)", "(0, 0, 0)"),
        ("make_interval(0, 1, 0, -1, 30)", "(1, -1, 108_000_000_000_000)"),
        ("cast(null as interval)", "None"),
    ],
    "date": [
        ("date'10000-01-01'", "2_932_897"),
        ("date'-0005-03-01'", "-721_295"),
        ("date'0000-12-31'", "-719_163"),
        ("date'2020-02-29'", "18_321"),
    ],
    "timestamp_ntz": [("timestamp_ntz'10000-01-01 12:00:00'", "253_402_344_000_000_000")],
    "timestamp": [
        ("timestamp'10000-01-01 12:00:00Z'", "253_402_344_000_000_000"),
        ("timestamp'-0005-01-01 12:00:00Z'", "-62_324_942_400_000_000"),
        ("timestamp'12345-07-01 12:00:00.1Z'", "327_419_064_000_100_000"),
    ],
    "interval day to second": [
        ("interval '-106751991 04:00:54.775808' day to second", "-(2**63)"),
        ("interval '106751991 04:00:54.775807' day to second", "2**63 - 1"),
    ],
}

ZONES = [
    "UTC",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Europe/Berlin",
    "+05:45",
    "GMT-3",
    "PST",
    "Pacific/Apia",
]

#: The arguments of ``show`` after the data.
SHOWS = [
    (20, 20, False),
    (20, 0, False),
    (20, 3, False),
    (20, 5, False),
    (20, 1, False),
    (20, 7, False),
    (2, 20, False),
    (1, 20, False),
    (0, 20, False),
    (2, 20, True),
    (20, 5, True),
    (20, 0, True),
    (0, 20, True),
    (5, 20, False),
    (4, 20, True),
]
#: Data and schema of tables to show.
SHOWN = [
    (
        "[('a' * 30, 1), ('日本語テキスト' * 4, 22), ('\\U0001f600' * 12, None), (None, -5), ('tab\\there', 3)]",
        "`na\\nme é<&>\\\"'` string, `値` int",
    ),
    ("[(1, 2)]", "a int, a int"),
    ("[]", "a int, long_name string"),
    ("[(b'ab' * 20, [1, None], 'ﾊﾝｶｸ한국어ＡＢ')]", "b binary, a array<int>, s string"),
    ("[()] * 3", ""),
]
