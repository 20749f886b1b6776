"""Why a step holds, as the sentence before its display, from (by, from, gives, says) alone.

>>> from .document import Document
>>> d = Document.of({"problem": {"kind": "check"}, "verdict": "undecided", "steps": [
...     {"n": 1, "by": "algebra", "grade": "exact", "gives": {"text": "x = 1"}},
...     {"n": 2, "by": "algebra", "grade": "exact", "from": [1], "gives": {"text": "y = 2"},
...      "says": "Solving for `y`."}]})
>>> heading(d.steps[1]), [p if isinstance(p, str) else type(p).__name__
...                       for p in reason(d.steps[1], d)]
('algebra; exact', ['From ', 'Ref', ', ', 'solving for ', 'Formula', ','])
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..terms.tree import Term
from .document import GRADES, Document, Formula, Step, words
from .prose import (
    Part,
    Ref,
    Sentence,
    capital,
    listed,
    reasoned,
    references,
    sentence,
    uncapital,
    unended,
)
from .remarks import remarks

# Primitives by what a paper would call the step.
TITLES = {
    "euler_lagrange": "Euler-Lagrange equation",
    "constant": "integration",
    "rewrite": "substitution",
    "solution_of": "verification",
    "split": "parts of a range",
}
_ORDERS = ("Ne", "Lt", "Le", "Gt", "Ge")
_PLAIN = "By exact algebra."
# What begins so is no sentence of its own: it stands before the formula, after a comma.
_PHRASE = re.compile(r"(By|Since|Using|With|Carrying|Solving|Integrating|Putting|Substituting)\b")


def heading(s: Step) -> str:
    """What a step is called, and its grade in words."""
    name = TITLES.get(s.by) or words(s.by)
    head = s.gives.term.head if s.gives is not None and s.gives.term is not None else ""
    if s.by == "algebra" and head in ("Eq", *_ORDERS):
        order = head in _ORDERS
        name = ("sign" if order else name) if s.sources else ("inequality" if order else "identity")
    return f"{name}; {GRADES[s.grade]}"


def reason(s: Step, d: Document) -> Sentence:
    """The words before the display of the step, ending with the mark that belongs there."""
    special = ROWS.get(s.by)
    said = special(s, d) if special is not None else None
    said = _general(s, d) if said is None else said
    known = repeated(s, d)
    if known and s.by != "solution_of":
        again: Sentence = ("this is ", Ref(known), " again.")
        said = (*unended(said), ": ", *again) if said else capital(again)
    if not s.under:
        return said
    return ("For ", *listed([(h,) for h in s.under]), ", ", *uncapital(said))


def asides(s: Step, d: Document) -> list[Sentence]:
    """What is said of the conditions after the display; of a theorem they are said before."""
    return [] if _theorem(s) else remarks(s, d)


def _theorem(s: Step) -> bool:
    return s.grade in ("cited", "assumed") and s.gives is not None


def repeated(s: Step, d: Document) -> int | None:
    """The earlier step that gives the same formula, 0 for the claim of a single step, else None."""
    if s.gives is None or s.gives.term is None:
        return None
    for earlier in d.steps:
        if earlier.n >= s.n:
            break
        same = earlier.gives is not None and earlier.gives.term == s.gives.term
        if same and earlier.under == s.under:
            return earlier.n
    alone = len(d.steps) == 1 and d.claim is not None and d.claim.term == s.gives.term
    return 0 if alone else None


def _general(s: Step, d: Document) -> Sentence:
    said = sentence(s.says.strip(), d.context)
    if repeated(s, d) == 0:
        return said
    sources = references(sorted(s.sources))
    lead: Sentence = ("From ", *sources) if s.sources else ()
    if not said or s.says == _PLAIN:
        return (*lead, ",") if lead else ()
    if s.gives is None:
        return said
    if not s.says.endswith(",") and not _PHRASE.match(s.says):
        before: list[Part] = [*said]
        for remark in remarks(s, d) if _theorem(s) else ():
            here = bool(remark) and str(remark[0]).startswith("Here ")
            before += [" ", *remark] if here else [" Here ", *uncapital(remark)]
        if lead:
            return (*before, " Hence, by ", *sources, ",")
        return (*before, " Hence") if _theorem(s) else (*unended(said), ":")
    if s.says.startswith("Since ") and s.says.endswith(".") and lead:
        verb = " gives" if len(s.sources) == 1 else " give"
        return (*unended(said), ", ", *sources, verb)
    if lead:
        return (*lead, ", ", *uncapital(unended(said)), ",")
    return (*unended(said), ",")


def _gives(s: Step) -> Term | None:
    return s.gives.term if s.gives is not None else None


def _step(d: Document, n: int) -> Step | None:
    return next((s for s in d.steps if s.n == n), None)


def _constant(s: Step, d: Document) -> Sentence | None:
    """A derivative that is zero, or constant, integrated: the name of the constant is new."""
    first = _step(d, s.sources[0]) if s.sources else None
    here, there = _gives(s), _gives(first) if first is not None else None
    if here is None or there is None or here.head != "Eq" or there.head != "Eq":
        return None
    derivative, value = there.args
    if derivative.head != "Derivative":
        return None
    constant = Formula.of(here.args[1])
    facts: list[Part] = []
    if s.sources[1:]:
        facts = [", with ", *references(sorted(s.sources[1:]))]
    if value.head == "Integer" and value.data == 0:
        return ("By ", *references(s.sources[:1]), *facts,
                ", the following is constant on each interval; call its value ", constant,
                ":")  # fmt: skip
    x = Formula.of(derivative.args[1])
    return ("From ", *references(sorted(s.sources)), ", integrating over ", x,
            " on each interval and writing ", constant, " for the constant,")  # fmt: skip


def _rewrite(s: Step, d: Document) -> Sentence | None:
    if len(s.sources) != 2:
        return None
    target, equation = s.sources
    return ("Substituting ", *references([equation]), " into ", *references([target]), ",")


def _solution(s: Step, d: Document) -> Sentence | None:
    here = _gives(s)
    if here is None or here.head != "Eq" or here.args[0].head != "Apply" or not s.sources:
        return None
    name = here.args[0].data[0]

    def mentions(n: int) -> bool:
        source = _step(d, n)
        term = _gives(source) if source is not None else None
        return term is None or name in term.functions

    equations = [n for n in s.sources if mentions(n)]
    facts = [n for n in s.sources if n not in equations]
    under = listed([(f.gives,) for n in facts if (f := _step(d, n)) and f.gives is not None])
    known = repeated(s, d)
    back = "" if not known else "Conversely, "
    it = "it" if len(equations) == 1 else "each of them"
    put = references(sorted(equations))
    suppose: Sentence = ("if ", *under, ", then ") if under else ()
    if not known:
        parts: Sentence = (*suppose, "the following function, put into ", *put, ", satisfies ", it,
                           " identically:")  # fmt: skip
    else:
        parts = (back, *suppose, "the function ", *references([known]), ", put into ", *put,
                 ", satisfies ", it, " identically.")  # fmt: skip
    return capital(parts)


def _limit(s: Step, d: Document) -> Sentence | None:
    how = s.says.removeprefix("The limit: ").removesuffix(".")
    if how == s.says or repeated(s, d) is None:
        return None
    return ("By ", *uncapital(reasoned(how, d.context)), ".")


ROWS: dict[str, Callable[[Step, Document], Sentence | None]] = {
    "constant": _constant,
    "rewrite": _rewrite,
    "solution_of": _solution,
    "limit": _limit,
}
