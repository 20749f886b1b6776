"""Named results of the calculus of variations."""

from symderive.catalogue.problems import Problem

PROBLEMS = (
    Problem(
        name="catenary-euler-lagrange",
        field="variation",
        says="The shape of a uniform chain of fixed length hanging in a uniform field.",
        kind="extremize",
        data={"lagrangian": "(w*y + mu)*sqrt(1 + y'^2)", "var": "x", "unknown": "y"},
        given=("w > 0", "w*y(x) + mu > 0"),
        hint={"constant": "w*a", "constants": "a b"},
        aliases=("catenary",),
        parameters={"w": "weight of a unit length", "mu": "multiplier of the length"},
    ),
    Problem(
        name="soap-film-catenoid",
        field="variation",
        says="The meridian of the minimal surface of revolution.",
        kind="extremize",
        data={"lagrangian": "y*sqrt(1 + y'^2)", "var": "x", "unknown": "y"},
        given=("y(x) > 0",),
        aliases=("catenoid",),
    ),
    Problem(
        name="beltrami-identity",
        field="variation",
        says="Without the variable in the Lagrangian, y' L_y' - L is constant along an extremal.",
        kind="check",
        data={"claim": "Derivative(y'(x)*L[0,1](y(x), y'(x)) - L(y(x), y'(x)), x) = 0"},
        given=(
            "L is C2",
            "y is C2",
            "Derivative(L[0,1](y(x), y'(x)), x) = L[1,0](y(x), y'(x))",
        ),
        aliases=("beltrami",),
    ),
)
