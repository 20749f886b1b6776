"""A problem of the calculus of variations as its texts say it: the givens that the kernel works with.

The face and the recheck both read a problem here, so that what is proved is what was asked.

>>> from symderive.terms.writer import write
>>> question = posed({"lagrangian": "m*y'^2", "var": "x", "unknown": "y", "at": ["y(0) = 1"]})
>>> [write(s) for s in question.statements]
["stationary(Integral(m*y'(x)^2, (x, 0, x1)), fixed(y(0), 1))", 'm > 0']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symderive.kernel.analysis.ranges.ranges import orientation
from symderive.kernel.logic.givens import Givens
from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ZERO, Term, apply, neg, symbol
from symderive.terms.vocabulary import is_symbol_name
from symderive.terms.writer import write

RELATIONS = ("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And", "Or", "Is", "In")


class NotAFunctional(ValueError):
    """A problem that is none of the calculus of variations: what is wrong with it."""


@dataclass(frozen=True)
class Posed:
    """The givens of a problem, and the notation of its texts."""

    statements: tuple[Term, ...]
    context: Context


def posed(problem: Mapping[str, Any]) -> Posed:
    """Raises NotRead for a text that cannot be read, NotAFunctional for one that does not fit."""
    return _Posing(problem).done()


TEXTS = ("lagrangian", "var", "unknown", "interval", "endpoint_cost")
LISTS = ("at", "integral", "holonomic", "free", "end_on", "given")


def _formed(problem: Mapping[str, Any]) -> None:
    """Texts where texts are wanted, lists of texts where these are; raises NotAFunctional."""
    for key in TEXTS[:3]:
        if key not in problem:
            raise NotAFunctional(f"a problem of the calculus of variations has `{key}`")
    for key in TEXTS:
        if key in problem and not isinstance(problem[key], str):
            raise NotAFunctional(f"`{key}` must be text")
    for key in LISTS:
        rows = problem.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(r, str) for r in rows):
            raise NotAFunctional(f"`{key}` must be a list of texts")


class _Posing:
    def __init__(self, problem: Mapping[str, Any]) -> None:
        _formed(problem)
        self.variables = _names(problem["var"], "variable")
        self.unknowns = _names(problem["unknown"], "unknown")
        if set(self.variables) & set(self.unknowns):
            raise NotAFunctional("a name is both a variable and an unknown")
        self.context = Context(unknowns=dict.fromkeys(self.unknowns, self.variables))
        self.at = tuple(symbol(v) for v in self.variables)
        self.lagrangian = self._read(problem["lagrangian"])
        if self.lagrangian.head in RELATIONS:
            raise NotAFunctional("a Lagrangian is an expression, not a statement")
        self.data = [self._datum(t) for t in problem.get("at", ())]
        self.free = [self._read(t) for t in problem.get("free", ())]
        self.integrals = [self._sides(t) for t in problem.get("integral", ())]
        self.holonomic = [self._difference(t) for t in problem.get("holonomic", ())]
        self.curves = [self._difference(t) for t in problem.get("end_on", ())]
        cost = problem.get("endpoint_cost")
        self.cost = self._read(cost) if cost else ZERO
        self.given = [self._read(t) for t in problem.get("given", ())]
        self.movable: list[str] = []
        self.on: list[Term] = []
        self._check()
        self.ends = self._ends(problem.get("interval"))

    # --- reading ------------------------------------------------------------------------------

    def _read(self, text: str) -> Term:
        return read(text, self.context)

    def _sides(self, text: str) -> tuple[Term, Term]:
        t = self._read(text)
        if t.head != "Eq":
            raise NotAFunctional(f'a constraint is an equation, as "y^2 = 1", not {write(t)}')
        return t.args[0], t.args[1]

    def _difference(self, text: str) -> Term:
        t = self._read(text)
        if t.head != "Eq":
            return t
        left, right = t.args
        return left if right == ZERO else Term("Add", (left, neg(right)))

    def _datum(self, text: str) -> tuple[Term, Term]:
        whole = self._read(text)
        if whole.head != "Eq":
            raise NotAFunctional(f"a datum is written {self.unknowns[0]}(..) = .., not {text}")
        left, right = whole.args[0], whole.args[1]
        if right.head == "Apply" and right.data[0] in self.unknowns and left.head != "Apply":
            left, right = right, left
        if left.head != "Apply" or left.data[0] not in self.unknowns or left.args == self.at:
            raise NotAFunctional(f"a datum is written {self.unknowns[0]}(..) = .., not {text}")
        if right.functions & set(self.unknowns):
            raise NotAFunctional(f"a datum gives a value, free of the unknowns: {text}")
        return left, right

    def _check(self) -> None:
        held = self.lagrangian.functions
        for _, body in enumerate((*self.holonomic, *(g for g, _ in self.integrals))):
            held |= body.functions
        for u in self.unknowns:
            if u not in held:
                raise NotAFunctional(f"the Lagrangian does not contain {u}")
        for body in (self.lagrangian, *self.holonomic, *(g for g, _ in self.integrals)):
            for t in body.walk():
                if t.head == "Apply" and t.data[0] in self.unknowns and t.args != self.at:
                    raise NotAFunctional(f"{write(t)} stands at another place than the variable")
        if len(self.variables) > 1 and (
            self.integrals or self.curves or self.free or self.cost != ZERO
        ):
            raise NotAFunctional("constraints, free and movable ends are of one variable")

    # --- ends ---------------------------------------------------------------------------------

    def _ends(self, interval: Any) -> list[tuple[Term, Term]]:
        names = {n for t in self._everything() for n in t.free}
        if len(self.variables) > 1:
            return [(symbol(_new(f"{v}0", names)), symbol(_new(f"{v}1", names)))
                    for v in self.variables]  # fmt: skip
        (x,) = self.variables
        told = self._interval(interval)
        places = list(told) if told else self._places()
        self._moving_names(places)
        for curve in self.curves:
            if not curve.functions & set(self.unknowns):
                self._vertical(curve, places)
        bent = [c for c in self.curves if c.functions & set(self.unknowns)]
        if len(places) > 2:
            raise NotAFunctional("data stand at the two ends of an interval, not inside it")
        low_name, high_name = _new(f"{x}0", names), _new(f"{x}1", names)
        if told and bent:
            ends = places
            moving = [e.data for e in reversed(places) if e.head == "Symbol"][: len(bent)]
            if len(moving) < len(bent):
                raise NotAFunctional("an end that moves has a name, as T in --interval 0,T")
        elif len(bent) == 2 and not places:
            ends, moving = [symbol(low_name), symbol(high_name)], [low_name, high_name]
        elif len(bent) == 1 and len(places) < 2:
            ends, moving = [*(places or [symbol(low_name)]), symbol(high_name)], [high_name]
        elif bent:
            raise NotAFunctional("too many ends: those of the data, and one on a curve")
        else:
            ends, moving = self._ordered(places, low_name, high_name), []
        for name, curve in zip(moving, bent, strict=False):
            self._moves(name, curve)
        for name in list(self.movable):
            for left, right in [d for d in self.data if d[0].args == (symbol(name),)]:
                self.data.remove((left, right))
                self.on.append(left if right == ZERO else Term("Add", (left, neg(right))))
        return [(ends[0], ends[1])]

    def _everything(self) -> list[Term]:
        pairs = [t for p in (*self.data, *self.integrals) for t in p]
        return [self.lagrangian, *pairs, *self.free, *self.holonomic, *self.curves, self.cost,
                *self.given]  # fmt: skip

    def _interval(self, interval: Any) -> tuple[Term, Term] | None:
        if interval is None:
            return None
        parts = interval.split(",")
        if len(parts) != 2:
            raise NotAFunctional("an interval is written a,b")
        return self._read(parts[0]), self._read(parts[1])

    def _places(self) -> list[Term]:
        """The points at which data, free values and the cost stand, each once."""
        free = [t for t in self.free if t.head == "Apply"]
        cost = [t for t in self.cost.walk() if t.head == "Apply" and t.data[0] in self.unknowns]
        return list(dict.fromkeys(t.args[0] for t in (*(d for d, _ in self.data), *free, *cost)))

    def _moving_names(self, places: list[Term]) -> None:
        """`--free T` where T is an end: it moves freely."""
        for t in [f for f in self.free if f.head == "Symbol"]:
            if t not in places:
                raise NotAFunctional(f"{write(t)} is no end of the interval")
            self.free.remove(t)
            self.movable.append(t.data)
        for t in self.free:
            if t.head != "Apply" or t.data[0] not in self.unknowns:
                raise NotAFunctional(
                    f"a free value is written {self.unknowns[0]}(b), not {write(t)}"
                )

    def _vertical(self, curve: Term, places: list[Term]) -> None:
        """`x = b` as a curve: every unknown is free there."""
        x = self.at[0]
        parts = curve.args if curve.head == "Add" else (curve,)
        if len(parts) != 2 or parts[0] != x or parts[1].head != "Neg" or x.data in parts[1].free:
            raise NotAFunctional(f"a curve of an end contains {self.unknowns[0]}, or is x = b")
        place = parts[1].args[0]
        if place not in places:
            places.append(place)
        fixed = {d for d, _ in self.data}
        for u in self.unknowns:
            if apply(u, place) not in (*fixed, *self.free):
                self.free.append(apply(u, place))

    def _ordered(self, places: list[Term], low: str, high: str) -> list[Term]:
        if not places:
            return [symbol(low), symbol(high)]
        if len(places) == 1:
            return [places[0], symbol(high)]
        if orientation(places[0], places[1], Givens()) in ("-", "0-"):
            places.reverse()
        return places

    def _moves(self, name: str, curve: Term) -> None:
        if name not in self.movable:
            self.movable.append(name)
        end = symbol(name)
        self.on.append(_at(substitute(curve, {self.variables[0]: end}), self.unknowns, end))

    # --- the givens ---------------------------------------------------------------------------

    def done(self) -> Posed:
        body = self.lagrangian
        for v, (low, high) in zip(self.variables, self.ends, strict=True):
            body = Term("Integral", (body, symbol(v), low, high))
        if self.cost != ZERO:
            rest = self.cost.args if self.cost.head == "Add" else (self.cost,)
            body = Term("Add", (body, *rest))
        beside: list[Term] = []
        others = {t.data[0] for t in self.lagrangian.walk()
                  if t.head == "Apply" and t.args == self.at}  # fmt: skip
        if others != set(self.unknowns) or list(self.unknowns) != sorted(self.unknowns):
            beside.append(apply("vary", *(apply(u, *self.at) for u in self.unknowns)))
        beside += [apply("fixed", a, b) for a, b in self.data]
        for g, value in self.integrals:
            ((low, high),) = self.ends
            whole = Term("Integral", (g, self.at[0], low, high))
            beside.append(apply("fixed", whole, value))
        beside += [apply("holonomic", f) for f in self.holonomic]
        beside += [apply("free", t) for t in self.free]
        beside += [symbol(n) for n in self.movable]
        beside += [apply("end_on", f) for f in self.on]
        stated = apply("stationary", body, *beside)
        statements = [stated, *self.given, *self._positive()]
        return Posed(tuple(dict.fromkeys(statements)), self.context)

    def _positive(self) -> list[Term]:
        """Parameters of which nothing is said are positive."""
        told = {n for t in self.given for n in t.free}
        own = {*self.variables, *self.movable, *self.unknowns}
        terms = [self.lagrangian, *self.holonomic, *self.on, self.cost]
        terms += [t for p in (*self.data, *self.integrals) for t in p]
        terms += [e for pair in self.ends for e in pair if self._parameter(e)]
        names = {n for t in terms for n in t.free}
        return [Term("Gt", (symbol(n), ZERO)) for n in sorted(names - told - own)]

    def _parameter(self, end: Term) -> bool:
        """An end that a text names; those that are named here are no parameters."""
        return end in {d.args[0] for d, _ in self.data} or end in self._places()


def _names(told: str, what: str) -> tuple[str, ...]:
    names = tuple(n.strip() for n in told.split(","))
    if not names or any(not is_symbol_name(n) for n in names) or len(set(names)) != len(names):
        raise NotAFunctional(f"a {what} is a name, several are separated by commas: {told!r}")
    return names


def _new(wished: str, taken: Sequence[str] | set[str]) -> str:
    return fresh(wished, taken) if wished in taken else wished


def _at(t: Term, unknowns: Sequence[str], end: Term) -> Term:
    """The unknowns at an end."""
    if t.head == "Apply" and t.data[0] in unknowns:
        return Term("Apply", (end,), t.data)
    return t.rebuild([_at(a, unknowns, end) for a in t.args])
