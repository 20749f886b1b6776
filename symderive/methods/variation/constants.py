"""From a family of extremals to the member that the conditions ask for.

The data, constraints and conditions at the ends, with the family put in, are equations for its
constants; `fitting` solves them, and each solution gives a statement for the kernel to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import orientation
from symderive.kernel.analysis.variation.candidate import Candidate, candidate_of
from symderive.kernel.analysis.variation.ends import held, natural, side, transversal
from symderive.kernel.analysis.variation.functional import names_of
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.methods.variation import fitting
from symderive.methods.variation.rows_of_conditions import holds_integral, identity
from symderive.terms.reader import read
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ZERO, Term, add, apply, eq, symbol
from symderive.terms.writer import write

if TYPE_CHECKING:
    from symderive.methods.variation.search import Search

Member = tuple[Term, tuple[int, ...], dict[str, Term], dict[str, tuple[Term, str]]]
MOST = 6
TIDY = "symderive.methods.variation.tidying:forms"
PART = "symderive.methods.variation.tidying:integrands"
CLEAR = "symderive.methods.variation.tidying:cleared"


@dataclass(frozen=True)
class Family:
    """A statement with constants, inequalities on them, and the parameter of a curve."""

    gives: Term
    constants: tuple[str, ...]
    limits: tuple[Term, ...]
    parameter: str | None = None
    start: tuple[str, str] | None = None


class Fitter:
    """The conditions of a problem as equations for the constants of families."""

    def __init__(self, search: Search, first: int) -> None:
        self.search, self.problem, self.trail = search, search.problem, search.trail
        self.mark = len(self.trail.checked)
        self.chosen: tuple[Term, dict[str, Term]]  # the family and the values of the last member
        self.system = self.trail.checked[first].step

    def family(self, row: Mapping[str, Any]) -> Family:
        """The row of the worker as terms; new names where its constants are taken."""
        clash = {n: self.search.new(n) for n in row["constants"] if n in self.search.taken}
        put = {n: symbol(new) for n, new in clash.items()}
        at = tuple(symbol(v) for v in self.problem.variables)

        def said(text: str) -> Term:
            return substitute(self.search.said(text), put)

        parts = []
        for name, text in row.get("bodies", {}).items():
            left = symbol(name) if name in self.problem.variables else apply(name, *at)
            parts.append(eq(left, said(text)))
        if "sides" in row:
            parts.append(eq(*(said(t) for t in row["sides"])))
        for name, text in row.get("also", {}).items():
            left = apply(name, *at) if name in self.search.pointwise else symbol(name)
            parts.append(eq(left, said(text)))
        gives = parts[0] if len(parts) == 1 else Term("And", tuple(parts))
        constants = tuple(clash.get(n, n) for n in row["constants"])
        limits = tuple(substitute(read(t), put) for t in row.get("limits", ()))
        return Family(gives, constants, limits, row.get("parameter"))

    def rollback(self) -> None:
        """Steps of attempts that led nowhere are dropped."""
        self.trail.back_to(self.mark)

    # --- members ------------------------------------------------------------------------------

    def members(self, family: Family) -> Iterator[Member]:
        """Statements to check: with the facts that they use, roles, and fitted constants."""
        try:
            candidate = self._candidate(family)
            rows, extra = self._equations(family, candidate)
        except (Rejected, Undecided, ValueError) as reason:
            self.trail.tried.append(("extremal", write(family.gives), str(reason)))
            return
        self.chosen = family.gives, {}
        if not rows:
            yield family.gives, (), self._roles(family.limits), {}
            return
        names = [n for n in (*family.constants, *extra) if any(n in r.free for r in rows)]
        names += [n for n in self.search.multipliers
                  if any(n in r.free for r in rows) and n not in names]  # fmt: skip
        if family.parameter is not None:
            yield from self._started(family, rows, names, extra)
        for chosen in self._subsets(names, len(rows)):
            yield from self._fitted(family, rows, list(chosen), extra)
        if self.problem.integrals and family.parameter is None:
            yield from self._zeroed(family, rows, names)

    def _zeroed(self, family: Family, rows: list[Term], names: list[str]) -> Iterator[Member]:
        """Constants that are zero, where equations then say the same: double roots, as a half circle."""
        plain = [r for r in rows if not holds_integral(r)]
        integrals = [r for r in rows if holds_integral(r)]
        own = [n for n in family.constants if n in names]
        ask = self.search.ask_whole
        for count in (2, 1):
            for zeros in combinations(own, count):
                put: dict[str, Term] = dict.fromkeys(zeros, ZERO)
                texts = [[write(tidied(substitute(a, put))) for a in r.args] for r in plain]
                left = [read(t) for t in ask(CLEAR, self.search.task(rows=texts))]
                left = [r for r in dict.fromkeys(left) if r.args[0] != r.args[1]]
                rest = [n for n in names if n not in put and any(n in r.free for r in left)]
                if not left or len(left) != len(rest) or len(left) >= len(plain):
                    continue
                for proposal in fitting.proposals(left, rest, ask, positive=self._positive(family)):
                    closed = {**proposal.closed, **put}
                    if proposal.roots:
                        continue
                    known = [self._parted(tidied(substitute(r, closed))) for r in integrals]
                    for more in fitting.proposals(known, [], ask) if known else [None]:
                        whole = fitting.Proposal(closed, (), more.integrals if more else ())
                        yield from self._tried(family, whole, {}, {})

    def _parted(self, row: Term) -> Term:
        """An equation for an integral, its integrand in a form that is integrated more easily."""
        integral, value = row.args
        texts = [write(a) for a in integral.args]
        (body,) = self.search.ask_whole(PART, self.search.task(integrals=[texts]))
        return eq(Term("Integral", (read(body), *integral.args[1:])), value)

    def _started(
        self, family: Family, rows: list[Term], names: list[str], extra: dict[str, list[str]]
    ) -> Iterator[Member]:
        """The parameter starts at 0 where this makes an equation an identity."""
        for name in [n for n in names if extra.get(n)]:
            put = {name: ZERO}
            left = [tidied(substitute(r, put)) for r in rows]
            local = Givens.of([])
            kept = [r for r in left if not identity(r, local)]
            rest = [n for n in names if n != name]
            if len(kept) < len(rows) and len(kept) <= len(rest):
                for chosen in self._subsets(rest, len(kept)):
                    yield from self._fitted(family, kept, list(chosen), extra, put)

    def _subsets(self, names: list[str], count: int) -> Iterator[tuple[str, ...]]:
        if count >= len(names):
            yield tuple(names)
            return
        for k, chosen in enumerate(combinations(names, count)):
            if k < MOST:
                yield chosen

    def _fitted(
        self,
        family: Family,
        rows: list[Term],
        names: list[str],
        extra: Mapping[str, list[str]],
        fixed: Mapping[str, Term] | None = None,
    ) -> Iterator[Member]:
        positive = self._positive(family)
        for proposal in self._proposals(rows, names, positive, self._objective(family)):
            yield from self._tried(family, proposal, extra, fixed or {})

    def _positive(self, family: Family) -> list[str]:
        """Names that are positive: constants by the limits of the family, parameters."""
        found = [s.args[0].data for s in family.limits
                 if s.head == "Gt" and s.args[0].head == "Symbol" and s.args[1] == ZERO]  # fmt: skip
        return found + [n for n, s in self.problem.givens().sorts.items() if s.sign == "+"]

    def _tried(
        self,
        family: Family,
        proposal: fitting.Proposal,
        extra: Mapping[str, list[str]],
        fixed: Mapping[str, Term],
    ) -> Iterator[Member]:
        """The statements that a proposal makes, its facts asked of the kernel."""
        fit = fitting.certify(self.trail, proposal)
        if fit is None:
            self.rollback()
            return
        closed = dict(fit.closed) | dict(fixed)
        gives = self._with(family.gives, closed)
        bind = self._roles([tidied(substitute(s, closed)) for s in family.limits
                            if self._still(s, closed, fit.fitted)])  # fmt: skip
        for name, roles in extra.items():
            for role in roles:
                bind[role] = closed.get(name, symbol(name))
        self.chosen = family.gives, closed
        for form in self._forms(gives):
            yield form, fit.facts, bind, dict(fit.fitted)
        self.rollback()

    def _objective(self, family: Family) -> Term | None:
        """What is to be small: the functional; an area, which has no slope in it, is to be large."""
        p = self.problem
        candidate = self._candidate(family)
        if candidate.kind != "explicit" or len(p.variables) != 1 or not (p.data or p.free):
            return None
        whole = p.lagrangian if p.jets.order(p.lagrangian) else minus(p.lagrangian)
        ((low, high),) = p.ends
        try:
            put = candidate.put(whole, p.givens())
        except Undecided:
            return None
        return Term("Integral", (put, symbol(p.variables[0]), low, high))

    def _proposals(
        self, rows: list[Term], names: list[str], positive: list[str], objective: Term | None
    ) -> Iterator[fitting.Proposal]:
        """Of the equations as they are, then of those without denominators and roots."""
        ask = self.search.ask_whole
        found = fitting.proposals(rows, names, ask, positive=positive, objective=objective)[:MOST]
        yield from self._outwards(found)
        texts = [[write(a) for a in r.args] for r in rows]
        plain = [read(t) for t in ask(CLEAR, self.search.task(rows=texts))]
        if not found and plain != rows:
            yield from self._outwards(
                fitting.proposals(plain, names, ask, positive=positive)[:MOST]
            )

    def _outwards(self, found: list[fitting.Proposal]) -> list[fitting.Proposal]:
        """An end that moves lies beyond the fixed one, where there is a choice."""
        ends = [e for pair in self.problem.ends for e in pair]

        def inwards(proposal: fitting.Proposal) -> bool:
            low, high = (substitute(e, dict(proposal.closed)) for e in ends)
            return orientation(low, high, Givens.of(self.problem.rest)) == "-"

        return sorted(found, key=inwards) if self.problem.movable else list(found)

    def _with(self, gives: Term, closed: Mapping[str, Term]) -> Term:
        """The statement with values put for constants; those of multipliers and of ends are said."""
        parts = list(gives.args) if gives.head == "And" else [gives]
        known = {p.args[0].data for p in parts if p.args[0].head == "Symbol"}
        out = [eq(p.args[0], tidied(substitute(p.args[1], closed)))
               if not self._is_implicit(p) else tidied(substitute(p, closed)) for p in parts]  # fmt: skip
        for name in (*self.search.multipliers, *self.problem.movable):
            if name in closed and name not in known:
                out.append(eq(symbol(name), tidied(closed[name])))
        return out[0] if len(out) == 1 else Term("And", tuple(out))

    def _is_implicit(self, part: Term) -> bool:
        left = part.args[0]
        return left.head not in ("Symbol", "Apply")

    def _still(self, s: Term, closed: Mapping[str, Term], fitted: Mapping[str, Any]) -> bool:
        put = substitute(s, closed)
        return bool(put.free - set(fitted) - names_of(self.search.givens))

    def _roles(self, limits: Any) -> dict[str, Term]:
        return {f"d{k + 1}": s for k, s in enumerate(limits)}

    def _forms(self, gives: Term) -> Iterator[Term]:
        """Simplified, and as it came."""
        parts = list(gives.args) if gives.head == "And" else [gives]
        texts = [[write(a) for a in self._plain(p).args] for p in parts]
        seen = []
        for form in [*(self.search.ask_whole(TIDY, self.search.task(parts=texts)) or []), None]:
            if form is None:
                term = gives
            else:
                sides = []
                for p, t in zip(parts, form, strict=True):
                    right = self.search.said(t[1])
                    left = p.args[0] if not self._is_implicit(p) else self.search.said(t[0])
                    sides.append(eq(left, right))
                term = sides[0] if len(sides) == 1 else Term("And", tuple(sides))
            if term not in seen:
                seen.append(term)
                yield term

    def _plain(self, part: Term) -> Term:
        return eq(*(self.problem.jets.plain(a) for a in part.args))

    # --- equations ----------------------------------------------------------------------------

    def _candidate(self, family: Family) -> Candidate:
        multipliers = {n: symbol(n) for n in self.search.multipliers}
        at = tuple(symbol(v) for v in self.problem.variables)
        multipliers |= {n: apply(n, *at) for n in self.search.pointwise}
        known = names_of(self.search.givens) | set(multipliers)
        return candidate_of(family.gives, self.problem, multipliers,
                            sorted({*known, *family.constants}))  # fmt: skip

    def _equations(
        self, family: Family, candidate: Candidate
    ) -> tuple[list[Term], dict[str, list[str]]]:
        """Equations for the constants, and further unknowns {name: its roles}."""
        p, jets = self.problem, self.problem.jets
        local = p.givens()
        rows: list[Term] = []
        extra: dict[str, list[str]] = {n: [] for n in p.movable}
        places: dict[Term, str] = {}

        def parameter(place: Term, role: str) -> Term:
            """The value of the parameter of a curve where the variable is at a place."""
            if place not in places:
                name = self.search.new(f"s{len(places)}")
                places[place] = name
                x = substitute(candidate.bodies[p.variables[0]],
                               {str(candidate.parameter): symbol(name)})  # fmt: skip
                rows.append(eq(x, place))
                extra[name] = []
            extra[places[place]].append(role)
            return symbol(places[place])

        for k, d in enumerate(p.data):
            name = jets.name(d.unknown, d.orders)
            if candidate.kind == "implicit" and not any(d.orders):
                put = {p.variables[0]: d.at[0], name: d.value}
                assert candidate.left is not None and candidate.right is not None
                rows.append(eq(substitute(candidate.left, put), substitute(candidate.right, put)))
                continue
            body = candidate.put(symbol(name), local)
            if candidate.kind == "parametric":
                at = {str(candidate.parameter): parameter(d.at[0], f"at{k + 1}")}
            else:
                at = dict(zip(p.variables, d.at, strict=True))
            rows.append(eq(tidied(substitute(body, at)), d.value))
        if not p.local:
            rows += self._integrals(candidate)
        rows += self._ends(candidate, parameter)
        return [r for r in rows if r.args[0] != r.args[1]], extra

    def _integrals(self, candidate: Candidate) -> list[Term]:
        p = self.problem
        rows = []
        for body, value in p.integrals:
            if candidate.kind != "explicit":
                raise Undecided("constraints of curves are not fitted")
            put = tidied(candidate.put(body, p.givens()))
            ((low, high),) = p.ends
            rows.append(eq(Term("Integral", (put, symbol(p.variables[0]), low, high)), value))
        return rows

    def _ends(self, candidate: Candidate, parameter: Callable[[Term, str], Term]) -> list[Term]:
        p = self.problem
        if p.cost == ZERO and not p.free and not p.movable:
            return []
        local = p.givens()
        needs: list[Term] = []
        whole = p.lagrangian
        for n, (body, _) in zip(self.search.multipliers, p.integrals, strict=True):
            whole = add(whole, times(symbol(n), body))
        rows = []

        def at(t: Term, end: Term) -> Term:
            if candidate.kind == "parametric":
                role = "high" if side(p, end) > 0 else "low"
                there = {str(candidate.parameter): parameter(end, role)}
                return tidied(substitute(candidate.put(t, local), there))
            return tidied(substitute(candidate.put(t, local), {p.variables[0]: end}))

        def valued(t: Term) -> Term:
            for v in dict.fromkeys(u for u in t.walk()
                                   if u.head == "Apply" and u.data[0] in p.unknowns):  # fmt: skip
                t = replace(t, v, at(symbol(p.jets.name(*v.data)), v.args[0]))
            return t

        for condition in natural(p, whole, local, needs):
            rows.append(eq(plus(at(condition.slope, condition.at), valued(condition.cost)), ZERO))
        for _, end, vector, curve in transversal(p, whole, local, needs):
            values = [plus(at(v, end), valued(c)) for v, c in vector]
            if curve is None:
                rows += [eq(v, ZERO) for v in values]
                continue
            rows.append(eq(valued(curve), ZERO))
            body, names = held(curve, [apply(u, end) for u in p.unknowns])
            slopes = []
            for name in (end.data, *names):
                slope = p.jets.partial(body, name, local, needs)
                for n_, v in names.items():
                    slope = replace(slope, symbol(n_), v)
                slopes.append(valued(slope))
            pivot = next((k for k, s in enumerate(slopes) if s != ZERO and k), 0)
            for k in range(len(values)):
                if k != pivot:
                    rows.append(eq(plus(times(values[k], slopes[pivot]),
                                        minus(times(values[pivot], slopes[k]))), ZERO))  # fmt: skip
        return rows
