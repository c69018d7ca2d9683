"""The name of this machine's time zone."""

from __future__ import annotations

import os
from functools import cache

__all__ = ["local_zone"]

_ZONES = "/zoneinfo/"


def local_zone() -> str:
    """The zone's name, as ``Europe/Berlin``: from ``TZ``, or from the machine's settings; ``UTC`` when none tells."""
    name = os.environ.get("TZ", "").lstrip(":")
    return name.split(_ZONES)[-1] if name else _machine_zone()


@cache
def _machine_zone() -> str:
    try:
        target = os.path.realpath("/etc/localtime")
    except OSError:
        return "UTC"
    zone = target.split(_ZONES)[-1] if _ZONES in target else ""
    return "UTC" if zone in ("", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Universal") else zone
