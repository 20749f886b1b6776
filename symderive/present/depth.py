"""Room on the stack for terms as deep as the reader takes them.

The reader stops at 200 levels and the printer needs up to ten calls for one, which is more than
Python allows by default; the limit is lifted for one call and put back.

>>> @deep
... def down(n):
...     return n and down.__wrapped__(n - 1)
>>> down(2500)
0
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_CALLS = 4000

P = ParamSpec("P")
R = TypeVar("R")


def deep(function: Callable[P, R]) -> Callable[P, R]:
    """The same function with at least `_CALLS` nested calls to spend."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(before, _CALLS))
        try:
            return function(*args, **kwargs)
        finally:
            sys.setrecursionlimit(before)

    return wrapper
