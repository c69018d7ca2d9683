"""Writing rows into tables of databases."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._files.values_out import internal_values
from pyrite.sql._jdbc.dialects import Dialect, dialect_of
from pyrite.sql._jdbc.options import JdbcOptions
from pyrite.sql._jdbc.reading import connected
from pyrite.sql.types import CharType, DataType, StructType, VarcharType, _parse_datatype_string

__all__ = ["JdbcWrite"]


@dataclass(frozen=True)
class JdbcWrite:
    """One write of rows into a table: all of it, or nothing.

    Parameters
    ----------
    options : JdbcOptions
        What the writer was told.
    mode : str
        ``append``, ``overwrite``, ``ignore`` or ``errorifexists``.
    schema : StructType
        The columns of the rows.
    settings : Settings
        The session's.
    """

    options: JdbcOptions
    mode: str
    schema: StructType
    settings: Settings

    def run(self, rows: Any) -> None:
        """Write.

        Parameters
        ----------
        rows : callable
            Computes the rows as a table; it is called only when there is something to do.
        """
        dialect = dialect_of(self.options.url)
        size = self.options.batch_size
        types = self._types(dialect)
        with closing(connected(dialect, self.options)) as connection:
            exists = dialect.exists(connection, self.options.table)
            if exists and self.mode == "ignore":
                return
            if exists and self.mode == "errorifexists":
                raise AnalysisException(
                    errorClass="_LEGACY_ERROR_TEMP_1288", messageParameters={"name": self.options.table}
                )
            names = self.schema.names
            if exists and (self.mode == "append" or self._truncates):
                names = self._names_there(dialect, connection)
            table = rows()
            cursor = connection.cursor()
            try:
                self._prepare(cursor, dialect, exists, types)
                self._insert(cursor, dialect, names, table, size)
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                cursor.close()

    @property
    def _truncates(self) -> bool:
        return self.options.given.flag("truncate")

    def _types(self, dialect: Dialect) -> list[str]:
        """The types of new columns: those of the option ``createTableColumnTypes``, or the dialect's."""
        given: dict[str, DataType] = {}
        text = self.options.given.text("createTableColumnTypes")
        if text:
            asked = _parse_datatype_string(text)
            assert isinstance(asked, StructType)
            for field in asked:
                if not any(self.settings.same_name(field.name, name) for name in self.schema.names):
                    raise AnalysisException(
                        errorClass="_LEGACY_ERROR_TEMP_1171",
                        messageParameters={"col": field.name, "schema": self.schema.simpleString()},
                    )
                given[self.settings.name_key(field.name)] = field.dataType
        texts = []
        for field in self.schema:
            asked_type = given.get(self.settings.name_key(field.name))
            if isinstance(asked_type, (CharType, VarcharType)):
                texts.append(asked_type.simpleString().upper())
            else:
                texts.append(dialect.type_text(asked_type or field.dataType))
        return texts

    def _names_there(self, dialect: Dialect, connection: Any) -> list[str]:
        """The names that the table has for the rows' columns.

        Raises
        ------
        AnalysisException
            COLUMN_NOT_DEFINED_IN_TABLE.
        """
        there = dialect.columns(connection, self.options.table, self.options.given).names
        names = []
        for field in self.schema:
            same = [name for name in there if name == field.name] or [
                name for name in there if self.settings.same_name(name, field.name)
            ]
            if not same:
                raise AnalysisException(
                    errorClass="COLUMN_NOT_DEFINED_IN_TABLE",
                    messageParameters={
                        "colType": quoted_type(field.dataType),
                        "colName": quoted_parts((field.name,)),
                        "tableName": quoted_parts((self.options.table,)),
                        "tableCols": ", ".join([quoted_parts((name,)) for name in there]),
                    },
                )
            names.append(same[0])
        return names

    def _prepare(self, cursor: Any, dialect: Dialect, exists: bool, types: Sequence[str]) -> None:
        """Make the table, or empty it."""
        table = self.options.table
        if exists and self.mode == "append":
            return
        if exists and self._truncates:
            cursor.execute(dialect.truncation(table, self.options.given.flag("cascadeTruncate")))
            return
        if exists:
            cursor.execute(f"DROP TABLE {table}")
        columns = [
            f"{dialect.quoted(field.name)} {text}{'' if field.nullable else ' NOT NULL'}"
            for field, text in zip(self.schema, types)
        ]
        more = self.options.given.text("createTableOptions") or ""
        cursor.execute(f"CREATE TABLE {table} ({', '.join(columns)}) {more}".strip())

    def _insert(
        self, cursor: Any, dialect: Dialect, names: Sequence[str], table: pa.Table, size: int
    ) -> None:
        columns = ", ".join([dialect.quoted(name) for name in names])
        marks = ", ".join([dialect.parameter] * len(names))
        statement = f"INSERT INTO {self.options.table} ({columns}) VALUES ({marks})"
        for batch in table.to_batches(size):
            values = [
                self._column(dialect, column, field.dataType)
                for column, field in zip(batch.columns, self.schema)
            ]
            if batch.num_rows:
                dialect.execute_many(cursor, statement, list(zip(*values)))

    @staticmethod
    def _column(dialect: Dialect, column: pa.Array, kind: DataType) -> list[Any]:
        return [
            None if value is None else dialect.to_database(value, kind)
            for value in internal_values(column, kind)
        ]
