"""What SymPy is asked for about a system with one principal part: joint integrals, solutions, data.

Everything comes back as text, with the values of the unknowns as plain names; nothing is believed.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import sympy as sp

from symderive.methods.characteristics.elimination import _finite, implicit, plain_arguments
from symderive.methods.characteristics.integrals import first_integrals
from symderive.methods.characteristics.linear_values import linear_values
from symderive.methods.characteristics.patience import within
from symderive.methods.characteristics.proposals import Names, Task, text
from symderive.worker import report

Rows = list[list[str]]


class Joint(Names):
    """The names of a task with several unknowns."""

    def __init__(self, task: Task) -> None:
        super().__init__(task | {"value": task["values"][0]})
        self.values = [self.of(v) for v in task["values"]]


def integrals(task: Task) -> list[str]:
    """Integrals of dx/a = .. = du/c; task: variables, values, rates, positive."""
    names = Joint(task)
    rates = [names.of(r) for r in task["rates"]]
    every = [*names.variables, *names.values]
    clock = names.of(task["clock"]) if task.get("clock") else None
    field = dict(zip(every, rates, strict=True))
    order = sorted(names.variables, key=lambda v: v != clock)
    linear = within(10, lambda: linear_values(order, names.values, field)) or []
    alone = not any(field[v].free_symbols & set(names.values) for v in names.variables)
    if linear and alone:
        flow = [field[v] for v in names.variables]
        rest = first_integrals(names.variables, flow, True, clock)
        if len(rest) == len(names.variables) - 1:
            return [t for t in map(text, [*rest, *linear]) if t is not None]
    found = first_integrals(every, rates, True, clock)
    if len(found) < len(every) - 1:
        plain = {n: sp.Symbol(n.name, positive=True) for n in every}
        for t in map(text, found):
            report(t)
        more = first_integrals(list(plain.values()), [sp.simplify(r.subs(plain)) for r in rates])
        found = more if len(more) > len(found) else found
    return [
        t for t in map(text, [_plainer(i, names.values, field) for i in found]) if t is not None
    ]


def _plainer(i: Any, values: list[Any], field: dict[Any, Any]) -> Any:
    """An unknown above rather than below; powers rather than logarithms over what is constant."""
    top, bottom = sp.fraction(sp.together(i))
    if bottom.has(*values) and not top.has(*values):
        return 1 / i
    steady = sp.simplify(sum(field[n] * sp.diff(bottom, n) for n in field)) == 0
    if not i.has(sp.log) or not steady:
        return i
    logs, rest = sp.S.One, sp.S.Zero
    for term in sp.Add.make_args(sp.expand(sp.simplify(i * bottom))):
        c, d = term.as_independent(*field, as_Add=False)
        if isinstance(d, sp.log) and c.is_Integer:
            logs *= d.args[0] ** c
        elif d.has(sp.log):
            return i
        else:
            rest += term
    return logs * sp.exp(sp.factor(rest))


def general(task: Task) -> list[Rows]:
    """Rows (A, B): unknowns by arbitrary functions of the other integrals, or integrals by them."""
    names = Joint(task)
    found = [names.of(i) for i in task["integrals"]]
    values, m = names.values, len(names.values)
    functions = [sp.Function(f) for f in task["functions"]]
    free = [i for i in found if not i.free_symbols & set(values)]
    out: list[Rows | None] = []
    choices = [free] if len(free) == len(found) - m else [
        list(c) for c in combinations(found, len(found) - m) if set(free) <= set(c)
    ]  # fmt: skip
    for rest in choices:
        others = [i for i in found if i not in rest]
        ws = [sp.Dummy(f"w{k}", real=True) for k in range(m)]
        put = {w: f(*rest) for w, f in zip(ws, functions, strict=True)}
        if set(rest) == set(free):
            bodies = solutions([sp.Eq(i, w) for i, w in zip(others, ws, strict=True)], values, 1)
            for body in bodies:
                out.append(_rows([(z, body[z].subs(put)) for z in values]))
        out.append(_rows([(i, put[w]) for i, w in zip(others, ws, strict=True)]))
    out.append(_rows([(f(*found), sp.S.Zero) for f in functions]))
    # As they stand: SymPy may write an integral in another form than the one that was proved.
    inner = ", ".join(task["integrals"])
    return [o for o in out if o is not None] + [[[f"{f}({inner})", "0"] for f in task["functions"]]]


def solutions(equations: list[Any], wanted: list[Any], most: int = 2) -> list[dict[Any, Any]]:
    """The unknowns solved for, unless there are too many ways; in a shorter and a plain form."""
    found = within(8, lambda: sp.solve(equations, wanted, dict=True)) or []
    out = []
    for s in found if len(found) <= most else []:
        if set(s) != set(wanted) or any(v.free_symbols & set(wanted) for v in s.values()):
            continue
        short = within(4, lambda s=s: {z: _short(v) for z, v in s.items()})
        out += [short, s] if short is not None else [s]
    return out


def _short(e: Any) -> Any:
    forms = [e, sp.simplify(e), sp.expand(e), plain_arguments(e)]
    return min(forms, key=sp.count_ops)


def _rows(pairs: list[tuple[Any, Any]]) -> Rows | None:
    out = []
    for a, b in pairs:
        left, right = text(a), text(b)
        if left is None or right is None:
            return None
        out.append([left, right])
    return out


def _stepwise(pairs: list[tuple[Any, Any]], values: list[Any]) -> list[tuple[Any, Any]]:
    """A relation with one unknown in it, outside of generic functions, solved and put into the others."""
    out, known = list(pairs), set()
    for _ in pairs:
        for k, (a, b) in enumerate(out):
            inside = [z for z in values if (a - b).has(z)]
            generic = (a - b).atoms(sp.core.function.AppliedUndef)
            if k in known or len(inside) != 1 or any(f.has(inside[0]) for f in generic):
                continue
            z = inside[0]
            found = within(3, lambda a=a, b=b, z=z: sp.solve(sp.Eq(a, b), z)) or []
            known.add(k)
            if len(found) != 1 or found[0].has(z):
                continue
            out = [(c.subs(z, found[0]), d.subs(z, found[0])) for c, d in out]
            out[k] = (z, found[0])
            break
    return out


def cauchy(task: Task) -> dict[str, list[Rows]]:
    """Solutions with data: task has `integrals`, `at`, `data` (values), `parameters` besides."""
    names = Joint(task)
    values, found = names.values, [names.of(i) for i in task["integrals"]]
    rename = {
        names.of(p): sp.Symbol(f"s{k + 1}_", real=True) for k, p in enumerate(task["parameters"])
    }
    loose = list(rename.values())
    put = {v: names.of(a).subs(rename) for v, a in zip(names.variables, task["at"], strict=True)}
    put |= {z: names.of(d).subs(rename) for z, d in zip(values, task["data"], strict=True)}
    finite = [_finite(i, put) for i in found]
    marks = [sp.Dummy(f"k{k}", real=True) for k in range(len(found))]
    out: dict[str, list[Rows]] = {"explicit": [], "implicit": []}
    if any(on is None for _, on in finite):
        return out
    order = sorted(combinations(range(len(found)), len(loose)),
                   key=lambda c: sum(finite[k][0].has(*values) for k in c))  # fmt: skip
    for some in order:
        wanted = [finite[k][1] - marks[k] for k in some]
        for s in within(6, lambda w=wanted: sp.solve(w, loose, dict=True)) or []:
            if set(s) != set(loose) or any(v.free_symbols & set(loose) for v in s.values()):
                continue
            back = {marks[k]: finite[k][0] for k in some}
            rest = [k for k in range(len(found)) if k not in some]
            pairs = [(finite[k][0], finite[k][1].subs(s).subs(back)) for k in rest]
            if any(b.has(sp.zoo, sp.nan) for _, b in pairs):
                continue
            _proposed(pairs, values, out)
    return out


def _proposed(pairs: list[tuple[Any, Any]], values: list[Any], out: dict[str, list[Rows]]) -> None:
    """One relation for each unknown: solved for the unknowns, or each for one, or as it stands."""
    for k, (a, b) in enumerate(pairs):  # what one relation says is put into the others
        if a.is_polynomial(*values) and not b.has(*values):
            pairs = [p if j == k else (p[0].subs(a, b), p[1].subs(a, b))
                     for j, p in enumerate(pairs)]  # fmt: skip
    pairs = _stepwise(pairs, values)
    equations = [sp.Eq(a, b) for a, b in pairs]
    generic = any(b.atoms(sp.core.function.AppliedUndef) and b.has(*values) for _, b in pairs)
    for body in [] if generic else solutions(equations, values):
        rows = _rows([(z, plain_arguments(body[z])) for z in values])
        if rows is not None and rows not in out["explicit"]:
            out["explicit"].append(rows)
            report({"explicit": [rows]})
    left = list(values)
    alone = []
    for pair in pairs:
        form = pair
        for z in left:
            turned = implicit(pair, z)
            if turned[0] == z:
                form = turned
                left.remove(z)
                break
        alone.append(form)
    for forms in (alone, pairs):
        rows = _rows(forms)
        if rows is not None and rows not in out["implicit"]:
            out["implicit"].append(rows)
            report({"implicit": [rows]})
