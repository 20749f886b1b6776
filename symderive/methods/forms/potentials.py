"""Potentials of closed forms: homotopy, scaling, integration coordinate by coordinate; periods else.

Whatever is proposed, the kernel differentiates it and looks at where it is smooth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import isqrt

from symderive.kernel.analysis.calculus.tidy import times
from symderive.kernel.analysis.forms import form_components as fc
from symderive.kernel.analysis.forms.coefficients import Coefficients, Fraction_
from symderive.kernel.analysis.forms.form_components import Form, Index, Vector
from symderive.kernel.analysis.forms.form_step import PRIMITIVE, term_of
from symderive.kernel.analysis.forms.form_terms import Space
from symderive.kernel.analysis.forms.potential_step import potential, standard
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens, constant
from symderive.methods.forms.integrals import integral_step
from symderive.methods.forms.primitives import candidates
from symderive.terms.tree import (
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    eq,
    integer,
    mul,
    neg,
    pow_,
    rational,
    sub,
    symbol,
)

# What a smooth real potential is not written with; SymPy has another branch to offer.
_ROUGH = frozenset(["I", "Abs", "sign", "Piecewise", "arg", "re", "im"])
STOPS = (Rejected, ArithmeticError, ValueError)


def potential_steps(w: Term, roles: dict[str, Term], givens: Givens) -> list[Step]:
    """Steps that end in w = d(P), in a period that is not zero, or in d(w) != 0.  Raises Undecided."""
    own = {r: t for r, t in roles.items() if r != "domain"}
    dw = Term("ext_d", (w,))
    if not _closed(w, roles, givens):
        return [Step(1, PRIMITIVE, Term("Ne", (dw, ZERO)), bind=own)]
    closed = Step(1, PRIMITIVE, eq(dw, ZERO), bind=own)
    reason = "no potential was found"
    for source in (plain_proposals, proposals):
        if source is proposals and _singular(w, roles, givens):
            found = _by_period(w, closed, roles, givens)
            if found is not None:
                return found
        for p in source(w, roles, givens):
            step = Step(2, "potential", eq(w, Term("ext_d", (p,))), bind=roles)
            try:
                potential(step, (), givens)
            except STOPS as no:
                reason = f"no potential on the whole domain was found ({no})"
                continue
            return [closed, step]
    raise Undecided(reason)


def _by_period(w: Term, closed: Step, roles: dict[str, Term], givens: Givens) -> list[Step] | None:
    """Steps to a period that is not zero, over a unit circle or sphere."""
    own = closed.bind
    for t, more in cycles(w, roles, givens):
        with suppress(*STOPS):
            value = integral_step(2, t, dict(own), givens)
            if value.gives.args[1] != ZERO:
                last = Step(3, "period", Term("Ne", (t, ZERO)), (1, 2), roles | more)
                steps = [closed, value, last]
                check_steps(steps, givens, None, roles)
                return steps
    return None


def _singular(w: Term, roles: dict[str, Term], givens: Givens) -> bool:
    """Whether the form divides by something that may vanish: else it has no periods."""
    k = Coefficients(givens)
    k.run(lambda: Space(k, roles).form(w, ""))
    return any(t.free for t in k.inverted)


def _closed(w: Term, roles: dict[str, Term], givens: Givens) -> bool:
    from symderive.kernel.analysis.forms.form_step import form_components

    try:
        form_components(Step(1, PRIMITIVE, eq(Term("ext_d", (w,)), ZERO), bind=roles), (), givens)
    except Undecided:
        return False
    return True


def plain_proposals(w: Term, roles: dict[str, Term], givens: Givens) -> Iterator[Term]:
    """Potentials by the homotopy operator, and by scaling."""
    for attempt in (_by_homotopy, _by_scaling, _by_logarithm):
        k = Coefficients(givens)
        with suppress(*STOPS):
            yield k.run(partial(_termed, k, roles, w, attempt))
    yield from _with_angle(w, roles, givens)


def _with_angle(w: Term, roles: dict[str, Term], givens: Givens) -> Iterator[Term]:
    """On a slit plane: a multiple of the angle, and a potential of what is left."""
    domain = roles.get("domain")
    coords = [s.data for s in roles["coords"].args]
    if domain is None or len(coords) != 2 or all(t.head != "sqrt" for t in domain.walk()):
        return
    slit = next(r.args[1] for r in domain.args if r.head == "Lt")  # sqrt(x^2 + y^2) + x
    across = next(x for x in coords if symbol(x) != slit.args[1])
    along = slit.args[1]
    own = {r: t for r, t in roles.items() if r != "domain"}
    t, _ = next(iter(cycles(w, own, givens)))
    with suppress(*STOPS):
        turns = div(integral_step(1, t, own, givens).gives.args[1], mul(TWO, Term("pi")))
        rest = _tidy_form(sub(w, mul(turns, _angle_form(coords))), roles, givens)
        angle = call("atan", div(symbol(across), slit))
        twice = mul(TWO if along == symbol(coords[0]) else neg(TWO), turns)
        part = times(_tidy_form(twice, roles, givens), angle)  # its denominator says where
        if rest == ZERO:
            yield part
        else:
            for p in proposals(rest, own, givens):
                yield add(p, part)


def _angle_form(coords: Sequence[str]) -> Term:
    x, y = map(symbol, coords)
    below = add(pow_(x, TWO), pow_(y, TWO))
    return div(sub(mul(x, Term("ext_d", (y,))), mul(y, Term("ext_d", (x,)))), below)


def _tidy_form(t: Term, roles: dict[str, Term], givens: Givens) -> Term:
    k = Coefficients(givens)
    return k.run(lambda: _termed(k, roles, t, lambda k, c, a: a))


def proposals(w: Term, roles: dict[str, Term], givens: Givens) -> Iterator[Term]:
    """Potentials by integration, coordinate by coordinate."""
    coords = [s.data for s in roles["coords"].args]
    orders = [list(range(len(coords))), list(range(len(coords)))[::-1]]
    if len(coords) == 3:
        orders += [[1, 0, 2], [2, 0, 1], [0, 2, 1], [1, 2, 0]]
    for order in orders:
        k = Coefficients(givens)
        with suppress(*STOPS):
            attempt = partial(_by_coordinates, order=order, givens=givens)
            yield k.run(partial(_termed, k, roles, w, attempt))


Attempt = Callable[[Coefficients, Sequence[str], Form], Form]


def _termed(k: Coefficients, roles: dict[str, Term], w: Term, attempt: Attempt) -> Term:
    space = Space(k, roles)
    coords = space.charts[""]
    found = attempt(k, coords, space.form(w, ""))
    return term_of(k, coords, found)


def _by_homotopy(k: Coefficients, coords: Sequence[str], a: Form) -> Form:
    return fc.homotopy(k, coords, a)


def _by_scaling(k: Coefficients, coords: Sequence[str], a: Form) -> Form:
    """L_E a = c a with the radial field E gives a = d(i_E a)/c."""
    radial = Vector(tuple(k.symbol(x) for x in coords))
    along = fc.lie(k, coords, radial, a)
    ratios = {k.over(along.parts.get(i, k.nought), f).key: k.over(along.parts.get(i, k.nought), f)
              for i, f in a.parts.items()}  # fmt: skip
    if len(ratios) != 1:
        raise ArithmeticError("not homogeneous")
    (ratio,) = ratios.values()
    if not ratio.constant():
        raise ArithmeticError("of degree zero")
    return fc.scale(k, k.inverse(ratio), fc.interior(k, radial, a))


def _by_logarithm(k: Coefficients, coords: Sequence[str], a: Form) -> Form:
    """For a top form with L_E a = 0: a = d(log|x| i_E a)."""
    radial = Vector(tuple(k.symbol(x) for x in coords))
    if a.degree != len(coords) or not fc.lie(k, coords, radial, a).zero:
        raise ArithmeticError("not of degree zero")
    square = k.add(*[k.mul(x, x) for x in radial.parts])
    log = k.mul(k.number(1, 2), k.read(Term("log", (k.write(square),))))
    return fc.scale(k, log, fc.interior(k, radial, a))


def _by_coordinates(
    k: Coefficients, coords: Sequence[str], a: Form, order: Sequence[int], givens: Givens
) -> Form:
    """Integrate what contains dx_m in x_m, subtract its derivative, go on with the next coordinate."""
    p = a.degree - 1
    out = Form(p, {})
    rest = a
    for m in order:
        terms: dict[Index, list[Fraction_]] = {}
        for i, f in rest.parts.items():
            if m not in i:
                continue
            s = i.index(m)
            g = _integrated(k, f, coords[m], givens)
            terms[i[:s] + i[s + 1 :]] = [g if s % 2 == 0 else -g]
        part = fc.collected(k, p, terms)
        out = fc.add(k, out, part)
        rest = fc.add(k, rest, fc.scale(k, -k.one, fc.d(k, coords, part)))
    return out


def _integrated(k: Coefficients, f: Fraction_, name: str, givens: Givens) -> Fraction_:
    term = k.write(f)
    for candidate in candidates(term, name, givens):
        if any(t.head in _ROUGH for t in candidate.walk()):
            continue
        with suppress(ArithmeticError):
            g = k.read(candidate)
            if k.add(k.derivative(g, name), -f).zero:
                return g
    raise ArithmeticError(f"no antiderivative in {name} was found")


Cycle = tuple[Term, dict[str, Term]]


def cycles(w: Term, roles: dict[str, Term], givens: Givens) -> Iterator[Cycle]:
    """Integrals of w over circles and spheres round what the domain leaves out, with their roles."""
    coords = [s.data for s in roles["coords"].args]
    k = Coefficients(givens)
    degree = k.run(lambda: Space(k, roles).form(w, "").degree)
    params = ["s"] if degree == 1 else ["s", "t"]
    params = [p if p not in coords and p not in w.free else f"{p}_1" for p in params]
    for center, radii in _centers(coords, roles, k):
        for around in combinations(coords, degree + 1):
            with suppress(Rejected):
                region = standard(coords, around, params, center, radii)
                more = {}
                if any(c != ZERO for c in center):
                    more["center"] = Term("Tuple", center)
                if any(r != ONE for r in radii):
                    more["radii"] = Term("Tuple", radii)
                name = ("integral", (0,) * (1 + len(region)))
                yield Term("Apply", (w, *region), name), more


def _centers(
    coords: Sequence[str], roles: dict[str, Term], k: Coefficients
) -> Iterator[tuple[tuple[Term, ...], tuple[Term, ...]]]:
    """Centers with radii: what is removed from the domain, then the shapes of denominators."""
    n = len(coords)
    domain = roles.get("domain")
    relations = () if domain is None else domain.args if domain.head == "And" else (domain,)
    points = [tuple(_center(r, x) for x in coords) for r in relations if r.head == "Ne"]
    for t in k.inverted:  # a x^2 + b y^2: the ellipse on which it is constant
        squares = {}
        for p in t.args if t.head == "Add" else ():
            c, power = p.args if p.head == "Mul" and len(p.args) == 2 else (ONE, p)
            if power.head == "Pow" and power.args[1] == TWO and power.args[0].head == "Symbol":
                root = _rational_root(constant(c))
                if root is not None:
                    squares[power.args[0].data] = rational(root.denominator, root.numerator)
        if len(squares) >= 2 and any(r != ONE for r in squares.values()):
            yield (ZERO,) * n, tuple(squares.get(x, ONE) for x in coords)
    for center in dict.fromkeys([*points, (ZERO,) * n]):
        yield center, (ONE,) * n
        for r in (rational(1, 2), rational(3, 2), integer(2)):
            if len(relations) > 1 or (relations and relations[0].head != "Ne"):
                yield center, (r,) * n


def _center(relation: Term, name: str) -> Term:
    """The coordinate of the point at which a sum of squares vanishes."""
    for t in relation.args[0].walk():
        if t.head == "Add" and len(t.args) == 2 and t.args[0] == symbol(name):
            other = t.args[1]
            if constant(other) is not None:
                return other.args[0] if other.head == "Neg" else Term("Neg", (other,))
    return ZERO


def _rational_root(q: Fraction | None) -> Fraction | None:
    if q is None or q <= 0:
        return None
    p, r = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(p, r) if p * p == q.numerator and r * r == q.denominator else None
