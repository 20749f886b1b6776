"""An antiderivative, verified by differentiation, with the intervals on which it is one.

>>> from symderive.methods.integrals.patience import Patient
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> work = Patient(Givens.of([]), 20)
>>> F, steps = antiderived(work, read("1/x"), read("x"))
>>> from symderive.terms.writer import write
>>> write(F), [[write(u) for u in work.steps[n].step.under] for n in steps]
('log(Abs(x))', [['x < 0'], ['0 < x']])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from symderive.kernel.analysis.continuity.intervals import without
from symderive.kernel.analysis.integrals.indefinite import WHO
from symderive.methods import antiderivatives
from symderive.methods.guesses import read_back
from symderive.methods.integrals.patience import SLOW, Patient
from symderive.terms.reader import read
from symderive.terms.tree import Term, eq
from symderive.terms.writer import write

HERE = "symderive.methods.integrals.indefinite"
ANTIDERIVATIVES = antiderivatives.__name__
MOST = 8  # points between intervals


def antiderived(work: Patient, body: Term, x: Term) -> tuple[Term, list[int]] | None:
    """(F, one step for each interval); None where no candidate is one on any interval."""
    told = work.sorts(without(x.data, work.givens))
    best: tuple[Term, list[int]] | None = None
    for level in (0, 1, 2):
        work.level = level
        for strategy in antiderivatives.STRATEGIES:
            if SLOW.get(strategy, 0) != level:
                continue
            texts = work.ask(f"{ANTIDERIVATIVES}:propose", strategy, write(body), x.data, told)
            for F in filter(None, map(read_back, texts)):
                found = _everywhere(work, F, body, x, told)
                if found is not None and (best is None or found[2] > 0):
                    best = found[0], found[1]
                    if found[2]:
                        return best
    return best


def _everywhere(
    work: Patient, F: Term, body: Term, x: Term, told: object
) -> tuple[Term, list[int], bool] | None:
    """(form, steps, whether every interval between the breaks was proved)."""
    for text in work.ask(f"{HERE}:forms", write(F), x.data, told):
        form = read(text)
        claim = eq(Term("Derivative", (form, x), (1,)), body)
        breaks = [read(t) for t in work.ask(f"{HERE}:breaks", write(form), write(body), x.data,
                                            told)]  # fmt: skip
        steps = []
        for under in _intervals(x, breaks):
            n = work.step(WHO, claim, (), under)
            if n is not None:
                steps.append(n)
        if steps:
            return form, steps, True
    return None


def _intervals(x: Term, breaks: list[Term]) -> Iterator[tuple[Term, ...]]:
    if not breaks:
        yield ()
        return
    yield (Term("Lt", (x, breaks[0])),)
    for a, b in pairwise(breaks):
        yield (Term("Lt", (a, x)), Term("Lt", (x, b)))
    yield (Term("Lt", (breaks[-1], x)),)


# --- in the worker --------------------------------------------------------------------------------


def forms(text: str, name: str, sorts: Mapping[str, Mapping[str, bool]]) -> list[str]:
    """The term with log(|u|) for log(u), where u changes its sign, and as it is."""
    import sympy

    from symderive.terms.bridge import NotBridged, from_sympy, to_sympy

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    F, x = to_sympy(read(text), told), sympy.Symbol(name, real=True)

    def whole(u: sympy.Expr) -> sympy.Expr:
        real = u.is_polynomial(x) or u.is_rational_function(x) or not u.has(sympy.log)
        return sympy.log(sympy.Abs(u)) if u.has(x) and real and not u.is_positive else sympy.log(u)

    found: list[str] = []
    for form in (F.replace(sympy.log, whole), F):
        try:
            said = write(from_sympy(form))
        except (NotBridged, ValueError):
            continue
        if said not in found:
            found.append(said)
    return found


def breaks(F: str, body: str, name: str, sorts: Mapping[str, Mapping[str, bool]]) -> list[str]:
    """Real points where F or the body may have no value or jump, in their order, if numbers."""
    import sympy

    from symderive.terms.bridge import from_sympy, to_sympy

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    x = sympy.Symbol(name, real=True)
    points: set[sympy.Expr] = set()
    for text in (F, body):
        e = to_sympy(read(text), told)
        suspects = [p.base for p in e.atoms(sympy.Pow)
                    if p.base.has(x) and (p.exp.is_negative or not p.exp.is_integer)]  # fmt: skip
        heads = (sympy.log, sympy.Abs, sympy.sign, sympy.asin, sympy.acos)
        for u in e.atoms(*heads):
            if u.has(x):
                inner = u.args[0]
                suspects += (
                    [inner - 1, inner + 1] if u.func in (sympy.asin, sympy.acos) else [inner]
                )
        for u in e.atoms(sympy.tan, sympy.sec):
            suspects.append(sympy.cos(u.args[0]))
        for u in e.atoms(sympy.cot, sympy.csc):
            suspects.append(sympy.sin(u.args[0]))
        for s in suspects:
            if s.has(x):
                points |= {r for r in sympy.solve(s, x) if r.is_real is not False}
    numbers = [p for p in points if p.is_number and p.is_real]
    symbols = [p for p in points if not p.is_number]
    if symbols and (numbers or len(symbols) > 1):
        return [write(from_sympy(p)) for p in symbols[:1]]
    ordered = sorted(numbers, key=lambda p: p.evalf()) or symbols
    return [write(from_sympy(p)) for p in ordered[:MOST]]
