"""Forms in components: increasing index tuples to coefficients, and what needs no metric.

Determinant wedge, i fills the first slot, L by its component formula (so that Cartan's formula is a
theorem here and no definition).  Spivak, Calculus on Manifolds, ch. 4; Frankel, ch. 2-4.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> k = Coefficients(Givens.of([]))
>>> w = Form(1, {(0,): k.read(read("-y")), (1,): k.read(read("x"))})
>>> dw = d(k, ("x", "y"), w)
>>> {i: write(k.write(c)) for i, c in dw.parts.items()}
{(0, 1): '2'}
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.forms.coefficient_integrals import antiderivative
from symderive.kernel.analysis.forms.coefficients import Coefficients, Fraction_
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term

Index = tuple[int, ...]
Parts = dict[Index, Fraction_]


@dataclass(frozen=True)
class Form:
    """A form of one degree: coefficients on increasing index tuples, zeros left out."""

    degree: int
    parts: Parts

    @property
    def zero(self) -> bool:
        return not self.parts


@dataclass(frozen=True)
class Vector:
    """A vector field by its components on the coordinate fields."""

    parts: tuple[Fraction_, ...]


class IllTyped(ValueError):
    """A term about forms that has no value: what was wanted and what stands there."""


@dataclass(frozen=True)
class Map:
    """A map into a chart: the image of each of its coordinates, as terms in the source's."""

    target: str
    images: tuple[Term, ...]


Value = Form | Vector | Map


def collected(k: Coefficients, degree: int, terms: Mapping[Index, Sequence[Fraction_]]) -> Form:
    """The form of sums of coefficients, zeros left out."""
    parts = {i: k.add(*fs) for i, fs in sorted(terms.items())}
    return Form(degree, {i: f for i, f in parts.items() if not f.zero})


def sorted_index(index: Index) -> tuple[Index, int]:
    """The increasing tuple and the sign of the permutation; sign 0 where an index repeats."""
    seq, sign = list(index), 1
    for i in range(len(seq)):
        for j in range(len(seq) - 1 - i):
            if seq[j] > seq[j + 1]:
                seq[j], seq[j + 1], sign = seq[j + 1], seq[j], -sign
    return tuple(seq), 0 if any(a == b for a, b in itertools.pairwise(seq)) else sign


def add(k: Coefficients, a: Form, b: Form) -> Form:
    """The sum; a zero form takes the degree of the other.  Raises ValueError for two degrees."""
    if a.degree != b.degree:
        if a.zero or b.zero:
            return b if a.zero else a
        raise ValueError(f"a sum of forms of degrees {a.degree} and {b.degree}")
    terms: dict[Index, list[Fraction_]] = {}
    for form in (a, b):
        for i, f in form.parts.items():
            terms.setdefault(i, []).append(f)
    return collected(k, a.degree, terms)


def scale(k: Coefficients, f: Fraction_, a: Form) -> Form:
    """f a."""
    return collected(k, a.degree, {i: [k.mul(f, g)] for i, g in a.parts.items()})


def wedge(k: Coefficients, a: Form, b: Form) -> Form:
    """a ^ b with the determinant convention: dx ^ dy (u, v) = u_x v_y - u_y v_x."""
    terms: dict[Index, list[Fraction_]] = {}
    for i, f in a.parts.items():
        for j, g in b.parts.items():
            index, sign = sorted_index(i + j)
            if sign:
                fg = k.mul(f, g)
                terms.setdefault(index, []).append(fg if sign > 0 else -fg)
    return collected(k, a.degree + b.degree, terms)


def d(k: Coefficients, coords: Sequence[str], a: Form) -> Form:
    """The exterior derivative: d(f dx^I) = sum of df/dx^m dx^m ^ dx^I."""
    terms: dict[Index, list[Fraction_]] = {}
    for i, f in a.parts.items():
        for m, name in enumerate(coords):
            if m in i:
                continue
            slope = k.derivative(f, name)
            if not slope.zero:
                index, sign = sorted_index((m, *i))
                terms.setdefault(index, []).append(slope if sign > 0 else -slope)
    return collected(k, a.degree + 1, terms)


def interior(k: Coefficients, x: Vector, a: Form) -> Form:
    """i_X a: X in the first slot.  Raises ValueError for a function."""
    if a.degree == 0:
        if a.zero:
            return a
        raise ValueError("the interior product of a function")
    terms: dict[Index, list[Fraction_]] = {}
    for i, f in a.parts.items():
        for s, m in enumerate(i):
            part = k.mul(x.parts[m], f)
            terms.setdefault(i[:s] + i[s + 1 :], []).append(part if s % 2 == 0 else -part)
    return collected(k, a.degree - 1, terms)


def lie(k: Coefficients, coords: Sequence[str], x: Vector, a: Form) -> Form:
    """L_X a by components: X^m d_m a_I dx^I + a_I dx^.. ^ dX^i ^ .. for each factor in its place."""
    terms: dict[Index, list[Fraction_]] = {}
    slopes = [[k.derivative(f, name) for name in coords] for f in x.parts] if a.degree else []
    for i, f in a.parts.items():
        along = k.add(*[k.mul(x.parts[m], k.derivative(f, n)) for m, n in enumerate(coords)])
        terms.setdefault(i, []).append(along)
        for s, m in enumerate(i):
            for n in range(len(coords)):
                index, sign = sorted_index((*i[:s], n, *i[s + 1 :]))
                if sign and not slopes[m][n].zero:
                    part = k.mul(f, slopes[m][n])
                    terms.setdefault(index, []).append(part if sign > 0 else -part)
    return collected(k, a.degree, terms)


def bracket(k: Coefficients, coords: Sequence[str], x: Vector, y: Vector) -> Vector:
    """[X, Y]^i = X(Y^i) - Y(X^i)."""
    return Vector(tuple(
        k.add(*[k.mul(u, k.derivative(g, n)) for u, n in zip(x.parts, coords, strict=True)],
              *[-k.mul(v, k.derivative(f, n)) for v, n in zip(y.parts, coords, strict=True)])
        for f, g in zip(x.parts, y.parts, strict=True)
    ))  # fmt: skip


def pullback(
    k: Coefficients, source: Sequence[str], target: Sequence[str], images: Sequence[Term], a: Form
) -> Form:
    """The pull-back by x^i = images[i] (terms in the source coordinates) of a form on the target."""
    put = dict(zip(target, images, strict=True))
    slopes = {}
    out = Form(a.degree, {})
    for i, f in a.parts.items():
        term = Form(0, {(): k.read(substitute(k.write(f), put))})
        if term.parts[()].zero:
            continue
        for m in i:
            if m not in slopes:
                image = Form(0, {(): k.read(images[m])})
                slopes[m] = d(k, source, image)
            term = wedge(k, term, slopes[m])
        out = add(k, out, term)
    return out


def homotopy(k: Coefficients, coords: Sequence[str], a: Form) -> Form:
    """(h a)(x) = int_0^1 t^(p-1) i_x a(tx) dt, for powers, exponentials and waves.

    Raises ArithmeticError where it is another integral.  (Spivak, thm 4-11.)
    """
    t = fresh_name(k, coords)
    put = {x: Term("Mul", (Term("Symbol", (), t), Term("Symbol", (), x))) for x in coords}
    radial = Vector(tuple(k.symbol(x) for x in coords))
    whole = interior(k, radial, a)
    weights = k.power(k.symbol(t), a.degree - 1)
    terms: dict[Index, list[Fraction_]] = {}
    for i, f in a.parts.items():
        moved = k.read(substitute(k.write(f), put))
        value = unit_integral(k, k.mul(weights, moved), t)
        inner = interior(k, radial, Form(a.degree, {i: value}))
        for j, g in inner.parts.items():
            terms.setdefault(j, []).append(g)
    return collected(k, whole.degree, terms)


def unit_integral(k: Coefficients, f: Fraction_, t: str) -> Fraction_:
    """The integral over [0, 1] of what has an elementary antiderivative, continuous there."""
    whole = antiderivative(k, f, t)
    if whole.d is not None and any(t in g.term.free for g in k.used(Fraction_(whole.d))):
        raise ArithmeticError("the t-integral of the homotopy operator has a pole")
    if any(t in g.term.free and g.kind in ("opaque", "power", "root") for g in k.used(whole)):
        raise ArithmeticError("the t-integral of the homotopy operator is not handled")
    term = k.write(whole)
    ends = [k.read(substitute(term, {t: e})) for e in (ZERO, ONE)]
    return k.add(ends[1], -ends[0])


def fresh_name(k: Coefficients, coords: Sequence[str]) -> str:
    """A name for the homotopy parameter that nothing else bears."""
    name = "t_h"
    while name in coords or any(g.term.free and name in g.term.free and g.term.head != "Symbol"
                                for g in k.generators):  # fmt: skip
        name += "h"
    return name
