"""Patterns: LIKE, Java's regular expressions, splitting.

A pattern that is a plain constant runs on DuckDB's own engines; any other on kernels that know Java's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyrite.errors import AnalysisException, IllegalArgumentException
from pyrite.sql._analysis.functions.registry import (
    INT,
    STRING,
    Binding,
    Function,
    Rendering,
    declare,
    once,
    quoted,
    scalar,
)
from pyrite.sql._analysis.functions.strings import NUMBER, TEXT, defaulted, number, or_fail, text
from pyrite.sql._analysis.naming import quoted_sql
from pyrite.sql._plan import expressions as e
from pyrite.sql._text.java_regex import compile_java, re2_text
from pyrite.sql.types import ArrayType, BooleanType, DataType

TEXTS = ArrayType(TEXT, False)


def constant_text(value: e.Value) -> str | None:
    """A constant string's value."""
    if isinstance(value, e.Literal) and isinstance(value.value, str):
        return value.value
    return None


def shown_text(sql: str) -> str:
    """A string as errors show it: in quotes, its quotes and backslashes escaped."""
    return f"('''' || replace(replace({sql}, '\\', '\\\\'), '''', '\\''') || '''')"


# --------------------------------------------------------------------------------------------------- like


def _plain_like(pattern: str, escape: str) -> bool:
    """Whether every escape stands before a wildcard or itself."""
    at = 0
    while at < len(pattern):
        if pattern[at] == escape:
            at += 1
            if at == len(pattern) or pattern[at] not in ("%", "_", escape):
                return False
        at += 1
    return True


def like_text(r: Rendering, value: str, pattern: e.Value, sql: str, escape: str) -> str:
    """``value LIKE pattern``, where ``sql`` is the text of the pattern."""
    known = constant_text(pattern)
    if known is not None and _plain_like(known, escape):
        return f"({value} LIKE {sql}" + (f" ESCAPE {quoted(escape)})" if escape in known else ")")

    def body(args: Sequence[str]) -> str:
        one, other = args
        end = r.fail(
            "INVALID_FORMAT.ESC_AT_THE_END",
            {"format": shown_text(other)},
            BooleanType(),
            AnalysisException,
            located=False,
        )
        place = r.kernel("like_fault", [other, quoted(escape)], [TEXT, TEXT], TEXT)
        middle = r.fail(
            "INVALID_FORMAT.ESC_IN_THE_MIDDLE",
            {"format": shown_text(other), "char": shown_text(place)},
            BooleanType(),
            AnalysisException,
            located=False,
        )
        failure = f"CASE WHEN {place} = '' THEN {end} ELSE {middle} END"
        found = r.kernel("like", [one, other, quoted(escape)], [TEXT, TEXT, TEXT], BooleanType())
        return (
            f"CASE WHEN contains({other}, {quoted(escape)}) THEN {or_fail(found, args, failure)} "
            f"ELSE {one} LIKE {other} END"
        )

    return once([value, sql], body)


def _escape_of(b: Binding) -> str:
    if len(b.arguments) < 3:
        return "\\"
    found = b.constant(2)
    if not isinstance(found, str) or len(found) != 1:
        raise b.error("INVALID_ESCAPE_CHAR", sqlExpr=quoted_sql(b.arguments[2]))
    return found


def _bind_like(b: Binding) -> e.Value:
    escape = _escape_of(b)
    return b.apply(b.coerced()[:2], BooleanType(), options=(escape,), shown=b.arguments)


def _bind_ilike(b: Binding) -> e.Value:
    escape = _escape_of(b)
    one, other = [b.invoke("lower", value) for value in b.coerced()[:2]]
    known = constant_text(b.arguments[1])
    if known is not None:
        other = text(known.lower())
    return b.apply((one, other), BooleanType(), options=(escape,), shown=b.arguments[:2])


def _render_like(r: Rendering) -> str:
    return like_text(r, r.args[0], r.apply.arguments[1], r.args[1], r.apply.options[0])


def _show_like(apply: e.Apply, args: Sequence[str]) -> str:
    escape = apply.options[0] if apply.options else "\\"
    return f"{args[0]} LIKE {args[1]}" + (f" ESCAPE '{escape}'" if escape != "\\" else "")


declare(
    "like",
    Function(
        "like",
        (STRING, STRING, STRING),
        BooleanType(),
        _render_like,
        optional=1,
        bind=_bind_like,
        show=_show_like,
    ),
)
declare(
    "ilike",
    Function("ilike", (STRING, STRING, STRING), BooleanType(), _render_like, optional=1, bind=_bind_ilike),
)


def _quantified(name: str, word: str, negated: bool) -> None:
    def render(r: Rendering) -> str:
        def body(args: Sequence[str]) -> str:
            terms = [
                ("NOT " if negated else "") + like_text(r, args[0], pattern, sql, "\\")
                for pattern, sql in zip(r.apply.arguments[1:], r.args[1:])
            ]
            return f"({f' {word} '.join(terms)})"

        return once(r.args[:1], body)

    scalar(
        name,
        (STRING, STRING),
        BooleanType(),
        render,
        variadic=True,
        nullable=True,
        show=lambda apply, args: f"{name}({args[0]})",
    )


_quantified("likeall", "AND", False)
_quantified("likeany", "OR", False)
_quantified("notlikeall", "AND", True)
_quantified("notlikeany", "OR", True)

# ------------------------------------------------------------------------------------- regular expressions


def _no_pattern(r: Rendering, name: str, pattern: str, kind: DataType) -> str:
    """What raises the error of a pattern that is none."""
    parameters = {
        "parameter": quoted("`regexp`"),
        "functionName": quoted(f"`{name}`"),
        "value": shown_text(pattern),
    }
    return r.fail("INVALID_PARAMETER_VALUE.PATTERN", parameters, kind, located=False)


def _checked(r: Rendering, name: str, found: Callable[[Sequence[str]], str], kind: DataType) -> str:
    """A kernel's result that is null for a pattern that is none; then it raises."""
    known = constant_text(r.apply.arguments[1])
    if known is not None and compile_java(known) is not None:
        return found(r.args)
    return once(r.args, lambda args: or_fail(found(args), args[:2], _no_pattern(r, name, args[1], kind)))


def _render_rlike(r: Rendering) -> str:
    known = constant_text(r.apply.arguments[1])
    plain = None if known is None else re2_text(known)
    if plain is not None:
        return f"regexp_matches({r.args[0]}, {quoted(plain)})"
    return _checked(
        r, r.apply.name, lambda args: r.kernel("rlike", args, [TEXT, TEXT], BooleanType()), BooleanType()
    )


scalar(
    "rlike regexp:regexp regexp_like:regexp_like",
    (STRING, STRING),
    BooleanType(),
    _render_rlike,
    show=lambda apply, args: f"{apply.name.upper()}({', '.join(args)})",
)


def _grouped(name: str, kind: DataType, plain: Callable[[str, str, int], str] | None) -> None:
    """A function that takes a group out of matches."""

    def render(r: Rendering) -> str:
        pattern, group = constant_text(r.apply.arguments[1]), r.apply.arguments[2]
        if pattern is not None and isinstance(group, e.Literal) and isinstance(group.value, int):
            compiled = compile_java(pattern)
            if compiled is not None and 0 <= group.value <= compiled.groups:
                simple = re2_text(pattern)
                if simple is not None and plain is not None and group.value <= 9:
                    return plain(r.args[0], quoted(simple), group.value)
                return r.kernel(name, r.args, [TEXT, TEXT, NUMBER], kind)

        def body(args: Sequence[str]) -> str:
            groups = r.kernel("regexp_groups", [args[1]], [TEXT], NUMBER)
            parameters = {
                "parameter": quoted("`idx`"),
                "functionName": quoted(f"`{name}`"),
                "groupCount": f"CAST({groups} AS VARCHAR)",
                "groupIndex": f"CAST({args[2]} AS VARCHAR)",
            }
            wrong = r.fail("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX", parameters, kind, located=False)
            none = _no_pattern(r, name, args[1], kind)
            failure = f"CASE WHEN {groups} IS NULL THEN {none} ELSE {wrong} END"
            return or_fail(r.kernel(name, args, [TEXT, TEXT, NUMBER], kind), args, failure)

        return once(r.args, body)

    scalar(name, (STRING, STRING, INT), kind, render, optional=1, bind=defaulted(number(1)))


_grouped("regexp_extract", TEXT, lambda value, pattern, group: f"regexp_extract({value}, {pattern}, {group})")
_grouped("regexp_extract_all", ArrayType(TEXT, True), None)


def _check_replace(b: Binding) -> None:
    position = b.constant(3)
    if isinstance(position, int) and position <= 0:
        raise b.mismatch(
            "VALUE_OUT_OF_RANGE",
            exprName="position",
            valueRange="(0, 2147483647]",
            currentValue=str(position),
        )


def _render_replace(r: Rendering) -> str:
    pattern, template = constant_text(r.apply.arguments[1]), constant_text(r.apply.arguments[2])
    position = r.apply.arguments[3]
    first = isinstance(position, e.Literal) and position.value == 1
    if pattern is not None and template is not None and first and not set(template) & set("\\$"):
        plain = re2_text(pattern)
        if plain is not None and compile_java(pattern).search("") is None:  # type: ignore[union-attr]
            return f"regexp_replace({r.args[0]}, {quoted(plain)}, {quoted(template)}, 'g')"

    def body(args: Sequence[str]) -> str:
        found = r.kernel("regexp_replace", args, [TEXT, TEXT, TEXT, NUMBER], TEXT)
        groups = r.kernel("regexp_groups", [args[1]], [TEXT], NUMBER)
        parameters = {
            "source": args[0],
            "pattern": args[1],
            "replacement": args[2],
            "position": f"CAST({args[3]} AS VARCHAR)",
        }
        wrong = r.fail("INVALID_REGEXP_REPLACE", parameters, TEXT, located=False)
        none = _no_pattern(r, "regexp_replace", args[1], TEXT)
        return or_fail(found, args, f"CASE WHEN {groups} IS NULL THEN {none} ELSE {wrong} END")

    return once(r.args, body)


scalar(
    "regexp_replace",
    (STRING, STRING, STRING, INT),
    TEXT,
    _render_replace,
    optional=1,
    bind=defaulted(number(1)),
    check=_check_replace,
)
scalar(
    "regexp_count",
    (STRING, STRING),
    NUMBER,
    lambda r: _checked(
        r, "regexp_extract_all", lambda args: r.kernel("regexp_count", args, [TEXT, TEXT], NUMBER), NUMBER
    ),
)
scalar(
    "regexp_instr",
    (STRING, STRING, INT),
    NUMBER,
    lambda r: _checked(
        r,
        "regexp_instr",
        lambda args: (
            f"CASE WHEN {args[2]} IS NOT NULL THEN {r.kernel('regexp_instr', args[:2], [TEXT, TEXT], NUMBER)} END"
        ),
        NUMBER,
    ),
    optional=1,
    bind=defaulted(number(0)),
)


def _bind_regexp_substr(b: Binding) -> e.Value:
    one, other = b.coerced()
    found = b.invoke("regexp_extract", one, other, number(0))
    return b.apply((found,), TEXT, nullable=True, shown=b.arguments)


declare(
    "regexp_substr",
    Function("regexp_substr", (STRING, STRING), TEXT, "nullif({0}, '')", bind=_bind_regexp_substr),
)

# -------------------------------------------------------------------------------------------------- split

_SPECIAL = set("\\[](){}.*+?^$|&")


def _delimiter(pattern: str) -> str | None:
    """The string that a pattern means, when it means just one."""
    if len(pattern) == 2 and pattern[0] == "\\" and not pattern[1].isalnum():
        return pattern[1]
    return pattern if pattern and not set(pattern) & _SPECIAL else None


def _render_split(r: Rendering) -> str:
    pattern, limit = constant_text(r.apply.arguments[1]), r.apply.arguments[2]
    if pattern is not None and isinstance(limit, e.Literal) and limit.value is not None and limit.value <= 0:
        delimiter = _delimiter(pattern)
        if delimiter is not None or not pattern:
            return f"string_split({r.args[0]}, {quoted(delimiter or '')})"

    def found(args: Sequence[str]) -> str:
        return r.kernel("split", args, [TEXT, TEXT, NUMBER], TEXTS)

    known = compile_java(pattern) if pattern is not None else None
    if known is not None:
        return found(r.args)

    def body(args: Sequence[str]) -> str:
        message = {"message": f"'Not a regular expression: ' || {args[1]}"}
        wrong = r.fail("", message, TEXTS, IllegalArgumentException, located=False)
        return or_fail(found(args), args, wrong)

    return once(r.args, body)


scalar("split", (STRING, STRING, INT), TEXTS, _render_split, optional=1, bind=defaulted(number(-1)))
scalar(
    "sentences",
    (STRING, STRING, STRING),
    ArrayType(TEXTS, False),
    lambda r: r.kernel("sentences", r.args[:1], [TEXT], ArrayType(TEXTS, False)),
    optional=2,
    bind=defaulted(text(""), text("")),
    nullable=True,
)
