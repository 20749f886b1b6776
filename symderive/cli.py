"""The command line: finds the commands, and turns every ending into an exit code.

0 verified, 1 refuted, 2 usage or unreadable input, 3 undecided, 130 interrupted.  A command is
imported when it is called or listed, and what it computes with only when it runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from .commands.common import (
    BROKEN_PIPE,
    INTERRUPTED,
    UNREADABLE,
    error_object,
    message_of,
    print_json,
)
from .version import __version__

COMPLETION = "_SYMDERIVE_COMPLETE"  # set by a shell that asks for completions


class Commands(click.Group):
    """The modules of `symderive.commands`, each with a `command`: adding a file adds a command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        directory = Path(__file__).with_name("commands")
        names = {path.stem for path in directory.glob("*.py")}
        return sorted(names - {"__init__", "common"})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"symderive.commands.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            import difflib

            names = self.list_commands(ctx)
            near = difflib.get_close_matches(args[0], names, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Commands: {', '.join(names)}."
            ctx.fail(f"no command named {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, name="symderive")
@click.version_option(__version__, message="symderive %(version)s")
def group() -> None:
    """Derivations, found by search and decided step by step by an exact kernel.

    Exit codes: 0 verified, 1 refuted, 2 usage or unreadable input, 3 undecided.
    """


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code (SystemExit)."""
    args = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # what a terminal cannot show is escaped, not fatal
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(run(args))
    except BrokenPipeError:
        # The reader of a pipe has gone; the interpreter must not try to flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)


def run(args: list[str]) -> int:
    """The exit code of a command line; prints, never raises but on a broken pipe."""
    own = args[: args.index("--")] if "--" in args else args
    try:
        if COMPLETION in os.environ:
            group.main(args=args, prog_name="symderive")
        # Not `group.main`: it ends a broken pipe with 1, which means refuted here, and expands
        # `x*y` as a file pattern on Windows.
        with group.make_context("symderive", args) as ctx:
            group.invoke(ctx)
        return 0
    except click.exceptions.Exit as ending:
        sys.stdout.flush()
        return ending.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        if "--debug" in own:
            import traceback

            traceback.print_exc()
        explain(error)
        if wants_json(own):
            print_json(error_object(problem_of(args), error))
        return UNREADABLE


def explain(error: Exception) -> None:
    """Say on stderr what is wrong, where, and what to do."""
    if isinstance(error, click.UsageError):
        error.show()
        return
    if isinstance(error, ValueError) and hasattr(error, "show"):  # a reader's: it draws the caret
        click.echo(f"Error: {error.show()}", err=True)
        return
    click.echo(f"Error: {message_of(error)}", err=True)
    if hint := getattr(error, "hint", None):
        click.echo(f"Hint: {hint}", err=True)


def wants_json(args: Sequence[str]) -> bool:
    pairs = zip(args, [*args[1:], ""], strict=False)
    return any(pair == ("--format", "json") or pair[0] == "--format=json" for pair in pairs)


def problem_of(args: Sequence[str]) -> dict[str, Any]:
    """What is known of a problem that was not even read: its kind and its arguments."""
    kind = args[0] if args and not args[0].startswith("-") else None
    return {"kind": kind, "arguments": list(args[1:] if kind else args)}
