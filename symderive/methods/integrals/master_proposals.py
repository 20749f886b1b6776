"""Powers and logarithms of a few base functions recognised: integrals of the Gamma and Beta kind.

A kind is B(x) = prod base^name over fixed limits; an integrand that is a sum of multiples of products
of powers of the bases and of their logarithms is made of derivatives of Integral(B) in the names.

>>> row = masters("log(x)^2/(1 + x)^2", "x", "0", "oo", "p", "r", {})[0]
>>> row["kind"], row["parts"]
('half', [['1', ['0', '-2'], [2, 0]]])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from symderive.terms.bridge import NotBridged, from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
MOST = 12  # parts of an integrand
Part = tuple[Any, dict[Any, Any], dict[Any, int]]  # coefficient, exponents, powers of logarithms


def masters(
    text: str, name: str, low: str, high: str, p: str, r: str, sorts: Sorts
) -> list[dict[str, Any]]:
    """Rows: kind, what the kind needs (`q`, `rho`, `b`), and parts [coefficient, values, orders]."""
    told = {**{n: dict(s) for n, s in sorts.items() if n != name}, name: {"positive": True}}
    if (low, high) == ("-oo", "oo"):
        told[name] = {"real": True}
    x = sympy.Symbol(name, **told[name])
    f = to_sympy(read(text), told)
    found: list[dict[str, Any]] = []
    for form in _forms(f, x):
        for row in _rows(form, x, low, high):
            parts = row.pop("parts")
            if row["kind"] == "line":
                parts = _line(parts)
            row["parts"] = [[_text(c), [_text(v) for v in values], orders]
                            for c, values, orders in parts]  # fmt: skip
            row = {k: v if isinstance(v, (str, list)) else _text(v) for k, v in row.items()}
            if row not in found:
                found.append(row)
        if found:
            break
    return found


def values(text: str, names: list[str], parts: list[Any], sorts: Sorts) -> list[str]:
    """The sum of the parts: derivatives of a value in the names, at the values of the names."""
    told = {n: dict(s) for n, s in sorts.items() if n not in names}
    V = to_sympy(read(text), told)
    symbols = [sympy.Symbol(n, **told.get(n, {"real": True})) for n in names]
    total = sympy.Integer(0)
    for coefficient, at, orders in parts:
        D = V
        for s, n in zip(symbols, orders, strict=True):
            D = sympy.diff(D, s, n) if n else D
        put = {s: to_sympy(read(v), told) for s, v in zip(symbols, at, strict=True)}
        total += to_sympy(read(coefficient), told) * D.subs(put, simultaneous=True)
    forms = []
    for form in _closed(total):
        try:
            said = _text(form)
        except (NotBridged, ValueError):
            continue
        if said not in forms:
            forms.append(said)
    return sorted(forms, key=len)


def _closed(e: Any) -> Iterator[Any]:
    """Forms without Beta functions and with few Gamma functions."""
    from symderive.deadline import Late, deadline

    yield e
    try:
        with deadline(2.0):
            plain = sympy.expand_func(e.rewrite(sympy.gamma))
            yield plain
            short = sympy.gammasimp(plain)
            yield short
            yield sympy.simplify(sympy.expand_func(sympy.expand(short)))
            yield sympy.factor_terms(sympy.simplify(short))
    except Late:
        return


def _text(e: Any) -> str:
    return write(from_sympy(sympy.Integer(e) if isinstance(e, int) else e))


def _forms(f: Any, x: Any) -> Iterator[Any]:
    waves = f.has(sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc)
    hyperbolic = f.has(sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.sech, sympy.csch)
    g = f.rewrite(sympy.exp) if hyperbolic else f
    g = sympy.powdenest(g, force=True)
    g = g.subs(sympy.log(1 / x), -sympy.log(x))
    yield g
    g = sympy.expand_log(g, force=True)
    yield sympy.expand(g, power_base=False, power_exp=False)
    if not waves:
        yield sympy.factor(g)
        top, bottom = sympy.fraction(sympy.together(g))
        bottom = sympy.factor(bottom)
        yield sympy.Add(*(t / bottom for t in sympy.Add.make_args(sympy.expand(top))))
    else:
        g = sympy.expand_log(
            g.replace(sympy.tan, _quotient).replace(sympy.cot, lambda u: 1 / _quotient(u)),
            force=True,
        )
        yield sympy.expand(sympy.expand_trig(g))


def _quotient(u: Any) -> Any:
    return sympy.sin(u) / sympy.cos(u)


# --- recognition ----------------------------------------------------------------------------------


def _rows(f: Any, x: Any, low: str, high: str) -> Iterator[dict[str, Any]]:
    terms = sympy.Add.make_args(f)
    if len(terms) > MOST:
        return
    seen: dict[str, Any] = {}
    parts: list[Part] = []
    for t in terms:
        part = _part(t, x, seen)
        if part is None:
            return
        parts.append(part)
    keys = {k for k, v in seen.items() if v is not None}
    span = (low, high)
    if span == ("0", "pi/2") and keys <= {"sin", "cos"}:
        yield {"kind": "circle", "parts": _table(parts, ("sin", "cos"))}
    elif span == ("0", "oo") and keys <= {"x", "exp"} and "exp" in keys:
        b, q = seen["exp"]
        yield {"kind": "gamma", "b": b, "q": q, "parts": _table(parts, ("x",))}
    elif span == ("0", "oo") and keys <= {"x", "one"} and "one" in keys:
        rho, q = seen["one"]
        if rho.is_positive:
            yield {"kind": "half", "rho": rho, "q": q, "parts": _table(parts, ("x", "one"))}
    elif span == ("0", "1") and keys <= {"x", "one"} and "one" in keys:
        rho, q = seen["one"]
        if rho == -1:
            yield {"kind": "unit", "q": q, "parts": _table(parts, ("x", "one"))}
    elif span in (("0", "1"), ("1", "oo")) and keys <= {"x"}:
        kind = "log" if span[1] == "1" else "beyond"
        yield {"kind": kind, "parts": _logs(parts, -1 if span[1] == "1" else 1)}
    elif span == ("-oo", "oo") and keys <= {"line", "wave", "logistic"} and "logistic" in keys:
        rho, q = seen["logistic"]
        if rho.is_positive:
            row = [(c, [e.get("wave", 0), e.get("logistic", 0)],
                    [k.get("line", 0) + e.get("line", 0), k.get("logistic", 0)])
                   for c, e, k in parts]  # fmt: skip
            yield {"kind": "line", "rho": rho, "q": q, "parts": row}


def _line(parts: list[Any]) -> list[Any]:
    good = all(
        o[0] == int(o[0]) and o[0] >= 0 for *_, o in parts if not getattr(o[0], "free_symbols", ())
    )
    good = good and not any(getattr(o[0], "free_symbols", ()) for *_, o in parts)
    return [(c, v, [int(o[0]), o[1]]) for c, v, o in parts] if good else []


def _table(parts: list[Part], keys: tuple[str, ...]) -> list[Any]:
    return [(c, [e.get(k, 0) for k in keys], [n.get(k, 0) for k in keys]) for c, e, n in parts]


def _logs(parts: list[Part], sign: int) -> list[Any]:
    """Powers of log(x) as an exponent of -log(x) or log(x), the second name."""
    out = []
    for c, e, n in parts:
        k = n.get("x", 0) + e.get("log", 0)
        out.append((c * sign ** n.get("x", 0), [e.get("x", 0), k], [0, n.get("log", 0)]))
    return out


def _iterated(x: Any) -> tuple[Any, Any]:
    return sympy.log(-sympy.log(x)), sympy.log(sympy.log(x))


def _part(t: Any, x: Any, seen: dict[str, Any]) -> Part | None:
    c, exponents, logs = sympy.Integer(1), {}, {}
    for factor in sympy.Mul.make_args(t):
        if not factor.has(x):
            c *= factor
            continue
        base, e = (factor, sympy.Integer(1)) if isinstance(factor, sympy.exp) else (
            factor.as_base_exp())  # fmt: skip
        if e.has(x):
            return None
        if base == x and not x.is_positive:  # a power of the variable itself, on the line
            logs["line"] = logs.get("line", 0) + e
            seen.setdefault("line", True)
        elif base == -sympy.log(x):
            exponents["log"] = exponents.get("log", 0) + e
            seen.setdefault("x", True)
        elif base in _iterated(x) and e.is_Integer and e >= 0:
            logs["log"] = logs.get("log", 0) + int(e)
            seen.setdefault("x", True)
        elif isinstance(base, sympy.log):
            inner = _logarithm(base.args[0], x, seen)
            if inner is None or len(inner) != 1:
                return None
            ((key, scale),) = inner.items()
            if e.is_Integer and e >= 0:
                logs[key] = logs.get(key, 0) + int(e)
            elif key == "x":
                exponents["log"] = exponents.get("log", 0) + e
            else:
                return None
            c *= scale**e
        else:
            for key, scale, power in _base(base, x, seen):
                if key is None:
                    return None
                c *= scale**e
                exponents[key] = exponents.get(key, 0) + power * e
    return c, exponents, logs


def _logarithm(u: Any, x: Any, seen: dict[str, Any]) -> dict[str, Any] | None:
    """{key: multiple} for the logarithm of a power of one base, without a constant beside it."""
    out: dict[str, Any] = {}
    for factor in sympy.Mul.make_args(sympy.factor(u)):
        base, e = factor.as_base_exp()
        if not factor.has(x) or e.has(x):
            return None
        for key, scale, power in _base(base, x, seen):
            if key is None or scale != 1:
                return None
            out[key] = out.get(key, 0) + power * e
    return {k: v for k, v in out.items() if v != 0}


def _base(base: Any, x: Any, seen: dict[str, Any]) -> Iterator[tuple[str | None, Any, Any]]:
    """(key, scale, power): base = scale*function(key)^power; key None where it is none of them."""
    one = sympy.Integer(1)
    if base == x:
        seen.setdefault("x", True)
        yield "x", one, one
    elif isinstance(base, (sympy.sin, sympy.cos)) and base.args[0] == x:
        key = "sin" if isinstance(base, sympy.sin) else "cos"
        seen.setdefault(key, True)
        yield key, one, one
    elif isinstance(base, (sympy.tan, sympy.cot)) and base.args[0] == x:
        sign = one if isinstance(base, sympy.tan) else -one
        seen.setdefault("sin", True)
        yield "sin", one, sign
        yield "cos", one, -sign
    elif isinstance(base, (sympy.sec, sympy.csc)) and base.args[0] == x:
        yield "cos" if isinstance(base, sympy.sec) else "sin", one, -one
        seen.setdefault("cos", True)
    elif isinstance(base, sympy.exp):
        yield _exponential(base.args[0], x, seen), *_after(base.args[0], x, seen)
    elif base.is_Add:
        yield from _sum(base, x, seen)
    else:
        yield None, one, one


def _after(u: Any, x: Any, seen: dict[str, Any]) -> tuple[Any, Any]:
    """(scale, power) of an exponential: on the line a rate, else one factor exp(-b*x^q)."""
    c, rest = sympy.expand(u).as_independent(x, as_Add=True)
    if not x.is_positive:
        return sympy.exp(c), sympy.expand(rest).coeff(x, 1)
    return sympy.exp(c), sympy.Integer(1)


def _exponential(u: Any, x: Any, seen: dict[str, Any]) -> str | None:
    _, rest = sympy.expand(u).as_independent(x, as_Add=True)
    if rest.is_Add:
        return None
    k, monomial = rest.as_independent(x, as_Add=False)
    base, q = monomial.as_base_exp()
    if base != x:
        return None
    if not x.is_positive:
        if q != 1:
            return None
        seen.setdefault("wave", True)
        return "wave"
    if not (-k).is_positive or not q.is_positive:
        return None
    if seen.setdefault("exp", (-k, q)) != (-k, q):
        return None
    return "exp"


def _two_terms(base: Any, x: Any) -> bool:
    d, rest = base.as_independent(x, as_Add=True)
    return d != 0 and not rest.is_Add


def _sum(base: Any, x: Any, seen: dict[str, Any]) -> Iterator[tuple[str | None, Any, Any]]:
    """d + e*x^q = d*(1 + rho*x^q), or d + e*exp(q*x), always with one rho and q."""
    none = (None, sympy.Integer(1), sympy.Integer(1))
    factored = base if _two_terms(base, x) else sympy.factor(base)
    if not factored.is_Add:
        for factor in sympy.Mul.make_args(factored):
            b, e = factor.as_base_exp()
            if not factor.has(x):
                yield None, factor, e
                return
            for key, scale, power in _base(b, x, seen):
                yield key, scale, power * e
        return
    d, rest = factored.as_independent(x, as_Add=True)
    if d == 0 or rest.is_Add:
        yield none
        return
    k, monomial = rest.as_independent(x, as_Add=False)
    if isinstance(monomial, sympy.exp):
        q = sympy.expand(monomial.args[0]).coeff(x, 1)
        ok = sympy.expand(monomial.args[0] - q * x) == 0
        if x.is_positive or not ok or not q.is_positive:
            yield none
            return
        name, rho = "logistic", k / d
    else:
        b, q = monomial.as_base_exp()
        if b != x or not q.is_positive:
            yield none
            return
        name, rho = "one", sympy.simplify(k / d)
    if not d.is_positive:
        yield none
        return
    if seen.setdefault(name, (rho, q)) != (rho, q):
        yield none
        return
    yield name, d, sympy.Integer(1)
