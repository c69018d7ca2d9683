"""Small RDD programs by concept. Each takes a SparkContext and returns something with a telling repr."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import FunctionType
from typing import Any


def programs() -> dict[str, Callable[..., Any]]:
    """All programs by name: ``pairs.join_of_many_values``."""
    found: dict[str, Callable[..., Any]] = {}
    for found_module in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found_module.name}")
        for name, member in vars(module).items():
            own = isinstance(member, FunctionType) and member.__module__ == module.__name__
            if own and not name.startswith("_"):
                found[f"{found_module.name}.{name}"] = member
    return found
