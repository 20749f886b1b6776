"""Special functions in normal form: no rule is false, true identities are proved, lies are not."""

from __future__ import annotations

from itertools import islice

import mpmath as mp
import pytest
from mpmath.libmp import NoConvergence
from mpmath_values import value
from normal_values import Values, close, has_sign
from special_tables import LIES, TRIALS, TRUE

from symderive.kernel.logic import registry  # noqa: F401  (registers the families)
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.points import points
from symderive.kernel.logic.tower import Replan
from symderive.kernel.logic.zero import prove_equal
from symderive.terms.reader import read


def rows(table: str) -> list[tuple[list[str], list[str]]]:
    out = []
    for line in table.strip("\n").splitlines():
        given, _, terms = line.partition("|")
        out.append(([g for g in map(str.strip, given.split(",")) if g],
                    [t.strip() for t in terms.split(";")]))  # fmt: skip
    return out


def converted(given: list[str], texts: list[str]) -> tuple[NormalForm, list[Fraction_]]:
    nf = NormalForm(Givens.of([read(g) for g in given]))
    terms = [read(t) for t in texts]
    nf.run(lambda: sum((nf.convert(t) for t in terms), nf.tower.nought))
    return nf, [nf.convert(t) for t in terms]


def some_points(nf: NormalForm, texts: list[str]):
    names = sorted(set().union(*(read(t).free for t in texts)))
    for p in points(names, nf.givens):
        yield {n: mp.mpc(_mpf(a), _mpf(b)) if b else _mpf(a) for n, (a, b) in p.items()}


def _mpf(q):
    return mp.mpf(q.numerator) / q.denominator


ERRORS = (ZeroDivisionError, ValueError, NoConvergence, OverflowError)


def finite(z) -> bool:
    return bool(mp.isfinite(z)) and abs(z) < mp.mpf(10) ** 12


@pytest.mark.parametrize(("given", "texts"), rows(TRIALS), ids=lambda v: "; ".join(v)[:50])
def test_no_rule_is_false(given: list[str], texts: list[str]) -> None:
    """Values of terms, relations between generators, signs and learnt facts agree by mpmath."""
    nf, forms = converted(given, texts)
    t = nf.tower
    tried = dict.fromkeys(texts, 0)
    with mp.workdps(30):
        for point in islice(some_points(nf, texts), 14):
            if min(tried.values()) >= 3:
                break
            at = Values(nf, point)
            for text, form in zip(texts, forms, strict=True):
                try:
                    there, here = value(read(text), point), at.fraction(form)
                except ERRORS:
                    continue
                if finite(there) and finite(here):
                    assert close(there, here), (text, point, there, here)
                    tried[text] += 1
            for left, right in _numbers(at):
                assert close(left, right), (texts, point, left, right)
            for g in t.generators:
                z = _value_or_none(lambda at=at, g=g: at.generator(g))
                if z is not None:
                    assert g.sign is None or has_sign(z, g.sign), (g.kind, g.sign, point, z)
                    assert not g.real or abs(mp.im(z)) < 1e-15 * (1 + abs(z)), (g.kind, point, z)
            for fact, sign in t.facts:
                z = _value_or_none(lambda at=at, fact=fact: at.polynomial(fact))
                assert z is None or has_sign(z, sign), (fact, sign, point, z)
    wanted = 1 if not set().union(*(read(s).free for s in texts)) else 2
    assert min(tried.values()) >= wanted, tried


def _value_or_none(get):
    try:
        z = get()
    except ERRORS:
        return None
    return z if finite(z) else None


def _numbers(at: Values):
    for lead, right in at.nf.tower.relations:

        def left(lead=lead):
            out = mp.mpf(1)
            for i, k in lead:
                out *= at.generator(at.nf.tower.generators[i]) ** k
            return out

        a, b = _value_or_none(left), _value_or_none(lambda right=right: at.fraction(right))
        if a is not None and b is not None:
            yield a, b


def identities(table: str) -> list[tuple[list[str], str]]:
    return [(given, *claims) for given, claims in rows(table)]


def proved(given: list[str], claim: str) -> bool:
    proof = prove_equal(*read(claim).args, Givens.of([read(g) for g in given]))
    return proof is not None and not proof.open


def sides(given: list[str], claim: str):
    """Both sides by mpmath at admissible points where they have a value."""
    nf = NormalForm(Givens.of([read(g) for g in given]))
    with mp.workdps(25):
        for point in some_points(nf, [claim]):
            try:
                left, right = (value(side, point) for side in read(claim).args)
            except ERRORS:
                continue
            if finite(left) and finite(right):
                yield left, right
            if not point:
                return


@pytest.mark.parametrize(("given", "claim"), identities(TRUE), ids=lambda v: str(v)[:60])
def test_true_identities_are_proved(given: list[str], claim: str) -> None:
    """A true identity of each family is proved without open exclusions, and agrees by mpmath."""
    assert proved(given, claim)
    found = list(islice(sides(given, claim), 3))
    assert found
    for left, right in found:
        assert abs(left - right) < mp.mpf(10) ** -8 * (1 + abs(left)), (left, right)


@pytest.mark.parametrize(("given", "claim"), identities(LIES), ids=lambda v: str(v)[:60])
def test_lies_are_not_proved(given: list[str], claim: str) -> None:
    """A claim that differs by mpmath at an admissible point is not proved."""
    assert any(abs(a - b) > mp.mpf(10) ** -8 * (1 + abs(a)) for a, b in sides(given, claim))
    assert not proved(given, claim)


@pytest.mark.parametrize(
    ("given", "claim"),
    [("x is real", "2*expint(3, x) = exp(-x) - x*expint(2, x)"),
     ("n is natural", "legendre(n, x) = legendre(-n - 1, x)"),
     ("n is real", "binomial(n, k) = gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1))")],
)  # fmt: skip
def test_what_is_not_covered_stays_open(given: str, claim: str) -> None:
    """Where a rule divides by what may vanish, or may sit on a pole, nothing is claimed."""
    try:
        assert not proved([given], claim)
    except ArithmeticError as reason:
        assert "binomial" in str(reason)


def test_an_exclusion_of_a_rule_is_on_record() -> None:
    """The recurrence of Bessel functions divides by x, which is not written in the claim."""
    nf = NormalForm(Givens.of([]))
    nf.of(read("besselj(0, x) + besselj(2, x)"))
    assert any(t.free == {"x"} and not written for t, written in nf.inverted.items())


def test_a_pole_that_is_written_is_presupposed() -> None:
    """Y has no value at 0, so the claim itself presupposes x != 0."""
    nf = NormalForm(Givens.of([]))
    nf.of(read("bessely(0, x) + bessely(2, x)"))
    assert any(t.free == {"x"} and written for t, written in nf.inverted.items())


def test_the_least_shift_is_one_that_occurs() -> None:
    """A plan made for other terms does not lower the base below what the claim writes."""
    nf = NormalForm(Givens.of([]))
    nf.tower.floors["gamma:g2"] = -3
    nf.of(read("gamma(x)"))
    assert [g.payload[0].key for g in nf.tower.generators if g.kind == "gamma"] == ["g2"]
    with pytest.raises(Replan):
        nf.convert(read("gamma(x - 1)"))
