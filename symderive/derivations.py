"""A derivation: a certificate and its problem, as users see it and as files keep it.

Plain data and nothing else: the keys are those of the JSON schema `symderive/1`, terms are text,
and what it prints is made by `symderive.present` from these data alone.

>>> d = Derivation(problem={"kind": "check", "claim": "1 = 2"}, verdict="refuted",
...                witness={"point": {}, "left": "1", "right": "2"}, seconds=0.001)
>>> Derivation.from_json(d.to_json()) == d
True
>>> d
Derivation(check: refuted)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from importlib import import_module
from typing import Any

SCHEMA = "symderive/1"
VERDICTS = ("verified", "refuted", "undecided")
GRADES = ("exact", "enclosed", "cited", "computed", "assumed")


class NotACertificate(ValueError):
    """A text or object that does not have the form of a certificate; the message names the key."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Derivation:
    """A problem, its verdict, and the steps that support it (keys as in the JSON).

    `problem` has `kind` and the problem as given.  `result` has `text` and `latex`; None where only
    a verdict was asked.  `witness` has `point` (name to value), `left` and `right` (enclosures),
    all text.  `hint` says how a claim would become true ("x >= 0").  `rules` is their hash.

    Raises NotACertificate when a verdict or the type of a key is none that the schema knows.
    """

    problem: dict[str, Any]
    verdict: str
    result: dict[str, Any] | None = None
    given: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    grades: dict[str, int] = field(default_factory=dict)
    unproved: list[Any] = field(default_factory=list)
    witness: dict[str, Any] | None = None
    reason: str | None = None
    hint: str | None = None
    rules: str = ""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        for name, (types, words) in _FORM.items():
            value = getattr(self, name)
            if not isinstance(value, types) or isinstance(value, bool):
                raise NotACertificate(f"`{name}` must be {words}, not {type(value).__name__}")
        if self.verdict not in VERDICTS:
            raise NotACertificate(f"`verdict` must be one of {', '.join(VERDICTS)}")
        if not isinstance(self.problem.get("kind"), str):
            raise NotACertificate("`problem` must have a `kind`")

    @property
    def givens(self) -> list[str]:
        """The hypotheses of the problem, as written."""
        return self.given

    @property
    def axioms(self) -> list[str]:
        """Everything the result rests on unproved: cited rules, assumed steps, givens."""
        cited = {s.get("by", "") for s in self.steps if s.get("grade") in ("cited", "assumed")}
        return [*sorted(cited), *self.given, *self.added]

    def as_dict(self) -> dict[str, Any]:
        """The certificate as the object of the schema, keys in their order.

        `hint` stands there only when there is one; `digest` is that of the other keys.
        """
        found = {"schema": SCHEMA} | {f.name: getattr(self, f.name) for f in fields(self)}
        if self.hint is None:
            del found["hint"]
        return found | {"digest": digest(found)}

    def to_json(self, indent: int | None = 1) -> str:
        """The certificate as JSON text (ASCII, so that any stream carries it)."""
        return json.dumps(self.as_dict(), indent=indent, allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes | Mapping[str, Any]) -> Derivation:
        """The derivation that a JSON text (or the object read from it) holds.

        Only the form is looked at here; `verify` looks at the content.  Raises NotACertificate.
        """
        data = cls.parsed(text)
        schema = data.pop("schema", None)
        if schema != SCHEMA:
            raise NotACertificate(f"`schema` must be {SCHEMA!r}, not {schema!r}")
        data.pop("digest", None)  # `verify` compares it
        names = {f.name for f in fields(cls)}
        if unknown := sorted(data.keys() - names):
            raise NotACertificate(f"unknown key `{unknown[0]}`")
        if missing := sorted(names - {"hint"} - data.keys()):
            raise NotACertificate(f"the key `{missing[0]}` is missing")
        return cls(**data)

    def verify(self) -> Any:
        """Everything recomputed by the kernel alone: a `recheck.Report`, true if all of it holds.

        The report names what differs.  Raises NotACertificate.
        """
        return import_module("symderive.recheck").report(self.as_dict())

    @staticmethod
    def parsed(text: str | bytes | Mapping[str, Any]) -> dict[str, Any]:
        """The JSON object that a text holds; raises NotACertificate where there is none."""
        if isinstance(text, Mapping):
            return dict(text)
        if not isinstance(text, str | bytes | bytearray):
            raise NotACertificate("a certificate is a JSON object")
        try:
            data = json.loads(text, parse_constant=_refuse, object_pairs_hook=_object)
        except NotACertificate:
            raise
        except (ValueError, RecursionError) as problem:
            raise NotACertificate(f"not JSON: {problem}") from None
        if not isinstance(data, dict):
            raise NotACertificate("a certificate is a JSON object")
        return data

    def timed(self, seconds: float) -> Derivation:
        """The same derivation with the time it took."""
        return replace(self, seconds=round(seconds, 6))

    def text(self, *, ascii: bool = False) -> str:
        """For a terminal; with `ascii` nothing but ASCII is printed."""
        return self._present("text", ascii=ascii)

    def latex(self, **options: Any) -> str:
        """For a paper: needs amsmath and nothing else."""
        return self._present("latex", **options)

    def markdown(self) -> str:
        """For notebooks, chats and repositories."""
        return self._present("markdown")

    def _present(self, form: str, **options: Any) -> str:
        document: str = import_module(f"symderive.present.{form}").present(
            self.as_dict(), **options
        )
        return document

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        # No text/html: JupyterLab would prefer it and then strip the mathematics out of it.
        return {
            "text/plain": self.text(),
            "text/latex": self.latex(),
            "text/markdown": self.markdown(),
        }

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Derivation({self.problem['kind']}: {self.verdict})"


_TEXT_OR_NONE = ((str, type(None)), "text or null")
_OBJECT_OR_NONE = ((dict, type(None)), "an object or null")
_LIST = ((list,), "a list")
_FORM: dict[str, tuple[tuple[type, ...], str]] = {
    "problem": ((dict,), "an object"),
    "verdict": ((str,), "text"),
    "result": _OBJECT_OR_NONE,
    "given": _LIST,
    "added": _LIST,
    "steps": _LIST,
    "grades": ((dict,), "an object"),
    "unproved": _LIST,
    "witness": _OBJECT_OR_NONE,
    "reason": _TEXT_OR_NONE,
    "hint": _TEXT_OR_NONE,
    "rules": ((str,), "text"),
    "seconds": ((int, float), "a number"),
}


def digest(data: Mapping[str, Any]) -> str:
    """sha256 of the object but for its `seconds` and `digest`: it shows damage, not forgery.

    >>> digest({"verdict": "verified", "seconds": 1}) == digest({"verdict": "verified"})
    True
    """
    content = {k: v for k, v in data.items() if k not in ("seconds", "digest")}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _refuse(constant: str) -> Any:
    raise NotACertificate(f"{constant} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are unique: a second `verdict` must not shadow the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotACertificate("a key stands twice in one object")
    return found
