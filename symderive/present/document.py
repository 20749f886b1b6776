"""A certificate, read: what the writers of LaTeX, Markdown and plain text print, in their order.

Terms are read from their texts here; a text that cannot be read stays text and is printed letter by
letter.  Stored LaTeX is never used: it came with the file, and nothing vouches for it.

>>> d = Document.of({"problem": {"kind": "check", "claim": "x = x"}, "verdict": "verified",
...                  "given": ["x > 0"], "steps": [], "grades": {}})
>>> d.claim.term.head, d.given[0].text, d.label
('Eq', 'x > 0', 'check-bcf828')
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..terms.context import Context
from ..terms.errors import NotRead
from ..terms.reader import read
from ..terms.tree import Term
from .latex_terms import Scope

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


@dataclass(frozen=True)
class Document:
    label: str
    command: str
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
    steps = tuple(_step(s, context) for s in data.get("steps", ()))
    if data["verdict"] == "verified" and any(s.grade == "computed" for s in steps):
        raise ValueError("a derivation with a computed step is undecided, not verified")
    claim, results = _result(data, steps, context)
    found = data.get("witness")
    witness = None
    if found:
        point = tuple((k, formula(str(v), context)) for k, v in found.get("point", {}).items())
        witness = (point, str(found.get("left", "")), str(found.get("right", "")))
    return Document(
        label=_label(problem),
        command=command(problem, data.get("given", ())),
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
        unproved=tuple(str(u) for u in data.get("unproved") or ()),
        seconds=float(data.get("seconds") or 0),
        unknowns=context.unknowns,
        matrices=context.matrices,
        context=context,
    )


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
    )


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
    items = value.items() if isinstance(value, Mapping) else ((None, v) for v in value)
    return [
        found
        for key, inner in items
        for found in _values(label if key is None else f"{label}, {key}", inner, context)
    ]


# --- where it came from ----------------------------------------------------------------------

_FIRST = ("name", "claim", "expr", "expression", "equation", "lagrangian", "divergence", "p", "q")
_SILENT = {"kind", "given", "unknowns", "form_names", "parameters"}


def command(problem: Mapping[str, Any], given: Iterable[str] = ()) -> str:
    """The command line that gives this derivation again, on one line of printable ASCII."""
    parts = ["symderive", str(problem["kind"])]
    parts += [_word(problem[key]) for key in _FIRST if problem.get(key) is not None]
    for key, value in problem.items():
        if key in _SILENT or key in _FIRST or value is None or value is False:
            continue
        option = "--" + key.replace("_", "-")
        if isinstance(value, list):
            for v in value:
                parts += [option, _word(v)]
        elif value is True:
            parts.append(option)
        else:
            parts += [option, _word(value)]
    for key, value in (problem.get("parameters") or {}).items():
        parts += ["-p", _word(f"{key}={value}")]
    for g in given:
        parts += ["--given", _word(g)]
    return one_line(" ".join(shlex.quote(p) if k else p for k, p in enumerate(parts)))


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def one_line(text: str) -> str:
    """Printable ASCII on one line; everything else by its code point."""
    return "".join(c if 32 <= ord(c) < 127 else f"\\u{ord(c):04x}" for c in text)


def _label(problem: Mapping[str, Any]) -> str:
    """A word for labels, its own for every problem, so that fragments meet without clashes."""
    name = re.sub(r"[^a-z0-9]+", "-", str(problem.get("name") or "").lower()).strip("-")
    if name and not problem.get("parameters"):
        return name
    text = json.dumps(problem, sort_keys=True)
    kind = re.sub(r"[^a-z0-9]+", "-", str(problem["kind"]).lower())
    return f"{name or kind}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
