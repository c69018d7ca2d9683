"""Little data from Python by way of Arrow, filtered, grouped and back."""

import duckdb
import pyarrow as pa
from suite import WORKERS, arguments, run_small

_, size = arguments()
connection = duckdb.connect(config={"threads": WORKERS})
QUERY = "SELECT name, sum(value) AS total, count(*) AS n FROM given WHERE id > 100 GROUP BY name"


def job(rows):
    ids, names, values = zip(*rows)
    connection.register("given", pa.table({"id": ids, "name": names, "value": values}))
    return connection.sql(QUERY).fetchall()


run_small(job, int(size))
