"""Shorter forms of values; SymPy, in the worker, and believed by nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from symderive.deadline import Late, deadline
from symderive.methods.divergences.logarithms import apart, exponential, log_of
from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

SLOW = 2.5  # seconds for shorter forms
LONG = 120  # characters beyond which shorter forms are looked for
Sorts = Mapping[str, Mapping[str, bool]]


def forms(e: Any) -> list[str]:
    """Shorter forms of a value, best first; the slow ways only where the quick one stays long."""
    import sympy as sp

    e = _of_positive(e.replace(sp.exp, exponential))
    found: dict[str, int] = {}
    quick: list[Callable[[], Any]] = [
        lambda: gathered(sp.expand(e)),
        lambda: gathered(sp.expand(sp.expand_func(e))),
        lambda: e,
    ]
    if e.is_rational_function() and not e.atoms(sp.Function):
        quick.insert(0, lambda: sp.factor(sp.cancel(sp.together(e))))
    slow: list[Callable[[], Any]] = [
        lambda: gathered(sp.gammasimp(sp.powsimp(sp.expand_func(e)))),
        lambda: neat(e),
    ]
    with suppress(Late), deadline(SLOW):
        for build in (*quick, *slow):
            if build is slow[0] and min(found.values(), default=LONG) < LONG:
                break
            try:
                form = build()
                said = text(form)
            except Late:
                raise
            except Exception:
                continue
            found.setdefault(said, len(said) + 20 * _knots(form))
    if not found:
        found[text(e)] = 0
    return sorted(found, key=lambda t: found[t])


def _of_positive(e: Any) -> Any:
    """log(log(u)) as log(-log(u)) throughout, where u = 1 - v lies below 1: differences stay."""
    import sympy as sp

    def below(t: Any) -> bool:
        return isinstance(t, sp.log) and isinstance(t.args[0], sp.log) and bool(
            (1 - t.args[0].args[0]).is_positive
        )  # fmt: skip

    return e.replace(below, lambda t: sp.log(-t.args[0]))


def _knots(e: Any) -> int:
    """Logarithms of products and powers, and ratios of gamma functions, stand in the way."""
    import sympy as sp

    tied = [t for t in e.atoms(sp.log) if t.args[0].is_Mul or t.args[0].is_Pow
            or isinstance(t.args[0], (sp.gamma, sp.exp))]  # fmt: skip
    return len(tied) + len(e.atoms(sp.gamma)) // 2 + 2 * len(e.atoms(sp.I))


def neat(e: Any) -> Any:
    """Terms cancelled, logarithms taken apart, log of gamma as loggamma."""
    import sympy as sp

    e = sp.expand(sp.simplify(sp.expand_log(sp.gammasimp(e), force=True)))
    return _loggamma(e)


def _loggamma(e: Any) -> Any:
    import sympy as sp

    return e.replace(lambda t: isinstance(t, sp.log) and isinstance(t.args[0], sp.gamma),
                     lambda t: sp.loggamma(t.args[0].args[0]))  # fmt: skip


def gathered(e: Any) -> Any:
    """A sum over its logarithms, each with a coefficient in lowest terms."""
    import sympy as sp

    e = e.replace(lambda t: isinstance(t, sp.log), lambda t: apart(t.args[0]))
    e = sp.expand(e, log=False, power_base=False, power_exp=False)
    logs = sorted(e.atoms(sp.log), key=str)
    marks = {t: sp.Dummy() for t in logs}
    flat = sp.expand(e.xreplace(marks))
    total, rest = sp.Integer(0), flat
    for t, mark in marks.items():
        c = flat.coeff(mark, 1)
        if any(c.has(m) for m in marks.values()) or (flat - c * mark).expand().has(mark):
            return _loggamma(e)
        total += sp.factor(sp.cancel(sp.together(c))) * t
        rest = rest.subs(mark, 0)
    return _loggamma(total + _collected(rest))


def _collected(e: Any) -> Any:
    """A sum with the coefficients of its special functions together."""
    import sympy as sp

    rational = not e.atoms(sp.Function) and all(p.exp.is_Integer for p in e.atoms(sp.Pow))
    if rational and e.is_Add:
        short = sp.factor(sp.cancel(sp.together(e)))
        return min((e, short), key=lambda t: len(str(t)))
    wanted = (sp.erf, sp.polygamma, sp.digamma, sp.exp, sp.Abs)
    kinds = sorted((t for t in e.atoms(sp.Function) if isinstance(t, wanted)), key=str)
    if not kinds or not e.is_Add:
        return e
    together = sp.collect(e, kinds, evaluate=False)
    return sp.Add(*(k * (sp.factor(c) if k != 1 else c) for k, c in together.items()))


def text(e: Any) -> str:
    return write(from_sympy(e))


def shapes(value: str, sorts: Sorts) -> list[str]:
    """Shorter forms of a value that is known."""
    return forms(to_sympy(read(value), {n: dict(s) for n, s in sorts.items()}))


def merged(first: str, second: str, low: str, high: str, sorts: Sorts) -> list[str]:
    """The values for low <= high and for high <= low as one, by the distance of low and high."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items()}
    a, b = (to_sympy(read(t), told) for t in (low, high))
    gap = sp.Abs(a - b)
    found = []
    for value, sign in ((first, 1), (second, -1)):
        e = to_sympy(read(value), told)
        for name, put in ((b, a + sign * gap), (a, b - sign * gap)):
            if name.is_Symbol:
                mark = sp.Dummy("d", nonnegative=True)
                shape = sp.expand(e.subs(name, put.subs(gap, mark)))
                if not (shape.free_symbols & {s for s in (a, b) if s.is_Symbol}):
                    found.append(text(shape.subs(mark, gap)))
    return list(dict.fromkeys(found))


def expanded(body: str, sorts: Sorts) -> list[str]:
    """An integrand as a sum, its logarithms taken apart."""
    import sympy as sp

    e = to_sympy(read(body), {n: dict(s) for n, s in sorts.items()})
    e = e.replace(lambda t: isinstance(t, sp.log), lambda t: log_of(t.args[0]))
    return [text(f) for f in dict.fromkeys((sp.expand(e), e))]


def score(density: str, name: str, parameter: str, sorts: Sorts) -> list[str]:
    """The slope of the logarithm of a density in a parameter, expanded."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {name: {"positive": True}}
    t = sp.Symbol(parameter, **told.get(parameter, {"real": True}))
    slope = sp.expand(sp.diff(log_of(to_sympy(read(density), told)), t))
    return [text(slope)]
