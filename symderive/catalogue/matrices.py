"""Named results on matrices of symbolic size, normal laws in dimension n, and gradients with them."""

from symderive.catalogue.problems import Problem

_TWO = {"p": "MultivariateNormal(mu1, Sigma1)", "q": "MultivariateNormal(mu2, Sigma2)"}
_LAW = "(2*pi)^(-n/2)*det(S)^(-1/2)*exp(-quad(inverse(S), x{})/2)"
_CENTRED = _LAW.format("")
_WHITE = "U*inverse(sqrtm(diag(lam)))"
_JOINT = "Matrix([[A, B], [transpose(B), C]])"
_BLOCKS = (
    f"{_JOINT} is positive definite (n + m) x (n + m)",
    "A is n x n matrix", "B is n x m matrix", "C is m x m matrix",
)  # fmt: skip
_MOVED = "M - c*transpose(m) - m*transpose(c) + c*transpose(c)"
_BLEND = "(a*T + (1 - a)*S)"
_KL = "(tr(inverse(T)*S) - n + log(det(T)/det(S)) + quad(inverse(T), m - w))/2"
_LOG_AFFINITY = (
    f"-a*(1 - a)/2*quad(inverse{_BLEND}, m - w)"
    f" + ((1 - a)*log(det(S)) + a*log(det(T)) - log(det{_BLEND}))/2"
)
_BHATTACHARYYA = "quad(inverse((S + T)/2), m - w)/8 + log(det((S + T)/2)/sqrt(det(S)*det(T)))/2"
_LAWS = ("S, T are positive definite n x n", "m, w are n vectors")
_SCHUR = "(A - B*inverse(C)*transpose(B))"

PROBLEMS = (
    Problem(
        name="kl-multivariate-normal",
        field="matrices",
        says="The Kullback-Leibler divergence of two normal laws in dimension n.",
        kind="divergence",
        data={"kind": "kl", **_TWO},
        aliases=("kl-normal",),
    ),
    Problem(
        name="bhattacharyya-multivariate-normal",
        field="matrices",
        says="The Bhattacharyya distance of two normal laws in dimension n.",
        kind="divergence",
        data={"kind": "bhattacharyya", **_TWO},
        aliases=("bhattacharyya-normal",),
    ),
    Problem(
        name="wasserstein2-multivariate-normal",
        field="matrices",
        says="The squared Wasserstein distance of two normal laws, by the optimal linear map.",
        kind="divergence",
        data={"kind": "w2sq", **_TWO},
        aliases=("bures", "w2-normal"),
    ),
    Problem(
        name="renyi-multivariate-normal",
        field="matrices",
        says="The Renyi divergence of two normal laws, of an order between 0 and 1.",
        kind="divergence",
        data={"kind": "renyi", **_TWO, "order": "alpha"},
        given=("0 < alpha", "alpha < 1"),
    ),
    Problem(
        name="entropy-multivariate-normal",
        field="matrices",
        says="The differential entropy of a normal law in dimension n.",
        kind="divergence",
        data={"kind": "entropy", "p": "MultivariateNormal(mu, Sigma)"},
    ),
    Problem(
        name="vae-kl-diagonal-to-standard-normal",
        field="matrices",
        says="The regulariser of a variational autoencoder: a diagonal normal law from the standard one.",
        kind="divergence",
        data={
            "kind": "kl",
            "p": "MultivariateNormal(mu, diag(s)^2)",
            "q": "MultivariateNormal(0, eye(n))",
        },
        aliases=("vae-kl",),
    ),
    Problem(
        name="whitening-transform",
        field="matrices",
        says="W = U lam^(-1/2) makes the covariance U lam U^T the identity, and W W^T is its inverse.",
        kind="check",
        data={
            "claim": f"transpose({_WHITE})*(U*diag(lam)*transpose(U))*({_WHITE}) = eye(n)"
            f" and ({_WHITE})*transpose({_WHITE}) = inverse(U*diag(lam)*transpose(U))"
        },
        given=("U is orthogonal n x n", "lam is positive n vector"),
        aliases=("whitening",),
    ),
    Problem(
        name="gaussian-conditional-schur",
        field="matrices",
        says="The exponent and the determinant of a joint normal law split into those of the law of y"
        " and of x given y, with the Schur complement as covariance.",
        kind="check",
        data={
            "claim": f"transpose(Matrix([[x], [y]]))*inverse({_JOINT})*Matrix([[x], [y]])"
            f" = quad(inverse(C), y) + quad(inverse({_SCHUR}), x - B*inverse(C)*y)"
            f" and log(det({_JOINT})) = log(det(C)) + log(det({_SCHUR}))"
        },
        given=(*_BLOCKS, "x is n vector", "y is m vector"),
        aliases=("schur",),
    ),
    Problem(
        name="product-of-gaussians",
        field="matrices",
        says="Two quadratics add up to one about the precision-weighted mean, and a remainder.",
        kind="check",
        data={
            "claim": "quad(inverse(S), x - m1) + quad(inverse(T), x - m2)"
            " = quad(inverse(S) + inverse(T), x - inverse(inverse(S) + inverse(T))"
            "*(inverse(S)*m1 + inverse(T)*m2)) + quad(inverse(S + T), m1 - m2)"
        },
        given=("S, T are positive definite n x n", "m1, m2, x are n vectors"),
    ),
    Problem(
        name="isserlis-wick",
        field="matrices",
        says="The mean of a product of four linear forms of a centred normal law is a sum over pairings.",
        kind="check",
        data={
            "claim": f"VolumeIntegral({_CENTRED}*(transpose(a)*x)*(transpose(b)*x)*(transpose(c)*x)"
            "*(transpose(d)*x), x, n) = (transpose(a)*S*b)*(transpose(c)*S*d)"
            " + (transpose(a)*S*c)*(transpose(b)*S*d) + (transpose(a)*S*d)*(transpose(b)*S*c)"
        },
        given=("S is positive definite n x n", "a is n vector", "b, c, d are n vectors"),
        aliases=("isserlis", "wick"),
    ),
    Problem(
        name="woodbury",
        field="matrices",
        says="The inverse of a matrix after a change of low rank.",
        kind="check",
        data={
            "claim": "inverse(A + U*C*V)"
            " = inverse(A) - inverse(A)*U*inverse(inverse(C) + V*inverse(A)*U)*V*inverse(A)"
        },
        given=(
            "A is invertible n x n",
            "C is invertible k x k",
            "U is n x k matrix",
            "V is k x n matrix",
        ),
    ),
    Problem(
        name="matrix-determinant-lemma",
        field="matrices",
        says="The determinant of a matrix after a change of low rank.",
        kind="check",
        data={"claim": "det(A + U*C*V) = det(inverse(C) + V*inverse(A)*U)*det(C)*det(A)"},
        given=(
            "A is invertible n x n",
            "C is invertible k x k",
            "U is n x k matrix",
            "V is k x n matrix",
        ),
    ),
    Problem(
        name="log-det-differential",
        field="matrices",
        says="Jacobi's formula: the derivative of log det along a line.",
        kind="check",
        data={"claim": "Derivative(log(det(S + t*T)), t) = tr(inverse(S + t*T)*T)"},
        given=("S, T are positive definite n x n", "t > 0"),
        aliases=("jacobi-formula",),
    ),
    Problem(
        name="smooth-accuracy-and-f1",
        field="matrices",
        says="The gradient of the smooth F1 score 2 sum y p/(sum y + sum p) in one probability.",
        kind="check",
        data={
            "claim": "Derivative(2*(y*p + a)/(y + p + b), p)"
            " = (2*y*(y + p + b) - 2*(y*p + a))/(y + p + b)^2"
        },
        given=("b > 0", "p > 0", "y > 0"),
    ),
    Problem(
        name="weissi-regulariser-invariance",
        field="matrices",
        says="The sum of log norms does not see scales of product 1; the gradient of log |W| is W/|W|^2.",
        kind="check",
        data={"claim": "log(norm2(g*w)) + log(norm2(v/g)) = log(norm2(w)) + log(norm2(v))"},
        given=("w is n vector", "v is n vector", "g > 0", "norm2(w) > 0", "norm2(v) > 0"),
    ),
    Problem(
        name="multi-task-loss-weightings",
        field="matrices",
        says="L/(2 s^2) + log s is stationary at s^2 = L, with value (1 + log L)/2.",
        kind="check",
        data={
            "claim": "L/(2*sqrt(L)^2) + log(sqrt(L)) = (1 + log(L))/2"
            " and -L/sqrt(L)^3 + 1/sqrt(L) = 0"
        },
        given=("L > 0",),
    ),
    Problem(
        name="exponentiated-gradient-mirror-descent",
        field="matrices",
        says="theta exp(-eta g) is stationary for the linear model with the entropic distance.",
        kind="check",
        data={"claim": "g + log(theta*exp(-eta*g)/theta)/eta = 0"},
        given=("theta > 0", "eta > 0"),
    ),
    Problem(
        name="hypergradient-learning-rate",
        field="matrices",
        says="The derivative of the loss after a step by its step size.",
        kind="check",
        data={"claim": "Derivative(f(theta - eta*g), eta) = -g*f'(theta - eta*g)"},
        given=("f is C2",),
    ),
    Problem(
        name="sinusoidal-position-rotation",
        field="matrices",
        says="Sinusoidal positions are rotated by a shift, so that inner products depend on differences.",
        kind="check",
        data={
            "claim": "Matrix([[sin((p + k)*w)], [cos((p + k)*w)]])"
            " = Matrix([[cos(k*w), sin(k*w)], [-sin(k*w), cos(k*w)]])*Matrix([[sin(p*w)], [cos(p*w)]])"
            " and sin(p*w)*sin(q*w) + cos(p*w)*cos(q*w) = cos((p - q)*w)"
        },
    ),
    Problem(
        name="kl-multivariate-normal-nonnegative",
        field="matrices",
        says="The divergence of two normal laws in dimension n is not negative: the eigenvalues t of"
        " T^-1 S are positive, and log t <= t - 1.",
        kind="check",
        data={"claim": f"{_KL} >= 0"},
        given=_LAWS,
    ),
    Problem(
        name="bhattacharyya-multivariate-normal-nonnegative",
        field="matrices",
        says="The Bhattacharyya distance of two normal laws is not negative: log det is concave.",
        kind="check",
        data={"claim": f"{_BHATTACHARYYA} >= 0"},
        given=_LAWS,
        aliases=("log-det-concave",),
    ),
    Problem(
        name="renyi-to-kl-multivariate-normal",
        field="matrices",
        says="The logarithm of the integral of p^a q^(1 - a) vanishes at a = 1, and its slope there,"
        " the limit of the Renyi divergence, is the Kullback-Leibler divergence.",
        kind="check",
        data={"claim": f"Subs(Derivative({_LOG_AFFINITY}, a), a, 1) = {_KL}"},
        given=_LAWS,
    ),
    Problem(
        name="renyi-half-is-twice-bhattacharyya",
        field="matrices",
        says="The Renyi divergence of order 1/2 of two normal laws is twice their Bhattacharyya distance.",
        kind="check",
        data={
            "claim": "(-quad(inverse(T/2 + S/2), m - w)/8 + (log(det(S))/2 + log(det(T))/2"
            f" - log(det(T/2 + S/2)))/2)/(1/2 - 1) = 2*({_BHATTACHARYYA})"
        },
        given=_LAWS,
    ),
    Problem(
        name="bn-centering-minimises-second-moment",
        field="matrices",
        says="Of any law with mean m and second moment M, the second moment about c is the covariance"
        " and (m - c)(m - c)^T: centring makes it least in the Loewner order and in trace.",
        kind="check",
        data={
            "claim": f"{_MOVED} = (M - m*transpose(m)) + (m - c)*transpose(m - c)"
            f" and quad({_MOVED}, v) >= quad(M - m*transpose(m), v)"
            f" and tr({_MOVED}) = tr(M - m*transpose(m)) + norm2(m - c) and norm2(m - c) >= 0"
        },
        given=("M is symmetric n x n", "m, c, v are n vectors"),
        aliases=("batch-normalisation-centering",),
    ),
    Problem(
        name="second-moment-of-normal-law",
        field="matrices",
        says="The second moment of a normal law about any point is the covariance and a rank one term.",
        kind="check",
        data={
            "claim": f"VolumeIntegral({_LAW.format(' - m')}*((x - c)*transpose(x - c)), x, n)"
            " = S + (m - c)*transpose(m - c)"
        },
        given=("S is positive definite n x n", "m, c are n vectors"),
    ),
    Problem(
        name="gaussian-maximum-likelihood",
        field="matrices",
        says="The gradient of the log likelihood of N observations with scatter A by the covariance;"
        " it vanishes at S = A/N.",
        kind="check",
        data={
            "claim": "Derivative(-N/2*log(det(S)) - tr(inverse(S)*A)/2, S)"
            " = -N/2*inverse(S) + inverse(S)*A*inverse(S)/2"
        },
        given=("S is positive definite n x n", "A is symmetric n x n"),
    ),
    Problem(
        name="least-squares-normal-equations",
        field="matrices",
        says="The gradient of a squared residual with a ridge; the normal equations say that it vanishes.",
        kind="check",
        data={
            "claim": "Derivative(norm2(y - X*w) + lam*norm2(w), w)"
            " = 2*(transpose(X)*X + lam*eye(d))*w - 2*transpose(X)*y"
        },
        given=("X is N x d matrix", "w is d vector", "y is N vector", "lam > 0"),
        aliases=("ridge-regression",),
    ),
    Problem(
        name="sgd-path-kernel-identity",
        field="matrices",
        says="Along any path of two parameters the change of f is the integral of alpha K, K the"
        " product of the gradients of f and g, and of a defect that vanishes on the gradient flow"
        " a' = alpha g_a, b' = alpha g_b.",
        kind="check",
        data={
            "claim": "f(a(T), b(T)) - f(a(0), b(0))"
            " - Integral(alpha(t)*(f[1,0](a(t), b(t))*g[1,0](a(t), b(t))"
            " + f[0,1](a(t), b(t))*g[0,1](a(t), b(t))), (t, 0, T))"
            " = Integral(f[1,0](a(t), b(t))*(a'(t) - alpha(t)*g[1,0](a(t), b(t)))"
            " + f[0,1](a(t), b(t))*(b'(t) - alpha(t)*g[0,1](a(t), b(t))), (t, 0, T))"
        },
        given=("T > 0", "f, g are C2", "a, b are C1", "alpha is C0"),
        aliases=("path-kernel",),
    ),
    Problem(
        name="gaussian-marginal",
        field="matrices",
        says="The joint normal density integrated over y is the normal density of x, with its block of"
        " the covariance.",
        kind="check",
        data={
            "claim": f"VolumeIntegral(exp(-quad(inverse({_JOINT}), Matrix([[x], [y]]))/2), y, m)"
            " = (2*pi)^(m/2)*sqrt(det(C - transpose(B)*inverse(A)*B))*exp(-quad(inverse(A), x)/2)"
        },
        given=(*_BLOCKS, "x is n vector"),
    ),
    Problem(
        name="gaussian-overlap",
        field="matrices",
        says="The integral of the product of two normal densities is a normal density of the means.",
        kind="check",
        data={
            "claim": f"VolumeIntegral({_LAW.format(' - m')}"
            "*(2*pi)^(-n/2)*det(T)^(-1/2)*exp(-quad(inverse(T), x - w)/2), x, n)"
            " = (2*pi)^(-n/2)*det(S + T)^(-1/2)*exp(-quad(inverse(S + T), m - w)/2)"
        },
        given=_LAWS,
    ),
    Problem(
        name="gaussian-characteristic-function",
        field="matrices",
        says="The mean of exp(i t^T x) under a normal law.",
        kind="check",
        data={
            "claim": f"VolumeIntegral({_LAW.format(' - m')}*exp(I*transpose(t)*x), x, n)"
            " = exp(I*transpose(t)*m - quad(S, t)/2)"
        },
        given=("S is positive definite n x n", "m, t are n vectors"),
    ),
)
