"""Integrals that a substitution makes Euler's: beta by its definition, gamma by an antiderivative.

The substitution is taken forwards, t = psi(x), from the beta integral to the one that is asked.
"""

from __future__ import annotations

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.library import rules
from symderive.methods.guesses import read_back
from symderive.methods.integrals import eulerian_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.series import asked
from symderive.terms.substitute import fresh
from symderive.terms.tree import ONE, TWO, ZERO, Term, add, div, eq, mul, sub, symbol
from symderive.terms.writer import write

EULERIAN = eulerian_proposals.__name__
RULE = "beta_integral"
PI = Term("pi")


def eulerian(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value as a multiple of a beta or gamma function."""
    return (by_gamma(routes, integral, under) or by_beta(routes, integral, under)
            or _half_turn(routes, integral, under))  # fmt: skip


def _half_turn(routes: Parameters, integral: Term, under: Under) -> int | None:
    """Powers of sin(x) over (0, pi): twice the integral up to pi/2."""
    body, x, low, high = integral.args
    middle = div(PI, TWO)
    if low != ZERO or high != PI or not any(t.head == "sin" for t in body.walk()):
        return None
    near = integral.rebuild((body, x, ZERO, middle))
    far = integral.rebuild((body, x, middle, PI))
    step, steps = routes.work.step, routes.work.steps
    first = by_beta(routes, near, under)
    if first is None:
        return None
    moved = step("change_of_variables", eq(far, near), [first], under, {"phi": sub(PI, x)})
    second = None if moved is None else routes.put(moved, first, under)
    if second is None:
        return None
    n = step("split", eq(integral, add(near, far)), [first, second], under)
    if n is None:
        return None
    value = mul(TWO, steps[first].gives.args[1])
    for form in [*routes.ask(f"{EULERIAN}:values", write(value), under=under), value]:
        done = step("algebra", eq(integral, form), [n, first, second], under)
        if done is not None:
            return done
    return None


def by_gamma(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """By an antiderivative with the incomplete gamma function."""
    body, x, low, high = integral.args
    givens = without(x.data, routes.givens(under))
    data = (write(body), x.data, write(low), write(high))
    for F in routes.ask(f"{EULERIAN}:gamma_forms", *data, under=under):
        n = routes.work._by_antiderivative(integral, F, under, None, givens)
        if n is not None:
            return n
    return None


def by_beta(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """From the beta integral by t = psi(x)."""
    body, x, low, high = integral.args
    told = routes.work.sorts(routes.givens(under))
    data = (write(body), x.data, write(low), write(high), told)
    for row in asked(routes, f"{EULERIAN}:beta_forms", *data):
        psi, a, b, c = (read_back(t) for t in row)
        if psi is None or a is None or b is None or c is None:
            continue
        n = _from_beta(routes, integral, psi, a, b, c, under)
        if n is not None:
            return n
    return None


def _from_beta(
    routes: Parameters, integral: Term, psi: Term, a: Term, b: Term, c: Term, under: Under
) -> int | None:
    step = routes.work.step
    spoken = integral.free | routes.givens(under).sorts.keys() | {integral.args[1].data}
    t = symbol("t" if "t" not in spoken else fresh("t", spoken))
    bind = {"T": t, "A": a, "B": b}
    whole = rules()[RULE].instance(bind)
    n = step(RULE, whole, (), under, bind)
    if n is None:
        return None
    plain, value = whole.args
    source = plain
    if c != ONE:
        source = plain.rebuild((mul(c, plain.args[0]), *plain.args[1:]))
        value = mul(c, value)
        scaled = step("linearity", eq(source, mul(c, plain)), [n], under)
        put = None if scaled is None else step("rewrite", eq(source, value), [scaled, n], under)
        if put is None:
            return None
        n = put
    assert source.args[2] == ZERO
    moved = step("change_of_variables", eq(source, integral), [n], under, {"phi": psi})
    known = None if moved is None else step("rewrite", eq(integral, value), [n, moved], under)
    if known is None:
        return None
    for form in routes.ask(f"{EULERIAN}:values", write(value), under=under):
        if form == value:
            return known
        done = step("algebra", eq(integral, form), [known], under)
        if done is not None:
            return done
    return known


def from_below(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """A rational integrand, by the antiderivative that vanishes at the lower end.

    It divides by nothing that may vanish for some values of the names and not for others.
    """
    body, x, low, high = integral.args
    if infinite(low) or infinite(high) or len(body.free) < 3:
        return None
    givens = without(x.data, routes.givens(under))
    for F in routes.ask(f"{EULERIAN}:from_below", write(body), x.data, write(low), under=under):
        n = routes.work._by_antiderivative(integral, F, under, None, givens)
        if n is not None:
            return n
    return None
