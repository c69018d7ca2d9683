"""The files that are read, made once. Their values are drawn by hashing, so they are always the same."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

#: Rows of a megabyte, about.
CSV_ROWS, JSON_ROWS = 10_500, 5_900
#: The rows of one small file.
FEW = 20

_COLUMNS = """
    i AS id,
    'user' || (hash(i, 1) % 100000) AS name,
    CAST(hash(i, 2) % 1000 AS INTEGER) AS kind,
    (hash(i, 3) % 100000000) / 1000.0 AS score,
    CAST((hash(i, 4) % 10000000) / 100.0 AS DECIMAL(10, 2)) AS price,
    DATE '2020-01-01' + CAST(hash(i, 5) % 1500 AS INTEGER) AS day,
    strftime(TIMESTAMP '2020-01-01' + INTERVAL 1 SECOND * CAST(hash(i, 6) % 100000000 AS INTEGER),
        '%Y-%m-%d %H:%M:%S') AS moment,
    hash(i, 7) % 2 = 0 AS flag,
    CASE WHEN hash(i, 8) % 50 = 0 THEN NULL WHEN hash(i, 8) % 20 = 0 THEN 'bought, and paid'
        ELSE 'note number ' || (hash(i, 9) % 1000000) END AS note
"""


def files(folder: Path, name: str, size: int) -> Path:
    """The file or folder of a case at a size.

    Parameters
    ----------
    folder : Path
        Where all data is.
    name : str
        ``csv``, ``json`` or ``parquet``: one file of so many megabytes; ``small_csv`` and others: so many files.
    """
    made = folder / f"files-{name}-{size}"
    if made.exists():
        return made
    import duckdb

    unfinished = made.with_name(made.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    print(f"making {made} ...", file=sys.stderr)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        form = name.removeprefix("small_")
        kinds = {"csv": "FORMAT csv, HEADER", "json": "FORMAT json", "parquet": "FORMAT parquet"}
        count = size if name != form else 1
        rows = FEW if name != form else size * (JSON_ROWS if form == "json" else CSV_ROWS)
        for number in range(count):
            query = f"SELECT {_COLUMNS} FROM range({number * rows}, {(number + 1) * rows}) AS r(i)"
            path = unfinished / f"{number:05d}.{form}"
            connection.execute(f"COPY ({query}) TO '{path}' ({kinds[form]})")
    unfinished.rename(made)
    return made
