"""The page of the rules: generated from the rules themselves, so that it cannot say anything else.

>>> from symderive.library import rules
>>> page(rules()).splitlines()[0]
'# Rules'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symderive.kernel.analysis.cite import Rule
from symderive.terms.writer import write


def page(rules: Mapping[str, Rule]) -> str:
    """Markdown: one section a rule, with its statement, premises, conditions and source."""
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: Mapping[str, Rule]) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "Generated from `rules/*.toml` by `make rules`; a test compares. Capitals are metavariables."
    for name, rule in sorted(rules.items()):
        yield from ("", f"## {name}", "", rule.says, "")
        yield f"    {write(rule.left)} = {write(rule.right)}"
        if rule.premises:
            yield from ("", "From: " + "; ".join(f"`{write(p)}`" for p in rule.premises) + ".")
        if rule.given:
            yield from ("", "Where: " + ", ".join(f"`{write(c)}`" for c in rule.given) + ".")
        yield from ("", f"Source: {rule.source} (see `rules/references.bib`).")
