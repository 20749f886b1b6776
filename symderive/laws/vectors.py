"""Laws of vectors of concrete length: Dirichlet, categorical, multinomial, and their measures.

A Dirichlet density is with respect to Lebesgue measure on the first K - 1 coordinates, so that an
integral over the simplex is iterated; a multinomial law lives on counts that add up to n, with an
iterated sum; a categorical law on the outcomes 1, .., K, where a mean is written out.

>>> law = read_vector_law("Dirichlet(a, b, 1)")
>>> write(law.binder(law.density(["x", "y"]), ["x", "y"]))[-26:]
'(y, 0, 1 - x)), (x, 0, 1))'
>>> [write(g) for g in read_vector_law("Categorical(p, q, r)").givens()][2:]
['r > 0', 'p + q + r = 1']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.laws.families import domain, law_name
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.substitute import fresh
from symderive.terms.tree import (
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    eq,
    mul,
    neg,
    pow_,
    sub,
    symbol,
)
from symderive.terms.writer import write

USAGE = {
    "Dirichlet": "Dirichlet(a, b, c), one positive number for each coordinate",
    "Categorical": "Categorical(p, q, r), probabilities that add up to 1",
    "Multinomial": "Multinomial(n, p, q, r), a count and probabilities that add up to 1",
}
ONE_VECTOR = frozenset("entropy renyi_entropy tsallis_entropy".split())
VECTOR_MEASURES = ONE_VECTOR | frozenset(
    "kl reverse_kl crossentropy jeffreys renyi tsallis chernoff alpha bhattacharyya bc hellinger2 "
    "chi2div tv js".split()
)
ONLY_CATEGORICAL = frozenset(("tv", "js"))


@dataclass(frozen=True)
class VectorLaw:
    """A member of a family of vectors: `weights` for each coordinate, `count` of a multinomial."""

    name: str
    weights: tuple[Term, ...]
    count: Term | None = None

    @property
    def usage(self) -> str:
        return USAGE[self.name]

    @property
    def free(self) -> frozenset[str]:
        counted = self.count.free if self.count else frozenset()
        return counted.union(*(w.free for w in self.weights))

    def _statements(self) -> list[Term]:
        out: list[Term] = []
        if self.count is not None:
            out += domain("count", self.count) if self.count.free else (
                Term("Is", (self.count, symbol("integer"))), Term("Gt", (self.count, ZERO)))  # fmt: skip
        for w in self.weights:
            out += domain("positive", w) if w.free else (Term("Gt", (w, ZERO)),)
        if self.name != "Dirichlet":
            total = add(*self.weights)
            proof = identity(sub(total, ONE), Givens())
            if proof is None or proof.blocked:
                out.append(eq(total, ONE))
        return list(dict.fromkeys(out))

    def givens(self) -> list[Term]:
        """What makes the arguments parameters of the family, of closed arguments nothing."""
        return [g for g in self._statements() if _names(g)]

    def closed(self) -> list[Term]:
        """The hypotheses without a name: they are true or false."""
        return [g for g in self._statements() if not _names(g)]

    @property
    def whole(self) -> Term:
        """What the coordinates add up to."""
        return ONE if self.count is None else self.count

    def coordinates(self, names: Sequence[str]) -> list[Term]:
        """The coordinates, the last one by what they add up to."""
        first = [symbol(n) for n in names]
        return [*first, _less(self.whole, first)]

    def density(self, names: Sequence[str]) -> Term:
        """The density (or the mass) at a point of the simplex; `names` are K - 1 coordinates."""
        at = self.coordinates(names)
        if self.count is None:
            powers = [pow_(x, sub(a, ONE)) for x, a in zip(at, self.weights, strict=True)]
            below = mul(*(call("gamma", a) for a in self.weights))
            return mul(div(call("gamma", add(*self.weights)), below), *powers)
        chosen = [call("binomial", _less(self.count, at[:i]), at[i]) for i in range(len(names))]
        return mul(*chosen, *(pow_(p, x) for x, p in zip(at, self.weights, strict=True)))

    def binder(self, body: Term, names: Sequence[str]) -> Term:
        """The iterated integral or sum of the body over the simplex."""
        head = "Integral" if self.count is None else "Sum"
        for i in range(len(names) - 1, -1, -1):
            rest = _less(self.whole, [symbol(n) for n in names[:i]])
            body = Term(head, (body, symbol(names[i]), ZERO, rest))
        return body


def _names(g: Term) -> frozenset[str]:
    return g.args[0].free if g.head == "Is" else g.free


def _less(whole: Term, parts: Sequence[Term]) -> Term:
    for t in parts:
        whole = sub(whole, t)
    return whole


def about_vectors(text: str) -> bool:
    """Whether a text names a law of vectors of concrete length."""
    return law_name(text) in USAGE


def read_vector_law(text: str) -> VectorLaw:
    """The law that a text such as `Multinomial(n, p, q)` names; raises NotRead.

    The numbers may stand in brackets of their own: `Dirichlet((a, b, c))`.
    """
    name = law_name(text)
    if name not in USAGE:
        raise NotRead(text, 0, f"there is no family {name or text!r} of vectors",
                      hint="families: " + ", ".join(USAGE))  # fmt: skip
    term = read(text, Context(functions=frozenset(USAGE)))
    if term.head != "Apply" or term.data[0] != name:
        raise NotRead(text, 0, f"a law of this family is written {USAGE[name]}")
    args = [u for t in term.args for u in (t.args if t.head == "Tuple" else (t,))]
    count = args.pop(0) if name == "Multinomial" and args else None
    if len(args) < 2 or any(a.functions & USAGE.keys() for a in args):
        raise NotRead(text, 0, f"a law of this family is written {USAGE[name]}",
                      hint="there are two coordinates or more")  # fmt: skip
    return VectorLaw(name, tuple(args), count)


def write_vector_law(law: VectorLaw) -> str:
    """The text of a law, which reads back to it."""
    counted = () if law.count is None else (law.count,)
    return f"{law.name}({', '.join(write(a) for a in (*counted, *law.weights))})"


@dataclass(frozen=True)
class VectorProblem:
    """A measure of one law of vectors or of two of the same family, with its order."""

    measure: str
    p: VectorLaw
    q: VectorLaw | None = None
    order: Term | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The coordinates but the last: x1, x2, .., apart from the names of the problem."""
        taken = set(self.p.free | (self.q.free if self.q else frozenset()))
        taken |= self.order.free if self.order else set()
        out: list[str] = []
        for i in range(1, len(self.p.weights)):
            out.append(fresh(f"x{i}", taken) if f"x{i}" in taken else f"x{i}")
            taken.add(out[-1])
        return tuple(out)

    def mean(self, f: Callable[[Term, Term], Term]) -> Term:
        """The integral or sum of f(p, q); over outcomes that both laws have."""
        q = self.q or self.p
        if self.p.name == "Categorical":
            return add(*(f(a, b) for a, b in zip(self.p.weights, q.weights, strict=False)))
        return self.p.binder(f(self.p.density(self.names), q.density(self.names)), self.names)

    def swapped(self) -> VectorProblem:
        assert self.q is not None
        return VectorProblem(self.measure, self.q, self.p, self.order)

    def power(self) -> tuple[Term, Term]:
        """The exponents of p and q in the integral that the measure is a function of."""
        if self.measure in ("bc", "bhattacharyya", "hellinger2"):
            return div(ONE, TWO), div(ONE, TWO)
        if self.measure == "chi2div":
            return TWO, neg(ONE)
        assert self.order is not None
        return self.order, ZERO if self.q is None else sub(ONE, self.order)

    def inner(self) -> Term:
        """The integral or sum of the product of powers of the two densities."""
        if self.measure in ("bc", "bhattacharyya", "hellinger2"):
            return self.mean(lambda a, b: call("sqrt", mul(a, b)))
        if self.measure == "chi2div":
            return self.mean(lambda a, b: div(pow_(a, TWO), b))
        r, s = self.power()
        if self.q is None:
            return self.mean(lambda a, b: pow_(a, r))
        return self.mean(lambda a, b: mul(pow_(a, r), pow_(b, s)))

    def definition(self, givens: Givens) -> Term:
        """The measure, written out; raises Undecided where it is infinite or not defined so."""
        if self.measure in ONLY_CATEGORICAL and self.p.name != "Categorical":
            raise Undecided(f"{self.measure} is derived for categorical laws alone")
        self._comparable(givens)
        order = self.order or ONE
        match self.measure:
            case "kl":
                return self.mean(lambda a, b: mul(a, call("log", div(a, b))))
            case "reverse_kl":
                return self.swapped().mean(lambda a, b: mul(a, call("log", div(a, b))))
            case "jeffreys":
                forth, back = self, self.swapped()
                return add(
                    *(w.mean(lambda a, b: mul(a, call("log", div(a, b)))) for w in (forth, back))
                )
            case "entropy":
                return self.mean(lambda a, b: neg(mul(a, call("log", a))))
            case "crossentropy":
                return self.mean(lambda a, b: neg(mul(a, call("log", b))))
            case "tv":
                gaps = self.mean(lambda a, b: call("Abs", sub(a, b)))
                return div(add(gaps, *self._alone()), TWO)
            case "js":
                both = self.mean(_mixed)
                return div(add(both, *(mul(w, call("log", TWO)) for w in self._alone())), TWO)
            case "bc":
                return self.inner()
            case "hellinger2":
                return sub(ONE, self.inner())
            case "bhattacharyya" | "chernoff":
                return neg(call("log", self.inner()))
            case "chi2div":
                return sub(self.inner(), ONE)
            case "renyi":
                return div(call("log", self.inner()), sub(order, ONE))
            case "tsallis":
                return div(sub(self.inner(), ONE), sub(order, ONE))
            case "alpha":
                return div(sub(self.inner(), ONE), mul(order, sub(order, ONE)))
            case "renyi_entropy":
                return div(call("log", self.inner()), sub(ONE, order))
            case "tsallis_entropy":
                return div(sub(ONE, self.inner()), sub(order, ONE))
        raise Undecided(f"{self.measure} is not derived for laws of vectors")

    def _alone(self) -> list[Term]:
        """The masses at outcomes that one of two categorical laws has alone."""
        assert self.q is not None
        a, b = self.p.weights, self.q.weights
        return [*a[len(b) :], *b[len(a) :]]

    def _comparable(self, givens: Givens) -> None:
        if self.q is None:
            return
        if self.p.count is not None and self.q.count is not None:
            gap = identity(sub(self.p.count, self.q.count), givens)
            if gap is None or gap.blocked:
                raise Undecided("the counts of the two laws add up to different numbers")
        if [of for of in self._leading() if len(of.p.weights) > len(of.q.weights if of.q else ())]:
            raise Undecided("the first law has mass where the second has none")

    def _leading(self) -> list[VectorProblem]:
        """The orders of the two laws in which the first must be concentrated where the second is."""
        beyond = self.order is not None and not self.order.free
        if self.measure in ("renyi", "tsallis", "alpha"):
            over = beyond and sign_of(sub(self.order or ONE, ONE), Givens()) == "+"
            return [self] if over else []
        return {"kl": [self], "crossentropy": [self], "chi2div": [self],
                "reverse_kl": [self.swapped()], "jeffreys": [self, self.swapped()]
                }.get(self.measure, [])  # fmt: skip

    def infinities(self, givens: Givens) -> list[tuple[Term, str]]:
        """Statements that make the measure infinite, with the reason: mass where q has none."""
        out: list[tuple[Term, str]] = []
        for of in self._leading():
            p, q = of.p, of.q
            assert q is not None
            if p.count is not None and q.count is not None:
                out.append((Term("Ne", (p.count, q.count)),
                            f"the counts of {write_vector_law(p)} add up to {write(p.count)}, those "
                            f"of {write_vector_law(q)} to {write(q.count)}"))  # fmt: skip
            if len(p.weights) > len(q.weights):
                k = len(q.weights)
                out.append((Term("Gt", (p.weights[k], ZERO)), f"{write_vector_law(p)} has mass at "
                            f"outcome {k + 1}, where {write_vector_law(q)} has none"))  # fmt: skip
        return out


def _mixed(a: Term, b: Term) -> Term:
    half = add(a, b)
    return add(*(mul(t, call("log", div(mul(TWO, t), half))) for t in (a, b)))
