"""A first-order partial differential equation and its data, read from the givens.

The equation is a given that holds at every point; a datum is a given u(X(s)) = g(s) on a curve or a
surface.  The value u and its derivatives become plain names, so that F(x, z, p) = 0 is algebra.

>>> from symderive.terms.context import Context
>>> from symderive.terms.reader import read
>>> texts = ("u_t + u*u_x = 0", "u(x, 0) = sin(x)")
>>> problem = problem_of("u", Givens.of([read(s, Context({"u": ("x", "t")})) for s in texts]))
>>> problem.variables, len(problem.equations), [len(d.at) for d in problem.data]
(('x', 't'), 1, [2])
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_

from symderive.kernel.analysis.algebra import entailed, relation, settled
from symderive.kernel.analysis.calculus.differentiate import Refused
from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.equations.moving_ends import through
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Rejected,
    Undecided,
    smooth_by_default,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, neg, symbol
from symderive.terms.writer import write

RELATIONS = ("Eq", "Ne", "Lt", "Le", "Gt", "Ge")


@dataclass(frozen=True)
class Datum:
    """u(at) = value; `parameters` are the names that move the point, constants left aside."""

    at: tuple[Term, ...]
    value: Term
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """F(x, z, p) = 0 for every `equations`; `rest` are the givens that do not mention the unknown."""

    unknown: str
    variables: tuple[str, ...]
    value: str
    slopes: tuple[str, ...]
    equations: tuple[tuple[Term, Term], ...]
    data: tuple[Datum, ...]
    about: tuple[Term, ...]  # relations given on the value: u > 0
    rest: tuple[Term, ...]

    def plain(self, term: Term) -> Term:
        """The term with u(x, ..) and its first derivatives as plain names."""
        at = tuple(symbol(v) for v in self.variables)
        for i, slope in enumerate(self.slopes):
            orders = tuple(int(i == k) for k in range(len(at)))
            term = replace(term, Term("Apply", at, (self.unknown, orders)), symbol(slope))
        term = replace(term, Term("Apply", at, (self.unknown, (0,) * len(at))), symbol(self.value))
        if self.unknown in term.functions:
            raise Rejected(
                f"{self.unknown} stands at other arguments than {', '.join(self.variables)}"
            )
        return term

    def givens(self, *more: Term) -> Givens:
        """What is given of the names, and of the value as a plain name."""
        return Givens.of([*self.rest, *(self.plain(s) for s in self.about), *more])

    def linear(self) -> tuple[tuple[Term, ...], Term]:
        """Coefficients a and c of a quasilinear equation a.p = c; Undecided where it is not one."""
        if len(self.equations) != 1:
            raise Undecided("one equation is wanted")
        left, right = self.equations[0]
        whole = add(left, neg(right))
        flat = dict.fromkeys(self.slopes, ZERO)
        slopes = [by(whole, p, self.givens()) for p in self.slopes]
        a = tuple(substitute(s, flat) for s in slopes)
        a, c = tuple(tidied(k) for k in a), tidied(neg(substitute(whole, flat)))
        parts = [Term("Mul", (k, symbol(p))) for k, p in zip(a, self.slopes, strict=True)]
        if not entailed(eq(whole, add(*parts, neg(c))), self.givens()):
            raise Undecided("the equation is not linear in the slopes")
        return a, c


def problem_of(unknown: str, givens: Givens) -> Problem:
    """The equations and data that the givens hold for this unknown; Rejected where they hold none."""
    rest: list[Term] = []
    mine: list[Term] = []
    for s in givens.statements:
        if s.head == "Is" and s.args[0].head == "Symbol" and s.args[0].data == unknown:
            continue
        (mine if unknown in s.functions else rest).append(s)
    equations = [s for s in mine if s.head == "Eq" and _derived(s, unknown)]
    if not equations:
        raise Rejected(f"no given is a differential equation for {unknown}")
    variables = _variables(equations, unknown)
    names = frozenset(n for s in givens.statements for n in (*s.free, *s.functions))
    value = fresh(unknown, names)
    slopes: list[str] = []
    for _ in variables:
        slopes.append(fresh("p", [*names, value, *slopes]))
    draft = Problem(unknown, variables, value, tuple(slopes), (), (), (), tuple(rest))
    data, about = [], []
    for s in mine:
        if s in equations:
            continue
        datum = _datum(s, unknown, variables, _names([*rest, *equations]) - set(variables))
        if datum is not None:
            data.append(datum)
        elif s.head in RELATIONS:
            draft.plain(s)
            about.append(s)
        else:
            raise Undecided("a given on the unknown is a relation")
    pairs = tuple((draft.plain(s.args[0]), draft.plain(s.args[1])) for s in equations)
    return Problem(
        unknown, variables, value, tuple(slopes), pairs, tuple(data), tuple(about), tuple(rest)
    )


def _derived(s: Term, unknown: str) -> bool:
    return any(t.head == "Apply" and t.data[0] == unknown and any(t.data[1]) for t in s.walk())


def _variables(equations: Sequence[Term], unknown: str) -> tuple[str, ...]:
    found: set[tuple[str, ...]] = set()
    for s in equations:
        for t in s.walk():
            if t.head == "Apply" and t.data[0] == unknown:
                if sum(t.data[1]) > 1:
                    raise Rejected(
                        f"the equation for {unknown} is of order {sum(t.data[1])}, not 1"
                    )
                if any(a.head != "Symbol" for a in t.args) or len(set(t.args)) != len(t.args):
                    raise Rejected(
                        f"the equation holds {unknown} at other arguments than its variables"
                    )
                found.add(tuple(a.data for a in t.args))
            if t.head == "Derivative" and unknown in t.functions:
                raise Rejected(f"carry out the derivatives of {unknown} by its jets first")
    if len(found) != 1:
        raise Rejected(f"{unknown} is not a function of the same variables everywhere")
    return found.pop()


def _names(statements: Sequence[Term]) -> frozenset[str]:
    return frozenset(n for s in statements for n in s.free)


def _datum(
    s: Term, unknown: str, variables: tuple[str, ...], constants: frozenset[str]
) -> Datum | None:
    if s.head != "Eq":
        return None
    for left, right in (s.args, s.args[::-1]):
        if left.head == "Apply" and left.data[0] == unknown and not any(left.data[1]):
            plain = tuple(a.data if a.head == "Symbol" else None for a in left.args) == variables
            if (
                plain
                or unknown in right.functions
                or any(unknown in a.functions for a in left.args)
            ):
                continue
            names = _names(left.args)
            if len(names) >= len(variables):
                names = names - constants
            return Datum(left.args, right, tuple(sorted(names)))
    return None


# --- what every primitive of this room does ---------------------------------------------------------


def by(term: Term, name: str, givens: Givens, needs: list[Term] | None = None) -> Term:
    """The derivative by a name; its conditions join `needs`, and without `needs` are proved."""
    try:
        slope, conditions = through(term, name, givens)
    except Refused as reason:
        raise Undecided(str(reason)) from None
    if needs is None:
        for c in conditions:
            if smooth_by_default(c, givens) is None and not entailed(c, givens):
                raise Undecided(f"a derivative needs {write(c)}")
    else:
        needs += [c for c in conditions if c not in needs]
    return slope


def tidied(t: Term) -> Term:
    """The term without the zeros and ones that a substitution leaves."""
    args = [tidied(a) for a in t.args]
    if t.head in ("Add", "Mul"):
        return (plus if t.head == "Add" else times)(*args)
    if t.head == "Neg":
        return minus(args[0])
    if t.head == "Pow" and args[1] == ONE:
        return args[0]
    return t.rebuild(args)


def shown(problem: Problem, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions, each once, with the unknown under its own name in their texts."""
    name = re.compile(rf"\b{re.escape(problem.value)}\b")
    found: dict[str, Condition] = {}
    for c in conditions:
        text, how = name.sub(problem.unknown, c.text), name.sub(problem.unknown, c.how)
        found.setdefault(text, replace_(c, text=text, how=how))
    return tuple(found.values())


def proved(part: Term, givens: Givens) -> list[Condition]:
    """The conditions of a proved relation; raises Undecided."""
    return settled(relation(part, givens), part, givens)


def named(what: str, part: Term, givens: Givens) -> list[Condition]:
    """As `proved`; the refusal says what the relation is for."""
    try:
        return proved(part, givens)
    except Undecided as reason:
        raise Undecided(f"{what}: {reason}") from None
    except Rejected as reason:
        raise Rejected(f"{what}: {reason}") from None


def facts_at(facts: Sequence[Term], at: Mapping[str, Term], who: str) -> list[Term]:
    """What is said of the variables, said at a point of the data; a bound may be attained there."""
    out: list[Term] = []
    for s in facts:
        put = substitute(s, at)
        if put == s or put.free:
            out.append(put)
            continue
        weak = Term({"Lt": "Le", "Gt": "Ge"}.get(put.head, put.head), put.args)
        try:
            relation(weak, Givens())
        except (Undecided, Rejected):
            raise Rejected(
                f"{who}: the data lie outside the domain that the givens describe"
            ) from None
    return out


def facts_of(premises: Sequence[Checked], unknown: str, who: str) -> list[Term]:
    """Premises of these primitives restrict the domain: they do not mention the unknown."""
    for p in premises:
        if unknown in p.gives.functions:
            raise Rejected(
                f"{who}: step {p.step.n} is about {unknown}; a fact on the variables is wanted"
            )
    return [p.gives for p in premises]
