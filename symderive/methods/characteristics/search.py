"""The search for a quasilinear equation: characteristics, first integrals, then what the data ask.

Every proposal of the worker is tried on a `Trail`; the kernel decides which one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import Datum, Problem, by, problem_of
from symderive.kernel.analysis.equations.moving_ends import collapsed
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import refute
from symderive.kernel.logic.zero import prove_zero
from symderive.library import rules
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ZERO, Term, apply, eq, symbol
from symderive.terms.writer import write

PROPOSALS = "symderive.methods.characteristics.proposals:"
MORE = 6  # branches that are tried after the first
Ask = Callable[[str, dict[str, Any]], Any]


@dataclass
class Found:
    """What was found: the trail, the kind of the answer, the answer, further keys of the result."""

    trail: Trail
    kind: str | None = None
    answer: Term | None = None
    parametric: dict[str, Term] = field(default_factory=dict)
    breaking_time: Term | None = None
    breaking_place: Term | None = None  # x = .. at that time, where it is a point
    others: list[Term] = field(default_factory=list)  # more solutions with the same data
    unproved: list[str] = field(default_factory=list)
    general: Term | None = None  # the general integral, from a complete one
    singular: list[Term] | None = None  # singular integrals; empty where there is proved to be none


@dataclass
class Search:
    """One problem: its reading by the kernel, its givens, and the way to the worker."""

    problem: Problem
    givens: Givens
    ask: Ask
    trail: Trail

    @classmethod
    def of(cls, unknown: str, givens: Givens, ask: Ask) -> Search:
        return cls(problem_of(unknown, givens), givens, ask, Trail(givens, rules()))

    def task(self, **more: Any) -> dict[str, Any]:
        positive = [n for n, s in self.givens.sorts.items() if s.sign == "+"]
        return {"variables": list(self.problem.variables), "value": self.problem.value,
                "positive": positive, **more}  # fmt: skip

    @property
    def is_quasilinear(self) -> bool:
        try:
            self.problem.linear()
        except Undecided:
            return False
        return True

    def back(self, term: Term) -> Term:
        """The unknown function in place of its plain name."""
        p = self.problem
        whole = apply(p.unknown, *(symbol(v) for v in p.variables))
        return substitute(term, {p.value: whole})

    def said(self, text: str) -> Term:
        return self.back(self.named(read(text)))

    def shown(self, name: str) -> str:
        """The name of the unknown in place of that of its value."""
        return self.problem.unknown if name == self.problem.value else name

    def named(self, term: Term) -> Term:
        return renamed(term, self.new)

    def new(self, *wished: str) -> str:
        """A name that the problem does not use."""
        taken = {n for s in self.givens.statements for n in (*s.free, *s.functions)}
        taken |= {self.problem.unknown, self.problem.value, *self.problem.variables}
        return next((w for w in wished if w not in taken), fresh(wished[0], taken))


def renamed(term: Term, new: Callable[..., str]) -> Term:
    """Bound names r_ and q_ of a proposal under names of their own."""
    term = term.rebuild([renamed(a, new) for a in term.args])
    if term.head != "Integral" or not str(term.args[1].data).endswith("_"):
        return term
    wished = ("r", "rho", "eta") if term.args[1].data == "r_" else ("q", "chi", "zeta")
    name = symbol(new(*wished))
    return term.rebuild([substitute(term.args[0], {term.args[1].data: name}), name, *term.args[2:]])


def quasilinear(search: Search) -> Found:
    """The general solution, or the one with the data; raises Undecided for a nonlinear equation."""
    problem, trail = search.problem, search.trail
    a, c = problem.linear()
    rates = [write(r) for r in (*a, c)]
    s = search.new("s", "tau", "sigma")
    names = [*problem.variables, problem.value]
    slopes = [Term("Derivative", (search.back(symbol(n)), symbol(s)), (1,)) for n in names]
    strip = [eq(d, search.back(r)) for d, r in zip(slopes, (*a, c), strict=True)]
    trail.step("characteristics", Term("And", tuple(strip)))
    fixed = (v for d in problem.data for v, x in zip(problem.variables, d.at, strict=True)
             if not x.free & set(d.parameters))  # fmt: skip
    asked = search.task(rates=rates, data=bool(problem.data), clock=next(fixed, None))
    told = given_integrals(problem)
    found = search.ask("integrals", asked) if len(told) < len(problem.variables) else []
    kept: list[tuple[str, int]] = []
    for text in (*told, *found):
        gives = eq(Term("Derivative", (search.said(text), symbol(s)), (1,)), ZERO)
        n = trail.step("first_integral", gives)
        if n is not None:
            kept.append((text, n))
    if problem.data:
        return with_data(search, rates, kept)
    if len(kept) < len(problem.variables):
        return Found(trail)
    name = search.new("F", "G", "Phi")
    uses = [n for _, n in kept]
    proposals = search.ask("general", search.task(integrals=[t for t, _ in kept], F=name))
    for sides in proposals:
        gives = eq(*(search.said(t) for t in sides))
        if trail.step("general_solution", gives, uses, {"F": symbol(name)}) is not None:
            return Found(trail, "general", gives)
    return Found(trail)


def given_integrals(problem: Problem) -> list[str]:
    """Functions of the variables and the value whose derivatives the givens relate."""
    inner = {t for e in problem.equations for side in e for t in side.functions}
    out: dict[str, None] = {}
    for s in (*problem.rest, *(problem.plain(t) for t in problem.about)):
        if s.head != "Eq":
            continue
        for t in s.walk():
            if t.head == "Apply" and sum(t.data[1]) == 1 and t.data[0] not in inner:
                out[write(apply(t.data[0], *t.args))] = None
    return list(out)


def with_data(search: Search, rates: list[str], kept: list[tuple[str, int]]) -> Found:
    problem, trail = search.problem, search.trail
    datum = problem.data[0]
    integrals = [text for text, _ in kept]
    if len(problem.data) == 1 and is_characteristic(problem, datum):
        return on_characteristic(search, integrals, datum)
    found = Found(trail)
    if len(problem.data) == 1:
        trail.step("noncharacteristic", Term("Ne", (_crossing(problem, datum), ZERO)))
        _on_data(search, datum, kept)
    proposals = search.ask("cauchy", search.task(
        integrals=integrals, at=[write(t) for t in datum.at], datum=write(datum.value),
        parameters=list(datum.parameters), surface=True, rates=rates,
    ))  # fmt: skip
    broken(search, proposals, found)
    solved(search, proposals, found)
    return found


def _on_data(search: Search, datum: Datum, kept: list[tuple[str, int]]) -> None:
    """The values of the first integrals on the data, from which the solution is eliminated."""
    if not kept:
        return
    problem, names = search.problem, dict[str, Term]()
    for s in datum.parameters:
        used = {t.data for t in names.values()}
        names[s] = symbol(search.new(*(w for w in ("xi", "eta", "zeta", "rho") if w not in used)))
    at = dict(zip(problem.variables, datum.at, strict=True)) | {problem.value: datum.value}
    at = {n: substitute(t, names) for n, t in at.items()}
    values = [collapsed(substitute(read(text), at)) for text, _ in kept]
    short = search.ask("tidy", search.task(pairs=[[write(v), write(v)] for v in values]))
    for rows in (short[::2], short[1::2]):
        parts = [eq(search.said(t), search.named(read(row[0])))
                 for (t, _), row in zip(kept, rows, strict=False)]  # fmt: skip
        gives = parts[0] if len(parts) == 1 else Term("And", tuple(parts))
        bind = {f"s{k + 1}": t for k, t in enumerate(names.values())}
        if len(parts) == len(kept) and search.trail.step(
            "on_data", gives, [n for _, n in kept], bind
        ):
            return


def solved(search: Search, proposals: dict[str, Any], found: Found) -> bool:
    """The first explicit, implicit or parametric solution that stands, perhaps on half of the domain."""
    trail = search.trail
    bodies = [eq(search.said(search.problem.value), search.said(t)) for t in proposals["explicit"]]
    forms = [eq(*(search.said(t) for t in sides)) for sides in proposals["implicit"]]
    for kind, candidates in (("explicit", bodies), ("implicit", forms)):
        for gives in candidates:
            if trail.step("pde_solution", gives) is not None:
                found.kind, found.answer = kind, gives
                if kind == "explicit" and not search.is_quasilinear:
                    _others(search, candidates, found)
                return True
    for row in proposals.get("parametric") or ():
        if surface(search, row, found):
            return True
    for fact in _halves(search.problem):
        n = trail.step("on_domain", fact)
        if n is None:
            continue
        for gives in bodies:
            if trail.step("pde_solution", gives, (n,)) is not None:
                found.kind, found.answer = "explicit", gives
                return True
        del trail.checked[n]
    return False


def _others(search: Search, candidates: Sequence[Term], found: Found) -> None:
    """Other branches: solutions that differ from the first at a point."""
    assert found.answer is not None
    longest = 3 * len(write(found.answer)) + 10  # another form of a branch that is there is long
    for gives in candidates[candidates.index(found.answer) + 1 :][:MORE]:
        if len(write(gives)) > longest:
            continue
        apart = [eq(gives.args[1], known.args[1]) for known in (found.answer, *found.others)]
        if any(refute(claim, search.problem.givens()) is None for claim in apart):
            continue
        if search.trail.step("pde_solution", gives) is not None:
            found.others.append(gives)


def _halves(problem: Problem) -> Iterable[Term]:
    """Parts of the domain that the data reach."""
    for v, x in zip(problem.variables, problem.data[0].at, strict=True):
        if x.free:
            yield Term("Gt", (symbol(v), ZERO))


def surface(search: Search, row: dict[str, Any], found: Found) -> bool:
    """X and U as functions of the parameter s and of the variable that is constant on the data."""
    problem = search.problem
    datum = problem.data[0]
    s = search.new("s", "sigma", "xi")
    rename = {row["s"]: symbol(s)}
    x, u = (search.named(substitute(read(row[k]), rename)) for k in ("X", "U"))
    gives = Term("And", (eq(symbol(row["space"]), x), eq(search.said(problem.value), u)))
    k = problem.variables.index(row["time"])
    here = symbol(datum.parameters[0]) if row.get("swept") else datum.at[k]
    bind = {f"at_{row['time']}": here, f"at_{s}": symbol(datum.parameters[0])}
    if search.trail.step("parametric_solution", gives, (), bind) is None:
        return False
    found.kind, found.answer = "parametric", gives
    found.parametric = {row["space"]: x, problem.unknown: u}
    return True


def broken(search: Search, proposals: dict[str, Any], found: Found) -> None:
    """The breaking time, if the worker has one and the kernel proves it."""
    told, rows = proposals.get("breaking"), proposals.get("parametric")
    if not told or not rows or rows[0].get("swept"):
        return
    row, s = rows[0], symbol(search.new("s", "sigma", "xi"))
    rename = {row["s"]: s}
    bind = {"s": s} | {k: substitute(read(row[k]), rename) for k in ("X", "U")}
    bind["at"] = read(told["at"])
    bind |= {f"cut{i + 1}": read(t) for i, t in enumerate(told.get("breaks") or ())}
    gives = eq(apply("breaking_time", symbol(row["time"])), read(told["end"]))
    if search.trail.step("breaking_time", gives, (), bind) is not None:
        _broken_at(search, row, gives, bind, found)
        return
    if not told.get("G") or not told.get("low"):
        return
    bound = Term("Le", (read(told["low"]), substitute(read(told["G"]), rename)))
    for ways in _bounds(told, s, rename):
        n = search.trail.step("lower_bound", bound, (), ways)
        if n is None:
            continue
        w = symbol(search.new("w", "v"))
        more = {"w": w, "J": substitute(read(told["J"]), {told["w"]: w})}
        if search.trail.step("breaking_time", gives, (n,), bind | more) is not None:
            _broken_at(search, row, gives, bind, found)
            return
        del search.trail.checked[n]


def _broken_at(
    search: Search, row: dict[str, Any], gives: Term, bind: dict[str, Term], found: Found
) -> None:
    """The time, and the place where the characteristics of the bound parameter are then."""
    found.breaking_time = gives.args[1]
    if any(t.head == "oo" for t in bind["at"].walk()):
        return
    at = {bind["s"].data: bind["at"], row["time"]: gives.args[1]}
    place = write(substitute(bind["X"], at))
    for sides in search.ask("tidy", search.task(pairs=[[place, "0"]])):
        told = eq(symbol(row["space"]), read(sides[0]))
        if not told.args[1].free & set(search.problem.variables):
            found.breaking_place = told
            return


def _bounds(told: dict[str, Any], s: Term, rename: dict[str, Term]) -> Iterable[dict[str, Term]]:
    """Ways to prove the bound: by the sign oracle between cuts, or by the critical points."""
    scales = {k: told[v] for k, v in SCALES.items() if told.get(v)}
    ways: list[dict[str, str]] = []
    for cuts in told.get("cuts", ()):
        ways.append({f"cut{i + 1}": t for i, t in enumerate(cuts)})
    if told.get("R") and told.get("P"):
        turns = {"P": told["P"], "R": told["R"]} | scales
        turns |= {f"at{i + 1}": t for i, t in enumerate(told.get("turns") or ())}
        if told.get("W"):
            turns |= {"W": told["W"], "G": told["inner"]}
        elif told.get("half"):
            turns |= {"H": told["half"], "G": told["inner"]}
        ways.append(turns)
    for way in ways:
        yield {"name": s} | {k: substitute(read(t), rename) for k, t in way.items()}


SCALES = {"k": "k", "c": "c", "low": "low0", "body": "body0"}


# --- characteristic data ----------------------------------------------------------------------------


def _crossing(problem: Problem, datum: Datum) -> Term:
    at = dict(zip(problem.variables, datum.at, strict=True))
    a, _ = problem.linear()
    inner = {**at, problem.value: datum.value}
    rows = [[by(x, s, problem.givens(), []) for x in datum.at] for s in datum.parameters]
    return determinant([[substitute(k, inner) for k in a], *rows])


def is_characteristic(problem: Problem, datum: Datum) -> bool:
    """Whether the determinant of the data vanishes identically."""
    if len(datum.parameters) != len(problem.variables) - 1:
        raise Rejected(f"data on {len(datum.parameters)} parameters do not fill a hypersurface of "
                       f"{len(problem.variables)} variables")  # fmt: skip
    try:
        return prove_zero(_crossing(problem, datum), Givens()) is not None
    except (ArithmeticError, ValueError):
        return False


def on_characteristic(search: Search, integrals: Sequence[str], datum: Datum) -> Found:
    """None, if the data contradict the equation along the curve; else a family with a function."""
    problem, trail = search.problem, search.trail
    at = dict(zip(problem.variables, datum.at, strict=True))
    a, c = problem.linear()
    inner = {**at, problem.value: datum.value}
    if len(datum.parameters) == 1:
        s = datum.parameters[0]
        rate = by(datum.value, s, Givens(), [])
        for value in (None, "0", "1", "2", "1/2", "-1"):
            put = {} if value is None else {s: read(value)}
            for k, x in zip(a, datum.at, strict=True):
                left = substitute(Term("Mul", (substitute(k, inner), rate)), put)
                right = substitute(Term("Mul", (by(x, s, Givens(), []), substitute(c, inner))), put)
                for gives in search.ask("tidy", search.task(pairs=[[write(left), write(right)]])):
                    told = Term("Ne", tuple(read(t) for t in gives))
                    bind = {} if value is None else {"at": read(value)}
                    if trail.step("no_solution", told, (), bind) is not None:
                        return Found(trail, "none", told)
    else:
        told = _along_the_data(
            search, datum, [substitute(k, inner) for k in a], substitute(c, inner)
        )
        if told is not None:
            return Found(trail, "none", told)
    name = search.new("F", "G", "Phi")
    proposals = search.ask("families", search.task(
        integrals=list(integrals), at=[write(t) for t in datum.at], datum=write(datum.value),
        parameters=list(datum.parameters), F=name))  # fmt: skip
    for sides in proposals:
        gives = eq(*(search.said(t) for t in sides))
        if trail.step("infinitely_many", gives, (), {"F": symbol(name)}) is not None:
            return Found(trail, "infinitely_many", gives)
    return Found(trail)


def _along_the_data(search: Search, datum: Datum, a: list[Term], c: Term) -> Term | None:
    """Data that contradict the equation along characteristics inside them, everywhere or at a place."""
    rates = search.ask("tangent", search.task(
        at=[write(t) for t in datum.at], along=[write(t) for t in a],
        parameters=list(datum.parameters),
    ))  # fmt: skip
    if not rates:
        return None
    local = Givens()
    terms = [read(r) for r in rates]
    along = plus(*(times(r, by(datum.value, s, local, []))
                   for r, s in zip(terms, datum.parameters, strict=True)))  # fmt: skip
    bind = {f"rate{k + 1}": t for k, t in enumerate(terms)}
    for value in (None, *((v, w) for v in ("1", "2", "0") for w in ("2", "1/2", "0"))):
        put = {}
        if value is not None:
            put = {s: read(value[k % 2]) for k, s in enumerate(datum.parameters)}
        at = {f"at{k + 1}": put[s] for k, s in enumerate(datum.parameters) if s in put}
        sides = [write(substitute(t, put)) for t in (along, c)]
        for gives in search.ask("tidy", search.task(pairs=[sides])):
            told = Term("Ne", tuple(read(t) for t in gives))
            if value is None and told.args[0] == told.args[1]:
                return None  # the data fit everywhere
            if search.trail.step("no_solution", told, (), bind | at) is not None:
                return told
    return None


__all__ = ["Found", "Search", "Undecided", "quasilinear"]
