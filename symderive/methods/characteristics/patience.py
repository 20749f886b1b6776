"""A soft limit for one attempt of SymPy inside the worker, so that the next one has its turn.

>>> within(5, lambda: 2 + 2)
4
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from typing import Any


class _TooLong(Exception):
    pass


def within(seconds: float, attempt: Callable[[], Any]) -> Any:
    """The value of `attempt`, or None if it fails or takes too long."""

    def stop(*_: object) -> None:
        raise _TooLong

    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not timed:
        return _tried(attempt)
    before = signal.signal(signal.SIGALRM, stop)
    start = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    if left and left < seconds:
        signal.setitimer(signal.ITIMER_REAL, left)
    try:
        return _tried(attempt)
    except _TooLong:
        return None
    finally:
        signal.setitimer(
            signal.ITIMER_REAL, max(left - time.monotonic() + start, 0.01) if left else 0
        )
        signal.signal(signal.SIGALRM, before)


def _tried(attempt: Callable[[], Any]) -> Any:
    try:
        return attempt()
    except (_TooLong, KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # SymPy fails in every way there is; the kernel judges what it does find
        return None
