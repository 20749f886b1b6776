"""Why a step by algebra holds, in words: the clause before the formula, terms between backquotes.

Only what the kernel knows is said: the lemma that proved it, the derivatives that were carried
out, the name that was solved for, the facts without which a sign is not proved.

>>> from symderive.terms.reader import read
>>> without_premises(read("x + x = 2*x"), "normal form")
'Both sides have the same normal form.'
>>> from_equations([read("x + y = 2")], read("y = 2 - x"), "a consequence of the given equations")
'Solving for `y`.'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symderive.kernel.analysis.calculus import tidy
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.normal import NormalForm
from symderive.terms.tree import Term, integer, rational
from symderive.terms.writer import write

BY_ALGEBRA = "By exact algebra."
ORDERS = ("Ne", "Lt", "Le", "Gt", "Ge")
MOST_FACTS = 6  # more are not tried one by one
LONGEST = 60  # characters of a difference that is printed
_LEMMAS = {
    "normal form": "both sides have the same normal form",
    "a consequence of the given equations": "it is a consequence of the given equations",
    "an algebraic number below its root bound":
        "the difference of the two sides is an algebraic number below its root bound",
    "equal squares of nonnegative numbers":
        "both sides are nonnegative and equal powers of them agree",
    "exp is injective on the reals": "both sides have the same exponential, and they are real",
    "an angle that is a multiple of a full turn and smaller than one":
        "the difference of the two sides is a multiple of a full turn and smaller than one",
    "cases by a sign": "both sides have the same normal form in each case of a sign",
    "entry by entry": "both sides have the same normal form in each entry",
}  # fmt: skip


def without_premises(part: Term, how: str) -> str:
    """The reason of an identity or an inequality that rests on the givens alone."""
    said = _LEMMAS.get(how, how)
    if any(t.head == "Derivative" for t in part.walk()):
        return f"With the derivatives carried out, {said}."
    return f"{said[:1].upper()}{said[1:]}."


def from_equations(premises: Sequence[Term], part: Term, how: str) -> str:
    """What was done to the premises: derivatives carried out, solved for a name or a jet."""
    done = []
    here, there = _derivatives((part,)), _derivatives(premises)
    if here ^ there:
        done.append("carrying out the derivatives")
    left = part.args[0]
    if (
        part.head == "Eq"
        and left.head in ("Symbol", "Apply")
        and left not in set(part.args[1].walk())
        and any(_unsolved(p, left, bool(done)) for p in premises)
    ):
        done.append(f"solving for `{write(left)}`")
    if not done and how in ("normal form", "a consequence of the given equations"):
        return BY_ALGEBRA
    text = " and ".join(done) or f"since {_LEMMAS.get(how, how)}"
    return f"{text[:1].upper()}{text[1:]}."


def _unsolved(premise: Term, wanted: Term, carried: bool) -> bool:
    """Whether an equation contains the name or jet, perhaps inside a derivative carried out."""
    if premise.head != "Eq" or premise.args[0] == wanted:
        return False
    if carried and wanted.head == "Apply" and wanted.data[0] in premise.functions:
        return True
    return wanted in set(premise.walk())


def from_signs(facts: Sequence[Term], proves: Callable[[Term], bool]) -> str:
    """The facts that a sign cannot do without; `proves(f)`: is it proved with f left out?"""
    if len(facts) > MOST_FACTS:
        return "By comparing signs."
    needed = [f"`{write(f)}`" for f in facts if not proves(f)]
    if not needed:
        return "By comparing signs."
    joined = " and ".join([", ".join(needed[:-1]), needed[-1]] if len(needed) > 1 else needed)
    return f"Since {joined}."


def signed(sign: str | None, difference: str = "") -> str:
    """The sign of a difference in words, `difference` being its text where it can be written."""
    words = {"+": "positive", "-": "negative", "0": "zero", "!0": "not zero"}
    return f"the difference of the two sides{difference} is {words.get(sign or '', 'not negative')}"


def factored(nf: NormalForm, f: Fraction_) -> str:
    """The fraction in factors, between backquotes and commas; empty where that is no short text."""
    if f.zero:
        return ""
    c, factors = nf.tower.factors(f)
    parts: list[Term] = []
    for p, e in factors:
        base = nf.term_of(p)
        if base is None or len(parts) > MOST_FACTS:
            return ""
        parts.append(tidy.power(_tidied(base), integer(e)))
    text = write(tidy.times(rational(int(c.p), int(c.q)), *parts))
    return f", `{text}`," if len(text) <= LONGEST else ""


def _tidied(t: Term) -> Term:
    args = [_tidied(a) for a in t.args]
    if t.head == "Pow":
        return tidy.power(*args)
    if t.head in ("Add", "Mul"):
        return tidy.plus(*args) if t.head == "Add" else tidy.times(*args)
    return t.rebuild(args)


def orders(givens: Givens) -> list[Term]:
    """The given relations that are no equations, as they were written."""
    return [s for s in givens.statements if s.head in ORDERS]


def _derivatives(terms: Sequence[Term]) -> frozenset[Term]:
    return frozenset(t for u in terms for t in u.walk() if t.head == "Derivative")
