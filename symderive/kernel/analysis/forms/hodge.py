"""What a metric adds: star, codifferential, inner products, the musical isomorphisms, grad and div.

a ^ star b = <a, b> vol with vol = sqrt|det g| dx^1 ^ .. ^ dx^n in the order of the coordinates, for
any signature; delta a = -(divergence in the first index), which is the adjoint of d.  Frankel, 14.1.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> k = Coefficients(Givens.of([]))
>>> minkowski = Metric.of(k, [[read("-1"), read("0")], [read("0"), read("1")]])
>>> star(k, minkowski, Form(1, {(0,): k.one})).parts
{(1,): -1}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

from symderive.kernel.analysis.forms import coefficient_roots
from symderive.kernel.analysis.forms.coefficients import Coefficients, Fraction_
from symderive.kernel.analysis.forms.form_components import (
    Form,
    Index,
    Parts,
    Vector,
    add,
    collected,
    d,
    sorted_index,
)
from symderive.terms.tree import Term

Rows = list[list[Fraction_]]


@dataclass
class Metric:
    """A symmetric nondegenerate matrix of coefficients, its inverse and determinant."""

    rows: Rows
    inverse: Rows
    determinant: Fraction_
    diagonal: bool
    _volume: list[Fraction_] = field(default_factory=list)

    @staticmethod
    def of(k: Coefficients, terms: Sequence[Sequence[Term]]) -> Metric:
        """The metric of a matrix of terms; raises ValueError where it is none."""
        rows = [[k.read(t) for t in row] for row in terms]
        n = len(rows)
        if any(not k.add(rows[i][j], -rows[j][i]).zero for i in range(n) for j in range(i)):
            raise ValueError("a metric is symmetric")
        diagonal = all(rows[i][j].zero for i in range(n) for j in range(n) if i != j)
        det = determinant(k, rows)
        if det.zero:
            raise ValueError("the metric is degenerate: its determinant is zero")
        if diagonal:
            inverse = [[k.inverse(rows[i][i]) if i == j else k.nought for j in range(n)]
                       for i in range(n)]  # fmt: skip
        else:
            inverse = inverse_matrix(k, rows, det)
        return Metric(rows, inverse, det, diagonal)

    def volume(self, k: Coefficients) -> Fraction_:
        """sqrt|det g|: squares come out; what may have either sign is taken with its sign."""
        if not self._volume:
            self._volume.append(root_of_size(k, self.determinant))
        return self._volume[0]


def root_of_size(k: Coefficients, f: Fraction_) -> Fraction_:
    """sqrt|f|, with sign(p) for each factor of unknown sign."""
    lead, factors = k.factors(f)
    outside = coefficient_roots.root(k, k.number(abs(lead)))
    rest = k.one
    for base, e in factors:
        half, odd = divmod(abs(e), 2)
        side = 1 if e > 0 else -1
        size = coefficient_roots.absolute(k, base) if odd or half % 2 else base
        if half:
            outside = k.mul(outside, k.power(size, half * side))
        if odd:
            rest = k.mul(rest, k.power(size, side))
    if rest.constant() == 1:
        return outside
    return k.mul(outside, coefficient_roots.root(k, rest))


def determinant(k: Coefficients, rows: Rows) -> Fraction_:
    """By the sum over permutations (the zeros of a metric make most of them vanish)."""
    n = len(rows)
    terms = []
    for p in permutations(range(n)):
        entries = [rows[i][p[i]] for i in range(n)]
        if all(not e.zero for e in entries):
            value = k.mul(*entries)
            terms.append(value if sorted_index(p)[1] > 0 else -value)
    return k.add(*terms)


def minor(k: Coefficients, rows: Rows, i: Index, j: Index) -> Fraction_:
    return determinant(k, [[rows[a][b] for b in j] for a in i]) if i else k.one


def inverse_matrix(k: Coefficients, rows: Rows, det: Fraction_) -> Rows:
    """The adjugate over the determinant."""
    n = len(rows)
    others = [tuple(x for x in range(n) if x != i) for i in range(n)]
    below = k.inverse(det)
    return [[k.mul(minor(k, rows, others[j], others[i]), k.number((-1) ** (i + j)), below)
             for j in range(n)] for i in range(n)]  # fmt: skip


# --- indices up and down --------------------------------------------------------------------------


def moved(k: Coefficients, matrix: Rows, diagonal: bool, a: Parts, p: int) -> Parts:
    """All p indices moved by the matrix: sum over J of det(matrix[I, J]) a_J."""
    if diagonal or p == 0:
        return {i: k.mul(f, *[matrix[m][m] for m in i]) for i, f in a.items()}
    out = {}
    for i in combinations(range(len(matrix)), p):
        value = k.add(*[k.mul(minor(k, matrix, i, j), f) for j, f in a.items()])
        if not value.zero:
            out[i] = value
    return out


def raised(k: Coefficients, g: Metric, a: Form) -> Parts:
    return moved(k, g.inverse, g.diagonal, a.parts, a.degree)


def star(k: Coefficients, g: Metric, a: Form) -> Form:
    """(star a)_J = sqrt|det g| a^I eps_IJ, I and J complementary."""
    n = len(g.rows)
    terms: dict[Index, list[Fraction_]] = {}
    for i, f in raised(k, g, a).items():
        j = tuple(m for m in range(n) if m not in i)
        value = k.mul(g.volume(k), f)
        terms[j] = [value if sorted_index(i + j)[1] > 0 else -value]
    return collected(k, n - a.degree, terms)


def inner(k: Coefficients, g: Metric, a: Form, b: Form) -> Fraction_:
    """<a, b> = sum over increasing I of a_I b^I.  Raises ValueError for two degrees."""
    if a.degree != b.degree:
        if a.zero or b.zero:
            return k.nought
        raise ValueError(f"the inner product of forms of degrees {a.degree} and {b.degree}")
    up = raised(k, g, b)
    return k.add(*[k.mul(f, up[i]) for i, f in a.parts.items() if i in up])


def delta(k: Coefficients, coords: Sequence[str], g: Metric, a: Form) -> Form:
    """(delta a)^I = -(d_m a^(mI) + a^(mI) d_m(det g)/(2 det g)), indices lowered again."""
    if a.degree == 0:
        return Form(0, {})
    up: dict[Index, list[Fraction_]] = {}
    for i, f in raised(k, g, a).items():
        for s, m in enumerate(i):
            value = divergence_part(k, g, coords[m], f)
            up.setdefault(i[:s] + i[s + 1 :], []).append(-value if s % 2 == 0 else value)
    p = a.degree - 1
    low = moved(k, g.rows, g.diagonal, collected(k, p, up).parts, p)
    return Form(p, {i: f for i, f in low.items() if not f.zero})


def divergence_part(k: Coefficients, g: Metric, name: str, f: Fraction_) -> Fraction_:
    """df/dx + f d(log sqrt|det g|)/dx."""
    slope = k.derivative(g.determinant, name)
    log = k.over(slope, k.mul(k.number(2), g.determinant)) if not slope.zero else k.nought
    return k.add(k.derivative(f, name), k.mul(f, log))


def laplace_de_rham(k: Coefficients, coords: Sequence[str], g: Metric, a: Form) -> Form:
    """d delta a + delta d a."""
    one = delta(k, coords, g, d(k, coords, a))
    other = d(k, coords, delta(k, coords, g, a)) if a.degree else Form(0, {})
    return add(k, one, other)


def flat(k: Coefficients, g: Metric, x: Vector) -> Form:
    return collected(k, 1, {(i,): [k.mul(e, f) for e, f in zip(row, x.parts, strict=True)]
                            for i, row in enumerate(g.rows)})  # fmt: skip


def sharp(k: Coefficients, g: Metric, a: Form) -> Vector:
    """The vector field of a 1-form.  Raises ValueError for another degree."""
    if a.degree != 1 and not a.zero:
        raise ValueError(f"sharp of a form of degree {a.degree}")
    up = raised(k, g, Form(1, a.parts))
    return Vector(tuple(up.get((i,), k.nought) for i in range(len(g.rows))))


def div(k: Coefficients, coords: Sequence[str], g: Metric, x: Vector) -> Fraction_:
    """The divergence of a vector field."""
    return k.add(*[divergence_part(k, g, n, f) for n, f in zip(coords, x.parts, strict=True)])


def curl(k: Coefficients, coords: Sequence[str], g: Metric, x: Vector) -> Vector | Form:
    """sharp star d flat X in three dimensions; the function star d flat X in two."""
    found = star(k, g, d(k, coords, flat(k, g, x)))
    if len(coords) == 2:
        return found
    if len(coords) != 3:
        raise ValueError("curl wants two or three dimensions")
    return sharp(k, g, found)
