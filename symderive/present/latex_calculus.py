r"""Functions applied, jets, derivatives, integrals, sums and limits in LaTeX.

A derivative of an unknown at its own variables is a jet (`y'`, `u_{xx}`); a derivative taken before
the arguments are put in is `f'(2x)` or `\partial_{1}f(a,b)`; the rest is an operator d/dx.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..terms.tree import Term
from .latex_pieces import (
    ADD,
    ATOM,
    BIG,
    CALL,
    LOGIC,
    RELATION,
    SCRIPT,
    Piece,
    Printer,
    Row,
    paren,
    spaced,
)  # fmt: skip


def _then(operator: str, body: str) -> str:
    return f"{operator} {body}" if body[0].isalnum() else operator + body


def _primes(n: int) -> str:
    return "'" * n if n <= 3 else f"^{{({n})}}"


def _dots(stem: str, n: int) -> str:
    return rf"\{'d' * n}ot{{{stem}}}"


def _arguments(p: Printer, args: Sequence[Term]) -> Piece:
    return paren(p.listed(args, ","))


def applied(p: Printer, t: Term) -> Piece:
    name, orders = t.data
    declared = tuple(p.style.unknowns.get(name, ()))
    if declared and len(declared) == len(t.args):
        return _jet(p, name, orders, t.args, declared)
    stem = p.name(name)
    if not any(orders):
        args = _arguments(p, t.args) if t.args else Piece("", ATOM)
        return Piece(stem + args.tex, ATOM, args.tall)
    args = _arguments(p, t.args)
    if len(orders) == 1 and p.style.slots == "partial":
        return Piece(stem + _primes(orders[0]) + args.tex, ATOM, args.tall)
    if p.style.slots == "index":
        return Piece(f"{stem}^{{({','.join(map(str, orders))})}}{args.tex}", ATOM, args.tall)
    ops = "".join(
        rf"\partial_{{{k}}}" + (f"^{{{n}}}" if n > 1 else "") for k, n in enumerate(orders, 1) if n
    )
    return Piece(f"{_then(ops, stem)}{args.tex}", BIG, args.tall)


def _jet(
    p: Printer, name: str, orders: Sequence[int], args: Sequence[Term], variables: Sequence[str]
) -> Piece:
    """An unknown or its derivative; the arguments are shown unless they are the declared ones."""
    stem, total = p.name(name), sum(orders)
    here = tuple(a.data if a.head == "Symbol" else None for a in args)
    shown = (
        _arguments(p, args) if here != tuple(p.style.unknowns.get(name, ())) else Piece("", ATOM)
    )
    if not total:
        return Piece(stem + shown.tex, ATOM, shown.tall)
    kind = p.style.derivative
    if kind == "auto":
        kind = "prime" if len(args) == 1 else "subscript"
    single = len(args) == 1
    if kind == "dot" and single and total <= 3:
        return Piece(_dots(stem, total) + shown.tex, ATOM, shown.tall)
    if kind in ("prime", "dot") and single:
        level = ATOM if total <= 3 or shown.tex else SCRIPT
        return Piece(stem + _primes(total) + shown.tex, level, shown.tall)
    if kind == "leibniz" and here == tuple(variables):
        sign = "d" if single else r"\partial"
        tex = _quotient(
            sign, stem, [(p.name(v), n) for v, n in zip(variables, orders, strict=True)]
        )
        return Piece(tex + shown.tex, SCRIPT, True)
    if kind == "partial":
        ops = "".join(
            rf"\partial_{{{p.name(v)}}}" + (f"^{{{n}}}" if n > 1 else "")
            for v, n in zip(variables, orders, strict=True)
            if n
        )
        return Piece(f"{_then(ops, stem)}{shown.tex}", BIG, shown.tall)
    subscript = ""
    for v, n in zip(variables, orders, strict=True):
        for _ in range(n):
            subscript = spaced(subscript, p.name(v))
    if stem.endswith("}") and "_" in stem:  # an unknown that has a subscript of its own
        return Piece(f"{stem[:-1]},{subscript}}}{shown.tex}", ATOM, shown.tall)
    return Piece(f"{stem}_{{{subscript}}}{shown.tex}", ATOM, shown.tall)


def _quotient(sign: str, body: str, variables: Sequence[tuple[str, int]]) -> str:
    total = sum(n for _, n in variables)
    over = spaced(sign + (f"^{{{total}}}" if total > 1 else ""), body)
    under = ""
    for v, n in variables:
        if n:
            under = under + spaced(sign, v) + (f"^{{{n}}}" if n > 1 else "")
    return rf"\frac{{{over}}}{{{under}}}"


def _slots(p: Printer, body: Term, variables: Sequence[Term]) -> list[str] | None:
    """Names of the slots where the derivative of `body` is a jet, else None.

    Each variable must stand alone in one slot and nowhere else: d/dx f(x, g(x)) is no f_x.  For a
    declared unknown the slots must be the declared ones: u_x(t, x) is the first slot's derivative.
    """
    name, orders = body.data
    names = {v.data for v in variables if v.head == "Symbol"}
    if any(orders) or len(names) != len(variables):
        return None
    slots = [a.data if a.head == "Symbol" else "" for a in body.args]
    if any(slots.count(n) != 1 for n in names):
        return None
    if any(names & a.free for a in body.args if a.head != "Symbol"):
        return None
    declared = list(p.style.unknowns.get(name, ()))
    return None if len(declared) > 1 and slots != declared else slots


def derivative(p: Printer, t: Term) -> Piece:
    body, *variables = t.args
    orders = t.data
    if body.head == "Symbol" and body.data in p.style.unknowns:
        args = tuple(Term("Symbol", (), v) for v in p.style.unknowns[body.data])
        body = Term("Apply", args, (body.data, (0,) * len(args)))
    slots = _slots(p, body, variables) if body.head == "Apply" else None
    if slots is not None:
        count = [0] * len(slots)
        for v, n in zip(variables, orders, strict=True):
            count[slots.index(v.data)] += n
        return _jet(p, body.data[0], count, body.args, slots)
    sign = "d" if _total(body, variables) else r"\partial"
    plain = p.script()
    over = [(plain.above(v, SCRIPT).tex, n) for v, n in zip(variables, orders, strict=True)]
    piece = p(body)
    if body in p.short and p.small:
        return Piece(f"{piece.tex}_{{{''.join(tex * n for tex, n in over)}}}", SCRIPT)
    if body in p.short:
        return Piece(_quotient(sign, piece.tex, over), SCRIPT, True)
    if piece.level not in (BIG, CALL, SCRIPT, ATOM):
        piece = paren(piece._replace(tall=piece.tall or "(" in piece.tex or r"\sqrt" in piece.tex))
    return Piece(_then(_quotient(sign, "", over), piece.tex), BIG, True)


def _total(body: Term, variables: Sequence[Term]) -> bool:
    """Whether d/dx is meant: nothing else varies, or all that does is a function of x alone."""
    if len(variables) > 1:
        return False
    (x,) = variables
    if not body.free - x.free and x.head == "Symbol":
        return True
    functions = [t for t in body.walk() if t.head == "Apply"]
    return x.head == "Symbol" and bool(functions) and all(t.args == (x,) for t in functions)


def substituted(p: Printer, t: Term) -> Piece:
    """`Subs(body, v.., p..)`: a derivative at other arguments, else the bar with its equations."""
    body, *rest = t.args
    k = len(rest) // 2
    places = dict(zip(rest[:k], rest[k:], strict=True))
    if body.head == "Derivative" and body.args[0].head == "Apply":
        inner, *variables = body.args
        name, orders = inner.data
        slots = list(inner.args)
        symbols = all(a.head == "Symbol" for a in slots) and len(set(slots)) == len(slots)
        if symbols and not any(orders) and set(variables) <= set(slots):
            count = [0] * len(slots)
            for v, n in zip(variables, body.data, strict=True):
                count[slots.index(v)] += n
            moved = tuple(places.get(a, a) for a in slots)
            return p(Term("Apply", moved, (name, tuple(count))))
    small = p.script()
    points = r",\,".join(f"{small.tex(v)}={small.tex(a)}" for v, a in places.items())
    piece = p.above(body, ADD)
    return Piece(rf"\left.{piece.tex}\right|_{{{points}}}", SCRIPT, True)


# --- operators with a bound variable ------------------------------------------------------------


def integral(p: Printer, t: Term) -> Piece:
    body, x, low, high = t.args
    small = p.script()
    piece = p(body)
    inside = piece.tex if piece.level > ADD else paren(piece).tex
    sign = rf"\int_{{{small.tex(low)}}}^{{{small.tex(high)}}}"
    return Piece(rf"{_then(sign, inside)}\,d{p.name(x.data)}", BIG, True)


def volume(p: Printer, t: Term) -> Piece:
    body, x, n = t.args
    piece = p(body)
    inside = piece.tex if piece.level > ADD else paren(piece).tex
    sign = rf"\int_{{\mathbb{{R}}^{{{p.script().tex(n)}}}}}"
    return Piece(rf"{_then(sign, inside)}\,d{p.name(x.data)}", BIG, True)


def _big(sign: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        body, k, low, high = t.args
        small = p.script()
        piece = p.above(body, ADD)
        under = f"{p.name(k.data)}={small.tex(low)}"
        tex = rf"{sign}_{{{under}}}^{{{small.tex(high)}}}"
        return Piece(_then(tex, piece.tex), BIG, True)

    return row


def limit(p: Printer, t: Term) -> Piece:
    body, x, point = t.args
    small = p.script()
    infinite = any(a.head == "oo" for a in point.walk())
    side = "" if t.data == "+-" or infinite else f"^{{{t.data}}}"
    place = small.above(point, ADD).tex if side else small.tex(point)
    piece = p.above(body, ADD)
    tex = rf"\lim_{{{p.name(x.data)}\to {place}{side}}}"
    return Piece(_then(tex, piece.tex), BIG, True)


def mapping(p: Printer, t: Term) -> Piece:
    body, x = t.args
    piece = p.above(body, LOGIC)
    return Piece(rf"{p.name(x.data)}\mapsto {piece.tex}", RELATION, piece.tall)


ROWS: dict[str, Row] = {
    "Apply": applied,
    "Derivative": derivative,
    "Subs": substituted,
    "VolumeIntegral": volume,
    "Integral": integral,
    "Sum": _big(r"\sum"),
    "Product": _big(r"\prod"),
    "Limit": limit,
    "Lambda": mapping,
}
