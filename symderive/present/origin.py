"""Where a document comes from: the command that makes it again, and a word for its labels.

>>> command({"kind": "extremize", "name": "catenary", "lagrangian": "y*y'", "var": "x",
...          "parameters": {"w": "1"}})
'symderive derive catenary -p w=1'
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

_FIRST = ("name", "claim", "expr", "expression", "equation", "lagrangian", "divergence", "p", "q")
# A problem is named by the first of these keys that it has.
_TITLES = ("claim", "solution", "name", "lagrangian", "equation", "expr", "kind")
_SILENT = {"kind", "given", "unknowns", "form_names", "parameters"}


def command(problem: Mapping[str, Any], given: Iterable[str] = ()) -> str:
    """The command line that gives this derivation again, on one line of printable ASCII.

    A named result has its givens from its name; `given` of the problem are those that were added.
    """
    if problem.get("name"):
        parts = ["symderive", "derive", _word(problem["name"])]
        return _line(parts, problem, problem.get("given") or ())
    if problem["kind"] == "pde":  # its givens hold the equation and the data
        given = problem.get("given") or ()
    parts = ["symderive", str(problem["kind"])]
    told = [problem[key] for key in _FIRST if problem.get(key) is not None]
    parts += [_word(w) for v in told for w in (v if isinstance(v, list) else [v])]
    for key, value in problem.items():
        if key in _SILENT or key in _FIRST or value is None or value is False:
            continue
        option = "--" + key.replace("_", "-")
        if isinstance(value, list):
            for v in value:
                parts += [option, _word(v)]
        elif value is True:
            parts.append(option)
        else:
            parts += [option, _word(value)]
    return _line(parts, problem, given)


def _line(parts: list[str], problem: Mapping[str, Any], given: Iterable[str]) -> str:
    for key, value in (problem.get("parameters") or {}).items():
        parts += ["-p", _word(f"{key}={value}")]
    for g in given:
        parts += ["--given", _word(g)]
    return one_line(" ".join(shlex.quote(p) if k else p for k, p in enumerate(parts)))


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def one_line(text: str) -> str:
    """Printable ASCII on one line; everything else by its code point."""
    return "".join(c if 32 <= ord(c) < 127 else f"\\u{ord(c):04x}" for c in text)


def title(problem: Mapping[str, Any]) -> str:
    """What a problem is about, in a few characters of its own notation.

    >>> title({"kind": "integrate", "expr": "x^2", "var": "x", "from": "0", "to": "1"})
    'Integral(x^2, (x, 0, 1))'
    >>> title({"kind": "divergence", "divergence": "kl", "p": "Normal(0, s)", "q": "Normal(0, t)"})
    'kl(Normal(0, s), Normal(0, t))'
    """
    if problem["kind"] == "divergence" and not problem.get("name"):
        laws = ", ".join(str(problem[k]) for k in ("p", "q", "order") if problem.get(k))
        return f"{problem.get('divergence', 'divergence')}({laws})"
    ends = [str(problem.get(k)) for k in ("var", "from", "to")]
    if problem["kind"] == "integrate" and "None" not in ends and not problem.get("name"):
        return f"Integral({problem.get('expr')}, ({', '.join(ends)}))"
    found = next(problem[key] for key in _TITLES if key in problem)
    return " and ".join(map(str, found)) if isinstance(found, list) else str(found)


def label(problem: Mapping[str, Any]) -> str:
    """A word for labels, its own for every problem, so that fragments meet without clashes."""
    name = re.sub(r"[^a-z0-9]+", "-", str(problem.get("name") or "").lower()).strip("-")
    if name and not problem.get("parameters"):
        return name
    text = json.dumps(problem, sort_keys=True)
    kind = re.sub(r"[^a-z0-9]+", "-", str(problem["kind"]).lower())
    return f"{name or kind}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
