"""The small process that forks workers.

The driver cannot fork safely (threads of DuckDB, Arrow and gRPC do not survive it) and starting an interpreter
for each worker costs too much; so one clean process, with our modules loaded and no threads, forks them all. Run
as ``python -c ... main(fd)`` with one end of a socket pair. When the driver is gone, however it ended, this
process ends all workers and removes the session's files.
"""

from __future__ import annotations

import gc
import os
import select
import shutil
import signal
import socket
import sys
from array import array
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from pyrite._executor import platform, wire
from pyrite._executor.worker import work

#: Tells Arrow's allocator to start no thread, which forking would lose.
_NO_THREAD = ("JE_ARROW_MALLOC_CONF", "background_thread:false")


class Server:
    def __init__(self, control: socket.socket):
        self._control = control
        self._workers: dict[int, int] = {}  # pid -> worker
        self._session = ""
        self.driver_gone = False
        self._configuration: dict[str, Any] = {}

    def run(self) -> None:
        started = wire.receive(self._control)
        if started is None:
            return
        self._configuration = started[0]
        self._session = self._configuration["session"]
        self._prepare()
        wakeup, writer = os.pipe()
        os.set_blocking(wakeup, False)
        os.set_blocking(writer, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        poller = select.poll()
        poller.register(self._control, select.POLLIN)
        poller.register(wakeup, select.POLLIN)
        while True:
            ready = poller.poll()
            self._reap()
            for fd, _ in ready:
                if fd == wakeup:
                    try:
                        os.read(wakeup, 4096)
                    except BlockingIOError:
                        pass
                elif not self._command():
                    return

    def close(self) -> None:
        """End every worker at once and, where the driver has gone, leave nothing behind."""
        for pid in self._workers:
            _kill_group(pid)
        for pid in self._workers:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass
        if self._session and self.driver_gone:
            shutil.rmtree(self._session, ignore_errors=True)

    def _prepare(self) -> None:
        configuration = self._configuration
        sys.path[:] = configuration["path"]
        # As in Spark: tasks fill the cores, each library that starts threads of its own would only be in their way.
        os.environ.update({"OMP_NUM_THREADS": "1", **configuration["environment"]})
        if configuration["cwd"]:
            os.chdir(configuration["cwd"])
        platform.preload()
        _load(configuration["modules"])
        gc.collect()
        gc.freeze()

    def _command(self) -> bool:
        data, fds, _, _ = socket.recv_fds(self._control, 8, 1)
        if not data:
            self.driver_gone = True
            return False
        worker = int(array("q", data)[0])
        (fd,) = fds
        # What tasks start must not get the line on which their worker is told what to do.
        os.set_inheritable(fd, False)
        try:
            pid = os.fork()
        except OSError as error:
            os.close(fd)
            wire.send(self._control, ("unforked", worker, str(error)))
            return True
        if pid == 0:
            self._become_worker(worker, fd)
        os.close(fd)
        with suppress(OSError):
            # Done by both, so that neither has to wait for the other.
            os.setpgid(pid, pid)
        self._workers[pid] = worker
        wire.send(self._control, ("forked", worker, pid))
        return True

    def _become_worker(self, worker: int, fd: int) -> None:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            platform.die_with_parent()
            # With it end the programs that its tasks have started.
            os.setpgid(0, 0)
            if os.getppid() == 1:
                os._exit(1)
            self._control.close()
            work(socket.socket(fileno=fd), worker, self._configuration)
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED | os.WCONTINUED)
            except ChildProcessError:
                return
            if not pid:
                return
            worker = self._workers.get(pid)
            if worker is None:
                continue
            if os.WIFSTOPPED(status):
                wire.send(self._control, ("stopped", worker, pid))
            elif os.WIFCONTINUED(status):
                wire.send(self._control, ("continued", worker, pid))
            else:
                del self._workers[pid]
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
                wire.send(self._control, ("exited", worker, status))


def _load(modules: Sequence[str]) -> None:
    """Import what tasks will want. What cannot be imported here is told by the task that wants it."""
    name, value = _NO_THREAD
    ours = modules and name not in os.environ
    if ours:
        os.environ[name] = value
    for module in modules:
        with suppress(Exception):
            import_module(module)
    if ours:
        del os.environ[name]


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
            return


def main(fd: int) -> None:
    # The terminal's Ctrl-C is the driver's affair.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A worker may be asked what it does before it is ready for it.
    for asked in (signal.SIGUSR2, *([signal.SIGRTMIN] if platform.LINUX else [])):
        signal.signal(asked, signal.SIG_IGN)
    os.set_inheritable(fd, False)
    server = Server(socket.socket(fileno=fd))
    try:
        server.run()
    except (BrokenPipeError, ConnectionResetError):
        server.driver_gone = True
    finally:
        server.close()
