"""Tables that cases of several topics read."""

#: Nulls, NaN and duplicates in groups.
T = (
    "select * from values "
    "(1, 'a', 10, 1.5D, 1.10BD, true, date'2024-01-01'), (1, 'b', 20, cast('NaN' as double), 2.25BD, false, date'2024-01-03'), "
    "(2, 'a', null, 2.5D, null, null, null), (2, null, 30, null, 3.00BD, true, date'2024-02-01'), "
    "(2, 'c', 30, -0.5D, 3.00BD, false, date'2024-01-02'), (null, 'a', 5, 4D, 0.05BD, true, date'2023-12-31') "
    "as t(k, s, i, d, m, b, day)"
)
