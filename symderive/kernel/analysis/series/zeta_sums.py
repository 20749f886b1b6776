"""Primitive `zeta_sum`: a sum of powers of linear terms by Hurwitz zeta, digamma and polylogarithm.

`forms` binds q terms in the index: f(q*k + j + n) = forms[j] for k >= 0, each a sum of c/(k + a)^s.
Terms with s > 1 give zeta(s, a), those with s = 1, whose coefficients add up to zero, -digamma(a)
(DLMF 25.11.1, 5.7.6); c*r^k/(k + a)^s with |r| < 1 gives a polylogarithm or Lerch's function
(DLMF 25.12.10, 25.14.1), c*(-1)^k/(k + 1)^s with s > 0 Dirichlet's eta function (25.2.3).  The
terms tend to zero, so that groups of q may be added (Knopp, Theory and Application of Infinite
Series, 16).

>>> from symderive.terms.reader import read
>>> claim = read("Sum((-1)^k/(2*k + 1)^2, (k, 0, oo)) = Catalan")
>>> roles = {"forms": read("(1/16/(k + 1/4)^2, -1/16/(k + 3/4)^2)")}
>>> zeta_sum(Step(1, WHO, claim, bind=roles), (), Givens()).grade
'cited'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.continuity.zeros import is_zero
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import alive
from symderive.kernel.analysis.integrals.telescoping import whole
from symderive.kernel.analysis.limits.limits import differ
from symderive.kernel.analysis.ranges.ranges import is_real, said, sign_of
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
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, call, integer, mul, sub, symbol

WHO = "zeta_sum"
I = Term("I")
MAX_GROUP = 24


@dataclass(frozen=True)
class Piece:
    """c*r^k/(k + a)^s."""

    c: Term
    a: Term
    s: Term
    r: Term

    def value(self) -> Term:
        """The sum over k >= 0; of a piece with s = 1 what it adds to a convergent whole."""
        if self.r == minus(ONE):
            return times(self.c, call("dirichlet_eta", self.s))
        if self.r != ONE and self.a == ONE:
            return times(self.c, over(call("polylog", self.s, self.r), self.r))
        if self.r != ONE:
            return times(self.c, call("lerchphi", self.r, self.s, self.a))
        if self.s == ONE:
            return minus(times(self.c, call("digamma", self.a)))
        return times(self.c, call("zeta", self.s, self.a))


@primitive(WHO)
def zeta_sum(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Sum(f, (k, n, oo)) = value; bind forms, a term or a tuple of terms in k."""
    total, value = equation(step.gives, WHO)
    if total.head != "Sum":
        total, value = value, total
    if total.head != "Sum":
        raise Rejected(f"{WHO}: a sum on one side of the equation is wanted")
    body, k, first, last = total.args
    if (
        infinite(last) < 1
        or infinite(first)
        or infinite(value)
        or k.data in value.free | first.free
    ):
        raise Rejected(f"{WHO}: an infinite sum with a finite first index and a finite value")
    alive(givens)
    base = without(k.data, givens).with_integers(first.free)
    if not whole(first, base):
        raise Undecided(f"not proved: {said(first)} is an integer")
    wanted = bound(step, "forms")
    forms = wanted.args if wanted.head == "Tuple" else (wanted,)
    if len(forms) > MAX_GROUP:
        raise Undecided(f"{WHO}: groups of more than {MAX_GROUP} terms")
    out: list[Condition] = []
    pieces: list[Piece] = []
    counted = total.rebuild((body, k, ZERO, last))
    at = base.extended(*range_of(counted, base))
    for j, form in enumerate(forms):
        pieces += _pieces(form, k.data, base, out)
        index = plus(times(integer(len(forms)), k), integer(j), first)
        term = substitute(body, {k.data: index})
        proof = identity(sub(term, form), at)
        if proof is None:
            raise Undecided(f"{WHO}: not proved: {said(term)} = {said(form)} for {k.data} >= 0")
        good, bad = presupposed(proof.blocked, parts_of(total, value), at)
        bad += [c.excluded for c in good if c.excluded is not None and k.data in c.excluded.free]
        if bad:
            raise Undecided(f"not proved on the range: {said(bad[0])} != 0")
        out += [*proof.conditions, *good]
    out += _balanced(pieces, base)
    found = _added(pieces)
    if found == value:
        return _outcome(found, out)
    end = identity(sub(found, value), base)
    if end is None:
        if differ(found, value, base):
            raise Rejected(f"{WHO}: the sum is {said(found)}, not {said(value)}")
        raise Undecided(f"{WHO}: the sum is {said(found)}, not proved equal to {said(value)}")
    good, bad = presupposed(end.blocked, parts_of(total, value), base)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    return _outcome(found, [*out, *end.conditions, *good])


def _outcome(found: Term, conditions: Sequence[Condition]) -> Outcome:
    says = f"By the series of the zeta and digamma functions, the sum is `{said(found)}`."
    return Outcome("cited", tuple(dict.fromkeys(conditions)), says)


def _added(pieces: Sequence[Piece]) -> Term:
    values = [p.value() for p in pieces]
    return add(*values) if len(values) > 1 else values[0] if values else ZERO


def value_of(forms: Term, k: str) -> Term:
    """The value that the forms give, as the primitive writes it; raises Rejected."""
    found: list[Piece] = []
    for form in forms.args if forms.head == "Tuple" else (forms,):
        for t in form.args if form.head == "Add" else (form,):
            piece = None if t == ZERO else _piece(t, k)
            if piece is not None:
                found.append(piece)
            elif t != ZERO:
                raise Rejected(f"{WHO}: {said(t)} is no c/({k} + a)^s")
    return _added(found)


def _pieces(form: Term, k: str, givens: Givens, out: list[Condition]) -> Iterator[Piece]:
    for t in form.args if form.head == "Add" else (form,):
        if t == ZERO:
            continue
        piece = _piece(t, k)
        if piece is None:
            raise Rejected(f"{WHO}: {said(t)} is no c/({k} + a)^s")
        across = _real_part(piece, givens)
        _defined(piece, givens, real=across == piece.a)
        if sign_of(across, givens) != "+":
            raise Undecided(f"not proved: {said(across)} > 0")
        out.append(Condition(f"{said(across)} > 0", "discharged", "by the sign oracle"))
        if piece.r == minus(ONE):
            if piece.a != ONE or sign_of(piece.s, givens) != "+":
                raise Undecided(f"not proved: {said(piece.s)} > 0, with the terms from 1 on")
            out.append(Condition(f"{said(piece.s)} > 0", "discharged", "by the sign oracle"))
        elif piece.r != ONE:
            inside = [sign_of(sub(ONE, piece.r), givens), sign_of(add(ONE, piece.r), givens)]
            if inside != ["+", "+"] or sign_of(piece.r, givens) not in ("+", "-"):
                raise Undecided(f"not proved: 0 < Abs({said(piece.r)}) < 1")
            out.append(Condition(f"0 < Abs({said(piece.r)}) < 1", "discharged", "by signs"))
        elif piece.s != ONE:
            if sign_of(sub(piece.s, ONE), givens) != "+":
                raise Undecided(f"not proved: {said(piece.s)} > 1")
            out.append(Condition(f"{said(piece.s)} > 1", "discharged", "by the sign oracle"))
        yield piece


def _piece(t: Term, k: str) -> Piece | None:
    """c*r^k/(k + a)^s taken apart."""
    c, a, s, r = ONE, None, ZERO, ONE
    for u, down in _factors(t, False):
        base, e = u.args if u.head == "Pow" else (u, ONE)
        if k not in u.free:
            c = over(c, u) if down else times(c, u)
        elif e == symbol(k) and k not in base.free and not down and r == ONE:
            r = base
        elif a is None and (shift := _shift(base, k)) is not None and k not in e.free:
            a, s = shift, e if down else minus(e)
        else:
            return None
    return Piece(c, ONE if a is None else a, s, r) if a is not None else None


def _factors(t: Term, down: bool) -> Iterator[tuple[Term, bool]]:
    if t.head == "Neg":
        yield minus(ONE), down
        yield from _factors(t.args[0], down)
    elif t.head == "Mul":
        for u in t.args:
            yield from _factors(u, down)
    elif t.head == "Div":
        yield from _factors(t.args[0], down)
        yield from _factors(t.args[1], not down)
    else:
        yield t, down


def _shift(base: Term, k: str) -> Term | None:
    """a of k + a."""
    if base == symbol(k):
        return ZERO
    if base.head == "Add" and base.args.count(symbol(k)) == 1:
        rest = [u for u in base.args if u != symbol(k)]
        if all(k not in u.free for u in rest):
            return plus(*rest)
    return None


def _real_part(p: Piece, givens: Givens) -> Term:
    """The real part of a, which is real, or u + I*v with a whole exponent s and no r."""
    if all(t != I for t in p.a.walk()):
        return p.a
    u = replace(p.a, I, ZERO)
    v = sub(replace(p.a, I, ONE), u)
    linear = identity(sub(p.a, add(u, mul(I, v))), givens)
    whole_power = p.s.head == "Integer" and p.r == ONE
    if linear is None or linear.blocked or not whole_power:
        raise Undecided(f"{WHO}: {said(p.a)} is not u + I*v, or the exponent is no whole number")
    if not (is_real(u, givens) and is_real(v, givens)):
        raise Undecided(f"{WHO}: the real part of {said(p.a)} is not known")
    return u


def _defined(p: Piece, givens: Givens, *, real: bool) -> None:
    """c, a, s and r are finite at every admissible point; s and r are real, c and a mostly."""
    for t in (p.c, p.a, p.s, p.r):
        if (real or t in (p.s, p.r)) and not is_real(t, givens):
            raise Undecided(f"{WHO}: {said(t)} is not known to be real")
        proof = identity(sub(t, t), givens)
        if proof is None or proof.blocked:
            raise Undecided(f"{WHO}: {said(t)} may have no value")


def _balanced(pieces: Sequence[Piece], givens: Givens) -> list[Condition]:
    """The coefficients of the terms with s = 1 add up to zero: else the sum diverges."""
    harmonic = [p.c for p in pieces if p.s == ONE and p.r == ONE]
    if not harmonic:
        return []
    total = harmonic[0] if len(harmonic) == 1 else add(*harmonic)
    if not is_zero(total, givens):
        raise Undecided(f"{WHO}: not proved: {said(total)} = 0; else the sum diverges")
    return [Condition(f"{said(total)} = 0", "discharged", "the terms with s = 1 cancel")]
