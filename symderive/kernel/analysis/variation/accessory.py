"""The second variation made nonnegative at every point: Legendre's transformation with a matrix W.

With z the derivatives of the unknowns below the highest, w the highest, and h a variation, the
integrand of the second variation is a quadratic form in (z, w); adding the derivative of z.W z
changes the integral by its values at the ends only.  If P, the part in w, is positive definite and
S = Q - B P^-1 B', what is left by completing the square, is positive semidefinite, the second variation
is not negative; it vanishes only where w = -P^-1 B' z, so at z = 0 alone where z is fixed at an end.
Riccati's equation S = 0 is Jacobi's for U: W = -(momenta of U) U^-1.  Gelfand and Fomin, Calculus of
Variations, 1963, Secs. 24-29; Coppel, Disconjugacy, 1971, Ch. 2, for higher order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import prove_sign, said
from symderive.kernel.analysis.variation.convexity import nonnegative, reason
from symderive.kernel.analysis.variation.functional import Functional
from symderive.kernel.logic.claims import Condition, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term

MAX_NAMES = 6
Matrix = list[list[Term]]
Jet = tuple[str, int]


@dataclass(frozen=True)
class Form:
    """A quadratic form in jets of a variation along an extremal, on a closed interval."""

    problem: Functional
    low: Term
    high: Term
    local: Givens  # the variable in the closed interval
    hessian: Matrix  # at the extremal, by `jets`
    jets: tuple[Jet, ...]
    known: frozenset[str]  # names that W may contain, beside the variable

    @property
    def lower(self) -> list[Jet]:
        return [j for j in self.jets if j not in self.tops]

    @property
    def tops(self) -> list[Jet]:
        highest = {u: max(k for v, k in self.jets if v == u) for u, _ in self.jets}
        return [(u, k) for u, k in self.jets if highest[u] == k]


def jets_of(problem: Functional, whole: Term) -> tuple[Jet, ...]:
    """All jets up to the highest of every unknown, lower ones that do not occur among them."""
    out: list[Jet] = []
    for u in problem.unknowns:
        highest = max((o[0] for v, o in problem.jets.of(whole) if v == u), default=0)
        out += [(u, k) for k in range(highest + 1)]
    if len(out) > MAX_NAMES:
        raise Undecided(f"a second variation in {len(out)} jets is not tried")
    return tuple(out)


def transformed(form: Form, step: Step) -> list[Condition]:
    """Legendre's condition and S >= 0, with W as the step binds it; W is C1 on the closed interval."""
    weights, out = weights_of(form, step), list[Condition]()
    place = {j: i for i, j in enumerate(form.jets)}
    whole = [list(row) for row in form.hessian]

    def add(a: Jet, b: Jet, t: Term) -> None:
        i, j = place[a], place[b]
        whole[i][j] = tidied(plus(whole[i][j], t))

    for i, a in enumerate(form.lower):
        for j, b in enumerate(form.lower):
            add(a, b, _slope(form, weights[i][j], out))
            up = (b[0], b[1] + 1)  # z.W z' twice, once for each order of the factors
            add(a, up, weights[i][j])
            add(up, a, weights[i][j])
    tops, lower = [place[j] for j in form.tops], [place[j] for j in form.lower]
    out += definite(form, [[whole[i][j] for j in tops] for i in tops])
    top = [[whole[i][j] for j in tops] for i in tops]
    mixed = [[whole[i][j] for j in tops] for i in lower]
    size = determinant(top)
    if lower:
        left = [[tidied(plus(times(size, whole[i][j]), minus(_through(mixed[a], top, mixed[b]))))
                 for b, j in enumerate(lower)] for a, i in enumerate(lower)]  # fmt: skip
        out += [_jacobi(c) for c in nonnegative(left, form.local, step.by)]
    return out


def _jacobi(c: Condition) -> Condition:
    return Condition(f"Jacobi: {c.text}, a minor of S", c.status, c.how)


def definite(form: Form, rows: Matrix) -> list[Condition]:
    """Strengthened Legendre: the leading principal minors are positive on the closed interval."""
    out = []
    for k in range(1, len(rows) + 1):
        minor = tidied(determinant([row[:k] for row in rows[:k]]))
        text = f"Legendre: {said(minor)} > 0 on [{said(form.low)}, {said(form.high)}]"
        found = prove_sign(minor, form.local)
        if found is None or found[0] != "+":
            raise Undecided(f"not proved: {text}")
        out.append(Condition(text, "discharged", reason(minor, found[1])))
    return out


def _through(a: Sequence[Term], top: Matrix, b: Sequence[Term]) -> Term:
    """a . adj(P) b."""
    n = len(top)
    parts = []
    for i in range(n):
        for j in range(n):
            inner = [[top[r][c] for c in range(n) if c != i] for r in range(n) if r != j]
            cofactor = determinant(inner) if inner else Term("Integer", (), 1)
            part = times(a[i], cofactor, b[j])
            parts.append(part if (i + j) % 2 == 0 else minus(part))
    return plus(*parts)


def weights_of(form: Form, step: Step) -> Matrix:
    """W by its entries W11, W12, .. in the order of the jets; an entry that is not bound is zero."""
    n = len(form.lower)
    names = {f"W{i + 1}{j + 1}" for i in range(n) for j in range(i, n)}
    if extra := sorted(k for k in step.bind if k.startswith("W") and k not in names):
        raise Rejected(f"{step.by}: {extra[0]} is no entry of W")
    rows = [[step.bind.get(f"W{min(i, j) + 1}{max(i, j) + 1}", ZERO) for j in range(n)]
            for i in range(n)]  # fmt: skip
    (x,) = form.problem.variables
    for row in rows:
        for t in row:
            if not t.free <= form.known | {x} or t.functions:
                raise Rejected(f"{step.by}: W is a function of {x} and the constants")
    return rows


def _slope(form: Form, t: Term, out: list[Condition]) -> Term:
    """The derivative by the variable; the term is C1 on the closed interval."""
    (x,) = form.problem.variables
    if t == ZERO:
        return ZERO
    try:
        slope, needs = differentiate(t, x, form.local)
    except Refused as why:
        raise Undecided(str(why)) from None
    for n in needs:
        found = holds(n, form.local)
        if not found.settled:
            raise Undecided(f"not proved: {found.text}")
        out.append(found)
    base = Givens.of([s for s in form.local.statements if x not in s.free])
    for part in (t, slope):
        for c in continuous_on(part, x, form.low, form.high, base, closed=(True, True)):
            if not c.settled:
                raise Undecided(f"not proved: {said(part)} is continuous: {c.text}")
    return tidied(slope)


def at_ends(
    form: Form, weights: Matrix, cost: Callable[[tuple[Jet, Term], tuple[Jet, Term]], Term], who: str,
    *, strict: bool,
) -> list[Condition]:  # fmt: skip
    """The values at the ends that may vary: the Hessian of the cost with W added at the lower end and
    taken away at the upper one.  `strict`: and the second variation vanishes for no variation."""
    problem = form.problem
    (x,) = problem.variables
    fixed = {(d.unknown, d.orders[0], d.at[0]) for d in problem.data}
    loose = [(j, end) for end in (form.low, form.high) for j in form.lower
             if (*j, end) not in fixed]  # fmt: skip
    if not loose:
        return []
    rows: Matrix = []
    for a, end in loose:
        row = []
        for b, other in loose:
            t = cost((a, end), (b, other))
            if end == other:
                w = weights[form.lower.index(a)][form.lower.index(b)]
                w = substitute(w, {x: end})
                t = plus(t, w if end == form.low else minus(w))
            row.append(tidied(t))
        rows.append(row)
    base = Givens.of([s for s in form.local.statements if x not in s.free])
    out = [Condition(f"at the free ends: {c.text}", c.status, c.how)
           for c in nonnegative(rows, base, who)]  # fmt: skip
    rigid = any(all((*j, end) in fixed for j in form.lower) for end in (form.low, form.high))
    if strict and not rigid:
        for k in range(1, len(rows) + 1):
            minor = tidied(determinant([row[:k] for row in rows[:k]]))
            found = prove_sign(minor, base)
            if found is None or found[0] != "+":
                raise Undecided(f"{who}: not proved at the free ends: {said(minor)} > 0")
    return out


def weight_of(u: Term, top: Term, mixed: Term, slope: Term) -> Term:
    """W for one unknown and its first derivative, from a solution U of Jacobi's inequality."""
    return tidied(minus(over(plus(times(top, slope), times(mixed, u)), u)))
