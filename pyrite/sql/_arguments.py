"""Errors for arguments of the wrong kind."""

from __future__ import annotations

from pyrite.errors import PySparkTypeError

__all__ = ["unexpected_type"]


def unexpected_type(name: str, value: object, expected: str) -> PySparkTypeError:
    """``NOT_EXPECTED_TYPE``: the argument ``name`` must be ``expected`` (as ``Column or str``)."""
    return PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={"arg_name": name, "expected_type": expected, "arg_type": type(value).__name__},
    )
