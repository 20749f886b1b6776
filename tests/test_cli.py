"""The command line: exit codes, JSON on stdout, expressions that start with a minus, errors."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest

from symderive import cli
from symderive.derivations import Derivation

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checked(monkeypatch):
    """A stand-in for `symderive.faces.check`, so that the shell is tested apart from the kernel."""
    calls = []
    fake = types.ModuleType("symderive.faces.check")

    def check(claim, given=(), timeout=10):
        calls.append({"claim": claim, "given": list(given), "timeout": timeout})
        if isinstance(fake.answer, BaseException):
            raise fake.answer
        return Derivation(problem={"kind": "check", "claim": claim}, **fake.answer)

    fake.check = check
    fake.answer = {"verdict": "verified"}
    fake.calls = calls
    monkeypatch.setitem(sys.modules, "symderive.faces.check", fake)
    return fake


@pytest.fixture
def run(capsys, monkeypatch):
    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ending:
            cli.main(args)
        out, err = capsys.readouterr()
        return ending.value.code, out, err

    return run


@pytest.mark.parametrize(("verdict", "code"), [("verified", 0), ("refuted", 1), ("undecided", 3)])
def test_exit_code_is_the_verdict(checked, run, verdict, code):
    """0 verified, 1 refuted, 3 undecided, in every format that exists for a bare verdict."""
    checked.answer = {"verdict": verdict}
    assert run("check", "x = x")[0] == code
    status, out, _ = run("check", "x = x", "--format", "json")
    assert status == code
    assert json.loads(out)["verdict"] == verdict


def test_options_reach_the_function(checked, run):
    """--given repeats, --timeout is a number of seconds; `check` waits ten by default."""
    run("check", "x = y", "--given", "x > 0", "--given", "-1 < y", "--timeout", "2.5")
    run("check", "x = y")
    assert checked.calls == [
        {"claim": "x = y", "given": ["x > 0", "-1 < y"], "timeout": 2.5},
        {"claim": "x = y", "given": [], "timeout": 10.0},
    ]


@pytest.mark.parametrize(
    "args",
    [
        ["-x^2 = y"],
        ["--given", "x > 0", "-x^2 = y"],
        ["-x^2 = y", "--given", "x > 0"],
        ["--", "-x^2 = y"],
        ["--format=json", "-x^2 = y", "--ascii"],
    ],
)
def test_expression_may_start_with_a_minus(checked, run, args):
    """What starts with `-` and is no option is the expression."""
    assert run("check", *args)[0] == 0
    assert checked.calls[0]["claim"] == "-x^2 = y"


def test_claim_that_looks_like_an_option_goes_after_two_dashes(checked, run):
    """`--` ends the options: even `--given` is then a claim."""
    run("check", "--", "--given")
    assert checked.calls[0]["claim"] == "--given"


def test_claim_from_standard_input(checked, run, monkeypatch):
    """`-` reads the claim from standard input."""
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("x = x\n"))
    run("check", "-")
    assert checked.calls[0]["claim"] == "x = x"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["check"], "Missing argument"),
        (["check", "x = x", "--gven", "x > 0"], "--given"),
        (["check", "x = x", "y = y"], "unexpected extra argument"),
        (["check", "x = x", "--timeout", "-1"], "--timeout"),
        (["check", "x = x", "--timeout", "inf"], "--timeout"),
        (["check", " "], "empty"),
        (["chek", "x = x"], "Did you mean check"),
        (["check", "x = x", "-o", "no/such/directory/f.txt"], "create it first"),
    ],
)
def test_usage_errors_are_two_and_json_too(checked, run, args, says):
    """Every usage error is exit code 2, says what to do, and is one JSON object where asked."""
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
    code, out, _ = run(*args, "--format", "json")
    assert code == 2
    found = json.loads(out)
    assert list(found) == ["schema", "problem", "verdict", "error"]
    assert found["verdict"] is None
    assert list(found["error"]) == ["message", "line", "column", "hint"]
    assert says in found["error"]["message"]
    assert found["problem"]["kind"] == args[0]


def test_unreadable_text_has_a_place(checked, run):
    """An error of a reader keeps its line, column and hint on the way to JSON."""
    from symderive.commands.common import Unreadable

    checked.answer = Unreadable("expected `)` before `=`", line=1, column=7, hint="close it")
    code, _, err = run("check", "sin(x = 1")
    assert code == 2
    assert "expected `)`" in err and "Hint: close it" in err
    _, out, _ = run("check", "sin(x = 1", "--format=json")
    place = {"line": 1, "column": 7, "hint": "close it"}
    assert json.loads(out)["error"] == {"message": "expected `)` before `=`", **place}


def test_reader_draws_its_caret(checked, run):
    """A text outside the grammar is shown with the place where reading stopped."""
    from symderive.terms.errors import NotRead

    checked.answer = NotRead("sin(x = 1", 6, "expected `)` before `=`", "close the bracket")
    code, _, err = run("check", "sin(x = 1")
    assert code == 2
    rows = err.splitlines()
    assert rows[0] == "Error: column 7: expected `)` before `=`"
    assert rows[1][rows[2].index("^")] == "="
    _, out, _ = run("check", "sin(x = 1", "--format=json")
    place = {"line": 1, "column": 7, "hint": "close the bracket"}
    assert json.loads(out)["error"] == {"message": "expected `)` before `=`", **place}


def test_bug_is_called_a_bug(checked, run):
    """An exception nobody foresaw decides nothing: exit code 2, no traceback without --debug."""
    checked.answer = ZeroDivisionError("oops")
    code, out, err = run("check", "x = x")
    assert (code, out) == (2, "")
    assert "symderive itself failed: ZeroDivisionError: oops" in err
    assert "Traceback" not in err
    assert "Traceback" in run("check", "x = x", "--debug")[2]
    assert json.loads(run("check", "x = x", "--format", "json")[1])["verdict"] is None


def test_output_goes_to_a_file(checked, run, tmp_path):
    """-o writes the document and leaves stdout empty; the exit code stays the verdict's."""
    path = tmp_path / "out.json"
    checked.answer = {"verdict": "undecided"}
    code, out, err = run("check", "x = y", "--format", "json", "-o", str(path))
    assert (code, out) == (3, "")
    assert "undecided: wrote" in err
    assert json.loads(path.read_text())["verdict"] == "undecided"


def test_hopeless_output_fails_before_the_work(checked, run, tmp_path):
    """A directory as -o is refused before anything is computed."""
    assert run("check", "x = y", "-o", str(tmp_path))[0] == 2
    assert checked.calls == []


def test_interrupt_is_130(checked, run):
    """Ctrl-C ends with 130 and without a traceback."""
    checked.answer = KeyboardInterrupt()
    code, _, err = run("check", "x = y")
    assert code == 130
    assert "Traceback" not in err


def test_text_has_no_colour_off_a_terminal(checked, run):
    """Captured output carries no escape sequences and names the verdict in words."""
    checked.answer = {
        "verdict": "refuted",
        "witness": {"point": {"x": "-1"}, "left": "1", "right": "-1"},
        "hint": "x >= 0",
    }
    _, out, _ = run("check", "sqrt(x^2) = x")
    assert "\x1b" not in out
    assert out.splitlines() == [
        "refuted: sqrt(x^2) = x",
        "  At x = -1 the left-hand side is 1 and the right-hand side is -1.",
        "  true under: x >= 0",
    ]


def script(body: str) -> list[str]:
    """A process whose `symderive.faces.check` is replaced by `body` (a function `check`)."""
    fake = (
        "import sys, types\n"
        "from symderive.derivations import Derivation\n"
        f"{body}\n"
        "fake = types.ModuleType('symderive.faces.check'); fake.check = check\n"
        "sys.modules['symderive.faces.check'] = fake\n"
        "from symderive.cli import main\n"
        "main()\n"
    )
    return [sys.executable, "-c", fake]


ECHO = (
    "def check(claim, given, timeout):\n"
    "    return Derivation(problem={'kind': 'check', 'claim': claim}, verdict='verified')"
)


def test_ascii_terminal_does_not_crash():
    """Greek is written as escapes on an ASCII stdout, and anywhere with --ascii."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    command = [*script(ECHO), "check", "λ = 1"]
    plain = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert (plain.returncode, plain.stdout.strip()) == (0, rb"verified: \u03bb = 1")
    refused = subprocess.run([*command, "--timeout", "λ"], capture_output=True, env=environment)
    assert refused.returncode == 2
    assert b"Traceback" not in refused.stderr
    environment["PYTHONIOENCODING"] = "utf-8"
    escaped = subprocess.run([*command, "--ascii"], capture_output=True, env=environment)
    assert escaped.stdout == plain.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_interrupt_from_the_terminal_is_130():
    """SIGINT during a search in the worker: 130, no traceback, the worker gone with it."""
    body = (
        "from symderive.worker import Worker\n"
        "def check(claim, given, timeout):\n"
        "    with Worker(preload=()) as w:\n"
        "        print(w.run('os:getpid', seconds=5), flush=True)\n"
        "        w.run('time:sleep', (60,), seconds=60)"
    )
    process = subprocess.Popen(
        [*script(body), "check", "x = y"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_broken_pipe_is_quiet():
    """A reader that goes away is no error of ours, and no verdict."""
    body = ECHO.replace("'claim': claim", "'claim': claim * 100000")
    process = subprocess.Popen(
        [*script(body), "check", "x = y"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    assert process.wait(timeout=20) == 141
    assert errors == b""


def test_no_arguments_show_the_help():
    """`symderive` alone shows what there is, and is a usage error, not a crash."""
    done = subprocess.run([sys.executable, "-m", "symderive"], capture_output=True, text=True)
    assert done.returncode == 2 and "Commands:" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
