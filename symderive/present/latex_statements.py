r"""Relations, chains, statements of givens, cases, matrices and differential forms in LaTeX."""

from __future__ import annotations

import re
from itertools import pairwise

from ..terms.tree import Term
from .latex_pieces import (
    ATOM,
    BIG,
    CALL,
    LOGIC,
    MUL,
    RELATION,
    SCRIPT,
    Piece,
    Printer,
    Row,
    paren,
    spaced,
)  # fmt: skip
from .latex_symbols import escape_text

RELATIONS: dict[str, str] = {
    "Eq": "=", "Ne": r"\neq", "Lt": "<", "Le": r"\le", "Gt": ">", "Ge": r"\ge",
}  # fmt: skip


def relation(p: Printer, t: Term) -> Piece:
    a, b = (p.above(x, RELATION) for x in t.args)
    return Piece(f"{a.tex} {RELATIONS[t.head]} {b.tex}", RELATION, a.tall or b.tall)


def chain_of(t: Term) -> tuple[list[Term], list[str]] | None:
    """Members and relation heads of a relation or of a conjunction `a < b and b < c`, else None."""
    links = t.args if t.head == "And" else (t,)
    if not links or any(link.head not in RELATIONS for link in links):
        return None
    for left, right in pairwise(links):
        if left.args[1] != right.args[0] or "Ne" in (left.head, right.head):
            return None
    return [links[0].args[0], *(link.args[1] for link in links)], [link.head for link in links]


def _joint(p: Printer, t: Term) -> Piece | None:
    """`a and b are positive`: the same thing said of several names."""
    subjects = [a.args[0] for a in t.args if a.head == "Is"]
    if len(subjects) != len(t.args) or len({a.args[1] for a in t.args}) != 1 or len(subjects) < 2:
        return None
    names = [p.above(s, RELATION).tex for s in subjects]
    tail = _quality(p, t.args[0].args[1], many=True)
    return Piece(
        _run_on(rf"{', '.join(names[:-1])}\text{{ and }}{names[-1]}\text{{ are }}{tail}"), LOGIC
    )


def conjunction(p: Printer, t: Term) -> Piece:
    joint = _joint(p, t)
    if joint is not None:
        return joint
    chain = chain_of(t) if len(t.args) > 1 else None
    if chain:
        members, heads = chain
        tex = p.above(members[0], RELATION).tex
        for head, member in zip(heads, members[1:], strict=True):
            tex += f" {RELATIONS[head]} {p.above(member, RELATION).tex}"
        return Piece(tex, RELATION)
    return Piece(_run_on(r"\text{ and }".join(p.above(a, LOGIC).tex for a in t.args)), LOGIC)


def disjunction(p: Printer, t: Term) -> Piece:
    return Piece(r"\text{ or }".join(p.above(a, LOGIC).tex for a in t.args), LOGIC)


def negation(p: Printer, t: Term) -> Piece:
    return Piece(r"\text{not }" + paren(p(t.args[0])).tex, LOGIC)


def membership(p: Printer, t: Term) -> Piece:
    a, b = (p.above(x, RELATION) for x in t.args)
    return Piece(rf"{a.tex} \in {b.tex}", RELATION, a.tall or b.tall)


def interval(p: Printer, t: Term) -> Piece:
    ends = p.listed(t.args, ",")
    left, right = t.data or "()"
    if ends.tall:
        return Piece(rf"\left{left}{ends.tex}\right{right}", ATOM, True)
    return Piece(f"{left}{ends.tex}{right}", ATOM)


_NOUNS = {
    "matrix": "matrices", "vector": "vectors", "integer": "integers", "function": "functions",
}  # fmt: skip


def _quality(p: Printer, quality: Term, many: bool) -> str:
    """What is said after `is` or `are`: words in text mode, `C2` and sizes as mathematics."""
    sizes: tuple[Term, ...] = ()
    if quality.head == "Tuple":
        quality, *rest = quality.args
        sizes = tuple(rest)
    if quality.head != "Symbol":
        return p.tex(quality)
    word = str(quality.data)
    if word[0] == "C" and word[1:].isdigit():
        return f"C^{{{word[1:]}}}"
    noun = word if word in _NOUNS else "matrix" if sizes else ""
    adjective = "" if noun == word else escape_text(word.replace("_", " "))
    if not noun:
        return rf"\text{{{adjective}}}"
    size = _times(p, sizes)
    first = adjective or ("" if size else noun)
    article = "" if many else "an " if first[:1] in tuple("aeiou") else "a "
    noun = _NOUNS[noun] if many else noun
    if not size:
        return rf"\text{{{article}{adjective}{' ' if adjective else ''}{noun}}}"
    front = f"{article}{adjective}{' ' if adjective else ''}"
    joint = "-" if len(sizes) == 1 else " "
    return (rf"\text{{{front}}}" if front else "") + rf"{size}\text{{{joint}{noun}}}"


def _run_on(tex: str) -> str:
    r"""Neighbouring `\text` groups as one."""
    return re.sub(r"(\\text\{[^{}]*)\}\\text\{", r"\1", tex)


def _times(p: Printer, sizes: tuple[Term, ...]) -> str:
    texts = [p.above(size, MUL).tex for size in sizes]
    return texts[0] + "".join(rf"\times {t}" for t in texts[1:]) if texts else ""


def statement(p: Printer, t: Term) -> Piece:
    subject, quality = t.args
    name = p.name(subject.data[0]) if subject.head == "Apply" else p.above(subject, RELATION).tex
    return Piece(_run_on(rf"{name}\text{{ is }}{_quality(p, quality, many=False)}"), RELATION)


def cases(p: Printer, t: Term) -> Piece:
    q = p.fresh()
    rows = []
    for value, when in zip(t.args[::2], t.args[1::2], strict=True):
        words = r"\text{otherwise}" if when.head == "true" else rf"\text{{if }} {q.tex(when)}"
        rows.append(f"{q.tex(value)} & {words}")
    inside = r" \\ ".join(rows)
    return Piece(rf"\begin{{cases}} {inside} \end{{cases}}", BIG, True)


def tuple_(p: Printer, t: Term) -> Piece:
    return paren(p.listed(t.args))


# --- matrices ------------------------------------------------------------------------------------


def matrix(p: Printer, t: Term) -> Piece:
    rows, columns = t.data
    q = p.fresh()
    entries = [q.tex(a) for a in t.args]
    inside = r" \\ ".join(" & ".join(entries[r * columns : (r + 1) * columns]) for r in range(rows))
    if columns > 10:  # pmatrix stops at MaxMatrixCols
        inside = rf"\begin{{array}}{{{'c' * columns}}} {inside} \end{{array}}"
        return Piece(rf"\left({inside}\right)", ATOM, True)
    return Piece(rf"\begin{{pmatrix}} {inside} \end{{pmatrix}}", ATOM, True)


def entry(p: Printer, t: Term) -> Piece:
    array, *places = t.args
    base = p.above(array, SCRIPT)
    inside = ",".join(p.script().tex(a) for a in places)
    if "_" in base.tex:
        return Piece(f"{paren(base).tex}_{{{inside}}}", ATOM, base.tall)
    return Piece(f"{base.tex}_{{{inside}}}", ATOM, base.tall)


def _raised(mark: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        piece = p.above(t.args[0], SCRIPT)
        return Piece(f"{piece.tex}^{{{mark}}}", SCRIPT, piece.tall)

    return row


def _prefix(sign: str, upright: bool = False) -> Row:
    """An operator before its argument; a sum or product gets brackets."""

    def row(p: Printer, t: Term) -> Piece:
        piece = p.above(t.args[-1], MUL)
        name = p.operator(sign) if upright else sign
        if upright and p.style.markdown:
            name += r"\,"
        tex = (
            f"{name} {piece.tex}" if upright and piece.tex[0].isalnum() else spaced(name, piece.tex)
        )
        return Piece(tex, CALL, piece.tall)

    return row


def inverse(p: Printer, t: Term) -> Piece:
    """A^{-1}; of a transpose A^{-T}, of a root A^{-1/2}."""
    (a,) = t.args
    marks = {"transpose": r"-\top", "sqrtm": "-1/2"}
    return _raised(marks[a.head])(p, a) if a.head in marks else _raised("-1")(p, t)


def _named(name: str) -> Row:
    """A named function of its arguments, always in brackets."""

    def row(p: Printer, t: Term) -> Piece:
        inside = p.listed(t.args, ", ")
        return Piece(name + paren(inside).tex, ATOM, inside.tall)

    return row


def diagonal(p: Printer, t: Term) -> Piece:
    return Piece(p.operator("diag") + paren(p(t.args[0])).tex, ATOM)


def trace(p: Printer, t: Term) -> Piece:
    piece = p(t.args[0])
    if piece.level == ATOM and t.args[0].head == "Symbol":
        gap = r"\," if p.style.markdown else " "
        return Piece(p.operator("tr") + gap + piece.tex, CALL)
    return Piece(p.operator("tr") + paren(piece).tex, ATOM, piece.tall)


def determinant(p: Printer, t: Term) -> Piece:
    piece = p(t.args[0])
    if t.args[0].head in ("Symbol", "Matrix"):
        return Piece(spaced(r"\det", piece.tex), CALL, piece.tall)
    return Piece(r"\det" + paren(piece).tex, ATOM, piece.tall)


def identity(p: Printer, t: Term) -> Piece:
    return Piece(f"I_{{{p.script().tex(t.args[0])}}}", ATOM)


def zero_matrix(p: Printer, t: Term) -> Piece:
    rows, columns = (p.script().tex(a) for a in t.args)
    return Piece(rf"0_{{{rows}\times {columns}}}", ATOM)


# --- forms ---------------------------------------------------------------------------------------


def wedge(p: Printer, t: Term) -> Piece:
    pieces = [p.above(a, MUL) for a in t.args]
    tex = pieces[0].tex
    for piece in pieces[1:]:
        tex = spaced(tex + r"\wedge", piece.tex)
    return Piece(tex, MUL, any(x.tall for x in pieces))


def _along(sign: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        field, form = t.args
        piece = p.above(form, MUL)
        tex = f"{sign}_{{{p.script().tex(field)}}}"
        return Piece(
            f"{tex} {piece.tex}" if piece.tex[0].isalnum() else tex + piece.tex, CALL, piece.tall
        )

    return row


def pullback(p: Printer, t: Term) -> Piece:
    mapping, form = t.args
    piece, base = p.above(form, CALL), p.above(mapping, SCRIPT)
    tex = f"{base.tex}^{{*}}"
    return Piece(
        f"{tex} {piece.tex}" if piece.tex[0].isalnum() else tex + piece.tex, CALL, piece.tall
    )


def _pair(left: str, right: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        inside = p.listed(t.args, ", ")
        return Piece(spaced(rf"\left{left}", inside.tex) + rf"\right{right}", ATOM, inside.tall)

    return row


ROWS: dict[str, Row] = {
    **dict.fromkeys(RELATIONS, relation),
    "And": conjunction, "Or": disjunction, "Not": negation, "In": membership,
    "Interval": interval, "Is": statement, "Piecewise": cases, "Tuple": tuple_,
    "Matrix": matrix, "Index": entry, "transpose": _raised(r"\top"), "inverse": inverse,
    "det": determinant, "trace": trace, "Identity": identity, "ZeroMatrix": zero_matrix,
    "sqrtm": _raised("1/2"), "diag": diagonal, "MultivariateNormal": _named(r"\mathcal{N}"),
    "W2sq": _named("W_2^2"),
    "Wedge": wedge, "ext_d": _prefix(r"\mathrm{d}"), "star": _prefix(r"\star"),
    "delta": _prefix(r"\delta"), "LB": _prefix(r"(\mathrm{d}\delta+\delta\mathrm{d})"),
    "flat": _raised(r"\flat"), "sharp": _raised(r"\sharp"),
    "grad": _prefix("grad", upright=True), "div_": _prefix("div", upright=True),
    "curl": _prefix("curl", upright=True), "lap": _prefix(r"\Delta"),
    "hom": _prefix(r"\mathrm{h}\,"), "potential": _prefix("pot", upright=True),
    "iprod": _along(r"\iota"), "lie": _along(r"\mathcal{L}"), "pull": pullback,
    "bracket": _pair("[", "]"), "inner": _pair(r"\langle", r"\rangle"),
}  # fmt: skip
