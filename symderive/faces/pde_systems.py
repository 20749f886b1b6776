"""Systems of first-order equations with one principal part, for several unknowns.

>>> equations, data = ["u_x + u_y = v", "v_x + v_y = 0"], ["u(x,0) = x", "v(x,0) = 1"]
>>> d = solve_system(equations, ("x", "y"), ("u", "v"), data)
>>> d.verdict, d.result["text"]
('verified', 'u = x and v = 1')
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from symderive.deadline import Late, deadline
from symderive.derivations import Derivation
from symderive.faces.pde import (
    GRACE,
    NotFirstOrder,
    answered,
    asking,
    equation_of,
    positive,
    slopes_by_variables,
    unsolved,
)
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.methods.characteristics.joint import Joint, jointly
from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.tree import Term
from symderive.terms.writer import write
from symderive.worker import WorkerError


def solve_system(
    equations: Sequence[str],
    variables: Sequence[str],
    unknowns: Sequence[str],
    data: Sequence[str] = (),
    given: Sequence[str] = (),
    *,
    timeout: float = 30,
    stated: Mapping[str, Any] | None = None,
) -> Derivation:
    """The general solution, or the one with the data; an equation for each unknown.

    Raises NotRead for a text that cannot be read and NotFirstOrder for a problem of another kind,
    as equations whose principal parts differ.
    """
    start = time.perf_counter()
    variables, unknowns = tuple(variables), tuple(unknowns)
    problem, statements = posed(equations, variables, unknowns, data, given, stated or {})
    texts = [write(s) for s in statements]
    search = None
    try:
        search = Joint.of(Givens.of(statements), asking(start + timeout))
        _fits(search, unknowns, variables, len(data))
        with deadline(timeout + GRACE):
            found = jointly(search)
    except (WorkerError, Late) as failure:
        assert search is not None
        return unsolved(problem, texts, search.trail, failure).timed(time.perf_counter() - start)
    except (Rejected, Undecided) as wrong:
        raise NotFirstOrder(str(wrong)) from None
    if found.answer is None:
        answer = unsolved(problem, texts, search.trail)
    else:
        answer = answered(problem, texts, unknowns, variables, found)
    return answer.timed(time.perf_counter() - start)


def posed(
    equations: Sequence[str], variables: tuple[str, ...], unknowns: tuple[str, ...],
    data: Sequence[str], given: Sequence[str], more: Mapping[str, Any],
) -> tuple[dict[str, Any], list[Term]]:  # fmt: skip
    """The problem as it is stated, and its givens; raises NotRead and NotFirstOrder."""
    if len(set(variables)) != len(variables) or len(variables) < 2:
        raise NotFirstOrder("two or more different variables are wanted")
    if len(set(unknowns)) != len(unknowns) or set(unknowns) & set(variables):
        raise NotFirstOrder("the unknowns are different names, and no variables")
    if len(equations) != len(unknowns):
        raise NotFirstOrder(f"{len(unknowns)} unknowns need {len(unknowns)} equations, "
                            f"not {len(equations)}")  # fmt: skip
    context = Context(unknowns=dict.fromkeys(unknowns, variables))
    problem = {
        "kind": "pde", **more, "equation": list(equations), "vars": ",".join(variables),
        "unknown": ",".join(unknowns), "data": list(data),
    }  # fmt: skip
    terms = [equation_of(read(t, context)) for t in equations]
    told = [read(t, context) for t in data]
    statements = [read(g, context) for g in given]
    for k, e in enumerate(terms, 1):
        _order(e, k, unknowns)
    for u in unknowns:
        if not any(t.head == "Apply" and t.data[0] == u and any(t.data[1])
                   for e in terms for t in e.walk()):  # fmt: skip
            raise NotFirstOrder(f"no equation holds derivatives of {u}")
    for d in told:
        _datum(d, unknowns, variables)
    slopes_by_variables([*terms, *told], unknowns, variables)
    implied = positive(terms, told, statements, variables)
    known = {*terms, *told, *implied}
    if own := [g for g, t in zip(given, statements, strict=True) if t not in known]:
        problem["given"] = own
    return problem, list(dict.fromkeys([*terms, *told, *statements, *implied]))


def _order(e: Term, k: int, unknowns: tuple[str, ...]) -> None:
    orders = [sum(t.data[1]) for t in e.walk() if t.head == "Apply" and t.data[0] in unknowns]
    if not orders or max(orders) == 0:
        raise NotFirstOrder(f"equation {k} contains no derivative of {' or '.join(unknowns)}")
    if max(orders) > 1:
        raise NotFirstOrder(f"equation {k} is of order {max(orders)}; characteristics need order 1")


def _datum(d: Term, unknowns: tuple[str, ...], variables: tuple[str, ...]) -> None:
    if d.head != "Eq" or d.args[0].head != "Apply" or d.args[0].data[0] not in unknowns:
        raise NotFirstOrder(f"a datum is written {unknowns[0]}(..) = .., not {write(d)}")
    at, value = d.args
    if value.functions & set(unknowns) or any(at.data[1]):
        raise NotFirstOrder(f"a datum gives values of an unknown: {write(d)}")
    names = frozenset().union(*(a.free for a in at.args))
    if {a.data for a in at.args if a.head == "Symbol"} == set(variables):
        raise NotFirstOrder(
            f"{write(d)} gives {at.data[0]} everywhere: it overdetermines the problem"
        )
    if not names:
        raise NotFirstOrder(f"{write(d)} gives {at.data[0]} at a point, not on a hypersurface")


def _fits(search: Joint, unknowns: tuple[str, ...], variables: tuple[str, ...], data: int) -> None:
    """The kernel reads the problem as it was posed, and the principal parts agree."""
    system = search.system
    if set(system.unknowns) != set(unknowns) or system.variables != variables:
        raise NotFirstOrder(
            f"derivatives of {', '.join(unknowns)} by {', '.join(variables)} are wanted"
        )
    if len(system.data) > 1:
        raise NotFirstOrder(f"data on {len(system.data)} hypersurfaces overdetermine the problem")
    if data and len(system.data[0].parameters) != len(variables) - 1:
        raise NotFirstOrder(f"data on {len(system.data[0].parameters)} parameters do not fill a "
                            f"hypersurface of {len(variables)} variables")  # fmt: skip
    system.rates()
