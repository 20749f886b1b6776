"""A warm process for untrusted searches, killed at its limit and bounded in memory.

SymPy and FLINT can hang in C code or eat all memory, and no signal stops them; so a search runs in
a process of its own, whose clock starts when it is warm and which dies at the end of the clock.
What it reported before stays; arguments and answers are plain data, terms travel as text.

>>> with Worker(preload=()) as worker:
...     worker.run("math:gcd", (12, 18), seconds=5)
...     worker.run("math:sqrt", (-1,), seconds=5)
Traceback (most recent call last):
    ...
symderive.worker.WorkerError: math:sqrt: ValueError: math domain error

The process is a plain subprocess, not `multiprocessing`: a caller's script without a
`if __name__ == "__main__"` guard is not run a second time (docs/decisions/0002-worker.md).
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import IO, Any

STARTUP_SECONDS = 120.0  # to import the preloaded modules on a busy machine
LAST_WORDS = 4000  # bytes of a worker's stderr that are kept

# `-P` and a path handed over: the current directory never decides what gets imported.
_BOOT = """import json, sys
sys.path[:] = json.loads(sys.argv[1])
from symderive.worker import serve
serve()"""


class WorkerError(Exception):
    """The function raised or the process died; `partials` holds what it had reported."""

    def __init__(self, message: str, partials: Sequence[Any] = (), details: str = "") -> None:
        super().__init__(message)
        self.partials = list(partials)
        self.details = details  # the traceback inside the worker, for --debug


class OutOfTime(WorkerError):
    """The wall limit came first: the process was killed."""


class OutOfMemory(WorkerError):
    """The memory bound was hit: cleanly (`MemoryError`) or by the abort of a C library."""


class Worker:
    """One worker process, started when it is first needed and again after each kill.

    `memory_mb` bounds the address space where the system can do so (RLIMIT_AS; None: no bound);
    `preload` names the modules that are imported before any clock starts.  A worker runs one call
    at a time: threads that share one wait for each other, their clocks not running.
    """

    def __init__(self, memory_mb: int | None = 4096, preload: Sequence[str] = ("sympy",)) -> None:
        self.memory_mb = memory_mb
        self.preload = tuple(preload)
        self._child: _Child | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process without waiting for it: it warms up while the caller goes on."""
        if self._child is None or not self._child.usable():
            self._child = _Child(self.memory_mb, self.preload)

    def close(self) -> None:
        """End the process; a later `run` starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def run(self, function: str, args: Sequence[Any] = (), *, seconds: float) -> Any:
        """The value of `function` ("package.module:name") at `args`, found within `seconds`.

        Raises OutOfTime, OutOfMemory or WorkerError (all with `partials`, the values handed to
        `report` so far), and whatever interrupts the caller (Ctrl-C), the process being killed.
        """
        if not seconds > 0:
            raise OutOfTime(f"{function}: no time left ({seconds} s)")
        with self._lock:
            try:
                return self._run(function, tuple(args), seconds)
            except _Raised as answer:  # the process goes on, as good as new
                raise WorkerError(*answer.args) from None
            except BaseException:  # out of time or memory, Ctrl-C: it does not
                self.close()
                raise

    def _run(self, function: str, args: tuple[Any, ...], seconds: float) -> Any:
        self.start()
        child = self._child
        assert child is not None
        child.wait_until_warm()
        partials: list[Any] = []
        child.send((function, args, seconds))
        deadline = time.monotonic() + seconds
        while True:
            left = deadline - time.monotonic()
            message = child.receive(left) if left > 0 else None
            if message is None:
                child.kill()
                partials += [value for kind, value in child.rest() if kind == "partial"]
                raise OutOfTime(f"{function}: out of time after {seconds:g} s", partials)
            kind, value = message
            if kind == "partial":
                partials.append(value)
            elif kind == "done":
                return value
            elif kind == "error":
                raise _Raised(f"{function}: {value[0]}", partials, value[1])
            elif kind == "memory":
                raise OutOfMemory(f"{function}: {self._bound()}", partials)
            else:  # "gone": the process died by itself
                raise self._death(child, function, partials)

    def _bound(self) -> str:
        return "out of memory" + (f" (bound {self.memory_mb} MB)" if self.memory_mb else "")

    def _death(self, child: _Child, function: str, partials: list[Any]) -> WorkerError:
        words, ended = child.last_words(), child.ended()
        if ended == "SIGXCPU":
            return OutOfTime(f"{function}: out of processor time", partials)
        # GMP and FLINT abort when an allocation fails; the system kills when memory runs out.
        if ended in ("SIGABRT", "SIGKILL") or "memory" in words.lower():
            return OutOfMemory(f"{function}: {self._bound()}; ended by {ended}", partials, words)
        return WorkerError(f"{function}: the worker ended by {ended}", partials, words)


class _Raised(Exception):
    """The function itself raised: the arguments of the WorkerError to come."""


class _Child:
    """The parent's end: the process, a thread that reads its answers, one that reads stderr."""

    def __init__(self, memory_mb: int | None, preload: tuple[str, ...]) -> None:
        path = [os.path.abspath(entry) for entry in sys.path]
        self.owner = os.getpid()
        self.warm = False
        # Hashes are fixed so that a search finds the same derivation on every run.  A session of
        # its own keeps the terminal's Ctrl-C for the parent, which kills the whole group.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, json.dumps(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
        self.messages: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.errors = b""
        self.reader = threading.Thread(target=self._read_answers, daemon=True)
        self.listener = threading.Thread(target=self._read_errors, daemon=True)
        self.reader.start()
        self.listener.start()
        self.send((memory_mb, preload))

    def usable(self) -> bool:
        """False after the process ended, and in a fork of the process that started it."""
        return self.owner == os.getpid() and self.process.poll() is None

    def wait_until_warm(self) -> None:
        if self.warm:
            return
        message = self.receive(STARTUP_SECONDS)
        if message is None or message[0] != "ready":
            self.kill()
            why = message[1][0] if message is not None and message[0] == "error" else ""
            raise WorkerError(f"the worker did not start: {why or self.last_words() or 'no word'}")
        self.warm = True

    def send(self, message: Any) -> None:
        # A process that has just died breaks the pipe; `receive` then says how it ended.
        with contextlib.suppress(BrokenPipeError, OSError):
            _write(self.process.stdin, pickle.dumps(message))

    def receive(self, seconds: float) -> tuple[str, Any] | None:
        """The next message; None when none came in time."""
        try:
            return self.messages.get(timeout=max(seconds, 0))
        except queue.Empty:
            return None

    def rest(self) -> list[tuple[str, Any]]:
        """What had been sent before the process was killed."""
        self.reader.join(5)
        found = []
        while not self.messages.empty():
            found.append(self.messages.get_nowait())
        return found

    def kill(self) -> None:
        if self.owner != os.getpid():
            return  # a fork does not end its parent's worker
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self.reader.join(5)
        self.listener.join(5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def ended(self) -> str:
        code = self.process.wait()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def last_words(self) -> str:
        self.listener.join(5)
        return self.errors.decode(errors="replace").strip()

    def _read_answers(self) -> None:
        try:
            while (data := _read(self.process.stdout)) is not None:
                self.messages.put(_plain(data))
        except Exception as problem:  # a message cut short, or not plain data
            self.errors += f"unreadable answer: {problem}".encode()
        self.messages.put(("gone", None))

    def _read_errors(self) -> None:
        pipe = self.process.stderr
        assert pipe is not None
        with contextlib.suppress(OSError, ValueError):  # closed by `kill`
            while chunk := pipe.read1(65536):  # type: ignore[attr-defined]
                self.errors = (self.errors + chunk)[-LAST_WORDS:]


_shared: Worker | None = None


def shared() -> Worker:
    """The worker of this process, started at its first `run` and ended at exit."""
    global _shared
    if _shared is None:
        _shared = Worker()
        atexit.register(_shared.close)
    return _shared


# --- the worker's side ----------------------------------------------------------------------------

_answers: IO[bytes] | None = None


def report(partial: Any) -> None:
    """Hand a partial result to the parent, where it outlives a kill; outside a worker, nothing.

    Raises TypeError when `partial` is not plain data.
    """
    if _answers is not None:
        _answer("partial", partial)


def serve() -> None:
    """The life of a worker: warm up, then one call after the other until stdin closes."""
    global _answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks = sys.stdin.buffer
    _answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a search prints must not get between the answers
    memory_mb, preload = pickle.loads(_read(tasks) or b"")
    try:
        for name in preload:
            import_module(name)
        _bound_memory(memory_mb)
        _answer("ready", None)
    except Exception as problem:
        _answer("error", _told(problem))
        return
    while (data := _read(tasks)) is not None:
        function, args, seconds = pickle.loads(data)
        _bound_processor_time(seconds)
        try:
            module, _, name = function.partition(":")
            _answer("done", getattr(import_module(module), name)(*args))
        except MemoryError:
            _answer("memory", None)
        except BaseException as problem:  # a SystemExit in a search is an error like any other
            _answer("error", _told(problem))


def _told(problem: BaseException) -> tuple[str, str]:
    return f"{type(problem).__name__}: {problem}", traceback.format_exc()


def _answer(kind: str, value: Any) -> None:
    data = pickle.dumps((kind, value))
    try:
        _plain(data)
    except pickle.UnpicklingError as problem:
        raise TypeError(f"a worker's answer must be plain data, terms as text: {problem}") from None
    _write(_answers, data)


def _bound_memory(megabytes: int | None) -> None:
    if megabytes is None:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows; a lower hard limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _bound_processor_time(seconds: float) -> None:
    """So that a search whose parent was killed ends by itself."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 3, hard))


# --- both sides: length-prefixed pickles of plain data --------------------------------------------


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, text, lists, tuples, dicts and sets; a class or function is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


def _plain(data: bytes) -> Any:
    return _PlainUnpickler(io.BytesIO(data)).load()


def _write(pipe: IO[bytes] | None, data: bytes) -> None:
    assert pipe is not None
    pipe.write(len(data).to_bytes(8, "big") + data)
    pipe.flush()


def _read(pipe: IO[bytes] | None) -> bytes | None:
    """The next message; None at the end of the stream."""
    assert pipe is not None
    head = pipe.read(8)
    if len(head) < 8:
        return None
    data = pipe.read(int.from_bytes(head, "big"))
    return data if len(data) == int.from_bytes(head, "big") else None
