"""A certificate as lines for a terminal: complete without colour, from the certificate alone.

>>> print(present({"problem": {"kind": "check", "claim": "sqrt(x^2) = x"}, "verdict": "refuted",
...     "witness": {"point": {"x": "-1"}, "left": "1", "right": "-1"}, "hint": "x >= 0"}))
refuted: sqrt(x^2) = x
  at x = -1 the left side is 1, the right side is -1
  true under: x >= 0
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# A problem is named by the first of these keys that it has.
TITLES = ("claim", "name", "lagrangian", "equation", "expr", "kind")


def present(certificate: Mapping[str, Any], *, ascii: bool = False) -> str:
    """The document; with `ascii`, other characters are written as backslash escapes."""
    text = "\n".join(_lines(certificate))
    return text.encode("ascii", "backslashreplace").decode() if ascii else text


def _lines(c: Mapping[str, Any]) -> Iterator[str]:
    problem = c["problem"]
    yield f"{c['verdict']}: {next(str(problem[key]) for key in TITLES if key in problem)}"
    if c.get("given"):
        yield f"  given {', '.join(c['given'])}"
    if c.get("added"):
        yield f"  under the added givens {', '.join(c['added'])}"
    for step in c.get("steps") or ():
        yield f"  {step['n']:>3}  {step['grade']:<8}  {step['by']}: {step['gives']['text']}"
        for condition in step.get("conditions") or ():
            how = f" ({condition['how']})" if condition.get("how") else ""
            yield f"       {condition['status']}: {condition['text']}{how}"
    if c.get("result"):
        yield f"  result {c['result']['text']}"
    if witness := c.get("witness"):
        yield f"  {_witness(witness)}"
    if c.get("reason"):
        yield f"  {c['reason']}"
    if c.get("hint"):
        yield f"  true under: {c['hint']}"
    if c.get("unproved"):
        yield f"  not proved: {', '.join(map(str, c['unproved']))}"
    if c.get("grades"):
        yield f"  steps: {', '.join(f'{n} {grade}' for grade, n in c['grades'].items())}"


def _witness(witness: Mapping[str, Any]) -> str:
    point = ", ".join(f"{name} = {value}" for name, value in witness.get("point", {}).items())
    at = f"at {point} " if point else ""
    return f"{at}the left side is {witness['left']}, the right side is {witness['right']}"
