"""Steps changed at random, the same way each time: what the kernel still accepts must be true.

A valid step loses a hypothesis, gets another witness, or claims something else by a small edit; each
accepted one is judged by mpmath at points of the hypotheses that it has then.
"""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator

import mpmath as mp
import pytest
from mpmath_values import value

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.terms.reader import read
from symderive.terms.tree import BINDERS, Term, integer, neg, symbol
from symderive.terms.writer import write

# primitive | claim | roles | givens
STEPS = """
algebra | sqrt(x^2*y) = x*sqrt(y) | | x > 0; y > 0
algebra | log(x/y) = log(x) - log(y) | | x > 0; y > 0
algebra | x + 1/x >= 2 | | x > 0
algebra | atan(x) + atan(1/x) = pi/2 | | x > 0
antiderivative | Integral(x^a, (x, 0, 1)) = 1/(a + 1) | F: x^(a + 1)/(a + 1) | a > 0
antiderivative | Integral(exp(-a*x), (x, 0, oo)) = 1/a | F: -exp(-a*x)/a | a > 0
antiderivative | Integral(1/(x^2 + a^2), (x, 0, oo)) = pi/(2*a) | F: atan(x/a)/a | a > 0
antiderivative | Integral(1/x, (x, a, b)) = log(b/a) | F: log(x) | a > 0; b > a
antiderivative | Integral(Abs(x - a), (x, 0, 1)) = a^2 - a + 1/2 | F: Abs(x - a)*(x - a)/2 | a > 0; a < 1
limit | Limit((1 - cos(a*x))/x^2, x, 0) = a^2/2 | |
limit | Limit(x^a*log(x), x, 0+) = 0 | | a > 0
telescoping | Sum(1/(k*(k + 1)), (k, 1, n)) = n/(n + 1) | G: -1/k | n is integer; n > 0
telescoping | Sum(a^k, (k, 0, oo)) = 1/(1 - a) | G: -a^k/(1 - a) | a > 0; a < 1
zeta_sum | Sum(1/k^2, (k, 1, oo)) = pi^2/6 | forms: 1/(k + 1)^2 |
moving_limits | Derivative(Integral(x*t, (x, 0, t)), t) = Integral(x, (x, 0, t)) + t*t | |
leibniz | Derivative(Integral(exp(-p*x^2), (x, 0, oo)), p) = Integral(-x^2*exp(-p*x^2), (x, 0, oo)) \
| low: p/2, high: 2*p, G: x^2*exp(-p*x^2/2) | p > 0
frullani | Integral((exp(-a*x) - exp(-b*x))/x, (x, 0, oo)) = log(b/a) | f: exp(-a*x), r: b/a | a > 0; b > 0
change_of_variables | Integral(exp(-a*x), (x, 0, oo)) = Integral(2*u*exp(-a*u^2), (u, 0, oo)) \
| phi: u^2 | a > 0
parts | Integral(x*exp(-a*x), (x, 0, oo)) = 0 + Integral(exp(-a*x)/a, (x, 0, oo)) \
| u: x, v: -exp(-a*x)/a | a > 0
beta_integral | Integral(t^(a - 1)*(1 - t)^(b - 1), (t, 0, 1)) = beta(a, b) \
| T: t, A: a, B: b | a > 1; b > 1
geometric_series | Sum(x^k, (k, 0, oo)) = 1/(1 - x) | K: k, X: x | x > 0; x < 1/2
antiderivative_on | Derivative(x*log(x) - x, x) = log(x) | | x > 0
"""  # fmt: skip
MUTANTS = 16
SECONDS = 2
POOL = [mp.mpf(v) for v in ("1", "0.5", "2", "-1", "0.25", "-0.5", "3", "0", "1.5", "-2", "0.75")]


def rows() -> list[tuple[str, Term, dict[str, Term], list[Term]]]:
    out = []
    for line in STEPS.strip().splitlines():
        by, claim, roles, given = (part.strip() for part in line.split("|"))
        bind = {k.strip(): read(v) for k, v in (r.split(":") for r in roles.split(", ") if r)}
        givens = [read(g) for g in given.split(";") if g.strip()]
        out.append((by, read(claim), bind, givens))
    return out


def judged(by: str, claim: Term, bind: dict[str, Term], given: list[Term]):
    """The judgement on one step; None where the kernel says no."""
    try:
        found = judge(claim, [Step(1, by, claim, bind=bind)], Givens.of(given), rules())
    except (Rejected, ValueError, ArithmeticError):
        return None
    return found if found.verdict == "verified" else None


# --- mutants --------------------------------------------------------------------------------------


def places(t: Term, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Term]]:
    bound = t.head in (*BINDERS, "Derivative")
    for i, a in enumerate(t.args):
        if not (bound and i == 1):
            yield (*path, i), a
            yield from places(a, (*path, i))


def replaced(t: Term, path: tuple[int, ...], new: Term) -> Term:
    if not path:
        return new
    args = list(t.args)
    args[path[0]] = replaced(args[path[0]], path[1:], new)
    return t.rebuild(args)


def edited(t: Term, rng: random.Random) -> Term:
    """One part replaced by a neighbour of it."""
    path, part = rng.choice(list(places(t)))
    if part.head in ("Eq", "Ge", "Tuple"):
        return t
    others = [symbol(n) for n in sorted(t.free - part.free)]
    choices = [neg(part), integer(0), integer(1), *part.args, *others]
    if part.head == "Integer":
        choices += [integer(part.data + 1), integer(2 * part.data)]
    if part.head in ("Div", "Pow"):
        choices.append(part.rebuild(part.args[::-1]))
    if part.head in ("Integral", "Sum"):
        body, x, low, high = part.args
        choices += [part.rebuild((body, x, high, low)), part.rebuild((body, x, low, Term("oo")))]
    return replaced(t, path, rng.choice(choices))


def weakened(given: list[Term], rng: random.Random) -> list[Term]:
    """A hypothesis dropped, made weak, or turned round."""
    if not given:
        return given
    k = rng.randrange(len(given))
    g = given[k]
    turned = {"Gt": ("Ge", "Lt", "Ne"), "Lt": ("Le", "Gt", "Ne")}.get(g.head, ())
    new = rng.choice([None, *turned])
    rest = given[:k] + given[k + 1 :]
    return rest if new is None else [*rest, Term(new, g.args)]


# --- the judge ------------------------------------------------------------------------------------


def points(claim: Term, given: list[Term], excluded: list[Term]) -> Iterator[dict]:
    names = sorted(claim.free.union(*(g.free for g in given if g.head != "Is")))
    whole = {g.args[0].data for g in given if g.head == "Is"}
    whole |= {n for t in claim.walk() if t.head == "Sum" for a in t.args[2:] for n in a.free}
    rng = random.Random(7)
    for _ in range(300):
        point = {n: rng.choice(POOL) for n in names}
        point |= {n: mp.mpf(rng.randint(0, 4)) for n in whole & set(names)}
        orders = [g for g in given if g.head != "Is"]
        try:
            if all(value(g, point) for g in orders) and all(value(t, point) for t in excluded):
                yield point
        except (ArithmeticError, ValueError, TypeError):
            continue


def false_at(claim: Term, given: list[Term], excluded: list[Term]) -> dict | None:
    """A point at which the claim fails for mpmath; None if there is none, or no value."""
    tried = 0
    for point in points(claim, given, excluded):
        if tried >= 3:
            break
        try:
            left, right = (numeric(a, point) for a in claim.args)
        except (ArithmeticError, ValueError, TypeError, KeyError):
            continue
        tried += 1
        gap = abs(left - right)
        wrong = left < right - 1e-6 if claim.head == "Ge" else gap > 1e-3 * (1 + abs(left))
        if wrong:
            return point
    return None


def numeric(t: Term, point: dict):
    """As `value`, with infinite sums, limits, and integrals that are split."""
    if t.head == "Limit":
        step = mp.mpf(10) ** -6 * (-1 if t.data == "-" else 1)
        return value(t.args[0], {**point, t.args[1].data: value(t.args[2], point) + step})
    if t.head == "Sum" and t.args[3].head == "oo":
        body, k, low, _ = t.args
        start = int(value(low, point))
        return mp.nsum(lambda n: value(body, {**point, k.data: n}), [start, mp.inf])
    if t.head == "Integral":
        low, high = (value(a, point) for a in t.args[2:])
        cuts = [low, low + 1, low + 5, high] if mp.isinf(high) and high > 0 else [low, high]
        name = t.args[1].data
        found, error = mp.quad(lambda s: value(t.args[0], {**point, name: s}), cuts, error=True)
        if error > 1e-5 * (1 + abs(found)):
            raise ValueError("no accurate value")
        return found
    if t.head in ("Add", "Neg"):
        parts = [numeric(a, point) for a in t.args]
        return mp.fsum(parts) if t.head == "Add" else -parts[0]
    return value(t, point)


class Late(Exception):
    """A mutant that takes too long is no answer."""


def late(*_: object) -> None:
    raise Late


ROWS = rows()


@pytest.mark.parametrize(
    "number", range(len(ROWS)), ids=[f"{r[0]}-{i}" for i, r in enumerate(ROWS)]
)
def test_an_accepted_mutant_is_true(number: int) -> None:
    """Edits of the claim, the witness and the hypotheses: nothing false goes through."""
    by, claim, bind, given = ROWS[number]
    assert judged(by, claim, bind, given) is not None, f"{by}: {write(claim)}"
    rng = random.Random(number)
    before = signal.signal(signal.SIGALRM, late)
    try:
        for _ in range(MUTANTS):
            new, roles, left = claim, dict(bind), given
            for kind in rng.sample(["claim", "witness", "given"], rng.choice([1, 1, 2])):
                if kind == "claim":
                    new = edited(claim, rng)
                elif kind == "witness" and roles:
                    role = rng.choice(sorted(roles))
                    roles[role] = edited(Term("Tuple", (roles[role],)), rng).args[0]
                elif kind == "given":
                    left = weakened(given, rng)
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                found = judged(by, new, roles, left)
                if found is None:
                    continue
                conditions = found.checked[-1].outcome.conditions
                excluded = [c.excluded for c in conditions if c.status == "presupposed"]
                fails = false_at(new, left, [t for t in excluded if t is not None])
            except Late:
                continue
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            assert fails is None, f"{by}: {write(new)} under {[write(g) for g in left]}: {fails}"
    finally:
        signal.signal(signal.SIGALRM, before)
