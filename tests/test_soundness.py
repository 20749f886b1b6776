"""Lies, void claims and truths put to the kernel: what must never be verified, never be refuted.

Each row is a claim, a bar, and its givens.  A lie is handed to the proof alone as well, without the
balls that would refute most lies first: the proof must not believe it even when nobody objects.
"""

from __future__ import annotations

import pytest
from soundness_rows import (
    BRANCHES,
    CONJUGATES,
    DERIVATIVES,
    ENDLESS,
    INTEGERS,
    NAMES,
    NEAR,
    ORDERS,
    TRUE,
    VOID,
    ZEROS,
)

from symderive import NotRead, check
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import refute
from symderive.terms.reader import read


def parted(row: str) -> tuple[str, list[str]]:
    claim, _, givens = row.partition(" | ")
    return claim.strip(), [g.strip() for g in givens.split(";") if g.strip()]


def rows(table: str) -> list[str]:
    return [r.strip() for r in table.strip().splitlines()]


def proof_of(row: str) -> str:
    """The verdict of the proof alone."""
    claim, given = parted(row)
    statement = read(claim)
    try:
        return judge(
            statement, [Step(1, "algebra", statement)], Givens.of([read(g) for g in given])
        ).verdict
    except Rejected:
        return "undecided"


def verdict_of(row: str) -> str:
    claim, given = parted(row)
    return check(claim, given=given).verdict


def stays_open(row: str) -> None:
    assert proof_of(row) != "verified", f"the proof believes {row}"
    assert verdict_of(row) != "verified", row


@pytest.mark.parametrize("row", rows(BRANCHES))
def test_principal_branches_are_split_under_proved_signs_only(row: str) -> None:
    """log(P U) = log P + log U and (P U)^r = P^r U^r hold for P > 0, not for anything less."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(CONJUGATES))
def test_conjugates_do_not_pass_through_cuts(row: str) -> None:
    """conj f(z) = f(conj z) needs f real on the line and no cut there; |z|^2 is z times conj z."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(ZEROS))
def test_zero_is_a_point_like_others(row: str) -> None:
    """What a rule divides by is nonzero or a written denominator: 0^2 and sign 0 are values."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(VOID))
def test_contradictory_givens_verify_nothing(row: str) -> None:
    """A verified claim has an admissible point; of no point there is no witness either."""
    stays_open(row)
    assert verdict_of(row) == "undecided"


@pytest.mark.parametrize("row", rows(ENDLESS))
def test_what_has_no_value_equals_nothing(row: str) -> None:
    """Infinity, poles, divergent limits and matrices of unknown size have no value to compare."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(ORDERS))
def test_orders_are_of_real_numbers_and_strict_ones_of_strict_signs(row: str) -> None:
    """`<` needs both sides real and a strict sign; no limit of strict inequalities is strict."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(DERIVATIVES))
def test_derivatives_need_a_neighbourhood(row: str) -> None:
    """An equation that holds at points is not differentiated; kinks and roughness block."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(NAMES))
def test_bound_names_and_functions_keep_their_own_meaning(row: str) -> None:
    """A given on x says nothing of a bound x; a function is no name, and its arity counts."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(INTEGERS))
def test_integers_are_integers_only_where_said(row: str) -> None:
    """What holds at integers of one kind does not hold at all numbers."""
    stays_open(row)


@pytest.mark.parametrize("row", rows(NEAR))
def test_nearly_equal_is_not_equal(row: str) -> None:
    """Thirty agreeing digits prove nothing, and a full turn is not zero."""
    stays_open(row)
    assert verdict_of(row) == "refuted"


@pytest.mark.parametrize("row", rows(TRUE))
def test_truths_are_never_refuted(row: str) -> None:
    """No admissible point contradicts a true claim, however hard it is to prove."""
    claim, given = parted(row)
    assert verdict_of(row) != "refuted"
    assert refute(read(claim), Givens.of([read(g) for g in given])) is None


@pytest.mark.parametrize("given", ["f is periodic", "f is convex", "z is imaginary", "f is even"])
def test_a_given_that_cannot_be_used_is_refused_by_name(given: str) -> None:
    """A hypothesis is never dropped in silence; a word for numbers is not said of functions."""
    with pytest.raises(NotRead):
        check("f(x) = f(-x)", given=[given])


def test_smoothness_that_is_used_is_printed() -> None:
    """Mixed partials commute for f in C2: the step says so."""
    step = check("Derivative(f(x, y), x, y) = Derivative(f(x, y), y, x)").steps[0]
    assert any(c["text"] == "f is C2" for c in step["conditions"])


def test_a_written_denominator_is_printed() -> None:
    """What the text divides by is presupposed, and stands among the conditions."""
    (step,) = check("x/x = 1").steps
    assert [c["status"] for c in step["conditions"] if c["text"] == "x != 0"] == ["presupposed"]


@pytest.mark.parametrize(("given", "claim", "verdict"), [
    (["0 < x", "x < 1"], "loggamma(x) + loggamma(1 - x) = log(pi/sin(pi*x))", "verified"),
    (["0 < x", "x < 1"], "log(gamma(x)*gamma(1 - x)) = loggamma(x) + loggamma(1 - x)", "verified"),
    # log is of positive numbers only where they are: elsewhere a turn of 2*pi*I is lost
    (["1 < x", "x < 2"], "loggamma(x) + loggamma(1 - x) = log(pi/sin(pi*x))", "refuted"),
    (["0 < x"], "loggamma(x) + loggamma(1 - x) = log(pi/sin(pi*x))", "refuted"),
    (["x < 0"], "log(x*(x - 1)) = log(x) + log(x - 1)", "refuted"),
    (["0 < x", "x < 1"], "loggamma(x) + loggamma(1 - x) = log(pi*sin(pi*x))", "refuted"),
])  # fmt: skip
def test_exp_is_injective_on_real_logarithms_alone(given, claim, verdict):
    """A sum of logarithms of positive numbers is 0 if its exponential is 1, and another need not be."""
    from symderive.faces.check import check

    assert check(claim, given).verdict == verdict
