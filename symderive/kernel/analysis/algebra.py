"""Primitive `algebra`: a relation that the normal form or the sign oracle proves, from equations.

Premises join the givens; what they presuppose not to vanish travels along and must be proved nonzero,
be written as a denominator in the conclusion too, or be removed by continuity.

>>> from symderive.kernel.logic.claims import Step
>>> from symderive.terms.reader import read
>>> algebra(Step(1, "algebra", read("(x^2 - 1)/(x - 1) = x + 1")), (), Givens()).conditions[0].text
'x - 1 != 0'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis import reasons
from symderive.kernel.analysis.integrals.existence import existence, infinite
from symderive.kernel.logic import realvalued, ties
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    primitive,
    smooth_by_default,
)
from symderive.kernel.logic.exclusions import Exclusion, exclusions
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.witness import nonvacuous
from symderive.kernel.logic.zero import MAX_SPLITS, Proof, prove_equal
from symderive.terms.tree import ZERO, Term, add, neg, rational
from symderive.terms.writer import write

PRIMITIVE = "algebra"
MAX_CASES = 4
_ENOUGH = {"Lt": ("+",), "Le": ("+", "0+", "0"), "Ne": ("+", "-", "!0")}


@primitive(PRIMITIVE)
def algebra(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is = != < <= > >= or a conjunction; Undecided if no proof is found."""
    ambiguous = ties.tied(step.gives, givens.statements)
    if ambiguous:
        raise Undecided(ties.reason(ambiguous))
    extended, travelling = with_premises(premises, givens)
    conditions: dict[str, Condition] = {}
    says: list[str] = []
    for part in step.gives.args if step.gives.head == "And" else (step.gives,):
        proof = relation(part, extended, travelling)
        says.append(_says(part, proof, premises, givens))
        for c in settled(proof, part, givens):
            conditions.setdefault(c.text, c)
        for c in existence(part, premises, givens):
            conditions.setdefault(c.text, c)
    return Outcome("exact", tuple(conditions.values()), " ".join(dict.fromkeys(says)))


def _says(part: Term, proof: Proof, premises: Sequence[Checked], givens: Givens) -> str:
    """The reason of one relation, as a sentence."""
    if not premises:
        return reasons.without_premises(part, proof.how)
    facts = [p.gives for p in premises]
    if part.head not in reasons.ORDERS:
        return reasons.from_equations(facts, part, proof.how)

    def proves(left_out: Term) -> bool:
        kept = [s for s in givens.statements if s != left_out]
        try:
            relation(part, Givens.of([*kept, *facts]))
        except (Undecided, Rejected):
            return False
        return True

    return reasons.from_signs(reasons.orders(givens), proves)


def with_premises(premises: Sequence[Checked], givens: Givens) -> tuple[Givens, tuple[Term, ...]]:
    """The givens with the premises among them, and what the premises presuppose not to vanish."""
    facts = [p.gives for p in premises]
    travelling = dict.fromkeys(
        c.excluded for p in premises for c in p.outcome.conditions
        if c.status == "presupposed" and c.excluded is not None
    )  # fmt: skip
    return (givens.extended(*facts) if facts else givens), tuple(travelling)


def relation(
    part: Term, givens: Givens, travelling: tuple[Term, ...] = (), thorough: bool = True
) -> Proof:
    """A proof of one relation under the givens; raises Undecided.

    `thorough` splits signs into cases, and asks ranges and derivatives too for the sign of an
    order, which may take seconds.
    """
    head, args = part.head, part.args
    if head in ("Gt", "Ge"):
        head, args = {"Gt": "Lt", "Ge": "Le"}[head], (args[1], args[0])
    try:
        if head == "Eq":
            splits = MAX_SPLITS if thorough else 0
            proof = prove_equal(args[0], args[1], givens, travelling, splits)
            if proof is None:
                raise Undecided("the normal forms of the two sides differ")
            return proof
        if head in _ENOUGH:
            return _order(head, args, givens, travelling, thorough)
        if head == "Or":
            return _first(args, givens, travelling)
        if head == "Is":
            return _said(part, givens)
    except ArithmeticError as reason:
        if isinstance(reason, Undecided):
            raise
        raise Undecided(f"exact algebra stops here: {reason}") from None
    raise Rejected(f"algebra proves relations, not {head}")


def entailed(part: Term, givens: Givens) -> bool:
    """Whether a relation is proved and its proof leaves nothing open.

    What the relation itself divides by may be presupposed: it is a relation where it is defined.
    """
    try:
        proof = relation(part, givens)
        for c in proof.conditions:
            _side_condition(c, givens)
    except (Undecided, Rejected):
        return False
    return not proof.open


def _first(parts: tuple[Term, ...], givens: Givens, travelling: tuple[Term, ...]) -> Proof:
    """A proof of one of several relations."""
    for part in parts:
        try:
            return relation(part, givens, travelling)
        except (Undecided, Rejected):
            continue
    raise Undecided("none of the alternatives is proved")


def _said(part: Term, givens: Givens) -> Proof:
    """`u is real`, `n is integer`: by realness of the normal form, by the sort of a name."""
    subject, word = part.args
    nf = NormalForm(givens)
    found: list[bool] = []

    def job() -> Fraction_:
        f = nf.tower.reduce(nf.convert(subject))
        found.append(realvalued.real(nf, f) if word.data == "real" else nf.tower.integral(f))
        return f

    if word.data in ("real", "integer"):
        nf.run(job)
    if not found or not found[-1]:
        raise Undecided(f"{write(part)} is not known")
    return Proof("a known sort", (), tuple(nf.inverted), ())


def _order(
    head: str, args: tuple[Term, ...], givens: Givens, travelling: tuple[Term, ...], thorough: bool
) -> Proof:
    nf = NormalForm(givens)
    for t in travelling:
        nf.exclude(t, written=False)
    difference = args[1] if args[0] == ZERO else (
        neg(args[0]) if args[1] == ZERO else add(args[1], neg(args[0])))  # fmt: skip
    signs: list[str | None] = []
    shown: list[str] = []

    def job() -> Fraction_:
        f = nf.tower.reduce(nf.convert(difference))
        signs.append(nf.tower.sign(f))
        shown.append(reasons.factored(nf, f))
        if head != "Ne" and not all(
            realvalued.real(nf, nf.convert(a)) or (thorough and _in_range(a, givens)) for a in args
        ):
            raise Undecided("an order is of real numbers, and a side may not be real")
        return f

    nf.run(job)
    if signs[-1] not in _ENOUGH[head]:
        from symderive.kernel.analysis.ranges.ranges import prove_sign

        found = prove_sign(difference, givens) if thorough else None
        if found is None or found[0] not in _ENOUGH[head]:
            return _order_by_cases(head, args, givens, travelling, thorough)
    how = reasons.signed(signs[-1], shown[-1])
    return Proof(
        how, exclusions(nf, difference, closed=head == "Le"), tuple(nf.inverted), nf.needs()
    )


def _in_range(t: Term, givens: Givens) -> bool:
    """Whether the term is real by the ranges of its parts, where the normal form does not see it."""
    from symderive.kernel.analysis.ranges.values import is_real

    return is_real(t, givens)


def _order_by_cases(
    head: str, args: tuple[Term, ...], givens: Givens, travelling: tuple[Term, ...], thorough: bool
) -> Proof:
    """The order for u >= 0 and for u <= 0, where |u| stands in it."""
    known = set(givens.statements)
    inner = dict.fromkeys(t.args[0] for a in args for t in a.walk() if t.head == "Abs")
    for u in list(inner)[:MAX_CASES]:
        sides = [Term("Le", pair) for pair in ((ZERO, u), (u, ZERO))]
        if known & set(sides):
            continue
        proofs = [_order(head, args, givens.extended(s), travelling, thorough) for s in sides]
        excluded = {e.term: e for p in proofs for e in p.excluded}
        needs = dict.fromkeys(c for p in proofs for c in p.conditions)
        return Proof("cases by a sign", tuple(excluded.values()), proofs[0].inverted, tuple(needs))
    raise Undecided("the sign of the difference is not known")


def settled(proof: Proof, part: Term, givens: Givens) -> list[Condition]:
    """The conditions of a proof; Undecided when one of them stays open or nothing is admissible."""
    out = [_condition(e) for e in proof.excluded]
    blocked = [c for c in out if not c.settled]
    if blocked:
        raise Undecided(f"not proved: {blocked[0].text} ({blocked[0].how})")
    for c in proof.conditions:
        out.append(_side_condition(c, givens))
    point = nonvacuous(givens, [u for u in proof.inverted if _scalar(u)], _sides(part))
    if point is None:
        raise Undecided("no admissible point was found at which both sides have a value")
    at = ", ".join(f"{name} = {value}" for name, value in point.items())
    out.append(Condition("the claim is not void", "discharged", f"at {at}" if at else "no names"))
    return out


def _sides(part: Term) -> list[Term]:
    """Both sides, with a number in place of each limit: that these exist is asked elsewhere."""
    return [_without_limits(a) for a in part.args]


def _without_limits(t: Term) -> Term:
    if t.head in ("Integral", "Limit") or (t.head in ("Sum", "Product") and infinite(t.args[2:])):
        return rational(22, 7)
    return t.rebuild([_without_limits(a) for a in t.args])


def _scalar(t: Term) -> bool:
    return all(u.head not in ("Matrix", "Integral", "Limit") for u in t.walk())


def _condition(e: Exclusion) -> Condition:
    return Condition(f"{write(e.term)} != 0", e.status, e.how, e.term)


def _side_condition(c: Term, givens: Givens) -> Condition:
    text = write(c)
    if c in givens.statements:
        return Condition(text, "given", "a given")
    default = smooth_by_default(c, givens)
    if default is not None:
        return default
    if not entailed(c, givens):
        raise Undecided(f"a derivative in the claim needs {text}")
    return Condition(text, "discharged", "by the sign oracle")
