"""Random queries from a seeded grammar: ``groups()`` gives them by topic, and the same ones every time.

A query is made from the types down: :class:`Maker` knows the columns in sight and writes an expression of a wanted
type. With a small chance it writes one of another type, so that implicit casts and their refusals are met as well.
Rows have no order unless a query ends in an ORDER BY that leaves no ties, and floats are such that sums of them are
exact in any order.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

#: How many queries of a topic are made for each mode.
COUNT = 54

_T = """
(1, 1Y, 10S, 100, 1000L, 1.5F, 2.5D, 1.25, 12345.6789, 'abc', true, X'01FF', date'2024-02-29', timestamp'2024-03-10 01:30:00', timestamp_ntz'2024-03-10 02:30:00', interval '1 02:03:04.5' day to second, interval '1-2' year to month, array(1, 2, null), map('a', 1, 'b', null), named_struct('x', 1, 'y', 'p')),
(2, -3Y, null, 7, -5L, -0.0F, -0.0D, -0.50, 0.0001, 'Äöß', false, X'', date'1969-12-31', timestamp'1969-12-31 23:59:59.999999', timestamp_ntz'1969-12-31 23:59:59', interval '-1' day, interval '-3' month, array(3), map('c', 3), named_struct('x', null, 'y', 'q')),
(3, null, 4S, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
(4, 5Y, -6S, 12, 42L, float('NaN'), double('NaN'), 99.99, -7.0000, '12', null, X'616263', date'2020-01-31', timestamp'2020-11-01 01:30:00', timestamp_ntz'2020-01-31 12:00:00', interval '36' hour, interval '2' year, array(), map(), named_struct('x', 5, 'y', null)),
(5, 0Y, 0S, 0, 0L, float('Infinity'), double('-Infinity'), 0.00, 0.0000, '', true, X'00', date'2000-01-01', timestamp'2000-01-01 00:00:00', timestamp_ntz'2000-01-01 00:00:00', interval '0' second, interval '0' month, array(0, -1), map('', 0), named_struct('x', 0, 'y', '')),
(6, 5Y, 4S, 12, -5L, 1.5F, 0.25D, 1.25, 3.1400, ' x_%', false, X'E29883', date'2024-02-29', timestamp'2024-07-04 12:34:56.789', timestamp_ntz'2024-07-04 12:34:56.789', interval '90' minute, interval '13' month, array(2, 1), map('b', 2), named_struct('x', 1, 'y', 'p')),
(7, 2Y, 10S, -1, 9L, 0.5F, 1024D, -1.75, 100.5000, '2024-01-05', true, X'7A', date'2024-12-31', timestamp'2024-11-03 09:00:00', timestamp_ntz'2024-11-03 01:00:00', interval '5' day, interval '-14' month, array(7, 7), map('z', 26), named_struct('x', 9, 'y', '☃'))
"""
_X = """
(1, -128Y, -32768S, -2147483648, -9223372036854775807L - 1, float('-Infinity'), double('1e308'), -999.99, 9999999999999999.9999, '99999999999', true, X'FF', date'0001-01-01', timestamp'0001-01-03 00:00:00', timestamp_ntz'0001-01-01 00:00:00', interval '-106751991 04:00:54' day to second, interval '-178956970' year),
(2, 127Y, 32767S, 2147483647, 9223372036854775807L, float('1e38'), double('-1e308'), 999.99, -9999999999999999.9999, 'NaN', false, X'00', date'9999-12-31', timestamp'9999-12-30 23:59:59', timestamp_ntz'9999-12-31 23:59:59.999999', interval '106751991 04:00:54' day to second, interval '178956970' year),
(3, 0Y, 0S, 0, 0L, 0F, double('4.9E-324'), 0.00, 0.0000, '-0', null, null, date'1970-01-01', timestamp'1970-01-01 00:00:00', timestamp_ntz'1970-01-01 00:00:00', interval '0' second, interval '0' year),
(4, -1Y, -1S, -1, -1L, float('1.4E-45'), 9007199254740993D, 0.01, 0.0001, '1e3', null, null, date'1582-10-15', timestamp'1883-11-18 12:00:00', timestamp_ntz'1900-01-01 00:00:00.000001', interval '0.000001' second, interval '1' month)
"""

#: The type of each column of ``t``; ``x`` holds the extremes of those up to ``ym``.
COLUMNS = {
    "id": "int", "ti": "tinyint", "si": "smallint", "i": "int", "l": "bigint", "f": "float", "d": "double",
    "m": "decimal(5,2)", "w": "decimal(20,4)", "s": "string", "b": "boolean", "y": "binary", "dt": "date",
    "ts": "timestamp", "tn": "timestamp_ntz", "ds": "daytime", "ym": "yearmonth",
    "a": "array", "mp": "map", "st": "struct",
}  # fmt: skip
_K = {"id": "int", "k": "int", "s": "string", "v": "bigint", "m": "decimal(8,3)", "dt": "date"}


def _table(rows: str, count: int) -> str:
    names = list(COLUMNS)[:count]
    typed = [f"cast({n} as {COLUMNS[n]}) as {n}" if n in ("m", "w") else n for n in names]
    return f"select {', '.join(typed)} from values {rows.strip()} as v({', '.join(names)})"


#: The views that the queries read.
VIEWS = {
    "t": _table(_T, len(COLUMNS)),
    "x": _table(_X, 17),
    "u": "select id, k, s, v, cast(m as decimal(8,3)) as m, dt from values "
    "(1, 1, 'abc', 10L, 1.5, date'2024-02-29'), (2, 1, 'b', null, 2.25, date'2024-03-01'), "
    "(3, 2, null, 30L, null, null), (4, null, 'abc', 40L, 0, date'2020-01-31'), "
    "(5, 2, 'Äöß', 30L, -7, date'1969-12-31') as v(id, k, s, v, m, dt)",
    "q": "select id, k, s, v, cast(m as decimal(8,3)) as m, dt from values "
    "(1, 2, 'b', 5L, 1.125, date'2024-03-01'), (6, 3, 'abc', 12L, 1.5, date'2024-02-29'), "
    "(7, null, '', null, 100, null), (5, 1, 'zz', -1L, null, date'2000-01-01') as v(id, k, s, v, m, dt)",
    "e": "select id, k, s, v, cast(1 as decimal(8,3)) as m, date'2024-01-01' as dt "
    "from values (1, 1, 'a', 1L) as v(id, k, s, v) where id > 9",
}  # fmt: skip
TABLES: dict[str, dict[str, str]] = {
    "t": COLUMNS,
    "x": dict(list(COLUMNS.items())[:17]),
    "u": _K,
    "q": _K,
    "e": _K,
}

#: Session variables.
VARIABLES = {
    "vi": "int default 3",
    "vs": "string default 'abc'",
    "vd": "date default date'2024-02-29'",
    "vn": "bigint",
}
#: What the parameters of statements stand for.
NAMED = {"p": 3, "q": "abc", "r": 2.5, "n": None}
PLACED = [2, "b", True]

_INTS = ("tinyint", "smallint", "int", "bigint")
_DECIMALS = ("decimal(5,2)", "decimal(20,4)", "decimal(8,3)")
_NUMBERS = (*_INTS, "float", "double", *_DECIMALS)
_TIMES = ("date", "timestamp", "timestamp_ntz")
_PLAIN = (*_NUMBERS, "string", "boolean", "binary", *_TIMES, "daytime", "yearmonth")
_ALL = (*_PLAIN, "array", "map", "struct")
_NAMES = {"daytime": "interval day to second", "yearmonth": "interval year to month", "array": "array<int>",
          "map": "map<string,int>", "struct": "struct<x:int,y:string>"}  # fmt: skip

_LITERALS: Mapping[str, Sequence[str]] = {
    "tinyint": ("1Y", "-7Y", "127Y"),
    "smallint": ("2S", "300S", "-1S"),
    "int": ("0", "1", "2", "-3", "10", "100", "2147483647"),
    "bigint": ("5L", "-2L", "30L", "9223372036854775807L"),
    "float": ("1.5F", "-0.25F", "float('NaN')"),
    "double": ("2.5D", "1e2", "-0.5D", "double('Infinity')"),
    "decimal(5,2)": ("1.25", "0.5", "-99.9", "12.0"),
    "decimal(20,4)": ("12345.6789", "1BD", "0.0001"),
    "decimal(8,3)": ("1.125", "10.5", "3BD"),
    "string": ("'abc'", "'b'", "'12'", "' 7 '", "''", "'2024-02-29'", "'Ä'", "'x''y'", "'true'", "'1.5'"),
    "boolean": ("true", "false"),
    "binary": ("X'61'", "X''"),
    "date": ("date'2024-02-29'", "date'2000-01-01'", "current_date() - current_date() + date'2020-02-02'"),
    "timestamp": ("timestamp'2024-03-10 03:30:00'", "timestamp'2000-01-01 00:00:00.5'"),
    "timestamp_ntz": ("timestamp_ntz'2024-03-10 02:30:00'", "timestamp_ntz'2000-01-01 00:00:00'"),
    "daytime": ("interval '1' day", "interval '2:03' hour to minute", "interval 5 seconds", "interval -90 minutes"),
    "yearmonth": ("interval '1' month", "interval '2-1' year to month", "interval 3 years"),
    "array": ("array(1, 2)", "array(3, null)", "sequence(1, 3)"),
    "map": ("map('a', 1)", "map('k', null)"),
    "struct": ("named_struct('x', 1, 'y', 'p')", "struct(2 as x, 'q' as y)"),
}  # fmt: skip
_LITERALS["date"] = _LITERALS["date"][:2]  # type: ignore[index]

#: Templates by the type they give: ``{kind}`` is an expression of that type, ``{n}`` of a number type, and so on.
_FORMS: Mapping[str, Sequence[str]] = {
    "tinyint": ("-{tinyint}", "cast({n} as tinyint)", "abs({tinyint})", "{tinyint} & {tinyint}"),
    "smallint": ("{smallint} + {tinyint}", "{smallint} % {smallint}", "cast({n} as smallint)", "{smallint} | {smallint}"),
    "int": (
        "{int} + {int}", "{int} - {smallint}", "{int} * {int}", "{int} % {int}", "-{int}", "abs({int})",
        "length({string})", "year({date})", "datediff({date}, {date})", "size({array})", "instr({string}, {string})",
        "cast({any} as int)", "{array}[0]", "{struct}.x", "{map}['a']", "greatest({int}, {int})", "~{int}",
        "pmod({int}, {int})", "month({timestamp})", "element_at({array}, 1)", "{int} ^ {int}", "ascii({string})",
        "sign({int})", "dayofweek({date})", "extract(day from {date})", "shiftleft({int}, 2)", "levenshtein({string}, {string})",
        "hour({timestamp})", "nullif({int}, {int})", "nvl({int}, {int})", "array_position({array}, {int})",
    ),
    "bigint": (
        "{bigint} + {int}", "{bigint} * {bigint}", "{bigint} div {int}", "{int} div {int}", "cast({n} as bigint)",
        "ceil({d})", "floor({decimal})", "{bigint} - {bigint}", "try_add({bigint}, {bigint})", "unix_date({date})",
        "unix_micros({timestamp})", "bit_count({bigint})", "factorial({int} % 5)", "crc32({binary})", "{int} + {bigint} % {int}",
    ),
    "float": ("cast({n} as float)", "{float} + {float}", "-{float}", "{float} * {float}", "nanvl({float}, {float})"),
    "double": (
        "{int} / {int}", "{d} + {n}", "{d} * {d}", "{d} / {n}", "cast({n} as double)", "sqrt({int})", "abs({d})",
        "{d} % {n}", "pow({int}, 2)", "isnull({d})", "nanvl({d}, {d})", "try_divide({d}, {n})", "{d} - {decimal}", "rint({d})",
    ),
    "decimal(5,2)": ("cast({n} as decimal(5,2))", "-{decimal}", "abs({decimal})", "round({decimal}, 1)", "{decimal} % {decimal}"),
    "decimal(20,4)": (
        "{decimal} + {decimal}", "{decimal} * {decimal}", "{decimal} / {decimal}", "{decimal} - {i}", "{i} * {decimal}",
        "cast({n} as decimal(20,4))", "{decimal} / {i}", "try_subtract({decimal}, {decimal})", "bround({decimal}, 1)",
    ),
    "decimal(8,3)": ("{decimal} + {i}", "{decimal} / 2", "greatest({decimal}, {i})", "{decimal} - 1.5"),
    "string": (
        "{string} || {string}", "upper({string})", "substring({string}, {int}, 2)", "concat({string}, {any})", "trim({string})",
        "cast({any} as string)", "coalesce({string}, {string})", "lower({string})", "replace({string}, 'b', {string})",
        "date_format({timestamp}, 'yyyy-MM-dd HH')", "lpad({string}, 5, '*')", "{struct}.y", "left({string}, 2)",
        "if({boolean}, {string}, {any})", "reverse({string})", "repeat({string}, 2)", "concat_ws('-', {string}, {string})",
        "split_part({string}, 'b', 1)", "translate({string}, 'abc', 'x')", "hex({i})", "initcap({string})", "typeof({any})",
        "substr({string} from 2 for 1)", "overlay({string} placing 'Z' from 2)", "regexp_replace({string}, '[a-b]', 'Q')",
        "string({d})", "element_at(split({string}, ''), 1)", "ltrim('a' from {string})",
    ),
    "boolean": (
        "{n} = {n}", "{n} < {n}", "{int} >= {d}", "{string} = {string}", "{any} is null", "{any} is not null", "not {boolean}",
        "{boolean} and {boolean}", "{boolean} or {boolean}", "{int} in ({int}, {int})", "{int} between {int} and {int}",
        "{string} like 'a%'", "{string} rlike '^[a-z]'", "{date} > {timestamp}", "{n} <=> {n}", "{same} is distinct from {same}",
        "{same} is not distinct from {same}", "{boolean} is true", "{boolean} is not unknown", "{string} not in ({string}, 'abc')",
        "{same} <> {same}", "{same} <= {same}", "isnan({d})", "array_contains({array}, {int})", "startswith({string}, 'a')",
        "{string} < {n}", "{date} = {string}", "{string} ilike '%B%'", "exists({array}, z -> z > {int})", "{same} in ({same}, {same})",
        "{string} like '%\\\\_%'", "{string} not like '_b_'", "contains({string}, {string})", "{n} not between {n} and {n}",
        "{decimal} == {d}", "{timestamp} != {timestamp_ntz}", "{daytime} > {daytime}", "forall({array}, z -> z is not null)",
        "cast({string} as boolean)", "{string} like any ('a%', '%2')", "{string} like all ('a%', '%c')", "arrays_overlap({array}, {array})",
    ),
    "binary": ("cast({string} as binary)", "{binary} || {binary}", "unhex('6162')", "substring({binary}, 1, 1)", "reverse({binary})"),
    "date": (
        "date_add({date}, {int})", "{date} + {yearmonth}", "cast({timestamp} as date)", "cast({string} as date)", "last_day({date})",
        "add_months({date}, 2)", "{date} - {int}", "to_date({string})", "date_sub({date}, 3)", "trunc({date}, 'MM')",
        "next_day({date}, 'MON')", "make_date(2024, {int} % 12 + 1, 1)", "{date} + 1", "least({date}, {date})", "try_cast({string} as date)",
    ),
    "timestamp": (
        "{timestamp} + {daytime}", "cast({date} as timestamp)", "{date} + {daytime}", "date_trunc('HOUR', {timestamp})",
        "cast({timestamp_ntz} as timestamp)", "to_timestamp({string})", "{timestamp} - {yearmonth}", "timestamp_seconds({int})",
        "dateadd(hour, 5, {timestamp})", "try_to_timestamp({string})", "from_utc_timestamp({timestamp}, 'Asia/Tokyo')",
    ),
    "timestamp_ntz": (
        "{timestamp_ntz} + {daytime}", "cast({timestamp} as timestamp_ntz)", "cast({date} as timestamp_ntz)",
        "{timestamp_ntz} - {yearmonth}", "to_timestamp_ntz({string})", "convert_timezone('UTC', {timestamp_ntz})",
    ),
    "daytime": (
        "{daytime} + {daytime}", "{daytime} * {int}", "{timestamp} - {timestamp}", "{date} - {date}", "-{daytime}",
        "{daytime} / 2", "make_dt_interval({int} % 10, 1)", "abs({daytime})", "{timestamp_ntz} - {timestamp_ntz}",
        "cast({daytime} as interval hour to second)", "{timestamp} - {date}",
    ),
    "yearmonth": (
        "{yearmonth} + {yearmonth}", "{yearmonth} * {int}", "-{yearmonth}", "{yearmonth} / 2", "make_ym_interval({int} % 10, 1)",
        "{yearmonth} - interval '1' month", "cast({yearmonth} as interval year)",
    ),
    "array": (
        "array({int}, {int})", "transform({array}, z -> z + {int})", "filter({array}, z -> z > {int})", "array_distinct({array})",
        "{array} || {array}", "sort_array({array})", "slice({array}, 1, 2)", "reverse({array})", "array_union({array}, {array})",
        "transform({array}, (z, j) -> z * j)", "map_values({map})", "array_remove({array}, {int})", "array_sort({array})",
        "zip_with({array}, {array}, (p, q) -> p + q)", "array_except({array}, {array})", "coalesce({array}, array({int}))",
        "array_append({array}, {int})", "flatten(array({array}, {array}))", "array_repeat({int}, 2)",
    ),
    "map": (
        "map({string}, {int})", "map_filter({map}, (k, v) -> v > {int})", "transform_values({map}, (k, v) -> v + {int})",
        "map_concat({map}, map('zz', {int}))", "map_from_arrays(array('p', 'q'), array({int}, {int}))", "str_to_map('a:1')",
    ),
    "struct": ("named_struct('x', {int}, 'y', {string})", "struct({int} as x, {string} as y)", "if({boolean}, {struct}, {struct})"),
}  # fmt: skip
#: Forms of any type.
_GENERAL = (
    "case when {boolean} then {K} else {K} end", "case when {boolean} then {K} end", "if({boolean}, {K}, {K})",
    "coalesce({K}, {K})", "case {int} when {int} then {K} when 2 then {K} else {K} end", "nullif({K}, {K})", "({K})",
    "nvl2({any}, {K}, {K})", "ifnull({K}, {K})", "cast({any} as {T})", "try_cast({any} as {T})", "{K}", "greatest({K}, {K})",
)  # fmt: skip
_AGGREGATES = (
    "count(*)", "count({any})", "sum({n})", "avg({n})", "min({same})", "max({same})", "count(distinct {same})", "sum(distinct {i})",
    "sum({i}) filter (where {boolean})", "count(*) filter (where {boolean})", "max({string})", "min({date})", "bool_or({boolean})",
    "sum({decimal})", "avg({decimal})", "sort_array(collect_list({int}))", "max_by({string}, {int})", "count_if({boolean})",
    "stddev({i})", "sum({daytime})", "bit_or({i})", "every({boolean})", "any_value(1)", "median({i})", "sum({string})",
    "array_size(collect_set({int}))", "avg({yearmonth})", "percentile({i}, 0.5)", "try_sum({i})", "min(struct({int}, {string}))",
    "listagg({string}, ',') within group (order by id)", "mode({i}) is null", "variance({i})", "corr({i}, {i}) > 2",
)  # fmt: skip

Columns = dict[str, str]


class Maker:
    """Writes expressions and queries with one source of chance."""

    def __init__(self, seed: str):
        self.chance = random.Random(seed)
        self.columns: Columns = {}
        self.confusion = 0.02

    # -------------------------------------------------------------------------------------------- expressions

    def one(self, options: Sequence[str]) -> str:
        return self.chance.choice(options)

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def over(self, columns: Mapping[str, str]) -> Maker:
        """This maker, with these columns in sight."""
        self.columns = dict(columns)
        return self

    def expression(self, kind: str, depth: int = 2) -> str:
        """An expression that is mostly of this type."""
        if self.often(self.confusion):
            kind = self.one(_ALL)
        if depth <= 0 or self.often(0.15):
            return self.leaf(kind)
        form = self.one(_GENERAL) if self.often(0.2) else self.one(_FORMS[kind])
        return self.filled(form, depth - 1, kind)

    def leaf(self, kind: str) -> str:
        """A column or a constant."""
        if self.often(0.04):
            return "null"
        fitting = [name for name, its in self.columns.items() if its == kind]
        if kind in _DECIMALS and not fitting:
            fitting = [name for name, its in self.columns.items() if its in _DECIMALS]
        if fitting and self.often(0.7):
            return self.one(fitting)
        return self.one(_LITERALS[kind])

    def filled(self, form: str, depth: int, kind: str | None = None) -> str:
        """A template with expressions in its places."""
        same = self.one(_PLAIN)
        found = ""
        rest = form
        while "{" in rest:
            before, _, rest = rest.partition("{")
            place, _, rest = rest.partition("}")
            found += before + self._place(place, depth, kind, same)
        return found + rest

    def _place(self, place: str, depth: int, kind: str | None, same: str) -> str:
        if place == "T":
            return _NAMES.get(kind or "int", kind or "int")
        wanted = {
            "n": _NUMBERS, "i": _INTS, "d": ("double", "float"), "decimal": _DECIMALS, "any": _ALL, "same": (same,),
            "K": (kind or same,),
        }.get(place, (place,))  # fmt: skip
        made = self.expression(self.one(wanted), depth)
        return f"({made})" if _is_open(made) and not self.often(0.15) else made

    def condition(self, depth: int = 1) -> str:
        return self.expression("boolean", depth)

    def aggregate(self, depth: int = 1) -> str:
        return self.filled(self.one(_AGGREGATES), depth - 1)

    def outputs(self, least: int = 1, most: int = 3, depth: int = 2, kinds: Sequence[str] = _ALL) -> str:
        """A SELECT list; some columns get names."""
        made = []
        for index in range(self.chance.randint(least, most)):
            text = self.expression(self.one(kinds), depth)
            made.append(f"{text} as c{index}" if self.often(0.2) else text)
        return ", ".join(made)

    def columns_of(self, *kinds: str) -> list[str]:
        return [name for name, its in self.columns.items() if its in kinds] or list(self.columns)

    def table(self, names: Sequence[str] = ("t", "t", "u", "q", "x")) -> str:
        """The name of a table whose columns are now in sight."""
        name = self.one(names)
        self.over(TABLES[name])
        return name


def _is_open(text: str) -> bool:
    """Whether an expression needs parentheses around it inside of another."""
    depth = 0
    for index, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if not depth and letter == " ":
            return not text.startswith(("date'", "timestamp", "interval")) or index > 40
    return text.startswith(("-", "~"))


# ------------------------------------------------------------------------------------------------ expressions


def _values_of(kinds: Sequence[str], table: str = "t", depth: int = 2) -> Callable[[Maker], str]:
    def make(m: Maker) -> str:
        m.over(TABLES[table])
        return f"select {m.outputs(1, 2, depth, kinds)} from {table}" + (
            " where id < 4" if m.often(0.3) else ""
        )

    return make


def _constants(m: Maker) -> str:
    m.over({})
    return f"select {m.outputs(1, 2)}"


def _casts(m: Maker) -> str:
    m.over(TABLES[m.one(("t", "t", "x"))])
    table = "t" if "a" in m.columns else "x"
    kind = m.one(_ALL if m.often(0.3) else _PLAIN)
    to = _NAMES.get(kind, kind)
    value = m.expression(m.one(list(dict.fromkeys(m.columns.values()))), 0)
    form = m.one(("cast({0} as {1})", "try_cast({0} as {1})", "{0} :: {1}"))
    return f"select {form.format(value, to)} from {table}" + (
        f" where id = {m.one('1234')}" if m.often(0.5) else ""
    )


def _extremes(m: Maker) -> str:
    m.over(TABLES["x"])
    m.confusion = 0.01
    row = "" if m.often(0.3) else f" where id = {m.one('1234')}"
    return f"select {m.outputs(1, 1, 1, _PLAIN)} from x{row}"


def _pairs(m: Maker) -> str:
    """An operator between any two types."""
    m.over(TABLES["t"])
    operator = m.one(
        ("+", "-", "*", "/", "%", "div", "=", "<", "<=>", "||", "&", "in", "between", "case", "and")
    )
    one, other, third = [m.expression(m.one(_ALL), 0) for _ in range(3)]
    text = {
        "in": f"{one} in ({other}, {third})",
        "between": f"{one} between {other} and {third}",
        "case": m.one((f"case when b then {one} else {other} end", f"coalesce({one}, {other})", f"array({one}, {other})",
                       f"if(b, {one}, {other})", f"nullif({one}, {other})", f"greatest({one}, {other})",
                       f"case {one} when {other} then {third} end", f"map({one}, {other})")),
    }.get(operator, f"{one} {operator} {other}")  # fmt: skip
    return f"select {text} from t where id in (1, 3, 5)"


def _filters(m: Maker) -> str:
    table = m.table()
    words = m.condition(2)
    return f"select {m.one(('id', '*', 'id, s', 't.* except (a)' if table == 't' else 'count(*)'))} from {table} where {words}"


# --------------------------------------------------------------------------------------------------- grouping


def _keys(m: Maker, most: int = 2) -> list[str]:
    plain = ("int", "string", "boolean", "date", "smallint", "double", "bigint", "decimal(5,2)")
    made = []
    for _ in range(m.chance.randint(1, most)):
        kind = m.one(plain)
        made.append(
            m.expression(kind, 1 if m.often(0.3) else 0) if m.often(0.4) else m.one(m.columns_of(kind))
        )
    return [
        key for key in dict.fromkeys(made) if key != "null" and not key[:1].isdigit() and key[:1] != "-"
    ] or ["s"]


def _groups(m: Maker) -> str:
    table = m.table(("t", "t", "u", "q", "e"))
    keys = _keys(m)
    aggregates = [m.aggregate() for _ in range(m.chance.randint(1, 2))]
    way = m.chance.random()
    if way < 0.15:
        group, shown = "all", keys
    elif way < 0.3:
        group, shown = ", ".join(str(index + 1) for index in range(len(keys))), keys
    elif way < 0.45:
        shown = [f"{key} as g{index}" for index, key in enumerate(keys)]
        group = ", ".join(f"g{index}" for index in range(len(keys)))
    else:
        group, shown = ", ".join(keys), keys if m.often(0.8) else []
    if m.often(0.2):
        aggregates[0] = m.one(
            (f"{aggregates[0]} is null", f"coalesce({aggregates[0]}, null)", f"struct({aggregates[0]})")
        )
    if m.often(0.2):
        aggregates.append(m.one(keys) + " is null")
    text = f"select {', '.join([*shown, *aggregates])} from {table}"
    if m.often(0.2):
        text += f" where {m.condition()}"
    text += f" group by {group}"
    if m.often(0.35):
        text += f" having {m.one((m.aggregate() + ' is not null', 'count(*) > 1', m.one(keys) + ' is not null', m.condition(0)))}"
    return text


def _sets(m: Maker) -> str:
    table = m.table(("t", "u", "u", "q", "e"))
    keys = _keys(m, 3)
    listed = ", ".join(keys)
    group = m.one((
        f"rollup({listed})", f"cube({listed})", f"{listed} with rollup", f"{listed} with cube", f"grouping sets (({listed}), ())",
        f"grouping sets (({keys[0]}), ({listed}))", f"{keys[0]}, rollup({listed})", f"grouping sets (rollup({listed}), ({keys[-1]}))",
        f"grouping sets ({keys[0]}, ())",
    ))  # fmt: skip
    shown = [
        *keys,
        m.one(
            (
                m.aggregate(),
                "count(*)",
                f"grouping({keys[0]})",
                "grouping_id()",
                f"grouping({keys[-1]}) + count(*)",
            )
        ),
    ]
    if m.often(0.3):
        shown.append(
            m.one(
                (
                    f"grouping_id({listed})",
                    f"coalesce(cast({keys[0]} as string), 'all')",
                    "sum(count(*)) over ()",
                )
            )
        )
    text = f"select {', '.join(shown)} from {table} group by {group}"
    if m.often(0.25):
        text += f" having {m.one((f'grouping({keys[0]}) = 0', 'count(*) > 1', f'{keys[0]} is null', 'grouping_id() < 2'))}"
    return text


def _totals(m: Maker) -> str:
    table = m.table()
    made = ", ".join(
        [
            m.aggregate(2) + (f" as a{index}" if m.often(0.2) else "")
            for index in range(m.chance.randint(1, 3))
        ]
    )
    text = f"select {made} from {table}"
    if m.often(0.3):
        text += f" where {m.condition()}"
    if m.often(0.2):
        text += f" having {m.one(('count(*) > 1', m.aggregate() + ' is null', 'true', m.condition(0)))}"
    return text


# ---------------------------------------------------------------------------------------------------- windows

_OVER = (
    "sum({i})", "count(*)", "count({any})", "min({same})", "max({same})", "avg({i})", "first_value({int})", "last({string})",
    "nth_value({int}, 2)", "sum({decimal})", "first(s) ignore nulls", "sum({i}) filter (where {boolean})", "collect_list(id)",
    "any_value(id)", "count_if({boolean})", "max_by(id, {int})", "bool_and({boolean})", "avg({decimal})", "last_value(s, true)",
)  # fmt: skip
_RANKS = (
    "row_number()", "rank()", "dense_rank()", "ntile(2)", "percent_rank()", "cume_dist()", "lag({same})", "lead({int}, 2)",
    "lag({string}, 1, 'none')", "lead({same}, 1, {same})", "lag(s) ignore nulls", "lead({decimal}, 1, {n})", "ntile({int})",
)  # fmt: skip


def _windows(m: Maker) -> str:
    table = m.table(("t", "u", "q"))
    by = "" if m.often(0.3) else f"partition by {', '.join(_keys(m, 1))}"
    first = m.one((m.one(list(m.columns)[:12]), m.expression("int", 1))) if m.often(0.5) else ""
    order = f"order by {first + m.one((' desc', '', ' nulls last', ' desc nulls first')) + ', ' if first else ''}id{m.one(('', ' desc'))}"
    calls = [m.filled(m.one(_RANKS if m.often(0.6) else _OVER), 0) for _ in range(m.chance.randint(1, 2))]
    if m.often(0.2):
        shown = [f"{call} over w" for call in calls]
        return f"select id, {', '.join(shown)} from {table} window w as ({by} {order})"
    shown = [f"{call} over ({(by + ' ' + order).strip()})" for call in calls]
    if m.often(0.15):
        shown[0] = m.one((f"coalesce({shown[0]}, null)", f"{shown[0]} is null", f"{shown[0]} as w"))
    text = f"select id, {', '.join(shown)} from {table}"
    if m.often(0.15):
        text += f" qualify row_number() over ({order}) < 3"
    return text


def _frames(m: Maker) -> str:
    table = m.table(("t", "u", "u", "q"))
    kind = m.one(("rows", "rows", "range"))
    key = (
        "id"
        if kind == "rows" or m.often(0.3)
        else m.one(m.columns_of("int", "bigint", "date", "decimal(8,3)", "timestamp", "double"))
    )
    step = "1"
    if m.columns.get(key) in ("date", "timestamp"):
        step = m.one(("interval '1' day", "interval '30' day", "interval '2' month", "3"))
    bounds = [
        "unbounded preceding",
        f"{step} preceding",
        "current row",
        f"{step} following",
        "unbounded following",
    ]
    start = m.chance.randint(0, 3)
    end = m.chance.randint(max(start, 1), 4)
    frame = (
        f"{kind} between {bounds[start]} and {bounds[end]}"
        if m.often(0.85)
        else f"{kind} {bounds[min(start, 2)]}"
    )
    by = "" if m.often(0.5) else f"partition by {m.one(('k', 's') if table != 't' else ('b', 's', 'dt'))} "
    call = m.filled(
        m.one(
            _OVER[:8] if key == "id" else ("sum(id)", "count(*)", "min({same})", "max({same})", "avg({i})")
        ),
        0,
    )
    return f"select id, {call} over ({by}order by {key}{m.one(('', ' desc', ' nulls last'))} {frame}) from {table}"


# ------------------------------------------------------------------------------------------ joins, subqueries


def _qualified(*sides: tuple[str, Mapping[str, str]]) -> Columns:
    return {f"{alias}.{name}": kind for alias, columns in sides for name, kind in columns.items()}


def _joins(m: Maker) -> str:
    left, right = m.one(("t", "u", "q")), m.one(("u", "q", "e"))
    one, other = TABLES[left], TABLES[right]
    kind = m.one(
        (
            "join",
            "left join",
            "right join",
            "full outer join",
            "left semi join",
            "left anti join",
            "cross join",
            "inner join",
        )
    )
    m.over(_qualified(("l", one), ("r", other)))
    way = m.chance.random()
    if way < 0.2:
        common = m.one(("id", "s", "id, s", "dt", "m"))
        word = f"{left} l {kind} {right} r using ({common})"
        shown = m.one(
            (
                "*",
                common,
                f"l.id, r.id, {common}",
                "l.*",
                "count(*)",
                f"{m.expression('string', 1)}, {common}",
            )
        )
    elif way < 0.35:
        word = (
            f"{left} l natural {kind} {right} r"
            if "cross" not in kind
            else f"{left} l natural join {right} r"
        )
        shown = m.one(("*", "id", "s, l.id", "r.*", "count(*)", "v"))
    else:
        on = m.one(
            (
                "l.id = r.id",
                "l.s = r.s",
                "l.id = r.k",
                "l.id < r.id",
                "l.dt = r.dt and l.id <> r.id",
                m.condition(1),
                "l.m > r.m",
            )
        )
        if "cross" in kind:
            on = ""
        word = f"{left} l {kind} {right} r{' on ' + on if on else ''}"
        shown = m.one(
            (
                "l.id, r.id",
                "l.id, r.*",
                "*",
                m.outputs(1, 2, 1),
                f"l.id, {m.expression('string', 1)}",
                "count(*), sum(r.v)",
            )
        )
    text = f"select {shown} from {word}"
    if m.often(0.25):
        text += f" where {m.one((m.condition(1), 'r.id is null', 'l.id > 1'))}"
    return text


def _laterals(m: Maker) -> str:
    table = m.one(("t", "u", "q"))
    m.over(_qualified(("o", TABLES[table])))
    inner = m.one((
        f"(select {m.expression('int', 1)} as z)", "(select max(v) as z from u where u.id = o.id)",
        "(select v as z from q where q.id < o.id order by id limit 1)", "(select o.id + q.id as z from q where q.s = o.s)",
        "explode(array(o.id, 0)) as e(z)", "(select count(*) as z from u where u.id > o.id)", "(values (o.id), (1)) as e(z)",
        "(select z from values (1), (2) as v(z) where z < o.id)",
    ))  # fmt: skip
    way = m.chance.random()
    if way < 0.5:
        join = m.one((", lateral ", " join lateral ", " left join lateral ", " cross join lateral "))
        on = " on true" if "left" in join and m.often(0.7) else ""
        return f"select o.id, z{m.one(('', ' + 1', ', o.s', ' is null'))} from {table} o{join}{inner}{on}"
    m.over(TABLES[table])
    generator = m.one((
        "explode(array(id, 1)) g as z", "explode_outer(split(s, 'b')) g as z", "posexplode(array(s, 'q')) g as p, z", "explode(map('k', id)) g as p, z",
        f"explode({m.expression('array', 1)}) g as z", "inline(array(struct(id, s))) g as p, z", "stack(2, id, s) g as z",
        "explode(sequence(1, 2)) g",
    ))  # fmt: skip
    outer = m.one(("", "outer "))
    return f"select {m.one(('id, g.*', 'id, z', '*', 'count(*)', 'z, s'))} from {table} lateral view {outer}{generator}"


def _generators(m: Maker) -> str:
    table = m.table(("t", "u"))
    call = m.one((
        f"explode({m.expression('array', 1)})", f"explode({m.expression('map', 1)})", "posexplode(array(id, 0))", "explode_outer(array())",
        "inline(array(struct(1 as p, s as q)))", "stack(2, 1, s, 2, s)", "explode(split(s, 'b')) as part", "explode(map('a', id)) as (key1, value1)",
    ))  # fmt: skip
    return m.one((
        f"select id, {call} from {table}", f"select {call} from {table}", f"select id, {call} from {table} where {m.condition(0)}",
        f"select {call}, count(*) from {table} group by all", f"select id from {table} where {call} is null",
        f"select id + {call} from {table}", f"select {call}, {call} from {table}", f"select id from {table} order by {call}",
        f"select id, {call}, row_number() over (order by id) > 0 from {table}",
    ))  # fmt: skip


def _subqueries(m: Maker) -> str:
    table = m.one(("t", "u", "q"))
    m.over(_qualified(("o", TABLES[table])))
    inner = m.one((
        "(select max(v) from u where u.id = o.id)", "(select count(*) from q where q.s = o.s)", "(select sum(m) from u)", "(select min(s) from e)",
        "(select max(u.id) from u where u.id < o.id and u.k = 1)", "(select v from u where u.id = 1)", "(select id from q where id > 90)",
        "(select count(*) + 1 from u where u.s = o.s having count(*) > 0)", "(select avg(v) from u where u.k in (select k from q))",
        "(select v from u)", "(select id, v from u where id = 1)", "(select max(z.v) from (select v, id from u where u.id = o.id) z)",
        f"(select {m.aggregate()} from u where u.id = o.id)", "(select first(v) from u where u.id = o.id)", "(select o.id)", "(select sum(u.v + o.id) from u)",
    ))  # fmt: skip
    return m.one((
        f"select id, {inner} from {table} o", f"select id, {inner} as sq from {table} o where {inner} is not null", f"select id from {table} o where {inner} > 1",
        f"select id, coalesce({inner}, 0) from {table} o", f"select count(*) from {table} o where id < {inner}", f"select s, max(id) from {table} o group by s having max(id) > {inner}",
        f"select case when {m.condition(0)} then {inner} else {m.expression('int', 0)} end from {table} o", f"select sum({inner}) from {table} o",
        f"select {inner}", f"select id, {inner} + {inner} from {table} o", f"select s, {inner} from {table} o group by s",
    ))  # fmt: skip


def _exists(m: Maker) -> str:
    table = m.one(("t", "u", "q"))
    m.over(_qualified(("o", TABLES[table])))
    left = m.one(
        (
            "id",
            "s",
            "o.id",
            "id + 1",
            m.expression("int", 1),
            m.expression("string", 1),
            "cast(id as bigint)",
            "dt",
        )
    )
    inner = m.one((
        "select id from u", "select k from u", "select s from q where s is not null", "select s from q", "select v from u where u.id = o.id", "select k from e",
        "select id, k from u", "select u.k from u where u.s = o.s", "select max(id) from q group by k", "select m from u", "select dt from q", "values (1), (2)",
    ))  # fmt: skip
    test = m.one((
        f"{left} in ({inner})", f"{left} not in ({inner})", "exists (select 1 from u where u.id = o.id)", "not exists (select * from q where q.s = o.s and q.id > o.id)",
        "(id, s) in (select id, s from u)", f"({left}, id) not in (select k, id from u)", "exists (select id from e)", "exists (select 1 from u where u.k = o.nope)",
        f"{left} in ({inner}) or {m.condition(0)}", f"not ({left} in ({inner}))", "exists (select 1 from u where u.id > o.id having count(*) > 1)", f"{left} in ({inner}) is null",
    ))  # fmt: skip
    return m.one((
        f"select id from {table} o where {test}", f"select id from {table} o where {test}", f"select id, {test} from {table} o", f"select count(*) from {table} o where {test} and {m.condition(0)}",
        f"select s, count(*) from {table} o group by s having {test}", f"select case when {test} then 'in' else 'out' end as w, id from {table} o", f"select id from {table} o where {test} is not null",
    ))  # fmt: skip


def _ctes(m: Maker) -> str:
    table = m.table(("t", "u", "q"))
    first = f"c as (select id, {m.outputs(1, 1, 1)} from {table} where {m.condition(0)})"
    return m.one((
        f"with {first} select * from c", f"with {first}, d as (select id + 1 as n from c) select * from c join d on c.id = d.n", f"with {first} select count(*) from c a, c b",
        f"with {table} as (select id from {table} where id > 1) select * from {table}", "with c as (select 1 as n), d as (with c as (select 2 as n) select n from c) select c.n, d.n from c, d",
        f"with c(p, o) as (select id, {m.expression(m.one(_PLAIN), 1)} from {table}) select p, o from c", f"with {first} select * from {table} where id in (select id from c)",
        "with c(p, o) as (select 1) select * from c", "with c as (select 1), c as (select 2) select * from c", "with c as (select * from d), d as (select 1) select * from c",
        f"with recursive r(n, x) as (select 1, {m.expression('string', 0)} union all select n + 1, x from r where n < {m.one('2345')}) select * from r" if not m.over({}).columns else "",
        "with recursive r as (select id, k from u where id = 1 union all select u.id, u.k from u join r on u.id = r.id + 1) select * from r",
        "with recursive r(n) as (select 1 union select (n % 3) + 1 from r) select count(*) from r", f"with recursive r(n) as (values (1), (2) union all select n * 2 from r where n < {m.one(('9', '20'))}) select sum(n) from r",
        "with c as (select id, s from u) select (select count(*) from c where c.id <= u.id) as n, id from u", f"select * from (with c as (select {m.one('12')} as n) select n + 1 from c) as x(y)",
    ))  # fmt: skip


# ----------------------------------------------------------------------------------------- sets, order, limits


def _unions(m: Maker) -> str:
    operator = m.one(
        (
            "union all",
            "union",
            "except",
            "intersect",
            "except all",
            "intersect all",
            "minus",
            "union distinct",
            "union all by name",
        )
    )
    count = m.chance.randint(1, 2)
    kinds = [m.one(_PLAIN if m.often(0.85) else _ALL) for _ in range(count)]
    wide = [
        m.one(
            (
                kind,
                m.one(_NUMBERS) if kind in _NUMBERS else m.one(_TIMES) if kind in _TIMES else kind,
                m.one(_PLAIN),
            )
        )
        for kind in kinds
    ]
    sides = []
    for some in (kinds, wide):
        table = m.table(("t", "t", "u", "q"))
        if m.often(0.04):
            some = [*some, "int"]
        shown = ", ".join(
            f"{m.expression(kind, 0)}{f' as c{index}' if 'name' in operator or m.often(0.3) else ''}"
            for index, kind in enumerate(some)
        )
        sides.append(f"select {shown} from {table}" + (f" where {m.condition(0)}" if m.often(0.2) else ""))
    text = f" {operator} ".join(sides)
    if m.often(0.2):
        text += f" {m.one(('union all', 'except', 'intersect'))} {sides[0]}"
    if m.often(0.15):
        text = f"select count(*) from ({text})"
    return text


def _orders(m: Maker) -> str:
    table = m.table(("t", "t", "u", "q"))
    key = m.one(
        (
            m.one(list(m.columns)),
            m.expression(m.one(_PLAIN), 1),
            "1",
            "2",
            "s",
            "c",
            f"{table}.id",
            "upper(s)",
        )
    )
    way = m.one(("", " desc", " asc nulls last", " desc nulls first", " nulls last", " asc"))
    shown = m.one(
        ("id, s", "s, id", f"id, {m.expression(m.one(_PLAIN), 1)} as c", "*", "id as c, s", "id, s as k")
    )
    order = f"order by {key}{way}, id"
    return m.one((
        f"select {shown} from {table} {order}", f"select {shown} from {table} {order} limit {m.one('0123')}", f"select {shown} from {table} {order} limit 2 offset {m.one('012')}",
        f"select {shown} from {table} {order} offset 3", f"select s from {table} {order}", f"select distinct s, id from {table} {order}", f"select distinct s from {table} order by s{way}",
        f"select s, count(*) as c from {table} group by s order by {m.one(('c', 'count(*)', 'max(id)', '2', 's', 'sum(id) + 1'))}{way}, s", f"select id from {table} order by all",
        f"select * from (select id, s from {table} {order} limit 3) order by id desc", f"select {shown} from {table} sort by {key}{way}", f"select {shown} from {table} distribute by {key}",
        f"select id from {table} order by {m.one(('a', 'st', 'array(s, s)', 'struct(i, id)', 'mp', 'y', 'struct(s, dt)', 'array(m)'))}{way}, id" if table == "t" else f"select id from {table} {order}",
    ))  # fmt: skip


def _limits(m: Maker) -> str:
    table = m.table(("t", "u", "q", "e"))
    count = m.one(
        (
            "1",
            "0",
            "1 + 1",
            "cast(2 as bigint)",
            "-1",
            "null",
            "'2'",
            "1.5",
            "all",
            "id",
            "2147483647",
            "(select 1)",
            "length('ab')",
        )
    )
    return m.one((
        f"select id from {table} order by id limit {count}", f"select count(*) from (select id from {table} limit {count})", f"select id from {table} order by id offset {count}",
        f"select id from {table} order by id limit 2 offset {count}", f"select count(*) from (select distinct s from {table} limit {count})",
    ))  # fmt: skip


def _rows(m: Maker) -> str:
    m.over({})
    kinds = [m.one(_ALL) for _ in range(m.chance.randint(1, 3))]
    mixed = m.often(0.3)
    lines = []
    for _ in range(m.chance.randint(1, 3)):
        line = [m.expression(m.one((kind, m.one(_PLAIN))) if mixed else kind, 0) for kind in kinds]
        if m.often(0.03):
            line.append("1")
        lines.append(f"({', '.join(line)})")
    names = ", ".join(f"n{index}" for index in range(len(kinds) + (m.chance.random() < 0.05)))
    text = f"values {', '.join(lines)}"
    return m.one(
        (
            text,
            f"select * from {text} as v({names})",
            f"select * from {text}",
            f"select n0, count(*) from {text} as v({names}) group by n0",
            f"select max(n0) from {text} v({names})",
        )
    )


def _pivots(m: Maker) -> str:
    table = m.table(("u", "u", "q", "t"))
    key = "k" if table != "t" else "i"
    if m.often(0.5):
        call = m.one(
            (
                f"sum({m.one(('v', 'm', 'id')) if table != 't' else 'l'})",
                "count(*)",
                "max(s)",
                "sum(id) as a, max(s) as b",
                "count(id) as c",
                m.aggregate(),
            )
        )
        over = m.one(
            (
                f"for {key} in (1, 2)",
                f"for {key} in (1 as one, 2 as two, 3)",
                "for s in ('abc', 'b')",
                f"for ({key}, s) in ((1, 'abc'), (2, 'b'))",
                f"for {key} in (1, 'x')",
                f"for {key} in (null, 1)",
                "for nope in (1)",
            )
        )
        columns = m.one((f"id, {key}, s", f"{key}, s, id, dt", f"{key}, s, id"))
        return f"select * from (select {columns}{', v, m' if table != 't' else ', l, m'} from {table}) pivot ({call} {over})"
    names = m.one(
        ("id, k", "v, id", "id", "s, k", "m, v", "s", "k as kk, v as vv")
        if table != "t"
        else ("i, l", "d, m", "s, i", "ti as a1, si as a2", "dt, ts")
    )
    return m.one((
        f"select * from {table} unpivot (val for name in ({names}))", f"select id, name, val from {table} unpivot include nulls (val for name in ({names}))",
        f"select name, count(val) from {table} unpivot exclude nulls (val for name in ({names})) group by name", f"select * from {table} unpivot (val for name in ({names})) as p where name is not null",
        f"select * from {table} unpivot ((p1, p2) for name in ((id, {key}) as a, ({key}, id) as b))",
    ))  # fmt: skip


def _aliases(m: Maker) -> str:
    table = m.table(("t", "u", "q"))
    first = m.expression(m.one(("int", "string", "date", "double", "decimal(5,2)")), 1)
    use = m.one(
        (
            "n1 + 1",
            "upper(n1)",
            "n1",
            "n1 is null",
            "n1 = n1",
            "coalesce(n1, null)",
            "concat(n1, s)",
            "struct(n1)",
            "case when n1 is null then id else id + 1 end",
        )
    )
    return m.one((
        f"select {first} as n1, {use} from {table}", f"select {first} as n1, {use} as n2, n2 from {table}", f"select id as n1, n1 + 1 as n2, n2 * n1 as n3 from {table} where id > 1",
        f"select id as s, s from {table}", f"select id + 1 as n1, s as n1, n1 from {table}", f"select sum(id) as n1, {use} from {table}", f"select s as n1, count(*) as n2, n2 + 1, {use} from {table} group by s",
        f"select n1 + 1, {first} as n1 from {table}", f"select {first} as n1, sum(id) over (order by n1, id) from {table}", f"select {first} as n1, (select n1) from {table}",
        f"select {first} as n1, {use} from {table} where n1 is not null", f"select {first} as n1, {use} as n2 from {table} order by n2, n1, id", f"select array(id) as n1, n1[0] as n2, size(n1) from {table}",
        f"select named_struct('p', id) as n1, n1.p + 1 from {table}", f"select id as n1, max(n1) over () from {table}", f"select id as n1, explode(array(n1, 0)) as n2 from {table}", f"select s as n1, max(n1) from {table} group by s",
    ))  # fmt: skip


def _pipes(m: Maker) -> str:
    table = m.table(("t", "u", "q"))
    text = f"from {table}" if m.often(0.5) else f"table {table}"
    steps = [m.one((
        f"|> where {m.condition(1)}", f"|> select id, {m.outputs(1, 2, 1)}", f"|> extend {m.expression(m.one(_ALL), 1)} as z", "|> order by id", "|> limit 100", "|> as p", f"|> set s = {m.expression(m.one(_PLAIN), 1)}",
        "|> drop s", "|> join q using (id)", "|> select id, s |> union all (select id, s from q)", "|> select distinct s", f"|> extend {m.expression('int', 0)} as z |> where z > 1", "|> left join u v on id = v.id",
    )) for _ in range(m.chance.randint(1, 2))]  # fmt: skip
    if m.often(0.5):
        steps.append(
            m.one(
                (
                    f"|> aggregate {m.aggregate()}",
                    f"|> aggregate {m.aggregate()} as n, count(*) group by s",
                    "|> aggregate count(*) as n group by s as g |> where n > 1",
                    "|> aggregate sum(id) group by k + 1",
                    "|> select count(*)",
                    "|> tablesample (100 percent)",
                )
            )
        )
    return f"{text} {' '.join(steps)}"


def _variables(m: Maker) -> str:
    table = m.table(("t", "u"))
    name = m.one(("vi", "vs", "vd", "vn", "session.vi", "system.session.vs", "VI", "nope"))
    return m.one((
        f"select {name}", f"select id from {table} where id > {name}", f"select {name} + 1", f"select {name}, s from {table}", f"select coalesce({name}, 1) as c", f"select id from {table} order by id limit {name}", f"select max({name}) from {table}",
        f"select s from {table} group by s, {name}", f"select {name} = id, {name} is null from {table}", f"with c as (select {name} as z) select z from c", f"select (select {name}), exists (select 1 from {table} where id = {name})",
    ))  # fmt: skip


def _parameters(m: Maker) -> str:
    table = m.table(("t", "u"))
    if m.often(0.5):
        first, second = [
            m.one((":p", ":q", ":r", ":n", ":p + 1", ":zz" if m.often(0.3) else ":p")) for _ in range(2)
        ]
    else:
        first, second = "?", "?"
    return m.one((
        f"select {first}, {second}", f"select id from {table} where id > {first}", f"select id, s from {table} where s = {first} or id = {second}", f"select id from {table} order by id limit {first}",
        f"select {first} as c, count(*) from {table} group by {first}", f"values ({first}), ({second})", f"select coalesce({first}, {second}) as c from {table}", f"select s from {table} where id in ({first}, {second})",
        f"with c as (select {first} as z) select z from c where z = {second}", f"select cast({first} as string), {second} is null", f"select case when {first} = id then {second} end from {table}",
    ))  # fmt: skip


# ------------------------------------------------------------------------------------------------------ wrong


def _unknown(m: Maker) -> str:
    """A name that is not there, or not plain."""
    name = m.one(("nope", "idd", "t.nope", "zz.id", "S1", "st.zz", "id.x", "`a b`", "u.id", "t.u.id"))
    table = m.one(("t", "u"))
    return m.one((
        f"select {name} from {table}", f"select id from {table} where {name} = 1", f"select id from {table} order by {name}", f"select max({name}) from {table}", f"select s from {table} group by {name}", f"select s, {name} from {table} group by s",
        f"select s from {table} group by s having {name} > 1", f"select sum(id) over (partition by {name}) from {table}", "select id from t, u", "select s from t join u on t.id = u.id where dt is null", f"select t.id from t join u on {name} = u.id",
        f"select {name}.* from {table}", f"select * except ({name}) from {table}", f"select (select max({name}) from q) from {table}", "select id from nope", f"select id from {table} nn where {table}.id = 1", f"select transform(array(1), z -> {name}) from {table}",
        "select id as z, k as z from u order by z", f"select x.id from {table} y", "select id from (select id, id from t)", "select nofunction(id) from t", f"select id from {table} where id = (select {name} from q)", f"select * from {table} join q using (nope)",
        f"select s from {table} group by s order by {name}", f"select distinct s from {table} order by {name}", f"select * from {table} lateral view explode({name}) g as z", f"select id from {table} union select {name} from q", "select * from nope.nope.u", "select u.k from u natural join q",
    ))  # fmt: skip


def _misfit(m: Maker) -> str:
    """Functions with arguments that they may not take."""
    table = m.one(("t", "x"))
    m.over(TABLES[table])
    any1, any2, any3 = [m.expression(m.one(_ALL), 0) for _ in range(3)]
    call = m.one((
        "abs", "upper", "substring", "date_add", "year", "size", "transform", "explode", "concat", "coalesce", "if", "sum", "avg", "max", "count", "round", "sqrt", "length", "nvl", "greatest", "array", "map", "array_contains", "element_at", "to_date",
        "date_trunc", "lpad", "not", "isnan", "datediff", "add_months", "nullif", "map_keys", "sort_array", "cast", "in", "like", "struct", "split", "array_union", "rlike", "negative", "mod", "case", "row_number", "lag", "bit_and", "stack", "min_by",
    ))  # fmt: skip
    given = ", ".join([any1, any2, any3][: m.chance.randint(0, 3)])
    if call == "cast":
        return f"select cast({any1} as {m.one(('int', 'array<int>', 'map<string,int>', 'date', 'binary', 'interval day', 'decimal(40,2)', 'nope', 'decimal(2,3)', 'struct<x:int>', 'boolean', 'void', 'char(3)'))}) from {table} where id = 1"
    if call in ("in", "like", "rlike"):
        return f"select {any1} {call} ({any2}) from {table}"
    if call == "case":
        return f"select case when {any1} then {any2} else {any3} end from {table}"
    if call == "not":
        return f"select not {any1} from {table}"
    if call == "transform":
        return f"select transform({any1}, {m.one(('z -> z + 1', '(z, j) -> z', '(z, j, k) -> z', any2, 'z -> upper(z)'))}) from {table}"
    return f"select {call}({given}) from {table}" + (" where id < 3" if m.often(0.3) else "")


def _ungrouped(m: Maker) -> str:
    """Aggregates, windows and generators where they may not be."""
    table = m.table(("t", "u"))
    call, key = m.aggregate(), m.one(("s", "dt", "id + 1", "upper(s)"))
    return m.one((
        f"select {key}, id from {table} group by {key}", f"select id, {call} from {table}", f"select id from {table} where {call} > 1", f"select {key} from {table} group by {key} order by id", f"select {key} from {table} group by {key} having id > 1",
        f"select sum({call}) from {table}", f"select {key} from {table} group by {call}", f"select {key} from {table} group by {m.one(('0', '2', '3', '-1'))}", f"select id from {table} order by {m.one(('0', '2', '-1', '5'))}", f"select id from {table} group by {key} having {call} is null",
        f"select row_number() from {table}", f"select id from {table} where row_number() over (order by id) = 1", f"select {call}, row_number() over (order by id) from {table}", f"select s, row_number() over (order by {call}) from {table} group by s", f"select * from {table} group by s",
        f"select s, sum(id) over (order by id) from {table} group by s", f"select {table}.s, max(id) from {table} group by s having s = 'abc' or max(id) > dt", f"select id from {table} having id > 1", f"select 1 from {table} having {call} is null", f"select grouping(s) from {table} group by s",
        f"select s, grouping(id) from {table} group by rollup(s)", f"select {call} filter (where {call} is null) from {table}", f"select sum(row_number() over (order by id)) from {table}", f"select l.id from {table} l join u r on {call} = r.id", f"select id from {table} limit {call}", f"select rank() over (partition by s) from {table}",
        f"select sum(id) over (order by s rows between 1 following and 1 preceding) from {table}", f"select {call} over (order by id) from {table}", f"select upper(s) over () from {table}", f"select distinct s from {table} order by id", f"select distinct s, max(id) from {table} group by s order by max(id), s",
        f"select s from {table} group by s, s having count(*) > max(id) order by count(*), s", f"values ({call})", f"select sum(distinct id) over (order by id) from {table}", f"select s as z, {call} from {table} group by z having z is not null order by z", f"select id, count(*) from {table} group by all having id > 2",
    ))  # fmt: skip


_WORDS = ("select", "from", "where", "group", "by", "order", "having", ",", "(", ")", "and", "as", "join", "on", "case", "end", "1", "'", "`", "not", "in", "*", ".", "=", "union", "over", "between", "null", "limit", ";", "::", "->", "@", "with", "interval", "date", "cast", "distinct", "||", "<", "is")  # fmt: skip


def _broken(m: Maker) -> str:
    """A query with a word too much, too little, or in a wrong place."""
    text = m.one(_TOPICS_TO_BREAK)
    words = TOPICS[text](m).split(" ")
    for _ in range(m.chance.randint(1, 2)):
        place = m.chance.randrange(len(words))
        way = m.chance.random()
        if way < 0.35:
            words.insert(place, m.one(_WORDS))
        elif way < 0.6:
            del words[place]
        elif way < 0.75:
            words[place] = m.one(_WORDS)
        elif way < 0.85:
            words = words[: place + 1]
        else:
            other = m.chance.randrange(len(words))
            words[place], words[other] = words[other], words[place]
        if not words:
            words = ["select"]
    return " ".join(words)


def _failing(m: Maker) -> str:
    """Errors at run time."""
    m.over(TABLES[m.one(("t", "x"))])
    table = "t" if "a" in m.columns else "x"
    text = m.one((
        f"{m.expression(m.one(_NUMBERS), 0)} / 0", f"{m.expression(m.one(_INTS), 0)} % 0", f"{m.expression(m.one(_INTS), 0)} div 0", "i + 2147483647", "l * 9223372036854775807", "cast(s as int)", "cast(s as date)", "cast(d as int)", "-ti", "abs(i)", "cast(l as tinyint)",
        "cast(w as decimal(4,2))", "m * w * w * w", "make_date(2024, 13, 1)", "element_at(array(1), 2)", "array(1, 2)[i]", "to_timestamp(s)", "cast(s as boolean)", "date_add(dt, 2147483647)", "ts + interval '106751991' day", "ym * 2147483647", "ds / 0", "ym / 0", "cast(f as bigint)",
        "raise_error(s)", "assert_true(i > 1)", "cast(s as interval day)", "next_day(dt, 'nope')", "elt(5, 'a')", "try_divide(i, 0)", "try_add(l, 9223372036854775807L)", "try_cast(s as int)", "factorial(21)", "conv('zz', 10, 16)", "to_date(s, 'yyyy-MM-dd')", "sequence(1, 5, -1)", "unhex('zz')",
        "sum(l) over ()", "cast(s as decimal(3,1))", "pmod(i, 0)", "mod(d, 0)", "shiftleft(i, 40)", "make_interval(1, 2)", "repeat(s, -1)", "chr(300)", "si * si", "ti + 100Y", "round(ti, -2)", "cast(ts as int)", "cast('99999-01-01' as date)", "to_number(s, '999')", "bround(w, -3)", "map_from_arrays(array(1, 1), array(2, 3))",
    ))  # fmt: skip
    if table == "x" or m.often(0.3):
        text = m.one(
            (text, f"coalesce({text}, null)", f"({text}) is null", f"case when id > 0 then {text} end")
        )
    return f"select {text} from {table} where id = {m.one('1234' if table == 'x' else '1234567')}"


TOPICS: dict[str, Callable[[Maker], str]] = {
    "numbers": _values_of(_NUMBERS),
    "deep numbers": _values_of(_NUMBERS, depth=3),
    "conditions": _values_of(("boolean",)),
    "texts": _values_of(("string", "binary")),
    "times": _values_of((*_TIMES, "daytime", "yearmonth")),
    "nested": _values_of(("array", "map", "struct")),
    "any type": _values_of(_ALL, depth=3),
    "constants": _constants,
    "casts": _casts,
    "extremes": _extremes,
    "pairs of types": _pairs,
    "filters": _filters,
    "groups": _groups,
    "grouping sets": _sets,
    "totals": _totals,
    "windows": _windows,
    "frames": _frames,
    "joins": _joins,
    "laterals": _laterals,
    "generators": _generators,
    "subqueries": _subqueries,
    "exists and in": _exists,
    "common tables": _ctes,
    "set operations": _unions,
    "orders": _orders,
    "limits": _limits,
    "values": _rows,
    "pivots": _pivots,
    "lateral aliases": _aliases,
    "pipes": _pipes,
    "variables": _variables,
    "parameters": _parameters,
    "unknown names": _unknown,
    "misfits": _misfit,
    "ungrouped": _ungrouped,
    "failures": _failing,
    "syntax": _broken,
}
_TOPICS_TO_BREAK = (
    "conditions", "texts", "filters", "groups", "grouping sets", "windows", "joins", "laterals", "subqueries", "common tables", "set operations",
    "orders", "values", "pivots", "pipes", "casts", "exists and in",
)  # fmt: skip


def queries(topic: str, ansi: bool) -> list[str]:
    """The queries of a topic in one mode."""
    found: dict[str, None] = {}
    number = 0
    while len(found) < COUNT and number < 4 * COUNT:
        text = TOPICS[topic](Maker(f"{topic} {ansi} {number}"))
        if text and len(text) < 500:
            found[text] = None
        number += 1
    return list(found)


def groups() -> Iterator[tuple[str, bool, list[str]]]:
    """All queries: the name of each group, whether in ANSI mode, its queries."""
    for topic in TOPICS:
        for ansi in (True, False):
            yield topic + ("" if ansi else ", legacy"), ansi, queries(topic, ansi)


def arguments(topic: str, text: str) -> dict[str, object] | list[object] | None:
    """What a query's parameters stand for."""
    if not topic.startswith("parameters"):
        return None
    return list(PLACED[: text.count("?")]) if "?" in text else dict(NAMED)
