"""Named results on divergences of laws."""

from symderive.catalogue.problems import Problem

_NORMAL = "exp(-(x - m)^2/(2*s^2) - log(2*pi*s^2)/2)"
_KL = "Integral(exp(u(x))*(u(x) - v(x)), (x, a, b))"
_MASSES = "Integral(exp(u(x)), (x, a, b)) - Integral(exp(v(x)), (x, a, b))"
_STEIN = "g({0})*exp(-({0} - m)^2/(2*s^2))"
_DENSITIES = ("a < b", "u, v are C0")

PROBLEMS = (
    Problem(
        name="kl-normal-1d",
        field="divergences",
        says="The Kullback-Leibler divergence of two normal laws on the line.",
        kind="divergence",
        data={"kind": "kl", "p": "Normal(mu1, sigma1)", "q": "Normal(mu2, sigma2)"},
    ),
    Problem(
        name="renyi-divergence-gaussian-1d",
        field="divergences",
        says="The Renyi divergence of two normal laws, with the orders at which it is finite.",
        kind="divergence",
        data={
            "kind": "renyi",
            "p": "Normal(d, sigma1)",
            "q": "Normal(0, sigma2)",
            "order": "alpha",
        },
        aliases=("renyi-gaussian", "renyi-normal"),
    ),
    Problem(
        name="bhattacharyya-gaussian-1d",
        field="divergences",
        says="The Bhattacharyya distance of two normal laws on the line.",
        kind="divergence",
        data={"kind": "bhattacharyya", "p": "Normal(mu1, sigma1)", "q": "Normal(mu2, sigma2)"},
        aliases=("bhattacharyya-normal",),
    ),
    Problem(
        name="wasserstein2-gaussian-1d",
        field="divergences",
        says="The squared Wasserstein distance of two normal laws on the line.",
        kind="divergence",
        data={"kind": "w2sq", "p": "Normal(mu1, sigma1)", "q": "Normal(mu2, sigma2)"},
        aliases=("wasserstein-normal",),
    ),
    Problem(
        name="kl-gamma",
        field="divergences",
        says="The Kullback-Leibler divergence of two gamma laws, by their exponential family.",
        kind="divergence",
        data={"kind": "kl", "p": "Gamma(a1, b1)", "q": "Gamma(a2, b2)"},
    ),
    Problem(
        name="kl-cauchy",
        field="divergences",
        says="The divergence of two Cauchy laws is symmetric: a Poisson integral.",
        kind="divergence",
        data={"kind": "kl", "p": "Cauchy(x1, g1)", "q": "Cauchy(x2, g2)"},
    ),
    Problem(
        name="entropy-exponential",
        field="divergences",
        says="The differential entropy of the exponential law.",
        kind="divergence",
        data={"kind": "entropy", "p": "Exponential(lam)"},
    ),
    Problem(
        name="gibbs-inequality",
        field="divergences",
        says="The divergence of two positive densities p = exp(u) and q = exp(v) on an interval is not"
        " below the difference of their masses: of probabilities, it is not negative.",
        kind="check",
        data={"claim": f"{_KL} >= {_MASSES}"},
        given=_DENSITIES,
        aliases=("gibbs",),
    ),
    Problem(
        name="gibbs-inequality-discrete",
        field="divergences",
        says="The same for weights on finitely many integers.",
        kind="check",
        data={
            "claim": "Sum(exp(u(k))*(u(k) - v(k)), (k, 1, N))"
            " >= Sum(exp(u(k)), (k, 1, N)) - Sum(exp(v(k)), (k, 1, N))"
        },
        given=("N is integer", "N >= 1"),
    ),
    Problem(
        name="gibbs-equality",
        field="divergences",
        says="Where two densities p = exp(u) and q = exp(v) differ, the integrand p log(p/q) - p + q of"
        " Gibbs' inequality is positive: equality holds for equal densities alone.",
        kind="check",
        data={"claim": "exp(u)*(u - v) - exp(u) + exp(v) > 0"},
        given=("u != v",),
    ),
    Problem(
        name="jeffreys-nonnegative",
        field="divergences",
        says="The integral of (p - q)(log p - log q) is not negative.",
        kind="check",
        data={"claim": "Integral((exp(u(x)) - exp(v(x)))*(u(x) - v(x)), (x, a, b)) >= 0"},
        given=_DENSITIES,
    ),
    Problem(
        name="gaussian-maximum-entropy",
        field="divergences",
        says="The entropy of a positive density exp(u) on an interval is at most log(2 pi s^2)/2 times"
        " its mass, its second moment about m over 2 s^2, and the mass of the normal law there less"
        " its own: of mass 1 and second moment s^2, at most log(2 pi e s^2)/2.",
        kind="check",
        data={
            "claim": "-Integral(exp(u(x))*u(x), (x, a, b))"
            " <= log(2*pi*s^2)/2*Integral(exp(u(x)), (x, a, b))"
            " + Integral((x - m)^2*exp(u(x)), (x, a, b))/(2*s^2)"
            f" + Integral({_NORMAL}, (x, a, b)) - Integral(exp(u(x)), (x, a, b))"
        },
        given=("a < b", "s > 0", "u is C0"),
        aliases=("maximum-entropy",),
    ),
    Problem(
        name="mle-equals-min-kl",
        field="divergences",
        says="Of two models exp(v) and exp(w) of the law exp(u), the one with the smaller divergence has"
        " the larger mean log likelihood, by the same amount.",
        kind="check",
        data={
            "claim": f"{_KL} - Integral(exp(u(x))*(u(x) - w(x)), (x, a, b))"
            " = Integral(exp(u(x))*w(x), (x, a, b)) - Integral(exp(u(x))*v(x), (x, a, b))"
        },
        given=("a < b", "u, v, w are C0"),
        aliases=("maximum-likelihood",),
    ),
    Problem(
        name="stein-identity-gaussian",
        field="divergences",
        says="E[(x - m) g(x)] = s^2 E[g'(x)] for a normal law: on every interval, with the boundary"
        " terms that vanish at infinity.",
        kind="check",
        data={
            "claim": f"Integral((x - m)*{_STEIN.format('x')}, (x, a, b))"
            " = s^2*Integral(g'(x)*exp(-(x - m)^2/(2*s^2)), (x, a, b))"
            f" - s^2*({_STEIN.format('b')} - {_STEIN.format('a')})"
        },
        given=("a < b", "s > 0", "g is C1"),
        aliases=("stein-identity",),
    ),
    Problem(
        name="renyi-to-kl-normal-1d",
        field="divergences",
        says="The Renyi divergence of two normal laws tends to their divergence of Kullback and Leibler"
        " at order 1.",
        kind="check",
        data={
            "claim": "Limit(a*d^2/(2*(a*t^2 + (1 - a)*s^2)) + log((a*t^2 + (1 - a)*s^2)"
            "/(s^(2*(1 - a))*t^(2*a)))/(2*(1 - a)), a, 1) = (s^2 + d^2)/(2*t^2) + log(t/s) - 1/2"
        },
        given=("s > 0", "t > 0"),
    ),
    Problem(
        name="tsallis-to-kl-exponential",
        field="divergences",
        says="The Tsallis divergence of two exponential laws tends to the Kullback-Leibler one at order 1.",
        kind="check",
        data={
            "claim": "Limit((l^a*m^(1 - a)/(a*l + (1 - a)*m) - 1)/(a - 1), a, 1)"
            " = log(l/m) + m/l - 1"
        },
        given=("l > 0", "m > 0"),
    ),
    Problem(
        name="kl-normal-nonnegative-1d",
        field="divergences",
        says="The divergence of two normal laws on the line is positive where the means differ.",
        kind="check",
        data={"claim": "log(s2/s1) + (s1^2 + (m1 - m2)^2)/(2*s2^2) - 1/2 > 0"},
        given=("s1 > 0", "s2 > 0", "m1 != m2"),
    ),
    Problem(
        name="ddpm-posterior",
        field="divergences",
        says="The law of z given its noisy successor x and the start y, in a diffusion with normal steps:"
        " the exponents add up to one quadratic in z.",
        kind="check",
        data={
            "claim": "(x - sqrt(1 - B)*z)^2/B + (z - sqrt(A)*y)^2/(1 - A)"
            " = (z - (sqrt(1 - B)*(1 - A)*x + sqrt(A)*B*y)/(1 - A*(1 - B)))^2"
            "/((1 - A)*B/(1 - A*(1 - B))) + (x - sqrt(A*(1 - B))*y)^2/(1 - A*(1 - B))"
        },
        given=("0 < A", "A < 1", "0 < B", "B < 1"),
    ),
)
