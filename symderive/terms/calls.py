"""What a name before a parenthesis means: functions of the table, calculus, matrices, unknowns.

Each head with its own shape of arguments has a row in `SHAPES`; all others take terms, counted
against the table of heads.

>>> from symderive.terms.reader import read
>>> read("Integral(x*y, (x, 0, 1), (y, 0, x))").args[0].head     # the first range is innermost
'Integral'
>>> read("log(x, 2)").head, read("Limit(1/x, x, 0+)").data
('Div', '+')
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from symderive.terms.heads import HEADS
from symderive.terms.levels import REL, STATEMENTS
from symderive.terms.limits import MAX_ORDER
from symderive.terms.tree import Term
from symderive.terms.vocabulary import CONSTANTS, FUNCTIONS, KEYWORDS, MEANT, TRUTH

if TYPE_CHECKING:
    from symderive.terms.reader import Reader

_STATEMENT_ARGS = frozenset(("And", "Or", "Not"))


def named(r: Reader, tok: str, head: str, at: int) -> Term:
    """A call of a head of the table; the reader stands on its `(`."""
    r.i += 1
    shape = SHAPES.get(head)
    if shape is not None:
        term = shape(r, head)
        r.expect(")")
        return term
    args = [r.parse(0 if head in _STATEMENT_ARGS else REL)]
    toks = r.toks
    while toks[r.i] == ",":
        r.i += 1
        args.append(r.parse(0 if head in _STATEMENT_ARGS else REL))
    if toks[r.i] != ")":
        r.unexpected("')'")
    r.i += 1
    arity = HEADS[head].arity
    if arity is not None and len(args) not in arity:
        wanted = " or ".join(map(str, arity))
        r.fail(f"{tok} takes {wanted} argument{'s' * (wanted != '1')}, not {len(args)}", at)
    if head in _STATEMENT_ARGS:
        _all_statements(r, tok, args, at)
    elif r.tuples and head != "Tuple" and any(a.head == "Tuple" for a in args):
        r.fail(f"{tok} takes numbers, not a list", at)
    return r.function(head, tuple(args), at)


def generic(r: Reader, tok: str, at: int) -> Term | None:
    """f(x), f''(x), f[1,0](x, y) for a name without a meaning; None where `[` is an index."""
    toks = r.toks
    orders: list[int] | None = None
    after = toks[r.i]
    if after == "[":
        orders = _multi_index(r)
        if orders is None:
            return None
    elif after != "(":
        r.i += 1
        orders = [len(after)]
        if toks[r.i] != "(":
            r.fail(
                f"{tok}{after} wants its argument",
                at,
                f"write {tok}{after}(x), or declare {tok} an unknown function",
            )
    if tok in MEANT and tok not in r.context.functions:
        r.fail(f"'{tok}' is not a function here", at, f"write {MEANT[tok]}")
    r.i += 1
    args = arguments(r)
    if orders is None:
        orders = [0] * len(args)
    if len(orders) != len(args):
        r.fail(
            f"{len(orders)} order{'s' * (len(orders) > 1)} for {len(args)} arguments of {tok}",
            at,
            f"one order for each argument: {tok}[{', '.join('1' + '0' * (len(args) - 1))}](...)",
        )
    if sum(orders) > MAX_ORDER:
        r.fail(f"an order beyond {MAX_ORDER}", at)
    if tok not in r.context.functions:
        r.applied.setdefault(tok, at)
    return Term("Apply", args, (tok, tuple(orders)))


def unknown(r: Reader, tok: str, jet: tuple[str, tuple[int, ...]], at: int) -> Term:
    """A declared unknown or a jet of it: bare, primed, or applied to other arguments."""
    base, orders = jet
    variables = r.context.unknowns[base]
    toks = r.toks
    if toks[r.i][:1] == "'":
        if len(variables) != 1:
            some = "".join(variables[:1])
            r.fail(f"{tok}' with {len(variables)} variables", at, f"write {base}_{some}")
        orders = (orders[0] + len(toks[r.i]),)
        r.i += 1
    elif toks[r.i] == "[":
        index = _multi_index(r)
        if index is not None:
            orders = tuple(index)
    if sum(orders) > MAX_ORDER:
        r.fail(f"an order beyond {MAX_ORDER}", at)
    if toks[r.i] == "(":
        r.i += 1
        args = arguments(r)
    else:
        args = tuple(Term("Symbol", (), v) for v in variables)
    if len(args) != len(variables) or len(orders) != len(variables):
        shape = f"{base}({', '.join(variables)})"
        r.fail(f"{tok} of {len(args)} arguments", at, f"it was declared as {shape}")
    term = Term("Apply", args, (base, orders))
    if r.i == at + 1:
        r.known[tok] = term
    return term


def arguments(r: Reader) -> tuple[Term, ...]:
    """The arguments up to and including the closing parenthesis."""
    args = [r.parse(REL)]
    while r.toks[r.i] == ",":
        r.i += 1
        args.append(r.parse(REL))
    if r.toks[r.i] != ")":
        r.unexpected("')'")
    r.i += 1
    return tuple(args)


def _multi_index(r: Reader) -> list[int] | None:
    """The orders of `[1,0](`; None (nothing consumed) where this is an index of a matrix."""
    toks, k = r.toks, r.i + 1
    while toks[k].isdigit() and toks[k + 1] == ",":
        k += 2
    if not (toks[k].isdigit() and toks[k + 1] == "]" and toks[k + 2] == "("):
        return None
    r.i += 1
    orders = [r.order()]
    while toks[r.i] == ",":
        r.i += 1
        orders.append(r.order())
    r.i += 1
    return orders


def _all_statements(r: Reader, tok: str, args: list[Term], at: int) -> None:
    if any(a.head not in STATEMENTS for a in args):
        r.fail(f"{tok} takes statements", at)
    if tok != "Not" and len(args) < 2:
        r.fail(f"{tok} takes two or more statements", at)


# --- heads with arguments of their own shape ------------------------------------------------------


def _variable(r: Reader) -> Term:
    """A bound variable: a name without another meaning."""
    tok = r.toks[r.i]
    if not tok[:1].isalpha():
        r.unexpected("a variable")
    reserved = tok in CONSTANTS or tok in KEYWORDS or tok in TRUTH or tok in r.context.unknowns
    if reserved or (tok in FUNCTIONS and r.toks[r.i + 1] == "("):
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
        variable = _variable(r)
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
    variable = _variable(r)
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
    variables = [_variable(r)] if not several else []
    if several:
        while not variables or r.toks[r.i] == ",":
            r.i += 1
            variables.append(_variable(r))
        r.expect(")")
    r.expect(",")
    point = r.parse(REL)
    points = point.args if several and point.head == "Tuple" else (point,)
    if len(points) != len(variables):
        r.fail(f"{len(variables)} variables, {len(points)} values", at)
    return Term("Subs", (body, *variables, *points))


def _lambda(r: Reader, head: str) -> Term:
    variable = _variable(r)
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
    **dict.fromkeys(("Eq", "Ne", "Lt", "Le", "Gt", "Ge"), _relation),
}
