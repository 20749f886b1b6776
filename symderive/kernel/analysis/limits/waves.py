"""No limit, by two sequences: sin(u) and cos(u) frozen at two phases of a u that tends to infinity.

u is continuous near the limit point and unbounded: by the intermediate value theorem it takes each
value theta + 2 pi m for all large m (or all large -m).

>>> from symderive.terms.reader import read
>>> sorted(phases(read("sin(2*x) + cos(x)"), "x")[1].values())
[1, 2]
"""

from __future__ import annotations

from collections.abc import Callable
from math import lcm

from symderive.kernel.logic.exclusions import CONTINUOUS
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.normal import NormalForm
from symderive.terms.substitute import replace
from symderive.terms.tree import ZERO, Term, call, div, integer, mul

PI = Term("pi")
ANGLES = (ZERO, PI, div(PI, integer(2)), mul(div(integer(3), integer(2)), PI))
_NONE = Givens.of([])


def oscillates(
    term: Term,
    name: str,
    along: Callable[[Term], Term | None],
    differ: Callable[[Term, Term], bool],
) -> str | None:
    """A sentence if two phases give different limits; `along` takes (also infinite) limits."""
    found = phases(term, name)
    if found is None:
        return None
    u, waves = found
    if any(t.head not in CONTINUOUS for t in u.walk()):
        return None
    reached = along(u)
    if reached is None or not _infinite(reached):
        return None
    first: tuple[Term, Term] | None = None
    for angle in ANGLES:
        frozen = term
        for wave, k in waves.items():
            frozen = replace(frozen, wave, call(wave.head, mul(integer(k), angle)))
        value = along(frozen)
        if value is None:
            continue
        if first is None:
            first = (angle, value)
        elif differ(value, first[1]):
            from symderive.kernel.analysis.ranges.ranges import said

            return (
                f"along {said(u)} = {said(first[0])} + 2*pi*m it tends to {said(first[1])}, "
                f"along {said(angle)} + 2*pi*m to {said(value)}"
            )
    return None


def _infinite(t: Term) -> bool:
    return t.head == "oo" or (t.head == "Neg" and t.args[0].head == "oo")


def phases(term: Term, name: str) -> tuple[Term, dict[Term, int]] | None:
    """(u, {wave: k}) with every sin and cos of the term one of k*u, k an integer; None if mixed."""
    waves = [t for t in term.walk() if t.head in ("sin", "cos") and name in t.free]
    if not waves or any(t.head in ("tan", "cot", "sec", "csc") for t in term.walk()):
        return None
    base = min((w.args[0] for w in waves), key=lambda u: sum(1 for _ in u.walk()))
    ratios: dict[Term, tuple[int, int]] = {}
    for wave in dict.fromkeys(waves):
        ratio = _ratio(wave.args[0], base)
        if ratio is None:
            return None
        ratios[wave] = ratio
    common = lcm(*(q for _, q in ratios.values()))
    u = base if common == 1 else div(base, integer(common))
    return u, {w: p * (common // q) for w, (p, q) in ratios.items()}


def _ratio(a: Term, b: Term) -> tuple[int, int] | None:
    if a == b:
        return 1, 1
    nf = NormalForm(_NONE)
    value: list[Fraction_] = []

    def job() -> Fraction_:
        value[:] = [nf.tower.reduce(nf.convert(a) * nf.convert(b).inverse())]
        return value[0]

    try:
        nf.run(job)
    except (ArithmeticError, ValueError):
        return None
    c = value[0].constant()
    return None if c is None else (int(c.p), int(c.q))
