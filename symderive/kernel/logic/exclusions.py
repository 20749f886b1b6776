"""What a proof divided by, and why that is allowed.

Every inverted element is proved nonzero, or presupposed because the claim's own text divides by it,
or removed by continuity: two continuous functions that agree off a set without interior agree.
Anything else stays open and blocks the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.tower import Replan
from symderive.terms.tree import Term

# Continuous wherever they have a value, at real names (principal branches cut nothing of the line).
CONTINUOUS = frozenset(
    """Integer Symbol Neg Add Mul Div Pow pi E I EulerGamma Catalan GoldenRatio exp sin cos tan cot sec
    csc sinh cosh tanh coth sech csch sqrt cbrt Abs log atan asinh erf erfc erfi Si Shi Ci Ei fresnels
    fresnelc airyai airybi airyaiprime airybiprime gamma loggamma digamma trigamma polygamma beta
    besselj bessely besseli besselk jn yn elliptic_k elliptic_e factorial binomial legendre hermite
    laguerre chebyshevt chebyshevu lowergamma uppergamma jacobi_sn jacobi_cn jacobi_dn sinc
    LambertW Apply""".split()
)
# Holomorphic wherever they have a value, off every cut: enough at complex names.
HOLOMORPHIC = CONTINUOUS - frozenset(
    """sqrt cbrt Abs log atan asinh Ci Ei loggamma bessely besselk elliptic_k elliptic_e LambertW
    lowergamma uppergamma Apply""".split()
)
# ... and smooth, so that a derivative of them is continuous again.
SMOOTH = CONTINUOUS - frozenset({"sqrt", "cbrt", "Abs"})

UNNAMED = Term("Symbol", (), "an element without a name")


@dataclass(frozen=True)
class Exclusion:
    """`term` must not vanish; `status` presupposed or open, with the reason."""

    term: Term
    status: str
    how: str


def exclusions(nf: NormalForm, claim: Term) -> tuple[Exclusion, ...]:
    """The inverted elements that are not proved nonzero."""
    out: list[Exclusion] = []
    written: list[Fraction_] = []
    later: list[tuple[Term, Fraction_ | None]] = []
    for term, as_written in nf.inverted.items():
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
    names = {key for w in written for p, _ in nf.tower.factors(w)[1] for key in (p.key,)}
    smooth = continuous(claim, nf)
    fixed = smooth or continuous(claim, nf, integers_fixed=True)
    for term, f in later:
        if f is not None and not f.zero and {p.key for p, e in nf.tower.factors(f)[1] if e > 0} <= names:
            continue  # it vanishes only where a written denominator does
        if smooth or (fixed and not any(nf.givens.sort(n).domain == "integer" for n in term.free)):
            continue
        out.append(Exclusion(term, "open", "divided by, but not written as a denominator in the claim"))
    for f in nf.unnamed.values():
        if not smooth and not {p.key for p, e in nf.tower.factors(f)[1] if e > 0} <= names:
            out.append(Exclusion(UNNAMED, "open", "a rule divides by it, and it is not proved nonzero"))
            break
    return tuple(out)


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
    if any(relation in ("Eq", "Le") and not _bound_of_a_name(a, b) for relation, a, b in givens.relations):
        return False
    sorts = [givens.sort(n) for n in claim.free]
    if not integers_fixed and any(s.domain == "integer" for s in sorts):
        return False
    complex_ = any(s.domain == "complex" for s in sorts)
    allowed = HOLOMORPHIC if complex_ else CONTINUOUS
    return _within(claim, allowed)


def _bound_of_a_name(a: Term, b: Term) -> bool:
    return (a.head == "Symbol" and not b.free) or (b.head == "Symbol" and not a.free)


def _within(t: Term, allowed: frozenset[str]) -> bool:
    if t.head == "Derivative":
        return _within(t.args[0], allowed & SMOOTH)
    if t.head not in allowed:
        return False
    if t.head == "Pow":
        e = t.args[1]
        literal = e.args[0] if e.head == "Neg" else e
        if literal.head != "Integer" and t.args[0].free and allowed is HOLOMORPHIC:
            return False
    return all(_within(a, allowed) for a in t.args)
