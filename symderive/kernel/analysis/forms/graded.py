"""Forms of symbolic degree on a manifold of symbolic dimension, by rewriting to a graded normal form.

The axioms: wedge is associative, linear and graded commutative; d is a graded derivation with
d d = 0; i_X is a graded derivation, linear in X over functions, i_X i_Y = -i_Y i_X, zero on
functions; L_X = d i_X + i_X d; i_[X,Y] = L_X i_Y - i_Y L_X; i_[X,Y] anticommutes with i_Z; a
pull-back is linear, multiplicative and commutes with d; star is linear over functions with
star star a = (-1)^(p(n-p)) s a; delta = (-1)^(n(p+1)+1) s star d star.  Frankel, ch. 2, 4 and 14.

>>> from symderive.terms.reader import read
>>> roles = {"dimension": read("n"), "let_a": read("form(p)"), "let_b": read("form(q)")}
>>> g = Graded(roles)
>>> claim = read("ext_d(wedge(a, b)) - wedge(ext_d(a), b) - (-1)^p*wedge(a, ext_d(b))")
>>> g.value(claim)
{}
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symderive.kernel.analysis.forms import graded_signs as gs
from symderive.kernel.analysis.forms.graded_signs import Coefficient, Degree, NotGraded
from symderive.kernel.logic.givens import constant
from symderive.terms.tree import Term

# A factor: operators, outermost first ("d", ("i", X), ("pull", P)), on a name or on ("star", word).
Factor = tuple[tuple[Any, ...], Any]
Word = tuple[Factor, ...]
Sum = dict[Word, Coefficient]
MAX_WORDS = 4000
FRESH = "any 1-form"


class Graded:
    """The algebra of the names that the roles declare; raises NotGraded for what has no place in it."""

    def __init__(self, roles: Mapping[str, Term]) -> None:
        self.degrees: dict[str, Degree] = {FRESH: (("", 1),)}
        self.vectors: set[str] = set()
        self.maps: set[str] = set()
        if "dimension" not in roles:
            raise NotGraded("no dimension is declared")
        self.n = gs.degree(roles["dimension"])
        signed = roles.get("sign")
        self.sign_name = signed.data if signed is not None and signed.head == "Symbol" else None
        for role, t in roles.items():
            kind, _, name = role.partition("_")
            if kind != "let":
                continue
            if t.head != "Apply" or t.data[0] not in ("form", "vector", "map"):
                raise NotGraded(f"{name} is no form(p), vector() or map() of its own")
            if t.data[0] == "form":
                self.degrees[name] = gs.degree(t.args[0])
            else:
                (self.vectors if t.data[0] == "vector" else self.maps).add(name)
        names = {n for d in (*self.degrees.values(), self.n) for n, _ in d if n}
        self.integers = names

    # --- degrees ----------------------------------------------------------------------------------

    def degree_of(self, f: Factor) -> Degree:
        ops, atom = f
        d = (
            self.degrees[atom]
            if isinstance(atom, str)
            else gs.difference(self.n, self.of_word(atom[1]))
        )
        for op in ops:
            d = gs.shifted(d, 1 if op == "d" else -1 if op[0] == "i" else 0)
        return d

    def of_word(self, w: Word) -> Degree:
        total: Degree = ()
        for f in w:
            total = gs.difference(total, self.degree_of(f), 1)
        return total

    def _vanishes(self, f: Factor) -> bool:
        """A degree below 0 or, if the dimension is a number, above it."""
        d = gs.known(self.degree_of(f))
        n = gs.known(self.n)
        return d is not None and (d < 0 or (n is not None and d > n))

    # --- values -----------------------------------------------------------------------------------

    def value(self, t: Term) -> Sum:
        """The normal form of a term that is a form."""
        head = t.head
        if head == "Symbol" and t.data in self.degrees:
            return {(((), t.data),): gs.number(1)}
        if head == "Add":
            return total([self.value(a) for a in t.args])
        if head == "Neg":
            return scaled(gs.number(-1), self.value(t.args[0]))
        if head in ("Mul", "Wedge"):
            out: Sum = {(): gs.number(1)}
            for a in t.args:
                out = self.wedge(out, self.value(a))
            return out
        if head == "ext_d":
            return self.d(self.value(t.args[0]))
        if head == "iprod":
            return self.interior(t.args[0], self.value(t.args[1]))
        if head == "lie":
            return self.lie(t.args[0], self.value(t.args[1]))
        if head == "pull" and t.args[0].head == "Symbol" and t.args[0].data in self.maps:
            return self.pull(t.args[0].data, self.value(t.args[1]))
        if head == "star":
            return self.star(self.value(t.args[0]))
        if head == "delta":
            return self.delta(self.value(t.args[0]))
        if head == "LB":
            inner = self.value(t.args[0])
            return total([self.d(self.delta(inner)), self.delta(self.d(inner))])
        return {(): self.coefficient(t)}

    def coefficient(self, t: Term) -> Coefficient:
        """A rational number, (-1)^E, or the name of the sign of the metric."""
        c = constant(t)
        if c is not None:
            return gs.number(c)
        if t.head == "Symbol" and t.data == self.sign_name:
            return gs.sign(frozenset([frozenset([t.data])]))
        if t.head == "Pow" and constant(t.args[0]) == -1:
            return gs.sign(gs.exponent(t.args[1], self.integers))
        raise NotGraded(f"{t.head} is neither a form nor a sign")

    # --- operations -------------------------------------------------------------------------------

    def wedge(self, a: Sum, b: Sum) -> Sum:
        return total([{w: gs.multiplied(gs.multiplied(p, q), c) for w, c in self.sort(v + u).items()}
                      for v, p in a.items() for u, q in b.items()])  # fmt: skip

    def sort(self, w: Word) -> Sum:
        """Graded commutativity: factors in order; an odd factor twice is zero."""
        factors, e = list(w), gs.ZERO_EXPONENT
        if any(self._vanishes(f) for f in factors):
            return {}
        for i in range(len(factors)):
            for j in range(len(factors) - 1 - i):
                u, v = factors[j], factors[j + 1]
                if repr(u) > repr(v):
                    factors[j], factors[j + 1] = v, u
                    e = gs.plus(
                        e, gs.times(gs.parity(self.degree_of(u)), gs.parity(self.degree_of(v)))
                    )
        odd = frozenset([gs.ONE_MONOMIAL])
        for u, v in itertools.pairwise(factors):
            if u == v and gs.parity(self.degree_of(u)) == odd:
                return {}
        return {tuple(factors): gs.sign(e)}

    def _derived(self, a: Sum, on_factor: Any) -> Sum:
        """A derivation of odd degree, from what it does to a factor."""
        parts = []
        for w, c in a.items():
            e = gs.ZERO_EXPONENT
            for i, f in enumerate(w):
                image = on_factor(f)
                before: Sum = {w[:i]: gs.multiplied(c, gs.sign(e))}
                parts.append(self.wedge(self.wedge(before, image), {w[i + 1 :]: gs.number(1)}))
                e = gs.plus(e, gs.parity(self.degree_of(f)))
        return total(parts)

    def d(self, a: Sum) -> Sum:
        return self._derived(a, lambda f: self.factor(("d", *f[0]), f[1]))

    def interior(self, x: Term, a: Sum) -> Sum:
        head = x.head
        if head == "Symbol" and x.data in self.vectors:
            return self._derived(a, lambda f: self.factor((("i", x.data), *f[0]), f[1]))
        if head == "Add":
            return total([self.interior(y, a) for y in x.args])
        if head == "Neg":
            return scaled(gs.number(-1), self.interior(x.args[0], a))
        if head == "Mul":
            vector = next((y for y in x.args if self._is_vector(y)), None)
            if vector is None:
                raise NotGraded("a product without a vector field")
            out = self.interior(vector, a)
            for y in x.args:
                if y is not vector:
                    function = self.value(y)
                    if any(gs.known(self.of_word(w)) != 0 for w in function):
                        raise NotGraded("a vector field is multiplied by functions")
                    out = self.wedge(function, out)
            return out
        if head in ("bracket", "lie"):
            u, v = x.args
            one, other = self.lie(u, self.interior(v, a)), self.interior(v, self.lie(u, a))
            return total([one, scaled(gs.number(-1), other)])
        raise NotGraded(f"{head} is no vector field")

    def _is_vector(self, x: Term) -> bool:
        if x.head == "Symbol":
            return x.data in self.vectors
        return x.head == "bracket" or (
            x.head in ("Add", "Neg", "Mul") and any(map(self._is_vector, x.args))
        )

    def lie(self, x: Term, a: Sum) -> Sum:
        return total([self.d(self.interior(x, a)), self.interior(x, self.d(a))])

    def factor(self, ops: tuple[Any, ...], atom: Any) -> Sum:
        """Operators on an atom in normal form: d d = 0, i's in order, d as far left as it goes."""
        for k, (op, after) in enumerate(itertools.pairwise(ops)):
            if op == "d" and after == "d":
                return {}
            if op[0] == "i" and after[0] == "i":
                if op == after:
                    return {}
                if op > after:
                    swapped = (*ops[:k], after, op, *ops[k + 2 :])
                    return scaled(gs.number(-1), self.factor(swapped, atom))
            if op[0] == "pull" and after == "d":
                return self.factor((*ops[:k], "d", op, *ops[k + 2 :]), atom)
        for k in range(len(ops) - 3):
            a, b, c, last = ops[k : k + 4]
            if last == "d" and a[0] == b[0] == c[0] == "i":
                return total([scaled(gs.number(q), self.factor((*ops[:k], *w, *ops[k + 4 :]), atom))
                              for w, q in _triple(a, b, c)])  # fmt: skip
        for k in range(len(ops) - 4):
            a, b, mid, c, last = ops[k : k + 5]
            if mid == last == "d" and a[0] == b[0] == c[0] == "i" and a < b < c:
                return total([scaled(gs.number(q), self.factor((*ops[:k], *w, *ops[k + 5 :]), atom))
                              for w, q in _triple_d(a, b, c)])  # fmt: skip
        if any(self._vanishes((ops[k:], atom)) for k in range(len(ops) + 1)):
            return {}
        return {((ops, atom),): gs.number(1)}

    def pull(self, name: str, a: Sum) -> Sum:
        parts = []
        for w, c in a.items():
            out: Sum = {(): c}
            for ops, atom in w:
                out = self.wedge(out, self.factor((("pull", name), *ops), atom))
            parts.append(out)
        return total(parts)

    def star(self, a: Sum) -> Sum:
        if self.sign_name is None:
            raise NotGraded("star wants the sign of the metric: declare a signature")
        s = gs.sign(frozenset([frozenset([self.sign_name])]))
        parts = []
        for w, c in a.items():
            outside = tuple(f for f in w if gs.known(self.degree_of(f)) == 0)
            inside = tuple(f for f in w if gs.known(self.degree_of(f)) != 0)
            if len(inside) == 1 and not inside[0][0] and not isinstance(inside[0][1], str):
                word = inside[0][1][1]
                p = gs.parity(self.of_word(word))
                e = gs.times(p, gs.plus(gs.parity(self.n), p))
                image: Sum = {word: gs.multiplied(s, gs.sign(e))}
            else:
                image = {(((), ("star", inside)),): gs.number(1)}
            parts.append(self.wedge({outside: c}, image))
        return total(parts)

    def delta(self, a: Sum) -> Sum:
        s = gs.sign(frozenset([frozenset([self.sign_name or ""])]))
        parts = []
        for w, c in a.items():
            n, p = gs.parity(self.n), gs.parity(self.of_word(w))
            one = frozenset([gs.ONE_MONOMIAL])
            e = gs.plus(gs.times(n, gs.plus(p, one)), one)
            factor = gs.multiplied(gs.multiplied(c, s), gs.sign(e))
            parts.append(scaled(factor, self.star(self.d(self.star({w: gs.number(1)})))))
        return total(parts)


def _triple(a: Any, b: Any, c: Any) -> list[tuple[tuple[Any, ...], Fraction]]:
    """i_a i_b i_c d by [[[d, i_a], i_b], i_c] = 0, as words in which d stands further left."""
    words: dict[tuple[Any, ...], int] = {("d",): 1}
    for k, x in enumerate((a, b, c)):
        sign = 1 if k % 2 == 0 else -1  # d is odd, [d, i] even, [[d, i], i] odd
        new: dict[tuple[Any, ...], int] = {}
        for w, q in words.items():
            for v, r in (((*w, x), q), ((x, *w), sign * q)):
                new[v] = new.get(v, 0) + r
        words = new
    out: dict[tuple[Any, ...], Fraction] = {}
    own = Fraction(0)
    for w, q in words.items():
        at = w.index("d")
        left, r = _ordered(w[:at])
        right, r2 = _ordered(w[at + 1 :])
        if at == 3:
            own += q * r * (1 if left == _ordered((a, b, c))[0] else 0) * _ordered((a, b, c))[1]
        else:
            key = (*left, "d", *right)
            out[key] = out.get(key, Fraction(0)) + q * r * r2
    return [(w, -q / own) for w, q in out.items() if q]


def _triple_d(a: Any, b: Any, c: Any) -> list[tuple[tuple[Any, ...], Fraction]]:
    """i_a i_b d i_c d from the same law followed by d, where i_a i_b i_c d d is zero."""
    words = dict(_triple(a, b, c))
    own = words.pop((a, b, "d", c))
    return [((*w, "d"), -q / own) for w, q in words.items()]


def _ordered(ops: tuple[Any, ...]) -> tuple[tuple[Any, ...], int]:
    seq, sign = list(ops), 1
    for i in range(len(seq)):
        for j in range(len(seq) - 1 - i):
            if seq[j] > seq[j + 1]:
                seq[j], seq[j + 1], sign = seq[j + 1], seq[j], -sign
    return tuple(seq), sign


def total(parts: list[Sum]) -> Sum:
    out: Sum = {}
    for part in parts:
        for w, c in part.items():
            out[w] = gs.added(out.get(w, {}), c)
    if len(out) > MAX_WORDS:
        raise NotGraded(f"more than {MAX_WORDS} terms")
    return {w: c for w, c in out.items() if c}


def scaled(c: Coefficient, a: Sum) -> Sum:
    return {w: gs.multiplied(c, q) for w, q in a.items()}
