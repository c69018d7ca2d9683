"""The files that the tool keeps: what passes on the real PySpark, what must pass here, and what cannot."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
BASELINE = HERE / "baseline.json"
RATCHET = HERE / "ratchet.json"
EXCEPTIONS = HERE / "exceptions.toml"


@dataclass
class Baseline:
    """How each docstring fares on the real PySpark, by module; and what each program printed there."""

    pyspark: str = ""
    modules: dict[str, dict[str, str]] = field(default_factory=dict)
    programs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def passing(self, module: str) -> set[str]:
        """The docstrings that count: those that pass on the real thing."""
        return {name for name, state in self.modules.get(module, {}).items() if state == "pass"}


def load_baseline(path: Path = BASELINE) -> Baseline:
    return Baseline(**json.loads(path.read_text())) if path.exists() else Baseline()


def save_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    _write(path, asdict(baseline))


def load_ratchet(path: Path = RATCHET) -> dict[str, set[str]]:
    """What must go on passing: names of docstrings and programs, by module."""
    held = json.loads(path.read_text()) if path.exists() else {}
    return {module: set(names) for module, names in held.items()}


def save_ratchet(ratchet: dict[str, set[str]], path: Path = RATCHET) -> None:
    _write(path, {module: sorted(names) for module, names in ratchet.items() if names})


def load_exceptions(path: Path = EXCEPTIONS) -> dict[str, dict[str, str]]:
    """Known misses: the reason by docstring, by module (a table per module in the file)."""
    return tomllib.loads(path.read_text()) if path.exists() else {}


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
