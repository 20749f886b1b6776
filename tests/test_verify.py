"""Rechecking certificates: what is as recorded is accepted, any difference is rejected."""

from __future__ import annotations

import copy
import json
import re
import sys
from pathlib import Path

import pytest
from certificate_damage import damages, resealed
from test_startup import modules_after

from symderive import check, cli, derive
from symderive.certificates import assemble
from symderive.derivations import Derivation, NotACertificate
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Step
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck, report
from symderive.terms.reader import read

STORED = sorted((Path(__file__).parent / "data" / "certificates").glob("*.json"))
CLAIMS = [
    ("sin(x)^2 + cos(x)^2 = 1", []),
    ("sqrt(x^2) = x", ["x >= 0"]),
    ("(x^2 - 1)/(x - 1) = x + 1", []),
    ("Derivative(f(x)*g(x), x) = Derivative(f(x), x)*g(x) + f(x)*Derivative(g(x), x)",
     ["f is C1", "g is C1"]),
    ("sqrt(x^2) = x", []),
    ("sqrt(z^2) = z", ["z is complex"]),
    ("f(x) + f(-x) = 0", []),
    ("a = 0", ["a + b = pi"]),
    ("Integral(1/x, (x, 0, 1)) = 0", []),
    ("Sum((-1)^(k + 1)/k, (k, 1, oo)) = log(2)", []),
]  # fmt: skip
# Found by a search, if at all: they claim nothing, and only the digest holds them.
REMARKS = ("reason", "unproved")
# Another problem with the same proof or witness; a premise that a step can do without.
MAY_PASS = ("problem.claim ", "given", "steps.1.from w", *REMARKS)

MAY_PASS_DERIVED = (
    r"problem\.(name|unknown)|problem without name"
    r"|result.* (without|made|with item)|given|steps.*from"
)


def chain() -> Derivation:
    """Two steps, the second from the first, under a given."""
    given = ["a > 0", "b = a + 1"]
    first = Step(1, "algebra", read("b^2 = a^2 + 2*a + 1"))
    claim = read("b^2 - a^2 = 2*a + 1")
    steps = [first, Step(2, "algebra", claim, uses=(1,))]
    judgement = judge(claim, steps, Givens.of([read(g) for g in given]))
    return assemble({"kind": "check", "claim": "b^2 - a^2 = 2*a + 1"}, given, judgement)


def goldens() -> list[dict]:
    made = [check(claim, given=given) for claim, given in CLAIMS] + [chain()]
    stored = [json.loads(path.read_text()) for path in STORED]
    return [json.loads(d.to_json()) for d in made] + stored


GOLDENS = goldens()
NAMES = [f"{i}-{g['verdict']}" for i, g in enumerate(GOLDENS)]


@pytest.fixture
def run(capsys):
    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ending:
            cli.main(["verify", *args])
        out, err = capsys.readouterr()
        return ending.value.code, out, err

    return run


def test_goldens_have_every_verdict():
    """The certificates of this file verify, refute and leave undecided; three are stored."""
    assert {g["verdict"] for g in GOLDENS} == {"verified", "refuted", "undecided"}
    assert len(STORED) >= 3
    assert any(len(g["steps"]) > 1 for g in GOLDENS)


@pytest.mark.parametrize("golden", GOLDENS, ids=NAMES)
def test_what_was_recorded_is_accepted(golden):
    """An untouched certificate comes out as it was recorded, whatever time it took."""
    assert recheck(golden) == []
    assert recheck(golden | {"seconds": 99}) == []


@pytest.mark.parametrize("golden", GOLDENS, ids=NAMES)
def test_every_damage_is_rejected(golden):
    """Each field that is changed is a difference, also when the digest is made to fit.

    With a fitting digest only this passes: another problem of which the unchanged proof or witness
    is one too, in which case it really has that verdict; and the remarks of what claims nothing.
    """
    count = 0
    for where, bad in damages(golden):
        count += 1
        if isinstance(bad, dict) and not rejected(resealed(bad)):
            assert rejected(bad), where
            assert where.startswith(MAY_PASS), where
            if bad["verdict"] != "undecided":
                again = check(bad["problem"]["claim"], given=bad["given"])
                assert again.verdict == bad["verdict"], where
    assert count > 50


def test_verified_certificates_stand_or_fall_with_every_field():
    """Nothing changes in a verified one, digest or not, but givens and premises not needed."""
    for golden in (g for g in GOLDENS if g["verdict"] == "verified"):
        passed = [where for where, bad in damages(golden)
                  if isinstance(bad, dict) and not rejected(resealed(bad))]  # fmt: skip
        assert all(where.startswith(("given", "steps.1.from w")) for where in passed), passed


def rejected(data) -> bool:
    try:
        return recheck(data) != []
    except NotACertificate:
        return True


@pytest.fixture(scope="module")
def derived() -> dict:
    """The catenary as `derive` found it: rules, premises, constants, a result of several keys."""
    return json.loads(derive("catenary").to_json())


def test_derived_result_is_rechecked(derived):
    """A derivation with cited rules verifies without the search that found it."""
    assert derived["verdict"] == "verified"
    assert recheck(derived) == []
    assert report(derived).second.replayed >= 5


def test_every_part_of_a_derived_result_is_held(derived):
    """A sample of the damages (all take minutes): premises, names and what is left out pass."""
    count = 0
    for where, bad in list(damages(derived))[::37]:
        if isinstance(bad, dict) and not rejected(resealed(bad)):
            assert re.match(MAY_PASS_DERIVED, where), where
            assert rejected(bad), where
        count += 1
    assert count > 30


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("result", "text"), "y(x) = a*cosh((x - b)/a) - 2*mu/w"),
        (("result", "latex"), "y = 0"),
        (("result", "kind"), "minimum"),
        (("result", "extremal"), {"y": "a*cosh(x/a)"}),
        (("result", "euler_lagrange"), ["y''(x) = 0"]),
        (("result", "first_integrals"), ["y'(x)"]),
        (("problem", "lagrangian"), "sqrt(1 + y'(x)^2)"),
        (("problem", "kind"), "integrate"),
        (("rules",), "sha256:00"),
        (("rules",), ""),
    ],
)
def test_result_and_problem_are_what_the_steps_say(derived, path, value):
    """No key of a result, and no Lagrangian, can be put beside a proof of something else."""
    data = copy.deepcopy(derived)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert rejected(resealed(data))


def test_true_proof_of_another_claim_is_rejected():
    """The claim stands apart from the proof: another true claim is not what the steps prove."""
    data = copy.deepcopy(GOLDENS[0])
    data["problem"]["claim"] = "cos(x)^2 = 1 - sin(x)^2"
    assert recheck(resealed(data)) == [
        'verdict: recorded "verified", but the last step does not give the claim'
    ]


def test_difference_names_its_place():
    """A difference says where it is, what was recorded and what came out."""
    data = copy.deepcopy(GOLDENS[2])
    data["steps"][0]["conditions"][0]["status"] = "open"
    assert recheck(resealed(data)) == [
        'steps[0].conditions[0].status: recorded "open", recomputed "presupposed"'
    ]


def test_forged_proof_of_a_false_claim_is_rejected():
    """A true certificate with its claim and step rewritten to a falsehood proves nothing."""
    text = json.dumps(GOLDENS[0]).replace("= 1", "= 2")
    (difference,) = recheck(resealed(json.loads(text)))
    assert difference.startswith('verdict: recorded "verified", recomputed "undecided"')


def test_given_that_is_needed_cannot_be_dropped():
    """Without x >= 0 the step does not follow, digest or not."""
    data = copy.deepcopy(GOLDENS[1])
    data["given"] = []
    assert rejected(resealed(data))


@pytest.mark.parametrize("point", ["3/7", "0", "1/0", "oo", "sqrt(2)", "y", "__import__('os')"])
def test_witness_elsewhere_is_rejected(point):
    """At another point the claim holds, or the enclosures differ, or there is no value."""
    data = copy.deepcopy(GOLDENS[4])
    data["witness"]["point"]["x"] = point
    assert rejected(resealed(data))


def test_witness_must_be_admissible():
    """A point at which a given fails refutes nothing."""
    data = copy.deepcopy(GOLDENS[4])
    data["given"] = ["x > 0"]
    assert any("witness" in d for d in recheck(resealed(data)))


def test_any_point_at_which_the_claim_fails_is_a_witness():
    """The point need not be the one that the search would have taken."""
    data = copy.deepcopy(GOLDENS[4])
    one = "1.00000000000000"
    data["witness"] = {"point": {"x": "-1"}, "left": one, "right": f"-{one}"}
    assert recheck(resealed(data)) == []
    data["witness"]["left"] = "1"
    assert recheck(resealed(data)) == [f'witness.left: recorded "1", recomputed "{one}"']


def test_derivation_verifies_itself():
    """`d.verify()` is true for what the kernel gave and false for what was changed since."""
    d = check("x + x = 2*x")
    assert d.verify()
    other = Derivation.from_json(d.as_dict() | {"grades": {"exact": 2}})
    assert not other.verify()
    assert other.verify().differences == ("grades.exact: recorded 2, recomputed 1",)


def test_exit_codes_and_text(run, tmp_path):
    """0, 1 and 3 by the verdict that was reproduced; the text says that no prover was asked."""
    for golden, code in ((GOLDENS[0], 0), (GOLDENS[4], 1), (GOLDENS[9], 3)):
        path = tmp_path / "c.json"
        path.write_text(json.dumps(golden))
        status, out, err = run(str(path))
        assert (status, err) == (code, "")
        assert "without the prover" in out or "nothing is proved" in out
    path.write_text(json.dumps(GOLDENS[0]))
    assert run(str(path))[1].splitlines()[0] == (
        "certificate symderive/1, 1 step, rechecked without the prover: verified"
    )


def test_rejection_is_exit_two_and_names_the_first_difference(run, tmp_path):
    """A changed file: exit code 2, the difference on stderr, in JSON one object on stdout."""
    path = tmp_path / "old.json"
    path.write_text(json.dumps(GOLDENS[0] | {"grades": {"exact": 7}}))
    status, out, err = run(str(path))
    assert (status, out) == (2, "")
    assert err.startswith(f"Error: {path}: grades.exact: recorded 7, recomputed 1")
    status, out, _ = run(str(path), "--format", "json")
    answer = json.loads(out)
    assert status == 2
    assert answer["verdict"] is None
    assert "grades.exact" in answer["error"]["message"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": "symderive/2"}', "\x00", "x" * 1000])
def test_what_is_no_certificate_is_exit_two(run, tmp_path, text):
    """Anything else is told so, without a traceback."""
    path = tmp_path / "c.json"
    path.write_text(text)
    status, _, err = run(str(path))
    assert status == 2
    assert "Traceback" not in err and str(path) in err
    assert run(str(tmp_path / "absent.json"))[0] == 2


def test_verify_never_imports_sympy():
    """Neither SymPy nor a method nor the worker is loaded to recheck a certificate."""
    code = "from symderive.cli import main; main()"
    loaded, _ = modules_after(code, ["verify", str(STORED[0])])
    assert "flint" in loaded
    for name in (
        "sympy",
        "mpmath",
        "symderive.methods",
        "symderive.faces.check",
        "symderive.worker",
    ):
        assert name not in loaded


def test_alarm_when_the_second_checker_disagrees(monkeypatch):
    """A step that the kernel accepts and the second checker disproves rejects the certificate."""
    replay = sys.modules["symderive.second.replay"]
    monkeypatch.setattr(replay, "verdict", lambda *a: "disagrees")
    found = report(GOLDENS[0])
    assert not found
    assert found.differences[0].startswith("ALARM: the second checker disproves step 1")
