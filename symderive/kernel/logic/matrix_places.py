"""Admissible matrices: sizes 2, 3 and 1, exact rational entries, every given replayed on them.

A claim about matrices of symbolic size is tried at explicit ones; what is left is a claim about
numbers, tried at points as any other.

>>> from symderive.terms.reader import read
>>> given = Givens.of([read("A is n x n matrix"), read("B is n x n matrix")])
>>> refute(read("A*B = B*A"), given).point["n"]
'2'
>>> refute(read("tr(A*B) = tr(B*A)"), given) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from flint import acb, arb

from symderive.kernel.logic.balls import Evaluator, Value, with_precision
from symderive.kernel.logic.exact import exact
from symderive.kernel.logic.givens import Givens, Unreadable, constant
from symderive.kernel.logic.matrix_entries import by_entries
from symderive.kernel.logic.matrix_samples import as_grid, as_term, has, proposed, tied_kind
from symderive.kernel.logic.places import Place, places_for
from symderive.kernel.logic.witness import Case, Witness, links
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, Term, integer
from symderive.terms.writer import write

TRIES = 24
MOST = 60  # proposals, so that impossible givens end
POINTS = 2
SIZES = ((2, 3, 1, 2), (3, 2, 2, 1), (2, 2, 3, 1), (1, 2, 3, 2), (3, 3, 2, 2))
MAX_SIDE = 6


@dataclass(frozen=True)
class Instance:
    """Explicit matrices for the names, and what is then given of the scalars."""

    put: Mapping[str, Term]
    givens: Givens
    definite: tuple[tuple[Term, str], ...]  # expressions that must be definite, word by word

    def claim(self, claim: Term) -> Term:
        return by_entries(claim, self.put)


def refute(claim: Term, givens: Givens, tries: int = TRIES, bits: int = 64) -> Witness | None:
    """Matrices and numbers at which the claim certainly fails; None if none was found."""
    if links(claim) is None or _ambiguous(claim, givens):
        return None
    fits = False  # in sizes beyond 1, where a matrix is no number
    for instance in islice(instances(claim, givens), tries):
        explicit = instance.claim(claim)
        parts = links(explicit)
        if parts is None:
            return None
        case = Case(explicit, parts, instance.givens)
        single = any(t == ONE for t in instance.put.values())
        if single and not fits:
            continue
        found = _fails(instance, explicit, case, bits)
        fits = fits or case.finite
        if found is not None:
            return found
    return None


def _ambiguous(claim: Term, givens: Givens) -> bool:
    """Whether it differentiates by a matrix whose entries are not independent."""
    free = {"invertible", "positive"}
    bound = {n for n, m in givens.matrices.items() if m.properties - free}
    return any(u.head == "Derivative" and any(v.data in bound for v in u.args[1:])
               for u in claim.walk())  # fmt: skip


def _fails(instance: Instance, explicit: Term, case: Case, bits: int) -> Witness | None:
    for place in islice(_places(instance, [explicit]), POINTS):
        found = case.fails(place, bits)
        if found is not None and found.reason == "differs":
            texts = {n: write(t) for n, t in sorted(instance.put.items())}
            return replace(found, point=texts | found.point)
    return None


def _places(instance: Instance, terms: Sequence[Term]) -> Iterator[Place]:
    names = sorted(
        frozenset().union(*(t.free for t in terms), *(t.free for t, _ in instance.definite))
    )
    for place in places_for(list(terms), names, instance.givens, 12):
        if all(_definite(t, word, place) for t, word in instance.definite):
            yield place


def nonvacuous(
    givens: Givens, inverted: Sequence[Term] = (), finite: Sequence[Term] = ()
) -> dict[str, str] | None:
    """Admissible matrices and numbers at which `inverted` do not vanish and all have values."""
    terms = [*inverted, *finite]
    for instance in islice(instances(Term("Tuple", terms), givens), TRIES):
        explicit = [instance.claim(t) for t in terms]
        for place in islice(_places(instance, explicit), POINTS):
            with with_precision(128):
                e = place.evaluator()
                values = [_scalars(e.value(t)) for t in explicit]
                if not all(z.is_finite() for zs in values for z in zs):
                    continue
                if all(any(not z.contains(0) for z in zs) for zs in values[: len(inverted)]):
                    return {n: write(t) for n, t in sorted(instance.put.items())} | place.text()
    return None


def _scalars(v: Value) -> list[acb]:
    return [v] if type(v) is acb else list(v.entries())


def recorded(
    claim: Term, givens: Givens, point: Mapping[str, Term]
) -> tuple[Instance, dict[str, Term]] | None:
    """The instance that a recorded point names, if every given holds on it, and its numbers."""
    wanted = set(givens.matrices) | _sizes(givens)
    if not wanted <= point.keys():
        return None
    put = {n: point[n] for n in sorted(wanted)}
    for name, sort in givens.matrices.items():
        grid = as_grid(put[name])
        shape = tuple(_size(substitute(d, put)) for d in (sort.rows, sort.columns))
        if grid is None or [len(grid), len(grid[0])] != list(shape) or not has(grid, sort):
            return None
    for name in _sizes(givens):
        n = constant(put[name])
        if n is None or n.denominator != 1 or n < 1:
            return None
    instance = _instance(put, givens)
    rest = {n: t for n, t in point.items() if n not in wanted}
    return None if instance is None else (instance, rest)


def replay(
    claim: Term, givens: Givens, point: Mapping[str, Term], bits: int = 64
) -> Witness | None:
    """The witness at these very matrices and numbers, with its enclosures computed anew."""
    found = recorded(claim, givens, point)
    if found is None:
        return None
    if _ambiguous(claim, givens):
        return None
    instance, numbers = found
    wanted = {n: write(t) for n, t in numbers.items()}
    explicit = instance.claim(claim)
    parts = links(explicit)
    if parts is None:
        return None
    case = Case(explicit, parts, instance.givens)
    for place in _places(instance, [explicit]):
        if {n: write(read(t)) for n, t in place.text().items()} == wanted:
            witness = case.fails(place, bits)
            if witness is None:
                return None
            texts = {n: write(t) for n, t in sorted(instance.put.items())}
            return replace(witness, point=texts | witness.point)
    return None


# --- instances ------------------------------------------------------------------------------------


def _size(t: Term) -> Fraction | None:
    """The number that a size without names is."""
    found = exact(t, {})
    return None if found is None else found[0]


def _sizes(givens: Givens) -> set[str]:
    return {n for m in givens.matrices.values() for d in (m.rows, m.columns) for n in d.free}


def instances(claim: Term, givens: Givens) -> Iterator[Instance]:
    """Admissible instances, varied in size and kind."""
    names = sorted(_sizes(givens))
    blocks = frozenset(  # names in expressions that are given to be definite
        n
        for s in givens.statements
        if s.head == "Is" and s.args[0].head == "Matrix"
        for n in s.free
    )
    defined = _defined(givens)
    tied = _in_equations(givens) - defined.keys()
    for i in range(MOST):
        row = SIZES[i % len(SIZES)]
        put: dict[str, Term] = {n: integer(row[j % len(row)]) for j, n in enumerate(names)}
        made = True
        for j, (name, sort) in enumerate(sorted(givens.matrices.items())):
            shape = [_size(substitute(d, put)) for d in (sort.rows, sort.columns)]
            if any(k is None or k.denominator != 1 or not 1 <= k <= MAX_SIDE for k in shape):
                made = False
                break
            rows, columns = (int(k) for k in shape if k is not None)
            if name in defined:
                continue
            if name in blocks and rows == columns and not sort.properties:
                sort = replace(sort, properties=frozenset({"positive_definite"}))
            special = tied_kind(rows, i, j) if name in tied and rows == columns else None
            grid = special or proposed(rows, columns, sort, i, j)
            if grid is not None and name in blocks and "positive_definite" not in sort.properties:
                grid = [[x / 6 for x in row] for row in grid]
            if grid is None or not has(grid, sort):
                made = False
                break
            put[name] = as_term(grid)
        for name, t in defined.items() if made else ():
            value = _worked_out(substitute(t, put))
            made = made and value is not None and has(value, givens.matrices[name])
            if value is not None:
                put[name] = as_term(value)
        if made:
            found = _instance(put, givens)
            if found is not None:
                yield found


def _equations(givens: Givens) -> list[Term]:
    return [s for t in givens.statements for s in (t.args if t.head == "And" else (t,))
            if s.head == "Eq" and s.free & givens.matrices.keys()]  # fmt: skip


def _in_equations(givens: Givens) -> set[str]:
    return {n for s in _equations(givens) for n in s.free & givens.matrices.keys()}


def _defined(givens: Givens) -> dict[str, Term]:
    """Names that an equation gives outright, each after those that it needs."""
    found: dict[str, Term] = {}
    for s in _equations(givens):
        for one, other in (s.args, s.args[::-1]):
            new = one.head == "Symbol" and one.data in givens.matrices and one.data not in found
            if new and not other.free & (found.keys() | {one.data}):
                found[one.data] = other
                break
    return found


def _worked_out(t: Term) -> list[list[Fraction]] | None:
    """The entries of an explicit matrix, exactly."""
    from symderive.kernel.logic.matrices import explicit
    from symderive.kernel.logic.normal import NormalForm

    try:
        grid = explicit(NormalForm(Givens()), t)
    except (ArithmeticError, ValueError):
        return None
    if isinstance(grid, Term):
        return None
    cells = [[_size(u) for u in row] for row in grid]
    return None if any(x is None for row in cells for x in row) else cells  # type: ignore[return-value]


def _instance(put: Mapping[str, Term], givens: Givens) -> Instance | None:
    """The instance, if every given about matrices holds; the others are left to the points."""
    kept: list[Term] = []
    definite: list[tuple[Term, str]] = []
    for s in [u for t in givens.statements for u in (t.args if t.head == "And" else (t,))]:
        if s.head == "Is" and s.args[1].head == "Tuple":
            if s.args[0].head != "Symbol":
                definite.append((substitute(s.args[0], put), s.args[1].args[0].data))
            continue
        if s.head == "Is" and s.args[0].head == "Symbol" and s.args[0].data in givens.matrices:
            continue
        if s.head == "Is" and s.args[0].head == "Symbol" and s.args[0].data in put:
            s = Term("Is", (put[s.args[0].data], s.args[1]))
            if not _said(s):
                return None
            continue
        explicit = substitute(s, put)
        if explicit.free:
            kept.append(explicit)
        elif not _holds(explicit):
            return None
    try:
        return Instance(dict(put), Givens.of(kept), tuple(definite))
    except Unreadable:
        return None


def _said(s: Term) -> bool:
    """`n is even` of an explicit size."""
    n = constant(s.args[0])
    word = s.args[1].data
    if n is None:
        return False
    if word in ("even", "odd"):
        return bool(n % 2 == (word == "odd"))
    return word in ("integer", "natural", "real", "positive", "nonnegative", "nonzero", "complex")


def _holds(s: Term) -> bool:
    """A given without names: an equation of matrices or numbers exactly, an order by balls."""
    if s.head == "Eq":
        from symderive.kernel.logic.zero import prove_equal

        try:
            return prove_equal(s.args[0], s.args[1], Givens()) is not None
        except (ArithmeticError, ValueError):
            return False
    with with_precision(128):
        return Evaluator({}, {}).holds(s) is True


def _definite(t: Term, word: str, place: Place) -> bool:
    """Whether the leading minors of the expression are certainly positive there."""
    with with_precision(128):
        v = place.evaluator().value(t)
        if word == "positive":
            return all(bool(z.real > 0) for z in _scalars(v))
        if type(v) is acb:
            return bool(v.real > 0)
        n = v.nrows()
        if n != v.ncols():
            return False
        from flint import acb_mat

        for k in range(1, n + 1):
            minor = acb_mat(k, k, [v[i, j] for i in range(k) for j in range(k)]).det().real
            if not bool(minor > arb(0)):
                return False
        return all((v[i, j] - v[j, i]).contains(0) for i in range(n) for j in range(i))


__all__ = ["Instance", "instances", "nonvacuous", "recorded", "refute", "replay"]
