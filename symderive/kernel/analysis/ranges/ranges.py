"""The sign of a real term at every admissible point where it has a value, cheap ways first.

Factor by factor: the normal form and the sign oracle; the structural range; affine in a bounded
part; boxes of balls where all names are bounded by numbers; monotonicity up to a known end.

>>> from symderive.terms.reader import read
>>> prove_sign(read("2 + cos(x)"), Givens.of([]))
('+', '2 + cos(x) lies in [1, 3]')
>>> prove_sign(read("x - sin(x)"), Givens.of([read("x > 0")]))[0]
'+'
>>> prove_sign(read("x - cos(x)"), Givens.of([])) is None
True
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.continuity.boxes import by_boxes
from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.ranges.orders import (
    by_cancelling,
    by_exponential,
    by_given,
    by_order,
)
from symderive.kernel.analysis.ranges.quadratics import by_discriminant
from symderive.kernel.analysis.ranges.trials import hopeless
from symderive.kernel.analysis.ranges.values import is_real, value_range
from symderive.kernel.logic.balls import evaluate, with_precision
from symderive.kernel.logic.exclusions import exclusions
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens, Sign, constant, meet
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.zero import prove_zero
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import Term, call, integer, sub, symbol
from symderive.terms.writer import write

__all__ = [
    "Signed", "is_real", "nonzero", "orientation", "prove_sign", "said", "sign_of", "value_range",
]  # fmt: skip

Signed = tuple[Sign, str]
STRICT = ("+", "-", "0")
NEGATED = {"+": "-", "-": "+", "0+": "0-", "0-": "0+"}
POSITIVE, NEGATIVE, NONZERO = ("+", "0+", "0"), ("-", "0-", "0"), ("+", "-", "!0")
DEPTH = 3


def prove_sign(term: Term, givens: Givens, depth: int = DEPTH) -> Signed | None:
    """(sign, how): the sign of `term` wherever it has a value, and a sentence; None if not proved.

    The sign is + - 0 (strict), 0+ 0- (weak) or !0.  `depth` bounds how often a derivative is taken.
    """
    return _prove(term, _Key(givens), depth)


def sign_of(term: Term, givens: Givens, depth: int = DEPTH) -> Sign | None:
    """The sign alone."""
    found = prove_sign(term, givens, depth)
    return None if found is None else found[0]


def nonzero(term: Term, givens: Givens, depth: int = DEPTH) -> str | None:
    """How the term was proved to vanish nowhere, or None."""
    found = prove_sign(term, givens, depth)
    return found[1] if found is not None and found[0] in NONZERO else None


def orientation(low: Term, high: Term, givens: Givens) -> str | None:
    """The sign of high - low, infinite ends included."""
    p, q = infinite(low), infinite(high)
    if p or q:
        return "0" if p == q else "+" if q > p else "-"
    if low == high:
        return "0"
    return sign_of(sub(high, low), givens)


def said(term: Term) -> str:
    """The term as text, for reasons; terms that no text says are shown by their head."""
    try:
        return write(term)
    except ValueError:
        return f"a term with {term.head}"


class _Key:
    """Givens as a key of the memory: the statements and the sorts are all that signs depend on."""

    __slots__ = ("_hash", "givens", "parts")

    def __init__(self, givens: Givens) -> None:
        self.givens = givens
        sorts = sorted((n, str(s)) for n, s in givens.sorts.items())
        self.parts = (givens.statements, tuple(sorts))
        self._hash = hash(self.parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.parts == other.parts


@lru_cache(maxsize=4000)
def _prove(term: Term, key: _Key, depth: int) -> Signed | None:
    givens = key.givens
    if not term.free and not term.functions:
        return _number(term, givens)
    found: Signed | None = None
    ways: list[Callable[[Term, Givens, int], Signed | None]] = [
        by_given, _by_range, _by_form, _by_parts, _by_factors, _by_circle, _by_rise, _by_words,

        _affine, by_discriminant, _boxed, _by_cases,
    ]  # fmt: skip
    for way in ways:
        if way is _boxed and _enough(term, givens, depth, found):
            break
        try:
            more = way(term, givens, depth)
        except (ArithmeticError, ValueError, RecursionError):
            continue
        if more is None:
            continue
        sign = meet(found[0], more[0]) if found else more[0]
        if found is None or (sign == more[0] and sign != found[0]):
            found = more
        elif sign is not None and sign != found[0]:
            found = sign, f"{found[1]}; {more[1]}"
        if found[0] in STRICT:
            break
    return found


def _enough(term: Term, givens: Givens, depth: int, found: Signed | None) -> bool:
    """Whether the costly ways need not be tried."""
    known = None if found is None else found[0]
    return depth <= 0 or known == "!0" or hopeless(term, givens, known)


def _number(term: Term, givens: Givens) -> Signed | None:
    """A term without names: balls of rising precision, and the normal form for zero."""
    for bits in (64, 256):
        with with_precision(bits):
            value = evaluate(term, {})
            if value.is_finite() and value.imag.is_zero():
                if value.real > 0:
                    return "+", f"{said(term)} = {value.real.str(6, radius=False)} > 0"
                if value.real < 0:
                    return "-", f"{said(term)} = {value.real.str(6, radius=False)} < 0"
            elif value.is_finite() and not value.imag.contains(0):
                return "!0", f"{said(term)} is not real"
    try:
        return _by_form(term, givens, 0)
    except ArithmeticError:
        return None


def _by_words(term: Term, givens: Givens, depth: int) -> Signed | None:
    """By what is given as it stands, by what cancels, by the exponential of logarithms."""
    for way in (by_order, by_cancelling, by_exponential):
        found = way(term, givens, depth, prove_sign)
        if found is not None:
            return found
    return None


def _by_range(term: Term, givens: Givens, depth: int) -> Signed | None:
    found = value_range(term, givens)
    sign = None if found is None else found.sign()
    return None if sign is None else (sign, f"{said(term)} lies in {found!r}")


def _by_parts(term: Term, givens: Givens, depth: int) -> Signed | None:
    """A number that is not real is nonzero if its real or its imaginary part is."""
    if is_real(term, givens):
        return None
    for part in ("re", "im"):
        found = _by_form(call(part, term), givens, depth)
        if found is not None and found[0] in NONZERO:
            return "!0", found[1]
    return None


def _by_form(term: Term, givens: Givens, depth: int) -> Signed | None:
    nf = NormalForm(strengthened(givens))
    signs: list[Sign | None] = []

    def job() -> Fraction_:
        signs.clear()
        f = nf.tower.reduce(nf.convert(term))
        signs.append(nf.tower.sign(f))
        return f

    nf.run(job)
    sign = signs[0]
    if sign is None:
        return None
    written = {t for t, as_written in nf.inverted.items() if as_written}
    # What the form divided by beyond the text may vanish where the term has a value.
    if any(e.term not in written for e in exclusions(nf, symbol_of(term))):
        return None
    return sign, f"{said(term)} {_RELATION[sign]} by its normal form"


def by_form(term: Term, givens: Givens) -> Sign | None:
    """The sign by the normal form alone."""
    found = _by_form(term, givens, 0)
    return None if found is None else found[0]


def symbol_of(term: Term) -> Term:
    """The term under a head that is not continuous: no exclusion is removed by continuity."""
    return Term("sign", (term,))


_RELATION = {"+": "> 0", "-": "< 0", "0": "= 0", "0+": ">= 0", "0-": "<= 0", "!0": "!= 0"}


@lru_cache(maxsize=500)
def _strengthened(key: _Key) -> Givens:
    more: list[Term] = []
    for relation, a, b in key.givens.relations:
        if relation in ("Lt", "Le") and a.head == "Abs" and is_real(a.args[0], key.givens):
            more += [Term(relation, (a.args[0], b)), Term(relation, (minus(b), a.args[0]))]
    return key.givens.extended(*more) if more else key.givens


def strengthened(givens: Givens) -> Givens:
    """The givens with |u| < c also as -c < u < c."""
    return _strengthened(_Key(givens))


def _by_factors(term: Term, givens: Givens, depth: int) -> Signed | None:
    head = term.head
    if head == "Neg":
        inner = prove_sign(term.args[0], givens, depth)
        return None if inner is None else (NEGATED.get(inner[0], inner[0]), inner[1])
    if head == "Pow":
        e = constant(term.args[1])
        base = prove_sign(term.args[0], givens, depth)
        if base is None or e is None:
            return base if base is not None and base[0] == "+" and is_real(term, givens) else None
        if base[0] in ("+", "0+"):
            return ("+", base[1]) if e < 0 else base
        if e.denominator == 1 and e % 2 == 1:
            return base
        if e.denominator != 1 or not is_real(term.args[0], givens):
            return None
        return "+" if base[0] in NONZERO else "0+", base[1]
    if head == "sqrt":
        inner = prove_sign(term.args[0], givens, depth)
        return inner if inner is not None and inner[0] in POSITIVE else None
    if head not in ("Mul", "Div"):
        return None
    sign: Sign = "+"
    how: list[str] = []
    for i, factor in enumerate(term.args):
        found = prove_sign(factor, givens, depth)
        if found is None:
            return None
        own = found[0]
        if head == "Div" and i == 1:  # a denominator vanishes nowhere where the quotient is
            own = {"0+": "+", "0-": "-"}.get(own, own)
        combined = _product(sign, own)
        if combined is None:
            return None
        sign = combined
        how.append(found[1])
    return sign, "; ".join(how)


def _range_sign(term: Term, givens: Givens) -> Sign | None:
    found = value_range(term, givens)
    return None if found is None else found.sign()


def _by_circle(term: Term, givens: Givens, depth: int) -> Signed | None:
    """p*cos(u)^m + q*sin(u)^n + .. with p, q > 0 and even m, n: the two do not vanish together."""
    if term.head != "Add":
        return None
    seen: dict[Term, set[str]] = {}
    for t in term.args:
        if _range_sign(t, givens) not in ("+", "0+"):
            return None
        factors = t.args if t.head == "Mul" else (t,)
        waves = [f for f in factors if f.head == "Pow" and f.args[0].head in ("sin", "cos")]
        rest = [f for f in factors if f not in waves]
        if len(waves) == 1 and all(sign_of(f, givens, 0) == "+" for f in rest):
            wave = waves[0]
            e = constant(wave.args[1])
            if e is not None and e.denominator == 1 and e % 2 == 0 and e > 0:
                seen.setdefault(wave.args[0].args[0], set()).add(wave.args[0].head)
    u = next((u for u, heads in seen.items() if len(heads) == 2 and is_real(u, givens)), None)
    if u is None:
        return None
    return "+", f"sin and cos of {said(u)} do not vanish together, and the terms are not negative"


def _by_rise(term: Term, givens: Givens, depth: int) -> Signed | None:
    """f(u) - f(v) has the sign of u - v where f rises: exp on the line, log on the positive half.

    exp(u) - 1 is such a difference too.
    """
    if term.head != "Add" or len(term.args) != 2 or depth <= 0:
        return None
    a, b = term.args
    if a.head == "Neg":
        a, b = b, a
    if a.head not in ("exp", "log") or b.head != "Neg":
        return None
    v = b.args[0]
    if v.head == a.head:
        v = v.args[0]
    elif a.head == "exp" and v == integer(1):
        v = integer(0)
    else:
        return None
    u = a.args[0]
    if not (is_real(u, givens) and is_real(v, givens)):
        return None
    if a.head == "log" and not all(sign_of(w, givens, depth - 1) == "+" for w in (u, v)):
        return None
    found = prove_sign(u if v == integer(0) else sub(u, v), givens, depth - 1)
    return None if found is None else (found[0], f"{a.head} rises, and {found[1]}")


def _product(a: Sign, b: Sign) -> Sign | None:
    if "0" in (a, b):
        return "0"
    if "!0" in (a, b):
        return "!0" if a in NONZERO and b in NONZERO else None
    negative = ("-" in a) != ("-" in b)
    weak = "0" in a or "0" in b
    return ("0" if weak else "") + ("-" if negative else "+")


# --- affine in a bounded part ---------------------------------------------------------------------

_BOUNDED = frozenset("sin cos tanh erf sech".split())


def _affine(term: Term, givens: Givens, depth: int) -> Signed | None:
    """a + b*cos(x) has its extremes where the cosine has: a + b and a - b decide."""
    from symderive.kernel.analysis.calculus.differentiate import differentiate

    parts = dict.fromkeys(t for t in term.walk() if t.head in _BOUNDED and t.free)
    if not parts or depth < -1 or not is_real(term, givens):
        return None
    part = next(iter(parts))
    span = value_range(part, givens)
    if span is None or span.low.rational is None or span.high.rational is None:
        return None
    name = "part_of_" + "_".join(sorted(part.free))
    if name in term.free:
        return None
    opened = replace(term, part, symbol(name))
    slope, conditions = differentiate(opened, name, givens)
    curve, more = differentiate(slope, name, givens)
    flat = prove_zero(curve, givens)
    if conditions or more or flat is None or flat.excluded:
        return None
    signs = []
    for edge in (span.low.rational, span.high.rational):
        if edge.denominator != 1:
            return None
        at = substitute(opened, {name: integer(int(edge))})
        found = prove_sign(at, givens, min(depth, 1) - 1)
        if found is None:
            return None
        signs.append(found[0])
    sign = between(*signs)
    how = f"{said(term)} is affine in {said(part)}, which lies in {span!r}"
    return None if sign is None else (sign, how)


def between(a: Sign, b: Sign) -> Sign | None:
    """The sign of what lies between two numbers of these signs."""
    if a == b and a != "!0":
        return a
    if a in POSITIVE and b in POSITIVE:
        return "0+"
    return "0-" if a in NEGATIVE and b in NEGATIVE else None


def _boxed(term: Term, givens: Givens, depth: int) -> Signed | None:
    sign = by_boxes(term, givens)
    return None if sign is None else (sign, f"{said(term)} {_RELATION[sign]} by balls over its box")


def _by_cases(term: Term, givens: Givens, depth: int) -> Signed | None:
    from symderive.kernel.analysis.continuity.monotone import by_monotonicity

    return by_monotonicity(term, givens, depth)
