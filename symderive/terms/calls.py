"""What a name before a parenthesis means: functions of the table, generic functions, unknowns.

Heads of the table take terms, counted against the table, unless `shapes` has a row for them; any
other name is a generic function, primes and multi-indices its derivatives.

>>> from symderive.terms.reader import read
>>> read("f[1,0](x, y)").data, read("y''(0)").data, read("tr(A)").head
(('f', (1, 0)), ('y', (2,)), 'trace')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms.heads import HEADS
from symderive.terms.levels import MAX_PRIMES, REL, STATEMENTS
from symderive.terms.limits import MAX_ORDER
from symderive.terms.shapes import SHAPES, bound_name
from symderive.terms.tree import Term
from symderive.terms.vocabulary import MEANT

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
        orders = [primes(r, after)]
        r.i += 1
        if toks[r.i] != "(":
            r.fail(
                f"{tok}{after} wants its argument",
                at,
                f"write {tok}{after}(x), or declare {tok} an unknown function",
            )
    if tok in MEANT and tok not in r.context.functions:
        r.fail(f"'{tok}' is not a function here", at, f"write {MEANT[tok]}")
    r.i += 1
    if toks[r.i] == ")":
        return _empty(r, tok, at)
    args = _map(r) if tok == "map" and r.context.forms else arguments(r)
    if orders is None:
        orders = [0] * len(args)
    if len(orders) != len(args):
        r.fail(
            f"{len(orders)} order{'s' * (len(orders) > 1)} for {len(args)} arguments of {tok}",
            at,
            f"one order for each argument: {tok}[{', '.join('1' + '0' * (len(args) - 1))}](...)",
        )
    if sum(orders) > MAX_ORDER:
        r.fail(f"an order beyond {MAX_ORDER}", at, "such an order is not computed with")
    if after == "[" and not any(orders):
        hint = f"write {tok}(x), or {tok}[0]*(x) for a product"
        r.fail(f"a derivative of order 0 of {tok}", at, hint)
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
        orders = (orders[0] + primes(r, toks[r.i]),)
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


def primes(r: Reader, tok: str) -> int:
    if len(tok) > MAX_PRIMES:
        r.fail(f"more than {MAX_PRIMES} primes", None, "write f[12](x), or y_xx for an unknown")
    return len(tok)


def _empty(r: Reader, tok: str, at: int) -> Term:
    """`vector()`, the generic vector field; nothing else is applied to nothing."""
    if tok != "vector":
        r.fail(f"{tok} of no argument", at, f"write {tok}, or {tok}(x)")
    r.i += 1
    return Term("Apply", (), (tok, ()))


def _map(r: Reader) -> tuple[Term, ...]:
    """`map(T; x = r*cos(p), ..)` is map(T, (x, r*cos(p)), ..): a chart, images of coordinates."""
    images: list[Term] = []
    if r.toks[r.i + 1] == ";":
        images.append(bound_name(r))
        r.i += 1
    while True:
        if r.toks[r.i] == "(":  # as it is written back
            images.append(r.parse(REL))
        else:
            name = bound_name(r)
            if r.toks[r.i] == "=":
                r.i += 1
                name = Term("Tuple", (name, r.parse(REL)))
            images.append(name)
        if r.toks[r.i] != ",":
            r.expect(")")
            return tuple(images)
        r.i += 1


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
