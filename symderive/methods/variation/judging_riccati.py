"""Legendre's matrix W by numbers: Riccati's equation integrated, a short polynomial in its place.

With a little to spare, S = eps, the solution still has no pole where the second variation is positive,
and a polynomial near it satisfies S >= 0; the kernel is asked of the polynomial only.

>>> form = Numbers([[lambda x: -2.0, lambda x: 0.0], [lambda x: 0.0, lambda x: 2.0]], [("y", 0), ("y", 1)])
>>> found = weights(form, 0.0, 1.5, {("y", 0, 0), ("y", 0, 1)}, None)
>>> sorted(found), len(found["W11"]) <= MOST + 1
(['W11'], True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

STEPS, MOST, ENOUGH, LARGE = 64, 8, 4, 1e4
Jet = tuple[str, int]
Rows = list[list[float]]


@dataclass
class Numbers:
    """The Hessian along an extremal as functions of the variable, by jets in order."""

    hessian: list[list[Callable[[float], float]]]
    jets: list[Jet]

    @property
    def tops(self) -> list[int]:
        highest = {u: max(k for v, k in self.jets if v == u) for u, _ in self.jets}
        return [i for i, (u, k) in enumerate(self.jets) if highest[u] == k]

    @property
    def lower(self) -> list[int]:
        return [i for i in range(len(self.jets)) if i not in self.tops]

    def parts(self, x: float, w: Rows) -> tuple[Rows, Rows, Rows]:
        """(A, B, P) with W in them but for its slope."""
        m = [[f(x) for f in row] for row in self.hessian]
        place = {j: i for i, j in enumerate(self.jets)}
        lower = self.lower
        for a, i in enumerate(lower):
            for b, j in enumerate(lower):
                up = place[self.jets[j][0], self.jets[j][1] + 1]
                m[i][up] += w[a][b]
                m[up][i] += w[a][b]
        tops = self.tops
        return ([[m[i][j] for j in lower] for i in lower], [[m[i][j] for j in tops] for i in lower],
                [[m[i][j] for j in tops] for i in tops])  # fmt: skip

    def rest(self, x: float, w: Rows) -> Rows:
        """A - B P^-1 B': what S is without the slope of W."""
        a, b, p = self.parts(x, w)
        q = _inverse(p)
        n, t = range(len(a)), range(len(p))
        return [[a[i][j] - sum(b[i][k] * q[k][m] * b[j][m] for k in t for m in t) for j in n]
                for i in n]  # fmt: skip


def weights(
    form: Numbers, low: float, high: float, fixed: set[tuple[str, int, int]],
    cost: Callable[[tuple[Jet, int], tuple[Jet, int]], float] | None,
) -> dict[str, list[Fraction]] | None:  # fmt: skip
    """Entries of W by name, the coefficients of powers of x, lowest first; None if none was found.

    `fixed` holds (unknown, order, 0 or 1) for the values given at the lower and the upper end.
    """
    n = len(form.lower)
    if n == 0:
        return None
    size = max(abs(f(low)) for row in form.hessian for f in row) + 0.1
    known = []
    for spare in (0.3, 0.1, 0.03, 0.01, 0.003):
        for start in _starts(form, low, high, fixed, cost):
            values = _integrated(form, low, high, start, spare * size)
            if values is not None and _ends(form, values, fixed, cost):
                # The smallest one is the furthest from its poles, and nearest to a polynomial.
                known.append((max(abs(v) for w in values for row in w for v in row), values))
        if len(known) >= 3 * ENOUGH:
            break
    known = sorted(known, key=lambda pair: pair[0])[:ENOUGH]
    for degree in range(MOST + 1):
        for _, values in known:
            rows = _polynomials(values, low, high, degree)
            if _good(form, rows, low, high, fixed, cost):
                names = [(i, j) for i in range(n) for j in range(i, n)]
                found = {f"W{i + 1}{j + 1}": rows[i][j] for i, j in names}
                return {k: v for k, v in found.items() if any(v)}
    return None


def _starts(
    form: Numbers, low: float, high: float, fixed: set[tuple[str, int, int]], cost: Any
) -> Iterator[Rows]:
    """At the lower end: nearly that of the variations that vanish there, or of a free end."""
    lower = [form.jets[i] for i in form.lower]
    free = [j for j in lower if (*j, 0) not in fixed]
    tops = dict(zip((form.jets[i][0] for i in form.tops), range(len(form.tops)), strict=True))
    p = form.parts(low, [[0.0] * len(lower) for _ in lower])[2]
    for part in (2.0, 1.0, 0.6, 0.4, 0.25, 0.15, 0.08, 0.04):
        delta = part * (high - low)
        rows = [[0.0] * len(lower) for _ in lower]
        for i, a in enumerate(lower):
            for j, b in enumerate(lower):
                if a in free or b in free:
                    if a in free and b in free and cost is not None:
                        rows[i][j] = -cost((a, 0), (b, 0))
                    rows[i][j] += 0.05 * (a == b)
                    continue
                weight = p[tops[a[0]]][tops[b[0]]]
                order = sum(1 for u, _ in lower if u == a[0])
                rows[i][j] = -weight * _principal(order, a[1], b[1], delta)
        yield rows
        if len(free) == len(lower):
            return


def _principal(order: int, k: int, m: int, delta: float) -> float:
    """The cost of reaching (h, h') from rest in the time delta, for the simplest functional."""
    if order == 1:
        return 1 / delta
    if order == 2:
        return {(0, 0): 12 / delta**3, (0, 1): -6 / delta**2, (1, 0): -6 / delta**2,
                (1, 1): 4 / delta}[k, m]  # fmt: skip
    return (k == m) / delta


def _integrated(
    form: Numbers, low: float, high: float, start: Rows, spare: float
) -> list[Rows] | None:
    """W at equal steps with S = spare, by Runge and Kutta; None at a pole."""
    n = range(len(start))
    h = (high - low) / STEPS

    def slope(x: float, w: Rows) -> Rows:
        rest = form.rest(x, w)
        return [[spare * (i == j) - rest[i][j] for j in n] for i in n]

    def moved(w: Rows, s: Rows, by: float) -> Rows:
        return [[w[i][j] + by * s[i][j] for j in n] for i in n]

    out, w, fine = [start], start, 2
    for k in range(STEPS):
        for m in range(fine):
            x, d = low + k * h + m * h / fine, h / fine
            try:
                a = slope(x, w)
                b = slope(x + d / 2, moved(w, a, d / 2))
                c = slope(x + d / 2, moved(w, b, d / 2))
                e = slope(x + d, moved(w, c, d))
            except (ZeroDivisionError, OverflowError):
                return None
            w = [[w[i][j] + d / 6 * (a[i][j] + 2 * b[i][j] + 2 * c[i][j] + e[i][j]) for j in n]
                 for i in n]  # fmt: skip
            if not max(abs(v) for row in w for v in row) < LARGE * 10:
                return None
        out.append(w)
    return out


def _polynomials(values: list[Rows], low: float, high: float, degree: int) -> list[list[Any]]:
    """Least squares in powers of x, coefficients of few digits."""
    n = range(len(values[0]))
    places = [low + (high - low) * k / (len(values) - 1) for k in range(len(values))]
    scale = max(abs(low), abs(high), 1e-9)
    v = mpmath.matrix([[(x / scale) ** k for k in range(degree + 1)] for x in places])
    normal = v.T * v
    rows: list[list[Any]] = [[None for _ in n] for _ in n]
    for i in n:
        for j in n:
            if j < i:
                rows[i][j] = rows[j][i]
                continue
            right = v.T * mpmath.matrix([w[i][j] for w in values])
            c = mpmath.lu_solve(normal, right)
            top = max((abs(t) for t in c), default=0) or 1
            rows[i][j] = [
                _short(float(t / scale**k), float(top) / scale**k) for k, t in enumerate(c)
            ]
    return rows


def _short(t: float, size: float) -> Fraction:
    unit = max(size, 1e-6) / 2000
    digits = 1
    while digits < 10**9 and 1 / digits > unit:
        digits *= 2
    return Fraction(round(t * digits), digits)


def _good(
    form: Numbers, rows: list[list[Any]], low: float, high: float,
    fixed: set[tuple[str, int, int]], cost: Any,
) -> bool:  # fmt: skip
    """S is positive, with room, at the places of a finer grid, and the ends are right."""
    n = range(len(rows))
    values = []
    for k in range(2 * STEPS + 1):
        x = low + (high - low) * k / (2 * STEPS)
        w = [[_at(rows[i][j], x) for j in n] for i in n]
        slope = [[_at(_derivative(rows[i][j]), x) for j in n] for i in n]
        rest = form.rest(x, w)
        s = [[slope[i][j] + rest[i][j] for j in n] for i in n]
        if not _positive(s):
            return False
        values.append(w)
    return _ends(form, values, fixed, cost)


def _at(c: list[Fraction], x: float) -> float:
    out = 0.0
    for t in reversed(c):
        out = out * x + float(t)
    return out


def _derivative(c: list[Fraction]) -> list[Fraction]:
    return [k * t for k, t in enumerate(c)][1:]


def _positive(m: Rows) -> bool:
    """All leading minors are positive, with a little room."""
    return all(_det([row[:k] for row in m[:k]]) > 1e-6 for k in range(1, len(m) + 1))


def _ends(form: Numbers, values: list[Rows], fixed: set[tuple[str, int, int]], cost: Any) -> bool:
    lower = [form.jets[i] for i in form.lower]
    loose = [(j, e) for e in (0, 1) for j in lower if (*j, e) not in fixed]
    if not loose:
        return True
    rows = []
    for a, e in loose:
        row = []
        for b, f in loose:
            t = cost((a, e), (b, f)) if cost is not None else 0.0
            if e == f:
                w = values[0 if e == 0 else -1][lower.index(a)][lower.index(b)]
                t += w if e == 0 else -w
            row.append(t)
        rows.append(row)
    return _positive(rows)


def _inverse(p: Rows) -> Rows:
    n = len(p)
    whole = _det(p)
    return [[(-1) ** (i + j) * _det([[p[r][c] for c in range(n) if c != i]
                                     for r in range(n) if r != j]) / whole
             for j in range(n)] for i in range(n)]  # fmt: skip


def _det(m: Rows) -> float:
    if not m:
        return 1.0
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** k * m[0][k] * _det([[*row[:k], *row[k + 1 :]] for row in m[1:]])
               for k in range(len(m)))  # fmt: skip
