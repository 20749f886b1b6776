"""`symderive verify`: a certificate, computed again without the prover."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from .common import (
    EXIT,
    UNREADABLE,
    ExpressionCommand,
    Unreadable,
    debug_option,
    error_object,
    print_json,
)

if TYPE_CHECKING:
    from ..recheck import Report

LARGEST = 20_000_000  # bytes: no derivation that a person wants to read is longer


@click.command("verify", cls=ExpressionCommand)
@click.argument("file")
@click.option(
    "--format", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="Of the output.",
)  # fmt: skip
@debug_option
@click.pass_context
def command(ctx: click.Context, file: str, format: str, debug: bool) -> None:
    """Recheck the certificate in FILE (JSON, or LaTeX that carries one; - reads standard input).

    Everything in it is computed again: grades, conditions, texts, LaTeX, the witness.  Exit codes:
    0 it proves its claim, 1 it refutes it, 3 it proves nothing, 2 it is no certificate or differs.
    """
    from ..derivations import Derivation, NotACertificate
    from ..recheck import report

    try:
        content, document = _parted(_content(file), file)
        data = Derivation.parsed(content)
        found = report(data)
    except NotACertificate as problem:
        raise Unreadable(f"{file}: {problem}") from None
    if found and document is not None:
        found = _compared(found, document, Derivation.from_json(data).latex())
    if format == "json":
        print_json(_object(file, data, found))
    elif found:
        click.echo(str(found))
    if not found:
        for difference in found.differences[:1]:
            click.echo(f"Error: {file}: {difference}", err=True)
        if len(found.differences) > 1:
            click.echo(f"Hint: {len(found.differences)} differences; --format json lists them",
                       err=True)  # fmt: skip
        ctx.exit(UNREADABLE)
    ctx.exit(EXIT[found.verdict])


def _content(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST)
        with open(file, "rb") as stream:
            return stream.read(LARGEST)
    except OSError as problem:
        raise Unreadable(f"{file}: {problem.strerror or problem}") from None


def _parted(content: bytes, file: str) -> tuple[bytes | str, str | None]:
    """The certificate, and the document that carries it (None for a certificate by itself)."""
    from ..present.trailer import separated

    if not content.lstrip().startswith(b"{") and b"\\" in content:
        try:
            parts = separated(content.decode("utf-8"))
        except UnicodeDecodeError:
            parts = None
        if parts is None:
            raise Unreadable(f"{file}: no certificate at the end of this document",
                             hint="print one with --format latex -o FILE.tex")  # fmt: skip
        return parts[1], parts[0]
    return content, None


def _compared(found: Report, document: str, again: str) -> Report:
    """The report, with the first edited line of the document among its differences."""
    import dataclasses

    from ..present.trailer import edited

    line = edited(document, again)
    return dataclasses.replace(found, differences=(line,)) if line else found


def _object(file: str, data: dict[str, Any], found: Report) -> dict[str, Any]:
    """The JSON answer: the verdict if it was reproduced, else what is wrong."""
    problem = {"kind": "verify", "file": file}
    if not found:
        wrong = Unreadable(f"{file}: {found.differences[0]}")
        return error_object(problem, wrong) | {"differences": list(found.differences)}
    second = found.second
    counts = second and {"of": second.of, "replayed": second.replayed, "disagree": 0}
    return {
        "schema": "symderive/1",
        "problem": problem,
        "verdict": found.verdict,
        "claim": found.claim or None,
        "steps": found.steps,
        "second": counts,
        "differences": [],
    }
