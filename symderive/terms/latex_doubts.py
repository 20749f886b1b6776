r"""Formulas that read well and mean something else: each doubt is a reason to refuse.

A letter may stand for a function whose argument is left out, a product of capitals for matrices that
do not commute, a subscript for a derivative.  What is declared is never doubted.

>>> from symderive.terms.latex_reader import read_latex
>>> for text in (r"\int_0^t g^2\,ds", "AB = BA", "T y_s = gs + c", r"E\varepsilon = 0"):
...     try:
...         read_latex(text)
...     except ValueError as why:
...         print(why.message)
an integral by s of what does not mention s
A and B in two orders: matrices, or numbers?
y_s: a derivative, or a name?
E: an expectation, or a number?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader

# Letters that are functions by custom: bare in an integrand they may have lost their argument.
FUNCTIONS = frozenset("f g h u v w y p q F G H phi varphi psi Phi Psi".split())
SURE = frozenset("f g h F G H phi varphi psi Phi Psi".split())  # of those, never a parameter
COORDINATES = frozenset("x y z r s t q p theta phi varphi".split())
_JETS = frozenset("u v w f g h x y z r F G H phi varphi psi Phi Psi".split())
_BY = ("theta", "phi", "varphi", "xi", "eta", "tau", "x", "y", "z", "t", "r", "s")


def known(r: Reader, name: str) -> bool:
    """Whether a name is declared, so that nothing about it is doubted."""
    bare = name.rstrip("_")
    s = r.setting
    return (
        s.own
        or bare in s.numbers
        or bare in s.context.matrices
        or bare in s.constants
        or bare in r.bound
        or name in r.bound
    )


def integrand(r: Reader, body: Term, x: str, what: str, at: int) -> None:
    """Refuse a body that does not mention its variable, or has a function's letter as a factor."""
    doubtful = sorted(n for n in body.free if not known(r, n))
    if x not in body.free and doubtful and not _applied(body, x):
        name = doubtful[0].rstrip("_")
        r.fail(f"{what} by {x} of what does not mention {x}", at,
               f"declare {name}({x}), or assume {name} is real")  # fmt: skip
    letters = (SURE if what == "a sum" else FUNCTIONS) | (
        COORDINATES if what == "a derivative" and x == "t" else set()
    )
    for t in _factors(body):
        for n in sorted(t.free):
            if n.split("_")[0] in letters and n != x and not known(r, n):
                r.fail(f"{n}: a function of {x}, or a number?", at,
                       f"declare {n}({x}), or assume {n} is real")  # fmt: skip


def _applied(body: Term, x: str) -> bool:
    return any(t.head == "Apply" and x in t.free for t in body.walk())


def _factors(t: Term) -> list[Term]:
    """Symbols and powers of symbols that are factors of a summand, and parts without mention of x."""
    if t.head in ("Add", "Mul", "Neg", "Div"):
        return [f for a in t.args for f in _factors(a)]
    if t.head == "Pow":
        return _factors(t.args[0])
    return [t] if t.head == "Symbol" else []


def subscript(r: Reader, name: str, at: int) -> None:
    """Refuse `u_x`, `F_{xy}`, and `y_s` beside s: derivatives for one author, names for another."""
    stem, _, sub = name.partition("_")
    if not sub or known(r, name) or "_" in sub:
        return
    letters = _letters(sub)
    if letters is None:
        return
    plain = set(letters) <= set("xyzt")
    beside = stem in _JETS and any(n in r.setting.evidence.bare for n in letters)
    if (plain and (stem in _JETS - set("xyz") or len(letters) > 1)) or beside:
        r.fail(f"{name}: a derivative, or a name?", at,
               f"declare {stem}({', '.join(sorted(set(letters)))}), or declare number {name}")  # fmt: skip


def _letters(sub: str) -> list[str] | None:
    """A subscript as names of variables, or None where it is a word or a number."""
    out = []
    while sub:
        found = next((v for v in _BY if sub.startswith(v)), None)
        if found is None:
            return None
        out.append(found)
        sub = sub[len(found) :]
    return out


def expectation(r: Reader, name: str, at: int, after: str) -> None:
    """`E\\varepsilon`: E before a letter is an expectation for many."""
    if name == "E" and not known(r, "E") and after:
        r.fail("E: an expectation, or a number?", at, "assume E is real, or write \\mathbb{E}")


def orders(r: Reader, t: Term) -> None:
    """Refuse a formula in which undeclared capitals stand in two orders: AB and BA, or ABA."""
    if r.setting.own:
        return
    seen: dict[tuple[str, str], bool] = {}
    for product in t.walk():
        if product.head != "Mul":
            continue
        names = [n for f in product.args if (n := _capital(r, f))]
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                if a != b:
                    seen[a, b] = True
    for a, b in seen:
        if (b, a) in seen:
            first, second = sorted((a.rstrip("_"), b.rstrip("_")))
            r.fail(f"{first} and {second} in two orders: matrices, or numbers?", 0,
                   f"assume {first} is real, or {first}, {second} are n x n matrices")  # fmt: skip


_GREEK_CAPITALS = frozenset(
    ("Sigma", "Lam", "Lambda_", "Gamma", "Omega", "Theta", "Pi", "Phi", "Psi")
)


def _capital(r: Reader, t: Term) -> str | None:
    if t.head == "Pow":
        t = t.args[0]
    if t.head != "Symbol" or known(r, str(t.data)):
        return None
    name = str(t.data)
    return name if name[0].isupper() else None
