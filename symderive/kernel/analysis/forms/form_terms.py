"""Terms about forms, evaluated in components over declared charts.

A space is what a problem declares: charts with their coordinates and metrics, and names that stand
for forms, vector fields and maps.  A term has a value on one chart: a form (functions are forms of
degree 0), a vector field or a map; what is ill typed is refused by name.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> roles = {"coords": read("(x, y)"), "let_w": read("x*ext_d(y)")}
>>> space = Space(Coefficients(Givens.of([])), roles)
>>> space.value(read("ext_d(w)")).parts
{(0, 1): 1}
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from symderive.kernel.analysis.forms import hodge
from symderive.kernel.analysis.forms.coefficients import Coefficients, Fraction_
from symderive.kernel.analysis.forms.form_components import Form, IllTyped, Map, Value, Vector
from symderive.kernel.analysis.forms.form_operators import ARITHMETIC, OPERATORS
from symderive.terms.heads import HEADS
from symderive.terms.tree import Term, apply, symbol
from symderive.terms.writer import write

FORM_HEADS = frozenset(name for name, head in HEADS.items() if head.kind == "form")
SHORT = {"d": "ext_d", "div": "div_", "star": "star", "delta": "delta", "LB": "LB", "lap": "lap",
         "flat": "flat", "sharp": "sharp", "grad": "grad", "curl": "curl", "hom": "hom",
         "inner": "inner"}  # fmt: skip
MAIN = ""
__all__ = ["FORM_HEADS", "MAIN", "IllTyped", "Map", "Space", "Value", "names_of"]


class Space:
    """Charts and names, as the roles of a step bind them.

    `coords` (and `coords_T` for a chart T) is a tuple of names, `metric` (`metric_T`) a matrix,
    `let_a` the term of a name a, `on_a` its chart where that is not the main one.
    """

    def __init__(self, k: Coefficients, roles: Mapping[str, Term]) -> None:
        self.k: Coefficients = k
        self.charts: dict[str, tuple[str, ...]] = {}
        self.metric_terms: dict[str, Term] = {}
        self.lets: dict[str, tuple[str, Term]] = {}
        for role, t in roles.items():
            word, _, name = role.partition("_")
            if word == "coords":
                self.charts[name] = names_of(t)
            elif word == "metric":
                self.metric_terms[name] = t
            elif word == "let":
                on = roles.get(f"on_{name}")
                self.lets[name] = (MAIN if on is None else on.data, t)
        if MAIN not in self.charts:
            raise IllTyped("no coordinates are declared")
        self.metrics: dict[str, hodge.Metric] = {}
        for chart in self.charts:  # the names first, so that they lead in what is written
            for x in self.charts[chart]:
                k.read(symbol(x))

    def metric(self, chart: str) -> hodge.Metric:
        """The metric of a chart; raises IllTyped where none is declared or it is none."""
        if chart not in self.metrics:
            t = self.metric_terms.get(chart)
            n = len(self.charts[chart])
            if t is None:
                raise IllTyped(f"this needs a metric{f' on {chart}' if chart else ''}")
            if t.head != "Matrix" or t.data != (n, n):
                raise IllTyped(f"a metric on {n} coordinates is a matrix of {n} rows and columns")
            rows = [t.args[i * n : (i + 1) * n] for i in range(n)]
            try:
                self.metrics[chart] = hodge.Metric.of(self.k, rows)
            except ValueError as reason:
                raise IllTyped(str(reason)) from None
        return self.metrics[chart]

    # --- values -----------------------------------------------------------------------------------

    def value(self, t: Term, chart: str = MAIN) -> Value:
        """The value of a term on a chart; raises IllTyped, or ArithmeticError where the kernel stops."""
        try:
            return self.inner_value(t, chart)
        except IllTyped:
            raise
        except ValueError as reason:
            raise IllTyped(str(reason)) from None

    def inner_value(self, t: Term, chart: str) -> Value:
        head = t.head
        if head == "Symbol" and t.data in self.lets:
            on, term = self.lets[t.data]
            if on != chart:
                raise IllTyped(f"{t.data} lives on the chart {on or 'of --coords'}, not here")
            return self._named(t.data, term, chart)
        if head == "Symbol":
            return self._symbol(t, chart)
        if head == "Tuple":
            n = len(self.charts[chart])
            if len(t.args) != n:
                raise IllTyped(f"a vector field has {n} components here, not {len(t.args)}")
            return Vector(tuple(self.scalar(a, chart) for a in t.args))
        if head == "Apply" and t.data[0] == "map":
            return self._map(t)
        rule = OPERATORS.get(head)
        if rule is not None:
            return rule(self, t, chart)
        if head == "Apply" and (found := self._operator_of_chart(t.data[0])):
            return self._on_chart(found, t)
        if head in ("Add", "Neg", "Mul", "Div", "Pow") and self.formish(t):
            return ARITHMETIC[head](self, t, chart)
        if self.formish(t):  # a function of functions that have names
            args = [self.k.write(self.scalar(a, chart)) for a in t.args]
            return self.function(t.rebuild(args))
        return self.function(t)

    def function(self, t: Term) -> Form:
        f = self.k.read(t)
        return Form(0, {} if f.zero else {(): f})

    def formish(self, t: Term) -> bool:
        """Whether names that stand for forms, or operators on them, occur."""
        return any(
            u.head in FORM_HEADS
            or (u.head == "Symbol" and (u.data in self.lets or self._differential(u.data)))
            or (u.head == "Apply" and self._operator_of_chart(u.data[0]) is not None)
            or u.head == "Tuple"
            for u in t.walk()
        )

    def _differential(self, name: str) -> bool:
        return name[:1] == "d" and any(name[1:] in c for c in self.charts.values())

    def _symbol(self, t: Term, chart: str) -> Form:
        name, coords = t.data, self.charts[chart]
        if name not in coords:
            if name[:1] == "d" and name[1:] in coords:
                return Form(1, {(coords.index(name[1:]),): self.k.one})
            if self._differential(name):
                raise IllTyped(f"{name} is no differential on this chart")
            if any(name in c for c in self.charts.values()):
                raise IllTyped(f"{name} is a coordinate of another chart")
        return self.function(t)

    def _named(self, name: str, t: Term, chart: str) -> Value:
        """A name's value; `form(p)` and `vector()` are generic, with functions of all coordinates."""
        if t.head == "Apply" and t.data[0] in ("form", "vector", "function"):
            name = name.rstrip("_")
            coords = self.charts[chart]
            xs = [symbol(x) for x in coords]
            if t.data[0] == "vector":
                return Vector(tuple(self.k.read(apply(f"{name}_{x}", *xs)) for x in coords))
            p = t.args[0].data if t.args and t.args[0].head == "Integer" else 0
            if p > len(coords):
                return Form(p, {})
            glue = "" if all(len(x) == 1 for x in coords) else "_"
            return Form(p, {
                i: self.k.read(apply(f"{name}_{glue.join(coords[m] for m in i) or 0}", *xs))
                for i in combinations(range(len(coords)), p)
            })  # fmt: skip
        return self.inner_value(t, chart)

    def _map(self, t: Term) -> Map:
        target, images = MAIN, t.args
        if images and images[0].head == "Symbol":
            target, images = images[0].data, images[1:]
            if target not in self.charts:
                raise IllTyped(f"no chart {target} is declared")
        pairs = {p.args[0].data: p.args[1] for p in images}
        coords = self.charts[target]
        if set(pairs) != set(coords) or len(pairs) != len(images):
            raise IllTyped(f"a map gives the images of {', '.join(coords)}")
        return Map(target, tuple(pairs[x] for x in coords))

    def _operator_of_chart(self, name: str) -> tuple[str, str] | None:
        """`dT` is d on the chart T: the head and the chart."""
        for chart in self.charts:
            word = name.removesuffix(chart)
            if chart and word != name and word in SHORT:
                return SHORT[word], chart
        return None

    def _on_chart(self, found: tuple[str, str], t: Term) -> Value:
        head, chart = found
        return self.inner_value(Term(head, t.args), chart)

    # --- wanted kinds -----------------------------------------------------------------------------

    def form(self, t: Term, chart: str) -> Form:
        v = self.inner_value(t, chart)
        if not isinstance(v, Form):
            raise IllTyped(f"{write(t)} is no form")
        return v

    def vector(self, t: Term, chart: str) -> Vector:
        v = self.inner_value(t, chart)
        if not isinstance(v, Vector):
            raise IllTyped(f"{write(t)} is no vector field")
        return v

    def scalar(self, t: Term, chart: str) -> Fraction_:
        v = self.inner_value(t, chart)
        if not isinstance(v, Form) or (v.degree and not v.zero):
            raise IllTyped(f"{write(t)} is no function")
        return v.parts.get((), self.k.nought)


def names_of(t: Term) -> tuple[str, ...]:
    """The names in a tuple of symbols.  Raises IllTyped."""
    parts = t.args if t.head == "Tuple" else (t,)
    if any(p.head != "Symbol" for p in parts):
        raise IllTyped("coordinates are names")
    return tuple(p.data for p in parts)
