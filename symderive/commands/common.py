"""What the commands share: options, expression arguments, exit codes, errors, and the way out.

A command is a function from its arguments to a `Derivation`; `decides` gives it the common options,
prints the derivation in the format that was asked for and exits with the code of its verdict.
"""

from __future__ import annotations

import codecs
import difflib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..derivations import Derivation

FORMATS = ("text", "latex", "markdown", "json")
EXIT = {"verified": 0, "refuted": 1, "undecided": 3}
UNREADABLE, INTERRUPTED, BROKEN_PIPE = 2, 130, 141
COLOURS = {"verified": "green", "refuted": "red", "undecided": "yellow"}
LONGEST = 86400.0  # a day: no deadline beyond it


class Unreadable(click.ClickException):
    """Input that cannot be used: exit code 2, with the place and a hint where they are known."""

    exit_code = UNREADABLE

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.line, self.column, self.hint = line, column, hint


@dataclass(frozen=True)
class Options:
    """The options that every deciding command has."""

    given: tuple[str, ...]
    format: str
    output: str | None
    timeout: float
    debug: bool
    ascii: bool
    explain: bool = False


class ExpressionCommand(click.Command):
    """A command whose arguments may start with `-`: what is no option is read as an expression.

    `-x^2` is an expression, `--given` an option, `--gievn` a mistyped option (a double sign in
    front of a name is one only after `--`), `-` the standard input.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, self._expressions_last(ctx, args))

    def _expressions_last(self, ctx: click.Context, args: Sequence[str]) -> list[str]:
        takes_value: dict[str, bool] = {}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option):
                valued = not (parameter.is_flag or parameter.count)
                for name in (*parameter.opts, *parameter.secondary_opts):
                    takes_value[name] = valued
        options: list[str] = []
        expressions: list[str] = []
        rest = list(args)
        while rest:
            arg = rest.pop(0)
            if arg == "--":
                expressions += rest
                break
            if arg in takes_value:
                options.append(arg)
                if takes_value[arg] and rest:
                    options.append(rest.pop(0))
            elif re.match(r"--[A-Za-z][\w-]*(=|$)", arg):
                options.append(arg)
            else:
                expressions.append(arg)
        return [*options, "--", *expressions]


def decides(name: str, *, timeout: float = 30.0) -> Callable[[Callable[..., Derivation]], Any]:
    """Make a command of `function(options, **arguments) -> Derivation`.

    The function may raise Unreadable, click.UsageError or a ValueError of symderive's own (a text
    that cannot be read): each is exit code 2.
    """

    def command(function: Callable[..., Derivation]) -> click.Command:
        @click.pass_context
        def run(ctx: click.Context, /, **values: Any) -> None:
            options = Options(**{key: values.pop(key) for key in Options.__annotations__})
            refuse_hopeless(options.output)
            if not options.explain:
                ctx.exit(hand_over(function(options, **values), options))
            from ..faces.explain import explained

            derivation, tried = explained(lambda: function(options, **values))
            code = hand_over(derivation, options)
            for by, what, outcome in tried:
                print(f"tried {by}: {what}: {outcome}", file=sys.stderr)
            ctx.exit(code)

        run.__doc__ = function.__doc__
        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        for option in reversed(_common(timeout)):
            option(run)
        return click.command(name, cls=ExpressionCommand, help=function.__doc__)(run)

    return command


def _common(timeout: float) -> list[Callable[[Any], Any]]:
    return [
        click.option("--given", multiple=True, metavar="STATEMENT", help='As "x > 0"; repeatable.'),
        format_option,
        click.option("-o", "output", metavar="FILE", help="Write to FILE, in one step."),
        click.option(
            "--timeout",
            type=click.FloatRange(0, LONGEST, min_open=True),
            default=timeout,
            show_default=True,
            metavar="SECONDS",
            help="Wall limit.",
        ),
        debug_option,
        click.option("--ascii", is_flag=True, help="Print nothing but ASCII."),
        click.option("--explain", is_flag=True, help="Say on stderr what was tried."),
    ]


format_option = click.option(
    "--format", type=click.Choice(FORMATS), default="text", show_default=True, help="Of the output."
)
# Read by `cli.main` before anything else can fail; it stands here to be known and explained.
debug_option = click.option("--debug", is_flag=True, help="Show the traceback of an error.")


def hand_over(derivation: Derivation, options: Options) -> int:
    """Print or write the derivation; the exit code of its verdict."""
    if options.format == "json":
        text = derivation.to_json()
    elif options.format == "text":
        text = derivation.text(ascii=options.ascii or (not options.output and only_ascii()))
    else:
        text = getattr(derivation, options.format)()
        if options.output and options.format == "latex":
            from ..present.trailer import with_certificate

            text = with_certificate(text, derivation.as_dict())
    if options.output:
        deliver(text, options.output)
        click.echo(f"{derivation.verdict}: wrote {options.output}", err=True)
    else:
        if options.format == "text" and coloured():
            text = text.replace(
                derivation.verdict,
                click.style(derivation.verdict, COLOURS[derivation.verdict], bold=True),
                1,
            )
        print(text)  # not click.echo: it writes UTF-8 on an ASCII terminal
    return EXIT[derivation.verdict]


def refuse_hopeless(path: str | None) -> None:
    """Fail before the work, not after it, when its answer cannot be written to `path`."""
    from ..files import NotWritten, destination

    try:
        if path:
            destination(path)
    except NotWritten as problem:
        raise Unreadable(str(problem)) from None


def deliver(text: str, path: str) -> None:
    """Write `text` to `path` atomically; raises Unreadable with what to do."""
    from ..files import NotWritten, write_atomically

    try:
        write_atomically(path, text if text.endswith("\n") else text + "\n")
    except NotWritten as problem:
        raise Unreadable(str(problem)) from None


def coloured() -> bool:
    """Colour only on a terminal, and not where NO_COLOR asks for none."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def only_ascii() -> bool:
    """Whether stdout cannot show more than ASCII."""
    return codecs.lookup(sys.stdout.encoding or "ascii").name == "ascii"


def unknown(kind: str, name: str, names: Iterable[str]) -> Unreadable:
    """The error for a name that does not exist, with the nearest ones that do.

    >>> unknown("derivation", "catenery", ["catenary", "burgers"]).hint
    'Did you mean catenary? `symderive list` shows all.'
    """
    near = difflib.get_close_matches(name.lower(), list(names), n=3, cutoff=0.6)
    where = "`symderive rules` shows all." if kind == "rule" else "`symderive list` shows all."
    hint = f"Did you mean {' or '.join(near)}? {where}" if near else where
    return Unreadable(f"no {kind} named {name!r}", hint=hint)


def error_object(problem: dict[str, Any], error: Exception) -> dict[str, Any]:
    """The JSON object of exit code 2: the problem as far as it is known, and what is wrong with it.

    >>> error_object({"kind": "check"}, Unreadable("expected `)`", line=1, column=7))["error"]
    {'message': 'expected `)`', 'line': 1, 'column': 7, 'hint': None}
    """
    place = {key: getattr(error, key, None) or None for key in ("line", "column", "hint")}
    return {
        "schema": "symderive/1",
        "problem": problem,
        "verdict": None,
        "error": {"message": message_of(error), **place},
    }


def message_of(error: Exception) -> str:
    """What to tell the user; an error of symderive's own making is called so."""
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, ValueError) and type(error).__module__.startswith("symderive."):
        # A text that could not be read, in the words of its reader; the place stands apart.
        return str(getattr(error, "message", error))
    return f"symderive itself failed: {type(error).__name__}: {error}; --debug shows where"


def print_json(value: Any) -> None:
    print(json.dumps(value, indent=1))
