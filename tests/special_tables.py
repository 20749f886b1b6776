"""Tables of `test_special`: terms on trial, true identities, lies; `givens | text` in each row."""

# givens | terms that are converted together, so that the relations between them are made
TRIALS = """
z is complex | gamma(z + 2); gamma(z); gamma(3 - z); gamma(z + 1/2); gamma(2*z - 1)
z is complex | gamma(z); gamma(z + 1/3); gamma(z - 1/3); gamma(3*z + 1); 1/gamma(z + 4)
x > 0 | gamma(x)*gamma(1 - x); beta(x, 2); beta(x, 1 - x); factorial(x); log(gamma(x + 2))
z is complex, w is complex | beta(z, w); beta(z + 1, w - 1); gamma(z + w)*gamma(1 - z - w)
a > 0, b > 0 | beta(a, b); beta(a + 1, b - a); RisingFactorial(a, b); FallingFactorial(a, b)
 | gamma(1/3); gamma(2/3); gamma(1/6); gamma(5/6); gamma(7/4); gamma(-9/4); gamma(3/8); gamma(5/12)
 | gamma(3/10); gamma(1/10); gamma(7/16); gamma(-5/2); factorial(7); factorial2(9); factorial2(-3)
n is natural, k is natural | binomial(n, k); binomial(n + 2, k - 1); binomial(n, n - 2); \
binomial(2*n, n)
n is natural | factorial2(2*n + 1); factorial2(2*n); factorial(2*n); gamma(n + 1/2)
n is odd, n > 0 | factorial2(n); factorial2(n + 1); factorial2(n + 2)
z is complex | binomial(z, 3); RisingFactorial(z, 4); RisingFactorial(z, -2); FallingFactorial(z, 3)
z is complex | loggamma(z); loggamma(z + 3); exp(loggamma(z + 1))
x > 0 | loggamma(x + 1); loggamma(x + 1/2); loggamma(2*x + 2); loggamma(x)
x < 0 | loggamma(x); loggamma(x + 2); loggamma(1 - x)
 | loggamma(2/3); loggamma(7/2); loggamma(5/6); loggamma(6)
z is complex | digamma(z); digamma(3 - z); digamma(z + 1/2); digamma(2*z - 1); harmonic(z)
z is complex | trigamma(z + 2); trigamma(-z); polygamma(1, z + 3/2); polygamma(1, 2*z)
z is complex | polygamma(2, z); polygamma(2, 1 - z); polygamma(2, z + 1/2); polygamma(2, 2*z + 1)
x < 0 | polygamma(2, x); polygamma(1, x); polygamma(4, x + 1)
x > 0 | polygamma(3, x); polygamma(3, 2 - x); polygamma(4, x); polygamma(4, x + 2)
 | digamma(1/3); digamma(5/6); digamma(-7/4); trigamma(3/4); polygamma(2, 3/2); polygamma(3, 1/3)
 | polygamma(5, 7/6); harmonic(9); harmonic(5/2); polygamma(2, -1/3); digamma(5/12); trigamma(4)
z is complex | zeta(z); zeta(1 - z); gamma(1 - z); dirichlet_eta(z + 2)
s > 1 | zeta(s); zeta(s, 3); zeta(s, 7/2); dirichlet_eta(s); zeta(s - 1/2)
s > 1, x > 0 | zeta(s, x); zeta(s, x + 2); zeta(3, x); zeta(2, 2*x); zeta(-3, x); zeta(0, x)
 | zeta(2); zeta(10); zeta(-7); zeta(0); zeta(-4); zeta(3); dirichlet_eta(1); dirichlet_eta(-3)
0 < x, x < 1 | polylog(2, x); polylog(2, 1 - x); polylog(2, -x); polylog(2, x^2)
x < 0 | polylog(2, x); polylog(2, 1/x); polylog(2, x/(x - 1)); polylog(3, x); polylog(4, x)
z is complex | polylog(1, z); polylog(0, z); polylog(-1, z); polylog(-4, z); polylog(3, z)
-1 < x, x < 1 | polylog(3, x); polylog(3, -x); polylog(3, x^2); polylog(5/2, x)
 | polylog(2, 1/2); polylog(3, 1/2); polylog(2, -1); polylog(3, 1); polylog(4, -1); polylog(2, 1/3)
n is integer | fibonacci(n); fibonacci(n + 3); fibonacci(n - 2)
 | fibonacci(30); fibonacci(-8); bernoulli(1); bernoulli(12); bernoulli(9)
z is complex | erf(z); erfc(-z); erfi(z); erf(I*z); erfi(2*I*z); erfc(I*z)
x is real | erf(x); erfc(2*x); Si(x); Si(-3*x); Shi(x); fresnels(-x); fresnelc(x); fresnels(I*x)
x > 0 | Ei(x); Ei(-x); Shi(x); Chi(x); Ci(x); Ci(-x); Chi(-x); li(x); Shi(I*x)
z is complex | Si(z); Shi(I*z); Si(I*z); fresnelc(I*z); Ei(z); Ci(z)
z is complex | airyai(z); airybi(z); airyaiprime(z); airybiprime(z)
 | airyai(0); airybi(0); airyaiprime(0); airybiprime(0); airyai(-1)
z is complex | uppergamma(3, z); uppergamma(-2, z); uppergamma(5/2, z); uppergamma(-1/2, z)
z is complex | lowergamma(2, z); lowergamma(1/3, z); uppergamma(7/3, z); lowergamma(3/2, z)
a > 0, x > 0 | uppergamma(a, x); lowergamma(a + 2, x); uppergamma(a + 1, x); lowergamma(a, x)
x > 0 | expint(1, x); expint(3, x); expint(-1, x); expint(1/2, x); uppergamma(0, x); \
uppergamma(-2, x)
x < 0 | uppergamma(0, x); uppergamma(2, x); expint(0, x)
n is natural, x > 0 | expint(n, x); expint(n + 1, x); expint(n + 2, x)
n is real, x > 0 | besselj(n, x); besselj(n + 2, x); bessely(n, x); bessely(n + 1, x); \
hankel1(n - 1, x)
n is real, x > 0 | besseli(n, x); besseli(n + 2, x); besselk(n, x); besselk(n + 1, x); \
besselk(2 - n, x)
n is integer, x is real | besselj(-n, x); besselj(n + 2, x); besseli(-n, -x); besselj(1 - n, x)
n is integer, x > 0 | bessely(-n, x); besselk(-n, x); besseli(-n, x); hankel2(n, x)
z is complex | besselj(3, z); besselj(-2, z); besselj(1, -z); besseli(2, I*z); besselj(2, I*z)
z is complex | besselj(1/2, z); besselj(-3/2, z); besselj(7/2, z); besseli(-5/2, z); besseli(3/2, z)
z is complex | bessely(1/2, z); bessely(-3/2, z); bessely(5/2, z); besselk(5/2, z); besselk(-1/2, z)
x > 0 | jn(0, x); jn(3, x); jn(-2, x); yn(0, x); yn(2, x); yn(-3, x); hankel1(2, x)
n is real, x > 0 | jn(n, x); jn(n + 2, x); yn(n - 1, x); yn(n + 1, x)
 | besselj(0, 0); besselj(3, 0); besseli(0, 0); besselj(1, 2)
0 < m, m < 1 | elliptic_k(m); elliptic_e(m); elliptic_k(1 - m); elliptic_e(1 - m)
m < 1 | elliptic_k(m); elliptic_e(m); elliptic_f(pi/2, m); elliptic_e(3*pi/2, m)
 | elliptic_k(1/2); elliptic_e(1/2); elliptic_k(-1); elliptic_e(-1); elliptic_k(1/3); elliptic_e(1)
0 < m, m < 1, 0 < x, x < 1 | elliptic_f(-x, m); elliptic_e(-x, m); elliptic_e(x, 0); \
elliptic_f(x, 0)
0 < m, m < 1 | elliptic_pi(0, m); elliptic_f(x/9, m)
m is real, u is real | jacobi_sn(-u, m); jacobi_cn(-u, m); jacobi_dn(u, m); jacobi_dn(2*u, m)
m < 1, u is real | jacobi_dn(u, m); jacobi_cn(u, m)
m > 1, u is real | jacobi_dn(u, m); jacobi_sn(3*u, m)
u is real | jacobi_sn(u, 0); jacobi_cn(u, 1); jacobi_dn(-u, 1); jacobi_sn(u, 1); jacobi_dn(u, 0)
0 < m, m < 1 | sin(jacobi_am(u, m)); cos(3*jacobi_am(u, m)); jacobi_am(-u, m)
x > 0 | LambertW(x); exp(LambertW(x)/2); log(LambertW(x)); LambertW(x*exp(x)); exp(-LambertW(x))
x > -1 | LambertW(x*exp(x)); LambertW(3*x*exp(3*x))
x > 1 | LambertW(x*log(x)); LambertW(log(x)/x)
 | LambertW(E); LambertW(-exp(-1)); LambertW(-log(2)/2); LambertW(2*log(2)); LambertW(-1/5)
x is real | legendre(5, x); legendre(-3, x); hermite(6, x); laguerre(5, x); chebyshevt(7, x)
x is real | chebyshevu(6, x); chebyshevu(-4, x); chebyshevt(-3, x); gegenbauer(4, x, x/2)
x is real, a > 0 | assoc_laguerre(4, a, x); gegenbauer(3, a, x)
-1 < x, x < 1 | assoc_legendre(4, 1, x); assoc_legendre(3, 3, x); assoc_legendre(5, 2, x)
n is natural, n > 1, -1 < x, x < 1 | legendre(n - 1, x); legendre(n, x); legendre(n + 2, x)
n is natural, n > 1 | hermite(n - 1, x); hermite(n + 2, x); chebyshevt(n, x); chebyshevt(n + 1, x)
n is natural, n > 1 | chebyshevu(n, x); chebyshevt(n, x); chebyshevu(n + 2, x)
n is natural, n > 2 | laguerre(n, x); laguerre(n - 1, x); assoc_laguerre(n - 2, 2, x)
n is natural, n > 1, a > 0 | gegenbauer(n, a, x/9); gegenbauer(n + 1, a, x/9); \
gegenbauer(n + 2, a, x/9)
n is natural, n > 3, -1 < x, x < 1 | assoc_legendre(n, 1, x); assoc_legendre(n + 2, 1, x)
a > 0, b > 0, 0 < x, x < 1 | hyp2f1(a, b, b, x); hyp2f1(-3, b, a, x); hyp2f1(a, b, 2*a, x)
0 < x, x < 1 | hyp2f1(1, 1, 2, x); hyp2f1(1/2, 1/2, 1, x); hyp2f1(1/2, -1/2, 1, x)
a > 0, b > 0, c > a + b | hyp2f1(a, b, c, 1); hyp2f1(b, a, c, 0)
x is real, n is integer | floor(x + 2*n + 5/2); ceiling(x - 1); Mod(x, 3); floor(n/2); floor(-x)
y is real | gamma(1/2 + I*y); Abs(gamma(1/2 + I*y)); re(zeta(1/2 + I*y)); im(digamma(I*y))
m is integer, n is integer | KroneckerDelta(m, n); KroneckerDelta(n, m); KroneckerDelta(n, n + 1)
 | floor(-7/2); ceiling(7/2); floor(pi); Mod(-7, 3); floor(100*sqrt(2)); ceiling(E)
n is natural | Sum(1/(k + 1), (k, 0, n + 2)); Sum(1/(j + 1), (j, 0, n)); Sum(k^2, (k, 1, 6))
x is real | Sum(x^k, (k, -2, 3)); Piecewise((x, x^2 + 1 > 0), (2, true))
"""

# givens | identities that must be proved
TRUE = """
z is complex | gamma(z)*gamma(1 - z)*sin(pi*z) = pi
z is complex | gamma(2*z)/gamma(z) = 2^(2*z - 1)*gamma(z + 1/2)/sqrt(pi)
z is complex | gamma(z)*gamma(z + 1/3)*gamma(z + 2/3) = 2*pi*3^(1/2 - 3*z)*gamma(3*z)
 | gamma(1/6) = 2^(-1/3)*sqrt(3)*gamma(1/3)^2/sqrt(pi)
 | gamma(1/8)*gamma(5/8) = 2^(3/4)*sqrt(pi)*gamma(1/4)
z is complex | beta(z, 1 - z) = pi/sin(pi*z)
x > 0, y > 0 | beta(x, y) = beta(x + 1, y) + beta(x, y + 1)
n is natural, k is natural | binomial(n + 1, k + 1) = binomial(n, k) + binomial(n, k + 1)
n is natural | binomial(2*n, n) = 4^n*gamma(n + 1/2)/(sqrt(pi)*factorial(n))
n is natural | factorial2(2*n)*factorial2(2*n - 1) = factorial(2*n)
x > 0, n is natural | RisingFactorial(x, n + 1) = (x + n)*RisingFactorial(x, n)
z is complex | loggamma(z + 1) = loggamma(z) + log(z)
x > 0 | log(gamma(x + 2)) = log(x) + log(x + 1) + loggamma(x)
x > 0 | loggamma(2*x) = loggamma(x) + loggamma(x + 1/2) + (2*x - 1)*log(2) - log(pi)/2
 | loggamma(1/3) + loggamma(2/3) = log(2*pi/sqrt(3))
z is complex | digamma(1 - z) - digamma(z) = pi*cot(pi*z)
z is complex | polygamma(2, 1 - z) = polygamma(2, z) + 2*pi^3*cot(pi*z)/sin(pi*z)^2
x > 0 | Derivative(gamma(x), x) = gamma(x)*polygamma(0, x)
x > 0 | 2*digamma(2*x) = digamma(x) + digamma(x + 1/2) + 2*log(2)
 | trigamma(3/4) = pi^2 - 8*Catalan
 | digamma(1/6) = -EulerGamma - sqrt(3)*pi/2 - 2*log(2) - 3*log(3)/2
n is natural | harmonic(n + 1) = harmonic(n) + 1/(n + 1)
s is complex | zeta(s) = 2^s*pi^(s - 1)*sin(pi*s/2)*zeta(1 - s)*gamma(1 - s)
s > 1 | zeta(s, 3/2) = (2^s - 1)*zeta(s) - 2^s
s is complex | dirichlet_eta(s) = (1 - 2^(1 - s))*zeta(s)
x > 0 | zeta(2, x) = polygamma(1, x)
x is complex | polylog(-2, x) = x*(1 + x)/(1 - x)^3
0 < x, x < 1 | polylog(2, x) + polylog(2, 1 - x) = pi^2/6 - log(x)*log(1 - x)
x < 0 | polylog(2, x) + polylog(2, 1/x) = -pi^2/6 - log(-x)^2/2
n is integer | fibonacci(n + 1)^2 - fibonacci(n)*fibonacci(n + 2) = \
fibonacci(n + 1)*fibonacci(n - 1) - fibonacci(n)^2
z is complex | erf(I*z) = I*erfi(z)
x is real | Derivative(x*erf(x) + exp(-x^2)/sqrt(pi), x) = erf(x)
x > 0 | Shi(x) + Chi(x) = Ei(x)
x > 0 | Ci(-x) = Ci(x) + I*pi
x > 1 | li(x) = Ei(log(x))
x is real | Derivative(x*airyai(x)^2 - airyaiprime(x)^2, x) = airyai(x)^2
z is complex | airyai(z)*airybiprime(z) - airyaiprime(z)*airybi(z) = 1/pi
z is complex | uppergamma(3/2, z) = sqrt(pi)*erfc(sqrt(z))/2 + sqrt(z)*exp(-z)
a > 0, x > 0 | lowergamma(a + 1, x) = a*lowergamma(a, x) - x^a*exp(-x)
x > 0 | uppergamma(-1, x) = exp(-x)/x + Ei(-x)
x > 0 | n*expint(n + 1, x) = exp(-x) - x*expint(n, x)
x > 0 | Derivative(x*besselj(1, x), x) = x*besselj(0, x)
x > 0 | besselj(n + 1, x)*bessely(n, x) - besselj(n, x)*bessely(n + 1, x) = 2/(pi*x)
x > 0 | besseli(0, x)*besselk(1, x) + besseli(1, x)*besselk(0, x) = 1/x
n is integer | besselj(-n, x) = (-1)^n*besselj(n, x)
x > 0 | besselk(-n, x) = besselk(n, x)
x > 0 | besselj(5/2, x) = sqrt(2/(pi*x))*((3/x^2 - 1)*sin(x) - 3*cos(x)/x)
x > 0 | bessely(3/2, x) = -sqrt(2/(pi*x))*(cos(x)/x + sin(x))
z is complex | besselj(2, I*z) = -besseli(2, z)
x > 0 | hankel1(n, x)*hankel2(n, x) = besselj(n, x)^2 + bessely(n, x)^2
x > 0 | Derivative(x^2*jn(1, x), x) = x^2*jn(0, x)
0 < m, m < 1 | elliptic_e(m)*elliptic_k(1 - m) + elliptic_e(1 - m)*elliptic_k(m) = \
pi/2 + elliptic_k(m)*elliptic_k(1 - m)
 | elliptic_k(1/2) = gamma(1/4)^2/(4*sqrt(pi))
0 < m, m < 1 | elliptic_f(3*pi/2, m) = 3*elliptic_k(m)
0 < m, m < 1 | Derivative(jacobi_sn(u, m), (u, 2)) = 2*m*jacobi_sn(u, m)^3 - (1 + m)*jacobi_sn(u, m)
0 < m, m < 1 | cos(2*jacobi_am(u, m)) = 1 - 2*jacobi_sn(u, m)^2
x > 0 | log(LambertW(x)) = log(x) - LambertW(x)
x > 0 | exp(LambertW(x)/2)^2 = x/LambertW(x)
 | LambertW(-log(2)/2) = -log(2)
x is real | chebyshevt(5, cos(x)) = cos(5*x)
-1 < x, x < 1 | assoc_legendre(2, 1, x) = -3*x*sqrt(1 - x^2)
n is natural, n > 0 | (x^2 - 1)*Derivative(legendre(n, x), x) = \
n*(x*legendre(n, x) - legendre(n - 1, x))
n is natural, n > 0 | x*Derivative(laguerre(n, x), (x, 2)) + \
(1 - x)*Derivative(laguerre(n, x), x) = \
-n*laguerre(n, x)
n is natural | Derivative(hermite(n, x), (x, 2)) = \
2*x*Derivative(hermite(n, x), x) - 2*n*hermite(n, x)
-1 < x, x < 1 | x*hyp2f1(1, 1, 2, x) = -log(1 - x)
a > 0, b > 0, c > a + b | hyp2f1(a, b, c, 1) = gamma(c)*gamma(c - a - b)/(gamma(c - a)*gamma(c - b))
x is real, n is integer | floor(x + n) = floor(x) + n
x is real | Mod(x + 3, 3) = Mod(x, 3)
y is real | Abs(gamma(1/2 + I*y))^2 = pi/cosh(pi*y)
m is integer, n is integer | KroneckerDelta(m, n)*(m^2 - n^2) = 0
n is natural | Sum(k^3, (k, 1, n + 2)) - Sum(j^3, (j, 1, n)) = (n + 1)^3 + (n + 2)^3
x is real | Piecewise((x, x > 0), (-x, true)) = Abs(x)
"""

# givens | claims that are false, each close to a rule
LIES = """
x > 0 | gamma(x)*gamma(1 - x) = pi/cos(pi*x)
z is complex | gamma(z)*gamma(z + 1/2) = 2^(1 - 2*z)*sqrt(pi)*gamma(z)
z is complex | gamma(z + 1) = (z + 1)*gamma(z)
n is natural, k is natural | binomial(n + 1, k) = binomial(n, k) + binomial(n, k + 1)
x > 0 | loggamma(x + 1) = loggamma(x) - log(x)
x < 0 | log(gamma(x)) = loggamma(x)
z is complex | digamma(1 - z) + digamma(z) = pi*cot(pi*z)
z is complex | polygamma(1, 1 - z) - polygamma(1, z) = pi^2/sin(pi*z)^2
x > 0 | digamma(2*x) = (digamma(x) + digamma(x + 1/2))/2
 | zeta(-1) = 1/12
s > 1 | zeta(s, 3) = zeta(s) - 1
0 < x, x < 1 | polylog(2, x) + polylog(2, 1/x) = -pi^2/6 - log(-x)^2/2
x > 1 | polylog(2, x) + polylog(2, -x) = polylog(2, x^2)
z is complex | erf(I*z) = -I*erfi(z)
x > 0 | Ci(-x) = Ci(x)
x is real | Ei(-x) = -Ei(x)
x is real | airyai(x)*airybiprime(x) - airyaiprime(x)*airybi(x) = -1/pi
a > 0, x > 0 | uppergamma(a + 1, x) = a*uppergamma(a, x) - x^a*exp(-x)
x > 0 | expint(2, x) = exp(-x) + x*expint(1, x)
x > 0 | besselj(-n, x) = (-1)^n*besselj(n, x)
x > 0 | besseli(-n, x) = besseli(n, x)
x > 0 | besselj(0, x)*bessely(1, x) - besselj(1, x)*bessely(0, x) = 2/(pi*x)
x > 0 | besseli(0, x) = besseli(2, x) - 2*besseli(1, x)/x
x < 0 | besselj(1/2, x) = sqrt(2/(pi*x))*sin(x)
0 < m, m < 1 | elliptic_k(m) = elliptic_k(1 - m)
0 < m, m < 1 | elliptic_f(x + pi, m) = elliptic_f(x, m)
0 < m, m < 1 | jacobi_dn(u, m)^2 = 1 - jacobi_sn(u, m)^2
x is real | LambertW(x*exp(x)) = x
x > 0 | LambertW(x*log(x)) = log(x)
n is natural | legendre(n + 2, x) = x*legendre(n + 1, x) - legendre(n, x)
n is natural | chebyshevt(n, x) = chebyshevu(n, x) - x*chebyshevu(n + 1, x)
a > 0, b > 0 | hyp2f1(a, b, b, 1/2) = 2^b
x is real | floor(2*x) = 2*floor(x)
m is integer, n is integer | KroneckerDelta(m, n) = 1
n is natural | Sum(k, (k, 1, n + 1)) = Sum(k, (k, 1, n)) + n
x is real | Piecewise((x, x > 0), (-x, true)) = x
"""
