"""Terms to plain text that reads back to the same term: `read(write(t)) == t`.

Parentheses stand where the tree would otherwise change, and nowhere else: Add(Add(a, b), c) is
`(a + b) + c`, Mul(Neg(a), b) is `(-a)*b`.  The law holds for the terms a reader can produce: names
with a meaning of their own are no symbols, and a name is a symbol or a function, not both.

>>> from symderive.terms.reader import read
>>> for text in ("a-(b - c)", "(a*b)/c**2", "-(x^2)", "0<a<=b", "f''(x)", "Rational(1,2)*x"):
...     print(write(read(text)))
a - (b - c)
a*b/c^2
-x^2
0 < a and a <= b
f''(x)
1/2*x
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd

from symderive.terms.context import PLAIN, Context
from symderive.terms.heads import HEADS
from symderive.terms.levels import ADD, AND, MUL, NOT, OR, POST, POW, REL, RELATIONS
from symderive.terms.tokens import MAX_NAME
from symderive.terms.tree import Term
from symderive.terms.vocabulary import CONSTANTS, FORM_FUNCTIONS, PLURALS, SMOOTHNESS, WORDS

# How tightly the written form of a head holds together; everything else is an atom.
NEG, ATOM = 45, POST
_LEVEL = {
    "Or": OR, "And": AND, "Not": NOT, "In": REL, "Is": REL,
    **dict.fromkeys(RELATIONS.values(), REL),
    "Add": ADD, "Neg": NEG, "Mul": MUL, "Div": MUL, "Pow": POW,
}  # fmt: skip
_SIGNS = {head: f" {sign} " for sign, head in RELATIONS.items() if sign != "=="}
_PRIMES = 3
LONG, LONGEST = 10**5, 10**60  # denominators that are written as decimals
_LITTLE = frozenset(("a", "an", "x", "by", "C"))
_SHORT = {head: name for name, head in FORM_FUNCTIONS.items()}


def write(t: Term, context: Context = PLAIN) -> str:
    """The text of a term; ValueError for a term that no text says.

    In a context the text has its notation and reads back there: u_x for a derivative of a declared
    unknown; dx, d(w), i(X, w) and L(X, w) where forms are spoken of.
    """
    return _written(t if context is PLAIN else _noted(t, context), 0)


def _noted(t: Term, context: Context) -> Term:
    """The term with the names that a context gives to its jets and operators on forms."""
    args = tuple(_noted(a, context) for a in t.args)
    if t.head == "Apply" and t.data[0] in context.unknowns:
        name, orders = t.data
        variables = context.unknowns[name]
        suffix = "".join(v * n for v, n in zip(variables, orders, strict=False))
        jet = f"{name}_{suffix}" if suffix else name
        if len(jet) <= MAX_NAME and context.jet(jet) == t.data:
            if tuple(a.data for a in t.args if a.head == "Symbol") == variables:
                return Term("Symbol", (), jet)
            return Term("Apply", args, (jet, (0,) * len(args)))
    elif context.forms and t.head in _SHORT:
        if t.head == "ext_d" and args[0].head == "Symbol" and args[0].data in context.coords:
            return Term("Symbol", (), f"d{args[0].data}")
        return Term("Apply", args, (_SHORT[t.head], (0,) * len(args)))
    return t.rebuild(args)


def _written(t: Term, least: int) -> str:
    """The text of a term, in parentheses where it holds less tightly than `least`."""
    head = t.head
    if head == "Symbol":
        return str(t.data)
    if head == "Integer":
        return str(t.data)
    writer = _WRITERS.get(head)
    text = writer(t) if writer is not None else _call(t)
    return f"({text})" if _LEVEL.get(head, ATOM) < least else text


def _add(t: Term) -> str:
    _several(t)
    parts = [_written(t.args[0], NEG)]
    for a in t.args[1:]:
        if a.head == "Neg":
            parts.append(" - " + _written(a.args[0], MUL))
        else:
            parts.append(" + " + _written(a, MUL))
    return "".join(parts)


def _neg(t: Term) -> str:
    return "-" + _written(t.args[0], MUL)


def _mul(t: Term) -> str:
    # A Mul in front would be read as part of this one; a quotient in front would not.
    _several(t)
    first = t.args[0]
    parts = [_written(first, POW if first.head == "Mul" else MUL)]
    parts += [_written(a, POW) for a in t.args[1:]]
    return "*".join(parts)


def decimal(t: Term) -> str | None:
    """A quotient with a long power of ten below, as the decimal that reads back to it; else None.

    >>> from symderive.terms.tree import rational
    >>> decimal(rational(-3, 10**6)), decimal(rational(3, 10**6)), decimal(rational(3, 10))
    (None, '0.000003', None)
    """
    if t.head != "Div" or any(a.head != "Integer" for a in t.args):
        return None
    p, q = (a.data for a in t.args)
    if q < LONG or q % LONG or q > LONGEST or gcd(p, q) != 1 or LONGEST % q:
        return None
    digits = next(k for k in range(1, len(str(LONGEST))) if 10**k % q == 0)
    text = str(p * 10**digits // q).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}"


def _div(t: Term) -> str:
    short = decimal(t)
    if short is not None:
        return short
    return f"{_written(t.args[0], MUL)}/{_written(t.args[1], POW)}"


def _pow(t: Term) -> str:
    base, exponent = t.args
    if exponent.head == "Symbol" and exponent.data == "T":  # A^T is the transpose
        return f"{_written(base, ATOM)}^(T)"
    return f"{_written(base, ATOM)}^{_written(exponent, POW)}"


def _relation(t: Term) -> str:
    a, b = t.args
    return _written(a, ADD) + _SIGNS[t.head] + _written(b, ADD)


def _and(t: Term) -> str:
    _several(t)
    return " and ".join([_written(a, NOT) for a in t.args])


def _or(t: Term) -> str:
    _several(t)
    return " or ".join([_written(a, AND) for a in t.args])


def _not(t: Term) -> str:
    return "not " + _written(t.args[0], ATOM)


def _several(t: Term) -> None:
    if len(t.args) < 2:
        raise ValueError(f"{t.head} of {len(t.args)} arguments cannot be written")


def _in(t: Term) -> str:
    place = t.args[1]
    if place.head != "Interval":
        raise ValueError("In wants an Interval")
    low, high = place.args
    ends = place.data
    return f"{_written(t.args[0], ADD)} in {ends[0]}{write(low)}, {write(high)}{ends[1]}"


def _is(t: Term) -> str:
    name, kind = t.args
    if kind.head != "Tuple":
        return f"{write(name)} is {_words(kind)}"
    word, *sizes = kind.args
    if len(sizes) == 1:
        said = "" if word.data == "vector" else f"{_words(word)} "
        return f"{write(name)} is {said}{_size(sizes[0])} vector"
    shape = " x ".join([_size(s) for s in sizes])
    if word.data == "matrix":
        return f"{write(name)} is {shape} matrix"
    return f"{write(name)} is {_words(word)} {shape}"


def _words(word: Term) -> str:
    return str(word.data).replace("_", " ")


def _size(t: Term) -> str:
    plain = t.head == "Integer" or (t.head == "Symbol" and not _is_word(t.data))
    return write(t) if plain else f"({write(t)})"


def _is_word(name: str) -> bool:
    """Whether a dimension of this name would be taken for a word of the sentence."""
    return name in _LITTLE or name in PLURALS or name in WORDS or bool(SMOOTHNESS.fullmatch(name))


def _list(args: tuple[Term, ...]) -> str:
    return ", ".join([_written(a, ADD) for a in args])


def _call(t: Term) -> str:
    head = HEADS.get(t.head)
    if head is None:
        raise ValueError(f"no head {t.head}")
    if not t.args:
        return t.head
    return f"{t.head}({_list(t.args)})"


def _apply(t: Term) -> str:
    name, orders = t.data
    if not any(orders):
        return f"{name}({_list(t.args)})"
    if len(orders) == 1 and orders[0] <= _PRIMES:
        return f"{name}{chr(39) * orders[0]}({_list(t.args)})"
    return f"{name}[{','.join(map(str, orders))}]({_list(t.args)})"


def _tuple(t: Term) -> str:
    return f"({_list(t.args)},)" if len(t.args) == 1 else f"({_list(t.args)})"


def _range(t: Term) -> str:
    body, *bounds = t.args
    return f"{t.head}({write(body)}, ({_list(tuple(bounds))}))"


def _limit(t: Term) -> str:
    body, variable, point = t.args
    side = "" if t.data in (None, "+-") else t.data
    at = _written(point, ATOM if side else ADD)
    return f"Limit({write(body)}, {write(variable)}, {at}{side})"


def _derivative(t: Term) -> str:
    body, *variables = t.args
    parts = [
        write(v) if n == 1 else f"({write(v)}, {n})" for v, n in zip(variables, t.data, strict=True)
    ]
    return f"Derivative({write(body)}, {', '.join(parts)})"


def _subs(t: Term) -> str:
    body, *rest = t.args
    half = len(rest) // 2
    if half == 1:
        return f"Subs({write(body)}, {write(rest[0])}, {_written(rest[1], ADD)})"
    return f"Subs({write(body)}, ({_list(tuple(rest[:half]))}), ({_list(tuple(rest[half:]))}))"


def _lambda(t: Term) -> str:
    return f"Lambda({write(t.args[1])}, {write(t.args[0])})"


def _piecewise(t: Term) -> str:
    pairs = zip(t.args[::2], t.args[1::2], strict=True)
    return "Piecewise(" + ", ".join([f"({write(e)}, {write(c)})" for e, c in pairs]) + ")"


def _matrix(t: Term) -> str:
    _, columns = t.data
    rows = [t.args[k : k + columns] for k in range(0, len(t.args), columns)]
    return "Matrix([" + ", ".join([f"[{_list(row)}]" for row in rows]) + "])"


def _index(t: Term) -> str:
    base, *places = t.args
    least = ATOM + (base.head in CONSTANTS)  # `I[0]` is refused as a likely mistake
    return f"{_written(base, least)}[{_list(tuple(places))}]"


def _wedge(t: Term) -> str:
    return f"wedge({_list(t.args)})"


_WRITERS: dict[str, Callable[[Term], str]] = {
    "Add": _add,
    "Neg": _neg,
    "Mul": _mul,
    "Div": _div,
    "Pow": _pow,
    **dict.fromkeys(_SIGNS, _relation),
    "And": _and,
    "Or": _or,
    "Not": _not,
    "In": _in,
    "Is": _is,
    "Apply": _apply,
    "Tuple": _tuple,
    **dict.fromkeys(("Integral", "Sum", "Product"), _range),
    "Limit": _limit,
    "Derivative": _derivative,
    "Subs": _subs,
    "Lambda": _lambda,
    "Piecewise": _piecewise,
    "Matrix": _matrix,
    "Index": _index,
    "Wedge": _wedge,
}
