"""Numbers that a formula may not ask for: towers, factorials and degrees too large to compute with.

Nothing is evaluated while reading, but what is read will be; a literal that could only be meant to
exhaust the machine is refused where it stands.

>>> from symderive.terms.tree import integer, pow_, symbol
>>> too_large_power(symbol("x"), pow_(integer(10), integer(9)))
'an exponent beyond 10000'
>>> too_large_power(integer(2), integer(64)) is None
True
"""

from __future__ import annotations

import math
from collections.abc import Callable

from symderive.terms.tree import Term

MAX_DEPTH = 200
MAX_DIGITS = 2_000
MAX_DECIMAL_EXPONENT = 400
MAX_EXPONENT = 10_000
MAX_LITERAL = 10_000  # argument of a factorial, degree of a polynomial
MAX_ORDER = 1_000  # order of a derivative
MAX_BITS = 200_000  # size of a power of numbers

# Heads whose value at an integer needs time or memory like the integer itself.
GROWING = frozenset(
    (
        "factorial",
        "factorial2",
        "gamma",
        "binomial",
        "fibonacci",
        "bernoulli",
        "zeta",
        "dirichlet_eta",
        "polygamma",
        "harmonic",
        "RisingFactorial",
        "FallingFactorial",
        "legendre",
        "hermite",
        "laguerre",
        "chebyshevt",
        "chebyshevu",
        "assoc_legendre",
        "assoc_laguerre",
        "gegenbauer",
    )
)


def _binomial(n: float, k: float) -> float:
    if not 0 <= k <= n:
        return math.gamma(abs(n) + abs(k) + 1)
    return math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1))


# Rough size of a closed term from the sizes of its arguments: right for large values.
_SIZES: dict[str, Callable[..., float]] = {
    "Neg": lambda a: -a,
    "Add": lambda *a: math.fsum(a),
    "Mul": lambda *a: math.prod(a),
    "Div": lambda a, b: a / b,
    "Pow": lambda a, b: a**b if a >= 0 else abs(a) ** b,
    "factorial": lambda n: math.gamma(n + 1),
    "factorial2": lambda n: 2 ** (n / 2) * math.gamma(n / 2 + 1),
    "gamma": math.gamma,
    "fibonacci": lambda n: 1.6180339887498949**n,
    "bernoulli": lambda n: math.gamma(abs(n) + 1) / 6**n,
    "binomial": _binomial,
    "RisingFactorial": lambda a, n: (abs(a) + abs(n)) ** n,
    "FallingFactorial": lambda a, n: (abs(a) + abs(n)) ** n,
}


def value(t: Term) -> float | None:
    """The number a closed arithmetic term stands for, roughly (inf if huge); None if not closed."""
    if t.head == "Integer":
        return float(t.data) if t.data.bit_length() < 1000 else math.inf
    size = _SIZES.get(t.head)
    if size is None:
        return None
    parts = []
    for a in t.args:
        part = value(a)
        if part is None:
            return None
        parts.append(part)
    try:
        return size(*parts)
    except (OverflowError, ZeroDivisionError, ValueError):
        return math.inf


def bits(t: Term) -> float | None:
    """The rough size in bits of a closed arithmetic term; None where it has symbols."""
    if t.head == "Integer":
        return float(t.data.bit_length())
    if t.head not in _SIZES:
        return None
    if t.head == "Pow":
        base, exponent = bits(t.args[0]), value(t.args[1])
        return None if base is None or exponent is None else base * max(1.0, abs(exponent))
    if t.head in GROWING:
        n = value(t.args[0])
        return None if n is None else abs(n) * 14  # n <= 10^4 < 2^14
    total = 0.0
    for a in t.args:
        part = bits(a)
        if part is None:
            return None
        total += part
    return total


def too_large_power(base: Term, exponent: Term) -> str | None:
    """Why base^exponent is refused, or None where it is not."""
    if exponent.head == "Integer":
        n = exponent.data
        if n > MAX_EXPONENT:
            return f"an exponent beyond {MAX_EXPONENT}"
        if n < 2 or base.head == "Symbol":
            return None
    elif exponent.head in _SIZES:
        size = value(exponent)
        if size is None:
            return None
        if not abs(size) <= MAX_EXPONENT:
            return f"an exponent beyond {MAX_EXPONENT}"
        if _denominator(exponent) > MAX_EXPONENT:
            return f"a root of degree beyond {MAX_EXPONENT}"
        n = abs(size)
    else:
        return None
    if base.head in _SIZES:
        own = bits(base)
        if own is not None and own * n > MAX_BITS:
            return f"a number of more than {MAX_BITS} bits"
    return None


def _denominator(t: Term) -> float:
    if t.head == "Div":
        under = value(t.args[1])
        return abs(under) if under is not None else 0.0
    return max((_denominator(a) for a in t.args), default=0.0)


def too_large_argument(head: str, args: tuple[Term, ...]) -> str | None:
    """Why a growing function of literals is refused, or None where it is not."""
    for a in args:
        if a.head in _SIZES:
            size = value(a)
            if size is not None and not abs(size) <= MAX_LITERAL:
                return f"{head} of a number beyond {MAX_LITERAL}"
    return None


def height(t: Term) -> int:
    """The number of levels of a term, without recursion."""
    highest, level = 0, [t]
    while level:
        highest += 1
        level = [a for node in level for a in node.args]
    return highest
