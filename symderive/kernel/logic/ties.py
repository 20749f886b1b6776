"""Names that a given equation ties together: which derivative is meant is then not said.

Under y = x^2, `Derivative(y, x)` is 0 for independent names and 2*x along the curve.  Neither is
guessed: such a claim is undecided, and the way to say it is a function, y(x).

>>> from symderive.terms.reader import read
>>> tied(read("Derivative(y, x) = 0"), [read("y = x^2")])
('x', 'y')
>>> tied(read("Derivative(y(x), x) = 2*x"), [read("y(x) = x^2")]) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symderive.terms.tree import Term


def tied(claim: Term, given: Sequence[Term]) -> tuple[str, str] | None:
    """(variable, name): a derivative by the one of a term in both, which an equation given ties."""
    equations = [e for g in given for e in _equations(g)]
    for t in claim.walk() if equations else ():
        if t.head != "Derivative":
            continue
        names = t.args[0].free
        for v in t.args[1:]:
            x = v.data if v.head == "Symbol" else None
            for e in equations:
                others = sorted((e.free & names) - {x})
                if x in e.free and others:
                    return x, others[0]
    return None


def _equations(g: Term) -> Iterator[Term]:
    if g.head == "Eq":
        yield g
    elif g.head == "And":
        for part in g.args:
            yield from _equations(part)


def reason(found: tuple[str, str]) -> str:
    """What is missing, and what to write."""
    x, y = found
    return f"a given ties {y} to {x}, so that a derivative by {x} has two meanings: write {y}({x})"
