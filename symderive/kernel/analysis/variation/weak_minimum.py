"""Primitive `weak_minimum`: Legendre's and Jacobi's conditions along an extremal.

On the closed interval P = L_y'y' > 0 along the extremal, and U, bound by the step, is positive with
(P U')' <= Q U for Q = L_yy - (L_yy')': by Sturm's comparison no point is conjugate to the left end, so
the extremal is a weak minimum (Gelfand and Fomin, Calculus of Variations, 1963, Secs. 24-29).  For
several unknowns and higher derivatives the step binds the matrix W of Legendre's transformation; the
values at free ends add theirs.  Under integral constraints this is said of the Lagrangian with its
multipliers, and so of the functional among the functions that satisfy them.  Bound to `of`, -1: of -J,
a weak maximum.

>>> from symderive.kernel.logic.certificate import check_steps
>>> from symderive.terms.reader import read
>>> texts = ("stationary(Integral(y'(x)^2 - y(x)^2, (x, 0, 1)), fixed(y(0), 0), fixed(y(1), 0))",)
>>> first = Step(1, "euler_lagrange_equations", read("y''(x) + y(x) = 0"), bind={"K1": read("-2")})
>>> last = Step(2, WHO, read("y(x) = 0"), (1,), bind={"U": read("cos(x)")})
>>> check_steps([first, last], Givens.of([read(t) for t in texts]))[1].outcome.grade
'cited'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.variation.extremal import satisfied
from symderive.kernel.analysis.variation.second_variation import second_variation
from symderive.kernel.analysis.variation.situation import settled_values, situation, smooth
from symderive.kernel.logic.claims import Checked, Outcome, Step, primitive
from symderive.kernel.logic.givens import Givens

WHO = "weak_minimum"
SOURCE = "Gelfand and Fomin, Calculus of Variations, 1963, Secs. 24-29"


@primitive(WHO)
def weak_minimum(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives, uses and roles as of `extremal`, and U; raises Undecided where a sign is not proved."""
    conditions, candidate = satisfied(step, premises, givens)
    here = situation(step, premises, givens, conditions, candidate)
    settled_values(here.problem)
    smooth(here)
    kept = [c for c in conditions if c.status != "discharged"]  # the others are said before
    out = [*kept, *second_variation(here, step, strict=True)]
    kind = "minimum" if here.sign > 0 else "maximum"
    says = (f"The conditions of Legendre and Jacobi hold on the closed interval, so the extremal "
            f"is a weak {kind} ({SOURCE}).")  # fmt: skip
    unique = {c.text: c for c in out}
    return Outcome("cited", tuple(unique.values()), says, solution=True)
