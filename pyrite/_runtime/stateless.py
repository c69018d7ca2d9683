"""Whether a program can be used for one task after the other.

On Spark each task unpickles its functions, so that what one leaves in a captured list or random generator is not
seen by the next. Here a worker unpickles a program once, and again for each task only where there is such a place.
"""

from __future__ import annotations

import datetime
import decimal
import functools
import operator
import re
import sys
from opcode import opmap
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from pyrite._lineage.ops import Source
from pyrite._runtime.program import Program

_UNCHANGEABLE = (
    int, float, complex, str, bytes, type(None), type(...), range, slice, ModuleType, CodeType, re.Pattern,
    decimal.Decimal, datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo,
    operator.itemgetter, operator.attrgetter, operator.methodcaller,
    type(str.join), type(str.__len__), type("".__len__),
)  # fmt: skip
#: The engine starts accumulators anew for each task, and broadcasts are shared on purpose.
_ENGINES_OWN = ("pyrite.accumulators", "pyrite.core.broadcast")
_STORE_OUTSIDE = {opmap["STORE_GLOBAL"], opmap["DELETE_GLOBAL"]}
_STORE_CELL = {opmap["STORE_DEREF"], opmap["DELETE_DEREF"]}


def stateless(program: Program) -> bool:
    """Whether no task can leave anything in the program's functions. When in doubt, it is not."""
    seen: set[int] = set()
    parts = [step.op for step in program.steps if not isinstance(step.op, Source)]
    return all(_fixed(part, seen) for part in (*parts, program.sink))


def _fixed(value: Any, seen: set[int]) -> bool:
    kind = type(value)
    if isinstance(value, _UNCHANGEABLE) or kind.__module__ in _ENGINES_OWN or id(value) in seen:
        return True
    seen.add(id(value))
    if kind is tuple or kind is frozenset:
        return all(_fixed(item, seen) for item in value)
    if isinstance(value, FunctionType):
        return _function_is_fixed(value, seen)
    if isinstance(value, MethodType):
        return _fixed(value.__self__, seen) and _fixed(value.__func__, seen)
    if isinstance(value, BuiltinFunctionType):
        return _fixed(value.__self__, seen)
    if isinstance(value, functools.partial):
        return all(_fixed(part, seen) for part in (value.func, value.args, *value.keywords.values()))
    if isinstance(value, type):
        return _importable(value)
    if kind.__module__.startswith("pyrite."):
        return all(_fixed(part, seen) for part in vars(value).values())
    return False


def _function_is_fixed(function: FunctionType, seen: set[int]) -> bool:
    if _importable(function):
        return True
    if function.__dict__ or not _code_is_fixed(function.__code__):
        return False
    held = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    for cell in function.__closure__ or ():
        try:
            held.append(cell.cell_contents)
        except ValueError:
            pass  # It is empty, and stays so.
    names = function.__globals__
    if id(names) not in seen:
        seen.add(id(names))
        held += [value for name, value in names.items() if not name.startswith("__")]
    return all(_fixed(value, seen) for value in held)


def _code_is_fixed(code: CodeType) -> bool:
    """Whether the code rebinds no variable that outlives the call."""
    used = set(code.co_code[::2])
    if used & _STORE_OUTSIDE or (code.co_freevars and used & _STORE_CELL):
        return False
    return all(_code_is_fixed(const) for const in code.co_consts if isinstance(const, CodeType))


def _importable(value: Any) -> bool:
    """Whether a function or class is its module's: it was not pickled, and is shared on Spark too."""
    module = sys.modules.get(value.__module__)
    try:
        return operator.attrgetter(value.__qualname__)(module) is value
    except AttributeError:
        return False
