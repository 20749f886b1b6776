"""What a step needed, in words: its conditions, without those that say nothing to a reader.

Left out are conditions that the sentence of the step says already, and those that are there for the
kernel's sake (a point that shows a claim not to be void); the certificate keeps them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..terms.tree import Term
from .document import Condition, Document, Formula, Step, formula
from .prose import Glyph, Joined, Sentence, listed, reasoned, sentence, uncapital, unended

NOT_VOID = "the claim is not void"
_INTERVAL = " ranges over an interval"
_SOLUTION = " for the solution"
_EXISTS = " exists"
_DEFAULT = "a function of which nothing is said"


def remarks(s: Step, d: Document) -> list[Sentence]:
    """A sentence for each condition that is worth one."""
    out: list[Sentence] = []
    plain: list[Sentence] = []
    for c in s.conditions:
        if trivial(c, s) or said_in_claim(c, d):
            continue
        special = _special(c, d)
        if special is not None:
            out.append(special)
        else:
            plain.append(_plain(c, d))
    if plain:
        out.append(("Here ", *listed(plain), "."))
    return out


def trivial(c: Condition, s: Step) -> bool:
    """Whether the step's own sentence says it, or nobody but the kernel asks for it."""
    text = c.formula.text
    if c.status not in ("discharged", "given", "presupposed"):
        return False
    if text == NOT_VOID or _predicate(c) == "jet":
        return True
    if text.endswith(_EXISTS) and re.fullmatch(r"step \d+", c.how):
        return True
    if _predicate(c) == "stationary" and c.status == "given":
        return True
    return s.by == "constant" and text.endswith(_INTERVAL)


def presupposed(d: Document) -> list[Formula]:
    """What must not vanish in the claim of a proof, as `x != 1`; for its statement."""
    if d.verdict != "verified" or not d.steps or d.claim is None or d.claim.term is None:
        return []
    last = d.steps[-1]
    return [_moved(c.formula) for c in last.conditions if _excluded(c, d)]


def smooth_by_default(d: Document) -> dict[str, str]:
    """Functions of which the claim asks some smoothness, and what it is."""
    found: dict[str, str] = {}
    for s in d.steps:
        for c in s.conditions:
            t = c.formula.term
            if c.how.startswith(_DEFAULT) and t is not None and t.head == "Is":
                name = _name(t.args[0])
                found[name] = max(found.get(name, ""), str(t.args[1].data))
    return found


def _name(subject: Term) -> str:
    return str(subject.data[0] if subject.head == "Apply" else subject.data)


def said_in_claim(c: Condition, d: Document) -> bool:
    """Whether the statement of the claim carries the condition."""
    if c.how.startswith(_DEFAULT) and c.status == "given":
        return True
    return bool(d.steps) and _excluded(c, d) and c in d.steps[-1].conditions


def _excluded(c: Condition, d: Document) -> bool:
    t = c.formula.term
    claim = d.claim.term if d.claim is not None else None
    return (
        d.verdict == "verified" and c.status == "presupposed"
        and t is not None and t.head == "Ne" and claim is not None and t.free <= claim.free
    )  # fmt: skip


def _moved(f: Formula) -> Formula:
    """`x - 1 != 0` as `x != 1`."""
    t = f.term
    if t is not None and t.head == "Ne" and t.args[1] == Term("Integer", (), 0):
        left = t.args[0]
        if left.head == "Add" and len(left.args) == 2 and left.args[1].head == "Neg":
            return Formula.of(Term("Ne", (left.args[0], left.args[1].args[0])))
    return f


def _predicate(c: Condition) -> str:
    t = c.formula.term
    return str(t.data[0]) if t is not None and t.head == "Apply" else ""


def _special(c: Condition, d: Document) -> Sentence | None:
    t = c.formula.term
    if c.status == "discharged" and t is not None and t.head == "Apply":
        row = PREDICATES.get(t.data[0])
        if row is not None:
            return row(t, d)
    text = c.formula.text
    if text == "the empty interval" and c.status == "discharged":
        return ("On the empty interval ", *unended(reasoned(c.how, d.context)), ".")
    if text.endswith(_SOLUTION) and c.status == "discharged":
        return ("It also satisfies ", formula(text.removesuffix(_SOLUTION), d.context), ".")
    if text.endswith(_INTERVAL) and c.status == "presupposed":
        x = formula(text.removesuffix(_INTERVAL), d.context)
        return ("This holds for ", x, " in an interval.")
    return None


def _plain(c: Condition, d: Document) -> Sentence:
    """A condition with how it was met; what is not discharged says so."""
    text = c.formula.text
    what: Sentence = _limit(text, d) or (c.formula,)
    if what[0] is not c.formula and c.status == "discharged":
        return what
    if c.formula.term is None and text.endswith(_EXISTS):
        what = (formula(text.removesuffix(_EXISTS), d.context), _EXISTS)
    elif c.formula.term is None and "`" in text:
        what = sentence(text, d.context)
    elif c.formula.term is None and re.fullmatch(r"[A-Za-z ,]+", text):
        what = (text,)
    how = uncapital(unended(reasoned(c.how, d.context)))
    if c.status == "discharged":
        return (*what, " (", *(how or ("discharged",)), ")")
    status = {"added": "added to the givens"}.get(c.status, c.status)
    return (*what, f" ({status}", *((": ", *how) if how else ()), ")")


def _limit(text: str, d: Document) -> Sentence:
    """`F -> v as x -> 0+` in formulas; empty for any other text."""
    found = re.fullmatch(r"(.+) -> (.+) as (\w+) -> (.+?)([+-]?)", text)
    if found is None:
        return ()
    body, value, name, point = (formula(found[k], d.context) for k in range(1, 5))
    if any(f.term is None for f in (body, value, name, point)):
        return ()
    arrow = Glyph(r"\to", "->")
    side = (Glyph(f"{{}}^{{{found[5]}}}", found[5]),) if found[5] else ()
    return (Joined((body, arrow, value)), " as ", Joined((name, arrow, point, *side)))


# --- predicates ------------------------------------------------------------------------------


def _independent(t: Term, d: Document) -> Sentence:
    return (Formula.of(t.args[0]), " does not contain ", Formula.of(t.args[1]), " explicitly.")


def _smooth(t: Term, d: Document) -> Sentence:
    """On the set that the givens on the jets leave."""
    body, *jets = t.args
    names = {j.data[0] for j in jets if j.head == "Apply"}
    where = [
        (g,) for g in d.given
        if g.term is not None and g.term.head in ("Lt", "Le", "Gt", "Ge", "Ne", "In")
        and names & g.term.functions
    ]  # fmt: skip
    jets_ = listed([(Formula.of(j),) for j in jets])
    tail: Sentence = (" where ", *listed(where)) if where else ()
    return (Formula.of(body), " is a ", Glyph("C^{2}", "C2"), " function of ", *jets_, *tail, ".")


def _free(t: Term, d: Document) -> Sentence:
    body, *names = t.args
    apart = listed([(Formula.of(n),) for n in names])
    return (Formula.of(body), " does not depend on ", *apart, ".")


def _definite(t: Term, d: Document) -> Sentence:
    matrices = listed([(Formula.of(a),) for a in t.args])
    are = " are" if len(t.args) > 1 else " is"
    return (*matrices, f"{are} symmetric and positive definite.")


def _positive(t: Term, d: Document) -> Sentence:
    above = [(Formula.of(Term("Gt", (a, Term("Integer", (), 0)))),) for a in t.args]
    return (*listed(above), ".")


def _of_kind(word: str) -> Callable[[Term, Document], Sentence]:
    def said(t: Term, d: Document) -> Sentence:
        are = " are" if len(t.args) > 1 else " is"
        return (*listed([(Formula.of(a),) for a in t.args]), f"{are} {word}.")

    return said


PREDICATES: dict[str, Callable[[Term, Document], Sentence]] = {
    "independent": _independent,
    "twice_differentiable": _smooth,
    "free": _free,
    "positive_definite": _definite,
    "positive": _positive,
    "real": _of_kind("real"),
    "natural": _of_kind("integral and not negative"),
}
