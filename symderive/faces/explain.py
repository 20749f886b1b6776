"""What a search tried, beside its answer: for `--explain`.

>>> from symderive.faces.integrate import integrate
>>> found, tried = explained(lambda: integrate("x^2", "x", "0", "1"))
>>> found.result["text"], tried[-1]
('1/3', ('antiderivative', 'Integral(x^2, (x, 0, 1))', 'step 1'))
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.derivations import Derivation
from symderive.strategy import journal


def explained(
    decide: Callable[[], Derivation],
) -> tuple[Derivation, list[tuple[str, str, str]]]:
    """The answer, and (by, what, outcome) of everything that was tried for it."""
    with journal() as tried:
        found = decide()
    return found, tried
