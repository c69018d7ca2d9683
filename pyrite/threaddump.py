"""PySpark's tool that prints the stacks of its workers."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "not supported yet"

main = absent("threaddump.main", _REASON)
build_parser = absent("threaddump.build_parser", _REASON)
