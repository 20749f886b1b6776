"""Primitives `congruence` and `differentiation`: an equation used under a binder, on its range.

congruence: f = g at every value that x takes, so Integral(f) = v follows from Integral(g) = v;
sums, products and limits likewise.  differentiation: A = B on an open set of t is differentiated.

>>> from symderive.kernel.logic.claims import Step
>>> from symderive.terms.reader import read
>>> none = Givens.of([])
>>> under = read("0 < x and x < 1")
>>> def known(n, text, under=()):
...     return Checked(Step(n, "algebra", read(text), under=under), Outcome("exact"), none)
>>> same = known(1, "Abs(x) = x", under.args)
>>> value = known(2, "Integral(x, (x, 0, 1)) = 1/2")
>>> claim = read("Integral(Abs(x), (x, 0, 1)) = 1/2")
>>> congruence(Step(3, "congruence", claim), (same, value), none).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.continuity.intervals import flat, infinite
from symderive.kernel.analysis.discharge import carried, standing
from symderive.kernel.analysis.ranges.ranges import nonzero, orientation, said, sign_of
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
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import summation_names
from symderive.terms.substitute import alpha_equal, substitute
from symderive.terms.tree import ONE, Term, add, integer, neg, sub, symbol

BINDERS = ("Integral", "Sum", "Product", "Limit")
FAR = integer(20)
_OPEN = frozenset(("Lt", "Gt", "Ne"))
_OPEN_WORDS = frozenset(("real", "positive", "negative", "nonzero"))
# Real and continuous wherever they have a value at real arguments, that place being an open set.
_CONTINUOUS = frozenset("Integer Symbol Neg Add Mul Div pi E exp sin cos tan sinh cosh tanh "
                        "atan erf Abs EulerGamma Catalan GoldenRatio".split())  # fmt: skip


def range_of(t: Term, givens: Givens) -> tuple[Term, ...]:
    """What may be supposed of the bound name: where an integral or a sum runs, near a limit.

    Raises Undecided where the order of the ends of an integral is not known.
    """
    x = t.args[1]
    if t.head == "Limit":
        whole = infinite(t.args[2]) and x.data in summation_names([t.args[0]])
        # A name that bounds a sum is an integer: the limit of a sequence.
        kind = (Term("Is", (x, symbol("integer"))),) if whole else ()
        return (*kind, *_near(x, t.args[2], t.data))
    low, high = t.args[2:]
    if t.head in ("Sum", "Product"):
        if infinite(low) or infinite(high) < 0:
            raise Undecided(f"not proved: {said(t)} has a first index")
        inside = [] if infinite(high) else [Term("Le", (x, high))]
        return (Term("Is", (x, symbol("integer"))), Term("Le", (low, x)), *inside)
    sign = orientation(low, high, givens)
    if sign in ("-", "0-"):
        low, high = high, low
    elif sign not in ("+", "0+"):
        raise Undecided(f"the order of {said(low)} and {said(high)} is not known")
    above = [] if infinite(low) else [Term("Lt", (low, x))]
    below = [] if infinite(high) else [Term("Lt", (x, high))]
    return (*above, *below)


def _near(x: Term, point: Term, side: str) -> tuple[Term, ...]:
    if infinite(point) > 0:
        return (Term("Lt", (FAR, x)),)
    if infinite(point) < 0:
        return (Term("Lt", (x, neg(FAR))),)
    right = (Term("Lt", (point, x)), Term("Lt", (x, add(point, ONE))))
    left = (Term("Lt", (sub(point, ONE), x)), Term("Lt", (x, point)))
    if side != "+-":
        return right if side == "+" else left
    return (Term("Ne", (x, point)), left[0], right[1])


@primitive("congruence")
def congruence(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (f = g under the range of x, Integral(g, ..) = v); gives Integral(f, ..) = v."""
    if len(premises) != 2:
        raise Rejected("congruence: two premises are wanted, f = g and the value with g")
    inner, outer = premises
    left, value = equation(step.gives, "congruence")
    known, v = equation(outer.gives, "congruence")
    if left.head not in BINDERS or known.head != left.head or known.data != left.data:
        raise Rejected("congruence: an integral, sum, product or limit of each side is wanted")
    if v != value or known.args[2:] != left.args[2:]:
        raise Rejected("congruence: the limits and the value are those of the second premise")
    f, g = equation(inner.gives, "congruence")
    x = known.args[1]
    if not same_body(f, left, x) or not same_body(g, known, x):
        raise Rejected("congruence: the first premise equates the two bodies, in the bound name "
                       f"of the second ({said(x)})")  # fmt: skip
    if not set(outer.step.under) <= set(step.under):
        raise Rejected("congruence: the value holds under hypotheses that this step does not carry")
    named_apart(x.data, left, value, givens.statements)
    runs_forwards(left, givens)
    ranged = left.rebuild([f, x, *left.args[2:]])
    allowed = {*range_of(ranged, givens), *step.under}
    local = [h for s in inner.step.under for h in flat(Givens.of([s]))]
    foreign = [h for h in local if h not in allowed]
    if foreign:
        raise Rejected(f"congruence: {said(foreign[0])} is not known of the range of {said(x)}")
    real = left.head == "Integral" or (left.head == "Limit" and not infinite(left.args[2]))
    if real and x.data in summation_names([f, g]):
        raise Undecided(f"{said(x)} bounds a sum, and runs over real numbers here")
    kept = carried_inside(premises, x.data, step.gives, givens)
    return Outcome("exact", tuple(kept), "The bodies agree on the range.")


def same_body(body: Term, t: Term, x: Term) -> bool:
    own = substitute(t.args[0], {t.args[1].data: x})
    return alpha_equal(body, own) and (t.args[1] == x or x.data not in t.args[0].free)


def named_apart(name: str, left: Term, value: Term, statements: Sequence[Term]) -> None:
    outside = (value, *left.args[2:], *statements)
    if any(name in t.free or name in t.functions for t in outside):
        raise Rejected(f"{name} is bound and also stands outside: rename it")


def runs_forwards(t: Term, givens: Givens) -> None:
    """A finite sum runs forwards: the other convention has indices outside the range."""
    if t.head in ("Sum", "Product") and not infinite(t.args[3]):
        low, high = t.args[2:]
        if sign_of(add(sub(high, low), ONE), givens) not in ("+", "0+", "0"):
            raise Undecided(f"not proved: {said(high)} >= {said(low)} - 1")


def carried_inside(
    premises: Sequence[Checked], name: str, claim: Term, givens: Givens
) -> list[Condition]:
    """What the premises presuppose; a divisor of the first one must not vanish on the range of x."""
    out: dict[str, Condition] = {}
    for p in premises:
        for c in p.outcome.conditions:
            if c.status != "presupposed" and c.settled:
                continue
            if c.excluded is None or not c.settled:
                raise Undecided(f"not proved: {c.text}")
            if p is premises[0] and name in c.excluded.free:
                how = nonzero(c.excluded, p.givens)
                if how is None:
                    raise Undecided(f"not proved on the range of {name}: {c.text}")
                out[c.text] = Condition(c.text, "discharged", how)
            else:
                out |= {k.text: k for k in standing([c], (claim,), givens)}
    return list(out.values())


@primitive("differentiation")
def differentiation(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (A = B,); gives Derivative(A, t..) = Derivative(B, t..), A = B on an open set of t."""
    if len(premises) != 1:
        raise Rejected("differentiation: one premise is wanted, the equation")
    left, right = equation(step.gives, "differentiation")
    a, b = equation(premises[0].gives, "differentiation")
    if left.head != "Derivative" or right.head != "Derivative":
        raise Rejected("differentiation: two derivatives are wanted")
    if left.args[1:] != right.args[1:] or left.data != right.data:
        raise Rejected("differentiation: both sides are differentiated alike")
    if not (alpha_equal(left.args[0], a) and alpha_equal(right.args[0], b)):
        raise Rejected("differentiation: the sides of the premise are differentiated")
    open_in({t.data for t in left.args[1:]}, [a, b], givens)
    kept = carried(premises, (a, b), givens)
    for c in kept:
        if c.excluded is None or not (_continuous(c.excluded) or nonzero(c.excluded, givens)):
            raise Undecided(f"differentiation: {c.text} is not seen to hold on an open set")
    return Outcome("exact", tuple(kept), "An equation on an open set is differentiated.")


def open_in(names: set[str], terms: Sequence[Term], givens: Givens) -> None:
    """Raises Undecided unless the names are real and the givens hold on an open set of them."""
    integers = summation_names(terms)
    for name in sorted(names):
        if givens.sort(name).domain != "real" or name in integers:
            raise Undecided(f"a derivative is wanted in {name}, which is no real number")
    for s in flat(givens):
        if names & (s.free | s.functions) and not _is_open(s):
            raise Undecided(f"{said(s)} holds on no open set, or is not seen to")


def _is_open(s: Term) -> bool:
    """Whether the values at which a given holds are seen to be an open set."""
    if s.head == "In":
        return bool(s.args[1].data == "()") and _continuous(s)
    if s.head == "Is":
        word = s.args[1]
        return word.head == "Symbol" and word.data in _OPEN_WORDS and _continuous(s.args[0])
    return s.head in _OPEN and all(_continuous(a) for a in s.args)


def _continuous(t: Term) -> bool:
    heads = {u.head for u in t.walk() if not _root(u)} - {"In", "Interval", "oo"}
    return heads <= _CONTINUOUS


def _root(t: Term) -> bool:
    """A natural power, or a root or logarithm of what holds no variable."""
    if t.head == "Pow":
        return t.args[1].head == "Integer" or not t.free
    return t.head in ("sqrt", "log", "gamma") and not t.free
