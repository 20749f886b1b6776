"""A root under a root is taken out where the radicand is a square; a sum that is none stays."""

from __future__ import annotations

import pytest

from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.zero import prove_equal
from symderive.terms.reader import read

R = "sqrt(b^2 + c^2)"
TRUE = {
    f"x*sqrt(a^2 + b^2 + c^2 + 2*a*{R}) = x*(a + {R})": ["a > 0"],
    f"x*sqrt(a^2 + b^2 + c^2 - 2*a*{R}) = x*Abs(a - {R})": [],
    f"x/sqrt(3*(a^2 + b^2 + c^2 + 2*a*{R})) = x/(sqrt(3)*(a + {R}))": ["a > 0"],
    f"x*sqrt(-a^2 - b^2 - c^2 + 2*a*{R}) = I*x*Abs(a - {R})": [],
    f"x*(a^2 + b^2 + c^2 + 2*a*{R})^(-3/2) = x/(a + {R})^3": ["a > 0"],
    f"log(a^2 + b^2 + c^2 + 2*a*{R}) = 2*log(Abs(a + {R}))": [],
    "sqrt(exp(a*cos(x))/b) = exp(a*cos(x)/2)/sqrt(b)": ["b > 0"],
}
FALSE = {
    f"x*sqrt(a^2 + b^2 + c^2 + 2*a*{R}) = x*(a + {R})": [],
    f"x*sqrt(a^2 + b^2 + c^2 - 2*a*{R}) = x*(a - {R})": ["a > 0"],
    f"x*sqrt(a^2 + b^2 + c^2 + a*{R}) = x*(a + {R})": ["a > 0"],
    f"x*sqrt(-a^2 - b^2 - c^2 + 2*a*{R}) = x*Abs(a - {R})": [],
    "sqrt(exp(I*x)) = exp(I*x/2)": [],
    "sqrt(exp(a*cos(x))/b) = exp(a*cos(x)/2)/sqrt(b)": [],
}


def proved(text: str, given: list[str]) -> bool:
    return prove_equal(*read(text).args, Givens.of([read(t) for t in given])) is not None


@pytest.mark.parametrize("text", TRUE)
def test_the_square_leaves_the_root_as_an_absolute_value(text):
    """(a + g)^2 with g^2 = b^2 + c^2, a rational multiple and an odd power of it, its logarithm."""
    assert proved(text, TRUE[text])


@pytest.mark.parametrize("text", FALSE)
def test_the_sign_is_not_guessed(text):
    """Without a > 0, with another sign or another middle term nothing is proved."""
    assert not proved(text, FALSE[text])
