"""Named results on divergences of laws."""

from symderive.catalogue.problems import Problem

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
)
