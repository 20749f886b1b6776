"""`symderive list`: the named results."""

from __future__ import annotations

import click

from .common import Unreadable, print_json


@click.command("list")
@click.option("--field", metavar="F", help="Only this field.")
@click.option("--format", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="Of the output.")  # fmt: skip
def command(field: str | None, format: str) -> None:
    """List the named results that `symderive derive` derives."""
    from ..catalogue.problems import FIELDS, problems

    if field is not None and field not in FIELDS:
        raise Unreadable(f"no field named {field!r}", hint=f"the fields are {', '.join(FIELDS)}")
    rows = [p for p in problems().values() if field in (None, p.field)]
    if format == "json":
        print_json([{"name": p.name, "aliases": list(p.aliases), "field": p.field, "says": p.says,
                     "parameters": dict(p.parameters)} for p in rows])  # fmt: skip
        return
    wide = max((len(p.name) for p in rows), default=0)
    for p in rows:
        short = f" (also {', '.join(p.aliases)})" if p.aliases else ""
        click.echo(f"{p.name:<{wide}}  {p.field:<15}  {p.says}{short}")
