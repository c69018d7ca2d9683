"""A suite of queries over Parquet files, in DuckDB's dialect."""

from pathlib import Path

import duckdb
from suite import WORKERS, arguments, run_suite

_, tables, queries, memory = arguments()
settings = {"threads": WORKERS} | ({} if memory == "none" else {"memory_limit": memory.upper() + "iB"})
connection = duckdb.connect(config=settings)
connection.execute("CREATE MACRO date_add(day, days) AS day + days")
for file in sorted(Path(tables).glob("*.parquet")):
    connection.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM read_parquet('{file}')")


def run(text):
    text = text.replace("`", '"').replace(" at,", ' "at",')
    return len(connection.sql(text).fetchall())


run_suite(queries, run)
