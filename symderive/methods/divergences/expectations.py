"""Integrals of a weight times a polynomial in its statistics, by the normaliser of the weight."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from symderive.deadline import Late, deadline
from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.laws.families import Law
from symderive.methods.attempts import STOPS
from symderive.methods.divergences.corners import Corners
from symderive.methods.divergences.masters import MASTERS
from symderive.methods.divergences.normalisers import Normalisers
from symderive.methods.guesses import read_back
from symderive.strategy import note
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, mul, sub, symbol
from symderive.terms.writer import write
from symderive.worker import WorkerError, shared

T = TypeVar("T")
ROOM = "symderive.methods.divergences."
DECOMPOSE = "symderive.methods.divergences.decompose"
SHAPES = "symderive.methods.divergences.shapes"
PLACES = "symderive.methods.divergences.places"
MAX_FORMS = 5
PATIENCE = 8.0  # seconds of the worker for one question


class Needs(Exception):
    """A condition on the user's own names, under which the integral exists."""

    def __init__(self, condition: Term) -> None:
        super().__init__(write(condition))
        self.condition = condition


class Infinite(Exception):
    """An integral that does not exist, as a hypothesis of its normaliser fails."""


class Expectations(Corners):
    """A search with normalisers at hand; `name` is the variable of integration."""

    def __init__(self, givens: Givens, seconds: float, name: str, names: frozenset[str]) -> None:
        super().__init__(givens, seconds)
        self.name = name
        self.base, self.names = givens, names
        self.assume(())

    def assume(self, extra: tuple[Term, ...]) -> None:
        """From here on every step carries these hypotheses."""
        self.extra = extra
        self.givens = self.base.extended(*extra) if extra else self.base
        self.known = {}
        taken = self.names | {self.name} | _mentioned(self.base)
        self.normalisers = Normalisers(self, taken)
        self.facts: list[int] = []
        self.marks: dict[str, tuple[Term, Term]] = {}

    def tried(self, job: Callable[[], T]) -> T | None:
        """As in `Attempts`, with more patience for a step of the kernel."""
        try:
            left = self.left()
            with deadline(min(left, max(PATIENCE, left / 4))):
                return job()
        except Late:
            self.left()
            self.reasons.append("the kernel was stopped: it took too long")
        except (Rejected, Undecided) as no:
            self.reasons.append(str(no))
        except STOPS as stop:
            self.reasons.append(f"the kernel stops here ({type(stop).__name__}: {stop})")
        return None

    def step(
        self,
        by: str,
        gives: Term,
        uses: Sequence[int] = (),
        under: tuple[Term, ...] = (),
        bind: Mapping[str, Term] | None = None,
    ) -> int | None:
        """As in `Attempts`, under what is assumed."""
        return super().step(by, gives, uses, (*self.extra, *under), bind)

    def ask(self, function: str, *args: object) -> list[str]:
        """As in `Attempts`, with more patience for the questions of this room."""
        if not function.startswith(ROOM):
            return super().ask(function, *args)
        self.warm_up()
        try:
            left = self.left()
            return list(shared().run(function, args, seconds=min(left, max(PATIENCE, left / 2))))
        except WorkerError:
            self.warm = False
            return []

    def warm_up(self) -> None:
        """The clock of a search starts when the worker is warm."""
        if not self.warm:
            start = time.perf_counter()
            shared().run("builtins:len", ("",), seconds=self.left() + 60)
            self.end += time.perf_counter() - start
            self.warm = True

    def learn(self, law: Law) -> None:
        """That a part of the density is positive, proved in two cases."""
        told = law.positive
        if told is None:
            return
        term, equal, a, b = told
        mark = fresh("K", self.names | {self.name} | set(self.marks))
        self.marks[mark] = (term, equal)
        fact = Term("Gt", (term, ZERO))
        if self.step("algebra", fact) is not None:
            self.facts.append(len(self.steps))
            return
        parts = [self.step("algebra", fact, (), (Term(order, (a, b)),)) for order in ("Lt", "Gt")]
        n = None if None in parts else self.step("cases", fact, [p for p in parts if p])
        if n is not None:
            self.facts.append(n)

    # --- an integral by a normaliser --------------------------------------------------------------

    def expectation(self, integral: Term, weight: Term, factor: Term) -> int | None:
        """Integral(weight*factor, (x, a, b)) = value; pieces where absolute values turn.

        Raises Needs for a condition that would help, Infinite where a hypothesis is false.
        """
        pieces = self.pieces(integral, weight, factor)
        if len(pieces) == 1:
            return self.piece(integral, *pieces[0][1:])
        found = [self.piece(t, w, g) for t, w, g in pieces]
        if None in found:
            return None
        return self.joined(integral, [n for n in found if n is not None])

    def joined(self, integral: Term, found: Sequence[int]) -> int | None:
        """The integral from its parts, side by side."""
        parts = [self.steps[n].gives.args for n in found]
        sides = add(*(a for a, _ in parts))
        total = add(*(v for _, v in parts))
        whole = self.step("split", eq(integral, sides), found)
        put = None if whole is None else self.step("replacement", eq(sides, total), found)
        both = None if put is None else self.step("rewrite", eq(integral, total), [whole or 0, put])
        if both is None:
            return None
        for form in self.forms(total):
            same = self.step("algebra", eq(total, form))
            n = None if same is None else self.step("rewrite", eq(integral, form), [both, same])
            if n is not None:
                return n
        return both

    def piece(self, integral: Term, weight: Term, factor: Term) -> int | None:
        """One binder whose integrand has no corner inside."""
        needed: Needs | Infinite | None = None
        for proposal in self.proposals(integral, weight, factor):
            route = f"normaliser {proposal['master']}"
            try:
                n = self.by_normaliser(integral, proposal)
            except (Needs, Infinite) as why:
                said = f"it needs {why}" if isinstance(why, Needs) else str(why)
                note(route, write(integral), said)
                needed = needed or why
                continue
            self.tell(route, integral, n)
            if n is not None:
                return n
        if needed is not None:
            raise needed
        n = self.harmonic(integral, weight, factor)
        if n is not None:
            self.tell("harmonic function", integral, n)
            return n
        return self.elementary(integral, mul(weight, factor))

    def tell(self, route: str, what: Term, n: int | None) -> None:
        """An entry for `--explain`: the step that a route led to, or where it stopped."""
        reason = self.reasons[-1] if self.reasons else "nothing was proposed"
        note(route, write(what), reason if n is None else f"step {n}")

    def harmonic(self, integral: Term, weight: Term, factor: Term) -> int | None:
        """The mean of logarithms of quadratics under a Cauchy law."""
        told = self.ask(f"{PLACES}:harmonic", write(weight), write(factor),
                        integral.args[1].data, self.sorts(self.givens))  # fmt: skip
        terms = [read_back(t) for t in told]
        if len(terms) < 4 or None in terms:
            return None
        m, g, y, H, *values = [t for t in terms if t is not None]
        for value in values:
            n = self.step("poisson_integral", eq(integral, value), (), (),
                          {"m": m, "g": g, "y": y, "H": H})  # fmt: skip
            if n is not None:
                return n
        return None

    def elementary(self, integral: Term, body: Term | None = None) -> int | None:
        """By an antiderivative or a telescoper, the value in a short form.

        `body` is the integrand without absolute values.
        """
        n = self.value(integral) if body is None else self.plainly(integral, body)
        how = "antiderivative" if integral.head == "Integral" else "telescoper"
        self.tell(how, integral, n)
        if n is None:
            return None
        value = self.steps[n].gives.args[1]
        for form in self.forms(value):
            if len(write(form)) < len(write(value)):
                better = self.step("algebra", eq(integral, form), [n])
                if better is not None:
                    return better
        return n

    def between(self, integral: Term, F: Term) -> int | None:
        """The value by a function that is an antiderivative."""
        givens = without(integral.args[1].data, self.givens)
        return self._by_antiderivative(integral, F, (), None, givens)

    def plainly(self, integral: Term, body: Term) -> int | None:
        """The value of an integral whose integrand is equal to the body on the range."""
        sorts = self.sorts(self.givens) | {m: {"positive": True} for m in self.marks}
        told = self.ask(f"{SHAPES}:expanded", write(self.marked(body)), sorts)
        for simple in (t for t in map(self.back, told) if t is not None):
            plain = integral.rebuild((simple, *integral.args[1:]))
            ranged = self.tried(lambda: range_of(integral, self.givens))
            if ranged is None:
                return None
            same = self.step("algebra", eq(integral.args[0], simple), self.facts, ranged)
            n = None if same is None else self.value(plain)
            if same is not None and n is not None:
                value = self.steps[n].gives.args[1]
                return self.step("congruence", eq(integral, value), [same, n])
        return self.value(integral)

    def proposals(self, integral: Term, weight: Term, factor: Term) -> list[dict[str, Any]]:
        low, high = integral.args[2:]
        told = self.sorts(self.givens) | {m: {"positive": True} for m in self.marks}
        weight, factor = self.marked(weight), self.marked(factor)
        found: list[Any] = self.ask(
            f"{DECOMPOSE}:proposals", write(weight), write(factor), integral.args[1].data,
            (write(low), write(high)), integral.head == "Sum", told,
            {m: write(equal) for m, (_, equal) in self.marks.items()},
        )  # fmt: skip
        return found

    def marked(self, t: Term) -> Term:
        """The term with names for what is known to be positive."""
        for m, (term, _) in self.marks.items():
            t = replace(t, term, symbol(m))
        return t

    def back(self, text: str) -> Term | None:
        """A term that the worker said, with what the marks stand for."""
        t = read_back(text)
        return None if t is None else substitute(t, {m: k for m, (k, _) in self.marks.items()})

    def by_normaliser(self, integral: Term, proposal: dict[str, Any]) -> int | None:
        """The step by `exponential_family`, its value in the shortest form that is accepted."""
        masters = [proposal["master"], *([proposal["odd"]] if proposal["odd"] else [])]
        rows = [
            (k, self.back(c), [self.back(v) for v in vs], o) for k, c, vs, o in proposal["parts"]
        ]
        if any(c is None or None in vs for _, c, vs, _ in rows):
            return None
        for k, _, vs, _ in rows:
            self.admissible(masters[k - 1], [v for v in vs if v is not None])
        premises = [self.normalisers.premise(m) for m in masters]
        bind: dict[str, Term] = {}
        uses: list[int] = []
        for k, (m, p) in enumerate(zip(masters, premises, strict=True)):
            if p is None:
                return None
            uses.append(p[0])
            bind["names" if k == 0 else f"names{k + 1}"] = Term("Tuple", tuple(map(symbol, p[1])))
            own = dict(zip(MASTERS[m].names, p[1], strict=True))
            moved = {n for i, _, _, o in rows if i == k + 1
                     for n, order in zip(MASTERS[m].names, o, strict=True) if order}  # fmt: skip
            for n, t in MASTERS[m].statistics.items():
                if n in moved:
                    put = {a: symbol(b) for a, b in own.items()} | {"x": integral.args[1]}
                    bind[f"T_{own[n]}"] = substitute(read_(t), put)
        for i, (k, c, vs, o) in enumerate(rows):
            assert c is not None  # checked above
            bind[f"t{i + 1}"] = Term("Tuple", (
                read_(str(k)), c, Term("Tuple", tuple(v for v in vs if v is not None)),
                Term("Tuple", tuple(read_(str(m)) for m in o)),
            ))  # fmt: skip
        for form in proposal["values"][:MAX_FORMS]:
            value = self.back(form)
            if value is None:
                continue
            done = self.step("exponential_family", eq(integral, value), [*uses, *self.facts], (),
                             bind)  # fmt: skip
            if done is not None:
                return done
        return None

    def admissible(self, master: str, values: Sequence[Term]) -> None:
        """The hypotheses of a normaliser at the values; raises Needs or Infinite."""
        put = dict(zip(MASTERS[master].names, values, strict=True))
        givens = self.givens.extended(*(self.steps[n].gives for n in self.facts))
        for text in MASTERS[master].hypotheses:
            h = substitute(read_(text), put)
            if h.head == "Is":
                continue
            settled = self.tried(partial(holds, h, givens))
            if settled is not None and settled.settled:
                continue
            known = self.step("algebra", h)  # by more than the normal form
            if known is not None:
                self.facts.append(known)
                continue
            low, high = h.args if h.head == "Lt" else h.args[::-1]
            sign = None if h.head == "Ne" else self.tried(partial(sign_of, sub(high, low), givens))
            if sign in ("-", "0", "0-") or not h.free:
                raise Infinite(f"it needs {write(h)}")
            told = self.ask(f"{PLACES}:condition", write(h), self.sorts(self.givens))
            simple = read_back(told[0]) if told else None
            raise Needs(simple or h)

    # --- shapes ---------------------------------------------------------------------------------

    def forms(self, value: Term) -> list[Term]:
        """Shorter forms of a value, the value last."""
        if infinite(value):
            return []
        texts = self.ask(f"{SHAPES}:shapes", write(value), self.sorts(self.givens))
        found = [t for t in map(read_back, texts) if t is not None]
        return list(dict.fromkeys([*found, value]))


def _mentioned(givens: Givens) -> frozenset[str]:
    return frozenset().union(*(g.free | g.functions for g in givens.statements))


def read_(text: str) -> Term:
    from symderive.terms.reader import read

    return read(text)


__all__ = ["ONE", "ZERO", "Expectations", "Infinite", "Needs"]
