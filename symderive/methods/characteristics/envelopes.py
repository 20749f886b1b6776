"""Envelopes of a complete integral, as SymPy sees them: general and singular integrals, or why none.

The kernel differentiates the family itself; here the derivatives are only brought to a short form, the
constants of the singular integral solved for, and multipliers found that lead to a contradiction.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import sympy as sp

from symderive.methods.characteristics.conoid import rooted
from symderive.methods.characteristics.patience import within
from symderive.methods.characteristics.proposals import Names, Task, text, texts
from symderive.worker import report


def general_integral(task: Task) -> dict[str, Any] | None:
    """The equations of the envelope for the last constant as `phi` of the others."""
    names = Names(task)
    left, right = (names.of(t) for t in task["family"])
    constants = [sp.Symbol(c, real=True) for c in task["constants"]]
    own = {
        sp.Symbol(c, positive=True): c_ for c, c_ in zip(task["constants"], constants, strict=True)
    }
    phi = sp.Function(task["phi"])(*constants[:-1])
    whole = (left - right).subs(own).subs(constants[-1], phi)
    rows, factors = [], []
    for c in constants[:-1]:
        rate = within(3, lambda c=c: _shorter(sp.diff(whole, c))) or sp.diff(whole, c)
        factor, rest = within(3, lambda r=rate: _split(r, phi)) or (sp.S.One, rate)
        rows.append(rest)
        factors.append(factor)
    bends = sp.Matrix([[sp.diff(r, c) for c in constants[:-1]] for r in rows])
    det = within(3, lambda: _shorter(bends.det())) or bends.det()
    det = -det if str(det).startswith("-") else det
    out = texts(*rows, *factors, det)
    if out is None:
        return None
    n = len(rows)
    found = {"rows": out[:n], "factors": out[n : 2 * n], "bends": out[-1], "places": []}
    found["places"] = (
        within(6, lambda: places(whole, rows, [*factors, det], names, phi, task)) or []
    )
    return found


def places(
    whole: Any, rows: list[Any], nonzero: list[Any], names: Names, phi: Any, task: Task
) -> list[dict[str, Any]]:
    """Points of an envelope: phi of second degree about a point, its slopes there what the point asks.

    Exact values of the other names, and boxes for the slopes and, where it is implicit, for the value.
    """
    explicit = not sp.diff(whole, names.z).free_symbols
    slopes = [sp.Symbol(n, real=True) for n in task["slope_names"]]
    slots = [sp.Dummy(f"c{k}", real=True) for k in range(len(slopes))]
    level, bend = sp.Dummy("level", real=True), sp.Dummy("bend", real=True)
    shape = level + sum(
        k * (c - c0) + bend * (c - c0) ** 2 / 2
        for k, c, c0 in zip(slopes, phi.args, slots, strict=True)
    )
    here = dict(zip(slots, phi.args, strict=True))

    def put(e: Any) -> Any:
        return e.subs(phi, shape).doit().subs(here)

    rates = [sp.diff(whole, n) for n in (*names.variables, names.z)]
    parts = [put(e) for e in (whole, *rows, *nonzero, *rates)]
    known = [*slopes, *([] if explicit else [names.z])]
    free = sorted(set().union(*(e.free_symbols for e in parts)) - {*known, names.z}, key=str)
    n = len(rows)
    equations, regular, real = parts[1 : n + 1], parts[n + 1 : n + 1 + len(nonzero)], parts[1:]
    if not explicit:
        equations = [parts[0], *equations]
    rng, out = random.Random(5), []
    loose = {*names.variables, level}  # of any sign
    for tries in range(120):
        turned = {s for s in free if s in loose and rng.random() < tries % 3 / 4}
        put_ = {s: sp.Rational(rng.randint(2, 30), -10 if s in turned else 10) for s in free}
        start = [sp.Float(rng.uniform(0.3, 3)) for _ in known]
        root = _root([e.subs(put_) for e in equations], known, start)
        if root is None:
            continue
        whole_point = put_ | dict(zip(known, root, strict=True))
        if not _is_regular(real, [*regular, parts[-1]], whole_point):
            continue
        example = shape.subs({c0: put_[c] for c, c0 in zip(phi.args, slots, strict=True)})
        told = text(example.subs({level: put_.get(level, 1), bend: put_.get(bend, 0)}))
        ends = [[str(_decimal(r, k)) for k in (-1, 1)] for r in root]
        out.append({
            "example": told, "box": {str(n): e for n, e in zip(known, ends, strict=True)},
            "at": {str(n): str(v) for n, v in put_.items() if n not in (level, bend)},
        })  # fmt: skip
        if len(out) == 2:
            break
    return out


def _root(equations: list[Any], known: list[Any], start: list[Any]) -> list[Any] | None:
    """Real values that solve the equations; they are linear in the slopes."""
    try:
        found = sp.nsolve(equations, known, start, prec=20, maxsteps=25)
    except (ValueError, ZeroDivisionError, ArithmeticError, TypeError, KeyError):
        return None
    values = list(found) if isinstance(found, sp.MatrixBase) else [found]
    return values if all(v.is_real for v in values) else None


def _is_regular(real: list[Any], nonzero: list[Any], point: dict[Any, Any]) -> bool:
    """Every part is real at the point, and those that must not be zero are not small."""
    values = [sp.N(e.subs(point), 15, chop=True) for e in real]
    if not all(v.is_number and v.is_real and v.is_finite for v in values):
        return False
    return all(abs(sp.N(e.subs(point), 15)) > 1e-3 for e in nonzero)


def _decimal(r: Any, side: int) -> Any:
    return sp.Rational(round(r * 10**7) + 20 * side, 10**7)


def _split(e: Any, phi: Any) -> tuple[Any, Any]:
    """What has no derivative of phi in it is a factor; the rest, without denominators, is the equation."""
    front, rest = sp.S.One, sp.S.One
    for part in sp.Mul.make_args(sp.factor(sp.together(e))):
        if part.has(sp.Derivative):
            rest *= part
        else:
            front *= part
    if rest == 1:
        return sp.S.One, e
    opened = sp.expand(rest)
    rest = opened if sp.count_ops(opened) <= sp.count_ops(rest) + 3 else rest
    signs = [t.could_extract_minus_sign() for t in sp.Add.make_args(rest)]
    return (-front, -rest) if 2 * sum(signs) > len(signs) else (front, rest)


def _shorter(e: Any) -> Any:
    forms = [e, sp.simplify(e), sp.expand(e)]
    return min(forms, key=sp.count_ops)


def singular_integrals(task: Task) -> list[dict[str, Any]]:
    """Rows with `sides`, and `values` of the constants where the family touches it."""
    names, f, ps = _problem(task)
    out: list[dict[str, Any]] = []
    found = sorted(_touched(task, names), key=lambda row: len(row["sides"][1]))
    for row in (*found, *_at_rest(f, names.variables, names.z, ps)):
        longest = 4 * len(out[0]["sides"][1]) + 40 if out else sp.oo
        if row not in out and len(row["sides"][1]) < longest:  # the long ones are no branches
            out.append(row)
            report(row)
    return out


def _problem(task: Task) -> tuple[Names, Any, list[Any]]:
    names = Names(task)
    left, right = (names.of(t) for t in task["equation"])
    return names, left - right, [names.of(p) for p in task["slopes"]]


def _touched(task: Task, names: Names) -> Iterator[dict[str, Any]]:
    """W = 0 and W_c = 0 for every constant, solved for the constants and the value."""
    z = names.z
    left, right = (names.of(t) for t in task["family"])
    constants = [sp.Symbol(c, real=True) for c in task["constants"]]
    whole = (left - right).subs({sp.Symbol(c.name, positive=True): c for c in constants})
    rates = [sp.numer(sp.together(sp.diff(whole, c))) for c in constants]
    if any(not r.free_symbols & {*constants, *names.variables, z} for r in rates):
        return
    if left == z:
        body = right.subs({sp.Symbol(c.name, positive=True): c for c in constants})
        found = within(5, lambda: _critical(rates, constants)) or []
        found = [s | {z: body.subs(s)} for s in found]
    else:
        found = within(6, lambda: sp.solve([whole, *rates], [*constants, z], dict=True)) or []
    for s in found:
        if z not in s:
            continue
        loose = {c for v in s.values() for c in v.free_symbols & set(constants)}
        for k in (1, 0, 2):
            put = dict.fromkeys(loose | {c for c in constants if c not in s}, sp.Integer(k))
            values = [rooted(sp.simplify(s.get(c, c).subs(put))) for c in constants]
            body = within(2, lambda s=s, put=put: rooted(sp.simplify(s[z].subs(put))))
            if body is None or body.has(sp.zoo, sp.nan, sp.I) or body.has(z):
                continue
            row = texts(z, body, *values)
            if row is not None:
                yield {"sides": row[:2], "values": row[2:]}
                break


def _critical(rates: list[Any], constants: list[Any]) -> list[dict[Any, Any]]:
    """Where the rates vanish; square roots with constants in them are unknowns of their own."""
    roots = {e for r in rates for e in r.atoms(sp.Pow)
             if abs(e.exp) == sp.S.Half and e.free_symbols & {*constants}}  # fmt: skip
    names = {b: sp.Dummy(f"w{k}") for k, b in enumerate({e.base for e in roots})}
    put = {sp.Pow(b, k * sp.S.Half): w**k for b, w in names.items() for k in (1, -1)}
    system = [sp.numer(sp.together(r.xreplace(put))) for r in rates]
    system += [w**2 - b for b, w in names.items()]
    found = sp.solve(system, [*constants, *names.values()], dict=True)
    return [{c: e for c, e in s.items() if c in constants} for s in found]


def _at_rest(f: Any, xs: list[Any], z: Any, ps: list[Any]) -> Iterator[dict[str, Any]]:
    """F = 0 and F_p = 0, solved for the value and the slopes."""
    system = [sp.numer(sp.together(e)) for e in (f, *(sp.diff(f, p) for p in ps))]
    found = within(6, lambda: sp.solve(system, [z, *ps], dict=True)) or []
    for s in found:
        body = s.get(z)
        if body is None or body.free_symbols & {*ps, z} or body.has(sp.I):
            continue
        row = texts(z, sp.factor(body))
        if row is not None:
            yield {"sides": row, "values": []}


def no_singular_integral(task: Task) -> list[dict[str, Any]]:
    """Multipliers of F, F_p and F_x + p F_u whose combination cannot vanish."""
    names, f, ps = _problem(task)
    xs, z = names.variables, names.z
    rates = [sp.diff(f, p) for p in ps]
    turns = [sp.diff(f, x) + p * sp.diff(f, z) for x, p in zip(xs, ps, strict=True)]
    parts = dict(zip([f"m{k + 1}" for k in range(len(ps))], rates, strict=True))
    parts |= {f"n{k + 1}": t for k, t in enumerate(turns)}
    out = []
    for role, e in parts.items():  # one of them alone
        if e != 0 and not e.free_symbols & {*ps, z}:
            out.append({role: sp.S.One, "E": e})
    out += _reduced(f, rates, ps, z)
    out += _apart(task, names)
    rows = []
    for found in out:
        e = within(2, lambda e=found["E"]: sp.factor(sp.simplify(e))) or found["E"]
        roles = [k for k in found if k not in ("E", "family")]
        told = texts(e, *[found[k] for k in roles])
        if told is not None:
            multipliers = dict(zip(roles, told[1:], strict=True))
            rows.append({"E": told[0], "multipliers": multipliers, "family": "family" in found})
    return rows


def _apart(task: Task, names: Names) -> list[dict[str, Any]]:
    """A derivative of the family by a constant, or the difference of two, that does not vanish."""
    left, right = (names.of(t) for t in task["family"])
    whole = left - right
    rates = [sp.diff(whole, names.of(c)) for c in task["constants"]]
    out = [({f"m{k + 1}": sp.S.One}, r) for k, r in enumerate(rates)]
    for i, j in combinations(range(len(rates)), 2):
        one, other = f"m{i + 1}", f"m{j + 1}"
        out.append(({one: sp.S.One, other: -sp.S.One}, sp.simplify(rates[i] - rates[j])))
    moving = {*names.variables, *(s for c in task["constants"] for s in names.of(c).free_symbols)}
    good = [(m, e) for m, e in out if e != 0 and not e.free_symbols & ({*moving, names.z})]
    good += [(m, e) for m, e in out if e != 0 and e.free_symbols <= {*names.variables}]
    return [{**m, "E": e, "family": True} for m, e in good]


def _reduced(f: Any, rates: list[Any], ps: list[Any], z: Any) -> list[dict[str, Any]]:
    """F divided by its derivatives; and F without the part that Euler's identity takes."""
    out = []
    if f.is_polynomial(*ps) and all(r != 0 for r in rates):
        found = within(3, lambda: sp.reduced(f, rates, *ps))
        if found is not None:
            quotients, rest = found
            if rest != 0 and not rest.free_symbols & {*ps, z}:
                row = {"m0": sp.S.One, "E": rest}
                out.append(row | {f"m{k + 1}": -q for k, q in enumerate(quotients)})
    for k, (p, r) in enumerate(zip(ps, rates, strict=True)):
        for n in (1, 2, 3):
            rest = sp.simplify(f - p * r / n)
            if rest != 0 and not rest.free_symbols & {*ps, z}:
                out.append({"m0": sp.S.One, f"m{k + 1}": -p / n, "E": rest})
    return out


__all__ = ["general_integral", "no_singular_integral", "singular_integrals"]
