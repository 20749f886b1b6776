"""What was proved, as a paper states it: hypotheses in words, the formula, what else came out.

>>> from .document import Document
>>> d = Document.of({"problem": {"kind": "check", "claim": "x + y = y + x"},
...                  "verdict": "verified", "given": ["x > 0"], "steps": []})
>>> [type(b).__name__ for b in claim(d)], claim(d)[0].parts[0]
(['Words', 'Shown'], 'Suppose that ')
"""

from __future__ import annotations

from dataclasses import dataclass

from ..terms.tree import Term
from .document import Document, Formula, Step, words
from .prose import (
    Glyph,
    Part,
    Ref,
    Sentence,
    capital,
    listed,
    references,
    sentence_case,
)
from .reasons import repeated
from .remarks import presupposed, smooth_by_default


@dataclass(frozen=True)
class Words:
    """A sentence or the beginning of one."""

    parts: Sentence


@dataclass(frozen=True)
class Shown:
    """A display: a formula, its label within the document, and a name that it defines beside it."""

    formula: Formula
    label: str
    defines: Formula | None = None


Block = Words | Shown
_RELATIONS = frozenset({"Lt", "Le", "Gt", "Ge", "Ne", "In"})
_BOUNDS = ("Sum", "Product")


def claim(d: Document) -> list[Block]:
    """The hypotheses and the claim."""
    functional = _functional(d)
    if functional is not None and d.claim is not None and d.verdict == "verified":
        return _variational(d, functional)
    given = [hypothesis(g) for g in d.given]
    out: list[Block] = []
    if d.claim is None:
        return [Words(("Given: ", *listed(given), "."))] if given else []
    everything = _all_values(d)
    if given:
        then: Sentence = (". Then, ", *everything, ",") if everything else (". Then",)
        out.append(Words(("Suppose that ", *listed(given), *then)))
    elif everything:
        out.append(Words((*capital(everything), ",")))
    else:
        out.append(Words(("We have",) if d.verdict == "verified" else ("It is claimed that",)))
    return [*out, Shown(d.claim, "claim")]


def hypothesis(g: Formula) -> Sentence:
    """A given as part of a sentence."""
    t = g.term
    if t is not None and t.head == "Apply" and t.data[0] == "stationary":
        return (Formula.of(t.args[0]), " is stationary, the end values fixed")
    return (g,)


# --- names ---------------------------------------------------------------------------------------


def _described(d: Document) -> set[str]:
    """Names and functions of which a given says what they are."""
    found: set[str] = set()
    for g in d.given:
        for t in g.term.args if g.term and g.term.head == "And" else (g.term,):
            if t is None:
                continue
            if t.head == "Is":
                s = t.args[0]
                found.add(str(s.data[0] if s.head == "Apply" else s.data))
            elif len(t.free) == 1 and t.head in _RELATIONS | {"Eq"} and not t.functions:
                found |= t.free
            elif t.head in _RELATIONS:
                found |= {a.data for a in t.args if a.head == "Symbol"}
    return found


def _integers(t: Term) -> set[str]:
    """Names in the bounds of sums and products, which are integers by default."""
    return {n for u in t.walk() if u.head in _BOUNDS for a in u.args[2:] for n in a.free}


def _all_values(d: Document) -> Sentence:
    """`for all real x and y with x != 1 and every C1 function f`; `where x != 1`."""
    t = d.claim.term if d.claim is not None else None
    apart = listed([(f,) for f in presupposed(d)])
    out: list[Sentence] = []
    if t is not None and d.kind == "check":
        out = _names(t, d)
    if not out:
        return ("where ", *apart) if apart else ()
    return ("for ", *listed(out), *((" with ", *apart) if apart else ()))


def _names(t: Term, d: Document) -> list[Sentence]:
    """The names and functions of which nothing is given."""
    if any(u.head in ("Matrix", "Wedge") for u in t.walk()):
        return []
    known = _described(d) | d.matrices
    names = [n for n in sorted(t.free - _integers(t)) if n not in known]
    out: list[Sentence] = []
    if names:
        out.append(("all real ", *listed([(Formula.of(Term("Symbol", (), n)),) for n in names])))
    smooth = smooth_by_default(d)
    for f in sorted(t.functions - known - set(d.unknowns)):
        level: Sentence = ()
        if f in smooth:
            level = (Glyph(f"C^{{{smooth[f][1:]}}}", smooth[f]), " ")
        out.append(("every ", *level, "function ", Formula.of(Term("Symbol", (), f))))
    return out


# --- variation -----------------------------------------------------------------------------------


def _functional(d: Document) -> Term | None:
    """The integral that is given to be stationary."""
    for g in d.given:
        t = g.term
        if t is not None and t.head == "Apply" and t.data[0] == "stationary":
            return t.args[0] if t.args[0].head == "Integral" else None
    return None


def _variational(d: Document, functional: Term) -> list[Block]:
    unknowns = functional.functions
    about: list[Sentence] = []
    other: list[Sentence] = []
    level: Sentence = ()
    for g in d.given:
        t = g.term
        if t is None:
            other.append((g,))
        elif t.head == "Is" and t.args[0].data in unknowns and str(t.args[1].data)[:1] == "C":
            level = ("a ", Glyph(f"C^{{{t.args[1].data[1:]}}}", t.args[1].data), " function")
        elif t.functions & unknowns and t.head != "Apply":
            about.append((g,))
        elif t.head != "Apply":
            other.append((g,))
    body, x, *ends = functional.args
    known = _described(d) | {x.data} | unknowns | {n for e in ends for n in e.free}
    real = [Formula.of(Term("Symbol", (), n)) for n in sorted(body.free - known)]
    lets: list[Sentence] = [("let ", *listed(other))] if other else []
    if real:
        lets.append(("let ", *listed([(f,) for f in real]), " be real"))
    ys = listed([(Formula.of(_unknown(d, n, x)),) for n in sorted(unknowns)])
    having: Sentence = (" with ", *listed(about)) if about else ()
    lets.append(("let ", *ys, " be ", *(level or ("a function",)), *having,
                 " that is stationary, its end values fixed, for the functional"))  # fmt: skip
    name = d.lagrangian if d.lagrangian is not None and d.lagrangian.term == body else None
    out: list[Block] = [
        Words(capital(listed(lets, ", and " if len(lets) > 1 else " and "))),
        Shown(Formula.of(functional), "functional", name),
    ]
    assert d.claim is not None
    solves = _solves(d)
    derived = solves is None or repeated(solves, d)
    constants = _constants(d)
    excluded = listed([(f,) for f in presupposed(d)])
    apart: Sentence = (" where ", *excluded) if excluded else ()
    if derived:
        tail: Sentence = (", with some ", *constants) if constants else ()
        out.append(Words(("Then, on each interval", *apart, *tail, ",")))
    else:
        assert solves is not None
        tail = (", for all ", *constants) if constants else ()
        out.append(Words(("Then the following function satisfies ",
                          *references(_equations(solves, d)), *apart, *tail, ":")))  # fmt: skip
    out.append(Shown(d.claim, "claim"))
    if derived and solves is not None:
        out.append(Words(("Conversely, every such function satisfies ",
                          *references(_equations(solves, d)), ".")))  # fmt: skip
    return out


def _unknown(d: Document, name: str, x: Term) -> Term:
    return Term("Apply", (x,), (name, (0,)))


def _solves(d: Document) -> Step | None:
    """The step that puts the claim into its equations, if it is the last one."""
    return d.steps[-1] if d.steps and d.steps[-1].by == "solution_of" else None


def _equations(s: Step, d: Document) -> list[int]:
    name = s.gives.term.args[0].data[0] if s.gives and s.gives.term else ""
    terms = {e.n: e.gives.term for e in d.steps if e.gives is not None}
    return [n for n in s.sources if (t := terms.get(n)) is None or name in t.functions]


def _constants(d: Document) -> Sentence:
    """`constants a > 0 and b`: names that integration introduced, with what steps say of them."""
    claim_ = d.claim.term if d.claim is not None else None
    if claim_ is None:
        return ()
    given = {n for g in d.given if g.term for n in g.term.free}
    names: list[str] = []
    for s in d.steps:
        if s.by == "constant" and s.gives is not None and s.gives.term is not None:
            new = [n for n in sorted(s.gives.term.args[1].free) if n in claim_.free]
            names += [n for n in new if n not in names and n not in given and _new(n, s, d)]
    facts = {
        next(iter(t.free)): s.gives for s in d.steps
        if s.gives is not None and (t := s.gives.term) is not None and s.by == "algebra"
        and t.head in _RELATIONS and len(t.free) == 1 and not t.functions
    }  # fmt: skip
    items: list[Sentence] = [
        (facts[n],) if n in facts else (Formula.of(Term("Symbol", (), n)),) for n in names
    ]
    if not items:
        return ()
    return ("constant " if len(items) == 1 else "constants ", *listed(items))


def _new(name: str, s: Step, d: Document) -> bool:
    """Whether no earlier step speaks of the name."""
    return not any(
        e.gives is not None and e.gives.term is not None and name in e.gives.term.free
        for e in d.steps if e.n < s.n
    )  # fmt: skip


# --- further results -----------------------------------------------------------------------------

_LABELS = {
    "Euler-Lagrange": "the Euler-Lagrange equation",
    "first integrals": "a first integral",
    "breaking time": "the breaking time",
}


def results(d: Document) -> list[Sentence]:
    """The other keys of the result, each once: by reference where a step gives it."""
    out: list[Sentence] = []
    for label, value in d.results:
        if d.verdict == "verified" and _told(label, value, d):
            continue
        note = " (not proved)" if any(words(u) in label for u in d.unproved) else ""
        name = _LABELS.get(label)
        where = None if note or value.term is None else _where(value.term, d)
        if where is not None and name is not None:
            out.append((sentence_case(name), " is ", *where, "."))
        elif where is not None:
            out.append((sentence_case(label), ": ", *where, "."))
        else:
            out.append((sentence_case(label), note, ": ", value, "."))
    return out


def _told(label: str, value: Formula, d: Document) -> bool:
    """Whether the claim says it already."""
    if label == "kind" and value.text == "stationary":
        return True
    c = d.claim.term if d.claim is not None else None
    return value.term is not None and c is not None and (
        value.term == c or (c.head == "Eq" and value.term in c.args)
    )  # fmt: skip


def _where(t: Term, d: Document) -> tuple[Part, ...] | None:
    for s in d.steps:
        given = s.gives.term if s.gives is not None else None
        if given == t:
            return (Ref(s.n),)
        if given is not None and given.head == "Eq" and t in given.args:
            side = "left" if given.args[0] == t else "right"
            return (f"the {side}-hand side of ", Ref(s.n))
    return None
