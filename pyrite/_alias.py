"""The import hook behind ``pyrite.install()``: ``import pyspark`` gives Pyrite's own modules.

Both names must lead to the *same* module objects: two copies of a module would have two copies of each
class, and then isinstance, pickle and module-level state disagree. So the hook never executes a module a
second time; it hands out the one that is there and leaves its ``__name__`` and ``__spec__`` alone.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

# As typing.TYPE_CHECKING; typing and importlib.abc cost more to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
else:
    Loader = object

__all__ = ["install", "installed", "offer_legacy_paths", "uninstall"]

GAPS_PAGE = "docs/gaps.md"

# Module paths that PySpark keeps for older programs, and where the module lives.
LEGACY_PATHS = {
    f"pyrite.{old}": f"pyrite.core.{old}" for old in ("broadcast", "context", "files", "rdd", "status")
}

# What programs import from py4j to catch the errors of failed jobs.
PY4J_PATHS = {"py4j": "pyrite._py4j", "py4j.protocol": "pyrite._py4j.protocol"}


class _SameModule(Loader):
    """A loader that returns the module of another name as it is."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = import_module(self._target)
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has just put the alias's spec on the module; reload() goes by the real one.
        module.__spec__ = self._spec


def _same_module(name: str, target: str) -> ModuleSpec:
    return ModuleSpec(name, _SameModule(target), is_package=hasattr(import_module(target), "__path__"))


class _LegacyPaths:
    """Finds ``pyrite.rdd`` and the other paths that are not files any more."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return _same_module(name, LEGACY_PATHS[name]) if name in LEGACY_PATHS else None


class _PySpark:
    """Finds ``pyspark`` and everything below it in Pyrite, and never anywhere else."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "pyspark" and not name.startswith("pyspark."):
            return None
        ours = "pyrite" + name[len("pyspark") :]
        try:
            return _same_module(name, LEGACY_PATHS.get(ours, ours))
        except ModuleNotFoundError as error:
            if error.name != ours:
                raise
            raise ModuleNotFoundError(
                f"No module named {name!r}: {GAPS_PAGE} lists what PySpark has and Pyrite has not yet",
                name=name,
            ) from None


class _Py4J:
    """Finds ``py4j.protocol`` in Pyrite, also where py4j is installed: with ``pyspark`` being Pyrite there is no JVM to
    talk to, and a program's ``except Py4JJavaError`` must catch what Pyrite raises. A py4j imported before stays.
    """

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in PY4J_PATHS:
            return None
        package = sys.modules.get("py4j")
        if package is not None and package.__name__ != PY4J_PATHS["py4j"]:
            return None
        return _same_module(name, PY4J_PATHS[name])


def offer_legacy_paths() -> None:
    """Make ``pyrite.rdd``, ``pyrite.context`` ... lead to the modules under ``pyrite.core``."""
    if _LegacyPaths not in sys.meta_path:
        sys.meta_path.append(_LegacyPaths)


def install() -> None:
    """Make ``import pyspark``, and every module below it, give Pyrite in this process.

    Call it before the first ``import pyspark``; calling it again does nothing. A module that PySpark has and
    Pyrite has not yet raises ModuleNotFoundError, even where the real PySpark is installed. Where py4j is not
    installed, ``from py4j.protocol import Py4JJavaError`` gives the error that failed jobs raise here.

    Raises
    ------
    ImportError
        When the real PySpark is already imported.

    >>> import pyrite
    >>> pyrite.install()
    >>> import pyspark
    >>> pyspark is pyrite
    True
    """
    if installed():
        return
    real = sys.modules.get("pyspark")
    if real is not None and real is not sys.modules["pyrite"]:
        origin = getattr(real, "__file__", None) or "an unknown place"
        raise ImportError(
            f"The real PySpark is already imported (from {origin}): call pyrite.install() before the first "
            "`import pyspark`",
            name="pyspark",
        )
    sys.meta_path[:0] = [_PySpark, _Py4J]


def installed() -> bool:
    """Whether ``pyspark`` means Pyrite in this process."""
    return _PySpark in sys.meta_path


def uninstall() -> None:
    """Undo ``install()``, for tests: the next ``import pyspark`` finds the real one, if there is one."""
    for finder in (_PySpark, _Py4J):
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
    for name in [*sys.modules]:
        module_name = getattr(sys.modules[name], "__name__", "")
        ours = module_name == "pyrite" or module_name.startswith("pyrite.")
        if ours and (name.partition(".")[0] == "pyspark" or name in PY4J_PATHS):
            del sys.modules[name]
