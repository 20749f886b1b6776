"""Documents kept under `data/documents`, and certificates under `data/certificates`.

Tests compare with the files and never write them.  After a change that is meant, run
`python tests/golden.py`, read the difference, and commit it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
SUFFIX = {"text": ".txt", "latex": ".tex", "markdown": ".md"}
# name: (claim, givens)
CLAIMS = {
    "removable": ("(x^2 - 1)/(x - 1) = x + 1", ()),
    "square": ("x^2 + y^2 >= 2*x*y", ()),
    "product": ("Derivative(f(x)*g(x), x) = f'(x)*g(x) + f(x)*g'(x)", ()),
    "root": ("sqrt(x^2) = x", ()),
    "odd": ("f(x) + f(-x) = 0", ()),
    "pole": ("Integral(1/x, (x, 0, 1)) = 0", ()),
}


@lru_cache
def derived(name: str) -> dict:
    """The certificate of a named result, derived once."""
    from symderive.faces.derive import derive

    return json.loads(derive(name).to_json())


@lru_cache
def checked(name: str) -> dict:
    """The certificate of one of the claims."""
    from symderive.faces.check import check

    claim, given = CLAIMS[name]
    return json.loads(check(claim, given=list(given)).to_json())


def documents() -> dict[str, str]:
    """File name and text of every document that is kept."""
    from symderive.derivations import Derivation

    found = {}
    for stem, data in [("catenary", derived("catenary")), ("catenoid", derived("catenoid"))]:
        for form, suffix in SUFFIX.items():
            found[stem + suffix] = getattr(Derivation.from_json(data), form)()
    for stem in CLAIMS:
        d = Derivation.from_json(checked(stem))
        found[f"check_{stem}.txt"] = d.text()
        found[f"check_{stem}.tex"] = d.latex()
    return {name: text.rstrip("\n") + "\n" for name, text in found.items()}


def main() -> None:
    from symderive.faces.check import check

    for path in sorted((DATA / "certificates").glob("*.json")):
        old = json.loads(path.read_text())
        if old["problem"]["kind"] != "check":
            continue
        new = check(old["problem"]["claim"], given=old["given"])
        path.write_text(new.to_json() + "\n")
    (DATA / "documents").mkdir(exist_ok=True)
    for name, text in documents().items():
        (DATA / "documents" / name).write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
