"""`symderive check`: a claim, a derivation of one's own, or the relations of whole documents."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import (
    EXIT,
    FORMATS,
    LONGEST,
    ExpressionCommand,
    Options,
    Unreadable,
    debug_option,
    deliver,
    hand_over,
    print_json,
    refuse_hopeless,
)

if TYPE_CHECKING:
    from ..derivations import Derivation
    from ..faces.paper import Report

DOCUMENTS = {".tex": False, ".ltx": False, ".latex": False, ".md": True, ".markdown": True}
LARGEST = 20_000_000  # bytes: no paper is longer
QUIET = ("SD001", "SD002", "SD003", "SD004")


@click.command("check", cls=ExpressionCommand)
@click.argument("claims", metavar="CLAIM|FILE...", nargs=-1, required=True)
@click.option("--given", multiple=True, metavar="STATEMENT", help='As "x > 0"; repeatable.')
@click.option("--format", type=click.Choice((*FORMATS, "github")), default="text", show_default=True,
              help="Of the output.")  # fmt: skip
@click.option("-o", "output", metavar="FILE", help="Write to FILE, in one step.")
@click.option("--timeout", type=click.FloatRange(0, LONGEST, min_open=True), default=10.0,
              show_default=True, metavar="SECONDS", help="Wall limit, for each relation.")  # fmt: skip
@debug_option
@click.option("--ascii", is_flag=True, help="Print nothing but ASCII.")
@click.option(
    "--verbose", is_flag=True, help="Of documents: also what is verified, given, ignored."
)
@click.pass_context
def command(ctx: click.Context, claims: tuple[str, ...], verbose: bool, **values: Any) -> None:
    """Decide a CLAIM such as "sqrt(x^2) = x", or check every relation of documents.

    Verified, refuted with a point at which it fails, or undecided with the reason.  A claim may also
    be "u(x,t) = x/(t - 1) solves u_t + u*u_x = 0 with u(x,0) = -x".  A FILE is a
    document (.tex, .md), checked line by line, or a derivation (.toml with claim, given and
    [[steps]]), checked step by step; - reads a claim or a document from standard input.
    """
    options = Options(**values)
    refuse_hopeless(options.output)
    if len(claims) == 1 and claims[0] == "-":
        text = sys.stdin.read()
        if _is_document(text):
            ctx.exit(_papers([("-", text, _is_markdown(text))], options, verbose))
        claims = (text.strip(),)
    files = [c for c in claims if Path(c).suffix.lower() in DOCUMENTS]
    if files and len(files) == len(claims):
        texts = [(c, _content(c), DOCUMENTS[Path(c).suffix.lower()]) for c in claims]
        ctx.exit(_papers(texts, options, verbose))
    if len(claims) > 1:
        raise click.UsageError(
            f"Got unexpected extra argument ({claims[1]}): one claim, or documents (.tex, .md)"
        )
    if options.format == "github":
        raise Unreadable("the format github is for documents", hint="--format json")
    ctx.exit(hand_over(_one(claims[0], options), options))


def _one(claim: str, options: Options) -> Derivation:
    from ..faces.check import check

    if claim.endswith(".toml"):
        return _chain(claim, options)
    if not claim.strip():
        raise Unreadable("the claim is empty", hint='write a relation, as "sin(2*x) = 2*sin(x)"')
    return check(claim, given=list(options.given), timeout=options.timeout)


def _chain(path: str, options: Options) -> Derivation:
    from ..faces.chain import derivation_file

    if not Path(path).is_file():
        raise Unreadable(f"{path}: no such file", hint="a claim is a relation: check 'x = x'")
    return derivation_file(path, options.timeout)


# --- documents ------------------------------------------------------------------------------------


def _is_document(text: str) -> bool:
    """Whether standard input holds a document, not one claim in plain text."""
    return any(mark in text for mark in ("\\begin{", "\\[", "$$", "symderive:", "```math", "\\("))


def _is_markdown(text: str) -> bool:
    return not any(mark in text for mark in ("\\documentclass", "\\begin{document}", "\\section"))


def _content(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as why:
        raise Unreadable(f"{path}: {why.strerror or why}") from None
    if len(data) > LARGEST:
        raise Unreadable(f"{path}: more than {LARGEST} bytes")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data.decode("latin-1").replace("\r\n", "\n")


def _papers(texts: list[tuple[str, str, bool]], options: Options, verbose: bool) -> int:
    """Check and print; the worst exit code of the files: unreadable, refuted, undecided, verified."""
    from ..faces.paper import check_paper

    if options.format in ("latex", "markdown"):
        raise Unreadable(f"a document is checked in text, json or github, not in {options.format}")
    reports = [check_paper(text, file, markdown, options.given, options.timeout)
               for file, text, markdown in texts]  # fmt: skip
    out = _json(reports) if options.format == "json" else _lines(reports, options, verbose)
    if options.output:
        deliver(out, options.output)
    elif options.format == "json":
        print_json(_object(reports))
    elif out:
        print(out)
    codes = [r.exit_code for r in reports]
    return next((c for c in (2, EXIT["refuted"], EXIT["undecided"]) if c in codes), 0)


def _lines(reports: list[Report], options: Options, verbose: bool) -> str:
    from ..present import linter

    found = [dataclasses.asdict(f) for r in reports for f in r.findings]
    kept = [
        f
        for f in found
        if verbose or f["code"] not in QUIET or (f["message"] and f["code"] == "SD003")
    ]
    if options.format == "github":
        return "\n".join(linter.github(f) for f in kept)
    rows = [linter.shown(f) for f in kept]
    rows.append(linter.summary(found, sum(r.seconds for r in reports)))
    text = "\n".join(rows)
    return text.encode("ascii", "backslashreplace").decode() if options.ascii else text


def _json(reports: list[Report]) -> str:
    import json

    return json.dumps(_object(reports), indent=1)


def _object(reports: list[Report]) -> dict[str, Any]:
    """The one JSON object: a verdict over all files, and the findings of each."""
    verdicts = [r.verdict for r in reports]
    verdict = (
        "refuted"
        if "refuted" in verdicts
        else "undecided"
        if "undecided" in verdicts
        else "verified"
    )
    return {
        "schema": "symderive/1",
        "problem": {"kind": "paper", "files": [r.file for r in reports]},
        "verdict": None if any(r.exit_code == 2 for r in reports) else verdict,
        "findings": [_finding(f) for r in reports for f in r.findings],
        "seconds": round(sum(r.seconds for r in reports), 6),
    }


def _finding(f: Any) -> dict[str, Any]:
    found = {k.name: getattr(f, k.name) for k in dataclasses.fields(f) if k.name != "derivation"}
    found["start"] = list(f.start)
    found["certificate"] = f.derivation.as_dict() if f.derivation is not None else None
    return found
