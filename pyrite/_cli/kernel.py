"""The Jupyter kernel, ``python -m pyrite._cli.kernel -f FILE``: ipykernel with ``sc``, ``spark`` and ``sql``."""

from __future__ import annotations

from typing import Any

from ipykernel.kernelapp import IPKernelApp

from pyrite._alias import install
from pyrite._cli.shell import waiting
from pyrite._cli.traces import shorten
from pyrite._cli.warming import load_queries, warming


class KernelApp(IPKernelApp):
    """ipykernel's, with what is waiting."""

    def init_shell(self) -> None:
        # Before a profile's own start-up files, which may use it; with the shell, by which it knows of the notebook.
        super().init_shell()
        shell: Any = self.shell
        shell.push(waiting(), interactive=False)
        shorten(shell)


def main() -> None:
    """Run the kernel until Jupyter ends it."""
    install()
    app = KernelApp.instance()
    app.initialize()
    with warming(load_queries):
        app.start()


if __name__ == "__main__":
    main()
