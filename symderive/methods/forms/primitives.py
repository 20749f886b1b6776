"""Antiderivatives proposed for coefficients: powers, sines and exponentials here, the rest by SymPy.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> [write(f) for f in quick(read("R^2*sin(s)^2 + 2*s"), "s", Givens.of([]))]
['(R^2*s - R^2*sin(s)*cos(s) + 2*s^2)/2']
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from symderive.kernel.analysis.coefficients import Coefficients, Fraction_, Generator
from symderive.kernel.logic.givens import Givens
from symderive.methods import antiderivatives
from symderive.terms.reader import read
from symderive.terms.tree import Term
from symderive.terms.writer import write
from symderive.worker import WorkerError, shared

STRATEGIES = ("manual", "closure", "halfangle", "rational", "integrate", "expanded")
PER_STRATEGY = 4.0  # seconds of the worker
_SIGNS = {"+": "positive", "-": "negative", "0+": "nonnegative", "0-": "nonpositive",
          "!0": "nonzero"}  # fmt: skip


def candidates(body: Term, name: str, givens: Givens) -> Iterator[Term]:
    """Terms that may be antiderivatives of the body, quick ones first."""
    yield from quick(body, name, givens)
    sorts = {n: {_SIGNS[s.sign]: True} for n, s in givens.sorts.items() if s.sign in _SIGNS}
    seen = set()
    for strategy in STRATEGIES:
        with suppress(WorkerError):
            args = (strategy, write(body), name, sorts)
            where = f"{antiderivatives.__name__}:propose"
            for text in shared().run(where, args, seconds=PER_STRATEGY):
                if text not in seen:
                    seen.add(text)
                    yield read(text)


def quick(body: Term, name: str, givens: Givens) -> Iterator[Term]:
    """The antiderivative of sums of powers, s^n e^(cs), and powers of sin and cos of one angle."""
    k = Coefficients(givens)
    with suppress(ArithmeticError):
        yield k.run(lambda: k.write(_integrated(k, k.read(body), name)))


class _Unknown(ArithmeticError):
    """Not of the kind that is integrated here."""


def _integrated(k: Coefficients, f: Fraction_, name: str) -> Fraction_:
    x = k.symbol(name)
    own = k.by_key[Term("Symbol", (), name)]
    moving = {g.index for g in k.generators if name in g.term.free}
    if own.unit != 1:
        return _roots(k, f, own, moving)
    if f.d is not None:
        below = [i for i in moving if f.d.degrees()[i] > 0]
        if below == [own.index] and len(f.d) == 1:  # a Laurent polynomial
            power = int(f.d.degrees()[own.index])
            rest = k.mul(f, k.power(x, power))
            return _terms(k, rest, own, moving, -power)
        if below:
            raise _Unknown
    return _terms(k, f, own, moving, 0)


def _roots(k: Coefficients, f: Fraction_, own: Generator, moving: set[int]) -> Fraction_:
    """Sums of fractional powers of the variable."""
    h = k.poly(own)
    shift = int(f.d.degrees()[own.index]) if f.d is not None else 0
    rest = k.mul(f, k.power(h, shift))
    if any(g is not own and g.index in moving for g in k.used(rest)):
        raise _Unknown
    out = k.nought
    for m, c in rest.n.to_dict().items():
        n = int(m[own.index]) - shift + own.unit
        if n == 0:
            raise _Unknown
        part = Fraction_(k.ctx.from_dict({(*m[: own.index], 0, *m[own.index + 1 :]): c}))
        out = out + k.mul(part, k.power(h, n), k.number(own.unit, n))
    return k.reduced(out if rest.d is None else out / Fraction_(rest.d))


def _terms(
    k: Coefficients, f: Fraction_, own: Generator, moving: set[int], shift: int
) -> Fraction_:
    out = k.nought
    for m, c in f.n.to_dict().items():
        used = {i: int(m[i]) for i in moving if m[i]}
        n = used.pop(own.index, 0) + shift
        rest = tuple(0 if i in moving else e for i, e in enumerate(m))
        factor = Fraction_(k.ctx.from_dict({rest: c}))
        out = out + k.mul(factor, _monomial(k, own, n, used))
    return k.reduced(out if f.d is None else out / Fraction_(f.d))


def _monomial(k: Coefficients, own: Generator, n: int, used: dict[int, int]) -> Fraction_:
    """The integral of x^n times powers of generators that move with x."""
    x = k.poly(own)
    if not used:
        if n == -1:
            return k.read(Term("log", (own.term,)))
        return k.mul(k.power(x, n + 1), k.number(1, n + 1))
    gens = [(k.generators[i], e) for i, e in used.items()]
    kinds = {g.kind for g, _ in gens}
    if kinds == {"exp"} and n >= 0:
        rate = k.add(*[k.mul(k.number(e), _rate(k, g, own)) for g, e in gens])
        wave = k.mul(*[k.power(k.poly(g), e) for g, e in gens])
        out = k.nought
        for j in range(n + 1):  # by parts: (-1)^j n!/(n-j)! x^(n-j)/rate^(j+1)
            factor = 1
            for i in range(j):
                factor *= -(n - i)
            part = k.mul(k.number(factor), k.power(x, n - j), wave)
            out = k.add(out, k.over(part, k.power(rate, j + 1)))
        return out
    if kinds <= {"sin", "cos"} and n == 0 and len({(g if g.kind == "sin" else g.partner) for g, _ in gens}) == 1:
        g = gens[0][0]
        sin = g if g.kind == "sin" else g.partner
        assert sin is not None and sin.partner is not None
        p = next((e for h, e in gens if h is sin), 0)
        q = next((e for h, e in gens if h is sin.partner), 0)
        rate = _rate(k, sin, own)
        s, c = k.poly(sin), k.poly(sin.partner)
        if q == 1:
            return k.over(k.mul(k.power(s, p + 1), k.number(1, p + 1)), rate)
        return _sines(k, x, s, c, p, rate)
    raise _Unknown


def _sines(
    k: Coefficients, x: Fraction_, s: Fraction_, c: Fraction_, p: int, rate: Fraction_
) -> Fraction_:
    """The integral of sin^p."""
    if p == 0:
        return x
    first = k.over(k.mul(k.number(-1, p), k.power(s, p - 1), c), rate)
    if p == 1:
        return first
    return k.add(first, k.mul(k.number(p - 1, p), _sines(k, x, s, c, p - 2, rate)))


def _rate(k: Coefficients, g: Generator, own: Generator) -> Fraction_:
    """The constant derivative of an angle or exponent."""
    assert g.inner is not None
    rate = k.derivative(g.inner, own.term.data)
    if rate.zero or not k.derivative(rate, own.term.data).zero:
        raise _Unknown
    return rate
