"""Sums of log(n)/n over classes of n with odd signs, as combinations of Kummer's series; in the worker.

>>> log_parts("(-1)^k*log(2*k + 1)/(2*k + 1)", "k", {})
[('0', '(-1)^k*log(2*k + 1)/(2*k + 1)', 2, [('1', '1/4')])]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
MAX_MODULUS = 12


def _out(e: Any) -> str:
    return write(from_sympy(e))


def log_parts(text: str, k: str, sorts: Sorts) -> list[tuple[str, str, int, list[tuple[str, str]]]]:
    """(terms without logarithm, those with, how many n belong to one k, (coefficient, X) ..)."""
    told = {**sorts, k: {"integer": True, "nonnegative": True}}
    e = to_sympy(read(text), {n: dict(s) for n, s in told.items()})
    index = sympy.Symbol(k, integer=True, nonnegative=True)
    rest, logs = sympy.Integer(0), sympy.Integer(0)
    classes: dict[Any, Any] = {}
    block, modulus = 0, 0
    for t in sympy.Add.make_args(sympy.expand(e, log=False, power_exp=False, power_base=False)):
        if not any(u.has(index) for u in t.atoms(sympy.log)):
            rest += t
            continue
        found = _one(t, index)
        if found is None:
            return []
        alternating, c, alpha, beta = found
        q = 2 * alpha if alternating else alpha
        if (block and block != alpha) or (modulus and modulus != q) or not 1 <= beta <= alpha:
            return []
        block, modulus = alpha, q
        classes[beta] = classes.get(beta, 0) + c
        if alternating:
            classes[beta + alpha] = classes.get(beta + alpha, 0) - c
        logs += t
    if not modulus or modulus > MAX_MODULUS:
        return []
    if any(sympy.simplify(classes.get(a, 0) + classes.get(modulus - a, 0)) != 0
           for a in range(1, modulus + 1) if a != modulus) or classes.get(modulus, 0) != 0:  # fmt: skip
        return []
    pairs = []
    for m in range(1, (modulus + 1) // 2):
        beta_m = sympy.Rational(2, modulus) * sum(
            c * sympy.sin(2 * sympy.pi * a * m / modulus) for a, c in classes.items())  # fmt: skip
        beta_m = sympy.simplify(beta_m)
        if beta_m != 0:
            pairs.append((_out(beta_m), _out(sympy.Rational(m, modulus))))
    return [(_out(rest), _out(logs), block, pairs)]


def _one(t: Any, k: Any) -> tuple[bool, Any, int, int] | None:
    """(whether (-1)^k stands in it, c, alpha, beta) of c*(-1)^k*log(alpha*k + beta)/(alpha*k + beta)."""
    c, rest = t.as_independent(k, as_Add=False)
    alternating, line = False, None
    for f in sympy.Mul.make_args(rest):
        if isinstance(f, sympy.log):
            line = sympy.Poly(f.args[0], k) if f.args[0].is_polynomial(k) else None
        elif f.is_Pow and f.base == -1:
            alternating = True
            c *= (-1) ** sympy.simplify(f.exp - k)
    if line is None or line.degree() != 1:
        return None
    alpha, beta = line.all_coeffs()
    if not (alpha.is_Integer and beta.is_Integer and alpha > 0):
        return None
    sign = sympy.Integer(-1) ** k if alternating else sympy.Integer(1)
    whole = sympy.simplify(t * line.as_expr() / (sympy.log(line.as_expr()) * sign))
    return None if whole.has(k) else (alternating, whole, int(alpha), int(beta))


def gamma_forms(text: str, sorts: Sorts) -> list[str]:
    """A value with log gamma, the logarithms gathered."""
    e = to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})
    plain = e.replace(sympy.loggamma, lambda u: sympy.log(sympy.gamma(u)))
    forms = [sympy.factor_terms(sympy.expand(sympy.expand_log(f, force=True)))
             for f in (plain, sympy.simplify(plain))]  # fmt: skip
    forms += [sympy.factor_terms(sympy.expand(sympy.expand_log(e, force=True)))]
    seen = dict.fromkeys(forms)
    return [_out(f) for f in sorted(seen, key=lambda f: (f.count_ops(), len(str(f))))]
