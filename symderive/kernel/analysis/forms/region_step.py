"""Primitive `form_integral`: the integral of a form over a parametrised region, exactly.

The form is pulled back to the parameters, whose order orients the region; the iterated integral is
then evaluated from the inside by antiderivatives that are handed in and checked, F_1 the innermost,
with G_1 .. the inner values.  Spivak, Calculus on Manifolds, 4-13.

>>> from symderive.terms.reader import read
>>> roles = {"coords": read("(x, y)"), "let_w": read("x*ext_d(y)"), "F_1": read("s/2 + sin(2*s)/4")}
>>> text = "integral(w, map((x, cos(s)), (y, sin(s))), (s, 0, 2*pi)) = pi"
>>> from symderive.terms.context import Context
>>> step = Step(1, PRIMITIVE, read(text, Context(forms=True)), bind=roles)
>>> form_integral(step, (), Givens.of([])).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symderive.kernel.analysis.calculus.smoothness import obstacles
from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.forms import form_components as fc
from symderive.kernel.analysis.forms.coefficients import Coefficients
from symderive.kernel.analysis.forms.form_step import worked
from symderive.kernel.analysis.forms.form_terms import IllTyped, Map, Space
from symderive.kernel.analysis.integrals.antiderivative import evaluate
from symderive.kernel.analysis.ranges.ranges import orientation, sign_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.tree import Term
from symderive.terms.writer import write

PRIMITIVE = "form_integral"
INTEGRAL = "integral"
Range = tuple[str, Term, Term]


@primitive(PRIMITIVE)
def form_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is integral(w, P, (s, a, b), ..) = value; raises Rejected or Undecided."""
    left, value = equation(step.gives, PRIMITIVE)
    body, ranges = pulled_back(left, step.bind, givens)
    found: dict[str, Condition] = {}
    order = nested(ranges)
    if len(order) > 1:
        order_is_free(body, order, givens)
    for n, (name, low, high) in enumerate(order, 1):
        integral = Term("Integral", (body, Term("Symbol", (), name), low, high))
        body = value if n == len(order) else bound(step, f"G_{n}")
        for c in evaluate(integral, body, bound(step, f"F_{n}"), inside(order[n:], givens)):
            found.setdefault(c.text, c)
    if nonvacuous(givens, [], [value]) is None:
        raise Undecided("no admissible point was found at which the value is finite")
    says = "Pulled back to the parameters and integrated by antiderivatives, checked at all ends."
    return Outcome("exact", tuple(found.values()), says, relative=True)


def order_is_free(body: Term, order: Sequence[Range], givens: Givens) -> None:
    """That iterated integrals give the integral over the region; raises Undecided.

    The integrand is continuous on the closed region (Fubini), or of one sign inside (Tonelli).
    """
    within = inside(order, givens)
    finite = all(not infinite(end) for _, low, high in order for end in (low, high))
    if finite:
        closed = inside(order, givens, closed=True)
        try:
            if all(_off(kind, u, closed) for kind, u in obstacles(body)):
                return
        except Undecided:
            pass
    sign = sign_of(body, within)
    if sign not in ("+", "-", "0+", "0-", "0"):
        raise Undecided(f"{write(body)} is neither continuous on the closed region nor of one sign, "
                        "as an iterated integral needs")  # fmt: skip


def _off(kind: str, u: Term, givens: Givens) -> bool:
    sign = sign_of(u, givens)
    return sign == "+" or (kind == "nonzero" and sign in ("-", "!0"))


def nested(ranges: Sequence[Range]) -> list[Range]:
    """Innermost first: a range may depend on parameters that come after it in this order."""
    left, order = list(ranges), []
    while left:
        free = [
            r for r in left if not any(r[0] in a.free | b.free for m, a, b in left if m != r[0])
        ]
        if not free:
            raise Rejected(f"{PRIMITIVE}: the ranges depend on each other")
        # Of several, the last parameter is innermost.
        order.append(free[-1])
        left.remove(free[-1])
    return order


def inside(outer: Sequence[Range], givens: Givens, closed: bool = False) -> Givens:
    """The givens with the outer parameters strictly between their ends, or at them if `closed`."""
    head = "Le" if closed else "Lt"
    for name, low, high in reversed(outer):
        x = Term("Symbol", (), name)
        sign = orientation(low, high, givens)
        if sign in ("-", "0-"):
            low, high = high, low
        if sign in ("+", "-", "0+", "0-"):
            ends = [Term(head, (low, x))] if low.head != "Neg" or low.args[0].head != "oo" else []
            ends += [Term(head, (x, high))] if high.head != "oo" else []
            givens = givens.extended(*ends)
    return givens


def pulled_back(
    t: Term, roles: Mapping[str, Term], givens: Givens
) -> tuple[Term, tuple[Range, ...]]:
    """The integrand over the parameters and their ranges.  Raises Rejected, Undecided."""
    if t.head != "Apply" or t.data[0] != INTEGRAL or len(t.args) < 2:
        raise Rejected(f"{PRIMITIVE}: integral(form, map, (s, a, b), ..) is wanted")
    form, rest = t.args[0], list(t.args[1:])
    region = None if rest[0].head == "Tuple" else rest.pop(0)
    ranges = tuple(_range(r) for r in rest)
    params = tuple(r[0] for r in ranges)
    if len(set(params)) != len(params) or not params:
        raise Rejected(f"{PRIMITIVE}: the parameters are different names, each with its range")

    def job(k: Coefficients) -> Term:
        space = Space(k, roles)
        if region is None:
            chart = ""
            if set(params) - set(space.charts[""]):
                raise IllTyped("without a map the ranges are of coordinates")
            images = tuple(Term("Symbol", (), x) for x in space.charts[""])
        else:
            p = space.value(region)
            if not isinstance(p, Map):
                raise IllTyped(f"{write(region)} is no map")
            chart, images = p.target, p.images
        w = space.form(form, chart)
        if w.degree != len(params) and not w.zero:
            raise IllTyped(f"a form of degree {w.degree} over {len(params)} parameters")
        found = fc.pullback(k, params, space.charts[chart], images, w)
        return k.write(found.parts.get(tuple(range(len(params))), k.nought))

    return worked(job, inside(nested(ranges), givens)), ranges


def _range(t: Term) -> Range:
    if t.head != "Tuple" or len(t.args) != 3 or t.args[0].head != "Symbol":
        raise Rejected(f"{PRIMITIVE}: a range is (s, a, b), not {write(t)}")
    return t.args[0].data, t.args[1], t.args[2]
