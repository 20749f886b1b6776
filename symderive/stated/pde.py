"""What a certificate about a first-order equation claims: its problem stands among the givens.

The equation and the data that the steps were checked against are those of the problem, nothing is
given beyond what the problem says, and the kind of the result is what its last step can prove.

>>> from symderive.terms.reader import read
>>> problem = {"kind": "pde", "equation": "u_x = u", "vars": "x,y", "unknown": "u", "data": []}
>>> last = Step(1, "general_solution", read("u(x, y) = F(y)*exp(x)"))
>>> result = {"kind": "general", "text": "u = F(y)*exp(x)"}
>>> untold(problem, [read("u[1,0](x, y) = u(x, y)")], result, [last], Context({"u": ("x", "y")}))
[]
>>> untold(problem, [], result, [last], Context({"u": ("x", "y")}))
['problem.equation: it is not among the givens']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symderive.derivations import NotACertificate
from symderive.kernel.analysis.algebra import entailed
from symderive.kernel.analysis.calculus.substitution import instantiate
from symderive.kernel.analysis.equations.first_order import problem_of
from symderive.kernel.analysis.equations.moving_ends import collapsed
from symderive.kernel.analysis.equations.pde_solution import candidate_of
from symderive.kernel.logic.balls import Evaluator
from symderive.kernel.logic.claims import Step, Undecided
from symderive.kernel.logic.givens import Givens, constant
from symderive.kernel.logic.witness import refute
from symderive.stated.claims import agrees, said
from symderive.terms.context import Context
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.vocabulary import SMOOTHNESS
from symderive.terms.writer import write

KEYS = frozenset(
    (
        "kind equation vars unknown data complete_integral strip name parameters given solution"
    ).split()
)
KINDS = {
    "general": "general_solution", "complete_integral": "complete_integral",
    "explicit": "pde_solution", "implicit": "pde_solution", "parametric": "parametric_solution",
    "none": "no_solution", "infinitely_many": "infinitely_many",
    "characteristics": "strip_equations",
}  # fmt: skip
# Of several unknowns.
JOINT = {
    "general": "joint_general_solution", "explicit": "joint_solution", "implicit": "joint_solution"
}  # fmt: skip
SAID = {"kind", "text", "latex", "breaking_time", "breaking_place", "parametric", "results",
        "general_integral", "singular_integrals"}  # fmt: skip
MAY_BE_OPEN = {"general_integral", "singular_integrals", "uniqueness"}
WITH_DATA = ("explicit", "implicit", "parametric", "none", "infinitely_many")


def untold(
    problem: Mapping[str, Any], givens: Sequence[Term], result: Mapping[str, Any] | None,
    steps: Sequence[Step], context: Context,
) -> list[str]:  # fmt: skip
    """What the steps do not say of the problem and its result; raises NotACertificate."""
    found = _given(problem, givens, context)
    if result is None or not steps:
        return found
    kind = result.get("kind")
    unknowns = str(problem["unknown"]).split(",")
    kinds = KINDS if len(unknowns) == 1 else JOINT
    by = kinds.get(str(kind))
    told = [s for s in steps if s.by == by and not s.under and agrees(result, s.gives, context)]
    last = told[-1] if told else steps[-1]
    if by != last.by or (kind == "explicit") != (
        last.by in ("pde_solution", "joint_solution") and _is_explicit(last.gives, unknowns)
    ):
        found.append(f"result.kind: {kind} is not what the last step proves")
    if (
        "solution" in problem
        and said(problem["solution"], "problem.solution", context) != last.gives
    ):
        found.append("problem.solution: it is not what the last step proves")
    if kind in WITH_DATA and "solution" not in problem and not problem.get("data"):
        found.append(f"result.kind: {kind} is no answer to a problem without data")
    if not agrees(result, last.gives, context):
        found.append("result.text: it is not what the steps prove")
    if "breaking_time" in result:
        end = said(result["breaking_time"], "result.breaking_time", context)
        if not any(s.by == "breaking_time" and s.gives.args[1:] == (end,) for s in steps):
            found.append("result.breaking_time: no step says so")
    if "breaking_place" in result:
        place = said(result["breaking_place"], "result.breaking_place", context)
        own = place.head == "Eq" and place.args[0].head == "Symbol"
        own = own and place.args[0].data in str(problem["vars"]).split(",")
        if not own or not breaks_at(place, steps, givens):
            found.append("result.breaking_place: no step says so")
    if "results" in result:
        found += _several(result, last, steps, context)
    if "parametric" in result:
        found += _parametric(result["parametric"], last.gives, context)
    found += _envelopes(result, last, steps, context)
    if unknown := sorted(result.keys() - SAID):
        found.append(f"result.{unknown[0]}: no step says so")
    return found


def breaks_at(place: Term, steps: Sequence[Step], givens: Sequence[Term]) -> bool:
    """Whether a step says that slopes become infinite at x = .. at the breaking time: X(at, T)."""
    local = Givens.of(g for g in givens if not g.functions)
    for s in steps:
        if s.by != "breaking_time" or any(t.head == "oo" for t in s.bind["at"].walk()):
            continue
        time, end = s.gives.args[0].args[0], s.gives.args[1]
        wanted = substitute(s.bind["X"], {s.bind["s"].data: s.bind["at"], time.data: end})
        if place.head == "Eq" and place.args[0].head == "Symbol" and place.args[0] != time:
            try:
                if entailed(eq(place.args[1], wanted), local):
                    return True
            except (ArithmeticError, ValueError):
                continue
    return False


def failing(
    problem: Mapping[str, Any], givens: Sequence[Term], context: Context
) -> tuple[Term, list[Term]]:
    """The equation and the data with the formula of the problem in them, and the givens that remain.

    An implicit formula is one of them, with a name in place of the unknown.  Raises Undecided where
    a derivative of the formula holds under alternatives.
    """
    unknown = str(problem["unknown"])
    asked = problem_of(unknown, Givens.of(givens))
    formula = said(problem["solution"], "problem.solution", context)
    facts = [*asked.rest]
    found = candidate_of(asked, formula.args[0], formula.args[1], Givens.of(facts))
    put = dict(zip(asked.slopes, found.slopes, strict=True))
    data = []
    for datum in asked.data:
        at = dict(zip(asked.variables, datum.at, strict=True)) | {asked.value: datum.value}
        sides = (
            (found.left, found.right) if found.body is None else (symbol(asked.value), found.body)
        )
        data.append(eq(*(collapsed(substitute(t, at)) for t in sides)))
    if found.body is not None:
        put[asked.value] = found.body
    parts = [eq(*(substitute(side, put) for side in pair)) for pair in asked.equations]
    if any(n.head not in ("Ne", "Lt", "Le", "Gt", "Ge") for n in found.needs if n.head != "Is"):
        raise Undecided("the formula is differentiable under alternatives; no point is tried")
    local = Givens.of(facts)
    for part in data:  # the data first: they need no derivative
        if refute(part, local) is not None:
            return part, facts
    needs = [n for n in found.needs if n.head != "Is"]
    if found.body is None:
        assert found.steep is not None
        needs += [eq(found.left, found.right), Term("Ne", (found.steep, ZERO))]
    return (parts[0] if len(parts) == 1 else Term("And", tuple(parts))), [*facts, *needs]


def refutable(problem: Mapping[str, Any], given: Sequence[Term], context: Context) -> Term:
    """The claim that the witness of a refuted problem is about; raises NotACertificate.

    Nothing is given but what the problem says, signs of parameters, and where the formula has slopes.
    """
    if "solution" not in problem:
        raise NotACertificate("a problem of kind pde is refuted of a `solution` only")
    variables = set(str(problem["vars"]).split(","))
    wanted = _statements(problem, context)
    wanted += [g for g in given if _is_sign(g) and not g.free & variables]
    statements = list(dict.fromkeys(wanted))
    claim, facts = failing(problem, statements, context)
    if set(facts) == set(given):
        return claim
    asked = problem_of(str(problem["unknown"]), Givens.of(statements))
    value = asked.value
    known = {n for t in (claim, *facts) for n in (*t.free, *t.functions)}
    chosen = [g for g in given if g not in facts and _is_choice(g, value, known)]
    at = pinned(claim, facts, chosen, asked.rest)
    if at is None or {*at[1], *chosen} != set(given):
        raise NotACertificate("`given` is not what the problem says")
    return at[0]


def pinned(
    claim: Term, facts: Sequence[Term], chosen: Sequence[Term], told: Sequence[Term]
) -> tuple[Term, list[Term]] | None:
    """Claim and facts for explicit functions and numbers, chosen as `f(z) = body` and `x = 3/7`.

    What holds for all of them fails if it fails for these.  None where a fact is false of them, or
    the problem tells more of a function (`told`) than that it is smooth.
    """
    put: dict[str, Term] = {}
    out = [claim, *facts]
    explicit = {c.args[0].data[0] for c in chosen if c.args[0].head == "Apply"}
    for s in told:
        smooth = s.head == "Is" and s.args[1].head == "Symbol"
        smooth = smooth and SMOOTHNESS.fullmatch(s.args[1].data) is not None
        if (s.functions | s.free) & explicit and not smooth:
            return None
    for c in chosen:
        if c.head != "Eq":
            continue  # ends of a box about the value
        left, right = c.args
        if left.head == "Symbol":
            put[left.data] = right
            continue
        parameters = [a.data for a in left.args]
        found = [instantiate(t, left.data[0], parameters, right) for t in out]
        if any(needs for _, needs in found):
            return None
        out = [t for t, _ in found]
    claim, *facts = (substitute(t, put) for t in out)
    closed = [f for f in facts if not f.free and not f.functions]
    if any(Evaluator({}, {}).holds(f) is not True for f in closed):
        return None
    return claim, [f for f in facts if f not in closed]


def _is_choice(g: Term, value: str, known: set[str]) -> bool:
    """An explicit function, a number for a name, or an end of a box about the value."""
    if len(g.args) != 2:
        return False
    left, right = g.args
    if g.head == "Lt" and symbol(value) in (left, right):
        return all(a == symbol(value) or constant(a) is not None for a in (left, right))
    if g.head != "Eq":
        return False
    if left.head == "Symbol":
        return left.data in known and left.data != value and constant(right) is not None
    names = [a.data for a in left.args if a.head == "Symbol"]
    fresh = len(set(names)) == len(left.args) == len(names) and not set(names) & known
    plain = left.head == "Apply" and not any(left.data[1]) and not right.functions
    return plain and fresh and right.free <= set(names) and all(map(_polynomial, right.walk()))


def _polynomial(t: Term) -> bool:
    if t.head in ("Pow", "Div"):
        return t.args[1].head == "Integer" and t.args[1].data > 0
    return t.head in ("Integer", "Symbol", "Neg", "Add", "Mul")


def _is_sign(g: Term) -> bool:
    return g.head == "Gt" and g.args[0].head == "Symbol" and g.args[1] == ZERO


def _given(problem: Mapping[str, Any], givens: Sequence[Term], context: Context) -> list[str]:
    """The problem is given, and nothing else but signs of parameters."""
    if extra := sorted(problem.keys() - KEYS):
        raise NotACertificate(f"a problem of kind pde has no `{extra[0]}`")
    for key in ("equation", "vars", "unknown"):
        if key not in problem:
            raise NotACertificate(f"a problem of kind pde has `{key}`")
    several = str(problem["unknown"]).count(",")
    if several and (not isinstance(problem["equation"], list)
                    or len(problem["equation"]) != several + 1):  # fmt: skip
        raise NotACertificate("a system has an equation for each unknown")
    if several and len(problem.get("data", [])) not in (0, several + 1):
        raise NotACertificate("the data of a system give each unknown a value")
    found: list[str] = []
    wanted = set(_statements(problem, context))
    for key, term in _rows(problem, context):
        if term not in givens:
            found.append(f"problem.{key}: it is not among the givens")
    for g in givens:
        if g not in wanted and not _is_sign(g):
            found.append(f"given: {write(g)} is not part of the problem")
    variables = {v.strip() for v in str(problem["vars"]).split(",")}
    for g in givens:
        if g not in wanted and g.free & variables:
            found.append(f"given: {write(g)} is not part of the problem")
    return list(dict.fromkeys(found))


def _statements(problem: Mapping[str, Any], context: Context) -> list[Term]:
    return [term for _, term in _rows(problem, context)]


def _rows(problem: Mapping[str, Any], context: Context) -> list[tuple[str, Term]]:
    """Equations, data and givens of the problem, each with its key; raises NotACertificate."""
    equations = problem["equation"]
    texts = {"equation": [equations] if isinstance(equations, str) else equations,
             "data": problem.get("data", []), "given": problem.get("given", [])}  # fmt: skip
    out = []
    for key, rows in texts.items():
        if not isinstance(rows, list):
            raise NotACertificate(f"`problem.{key}` must be text or a list of texts")
        for row in rows:
            term = said(row, f"problem.{key}", context)
            if key == "equation" and term.head != "Eq":
                term = eq(term, ZERO)
            out.append((key, term))
    return out


def _is_explicit(gives: Term, unknowns: Sequence[str]) -> bool:
    """u = .. for each unknown, by the variables alone."""
    parts = gives.args if gives.head == "And" else (gives,)
    lefts = [p.args[0].data[0] for p in parts if p.head == "Eq" and p.args[0].head == "Apply"]
    plain = all(not p.args[1].functions & set(unknowns) for p in parts)
    return sorted(lefts) == sorted(unknowns) and plain


def _envelopes(
    result: Mapping[str, Any], last: Step, steps: Sequence[Step], context: Context
) -> list[str]:
    """General and singular integrals are those of the family that is the answer."""
    keys = {"general_integral", "singular_integrals"} & result.keys()
    if keys and last.by != "complete_integral":
        return [f"result.{sorted(keys)[0]}: the answer is no complete integral"]
    roles = [role for role in last.bind if role.startswith("c")]
    same = {"family": last.gives} | {role: last.bind[role] for role in roles}
    mine = [s for s in steps if not s.under
            and ("family" not in s.bind or all(s.bind.get(r) == t for r, t in same.items()))]  # fmt: skip
    found: list[str] = []
    if "general_integral" in keys:
        told = said(result["general_integral"], "result.general_integral", context)
        if not any(s.by == "general_integral" and s.gives == told for s in mine):
            found.append("result.general_integral: no step says so")
    if "singular_integrals" in keys:
        rows = result["singular_integrals"]
        if not isinstance(rows, list):
            raise NotACertificate("`result.singular_integrals` is a list of texts")
        told_ = [said(row, "result.singular_integrals", context) for row in rows]
        proved = [s.gives for s in mine if s.by == "singular_integral"]
        if any(t not in proved for t in told_):
            found.append("result.singular_integrals: no step says so")
        if not rows and not any(s.by == "no_singular_integral" for s in mine):
            found.append("result.singular_integrals: no step says that there is none")
    return found


def _several(
    result: Mapping[str, Any], last: Step, steps: Sequence[Step], context: Context
) -> list[str]:
    """Every solution under `results` is what a step proves; the first is the answer."""
    rows = result["results"]
    if not isinstance(rows, list) or not rows or rows[0] != result.get("text"):
        raise NotACertificate("`result.results` is a list of texts, the answer first")
    for row in rows:
        if not any(s.by == last.by and not s.under
                   and agrees({"text": row}, s.gives, context) for s in steps):  # fmt: skip
            return [f"result.results: no step proves {row}"]
    return []


def _parametric(rows: Any, gives: Term, context: Context) -> list[str]:
    if not isinstance(rows, Mapping):
        raise NotACertificate("`result.parametric` must be an object")
    said_ = {eq(said(n, "result.parametric", context), said(t, "result.parametric", context))
             for n, t in rows.items()}  # fmt: skip
    return [] if said_ == set(gives.args) else ["result.parametric: no step says so"]
