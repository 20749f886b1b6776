"""Orders that are no algebra: by tangents of logarithms and exponentials, also under an integral.

Of integrals (or sums) over one range, the combination of their bodies is nowhere negative, and the
claim follows by linearity.

>>> from symderive.terms.reader import read
>>> claim = read("Integral(exp(u(x))*(u(x) - v(x)), (x, 0, 1))"
...              " >= Integral(exp(u(x)), (x, 0, 1)) - Integral(exp(v(x)), (x, 0, 1))")
>>> smooth = Givens.of([read("u is C0"), read("v is C0")])
>>> "integral_of_nonnegative" in [c.step.by for c in search(claim, smooth).checked]
True
"""

from __future__ import annotations

from dataclasses import replace as altered

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.logic.certificate import Judgement, judge
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.methods.tangents import ORDERS, ordered
from symderive.strategy import Trail
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, eq

BINDERS = ("Integral", "Sum")
Weighted = tuple[Term, Term]  # a factor and an integral


def search(claim: Term, givens: Givens) -> Judgement | None:
    """A verified judgement of an order, or None."""
    if claim.head not in ORDERS:
        return None
    trail = Trail(givens, rules())
    bound = any(u.head in (*BINDERS, "Limit", "Product") for u in claim.walk())
    try:
        last = _integrated(claim, trail) if bound else _by_cases(claim, trail)
        if last is None and not bound:
            last = ordered(claim, trail)
        if last is None:
            return None
        found = judge(claim, _pruned(trail, last), givens, rules())
    except (Rejected, Undecided, ArithmeticError, ValueError):
        return None
    return found if found.verdict == "verified" else None


def _by_cases(claim: Term, trail: Trail) -> int | None:
    """The claim where a < b and where a > b, of given a != b."""
    for s in trail.givens.statements:
        if s.head != "Ne":
            continue
        found = []
        for head in ("Lt", "Gt"):
            under = (Term(head, s.args),)
            n = trail.step("algebra", claim, under=under)
            n = ordered(claim, trail, under) if n is None else n
            if n is None:
                break
            found.append(n)
        if len(found) == 2:
            return trail.step("cases", claim, found)
    return None


def _integrated(claim: Term, trail: Trail) -> int | None:
    more, less = claim.args if claim.head in ("Ge", "Gt") else claim.args[::-1]
    parts: list[Weighted] = []
    if not (_collected(more, ONE, parts) and _collected(less, minus(ONE), parts)) or not parts:
        return None
    first = parts[0][1]
    x, *ends = first.args[1:]
    if any(t.head != first.head or list(t.args[2:]) != ends for _, t in parts):
        return None
    bodies = [substitute(t.args[0], {t.args[1].data: x}) for _, t in parts]
    body = plus(*[times(c, f) for (c, _), f in zip(parts, bodies, strict=True)])
    whole = first.rebuild([body, x, *ends])
    head = "Gt" if claim.head in ("Gt", "Lt") else "Ge"
    under = range_of(whole, trail.givens)
    inside = Term(head, (body, ZERO))
    sign = ordered(inside, trail, under, tangents=1)  # a plain attempt may take long, this does not
    if sign is None:
        sign = trail.step("algebra", inside, under=under)
    if sign is None:
        sign = ordered(inside, trail, under)
    if sign is None:
        return None
    total = trail.step("integral_of_nonnegative", Term(head, (whole, ZERO)), (sign,))
    if total is None:
        return None
    uses = [total]
    if not (len(parts) == 1 and whole == first):
        apart = plus(*[times(c, t) for c, t in parts])
        linear = trail.step("linearity", eq(whole, apart))
        if linear is None:
            return None
        sum_ = trail.step("rewrite", Term(head, (apart, ZERO)), (total, linear))
        if sum_ is None:
            return None
        uses = [sum_]
    return trail.step("algebra", claim, uses)


def _collected(t: Term, c: Term, into: list[Weighted]) -> bool:
    """The integrals that are added up in t, with their factors; False where more stands in it."""
    if t.head in BINDERS:
        into.append((c, t))
        return True
    if t == ZERO:
        return True
    if t.head == "Add":
        return all(_collected(a, c, into) for a in t.args)
    if t.head == "Neg":
        return _collected(t.args[0], minus(c), into)
    if t.head == "Div" and not any(u.head in BINDERS for u in t.args[1].walk()):
        return _collected(t.args[0], over(c, t.args[1]), into)
    if t.head == "Mul":
        bound = [a for a in t.args if any(u.head in BINDERS for u in a.walk())]
        if len(bound) == 1:
            rest = [a for a in t.args if a is not bound[0]]
            return _collected(bound[0], times(c, *rest), into)
    return False


def _pruned(trail: Trail, last: int) -> list[Step]:
    """The steps that the last one rests on, numbered anew."""
    needed, stack = set(), [last]
    while stack:
        n = stack.pop()
        if n not in needed:
            needed.add(n)
            stack.extend(trail.checked[n].step.uses)
    number = {n: i + 1 for i, n in enumerate(sorted(needed))}
    return [
        altered(s, n=number[n], uses=tuple(number[u] for u in s.uses))
        for n in sorted(needed)
        for s in (trail.checked[n].step,)
    ]
