"""A recorded witness, replayed: every given is replayed on its point, and the claim must fail.

Nothing is searched: the values and the functions are those that were recorded; a place at which
givens speak of generic functions, or a name stands for a term, must be one of the witness's own.

>>> from symderive.terms.reader import read
>>> replay(read("sqrt(x^2) = x"), Givens.of([]), {"x": read("-3/7")}, {}).left[:8]
'0.428571'
>>> replay(read("sqrt(x^2) = x"), Givens.of([read("x > 0")]), {"x": read("-3/7")}, {}) is None
True
"""

from __future__ import annotations

from collections.abc import Mapping

from symderive.kernel.logic.exact import exact
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import Place, arities, complex_variables, summation_names
from symderive.kernel.logic.points import Values, admissible
from symderive.kernel.logic.samples import Sample
from symderive.kernel.logic.witness import FINER, TRIES, Case, Witness, links
from symderive.terms.reader import read
from symderive.terms.tree import Term
from symderive.terms.writer import write

COARSE = 64  # bits at which witnesses are sought first
# Entire functions, real on real arguments: what may stand for a generic function.
_PLAIN = frozenset("Integer Symbol Neg Add Mul exp sin cos sinh cosh".split())


def replay(
    claim: Term, givens: Givens, point: Mapping[str, Term], functions: Mapping[str, Sample]
) -> Witness | None:
    """The witness at this very place, with its enclosures computed anew; None if it is none."""
    parts = links(claim)
    if parts is None:
        return None
    if givens.matrices:
        from symderive.kernel.logic import matrix_places

        return matrix_places.replay(claim, givens, point)
    case = Case(claim, parts, givens)
    place = _explicit(claim, givens, point, functions) or _proposed(case, point, functions)
    if place is None:
        return None
    for bits in (COARSE, *FINER):
        found = case.fails(place, bits)
        if found is not None:
            return found
    return None


def _explicit(
    claim: Term, givens: Givens, point: Mapping[str, Term], functions: Mapping[str, Sample]
) -> Place | None:
    """The place of exact values, if every name has one, every given holds and no more is said."""
    if any(s.functions for s in givens.statements):
        return None
    values: Values = {}
    for name, term in point.items():
        value = None if term.free else exact(term, {})
        if value is None:
            return None
        values[name] = value
    givens = givens.with_integers(sorted(summation_names([claim])))
    related = {n for _, a, b in givens.relations for n in a.free | b.free}
    aside = (*givens.matrices, *givens.functions, *claim.functions)
    if values.keys() != (claim.free | related) - set(aside):
        return None
    if any(not values[n][1] for n in complex_variables([claim], givens)):
        return None  # along the real line a complex derivative says nothing
    counts = arities([claim])
    if functions.keys() != counts.keys():
        return None
    if not all(len(f.arguments) == counts[n] and _plain(f) for n, f in functions.items()):
        return None
    return Place(values, functions, {}) if admissible(values, givens) else None


def _plain(f: Sample) -> bool:
    """An entire function with rational coefficients: real, smooth, and free of other names."""
    return f.body.free <= set(f.arguments) and all(_entire(t) for t in f.body.walk())


def _entire(t: Term) -> bool:
    if t.head == "Pow":
        return t.args[1].head == "Integer"
    if t.head == "Div":
        return t.args[1].head == "Integer" and t.args[1].data != 0
    return t.head in _PLAIN


def _proposed(
    case: Case, point: Mapping[str, Term], functions: Mapping[str, Sample]
) -> Place | None:
    """The place among those that the kernel itself tries, if it is one of them."""

    wanted = {n: write(t) for n, t in point.items()}, {n: f.text for n, f in functions.items()}
    for place in case.places(TRIES):
        from_text = {n: _rewritten(v) for n, v in place.recorded().items()}
        if (from_text, place.functions()) == wanted:
            return place
    return None


def _rewritten(text: str) -> str:

    return write(read(text))
