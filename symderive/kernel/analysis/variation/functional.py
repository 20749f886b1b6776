"""A problem of the calculus of variations, read from the givens.

`stationary(Integral(L, (x, a, b)), ..)` says what is extremized, and beside the integral among which
functions: fixed(y(a), v), fixed(Integral(G, (x, a, b)), l), holonomic(F) for F = 0 at every x,
free(y(b)), the name of an end that moves with end_on(F) for F = 0 there, and vary(y(x)) where the
Lagrangian holds other functions of the variables.

>>> from symderive.terms.reader import read
>>> text = "stationary(Integral(y'(x)^2, (x, 0, 1)), fixed(y(0), 1), free(y(1)))"
>>> problem = functional_of(Givens.of([read(text)]))
>>> problem.variables, problem.unknowns, len(problem.data), len(problem.free)
(('x',), ('y',), 1, 1)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symderive.kernel.analysis.variation.jets import Jets
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ZERO, Term

RELATIONS = ("Ne", "Lt", "Le", "Gt", "Ge")


@dataclass(frozen=True)
class Datum:
    """A derivative of an unknown has a value at a place: y^(orders)(at) = value."""

    unknown: str
    orders: tuple[int, ...]
    at: tuple[Term, ...]
    value: Term


@dataclass(frozen=True)
class Functional:
    """What is extremized, and under which conditions; terms hold the jets under plain names."""

    variables: tuple[str, ...]
    unknowns: tuple[str, ...]
    lagrangian: Term
    ends: tuple[tuple[Term, Term], ...]
    cost: Term  # of the end points, in values such as y(1)
    data: tuple[Datum, ...]
    integrals: tuple[tuple[Term, Term], ...]  # Integral(G) = value, G with plain names
    holonomic: tuple[Term, ...]
    free: tuple[Datum, ...]  # `value` is not said
    movable: tuple[str, ...]  # names of ends that move
    curves: tuple[tuple[str, Term], ...]  # the equation that a movable end satisfies
    about: tuple[Term, ...]  # relations on the unknowns at every point, plain names
    rest: tuple[Term, ...]
    jets: Jets = field(compare=False)

    @property
    def local(self) -> bool:
        """Whether no interval is given: an end is a name of which nothing else is said."""
        told = {n for s in self.rest for n in s.free} | set(self.movable)
        told |= {n for d in self.data for t in (*d.at, d.value) for n in t.free}
        ends = [e for pair in self.ends for e in pair]
        loose = any(e.head == "Symbol" and e.data not in told for e in ends)
        return loose or len(self.variables) > 1

    def givens(self, *more: Term) -> Givens:
        """What is given of the names, and of the unknowns as plain names."""
        return Givens.of([*self.rest, *self.about, *more])


def functional_of(givens: Givens) -> Functional:
    """Raises Rejected where the givens hold no functional, Undecided for one of another kind."""
    stated = [s for s in givens.statements if s.head == "Apply" and s.data[0] == "stationary"]
    if len(stated) != 1:
        raise Rejected("one given must say which functional is stationary")
    whole, *beside = stated[0].args
    integral, cost = _split(whole)
    variables: list[str] = []
    ends: list[tuple[Term, Term]] = []
    body = integral
    while body.head == "Integral":
        variables.append(body.args[1].data)
        ends.append((body.args[2], body.args[3]))
        body = body.args[0]
    variables.reverse()
    ends.reverse()
    named = [a for a in beside if a.head == "Apply" and a.data[0] == "vary"]
    unknowns = _unknowns(named[0] if named else body, variables, bool(named))
    jets = Jets(tuple(variables), unknowns, _names(givens, unknowns))
    about, rest = [], []
    for s in givens.statements:
        if s is stated[0] or (s.head == "Is" and s.args[0].data in unknowns):
            continue
        if not s.functions & set(unknowns):
            rest.append(s)
        elif s.head in RELATIONS:
            about.append(jets.plain(s))
        else:
            raise Undecided(
                "a given on an unknown is an inequality; conditions stand in stationary(..)"
            )
    class_ = _Class(jets, tuple(ends), tuple(a.data for a in beside if a.head == "Symbol"))
    for a in beside:
        class_.take(a)
    return Functional(
        jets.variables, jets.unknowns, jets.plain(body), tuple(ends), cost, tuple(class_.data),
        tuple(class_.integrals), tuple(class_.holonomic), tuple(class_.free), class_.movable,
        tuple(class_.curves), tuple(about), tuple(rest), jets,
    )  # fmt: skip


def _split(t: Term) -> tuple[Term, Term]:
    """The integral, and the cost of the end points that is added to it."""
    if t.head == "Integral":
        return t, ZERO
    if t.head == "Add" and t.args[0].head == "Integral":
        rest = t.args[1:]
        return t.args[0], rest[0] if len(rest) == 1 else Term("Add", rest)
    raise Rejected("a functional is an integral, or an integral plus a cost of the end points")


def _unknowns(where: Term, variables: list[str], named: bool) -> tuple[str, ...]:
    """Those that `vary(..)` names, or else all functions applied to exactly the variables."""
    found = [
        t.data[0] for t in (where.args if named else where.walk())
        if t.head == "Apply" and [a.data if a.head == "Symbol" else None for a in t.args] == variables
    ]  # fmt: skip
    if not found:
        raise Rejected("the Lagrangian holds no unknown function of its variables")
    return tuple(dict.fromkeys(found) if named else sorted(set(found)))


def names_of(givens: Givens) -> frozenset[str]:
    """The names in the givens, without the words of `is`."""
    found: set[str] = set()
    for s in givens.statements:
        found |= s.args[0].free if s.head == "Is" else s.free
    return frozenset(found)


def _names(givens: Givens, unknowns: tuple[str, ...]) -> frozenset[str]:
    bound = {t.args[1].data for s in givens.statements for t in s.walk() if t.head == "Integral"}
    return (names_of(givens) | bound) - set(unknowns)


class _Class:
    """The class of functions among which the functional is stationary."""

    def __init__(
        self, jets: Jets, ends: tuple[tuple[Term, Term], ...], movable: tuple[str, ...]
    ) -> None:
        self.jets, self.ends, self.movable = jets, ends, movable
        self.data: list[Datum] = []
        self.free: list[Datum] = []
        self.integrals: list[tuple[Term, Term]] = []
        self.holonomic: list[Term] = []
        self.curves: list[tuple[str, Term]] = []

    def take(self, a: Term) -> None:
        """One of the words; raises Rejected for another one."""
        word = a.data[0] if a.head == "Apply" else ""
        if a.head == "Symbol" or word == "vary":
            return
        if word == "fixed" and len(a.args) == 2:
            self._fixed(*a.args)
        elif word == "free" and len(a.args) == 1:
            self.free.append(self._value(a.args[0], ZERO))
        elif word == "holonomic" and len(a.args) == 1:
            self.holonomic.append(self.jets.plain(a.args[0]))
        elif word == "end_on" and len(a.args) == 1:
            self._curve(a.args[0])
        else:
            raise Rejected("beside a functional stand fixed, free, holonomic, end_on and vary")

    def _fixed(self, left: Term, value: Term) -> None:
        if value.functions & set(self.jets.unknowns):
            raise Undecided("a datum gives a value, free of the unknowns")
        if left.head != "Integral":
            self.data.append(self._value(left, value))
            return
        body, x, low, high = left.args
        if (x.data,) != self.jets.variables or ((low, high),) != self.ends:
            raise Undecided("an integral constraint is over the interval of the functional")
        self.integrals.append((self.jets.plain(body), value))

    def _value(self, left: Term, value: Term) -> Datum:
        if left.head != "Apply" or left.data[0] not in self.jets.unknowns:
            raise Rejected("a datum is a value of an unknown, y(a)")
        if len(left.args) != len(self.jets.variables):
            raise Rejected(f"{left.data[0]} has {len(self.jets.variables)} variables")
        name, orders = left.data
        return Datum(name, orders, left.args, value)

    def _curve(self, body: Term) -> None:
        places = {t.args for t in body.walk()
                  if t.head == "Apply" and t.data[0] in self.jets.unknowns}  # fmt: skip
        for name in self.movable:
            if places == {(Term("Symbol", (), name),)}:
                self.curves.append((name, body))
                return
        raise Rejected("end_on(F) holds the unknowns at one movable end")
