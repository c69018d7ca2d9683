"""Programs about ``spark.sql.timestampType`` and what they give. A Python with PySpark records them:

python tests/sql/timestamp_word.py
"""

from __future__ import annotations

import ast
import datetime
import json
import os
import sys
import tempfile
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "data" / "timestamp_word_4.3.0.json"
KEY = "spark.sql.timestampType"

#: The texts of files whose columns are inferred, as ``name=value`` where they are names of directories.
TEXTS = [
    ["2020-01-01 10:00:00"], ["2020-01-01T10:00:00Z"], ["2020-01-01"], ["2020"],
    ["2020-01-01 10:00:00", "2020-01-01 10:00:00Z"], ["2020-01-01 10:00:00Z", "2020-01-01 10:00:00"],
    ["2020-01-01", "2020-01-01 10:00:00"], ["2020-01-01 10:00:00", "2020-01-01"],
    ["2020-01-01", "2020-01-01 10:00:00Z"],
    ["x", "2020-01-01 10:00:00"],
]  # fmt: skip
CLOCK = "yyyy-MM-dd HH:mm:ss"
OPTIONS: list[dict[str, str]] = [
    {}, {"preferDate": "false"}, {"timestampFormat": CLOCK}, {"timestampNTZFormat": CLOCK},
    {"timestampNTZFormat": CLOCK, "timestampFormat": CLOCK + "X"},
]  # fmt: skip

#: Programs by what they are about, parted by empty lines; the last line is the value. ``ntz`` is a session with the
#: setting and the active one, ``ltz`` one without it; ``clock`` is a datetime without zone, ``moment`` one with UTC.
PROGRAMS = {
    "types": """
T.StructType.fromDDL("a timestamp, b struct<c: timestamp>, d timestamp_ltz").json()

T.DataType.fromDDL("timestamp")

T.StructType.fromJson(
    {"type": "struct", "fields": [{"name": "a", "type": "timestamp", "nullable": True, "metadata": {}}]}
)

T.StructType().add("a", "timestamp")

T.StructType([T.StructField("a", T.TimestampType()), T.StructField("b", T.TimestampNTZType())]).toDDL()

[T.TimestampType().simpleString(), T.TimestampNTZType().simpleString()]
""",
    "columns": """
one.select(F.lit("2020").cast("timestamp"), F.lit("x").try_cast("timestamp"), F.lit("2020").astype("timestamp"))

one.select(F.typeof(F.lit("2020-01-01").cast(T.TimestampType())))

one.select(F.array(F.lit("2020-01-01")).cast("array<timestamp>"))

one.select(F.col("id").cast("timestamp"))

one.select(F.lit(clock), F.lit([clock]), F.typeof(F.lit(moment)))

one.select(F.lit("2020-01-01 10:00:00") == clock, F.to_timestamp(F.lit("2020-01-01 10:00:00")).isin(clock))

one.select(F.to_timestamp(F.lit("2020-01-01")), F.to_timestamp(F.lit("2020"), "yyyy"), F.try_to_timestamp(F.lit("x")))

one.select(F.make_timestamp(*[F.lit(1)] * 6), F.try_make_timestamp(*[F.lit(0)] * 6))

one.select(F.from_json(F.lit('{"a":"2020-01-01"}'), "a timestamp"), F.from_csv(F.lit("2020-01-01"), "a timestamp"))

schema = T.StructType([T.StructField("a", T.TimestampType())])
one.select(F.from_json(F.lit('{"a":"2020-01-01"}'), schema).cast("string"))

one.select(F.schema_of_json(F.lit('{"a":"2020-01-01T00:00:00"}'), {"inferTimestamp": "true"}))

one.select(F.expr("timestamp '2020-01-01'"), F.expr("cast('2020-01-01' as timestamp)"))

one.selectExpr("timestamp '2020-01-01'", "cast('2020-01-01' as timestamp) as a")

one.filter("typeof(timestamp '2020-01-01') = 'timestamp_ntz'").count()

one.select(F.udf(lambda x: clock, "timestamp")("id").alias("a"))

one.select(F.udf(lambda x: [clock], "array<timestamp>")("id").alias("a"))

ntz.udf.register("clocks", lambda x: clock, "timestamp")
ntz.sql("SELECT clocks(1)")

schema = T.StructType([T.StructField("a", T.TimestampType())])
one.select(F.lit("2020-01-01").cast("timestamp").alias("a")).to(schema).schema
""",
    "data": """
ntz.createDataFrame([(clock,)], "a timestamp")

ntz.createDataFrame([(clock, moment)], "a timestamp, b timestamp_ltz").schema

ntz.createDataFrame([(clock, moment)], ["a", "b"]).schema

ntz.createDataFrame([clock], "timestamp")

ntz.emptyDataFrame("a timestamp")

ntz.sql("SELECT :a, :b, :c", {"a": clock, "b": moment, "c": F.array(F.lit(moment))})

ntz.sql("SELECT ?, ?", [clock, moment])

ntz.sql("SELECT :a", {"a": F.lit(moment)})
""",
    "files": """
ntz.read.schema("a timestamp").csv(text("s.csv", "2020-01-01 10:00:00\\n2020-01-01 10:00:00Z\\n"))

ntz.read.schema("a timestamp").json(text("s.json", '{"a": "2020-01-01 10:00:00"}\\n{"a": "2020-01-01 10:00:00Z"}\\n'))

schema = T.StructType([T.StructField("a", T.TimestampType())])
ntz.read.schema(schema).json(text("c.json", '{"a": "2020-01-01"}')).schema

frame = ntz.sql("SELECT TIMESTAMP_LTZ '2020' AS a, TIMESTAMP '2020' AS b, struct(TIMESTAMP_LTZ '2020' AS x) AS c")
frame.write.orc(folder + "/orc")
[session.read.orc(folder + "/orc").schema.simpleString() for session in (ntz, ltz)]

ntz.sql("SELECT TIMESTAMP_LTZ '2020' AS a, TIMESTAMP '2020' AS b").write.parquet(folder + "/parquet")
[session.read.parquet(folder + "/parquet").schema.simpleString() for session in (ntz, ltz)]
""",
    "sessions": """
[ltz.sql(WORDS).first(), ntz.sql(WORDS).first(), ltz.sql(WORDS).first()]

ltz.sql("SELECT 1")
T.DataType.fromDDL("timestamp")

activate(ltz)
[T.DataType.fromDDL("timestamp"), ntz.range(1).select(F.lit("2020").cast("timestamp")).dtypes[0][1]]

activate(ltz)
[one.selectExpr("timestamp '2020'").dtypes[0][1], one.filter("typeof(timestamp '2020') = 'timestamp'").count()]

activate(ltz)
columns = F.to_timestamp(F.lit("2020")), F.from_json(F.lit("{}"), "a timestamp")
[frame.select(*columns).dtypes for frame in (one, ltz.range(1))]

other = ltz.range(1)
[other.selectExpr("timestamp '2020'").dtypes[0][1], other.filter("typeof(timestamp '2020') = 'timestamp'").count()]

column = F.lit("2020").cast("timestamp")
ltz.range(1).select(column).dtypes[0][1]

in_threads(lambda: ntz.sql(WORDS).first(), lambda: ltz.sql(WORDS).first())

frame = ntz.sql("SELECT TIMESTAMP '2020-01-01' AS a")
ntz.conf.unset(KEY)
[frame.select("a", F.typeof(F.to_timestamp("a"))).first(), frame.selectExpr("typeof(timestamp '2020')").first()]

ntz.conf.set(KEY, "timestamp_ntz")
ntz.sql(WORDS).first()
""",
}
WORDS = (
    "SELECT typeof(TIMESTAMP '2020') AS a, typeof('2020'::TIMESTAMP) AS b, typeof(to_timestamp('2020')) AS c"
)


def programs() -> dict[str, str]:
    """All programs by topic and text."""
    found = {
        f"{topic}: {program}": program
        for topic, text in PROGRAMS.items()
        for program in text.strip().split("\n\n")
    }
    for values in TEXTS:
        for options in OPTIONS:
            for form in ("csv", "json", "xml"):
                found[f"{form}: {values} {options}"] = f"inferred({form!r}, {values}, {options})"
        found[f"partitions: {values}"] = f"inferred('partitions', {values}, {{}})"
    return found


class Places:
    """Makes the files of programs."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._made = 0

    def text(self, name: str, content: str) -> str:
        """The path of a file with a text."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return str(path)

    def inferred(self, session: Any, form: str, values: list[str], options: dict[str, str]) -> Any:
        """What is read of a file of each form with these values in its one column."""
        self._made += 1
        name, reader = f"{self._made}.{form}", session.read.options(inferTimestamp="true", **options)
        if form == "csv":
            return reader.options(inferSchema="true").csv(self.text(name, "".join(f"{v}\n" for v in values)))
        if form == "json":
            return reader.json(self.text(name, "".join(json.dumps({"a": v}) + "\n" for v in values)))
        if form == "xml":
            rows = "".join(f"<r><a>{v}</a></r>" for v in values)
            return reader.option("rowTag", "r").xml(self.text(name, f"<rs>{rows}</rs>"))
        for value in values:
            self.text(f"{name}/k={value.replace(':', '%3A')}/part.csv", "1\n")
        return reader.csv(str(self.folder / name)).drop("_c0")


def _in_threads(*calls: Any) -> list[Any]:
    found: list[Any] = [None] * len(calls)

    def run(index: int) -> None:
        found[index] = calls[index]()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def outcomes(package: str, spark: Any, folder: Path) -> dict[str, Any]:
    """What every program gives in a package, whose first session this is."""
    places, found = Places(folder), {}
    for index, (name, program) in enumerate(programs().items()):
        ntz, ltz = spark.newSession(), spark.newSession()
        for session in (ltz, ntz):
            session.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
        ntz.conf.set(KEY, "TIMESTAMP_NTZ")
        ntz.createDataFrame([(1,)])
        names = {
            "F": import_module(f"{package}.sql.functions"),
            "T": import_module(f"{package}.sql.types"),
            "ntz": ntz,
            "ltz": ltz,
            "one": ntz.range(1),
            "clock": datetime.datetime(2020, 1, 1, 10),
            "moment": datetime.datetime(2020, 1, 1, 10, tzinfo=datetime.timezone.utc),
            "folder": str(folder / str(index)),
            "text": places.text,
            "inferred": lambda *given, ntz=ntz: places.inferred(ntz, *given),
            "activate": lambda session: session.createDataFrame([(1,)]),
            "in_threads": _in_threads,
            "KEY": KEY,
            "WORDS": WORDS,
        }
        found[name] = _outcome(program, names)
    spark.createDataFrame([(1,)])
    return found


def _outcome(program: str, names: dict[str, Any]) -> Any:
    tree = ast.parse(program)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    try:
        exec(compile(tree, "program", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "program", "eval"), names)
        if not hasattr(value, "dtypes"):
            return repr(value)
        kinds = [f"{name} {kind}" for name, kind in value.dtypes]
        plain = all("timestamp" not in kind.replace("timestamp_ntz", "") for kind in kinds)
        # Moments as rows show the zone of the machine.
        rows = value if plain else value.select([value[name].cast("string") for name in value.columns])
        return [kinds, sorted(repr(tuple(row)) for row in rows.collect())]
    except Exception as error:
        condition = getattr(error, "getCondition", lambda: None)()
        return {"error": condition or f"{type(error).__name__}: {error}"}


def main() -> None:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    with builder.getOrCreate() as spark, tempfile.TemporaryDirectory() as folder:
        spark.sparkContext.setLogLevel("OFF")
        found = outcomes("pyspark", spark, Path(folder))
    RECORDED.write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
