"""The search for the value of an integral: moves to a depth, proposals with patience, one clock.

Stages go from few quick moves to many slow ones (iterative deepening), so that a route that leads
nowhere does not eat the limit; an integral that failed is looked at again only with more depth or
patience.  Every move ends in steps of the kernel, so that no wrong turn becomes an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.methods.integrals import (
    combinations,
    eulerian,
    fourier,
    frullani,
    fubini,
    insertions,
    keyhole,
    masters,
    parting,
    residues,
    series,
    substitutions,
    symmetries,
    telescoping,
    turns,
)
from symderive.methods.integrals.damping import Damping
from symderive.methods.integrals.divergences import by_antiderivative, diverging
from symderive.methods.integrals.parameters import PROPOSALS, Under
from symderive.methods.integrals.patience import Patient
from symderive.methods.integrals.rates import Rates
from symderive.terms.tree import Term, eq
from symderive.terms.writer import write

# (depth of moves, level of patience), one after the other.
STAGES = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (0, 2), (2, 1), (1, 2), (3, 1), (2, 2), (3, 2))
Route = Callable[["Routes", Term, Under], int | None]


class Routes(Rates, Damping):
    """`value(I)` gives the number of a step I = v, or None."""

    def __init__(self, work: Patient) -> None:
        super().__init__(work)
        self.depth = 0
        self.found: dict[tuple[Term, Under], int] = {}
        self.failed: dict[tuple[Term, Under], list[tuple[int, int]]] = {}
        self.masters: dict[tuple[Term, Under], int | None] = {}
        self.leaves: set[tuple[Term, Under]] = set()  # looked at by the routes that do not recur
        self.open: set[tuple[Term, Under]] = set()
        self.trace: list[tuple[str, str, str]] = []  # route, integral, outcome

    def search(self, integral: Term, under: Under = ()) -> int | None:
        """The value, or a proof that there is none, stage by stage until the clock stops (Exhausted)."""
        n = diverging(self, integral)
        for self.depth, level in STAGES if n is None else ():
            self.patience(level)
            n = self.value(integral, under)
            F = getattr(self.work, "diverging", {}).get((integral, under))
            if n is None and F is not None:
                n = by_antiderivative(self, integral, F)
            if n is not None:
                return n
        return n

    def patience(self, level: int) -> None:
        if isinstance(self.work, Patient):
            self.work.level = level

    def value(self, integral: Term, under: Under = ()) -> int | None:
        """By an antiderivative or a definition, else by the routes, each with one move less."""
        key = (integral, under)
        if key in self.found:
            return self.found[key]
        now = (self.depth, getattr(self.work, "level", 0))
        if key in self.open or any(
            d >= now[0] and p >= now[1] for d, p in self.failed.get(key, ())
        ):
            return None
        n = self.work.value(integral, under)
        if n is not None:
            self._told("antiderivative", integral, n)
        if n is None and key not in self.leaves:
            self.leaves.add(key)
            leaves = LEAVES if self.depth >= 0 else LEAVES[:-COSTLY]  # no series of series
            n = self._by_routes(leaves, integral, under, key)
        if n is None and self.depth > 0:
            n = self._by_routes(ROUTES, integral, under, key)
        if n is None:
            self.failed.setdefault(key, []).append(now)
        else:
            self.found[key] = n
        return n

    def _by_routes(
        self, routes: list[tuple[str, Route]], integral: Term, under: Under, key: tuple[Term, Under]
    ) -> int | None:
        self.open.add(key)
        try:
            for name, route in routes:
                self.depth -= 1
                try:
                    n = route(self, integral, under)
                finally:
                    self.depth += 1
                self._told(name, integral, n)
                if n is not None:
                    return n
        finally:
            self.open.discard(key)
        return None

    def same_depth(self, integral: Term, under: Under = ()) -> int | None:
        """The value by a move that costs none."""
        self.depth += 1
        try:
            return self.value(integral, under)
        finally:
            self.depth -= 1

    def _told(self, route: str, integral: Term, n: int | None) -> None:
        self.trace.append((route, write(integral), "no value" if n is None else f"step {n}"))

    # --- what the routes share --------------------------------------------------------------------

    def exists(self, integral: Term, under: Under = ()) -> int | None:
        """A step that says that the integral exists; looked for once."""
        key = (integral, under)
        if key not in self.existing:
            self.existing[key] = self.convergence(integral, under)
        return self.existing[key]

    def closed(self, integral: Term, value: Term, uses: list[int], under: Under = ()) -> int | None:
        """The integral equals the value, in the shortest form that the kernel sees to be equal."""
        forms = self.ask(f"{PROPOSALS}:simplified", write(value), under=under)
        for form in dict.fromkeys([*forms, value]):
            n = self.work.step("algebra", eq(integral, form), uses, under)
            if n is not None:
                return n
        return None

    def positive(self, t: Term, under: Under = ()) -> bool:
        return sign_of(t, self.givens(under)) == "+"


def _methods(*names: str) -> Iterator[tuple[str, Route]]:
    for name in names:
        yield name, _method(name)


def _method(name: str) -> Route:
    def route(routes: Routes, integral: Term, under: Under) -> int | None:
        n: int | None = getattr(routes, name)(integral, under)
        return n

    return route


_HYPEREXPONENTIAL = frozenset(
    "Integer Symbol Neg Add Mul Div Pow exp sin cos sinh cosh sqrt pi E".split()
)


def _hyperexponential(routes: Routes, integral: Term, under: Under) -> int | None:
    """Creative telescoping, where an exponential or a wave moves and nothing else is in the way."""
    heads = {t.head for t in integral.args[0].walk()}
    if not heads <= _HYPEREXPONENTIAL or not heads & {"exp", "sin", "cos"}:
        return None
    return telescoping.telescoped(routes, integral, under)


def _expandable(routes: Routes, integral: Term, under: Under) -> int | None:
    """Series, unless a logarithm of a polynomial has parameters: it would stay in every term."""
    body, x = integral.args[:2]
    for t in body.walk():
        inside = t.head in ("log", "atan") and x.data in t.free and t.free - {x.data}
        if inside and not any(u.head in ("exp", "sin", "cos") for u in t.walk()):
            return None
    return series.summed(routes, integral, under)


# They lead to a value at once, or nowhere.
LEAVES: list[tuple[str, Route]] = [
    ("master integral", masters.mastered),
    ("Euler integral", eulerian.eulerian),
    ("rational from below", eulerian.from_below),
    ("residues", residues.by_residues),
    ("keyhole", keyhole.by_keyhole),
    ("whole turn", turns.whole_turn),
    ("Frullani", frullani.by_frullani),
    ("creative telescoping", _hyperexponential),
    ("telescoped wave", telescoping.waved),
    ("series", _expandable),
    ("Fourier series", fourier.by_fourier),
]
COSTLY = 4  # the last of them, which ask for values of other integrals
# They lead to other integrals.
ROUTES: list[tuple[str, Route]] = [
    ("inner integral", fubini.inner_first),
    ("constant factor", combinations.scaled),
    ("even or odd", symmetries.even),
    ("mirror image", symmetries.reflected),
    *_methods("closing", "rate"),
    ("halves", symmetries.halves),
    ("parts", parting.parted),
    ("substitution", substitutions.substituted),
    ("sum", combinations.summed),
    *_methods("raised"),
    ("inserted parameter", insertions.inserted),
    *_methods("damped"),
    ("folded", symmetries.folded),
    ("order of integration", fubini.represented),
]
