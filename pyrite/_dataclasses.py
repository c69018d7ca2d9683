"""Dataclasses that are quick to make: every program starts with a hundred of them.

The standard library compiles six methods for each frozen one. Here only ``__init__`` is, when the first of its kind is
made; the others are shared, and that a frozen one is not changed is held by type checkers alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from dataclasses import dataclass as _dataclass
    from dataclasses import fields
    from functools import cache
    from operator import attrgetter

    def dataclass(kind=None, /, *, frozen=False, eq=True):
        """As :func:`dataclasses.dataclass`, with those of its arguments that have a use here."""
        if kind is None:
            return lambda kind: dataclass(kind, frozen=frozen, eq=eq)
        shared = {"__init__": _late_init(kind), "__repr__": _repr}
        if eq:
            shared |= {"__eq__": _equal, "__hash__": _hash if frozen else None}
        for name, method in shared.items():
            if name not in vars(kind):
                setattr(kind, name, method)
        # Without a docstring the standard library would write one, with a signature.
        kind.__doc__ = kind.__doc__ or kind.__name__
        return _dataclass(init=False, eq=False, repr=False)(kind)

    def _late_init(kind):
        def late(self, /, *args, **kwargs):
            # A class below has the same fields, and the attribute is replaced at once: other threads may make one too.
            below = type(kind.__name__, (kind,), {"__doc__": kind.__doc__})
            kind.__init__ = _dataclass(eq=False, repr=False)(below).__init__
            kind.__init__(self, *args, **kwargs)

        return late

    @cache
    def _values_of(kind):
        names = [field.name for field in fields(kind) if field.compare]
        return attrgetter(*names) if names else lambda _: ()

    def _equal(self, other):
        if type(self) is not type(other):
            return NotImplemented
        values = _values_of(type(self))
        return values(self) == values(other)

    def _hash(self):
        return hash(_values_of(type(self))(self))

    def _repr(self):
        parts = [f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr]
        return f"{type(self).__qualname__}({', '.join(parts)})"


__all__ = ["dataclass"]
