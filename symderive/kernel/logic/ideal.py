"""Consequences of given equations: membership in the ideal of equations and relations.

What vanishes wherever the equations and relations do, and known nonzero elements do not, is tested by
a Groebner basis with one inverse adjoined (Rabinowitsch's trick).  A basis that grows over the caps
answers "no".  (Cox, Little, O'Shea, Ideals, Varieties, and Algorithms, 4.2.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import Ordering, fmpq_mpoly, fmpz, fmpz_mpoly_ctx, fmpz_mpoly_vec

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm

LIMITS = (60, 400, 4_000)  # polynomials in the basis, terms in each, bits of a coefficient
STRICT = ("+", "-", "!0")


def vanishes(nf: NormalForm, p: fmpq_mpoly) -> bool:
    """Whether p is zero at every admissible point, because the given equations hold there."""
    if not nf.equations:
        return False
    t = nf.tower
    ctx = fmpz_mpoly_ctx.get([f"g{i}" for i in range(t.ctx.nvars() + 1)], Ordering.degrevlex)
    used = _support(nf.equations) | _support([p])
    polys = list(nf.equations)
    for lead, value in t.relations:
        if not any(i in used for i, _ in lead):
            continue
        product = t.one
        for i, k in lead:
            product = product * t.poly(t.generators[i]) ** k
        polys.append((product - value).n)
    # A relation may bring generators whose own relations are needed.
    inverse = ctx.constant(1)
    for i in sorted(_support(polys)):
        if t.generators[i].sign in STRICT:
            inverse = inverse * ctx.gens()[i]
    for f in nf.nonzero:
        inverse = inverse * _integral(f, ctx)
    basis = [_integral(q, ctx) for q in polys]
    basis.append(ctx.gens()[-1] * inverse - 1)
    found, complete = fmpz_mpoly_vec(basis, ctx).buchberger_naive(limits=LIMITS)
    del complete  # even an incomplete basis consists of members of the ideal
    return bool(_integral(p, ctx).reduction_primitive_part(found).is_zero())


def _support(polys: list[fmpq_mpoly]) -> set[int]:
    return {i for p in polys for i, k in enumerate(p.degrees()) if k}


def _integral(p: fmpq_mpoly, ctx: Any) -> Any:
    """p with denominators cleared, in the integral context."""
    common = fmpz(1)
    for c in p.coeffs():
        common = common * c.q // common.gcd(c.q)
    return ctx.from_dict(
        {(*(int(e) for e in m), 0): fmpz(int((c * common).p)) for m, c in p.to_dict().items()}
    )
