"""A soft wall limit for work in this process: a signal raises `Late` in the main thread.

It cannot interrupt a call into C; the kernel estimates sizes before such calls.  Where there is no
alarm signal, or off the main thread, there is no limit; searches have the hard one of the worker.

>>> try:
...     with deadline(0.01):
...         for _ in range(10**9):
...             pass
... except Late as late:
...     print(late)
out of time
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Late(Exception):
    """The time given has run out."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise Late in the body after so many seconds; an alarm that is due sooner is left alone."""
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    outer = signal.getitimer(signal.ITIMER_REAL)[0] if usable else 0.0
    if not usable or seconds <= 0 or 0 < outer <= seconds:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise Late("out of time")

    start = time.monotonic()
    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
        if outer:  # what was set before goes on
            signal.setitimer(signal.ITIMER_REAL, max(0.001, outer - (time.monotonic() - start)))


@contextmanager
def cpu_deadline(seconds: float) -> Iterator[None]:
    """Raise Late in the body after so much time of this processor: a busy machine changes nothing.

    Not to be nested in itself; where there is no such alarm, or off the main thread, no limit.
    """
    usable = (
        hasattr(signal, "ITIMER_PROF") and threading.current_thread() is threading.main_thread()
    )
    if not usable or seconds <= 0:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise Late("out of time")

    old = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)
