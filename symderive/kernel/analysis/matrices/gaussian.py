"""Primitive `gaussian_integral`: a polynomial times the exponential of a quadratic, over all columns.

The exponent is -x^T P x/2 + h^T x + c; where P is proved positive definite the integral of exp is
(2 pi)^(n/2) det(P)^(-1/2) exp(h^T P^-1 h/2 + c), and a polynomial has its mean under the normal law
of mean P^-1 h and covariance P^-1: the sum over all pairings (Isserlis, Biometrika 12, 1918).
Source of the integral: Mardia, Kent and Bibby, Multivariate Analysis, 1979, 3.1.

>>> from symderive.terms.reader import read
>>> g = Givens.of([read("P is positive definite n x n")])
>>> claim = read("VolumeIntegral(exp(-quad(P, x)/2), x, n) = (2*pi)^(n/2)*det(P)^(-1/2)")
>>> gaussian_integral(Step(1, PRIMITIVE, claim), (), g).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.matrices.determinants import determinant
from symderive.kernel.analysis.matrices.matrix_step import PASSES, Proved, Work, void
from symderive.kernel.analysis.matrices.pairings import Pairings
from symderive.kernel.analysis.matrices.reading import Reading
from symderive.kernel.analysis.matrices.rewriting import Relations
from symderive.kernel.analysis.matrices.words import Letter, Matrix, Word, symbol
from symderive.kernel.analysis.matrices.writing import letter_written
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    equation,
    primitive,
)
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ONE, TWO, Term, call, eq
from symderive.terms.writer import write

PRIMITIVE = "gaussian_integral"
LENGTH = 9
MAX_FACTORS = 6
SAYS = (
    "The exponent is a negative definite quadratic: complete the square, integrate, and take the "
    "means of the polynomial by pairings."
)
Part = tuple[Term, list[Term], Term]  # free of x, exponents, polynomial in x


@primitive(PRIMITIVE)
def gaussian_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives VolumeIntegral(f, x, n) = v; a premise f = g, under `x is n vector`, lets g be integrated."""
    left, value = equation(step.gives, PRIMITIVE)
    if left.head != "VolumeIntegral":
        raise Rejected(f"{PRIMITIVE}: the left side is an integral over all columns")
    body, x, n = left.args
    spoken = {name for s in givens.statements for name in s.free}
    if x.data in spoken or x.data in value.free or x.data in n.free:
        raise Rejected(f"{PRIMITIVE}: {x.data} is spoken of outside the integral: rename it")
    ranged = Term("Is", (x, Term("Tuple", (symbol("vector"), n))))
    conditions: dict[str, Condition] = {}
    if premises:
        body = _integrand(step, premises, body, ranged)
        for c in premises[0].outcome.conditions:
            if c.status == "presupposed":
                if c.excluded is None or x.data in c.excluded.free:
                    raise Undecided(f"not proved for every {x.data}: {c.text}")
                conditions[c.text] = c
    try:
        found = _proved(step.gives, body, x, value, givens.extended(ranged))
    except ArithmeticError as reason:
        if isinstance(reason, Undecided):
            raise
        raise Undecided(f"matrix algebra stops here: {reason}") from None
    for c in found.conditions:
        if c.status == "presupposed" and (c.excluded is None or x.data in c.excluded.free):
            raise Undecided(f"not proved for every {x.data}: {c.text}")
        conditions[c.text] = c
    last = void(eq(value, value), givens, found.inverted)
    conditions[last.text] = last
    return Outcome("exact", tuple(conditions.values()), SAYS)


def _integrand(step: Step, premises: Sequence[Checked], body: Term, ranged: Term) -> Term:
    if len(premises) > 1:
        raise Rejected(f"{PRIMITIVE}: one premise at most, the integrand in another form")
    f, g = equation(premises[0].gives, PRIMITIVE)
    if f != body:
        raise Rejected(f"{PRIMITIVE}: the premise is about {write(f)}, not {write(body)}")
    foreign = [h for h in premises[0].step.under if h != ranged and h not in step.under]
    if foreign:
        raise Rejected(f"{PRIMITIVE}: {write(foreign[0])} is not known of every column")
    return Term(g.head, g.args, g.data)


def _proved(claim: Term, body: Term, x: Term, value: Term, givens: Givens) -> Proved:
    work = _Gaussian(givens, x.data)
    refusal, count = Undecided("nothing was tried"), -1
    for _ in range(PASSES):
        try:
            return work.integrated(claim, body, value)
        except Undecided as no:
            refusal = no
        if count == len(work.algebra.k.atoms) and not work.algebra.relations.pairs:
            break
        count = len(work.algebra.k.atoms)
        work.algebra.relations.complete(LENGTH, lambda: False)
    raise refusal


class _Forms(Reading):
    """Forms in the bound column stay words: a generator for each, with its word."""

    def __init__(self, work: _Gaussian) -> None:
        super().__init__(work.algebra)
        self.letter: Letter = (self.k.named[work.name], False)
        self.forms: dict[Term, Word] = {}

    def _form(self, w: Word) -> Fraction_:
        if all(i != self.letter[0] for i, _ in w):
            return super()._form(w)
        w = min(w, self.k.transposed_word(w))
        new = symbol(f"form {self.k.spelled(w)}")
        self.forms[new] = w
        self.a.meaning[new.data] = times(*[letter_written(self.a, y) for y in w])
        return self.k.scalars.generator(new)


class _Gaussian(Work):
    def __init__(self, givens: Givens, name: str) -> None:
        super().__init__(givens, ())
        self.name = name

    def integrated(self, claim: Term, body: Term, value: Term) -> Proved:
        a = self.algebra
        a.k.scalars.divided.clear()
        r = self.reading = _Forms(self)
        known = self._facts(r)
        left, right = self._sides(r, body, value)
        parts = [self._part(r, p) for p in self._parts(r, left)]
        return self._numbers(claim, plus(*parts), right, known)

    def _sides(self, r: Reading, body: Term, value: Term) -> tuple[Term, Term]:
        """Both sides as numbers: of matrices, between two arbitrary columns."""
        f, v = r.value(body), r.value(value)
        if isinstance(f, list) or isinstance(v, list):
            raise Undecided("an integral of block matrices")
        if isinstance(f, Matrix) and (f.rows, f.columns) != (ONE, ONE):
            if not isinstance(v, Matrix) or (v.rows, v.columns) != (f.rows, f.columns):
                raise Rejected(f"{PRIMITIVE}: the value has another shape than the integrand")
            k = r.k
            u = k.matrix(k.letter("any column on the left", f.rows, ONE))
            w = k.matrix(k.letter("any column on the right", f.columns, ONE))
            f, v = (k.product(k.transpose(u), m, w) for m in (f, v))
        return r.as_scalar(f), r.as_scalar(v)

    # --- the integrand ----------------------------------------------------------------------------

    def _parts(self, r: _Forms, t: Term) -> list[Part]:
        """A sum of products: factors free of x, exponents, polynomials in x."""
        forms = {f.data for f in r.forms}
        if not t.free & forms:
            return [(t, [], ONE)]
        if t.head == "Add":
            return [p for u in t.args for p in self._parts(r, u)]
        if t.head == "Neg":
            return [(minus(c), e, f) for c, e, f in self._parts(r, t.args[0])]
        if t.head == "exp":
            return [(ONE, [t.args[0]], ONE)]
        if t.head == "Div" and not t.args[1].free & forms:
            return [(over(c, t.args[1]), e, f) for c, e, f in self._parts(r, t.args[0])]
        if t.head == "Mul":
            out: list[Part] = [(ONE, [], ONE)]
            for u in t.args:
                more = self._parts(r, u)
                out = [(times(c, d), [*e, *g], times(f, h))
                       for c, e, f in out for d, g, h in more]  # fmt: skip
                if len(out) > 64:
                    raise Undecided("an integrand of too many terms")
            return out
        return [(ONE, [], t)]

    def _part(self, r: _Forms, part: Part) -> Term:
        """One term integrated."""
        constant, exponents, polynomial = part
        a, k = self.algebra, self.algebra.k
        n = k.shape(r.letter)[0]
        c, h, q = k.scalars.nought, k.zero(n, ONE), k.zero(n, n)
        for forms, coefficient in self._monomials(
            r, plus(*exponents) if exponents else Term("Integer", (), 0)
        ):
            factors = [self._factor(r, w) for w in forms]
            if not factors:
                c = c + coefficient
            elif len(factors) == 1 and factors[0][0] == "line":
                h = k.sum(h, k.scaled(coefficient, factors[0][1]))
            elif len(factors) == 1:
                q = k.sum(q, k.scaled(coefficient, factors[0][1]))
            elif [kind for kind, _ in factors] == ["line", "line"]:
                outer = k.product(factors[0][1], k.transpose(factors[1][1]))
                q = k.sum(q, k.scaled(coefficient, outer))
            else:
                raise Undecided("the exponent is no quadratic")
        p = a.reduced(k.scaled(k.scalars.number(-1), k.sum(q, k.transpose(q))))
        if p.zero or not a.definite(p):
            raise Undecided(f"not proved to be positive definite: {write(a.written(p))}")
        covariance = a.inverse(p, written=False)
        mean = a.reduced(k.product(covariance, h))
        pairings = Pairings(a, r, mean, covariance)
        moment = k.scalars.nought
        for forms, coefficient in self._monomials(r, polynomial):
            if len(forms) > MAX_FACTORS:
                raise Undecided(f"a polynomial of more than {MAX_FACTORS} forms")
            moment = moment + coefficient * pairings.mean([self._factor(r, w) for w in forms])
        square = r.number(k.product(k.transpose(h), covariance, h)) * k.scalars.number(1, 2)
        exponent = k.scalars.term(c + square)
        half = over(n, TWO)
        return times(
            constant, k.scalars.term(moment), power(times(TWO, Term("pi")), half),
            over(ONE, call("sqrt", determinant(a, p))), call("exp", exponent),
        )  # fmt: skip

    def _monomials(self, r: _Forms, t: Term) -> list[tuple[list[Word], Fraction_]]:
        """A polynomial in the forms, monomial by monomial."""
        k = self.algebra.k.scalars
        f = k.of(t)
        chosen = {k.index[s]: w for s, w in r.forms.items() if s in k.index}
        for i, known in enumerate(k.terms):
            if i not in chosen and known.free & {s.data for s in r.forms}:
                below = f.d.to_dict() if f.d is not None else ()
                if any(e[i] for e in (*f.n.to_dict(), *below)):
                    raise Undecided(
                        f"no polynomial in the column: {write(self.algebra.meant(known))}"
                    )
        parts = k.parts(f, frozenset(chosen))
        if parts is None:
            raise Undecided("the column stands in a denominator")
        return [([chosen[i] for i, e in enumerate(key) for _ in range(e)], c)
                for key, c in parts.items()]  # fmt: skip

    def _factor(self, r: _Forms, w: Word) -> tuple[str, Matrix]:
        """a^T x as ("line", a), x^T A x as ("square", A)."""
        k, x = self.algebra.k, r.letter
        places = [i for i, y in enumerate(w) if y[0] == x[0]]
        if places == [len(w) - 1] and w[-1] == x:
            n = k.shape(x)[0]
            return "line", k.transpose(k.word(w[:-1], n))
        if places == [0] and w[0] == (x[0], True):
            return "line", k.word(w[1:], k.shape(x)[0])
        if places == [0, len(w) - 1] and w[0] == (x[0], True) and w[-1] == x:
            return "square", k.word(w[1:-1], k.shape(x)[0])
        raise Undecided("a form that is neither linear nor quadratic in the column")


__all__ = ["Relations", "gaussian_integral"]
