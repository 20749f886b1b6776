"""Named results on first-order partial differential equations."""

from symderive.catalogue.problems import Problem

_INTEGRAL = (
    "a(x,y,u)*{0}[1,0,0](x,y,u) + b(x,y,u)*{0}[0,1,0](x,y,u) + c(x,y,u)*{0}[0,0,1](x,y,u) = 0"
)
_HEIGHTS = "Integral(uL, (x, A, X(t))) + Integral(uR, (x, X(t), B))"

PROBLEMS = (
    Problem(
        name="characteristics-quasilinear-general",
        field="characteristics",
        says="Every solution of a quasilinear equation is a relation between two first integrals.",
        kind="pde",
        data={"equation": "a(x,y,u)*u_x + b(x,y,u)*u_y = c(x,y,u)", "vars": "x,y", "unknown": "u"},
        given=(_INTEGRAL.format("f"), _INTEGRAL.format("g")),
        aliases=("quasilinear", "lagrange-general-solution"),
    ),
    Problem(
        name="characteristics-fully-nonlinear",
        field="characteristics",
        says="The equations of the characteristic strips, along which the equation is conserved.",
        kind="pde",
        data={"equation": "F(x,y,u,u_x,u_y) = 0", "vars": "x,y", "unknown": "u", "strip": True},
        aliases=("characteristic-strips", "lagrange-charpit"),
    ),
    Problem(
        name="rankine-hugoniot-burgers",
        field="characteristics",
        says="Burgers' shock: the integral form holds across x = X(t) where X' is the mean of the "
        "heights; the triangular wave and its mass.",
        kind="check",
        data={"claim": f"Derivative({_HEIGHTS}, t) - (uL^2/2 - uR^2/2)"
              " = (uL - uR)*(X'(t) - (uL + uR)/2)"
              " and (uL^2/2 - uR^2/2)/(uL - uR) = (uL + uR)/2"
              " and uL > (uL + uR)/2 and (uL + uR)/2 > uR"
              " and Derivative(x/(1 + t), t) + x/(1 + t)*Derivative(x/(1 + t), x) = 0"
              " and Derivative(sqrt(1 + t), t) = (sqrt(1 + t)/(1 + t) + 0)/2"
              " and Integral(x/(1 + t), (x, 0, sqrt(1 + t))) = 1/2"},
        given=("X is C1", "uL > uR", "t > 0"),
        aliases=("rankine-hugoniot", "burgers-shock"),
    ),
    Problem(
        name="characteristics-reaction-transport",
        field="characteristics",
        says="Transport with a growing speed and a quadratic reaction: blow-up along characteristics.",
        kind="pde",
        data={"equation": "u_t + x*u_x = u^2", "vars": "x,t", "unknown": "u",
              "data": ("u(x,0) = f(x)",)},
        aliases=("reaction-transport",),
        parameters={"f": "initial values, an expression in x"},
    ),
    Problem(
        name="inviscid-burgers",
        field="characteristics",
        says="Burgers' equation without viscosity: implicit solution, and the time at which it breaks.",
        kind="pde",
        data={"equation": "u_t + u*u_x = 0", "vars": "x,t", "unknown": "u",
              "data": ("u(x,0) = f(x)",)},
        aliases=("burgers",),
        parameters={"f": "initial values, an expression in x; the breaking time needs them"},
    ),
    Problem(
        name="nonlinear-example-pq-equals-u",
        field="characteristics",
        says="The product of the slopes is the value: characteristic strips through a parabola.",
        kind="pde",
        data={"equation": "u_x*u_y = u", "vars": "x,y", "unknown": "u", "data": ("u(0,y) = y^2",)},
        aliases=("pq-equals-u",),
    ),
    Problem(
        name="eikonal-distance-function",
        field="characteristics",
        says="Slope one and zero on a circle: the distance from it, up to sign.",
        kind="pde",
        data={"equation": "u_x^2 + u_y^2 = 1", "vars": "x,y", "unknown": "u",
              "data": ("u(R*cos(s),R*sin(s)) = 0",)},
        given=("R > 0",),
        aliases=("eikonal",),
        parameters={"R": "radius of the circle"},
    ),
    Problem(
        name="clairaut-pde-and-envelope",
        field="characteristics",
        says="Clairaut's equation: planes are a complete integral, their envelope the singular one.",
        kind="pde",
        data={"equation": "u = x*u_x + y*u_y + u_x*u_y", "vars": "x,y", "unknown": "u",
              "complete_integral": True},
        aliases=("clairaut-pde",),
    ),
    Problem(
        name="euler-homogeneous-pde",
        field="characteristics",
        says="Homogeneous functions of degree k are the solutions of Euler's equation.",
        kind="pde",
        data={"equation": "x*u_x + y*u_y = k*u", "vars": "x,y", "unknown": "u"},
        given=("x > 0", "y > 0"),
        aliases=("euler-homogeneous",),
        parameters={"k": "degree"},
    ),
    Problem(
        name="master-equation-generating-function",
        field="characteristics",
        says="The generating function of the linear birth process from one individual.",
        kind="pde",
        data={"equation": "G_t = lam*z*(z - 1)*G_z", "vars": "z,t", "unknown": "G",
              "data": ("G(z,0) = z",)},
        given=("lam > 0",),
        aliases=("birth-process",),
        parameters={"lam": "rate of births"},
    ),
    Problem(
        name="hamilton-jacobi-free-and-oscillator",
        field="characteristics",
        says="Hamilton and Jacobi's equation of an oscillator, from plane data: strips are its orbits.",
        kind="pde",
        data={"equation": "S_t + S_x^2/(2*m) + m*w^2*x^2/2 = 0", "vars": "x,t", "unknown": "S",
              "data": ("S(x,0) = p*x",)},
        aliases=("hamilton-jacobi-oscillator",),
        parameters={"m": "mass", "w": "frequency", "p": "momentum at time zero"},
    ),
    Problem(
        name="hamilton-jacobi-free",
        field="characteristics",
        says="Free motion from a quadratic phase: the action of the straight rays.",
        kind="pde",
        data={"equation": "S_t + S_x^2/(2*m) = 0", "vars": "x,t", "unknown": "S",
              "data": ("S(x,0) = k*x^2/2",)},
        parameters={"m": "mass", "k": "curvature of the phase at time zero"},
    ),
    Problem(
        name="kepler-hamilton-jacobi",
        field="characteristics",
        says="Radial Hamilton and Jacobi's equation in the field of a centre: separation.",
        kind="pde",
        data={"equation": "S_r^2 + S_phi^2/r^2 = 2*k/r + E0", "vars": "r,phi", "unknown": "S",
              "complete_integral": True},
        parameters={"k": "strength of the field", "E0": "twice the energy"},
    ),
    Problem(
        name="transport-duhamel",
        field="characteristics",
        says="Transport with a source: Duhamel's integral along the characteristics.",
        kind="pde",
        data={"equation": "u_t + c*u_x = h(x,t)", "vars": "x,t", "unknown": "u",
              "data": ("u(x,0) = f(x)",)},
        aliases=("duhamel-transport",),
        parameters={"c": "speed"},
    ),
    Problem(
        name="burgers-ramp",
        field="characteristics",
        says="Burgers' equation with a falling ramp: all its characteristics meet at one time.",
        kind="pde",
        data={"equation": "u_t + u*u_x = 0", "vars": "x,t", "unknown": "u",
              "data": ("u(x,0) = Piecewise((1, x < 0), (1 - x/a, x < a), (0, true))",)},
        parameters={"a": "width of the ramp"},
    ),
    Problem(
        name="complete-integral-charpit",
        field="characteristics",
        says="Slopes of a given length n: planes are a complete integral.",
        kind="pde",
        data={"equation": "u_x^2 + u_y^2 = n^2", "vars": "x,y", "unknown": "u",
              "complete_integral": True},
        given=("n > 0",),
        aliases=("eikonal-complete",),
        parameters={"n": "length of the gradient"},
    ),
)  # fmt: skip
