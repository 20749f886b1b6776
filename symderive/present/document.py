"""A certificate, read: what the writers of LaTeX, Markdown and plain text print, in their order.

Terms are read from their texts here; a text that cannot be read stays text and is printed letter by
letter.  Stored LaTeX is never used: it came with the file, and nothing vouches for it.

>>> d = Document.of({"problem": {"kind": "check", "claim": "x = x"}, "verdict": "verified",
...                  "given": ["x > 0"], "steps": [], "grades": {}})
>>> d.claim.term.head, d.given[0].text, d.label
('Eq', 'x > 0', 'check-bcf828')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..terms.context import Context
from ..terms.errors import NotRead
from ..terms.reader import read
from ..terms.tree import Term
from ..terms.writer import write
from .latex_terms import Scope
from .origin import command, label

GRADES = {
    "exact": "exact",
    "enclosed": "enclosed",
    "cited": "cited theorem",
    "computed": "computed, not re-derived",
    "assumed": "assumed",
}
VERDICTS = ("verified", "refuted", "undecided")
_NAMES = """
    Abel Basel Bayes Beltrami Bernoulli Bessel Bianchi Bonnet Burgers Cartan Cauchy
    Chebyshev Clairaut Dirichlet Euler Feynman Fisher Fourier Frobenius Frullani Fubini
    Gauss Gosper Green Hamilton Hermite Hodge Jacobi Krawczyk Lagrange Laplace Legendre
    Leibniz Lie Liouville Maxwell Monge Noether Pappus Picard Poincare Ramanujan Ricci
    Riemann Schwarz Stirling Stokes Sturm Taylor Tonelli Weierstrass Wronski Zeilberger
""".split()  # fmt: skip
_PROPER = {name.lower(): name for name in _NAMES}


def words(identifier: str) -> str:
    """An id as words: `leibniz_fixed_limits` is `Leibniz fixed limits`."""
    out = ""
    for part in identifier.replace("-", "_").split("_"):
        name = _PROPER.get(part, part)
        pair = name[:1].isupper() and out.rpartition(" ")[2][:1].isupper()
        out += ("-" if pair else " ") + name
    return " ".join(out.split())


@dataclass(frozen=True)
class Formula:
    """A text and the term it says, None where it is not in the language; or words, as prose."""

    text: str
    term: Term | None
    words: bool = False

    @staticmethod
    def of(term: Term) -> Formula:
        return Formula(write(term), term)


@dataclass(frozen=True)
class Condition:
    formula: Formula
    status: str
    how: str


@dataclass(frozen=True)
class Step:
    n: int
    by: str
    grade: str
    says: str
    gives: Formula | None
    sources: tuple[int, ...]
    conditions: tuple[Condition, ...]
    under: tuple[Formula, ...] = ()  # hypotheses of this step alone


@dataclass(frozen=True)
class Document:
    label: str
    command: str
    kind: str
    lagrangian: Formula | None  # what a problem of variation integrates
    verdict: str
    reason: str | None
    hint: str | None
    claim: Formula | None
    results: tuple[tuple[str, Formula], ...]  # further keys of the result, with their words
    given: tuple[Formula, ...]
    added: tuple[Formula, ...]
    steps: tuple[Step, ...]
    grades: tuple[tuple[str, int], ...]
    witness: tuple[tuple[tuple[str, Formula], ...], str, str] | None
    samples: tuple[Formula, ...]  # the functions at which a claim on functions fails
    unproved: tuple[str, ...]
    seconds: float
    unknowns: Mapping[str, tuple[str, ...]]
    matrices: frozenset[str]
    context: Context

    @staticmethod
    def of(data: Mapping[str, Any]) -> Document:
        """Read the object of schema `symderive/1`; ValueError where a key has a wrong form."""
        try:
            return _read(data)
        except (AttributeError, KeyError, TypeError) as problem:
            raise ValueError(f"not a certificate that can be printed: {problem!r}") from None

    @property
    def scope(self) -> Scope:
        scope = Scope(frozenset(self.unknowns))
        for f in self.formulas():
            if f.term is not None:
                scope = scope | Scope.of(f.term)
        return scope

    def formulas(self) -> Iterable[Formula]:
        yield from self.given
        yield from self.added
        if self.claim:
            yield self.claim
        yield from (f for _, f in self.results)
        for step in self.steps:
            if step.gives:
                yield step.gives
            yield from (c.formula for c in step.conditions)
            yield from step.under

    @property
    def count(self) -> str:
        """`7 steps: 6 exact, 1 cited theorem`."""
        n = len(self.steps)
        tally = ", ".join(f"{k} {GRADES[g]}" + "s" * (g == "cited" and k > 1)
                          for g, k in self.grades)  # fmt: skip
        return f"{n} step{'' if n == 1 else 's'}" + (f": {tally}" if tally else "")


def formula(text: str, context: Context) -> Formula:
    try:
        return Formula(text, read(text, context))
    except NotRead:
        return Formula(text, None)


def _listed(value: Any) -> tuple[str, ...]:
    parts = re.split(r"[,\s]+", value) if isinstance(value, str) else value
    return tuple(str(p) for p in parts if p)


def unknowns_of(problem: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Declared unknowns: `unknowns` {name: variables}, or `unknown` with `vars` or `var`."""
    declared = problem.get("unknowns")
    if isinstance(declared, Mapping):
        return {str(name): _listed(variables) for name, variables in declared.items()}
    variables = _listed(problem.get("vars") or problem.get("var") or ())
    if not variables:
        return {}
    return dict.fromkeys(_listed(declared or problem.get("unknown") or ()), variables)


_MATRIX = {"matrix", "invertible", "symmetric", "positive_definite", "positive_semidefinite",
           "orthogonal", "vector"}  # fmt: skip


def _matrices(statements: Iterable[Formula]) -> frozenset[str]:
    names = set()
    for f in statements:
        for t in f.term.walk() if f.term else ():
            if t.head == "Is" and t.args[0].head == "Symbol":
                quality = t.args[1]
                word = quality.args[0].data if quality.head == "Tuple" else quality.data
                if word in _MATRIX or quality.head == "Tuple":
                    names.add(t.args[0].data)
    return frozenset(names)


def context_of(problem: Mapping[str, Any], given: Iterable[str]) -> Context:
    """What the texts of a certificate are read against: its unknowns, matrices and forms."""
    unknowns = unknowns_of(problem)
    plain = Context(unknowns=unknowns)
    return Context(
        unknowns=unknowns,
        matrices=_matrices(formula(g, plain) for g in given),
        forms=problem["kind"] == "forms",
        coords=_listed(problem.get("coords") or ()),
        form_names=frozenset(_listed(problem.get("form_names") or ())),
    )


def _read(data: Mapping[str, Any]) -> Document:
    problem = data["problem"]
    if data["verdict"] not in VERDICTS:
        raise ValueError(f"no verdict: {data['verdict']!r}; one of {', '.join(VERDICTS)}")
    context = context_of(problem, data.get("given", ()))
    steps = _once([_step(s, context) for s in data.get("steps", ())])
    if data["verdict"] == "verified" and any(s.grade == "computed" for s in steps):
        raise ValueError("a derivation with a computed step is undecided, not verified")
    claim, results = _result(data, steps, context)
    found = data.get("witness")
    witness = None
    if found:
        point = tuple((k, formula(str(v), context)) for k, v in found.get("point", {}).items())
        witness = (point, str(found.get("left", "")), str(found.get("right", "")))
    samples = (found or {}).get("functions") or {}
    return Document(
        label=label(problem),
        command=command(problem, data.get("given", ())),
        kind=str(problem["kind"]),
        lagrangian=_lagrangian(problem, context),
        verdict=str(data["verdict"]),
        reason=data.get("reason"),
        hint=data.get("hint"),
        claim=claim,
        results=results,
        given=tuple(formula(g, context) for g in data.get("given", ())),
        added=tuple(formula(g, context) for g in data.get("added", ())),
        steps=steps,
        grades=_grades(steps),
        witness=witness,
        samples=tuple(_sample(k, str(v), context) for k, v in samples.items()),
        unproved=tuple(str(u) for u in data.get("unproved") or ()),
        seconds=float(data.get("seconds") or 0),
        unknowns=context.unknowns,
        matrices=context.matrices,
        context=context,
    )


def _sample(name: str, text: str, context: Context) -> Formula:
    """`(x1) -> x1^2`, the value of a function, as `f(x1) = x1^2`."""
    found = re.fullmatch(r"\(([\w, ]*)\) -> (.+)", text, re.DOTALL)
    return formula(f"{name}({found[1]}) = {found[2]}" if found else f"{name}: {text}", context)


def _lagrangian(problem: Mapping[str, Any], context: Context) -> Formula | None:
    text = problem.get("lagrangian")
    found = formula(text, context) if isinstance(text, str) else None
    return found if found is not None and found.term is not None else None


def _grades(steps: Iterable[Step]) -> tuple[tuple[str, int], ...]:
    """Counted from the steps, so that a wrong table in the file is not repeated."""
    count: dict[str, int] = {}
    for step in steps:
        count[step.grade] = count.get(step.grade, 0) + 1
    return tuple((grade, count[grade]) for grade in GRADES if grade in count)


def _step(s: Mapping[str, Any], context: Context) -> Step:
    gives = s.get("gives")
    if s["grade"] not in GRADES:
        raise ValueError(f"step {s['n']}: no grade: {s['grade']!r}; one of {', '.join(GRADES)}")
    return Step(
        n=int(s["n"]),
        by=str(s["by"]),
        grade=str(s["grade"]),
        says=str(s.get("says") or ""),
        gives=formula(gives["text"], context) if gives and gives.get("text") else None,
        sources=tuple(k for k in s.get("from", ()) if isinstance(k, int)),
        conditions=tuple(
            Condition(formula(c["text"], context), str(c["status"]), str(c.get("how") or ""))
            for c in s.get("conditions", ())
        ),
        under=tuple(formula(str(h), context) for h in s.get("under", ())),
    )


def _once(steps: list[Step]) -> tuple[Step, ...]:
    """What a step presupposes and one that it rests on has said already is not said again."""
    shown: dict[int, set[tuple[str, tuple[str, ...]]]] = {}
    out = []
    for s in steps:
        under = tuple(sorted(h.text for h in s.under))
        before = {key for n in s.sources for key in shown.get(n, ())}
        said = {text for text, where in before if set(where) <= set(under)}
        kept = tuple(c for c in s.conditions
                     if c.status != "presupposed" or c.formula.text not in said)  # fmt: skip
        shown[s.n] = before | {(c.formula.text, under) for c in kept if c.status == "presupposed"}
        out.append(replace(s, conditions=kept))
    return tuple(out)


_RELATIONS = {"Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And", "In", "Is"}


def _result(
    data: Mapping[str, Any], steps: tuple[Step, ...], context: Context
) -> tuple[Formula | None, tuple[tuple[str, Formula], ...]]:
    """The claim, and the other keys of the result.

    A bare value (of an integral, say) is claimed by the last step that equates it with something.
    """
    problem, result = data["problem"], data.get("result") or {}
    rest: list[tuple[str, Formula]] = []
    for key, value in result.items():
        if key not in ("text", "latex"):
            rest.extend(_values(words(key), value, context))
    if problem.get("claim"):
        text = problem["claim"]
        return formula(text["text"] if isinstance(text, Mapping) else text, context), tuple(rest)
    if not result.get("text"):
        return None, tuple(rest)
    value = formula(result["text"], context)
    if value.term is not None and value.term.head not in _RELATIONS:
        for step in reversed(steps):
            t = step.gives.term if step.gives else None
            if t is not None and t.head == "Eq" and value.term in t.args:
                return step.gives, tuple(rest)
    return value, tuple(rest)


_ANSWERS = {True: "yes", False: "no", None: "not decided"}


def _values(label: str, value: Any, context: Context) -> list[tuple[str, Formula]]:
    """A key of the result as labelled formulas; what is no formula by its kind is words."""
    if value is None or isinstance(value, bool):
        return [(label, Formula(_ANSWERS[value], None, words=True))]
    if label == "kind":
        return [(label, Formula(words(str(value)), None, words=True))]
    if isinstance(value, str | int | float):
        return [(label, formula(str(value), context))]
    if label == "singular integrals" and not value:
        return [(label, Formula("none", None, words=True))]
    items = value.items() if isinstance(value, Mapping) else ((None, v) for v in value)
    return [
        found
        for key, inner in items
        for found in _values(label if key is None else f"{label}, {key}", inner, context)
    ]
