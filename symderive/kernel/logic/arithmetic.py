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

from symderive.kernel.analysis.differentiate import differentiate
from symderive.kernel.logic import powers
from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.matrices import contains_matrix, scalar
from symderive.kernel.logic.normal import ARITHMETIC, NormalForm
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import Term, symbol


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
        if not b.constant() and nf.tower.sign(b) not in ("+", "-", "!0"):
            # x^n at x = 0 is a value for n >= 0: then x != 0 is no exclusion that was written.
            nf.exclude(base, written=nf.written and nf.tower.sign(e) not in ("+", "0+"))
        return nf.exp(e * powers.any_logarithm(nf, b))
    if not b.constant():
        nf.exclude(base)
    return nf.exp(e * nf.log(b))


def _constant(key: str, sign: str = "+") -> Callable[[NormalForm, Term], Fraction_]:
    def convert(nf: NormalForm, t: Term) -> Fraction_:
        return nf.tower.poly(nf.tower.make(key, "constant", sign=sign, payload=key))

    return convert


def _apply(nf: NormalForm, t: Term) -> Fraction_:
    name, orders = t.data
    args = [nf.convert(a) for a in t.args]
    real = all(nf.tower.real(a) for a in args)
    return nf.opaque(f"{name}{list(orders)}", args, real=real)


def _derivative(nf: NormalForm, t: Term) -> Fraction_:
    if contains_matrix(t):
        return scalar(nf, t)
    nf.convert(t.args[0])  # what the body divides by is written in the claim
    value = carried_out(nf, t)
    written, nf.written = nf.written, False
    try:
        return nf.convert(value)
    finally:
        nf.written = written


def carried_out(nf: NormalForm, t: Term) -> Term:
    """The term with every derivative carried out; their conditions are remembered."""
    if not t.args:
        return t
    args = [carried_out(nf, a) for a in t.args]
    if t.head == "Derivative":
        value = args[0]
        for variable, order in zip(t.args[1:], t.data, strict=True):
            value = _derivative_by(nf, value, variable, order)
        return value
    if t.head == "Subs":
        k = (len(args) - 1) // 2
        names = [v.data for v in t.args[1 : 1 + k]]
        return substitute(args[0], dict(zip(names, args[1 + k :], strict=True)))
    return t.rebuild(args)


def _derivative_by(nf: NormalForm, value: Term, variable: Term, order: int) -> Term:
    """The derivative by a name, or by a jet as if it were an independent variable."""
    if variable.head == "Symbol":
        name, back = variable.data, None
    else:
        name, back = fresh("j", value.free), variable
        value = replace(value, variable, symbol(name))
    for _ in range(order):
        value, conditions = differentiate(value, name, nf.givens)
        for c in conditions:
            if back is not None:
                c = substitute(c, {name: back})
            if c.head == "Ne" and c.args[1].head == "Integer":
                nf.exclude(c.args[0], written=False)
            else:
                nf.conditions[c] = None
    return value if back is None else substitute(value, {name: back})


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
