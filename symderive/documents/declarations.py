r"""What comments declare: `assume x > 0`, `declare u(x,t)`, `define f(x) = x^2`, `given eq:energy`.

Statements are plain text, or LaTeX where they hold a backslash.  A declaration that cannot be
understood is an error of the document, not something to guess at.

>>> from symderive.terms.latex_setting import Setting
>>> from symderive.terms.writer import write
>>> d = declared("declare u(x,t), a", Setting())
>>> d.setting.context.unknowns, sorted(d.setting.numbers)
({'u': ('x', 't')}, ['a', 't', 'x'])
>>> [write(g) for g in declared("assume 0 < x < 1", d.setting).given]
['0 < x', 'x < 1']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from symderive.terms.errors import NotRead
from symderive.terms.latex_heads import SHAPES
from symderive.terms.latex_names import safe, safe_function
from symderive.terms.latex_reader import read_latex
from symderive.terms.latex_setting import Setting, letter
from symderive.terms.latex_tokens import latex_tokens
from symderive.terms.latex_words import ACCENTS, FACES, GREEK
from symderive.terms.reader import read
from symderive.terms.tree import Term, neg, symbol
from symderive.terms.vocabulary import CONSTANTS

VERBS = ("assume", "declare", "define", "given", "by", "ignore")
_NAME = r"[A-Za-z]\w*"
_FUNCTION = re.compile(rf"({_NAME})\s*\(\s*({_NAME}(?:\s*,\s*{_NAME})*)\s*\)")
_INDEXED = re.compile(r"(\\?[A-Za-z]+)_(?:([i-nt])|\{([i-nt](?:[,\s]*[i-nt])*)\})")
_ELSE = {"lambda": "lam", "varphi": "varphi"}


class Undeclared(ValueError):
    """A declaration that is not understood; the message says what would be."""


@dataclass(frozen=True)
class Definition:
    """A function by its parameters and its body."""

    parameters: tuple[str, ...]
    body: Term


@dataclass(frozen=True)
class Declared:
    """A setting and what comes with it: givens, definitions, hypotheses by label, step by step."""

    setting: Setting
    given: tuple[Term, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    here: bool = False  # `given` without a label: this equation is a hypothesis
    by: str = ""
    ignore: bool = False


def declared(text: str, setting: Setting) -> Declared:
    """The declaration that a comment makes, against the setting so far; raises Undeclared."""
    verb, _, rest = text.strip().partition(" ")
    rest = rest.strip().rstrip(".;")
    verb = verb.rstrip(":,")
    if verb not in VERBS:
        raise Undeclared(f"'{verb}' is no declaration: " + ", ".join(VERBS))
    try:
        if verb == "assume":
            return assume(rest, setting)
        if verb == "declare":
            return _declare(rest, setting)
        if verb == "define":
            return _define(rest, setting)
    except NotRead as why:
        raise Undeclared(f"{verb} {rest}: {why}") from None
    if verb == "given":
        labels = tuple(re.findall(r"[^\s,]+", rest))
        return Declared(setting, labels=labels, here=not labels)
    if verb == "by":
        if not rest:
            raise Undeclared("by which rule?")
        return Declared(setting, by=rest.replace("-", "_"))
    return Declared(setting, ignore=True)


def statement(text: str, setting: Setting) -> Term:
    """A statement in plain text, or in LaTeX where it holds a backslash."""
    text = _greek(text.replace("$", "").strip())
    parts = _parts(text) if "\\" in text else [text]
    found = [_statement(p, setting) for p in _rejoined(parts)]
    if len(found) == 1:
        return found[0]
    return Term("And", [p for t in found for p in (t.args if t.head == "And" else (t,))])


def _statement(text: str, setting: Setting) -> Term:
    if "\\" in text or "^{" in text:
        return read_latex(text, setting)
    names = re.fullmatch(r"((?:\w+\s*,\s*)+\w+)\s*(<=|>=|!=|<|>)\s*([^<>=,]+)", text)
    if names:  # a, b > 0
        text = ", ".join(f"{n.strip()} {names[2]} {names[3]}" for n in names[1].split(","))
    return read(text, setting.context)


_PLAIN_WORDS = {r"\ge": ">=", r"\geq": ">=", r"\le": "<=", r"\leq": "<=", r"\ne": "!=", r"\neq": "!=",
                r"\lambda": "lam", r"\infty": "oo", r"\times": "x", r"\quad": " ", r"\,": " "}  # fmt: skip


def _greek(text: str) -> str:
    """Greek letters and signs of LaTeX as plain words, so that words may stand beside them."""
    words = {**_PLAIN_WORDS, **{k: v for k, v in GREEK.items() if k != r"\pi"}}
    out = re.sub(r"\\[A-Za-z]+|\\,", lambda m: words.get(m[0], m[0]) + " ", text)
    out = re.sub(r"(\w) ?_\{(\w+)\}", r"\1_\2", out)
    out = re.sub(r"\b(\w+) _(\w)", r"\1_\2", out)
    return re.sub(r"\blambda\b", "lam", out).strip() if "\\" not in out or out != text else text


def _rejoined(parts: list[str]) -> list[str]:
    """`x, y are real`, `a, b > 0`: names before a comma belong to the statement after it."""
    out: list[str] = []
    held: list[str] = []
    for part in parts:
        if re.fullmatch(r"\\?\w+", part):
            held.append(part)
        else:
            out.append(", ".join([*held, part]))
            held = []
    return [*out, *held]


def assume(text: str, setting: Setting) -> Declared:
    """Hypotheses: their names are numbers from here on, matrices where the statement says so."""
    found = statement(text, setting)
    facts = found.args if found.head == "And" else (found,)
    numbers: set[str] = set()
    vectors, matrices, complex_ = set(), set(), set()
    functions: set[str] = set()
    sizes = dict(setting.sizes)
    for fact in facts:
        if fact.head not in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "In", "Is", "Or", "Not"):
            raise Undeclared(f"assume {text}: a statement is wanted, as x > 0")
        if fact.head == "Is":
            name = str(fact.args[0].data if fact.args[0].head == "Symbol" else "")
            quality = fact.args[1]
            word = quality.args[0].data if quality.head == "Tuple" else quality.data
            if word == "vector":
                vectors.add(name)
            if word in _MATRIX or quality.head == "Tuple":
                matrices.add(name)
            elif word == "complex":
                complex_.add(name)
                numbers.add(name)
            elif word in _NUMBER:
                numbers.add(name)
            elif name not in setting.context.unknowns:
                functions.add(name)
            if quality.head == "Tuple":
                numbers |= set().union(*(a.free for a in quality.args[1:]))
                if len(quality.args) == 3 and quality.args[1] == quality.args[2]:
                    sizes[name] = quality.args[1]
        else:
            numbers |= fact.free
    context = replace(setting.context, matrices=setting.context.matrices | matrices)
    after = replace(
        setting, context=context, numbers=setting.numbers | {_bare(n) for n in numbers},
        vectors=setting.vectors | vectors, complex=setting.complex | complex_,
        functions=setting.functions | functions, sizes=sizes,
    )  # fmt: skip
    return Declared(after, tuple(facts))


_MATRIX = {"matrix", "invertible", "symmetric", "positive_definite", "positive_semidefinite",
           "orthogonal", "vector", "diagonal"}  # fmt: skip
_NUMBER = {"real", "positive", "nonnegative", "negative", "nonpositive", "nonzero", "integer",
           "natural", "rational", "even", "odd", "imaginary", "scalar"}  # fmt: skip


def _bare(name: str) -> str:
    """The letter that a paper shows for a name: `E_` stands for E."""
    return name.rstrip("_")


def _declare(text: str, setting: Setting) -> Declared:
    kind = re.match(r"(numbers?|sequences?|functions?)\s+", text)
    if kind:
        text = text[kind.end() :]
        if kind[1].startswith("number"):
            names = {_plain(part) for part in _parts(text)}
            wrong = sorted(n for n in names if not re.fullmatch(_NAME, n))
            if wrong:
                raise Undeclared(f"declare number {wrong[0]}: a name is wanted")
            return Declared(replace(setting, numbers=setting.numbers | names))
        if kind[1].startswith("sequence"):
            stems = {_plain(part.partition("_")[0]) for part in _parts(text)}
            return Declared(replace(setting, sequences=setting.sequences | stems))
    density = re.fullmatch(r"density\s+(.*?)(?:\s+on\s+\((.+),(.+)\))?", text)
    if density:
        return _density(density, setting)
    special = re.fullmatch(r"\$?(\\?[A-Za-z]+)\$?(?:_\w)?(?:\(.*\))?\s+as\s+([A-Za-z_0-9]+)", text)
    if special:
        return Declared(_special(special[1], special[2], setting))
    for part in _parts(text):
        setting = _declare_one(part, setting)
    return Declared(setting)


def _parts(text: str) -> list[str]:
    """The text split at commas outside brackets."""
    out, depth = [""], 0
    for c in text:
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(c, 0)
        if c == "," and depth == 0:
            out.append("")
        else:
            out[-1] += c
    return [p.strip().strip("$").strip() for p in out if p.strip()]


def _declare_one(part: str, setting: Setting) -> Setting:
    function = _FUNCTION.fullmatch(_plain(part))
    if function:
        name = function[1]
        variables = tuple(re.split(r"\s*,\s*", function[2]))
        if len(set(variables)) != len(variables) or name in variables:
            raise Undeclared(f"declare {part}: the variables are distinct names")
        context = replace(setting.context, unknowns={**setting.context.unknowns, name: variables})
        return replace(setting, context=context, numbers=setting.numbers - {name} | set(variables))
    indexed = _INDEXED.fullmatch(part)
    if indexed:
        stem = _plain(indexed[1])
        return replace(setting, sequences=setting.sequences | {stem})
    name = _plain(part)
    letters = [t for t in latex_tokens(part) if letter(t)]
    several = "\\" in part and "_" not in part and len(letters) > 1
    if re.fullmatch(_NAME, name) and not several:
        return replace(setting, numbers=setting.numbers | {name})
    return _glyph(part, setting)


def _plain(part: str) -> str:
    """`\\sigma_q` and `\\psi(x)` by their names in plain text."""
    toks = latex_tokens(part)
    out = []
    for t in toks:
        if t.text in ("{", "}", r"\mathrm", r"\operatorname", r"\text", r"\mathit"):
            continue
        if t.text in ACCENTS or t.text in FACES:
            return part
        out.append(letter(t) or t.text)
    joined = "".join(out)
    return _ELSE.get(joined, joined)


def _glyph(part: str, setting: Setting) -> Setting:
    """A name that a paper writes with marks: `x^*`, `x'`, `\\Delta x`."""
    texts = [t.text for t in latex_tokens(part) if t.text not in "{}"]
    words = {"*": "star", "'": "prime", "+": "plus", "-": "minus", "^": "", "_": ""}
    pieces = [words.get(t, letter(latex_tokens(t)[0]) or t) for t in texts]
    name = "_".join(p for p in pieces if p)
    if len(texts) < 2 or not re.fullmatch(r"[A-Za-z]\w*", name):
        raise Undeclared(f"declare {part}: a name, a function u(x, t), or a sequence a_n is wanted")
    return replace(setting, names={**setting.names, " ".join(texts): safe(name)},
                   numbers=setting.numbers | {safe(name)})  # fmt: skip


def _density(match: re.Match[str], setting: Setting) -> Declared:
    low, high = neg(Term("oo")), Term("oo")
    if match[2]:
        low, high = (statement(match[k], setting) for k in (2, 3))
    given: list[Term] = []
    densities = dict(setting.densities)
    for part in _parts(match[1]):
        function = _FUNCTION.fullmatch(_plain(part))
        if function is None:
            raise Undeclared(f"declare density {part}: write declare density p(x)")
        name, x = function[1], function[2]
        if name not in setting.functions:
            setting = _declare_one(part, setting)
        densities[name] = (low, high)
        given.append(
            Term("Gt", (Term("Apply", (symbol(x),), (name, (0,))), Term("Integer", (), 0)))
        )
    return Declared(replace(setting, densities=densities), ())


def _special(glyph: str, head: str, setting: Setting) -> Setting:
    """`declare J as besselj`, `declare \\gamma as EulerGamma`."""
    name = _plain(glyph)
    if head in CONSTANTS:
        return replace(setting, constants={**setting.constants, name: CONSTANTS[head]})
    shape = SHAPES.get(head)
    if shape is None or shape.letter not in (name, name.lower()):
        raise Undeclared(f"declare {glyph} as {head}: known are J as besselj, K as elliptic_k, ..")
    known = setting.heads.get(name, "").split()
    return replace(setting, heads={**setting.heads, name: " ".join([*known, head])})


def _define(text: str, setting: Setting) -> Declared:
    if text.startswith("density "):
        rest = text.removeprefix("density ")
        left = rest.partition("=")[0].strip()
        body, _, support = rest.partition(" on ")
        after = _define(body, setting)
        on = f" on {support}" if support else ""
        more = _declare(f"density {left}{on}", after.setting)
        return replace(after, setting=more.setting)
    left, found, right = text.replace(":=", "=").replace(r"\coloneqq", "=").partition("=")
    if not found:
        raise Undeclared(f"define {text}: write define f(x) = x^2")
    return definition(left.strip().strip("$").strip(), statement(right, setting), setting)


def definition(left: str, body: Term, setting: Setting) -> Declared:
    """A name or a function that stands for a term from here on; raises Undeclared."""
    plain = _plain(left)
    function = _FUNCTION.fullmatch(plain)
    if function:
        name = function[1]
        parameters = tuple(re.split(r"\s*,\s*", function[2]))
        unknowns = {n: v for n, v in setting.context.unknowns.items() if n != name}
        after = replace(
            setting, context=replace(setting.context, unknowns=unknowns),
            functions=(setting.functions | {name}) - set(parameters),
            numbers=setting.numbers - {name} | set(parameters),
        )  # fmt: skip
        return Declared(after, definitions={safe_function(name): Definition(parameters, body)})
    if re.fullmatch(_NAME, plain):
        constants = {**setting.constants, plain: body}
        return Declared(replace(setting, constants=constants))
    raise Undeclared(f"a definition of {left}: a name or a function f(x) is wanted")


def expanded(t: Term, definitions: Mapping[str, Definition]) -> Term:
    """The term with every defined function replaced by its body at its arguments."""
    from symderive.terms.substitute import substitute
    from symderive.terms.tree import BINDERS

    if not definitions or not t.functions & definitions.keys():
        return t
    args = [expanded(a, definitions) for a in t.args]
    if t.head in BINDERS:
        bound = t.args[1].data
        for name in t.args[0].functions & definitions.keys():
            d = definitions[name]
            if bound in d.body.free - set(d.parameters):
                raise Undeclared(f"{bound} is bound here, and a parameter of the defined {name}")
    if t.head != "Apply" or t.data[0] not in definitions:
        return t.rebuild(args)
    d = definitions[t.data[0]]
    if len(d.parameters) != len(args):
        raise Undeclared(f"{t.data[0]} is defined with {len(d.parameters)} arguments")
    body = expanded(d.body, {n: v for n, v in definitions.items() if n != t.data[0]})
    orders = t.data[1]
    if any(orders):
        by = [(p, n) for p, n in zip(d.parameters, orders, strict=True) if n]
        body = Term("Derivative", (body, *(symbol(p) for p, _ in by)), tuple(n for _, n in by))
    return substitute(body, dict(zip(d.parameters, args, strict=True)))
