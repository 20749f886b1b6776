"""An independent judge of extremals and first integrals: numbers put in by mpmath, no kernel.

An extremal, explicit, parametric or implicit, is put into the Euler-Lagrange equations at random
points with random constants; multipliers are fitted by least squares; data, constraints, natural
conditions and transversality are evaluated.

>>> row = {"var": "x", "unknown": "y", "lagrangian": "y_x^2 - y^2", "at": ["y(0) = 0"]}
>>> judge(row, {"extremal": {"y": "C1*sin(x)"}}), judge(row, {"extremal": {"y": "cos(x)"}})
('right', 'wrong')
"""

from __future__ import annotations

import random
from typing import Any

import mpmath
import sympy as sp

from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.tree import Term

from .variation_ends import natural, transversal
from .variation_model import NUMBERS, SMALL, VALUE, Model, Row, expression

POINTS, DRAWS = 5, 14


def judge(row: Row, result: Row, seed: int = 5) -> str:
    """ "right", "wrong", "partial" (constants too few, or left where data are given), "unknown"."""
    mpmath.mp.dps = 30
    work = _Judge(row, result)
    if work.partial():
        return "partial"
    rng = random.Random(seed)
    votes: list[bool] = []
    for _ in range(DRAWS):
        vote = work.draw(rng)
        if vote is not None:
            votes.append(vote)
        if len(votes) == 2 or (votes and not work.loose):
            break
    if not votes:
        return "unknown"
    if all(votes):
        return "right"
    return "partial" if work.solved and work.constants else "wrong"


class _Judge(Model):
    """One answer: the functions along it, and the numbers of one draw of its constants."""

    def __init__(self, row: Row, result: Row) -> None:
        super().__init__(row)
        self.result = result
        told = result["extremal"]
        self.kind, self.solved = "explicit", False
        self.slope = self.equation = None
        fitted = {sp.Symbol(n, real=True): sp.Float(str(f["value"] if isinstance(f, dict) else f), 28)
                  for n, f in result.get("fitted", {}).items()}  # fmt: skip
        if isinstance(told, str):
            left, right = read(told, Context({self.unknowns[0]: tuple(self.variables)})).args
            y = sp.Symbol(self.unknowns[0], real=True)
            self.equation = (self._plain(left) - self._plain(right)).subs(fitted)
            self.kind, self.bodies = "implicit", {self.unknowns[0]: y}
            self.slope = -sp.diff(self.equation, self.x[0]) / sp.diff(self.equation, y)
            free = self.equation.free_symbols - {y}
        else:
            bodies = {n: expression(t).subs(fitted) for n, t in told.items()}
            self.bodies = {u: bodies[u] for u in self.unknowns}
            free = set().union(*(b.free_symbols for b in bodies.values()))
            if set(self.variables) & bodies.keys():
                self.kind, self.curve = "parametric", bodies[self.variables[0]]
                new = free - self.parameters
                self.s = min(
                    new, key=lambda v: (v.name not in ("s", "th", "t", "q"), len(v.name), v.name)
                )
                told_s = result.get("parameter")
                self.s = sp.Symbol(told_s, real=True) if told_s else self.s
                free = free - {self.s}
        self.constants = sorted(free - set(self.x) - self.parameters, key=str)
        self.loose = bool(self.constants or self.parameters or (free & self.parameters))

    def _plain(self, t: Term) -> Any:
        from symderive.terms.substitute import replace
        from symderive.terms.tree import apply, symbol

        u = self.unknowns[0]
        return expression(replace(t, apply(u, *(symbol(v) for v in self.variables)), symbol(u)))

    def partial(self) -> bool:
        return len(self.constants) < self.row.get("constants", 0)

    # --- along the answer -----------------------------------------------------------------------

    def d(self, e: Any, k: int = 0) -> Any:
        if self.kind == "parametric":
            return sp.diff(e, self.s) / sp.diff(self.curve, self.s)
        if self.kind == "implicit":
            y = self.bodies[self.unknowns[0]]
            return sp.diff(e, self.x[0]) + self.slope * sp.diff(e, y)
        return sp.diff(e, self.x[k])

    def along(self, e: Any) -> Any:
        """An expression in jets, on the answer."""
        put = {}
        for s, u, o in self.jets(e):
            body = self.bodies[u]
            for k, n in enumerate(o):
                for _ in range(n):
                    body = self.d(body, k)
            put[s] = body
        if self.kind == "parametric":
            put[self.x[0]] = self.curve
        return e.subs(put, simultaneous=True)

    def residuals(self) -> list[list[Any]]:
        """For each unknown: the Euler-Lagrange expressions of the Lagrangian and of each constraint."""
        rows = []
        for u in self.unknowns:
            parts = [self.lagrangian, *(a for a, _ in self.constraints), *self.holonomic]
            row = []
            for e in parts[: 1 + len(self.constraints)]:
                out = sp.Integer(0)
                for s, name, o in self.jets(e):
                    if name == u:
                        part = self.along(sp.diff(e, s))
                        for k, n in enumerate(o):
                            for _ in range(n):
                                part = -self.d(part, k)
                        out += part
                row.append(out)
            row += [self.along(sp.diff(e, sp.Symbol(u, real=True))) for e in self.holonomic]
            rows.append(row)
        return rows

    # --- numbers ----------------------------------------------------------------------------------

    def draw(self, rng: random.Random) -> bool | None:
        """Whether everything holds for one choice of parameters and constants; None: no point."""
        if not hasattr(self, "_rows"):
            self._rows = self.residuals()
        ranges = self.row.get("params", {})
        at = {}
        for s in sorted(self.parameters | self._other(), key=str):
            a, b = ranges.get(s.name, (0.6, 1.4))
            at[s] = mpmath.mpf(rng.uniform(a, b))
        for c in self.constants:
            at[c] = mpmath.mpf(rng.choice((1, 1, -1)) * rng.uniform(0.4, 1.3))
        low, high = self.ends(at)
        points = []
        for _ in range(12 * POINTS):
            found = self.point(at, low, high, rng)
            if found is not None:
                points.append(found)
            if len(points) >= POINTS:
                break
        if len(points) < 3:
            return None
        if not self._stationary(points):
            return False
        self.solved = True
        checks = [self._data(at), self._constraints(at, low, high), natural(self, at, low, high),
                  transversal(self, at)]  # fmt: skip
        return None if None in checks and False not in checks else all(checks)

    def _other(self) -> set[Any]:
        """Parameters of the data alone."""
        texts = [*self.row.get("at", ()), *self.row.get("integral", ())]
        names = {n for t in texts for n in read(t).free}
        known = {v.name for v in self.x} | {s.name for s in self.constants}
        found = {sp.Symbol(n, real=True) for n in names - known}
        return {s for s in found if self.key(s) is None}

    def ends(self, at: Row) -> tuple[Any, Any]:
        if "interval" in self.row:
            a, b = self.row["interval"].split(",")
            return self._number(expression(a), at), self._number(expression(b), at)
        places = [m[2] for t in (*self.row.get("at", ()), *self.row.get("free", ()))
                  if (m := VALUE.match(t)) and "," not in m[2]]  # fmt: skip
        found = sorted(self._number(expression(p), at) for p in places)
        if len(found) >= 2 and found[0] < found[-1]:
            return found[0], found[-1]
        return mpmath.mpf("0.1"), mpmath.mpf("1.6")

    def point(self, at: Row, low: Any, high: Any, rng: random.Random) -> list[list[Any]] | None:
        """The residuals at a point where all is real."""
        here = dict(at)
        inside = low + (high - low) * rng.uniform(0.07, 0.93)
        if self.kind == "parametric":
            a, b = self.row.get("par_domain", (0.2, 2.6))
            here[self.s] = mpmath.mpf(rng.uniform(a, b))
        else:
            for x in self.x:
                here[x] = inside if len(self.x) == 1 else mpmath.mpf(rng.uniform(0.2, 1.2))
        if self.kind == "implicit":
            y = self.bodies[self.unknowns[0]]
            root = self._root(self.equation.subs(here), y, rng)
            if root is None:
                return None
            here[y] = root
        values = [[self._number(e, here) for e in row] for row in self._rows]
        flat = [v for row in values for v in row]
        if self.kind == "explicit":
            flat += [self._number(b, here) for b in self.bodies.values()]
        return None if any(v is None for v in flat) else values

    def _root(self, e: Any, y: Any, rng: random.Random) -> Any | None:
        f = sp.lambdify(y, e, [NUMBERS, "mpmath"])
        for _ in range(6):
            try:
                found = mpmath.findroot(f, rng.uniform(0.2, 3))
            except (ValueError, ZeroDivisionError, TypeError):
                continue
            if abs(mpmath.im(found)) < SMALL:
                return mpmath.re(found)
        return None

    def _number(self, e: Any, at: Row) -> Any | None:
        """A real value, or None."""
        try:
            f = self._compiled(e)
            value = f(*[at[s] for s in f.names])
            value = mpmath.mpmathify(value)
        except (
            ValueError,
            ZeroDivisionError,
            TypeError,
            KeyError,
            OverflowError,
            NotImplementedError,
        ):
            return None
        if not mpmath.isfinite(value) or abs(mpmath.im(value)) > SMALL * (1 + abs(value)):
            return None
        return mpmath.re(value)

    def _compiled(self, e: Any) -> Any:
        known = self.__dict__.setdefault("_functions", {})
        if e not in known:
            names = sorted(e.free_symbols, key=str)
            inner = sp.lambdify(names, e, [NUMBERS, "mpmath"])
            known[e] = lambda *v: inner(*v)
            known[e].names = names
        return known[e]

    def _stationary(self, points: list[list[list[Any]]]) -> bool:
        """Constants of the constraints, and a multiplier at each point, make all residuals small."""
        shared, local = len(self.constraints), len(self.holonomic)
        columns = shared + local * len(points)
        rows, right, sizes = [], [], []
        for k, point in enumerate(points):
            for first, *others in point:
                line = [mpmath.mpf(0)] * columns
                line[:shared] = others[:shared]
                line[shared + k * local : shared + (k + 1) * local] = others[shared:]
                rows.append(line)
                right.append(-first)
                sizes.append(1 + sum(abs(v) for v in (first, *others)))
        if columns and any(abs(v) > SMALL for line in rows for v in line):
            used = [j for j in range(columns) if any(abs(line[j]) > 1e-14 for line in rows)]
            a = mpmath.matrix([[line[j] for j in used] for line in rows])
            b = mpmath.matrix(right)
            x = mpmath.lu_solve(a.T * a + mpmath.eye(len(used)) * mpmath.mpf(10) ** -28, a.T * b)
            self.multiplier = list(x)
            gap = a * x - b
        else:
            gap = right
        return all(abs(g) < SMALL * s for g, s in zip(gap, sizes, strict=True))

    # --- data -----------------------------------------------------------------------------------

    def value(self, text: str, at: Row) -> list[Any]:
        """The values that y(a) or y_x(a) has: one, or those on a curve over a."""
        m = VALUE.fullmatch(text.strip())
        assert m is not None, text
        jet = self.along(sp.Symbol(m[1].replace("'", "_" + self.variables[0]), real=True))
        return self.valued(jet, self._number(expression(m[2]), at), at)

    def valued(self, e: Any, place: Any, at: Row) -> list[Any]:
        if self.kind == "explicit":
            here = {**at, self.x[0]: place}
            found = self._number(e, here)
            if found is None:  # an end where the formula has a limit only
                found = self._number(e, {**at, self.x[0]: place + mpmath.mpf(10) ** -24})
            return [] if found is None else [found]
        out = []
        if self.kind == "implicit":
            y = self.bodies[self.unknowns[0]]
            for start in (0.05, 0.3, 1, 2.5, -1):
                try:
                    f = sp.lambdify(y, self.equation.subs({**at, self.x[0]: place}), "mpmath")
                    out.append(mpmath.re(mpmath.findroot(f, start)))
                except (ValueError, ZeroDivisionError, TypeError):
                    continue
            return out
        for s in self.parameters_at(place, at):
            found = self._number(e, {**at, self.s: s})
            if found is not None:
                out.append(found)
        return out

    def parameters_at(self, place: Any, at: Row) -> list[Any]:
        f = lambda v: self._number(self.curve, {**at, self.s: v}) - place  # noqa: E731
        out: list[Any] = []
        for start in (0, 0.3, 1, 1.6, 2.4, 3.1, 4, 5, 6.2, -1, -2.5):
            try:
                found = mpmath.findroot(f, start, tol=mpmath.mpf(10) ** -24)
            except (ValueError, ZeroDivisionError, TypeError):
                continue
            if all(abs(found - o) > SMALL for o in out):
                out.append(mpmath.re(found))
        return out

    def _data(self, at: Row) -> bool:
        for text in self.row.get("at", ()):
            left, right = text.split("=")
            if "," in left:
                continue
            wanted = self._number(expression(right), at)
            if all(abs(v - wanted) > SMALL * (1 + abs(wanted)) for v in self.value(left, at)):
                return False
        return True

    def _constraints(self, at: Row, low: Any, high: Any) -> bool | None:
        for body in self.holonomic:
            e = self.along(body)
            for k in range(3):
                here = {**at, self.x[0]: low + (high - low) * (k + 1) / 4}
                if self.kind == "parametric":
                    here[self.s] = mpmath.mpf(k + 1) / 2
                found = self._number(e, here)
                if found is not None and abs(found) > SMALL:
                    return False
        if self.kind != "explicit" or not (self.row.get("at") or self.row.get("interval")):
            return True
        for body, value in self.constraints:
            e = self.along(body)
            f = lambda v, e=e: self._number(e, {**at, self.x[0]: v})  # noqa: E731
            try:
                total = mpmath.quad(f, [low, (low + high) / 2, high])
            except TypeError:
                return None
            wanted = self._number(value, at)
            if abs(total - wanted) > SMALL * 100 * (1 + abs(wanted)):
                return False
        return True

    def whole(self) -> Any:
        out = self.lagrangian
        for (body, _), value in zip(
            self.constraints, getattr(self, "multiplier", ()), strict=False
        ):
            out += sp.Float(value, 28) * body
        return out

    def momentum(self, whole: Any, unknown: str, order: int) -> Any:
        out = sp.Integer(0)
        for s, u, o in self.jets(whole):
            if u == unknown and o[0] > order:
                part = self.along(sp.diff(whole, s))
                for _ in range(o[0] - order - 1):
                    part = -self.d(part)
                out += part
        return out
