"""What a proof divided by, and why that is allowed.

Every inverted element is proved nonzero, or presupposed because the claim's own text divides by it,
or removed by continuity: two continuous functions that agree off a set without interior agree.
Anything else stays open and blocks the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symderive.kernel.analysis.ranges.realness import plainly_real
from symderive.kernel.logic import realvalued
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import constant
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.powers import lone
from symderive.kernel.logic.tower import Replan
from symderive.terms.tree import Term

# Continuous wherever they have a value, at real names.
CONTINUOUS = frozenset(
    """Integer Symbol Neg Add Mul Div Pow pi E I EulerGamma Catalan GoldenRatio exp sin cos tan cot sec
    csc sinh cosh tanh coth sech csch sqrt cbrt Abs log atan asinh erf erfc erfi Si Shi Ci Ei fresnels
    fresnelc airyai airybi airyaiprime airybiprime gamma loggamma digamma trigamma polygamma beta
    besselj bessely besseli besselk jn yn elliptic_k elliptic_e factorial binomial legendre hermite
    laguerre chebyshevt chebyshevu lowergamma uppergamma jacobi_sn jacobi_cn jacobi_dn sinc
    LambertW Apply""".split()
)
# Those with a cut: on the real line it cuts nothing, but sqrt(-1 - I*x) jumps at x = 0.
CUT = frozenset(
    """sqrt cbrt log atan asinh Ci Ei loggamma bessely besselk elliptic_k elliptic_e LambertW
    lowergamma uppergamma""".split()
)
# ... those where only an integral first argument removes the cut, and the root at 0,
ORDERED = frozenset("besselj besseli jn yn legendre chebyshevt chebyshevu".split())
# ... holomorphic wherever they have a value: enough at complex names,
HOLOMORPHIC = CONTINUOUS - CUT - {"Abs", "Apply"}
# ... and smooth wherever they have a value, so that a derivative of them is continuous again.
SMOOTH = CONTINUOUS - frozenset(
    "sqrt cbrt Abs elliptic_k elliptic_e LambertW lowergamma uppergamma".split()
)

UNNAMED = Term("Symbol", (), "an element without a name")


@dataclass(frozen=True)
class Exclusion:
    """`term` must not vanish; `status` presupposed or open, with the reason."""

    term: Term
    status: str
    how: str


def _settling(inverted: Mapping[Term, bool]) -> Iterator[tuple[Term, bool]]:
    """The items of a mapping that grows while they are looked at, each once."""
    seen: set[Term] = set()
    while new := [item for item in inverted.items() if item[0] not in seen]:
        seen.update(term for term, _ in new)
        yield from new


def exclusions(nf: NormalForm, claim: Term, *, closed: bool = True) -> tuple[Exclusion, ...]:
    """The inverted elements that are not proved nonzero.

    `closed`: the claim is an equation or a weak inequality, which holds in the limit where it holds
    nearby; `<` and `!=` do not.
    """
    out: list[Exclusion] = []
    written: list[Fraction_] = []
    later: list[tuple[Term, Fraction_ | None]] = []
    for term, as_written in _settling(nf.inverted):
        if not term.free and not term.functions:
            continue  # a number: its normal form was inverted, and a ball confirms it (rule 4)
        f = _form(nf, term)
        if f is not None and nf.tower.sign(f) in ("+", "-", "!0"):
            if as_written:
                written.append(f)
            continue
        if as_written:
            if f is not None:
                written.append(f)
            out.append(Exclusion(term, "presupposed", "a denominator or pole written in the claim"))
        else:
            later.append((term, f))
    names = {key for w in written for p, _ in nf.tower.factors(w)[1] for key in _vanishing(nf, p)}
    smooth = closed and continuous(claim, nf)
    fixed = smooth or (closed and continuous(claim, nf, integers_fixed=True))
    for term, f in later:
        if (
            f is not None
            and not f.zero
            and {p.key for p, e in nf.tower.factors(f)[1] if e > 0} <= names
        ):
            continue  # it vanishes only where a written denominator does
        if f is not None and closed and _removable(claim, f, nf):
            continue
        if smooth or (fixed and not any(nf.givens.sort(n).domain == "integer" for n in term.free)):
            continue
        out.append(
            Exclusion(term, "open", "divided by, but not written as a denominator in the claim")
        )
    for f in nf.unnamed.values():
        if not smooth and not {p.key for p, e in nf.tower.factors(f)[1] if e > 0} <= names:
            out.append(
                Exclusion(UNNAMED, "open", "a rule divides by it, and it is not proved nonzero")
            )
            break
    return tuple(out)


def _removable(claim: Term, f: Fraction_, nf: NormalForm) -> bool:
    """Whether a claim Derivative(F, x) = R extends over the zeros of f.

    F and R continuous, F' = R off isolated points of x: then F' = R there too, by the mean value
    theorem (Rudin, Principles, 5.10 and the corollary to 5.12).
    """
    if claim.head != "Add" or len(claim.args) != 2 or claim.args[1].head != "Neg":
        return False
    left, right = claim.args[0], claim.args[1].args[0]
    if left.head != "Derivative" or left.data != (1,) or left.args[1].head != "Symbol":
        return False
    if any(t.head == "Derivative" for side in (left.args[0], right) for t in side.walk()):
        return False
    if not (continuous(left.args[0], nf) and continuous(right, nf)):
        return False
    g = nf.tower.by_key.get("symbol:" + left.args[1].data)
    if g is None:
        return False
    for p, e in nf.tower.factors(f)[1]:
        made = (h for h, k in zip(nf.tower.generators, p.n.degrees(), strict=False) if k)
        if e > 0 and any(h.kind not in ("symbol", "pi") for h in made):
            return False  # x - |x| vanishes on a half line
        with_x = [m for m, _ in nf.tower.terms(p.n) if m[g.index]]
        if e > 0 and [sum(m) for m in with_x] != [1]:
            return False  # only c x + (terms without x) surely has isolated zeros
    return True


def _vanishing(nf: NormalForm, p: Fraction_) -> list[str]:
    """The factors that vanish only where p does: p, and the base of a root that p is."""
    g = lone(nf, p)
    if g is None or g.kind != "root":
        return [p.key]
    return [p.key, *(b.key for b, e in nf.tower.factors(g.payload[0])[1] if e > 0)]


def _form(nf: NormalForm, term: Term) -> Fraction_ | None:
    try:
        return nf.tower.reduce(nf.convert(term))
    except (ArithmeticError, Replan):
        return None


def continuous(claim: Term, nf: NormalForm, integers_fixed: bool = False) -> bool:
    """Whether the claim is a continuous function on a domain that is thick everywhere.

    With `integers_fixed`, a function of the other names at each value of the integers; an exclusion
    that does not mention these leaves a thick domain at every value of them.
    """
    givens = nf.givens
    if not all(_thick(nf, *r) for r in givens.relations) or any(
        b.low is not None and b.high is not None and b.low >= b.high for b in givens.bounds.values()
    ):
        return False
    sorts = [givens.sort(n) for n in claim.free]
    if not integers_fixed and any(s.domain == "integer" for s in sorts):
        return False
    complex_ = any(s.domain == "complex" for s in sorts)
    allowed = HOLOMORPHIC if complex_ else CONTINUOUS
    return _within(nf, claim, allowed)


def _thick(nf: NormalForm, relation: str, a: Term, b: Term) -> bool:
    """A given that leaves a domain without thin parts: open, or the bound of one name."""
    if relation in ("Eq", "Le"):
        return relation == "Le" and _bound_of_a_name(a, b)
    return _within(nf, a, CONTINUOUS) and _within(nf, b, CONTINUOUS)


def _bound_of_a_name(a: Term, b: Term) -> bool:
    return (a.head == "Symbol" and not b.free) or (b.head == "Symbol" and not a.free)


def _within(nf: NormalForm, t: Term, allowed: frozenset[str], order: int = 0) -> bool:
    """Whether t is continuous, differentiated `order` times."""
    if t.head == "Derivative":
        return _within(nf, t.args[0], allowed & SMOOTH, order + sum(t.data))
    if t.head not in allowed:
        return False
    plane = "log" not in allowed  # names may be complex
    if t.head in ORDERED and (plane or order) and not _integral(nf, t.args[0]):
        return False
    if t.head == "Pow" and t.args[0].free and not _integral(nf, t.args[1]):
        exponent = constant(t.args[1])
        if plane or (order and (exponent is None or exponent <= order)):
            return False  # a cut of the plane, or a derivative that has no value at 0
        if not _real(nf, t.args[0]):
            return False
    if t.head in CUT and t.free and not all(_real(nf, a) for a in t.args):
        return False
    return all(_within(nf, a, allowed, order) for a in t.args)


def _real(nf: NormalForm, t: Term) -> bool:
    if plainly_real(t, frozenset(n for n in t.free if nf.givens.sort(n).domain == "complex")):
        return True
    f = _form(nf, t)
    return f is not None and realvalued.real(nf, f)


def _integral(nf: NormalForm, t: Term) -> bool:
    """Whether an exponent or an order is made of integers alone."""
    if t.head == "Symbol":
        return nf.givens.sort(t.data).domain == "integer"
    return t.head == "Integer" or (
        t.head in ("Neg", "Add", "Mul") and all(_integral(nf, a) for a in t.args)
    )
