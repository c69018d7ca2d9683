"""The Jupyter kernel, ``python -m pyrite._cli.kernel -f FILE``: ipykernel with ``sc``, ``spark`` and ``sql``."""

from __future__ import annotations

from ipykernel.kernelapp import IPKernelApp

from pyrite._alias import install
from pyrite._cli.shell import waiting


def main() -> None:
    """Run the kernel until Jupyter ends it."""
    install()
    app = IPKernelApp.instance(user_ns=waiting())
    app.initialize()
    app.start()


if __name__ == "__main__":
    main()
