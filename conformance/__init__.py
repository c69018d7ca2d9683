"""How much of PySpark Pyrite is, measured by PySpark's own docstring examples and example programs.

Nothing of PySpark is kept in this repository: the examples are read at run time from an installed wheel.
See ``python -m conformance --help``.
"""
