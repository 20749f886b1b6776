"""Terms into fractions: what each head means to the second checker.

>>> from symderive.terms.reader import read
>>> reader = Reader([])
>>> reader.ring.zero(reader.scalar(read("sin(2*x) - 2*sin(x)*cos(x)")))
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import lcm

from flint import fmpq

from symderive.second.angles import pi
from symderive.second.ring import Atom, Fraction, Ring
from symderive.second.signs import real, sign
from symderive.second.sums import Silent, leading
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, integer

Matrix = list[list[Fraction]]
MOST_ORDER = 24  # of roots that are brought to one order

# By definition or by a theorem without hypotheses (DLMF 4, 5, 7): the parameter is u, v.
DEFINED = {
    "tan": "sin(u)/cos(u)", "cot": "cos(u)/sin(u)", "sec": "1/cos(u)", "csc": "1/sin(u)",
    "sinh": "(exp(u) - exp(-u))/2", "cosh": "(exp(u) + exp(-u))/2",
    "tanh": "(exp(u) - exp(-u))/(exp(u) + exp(-u))",
    "coth": "(exp(u) + exp(-u))/(exp(u) - exp(-u))",
    "sech": "2/(exp(u) + exp(-u))", "csch": "2/(exp(u) - exp(-u))",
    "sin": "(exp(I*u) - exp(-I*u))/(2*I)", "cos": "(exp(I*u) + exp(-I*u))/2",
    "acos": "pi/2 - asin(u)", "acot": "atan(1/u)", "asec": "acos(1/u)", "acsc": "asin(1/u)",
    "asinh": "log(u + sqrt(u^2 + 1))", "acosh": "log(u + sqrt(u - 1)*sqrt(u + 1))",
    "atanh": "(log(1 + u) - log(1 - u))/2", "acoth": "atanh(1/u)", "asech": "acosh(1/u)",
    "acsch": "asinh(1/u)", "erfc": "1 - erf(u)", "factorial": "gamma(u + 1)", "sinc": "sin(u)/u",
    "trigamma": "polygamma(1, u)", "beta": "gamma(u)*gamma(v)/gamma(u + v)",
}  # fmt: skip
_ODD = frozenset("erf erfi Si Shi fresnels fresnelc asin atan".split())
_REAL = frozenset(
    "erf erfi Si Shi fresnels fresnelc atan airyai airybi airyaiprime airybiprime".split()
)
_OPAQUE = _ODD | _REAL | frozenset(
    """Ci Chi Ei li LambertW digamma polygamma loggamma elliptic_k elliptic_e elliptic_f besselj
    bessely besseli besselk uppergamma lowergamma zeta polylog jacobi_sn jacobi_cn jacobi_dn
    expint""".split()
)  # fmt: skip
_VALUES = {("atan", 1): fmpq(1, 4), ("asin", 1): fmpq(1, 2), ("asin", fmpq(1, 2)): fmpq(1, 6)}
_POLYNOMIALS = {  # p_(k+1) from k, u, p_k = p, p_(k-1) = q, and p_1; p_0 = 1
    "legendre": ("((2*k + 1)*u*p - k*q)/(k + 1)", "u"), "hermite": ("2*u*p - 2*k*q", "2*u"),
    "laguerre": ("((2*k + 1 - u)*p - k*q)/(k + 1)", "1 - u"),
    "chebyshevt": ("2*u*p - q", "u"), "chebyshevu": ("2*u*p - q", "2*u"),
}  # fmt: skip


@lru_cache(maxsize=128)
def _row(text: str) -> Term:
    return read(text)


def common_order(terms: Sequence[Term]) -> int:
    """The least common order of the roots written in terms; 1 where they have one order."""
    orders = set()
    for t in (u for term in terms for u in term.walk()):
        if t.head in ("sqrt", "cbrt"):
            orders.add(2 if t.head == "sqrt" else 3)
        elif t.head == "Pow" and t.args[1].head == "Div" and t.args[1].args[1].head == "Integer":
            orders.add(t.args[1].args[1].data)
    common = lcm(*orders) if len(orders) > 1 and 0 not in orders else 1
    return common if common <= MOST_ORDER else 1


class Reader:
    """Fractions of terms under the givens of a step; Silent for what is outside the fragment."""

    def __init__(self, givens: Sequence[Term], terms: Sequence[Term] = ()) -> None:
        self.ring = Ring()
        self.memo: dict[Term, Fraction | Matrix] = {}
        self.words: dict[str, set[str]] = {}
        self.shifts: list[tuple[Fraction, int]] = []
        self.ring.order = common_order(terms)
        for g in givens:
            self._word(g)
        for g in givens:
            self._fact(g)

    # --- givens -----------------------------------------------------------------------------------

    def _word(self, g: Term) -> None:
        if g.head == "And":
            for part in g.args:
                self._word(part)
        elif g.head == "Is" and g.args[0].head == "Symbol" and g.args[1].head == "Symbol":
            self.words.setdefault(g.args[0].data, set()).add(g.args[1].data)
        elif g.head in ("Lt", "Gt", "Le", "Ge"):
            a, b = g.args if g.head in ("Lt", "Le") else g.args[::-1]
            strict = g.head in ("Lt", "Gt")
            if b.head == "Symbol" and a.head == "Integer":
                good = "positive" if strict or a.data else "nonnegative"
                self.words.setdefault(b.data, set()).add(good)
            if a.head == "Symbol" and b.head == "Integer" and b.data == 0:
                self.words.setdefault(a.data, set()).add("negative" if strict else "nonpositive")

    def _fact(self, g: Term) -> None:
        try:
            if g.head == "And":
                for part in g.args:
                    self._fact(part)
            elif g.head == "In" and g.args[1].head == "Interval":
                (low, high), ends = g.args[1].args, g.args[1].data
                if low.head != "Neg" or low.args[0].head != "oo":
                    self._below(low, g.args[0], ends[0] == "(")
                if high.head != "oo":
                    self._below(g.args[0], high, ends[1] == ")")
            elif g.head in ("Lt", "Le"):
                self._below(*g.args, g.head == "Lt")
            elif g.head in ("Gt", "Ge"):
                self._below(g.args[1], g.args[0], g.head == "Gt")
        except Silent:
            return

    def _below(self, a: Term, b: Term, strict: bool) -> None:
        gap = self.ring.minus(self.scalar(b), self.scalar(a))
        self.ring.facts.append((gap, "+" if strict else "0+"))

    # --- terms ------------------------------------------------------------------------------------

    def scalar(self, t: Term) -> Fraction:
        value = self.value(t)
        if isinstance(value, list):
            if len(value) == len(value[0]) == 1:
                return value[0][0]
            raise Silent("a matrix where a number is wanted")
        return value

    def value(self, t: Term) -> Fraction | Matrix:
        found = self.memo.get(t)
        if found is None:
            found = self.memo[t] = self._value(t)
        return found

    def _value(self, t: Term) -> Fraction | Matrix:
        rule = RULES.get(t.head)
        if rule is not None:
            return rule(self, t)
        if t.head in DEFINED:
            bind = dict(zip("uv", t.args, strict=False))
            return self.value(substitute(_row(DEFINED[t.head]), bind))
        if t.head in _POLYNOMIALS:
            return self._polynomial(t)
        if t.head in _OPAQUE:
            return self._opaque(t)
        raise Silent(t.head)

    def _symbol(self, t: Term) -> Fraction:
        return self.ring.of_atom(self.ring.atom(t.data, lambda: self._name(t.data)))

    def _name(self, name: str) -> Atom:
        words = self.words.get(name, set())
        if words & {"matrix", "function"}:
            raise Silent("a name of no number")
        kind = "integer" if words & {"integer", "natural", "even", "odd"} else "symbol"
        sign_ = None
        for word, s in (("positive", "+"), ("negative", "-"), ("nonnegative", "0+"),
                        ("natural", "0+"), ("nonpositive", "0-")):  # fmt: skip
            if word in words:
                sign_ = s
                break
        signed = sign_ is not None or "real" in words or kind == "integer"
        return Atom(kind, name, real=signed or "complex" not in words, sign=sign_)

    def _parity(self, t: Term) -> Fraction:
        words = self.words.get(t.data, set())
        if not words & {"even", "odd"}:
            return self._symbol(t)
        half = self.ring.atom(("half", t.data), lambda: Atom("integer", f"half of {t.data}"))
        return self.ring.plus(self.ring.scaled(self.ring.of_atom(half), 2),
                              self.ring.whole(int("odd" in words)))  # fmt: skip

    def _opaque(self, t: Term) -> Fraction:
        args = tuple(self.scalar(a) for a in t.args)
        ring, name = self.ring, t.head
        if name in _ODD and len(args) == 1:
            u = args[0]
            if not u.top:
                return ring.whole(0)
            if leading(u.top) < 0:
                return ring.scaled(self._function(name, (ring.scaled(u, -1),)), -1)
        return self._function(name, args)

    def _function(self, name: str, args: tuple[Fraction, ...]) -> Fraction:
        ring = self.ring
        c = ring.constant(args[0]) if len(args) == 1 else None
        for (head, value), turn in _VALUES.items():
            if head == name and c is not None and c == value:
                return ring.scaled(ring.of_atom(pi(ring)), turn)
        real_ = name in _REAL and all(real(ring, a) for a in args)
        if name == "asin" and real(ring, args[0]):
            room = ring.minus(ring.whole(1), ring.power(args[0], 2))
            real_ = sign(ring, room) in ("+", "0+")
        return ring.opaque(name, args, real_, None)

    def _polynomial(self, t: Term) -> Fraction:
        order, u = t.args
        if order.head != "Integer" or order.data > 12:
            raise Silent("a polynomial of symbolic degree")
        step, first = (_row(text) for text in _POLYNOMIALS[t.head])
        before, now = integer(1), substitute(first, {"u": u})
        for k in range(1, order.data):
            values = {"k": integer(k), "u": u, "p": now, "q": before}
            before, now = now, substitute(step, values)
        return self.scalar(now if order.data else before)

    def gamma(self, u: Fraction) -> Fraction:
        """gamma(v + n) = v (v + 1) .. (v + n - 1) gamma(v), counted from the v first met."""
        ring = self.ring
        c = ring.constant(u)
        if c is not None and c.q == 1:
            if c <= 0 or c > 200:
                raise Silent("gamma at a pole")
            out = fmpq(1)
            for k in range(2, int(c.p)):
                out *= k
            return ring.whole(out)
        if c is not None and c.q == 2 and abs(c) < 100:
            start: Fraction = ring.whole(fmpq(1, 2))
            first = ring.bare_root(ring.of_atom(pi(ring)), 2)
            return self._shifted(start, int((c - fmpq(1, 2)).p), first)
        for k, (known, _) in enumerate(self.shifts):
            gap = ring.constant(ring.minus(u, known))
            if gap is not None and gap.q == 1 and abs(gap) < 40:
                return self._shifted(known, int(gap.p), ring.opaque(("gamma", k), (), True, None))
        self.shifts.append((u, 0))
        good = real(ring, u)
        return ring.opaque(("gamma", len(self.shifts) - 1), (), good,
                           "+" if good and sign(ring, u) == "+" else None)  # fmt: skip

    def _shifted(self, v: Fraction, n: int, value: Fraction) -> Fraction:
        ring = self.ring
        for j in range(abs(n)):
            step = ring.plus(v, ring.whole(j if n > 0 else -j - 1))
            value = ring.times(value, step if n > 0 else ring.inverse(step))
        return value


# --- the rules of the heads ---------------------------------------------------------------

Rule = Callable[[Reader, Term], "Fraction | Matrix"]
RULES: dict[str, Rule] = {}


def rule(*heads: str) -> Callable[[Rule], Rule]:
    def register(function: Rule) -> Rule:
        RULES.update(dict.fromkeys(heads, function))
        return function

    return register


@rule("Integer")
def _integer(r: Reader, t: Term) -> Fraction:
    return r.ring.whole(t.data)


@rule("Symbol")
def _symbol(r: Reader, t: Term) -> Fraction:
    return r._parity(t)


@rule("I")
def _i(r: Reader, t: Term) -> Fraction:
    return r.ring.unit


@rule("pi")
def _pi(r: Reader, t: Term) -> Fraction:
    return r.ring.of_atom(pi(r.ring))


@rule("E")
def _e(r: Reader, t: Term) -> Fraction:
    return r.ring.exp(r.ring.whole(1))


@rule("EulerGamma", "Catalan")
def _constant(r: Reader, t: Term) -> Fraction:
    return r.ring.of_atom(r.ring.atom(t.head, lambda: Atom("constant", t.head, sign="+")))


@rule("exp")
def _exp(r: Reader, t: Term) -> Fraction:
    (a,) = t.args
    if a.head == "Add":  # exp(a + b) = exp(a)*exp(b): each part may have its own denominator
        out = r.ring.whole(1)
        for part in a.args:
            out = r.ring.times(out, r.ring.exp(r.scalar(part)))
        return out
    return r.ring.exp(r.scalar(a))
