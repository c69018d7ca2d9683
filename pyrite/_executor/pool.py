"""Workers in processes of their own on this machine."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from array import array
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field
from typing import Any

import pyrite
from pyrite._dataclasses import dataclass
from pyrite._executor import platform, stacks, wire
from pyrite._executor.base import BarrierCall, Event, Executor, Launch, TaskEnded, WorkerLost, WorkerReady
from pyrite._runtime.task import Settings

#: How long a stopped (SIGSTOP) worker is waited for.
FROZEN_SECONDS = 10.0
#: How long the forking server may take to tell why a worker's socket closed.
EXIT_NOTE_SECONDS = 2.0
#: After so many deaths for each slot, without a task that ended, new workers are forked more and more slowly.
MANY_DEATHS = 8
_BOOT = "import sys; sys.path.insert(0, sys.argv[2]); from pyrite._executor.server import main; main(int(sys.argv[1]))"


@dataclass
class Worker:
    number: int
    sock: socket.socket
    receiver: wire.Receiver
    pid: int = 0
    task: int | None = None
    stages: set[int] = field(default_factory=set)
    shuffles: dict[int, int] = field(default_factory=dict)
    paths: int = 0
    later: list[bytes] = field(default_factory=list)
    unsent: deque[memoryview] = field(default_factory=deque)
    stopped_at: float | None = None
    closed_at: float | None = None
    killed_because: str = ""
    #: Whether the task was interrupted; when it has ended otherwise, the signal may still be on its way.
    interrupted: bool = False
    discarded: int = 0


@dataclass(frozen=True)
class PoolSettings:
    """What the pool and its workers are told: directories, environment, memory."""

    workers: int
    session: str
    files: str
    settings: Settings
    environment: Mapping[str, str]
    alias: bool


class PoolExecutor(Executor):
    def __init__(self, settings: PoolSettings, paths: list[str]):
        self._settings = settings
        #: Folders to import from, in the order in which ``addPyFile`` gave them; workers catch up before a task.
        self._paths = paths
        #: What the forking server loads, so that its workers have it at once.
        self._modules: list[str] = []
        self._workers: dict[int, Worker] = {}
        self._by_fd: dict[int, Worker] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._control_reader: wire.Receiver | None = None
        self._next = 0
        self._events: list[Event] = []
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._poller = select.poll()
        self._poller.register(self._wake_read, select.POLLIN)
        self._oom_kills = 0
        #: Workers lost since a task last ended, and the times at which new ones are forked for them.
        self._deaths = 0
        self._due: list[float] = []

    @property
    def slots(self) -> int:
        return self._settings.workers

    @property
    def pids(self) -> dict[int, int]:
        """Process ids by worker (0 until known)."""
        return {number: worker.pid for number, worker in self._workers.items()}

    def prepare(self, modules: Sequence[str]) -> None:
        self._modules += [name for name in modules if name not in self._modules]

    def start(self) -> None:
        self._start_server()
        for _ in range(self.slots):
            self._fork()

    def launch(self, worker: int, launch: Launch) -> None:
        w = self._workers.get(worker)
        if w is None:
            return  # It is gone, and its WorkerLost is on the way to the scheduler.
        spec = launch.spec
        out = w.later
        w.later = []
        while w.paths < len(self._paths):
            out.append(wire.encode(("path", self._paths[w.paths])))
            w.paths += 1
        if spec.stage_key not in w.stages:
            program = self.program_of(spec.stage_key)
            out.append(wire.encode(("stage", spec.stage_key), program))
            out.append(program)
            w.stages.add(spec.stage_key)
        for shuffle_id, epoch in launch.shuffles:
            if w.shuffles.get(shuffle_id) != epoch:
                out.append(wire.encode(("outputs", shuffle_id, self.outputs_of(shuffle_id))))
                w.shuffles[shuffle_id] = epoch
        out.append(wire.encode(("task", spec, w.interrupted)))
        w.task = spec.task_id
        w.interrupted = False
        w.killed_because = ""
        self._send(w, b"".join(out))

    def kill(self, worker: int, hard: bool, reason: str = "") -> None:
        w = self._workers.get(worker)
        if w is None or not w.pid or w.closed_at is not None:
            return
        w.killed_because = reason or w.killed_because
        w.interrupted = not hard
        with suppress(ProcessLookupError):
            os.kill(w.pid, signal.SIGKILL if hard else signal.SIGUSR1)

    def threads(self, worker: int) -> list[dict[str, Any]] | None:
        w = self._workers.get(worker)
        if w is None or not w.pid or w.closed_at is not None:
            raise ProcessLookupError(worker)
        return stacks.ask(w.pid, self._note(w, "threads"), self._note(w, "fault"))

    def answer(self, worker: int, messages: list[str] | None) -> None:
        w = self._workers.get(worker)
        if w is not None:
            self._send(w, wire.encode(("answer", messages)))

    def forget(self, kind: str, number: int) -> None:
        message = wire.encode(("forget", kind, number))
        for w in self._workers.values():
            if kind == "stage":
                if number not in w.stages:
                    continue
                w.stages.discard(number)
            elif kind == "shuffle" and w.shuffles.pop(number, None) is None:
                continue
            if w.task is None and w.pid:
                self._send(w, message)
            else:
                w.later.append(message)

    def poll(self, timeout: float | None) -> list[Event]:
        if self._due:
            timeout = self._fork_due(timeout)
        if self._events:
            timeout = 0
        watching = [w for w in self._workers.values() if w.stopped_at is not None or w.closed_at is not None]
        if watching:
            timeout = min(0.2, timeout) if timeout is not None else 0.2
        for fd, event in self._poller.poll(None if timeout is None else timeout * 1000):
            if fd == self._wake_read:
                with suppress(BlockingIOError):
                    os.read(self._wake_read, 4096)
            elif self._control is not None and fd == self._control.fileno():
                self._read_control()
            elif fd in self._by_fd:
                w = self._by_fd[fd]
                if event & select.POLLOUT:
                    self._send_on(w)
                if event & ~select.POLLOUT:
                    self._read_worker(w)
        for w in watching:
            self._check(w)
        events, self._events = self._events, []
        return events

    def wake(self) -> None:
        with suppress(BlockingIOError, OSError):
            os.write(self._wake_write, b"x")

    def stop(self) -> None:
        """Close every connection: idle workers leave, and the server ends the others and removes the session."""
        for w in list(self._workers.values()):
            self._close(w)
        self._workers.clear()
        self._stop_server()
        self._close_wake()

    def abandon(self) -> None:
        for w in self._workers.values():
            w.sock.close()
        if self._control is not None:
            self._control.close()
        self._close_wake()

    def _close_wake(self) -> None:
        # The numbers may soon be those of the user's files.
        for fd in (self._wake_read, self._wake_write):
            with suppress(OSError):
                os.close(fd)
        self._wake_read = self._wake_write = -1

    def _start_server(self) -> None:
        ours, theirs = socket.socketpair()
        package = os.path.dirname(os.path.dirname(os.path.abspath(pyrite.__file__)))
        environment = dict(os.environ)
        # The built-in hash must be the same in every worker, whatever the user's shell says.
        environment["PYTHONHASHSEED"] = "0"
        environment.update(self._settings.environment)
        environment.pop("PYTHONSTARTUP", None)
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-c", _BOOT, str(theirs.fileno()), package],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=environment,
                cwd="/",
            )
        self._control = ours
        self._control_reader = wire.Receiver(ours)
        try:
            cwd = os.getcwd()
        except OSError:
            cwd = ""
        configuration = {
            "session": self._settings.session,
            "path": [os.path.abspath(path) if path else cwd for path in sys.path],
            "environment": dict(self._settings.environment),
            "cwd": cwd,
            "files": self._settings.files,
            "settings": asdict(self._settings.settings),
            "alias": self._settings.alias,
            "modules": self._modules,
        }
        wire.send(ours, configuration)
        ours.setblocking(False)
        self._poller.register(ours, select.POLLIN)
        self._oom_kills = platform.oom_kills()

    def _fork(self) -> None:
        assert self._control is not None
        ours, theirs = socket.socketpair()
        number = self._next
        self._next += 1
        with theirs:
            self._control.setblocking(True)
            socket.send_fds(self._control, [array("q", [number]).tobytes()], [theirs.fileno()])
            self._control.setblocking(False)
        ours.setblocking(False)
        worker = Worker(number, ours, wire.Receiver(ours))
        self._workers[number] = worker
        self._by_fd[ours.fileno()] = worker
        self._poller.register(ours, select.POLLIN)

    def _send(self, w: Worker, data: bytes) -> None:
        """Send, or have it sent by :meth:`poll` as the worker takes it: one that is frozen must not hold us up."""
        waiting = bool(w.unsent)
        w.unsent.append(memoryview(data))
        if not waiting:
            self._send_on(w)
            if w.unsent and w.sock.fileno() in self._by_fd:
                self._poller.modify(w.sock, select.POLLIN | select.POLLOUT)

    def _send_on(self, w: Worker) -> None:
        try:
            while w.unsent:
                sent = w.sock.send(w.unsent[0])
                if sent == len(w.unsent[0]):
                    w.unsent.popleft()
                else:
                    w.unsent[0] = w.unsent[0][sent:]
        except BlockingIOError:
            return
        except OSError:
            w.unsent.clear()  # The worker is gone; its closed socket tells so in the next poll.
        if w.sock.fileno() in self._by_fd:
            self._poller.modify(w.sock, select.POLLIN)

    def _read_worker(self, w: Worker) -> None:
        def admit(head: Any, size: int) -> bool:
            if head[0] != "ended" or not size or self.admit(head[1].task_id, size):
                return True
            w.discarded = size
            return False

        messages, open_ = w.receiver.read(admit)
        for head, body in messages:
            if head[0] == "ended":
                self._deaths = 0
                _, outcome, has_value = head
                if has_value:
                    outcome.value = body
                if w.discarded:
                    outcome.too_large, w.discarded = w.discarded, 0
                w.task = None
                w.interrupted = w.interrupted and not outcome.killed
                self._events.append(TaskEnded(w.number, outcome))
            elif head[0] == "barrier":
                assert w.task is not None
                self._events.append(BarrierCall(w.number, w.task, head[1], head[2]))
        if not open_:
            self._unwatch(w)
            w.closed_at = time.monotonic()

    def _read_control(self) -> None:
        assert self._control_reader is not None
        messages, open_ = self._control_reader.read(lambda head, size: True)
        for (kind, number, value), _ in messages:
            w = self._workers.get(number)
            if w is None:
                continue
            if kind == "forked":
                w.pid = value
                self._events.append(WorkerReady(number))
            elif kind == "stopped":
                w.stopped_at = time.monotonic()
            elif kind == "continued":
                w.stopped_at = None
            elif kind == "unforked":
                self._lost(w, f"could not be started: {value}")
            elif kind == "exited":
                self._exited(w, value)
        if not open_:
            self._server_lost()

    def _exited(self, w: Worker, status: int) -> None:
        # What it sent before it died still counts.
        if w.closed_at is None:
            self._read_worker(w)
        oom = platform.oom_kills() > self._oom_kills
        self._oom_kills = platform.oom_kills()
        reason = w.killed_because or platform.describe_status(status, oom)
        self._lost(w, reason + self._fault(w, status))

    def _fault(self, w: Worker, status: int) -> str:
        """The Python stack that faulthandler wrote when native code crashed."""
        path = self._note(w, "fault")
        text = ""
        with suppress(OSError), open(path, errors="replace") as file:
            text = file.read(16384)
        with suppress(OSError):
            os.unlink(path)
        return f"\n{text.rstrip()}" if text and os.WIFSIGNALED(status) else ""

    def _note(self, w: Worker, kind: str) -> str:
        """The file in which a worker leaves a note."""
        return os.path.join(self._settings.session, f"worker-{w.number}.{kind}")

    def _check(self, w: Worker) -> None:
        now = time.monotonic()
        if w.number not in self._workers:
            return
        if w.stopped_at is not None and now - w.stopped_at > FROZEN_SECONDS:
            w.stopped_at = None
            self.kill(
                w.number, hard=True, reason=f"was stopped (SIGSTOP) for more than {FROZEN_SECONDS:.0f} s"
            )
        if w.closed_at is not None and now - w.closed_at > EXIT_NOTE_SECONDS:
            # It closed its socket and lives on, or nobody can say how it ended.
            if w.pid:
                with suppress(ProcessLookupError):
                    os.kill(w.pid, signal.SIGKILL)
            self._lost(w, w.killed_because or "closed its connection")

    def _lost(self, w: Worker, reason: str, everything: bool = False) -> None:
        self._unwatch(w)
        self._workers.pop(w.number, None)
        w.sock.close()
        self._events.append(WorkerLost(w.number, reason, everything))
        if everything:
            return
        self._deaths += 1
        many = self._deaths - MANY_DEATHS * self.slots
        if many <= 0:
            self._fork()
        else:
            # Something kills them all, before they have done anything: no mad rush of forks.
            self._due.append(time.monotonic() + min(5.0, 0.05 * 2 ** min(many, 10)))

    def _fork_due(self, timeout: float | None) -> float | None:
        """Fork the workers whose time has come; returns how long may be waited."""
        now = time.monotonic()
        due = [at for at in self._due if at <= now]
        self._due = [at for at in self._due if at > now]
        for _ in due:
            self._fork()
        if not self._due:
            return timeout
        left = min(self._due) - now
        return left if timeout is None else min(left, timeout)

    def _server_lost(self) -> None:
        """Without the server nobody can fork or tell exits: end all workers and begin again."""
        for w in list(self._workers.values()):
            if w.pid:
                with suppress(ProcessLookupError):
                    os.kill(w.pid, signal.SIGKILL)
            self._lost(w, "its forking server was killed", everything=True)
        self._due.clear()
        self._stop_server()
        self._start_server()
        for _ in range(self.slots):
            self._fork()

    def _stop_server(self) -> None:
        if self._control is not None:
            with suppress(KeyError, ValueError):
                self._poller.unregister(self._control)
            self._control.close()
            self._control = None
        if self._server is not None:
            try:
                self._server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
            self._server = None

    def _close(self, w: Worker) -> None:
        self._unwatch(w)
        w.sock.close()

    def _unwatch(self, w: Worker) -> None:
        fd = w.sock.fileno()
        if fd >= 0 and self._by_fd.pop(fd, None) is not None:
            with suppress(KeyError, ValueError):
                self._poller.unregister(fd)
