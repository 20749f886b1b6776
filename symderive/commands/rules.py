"""`symderive rules`: the theorems and definitions that a derivation may cite."""

from __future__ import annotations

import click

from .common import print_json, unknown


@click.command("rules")
@click.argument("name", required=False)
@click.option("--format", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="Of the output.")  # fmt: skip
def command(name: str | None, format: str) -> None:
    """Show the rules, or one of them whole: statement, conditions, source."""
    from ..library import rules
    from ..terms.writer import write

    known = rules()
    if name is not None and name not in known:
        raise unknown("rule", name, known)
    chosen = [known[name]] if name is not None else list(known.values())
    if format == "json":
        print_json([{
            "name": r.name, "says": r.says, "lhs": write(r.left), "rhs": write(r.right),
            "uses": [write(t) for t in r.premises], "given": [write(t) for t in r.given],
            "source": r.source,
        } for r in chosen])  # fmt: skip
        return
    if name is None:
        wide = max(len(r.name) for r in chosen)
        for r in chosen:
            click.echo(f"{r.name:<{wide}}  {r.says}")
        return
    (r,) = chosen
    click.echo(f"{r.name}: {r.says}\n  {write(r.left)} = {write(r.right)}")
    for label, terms in (("from", r.premises), ("where", r.given)):
        for t in terms:
            click.echo(f"  {label:<6} {write(t)}")
    click.echo(f"  source {r.source}")
