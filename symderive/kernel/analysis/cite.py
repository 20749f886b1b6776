"""Citing a rule: a theorem schema with metavariables, instantiated and compared, its conditions decided.

Metavariables are capital names.  A binding is grafted as it stands, so that a bound variable of the
schema takes the variables of the binding with it; the conditions (`free(A, T)`, ...) say what may not
be captured.  The predicates of conditions are a closed table; each is decided here, never by a method.

>>> from symderive.terms.reader import read
>>> rule = Rule("sum_commutes", "", read("X + Y"), read("Y + X"), (), (), "")
>>> rule.instance({"X": read("a"), "Y": read("b*c")}) == read("a + b*c = b*c + a")
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.discharge import carried
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read
from symderive.terms.substitute import alpha_equal, fresh, replace
from symderive.terms.tree import Term, eq, integer, symbol
from symderive.terms.writer import write


@dataclass(frozen=True)
class Rule:
    """A theorem or definition: `left = right` from `premises`, under `given`, with its source.

    `says` is a sentence; what stands between backquotes in it is a term in the metavariables.
    """

    name: str
    says: str
    left: Term
    right: Term
    premises: tuple[Term, ...]
    given: tuple[Term, ...]
    source: str
    grade: str = "cited"
    reference: str = ""  # the source written out, for readers

    def metavariables(self) -> frozenset[str]:
        terms = (self.left, self.right, *self.premises, *self.given)
        return frozenset(n for t in terms for n in t.free if n.isupper())

    def instance(self, bind: Mapping[str, Term]) -> Term:
        return eq(graft(self.left, bind), graft(self.right, bind))

    def __call__(self, step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
        """The step as an inference of the kernel: raises Rejected or Undecided."""
        missing = sorted(self.metavariables() - step.bind.keys())
        if missing:
            raise Rejected(f"{self.name}: nothing is bound to {missing[0]}")
        if not alpha_equal(self.instance(step.bind), step.gives):
            raise Rejected(f"{self.name}: the rule gives {write(self.instance(step.bind))}, "
                           f"not {write(step.gives)}")  # fmt: skip
        if len(premises) != len(self.premises):
            raise Rejected(
                f"{self.name}: it has {len(self.premises)} premises, not {len(premises)}"
            )
        for wanted, had in zip(self.premises, premises, strict=True):
            if not alpha_equal(graft(wanted, step.bind), had.gives):
                raise Rejected(f"{self.name}: the premise {write(graft(wanted, step.bind))} is not "
                               f"what step {had.step.n} gives")  # fmt: skip
        conditions = carried(premises, (step.gives,), givens)
        conditions += [self._decide(c, step.bind, givens) for c in self.given]
        return Outcome(self.grade, tuple(conditions), self.said(step.bind))

    def said(self, bind: Mapping[str, Term]) -> str:
        """The sentence with the bindings put into its terms, and where it is found."""
        parts = self.says.split("`")
        terms = [f"`{write(graft(read(t), bind))}`" for t in parts[1::2]]
        text = "".join(a + b for a, b in zip(parts[::2], [*terms, ""], strict=True))
        return f"{text.removesuffix('.')} ({self.reference})." if self.reference else text

    def _decide(self, condition: Term, bind: Mapping[str, Term], givens: Givens) -> Condition:
        if condition.head != "Apply" or condition.data[0] not in PREDICATES:
            raise Rejected(f"{self.name}: no predicate decides {write(condition)}")
        args = [graft(a, bind) for a in condition.args]
        text = f"{condition.data[0]}({', '.join(write(a) for a in args)})"
        try:
            status, how = PREDICATES[condition.data[0]](args, givens)
        except (Undecided, Refused) as reason:
            raise Undecided(f"{self.name}: condition {text}: {reason}") from None
        if status == "fails":
            raise Rejected(f"{self.name}: condition {text} fails: {how}")
        return Condition(text, status, how)


def graft(pattern: Term, bind: Mapping[str, Term]) -> Term:
    """The pattern with its metavariables replaced as they stand, under binders too."""
    if pattern.head == "Symbol":
        return bind.get(pattern.data, pattern)
    return pattern.rebuild([graft(a, bind) for a in pattern.args])


# --- predicates of conditions: (arguments, givens) -> (status, how) --------------------------------

Decider = Callable[[list[Term], Givens], tuple[str, str]]
PREDICATES: dict[str, Decider] = {}


def predicate(name: str) -> Callable[[Decider], Decider]:
    """Register the decider of a condition under the name that rules use."""

    def register(function: Decider) -> Decider:
        PREDICATES[name] = function
        return function

    return register


@predicate("free")
def _free(args: list[Term], givens: Givens) -> tuple[str, str]:
    """free(A, T, ..): none of the variables T occurs in A outside unknown functions of it."""
    body, *variables = args
    for v in variables:
        occurs = v.data in body.free if v.head == "Symbol" else v in set(body.walk())
        if occurs:
            return "fails", f"{write(v)} occurs in {write(body)}"
    return "discharged", "it does not occur"


@predicate("positive")
def _positive(args: list[Term], givens: Givens) -> tuple[str, str]:
    """positive(A, ..): each is a real number above zero wherever the givens hold."""
    from symderive.kernel.analysis.algebra import relation, settled

    for u in args:
        statement = Term("Gt", (u, integer(0)))
        for c in settled(relation(statement, givens), statement, givens):
            if c.status == "presupposed":
                raise Undecided(f"{c.text} is not known")
    return "discharged", "by the sign oracle"


@predicate("natural")
def _natural(args: list[Term], givens: Givens) -> tuple[str, str]:
    """natural(N, ..): each is a whole number, not below zero, wherever the givens hold."""
    from symderive.kernel.analysis.algebra import relation, settled

    for u in args:
        for statement in (Term("Is", (u, symbol("integer"))), Term("Ge", (u, integer(0)))):
            for c in settled(relation(statement, givens), statement, givens):
                if c.status == "presupposed":
                    raise Undecided(f"{c.text} is not known")
    return "discharged", "by the sign oracle"


@predicate("positive_definite")
def _positive_definite(args: list[Term], givens: Givens) -> tuple[str, str]:
    """positive_definite(A, ..): each is symmetric positive definite wherever the givens hold."""
    from symderive.kernel.analysis.matrices.matrix_step import proved_definite

    for a in args:
        if not proved_definite(a, givens):
            raise Undecided(f"{write(a)} is not proved to be positive definite")
    return "discharged", "a sum of definite matrices"


@predicate("real")
def _real(args: list[Term], givens: Givens) -> tuple[str, str]:
    """real(A, ..): each is a real number wherever the givens hold."""
    from symderive.kernel.analysis.discharge import identity
    from symderive.kernel.analysis.ranges.ranges import is_real

    for u in args:
        proof = identity(Term("Add", (u, Term("Neg", (u,)))), givens)
        if proof is None or proof.blocked or not is_real(u, givens):
            raise Undecided(f"{write(u)} is not known to be a real number")
    return "discharged", "real at every admissible point"


@predicate("independent")
def _independent(args: list[Term], givens: Givens) -> tuple[str, str]:
    """independent(L, X, J1, J2, ..): X occurs in L only inside the jets J1, J2, .."""
    body, variable, *jets = args
    rest = body
    for jet in sorted(jets, key=lambda j: -sum(j.data[1])):
        rest = replace(rest, jet, symbol(fresh("j", rest.free | {variable.data})))
    if variable.data in rest.free:
        return "fails", f"{variable.data} occurs in {write(body)} outside the unknown function"
    return "discharged", f"{variable.data} occurs in the unknown function only"


@predicate("jet")
def _jet(args: list[Term], givens: Givens) -> tuple[str, str]:
    """jet(Y, P, X): Y is an unknown function of X alone and P its first derivative."""
    y, p, x = args
    unknown = y.head == "Apply" and y.args == (x,) and y.data[1] == (0,)
    if unknown and p.head == "Apply" and p.args == (x,) and p.data == (y.data[0], (1,)):
        return "discharged", f"{y.data[0]} is a function of {x.data}"
    return "fails", f"{write(p)} is not the derivative of the function {write(y)}"


@predicate("stationary")
def _stationary(args: list[Term], givens: Givens) -> tuple[str, str]:
    """stationary(L, X): the integral of L over X is given to be stationary, ends fixed."""
    body, x = args
    for s in givens.statements:
        if s.head == "Apply" and s.data[0] == "stationary" and s.args[0].head == "Integral":
            integral = s.args[0]
            if integral.args[0] == body and integral.args[1] == x:
                return "given", "the functional is stationary, its ends fixed"
    raise Undecided("no given says that the integral is stationary")


@predicate("twice_differentiable")
def _twice(args: list[Term], givens: Givens) -> tuple[str, str]:
    """twice_differentiable(L, J1, J2, ..): L is C2 in the jets wherever the givens hold."""
    from symderive.kernel.analysis.algebra import entailed

    body, *jets = args
    statements = list(givens.statements)
    names = []
    for k, jet in enumerate(sorted(jets, key=lambda j: -sum(j.data[1]))):
        name = fresh(f"j{k}", body.free)
        names.append(name)
        body = replace(body, jet, symbol(name))
        statements = [replace(s, jet, symbol(name)) for s in statements]
    local = Givens.of([s for s in statements if s.head not in ("Apply",)])
    for a in names:
        first, needs = differentiate(body, a, local)
        for b in names:
            _, more = differentiate(first, b, local)
            for need in (*needs, *more):
                if not entailed(need, local):
                    raise Undecided(f"not proved: {write(need)}")
    _function(jets[0].data[0], 2, givens)
    return "discharged", "its derivatives have no pole where the givens hold"


def _function(name: str, order: int, givens: Givens) -> None:
    if givens.functions.get(name, 0) < order:
        raise Undecided(f"{name} is not given to be C{order}")
