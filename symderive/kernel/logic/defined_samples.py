"""Explicit functions that obey an equation given of them: one function is defined by the others.

A given like a(x,y)*f[1,0](x,y) + b(x,y)*f[0,1](x,y) = 0 is linear in a(x,y).  With lines for the
functions whose derivatives occur it is solved for such a function, by division by a number only, so
that what comes out is as smooth as what went in.  The caller still checks that the given holds.

>>> from symderive.terms.reader import read
>>> given = read("a(x, y)*f[1,0](x, y) + b(x, y)*f[0,1](x, y) = 0")
>>> found = defined_samples([given], {"a": 2, "b": 2, "f": 2})
>>> sorted(found), found["f"].text
(['a', 'b', 'f'], '(x1, x2) -> 3/13 + 17*x1/7 + 19*x2/13')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.samples import Sample
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, div, integer, mul, neg, rational, symbol

_TOPS = (17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61)
_UNDER = (7, 11, 5, 13, 3)


def defined_samples(
    equations: Sequence[Term], counts: Mapping[str, int]
) -> dict[str, Sample] | None:
    """Samples for the functions `counts`, or None where an equation is not solved so."""
    lines = {n: _line(j, n, counts[n]) for j, n in enumerate(sorted(counts))}
    wholes = [add(e.args[0], neg(e.args[1])) for e in equations]
    solved: dict[str, tuple[list[str], Term]] = {}
    kept: set[str] = set()  # functions that must stay lines
    for whole in wholes:
        for name, (arguments, body) in solved.items():
            whole = _instance(whole, name, arguments, body)
        found = _solve(whole, lines, kept)
        if found is None:
            return None
        name, arguments, body, used = found
        for other, (own, earlier) in list(solved.items()):
            solved[other] = (own, _instance(earlier, name, arguments, body))
        solved[name] = (arguments, body)
        kept |= used
    out = dict(lines)
    for name, (arguments, body) in solved.items():
        for other, line in lines.items():
            if other not in solved:
                body = _instance(body, other, line.arguments, line.body)
        if body.functions or not body.free <= set(arguments):
            return None
        out[name] = Sample(tuple(arguments), body)
    return out


def _line(j: int, name: str, arity: int) -> Sample:
    xs = tuple(f"x{i + 1}" for i in range(arity))
    parts = [
        div(mul(integer(_TOPS[(i + 3 * j - 6) % len(_TOPS)]), symbol(x)),
            integer(_UNDER[(i * (j + 1) + 2 * j - 4) % len(_UNDER)]))
        for i, x in enumerate(xs)
    ]  # fmt: skip
    return Sample(xs, add(rational(j + 1, 13), *parts))


def _solve(
    whole: Term, lines: Mapping[str, Sample], kept: set[str]
) -> tuple[str, list[str], Term, set[str]] | None:
    """A function that stands in `whole` once, linear with a number for its slope: name, body."""
    uses: dict[str, set[Term]] = {}
    for t in whole.walk():
        if t.head == "Apply":
            uses.setdefault(t.data[0], set()).add(t)
    for name, found in sorted(uses.items()):
        (node, *more) = found
        names = [a.data for a in node.args if a.head == "Symbol"]
        plain = not any(node.data[1]) and len(set(names)) == len(node.args) == len(names)
        if more or not plain or name in kept or not whole.free <= set(names):
            continue
        w = fresh("w", whole.free)
        inner = replace(whole, node, symbol(w))
        slope = _slope(inner, w)
        if slope is None or w in slope.free:
            continue
        number = slope
        for other in sorted(slope.functions):
            number = _instance(number, other, lines[other].arguments, lines[other].body)
        value = _number(number)
        if value is None or value == ZERO:
            continue
        rest = substitute(inner, {w: ZERO})
        return name, names, neg(div(rest, value)), set(slope.functions)
    return None


def _instance(t: Term, name: str, arguments: Sequence[str], body: Term) -> Term:
    # Imported here: differentiation stands on this room's givens.
    from symderive.kernel.analysis.calculus.substitution import substitute_function

    return substitute_function(t, name, list(arguments), body)


def _slope(t: Term, name: str) -> Term | None:
    from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate

    try:
        return differentiate(t, name, Givens())[0]
    except Refused:
        return None


def _zero(t: Term) -> bool:
    from symderive.kernel.logic.normal import NormalForm

    try:
        return NormalForm(Givens()).of(t).zero
    except (ArithmeticError, ValueError):
        return False


def _number(t: Term) -> Term | None:
    """The value of a term that is the same rational number whatever its names are; else None."""
    from symderive.kernel.logic.exact import exact

    here = substitute(t, dict.fromkeys(t.free, ONE))
    try:
        value = exact(here, {})
    except (ArithmeticError, ValueError):
        return None
    if value is None or value[1]:
        return None
    term = rational(value[0].numerator, value[0].denominator)
    return term if _zero(add(t, neg(term))) else None


__all__ = ["defined_samples"]
