"""Arithmetic, constants, generic functions and derivatives in normal form.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("n is integer")]))
>>> nf.of(read("cos(pi*n) - (-1)^n")).zero, nf.of(read("Derivative(x^n, x) - n*x^(n - 1)")).zero
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symderive.kernel.analysis.calculus.differentiate import Refused
from symderive.kernel.analysis.calculus.substitution import differentiate_by
from symderive.kernel.logic import powers
from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.givens import SMOOTH
from symderive.kernel.logic.matrices import contains_matrix, scalar
from symderive.kernel.logic.normal import ARITHMETIC, NormalForm, Unsupported
from symderive.terms.substitute import substitute
from symderive.terms.tree import BINDERS, Term


def _add(nf: NormalForm, t: Term) -> Fraction_:
    out = nf.convert(t.args[0])
    for a in t.args[1:]:
        out = out + nf.convert(a)
    return out


def _mul(nf: NormalForm, t: Term) -> Fraction_:
    out = nf.convert(t.args[0])
    for a in t.args[1:]:
        out = nf.tower.mul(out, nf.convert(a))
    return out


def _div(nf: NormalForm, t: Term) -> Fraction_:
    below = nf.convert(t.args[1])
    if below.constant():
        return nf.convert(t.args[0]) * below.inverse()
    return nf.tower.mul(nf.convert(t.args[0]), nf.invert(below, t.args[1]))


def _pow(nf: NormalForm, t: Term) -> Fraction_:
    base, exponent = t.args
    if base.head == "E":
        return nf.exp(nf.convert(exponent))
    e = nf.tower.reduce(nf.convert(exponent))
    b = nf.tower.reduce(nf.convert(base))
    c = e.constant()
    if c is not None:
        if c < 0 and not b.constant():
            nf.exclude(base)
        if abs(c.p) > 10**6:
            raise TooLarge(f"the power {c}")
        return nf.power(b, Fraction(int(c.p), int(c.q)))
    if b.constant() == 1:
        return nf.tower.one
    if nf.tower.integral(e):
        _exclude_base(nf, base, b, e)
        if nf.even(e) and nf.tower.real(b):
            b = powers.absolute(nf, b)
        return nf.exp(e * powers.any_logarithm(nf, b))
    _exclude_base(nf, base, b, e)
    return nf.exp(e * nf.log(b))


def _exclude_base(nf: NormalForm, base: Term, b: Fraction_, e: Fraction_) -> None:
    """b^e = exp(e log b) needs b != 0; the text says so only where e < 0, for 0^2 is a value."""
    if not b.constant() and nf.tower.sign(b) not in ("+", "-", "!0"):
        nf.exclude(base, written=nf.written and nf.tower.sign(e) == "-")


def _constant(key: str, sign: str = "+") -> Callable[[NormalForm, Term], Fraction_]:
    def convert(nf: NormalForm, t: Term) -> Fraction_:
        return nf.tower.poly(nf.tower.make(key, "constant", sign=sign, payload=key))

    return convert


def _apply(nf: NormalForm, t: Term) -> Fraction_:
    name, orders = t.data
    if sum(orders) > nf.givens.functions.get(name, SMOOTH):
        raise Unsupported(f"a derivative of order {sum(orders)} of {name}, of which less is given")
    if any(orders) and name not in nf.givens.functions:
        nf.smooth[name] = max(sum(orders), nf.smooth.get(name, 0))
    args = [nf.convert(a) for a in t.args]
    real = all(nf.tower.real(a) for a in args)
    return nf.opaque(f"{name}{list(orders)}", args, real=real)


def _derivative(nf: NormalForm, t: Term) -> Fraction_:
    if contains_matrix(t):
        return scalar(nf, t)
    if t.head == "Derivative":
        nf.convert(t.args[0])  # what the body divides by is written in the claim
    value = carried_out(nf, t)
    written, nf.written = nf.written, False
    try:
        return nf.convert(value)
    finally:
        nf.written = written


def carried_out(nf: NormalForm, t: Term) -> Term:
    """The term with every derivative carried out; their conditions are remembered."""
    if not t.args or t.head in BINDERS:  # under a binder: where its terms are written out
        return t
    if t.head == "Subs":
        return _at_point(nf, t)
    args = [carried_out(nf, a) for a in t.args]
    if t.head == "Derivative":
        value = args[0]
        for variable, order in zip(t.args[1:], t.data, strict=True):
            value = _derivative_by(nf, value, variable, order)
        return value
    return t.rebuild(args)


def _at_point(nf: NormalForm, t: Term) -> Term:
    """The body of a Subs at its point; what its derivatives need is needed there too."""
    k = (len(t.args) - 1) // 2
    points = [carried_out(nf, p) for p in t.args[1 + k :]]
    at = {v.data: p for v, p in zip(t.args[1 : 1 + k], points, strict=True)}
    outer = nf.inverted, nf.conditions
    nf.inverted, nf.conditions = {}, {}
    try:
        body = carried_out(nf, t.args[0])
        inverted, conditions = nf.inverted, nf.conditions
    finally:
        nf.inverted, nf.conditions = outer
    for u in inverted:
        nf.exclude(substitute(u, at), written=False)
    for c in conditions:
        nf.conditions[substitute(c, at)] = None
    return substitute(body, at)


def _derivative_by(nf: NormalForm, value: Term, variable: Term, order: int) -> Term:
    """The derivative by a name, or by a jet as if it were an independent variable."""
    for _ in range(order):
        try:
            value, conditions = differentiate_by(value, variable, nf.givens)
        except Refused as why:
            raise Unsupported(str(why)) from None
        for c in conditions:
            if c.head == "Ne" and c.args[1].head == "Integer":
                nf.exclude(c.args[0], written=False)
            else:
                nf.conditions[c] = None
    return value


ARITHMETIC.update({
    "Integer": lambda nf, t: nf.tower.number(t.data),
    "Symbol": lambda nf, t: nf.symbol_value(t.data),
    "Neg": lambda nf, t: -nf.convert(t.args[0]),
    "Add": _add, "Mul": _mul, "Div": _div, "Pow": _pow,
    "I": lambda nf, t: nf.i,
    "pi": lambda nf, t: nf.pi,
    "E": lambda nf, t: nf.exp(nf.tower.one),
    "EulerGamma": _constant("EulerGamma"), "Catalan": _constant("Catalan"),
    "GoldenRatio": lambda nf, t: nf.number(1, 2) * (nf.tower.one + nf.power(nf.number(5), Fraction(1, 2))),
    "Apply": _apply, "Derivative": _derivative, "Subs": _derivative,
})  # fmt: skip
