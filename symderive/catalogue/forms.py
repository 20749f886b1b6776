"""Named results about differential forms."""

from symderive.catalogue.problems import Problem

_SPACE = {"coords": "x,y,z", "metric": "euclidean"}

PROBLEMS = (
    Problem(
        name="exterior-d-squared-zero",
        field="forms",
        says="The exterior derivative of an exterior derivative is zero, in any degree.",
        kind="forms",
        data={"expr": "d(d(a)) = 0", "let": ["a = form(p)"], "dimension": "n"},
        aliases=("d-squared",),
    ),
    Problem(
        name="exterior-leibniz-rule",
        field="forms",
        says="d is a graded derivation of the wedge product.",
        kind="forms",
        data={
            "expr": "d(a^b) = d(a)^b + (-1)^p*a^d(b)",
            "let": ["a = form(p)", "b = form(q)"],
            "dimension": "n",
        },
        aliases=("leibniz-forms",),
    ),
    Problem(
        name="wedge-is-determinant-jacobian",
        field="forms",
        says="df ^ dg ^ dh is the determinant of the derivatives times the volume form.",
        kind="forms",
        data={
            "expr": "d(f)^d(g)^d(h) = (f_x*(g_y*h_z - g_z*h_y) - f_y*(g_x*h_z - g_z*h_x)"
            " + f_z*(g_x*h_y - g_y*h_x))*dx^dy^dz",
            "coords": "x,y,z",
        },
        given=("f is function", "g is function", "h is function"),
        aliases=("jacobian-forms",),
    ),
    Problem(
        name="green-theorem-as-exterior-derivative",
        field="forms",
        says="The integrand of Green's theorem is an exterior derivative.",
        kind="forms",
        data={"expr": "d(P*dx + Q*dy) = (Q_x - P_y)*dx^dy", "coords": "x,y"},
        given=("P is function", "Q is function"),
        aliases=("green",),
    ),
    Problem(
        name="stokes-theorem-3d-from-forms",
        field="forms",
        says="The exterior derivative of a 1-form in space has the components of the curl.",
        kind="forms",
        data={
            "expr": "d(A*dx + B*dy + C*dz)"
            " = (C_y - B_z)*dy^dz + (A_z - C_x)*dz^dx + (B_x - A_y)*dx^dy",
            "coords": "x,y,z",
        },
        given=("A is function", "B is function", "C is function"),
        aliases=("stokes",),
    ),
    Problem(
        name="gauss-divergence-from-forms",
        field="forms",
        says="The exterior derivative of a 2-form in space is the divergence times the volume.",
        kind="forms",
        data={
            "expr": "d(A*dy^dz + B*dz^dx + C*dx^dy) = (A_x + B_y + C_z)*dx^dy^dz",
            "coords": "x,y,z",
        },
        given=("A is function", "B is function", "C is function"),
        aliases=("gauss-divergence",),
    ),
    Problem(
        name="kepler-second-law-forms",
        field="forms",
        says="x dy - y dx is r^2 dtheta: twice the area swept by the position.",
        kind="forms",
        data={
            "expr": "pull(K, x*dy - y*dx) = r^2*dth",
            "coords": "r,th",
            "chart": ["T: x,y"],
            "let": ["K = map(T; x = r*cos(th), y = r*sin(th))"],
        },
        aliases=("kepler-second-law",),
    ),
    Problem(
        name="cartan-structure-equations-curvature",
        field="forms",
        says="Connection and curvature of an orthogonal coframe on a surface.",
        kind="forms",
        data={
            "expr": "curvature",
            "coords": "u,v",
            "coframe": "e(u,v)*du; g(u,v)*dv",
            "signature": "1,1",
        },
        given=("e is function", "g is function"),
        aliases=("cartan", "curvature-moving-frames"),
    ),
    Problem(
        name="poincare-lemma-homotopy",
        field="forms",
        says="The homotopy operator inverts d on a star-shaped domain: d h + h d = 1.",
        kind="forms",
        data={
            "expr": "d(hom(a)) + hom(d(a)) = a",
            "coords": "x,y,z",
            "let": ["a = (x^2*y + z)*dy^dz + x*y*z*dz^dx + (y^3 - x*z^2)*dx^dy"],
        },
        aliases=("poincare-lemma",),
    ),
    Problem(
        name="vector-identities-via-forms",
        field="forms",
        says="The divergence of a cross product, by the Leibniz rule for two 1-forms.",
        kind="forms",
        data={
            "expr": "star(d(a^b)) = inner(star(d(a)), b) - inner(a, star(d(b)))",
            "let": ["a = form(1)", "b = form(1)"],
            **_SPACE,
        },
        aliases=("div-cross",),
    ),
    Problem(
        name="laplacian-orthogonal-coordinates",
        field="forms",
        says="The Laplacian of a function in orthogonal coordinates.",
        kind="forms",
        data={
            "expr": "lap(f)",
            "coords": "r,th,ph",
            "metric": "1,r^2,r^2*sin(th)^2",
        },
        given=("f is function", "r > 0"),
        aliases=("laplacian-spherical",),
    ),
)
