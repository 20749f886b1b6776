"""First integrals of dx/a = dy/b = .. = du/c: pairs of names, one after the other; then multipliers.

A pair whose ratio of rates contains no third name is one ordinary equation; what it yields removes a
name from the others.  Polynomial rates have multipliers too: polynomials f with a.f_x = k f, whose
products of powers are constant where the k cancel (Darboux).
"""

from __future__ import annotations

from functools import partial
from itertools import combinations, permutations
from typing import Any

import sympy as sp

from symderive.methods.characteristics.antiderivatives import GENERIC, Opaque
from symderive.methods.characteristics.ordinary import arcs, integral, last_resort, neat
from symderive.methods.characteristics.patience import within

SECONDS = 5  # for one way to search, of which there are six


def first_integrals(
    names: list[Any], rates: list[Any], flow_first: bool = False, clock: Any = None
) -> list[Any]:
    """As many independent ones as are found, at most len(names) - 1.

    `flow_first`: integrals that are the names themselves where the clock is zero, as data like them.
    Generic functions are integrated over the `clock`, a variable that is constant on the data.
    """
    if clock is not None and any(r.has(GENERIC) for r in rates):
        pairs = sorted(zip(names, rates, strict=True), key=lambda p: p[0] != clock)
        names, rates = [p[0] for p in pairs], [p[1] for p in pairs]
    field = dict(zip(names, rates, strict=True))
    found: list[Any] = []
    for name in names:
        if field[name] == 0:
            _keep(name, names, field, found)
    quickly, pairs, standing = (
        partial(s, by_value=flow_first) for s in (_quickly, _by_pairs, _by_standing)
    )
    flow = partial(_by_flow, clock=clock)
    start = (flow, quickly) if flow_first else (quickly, flow)
    for search in (*start, _by_sums, _by_multipliers, pairs, standing):
        if len(found) < len(names) - 1:
            within(SECONDS, lambda s=search: s(names, field, found))
    return found


def _keep(candidate: Any, names: list[Any], field: dict[Any, Any], found: list[Any]) -> bool:
    """The candidate joins what is found if it is constant along the field and independent."""
    if candidate is None or len(found) >= len(names) - 1 or not candidate.free_symbols & set(names):
        return False
    if not any(r.has(sp.Abs) for r in field.values()):  # of logarithms
        candidate = candidate.replace(sp.Abs, lambda a: a)
    total = sum(field[n] * sp.diff(candidate, n) for n in names)
    if not vanishes(total) or not _independent([*found, candidate], names):
        return False
    found.append(_cleared(candidate, names, field))
    return True


def _cleared(candidate: Any, names: list[Any], field: dict[Any, Any]) -> Any:
    """Without denominators that are constant along the field, and with a plain first sign."""
    if candidate.has(names[-1]) and not sp.simplify(candidate * names[-1]).has(names[-1]):
        candidate = 1 / candidate
    top, bottom = sp.fraction(sp.together(candidate))
    if bottom != 1 and all(field[n] == 0 for n in names if bottom.has(n)):
        candidate = sp.expand(top) if top.is_polynomial(*names) else top
    first = next((n for n in names if candidate.has(n)), None)
    if first is not None and candidate.is_polynomial(first):
        lead = sp.Poly(candidate, first).LC()
        if lead.could_extract_minus_sign():
            candidate = sp.expand(-candidate) if candidate.is_Add else -candidate
    elif candidate.is_Mul and candidate.could_extract_minus_sign():
        candidate = -candidate
    return candidate


def vanishes(e: Any) -> bool:
    """A guess: numbers first, then `simplify`."""
    if e == 0:
        return True
    free = sorted(e.free_symbols, key=str)
    hits = 0
    if not e.atoms(GENERIC, Opaque):
        for k in range(4):
            values = {s: sp.Rational(7 * k + 3 * i + 5, 11 + 2 * i) for i, s in enumerate(free)}
            number = sp.N(e.subs(values), 20)
            if not number.is_number or number.has(sp.nan, sp.zoo):
                continue
            if abs(number) > 1e-9:
                return False
            hits += 1
    return hits >= 2 or sp.simplify(e) == 0


def _independent(found: list[Any], names: list[Any]) -> bool:
    matrix = sp.Matrix([[sp.diff(i, n) for n in names] for i in found])
    free = sorted(matrix.free_symbols, key=str)
    for k in range(3):
        values = {s: sp.Rational(5 * k + 2 * i + 3, 7 + 3 * i) for i, s in enumerate(free)}
        here = _opaque(matrix)
        try:
            numbers = here.subs(values).applyfunc(lambda e: sp.N(e, 15))
            if all(n.is_number for n in numbers) and numbers.rank(iszerofunc=_tiny) == len(found):
                return True
        except (TypeError, ValueError):
            continue
    return False


def _opaque(matrix: Any) -> Any:
    """Generic functions and their derivatives as numbers."""
    kinds = (sp.Subs, sp.Derivative, Opaque, GENERIC)
    for kind in kinds:
        atoms = sorted(matrix.atoms(kind), key=str)
        matrix = matrix.xreplace({f: sp.Rational(3 + 2 * i, 5 + i) for i, f in enumerate(atoms)})
    return matrix


def _tiny(e: Any) -> bool:
    return bool(abs(e) < 1e-10)


# --- pairs ---------------------------------------------------------------------------------------


def _by_flow(names: list[Any], field: dict[Any, Any], found: list[Any], clock: Any = None) -> None:
    """A name that runs at a constant rate, and a linear block: exp(-M t) v - (what is put in)."""
    steady = (n for n in reversed(names) if field[n] != 0)
    clocks = [n for n in steady if not field[n].free_symbols & set(names)]
    for t in sorted(clocks, key=lambda n: n != clock):
        if len(found) >= len(names) - 1:
            return
        rates = {n: field[n] / field[t] for n in names if n != t}
        block = [n for n in rates if _affine(rates, n, t)]
        while True:
            closed = [n for n in block if not (rates[n].free_symbols & set(names)) - {*block, t}]
            if closed == block:
                break
            block = closed
        moving = [n for n in block if rates[n] != 0]
        if not moving or not any(rates[n].has(m) for n in moving for m in block if m != n):
            continue
        matrix = sp.Matrix([[sp.diff(rates[n], m) for m in block] for n in block])
        source = sp.Matrix([rates[n].subs(dict.fromkeys(block, 0)) for n in block])
        back = sp.simplify((-matrix * t).exp())
        if back.has(sp.I):
            back = sp.simplify(back.rewrite(sp.cos).applyfunc(lambda e: sp.expand(e, complex=True)))
        put = (back * source).applyfunc(lambda e, t=t: sp.integrate(sp.expand(e), t))
        for candidate in back * sp.Matrix(block) - put:
            if not candidate.has(sp.I, sp.Integral):
                _keep(_tidy(sp.expand(candidate), names), names, field, found)


def _affine(rates: dict[Any, Any], n: Any, t: Any) -> bool:
    """Linear in the names with constant coefficients, apart from a function of t."""
    return all(not sp.diff(rates[n], m).free_symbols & {*rates, t} for m in rates)


def _quickly(
    names: list[Any], field: dict[Any, Any], found: list[Any], by_value: bool = False
) -> None:
    _by_pairs(names, field, found, quick=True, by_value=by_value)


def _by_sums(names: list[Any], field: dict[Any, Any], found: list[Any]) -> None:
    """Rates that hold two names only in their sum or difference v: v in place of one of them."""
    if not any(r.atoms(sp.Function) for r in field.values()):
        return  # polynomials have multipliers
    for x, y in combinations(names[:-1], 2):
        for sign in (1, -1):
            v = sp.Dummy("v", real=True)
            put = {y: sign * (v - x)}
            rates = {n: sp.simplify(field[n].subs(put)) for n in names}
            rates[v] = sp.simplify(rates[x] + sign * rates[y])
            if any(rates[n].has(x) for n in (x, v)) or not rates[v].has(v):
                continue
            inner = [v if n == y else n for n in names]
            own: list[Any] = []
            new = {n: rates[n] for n in inner}
            within(SECONDS, lambda i=inner, f=new, o=own: _by_pairs(i, f, o))
            for candidate in own:
                _keep(candidate.subs(v, x + sign * y), names, field, found)
            if len(found) >= len(names) - 1:
                return


def _by_standing(
    names: list[Any], field: dict[Any, Any], found: list[Any], by_value: bool = False
) -> None:
    with last_resort():
        _by_pairs(names, field, found, by_value=by_value)


def _by_pairs(
    names: list[Any], field: dict[Any, Any], found: list[Any], quick: bool = False,
    by_value: bool = False,
) -> None:  # fmt: skip
    level: dict[Any, Any] = {}  # constants and the integrals that they are the values of
    gone: dict[Any, Any] = {}  # names expressed by constants and the names that remain
    for i in found:
        _eliminate(i, names, level, gone, by_value)
    progress = True
    clocked = any(r.has(GENERIC) for r in field.values())  # the first name, then
    while progress and len(found) < len(names) - 1:
        progress = False
        left = [n for n in names if n not in gone]
        rates = {n: _put(field[n], gone) for n in left}
        order = sorted(
            combinations(left, 2),
            key=lambda p: (
                clocked and names[0] not in p,
                sp.count_ops(rates[p[0]]) + sp.count_ops(rates[p[1]]),
            ),
        )
        for x, y in order:
            if rates[x] == 0 or rates[y] == 0:
                continue
            ratio = sp.simplify(rates[y] / rates[x])
            if (ratio.free_symbols & set(left)) - {x, y}:
                continue
            candidate = integral(ratio, y, x, quick)
            if candidate is None:
                candidate = integral(sp.simplify(1 / ratio), x, y, quick)
            if candidate is None or (quick and candidate.has(sp.asin, sp.acos)):
                continue
            back = arcs(_tidy(candidate.subs(level), names))
            if _keep(back, names, field, found):
                _eliminate(back, names, level, gone, by_value)
                progress = True
                break


def _tidy(e: Any, names: list[Any]) -> Any:
    shorter = within(3, lambda: sp.simplify(e))
    return shorter if shorter is not None and sp.count_ops(shorter) < sp.count_ops(e) else e


def _put(e: Any, gone: dict[Any, Any]) -> Any:
    for _ in range(len(gone) + 1):
        e = e.subs(gone)
    return sp.simplify(e)


def _eliminate(
    value: Any, names: list[Any], level: dict[Any, Any], gone: dict[Any, Any], by_value: bool
) -> None:
    """Solve value = C for one of its names, a name that occurs linearly if there is one.

    `by_value`: the inverse counts too, so that x/u = C gives u, and relations of the variables stay.
    """
    here = _put(value, gone) if gone else value
    free = [n for n in names if n in here.free_symbols and n not in gone]
    free.sort(key=lambda n: (not _linear_in(here, n, by_value), -names.index(n)))
    c = sp.Symbol(f"C{len(level) + 1}_", positive=True)
    for n in free:
        solutions = within(3, lambda n=n: sp.solve(sp.Eq(here, c), n))
        if solutions and not any(s.has(sp.Piecewise) for s in solutions):
            level[c] = value
            gone[n] = solutions[-1]
            return


def _linear_in(e: Any, n: Any, inverse: bool) -> bool:
    return not sp.diff(e, n).has(n) or (inverse and not sp.cancel(e * n).has(n))


# --- multipliers -------------------------------------------------------------------------------------


def _by_multipliers(names: list[Any], field: dict[Any, Any], found: list[Any]) -> None:
    denominator = sp.lcm_list([sp.fraction(sp.together(field[n]))[1] for n in names])
    flow = {n: sp.expand(sp.cancel(field[n] * denominator)) for n in names}
    if not all(r.is_polynomial(*names) for r in flow.values()):
        return
    parts: list[tuple[Any, Any]] = []  # (function, its rate of change along the flow)
    for f in _candidates(names, flow):
        rate = sp.expand(sum(flow[n] * sp.diff(f, n) for n in names))
        quotient, rest = sp.div(rate, f, *names)
        if rest == 0:
            parts.append((sp.log(f), sp.expand(quotient)))
            inverse, over = sp.div(quotient, f, *names)
            if over == 0 and inverse != 0:
                parts.append((1 / f, sp.expand(-inverse)))
    for x, y in combinations(names, 2):  # angles
        turn = sp.expand(x * flow[y] - y * flow[x])
        quotient, rest = sp.div(turn, x**2 + y**2, *names)
        if rest == 0 and turn != 0:
            parts.append((sp.atan(y / x), sp.expand(quotient)))
    for m in _monomials(names):
        parts.append((m, sp.expand(sum(flow[n] * sp.diff(m, n) for n in names))))
    for e in _combinations(parts, names):
        candidate = neat(e, tuple(names))
        if _keep(_tidy(candidate, names), names, field, found) and len(found) >= len(names) - 1:
            return


def _candidates(names: list[Any], flow: dict[Any, Any]) -> list[Any]:
    out = [*names, *(n + k for n in names for k in (1, -1))]
    for x, y in combinations(names, 2):
        out += [x - y, x + y, x**2 + y**2, x**2 - y**2]
    out += [sum(names), sum(n**2 for n in names)]
    for trio in combinations(names, 3):
        out += [sum(trio), sum(n**2 for n in trio)]
        x, y, z = trio
        out += [x - y - z, x - y + z, x + y - z]
    for x, y, z in permutations(names, 3):
        if names.index(x) < names.index(y):
            out += [x * y - z**2, x**2 + y**2 - z**2]
        out.append(x * y - z)
    if all(sp.Poly(flow[n], *names).total_degree() <= 1 for n in names):
        matrix = sp.Matrix([[sp.diff(flow[n], m) for m in names] for n in names])
        if not matrix.free_symbols:
            for value, _, vectors in matrix.T.eigenvects():
                shift = sp.Matrix([flow[n].subs(dict.fromkeys(names, 0)) for n in names])
                for v in vectors:
                    constant = (v.T * shift)[0]
                    if value.is_real and (constant == 0 or value != 0):
                        form = (v.T * sp.Matrix(names))[0]
                        out.append(form + (constant / value if constant else 0))
    return list(dict.fromkeys(out))


def _monomials(names: list[Any]) -> list[Any]:
    out = list(names) + [n**2 for n in names] + [x * y for x, y in combinations(names, 2)]
    return out + [n**3 for n in names] if len(names) < 4 else out


def _combinations(parts: list[tuple[Any, Any]], names: list[Any]) -> list[Any]:
    """Linear combinations whose rate of change vanishes."""
    polys = [sp.Poly(rate, *names) for _, rate in parts]
    monomials = sorted({m for p in polys for m in p.monoms()})
    matrix = sp.Matrix([[p.coeff_monomial(m) for p in polys] for m in monomials])
    out = []
    for v in matrix.nullspace(simplify=True):
        v = sp.simplify(v)
        out.append(sum(c * f for c, (f, _) in zip(v, parts, strict=True)))
    return sorted(out, key=sp.count_ops)
