"""A derivation as data: JSON there and back, and files that are no certificates."""

from __future__ import annotations

import json

import pytest

from symderive.derivations import Derivation, NotACertificate

STEP = {
    "n": 1,
    "by": "leibniz_fixed_limits",
    "grade": "cited",
    "at": [],
    "bind": {},
    "from": [],
    "says": "A derivative passes under an integral with fixed limits.",
    "gives": {"text": "x = x", "latex": "x = x"},
    "conditions": [{"text": "a > 0", "status": "discharged", "how": "given"}],
}


@pytest.fixture
def derivation() -> Derivation:
    return Derivation(
        problem={"kind": "integrate", "expr": "1/x", "var": "x"},
        verdict="verified",
        result={"text": "pi*log(2)/8", "latex": r"\frac{\pi \ln 2}{8}"},
        given=["a > 0"],
        added=["b != 0"],
        steps=[STEP],
        grades={"cited": 1},
        rules="sha256:00",
        seconds=0.31,
    )


def test_json_reads_back(derivation):
    """What was written is what is read, from text, bytes and objects."""
    text = derivation.to_json()
    assert Derivation.from_json(text) == derivation
    assert Derivation.from_json(text.encode()) == derivation
    assert Derivation.from_json(json.loads(text)) == derivation


def test_keys_stand_in_the_order_of_the_schema(derivation):
    """The keys are those of symderive/1, and a digest of them; a hint only when there is one."""
    keys = "schema problem verdict result given added steps grades unproved witness reason"
    assert list(derivation.as_dict()) == [*keys.split(), "rules", "seconds", "digest"]
    hinted = Derivation(problem={"kind": "check"}, verdict="undecided", hint="x >= 0")
    assert json.loads(hinted.to_json())["hint"] == "x >= 0"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"schema": "symderive/2"}, "`schema` must be"),
        ({"verdict": "proved"}, "`verdict` must be one of"),
        ({"verdict": None}, "`verdict` must be text"),
        ({"steps": {}}, "`steps` must be a list"),
        ({"seconds": True}, "`seconds` must be a number"),
        ({"problem": {}}, "must have a `kind`"),
        ({"problem": None}, "`problem` must be an object"),
        ({"extra": 1}, "unknown key `extra`"),
        ({"witness": "x = 1"}, "`witness` must be an object or null"),
    ],
)
def test_wrong_form_is_named(derivation, change, says):
    """A certificate with a wrong key, type or verdict is refused, and the message names the key."""
    with pytest.raises(NotACertificate, match=says):
        Derivation.from_json(derivation.as_dict() | change)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000, '{"schema": NaN}'])
def test_what_is_not_json_is_refused(text):
    """Broken, nested or foreign JSON is an error in words, never a crash."""
    with pytest.raises(NotACertificate):
        Derivation.from_json(text)


def test_key_that_stands_twice_is_refused(derivation):
    """A second verdict cannot hide behind the first."""
    text = derivation.to_json().replace('"verdict"', '"verdict": "refuted", "verdict"')
    with pytest.raises(NotACertificate, match="twice"):
        Derivation.from_json(text)


def test_missing_key_is_named(derivation):
    """A certificate without its givens is not one without hypotheses."""
    data = derivation.as_dict()
    del data["given"]
    with pytest.raises(NotACertificate, match="the key `given` is missing"):
        Derivation.from_json(data)


def test_axioms_are_what_it_rests_on(derivation):
    """Cited rules, givens and added givens are the axioms; exact steps are none."""
    assert derivation.axioms == ["leibniz_fixed_limits", "a > 0", "b != 0"]
    assert derivation.givens == ["a > 0"]


def test_text_tells_verdict_givens_steps_and_conditions(derivation):
    """The text is complete without colour, and ASCII when asked."""
    text = derivation.text()
    for part in ("verified", "a > 0", "b != 0", "leibniz_fixed_limits", "cited", "discharged"):
        assert part in text
    greek = Derivation(problem={"kind": "check", "claim": "λ = 1"}, verdict="undecided")
    assert greek.text(ascii=True).isascii()
    assert "λ" in greek.text()
