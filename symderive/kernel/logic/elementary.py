"""Elementary functions in normal form: trigonometric, hyperbolic, their inverses, |x|, re, im, arg.

Conventions are the principal ones: atan z = (i/2)(log(1 - iz) - log(1 + iz)), exp(i asin z) = iz +
sqrt(1 - z^2), acos = pi/2 - asin, acot z = atan(1/z), and likewise for the hyperbolic ones (Abramowitz
and Stegun, 4.4 and 4.6, with the cuts of C99).

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.normal import NormalForm
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.of(read("cos(3*x) - 4*cos(x)^3 + 3*cos(x)")).zero, nf.of(read("sin(pi/12)^2 - (2 - sqrt(3))/4")).zero
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symderive.kernel.logic import realvalued
from symderive.kernel.logic.exponentials import cos_sin, cosh_sinh
from symderive.kernel.logic.field import Fraction_, Undefined
from symderive.kernel.logic.normal import (
    EXP_I_OF,
    FUNCTIONS,
    TERM_FUNCTIONS,
    NormalForm,
    Unsupported,
)
from symderive.kernel.logic.powers import NEGATIVE, POSITIVE, absolute
from symderive.kernel.logic.tower import Generator
from symderive.terms.tree import Term, call

HALF = Fraction(1, 2)
Rule = Callable[[NormalForm, list[Fraction_]], Fraction_]


def _negative_lead(f: Fraction_) -> bool:
    return not f.zero and f.n.leading_coefficient() < 0


def odd(rule: Rule) -> Rule:
    """f(-z) = -f(z): the argument is given a positive leading coefficient."""

    def wrapped(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        (z,) = args
        if z.zero:
            return z
        return -rule(nf, [-z]) if _negative_lead(z) else rule(nf, [z])

    return wrapped


def quotient(top: str, below: str) -> Callable[[NormalForm, Term], Fraction_]:
    """A function that is a quotient of two others, whose denominator is part of its text."""

    def convert(nf: NormalForm, t: Term) -> Fraction_:
        u = t.args[0]
        d = call(below, u)
        n = nf.convert(call(top, u)) if top else nf.tower.one
        return nf.tower.mul(n, nf.invert(nf.convert(d), d))

    return convert


for name, (top, below) in {
    "tan": ("sin", "cos"), "cot": ("cos", "sin"), "sec": ("", "cos"), "csc": ("", "sin"),
    "tanh": ("sinh", "cosh"), "coth": ("cosh", "sinh"), "sech": ("", "cosh"), "csch": ("", "sinh"),
}.items():  # fmt: skip
    TERM_FUNCTIONS[name] = quotient(top, below)


def reciprocal(of: str) -> Callable[[NormalForm, Term], Fraction_]:
    """acot z = atan(1/z) and its like; z = 0 is not excluded by the text."""

    def convert(nf: NormalForm, t: Term) -> Fraction_:
        u = nf.tower.reduce(nf.convert(t.args[0]))
        nf.exclude(t.args[0], written=False)
        return FUNCTIONS[of](nf, [u.inverse()])

    return convert


for name, of in {"acot": "atan", "asec": "acos", "acsc": "asin", "acoth": "atanh",
                 "asech": "acosh", "acsch": "asinh"}.items():  # fmt: skip
    TERM_FUNCTIONS[name] = reciprocal(of)


def _log(nf: NormalForm, t: Term) -> Fraction_:
    u = nf.convert(t.args[0])
    if not u.constant():
        nf.exclude(t.args[0])
    return nf.log(u)


def _sinc(nf: NormalForm, t: Term) -> Fraction_:
    u = nf.convert(t.args[0])
    if u.zero:
        return nf.tower.one
    nf.exclude(t.args[0], written=False)
    return cos_sin(nf, u)[1] * nf.tower.reduce(u).inverse()


TERM_FUNCTIONS["log"] = _log
TERM_FUNCTIONS["sinc"] = _sinc


# --- inverse functions ----------------------------------------------------------------------------


@odd
def _atan(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    (z,) = args
    t = nf.tower
    square = t.reduce(z * z).constant()
    if square is not None and t.sign(z) == "+":
        for value, (p, q) in {1: (1, 4), 3: (1, 3), Fraction(1, 3): (1, 6)}.items():
            if Fraction(int(square.p), int(square.q)) == value:
                return nf.number(p, q) * nf.pi
    if nf.tower.same(z * z, -t.one):
        raise Undefined("atan at +-i")
    real = realvalued.real(nf, z)
    return nf.opaque("atan", [z], real=real, sign=realvalued.sign(nf, z) if real else None)


@odd
def _asin(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    (z,) = args
    t = nf.tower
    square = t.reduce(z * z).constant()
    if square is not None and t.sign(z) == "+":
        table = {Fraction(1): (1, 2), Fraction(1, 4): (1, 6), HALF: (1, 4), Fraction(3, 4): (1, 3)}
        found = table.get(Fraction(int(square.p), int(square.q)))
        if found:
            return nf.number(*found) * nf.pi
    real = realvalued.real(nf, z) and realvalued.nonnegative(nf, t.reduce(t.one - z * z))
    return nf.opaque("asin", [z], real=real, sign=realvalued.sign(nf, z) if real else None)


def _acos(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    return nf.number(1, 2) * nf.pi - _asin(nf, args)


def _exp_i_atan(nf: NormalForm, g: Generator) -> Fraction_:
    (z,) = g.payload
    t = nf.tower
    if g.real:
        return t.mul(t.one + nf.i * z, nf.power(t.one + z * z, -HALF))
    return t.mul(nf.power(t.one + nf.i * z, HALF), nf.power(t.one - nf.i * z, -HALF))


def _exp_i_asin(nf: NormalForm, g: Generator) -> Fraction_:
    z: Fraction_ = g.payload[0]
    return nf.i * z + nf.power(nf.tower.one - z * z, HALF)


EXP_I_OF["atan"] = _exp_i_atan
EXP_I_OF["asin"] = _exp_i_asin


def _asinh(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    (z,) = args
    t = nf.tower
    inner = z + nf.power(t.one + z * z, HALF)
    if t.real(z) and t.sign(inner) not in POSITIVE:
        t.learn(t.reduce(inner), "+")  # sqrt(1 + z^2) > |z|
    return nf.log(inner)


def _acosh(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    (z,) = args
    t = nf.tower
    inner = t.reduce(z + t.mul(nf.power(z - t.one, HALF), nf.power(z + t.one, HALF)))
    if t.sign(z - t.one) in POSITIVE and t.sign(inner) not in POSITIVE:
        t.learn(inner, "+")
    return nf.log(inner)


def _atanh(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    (z,) = args
    one = nf.tower.one
    return nf.number(1, 2) * (nf.log(one + z) - nf.log(one - z))


def _atan2(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    y, x = args
    t = nf.tower
    if t.sign(x) == "+":
        return FUNCTIONS["atan"](nf, [t.reduce(y * t.reduce(x).inverse())])
    if t.sign(y) == "+":
        return nf.number(1, 2) * nf.pi - FUNCTIONS["atan"](
            nf, [t.reduce(x * t.reduce(y).inverse())]
        )
    if t.sign(y) == "-":
        return -nf.number(1, 2) * nf.pi - FUNCTIONS["atan"](
            nf, [t.reduce(x * t.reduce(y).inverse())]
        )
    if t.sign(x) == "-" and t.sign(y) == "0+":
        return nf.pi + FUNCTIONS["atan"](nf, [t.reduce(y * t.reduce(x).inverse())])
    return nf.opaque("atan2", [y, x], real=t.real(x) and t.real(y))


# --- signs and parts ------------------------------------------------------------------------------


def _sign(nf: NormalForm, t: Term) -> Fraction_:
    u = nf.tower.reduce(nf.convert(t.args[0]))
    s = nf.tower.sign(u)
    if s in ("+", "-", "0"):
        return nf.number({"+": 1, "-": -1, "0": 0}[s])
    if s != "!0":
        nf.exclude(t.args[0], written=False)
    return nf.tower.mul(u, absolute(nf, u).inverse())


def _heaviside(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    s = nf.tower.sign(args[0])
    if s in ("+", "-"):
        return nf.number(1 if s == "+" else 0)
    return nf.opaque("Heaviside", args, real=True)


def _re(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    return nf.number(1, 2) * (args[0] + nf.conjugate(args[0]))


def _im(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    return nf.number(-1, 2) * nf.i * (args[0] - nf.conjugate(args[0]))


def _arg(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    s = nf.tower.sign(args[0])
    if s == "+":
        return nf.tower.nought
    if s == "-":
        return nf.pi
    return nf.opaque("arg", args, real=True)


def _larger(nf: NormalForm, args: list[Fraction_], by: int) -> Fraction_:
    out = args[0]
    for f in args[1:]:
        gap = nf.tower.sign(out - f)
        if gap in POSITIVE or gap in NEGATIVE:
            out = out if (gap in POSITIVE) == (by > 0) else f
        elif nf.tower.real(out) and nf.tower.real(f):
            out = nf.number(1, 2) * (out + f + nf.number(by) * absolute(nf, out - f))
        else:
            raise Unsupported("the larger of two numbers that may not be real")
    return out


FUNCTIONS.update({
    "exp": lambda nf, a: nf.exp(a[0]),
    "sqrt": lambda nf, a: nf.power(a[0], HALF),
    "sin": lambda nf, a: cos_sin(nf, a[0])[1],
    "cos": lambda nf, a: cos_sin(nf, a[0])[0],
    "sinh": lambda nf, a: cosh_sinh(nf, a[0])[1],
    "cosh": lambda nf, a: cosh_sinh(nf, a[0])[0],
    "atan": _atan, "asin": _asin, "acos": _acos,
    "asinh": _asinh, "acosh": _acosh, "atanh": _atanh, "atan2": _atan2,
    "Abs": lambda nf, a: absolute(nf, a[0]),
    "Heaviside": _heaviside, "re": _re, "im": _im, "arg": _arg,
    "conjugate": lambda nf, a: nf.conjugate(a[0]),
    "Max": lambda nf, a: _larger(nf, a, 1), "Min": lambda nf, a: _larger(nf, a, -1),
})  # fmt: skip


def _cbrt(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """The real cube root, odd; needs the sign of its argument up to |x|."""
    (z,) = args
    if z.zero:
        return z
    t = nf.tower
    s = t.sign(z)
    if s == "0":
        return t.nought
    if s in POSITIVE:
        return nf.power(z, Fraction(1, 3))
    if s in NEGATIVE:
        return -nf.power(-z, Fraction(1, 3))
    if not t.real(z):
        raise Unsupported("the real cube root of a number that may not be real")
    if _negative_lead(z):
        return -_cbrt(nf, [-z])
    c, found = t.factors(z)
    if len(found) > 1 or found[0][1] != 1:
        out = _cbrt(nf, [t.number(c)])
        for p, e in found:
            out = t.mul(out, p ** (e // 3) * (_cbrt(nf, [p]) if e % 3 else t.one) ** (e % 3))
        return out
    key = "cbrt:" + z.key
    fresh = key not in t.by_key
    g = t.make(key, "cbrt", real=True, sign=s, payload=(z,))
    if fresh:
        t.relate(((g, 3),), z)
    return t.poly(g)


FUNCTIONS["cbrt"] = _cbrt
TERM_FUNCTIONS["sign"] = _sign
