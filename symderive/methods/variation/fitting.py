"""Constants of an extremal from its data: closed forms, and roots that the kernel encloses.

The data, put into the family, are equations in its constants (`L = R`; an integral constraint with
the family put in, as `Integral(..) = L`).  `proposals` are candidates, best first; `certify` asks
the kernel for the steps of one: an `antiderivative` for each integral, one `fitted_root` for the
constants without a closed form.  The steps are facts on the constants: premises of the step that
checks the extremal against equation and data.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.methods.variation.fitting_proposals import propose
>>> rows = ("a*cosh(b/a) = 2", "a*cosh((1 - b)/a) = 2")
>>> ask = lambda function, task: propose(task)
>>> proposed = proposals([read(r) for r in rows], ["a", "b"], ask)
>>> trail = Trail(Givens())
>>> found = certify(trail, proposed[0])
>>> found.closed["b"], found.fitted["a"][1][:8], found.facts
(Term('Div', (Term('Integer', (), 1), Term('Integer', (), 2))), '1.935041', (1,))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symderive.kernel.analysis.equations.first_order import tidied
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import Term, eq, neg, rational, symbol
from symderive.terms.writer import write

PROPOSE = "symderive.methods.variation.fitting_proposals:propose"
Ask = Callable[[str, dict[str, Any]], Any]


@dataclass(frozen=True)
class Unique:
    """An equation with parameters that has one root `name` between two ends, and its left side's slope.

    `solved` says the same, a parameter by the root: a form in which points are found.
    """

    name: str
    equation: Term
    ends: tuple[Term | None, Term | None]
    slope: Term
    solved: Term

    def claim(self, equation: Term | None = None) -> Term:
        """The equation, in one of its forms, and the inequalities."""
        low, high = self.ends
        parts = [equation or self.equation]
        parts += [] if low is None else [Term("Lt", (low, symbol(self.name)))]
        parts += [] if high is None else [Term("Lt", (symbol(self.name), high))]
        return parts[0] if len(parts) == 1 else Term("And", tuple(parts))


@dataclass(frozen=True)
class Proposal:
    """Untrusted: constants in closed form, equations for the others, integrals with antiderivatives.

    `closed` may contain parameters and the names of `roots`; `roots` holds (names, equations,
    values as decimals, ends of a region without further roots or None); `integrals` holds
    (integral, antiderivative, value).
    """

    closed: Mapping[str, Term]
    roots: tuple[tuple[tuple[str, ...], tuple[Term, ...], tuple[str, ...], Any], ...] = ()
    integrals: tuple[tuple[Term, Term, Term], ...] = ()
    unique: Unique | None = None


@dataclass(frozen=True)
class Fit:
    """What the kernel has accepted: `closed` {constant: term}, `fitted` {constant: (equation, digits)}.

    The digits are those of the root, cut off (never rounded); `facts` are the numbers of the steps.
    """

    closed: Mapping[str, Term]
    fitted: Mapping[str, tuple[Term, str]] = field(default_factory=dict)
    facts: tuple[int, ...] = ()


def proposals(
    equations: Sequence[Term], constants: Sequence[str], ask: Ask, *,
    positive: Sequence[str] = (), objective: Term | None = None, digits: int = 20,
) -> list[Proposal]:  # fmt: skip
    """Candidates for the constants, best first; an empty list says nothing.

    `ask(function, task)` reaches the worker; `positive` are names known to be positive (parameters,
    and constants such as the scale of a catenary); `objective` is the functional with the family
    put in: candidates come in the order of its values.
    """
    task: dict[str, Any] = {
        "equations": [write(e) for e in equations], "constants": list(constants),
        "positive": list(positive), "digits": digits,
        "objective": None if objective is None else write(objective),
    }  # fmt: skip
    return [_proposal(row) for row in ask(PROPOSE, task)]


def _proposal(row: Mapping[str, Any]) -> Proposal:
    roots = tuple(
        (tuple(r["names"]), tuple(read(e) for e in r["equations"]), tuple(r["values"]), r["region"])
        for r in row["roots"]
    )
    told = row.get("unique")
    unique = None if told is None else Unique(
        told["name"], read(told["equation"]),
        tuple(None if t is None else read(t) for t in told["region"]), read(told["slope"]),  # type: ignore[arg-type]
        read(told["solved"]),
    )  # fmt: skip
    return Proposal({n: read(t) for n, t in row["closed"].items()}, roots,
                    tuple(tuple(read(t) for t in i) for i in row["integrals"]), unique)  # type: ignore[misc]  # fmt: skip


def certify(trail: Trail, proposal: Proposal) -> Fit | None:
    """The steps of a proposal, asked of the kernel; None where one is refused.

    A name that stands in earlier steps or in the givens (a multiplier) gets a new one as a root.
    """
    proposal = _renamed(trail, proposal)
    fitted: dict[str, tuple[Term, str]] = {}
    facts: list[int] = []
    if (alone := proposal.unique) is not None:
        roles = {"C": symbol(alone.name), "S": alone.slope}
        step = trail.step("unique_root", alone.claim(), (), roles)
        if step is not None:
            step = trail.step("algebra", alone.claim(alone.solved), (step,))
        if step is None:
            return None
        facts.append(step)
        parts = alone.claim().args if any(alone.ends) else ()
        fitted[alone.name] = alone.equation, " and ".join(write(p) for p in parts[1:]) or "real"
    for names, equations, values, region in proposal.roots:
        step = _root(trail, names, equations, values, region)
        if step is None:
            return None
        facts.append(step)
        fitted |= {n: (e, v) for n, e, v in zip(names, equations, values, strict=True)}
    roots = () if proposal.unique else tuple(facts)  # a root with parameters is no premise here
    for integral, inner, value in proposal.integrals:
        step = trail.step("antiderivative", eq(integral, value), roots, {"F": inner})
        if step is None:
            return None
        facts.append(step)
    return Fit(proposal.closed, fitted, tuple(facts))


def _renamed(trail: Trail, proposal: Proposal) -> Proposal:
    told = [*trail.givens.statements, *(c.gives for c in trail.checked.values())]
    taken = frozenset().union(*(t.free | t.functions for t in told)) if told else frozenset()
    clash = [n for names, *_ in proposal.roots for n in names if n in taken]
    if (alone := proposal.unique) is not None and alone.name in taken:
        name = fresh(alone.name, taken | proposal.closed.keys())
        other = {alone.name: symbol(name)}
        return Proposal(
            {n: _put(t, other) for n, t in proposal.closed.items()} | {alone.name: symbol(name)}, (),
            tuple(tuple(_put(t, other) for t in row) for row in proposal.integrals),  # type: ignore[misc]
            Unique(name, _put(alone.equation, other), alone.ends, _put(alone.slope, other),
                   _put(alone.solved, other)),
        )  # fmt: skip
    if not clash:
        return proposal
    used = taken | proposal.closed.keys() | {n for names, *_ in proposal.roots for n in names}
    values_ = {n: v for names, _, values, _ in proposal.roots
               for n, v in zip(names, values, strict=True)}  # fmt: skip
    put: dict[str, Term] = {}
    new: dict[str, str] = {}
    for n in clash:
        new[n] = f"{n}0" if f"{n}0" not in used else fresh(n, used)
        used |= {new[n]}
        # A size is fitted, and the sign stands outside.
        put[n] = neg(symbol(new[n])) if values_[n].startswith("-") else symbol(new[n])
    closed = {n: _put(t, put) for n, t in proposal.closed.items()} | put
    roots = tuple(
        (tuple(new.get(n, n) for n in names), tuple(_put(e, put) for e in equations),
         tuple(v.lstrip("-") if n in new else v for n, v in zip(names, values, strict=True)),
         [_mirrored(r) for r in region] if values[0].startswith("-") else region)
        for names, equations, values, region in proposal.roots
    )  # fmt: skip
    integrals = tuple(tuple(_put(t, put) for t in row) for row in proposal.integrals)
    return Proposal(closed, roots, integrals)  # type: ignore[arg-type]


def _mirrored(ends: list[str]) -> list[str]:
    """The ends of a region for the opposite of its name."""
    turned = [e[1:] if e.startswith("-") else e if e == "0" else f"-{e}" for e in ends]
    return turned[::-1]


def _put(t: Term, values: Mapping[str, Term]) -> Term:
    return tidied(substitute(t, values))


def _root(
    trail: Trail, names: tuple[str, ...], equations: tuple[Term, ...], values: tuple[str, ...],
    region: Any,
) -> int | None:  # fmt: skip
    """`fitted_root` with the digits, in the largest region where the root is shown to be alone."""
    parts = list(equations)
    for n, v in zip(names, values, strict=True):
        low, high = digits_of(v)
        parts += [Term("Lt", (low, symbol(n))), Term("Lt", (symbol(n), high))]
    gives = Term("And", tuple(parts))
    tuple_ = Term("Tuple", tuple(map(symbol, names)))
    bind = {"C": symbol(names[0]) if len(names) == 1 else tuple_}
    for ends in [*(region or ()), None]:
        more = {} if ends is None else {"low": read(ends[0]), "high": read(ends[1])}
        step = trail.step("fitted_root", gives, (), bind | more)
        if step is not None:
            return step
    return None


def digits_of(value: str) -> tuple[Term, Term]:
    """The ends that a decimal, cut off, stands for: 0.84 is 84/100 < c < 85/100."""
    whole, _, decimals = value.lstrip("-").partition(".")
    unit = Fraction(1, 10 ** len(decimals))
    near = Fraction(int(whole + decimals)) * unit
    far = near + unit
    low, high = (-far, -near) if value.startswith("-") else (near, far)
    return (rational(low.numerator, low.denominator), rational(high.numerator, high.denominator))
