r"""The words of formulas in papers: which letter, function, relation or operator a macro is.

Tables only.  What is in none of them is `not read`; what has several meanings in papers (`\psi(x)`,
`J_0(x)`, `W(x)`) is not here and has to be declared.

>>> GREEK[r"\lambda"], ELEMENTARY[r"\arctan"], RELATIONS[r"\le"]
('lam', 'atan', 'Le')
"""

from __future__ import annotations

_GREEK = """alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau
    upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    varepsilon vartheta varphi varrho varsigma varpi ell hbar""".split()
GREEK: dict[str, str] = {"\\" + name: name for name in _GREEK} | {r"\lambda": "lam"}

ACCENTS = {
    r"\hat": "hat", r"\widehat": "hat", r"\bar": "bar", r"\tilde": "tilde",
    r"\widetilde": "tilde", r"\vec": "vec",
}  # fmt: skip
DOTS = {r"\dot": 1, r"\ddot": 2, r"\dddot": 3}
FACES = {r"\mathcal": "cal", r"\mathscr": "scr", r"\mathfrak": "frak"}

# Functions that stand bare before their argument.  `\sin 2x` is sin(2x): see `bare product` in
# docs/papers.md for which products are taken.
ELEMENTARY: dict[str, str] = {
    **{"\\" + n: n for n in "sin cos tan cot sec csc sinh cosh tanh coth exp arg".split()},
    r"\ln": "log", r"\log": "log", r"\arcsin": "asin", r"\arccos": "acos", r"\arctan": "atan",
    r"\Re": "re", r"\Im": "im",
}  # fmt: skip
ANGLES = frozenset("sin cos tan cot sec csc sinh cosh tanh coth sech csch".split())
# Upright names, by \operatorname or \mathrm.
OPERATORS: dict[str, str] = {
    **{n: n for n in "sin cos tan cot sec csc sinh cosh tanh coth sech csch exp log arg".split()},
    "ln": "log", "arccot": "acot", "arcsec": "asec", "arccsc": "acsc", "arcsin": "asin",
    "arccos": "acos", "arctan": "atan", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh",
    "arcoth": "acoth", "arsech": "asech", "arcsch": "acsch", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "Re": "re", "Im": "im", "sgn": "sign", "sign": "sign", "sinc": "sinc",
    "erf": "erf", "erfc": "erfc", "erfi": "erfi", "Si": "Si", "Ci": "Ci", "Shi": "Shi",
    "Chi": "Chi", "Ei": "Ei", "li": "li", "Ai": "airyai", "Bi": "airybi", "atan2": "atan2",
    "sn": "jacobi_sn", "cn": "jacobi_cn", "dn": "jacobi_dn", "am": "jacobi_am",
    "tr": "trace", "Tr": "trace", "trace": "trace", "det": "det",
}  # fmt: skip
# `Li_s(z)`: a subscript is the first argument.
INDEXED_OPERATORS = {"Li": "polylog"}
MATRIX_FUNCTIONS = frozenset(("trace", "det"))
# Letters that mean a function of the table where they are applied and not declared otherwise.
SPECIAL = {r"\Gamma": "gamma", r"\zeta": "zeta"}

RELATIONS = {
    "=": "Eq", r"\ne": "Ne", "<": "Lt", r"\lt": "Lt", r"\le": "Le", ">": "Gt", r"\gt": "Gt",
    r"\ge": "Ge",
}  # fmt: skip
DEFINES = frozenset((r"\coloneqq", r"\equiv"))
# Relations that are no exact statements about numbers.
VAGUE = frozenset(
    r"""\approx \sim \simeq \cong \propto \asymp \lesssim \gtrsim \ll \gg \doteq \to \mapsto
    \gets \leftarrow \longmapsto \hookrightarrow \xrightarrow \xlongequal \succeq \preceq \succ
    \prec \subset \subseteq \supset \perp \mid \models""".split()
)
IMPLIES = {r"\implies": "implies", r"\iff": "iff", r"\therefore": "implies"}
MEMBERS = {r"\mathbb": {"R": "real", "C": "complex", "N": "natural", "Z": "integer"}}

OPEN = {"(": ")", "[": "]", r"\{": r"\}"}
SKIPPED_ARGUMENT = frozenset((r"\label", r"\tag", r"\phantom", r"\hphantom", r"\vphantom"))
WRAPPERS = frozenset((r"\boxed", r"\fbox", r"\mathstrut", r"\mathop", r"\mathopen", r"\mathord"))

# Which letters may be the coefficient in a bare product (`\sin\omega t`), and which its last factor.
COEFFICIENTS = frozenset("a b c k l m n p q omega lam kappa nu Omega pi".split())
VARIABLES = frozenset("x y z t s r u v w theta vartheta phi varphi tau pi xi".split())
# Letters that name functions by custom: before a bracket they are never taken as a factor unless
# they are declared numbers or the bracket mentions them.
FUNCTION_LETTERS = frozenset(
    """f g h y u v w p q x z r s F G H E I J K L P Q S T U V W Z B theta
    phi varphi psi Phi Psi Gamma zeta eta chi rho Pi""".split()
)


def bare_product(names: list[str | None]) -> bool:
    r"""Whether `\sin` takes the whole product that follows it: coefficients, then one variable.

    `None` stands for a number; the printer puts brackets where this says no.

    >>> bare_product([None, "x"]), bare_product(["omega", "t"]), bare_product(["x", "y"])
    (True, True, False)
    """
    *first, last = [n if n is None else n.split("_")[0] for n in names]
    if first == [None] and last is not None:
        return True
    if last is None or last not in VARIABLES or None in first[1:]:
        return False
    letters = [n for n in first if n is not None]
    return len(letters) <= 2 and all(n in COEFFICIENTS for n in letters)
