"""Named results of the calculus of variations."""

from symderive.catalogue.problems import Problem


def _extremal(
    name: str, says: str, lagrangian: str, var: str = "x", unknown: str = "y",
    given: tuple[str, ...] = (), aliases: tuple[str, ...] = (),
    parameters: dict[str, str] | None = None, **more: tuple[str, ...] | str,
) -> Problem:  # fmt: skip
    data = {"lagrangian": lagrangian, "var": var, "unknown": unknown, **more}
    return Problem(name, "variation", says, "extremize", data, given, aliases=aliases,
                   parameters=parameters or {})  # fmt: skip


def _claim(
    name: str, says: str, claim: str, given: tuple[str, ...] = (), aliases: tuple[str, ...] = ()
) -> Problem:
    return Problem(name, "variation", says, "check", {"claim": claim}, given, aliases=aliases)


_FIRST = "y(x) + s*h(x), y'(x) + s*h'(x)"
_JETS = "x, y(x), y'(x)"

PROBLEMS = (
    _claim(
        "first-variation",
        "The functional of y + s h is differentiated under the integral sign.",
        f"Derivative(Integral(L(x, {_FIRST}), (x, a, b)), s) = "
        f"Integral(L[0,1,0](x, {_FIRST})*h(x) + L[0,0,1](x, {_FIRST})*h'(x), (x, a, b))",
        given=("L is C2", "y is C2", "h is C2", "a < b"),
    ),
    _claim(
        "boundary-terms-of-the-variation",
        "The variation of the slope is integrated by parts: boundary terms appear.",
        f"Integral(L[0,0,1]({_JETS})*h'(x), (x, a, b)) = "
        "L[0,0,1](b, y(b), y'(b))*h(b) - L[0,0,1](a, y(a), y'(a))*h(a) - "
        f"Integral(Derivative(L[0,0,1]({_JETS}), x)*h(x), (x, a, b))",
        given=("L is C2", "y is C2", "h is C2", "a < b"),
        aliases=("natural-boundary-conditions",),
    ),
    _claim(
        "euler-lagrange-equation",
        "The variation is the Euler-Lagrange expression times h, and a total derivative.",
        f"Subs(Derivative(L(x, {_FIRST}), s), s, 0) = "
        f"(L[0,1,0]({_JETS}) - Derivative(L[0,0,1]({_JETS}), x))*h(x) + "
        f"Derivative(L[0,0,1]({_JETS})*h(x), x)",
        given=("L is C2", "y is C2", "h is C1"),
        aliases=("euler-lagrange",),
    ),
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
    _claim(
        "catenary-asymmetric-given-length",
        "Length and difference of heights determine the scale of a catenary through two points.",
        "(a*(sinh((q - b)/a) - sinh((p - b)/a)))^2 - (a*(cosh((q - b)/a) - cosh((p - b)/a)))^2 = "
        "(2*a*sinh((q - p)/(2*a)))^2",
        given=("a > 0", "p < q"),
    ),
    _extremal(
        "chain-of-given-length",
        "A chain of length 3 between supports at distance 2: the scale is a root, enclosed.",
        "y*sqrt(1 + y'^2)",
        at=("y(-1) = 0", "y(1) = 0"),
        integral=("sqrt(1 + y'^2) = 3",),
        interval="-1,1",
    ),
    _extremal(
        "catenary-point-mass-gravity",
        "A chain in the potential -k/r: the multiplier of its length is lam.",
        "(lam - k/r)*sqrt(r^2 + r'^2)",
        "q",
        "r",
        given=("r(q) > 0",),
    ),
    _extremal(
        "troposkein-skipping-rope",
        "A fast rotating rope without gravity is an elliptic sine.",
        "(mu - y^2)*sqrt(1 + y'^2)",
        given=("mu - y(x)^2 > 0",),
        aliases=("skipping-rope",),
    ),
    _claim(
        "rotating-rope-with-gravity",
        "Small deflections of a rotating rope that hangs: Bessel's function of order 0.",
        "Derivative(g*(l - s)*Derivative(besselj(0, 2*omega*sqrt((l - s)/g)), s), s) + "
        "omega^2*besselj(0, 2*omega*sqrt((l - s)/g)) = 0",
        given=("g > 0", "omega > 0", "s < l"),
        aliases=("hanging-rope",),
    ),
    Problem(
        name="soap-film-catenoid",
        field="variation",
        says="The meridian of the minimal surface of revolution.",
        kind="extremize",
        data={"lagrangian": "y*sqrt(1 + y'^2)", "var": "x", "unknown": "y"},
        given=("y(x) > 0",),
        hint={"constant": "a"},
        aliases=("catenoid",),
    ),
    _extremal(
        "soap-film-between-rings",
        "Between rings of radius 2 at distance 2: the wide catenoid, a weak minimum of the area.",
        "y*sqrt(1 + y'^2)",
        at=("y(-1) = 2", "y(1) = 2"),
        given=("y(x) > 0",),
        aliases=("minimal-surface-of-revolution",),
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
    _extremal(
        "euclidean-oscillator-path",
        "The path of least Euclidean action of the oscillator between two points.",
        "q'^2/2 + omega^2*q^2/2",
        "s",
        "q",
        given=("t > 0",),
        at=("q(0) = a", "q(t) = b"),
        parameters={"a": "start", "b": "end"},
    ),
    _claim(
        "mehler-kernel-quadratic-action",
        "The kernel of the quadratic action solves the heat equation with the oscillator's potential.",
        "Derivative({K}, t) = k/2*Derivative({K}, x, x) - w^2*x^2/(2*k)*{K}".replace(
            "{K}",
            "(sqrt(w/(2*pi*k*sinh(w*t)))*exp(-w/(2*k*sinh(w*t))*((x^2 + a^2)*cosh(w*t) - 2*a*x)))",
        ),
        given=("w > 0", "k > 0", "t > 0"),
        aliases=("mehler-kernel",),
    ),
    _extremal(
        "suspension-bridge-parabola",
        "A cable under a load that is uniform in the horizontal is a parabola.",
        "H*y'^2/2 + q*y",
        at=("y(-l/2) = q*l^2/(8*H)", "y(l/2) = q*l^2/(8*H)"),
        aliases=("suspension-bridge",),
        parameters={"H": "horizontal tension", "q": "load"},
    ),
    _extremal(
        "equal-strength-catenary",
        "The cable whose cross-section is proportional to its tension.",
        "exp(-y/c)*sqrt(1 + y'^2)",
    ),
    _extremal(
        "elastic-catenary",
        "A cable that obeys Hooke's law, by its unstretched length s from the lowest point.",
        "K*(sqrt(x'^2 + y'^2) - 1)^2/2 + w*y",
        "s",
        "x,y",
        at=("x(0) = 0", "y(0) = 0", "y'(0) = 0"),
        parameters={"K": "axial stiffness", "w": "weight of a unit of unstretched length"},
    ),
    _extremal(
        "brachistochrone-cycloid",
        "The curve of fastest descent from rest, y downwards, is a cycloid.",
        "sqrt((1 + y'^2)/(2*g*y))",
        given=("y(x) > 0",),
        aliases=("brachistochrone",),
    ),
    _extremal(
        "geodesics-of-the-plane",
        "Straight lines are shortest between two points.",
        "sqrt(1 + y'^2)",
        at=("y(0) = 0", "y(1) = h"),
        parameters={"h": "height of the end"},
    ),
    _extremal(
        "geodesics-of-the-cylinder",
        "On a cylinder of radius a geodesics are helices.",
        "sqrt(a^2 + z'^2)",
        "q",
        "z",
        at=("z(0) = 0", "z(pi) = h"),
        parameters={"a": "radius", "h": "rise"},
    ),
    _extremal(
        "geodesics-of-the-sphere",
        "On the sphere, by longitude p and colatitude t, geodesics are great circles.",
        "sqrt(t'^2 + sin(t)^2)",
        "p",
        "t",
        given=("0 < t(p)", "t(p) < pi"),
        aliases=("great-circles", "geodesics-classical"),
    ),
    _extremal(
        "geodesics-of-the-cone",
        "On a cone geodesics are straight lines of the unrolled surface.",
        "sqrt(r'^2 + k^2*r^2)",
        "q",
        "r",
        given=("r(q) > 0",),
    ),
    _extremal(
        "geodesics-of-the-half-plane",
        "In Poincare's half-plane geodesics are half-circles about points of the axis.",
        "sqrt(1 + y'^2)/y",
        given=("y(x) > 0",),
        aliases=("poincare-half-plane",),
    ),
    _extremal(
        "dido-isoperimetric",
        "The largest area between a chord and a curve of given length: an arc of a circle.",
        "y",
        at=("y(0) = 0", "y(1) = 0"),
        integral=("sqrt(1 + y'^2) = 6/5",),
        interval="0,1",
        aliases=("dido",),
    ),
    _extremal(
        "fermat-ray-stratified-medium",
        "Rays where the index is sqrt(y) are parabolas.",
        "sqrt(y)*sqrt(1 + y'^2)",
        given=("y(x) > 0",),
        aliases=("fermat-ray",),
    ),
    _extremal(
        "pendulum",
        "The motion of a pendulum in Jacobi's elliptic functions.",
        "l^2*q'^2/2 + g*l*cos(q)",
        "t",
        "q",
    ),
    _extremal(
        "clamped-beam",
        "The shape of a clamped beam under a uniform load, of least energy.",
        "e*y''^2/2 - q*y",
        at=("y(0) = 0", "y(l) = 0", "y'(0) = 0", "y'(l) = 0"),
        parameters={"e": "bending stiffness", "q": "load", "l": "length"},
    ),
)
