"""Integrals of the Gamma and Beta kind: one substitution to the definition, then derivatives in names.

B(x) = prod base^name is brought to the defining integral of gamma or beta by a substitution, for all
admissible exponents at once; the integrand is made of derivatives of B in the exponents (a factor
log(base) each), by `exponential_family`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symderive.kernel.analysis.calculus.tidy import times
from symderive.library import rules
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import (
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    div,
    eq,
    integer,
    mul,
    neg,
    symbol,
)
from symderive.terms.writer import write

OO = Term("oo")
_HYPERBOLIC = frozenset("sinh cosh tanh coth sech csch".split())
MASTERS = "symderive.methods.integrals.master_proposals"


@dataclass(frozen=True)
class Kind:
    """B over its limits, with names p, r in text; `phi` maps u to x and leads to `rule` at `bind`."""

    limits: tuple[str, str]
    names: int
    body: str
    needs: tuple[str, ...]
    logs: tuple[str, ...]  # d log(B)/d name
    phi: str
    rule: str
    bind: Mapping[str, str]
    factor: str = "1"
    first: tuple[str, str] = field(default=("", ""))  # x of u, and the kind that it leads to


KINDS = {
    "gamma": Kind(("0", "oo"), 1, "x^p*exp(-b*x^q)", ("p > -1",), ("log(x)",),
                  "(u/b)^(1/q)", "gamma_integral", {"A": "(p + 1)/q"}, "b^(-(p + 1)/q)/q"),
    "log": Kind(("0", "1"), 2, "x^p*(-log(x))^r", ("p > -1", "r > -1"), ("log(x)", "log(-log(x))"),
                "exp(-u/(p + 1))", "gamma_integral", {"A": "r + 1"}, "(p + 1)^(-r - 1)"),
    "beyond": Kind(("1", "oo"), 2, "x^p*log(x)^r", ("p < -1", "r > -1"),
                   ("log(x)", "log(log(x))"), "exp(u/(-p - 1))", "gamma_integral",
                   {"A": "r + 1"}, "(-p - 1)^(-r - 1)"),
    "unit": Kind(("0", "1"), 2, "x^p*(1 - x^q)^r", ("p > -1", "r > -1"),
                 ("log(x)", "log(1 - x^q)"), "u^(1/q)", "beta_integral",
                 {"A": "(p + 1)/q", "B": "r + 1"}, "1/q"),
    "half": Kind(("0", "oo"), 2, "x^p*(1 + rho*x^q)^r", ("p > -1", "-r > (p + 1)/q"),
                 ("log(x)", "log(1 + rho*x^q)"), "(u/(rho*(1 - u)))^(1/q)", "beta_integral",
                 {"A": "(p + 1)/q", "B": "-r - (p + 1)/q"}, "rho^(-(p + 1)/q)/q"),
    "line": Kind(("-oo", "oo"), 2, "exp(p*x)*(1 + rho*exp(q*x))^r", ("p > 0", "-r > p/q"),
                 ("x", "log(1 + rho*exp(q*x))"), "log(u/(rho*(1 - u)))/q", "beta_integral",
                 {"A": "p/q", "B": "-r - p/q"}, "rho^(-p/q)/q"),
    "circle": Kind(("0", "pi/2"), 2, "sin(x)^p*cos(x)^r", ("p > -1", "r > -1"),
                   ("log(sin(x))", "log(cos(x))"), "", "", {}, "", ("atan(u)", "half")),
}  # fmt: skip


def _put(t: Term, values: Mapping[str, Term]) -> Term:
    """The values put in, factors and exponents of 1 left out."""
    return _plain(substitute(t, dict(values)))


def _plain(t: Term) -> Term:
    args = [_plain(a) for a in t.args]
    if t.head == "Mul":
        return times(*args)
    if t.head == "Div":
        return args[0] if args[1] == ONE else t.rebuild(args)
    if t.head == "Pow":
        return args[0] if args[1] == ONE else ONE if args[0] == ONE else t.rebuild(args)
    return t.rebuild(args) if args else t


def mastered(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value by a master integral of one of the kinds; of an even integrand by the whole line."""
    body, _, low, high = integral.args
    if low == ZERO and high == OO and any(t.head in _HYPERBOLIC for t in body.walk()):
        return _half(routes, integral, under)
    return _mastered(routes, integral, under)


def _half(routes: Parameters, integral: Term, under: Under) -> int | None:
    """Half of the value over the whole line."""
    body, x = integral.args[:2]
    if routes.ask("symderive.methods.integrals.proposals:parity", write(body), x.data,
                  under=under) != [ONE]:  # fmt: skip
        return None
    step, steps = routes.work.step, routes.work.steps
    whole = integral.rebuild((body, x, neg(OO), OO))
    left = integral.rebuild((body, x, neg(OO), ZERO))
    known = _mastered(routes, whole, under)
    if known is None:
        return None
    parts = step("split", eq(whole, add(left, integral)), [known], under)
    turned = None if parts is None else step(
        "change_of_variables", eq(left, integral), [parts], under, {"phi": neg(x)})  # fmt: skip
    if parts is None or turned is None:
        return None
    value = div(steps[known].gives.args[1], TWO)
    return routes.closed(integral, value, [parts, turned, known], under)


def _mastered(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    body, x, low, high = integral.args
    spoken = body.free | low.free | high.free | routes.givens(under).sorts.keys() | {x.data}
    names: list[str] = []
    for wish in ("p", "r"):
        names.append(wish if wish not in spoken else fresh(wish, spoken))
        spoken = spoken | {names[-1]}
    told = routes.work.sorts(routes.givens(under))
    asked = (write(body), x.data, write(low), write(high), *names, told)
    rows: list[Any] = routes.work.ask(f"{MASTERS}:masters", *asked)
    for row in rows:
        n = _by_row(routes, integral, dict(row), names, under)
        if n is not None:
            return n
    return None


def _by_row(
    routes: Parameters, integral: Term, row: dict[str, Any], names: list[str], under: Under
) -> int | None:
    kind = KINDS[row["kind"]]
    x = integral.args[1]
    names = names[: kind.names]
    put = {"x": x, **{n: symbol(m) for n, m in zip(("p", "r"), names, strict=False)}}
    put |= {k: read(row[k]) for k in ("q", "rho", "b") if k in row}
    parts = row["parts"]
    if not parts:
        return None
    # A single power: no names are needed, the exponents may contain parameters as they like.
    plain = len(parts) == 1 and not any(parts[0][2])
    if plain:
        put |= {n: read(v) for n, v in zip(("p", "r"), parts[0][1], strict=False)}
        base = _normaliser(routes, kind, put, under, under)
        if base is None:
            return None
        left, value = routes.work.steps[base].gives.args
        c = read(parts[0][0])
        same = routes.work.step("linearity", eq(integral, mul(c, left)), [base], under)
        if same is None:
            return None
        return _shortest(routes, integral, mul(c, value), [], [["1", [], []]], [same, base], under)
    inside = (*under, *(_put(read(h), put) for h in kind.needs))
    base = _normaliser(routes, kind, put, inside, under)
    if base is None:
        return None
    value = routes.work.steps[base].gives.args[1]
    bind: dict[str, Term] = {"names": Term("Tuple", tuple(map(symbol, names)))}
    moved = [any(part[2][i] for part in parts) for i in range(len(names))]
    for name, log, used in zip(names, kind.logs, moved, strict=False):
        if used:
            bind[f"T_{name}"] = _put(read(log), put)
    for k, (coefficient, values, orders) in enumerate(parts, 1):
        rows = [Term("Tuple", tuple(map(read, values[: len(names)]))),
                Term("Tuple", tuple(integer(int(o)) for o in orders[: len(names)]))]  # fmt: skip
        bind[f"t{k}"] = Term("Tuple", (ONE, read(coefficient), *rows))
    told = routes.work.sorts(routes.givens(inside))
    rows_ = [[c, v[: len(names)], [int(o) for o in n[: len(names)]]] for c, v, n in parts]
    for text in routes.work.ask(f"{MASTERS}:values", write(value), names, rows_, told):
        V = read(text)
        n = routes.work.step("exponential_family", eq(integral, V), [base], under, bind)
        if n is not None:
            return n
    return None


def _normaliser(
    routes: Parameters, kind: Kind, put: dict[str, Term], inside: Under, under: Under
) -> int | None:
    """Step Integral(B) = value, for all exponents that the kind allows."""
    x = put["x"]
    low, high = (read(t) for t in kind.limits)
    J = Term("Integral", (_put(read(kind.body), put), x, low, high))
    known: dict[tuple[Term, Under], int | None] | None = getattr(routes, "masters", None)
    if known is not None and (J, inside) in known:
        return known[J, inside]
    n = _proved(routes, kind, put, J, inside)
    if known is not None:
        known[J, inside] = n
    return n


def _proved(
    routes: Parameters, kind: Kind, put: dict[str, Term], J: Term, inside: Under
) -> int | None:
    step, steps = routes.work.step, routes.work.steps
    u = symbol("u" if "u" not in J.free else fresh("u", J.free))
    if kind.first[1]:
        other = KINDS[kind.first[1]]
        p, r = put["p"], put["r"]
        there = {"x": u, "p": p, "r": read(f"-({write(p)} + {write(r)})/2 - 1"),
                 "q": read("2"), "rho": ONE}  # fmt: skip
        m = _proved(routes, other, there, _of(other, there), inside)
        if m is None:
            return None
        K, value = steps[m].gives.args
        phi = _put(read(kind.first[0]), {"u": u})
        n = step("change_of_variables", eq(J, K), [m], inside, {"phi": phi})
        return None if n is None else step("rewrite", eq(J, value), [n, m], inside)
    full = {**put, "u": u}
    bind = {"T": u, **{k: _put(read(v), full) for k, v in kind.bind.items()}}
    gives = rules()[kind.rule].instance(bind)
    defined = step(kind.rule, gives, (), inside, bind)
    if defined is None:
        return None
    base, name = gives.args
    factor = _put(read(kind.factor), full)
    K = base
    scaled: int | None = defined
    if factor != ONE:
        K = base.rebuild((mul(factor, base.args[0]), *base.args[1:]))
        scaled = step("linearity", eq(K, mul(factor, base)), [defined], inside)
    if scaled is None:
        return None
    phi = _put(read(kind.phi), full)
    n = step("change_of_variables", eq(J, K), [scaled], inside, {"phi": phi})
    if n is None:
        return None
    if factor == ONE:
        return step("rewrite", eq(J, name), [n, defined], inside)
    return step("algebra", eq(J, mul(factor, name)), [n, scaled, defined], inside)


def _of(kind: Kind, put: dict[str, Term]) -> Term:
    low, high = (read(t) for t in kind.limits)
    return Term("Integral", (_put(read(kind.body), put), put["x"], low, high))


def _shortest(
    routes: Parameters, integral: Term, value: Term, names: list[str], parts: list[Any],
    uses: list[int], under: Under,
) -> int | None:  # fmt: skip
    told = routes.work.sorts(routes.givens(under))
    for text in routes.work.ask(f"{MASTERS}:values", write(value), names, parts, told):
        n = routes.work.step("algebra", eq(integral, read(text)), uses, under)
        if n is not None:
            return n
    return routes.work.step("algebra", eq(integral, value), uses, under)
