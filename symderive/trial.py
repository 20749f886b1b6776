"""A rule on trial: its accepted cases are inferred and agree in balls, its refused cases are stopped.

An accepted case with `functions`, as `{ "y(x)" = "cosh(x)" }`, names functions for which its premises
and givens hold; they are put in before the sides are compared.  A disagreement condemns a rule;
agreement proves nothing.

>>> from symderive.library import directory, entries, rules
>>> row = entries(directory() / "definitions.toml")["exponential_series"]
>>> rule = rules()["exponential_series"]
>>> complaints(rule, row)
[]
>>> from dataclasses import replace
>>> complaints(replace(rule, right=read("exp(-X)")), row)[0]
'accepts 1: false at x = 3/7: the left-hand side is 1.53506300925521 +/- 1.32e-16'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from symderive.kernel.analysis import primitives  # noqa: F401  (opens the enclosures)
from symderive.kernel.analysis.calculus.substitution import evaluate, substitute_function
from symderive.kernel.analysis.cite import Rule, graft
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import refute
from symderive.library import Unsound, entries, open_rules, rules
from symderive.terms.reader import read
from symderive.terms.tree import Term

PREMISE = "taken for the trial"


def own_rules(where: Path) -> dict[str, Rule]:
    """A user's directory of rules beside the shipped ones; its steps are of grade `assumed`.

    Raises Unsound for a rule that its own cases condemn, or that takes the name of a shipped one.
    """
    found = open_rules(where, grade="assumed")
    for path in sorted(where.glob("*.toml")):
        for name, row in entries(path).items():
            if name in rules():
                raise Unsound(f"{path.name}: {name} is the name of a shipped rule")
            for what in complaints(found[name], row):
                raise Unsound(f"{path.name}: {name}: {what}")
    return {**rules(), **found}


def complaints(rule: Rule, row: Mapping[str, Any]) -> list[str]:
    """What the cases of `row`, the rule's entry in its file, have against the rule."""
    found = []
    for n, case in enumerate(row["accepts"], 1):
        found += [f"accepts {n}: {what}" for what in _accepted(rule, case)]
    for n, case in enumerate(row["refuses"], 1):
        try:
            infer(rule, case)
        except (Rejected, Undecided):
            continue
        found.append(f"refuses {n}: the rule is inferred all the same")
    return found


def infer(rule: Rule, case: Mapping[str, Any]) -> Outcome:
    """The kernel's answer to citing the rule with the bindings and givens of a case.

    Its premises are taken as they stand.  Raises Rejected or Undecided.
    """
    bind, givens = _bindings(case), _givens(case)
    taken = [
        Checked(Step(k, PREMISE, graft(p, bind)), Outcome("assumed"), givens)
        for k, p in enumerate(rule.premises, 1)
    ]
    gives = read(case["gives"]) if "gives" in case else rule.instance(bind)
    return rule(Step(len(taken) + 1, rule.name, gives, bind=bind), taken, givens)


def _accepted(rule: Rule, case: Mapping[str, Any]) -> Iterator[str]:
    try:
        open_ = [c.text for c in infer(rule, case).conditions if not c.settled]
    except (Rejected, Undecided) as why:
        yield str(why)
        return
    yield from (f"not settled: {text}" for text in open_)
    if rule.premises and not case.get("functions"):
        yield "it has premises: name functions for which they hold"
        return
    witness = refute(_concrete(rule, case), _numeric(case))
    if witness is not None:
        at = ", ".join(f"{name} = {value}" for name, value in witness.point.items())
        yield f"false{f' at {at}' if at else ''}: the left-hand side is {witness.left}"


def _concrete(rule: Rule, case: Mapping[str, Any]) -> Term:
    """The instance with derivatives carried out and the functions of the case put in."""
    instance, _ = evaluate(rule.instance(_bindings(case)))
    for function, body in case.get("functions", {}).items():
        f = read(function)
        params = [a.data for a in f.args]
        instance = substitute_function(instance, f.data[0], params, read(body))
    return instance


def _bindings(case: Mapping[str, Any]) -> dict[str, Term]:
    return {k: read(t) for k, t in case.get("bind", {}).items()}


def _givens(case: Mapping[str, Any]) -> Givens:
    return Givens.of([read(g) for g in case.get("given", ())])


def _numeric(case: Mapping[str, Any]) -> Givens:
    """The givens on numbers: those on the functions are met by the choice of the functions."""
    named = {read(f).data[0] for f in case.get("functions", {})}
    facts = [read(g) for g in case.get("given", ())]
    return Givens.of([f for f in facts if not named & (f.functions | f.free)])
