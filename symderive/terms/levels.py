"""How tightly the operators of plain text bind: one table for the reader and the writer.

>>> POWERS["+"] < POWERS["*"] < POWERS["^"], RELATIONS["<="]
(True, 'Le')
"""

from __future__ import annotations

OR, AND, NOT, REL, ADD, MUL, POW, POST = 10, 20, 25, 30, 40, 50, 60, 70
RELATIONS = {
    "=": "Eq", "==": "Eq", "!=": "Ne", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge",
}  # fmt: skip
POWERS = {
    "or": OR, "and": AND, "&": AND, "is": REL, "in": REL, **dict.fromkeys(RELATIONS, REL),
    "+": ADD, "-": ADD, "*": MUL, "/": MUL, "^": POW, "**": POW, "\N{LOGICAL AND}": POW,
    "[": POST, "!": POST, ".": POST,
}  # fmt: skip
STATEMENTS = frozenset(RELATIONS.values()) | {"And", "Or", "Not", "In", "Is", "true", "false"}
NOT_VALUES = STATEMENTS | {"Tuple"}
# A name followed by one of these is not simply that name.
MAX_PRIMES = 9
MARKS = frozenset(("(", "[", "is", "are", *("'" * k for k in range(1, MAX_PRIMES + 2))))
