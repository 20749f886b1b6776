r"""Check a chain of relations that is a list of texts: the lines of a document in Python.

>>> [f.verdict for f in check_chain(["(x+1)^2", "= x^2 + 2*x + 1", "= x^2 + 2*x"]).findings]
['verified', 'refuted']
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from symderive.documents.declarations import Undeclared
from symderive.documents.plain import read_plain
from symderive.faces.paper import Report, check_paper, reported
from symderive.terms.errors import NotRead


def check_chain(
    steps: Sequence[str], given: Sequence[str] = (), timeout: float = 10, latex: bool | None = None
) -> Report:
    r"""Check a chain of relations, each as a text: `["sin(2*x)", "= 2*sin(x)*cos(x)", "<= 1"]`.

    A step that begins with a relation goes on from the one before.  Plain text, or LaTeX (`latex`,
    or where a step holds a backslash); `given` may hold declarations too (`declare u(x,t)`).  The
    findings are those of a document whose lines are the steps.  Raises NotRead for a given.
    """
    if latex is None:
        latex = any("\\" in s for s in steps)
    facts = [g for g in given if not g.startswith(("declare ", "define ", "assume "))]
    said = "".join(f"% symderive: {g}\n" for g in given if g not in facts)
    if latex:
        body = " \\\\\n".join(steps)
        text = f"{said}\\begin{{align}}\n{body}\n\\end{{align}}\n"
        return check_paper(text, "chain", given=facts, timeout=timeout)
    return _plain_chain(steps, facts, said, timeout)


def _plain_chain(steps: Sequence[str], given: Sequence[str], said: str, timeout: float) -> Report:
    start = time.perf_counter()
    try:
        paper = read_plain(steps, given, said)
    except Undeclared as why:
        raise NotRead("; ".join(given), 0, str(why)) from None
    return reported(paper, "chain", timeout, start)
