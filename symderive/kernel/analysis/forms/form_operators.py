"""What each operator on forms does to terms: a table from heads to functions of a space.

`form_terms` evaluates names and calls the table for everything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from symderive.kernel.analysis.forms import form_components as fc
from symderive.kernel.analysis.forms import hodge
from symderive.kernel.analysis.forms.coefficients import Fraction_
from symderive.kernel.analysis.forms.form_components import Form, IllTyped, Map, Value, Vector
from symderive.terms.tree import Term
from symderive.terms.writer import write

if TYPE_CHECKING:
    from symderive.kernel.analysis.forms.form_terms import Space


def _sum(s: Space, t: Term, chart: str) -> Value:
    values = [s.inner_value(a, chart) for a in t.args]
    out = values[0]
    for v in values[1:]:
        if isinstance(out, Form) and isinstance(v, Form):
            out = fc.add(s.k, out, v)
        elif isinstance(out, Vector) and isinstance(v, Vector):
            pairs = zip(out.parts, v.parts, strict=True)
            out = Vector(tuple(s.k.add(a, b) for a, b in pairs))
        else:
            raise IllTyped(f"{write(t)} adds different kinds")
    return out


def scaled(s: Space, f: Fraction_, v: Value) -> Value:
    if isinstance(v, Vector):
        return Vector(tuple(s.k.mul(f, a) for a in v.parts))
    if isinstance(v, Form):
        return fc.scale(s.k, f, v)
    raise IllTyped("a map is not multiplied")


def _product(s: Space, t: Term, chart: str) -> Value:
    out: Value = Form(0, {(): s.k.one})
    for a in t.args:
        v = s.inner_value(a, chart)
        if isinstance(v, Form) and v.degree == 0:
            out = scaled(s, v.parts.get((), s.k.nought), out)
        elif isinstance(out, Form) and out.degree == 0:
            out = scaled(s, out.parts.get((), s.k.nought), v)
        else:
            raise IllTyped(f"{write(t)}: forms are multiplied by wedge(a, b) or a^b")
    return out


def _quotient(s: Space, t: Term, chart: str) -> Value:
    return scaled(s, s.k.inverse(s.scalar(t.args[1], chart)), s.inner_value(t.args[0], chart))


def _power(s: Space, t: Term, chart: str) -> Value:
    base, exponent = (s.inner_value(a, chart) for a in t.args)
    if isinstance(base, Form) and isinstance(exponent, Form) and (base.degree or exponent.degree):
        if t.args[1].head != "Integer":
            return fc.wedge(s.k, base, exponent)
        raise IllTyped(f"{write(t)}: a form has no power; wedge it with itself")
    args = [s.k.write(s.scalar(a, chart)) for a in t.args]
    return s.function(Term("Pow", args))


ARITHMETIC: dict[str, Callable[[Space, Term, str], Value]] = {
    "Add": _sum, "Mul": _product, "Div": _quotient, "Pow": _power,
    "Neg": lambda s, t, chart: scaled(s, -s.k.one, s.inner_value(t.args[0], chart)),
}  # fmt: skip


# --- operators ------------------------------------------------------------------------------------


def _wedge(s: Space, t: Term, chart: str) -> Form:
    out = s.form(t.args[0], chart)
    for a in t.args[1:]:
        out = fc.wedge(s.k, out, s.form(a, chart))
    return out


def _pull(s: Space, t: Term, chart: str) -> Form:
    p = s.inner_value(t.args[0], chart)
    if not isinstance(p, Map):
        raise IllTyped(f"{write(t.args[0])} is no map")
    images = tuple(s.k.write(s.scalar(i, chart)) for i in p.images)
    form = s.form(t.args[1], p.target)
    return fc.pullback(s.k, s.charts[chart], s.charts[p.target], images, form)


def _lie(s: Space, t: Term, chart: str) -> Value:
    x, w = s.vector(t.args[0], chart), s.inner_value(t.args[1], chart)
    if isinstance(w, Vector):
        return fc.bracket(s.k, s.charts[chart], x, w)
    if not isinstance(w, Form):
        raise IllTyped("the Lie derivative is of a form or a vector field")
    return fc.lie(s.k, s.charts[chart], x, w)


def _inner(s: Space, t: Term, chart: str) -> Form:
    a, b = (s.inner_value(u, chart) for u in t.args)
    g = s.metric(chart)
    if isinstance(a, Vector) and isinstance(b, Vector):
        a, b = hodge.flat(s.k, g, a), hodge.flat(s.k, g, b)
    if not isinstance(a, Form) or not isinstance(b, Form):
        raise IllTyped("the inner product is of two forms or two vector fields")
    return _scalar(hodge.inner(s.k, g, a, b))


def _scalar(f: Fraction_) -> Form:
    return Form(0, {} if f.zero else {(): f})


def _gradient(s: Space, t: Term, chart: str) -> Vector:
    f = Form(0, {(): s.scalar(t.args[0], chart)})
    return hodge.sharp(s.k, s.metric(chart), fc.d(s.k, s.charts[chart], f))


def _laplacian(s: Space, t: Term, chart: str) -> Form:
    x = _gradient(s, t, chart)
    return _scalar(hodge.div(s.k, s.charts[chart], s.metric(chart), x))


OPERATORS: dict[str, Callable[[Space, Term, str], Value]] = {
    "Wedge": _wedge,
    "ext_d": lambda s, t, c: fc.d(s.k, s.charts[c], s.form(t.args[0], c)),
    "iprod": lambda s, t, c: fc.interior(s.k, s.vector(t.args[0], c), s.form(t.args[1], c)),
    "lie": _lie,
    "pull": _pull,
    "bracket": lambda s, t, c: fc.bracket(
        s.k, s.charts[c], s.vector(t.args[0], c), s.vector(t.args[1], c)
    ),
    "hom": lambda s, t, c: fc.homotopy(s.k, s.charts[c], s.form(t.args[0], c)),
    "star": lambda s, t, c: hodge.star(s.k, s.metric(c), s.form(t.args[0], c)),
    "delta": lambda s, t, c: hodge.delta(s.k, s.charts[c], s.metric(c), s.form(t.args[0], c)),
    "LB": lambda s, t, c: hodge.laplace_de_rham(
        s.k, s.charts[c], s.metric(c), s.form(t.args[0], c)
    ),
    "inner": _inner,
    "flat": lambda s, t, c: hodge.flat(s.k, s.metric(c), s.vector(t.args[0], c)),
    "sharp": lambda s, t, c: hodge.sharp(s.k, s.metric(c), s.form(t.args[0], c)),
    "grad": _gradient,
    "lap": _laplacian,
    "div_": lambda s, t, c: _scalar(
        hodge.div(s.k, s.charts[c], s.metric(c), s.vector(t.args[0], c))
    ),
    "curl": lambda s, t, c: hodge.curl(s.k, s.charts[c], s.metric(c), s.vector(t.args[0], c)),
}
