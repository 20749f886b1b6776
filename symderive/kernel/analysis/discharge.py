"""Identities under givens, with everything that was divided by either proved nonzero or named.

>>> from symderive.terms.reader import read
>>> claim = read("(x^2 - 1)/(x - 1) - x - 1")
>>> identity(claim, Givens.of([read("x > 1")])).blocked
()
>>> len(identity(claim, Givens.of([])).blocked)
1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.ranges.ranges import nonzero, said
from symderive.kernel.logic.claims import Checked, Condition, Undecided
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.zero import prove_zero
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import BINDERS, Term, symbol

RELATIONS = frozenset(("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And"))


@dataclass(frozen=True)
class Identity:
    """A proof that a term is zero: what was discharged, and the terms not proved to be nonzero."""

    how: str
    conditions: tuple[Condition, ...]
    blocked: tuple[Term, ...]


def identity(term: Term, givens: Givens) -> Identity | None:
    """A proof of term = 0 off the zeros of `blocked`; None without one.

    Raises Undecided where the exact algebra stops (too large, 0/0, an unknown head).
    """
    try:
        proof = prove_zero(term, givens)
    except Undecided:
        raise
    except (ArithmeticError, ValueError) as reason:
        raise Undecided(f"exact algebra stops here: {reason}") from None
    if proof is None:
        return None
    conditions: dict[str, Condition] = {}
    blocked: list[Term] = []
    suspects = [e.term for e in proof.excluded]
    suspects += [t for t in proof.inverted if not t.free and not t.functions]
    for t in dict.fromkeys(suspects):
        how = nonzero(t, givens)
        if how is None:
            blocked.append(t)
        elif t.free:
            text = f"{said(t)} != 0"
            conditions[text] = Condition(text, "discharged", how)
    for c in proof.conditions:
        found = holds(c, givens)
        if not found.settled:
            raise Undecided(f"not proved: {found.text} (a derivative in the terms needs it)")
        conditions[found.text] = found
    return Identity(proof.how, tuple(conditions.values()), tuple(blocked))


def presupposed(
    elements: Iterable[Term], written: Sequence[Term], givens: Givens
) -> tuple[list[Condition], list[Term]]:
    """Elements that vanish only where a denominator of the `written` terms does; and the others."""
    wanted = list(dict.fromkeys(elements))
    if not wanted:
        return [], []
    nf = NormalForm(givens)
    verdicts: dict[Term, bool] = {}

    def job() -> Fraction_:
        nf.inverted.clear()
        for t in written:
            _convert(nf, t)
        keys: set[str] = set()
        for t, as_written in list(nf.inverted.items()):
            f = _convert(nf, t) if as_written else None
            if f is not None:
                keys |= {p.key for p, _ in nf.tower.factors(f)[1]}
        for t in wanted:
            f = _convert(nf, t)
            verdicts[t] = (
                f is not None
                and not f.zero
                and {p.key for p, e in nf.tower.factors(f)[1] if e > 0} <= keys
            )
        return nf.tower.nought

    try:
        nf.run(job)
    except (ArithmeticError, ValueError):
        return [], wanted
    good = [
        Condition(f"{said(t)} != 0", "presupposed", "a denominator or pole written in the claim", t)
        for t in wanted
        if verdicts.get(t)
    ]
    return good, [t for t in wanted if not verdicts.get(t)]


def carried(
    premises: Sequence[Checked], written: Sequence[Term], givens: Givens
) -> list[Condition]:
    """What premises presuppose, proved or written here too; raises Undecided for anything else."""
    found = [c for p in premises for c in p.outcome.conditions if c.status == "presupposed"]
    return standing(found, written, givens)


def standing(
    conditions: Iterable[Condition], written: Sequence[Term], givens: Givens
) -> list[Condition]:
    """Presupposed conditions that `written` terms presuppose too, or that are proved.

    1 = x/x, where x != 0, says nothing at 0 and never leads to a statement there; raises Undecided.
    """
    out: dict[str, Condition] = {}
    for c in conditions:
        if c.excluded is None:
            out[c.text] = c
            continue
        text = [_apart(t, c.excluded.free) for t in written]
        how = nonzero(c.excluded, givens)
        if any(_inverts(t, c.excluded) for t in text):
            out[c.text] = c
        elif how is not None:
            out[c.text] = Condition(c.text, "discharged", how)
        else:
            good, bad = presupposed([c.excluded], parts_of(*text), givens)
            if bad:
                raise Undecided(f"not proved: {c.text}, which an earlier step presupposes and "
                                "no denominator written here does")  # fmt: skip
            out |= {k.text: k for k in good}
    return list(out.values())


def _apart(t: Term, names: frozenset[str]) -> Term:
    """The term with its bound variables off the names: a bound x is not the x outside."""
    t = t.rebuild([_apart(a, names) for a in t.args])
    if t.head not in BINDERS or t.args[1].data not in names:
        return t
    new = symbol(fresh(t.args[1].data, t.args[0].free | names))
    body = substitute(t.args[0], {t.args[1].data: new})
    return t.rebuild([body, new, *t.args[2:]])


def _inverts(t: Term, element: Term) -> bool:
    """Whether the text has no value where the element vanishes: it divides by a multiple of it, takes
    the logarithm of one, or inverts M where the element is det(M)."""
    m = element.args[0] if element.head == "det" else None
    return any(
        (u.head == "Div" and element in _factors(u.args[1]))
        or (u.head == "log" and element in _factors(u.args[0]))
        or (u.head == "inverse" and u.args[0] == m)
        or (u.head == "Pow" and u.args[0] == m and u.args[1].head == "Neg")
        for u in t.walk()
    )


def _factors(t: Term) -> list[Term]:
    if t.head in ("Mul", "Neg"):
        return [f for a in t.args for f in _factors(a)]
    return [t]


def _convert(nf: NormalForm, t: Term) -> Fraction_ | None:
    try:
        return nf.tower.reduce(nf.convert(t))
    except (ArithmeticError, ValueError):
        return None


def parts_of(*terms: Term) -> list[Term]:
    """Terms that the normal form reads: binders are replaced by their bodies."""
    out: list[Term] = []
    for t in terms:
        if t.head in RELATIONS:
            out += parts_of(*t.args)
        elif t.head in ("Integral", "Sum", "Product", "Limit"):
            out += parts_of(*(a for k, a in enumerate(t.args) if k != 1))
        elif any(u.head in ("Integral", "Sum", "Product", "Limit") for u in t.walk()):
            out += parts_of(*t.args)
        elif all(u.head != "oo" for u in t.walk()):
            out.append(t)
    return out
