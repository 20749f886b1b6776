"""Admissible points: exact values of the names at which every given holds, varied on purpose.

The values run through both signs, all quadrants, |Im| > pi, the branch cuts, small and large, and
for integers zero, both parities and both signs; the first point is generic, of small height and
cheap.  Whatever proposed a point, each given is replayed on it: undecided means refused.

>>> from symderive.terms.tree import Term, integer, mul, pow_, symbol
>>> a, b, t = symbol("a"), symbol("b"), symbol("t")
>>> given = Givens.of([Term("Gt", (a, integer(0))), Term("Lt", (pow_(t, integer(2)), mul(a, b)))])
>>> p = next(points(["a", "b", "t"], given))
>>> p["a"][0] > 0, p["a"][0] * p["b"][0] > p["t"][0] ** 2
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from flint import acb, arb, fmpq

from symderive.kernel.logic.balls import decide, with_precision
from symderive.kernel.logic.exact import NIL, Gaussian, exact, root
from symderive.kernel.logic.givens import Bounds, Givens, Sort
from symderive.terms.tree import Term

Values = dict[str, Gaussian]

_SMALL = [Fraction(p, q) for p, q in ((3, 7), (5, 8), (2, 9), (7, 11), (4, 13), (9, 16), (1, 6))]
# A step of the schedule: (size of Re, sign of Re, size of Im, sign of Im); size 0 is the axis.
_SMALL_, _BIG, _LARGE, _TINY, _OVER_PI, _HUGE = 1, 2, 3, 4, 5, 6
_REAL = [(_SMALL_, 1), (_SMALL_, -1), (_BIG, 1), (_BIG, -1), (_OVER_PI, 1), (0, 1), (_TINY, -1),
         (_OVER_PI, -1), (_LARGE, 1), (_TINY, 1), (_LARGE, -1), (_HUGE, 1)]  # fmt: skip
# Then the same special value for every name: where equality holds, jumps sit, squares vanish.
_SPECIAL = [Fraction(p, q) for p, q in ((1, 1), (1, 2), (-1, 1), (2, 1), (-1, 2), (1, 4), (-2, 1))]
_COMPLEX = [
    (_SMALL_, 1, _SMALL_, 1), (_BIG, -1, 0, 1), (_SMALL_, -1, _BIG, 1), (_BIG, -1, _SMALL_, -1),
    (_SMALL_, 1, _OVER_PI, 1), (0, 1, _BIG, 1), (_BIG, 1, _SMALL_, -1), (_SMALL_, -1, 0, 1),
    (_SMALL_, -1, _OVER_PI, -1), (_BIG, 1, 0, 1), (0, 1, _SMALL_, -1), (_LARGE, -1, _BIG, 1),
    (_TINY, 1, _TINY, -1), (0, 1, _BIG, -1), (_SMALL_, 1, 0, 1), (0, 1, 0, 1),
]  # fmt: skip
_INTEGERS = [(3, 2, 5, 4, 7, 6), (-2, -3, -1, -4), (4, 2, 6, 8), (5, 1, 3, 7), (0,), (-1, -5, -3),
             (1, 2), (8, 9, 11), (-4, -2, -6), (2, 3, 0), (12, 10, 13)]  # fmt: skip
ATTEMPTS = 80  # proposals in all, so that impossible givens end
VAIN = 12  # proposals without a point after which several equations are left alone


def to_ball(value: Gaussian) -> acb:
    """The ball of an exact value; an imaginary part of zero stays exactly zero."""
    re, im = value
    return acb(_arb(re), _arb(im)) if im else acb(_arb(re))


def _arb(q: Fraction) -> arb:
    return arb(fmpq(q.numerator, q.denominator))


def balls(point: Mapping[str, Gaussian]) -> dict[str, acb]:
    """The point as balls of the current precision."""
    return {name: to_ball(value) for name, value in point.items()}


def written(value: Gaussian) -> str:
    """The value as text that reads back."""
    re, im = value
    if not im:
        return str(re)
    imaginary = f"{abs(im)}*I"
    sign = "-" if im < 0 else ""
    return sign + imaginary if not re else f"{re} {sign or '+'} {imaginary}"


def points(
    names: Sequence[str], givens: Givens, also: Sequence[Term] = (), seed: int = 0
) -> Iterator[Values]:
    """Admissible points, at most `ATTEMPTS`, deterministic in the seed; `also`: more relations.

    Every point satisfies the sort, sign, parity and bounds of each name and every relation of the
    givens.  There are none where the givens speak of generic functions at names.
    """
    wanted = sorted({*names, *_related(givens)} - set(givens.matrices) - set(givens.functions))
    relations = [Term(r, (a, b)) for r, a, b in givens.relations] + list(also)
    if any(r.functions and r.free for r in relations):
        return
    relations = [r for r in relations if not r.functions]
    seen: set[object] = set()
    together = sum(r.head == "Eq" for r in relations) > 1
    for i in range(ATTEMPTS if wanted else 1):
        if together and not seen and i >= VAIN:
            return
        proposal = _proposal(wanted, givens, i, seed)
        if proposal is None:
            continue
        found = _repaired(proposal, relations, givens, i)
        key = None if found is None else tuple(found.items())
        if found is not None and key not in seen:
            seen.add(key)
            yield found


def _related(givens: Givens) -> set[str]:
    return {n for _, a, b in givens.relations for n in a.free | b.free}


# --- the replay: nothing passes that is not decided -----------------------------------------------


def admissible(point: Mapping[str, Gaussian], givens: Givens, also: Sequence[Term] = ()) -> bool:
    """Whether every sort, bound and relation of the givens holds at the point."""
    if not all(_fits(v, givens.sort(n), givens.bounds.get(n)) for n, v in point.items()):
        return False
    relations = [Term(r, (a, b)) for r, a, b in givens.relations] + list(also)
    return all(holds(r, point) for r in relations)


def _fits(value: Gaussian, sort: Sort, bounds: Bounds | None) -> bool:
    re, im = value
    if sort.domain != "complex" and im:
        return False
    if sort.domain == "integer" and re.denominator != 1:
        return False
    if sort.parity and (re.denominator != 1 or re % 2 != (sort.parity == "odd")):
        return False
    good = {"+": re > 0, "-": re < 0, "0+": re >= 0, "0-": re <= 0, "0": re == 0, "!0": True}
    if sort.sign and not (good[sort.sign] and (sort.sign == "!0" or not im)):
        return False
    if sort.sign == "!0" and not re and not im:
        return False
    if bounds is None:
        return True
    low, high = bounds.low, bounds.high
    if low is not None and (im or re < low or (re == low and bounds.low_open)):
        return False
    return high is None or not (im or re > high or (re == high and bounds.high_open))


def holds(relation: Term, point: Mapping[str, Gaussian]) -> bool:
    """Whether the relation certainly holds: exactly if possible, else by balls."""
    if relation.head in _EXACT:
        left, right = (exact(a, point) for a in relation.args)
        if left is not None and right is not None:
            (a, i), (b, j) = left, right
            if relation.head in ("Eq", "Ne"):
                return ((a, i) == (b, j)) == (relation.head == "Eq")
            return not i and not j and _EXACT[relation.head](a, b)
    with with_precision(128):
        return decide(relation, balls(point)) is True


_EXACT: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "Eq": lambda a, b: a == b, "Ne": lambda a, b: a != b, "Lt": lambda a, b: a < b,
    "Le": lambda a, b: a <= b, "Gt": lambda a, b: a > b, "Ge": lambda a, b: a >= b,
}  # fmt: skip


# --- proposals ------------------------------------------------------------------------------------


def _mixed(seed: int, i: int, j: int) -> int:
    """A fixed scrambling of three small numbers (the steps of a linear congruence)."""
    x = (seed * 7919 + i * 104729 + j * 1299709 + 12345) & 0xFFFFFFFF
    for _ in range(3):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        x ^= x >> 15
    return x


def _proposal(names: Sequence[str], givens: Givens, i: int, seed: int) -> Values | None:
    point: Values = {}
    for j, name in enumerate(names):
        # Alternate: all names of one kind (both negative, both on a cut), then kinds mixed.
        together = len(names) == 1 or i < 2 or i % 2 == 0
        kind = (i if len(names) == 1 or i < 2 else i // 2) if together else _mixed(seed, i, j)
        value = _value(givens.sort(name), givens.bounds.get(name), kind, j, i)
        if value is None:
            return None
        point[name] = value
    return point


def _magnitude(size: int, j: int, i: int) -> Fraction:
    small = _SMALL[(j + 3 * (i // 9)) % len(_SMALL)]
    lap = Fraction(j // len(_SMALL) + i // 63, 17)  # many names, many points: still distinct
    return {0: NIL, _SMALL_: small / (1 + lap), _BIG: 1 + j % 3 + small + lap,
            _LARGE: 11 + 3 * j + small + lap, _TINY: small / 32 / (1 + lap),
            _OVER_PI: 4 + j + small + lap, _HUGE: 120 + 7 * j + small + lap}[size]  # fmt: skip


def _value(sort: Sort, bounds: Bounds | None, kind: int, j: int, i: int) -> Gaussian | None:
    if sort.domain == "integer":
        pool = _INTEGERS[kind % len(_INTEGERS)]
        if bounds is not None and bounds.low is not None and bounds.high is not None:
            first, last = _ceil(bounds.low), -_ceil(-bounds.high)  # from both ends inwards
            near = ((kind + j) // 2) % (last - first + 1) if last >= first else 0
            v = first + near if (kind + j) % 2 else last - near
            return _integer(v, sort, bounds)
        return _integer(pool[j % len(pool)] + j // len(pool), sort, bounds)
    if sort.domain == "complex" and bounds is None:
        re, s, im, z = _COMPLEX[kind % len(_COMPLEX)]
        return s * _magnitude(re, j, i), z * _magnitude(im, j + 2, i)
    kind %= len(_REAL) + len(_SPECIAL)
    if kind >= len(_REAL):
        special = (_SPECIAL[kind - len(_REAL)], NIL)
        return special if _fits(special, sort, bounds) else None
    size, sign = _REAL[kind]
    m = _magnitude(size, j, i)
    low, high = (None, None) if bounds is None else (bounds.low, bounds.high)
    if low is None and high is None:
        return sign * m, NIL
    if low is not None and high is not None:
        share = m if m < 1 else 1 - 1 / (m + 1)
        share = share if sign > 0 else 1 - share
        return low + (high - low) * share, NIL
    if high is not None:
        return high - m, NIL
    return (m if low is None else low + m), NIL


def _integer(v: int, sort: Sort, bounds: Bounds | None) -> Gaussian | None:
    if sort.parity and v % 2 != (sort.parity == "odd"):
        v += 1
    if bounds is not None and not _fits((Fraction(v), NIL), sort, bounds):
        step = 2 if sort.parity else 1
        if bounds.low is not None:
            v = _ceil(bounds.low) + abs(v)
            if bounds.high is not None:
                width = max(int(bounds.high - _ceil(bounds.low)), 0) + 1
                v = _ceil(bounds.low) + abs(v) % width
        elif bounds.high is not None:
            v = -_ceil(-bounds.high) - abs(v)
        if sort.parity and v % 2 != (sort.parity == "odd"):
            v += step - 1
    return Fraction(v), NIL


def _ceil(q: Fraction) -> int:
    return -((-q.numerator) // q.denominator)


# --- repair: equalities solved for one name, inequalities reached by scaling ----------------------

_PYTHAGOREAN = [
    Fraction(p, q) for p, q in ((3, 5), (5, 13), (8, 17), (7, 25), (20, 29), (5, 3), (1, 1))
]
_FACTORS = [Fraction(p, q) for p, q in ((1, 2), (2, 1), (-1, 1), (1, 5), (5, 1), (1, 40), (40, 1))]


def _repaired(point: Values, relations: list[Term], givens: Givens, turn: int) -> Values | None:
    for r in relations:
        if r.head == "Eq" and not holds(r, point):
            solved = _solved(r, point, givens, turn)
            if solved is None:
                return None
            point = solved
    for _ in range(3):
        broken = [r for r in relations if not holds(r, point)]
        if not broken:
            return point if admissible(point, givens) else None
        if broken[0].head == "Eq":
            return None
        moved = _scaled(broken, point, relations, givens)
        if moved is None:
            return None
        point = moved
    return None


def _scaled(
    broken: list[Term], point: Values, relations: list[Term], givens: Givens
) -> Values | None:
    """The point with one name scaled so that more relations hold."""
    best, fewest = None, len(broken)
    for name in sorted(broken[0].free & point.keys()):
        bounds, sort = givens.bounds.get(name), givens.sort(name)
        base = bounds.low if bounds is not None and bounds.low is not None else NIL
        for f in _FACTORS:
            re, im = point[name]
            new = (base + (re - base) * f, im * f)
            if not _fits(new, sort, bounds):
                continue
            trial = {**point, name: new}
            left = sum(not holds(r, trial) for r in relations)
            if left < fewest:
                best, fewest = trial, left
            if left == 0:
                return trial
    return best


def _solved(equation: Term, point: Values, givens: Givens, turn: int) -> Values | None:
    """A point on a linear or quadratic equation: one name solved for, the others tried in turn."""
    names = sorted(equation.free & point.keys())
    shift = turn % len(_PYTHAGOREAN)
    for name in reversed(names):
        others = [n for n in names if n != name]
        trials = [point] + [
            {**point, n: ((-1) ** (turn // 2) * q, NIL)}
            for n in others
            for q in _PYTHAGOREAN[shift:] + _PYTHAGOREAN[:shift]
        ]
        for trial in trials:
            if not all(_fits(trial[n], givens.sort(n), givens.bounds.get(n)) for n in others):
                continue
            for value in _roots(equation, name, trial)[:: (-1) ** turn]:
                solved = {**trial, name: (value, NIL)}
                fits = _fits((value, NIL), givens.sort(name), givens.bounds.get(name))
                if fits and holds(equation, solved):
                    return solved
    return None


def _roots(equation: Term, name: str, point: Values) -> list[Fraction]:
    """Rational roots in one name if left - right is a quadratic in it (the caller replays them)."""
    at = []
    for v in (0, 1, 2):
        here = {**point, name: (Fraction(v), NIL)}
        left, right = (exact(a, here) for a in equation.args)
        if left is None or right is None or left[1] != right[1]:
            return []
        at.append(left[0] - right[0])
    a = (at[2] - 2 * at[1] + at[0]) / 2
    b, c = at[1] - at[0] - a, at[0]
    if a == 0:
        return [] if b == 0 else [-c / b]
    r = root(b * b - 4 * a * c)
    return [] if r is None else [(-b + r) / (2 * a), (-b - r) / (2 * a)]
