"""What a term's form alone says: real, positive, or a matrix.

Sufficient conditions only, over real names; signs known from givens are the sign oracle's business.

>>> from symderive.terms.tree import call, symbol
>>> x = symbol("x")
>>> plainly_real(call("sin", x)), plainly_real(call("log", x))
(True, False)
>>> plainly_positive(call("exp", x)), plainly_positive(x)
(True, False)
"""

from __future__ import annotations

from functools import lru_cache

from symderive.terms.tree import Term

NONE: frozenset[str] = frozenset()

# Real at real arguments wherever they have a value.
REAL_HEADS = frozenset([
    "Neg", "Add", "Mul", "Div", "exp", "cbrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh",
    "cosh", "tanh", "coth", "sech", "csch", "atan", "acot", "asinh", "acsch", "Abs", "sign",
    "floor", "ceiling", "gamma", "digamma", "trigamma", "factorial", "erf", "erfc", "erfi", "Si",
    "Shi", "fresnels", "fresnelc", "airyai", "airybi", "airyaiprime", "airybiprime", "sinc",
    "Max", "Min", "atan2", "Apply",
])  # fmt: skip
REAL_CONSTANTS = frozenset([
    "Integer", "pi", "E", "EulerGamma", "Catalan", "GoldenRatio",
])  # fmt: skip
POSITIVE_CONSTANTS = REAL_CONSTANTS - {"Integer"}
PARTS = frozenset([
    "Abs", "re", "im", "arg",
])  # fmt: skip  # real at every complex argument


@lru_cache(maxsize=20_000)
def plainly_real(t: Term, nonreal: frozenset[str] = NONE) -> bool:
    """Whether the form of `t` makes it real at all real values of its names outside `nonreal`."""
    head = t.head
    if head == "Symbol":
        return t.data not in nonreal
    if head in REAL_CONSTANTS or head in PARTS:
        return True
    if head in ("sqrt", "log"):
        return plainly_nonnegative(t.args[0], nonreal) and plainly_real(t.args[0], nonreal)
    if head == "Pow":
        base, exponent = t.args
        if not (plainly_real(base, nonreal) and plainly_real(exponent, nonreal)):
            return False
        whole = exponent.args[0] if exponent.head == "Neg" else exponent
        return whole.head == "Integer" or plainly_nonnegative(base, nonreal)
    return head in REAL_HEADS and all(plainly_real(a, nonreal) for a in t.args)


@lru_cache(maxsize=20_000)
def plainly_nonnegative(t: Term, nonreal: frozenset[str] = NONE) -> bool:
    """Whether the form of `t` makes it real and >= 0."""
    head = t.head
    if head == "Integer" or head in POSITIVE_CONSTANTS or head == "Abs":
        return True
    if head in ("exp", "cosh", "sech"):
        return plainly_real(t.args[0], nonreal)
    if head == "sqrt":
        return plainly_nonnegative(t.args[0], nonreal)
    if head in ("Add", "Mul", "Div"):
        return all(plainly_nonnegative(a, nonreal) for a in t.args)
    if head == "Pow":
        base, exponent = t.args
        if plainly_nonnegative(base, nonreal):
            return plainly_real(exponent, nonreal)
        even = exponent.args[0] if exponent.head == "Neg" else exponent
        return even.head == "Integer" and even.data % 2 == 0 and plainly_real(base, nonreal)
    return False


@lru_cache(maxsize=20_000)
def plainly_positive(t: Term, nonreal: frozenset[str] = NONE) -> bool:
    """Whether the form of `t` makes it real and > 0."""
    head = t.head
    if head == "Integer":
        return bool(t.data > 0)
    if head in POSITIVE_CONSTANTS:
        return True
    if head in ("exp", "cosh", "sech"):
        return plainly_real(t.args[0], nonreal)
    if head == "sqrt":
        return plainly_positive(t.args[0], nonreal)
    if head == "Add":
        return plainly_nonnegative(t, nonreal) and any(plainly_positive(a, nonreal) for a in t.args)
    if head in ("Mul", "Div"):
        return all(plainly_positive(a, nonreal) for a in t.args)
    if head == "Pow":
        return plainly_positive(t.args[0], nonreal) and plainly_real(t.args[1], nonreal)
    return False


_MATRIX_HEADS = frozenset([
    "Matrix", "transpose", "inverse", "Identity", "ZeroMatrix",
])  # fmt: skip


def is_matrix(t: Term, matrices: frozenset[str] = NONE) -> bool:
    """Whether `t` is a matrix by its form; `matrices` are the names of matrices."""
    head = t.head
    if head in _MATRIX_HEADS:
        return True
    if head == "Symbol":
        return t.data in matrices
    if head in (
        "Add",
        "Mul",
        "Neg",
        "Div",
        "Pow",
        "Piecewise",
        "Sum",
        "Integral",
        "Derivative",
        "Subs",
    ):
        return any(is_matrix(a, matrices) for a in t.args)
    return False
