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
)
