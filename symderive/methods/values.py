"""Values of integrals, sums, products, limits and derivatives of them, innermost first, with steps.

The worker proposes antiderivatives and telescopers as text; every step is checked by the kernel in
this process, under a deadline, as soon as it is made, and only checked steps are kept.

>>> from symderive.terms.reader import read
>>> search = Values(Givens.of([]), seconds=20)
>>> found = search.value(read("Limit(Integral(exp(-x), (x, 0, n)), n, oo)"))
>>> search.steps[found].gives.args[1] == read("1")
True
>>> search.steps[found].step.by
'congruence'
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from symderive.kernel.analysis.congruence import BINDERS, range_of
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.limits.limit_step import limit_value
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.methods import antiderivatives, telescopers
from symderive.methods.attempts import Attempts
from symderive.methods.definitions import Definition, defined
from symderive.methods.guesses import (
    change,
    claimed,
    constant_factor,
    gain,
    lowered,
    outermost,
    read_back,
)
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, mul, neg
from symderive.terms.writer import write

ANTIDERIVATIVES = antiderivatives.__name__
TELESCOPERS = telescopers.__name__
EULERIAN = "symderive.methods.integrals.eulerian_proposals"
MAX_CANDIDATES = 4  # of one strategy that the kernel looks at
MAX_LOWERED = 9


class Values(Attempts):
    """Values by number of the step that proves them, each term under its hypotheses once."""

    def __init__(self, givens: Givens, seconds: float) -> None:
        super().__init__(givens, seconds)
        self.known: dict[tuple[Term, tuple[Term, ...]], int | None] = {}

    # --- terms and binders ------------------------------------------------------------------------

    def plain(self, e: Term, under: tuple[Term, ...] = ()) -> tuple[Term, int | None] | None:
        """(e', step e = e'), e' free of integrals, sums and limits; no step if e is so itself."""
        parts = list(dict.fromkeys(outermost(e)))
        if not parts:
            return e, None
        uses: list[int] = []
        result = e
        for t in parts:
            n = self.value(t, under)
            if n is None:
                return None
            uses.append(n)
            result = replace(result, *self.steps[n].gives.args)
        if parts == [e]:
            return result, uses[0]
        n = self.step("replacement", eq(e, result), uses, under)
        return None if n is None else (result, n)

    def value(
        self, t: Term, under: tuple[Term, ...] = (), wanted: Term | None = None
    ) -> int | None:
        """The number of a step t = v under the hypotheses, or None."""
        key = (t, under)
        if key not in self.known:
            self.left()
            self.known[key] = (
                self._derivative(t, under) if t.head == "Derivative" else
                self._binder(t, under, wanted)
            )  # fmt: skip
        return self.known[key]

    def _derivative(self, t: Term, under: tuple[Term, ...]) -> int | None:
        inner = self.plain(t.args[0], under)
        if inner is not None and inner[1] is not None:
            b = t.rebuild([inner[0], *t.args[1:]])
            n = self.step("differentiation", eq(t, b), [inner[1]], under)
            if n is not None:
                return n
        return self._ends(t, under)

    def _ends(self, t: Term, under: tuple[Term, ...]) -> int | None:
        """Leibniz's rule for finite ends, and the value of the integral that is left."""
        if t.data != (1,) or t.args[0].head != "Integral":
            return None
        u = self._renamed(t.args[0], under)
        by = t.args[1]
        told = self._told(under)

        def slope(e: Term) -> Term | None:
            if by.data not in e.free:
                return ZERO
            texts = self.ask(f"{ANTIDERIVATIVES}:slope", write(e), by.data, told)
            return read_back(texts[0]) if texts else None

        body, x, low, high = u.args
        parts = [slope(body), slope(high), slope(low)]
        if any(p is None for p in parts):
            return None
        terms = [] if parts[0] == ZERO else [u.rebuild([parts[0] or ZERO, *u.args[1:]])]
        for end, speed, sign in ((high, parts[1], 1), (low, parts[2], -1)):
            if speed is not None and speed != ZERO:
                value = substitute(body, {x.data: end})
                value = value if speed == ONE else mul(value, speed)
                terms.append(value if sign > 0 else neg(value))
        right = add(*terms) if terms else ZERO
        n = self.step("moving_limits", eq(t, right), (), under)
        if n is None or not terms or terms[0].head != "Integral":
            return n
        rest = self.value(terms[0], under)
        if rest is None:
            return n
        done = replace(self.steps[n].gives, *self.steps[rest].gives.args)
        return self.step("rewrite", done, [n, rest], under) or n

    def _binder(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        if any(True for a in t.args[2:] for _ in outermost(a)):
            self.reasons.append("the limits contain integrals, sums or limits")
            return None
        calculus = any(u.head in (*BINDERS, "Derivative", "Subs") for u in t.args[0].walk())
        if not calculus:
            return self._evaluated(t, under, wanted)
        u = self._renamed(t, under)
        givens = self.givens.extended(*under)
        ranged = self.tried(lambda: range_of(u, givens))
        if ranged is None:
            return None
        inside = (*under, *ranged)
        body = self._body(u.args[0], inside)
        if body is None:
            return None
        simpler = u.rebuild([body[0], *u.args[1:]])
        n = self.value(simpler, under, wanted)
        if n is None:
            return None
        return self.step("congruence", eq(t, self.steps[n].gives.args[1]), [body[1], n], under)

    def _body(self, e: Term, under: tuple[Term, ...]) -> tuple[Term, int] | None:
        """The body without integrals and without derivatives."""
        found = self.plain(e, under)
        if found is None:
            return None
        body, n = found
        if any(u.head in ("Derivative", "Subs") for u in body.walk()):
            for text in self.ask(
                f"{ANTIDERIVATIVES}:differentiated", write(body), self._told(under)
            ):
                done = read_back(text)
                uses = [] if n is None else [n]
                proved = None if done is None else self.step("algebra", eq(e, done), uses, under)
                if proved is not None and done is not None:
                    return done, proved
            return None
        return None if n is None else (body, n)

    def _renamed(self, t: Term, under: tuple[Term, ...]) -> Term:
        """The bound name kept apart from everything that is said or stands outside."""
        body, x, *ends = t.args
        spoken = set().union(*(s.free | s.functions for s in (*self.givens.statements, *under)))
        spoken |= set().union(*(a.free for a in ends))
        if x.data not in spoken:
            return t
        new = Term("Symbol", (), fresh(x.data, spoken | body.free | body.functions))
        return t.rebuild([substitute(body, {x.data: new}), new, *ends])

    def _told(self, under: tuple[Term, ...]) -> dict[str, dict[str, bool]]:
        return self.sorts(self.givens.extended(*under))

    # --- one binder over a plain body -------------------------------------------------------------

    def _evaluated(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        if t.head == "Limit":
            return self._limit(t, under, wanted)
        for definition in defined(t):
            n = self._defined(t, definition, under)
            if n is not None:
                return n
        if t.head == "Integral":
            return self._integral(t, under, wanted)
        return self._sum(t, under, wanted)

    def _defined(self, t: Term, d: Definition, under: tuple[Term, ...]) -> int | None:
        """A definition cited; where the body is written in another way, equal on the range."""
        gives = rules()[d.rule].instance(d.bind)
        n = self.step(d.rule, gives, (), under, d.bind)
        if n is None or gives.args[0] == t:
            return self._shorter(n, under)
        u = self._renamed(gives.args[0], under)
        ranged = self.tried(lambda: range_of(u, self.givens.extended(*under)))
        body = substitute(t.args[0], {t.args[1].data: u.args[1]})
        if ranged is None or u != gives.args[0]:
            return None
        same = self.step("algebra", eq(body, u.args[0]), (), (*under, *ranged))
        uses = [] if same is None else [same, n]
        n = self.step("congruence", eq(t, gives.args[1]), uses, under) if uses else None
        return self._shorter(n, under)

    def _shorter(self, n: int | None, under: tuple[Term, ...]) -> int | None:
        """A beta function at numbers as it is usually written."""
        if n is None:
            return None
        t, value = self.steps[n].gives.args
        if value.free or not any(u.head == "beta" for u in value.walk()):
            return n
        for text in self.ask(f"{EULERIAN}:values", write(value), self._told(under)):
            form = read_back(text)
            if form is not None and form != value:
                done = self.step("algebra", eq(t, form), [n], under)
                if done is not None:
                    return done
        return n

    def _limit(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        if wanted is not None:
            n = self.step("limit", eq(t, wanted), (), under)
            if n is not None:
                return n
        givens = self.givens.extended(*under)
        found = self.tried(lambda: limit_value(t, givens))
        if found is None:
            self.reasons.append(f"no value of {write(t)} is proved")
            return None
        if found.kind == "none" or found.value is None:
            self.reasons.append(f"{write(t)} does not exist: {found.how}")
            return None
        return self._with_value(
            lambda v: self.step("limit", eq(t, v), (), under), found.value, under
        )

    def _integral(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        body, x = t.args[:2]
        givens = without(x.data, self.givens.extended(*under))
        sorts = self.sorts(givens)
        any_found, tried = False, len(self.reasons)
        for F in islice(lowered(body, x), MAX_LOWERED):
            n = self._by_antiderivative(t, F, under, wanted, givens)
            if n is not None:
                return n
        for F in claimed(t, wanted):
            n = self.step("antiderivative", eq(t, wanted), (), under, {"F": F}) if wanted else None
            if n is not None:
                return n
        n = self._by_theorem(t, under)
        if n is not None:
            return n
        del self.reasons[tried:]  # what was tried by luck explains nothing
        for strategy in antiderivatives.STRATEGIES if not body.functions else ("manual",):
            texts = self.ask(f"{ANTIDERIVATIVES}:propose", strategy, write(body), x.data, sorts)
            for F in filter(None, map(read_back, texts[:MAX_CANDIDATES])):
                any_found = True
                n = self._by_antiderivative(t, F, under, wanted, givens)
                if n is not None:
                    return n
        if not any_found:
            self.reasons.append(f"no antiderivative of {write(body)} was found")
        return None

    def _by_theorem(self, t: Term, under: tuple[Term, ...]) -> int | None:
        """Frullani's integral, and residues on the line: quick to propose, cited with conditions."""
        from symderive.methods.integrals.frullani import by_frullani
        from symderive.methods.integrals.parameters import Parameters
        from symderive.methods.integrals.residues import by_residues

        if all(not infinite(end) for end in t.args[2:]) or t.functions:
            return None
        routes = Parameters(self)
        n = by_frullani(routes, t, under)
        return by_residues(routes, t, under) if n is None else n

    def _by_antiderivative(
        self, t: Term, F: Term, under: tuple[Term, ...], wanted: Term | None, givens: Givens
    ) -> int | None:
        bind = {"F": F}
        if wanted is not None and not infinite(wanted):
            n = self.step("antiderivative", eq(t, wanted), (), under, bind)
            if n is not None:
                return n
        total = self.tried(lambda: change(t, F, givens))
        if total is None:
            return None
        return self._with_value(
            lambda v: self.step("antiderivative", eq(t, v), (), under, bind), total, under
        )

    def _sum(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        body, k, low, high = t.args
        if infinite(low):
            self.reasons.append(f"{write(t)} has no first index")
            return None
        givens = self.givens.extended(*under)
        sorts = self.sorts(givens.with_integers(low.free | high.free))
        any_found, tried = False, len(self.reasons)
        for G in claimed(t, wanted):
            n = self.step("telescoping", eq(t, wanted), (), under, {"G": G}) if wanted else None
            if n is not None:
                return n
        del self.reasons[tried:]
        if not low.free and not high.free and not infinite(high):
            n = self._added(t, under, wanted)
            if n is not None:
                return n
        for strategy in telescopers.STRATEGIES:
            texts = self.ask(f"{TELESCOPERS}:telescopers", strategy, t.head, write(body), k.data,
                             write(low), sorts)  # fmt: skip
            for G in filter(None, map(read_back, texts[:MAX_CANDIDATES])):
                any_found = True
                n = self._by_telescoping(t, G, under, wanted, givens)
                if n is not None:
                    return n
        n = self._scaled(t, under)
        if n is not None:
            return n
        if not any_found:
            self.reasons.append(f"no telescoper of {write(body)} was found")
        return None

    def _scaled(self, t: Term, under: tuple[Term, ...]) -> int | None:
        """c times the value of the sum without its constant factor."""
        factor, rest = constant_factor(t)
        if t.head != "Sum" or factor == ONE:
            return None
        inner = self.value(rest, under)
        if inner is None:
            return None
        n = self.step("linearity", eq(t, mul(factor, rest)), [inner], under)
        if n is None:
            return None
        value = self.steps[inner].gives.args[1]
        return self.step("rewrite", eq(t, mul(factor, value)), [n, inner], under)

    def _added(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        """A sum of so many terms, added up by algebra."""
        texts = self.ask(f"{ANTIDERIVATIVES}:differentiated", write(t), self._told(under))
        for v in filter(None, (wanted, *map(read_back, texts))):
            n = self.step("algebra", eq(t, v), (), under)
            if n is not None:
                return n
        return None

    def _by_telescoping(
        self, t: Term, G: Term, under: tuple[Term, ...], wanted: Term | None, givens: Givens
    ) -> int | None:
        def prove(v: Term) -> int | None:
            return self.step("telescoping", eq(t, v), (), under, {"G": G})

        if wanted is not None and not infinite(wanted):
            n = prove(wanted)
            if n is not None:
                return n
        total = self.tried(lambda: gain(t, G, givens))
        return None if total is None else self._with_value(prove, total, under)

    def _with_value(
        self, prove: Callable[[Term], int | None], total: Term, under: tuple[Term, ...]
    ) -> int | None:
        """The step with the shortest form of the value that the kernel sees to be right."""
        forms = [] if infinite(total) else self.ask(
            f"{ANTIDERIVATIVES}:tidy", write(total), self._told(under)
        )  # fmt: skip
        for v in (*filter(None, map(read_back, forms[:2])), total):
            n = prove(v)
            if n is not None:
                return n
        return None
