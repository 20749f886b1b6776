"""What the worker tests run inside a worker: searches that hang, swell, fall over or report."""

from __future__ import annotations

import os
import sys
import time

from symderive.worker import report


def hang_in_flint() -> None:
    """A C call that no signal interrupts: the powers of a dense polynomial."""
    import flint

    p = flint.fmpz_poly([3**200 + k for k in range(2000)])
    while True:
        p = p * p


def hang_in_python_integers() -> int:
    return 9**9**9


def swell() -> int:
    block = []
    while True:
        block.append(bytearray(10_000_000))


def swell_in_flint() -> object:
    import flint

    return flint.fmpz(3) ** (10**10)


def report_then_hang(count: int) -> None:
    for k in range(count):
        report({"step": k})
    hang_in_python_integers()


def report_for_ever() -> None:
    k = 0
    while True:
        report(k)
        k += 1


def report_then_fail() -> None:
    report("half")
    raise ValueError("no antiderivative of x^x")


def not_plain() -> object:
    from fractions import Fraction

    return Fraction(1, 3)


def chatter() -> int:
    print("a search that prints")
    os.write(1, b"and writes to the descriptor")
    return 7


def die() -> None:
    sys.stderr.write("last words")
    sys.stderr.flush()
    os._exit(3)


def leave() -> None:
    sys.exit(0)


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def process_id() -> int:
    return os.getpid()


def order_of_a_set() -> list[str]:
    return list({"a", "b", "c", "d", "e", "f", "g"})


def loaded(name: str) -> bool:
    return name in sys.modules
