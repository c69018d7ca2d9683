"""What formats need that is not always there: packages, and codecs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeVar

from pyrite._io.errors import MissingDependencyError
from pyrite.errors import IllegalArgumentException

__all__ = ["codec_choice", "optional_module"]

_Found = TypeVar("_Found")


def optional_module(name: str, extra: str, purpose: str) -> Any:
    """The module of an optional package.

    Parameters
    ----------
    name : str
        The module.
    extra : str
        The extra of Pyrite that installs it.
    purpose : str
        What needs it, for the error.

    Raises
    ------
    MissingDependencyError
        When it is not installed; it tells how to.
    """
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise MissingDependencyError(
            f"{purpose}: this needs the package {package!r}; install it with: pip install 'pyrite[{extra}]'"
        ) from None


def codec_choice(name: str, known: Mapping[str, _Found]) -> _Found:
    """What is known of a codec.

    Raises
    ------
    IllegalArgumentException
        CODEC_NOT_AVAILABLE for names that are not known.
    """
    found = known.get(name.lower())
    if found is None:
        raise IllegalArgumentException(
            errorClass="CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION",
            messageParameters={"codecName": name, "availableCodecs": ", ".join(known)},
        )
    return found
