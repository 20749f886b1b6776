"""Base arguments: angles and exponents as integer combinations of few of them, and their signs.

Arguments are vectors over Q in the monomials of a fraction.  One that is a rational, but no integer,
combination of the bases met so far refines their units, and the work starts again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symderive.kernel.analysis.ranges.ranges import prove_sign
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens, constant
from symderive.kernel.logic.normal import NormalForm
from symderive.terms.tree import Term, call, integer, rational

if TYPE_CHECKING:
    from symderive.kernel.analysis.forms.coefficients import Coefficients

MOST = 16  # a larger multiple of a base argument is an argument of its own
Vector = dict[tuple[tuple[int, ...], str], Fraction]
_EIGHTHS = {
    Fraction(1, 6): (("sqrt", 3, 2), (None, 1, 2)), Fraction(1, 4): (("sqrt", 2, 2), ("sqrt", 2, 2)),
    Fraction(1, 3): ((None, 1, 2), ("sqrt", 3, 2)),
}  # fmt: skip


def vector(f: Fraction_) -> Vector:
    """The fraction as a vector over Q: monomial (over the common denominator) -> coefficient."""
    below = "" if f.d is None else str(f.d)
    return {(tuple(int(e) for e in m), below): Fraction(int(c.p), int(c.q))
            for m, c in f.n.to_dict().items()}  # fmt: skip


def combination(k: Coefficients, kind: Any, u: Fraction_) -> list[tuple[Fraction_, int]]:
    """u as a sum of base arguments with integer factors; a new base where it is independent."""
    if u.zero:
        return []
    known = k.bases.setdefault(kind, [])
    wanted = vector(u)
    found = solve([v for _, v in known], wanted)
    if found is not None and all(abs(q) <= MOST for q in found):
        for n, q in enumerate(found):
            if q.denominator > 1:
                k.finer((kind, n), q.denominator)
        return [(b, int(q)) for (b, _), q in zip(known, found, strict=True) if q]
    if found is not None:
        return [(u, 1)]
    unit = k.units.get((kind, len(known)), 1)
    flip = kind in ("trig", "hyp") and wanted[max(wanted)] < 0
    base = u * k.number(-1 if flip else 1, unit)
    known.append((base, vector(base)))
    return [(base, -unit if flip else unit)]


def solve(columns: list[Vector], wanted: Vector) -> list[Fraction] | None:
    """The rational combination of the (independent) columns that gives the vector, or None."""
    keys = sorted({m for v in (*columns, wanted) for m in v})
    rows = [[v.get(m, Fraction(0)) for v in columns] + [wanted.get(m, Fraction(0))] for m in keys]
    n = len(columns)
    pivots: list[int] = []
    for col in range(n):
        at = next((r for r in range(len(pivots), len(rows)) if rows[r][col]), None)
        if at is None:
            return None
        top = len(pivots)
        rows[top], rows[at] = rows[at], rows[top]
        rows[top] = [x / rows[top][col] for x in rows[top]]
        for r in range(len(rows)):
            if r != top and rows[r][col]:
                factor = rows[r][col]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[top], strict=True)]
        pivots.append(col)
    if any(row[n] for row in rows[n:]):
        return None
    return [rows[i][n] for i in range(n)]


def quarter_turns(k: Coefficients, u: Fraction_) -> tuple[Fraction_, tuple[Fraction_, Fraction_]]:
    """u without its multiples of pi/6 and pi/4, and (cos, sin) of what was taken off."""
    g = k.by_key.get(Term("pi"))
    if u.d is not None or g is None:
        return u, (k.one, k.nought)
    monomial = tuple(int(i == g.index) for i in range(k.ctx.nvars()))
    c = vector(u).get((monomial, ""), Fraction(0))
    if c == 0 or 12 % c.denominator or c.denominator == 12:
        return u, (k.one, k.nought)
    rest = u - k.poly(g) * k.number(c.numerator, c.denominator)
    quarters, part = divmod(c, Fraction(1, 2))
    cos, sin = k.one, k.nought
    if part:
        cos, sin = (
            k.read(rational(p, q) if head is None
                   else Term("Div", (call(head, integer(p)), integer(q))))
            for head, p, q in _EIGHTHS[part]
        )  # fmt: skip
    for _ in range(int(quarters) % 4):
        cos, sin = -sin, cos
    return rest, (cos, sin)


def proved_sign(t: Term, givens: Givens) -> str | None:
    """The sign of a term at every admissible point, if the kernel proves one."""
    try:
        nf = NormalForm(givens)
        found: list[str | None] = []

        def job() -> Fraction_:
            f = nf.tower.reduce(nf.convert(t))
            found.append(nf.tower.sign(f))
            return f

        nf.run(job)
        if found[-1] in ("+", "-", "0+", "0-", "0"):
            return found[-1]
        more = prove_sign(t, givens)
        return None if more is None else more[0]
    except (ArithmeticError, ValueError):
        return None


# Real wherever their arguments are.
_REAL = frozenset(
    """Integer Symbol pi E EulerGamma Catalan GoldenRatio Neg Add Mul Div Apply Abs sign exp sin cos tan
    cot sec csc sinh cosh tanh coth sech csch asinh atan erf erfc erfi Si Shi fresnels fresnelc
    Heaviside""".split()
)
_HALF = frozenset(["sqrt", "log"])  # real for positive arguments


def plainly_real(t: Term, givens: Givens) -> bool:
    """Whether a term is real wherever its parts are defined."""
    for u in t.walk():
        if u.head == "Symbol":
            if givens.sort(u.data).domain == "complex":
                return False
        elif u.head in _HALF:
            if u.args[0].head != "Integer" and proved_sign(u.args[0], givens) not in ("+", "0+"):
                return False
        elif u.head == "Pow":
            e = constant(u.args[1])
            whole = e is not None and e.denominator == 1
            if not whole and proved_sign(u.args[0], givens) != "+":
                return False
        elif u.head not in _REAL:
            return False
    return True
