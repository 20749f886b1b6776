"""Terms into the field of coefficients: every rewrite is an identity of functions.

Angles and exponents are integer combinations of base arguments (angle addition, e^(a+b) = e^a e^b).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from symderive.kernel.analysis.forms import coefficient_bases as bases
from symderive.kernel.analysis.forms import coefficient_roots
from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.givens import constant
from symderive.terms.heads import HEADS
from symderive.terms.tree import BINDERS, Term, call, pow_, rational

if TYPE_CHECKING:
    from symderive.kernel.analysis.forms.coefficients import Coefficients

MAX_POWER = 64


def fraction(k: Coefficients, t: Term) -> Fraction_:
    """The fraction of a term; raises TooLarge for heads that are no coefficient functions."""
    rule = _RULES.get(t.head)
    if rule is not None:
        return rule(k, t)
    kind = HEADS[t.head].kind if t.head in HEADS else ""
    if t.head in BINDERS or kind not in ("function", "constant"):
        raise TooLarge(f"{t.head} is not handled in a coefficient")
    return opaque(k, t.rebuild([k.write(k.read(a)) for a in t.args]))


def opaque(k: Coefficients, t: Term) -> Fraction_:
    return k.poly(k.make(t, "opaque", t))


def _symbol(k: Coefficients, t: Term) -> Fraction_:
    q = k.units.get(t.data, 1)
    return k.power(k.poly(k.make(t, "symbol", t, unit=q)), q)


def _apply(k: Coefficients, t: Term) -> Fraction_:
    return opaque(k, t.rebuild([k.write(k.read(a)) for a in t.args]))


def _derivative(k: Coefficients, t: Term) -> Fraction_:
    body = k.read(t.args[0])
    for v, n in zip(t.args[1:], t.data, strict=True):
        if v.head != "Symbol":
            raise TooLarge("a derivative by what is no name")
        for _ in range(n):
            body = k.derivative(body, v.data)
    return body


# --- powers ---------------------------------------------------------------------------------------


def _pow(k: Coefficients, t: Term) -> Fraction_:
    base, exponent = t.args
    if base.head == "E":
        return exponential(k, k.read(exponent))
    e = constant(exponent)
    if e is None:
        return _general_power(k, k.read(base), k.read(exponent))
    if abs(e) > MAX_POWER:
        raise TooLarge(f"the power {e}")
    if e.denominator == 1:
        return k.power(k.read(base), int(e))
    if base.head == "Symbol":
        q = k.units.get(base.data, 1)
        if q % e.denominator:
            k.finer(base.data, lcm(q, e.denominator) // q)
        g = k.make(base, "symbol", base, unit=q)
        return k.power(k.poly(g), int(e * q))
    if e.denominator == 2:
        return k.power(coefficient_roots.root(k, k.read(base)), e.numerator)
    return _general_power(k, k.read(base), k.number(e.numerator, e.denominator))


def _general_power(k: Coefficients, base: Fraction_, e: Fraction_) -> Fraction_:
    """base^e = base^n * product of (base^b)^k for base exponents b: exp((a + b) log) splits."""
    if base.constant() == 1:
        return k.one
    c = e.constant()
    if c is not None and c.q == 1:
        return k.power(base, int(c.p))
    vector = bases.vector(e)
    whole = sum((q for m, q in vector.items() if not any(m[0]) and m[1] == ""), Fraction(0))
    n = whole.numerator // whole.denominator
    rest = e - k.number(n)
    out = k.power(base, n)
    for b, times in bases.combination(k, ("power", base.key), rest):
        g = k.make(("power", base.key, b.key), "power", pow_(k.write(base), k.write(b)),
                   inner=b, base=base)  # fmt: skip
        out = k.mul(out, k.power(k.poly(g), times))
    return out


def exponential(k: Coefficients, e: Fraction_) -> Fraction_:
    """exp(e); integer multiples of logarithms in the exponent come down as powers."""
    out = k.one
    if e.d is None:
        for m, c in list(e.n.to_dict().items()):
            used = [(i, n) for i, n in enumerate(m) if n]
            g = k.generators[used[0][0]] if len(used) == 1 and used[0][1] == 1 else None
            if g is not None and g.term.head == "log" and g.kind == "opaque" and c.q == 1:
                out = k.mul(out, k.power(k.read(g.term.args[0]), int(c.p)))
                e = e - k.poly(g) * k.number(c)
    for b, times in bases.combination(k, "exp", e):
        g = k.make(("exp", b.key), "exp", call("exp", k.write(b)), inner=b)
        out = k.mul(out, k.power(k.poly(g), times))
    return out


def _abs(k: Coefficients, t: Term) -> Fraction_:
    return coefficient_roots.absolute(k, k.read(t.args[0]))


# --- angles ---------------------------------------------------------------------------------------


def circle(k: Coefficients, u: Fraction_, hyperbolic: bool = False) -> tuple[Fraction_, Fraction_]:
    """(cos u, sin u) or (cosh u, sinh u), by addition from base angles."""
    c, s = k.one, k.nought
    square = k.one if hyperbolic else -k.one
    if not hyperbolic:
        u, (c, s) = bases.quarter_turns(k, u)
    for b, n in bases.combination(k, "hyp" if hyperbolic else "trig", u):
        cb, sb = _pair(k, b, hyperbolic)
        if n < 0:
            sb, n = -sb, -n
        for _ in range(n):
            c, s = k.add(c * cb, square * s * sb), k.add(s * cb, c * sb)
    return c, s


def _pair(k: Coefficients, b: Fraction_, hyperbolic: bool) -> tuple[Fraction_, Fraction_]:
    cos, sin = ("cosh", "sinh") if hyperbolic else ("cos", "sin")
    t = k.write(b)
    s = k.make((sin, b.key), sin, call(sin, t), inner=b)
    c = k.by_key.get((cos, b.key))
    if c is None:
        sb = k.poly(s)
        square = k.one + sb * sb if hyperbolic else k.one - sb * sb
        c = k.make((cos, b.key), cos, call(cos, t), inner=b, square=square, partner=s)
        s.partner = c
    return k.poly(c), k.poly(s)


def _circular(which: str) -> Callable[[Coefficients, Term], Fraction_]:
    def rule(k: Coefficients, t: Term) -> Fraction_:
        c, s = circle(k, k.read(t.args[0]), which.endswith("h"))
        if which in ("sin", "sinh"):
            return s
        if which in ("cos", "cosh"):
            return c
        if which in ("tan", "tanh"):
            return k.over(s, c)
        if which in ("cot", "coth"):
            return k.over(c, s)
        return k.inverse(c if which.startswith("sec") else s)

    return rule


def _log(k: Coefficients, t: Term) -> Fraction_:
    argument = k.read(t.args[0])
    return k.nought if argument.constant() == 1 else opaque(k, t.rebuild([k.write(argument)]))


def _imaginary(k: Coefficients, t: Term) -> Fraction_:
    return k.poly(k.make(t, "opaque", t, square=-k.one))


_RULES: dict[str, Callable[[Coefficients, Term], Fraction_]] = {
    "Integer": lambda k, t: k.number(t.data),
    "Symbol": _symbol,
    "Neg": lambda k, t: -k.read(t.args[0]),
    "Add": lambda k, t: k.add(*[k.read(a) for a in t.args]),
    "Mul": lambda k, t: k.mul(*[k.read(a) for a in t.args]),
    "Div": lambda k, t: k.over(k.read(t.args[0]), k.read(t.args[1])),
    "Pow": _pow,
    "sqrt": lambda k, t: _pow(k, pow_(t.args[0], rational(1, 2))),
    "exp": lambda k, t: exponential(k, k.read(t.args[0])),
    "E": lambda k, t: exponential(k, k.one),
    "I": _imaginary,
    "Apply": _apply,
    "Derivative": _derivative,
    "Abs": _abs,
    "log": _log,
    **{name: _circular(name) for name in
       "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()},
}  # fmt: skip
