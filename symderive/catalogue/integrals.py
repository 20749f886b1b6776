"""Named results on definite integrals."""

from symderive.catalogue.problems import Problem

PROBLEMS = (
    Problem(
        name="gaussian-fourier",
        field="integrals",
        says="The Fourier transform of a Gaussian is a Gaussian.",
        kind="integrate",
        data={"expr": "exp(-a*x^2)*cos(b*x)", "var": "x", "from": "-oo", "to": "oo"},
        given=("a > 0",),
        hint={"route": "closing"},
        parameters={"a": "inverse width", "b": "frequency"},
    ),
    Problem(
        name="dirichlet-integral",
        field="integrals",
        says="The conditionally convergent integral of sin(b*x)/x, through a damping factor.",
        kind="integrate",
        data={"expr": "sin(b*x)/x", "var": "x", "from": "0", "to": "oo"},
        given=("b > 0",),
        hint={"route": "damped"},
        aliases=("dirichlet",),
        parameters={"b": "frequency"},
    ),
    Problem(
        name="laplace-cosine-fully-dominated",
        field="integrals",
        says="Laplace's cosine integral, every exchange with a majorant.",
        kind="integrate",
        data={"expr": "cos(a*x)/(1 + x^2)", "var": "x", "from": "-oo", "to": "oo"},
        given=("a >= 0",),
        hint={"route": "twice_integrated"},
        aliases=("laplace-cosine",),
    ),
)
