"""What is said when a text is not read: the place, what was expected there, and what to write.

The reader never guesses, so every refusal is a `NotRead` that a person can act on; `show` draws it.

>>> print(NotRead("sin(x = 1", 6, "expected ')' before '='").show())
column 7: expected ')' before '='
  sin(x = 1
        ^
"""

from __future__ import annotations

_WINDOW = 76  # characters of a long line that are shown around the caret


class NotRead(ValueError):
    """A text outside the grammar: `text`, `line` and `column` (from 1), `message`, `hint`."""

    def __init__(self, text: str, offset: int, message: str, hint: str = "") -> None:
        offset = min(max(offset, 0), len(text))
        start = text.rfind("\n", 0, offset) + 1
        self.text = text
        self.offset = offset
        self.line = text.count("\n", 0, offset) + 1
        self.column = offset - start + 1
        self.message = message
        self.hint = hint
        super().__init__(text, offset, message, hint)

    @property
    def place(self) -> str:
        """`column 7`, or `line 2, column 7` where the text has several lines."""
        column = f"column {self.column}"
        return f"line {self.line}, {column}" if "\n" in self.text else column

    def __str__(self) -> str:
        tail = f" (hint: {self.hint})" if self.hint else ""
        return f"{self.place}: {self.message}{tail}"

    def show(self) -> str:
        """The message, the line it happened on, a caret, and the hint.

        Characters that could move the caret or hide text are drawn as `?`.
        """
        line = self.text.split("\n")[self.line - 1]
        at = self.column - 1
        first = max(0, at - _WINDOW // 2) if len(line) > _WINDOW else 0
        shown = "".join(c if c.isprintable() else "?" for c in line[first : first + _WINDOW])
        rows = [f"{self.place}: {self.message}", f"  {shown}", "  " + " " * (at - first) + "^"]
        if self.hint:
            rows.append(f"hint: {self.hint}")
        return "\n".join(rows)
