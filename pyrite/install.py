"""PySpark's download of Spark, which Pyrite does without."""

from __future__ import annotations

import sys
from types import ModuleType

from pyrite._absent import absent
from pyrite._alias import install

_REASON = "there is no Spark distribution to install"

install_spark = absent("install.install_spark", _REASON)
checked_package_name = absent("install.checked_package_name", _REASON)
checked_versions = absent("install.checked_versions", _REASON)


class _Module(ModuleType):
    """Importing this module puts it where ``pyrite.install`` was, the function: it does what that does."""

    def __call__(self) -> None:
        install()


sys.modules[__name__].__class__ = _Module
