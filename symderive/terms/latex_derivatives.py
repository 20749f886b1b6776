r"""Fractions in LaTeX, those that are derivatives among them, and `\partial_x`.

`\frac{d}{dx}` takes the product that follows, or the bracket; `\partial_x` one factor.  A name that
is no declared function does not depend on x: `\frac{dy}{dx}` is refused until `y(x)` is declared.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"\frac{d^2}{dx^2}\left(x\sin x\right)"))
'Derivative(x*sin(x), (x, 2))'
>>> try:
...     read_latex(r"\frac{dy}{dx}")
... except ValueError as why:
...     print(why.message, "-", why.hint)
a derivative by x of what does not mention x - declare y(x), if y depends on x
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms import latex_calculus, latex_doubts, latex_names
from symderive.terms.latex_setting import letter
from symderive.terms.latex_tokens import Token, closing
from symderive.terms.latex_words import ACCENTS, DOTS
from symderive.terms.limits import MAX_ORDER
from symderive.terms.substitute import fresh, replace
from symderive.terms.tree import BINDERS, Term, symbol

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader

Variables = list[tuple[list[Token], int]]  # tokens of a variable, order


def fraction(r: Reader) -> Term:
    """`\\frac{a}{b}`, a derivative where both parts are written as one."""
    at = r.i
    found = _quotient_at(r, at)
    if found is not None:
        sign, order, body, variables, after = found
        r.i = after
        if body:
            inner = latex_calculus._sub(r, body)
            if inner.head == "Add" and _bare_sum_of(body):
                r.fail("a sum after the d of a derivative", at, "use brackets")
        else:
            inner = _operand(r, at)
        return _derivative(r, inner, variables, order, sign, at)
    r.i += 1
    return Term("Div", (_numerator(r), r.group()))


def is_operator(r: Reader) -> bool:
    r"""Whether `\frac` here is a derivative: then a number before it is a factor."""
    return _quotient_at(r, r.i) is not None


def _numerator(r: Reader) -> Term:
    """A numerator may hold the differential of the integral around it."""
    if r.tok != "{" or not r.frames:
        return r.group()
    end = r.group_end()
    r.i += 1
    frame = r.frames[-1]
    parts: list[Term] = []
    found = None
    while r.i < end:
        if latex_calculus.at_differential(r):
            if found is not None or frame.variable is not None:
                r.fail("a second differential")
            found = latex_calculus.variable(r)
            continue
        part = r.expression() if found is None else r.product()
        if parts and found is None:
            r.unexpected("'}'")
        parts.append(part)
    if r.i != end:
        r.unexpected("'}'")
    r.i = end + 1
    if found is not None:
        frame.variable = found
        if any(p.head == "Add" for p in parts) and len(parts) + 1 > 1 and _bare_sum(r, end, parts):
            r.fail("a sum beside a differential", end, "use brackets")
    if not parts:
        return Term("Integer", (), 1)
    return parts[0] if len(parts) == 1 else Term("Mul", parts)


def _bare_sum_of(toks: list[Token]) -> bool:
    """Whether tokens are a sum outside all brackets."""
    depth = 0
    for t in toks:
        depth += {"{": 1, "}": -1, "(": 1, ")": -1, "[": 1, "]": -1}.get(t.text, 0)
        if depth == 0 and t.text in ("+", "-"):
            return True
    return False


def _bare_sum(r: Reader, end: int, parts: list[Term]) -> bool:
    """Whether a sum in the numerator stands there without brackets."""
    k, depth = end - 1, 0
    while k > 0 and depth >= 0:
        text = r.toks[k].text
        depth += {"}": 1, ")": 1, "]": 1, "{": -1, "(": -1, "[": -1}.get(text, 0)
        if depth == 0 and text in ("+", "-"):
            return True
        k -= 1
    return False


# --- derivatives as quotients ---------------------------------------------------------------------


def _quotient_at(r: Reader, at: int) -> tuple[str, int, list[Token], Variables, int] | None:
    """Sign, order, body, variables of the derivative at `\\frac`, and the index after it."""
    over = _part(r.toks, at + 1)
    if over is None:
        return None
    under = _part(r.toks, over[1])
    if under is None:
        return None
    sign, k = _sign(over[0], 0)
    if not sign:
        return None
    variables = _variables(under[0], sign)
    if variables is None:
        return None
    order, k = _order(over[0], k)
    if order is None:
        return None
    return sign, order, over[0][k:], variables, under[1]


def _part(toks: list[Token], k: int) -> tuple[list[Token], int] | None:
    if toks[k].text != "{":
        return None
    j = closing(toks, k)
    return None if j < 0 else (toks[k + 1 : j], j + 1)


def _sign(toks: list[Token], k: int) -> tuple[str, int]:
    text = toks[k].text if k < len(toks) else ""
    if text in ("d", r"\partial"):
        return text, k + 1
    if text == r"\mathrm":
        following = [t.text for t in toks[k + 1 : k + 4]]
        if following == ["{", "d", "}"]:
            return "d", k + 4
        if following[:1] == ["d"]:
            return "d", k + 2
    return "", k


def _order(toks: list[Token], k: int) -> tuple[int | None, int]:
    """A literal order after a sign or a variable; 1 if there is none, None if it is no number."""
    if k >= len(toks) or toks[k].text != "^":
        return 1, k
    if k + 1 < len(toks) and toks[k + 1].text == "{":
        j = closing(toks, k + 1)
        digits = "".join(t.text for t in toks[k + 2 : j])
        k = j + 1
    else:
        digits = toks[k + 1].text if k + 1 < len(toks) else ""
        k += 2
    if not digits.isdigit() or len(digits) > 3 or not 0 < int(digits) <= MAX_ORDER:
        return None, k
    return int(digits), k


def _variables(toks: list[Token], sign: str) -> Variables | None:
    """The variables of `\\partial x\\,\\partial y^2`, or None where it is no such product."""
    out: Variables = []
    k = 0
    while k < len(toks):
        found, k = _sign(toks, k)
        if found != sign:
            return None
        start = k
        if k < len(toks) and (toks[k].text in ACCENTS or toks[k].text in DOTS):
            k += 1
            if k < len(toks) and toks[k].text == "{":
                k = closing(toks, k)
        elif k >= len(toks) or letter(toks[k]) is None:
            return None
        k += 1
        if k < len(toks) and toks[k].text == "_":
            if k + 1 >= len(toks):
                return None
            k = closing(toks, k + 1) + 1 if toks[k + 1].text == "{" else k + 2
        while k < len(toks) and toks[k].text == "'":
            k += 1
        name = toks[start:k]
        order, k = _order(toks, k)
        if order is None:
            return None
        out.append((name, order))
    return out or None


def _operand(r: Reader, at: int) -> Term:
    r"""What `\frac{d}{dx}` is applied to: a bracket alone, or the product that follows."""
    start = r.i
    if r.tok in ("(", "[", r"\{"):
        found = r.factor()
        if r.tok in (r"\cdot", r"\times", "/") or (
            r.starts() and not latex_calculus.at_differential(r)
        ):
            r.fail("after the bracket of a derivative the product goes on", None,
                   "use brackets around all that is differentiated, or around the derivative")  # fmt: skip
        return found
    if not r.starts():
        r.unexpected("what is differentiated")
    found = r.product()
    depth = 0
    for k in range(start, r.i):
        depth += {"{": 1, "}": -1, "(": 1, ")": -1, "[": 1, "]": -1}.get(r.toks[k].text, 0)
        if depth == 0 and r.toks[k].text in (r"\cdot", r"\times", "/"):
            r.fail("how far does the derivative reach?", k, "use brackets")
    return found


def partial(r: Reader) -> Term:
    r"""`\partial_x u`, `\partial_{xx}u`, `\partial_x^2u`, `\partial_t\partial_xu`, of one factor."""
    at = r.i
    variables: Variables = []
    slots: list[tuple[int, int]] = []
    while r.tok == r"\partial":
        r.i += 1
        if r.tok != "_":
            r.fail("a partial derivative by what?", at, r"write \partial_x u")
        r.i += 1
        inside = r.argument()
        order = 1
        if r.tok == "^":
            found, r.i = _order(r.toks, r.i)
            if found is None:
                r.fail("an order that is no number", at)
            order = found
        text = "".join(t.text for t in inside)
        if text.isdigit():
            slots.append((int(text), order))
            continue
        if not inside or any(letter(t) is None for t in inside):
            r.fail("a partial derivative by what is no variable", at)
        variables += [([t], order) for t in inside]
    if not r.starts():
        r.unexpected("what is differentiated")
    body = r.factor()
    if r.starts() and not latex_calculus.at_differential(r) and not r.setting.own:
        r.fail(r"how far does \partial reach?", None, "use brackets")
    if slots:
        return _slots(r, body, slots, at)
    return _derivative(r, body, variables, sum(n for _, n in variables), r"\partial", at)


def _slots(r: Reader, body: Term, slots: list[tuple[int, int]], at: int) -> Term:
    if body.head != "Apply" or any(body.data[1]) or any(k > len(body.args) for k, _ in slots):
        r.fail(r"\partial with a number is of a function with that many arguments", at)
    orders = [0] * len(body.args)
    for k, n in slots:
        orders[k - 1] += n
    return Term("Apply", body.args, (body.data[0], tuple(orders)))


def derived(r: Reader, body: Term) -> Term | None:
    """`(uv)'` and `(r^2 u_r)_r` where the unknowns in the bracket say what the variable is."""
    unknowns = r.setting.context.unknowns
    inside = {tuple(unknowns[t.data[0]]) for t in body.walk()
              if t.head == "Apply" and t.data[0] in unknowns}  # fmt: skip
    at = r.i
    if r.tok == "'":
        if len(inside) != 1 or len(next(iter(inside))) != 1:
            return None
        ((x,),) = inside
        n = 0
        while r.take("'"):
            n += 1
        return Term("Derivative", (body, symbol(x)), (n,))
    r.i += 1
    toks = r.argument()
    names = [letter(t) or "" for t in toks]
    if not inside or not names or not all(name in v for v in inside for name in names):
        r.i = at
        return None
    found = body
    for name in names:
        found = Term("Derivative", (found, symbol(name)), (1,))
    return found


# --- what a derivative means ----------------------------------------------------------------------


def _derivative(
    r: Reader, body: Term, variables: Variables, order: int, sign: str, at: int
) -> Term:
    terms: list[Term] = []
    for toks, _ in variables:
        inner = type(r)(toks, r.text, r.setting, toks[0].at)
        inner.bound = r.bound
        v = latex_names.letter_factor(inner)
        if inner.tok or v.head not in ("Symbol", "Apply"):
            r.fail("a derivative by what is no variable", at)
        terms.append(v)
    orders = tuple(n for _, n in variables)
    if sum(orders) != order:
        r.fail(f"the order {order} above, {sum(orders)} below", at)
    for v in terms:
        _depends(r, body, v, sign, at)
    if any(v.head == "Apply" for v in terms) and not r.setting.own:
        return _by_jets(r, body, terms, orders, at)
    return Term("Derivative", (body, *terms), orders)


def _by_jets(r: Reader, body: Term, by: list[Term], orders: tuple[int, ...], at: int) -> Term:
    r"""`\partial L/\partial\dot q`: by a name in place of the jet, which is put back."""
    names: list[Term] = []
    for v in by:
        if v.head == "Symbol":
            names.append(v)
            continue
        taken = body.free | {str(n.data) for n in names}
        names.append(symbol(fresh(str(v.data[0]), taken)))
        if any(t.head in BINDERS or t.head in ("Derivative", "Subs") for t in body.walk()):
            r.fail("a derivative by a derivative, of what holds one itself", at)
        body = replace(body, v, names[-1])
    jets = [(n, v) for n, v in zip(names, by, strict=True) if v.head == "Apply"]
    node = Term("Derivative", (body, *names), orders)
    return Term("Subs", (node, *(n for n, _ in jets), *(v for _, v in jets)))


def _depends(r: Reader, body: Term, v: Term, sign: str, at: int) -> None:
    """Refuse a derivative whose variable the body does not mention, or mentions in one way only."""
    if v.head == "Apply":  # by a jet, as of a Lagrangian
        if v not in set(body.walk()):
            r.fail("a derivative by what the body does not mention", at)
        return
    x = str(v.data)
    if r.setting.own:
        return
    for t in body.walk():
        if t.head == "Symbol" and x in str(t.data).split("_")[1:]:
            r.fail(f"{t.data} in a derivative by {x}: a derivative, or a name?", at)
    functions = [t for t in body.walk() if t.head == "Apply"]
    if x not in body.free and body.free:
        name = sorted(body.free)[0].rstrip("_")
        r.fail(f"a derivative by {x} of what does not mention {x}", at,
               f"declare {name}({x}), if {name} depends on {x}")  # fmt: skip
    if sign == "d":
        latex_doubts.integrand(r, body, x, "a derivative", at)
    if sign == "d":
        for t in functions:
            others = frozenset().union(*(a.free for a in t.args)) - {x}
            if len(t.args) > 1 and others & body.free and x in t.free:
                r.fail(f"the total derivative of {t.data[0]}, which has other variables too", at,
                       r"write \partial, or substitute the path")  # fmt: skip
