"""``pytest -p pyrite.pytest_plugin``: a test suite of PySpark programs runs on Pyrite, with no edit.

``pyspark`` becomes another name of Pyrite when pytest loads the plugin: before any conftest or test is
imported.
"""

from __future__ import annotations

from pyrite._alias import install

install()
