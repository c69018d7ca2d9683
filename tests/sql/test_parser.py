"""Spark's SQL, read as real PySpark reads it."""

from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parser_shapes import NotDrawn, spark_tree, tree
from record_parser import RECORDED, error_outcome, texts

from pyrite.errors import ParseException, PySparkException, PySparkNotImplementedError
from pyrite.sql._analysis.parser import parse_expression, parse_identifier, parse_statement
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import ddl as d
from pyrite.sql._plan.expressions import (
    As,
    Call,
    Cast,
    DefaultValue,
    Expression,
    Field,
    IdentifierClause,
    Item,
    LambdaFunction,
    Literal,
    Name,
    Over,
    Parameter,
    Star,
)
from pyrite.sql._plan.relations import (
    Aggregate,
    Filter,
    GroupingSets,
    Join,
    Limit,
    Named,
    Offset,
    Project,
    Qualify,
    Relation,
    Sort,
    Values,
    Windows,
    With,
)
from pyrite.sql.types import (
    ByteType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    NullType,
    ShortType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    YearMonthIntervalType,
)

WANTED: dict[str, dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8"))
TEXTS = texts()

#: Told otherwise than by Spark, and why.
KNOWN = {
    "SELECT array(1)>>1": "Spark's lexer takes what follows ARRAY for the end of a type",
    "SET PATH = x": "the statement is not supported, and not read",
    "CREATE VIEW v AS SELECT ?": "parameters get their values after the text is read",
    "CREATE VIEW v AS SELECT :x": "parameters get their values after the text is read",
}
#: Told at another token than Spark's parser tells it, which looks ahead by other rules.
ELSEWHERE = {
    "SELECT $$abc$$",
    "SELECT a FROM t WHERE a = ANY (SELECT 1)",
    "SELECT a[1:2]",
    "SELECT * FROM t PIVOT (",
    "SELECT a|b, a||b, a| |b",
    "SELECT a<<1, a>>1, a>>>1, a> >1",
    "SELECT a FROM t GROUP BY a b",
    "SELECT * FROM a ASOF JOIN b MATCH_CONDITION (a.t >= b.t) ON a.x = b.x",
    "INSERT INTO t REPLACE WHERE SELECT 1",
    "UPDATE t SET (a, b) = (1, 2)",
}
#: Plans drawn otherwise than by Spark, and why.
DRAWN = {
    "SELECT * FROM t LIMIT ALL": "no limit is none",
    "SELECT a FROM t LIMIT ALL OFFSET 1": "no limit is none",
    "FROM t SELECT a, b WHERE c GROUP BY a HAVING d ORDER BY e LIMIT 1": "the analyzer checks the condition's type",
}


def outcome(text: str) -> dict[str, Any]:
    try:
        return {"plan": parse_statement(text)}
    except PySparkNotImplementedError:
        return {"plan": None}
    except PySparkException as error:
        return error_outcome(error)


def test_all_texts_are_recorded() -> None:
    assert TEXTS.keys() == WANTED.keys()
    assert set(KNOWN) | ELSEWHERE | set(DRAWN) <= TEXTS.keys()


@pytest.mark.parametrize("topic", sorted(set(TEXTS.values())))
def test_what_is_sql_is_told_as_spark_tells_it(topic: str) -> None:
    wrong = {}
    for text, its_topic in TEXTS.items():
        if its_topic != topic or text in KNOWN:
            continue
        got, wanted = outcome(text), WANTED[text]
        if ("tree" in wanted) != ("plan" in got) or got.get("condition") != wanted.get("condition"):
            wrong[text] = (wanted, got)
    assert not wrong


def test_known_differences_are_still_there() -> None:
    assert all(("tree" in WANTED[text]) != ("plan" in outcome(text)) for text in KNOWN)


def test_errors_have_the_class_parameters_and_place_of_sparks() -> None:
    wrong = {}
    for text, wanted in WANTED.items():
        got = outcome(text)
        if "error" not in wanted or "error" not in got or text in ELSEWHERE or text in KNOWN:
            continue
        # Whether a hint is given depends on how the parser recovers; where it is, it is Spark's.
        hints = [it["parameters"].pop("hint", "") if it["parameters"] else "" for it in (got, wanted)]
        if got != wanted or (hints[0] and hints[1] and hints[0] != hints[1]):
            wrong[text] = (wanted, got, hints)
    assert not wrong


def test_plans_are_drawn_as_sparks() -> None:
    wrong, compared = {}, 0
    for text, wanted in WANTED.items():
        plan = outcome(text).get("plan")
        if "tree" not in wanted or not isinstance(plan, Relation) or text in DRAWN:
            continue
        try:
            ours, theirs = tree(plan), spark_tree(wanted["tree"])
        except NotDrawn:
            continue
        compared += 1
        if ours != theirs:
            wrong[text] = (theirs, ours)
    assert not wrong
    assert compared > 250


# ------------------------------------------------------------------------------------------------- constants


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("1", 1, IntegerType()),
        ("-2147483648", -(2**31), IntegerType()),
        ("2147483648", 2**31, LongType()),
        ("-9223372036854775808", -(2**63), LongType()),
        ("9223372036854775808", Decimal(2**63), DecimalType(19, 0)),
        ("1L", 1, LongType()),
        ("1S", 1, ShortType()),
        ("-128y", -128, ByteType()),
        ("1.50", Decimal("1.50"), DecimalType(3, 2)),
        ("0.05", Decimal("0.05"), DecimalType(2, 2)),
        ("5.", Decimal(5), DecimalType(1, 0)),
        (".5", Decimal("0.5"), DecimalType(1, 1)),
        ("000.50", Decimal("0.50"), DecimalType(2, 2)),
        ("1e3", 1000.0, DoubleType()),
        ("1D", 1.0, DoubleType()),
        ("1.5BD", Decimal("1.5"), DecimalType(2, 1)),
        ("1e3BD", Decimal(1000), DecimalType(4, 0)),
        ("0.5F", 0.5, FloatType()),
        ("NULL", None, NullType()),
        ("'a' 'b' \"c\"", "abc", StringType()),
        ("'it''s'", "it's", StringType()),
        (r"'a\tb\\ \u0041\101\%'", "a\tb\\ AA\\%", StringType()),
        (r"r'\n'", "\\n", StringType()),
        ("DATE'1970-01-02'", 1, DateType()),
        ("DATE'-0001-01-01'", -719893, DateType()),
        ("DATE'12020-02-29'", 3670746, DateType()),
        ("TIMESTAMP'1970-01-01 00:00:01Z'", 1_000_000, TimestampType()),
        ("TIMESTAMP'1970-01-01 00:00:00+01:00'", -3_600_000_000, TimestampType()),
        (
            "TIMESTAMP'1970-07-01 02:00:00 Europe/Berlin'",
            181 * 86_400_000_000 + 3_600_000_000,
            TimestampType(),
        ),
        ("TIMESTAMP_NTZ'1970-01-01 00:00:00.1234567'", 123_456, TimestampNTZType()),
        ("TIME'01:00:00.5'", 3_600_500_000_000, TimeType(6)),
        ("TIME'12:30 AM'", 1_800_000_000_000, TimeType(6)),
        ("INTERVAL '1-2' YEAR TO MONTH", 14, YearMonthIntervalType(0, 1)),
        ("INTERVAL -'1-2' YEAR TO MONTH", -14, YearMonthIntervalType(0, 1)),
        ("INTERVAL 3 MONTHS", 3, YearMonthIntervalType(1, 1)),
        ("INTERVAL 2 WEEKS", 14 * 86_400_000_000, DayTimeIntervalType(0, 0)),
        ("INTERVAL 1 DAY -2 HOURS", 22 * 3_600_000_000, DayTimeIntervalType(0, 1)),
        ("INTERVAL '1 day 2 hours'", 26 * 3_600_000_000, DayTimeIntervalType(0, 1)),
        ("INTERVAL '1 02:03:04.5' DAY TO SECOND", 93_784_500_000, DayTimeIntervalType(0, 3)),
        (
            "INTERVAL -'100:30' HOUR TO MINUTE",
            -100 * 3_600_000_000 - 30 * 60_000_000,
            DayTimeIntervalType(1, 2),
        ),
        ("INTERVAL 1.5 SECONDS", 1_500_000, DayTimeIntervalType(3, 3)),
    ],
)
def test_constant(text: str, value: Any, kind: DataType) -> None:
    found = parse_expression(text)
    assert isinstance(found, Literal)
    assert (found.value, found.type) == (value, kind)
    assert type(found.value) is type(value)


def test_binary_constant() -> None:
    found = parse_expression("X'1Fa'")
    assert isinstance(found, Literal)
    assert found.value == b"\x01\xfa"


def test_timestamp_without_zone_waits_for_the_sessions() -> None:
    found = parse_expression("TIMESTAMP'2020-01-01'")
    assert isinstance(found, Cast)
    assert (found.mode, found.explicit, found.type) == ("ansi", False, TimestampType())


# ------------------------------------------------------------------------------------------------ expressions


def written(expression: Expression) -> Any:
    """An expression as nested tuples."""
    match expression:
        case Name(parts):
            return ".".join(parts)
        case Literal(value):
            return value
        case Call(name, arguments):
            return (name, *map(written, arguments))
        case Item(child, key):
            return ("[]", written(child), written(key))
        case Field(child, name):
            return (".", written(child), name)
        case LambdaFunction(parameters, body):
            return ("->", parameters, written(body))
        case Parameter(name):
            return ("?", name)
        case Cast(child, kind):
            return ("cast", written(child), kind.simpleString())
        case IdentifierClause(text):
            return ("identifier", written(text))
        case As(child, names):
            return ("as", written(child), *names)
    return type(expression).__name__


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a + b * -c", ("+", "a", ("*", "b", ("unary-", "c")))),
        ("a - b - c", ("-", ("-", "a", "b"), "c")),
        ("a || b + c", ("+", ("||", "a", "b"), "c")),
        ("NOT a = b AND c", ("and", ("not", ("==", "a", "b")), "c")),
        ("a >> 1 > b", (">", (">>", "a", 1), "b")),
        ("a >>> 1", (">>>", "a", 1)),
        ("a AND b AND c AND d", ("and", ("and", "a", "b"), ("and", "c", "d"))),
        ("a.b.c[0].d", (".", ("[]", "a.b.c", 0), "d")),
        ("-a::int", ("unary-", ("cast", "a", "int"))),
        ("(x, y) -> x + y", ("->", ("x", "y"), ("+", "x", "y"))),
        ("position('a' IN b)", ("locate", "a", "b", 1)),
        ("trim(LEADING 'x' FROM a)", ("ltrim", "x", "a")),
        ("extract(YEAR FROM a)", ("extract", "YEAR", "a")),
        ("dateadd(MONTH, 1, a)", ("timestampadd", "MONTH", 1, "a")),
        ("date_add(a, 1)", ("date_add", "a", 1)),
        ("col:a.b[0]", ("semistructuredextract", "col", "$.a.b[0]")),
        ("? + :x + ?", ("+", ("+", ("?", 0), ("?", "x")), ("?", 1))),
        ("IDENTIFIER('a')", ("identifier", "a")),
        ("nvl(a, 1) AS x", ("as", ("nvl", "a", 1), "x")),
        ("a NOT LIKE ALL ('x', 'y')", ("notlikeall", "a", "x", "y")),
        ("a IS NOT FALSE", ("not", ("<=>", "a", False))),
        ("(a, b)", ("()", "a", "b")),
        ("CAST(a AS varchar(3))", ("cast", "a", "string")),
    ],
)
def test_expression(text: str, wanted: Any) -> None:
    assert written(parse_expression(text)) == wanted


def test_origins_are_what_was_written() -> None:
    text = "SELECT a + sum(b) OVER (ORDER BY c) AS x, (d / 0) FROM t WHERE e IS NULL"
    plan = parse_statement(text)
    fragments = {
        type(node).__name__ + ":" + text[node.origin.start : node.origin.stop]
        for node in plan.walk()
        if isinstance(node, Expression) and node.origin is not None
    }
    assert {
        "As:a + sum(b) OVER (ORDER BY c) AS x",
        "Call:sum(b)",
        "Over:sum(b) OVER (ORDER BY c)",
        "Call:d / 0",
        "Call:IS NULL",
    } <= fragments
    assert all(node.origin is not None for node in plan.walk() if isinstance(node, Expression))


def test_long_chains_stay_shallow() -> None:
    plan = parse_expression(" OR ".join(f"a = {n}" for n in range(5000)))
    depth, below = 0, [plan]
    while below:
        below = [child for node in below for child in node.children()]
        depth += 1
    assert depth < 20


# ---------------------------------------------------------------------------------------------------- queries


def layers(text: str) -> list[str]:
    """The classes of the relations, from the top down along the first inputs."""
    plan, found = parse_statement(text), []
    while isinstance(plan, Relation):
        found.append(type(plan).__name__)
        inputs = plan.inputs
        if not inputs:
            break
        plan = inputs[0]
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "SELECT a FROM t WHERE b ORDER BY c LIMIT 1 OFFSET 2",
            [Limit, Offset, Sort, Project, Filter, "TableName"],
        ),
        ("SELECT a FROM t QUALIFY b WINDOW w AS ()", [Windows, Qualify, Project, "TableName"]),
        ("SELECT * FROM (SELECT 1) x", [Project, Named, Project, "OneRow"]),
        ("FROM t |> WHERE a |> AS x |> LIMIT 1", [Limit, Named, Filter, "TableName"]),
    ],
)
def test_layers(text: str, wanted: list[Any]) -> None:
    assert layers(text) == [kind if isinstance(kind, str) else kind.__name__ for kind in wanted]


def test_common_tables() -> None:
    plan = parse_statement("WITH RECURSIVE r(n) MAX RECURSION LEVEL 7 AS (SELECT 1) SELECT * FROM r")
    assert isinstance(plan, With)
    (table,) = plan.tables
    assert (plan.recursive, table.name, table.columns, table.limit) == (True, "r", ("n",), 7)


def test_grouping_sets() -> None:
    plan = parse_statement("SELECT a FROM t GROUP BY a, GROUPING SETS ((b, c), (), CUBE(d))")
    assert isinstance(plan, Aggregate)
    _, sets = plan.groupings
    assert isinstance(sets, GroupingSets)
    first, second, third = sets.sets
    assert (len(first), second, third.kind) == (2, (), "cube")


def test_group_by_all() -> None:
    plan = parse_statement("SELECT a, count(*) FROM t GROUP BY ALL")
    assert isinstance(plan, Aggregate)
    assert (plan.all, plan.groupings) == (True, ())


def test_window_frame_bounds_are_signed() -> None:
    found = parse_expression("sum(a) OVER (ORDER BY b ROWS BETWEEN 3 PRECEDING AND UNBOUNDED FOLLOWING)")
    assert isinstance(found, Over)
    frame = found.window.frame
    assert frame is not None
    assert isinstance(frame.start, Expression)
    assert (frame.kind, written(frame.start), frame.end) == ("rows", ("unary-", 3), None)


def test_pipe_sets_columns_one_after_another() -> None:
    plan = parse_statement("FROM t |> SET a = 1, b = a")
    assert isinstance(plan, Project)
    (star,) = plan.expressions
    assert isinstance(star, Star)
    assert [column.names for column in star.replaced] == [("b",)]
    assert isinstance(plan.child, Project)


def test_join_of_a_comma_binds_like_other_joins() -> None:
    plan = parse_statement("SELECT * FROM a, b JOIN c ON true")
    assert isinstance(plan, Project)
    join = plan.child
    assert isinstance(join, Join)
    assert isinstance(join.left, Join)


# ------------------------------------------------------------------------------------------------- statements


def test_create_view() -> None:
    found = parse_statement("CREATE OR REPLACE TEMP VIEW v (a COMMENT 'x', b) COMMENT 'c' AS SELECT 1, 2")
    assert isinstance(found, c.CreateView)
    assert (found.name, found.columns, found.comment) == (("v",), (("a", "x"), ("b", None)), "c")
    assert (found.replace, found.temporary, found.text) == (True, True, "SELECT 1, 2")


def test_create_view_of_files() -> None:
    found = parse_statement("CREATE TEMP VIEW v (a INT) USING csv OPTIONS (path '/x', header true)")
    assert isinstance(found, c.CreateView)
    assert found.source == ("csv", {"path": "/x", "header": "true"})
    assert (found.schema, found.plan) == ("a INT", None)


def test_create_function() -> None:
    found = parse_statement("CREATE TEMP FUNCTION f(a INT, b STRING DEFAULT 'x') RETURNS INT RETURN a + 1")
    assert isinstance(found, c.CreateFunction)
    assert [parameter[:2] for parameter in found.parameters] == [("a", "INT"), ("b", "STRING")]
    assert (found.returns, found.text, found.table) == ("INT", "a + 1", False)


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("SET", None, None),
        ("SET a.b", "a.b", None),
        ("SET a.b = c d ;", "a.b", "c d"),
        ("SET a=", "a", ""),
        ("SET `a b` = `c;d`", "a b", "c;d"),
        ("SET TIME ZONE 'UTC'", "spark.sql.session.timeZone", "UTC"),
        ("SET TIME ZONE INTERVAL -'1:30' HOUR TO MINUTE", "spark.sql.session.timeZone", "-01:30"),
    ],
)
def test_set(text: str, key: str | None, value: str | None) -> None:
    found = parse_statement(text)
    assert isinstance(found, c.SetConf)
    assert (found.key, found.value) == (key, value)


def test_statements_that_are_not_supported_are_named() -> None:
    found = parse_statement("DESCRIBE PROCEDURE f")
    assert isinstance(found, c.Unsupported)
    assert found.feature == "DESCRIBE PROCEDURE"


def test_create_table() -> None:
    found = parse_statement(
        "CREATE TABLE IF NOT EXISTS a.t (x INT NOT NULL COMMENT 'c', y STRING DEFAULT 'd' || 'e') USING csv "
        "OPTIONS (header true, n = 1 + 1) PARTITIONED BY (y) CLUSTERED BY (x) SORTED BY (x) INTO 4 BUCKETS "
        "LOCATION '/z' COMMENT 't' TBLPROPERTIES ('p' = 'q')"
    )
    assert isinstance(found, d.CreateTable)
    table = found.definition
    first, second = table.columns
    assert (found.name, found.if_not_exists, found.external, found.plan) == (("a", "t"), True, False, None)
    assert (first.name, first.type, first.nullable, first.comment) == (("x",), IntegerType(), False, "c")
    assert (second.nullable, second.default_text) == (True, "'d' || 'e'")
    assert (table.provider, table.options, table.location) == ("csv", {"header": "true"}, "/z")
    assert [key for key, _ in table.computed_options] == ["n"]
    assert [(t.function, written(t.arguments[0])) for t in table.partitioning] == [("identity", "y")]
    assert table.buckets == d.BucketSpec(4, ("x",), (("x", True),))
    assert (table.comment, table.properties) == ("t", {"p": "q"})


def test_columns_with_types_in_partitioned_by_stand_at_the_end() -> None:
    found = parse_statement("CREATE TABLE t (a INT) PARTITIONED BY (b STRING)")
    assert isinstance(found, d.CreateTable)
    assert [column.name for column in found.definition.columns] == [("a",), ("b",)]
    assert [written(t.arguments[0]) for t in found.definition.partitioning] == ["b"]


def test_insert() -> None:
    found = parse_statement("INSERT OVERWRITE t PARTITION (p = -1, q, r = NULL) (a) VALUES (DEFAULT)")
    assert isinstance(found, d.InsertInto)
    assert (found.name, found.overwrite, found.columns) == (("t",), True, ("a",))
    assert found.partition == d.PartitionSpec({"p": "-1", "r": None}, ("q",))
    assert isinstance(found.plan, Values)
    assert isinstance(found.plan.rows[0][0], DefaultValue)


def test_an_insert_has_the_common_tables_in_front_of_it() -> None:
    found = parse_statement(
        "WITH x AS (SELECT 1) FROM x INSERT INTO a SELECT * INSERT INTO b BY NAME SELECT *"
    )
    assert isinstance(found, d.MultiInsert)
    assert [insert.name for insert in found.inserts if isinstance(insert, d.InsertInto)] == [("a",), ("b",)]
    assert all(isinstance(insert.plan, With) for insert in found.inserts)


def test_merge() -> None:
    found = parse_statement(
        "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND s.b THEN UPDATE SET a = DEFAULT WHEN MATCHED THEN DELETE "
        "WHEN NOT MATCHED THEN INSERT * WHEN NOT MATCHED BY SOURCE THEN DELETE"
    )
    assert isinstance(found, d.Merge)
    assert [action.kind for action in found.matched] == ["update", "delete"]
    assert [action.assignments for action in found.not_matched] == [None]
    assert [action.kind for action in found.not_matched_by_source] == ["delete"]


def test_alter_columns() -> None:
    found = parse_statement("ALTER TABLE t ALTER COLUMN a.b TYPE BIGINT, c AFTER d, e DROP NOT NULL")
    assert isinstance(found, d.AlterColumns)
    first, second, third = found.changes
    assert (first.column, first.type) == (("a", "b"), LongType())
    assert (second.position, third.nullable) == (("after", "d"), True)


def test_a_name_that_is_computed() -> None:
    found = parse_statement("DROP TABLE IDENTIFIER('a' || :b)")
    assert isinstance(found, d.NamedLater)
    assert isinstance(found.statement, d.DropTable)
    assert isinstance(found.text, Call)


# ------------------------------------------------------------------------------------------ names and errors


def test_identifier() -> None:
    assert parse_identifier("a.`b.c`.`d``e`") == ("a", "b.c", "d`e")
    with pytest.raises(ParseException):
        parse_identifier("a.b c")


def test_a_syntax_error_shows_the_line() -> None:
    with pytest.raises(ParseException) as raised:
        parse_statement("SELECT a\nFROM t t2 t3")
    assert str(raised.value) == (
        "[PARSE_SYNTAX_ERROR] "
        + raised.value._message.split("\n")[0]
        + "\n\n== SQL ==\nSELECT a\nFROM t t2 t3\n"
        "----------^^^"
    )
    assert re.search(r"SQLSTATE: 42601 \(line 2, pos 10\)$", str(raised.value).split("\n")[0])


def test_an_error_of_meaning_shows_the_fragment() -> None:
    with pytest.raises(ParseException) as raised:
        parse_statement("SELECT a,\n  date'x' FROM t")
    assert str(raised.value).endswith(
        "SQLSTATE: 42604\n== SQL (line 2, position 3) ==\n  date'x' FROM t\n  ^^^^^^^\n"
    )
    (context,) = raised.value.getQueryContext()
    assert (context.fragment(), context.startIndex(), context.stopIndex()) == ("date'x'", 12, 18)


def test_long_lines_are_cut_around_the_fragment() -> None:
    with pytest.raises(ParseException) as raised:
        parse_statement(f"SELECT {'x' * 99}, X'1G', {'y' * 99}")
    shown = raised.value.getQueryContext()[0].summary().split("\n")[1]
    assert shown == f"...{'x' * 30}, X'1G', {'y' * 30}..."


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_no_statement(text: str) -> None:
    with pytest.raises(ParseException) as raised:
        parse_statement(text)
    assert raised.value.getCondition() == "PARSE_EMPTY_STATEMENT"


WORDS = (
    "SELECT FROM WHERE a b t ( ) , . * + - = 1 'x' AS GROUP BY ORDER CASE WHEN THEN END NOT IN IS NULL JOIN ON LEFT "
    "UNION ALL WITH INTERVAL DAY CAST int OVER LIMIT [ ] : ? -> => |> VALUES TABLE LATERAL VIEW PIVOT SET SHOW "
)


TABLE_WORDS = (
    "CREATE REPLACE ALTER DROP TABLE VIEW DATABASE INSERT INTO OVERWRITE UPDATE DELETE MERGE FROM SET SHOW DESCRIBE "
    "EXTENDED PARTITION PARTITIONED BY ( ) , = a b t INT STRING 1 'x' NOT NULL DEFAULT COMMENT USING WHEN MATCHED THEN "
    "VALUES SELECT * WITH AS OPTIONS TBLPROPERTIES LOCATION IF EXISTS COLUMN COLUMNS ADD RENAME TO REPLACE WHERE ON "
    "CONSTRAINT CHECK PRIMARY KEY CHANGE TYPE STORED ROW FORMAT LIKE ANALYZE COMPUTE STATISTICS IDENTIFIER IDENTITY "
)


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=20).map(" ".join)
    | st.lists(st.sampled_from(TABLE_WORDS.split()), max_size=20).map(" ".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_statement, parse_expression):
        try:
            parse(text)
        except (ParseException, PySparkNotImplementedError):
            pass


def test_a_long_query_is_read_in_milliseconds() -> None:
    columns = ", ".join(f"sum(CASE WHEN t.a{n} > {n} THEN u.b{n} * 2 ELSE 0 END) AS c{n}" for n in range(60))
    text = (
        f"WITH x AS (SELECT {columns} FROM t JOIN u ON t.k = u.k WHERE t.d BETWEEN 1 AND 9) SELECT * FROM x"
    )
    best = min(timed(text) for _ in range(5))
    assert best < 0.05, f"{best * 1000:.1f} ms"


def timed(text: str) -> float:
    start = time.perf_counter()
    parse_statement(text)
    return time.perf_counter() - start
