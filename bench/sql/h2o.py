"""Tables as those of the group-by and join tasks of h2o.ai's db-benchmark (J. Gorecki and others, 2014)."""

from __future__ import annotations

from pathlib import Path

#: The rows of the large tables at scale 1, and how many different keys of few rows and of many there are.
ROWS, KEYS = 5_000_000, 100


def write(folder: Path, scale: float) -> None:
    """Write the tables as Parquet files. Their numbers are drawn by hashing, so they are always the same."""
    import duckdb

    rows = max(KEYS, int(ROWS * scale))
    medium, small = max(10, rows // 1_000), max(5, rows // 1_000_000)
    connection = duckdb.connect()
    for name, count, columns in (
        ("groups", rows, _groups(rows)),
        ("facts", rows, [*_keys(small, medium, rows), _draw("v1", 10, 7)]),
        ("small", small, [*_keys(small, small, small, unique="id1"), _draw("v2", 10, 8)]),
        ("medium", medium, [*_keys(small, medium, medium, unique="id2"), _draw("v2", 10, 8)]),
        ("big", rows, [*_keys(small, medium, rows, unique="id3"), _draw("v2", 10, 8)]),
    ):
        query = f"SELECT {', '.join(columns)} FROM range({count}) AS r(i)"
        connection.execute(f"COPY ({query}) TO '{folder / name}.parquet' (FORMAT parquet)")
    connection.close()


def _groups(rows: int) -> list[str]:
    many = rows // KEYS
    return [
        *(f"printf('id%03d', {_drawn(KEYS, seed)}) AS id{seed}" for seed in (1, 2)),
        f"printf('id%010d', {_drawn(many, 3)}) AS id3",
        *(_draw(f"id{seed}", KEYS, seed) for seed in (4, 5)),
        _draw("id6", many, 6),
        _draw("v1", 5, 7),
        _draw("v2", 15, 8),
        "(hash(i, 9) % 100000000) / 1000000.0 AS v3",
    ]


def _keys(small: int, medium: int, big: int, unique: str = "") -> list[str]:
    """Keys into the tables of each size, as numbers and as texts; in the table that they belong to, each once."""
    found = []
    for number, size in enumerate((small, medium, big), 1):
        key = "i + 1" if unique == f"id{number}" else _drawn(size, number)
        found += [f"CAST({key} AS INTEGER) AS id{number}", f"'id' || ({key}) AS id{number + 3}"]
    return found


def _drawn(most: int, seed: int) -> str:
    return f"(1 + hash(i, {seed}) % {most})"


def _draw(name: str, most: int, seed: int) -> str:
    return f"CAST({_drawn(most, seed)} AS INTEGER) AS {name}"
