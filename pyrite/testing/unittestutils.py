"""``main()`` for modules of unittest's tests."""

from __future__ import annotations

import sys
import unittest
from importlib import import_module
from typing import Any

__all__ = ["main"]


def main(module: Any = None, output: str = "target/test-reports") -> None:
    """Run the tests of a module, then exit: with 0 if all went well, 1 if not, 5 if there were none.

    Parameters
    ----------
    module : module or str, optional
        The module; by default the program that runs.
    output : str
        The folder for reports in XML, which are written where the package ``xmlrunner`` is installed.

    >>> if __name__ == "__main__":     # doctest: +SKIP
    ...     main()
    """
    if module is None:
        spec = getattr(sys.modules["__main__"], "__spec__", None)
        module = spec.name if spec is not None else "__main__"
    runner: Any = None
    try:
        runner = import_module("xmlrunner").XMLTestRunner(output=output, verbosity=2, outsuffix="")
    except ImportError:
        pass
    result = unittest.main(module=module, testRunner=runner, verbosity=2, exit=False).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(0 if result.testsRun or result.skipped else 5)
