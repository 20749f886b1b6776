"""A chain of relations in plain text, one step a line, as a paper with those lines.

>>> [(r.kind, r.claim.head) for r in read_plain(["x + x", "= 2*x", "<= 3*x"]).relations]
[('claim', 'Eq'), ('claim', 'Le')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symderive.documents.declarations import (
    Declared,
    Definition,
    Undeclared,
    assume,
    declared,
    expanded,
)
from symderive.documents.relations import Paper, Relation, Trouble
from symderive.terms.errors import NotRead
from symderive.terms.latex_setting import Setting
from symderive.terms.levels import RELATIONS
from symderive.terms.reader import read
from symderive.terms.tree import Term

_LEADS = re.compile(r"\s*(<=|>=|!=|==|=|<|>)")


def read_plain(steps: Sequence[str], given: Sequence[str] = (), said: str = "") -> Paper:
    """The relations of a chain; raises Undeclared where a given is no statement."""
    paper = Paper("\n".join(steps))
    held = Declared(Setting())
    facts: list[Term] = []
    definitions: dict[str, Definition] = {}
    lines = [line.partition("symderive: ")[2] for line in said.splitlines()]
    for text in [*(line for line in lines if line), *(f"assume {g}" for g in given)]:
        if text.startswith("assume "):
            held = assume(text.removeprefix("assume "), held.setting)
        else:
            try:
                held = declared(text, held.setting)
            except Undeclared as why:
                paper.troubles.append(Trouble(0, str(why)))
                continue
        facts += held.given
        definitions.update(held.definitions)
    at, chain, last, step = 0, 0, None, 0
    for line in steps:
        lead = _LEADS.match(line)
        body = line[lead.end() :] if lead else line
        place = at + (lead.start(1) if lead else 0)
        try:
            found: Term | None = expanded(read(body, held.setting.context), definitions)
        except (NotRead, Undeclared) as why:
            found = None
            offset = (why.offset if isinstance(why, NotRead) else 0) + len(line) - len(body)
            paper.relations.append(Relation("unread", at + offset, at, at + len(line), chain, step,
                problem=getattr(why, "message", str(why)), problem_at=at + offset,
                hint=getattr(why, "hint", "")))  # fmt: skip
        if not lead:
            chain, step = chain + 1, 0
        links = [] if found is None else _links(found)
        members = [links[0].args[0], *(x.args[1] for x in links)] if links else [found]
        if lead and last is not None and members[0] is not None:
            links = [Term(RELATIONS[lead[1]], (last, members[0])), *links]
        for link in links:
            step += 1
            paper.relations.append(Relation("claim", place, at, at + len(line), chain, step,
                                            claim=link, given=tuple(facts)))  # fmt: skip
        last = members[-1]
        at += len(line) + 1
    return paper


def _links(t: Term) -> list[Term]:
    if t.head == "And":
        return [p for p in t.args if p.head in RELATIONS.values()]
    return [t] if t.head in RELATIONS.values() else []
