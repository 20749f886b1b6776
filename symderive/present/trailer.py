r"""A printed derivation that carries its certificate: a block of comments after the document.

The document is a function of the certificate, so whoever prints it again and compares notices a
formula that was edited; `symderive verify proof.tex` does both.

>>> signed = with_certificate("\\documentclass{article}\n", {"verdict": "verified"})
>>> signed.splitlines()[2:]
['%| {"verdict": "verified"}', '% end of certificate']
>>> separated(signed)
('\\documentclass{article}\n', '{"verdict": "verified"}')
>>> separated("no certificate here") is None
True
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

BEGIN = "% certificate (symderive verify FILE recomputes it and compares the document with it)"
END = "% end of certificate"
_MARK = "%| "
_WIDTH = 96


def with_certificate(document: str, data: Mapping[str, Any]) -> str:
    """The document with its certificate behind it, as comments of LaTeX."""
    text = json.dumps(data, allow_nan=False)
    rows = [_MARK + text[k : k + _WIDTH] for k in range(0, len(text), _WIDTH)]
    return "\n".join([document.rstrip("\n"), BEGIN, *rows, END]) + "\n"


def separated(text: str) -> tuple[str, str] | None:
    """The document and the JSON text of its certificate; None where there is no such block."""
    text = text.replace("\r\n", "\n")
    document, found, block = text.rpartition(BEGIN + "\n")
    if not found:
        return None
    rows = []
    for line in block.split("\n"):
        if line.strip() == END:
            return document, "".join(rows)
        if not line.startswith(_MARK):
            return None
        rows.append(line.removeprefix(_MARK))
    return None


def edited(document: str, again: str) -> str | None:
    """The first line in which a document differs from what its certificate prints, in words."""
    ours, theirs = (text.rstrip().split("\n") for text in (again, document))
    for n, (a, b) in enumerate(zip_longest(ours, theirs), 1):
        if (a or "").rstrip() != (b or "").rstrip():
            said = "nothing" if b is None else _short(b)
            wanted = "nothing" if a is None else _short(a)
            return f"line {n}: the document says {said}, its certificate {wanted}"
    return None


def _short(line: str) -> str:
    line = line.strip()
    return repr(line if len(line) <= 60 else line[:57] + "...")
