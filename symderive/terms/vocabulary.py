"""The words of the plain-text language: names that mean a head, reserved ones, likely mistakes.

Everything here is a table; a name that is in none of them is a symbol, or a generic function
when it is applied.

>>> FUNCTIONS["ln"], "sin" in FUNCTIONS, CONSTANTS["oo"]
('log', True, Term('oo', ()))
>>> is_symbol_name("x_1"), is_symbol_name("pi"), is_symbol_name("gamma")
(True, False, True)
"""

from __future__ import annotations

import re

from symderive.terms.heads import ALIASES, HEADS
from symderive.terms.tokens import MAX_NAME
from symderive.terms.tree import Term

# Heads that are written by an operator or have no call of their own.
_UNCALLED = frozenset(
    [
        "Integer",
        "Symbol",
        "Neg",
        "Div",
        "Pow",
        "Add",
        "Mul",
        "Apply",
        "Index",
        "In",
        "Is",
        "Interval",
    ]
)

FUNCTIONS: dict[str, str] = {
    name: name
    for name, head in HEADS.items()
    if name not in _UNCALLED and head.kind != "constant" and head.arity != (0,)
}
FUNCTIONS.update({alias: name for alias, name in ALIASES.items() if name in FUNCTIONS})
FUNCTIONS.update(wedge="Wedge", Rational="Rational", root="root", inv="inverse", Inv="inverse")
FUNCTIONS.update(integrate="Integral", limit="Limit", quad="quad", norm2="norm2", zeros="zeros")

# Short names that mean operators on forms only where forms are spoken of.
FORM_FUNCTIONS: dict[str, str] = {"d": "ext_d", "i": "iprod", "L": "lie", "div": "div_"}
FORM_HEADS = frozenset(name for name, head in HEADS.items() if head.kind == "form")

CONSTANTS: dict[str, Term] = {
    name: Term(name) for name, head in HEADS.items() if head.kind == "constant"
}
CONSTANTS.update({alias: Term(name) for alias, name in ALIASES.items() if name in CONSTANTS})
TRUTH: dict[str, Term] = {word: Term(word.lower()) for word in ("true", "false", "True", "False")}

KEYWORDS = frozenset(("and", "or", "not", "in", "is", "are", "lambda"))
# Names of functions that are as common as names of parameters: bare, they are symbols.
BARE = frozenset(("gamma", "beta", "zeta", "psi", "Gamma")) | FORM_HEADS - {"Wedge"}

# Applied names that are surely meant as something that has another name here.
MEANT: dict[str, str] = {
    "tg": "tan(x)",
    "tang": "tan(x)",
    "ctg": "cot(x)",
    "cotg": "cot(x)",
    "ctan": "cot(x)",
    "cosec": "csc(x)",
    "sen": "sin(x)",
    "arctg": "atan(x)",
    "arcctg": "acot(x)",
    "sh": "sinh(x)",
    "ch": "cosh(x)",
    "th": "tanh(x)",
    "lg": "log(x, 10)",
    "log10": "log(x, 10)",
    "log2": "log(x, 2)",
    "log1p": "log(1 + x)",
    "expm1": "exp(x) - 1",
    "sqr": "x^2",
    "sqroot": "sqrt(x)",
    "fact": "factorial(x)",
    "pow": "a^b",
    "int": "Integral(f, (x, a, b))",
    "sum": "Sum(f, (k, a, b))",
    "prod": "Product(f, (k, a, b))",
    "lim": "Limit(f, x, a)",
    "subs": "Subs(f, x, a)",
}
_CAPITAL = [
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "log",
    "ln",
    "sqrt",
    "asin",
    "acos",
    "atan",
]
MEANT.update(Symbol="x", Integer="2", Float="0.5", Function="f(x)", Add="a + b", Mul="a*b")
MEANT.update(Pow="a^b", Div="a/b", Neg="-a", Index="A[0]", Interval="x in (0, 1)")
for _word in _CAPITAL:
    MEANT.update({_word.capitalize(): f"{_word}(x)", _word.upper(): f"{_word}(x)"})

# What may be said of a name: `x is real`, `S is positive definite n x n`, `f is C2`.
WORDS = frozenset(
    (
        "real",
        "complex",
        "imaginary",
        "positive",
        "nonnegative",
        "negative",
        "nonpositive",
        "nonzero",
        "integer",
        "natural",
        "rational",
        "even",
        "odd",
        "function",
        "smooth",
        "continuous",
        "convex",
        "increasing",
        "decreasing",
        "periodic",
        "bounded",
        "divergent",
        "matrix",
        "vector",
        "scalar",
        "form",
        "invertible",
        "symmetric",
        "orthogonal",
        "diagonal",
        "positive_definite",
        "positive_semidefinite",
    )
)
PLURALS = {f"{word}s": word for word in WORDS} | {"matrices": "matrix"}
SMOOTHNESS = re.compile(r"C[0-9]{1,2}")
_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*_?")


def is_symbol_name(name: str) -> bool:
    """Whether a name, standing bare, reads as a symbol in the plain context."""
    return (
        _NAME.fullmatch(name) is not None
        and len(name) <= MAX_NAME
        and name not in CONSTANTS
        and name not in TRUTH
        and name not in KEYWORDS
        and (name not in FUNCTIONS or name in BARE)
    )


def is_function_name(name: str) -> bool:
    """Whether a name, applied, reads as a generic function in the plain context."""
    return is_symbol_name(name) and name not in FUNCTIONS and name not in MEANT
