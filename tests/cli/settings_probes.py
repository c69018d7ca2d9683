"""What shows that a setting has its effect: a value, a probe, and what the probe gives without and with it.

Each probe takes a session and a folder of its own and gives a plain value; an exception counts as its condition.
It runs on PySpark too: ``python settings_probes.py`` there prints where the answers differ.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

Probe = Callable[[Any, Path], Any]


class Case(NamedTuple):
    """``before`` is the outcome without the setting, ``after`` with it. ``also`` holds in both."""

    key: str
    value: str
    probe: Probe
    before: Any
    after: Any
    also: dict[str, str] = {}


def outcome(probe: Probe, spark: Any, folder: Path) -> Any:
    try:
        return probe(spark, folder)
    except Exception as error:
        condition = getattr(error, "getCondition", lambda: None)()
        return condition or type(error).__name__


def sql(*statements: str) -> Probe:
    def run(spark: Any, folder: Path) -> Any:
        for statement in statements[:-1]:
            spark.sql(statement.replace("DIR", str(folder)))
        return [tuple(row) for row in spark.sql(statements[-1].replace("DIR", str(folder))).collect()]

    return run


def _files(spark: Any, folder: Path, form: str) -> list[Path]:
    spark.range(4).coalesce(1).write.format(form).save(f"{folder}/out")
    return sorted(path for path in (folder / "out").iterdir() if path.name[0] not in "._")


def _endings(form: str) -> Probe:
    return lambda spark, folder: [".".join(path.name.split(".")[1:]) for path in _files(spark, folder, form)]


def _two_schemas(form: str) -> Probe:
    def run(spark: Any, folder: Path) -> Any:
        spark.sql("select 1 as a").write.format(form).save(f"{folder}/k=1")
        spark.sql("select 1 as a, 2 as b").write.format(form).save(f"{folder}/k=2")
        return len(spark.read.format(form).load(str(folder)).columns)

    return run


def _corrupt(spark: Any, folder: Path) -> Any:
    spark.range(3).coalesce(1).write.parquet(f"{folder}/out")
    (folder / "out" / "part-junk.parquet").write_bytes(b"PAR1 this is none PAR1")
    return spark.read.schema("id long").parquet(f"{folder}/out").count()


def _missing(spark: Any, folder: Path) -> Any:
    spark.range(3).coalesce(1).write.parquet(f"{folder}/a")
    spark.range(4).coalesce(1).write.parquet(f"{folder}/b")
    frame = spark.read.parquet(f"{folder}/a", f"{folder}/b")
    for path in (folder / "b").iterdir():
        path.unlink()
    return frame.count()


def _partition_types(spark: Any, folder: Path) -> Any:
    spark.sql("select 7 as a, 1 as p").write.partitionBy("p").parquet(f"{folder}/out")
    return spark.read.parquet(f"{folder}/out").schema["p"].dataType.simpleString()


def _timestamp_type(spark: Any, folder: Path) -> Any:
    import pyarrow.parquet as pq

    spark.sql("select timestamp '2024-01-01 00:00:00' as t").coalesce(1).write.parquet(f"{folder}/out")
    (path,) = (folder / "out").glob("*.parquet")
    return pq.ParquetFile(path).schema.column(0).physical_type


def _corrupt_record(spark: Any, folder: Path) -> Any:
    (folder / "a.json").write_text('{"a": 1}\nnot json\n')
    return sorted(spark.read.json(f"{folder}/a.json").columns)


def _char_padding(spark: Any, folder: Path) -> Any:
    spark.sql("select 'x' as c").write.parquet(f"{folder}/out")
    spark.sql(f"create table padded (c char(3)) using parquet location '{folder}/out'")
    try:
        return spark.table("padded").first()[0]
    finally:
        spark.sql("drop table padded")


def _not_empty(spark: Any, folder: Path) -> Any:
    (folder / "there").mkdir()
    (folder / "there" / "file").write_text("x")
    try:
        spark.sql(f"create table into_there using parquet location '{folder}/there' as select 1 as a")
        return spark.table("into_there").count()
    finally:
        spark.sql("drop table if exists into_there")


def _nested_views(spark: Any, folder: Path) -> Any:
    spark.sql("create view v1 as select 1 as a")
    spark.sql("create view v2 as select * from v1")
    spark.sql("create view v3 as select * from v2")
    try:
        return spark.table("v3").count()
    finally:
        for name in ("v3", "v2", "v1"):
            spark.sql(f"drop view if exists {name}")


def _avro_codec(spark: Any, folder: Path) -> Any:
    (path,) = _files(spark, folder, "avro")
    return [codec for codec in (b"snappy", b"deflate") if codec in path.read_bytes()[:400]]


def _other_options(spark: Any, folder: Path) -> Any:
    (folder / "a.csv").write_text("a\n1\n")
    spark.sql(f"create table plain (a string) using csv options (header 'true') location '{folder}'")
    try:
        return spark.read.option("header", "false").table("plain").count()
    finally:
        spark.sql("drop table plain")


def _udf_result(spark: Any, folder: Path) -> Any:
    from pyspark.sql.functions import udf

    # Arrow's rules cast a text; without them what is no int is null.
    return spark.range(1).select(udf(lambda n: "5", "int")("id")).first()[0]


def _udtf_result(spark: Any, folder: Path) -> Any:
    from pyspark.sql.functions import udtf

    class Halves:
        def eval(self) -> Any:
            yield (1.5,)

    return udtf(Halves, returnType="a int")().first()[0]


def _fallback(spark: Any, folder: Path) -> Any:
    import pandas as pd

    return spark.createDataFrame(pd.DataFrame({"a": [1, "x"]}, dtype=object)).count()


def _binary(spark: Any, folder: Path) -> Any:
    return type(spark.sql("select binary('a')").first()[0]).__name__


def _html(spark: Any, folder: Path) -> Any:
    text = spark.range(5).selectExpr("id", "'abcdefghij' as t")._repr_html_()
    return text if text is None else (text.count("<tr>"), "abcdefghij" in text)


def _default_format(spark: Any, folder: Path) -> Any:
    spark.range(1).coalesce(1).write.save(f"{folder}/out")
    return sorted(path.suffix for path in (folder / "out").iterdir() if path.name[0] not in "._")


def _overwritten(spark: Any, folder: Path) -> Any:
    rows = spark.sql("select id as a, id % 2 as p from range(4)")
    rows.write.partitionBy("p").parquet(f"{folder}/out")
    rows.where("p = 1").write.mode("overwrite").partitionBy("p").parquet(f"{folder}/out")
    return spark.read.parquet(f"{folder}/out").count()


def _filled(statement: str) -> Probe:
    def run(spark: Any, folder: Path) -> Any:
        spark.sql(f"create table filled (a int, b int) using parquet location '{folder}/filled'")
        try:
            spark.sql(statement)
            return [tuple(row) for row in spark.table("filled").collect()]
        finally:
            spark.sql("drop table filled")

    return run


def _timestamps(spark: Any, folder: Path) -> Any:
    naive = spark.createDataFrame([(datetime(2024, 1, 1),)], ["t"])
    written = spark.sql("select cast('2024-01-01' as timestamp) as t")
    return {frame.schema["t"].dataType.simpleString() for frame in (naive, written)}


def _struct(spark: Any, folder: Path) -> Any:
    return type(spark.sql("select struct(1 as a) as s").toPandas()["s"][0]).__name__


def _of_pandas(values: list[Any], schema: str | None = None) -> Probe:
    def run(spark: Any, folder: Path) -> Any:
        import pandas as pd

        frame = spark.createDataFrame(pd.DataFrame({"a": values}), schema)
        return frame.schema["a"].dataType.simpleString(), frame.first()[0]

    return run


_RECURSION = (
    "with recursive t(n) as (select 1 union all select n + 1 from t where n < 10) select max(n) from t"
)

CASES = [
    Case("spark.sql.ansi.enabled", "false", sql("select cast('x' as int)"), "CAST_INVALID_INPUT", [(None,)]),
    Case("spark.sql.caseSensitive", "true", sql("select A from values (1) as t(a)"), [(1,)], "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
    Case("spark.sql.session.timeZone", "Asia/Tokyo", sql("select date_format(timestamp_seconds(0), 'HH')"), [("00",)], [("09",)], {"spark.sql.session.timeZone": "UTC"}),
    Case("spark.sql.timestampType", "TIMESTAMP_NTZ", _timestamps, {"timestamp"}, {"timestamp_ntz"}),
    Case("spark.sql.storeAssignmentPolicy", "STRICT", _filled("insert into filled select 1, cast(2 as bigint)"), [(1, 2)], "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST"),
    Case("spark.sql.defaultColumn.useNullsForMissingDefaultValues", "false", _filled("insert into filled (a) values (1)"), [(1, None)], "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_FIND_DATA"),
    Case("spark.sql.timeType.enabled", "true", sql("select hour(time '12:30:00')"), "UNSUPPORTED_TIME_TYPE", [(12,)]),
    Case("spark.sql.sources.default", "json", _default_format, [".parquet"], [".json"]),
    Case("spark.sql.sources.partitionOverwriteMode", "DYNAMIC", _overwritten, 2, 4),
    Case("spark.sql.execution.arrow.pyspark.enabled", "false", _fallback, "ArrowInvalid", 2, {"spark.sql.execution.arrow.pyspark.enabled": "true", "spark.sql.execution.arrow.pyspark.fallback.enabled": "false"}),
    Case("spark.sql.execution.pandas.structHandlingMode", "row", _struct, "dict", "Row"),
    Case("spark.sql.execution.pandas.inferPandasDictAsMap", "true", _of_pandas([{"x": 1}]), ("struct<x:bigint>", (1,)), ("map<string,bigint>", {"x": 1})),
    Case("spark.sql.execution.pandas.convertToArrowArraySafely", "false", _of_pandas([1.5], "a int"), "FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME", ("int", 1)),
    Case("spark.sql.mapKeyDedupPolicy", "LAST_WIN", sql("select map(1, 'a', 1, 'b')"), "DUPLICATED_MAP_KEY", [({1: "b"},)]),
    Case("spark.sql.groupByAliases", "false", sql("select id % 2 as odd, count(*) from range(3) group by odd order by 1"), [(0, 2), (1, 1)], "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
    Case("spark.sql.groupByOrdinal", "false", sql("select id % 2, count(*) from range(3) group by 1 order by 1"), [(0, 2), (1, 1)], "MISSING_AGGREGATION"),
    Case("spark.sql.orderByOrdinal", "false", sql("select -id from range(0, 3, 1, 1) order by 1"), [(-2,), (-1,), (0,)], [(0,), (-1,), (-2,)]),
    Case("spark.sql.retainGroupColumns", "false", lambda s, _: s.range(3).groupBy("id").agg({"*": "count"}).columns, ["id", "count(1)"], ["count(1)"]),
    Case("spark.sql.pivotMaxValues", "1", lambda s, _: s.range(2).groupBy().pivot("id").count().columns, ["0", "1"], "AnalysisException"),
    Case("spark.sql.transposeMaxValues", "1", lambda s, _: s.range(2).transpose().columns, ["key", "0", "1"], "TRANSPOSE_EXCEED_ROW_LIMIT"),
    Case("spark.sql.cteRecursionLevelLimit", "3", sql(_RECURSION), [(10,)], "RECURSION_LEVEL_LIMIT_EXCEEDED"),
    Case("spark.sql.variant.allowDuplicateKeys", "true", sql("""select cast(parse_json('{"a":1,"a":2}') as string)"""), "VARIANT_DUPLICATE_KEY", [('{"a":2}',)]),
    Case("spark.sql.legacy.sizeOfNull", "false", sql("select size(cast(null as array<int>))"), [(-1,)], [(None,)], {"spark.sql.ansi.enabled": "false"}),
    Case("spark.sql.legacy.allowParameterlessCount", "true", sql("select count() from range(3)"), "WRONG_NUM_ARGS.WITH_SUGGESTION", [(0,)]),
    Case("spark.sql.sources.partitionColumnTypeInference.enabled", "false", _partition_types, "int", "string"),
    Case("spark.sql.files.maxRecordsPerFile", "1", lambda s, d: len(_files(s, d, "parquet")), 1, 4),
    Case("spark.sql.files.ignoreCorruptFiles", "true", _corrupt, "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", 3),
    Case("spark.sql.files.ignoreMissingFiles", "true", _missing, "FAILED_READ_FILE.FILE_NOT_EXIST", 3),
    Case("spark.sql.parquet.compression.codec", "gzip", _endings("parquet"), ["snappy.parquet"], ["gz.parquet"]),
    Case("spark.sql.orc.compression.codec", "snappy", _endings("orc"), ["zstd.orc"], ["snappy.orc"]),
    Case("spark.sql.avro.compression.codec", "deflate", _avro_codec, [b"snappy"], [b"deflate"]),
    Case("spark.sql.legacy.extraOptionsBehavior.enabled", "true", _other_options, "_LEGACY_ERROR_TEMP_1151", 1),
    Case("spark.sql.parquet.mergeSchema", "true", _two_schemas("parquet"), 2, 3),
    Case("spark.sql.orc.mergeSchema", "true", _two_schemas("orc"), 2, 3),
    Case("spark.sql.parquet.outputTimestampType", "INT96", _timestamp_type, "INT64", "INT96"),
    Case("spark.sql.columnNameOfCorruptRecord", "bad", _corrupt_record, ["_corrupt_record", "a"], ["a", "bad"]),
    Case("spark.sql.jsonGenerator.ignoreNullFields", "false", sql("select to_json(named_struct('a', 1, 'b', null))"), [('{"a":1}',)], [('{"a":1,"b":null}',)]),
    Case("spark.sql.readSideCharPadding", "false", _char_padding, "x  ", "x"),
    Case("spark.sql.runSQLOnFiles", "false", sql("create or replace temp view one as select 1", "select count(*) from text.`DIR`"), [(0,)], "TABLE_OR_VIEW_NOT_FOUND"),
    Case("spark.sql.view.maxNestedViewDepth", "1", _nested_views, 1, "VIEW_EXCEED_MAX_NESTED_DEPTH"),
    Case("spark.sql.legacy.allowNonEmptyLocationInCTAS", "true", _not_empty, "_LEGACY_ERROR_TEMP_1241", 1),
    Case("spark.sql.execution.pythonUDF.arrow.enabled", "false", _udf_result, 5, None),
    Case("spark.sql.execution.pythonUDTF.arrow.enabled", "false", _udtf_result, 1, None),
    Case("spark.sql.execution.arrow.pyspark.fallback.enabled", "false", _fallback, 2, "ArrowInvalid", {"spark.sql.execution.arrow.pyspark.enabled": "true"}),
    Case("spark.sql.execution.pyspark.binaryAsBytes", "false", _binary, "bytes", "bytearray"),
    Case("spark.sql.repl.eagerEval.maxNumRows", "2", _html, (6, True), (3, True), {"spark.sql.repl.eagerEval.enabled": "true"}),
    Case("spark.sql.repl.eagerEval.truncate", "5", _html, (6, True), (6, False), {"spark.sql.repl.eagerEval.enabled": "true"}),
]  # fmt: skip


def outcomes(case: Case, spark: Any) -> tuple[Any, Any]:
    """The outcomes without and with a setting."""
    found = []
    for settings in (case.also, {**case.also, case.key: case.value}):
        for key, value in settings.items():
            spark.conf.set(key, value)
        with tempfile.TemporaryDirectory() as folder:
            found.append(outcome(case.probe, spark, Path(folder)))
        for key in settings:
            spark.conf.unset(key)
    return found[0], found[1]


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    os.chdir(tempfile.mkdtemp())
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    for case in CASES:
        there = outcomes(case, session)
        if there != (case.before, case.after):
            print(case.key, there, "but here", (case.before, case.after))
    session.stop()
    sys.stdout.flush()
