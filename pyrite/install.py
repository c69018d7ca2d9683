"""PySpark's download of Spark, which Pyrite does without."""

from __future__ import annotations

from pyrite._absent import absent

_REASON = "there is no Spark distribution to install"

install_spark = absent("install.install_spark", _REASON)
checked_package_name = absent("install.checked_package_name", _REASON)
checked_versions = absent("install.checked_versions", _REASON)
