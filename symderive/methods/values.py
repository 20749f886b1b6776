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

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from symderive.deadline import Late, deadline
from symderive.kernel.analysis.congruence import BINDERS, range_of
from symderive.kernel.analysis.definite import Diverges, Pieces
from symderive.kernel.analysis.intervals import infinite, without
from symderive.kernel.analysis.limit_step import limit_value
from symderive.kernel.analysis.limits import limit
from symderive.kernel.analysis.ranges import orientation
from symderive.kernel.analysis.telescoping import SumDiverges
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Checked, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.methods import antiderivatives, telescopers
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, div, eq, mul, neg, sub
from symderive.terms.writer import write
from symderive.worker import OutOfTime, WorkerError, shared

T = TypeVar("T")
STOPS = (ArithmeticError, ValueError, TypeError, LookupError, RecursionError, MemoryError,
         AssertionError, NotImplementedError)  # fmt: skip
PER_STRATEGY = 3.0  # seconds of the worker for one strategy
PER_STEP = 4.0  # seconds of the kernel for one step
MAX_CANDIDATES = 4  # of one strategy that the kernel looks at
_SIGNS = {"+": "positive", "-": "negative", "0+": "nonnegative", "0-": "nonpositive",
          "!0": "nonzero", "0": "zero"}  # fmt: skip


class Exhausted(Exception):
    """The time of the search has run out."""


class Values:
    """A search in progress: `steps` by number, all checked; `reasons` for what did not succeed."""

    def __init__(self, givens: Givens, seconds: float) -> None:
        self.givens = givens
        self.end = time.perf_counter() + seconds
        self.steps: dict[int, Checked] = {}
        self.reasons: list[str] = []
        self.known: dict[tuple[Term, tuple[Term, ...]], int | None] = {}
        self.warm = False

    # --- the clock, the kernel, the worker --------------------------------------------------------

    def left(self) -> float:
        rest = self.end - time.perf_counter()
        if rest <= 0:
            raise Exhausted("out of time")
        return rest

    def tried(self, job: Callable[[], T]) -> T | None:
        """The answer of the kernel, or None with the reason noted."""
        try:
            with deadline(min(self.left(), PER_STEP)):
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
        """The number of a new step, if the kernel accepts it with every condition settled."""
        n = len(self.steps) + 1
        proposed = Step(n, by, gives, tuple(uses), bind or {}, under)
        checked = self.tried(lambda: check_step(proposed, self.steps, self.givens))
        if checked is None:
            return None
        unsettled = [c for c in checked.outcome.conditions if not c.settled]
        if unsettled:
            self.reasons.append(f"not proved: {unsettled[0].text} ({unsettled[0].how})")
            return None
        self.steps[n] = checked
        return n

    def ask(self, function: str, *args: object) -> list[str]:
        """What the worker proposes within its share of the time."""
        if not self.warm:  # the clock of a search starts when the worker is warm
            start = time.perf_counter()
            shared().run("builtins:len", ("",), seconds=self.left())
            self.end += time.perf_counter() - start
            self.warm = True
        try:
            found = shared().run(
                f"symderive.methods.{function}", args, seconds=min(self.left(), PER_STRATEGY)
            )
        except OutOfTime:
            self.warm = False
            self.left()
            return []
        except WorkerError:
            return []
        return list(found)

    def sorts(self, givens: Givens) -> dict[str, dict[str, bool]]:
        """What SymPy is told of the names."""
        out: dict[str, dict[str, bool]] = {}
        for name, sort in givens.sorts.items():
            told = {} if sort.domain == "complex" else {sort.domain: True}
            if sort.sign in _SIGNS and sort.domain != "complex":
                told[_SIGNS[sort.sign]] = True
            out[name] = told or {"complex": True}
        return out

    # --- terms and binders ------------------------------------------------------------------------

    def plain(self, e: Term, under: tuple[Term, ...] = ()) -> tuple[Term, int | None] | None:
        """(e', step e = e') with e' free of integrals, sums and limits; no step if e is so itself."""
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

    def value(self, t: Term, under: tuple[Term, ...] = (), wanted: Term | None = None) -> int | None:
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
        return self._leibniz(t, under)

    def _leibniz(self, t: Term, under: tuple[Term, ...]) -> int | None:
        """Leibniz's rule for finite ends, and the value of the integral that is left."""
        if t.data != (1,) or t.args[0].head != "Integral":
            return None
        u = self._renamed(t.args[0], under)
        by = t.args[1]
        told = self._told(under)

        def slope(e: Term) -> Term | None:
            if by.data not in e.free:
                return ZERO
            texts = self.ask("antiderivatives:slope", write(e), by.data, told)
            return _read(texts[0]) if texts else None

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
        n = self.step("leibniz", eq(t, right), (), under)
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
            for text in self.ask("antiderivatives:differentiated", write(body), self._told(under)):
                done = _read(text)
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
        if t.head == "Integral":
            return self._integral(t, under, wanted)
        return self._sum(t, under, wanted)

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
        return self._with_value(lambda v: self.step("limit", eq(t, v), (), under), found.value, under)

    def _integral(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        body, x, low, high = t.args
        givens = without(x.data, self.givens.extended(*under))
        sorts = self.sorts(givens)
        any_found, tried = False, len(self.reasons)
        generic = of_a_derivative(body, x)
        if generic is not None:
            n = self._by_antiderivative(t, generic, under, wanted, givens)
            if n is not None:
                return n
        for F in claimed(t, wanted):
            n = self.step("antiderivative", eq(t, wanted), (), under, {"F": F}) if wanted else None
            if n is not None:
                return n
        del self.reasons[tried:]  # what was tried by luck explains nothing
        for strategy in antiderivatives.STRATEGIES if not body.functions else ("manual",):
            texts = self.ask("antiderivatives:propose", strategy, write(body), x.data, sorts)
            for F in filter(None, map(_read, texts[:MAX_CANDIDATES])):
                any_found = True
                n = self._by_antiderivative(t, F, under, wanted, givens)
                if n is not None:
                    return n
        if not any_found:
            self.reasons.append(f"no antiderivative of {write(body)} was found")
        return None

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
            texts = self.ask("telescopers:telescopers", strategy, t.head, write(body), k.data,
                             write(low), sorts)  # fmt: skip
            for G in filter(None, map(_read, texts[:MAX_CANDIDATES])):
                any_found = True
                n = self._by_telescoping(t, G, under, wanted, givens)
                if n is not None:
                    return n
        if not any_found:
            self.reasons.append(f"no telescoper of {write(body)} was found")
        return None

    def _added(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        """A sum of so many terms, added up by algebra."""
        texts = self.ask("antiderivatives:differentiated", write(t), self._told(under))
        for v in filter(None, (wanted, *map(_read, texts))):
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
            "antiderivatives:tidy", write(total), self._told(under)
        )  # fmt: skip
        for v in (*filter(None, map(_read, forms[:2])), total):
            n = prove(v)
            if n is not None:
                return n
        return None


def outermost(e: Term) -> Iterator[Term]:
    """The integrals, sums, products, limits, and derivatives of such, that stand under no other."""
    if e.head in BINDERS or (
        e.head == "Derivative" and any(u.head in BINDERS for u in e.args[0].walk())
    ):
        yield e
        return
    for a in e.args:
        yield from outermost(a)


def claimed(t: Term, value: Term | None) -> Iterator[Term]:
    """A value that is known for every upper (or lower) end is an antiderivative, a telescoper."""
    if value is None or infinite(value):
        return
    x, low, high = t.args[1:]
    if high.head == "Symbol" and high.data not in low.free | t.args[0].free | {x.data}:
        end = x if t.head == "Integral" else sub(x, ONE)
        yield substitute(value, {high.data: end})
    elif low.head == "Symbol" and low.data not in high.free | t.args[0].free | {x.data}:
        turned = substitute(value, {low.data: x})
        yield div(ONE, turned) if t.head == "Product" else sub(ZERO, turned)


def of_a_derivative(body: Term, x: Term) -> Term | None:
    """f(u)/u' for f'(u) with u linear in x and one argument that moves."""
    if body.head == "Neg":
        inner = of_a_derivative(body.args[0], x)
        return None if inner is None else neg(inner)
    if body.head != "Apply":
        return None
    name, orders = body.data
    moving = [i for i, a in enumerate(body.args) if x.data in a.free]
    if len(moving) != 1 or not orders[moving[0]]:
        return None
    u = body.args[moving[0]]
    lower = tuple(o - (i == moving[0]) for i, o in enumerate(orders))
    f = Term("Apply", body.args, (name, lower))
    return f if u == x else div(f, sub(substitute(u, {x.data: add(x, ONE)}), u))


def change(t: Term, F: Term, givens: Givens) -> Term:
    """The change of F along an integral, by the kernel's own pieces."""
    body, x, low, high = t.args
    sign = orientation(low, high, givens)
    if sign in ("-", "0-"):
        found = Pieces(body, x.data, F, _strictly(high, low, sign, givens)).run(high, low, [])
        return sub(ZERO, found.total)
    if sign == "0":
        return ZERO
    inner = givens if sign == "+" else _strictly(low, high, "0+", givens)
    return Pieces(body, x.data, F, inner).run(low, high, []).total


def _strictly(low: Term, high: Term, sign: str, givens: Givens) -> Givens:
    return givens if sign == "-" else givens.extended(Term("Lt", (low, high)))


def gain(t: Term, G: Term, givens: Givens) -> Term:
    """What G gains over a sum, or the quotient of a product."""
    _, k, low, high = t.args
    base = without(k.data, givens)
    first = substitute(G, {k.data: low})
    if infinite(high):
        found = limit(G, k.data, high, "+-", base)
        if found is None or found.value is None:
            raise Undecided(f"no limit of {write(G)} is proved as {k.data} -> oo")
        if infinite(found.value):
            raise SumDiverges(f"{write(t)} diverges: {write(G)} tends to {write(found.value)}")
        last = found.value
    else:
        last = substitute(G, {k.data: Term("Add", (high, ONE))})
    return sub(last, first) if t.head == "Sum" else div(last, first)


def _read(text: str) -> Term | None:
    from symderive.terms.errors import NotRead
    from symderive.terms.reader import read

    try:
        return read(text)
    except NotRead:
        return None


__all__ = ["Diverges", "Exhausted", "Values", "change", "claimed", "gain", "outermost"]
