"""Calls whose arguments have a shape of their own: ranges, limits, derivatives, matrices, pieces.

>>> from symderive.terms.reader import read
>>> read("Integral(x*y, (x, 0, 1), (y, 0, x))").args[0].head     # the first range is innermost
'Integral'
>>> read("log(x, 2)").head, read("Limit(1/x, x, 0+)").data
('Div', '+')
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from symderive.terms.levels import REL, STATEMENTS
from symderive.terms.tokens import MAX_NAME
from symderive.terms.tree import Term
from symderive.terms.vocabulary import BARE, CONSTANTS, FUNCTIONS, KEYWORDS, TRUTH

if TYPE_CHECKING:
    from symderive.terms.reader import Reader


def bound_name(r: Reader) -> Term:
    """A bound variable: a name without another meaning."""
    tok = r.toks[r.i]
    if not tok[:1].isalpha():
        r.unexpected("a variable")
    context = r.context
    reserved = (
        tok in CONSTANTS
        or tok in KEYWORDS
        or tok in TRUTH
        or tok in context.unknowns
        or (tok in FUNCTIONS and tok not in BARE)
        or (context.forms and tok[0] == "d" and tok[1:] in context.coords)
    )
    if reserved or len(tok) > MAX_NAME:
        r.fail(f"'{tok}' cannot be a variable here", None, "choose another name")
    r.i += 1
    return r.known.setdefault(tok, Term("Symbol", (), tok))


def _ranges(r: Reader, head: str) -> Term:
    """Integral(f, (x, a, b), ...): nested, the first range innermost."""
    term = r.parse(REL)
    if r.toks[r.i] != ",":
        r.unexpected("',' and a range (x, a, b)")
    while r.toks[r.i] == ",":
        r.i += 1
        if r.toks[r.i] != "(":
            r.fail("a range is wanted here", None, f"write {head}(f, (x, a, b))")
        r.i += 1
        variable = bound_name(r)
        if r.toks[r.i] == ")":
            r.fail("an antiderivative has no place", None, "give both bounds: (x, a, b)")
        r.expect(",")
        low = r.parse(REL)
        r.expect(",")
        high = r.parse(REL)
        r.expect(")")
        term = Term(head, (term, variable, low, high))
    return term


def _limit(r: Reader, head: str) -> Term:
    body = r.parse(REL)
    r.expect(",")
    variable = bound_name(r)
    r.expect(",")
    point = r.parse(REL)
    side = r.toks[r.i]
    if side in ("+", "-"):
        r.i += 1
    elif side == "," and r.toks[r.i + 1] == "'" and r.toks[r.i + 3] == "'":
        side = r.toks[r.i + 2]
        if side not in ("+", "-"):
            r.fail("a side is '+' or '-'", r.i + 2)
        r.i += 4
    else:
        side = "+-"
    return Term("Limit", (body, variable, point), side)


def _derivative(r: Reader, head: str) -> Term:
    """Derivative(f, x), (f, (x, 2)), (f, x, 2), (f, x, y); jets may stand for variables."""
    body = r.parse(REL)
    if r.toks[r.i] != ",":
        r.unexpected("',' and a variable")
    variables: list[Term] = []
    orders: list[int] = []
    while r.toks[r.i] == ",":
        r.i += 1
        pair = r.toks[r.i] == "("
        if pair:
            r.i += 1
        elif variables and r.toks[r.i].isdigit() and orders[-1] == 1:
            orders[-1] = _positive_order(r)
            continue
        at = r.i
        variable = r.parse(REL)
        if variable.head not in ("Symbol", "Apply"):
            r.fail("a derivative is taken by a variable", at, "write Derivative(f, x)")
        variables.append(variable)
        orders.append(1)
        if pair:
            r.expect(",")
            orders[-1] = _positive_order(r)
            r.expect(")")
    return Term("Derivative", (body, *variables), tuple(orders))


def _positive_order(r: Reader) -> int:
    order = r.order()
    if order == 0:
        r.fail("an order of 0", r.i - 1, "leave the variable out")
    return order


def _subs(r: Reader, head: str) -> Term:
    """Subs(f, x, a) or Subs(f, (x, y), (a, b))."""
    body = r.parse(REL)
    r.expect(",")
    at = r.i
    several = r.toks[r.i] == "("
    variables = [bound_name(r)] if not several else []
    if several:
        while not variables or r.toks[r.i] == ",":
            r.i += 1
            variables.append(bound_name(r))
        r.expect(")")
    r.expect(",")
    point = r.parse(REL)
    points = point.args if several and point.head == "Tuple" else (point,)
    if len(points) != len(variables):
        r.fail(f"{len(variables)} variables, {len(points)} values", at)
    return Term("Subs", (body, *variables, *points))


def _lambda(r: Reader, head: str) -> Term:
    variable = bound_name(r)
    r.expect(",")
    return Term("Lambda", (r.parse(REL), variable))


def _matrix(r: Reader, head: str) -> Term:
    """Matrix([[a, b], [c, d]]), or Matrix([a, b]) for a column."""
    at = r.i
    r.expect("[")
    rows = []
    while True:
        if r.toks[r.i] == "[":
            r.i += 1
            row = [r.parse(REL)]
            while r.toks[r.i] == ",":
                r.i += 1
                row.append(r.parse(REL))
            r.expect("]")
        else:
            row = [r.parse(REL)]
        rows.append(row)
        if r.toks[r.i] != ",":
            break
        r.i += 1
    r.expect("]")
    if len({len(row) for row in rows}) != 1:
        r.fail("rows of different lengths", at)
    return Term("Matrix", [a for row in rows for a in row], (len(rows), len(rows[0])))


def _piecewise(r: Reader, head: str) -> Term:
    parts: list[Term] = []
    while True:
        r.expect("(")
        parts.append(r.parse(REL))
        r.expect(",")
        at = r.i
        condition = r.parse(0)
        if condition.head not in STATEMENTS:
            r.fail("a condition is wanted here", at, "write (value, x > 0) or (value, True)")
        parts.append(condition)
        r.expect(")")
        if r.toks[r.i] != ",":
            return Term("Piecewise", parts)
        r.i += 1


def _pair(r: Reader) -> tuple[Term, Term]:
    first = r.parse(REL)
    r.expect(",")
    return first, r.parse(REL)


def _rational(r: Reader, head: str) -> Term:
    p, q = _pair(r)
    if p.head == "Neg" and p.args[0].head == "Integer":
        return Term("Neg", (Term("Div", (p.args[0], q)),))
    return Term("Div", (p, q))


def _root(r: Reader, head: str) -> Term:
    base, degree = _pair(r)
    return Term("Pow", (base, Term("Div", (Term("Integer", (), 1), degree))))


def _log(r: Reader, head: str) -> Term:
    """log(x), or log(x, b) = log(x)/log(b)."""
    x = r.parse(REL)
    if r.toks[r.i] != ",":
        return Term("log", (x,))
    r.i += 1
    return Term("Div", (Term("log", (x,)), Term("log", (r.parse(REL),))))


def _volume(r: Reader, head: str) -> Term:
    """VolumeIntegral(f, x, n)."""
    body = r.parse(REL)
    r.expect(",")
    variable = bound_name(r)
    r.expect(",")
    return Term(head, (body, variable, r.parse(REL)))


def _quad(r: Reader, head: str) -> Term:
    """quad(A, v) = transpose(v)*A*v."""
    a, v = _pair(r)
    return Term("Mul", (Term("transpose", (v,)), a, v))


def _norm2(r: Reader, head: str) -> Term:
    """norm2(v) = transpose(v)*v."""
    v = r.parse(REL)
    return Term("Mul", (Term("transpose", (v,)), v))


def _zeros(r: Reader, head: str) -> Term:
    """zeros(n), a column, or zeros(n, m)."""
    rows = r.parse(REL)
    if r.toks[r.i] != ",":
        return Term("ZeroMatrix", (rows, Term("Integer", (), 1)))
    r.i += 1
    return Term("ZeroMatrix", (rows, r.parse(REL)))


def _relation(r: Reader, head: str) -> Term:
    return Term(head, _pair(r))


SHAPES: dict[str, Callable[[Reader, str], Term]] = {
    "Integral": _ranges,
    "Sum": _ranges,
    "Product": _ranges,
    "Limit": _limit,
    "Derivative": _derivative,
    "Subs": _subs,
    "Lambda": _lambda,
    "Matrix": _matrix,
    "Piecewise": _piecewise,
    "Rational": _rational,
    "root": _root,
    "log": _log,
    "VolumeIntegral": _volume,
    "quad": _quad,
    "norm2": _norm2,
    "zeros": _zeros,
    **dict.fromkeys(("Eq", "Ne", "Lt", "Le", "Gt", "Ge"), _relation),
}
