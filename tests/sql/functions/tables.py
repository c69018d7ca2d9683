"""Tables that cases of several topics read."""

#: Nulls, NaN and duplicates in groups.
T = (
    "select * from values "
    "(1, 'a', 10, 1.5D, 1.10BD, true, date'2024-01-01'), (1, 'b', 20, cast('NaN' as double), 2.25BD, false, date'2024-01-03'), "
    "(2, 'a', null, 2.5D, null, null, null), (2, null, 30, null, 3.00BD, true, date'2024-02-01'), "
    "(2, 'c', 30, -0.5D, 3.00BD, false, date'2024-01-02'), (null, 'a', 5, 4D, 0.05BD, true, date'2023-12-31') "
    "as t(k, s, i, d, m, b, day)"
)

#: Strings, patterns and numbers: nulls, empty ones, letters of one to four bytes, combined ones, blanks, signs.
TEXTS = (
    "values ('Spark SQL', 'ar', 3), ('', '', 0), (null, 'x', null), ('Ünïcödé ß', 'ö', -2), ('e\\u0301 \\uD83D\\uDE00!', '\\uD83D\\uDE00', 2), "
    "('  ab\\tc ', null, 1), ('a.b|c', '.', 100), ('ababab', 'ab', -100), ('ΑΣΣ ǆ İı', 'Σ', 4), ('12', '1', 2147483647), ('x,y,,z', ',', -2147483648), "
    "('line\\nline\\r\\n', '\\n', 5) t(s, p, i)"
)


def over_texts(expression: str) -> str:
    """A query of an expression over the columns s, p and i of ``TEXTS``."""
    return f"select s, {expression} as v from {TEXTS}"
