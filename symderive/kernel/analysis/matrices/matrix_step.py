"""Primitive `matrix_algebra`: a relation between matrices of symbolic size, or numbers made of them.

Both sides are read as sums of words; relations between letters (inverses, roots, given equations)
rewrite them; what is left between numbers is asked of the normal form, with one atom for each trace,
determinant and form.  Premises that give a value to an integral or a distance are used for it.

>>> from symderive.terms.reader import read
>>> g = Givens.of([read("S is positive definite n x n"), read("c > 0")])
>>> matrix_algebra(Step(1, PRIMITIVE, read("log(det(c*S)) = n*log(c) + log(det(S))")), (), g).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.matrices import blocks, components, inequalities
from symderive.kernel.analysis.matrices.algebra import LENGTH, Algebra
from symderive.kernel.analysis.matrices.declared import declare
from symderive.kernel.analysis.matrices.reading import Reading, Value
from symderive.kernel.analysis.matrices.words import Matrix, Misfit
from symderive.kernel.analysis.ranges.realness import plainly_real
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    primitive,
)
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, neg
from symderive.terms.writer import write

PRIMITIVE = "matrix_algebra"
PASSES = 4
SAYS = {
    "matrix": "Both sides are the same sum of products of matrices.",
    "gradient": "The gradient of f by X is the matrix G with df = tr(G^T dX); of a column by a "
    "column, the matrix of partial derivatives.",
    "scalar": "Traces are cyclic, determinants multiplicative; what is left is algebra of numbers.",
}
ORDERS = {"Lt", "Le", "Gt", "Ge", "Ne"}


@primitive(PRIMITIVE)
def matrix_algebra(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is an equation of matrices or a relation of numbers made of them."""
    conditions: dict[str, Condition] = {}
    says: dict[str, None] = {}
    facts = [p.gives for p in premises]
    for p in premises:
        conditions.update((c.text, c) for c in p.outcome.conditions if c.status == "presupposed")
    for part in step.gives.args if step.gives.head == "And" else (step.gives,):
        if part.head != "Eq" and part.head not in ORDERS:
            raise Rejected(f"{PRIMITIVE}: a relation is wanted, not {part.head}")
        try:
            found = prove(part, givens, facts)
        except ArithmeticError as reason:
            if isinstance(reason, Undecided):
                raise
            raise Undecided(f"matrix algebra stops here: {reason}") from None
        says[SAYS[found.kind]] = None
        if any(_by_matrix(u, givens) for u in part.walk()):
            says[SAYS["gradient"]] = None
        conditions.update((c.text, c) for c in found.conditions)
        last = void(part, givens, found.inverted)
        conditions[last.text] = last
    return Outcome("exact", tuple(conditions.values()), " ".join(says))


def _by_matrix(t: Term, givens: Givens) -> bool:
    return t.head == "Derivative" and any(v.data in givens.matrices for v in t.args[1:])


@dataclass(frozen=True)
class Proved:
    kind: str
    conditions: tuple[Condition, ...]
    inverted: tuple[Term, ...] = ()  # must not vanish at some admissible instance


def prove(part: Term, givens: Givens, facts: Sequence[Term] = ()) -> Proved:
    """A proof of one relation; raises Undecided."""
    work = Work(givens, facts)
    count, refusal = -1, Undecided("nothing was tried")
    for _ in range(PASSES):
        try:
            return work.attempt(part)
        except Undecided as no:
            refusal = no
        if count == len(work.algebra.k.atoms) and not work.algebra.relations.pairs:
            break
        count = len(work.algebra.k.atoms)
        work.algebra.relations.complete(LENGTH, lambda: False)
    raise refusal


class Work:
    """One algebra, read again after each completion."""

    def __init__(self, givens: Givens, facts: Sequence[Term]) -> None:
        self.algebra = Algebra(givens)
        self.given = [u for s in givens.statements for u in (s.args if s.head == "And" else (s,))]
        self.premises = facts
        self.opaque: list[tuple[Term, Term]] = []
        declare(self.algebra, self.given)

    def attempt(self, part: Term) -> Proved:
        a = self.algebra
        a.k.scalars.divided.clear()
        r = self.reading = Reading(a)
        r.opaque = self.opaque
        values = self._facts(r)
        left, right = r.value(part.args[0]), r.value(part.args[1])
        if isinstance(left, Term) and isinstance(right, Term):
            return self._numbers(part, left, right, values)
        one = [isinstance(v, Matrix) and v.rows == v.columns == ONE for v in (left, right)]
        if (one[0] and (one[1] or isinstance(right, Term))) or (one[1] and isinstance(left, Term)):
            return self._numbers(part, r.as_scalar(left), r.as_scalar(right), values)
        if part.head != "Eq":
            raise Rejected(f"{PRIMITIVE}: an order is of numbers")
        for x, y in _pairs(a, left, right):
            self._same(x, y)
        return Proved("matrix", self._conditions(part, ()))

    # --- givens and premises ----------------------------------------------------------------------

    def _facts(self, r: Reading) -> dict[str, Term]:
        """Given relations join the algebra; values of opaque atoms are returned."""
        a = r.a
        values: dict[str, Term] = {}
        for s in [*self.given, *self.premises]:
            if s.head not in ORDERS | {"Eq"} or a._plain(s):
                if s in self.premises and s.head in ORDERS | {"Eq"}:
                    a.facts[s] = None
                continue
            left, right = (_number(r, r.value(u)) for u in s.args)
            if isinstance(left, Term) and isinstance(right, Term):
                atom = next((x.data for _, x in r.opaque if x == left), None)
                if s.head == "Eq" and atom is not None and atom not in right.free:
                    values[atom] = right
                    continue
                a.facts[Term(s.head, (left, right))] = None
                continue
            if s.head != "Eq":
                raise Rejected(f"{PRIMITIVE}: an order is of numbers: {write(s)}")
            for x, y in _pairs(a, left, right):
                a.relate(a.k.difference(x, y))
        return values

    # --- both sides -------------------------------------------------------------------------------

    def _same(self, x: Matrix, y: Matrix) -> None:
        a = self.algebra
        d = a.k.difference(x, y)
        if a.reduced(d).zero:
            return
        a.relations.complete(LENGTH, lambda: a.reduced(d).zero)
        rest = self.reading.separated(a.reduced(d))
        for c in rest.words.values():
            if not a.holds(eq(a.k.scalars.term(c), ZERO)):
                raise Undecided(f"the two sides differ by {a.k.text(rest)}"[:300])

    def _numbers(self, part: Term, left: Term, right: Term, values: dict[str, Term]) -> Proved:
        from symderive.kernel.analysis.algebra import relation

        a = self.algebra
        for _ in values:
            left, right = substitute(left, values), substitute(right, values)
        left, right = (components.gathered(a, u) for u in (left, right))
        statement = Term(part.head, (left, right))
        if part.head == "Eq":
            k = a.k.scalars
            if (k.of(left) - k.of(right)).zero:  # the words alone decide
                return Proved("scalar", self._conditions(part, ()))
        if part.head in ("Lt", "Le", "Gt", "Ge"):
            a.facts.update(dict.fromkeys(inequalities.facts(self.reading)))
        local = a.local(statement)
        proof = relation(statement, local)
        open_ = [e for e in proof.excluded if e.status == "open"]
        if open_:
            raise Undecided(f"not proved: {write(a.meant(open_[0].term))} != 0")
        for c in proof.conditions:
            if c not in local.statements and not a.holds(c):
                raise Undecided(f"not proved: {write(a.meant(c))}")
        excluded = tuple(e.term for e in proof.excluded)
        inverted = tuple(a.meant(t) for t in proof.inverted)
        return Proved("scalar", self._conditions(part, excluded), inverted)

    # --- conditions -------------------------------------------------------------------------------

    def _conditions(self, part: Term, excluded: tuple[Term, ...]) -> tuple[Condition, ...]:
        a = self.algebra
        out: dict[str, Condition] = {}

        def must_not_vanish(t: Term, how: str) -> None:
            text = f"{write(t)} != 0"
            out.setdefault(text, Condition(text, "presupposed", how, t))

        for t in a.presupposed:
            must_not_vanish(a.meant(t), "an inverse written in the claim")
        written = self._written(part)
        for t in a.k.scalars.divided:
            if a.sign(a.k.scalars.of(t)) in ("+", "-", "!0"):
                continue
            self._as_written(t, written, must_not_vanish)
        for t in excluded:
            if not a.holds(Term("Ne", (t, ZERO))):
                self._as_written(t, written, must_not_vanish)
        for c in self.reading.conditions:
            self._settle(c, out)
        return tuple(out.values())

    def _real(self, t: Term) -> bool:
        return plainly_real(self.reading.scalar(t))

    def _as_written(
        self, t: Term, written: list[tuple[Term, Term]], note: Callable[[Term, str], None]
    ) -> None:
        """A denominator must be one that the claim writes; raises Undecided."""
        a = self.algebra
        for below, w in written:
            if _divides(a, t, w):
                note(below, "a denominator or pole written in the claim")
                return
        raise Undecided(f"not proved: {write(a.meant(t))} != 0")

    def _settle(self, c: Term, out: dict[str, Condition]) -> None:
        """A condition of a derivative: proved, or that a written determinant does not vanish."""
        a = self.algebra
        text = write(c)
        said = [u for u in (c.args if c.head == "Or" else (c,)) if u.head == "Is"]
        if any(u.args[1].data == "real" and self._real(u.args[0]) for u in said):
            out.setdefault(text, Condition(text, "discharged", "made of real matrices"))
            return
        if c.head == "Ne" and c.args[1] == ZERO:
            try:
                value = self.reading.scalar(c.args[0])
            except Undecided:
                value = None
            if value is not None and a.holds(Term("Ne", (value, ZERO))):
                out.setdefault(text, Condition(text, "discharged", "by the sign oracle"))
                return
            if c.args[0].head == "det":
                how = "an inverse or logarithm written in the claim"
                out.setdefault(text, Condition(text, "presupposed", how, c.args[0]))
                return
        if c.head in ORDERS and a.holds(self.reading.scalar_relation(c)):
            out.setdefault(text, Condition(text, "discharged", "by the sign oracle"))
            return
        raise Undecided(f"a derivative in the claim needs {text}")

    def _written(self, part: Term) -> list[tuple[Term, Term]]:
        """Denominators and bases of negative powers in the claim, as scalars."""
        out = []
        for t in [u for s in (part, *self.premises) for u in s.walk()]:
            below = (
                t.args[1] if t.head == "Div"
                else t.args[0] if t.head == "log" or (t.head == "Pow" and t.args[1].head == "Neg")
                else None
            )  # fmt: skip
            if below is None:
                continue
            try:
                out.append((below, self.reading.scalar(below)))
            except ArithmeticError:
                continue
        return out


def _number(r: Reading, v: Value) -> Value:
    """A 1 x 1 sum of words as the number that it is."""
    one = isinstance(v, Matrix) and v.rows == v.columns == ONE
    return r.as_scalar(v) if one else v


def _divides(a: Algebra, t: Term, w: Term) -> bool:
    k = a.k.scalars
    quotient: Fraction_ = k.of(w) * k.of(t).inverse()
    return quotient.d is None


def proved_definite(t: Term, givens: Givens) -> bool:
    """Whether a matrix is proved symmetric positive definite under the givens."""
    try:
        work = Work(givens, ())
        value = Reading(work.algebra).value(t)
        return isinstance(value, Matrix) and work.algebra.definite(value)
    except (ArithmeticError, Rejected):
        return False


def _pairs(a: Algebra, left: Value, right: Value) -> list[tuple[Matrix, Matrix]]:
    """The blocks that an equation of matrices equates."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Term):
            if one != ZERO or isinstance(other, Term):
                raise Misfit(f"a matrix is compared with the number {write(one)}")
            cells = [other] if isinstance(other, Matrix) else [b for row in other for b in row]
            return [(b, a.k.zero(b.rows, b.columns)) for b in cells]
    assert not isinstance(left, Term) and not isinstance(right, Term)
    if isinstance(left, Matrix) and isinstance(right, Matrix):
        if (left.rows, left.columns) != (right.rows, right.columns):
            raise Misfit("matrices of different shapes are compared")
        return [(left, right)]
    x, y = left, right
    if isinstance(x, Matrix):
        assert isinstance(y, list)
        x = blocks.split(a, x, y) or [[x]]
    if isinstance(y, Matrix):
        y = blocks.split(a, y, x) or [[y]]
    if (len(x), len(x[0])) != (len(y), len(y[0])):
        raise Misfit("block matrices with different blocks are compared")
    return [(p, q) for r, s in zip(x, y, strict=True) for p, q in zip(r, s, strict=True)]


def void(part: Term, givens: Givens, inverted: tuple[Term, ...]) -> Condition:
    """An admissible instance at which both sides have values; integrals stand for numbers."""
    sides = [_without_integrals(s) for s in part.args]
    point = nonvacuous(givens, [t for t in inverted if not _at_a_place(t)], sides)
    if point is None:
        raise Undecided("no admissible matrices were found at which both sides have a value")
    at = ", ".join(f"{name} = {value}" for name, value in point.items())
    return Condition("the claim is not void", "discharged", f"at {at}" if at else "no names")


def _at_a_place(t: Term) -> bool:
    opaque = ("Index", "VolumeIntegral", "W2sq")
    return any(u.head in opaque for u in t.walk()) or components.local(t)


def _without_integrals(t: Term) -> Term:
    if t.head in ("VolumeIntegral", "W2sq", "Integral", "Limit"):
        return add(ONE, neg(Term("Div", (ONE, Term("Integer", (), 7)))))
    return t.rebuild([_without_integrals(u) for u in t.args])
