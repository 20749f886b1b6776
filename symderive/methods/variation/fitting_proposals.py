"""What SymPy and mpmath are asked for in the worker: constants that satisfy equations.

Linear constants are eliminated, a few equations are solved in closed form, the others by numbers;
numbers that look like a rational, a multiple of pi or a root are tried as such.  Nothing is believed.

>>> [found] = propose({"equations": ["c1 + c2 = 1", "c1 - c2 = 3"], "constants": ["c1", "c2"],
...                    "positive": [], "digits": 10, "objective": None})
>>> found["closed"], found["roots"]
({'c1': '2', 'c2': '-1'}, [])
"""

from __future__ import annotations

import itertools
import random
from contextlib import suppress
from typing import Any

import mpmath
import sympy

from symderive.deadline import Late, cpu_deadline
from symderive.methods.variation.fitting_linear import SOLVE, Closed, at_once, linear, nought, short
from symderive.methods.variation.fitting_numbers import (
    DIGITS,
    near,
    newton,
    recognise,
    regions,
    same,
)
from symderive.methods.variation.fitting_unique import symmetric, unique
from symderive.methods.variation.numeric import numeric
from symderive.terms.bridge import NotBridged, from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

STARTS, ENOUGH, MOST = 90, 60, 4
INTEGRATE, SEARCH = 3.0, 3.0  # seconds


def propose(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Candidates: `closed` {name: text}, `roots`, `integrals` (integral, antiderivative, value)."""
    return _Fitting(task).run()


class _Fitting:
    def __init__(self, task: dict[str, Any]) -> None:
        self.sorts = {n: {"positive": True} for n in task["positive"]}
        self.digits = task["digits"]
        self.sides = [self._of(t) for t in task["equations"]]
        self.constants = [self._symbol(n) for n in task["constants"]]
        self.integrals: list[tuple[Any, Any, Any]] = []
        self.equations = [self._integrated(a - b) for a, b in self.sides]
        self.objective = None if task["objective"] is None else to_sympy(
            read(task["objective"]), self.sorts)  # fmt: skip
        free = set().union(*(e.free_symbols for e in self.equations)) - set(self.constants)
        rng = random.Random(5)
        self.sample = {s: sympy.Rational(rng.randint(21, 60), 30) for s in sorted(free, key=str)}

    def _of(self, text: str) -> tuple[Any, Any]:
        left, right = read(text).args
        return to_sympy(left, self.sorts), to_sympy(right, self.sorts)

    def _symbol(self, name: str) -> Any:
        known = {s for pair in self.sides for e in pair for s in e.free_symbols if s.name == name}
        return known.pop() if known else sympy.Symbol(name, real=True, **self.sorts.get(name, {}))

    # --- integrals --------------------------------------------------------------------------------

    def _integrated(self, e: Any) -> Any:
        """Each integral replaced by a closed form, with the antiderivative kept."""
        for i in sorted(e.atoms(sympy.Integral), key=str):
            (x, low, high), f = i.limits[0], i.function
            inner = self._antiderivative(f, x)
            if inner is not None:
                value = inner.subs(x, high) - inner.subs(x, low)
                self.integrals.append((i, inner, value))
                e = e.subs(i, value)
        return e

    def _antiderivative(self, f: Any, x: Any) -> Any | None:
        """With the shift of x taken out first: what depends on x - b is integrated by u = x - b.

        Constants of unknown sign are taken for positive here; the kernel sees whether it matters.
        """
        u = sympy.Symbol("u", real=True)
        bold = {c: sympy.Symbol(c.name, positive=True) for c in self.constants}
        back = {p: c for c, p in bold.items()}
        for shift in [c for c in self.constants if f.has(c)] + [sympy.Integer(0)]:
            g = short(f.subs(x, u + shift))
            if shift != 0 and g.has(shift):
                continue
            g = _rooted(short(g.subs(bold)))
            for way in (_by_hand, _by_all):
                with suppress(Late, Exception), cpu_deadline(INTEGRATE):
                    found = way(g, u)
                    if isinstance(found, sympy.Piecewise) or found.has(sympy.Piecewise):
                        found = found.replace(sympy.Piecewise, lambda *rows: rows[0][0])
                    if not found.has(sympy.Integral):
                        return short(found).subs(back).subs(u, x - shift)
        return None

    # --- the search -------------------------------------------------------------------------------

    def run(self) -> list[dict[str, Any]]:
        whole = at_once(self.equations, self.constants)
        if whole is not None:
            return [self._row(whole, [], {})]
        closed, left = linear(self.equations, self.constants)
        open_ = [c for c in self.constants if c not in closed]
        left = [e for e in left if not nought(e)]
        if any(e.has(sympy.Integral) for e in left):
            return []
        if not left:  # constants that are left are free: every member satisfies the data
            return [self._row(closed, [], {})]
        rows: list[tuple[Closed, list[Any], dict[Any, Any]]] = []
        if self.sample and len(open_) > 1:
            rows_ = [self._row(c, [], {}) for c in self._alone(closed, left, open_)]
            if rows_:
                return rows_
            for put in symmetric(left, open_):
                closed, left = _back(closed, put), self._different([e.subs(put) for e in left])
                more, left = linear(left, [c for c in open_ if c not in put])
                closed = _back(closed, more)
                open_ = [c for c in open_ if c not in put and c not in more]
                if not left:
                    return [self._row(closed, [], {})] if not open_ else []
                break
        for more in self._solved(left, open_):
            rows.append((_back(closed, more), [], {}))
        if not rows and self.sample and len(left) == len(open_) == 1:
            return [self._unique(closed, open_[0], row) for row in unique(left[0], open_[0])]
        if not rows and not self.sample:
            for values in self._numeric(left, open_):
                rows += [self._recognised(closed, left, values)]
        return [self._row(*r) for r in self._ordered(rows)]

    def _alone(self, closed: Closed, left: list[Any], open_: list[Any]) -> list[Closed]:
        """An equation of one constant and no parameter has numbers as roots, which make the rest linear."""
        out = []
        for e in left:
            names = e.free_symbols & set(open_)
            if len(names) != 1 or e.free_symbols - names:
                continue
            (c,) = names
            roots = sorted((r[0] for r in self._numeric([e], [c])), key=lambda v: (v < 0, abs(v)))
            for form in [f for v in roots[:MOST] if (f := recognise(v)) is not None]:
                rest = self._different([t.subs(c, form) for t in left])
                more, rest = linear(rest, [d for d in open_ if d != c])
                if not rest and {c, *more} >= set(open_):
                    out.append(_back(_back(closed, {c: form}), more))
            if out:
                break
        return out

    def _solved(self, left: list[Any], open_: list[Any]) -> list[Closed]:
        if len(left) != len(open_):
            return []
        plain = all(e.is_polynomial(*open_) for e in left)
        if len(open_) > 1 and not plain and not self.sample:
            return []
        found: list[Any] = []
        with suppress(Late, Exception), cpu_deadline(SOLVE):
            found = sympy.solve(left, open_, dict=True)
        good = []
        for row in found:
            if set(row) >= set(open_) and not any(v.has(sympy.LambertW) for v in row.values()):
                values = {k: short(v) for k, v in row.items()}
                if not any(v.has(sympy.I) for v in values.values()) and self._right(left, values):
                    good.append(values)
        return good[:MOST]

    def _right(self, left: list[Any], values: Closed) -> bool:
        """Real values that satisfy the equations at the sample of the parameters."""
        for e in left:
            with suppress(Exception):
                if abs(sympy.N(e.subs(values).subs(self.sample), 25)) < 1e-15:
                    continue
            return False
        return all(abs(sympy.im(sympy.N(v.subs(self.sample), 25))) < 1e-15 for v in values.values())

    def _numeric(self, left: list[Any], open_: list[Any]) -> list[list[Any]]:
        """Real roots, by Newton's method from many starts."""
        if len(left) > len(open_):
            return self._by_some(left, open_)
        if len(left) != len(open_) or len(open_) > 3:
            return []
        found: list[list[Any]] = []
        f = numeric(open_, left, mpmath.mp)
        fast = numeric(open_, left, mpmath.fp)
        rng = random.Random(11)
        starts = itertools.chain(
            itertools.product((0.3, 1.0, 2.5), repeat=len(open_)),
            ([rng.choice((-1, 1, 1)) * 10 ** rng.uniform(-1, 1) for _ in open_]
             for _ in range(STARTS)),
        )  # fmt: skip
        with suppress(Late), cpu_deadline(SEARCH):
            for k, start in enumerate(starts):
                if any(s.is_positive and v < 0 for s, v in zip(open_, start, strict=True)):
                    continue
                if k > ENOUGH and found:
                    break
                close = near(fast, list(map(float, start)))
                if close is None or any(same(close, r) for r in found):
                    continue
                root = newton(f, close, DIGITS)
                if root is None or any(same(root, r) for r in found):
                    continue
                if any(s.is_positive and v <= 0 for s, v in zip(open_, root, strict=True)):
                    continue
                found.append(root)
                if len(found) >= 2 * MOST:
                    break
        return found

    def _by_some(self, left: list[Any], open_: list[Any]) -> list[list[Any]]:
        """Roots of as many equations as there are constants, which satisfy the others too."""
        f = numeric(open_, left, mpmath.mp)
        for chosen in itertools.islice(itertools.combinations(left, len(open_)), 8):
            if set().union(*(e.free_symbols for e in chosen)) < set(open_):
                continue
            roots = [r for r in self._numeric(list(chosen), open_)
                     if max(abs(v) for v in f(*r)) < mpmath.mpf(10) ** -20]  # fmt: skip
            if roots:
                return roots
        return []

    def _recognised(
        self, closed: Closed, left: list[Any], values: list[Any]
    ) -> tuple[Closed, list[Any], dict[Any, Any]]:
        """Values that have a closed form are put in, if the other equations stay independent."""
        open_ = [c for c in self.constants if c not in closed]
        at = dict(zip(open_, values, strict=True))
        forms = {c: form for c, v in at.items() if (form := recognise(v)) is not None}
        for k in range(len(forms), 0, -1):
            for chosen in itertools.combinations(forms, k):
                put = {c: forms[c] for c in chosen}
                rest = self._different([e.subs(put) for e in left])
                # What is more than needed says the same at this root; the kernel sees to it.
                rest = sorted(rest, key=sympy.count_ops)[: len(open_) - k]
                if len(rest) == len(open_) - k:
                    roots = {c: v for c, v in at.items() if c not in put}
                    return _back(closed, put), [short(e) for e in rest], roots
        return closed, left, at

    def _different(self, equations: list[Any]) -> list[Any]:
        """The equations that are no identity and no repetition."""
        out: list[Any] = []
        for e in equations:
            if not nought(e) and not any(nought(e - s * o) for o in out for s in (1, -1)):
                out.append(e)
        return out

    def _ordered(self, rows: list[Any]) -> list[Any]:
        """By the value of the functional, the smallest first."""
        if self.objective is None or len(rows) < 2 or self.sample:
            return rows[:MOST]
        keyed = []
        for k, (closed, _, roots) in enumerate(rows):
            value = mpmath.inf
            with suppress(Late, Exception), cpu_deadline(2.0):
                put = {c: t.subs(roots) if roots else t for c, t in closed.items()} | roots
                value = _size(self.objective.subs(put))
            keyed.append((value, k))
        return [rows[k] for _, k in sorted(keyed)][:MOST]

    # --- answers ----------------------------------------------------------------------------------

    def _unique(self, closed: Closed, c: Any, row: dict[str, Any]) -> dict[str, Any]:
        """A root with parameters, which is the only one between two ends."""
        told = row.pop("closed").get(c.name)
        put = {} if told is None else {c: to_sympy(read(told), self.sorts)}
        return {**self._row(_back(closed, put), [], {}), "unique": row}

    def _row(self, closed: Closed, left: list[Any], roots: dict[Any, Any]) -> dict[str, Any]:
        names = sorted(roots, key=str)
        row: dict[str, Any] = {"closed": {c.name: _text(short(t)) for c, t in closed.items()}}
        row["roots"] = [] if not names else [{
            "names": [n.name for n in names], "equations": [_equation(e) for e in left],
            "values": [_cut(roots[n], self.digits) for n in names],
            "region": regions(left, names, roots),
        }]  # fmt: skip
        put = {c: short(t) for c, t in closed.items()}
        row["integrals"] = [
            [_text(sympy.Integral(i.function.subs(put), i.limits[0])), _text(f.subs(put)),
             _text(v.subs(put))]
            for i, f, v in self.integrals
        ]  # fmt: skip
        return row


def _by_hand(f: Any, u: Any) -> Any:
    from sympy.integrals.manualintegrate import manualintegrate

    return manualintegrate(f, u)


def _by_all(f: Any, u: Any) -> Any:
    return sympy.integrate(f, u)


def _size(integral: Any) -> Any:
    """The value of an integral, by numbers."""
    mpmath.mp.dps = 15
    x, low, high = integral.limits[0]
    ends = [mpmath.mpmathify(sympy.N(e, 20)) for e in (low, high)]
    f = numeric([x], [integral.function], mpmath.mp)
    return mpmath.re(mpmath.quad(lambda v: f(v)[0], ends))


def _back(closed: Closed, more: Closed) -> Closed:
    return {c: t.subs(more) for c, t in closed.items()} | dict(more)


def _rooted(f: Any) -> Any:
    """sqrt(1 + sinh^2) as cosh, and the like."""
    return f.replace(
        lambda e: e.is_Pow and e.exp.is_Rational and e.exp.q == 2,
        lambda e: sympy.sqrt(sympy.factor(sympy.simplify(e.base))) ** (2 * e.exp),
    ).replace(sympy.Abs, lambda a: a)


def _equation(e: Any) -> str:
    """The equation with its number on the right."""
    e = sympy.expand(e)
    number = sum((t for t in sympy.Add.make_args(e) if not t.free_symbols), sympy.Integer(0))
    rest = e - number
    if rest.could_extract_minus_sign():
        rest, number = -rest, -number
    return f"{_text(_factored(rest))} = {_text(-number)}"


def _factored(e: Any) -> Any:
    return sympy.factor_terms(e)


def _cut(value: Any, digits: int) -> str:
    """The first decimals of a number, cut off."""
    mpmath.mp.dps = DIGITS
    scaled = int(abs(value) * mpmath.mpf(10) ** digits)
    text = str(scaled).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def _text(e: Any) -> str:
    return write(from_sympy(e))


__all__ = ["NotBridged", "propose"]
