"""Words that Tab completes at the SQL prompt."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pyrite.errors import PySparkException

if TYPE_CHECKING:
    from pyrite.sql.session import SparkSession

__all__ = ["Words"]

_KEYWORDS = (
    "ALTER ANALYZE AND AS ASC BETWEEN BY CACHE CASE CAST COLUMN COLUMNS COMMENT CREATE CROSS CUBE CURRENT "
    "DATABASE DATABASES DELETE DESC DESCRIBE DISTINCT DROP ELSE END EXCEPT EXISTS EXPLAIN EXTENDED FALSE "
    "FORMATTED FROM FULL FUNCTION FUNCTIONS GROUP HAVING IF IN INNER INSERT INTERSECT INTO IS JOIN "
    "LATERAL LEFT LIKE LIMIT MERGE NOT NULL OFFSET ON OR ORDER OUTER OVER OVERWRITE PARTITION PARTITIONED "
    "PIVOT REFRESH REPLACE RIGHT ROLLUP SELECT SEMI SET SHOW TABLE TABLES TEMPORARY THEN TRUE TRUNCATE "
    "UNCACHE UNION UNPIVOT UPDATE USE USING VALUES VIEW VIEWS WHEN WHERE WINDOW WITH"
)


class Words:
    """Finds what a word that is being typed may become: keywords, functions, tables, columns of tables."""

    def __init__(self, spark: SparkSession):
        self._spark = spark
        self._functions: list[str] = []
        self._found: list[str] = []

    def complete(self, text: str, state: int) -> str | None:
        """readline's question: the ``state``-th word that begins with ``text``."""
        if state == 0:
            with suppress(PySparkException):
                self._found = self.beginning_with(text)
        return self._found[state] if state < len(self._found) else None

    def beginning_with(self, text: str) -> list[str]:
        """All words that begin with a text, in its case."""
        prefix, dot, last = text.rpartition(".")
        if dot:
            with suppress(PySparkException):
                return [
                    f"{prefix}.{name}" for name in self._spark.table(prefix).columns if name.startswith(last)
                ]
            return []
        if not self._functions:
            self._functions = [row[0] for row in self._spark.sql("SHOW FUNCTIONS").collect()]
        tables = [row.tableName for row in self._spark.sql("SHOW TABLES").collect()]
        keywords = (_KEYWORDS if text.isupper() else _KEYWORDS.lower()).split()
        known = {*keywords, *tables, *self._functions}
        return sorted(word for word in known if word.startswith(text))
