"""Remote file systems through fsspec, imported when the first remote URL is met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyrite._io.errors import UnsupportedFormatError


def connect(path: str, options: Mapping[str, str]) -> Any:
    raise UnsupportedFormatError(f"No file system for {path}", path)
