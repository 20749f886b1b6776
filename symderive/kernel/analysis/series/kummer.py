"""Primitive `kummer`: Sum(log(k)*sin(2*pi*k*X)/k, (k, 1, oo)) by the logarithm of gamma, 0 < X < 1.

Kummer's Fourier series: the sum is pi times loggamma(X) + (X - 1/2)*(EulerGamma + log 2)
+ (X - 1)*log(pi) + log(sin(pi*X))/2 (Andrews, Askey and Roy, Special Functions, Thm 1.7.1).  It
converges by Dirichlet's test.

>>> from symderive.terms.reader import read
>>> value = write(value_of(read("1/4")))
>>> claim = read(f"Sum(log(k)*sin(pi*k/2)/k, (k, 1, oo)) = {value}")
>>> kummer(Step(1, WHO, claim, bind={"X": read("1/4")}), (), Givens()).grade
'cited'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.integrals.convergence import alive
from symderive.kernel.analysis.ranges.ranges import said, sign_of
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
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, Term, sub
from symderive.terms.writer import write

WHO = "kummer"
TERM = read("log(n)*sin(2*pi*n*u)/n")
VALUE = read("pi*(loggamma(u) + (u - 1/2)*(EulerGamma + log(2)) + (u - 1)*log(pi) "
             "+ log(sin(pi*u))/2)")  # fmt: skip


def value_of(X: Term) -> Term:
    """The sum, as a term."""
    return substitute(VALUE, {"u": X})


@primitive(WHO)
def kummer(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Sum(f, (k, 1, oo)) = V with f = log(k)*sin(2*pi*k*X)/k; bind X."""
    total, value = equation(step.gives, WHO)
    if total.head != "Sum" or total.args[2] != ONE or infinite(total.args[3]) < 1:
        raise Rejected(f"{WHO}: a sum from 1 to oo stands on the left")
    body, k = total.args[0], total.args[1]
    X = bound(step, "X")
    if k.data in X.free | value.free or any(k.data in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: {k.data} is bound and also stands outside: rename it")
    alive(givens)
    base = without(k.data, givens)
    out = []
    for t, text in ((X, f"{said(X)} > 0"), (sub(ONE, X), f"{said(X)} < 1")):
        if sign_of(t, base) != "+":
            raise Undecided(f"{WHO}: not proved: {text}")
        out.append(Condition(text, "discharged", "by the sign oracle"))
    at = base.extended(*range_of(total, base))
    for a, b, where in (
        (body, substitute(TERM, {"n": k, "u": X}), at),
        (value_of(X), value, base),
    ):
        proof = identity(sub(a, b), where)
        if proof is None:
            raise Undecided(f"{WHO}: not proved: {said(a)} = {said(b)}")
        if proof.blocked:
            raise Undecided(f"not proved: {said(proof.blocked[0])} != 0")
        out += proof.conditions
    says = f"By Kummer's Fourier series of log gamma, at `{write(X)}`."
    return Outcome("cited", tuple(dict.fromkeys(out)), says)
