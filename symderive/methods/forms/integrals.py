"""Integrals of forms: pull back, then antiderivatives from the inside out, each tried in the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.forms.coefficients import Coefficients
from symderive.kernel.analysis.forms.region_step import PRIMITIVE, inside, nested, pulled_back
from symderive.kernel.analysis.integrals.antiderivative import evaluate
from symderive.kernel.analysis.integrals.definite import Diverges, Pieces
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import orientation
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.methods.forms.primitives import candidates
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, eq, neg

__all__ = ["Diverges", "integral_step"]


def integral_step(n: int, term: Term, roles: dict[str, Term], givens: Givens) -> Step:
    """A step that gives integral(w, P, ..) = value.  Raises Undecided, Rejected (Diverges)."""
    body, ranges = pulled_back(term, roles, givens)
    bind = dict(roles)
    order = nested(ranges)
    for level, (name, low, high) in enumerate(order, 1):
        inner = inside(order[level:], givens)
        integral = Term("Integral", (body, Term("Symbol", (), name), low, high))
        found = _evaluated(integral, inner)
        if found is None:
            raise Undecided(f"no antiderivative was found of {_short(body)} in {name}")
        antiderivative, value = found
        bind[f"F_{level}"] = antiderivative
        if level < len(order):
            bind[f"G_{level}"] = value
        body = value
    return Step(n, PRIMITIVE, eq(term, body), bind=bind)


def _evaluated(integral: Term, givens: Givens) -> tuple[Term, Term] | None:
    """(antiderivative, value) that the kernel accepts; jumps of the antiderivative counted."""
    body, x, _low, _high = integral.args
    for f in candidates(body, x.data, givens):
        for value in _values(integral, f, givens):
            try:
                evaluate(integral, value, f, givens)
            except Diverges:
                raise
            except (Rejected, ArithmeticError, ValueError):
                continue
            return f, value
    return None


def _values(integral: Term, f: Term, givens: Givens) -> Iterator[Term]:
    """F(b) - F(a), then the sum over the pieces on which F is continuous."""
    body, x, low, high = integral.args
    ends = [_at(f, x.data, end, side, givens) for end, side in ((low, "+"), (high, "-"))]
    if ends[0] is not None and ends[1] is not None:
        yield from _tidied(ends[1], ends[0], givens)
    if orientation(low, high, givens) == "+":
        with suppress(Rejected, ArithmeticError, ValueError):
            total = Pieces(body, x.data, f, without(x.data, givens)).run(low, high, []).total
            yield from _tidied(total, ZERO, givens)


def _at(f: Term, name: str, end: Term, side: str, givens: Givens) -> Term | None:
    if not infinite(end):
        return substitute(f, {name: end})
    found = limit(f, name, end, side, givens)
    return None if found is None else found.value


def _tidied(high: Term, low: Term, givens: Givens) -> list[Term]:
    difference = Term("Add", (high, neg(low)))
    k = Coefficients(givens)
    try:
        return [k.run(lambda: k.write(k.read(difference)))]
    except ArithmeticError:
        return [difference]


def _short(t: Term) -> str:
    from symderive.terms.writer import write

    text = write(t)
    return text if len(text) < 80 else text[:77] + "..."
