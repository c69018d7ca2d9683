"""What statements about tables are made of: names, properties, partitions, columns, constraints and storage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pyrite.errors import ParseException
from pyrite.sql._analysis.parser.constants import NUMBERS
from pyrite.sql._analysis.parser.queries import QueryParser
from pyrite.sql._analysis.parser.reader import identifier_parts
from pyrite.sql._plan.ddl import (
    BucketSpec,
    ColumnDefinition,
    Constraint,
    Generated,
    Identity,
    PartitionSpec,
    Storage,
    Transform,
)
from pyrite.sql._plan.expressions import Cast, Expression, Literal, Name
from pyrite.sql._text.parse_errors import parse_error
from pyrite.sql.types import (
    BinaryType,
    ByteType,
    DataType,
    DateType,
    IntegerType,
    IntegralType,
    LongType,
    StringType,
    TimestampNTZType,
    TimestampType,
)

__all__ = ["NOT_ALLOWED", "DefinitionParser"]

NOT_ALLOWED = "_LEGACY_ERROR_TEMP_0035"
_OWNER = "it will be set to the current user"
_LOCATION = "please use the LOCATION clause to specify it"
#: The properties of tables and of namespaces that other clauses set, and what to do in their place.
_RESERVED_OF_TABLES = {
    "provider": "please use the USING clause to specify it",
    "location": _LOCATION,
    "owner": _OWNER,
    "external": "please use CREATE EXTERNAL TABLE",
    "is_managed_location": "please remove it from the TBLPROPERTIES list.",
}
_RESERVED_OF_NAMESPACES = {"location": _LOCATION, "owner": _OWNER}
_MOST_BUCKETS = 100_000
#: The formats that ROW FORMAT SERDE goes with.
_SERDE_FORMATS = ("sequencefile", "textfile", "rcfile")
#: Transforms of one column, which know what they are given.
_TIME_TRANSFORMS = ("years", "months", "days", "hours")


class DefinitionParser(QueryParser):
    """The rules of what tables are made of."""

    def __init__(self, text: str):
        super().__init__(text)
        #: The expression of the ``IDENTIFIER(...)`` that names what the statement is about.
        self._computed_target: Expression | None = None
        #: Errors of the statement that is read, told at all of it.
        self._problems: list[tuple[str, dict[str, str]]] = []

    def mark(self) -> tuple[int, ...]:
        return *super().mark(), len(self._problems)

    def back(self, mark: tuple[int, ...]) -> None:
        *others, problems = mark
        super().back(tuple(others))
        del self._problems[problems:]

    def problem(self, condition: str, **parameters: str) -> None:
        """Note an error whose place is all of the statement."""
        self._problems.append((condition, parameters))

    def not_allowed(self, message: str) -> None:
        """Note that the statement asks for what no table has."""
        self.problem(NOT_ALLOWED, message=message)

    def invalid_clause(self, operation: str) -> None:
        """Note that Spark reads this, and does not have it."""
        self.problem("INVALID_STATEMENT_OR_CLAUSE", operation=operation)

    def once(self, seen: set[str], clause: str) -> None:
        """Note a clause, which may stand there once."""
        if clause in seen:
            self.problem("DUPLICATE_CLAUSES", clauseName=clause)
        seen.add(clause)

    def skip(self) -> None:
        """Read the rest, whatever it is."""
        while self.token.kind != "end":
            self.take()

    # -- names

    def target(self) -> tuple[str, ...]:
        """What a statement is about: a name, or ``IDENTIFIER(expression)``."""
        if self.token.word != "IDENTIFIER" or self.peek().word != "(":
            return self.dotted_name()
        self.take()
        text = self.in_parentheses(self.expression)
        if isinstance(text, Literal) and isinstance(text.value, str):
            return identifier_parts(text.value)
        self._computed_target = text
        return ()

    def if_exists(self) -> bool:
        return self.accept("IF", "EXISTS")

    def if_not_exists(self) -> bool:
        return self.accept("IF", "NOT", "EXISTS")

    # -- properties

    def properties(self) -> dict[str, str]:
        """``(key = value, ...)``: each with a value."""
        start = self.at
        pairs = self.in_parentheses(lambda: self.listed(self._property))
        missing = [key for key, value in pairs if value is None]
        if missing:
            self.not_allowed(f"Values must be specified for key(s): [{','.join(missing)}]")
        keys = [key for key, _ in pairs]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                self.fail(start, "DUPLICATE_KEY", {"keyColumn": f"`{key}`"})
        return {key: value or "" for key, value in pairs}

    def property_keys(self) -> tuple[str, ...]:
        """``(key, ...)``: none with a value."""
        pairs = self.in_parentheses(lambda: self.listed(self._property))
        given = [key for key, value in pairs if value is not None]
        if given:
            self.not_allowed(f"Values should not be specified for key(s): [{','.join(given)}]")
        return tuple([key for key, _ in pairs])

    def _property_key(self) -> str:
        if self.token.kind != "string":
            return ".".join(self.dotted_name())
        strings = 1
        while self.peek(strings).kind == "string":
            strings += 1
        if strings > 1 and self.peek(strings).word not in ("=", "=="):
            return self.one_string()
        return self.string()

    def one_string(self) -> str:
        """A string, and no more of those beside it."""
        at = self.at
        following = self.tokens[at + 1]
        kind, following.kind = following.kind, "symbol"
        try:
            return self.string()
        finally:
            following.kind = kind

    def _property(self) -> tuple[str, str | None]:
        key = self._property_key()
        equals = self.accept("=") or self.accept("==")
        if self.token.kind == "string":
            return key, self.string()
        if self.token.kind in NUMBERS or self.token.word in ("TRUE", "FALSE"):
            return key, self.take().text.lower()
        if equals:
            raise self.stop()
        return key, None

    def options(self) -> tuple[dict[str, str], tuple[tuple[str, Expression], ...]]:
        """``(key = expression, ...)``: the constants among them, and the others."""
        pairs = self.in_parentheses(lambda: self.listed(self._option))
        missing = [key for key, value in pairs if value is None]
        if missing:
            self.not_allowed(f"Values must be specified for key(s): [{','.join(missing)}]")
        constants: dict[str, str] = {}
        computed = []
        for key, value in pairs:
            text = _text(value) if isinstance(value, Literal) else None
            if text is not None:
                constants[key] = text
            elif value is not None:
                computed.append((key, value))
        return constants, tuple(computed)

    def _option(self) -> tuple[str, Expression | None]:
        key = self._property_key()
        if not self.accept("=") and not self.accept("==") and self.token.word in (",", ")"):
            return key, None
        return key, self.expression()

    def table_properties(self) -> dict[str, str]:
        """``(key = value, ...)`` of a table."""
        found = self.properties()
        self.check_table_properties(found)
        return found

    def check_table_properties(self, keys: Iterable[str]) -> None:
        self._check_reserved(keys, _RESERVED_OF_TABLES, "UNSUPPORTED_FEATURE.SET_TABLE_PROPERTY")

    def namespace_properties(self) -> dict[str, str]:
        """``(key = value, ...)`` of a namespace."""
        found = self.properties()
        self._check_reserved(found, _RESERVED_OF_NAMESPACES, "UNSUPPORTED_FEATURE.SET_NAMESPACE_PROPERTY")
        return found

    def _check_reserved(self, keys: Iterable[str], reserved: dict[str, str], condition: str) -> None:
        for key in keys:
            if key in reserved:
                self.problem(condition, property=key, msg=reserved[key])

    # -- partitions

    def partition(self, whole: bool = True) -> PartitionSpec:
        """``PARTITION (name = constant, name)``; each with a value if it is a ``whole`` one."""
        start = self.at
        self.expect("PARTITION")
        pairs = self.in_parentheses(lambda: self.listed(self._partition_value))
        names = [name.lower() for name, _ in pairs]
        for index, name in enumerate(names):
            if name in names[:index]:
                self.fail(start, "DUPLICATE_KEY", {"keyColumn": f"`{name}`"})
        if any(value == "default" for _, value in pairs):
            self.fail(start, "REF_DEFAULT_VALUE_IS_NOT_ALLOWED_IN_PARTITION")
        dynamic = tuple([name for name, value in pairs if value is None])
        if whole and dynamic:
            self.empty_partition_value(start, dynamic[0])
        static = {name: _text(value) for name, value in pairs if isinstance(value, Literal)}
        return PartitionSpec(static, dynamic)

    def empty_partition_value(self, start: int, name: str) -> None:
        self.fail(start, "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE", {"partKey": f"`{name}`"})

    def partition_ahead(self) -> bool:
        return self.token.word == "PARTITION" and (self.peek().word == "(" or self.peek().kind == "end")

    def optional_partition(self, whole: bool = True) -> PartitionSpec | None:
        return self.partition(whole) if self.partition_ahead() else None

    def _partition_value(self) -> tuple[str, Literal | str | None]:
        name = self.name()
        if not self.accept("=") and not self.accept("=="):
            return name, None
        if self.accept("DEFAULT"):
            return name, "default"
        return name, self._constant()

    def _constant(self) -> Literal:
        """A constant as partitions have it."""
        token = self.token
        if token.word in ("TRUE", "FALSE"):
            self.take()
            return Literal(token.word.lower(), _STRING)
        if token.word == "NULL":
            self.take()
            return Literal(None, _STRING)
        if token.kind == "string":
            return Literal(self.string(), _STRING)
        found: Expression | None = None
        if token.word == "-" or token.kind in NUMBERS:
            if token.word == "-" and self.peek().kind not in NUMBERS:
                raise self.stop()
            found = self.number()
        elif token.word == "INTERVAL":
            found = self.interval()
        elif token.kind == "name" and self.peek().kind == "string":
            found = self.typed_literal()
        elif token.is_name:
            return Literal(self.name(), _STRING)
        if isinstance(found, Cast) and isinstance(found.child, Literal):
            found = found.child
        if not isinstance(found, Literal):
            raise self.stop()
        return found

    # -- columns

    def column_definition(self) -> ColumnDefinition:
        """``name type [NOT NULL] [DEFAULT ...] [COMMENT ...] [GENERATED ...] [constraint]``."""
        start = self.at
        name = self.dashed_name()
        kind = self.data_type()
        said: dict[str, Any] = {}
        while True:
            if self.accept("NOT", "NULL"):
                self._say(start, name, said, "NOT NULL", False)
            elif self.accept("DEFAULT"):
                self._say(start, name, said, "DEFAULT", self.default_value())
            elif self.accept("COMMENT"):
                self._say(start, name, said, "COMMENT", self.string())
            elif self.token.word == "GENERATED":
                self._say(start, name, said, "GENERATED ALWAYS AS", self._generated())
            elif self._constraint_ahead(True):
                self._say(start, name, said, "CONSTRAINT", self._constraint(name))
            else:
                break
        default, text = said.get("DEFAULT", (None, ""))
        generated = said.get("GENERATED ALWAYS AS")
        if isinstance(generated, Identity):
            self._check_identity(start, generated, kind)
        constraint = said.get("CONSTRAINT")
        return ColumnDefinition(
            (name,),
            kind,
            said.get("NOT NULL", True),
            said.get("COMMENT"),
            default,
            text,
            generated,
            () if constraint is None else (constraint,),
            origin=self.origin(start),
        )

    def _say(self, start: int, column: str, said: dict[str, Any], option: str, value: Any) -> None:
        if option in said:
            parameters = {"columnName": column, "optionName": option}
            self.fail(start, "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE", parameters)
        said[option] = value

    def default_value(self) -> tuple[Expression, str]:
        """The expression behind DEFAULT, and its text."""
        place = self.at
        return self.expression(), self.text_from(place)

    def _generated(self) -> Generated | Identity:
        self.expect("GENERATED")
        if self.accept("BY", "DEFAULT"):
            self.expect("AS", "IDENTITY")
            return self._identity(False)
        self.expect("ALWAYS", "AS")
        if self.accept("IDENTITY"):
            return self._identity(True)
        self.expect("(")
        place = self.at
        expression = self.expression()
        text = self.text_from(place)
        self.close()
        return Generated(expression, text)

    def _identity(self, always: bool) -> Identity:
        said: dict[str, int] = {}
        twice = ""
        if self.accept("("):
            while self.token.word in ("START", "INCREMENT"):
                word = self.take().word
                self.expect("WITH" if word == "START" else "BY")
                sign = -1 if self.accept("-") else 1
                twice = twice or (word if word in said else "")
                said[word] = sign * self._whole_number()
            self.close()
        found = Identity(always, said.get("START", 1), said.get("INCREMENT", 1))
        self._repeated_option = twice
        return found

    #: The option of a sequence that was given twice.
    _repeated_option = ""

    def _whole_number(self) -> int:
        if self.token.kind == "number" and self.token.text[-1] in "lL":
            return int(self.take().text[:-1])
        return self.integer()

    def _check_identity(self, start: int, identity: Identity, kind: DataType) -> None:
        if self._repeated_option:
            parameters = {"sequenceGeneratorOption": self._repeated_option}
            self.fail(start, "IDENTITY_COLUMNS_DUPLICATED_SEQUENCE_GENERATOR_OPTION", parameters)
            self._repeated_option = ""
        elif not isinstance(kind, (IntegerType, LongType)):
            parameters = {"dataType": type(kind).__name__}
            self.fail(start, "IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE", parameters)
        elif identity.step == 0:
            self.fail(start, "IDENTITY_COLUMNS_ILLEGAL_STEP")

    def positioned_column(self) -> ColumnDefinition:
        """``a.b type [NOT NULL] [DEFAULT ...] [COMMENT ...] [FIRST | AFTER column]``."""
        start = self.at
        name = self.dotted_name()
        kind = self.data_type()
        said: dict[str, Any] = {}

        def say(option: str, value: Any) -> None:
            if option in said:
                parameters = {"type": "ADD", "columnName": ".".join(name), "optionName": option}
                self.fail(start, "ALTER_TABLE_COLUMN_DESCRIPTOR_DUPLICATE", parameters)
            said[option] = value

        while True:
            if self.accept("NOT", "NULL"):
                say("NOT NULL", False)
            elif self.accept("DEFAULT"):
                say("DEFAULT", self.default_value())
            elif self.accept("COMMENT"):
                say("COMMENT", self.string())
            elif self.token.word in ("FIRST", "AFTER"):
                say("FIRST|AFTER", self.position())
            else:
                break
        default, text = said.get("DEFAULT", (None, ""))
        return ColumnDefinition(
            name,
            kind,
            said.get("NOT NULL", True),
            said.get("COMMENT"),
            default,
            text,
            position=said.get("FIRST|AFTER", ()),
            origin=self.origin(start),
        )

    def position(self) -> tuple[str, ...]:
        """``FIRST``, or ``AFTER column``; empty if neither is next."""
        if self.accept("FIRST"):
            return ("first",)
        return ("after", self.dashed_name()) if self.accept("AFTER") else ()

    def plain_column(self) -> ColumnDefinition:
        """``name type [NOT NULL] [COMMENT 'text']``."""
        start = self.at
        name, kind = self.dashed_name(), self.data_type()
        nullable = not self.accept("NOT", "NULL")
        comment = self.string() if self.accept("COMMENT") else None
        return ColumnDefinition((name,), kind, nullable, comment, origin=self.origin(start))

    # -- constraints

    def table_elements(self) -> tuple[tuple[ColumnDefinition, ...], tuple[Constraint, ...]]:
        """``(column, constraint, ...)``."""
        self.expect("(")
        place = self.at
        found = self.listed(self._table_element)
        columns = tuple([element for element in found if isinstance(element, ColumnDefinition)])
        constraints = [element for element in found if isinstance(element, Constraint)]
        every = [constraint for column in columns for constraint in column.constraints] + constraints
        self._check_constraints(place, every)
        self.close()
        return columns, tuple(constraints)

    def _check_constraints(self, place: int, constraints: list[Constraint]) -> None:
        keys = [f"({', '.join(c.columns)})" for c in constraints if c.kind == "primary key"]
        if len(keys) > 1:
            self.fail(place, "MULTIPLE_PRIMARY_KEYS", {"columns": ", ".join(keys)})
        names = [c.name for c in constraints if c.name is not None]
        for index, name in enumerate(names):
            if name in names[:index]:
                self.fail(place, "CONSTRAINT_ALREADY_EXISTS", {"constraintName": name, "oldConstraint": name})

    def _table_element(self) -> ColumnDefinition | Constraint:
        return self.constraint() if self._constraint_ahead() else self.column_definition()

    def _constraint_ahead(self, of_column: bool = False) -> bool:
        ahead = 2 if self.token.word == "CONSTRAINT" and self.peek().is_name else 0
        word, following = self.peek(ahead).word, self.peek(ahead + 1)
        if of_column:
            return word in ("CHECK", "UNIQUE", "PRIMARY", "REFERENCES")
        if word in ("CHECK", "UNIQUE"):
            return ahead > 0 or following.word == "("
        return (word, following.word) in (("PRIMARY", "KEY"), ("FOREIGN", "KEY"))

    def constraint(self) -> Constraint:
        """``[CONSTRAINT name] {CHECK (...) | PRIMARY KEY (...) | UNIQUE (...) | FOREIGN KEY (...) ...}``."""
        return self._constraint(None)

    def _constraint(self, column: str | None) -> Constraint:
        start = self.at
        name = self.dashed_name() if self.accept("CONSTRAINT") else None
        found = self._constraint_body(name, column)
        said: list[str] = []
        while True:
            if self.accept("NOT"):
                self.require("ENFORCED")
                said.append("NOT ENFORCED")
            elif self.token.word in ("ENFORCED", "RELY", "NORELY"):
                said.append(self.take().word)
            else:
                break
        return self._characterised(start, found, said)

    def _constraint_body(self, name: str | None, column: str | None) -> Constraint:
        own: tuple[str, ...] = () if column is None else (column,)
        if self.accept("CHECK"):
            self.expect("(")
            place = self.at
            expression = self.expression()
            text = self.text_from(place)
            self.close()
            return Constraint("check", name, expression, text)
        if self.accept("UNIQUE"):
            return Constraint("unique", name, columns=own or self.names())
        if self.accept("PRIMARY"):
            self.expect("KEY")
            return Constraint("primary key", name, columns=own or self.names())
        columns = own
        if column is None:
            self.expect("FOREIGN", "KEY")
            columns = self.names()
        self.expect("REFERENCES")
        parent = self.dotted_name()
        parents = self.names() if self.token.word == "(" else ()
        return Constraint("foreign key", name, columns=columns, parent=parent, parent_columns=parents)

    def _characterised(self, start: int, found: Constraint, said: list[str]) -> Constraint:
        for pair in (("ENFORCED", "NOT ENFORCED"), ("RELY", "NORELY")):
            given = [word for word in said if word in pair]
            if len(given) > 1:
                parameters = {"characteristics": ", ".join(given)}
                self.fail(start, "INVALID_CONSTRAINT_CHARACTERISTICS", parameters)
        wrong = "NOT ENFORCED" if found.kind == "check" else "ENFORCED"
        if wrong in said:
            parameters = {"characteristic": wrong, "constraintType": found.kind.upper()}
            self.fail(start, "UNSUPPORTED_CONSTRAINT_CHARACTERISTIC", parameters)
        enforced = "ENFORCED" in said if {"ENFORCED", "NOT ENFORCED"} & set(said) else None
        rely = "RELY" in said if {"RELY", "NORELY"} & set(said) else None
        return replace(found, enforced=enforced, rely=rely, origin=self.origin(start))

    # -- partitioning and storage

    def partitioning(self) -> list[Transform | ColumnDefinition]:
        """``(a, days(b), c INT)`` of PARTITIONED BY."""
        if self.token.word != "(":
            raise self.stop(": missing '('" if self.token.is_name else "")
        return self.in_parentheses(lambda: self.listed(self._partition_field))

    def _partition_field(self) -> Transform | ColumnDefinition:
        if self.token.is_name and self.peek().is_name:
            return self.plain_column()
        start = self.at
        if not self.token.is_name or self.peek().word != "(":
            return Transform("identity", (self._column_name(),), origin=self.origin(start))
        function = self.name().lower()
        arguments = tuple(self.in_parentheses(lambda: self.listed(self._transform_argument)))
        self._check_transform(start, function, arguments)
        return Transform(function, arguments, origin=self.origin(start))

    def _column_name(self) -> Expression:
        start = self.at
        parts = self.dotted_name()
        return Name(parts, origin=self.origin(start))

    def _transform_argument(self) -> Expression:
        if self.token.is_name and self.peek().kind != "string":
            return self._column_name()
        return self._constant()

    def _check_transform(self, start: int, function: str, arguments: tuple[Expression, ...]) -> None:
        shown = [
            ".".join(a.parts) if isinstance(a, Name) else str(getattr(a, "value", "")) for a in arguments
        ]
        if function == "bucket":
            count = arguments[0]
            integral = isinstance(count, Literal) and isinstance(count.type, IntegralType)
            if not integral or isinstance(getattr(count, "type", None), ByteType):
                self.fail(start, "_LEGACY_ERROR_TEMP_0031", {"describe": shown[0]})
            columns, shown = arguments[1:], shown[1:]
        elif function in _TIME_TRANSFORMS or function == "identity":
            if len(arguments) != 1:
                parameters = {"transform": f"`{function}`", "expectedNum": "1", "actualNum": str(len(shown))}
                self.fail(start, "INVALID_SQL_SYNTAX.TRANSFORM_WRONG_NUM_ARGS", parameters)
                return
            columns = arguments
        else:
            return
        for column, text in zip(columns, shown):
            if not isinstance(column, Name):
                parameters = {"transform": f"`{function}`", "expr": text}
                self.fail(start, "INVALID_SQL_SYNTAX.INVALID_COLUMN_REFERENCE", parameters)

    def buckets(self) -> BucketSpec:
        """``CLUSTERED BY (a) [SORTED BY (b)] INTO n BUCKETS``."""
        start = self.at
        self.expect("CLUSTERED", "BY")
        columns = self.names()
        sorted_by: tuple[tuple[str, bool], ...] = ()
        if self.accept("SORTED", "BY"):
            sorted_by = tuple(self.in_parentheses(lambda: self.listed(self._ordered_name)))
        self.expect("INTO")
        count = self.integer()
        self.expect("BUCKETS")
        if not all(ascending for _, ascending in sorted_by):
            message = "Column ordering must be ASC"
            self.fail(start, NOT_ALLOWED, {"message": message})
        if not 0 < count <= _MOST_BUCKETS:
            parameters = {"bucketingMaxBuckets": str(_MOST_BUCKETS), "numBuckets": str(count)}
            self.fail_with(parse_error(self.text, None, "INVALID_BUCKET_COUNT", parameters, ParseException))
        return BucketSpec(count, columns, sorted_by)

    def _ordered_name(self) -> tuple[str, bool]:
        name = self.dashed_name()
        descending = self.accept("DESC")
        if not descending:
            self.accept("ASC")
        return name, not descending

    def storage_clause(self, seen: set[str], found: Storage | None) -> Storage | None:
        """``STORED AS ...`` or ``ROW FORMAT ...`` if it is next, on top of what was said before; else None."""
        start = self.at
        before = found or Storage()
        if self.accept("STORED", "BY"):
            self.string()
            if self.accept("WITH", "SERDEPROPERTIES"):
                self.properties()
            self.once(seen, "STORED AS/BY")
            self.fail(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": "STORED BY"})
            return before
        if self.accept("STORED", "AS"):
            self.once(seen, "STORED AS/BY")
            changes: dict[str, Any] = {}
            if self.token.word == "INPUTFORMAT" and self.peek().kind == "string":
                self.take()
                changes["input_format"] = self.string()
                self.expect("OUTPUTFORMAT")
                changes["output_format"] = self.string()
            else:
                changes["stored_as"] = self.name()
            return replace(before, **changes)
        if self.accept("ROW", "FORMAT"):
            self.once(seen, "ROW FORMAT")
            return replace(before, **self._row_format(start))
        return None

    def _row_format(self, start: int) -> dict[str, Any]:
        if self.accept("SERDE"):
            serde = self.string()
            properties = self.properties() if self.accept("WITH", "SERDEPROPERTIES") else {}
            return {"serde": serde, "properties": properties}
        self.expect("DELIMITED")
        found: dict[str, str] = {}
        if self.accept("FIELDS", "TERMINATED", "BY"):
            found["field.delim"] = found["serialization.format"] = self.string()
            if self.accept("ESCAPED", "BY"):
                found["escape.delim"] = self.string()
        if self.accept("COLLECTION", "ITEMS", "TERMINATED", "BY"):
            # Hive's own spelling.
            found["colelction.delim"] = self.string()
        if self.accept("MAP", "KEYS", "TERMINATED", "BY"):
            found["mapkey.delim"] = self.string()
        if self.accept("LINES", "TERMINATED", "BY"):
            lines = found["line.delim"] = self.string()
            if lines != "\n":
                condition = "INVALID_SQL_SYNTAX.UNSUPPORTED_ROW_FORMAT_LINES_TERMINATED_BY"
                self.fail(start, condition, {"value": lines})
        if self.accept("NULL", "DEFINED", "AS"):
            self.string()
        return {"delimited": True, "properties": found}

    def check_storage(self, storage: Storage) -> None:
        """That the words for rows go with those for files."""
        stored = (storage.stored_as or "").lower()
        if storage.serde is not None and stored and stored not in _SERDE_FORMATS:
            self.not_allowed(
                f"ROW FORMAT SERDE is incompatible with format '{stored}', which has its own serde"
            )
        if storage.delimited and (storage.input_format or stored not in ("", "textfile")):
            self.not_allowed(f"ROW FORMAT DELIMITED is only compatible with 'textfile', not '{stored}'")

    def provider(self) -> str:
        """What follows USING."""
        return ".".join(self.dotted_name())


_STRING = StringType()


def _text(value: Literal) -> str | None:
    """The text of a constant, as a cast gives it; None for null."""
    inner = value.value
    if inner is None or isinstance(inner, str):
        return inner
    if isinstance(inner, bool):
        return str(inner).lower()
    if isinstance(value.type, (DateType, TimestampNTZType)):
        return str(value.type.fromInternal(inner))
    if isinstance(value.type, TimestampType):
        return f"{TimestampNTZType().fromInternal(inner)}+00:00"
    if isinstance(value.type, BinaryType):
        return bytes(inner).decode("utf-8", "replace")
    return f"{inner:f}" if isinstance(inner, Decimal) else str(inner)
