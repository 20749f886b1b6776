"""The rows of `test_soundness`: a claim, a bar, and its givens; lies by the law that they break."""

BRANCHES = """
sqrt(x^2) = x
sqrt(x*y) = sqrt(x)*sqrt(y)
sqrt(x*y) = sqrt(x)*sqrt(y) | x != 0
sqrt(x/y) = sqrt(x)/sqrt(y)
sqrt(x/y) = sqrt(x)/sqrt(y) | x is complex; y is complex
sqrt(1/z) = 1/sqrt(z) | z is complex; z != 0
sqrt(x-1)*sqrt(x+1) = sqrt(x^2-1)
sqrt(z^2)*sqrt(1/z^2) = 1/z | z is complex
(x^2)^(1/2) = x | x is complex
(x^3)^(1/3) = x
(x^2)^(3/2) = x^3
(x^2)^(1/4) = sqrt(x)
(x^a)^b = x^(a*b)
(x^a)^(1/2) = x^(a/2)
(x*y)^a = x^a*y^a | x < 0
(x^2)^a = x^(2*a) | a > 0
(-x)^a = (-1)^a*x^a
((-8)^2)^(1/6) = (-8)^(1/3)
((-1)^(2/3))^(3/2) = 1
(-1)^(1/3) = -1
(-27)^(2/3) = 9
sqrt(-2)*sqrt(-3) = sqrt(6)
cbrt(x) = x^(1/3)
log(x*y) = log(x)+log(y) | x < 0
log(x^2) = 2*log(x)
log(z^2) = 2*log(z) | z is complex
log(1/x) = -log(x)
log(exp(x)) = x | x is complex
log(exp(I*x)) = I*x
log(-x) = log(x) + I*pi
log(x^n) = n*log(x) | n is positive integer; x != 0
log((1+I)^8) = 8*log(1+I)
exp(x)^y = exp(x*y) | x is complex
(exp(I*x))^(1/2) = exp(I*x/2)
sqrt(2^x) = 2^(x/2) | x is complex
atan(x) + atan(1/x) = pi/2
atan(x) + atan(y) = atan((x+y)/(1-x*y)) | x > 0; y > 0
2*atan(x) = atan(2*x/(1-x^2)) | x > 0
2*atan(x) = asin(2*x/(1+x^2))
asin(sin(x)) = x | x > 0; x < 3
acos(2*x^2-1) = 2*acos(x)
acosh(2*x^2-1) = 2*acosh(x)
acosh(x) = log(x + sqrt(x^2-1))
atanh(x) = log((1+x)/(1-x))/2
acot(x) = pi/2 - atan(x)
atan2(y, x) = atan(y/x)
asinh(sinh(z)) = z | z is complex
loggamma(z) = log(gamma(z)) | z is complex
LambertW(x*exp(x)) = x
"""

CONJUGATES = """
conjugate(sqrt(z)) = sqrt(conjugate(z)) | z is complex
conjugate(log(x)) = log(x)
conjugate(x^(1/3)) = x^(1/3)
conjugate(asin(x)) = asin(x)
conjugate(loggamma(x)) = loggamma(x)
conjugate(elliptic_k(x)) = elliptic_k(x)
conjugate(f(z)) = f(conjugate(z)) | z is complex
Abs(z)^2 = z^2 | z is complex
Abs(x*z) = x*Abs(z) | z is complex
Abs(exp(z)) = exp(z) | z is complex
Abs(exp(I*z)) = 1 | z is complex
re(z*w) = re(z)*re(w) | z is complex; w is complex
arg(x*y) = arg(x)+arg(y)
arg(conjugate(z)) = -arg(z) | z is complex
sign(z)^3 = sign(z) | z is complex
"""

ZEROS = """
sign(x)^2 = 1
sign(x) = 1 | x >= 0
sign(x^a) = 1 | x >= 0; a > 0
sign(x^n) = 1 | x >= 0; n is integer
sign(x^x) = 1 | x >= 0
x^a > 0 | x >= 0; a > 0
x^a != 0 | x >= 0; a > 0
x^n > 0 | x >= 0; n is integer
0^x = 0
0^n = 0 | n is natural
x^0 = 0
sinc(0) = 0
x/x = 1 | x = 0
sign(x)^2*Subs(1/x, x, 1) = 1
(x - Abs(x))*sinc(x + Abs(x)) = 0
1/(sin(x)^2+cos(x)^2-1) = 5
0/(sqrt(3+2*sqrt(2)) - 1 - sqrt(2)) = 0
(sqrt(3+2*sqrt(2)) - 1 - sqrt(2))/(sqrt(3+2*sqrt(2)) - 1 - sqrt(2)) = 1
Ci(-x) = Ci(x) | x = 0
log(x)/log(x) = 1 | x = 1
tan(pi/2) = tan(pi/2)
gamma(0) = gamma(0)
1/0 = 1/0
log(0) = log(0)
"""

VOID = """
x = 2*x | x = 0; x > 0
x = y | x >= 1; x <= 0
0 = 1 | f(0) = 1; f(0) = 2
sign(f(0)) = 1 | f(0) > 0; f(0) < 0
f(0)^2 + 1 = 0 | f(0)^2 = -1
x^2 = -1 | x^2 = -1
cos(pi*n) = -1 | n is even; n is odd
x = x | x is nonzero; x = 0
x = x | x is positive; x is negative
"""

ENDLESS = """
oo = oo
oo - oo = 0
0*oo = 0
oo = oo + 1
zoo = zoo
oo - oo + Integral(x,(x,0,1)) = Integral(x,(x,0,1))
zeta(1) - zeta(1) + Integral(x,(x,0,1)) = Integral(x,(x,0,1))
A*B + Integral(x,(x,0,1)) = B*A + Integral(x,(x,0,1)) | A, B are n x n matrices
A*B = B*A | A, B are n x n matrices
Sum(1/k, (k,-m,m)) = Sum(1/k, (k,-m,m)) | m is positive integer
Sum(k/k,(k,-1,1)) = Sum(1,(k,-1,1))
Product(k/k, (k,-1,1)) = 1
Sum(1/k, (k,1,oo)) = Sum(1/k, (k,1,oo))
Integral(1/x, (x,-1,1)) = Integral(1/x, (x,-1,1))
Limit(sign(x), x, 0+) = Limit(sign(x), x, 0-)
"""

ORDERS = """
I < I + 1
z < z + 1 | z is complex
I*x <= I*x
Max(I+1, I) = I+1
cos(z)^2 <= 1 | z is complex
x^2 > 0
Abs(x) > 0
exp(x) > 1
x*y > 0 | x > 0; y >= 0
x + y > 0 | x >= 0; y >= 0
x < y | x^2 < y^2
1/x < 1/y | x > y
sqrt(x) < x | x > 0
x != y | x > y - 1
n > 0 | n is natural
gamma(x) > 0 | x > -1
x = y | x^2 = y^2
x = y | x*z = y*z
x = 1 | x^2 = 1
"""

DERIVATIVES = """
Derivative(x^2+y^2, x) = 0 | x^2 + y^2 = 1
Derivative(y, x) = 0 | y = x^2
Derivative(y, x) = 2*x | y = x^2
f'(x) = 0 | f(x) = 1
f'(0) = 0 | f(0) = 0
Derivative(f(x), x) = 0 | f(x) = 0
Derivative(f(x,y), x, y) = Derivative(f(x,y), y, x) | f is C1
Derivative(f(x), x, 2) = Derivative(f(x), x, 2) | f is C1
f'(x) = f'(x) | f is continuous
Subs(Derivative(Abs(x), x), x, 0) = 0 | x > 0
Derivative((x^2)^(1/2), x)*x = (x^2)^(1/2)
Derivative(x^(2/3), x)*3*x^(1/3) = 2
Derivative(Abs(x), x)*x = Abs(x)
Derivative(Abs(x), x) = sign(x)
Derivative(sign(x), x) = 0
Derivative(floor(x), x) = 0
Derivative(conjugate(z), z) = 0 | z is complex
Derivative(re(z), z) = 1 | z is complex
Derivative(log(x), x) = 1/Abs(x)
Derivative(f(2*x), x) = f'(2*x)
Derivative(f(f(x)), x) = f'(f(x))
"""

NAMES = """
Integral(Abs(x), (x,-1,1)) = Integral(x,(x,-1,1)) | x > 0
Integral(x, (x,0,1)) = Integral(1,(x,0,1)) | x = 1
Integral(x*y, (x,0,1)) = Integral(y*x, (y,0,1))
Sum(Abs(k), (k,-2,2)) = Sum(k,(k,-2,2)) | k > 0
Sum(x*k,(k,1,3)) = Sum(k*k,(k,1,3)) | x = k
Limit(sqrt(x^2)/x, x, 0) = Limit(x/x, x, 0) | x > 0
f(x, y) = f(y, x)
f(x) = f(x, x)
f(x) = f(y) | x^2 = y^2
a = b | f(a) = f(b)
sqrt(f(x)^2) = f(x)
Piecewise((1, x in (0,1)), (0,true)) = Piecewise((1, x in [0,1]), (0,true))
Matrix([[1,2]]) = Matrix([[1],[2]])
"""

INTEGERS = """
sin(pi*n) = 0
cos(pi*n) = (-1)^n
exp(I*pi*n^2) = exp(I*pi*n)
exp(I*pi*n/2)^2 = 1 | n is integer
(-1)^n = 1 | n is integer
(-1)^(n*m) = (-1)^n | n is integer; m is integer
(-1)^(n^2/2) = (-1)^(n/2) | n is integer
KroneckerDelta(m, n) = 0
floor(n/2) = n/2 | n is integer
floor(2*x) = 2*floor(x)
Mod(-x, y) = -Mod(x, y)
Heaviside(x)^2 = Heaviside(x)
binomial(n, k) = binomial(n, n-k)
besselj(-n, x) = (-1)^n*besselj(n, x)
besselj(n, -x) = besselj(n, x) | n is integer
besseli(n, x) = I^n*besselj(n, I*x) | n is integer
legendre(n, -x) = legendre(n, x) | n is integer
zeta(-2*n) = 0 | n is natural
"""

NEAR = """
exp(pi*sqrt(163)) = 640320^3 + 744
sqrt(2)+sqrt(3) = sqrt(5+2*sqrt(6)) + 1/10^40
cbrt(2+sqrt(5)) + cbrt(2-sqrt(5)) = 1 + 1/10^30
(2+sqrt(5))^(1/3) + (2-sqrt(5))^(1/3) = 1
4*atan(1/5) - atan(1/239) = pi/4 + 2*pi
cos(2*pi/7) + cos(4*pi/7) + cos(6*pi/7) = 1/2
erf(sqrt(x)^2) = erf(x+1/10^50)
"""

TRUE = """
sqrt(x^2) = Abs(x)
sqrt(x^2) = Abs(x) | x is complex; x is real
sqrt(x*y) = sqrt(x)*sqrt(y) | x >= 0; y is complex
sqrt(-x) = I*sqrt(x) | x >= 0
sqrt(x^2) = -x | x <= 0
(x^a)^b = x^(a*b) | x > 0
x^a*x^b = x^(a+b)
x^n*x^m = x^(n+m) | n is integer; m is integer
z^n*z^m = z^(n+m) | n is integer; m is integer; z is complex
log(x^2) = 2*log(Abs(x))
log(-x) = log(x) - I*pi | x < 0
log(x/y) = log(x)-log(y) | x/y > 0
atan(x) + atan(1/x) = -pi/2 | x < 0
atan(x) + atan(y) = atan((x+y)/(1-x*y)) | x*y < 1
acos(cos(x)) = 2*pi - x | x in [pi, 2*pi]
4*atan(1/5) - atan(1/239) = pi/4
sqrt(2+sqrt(3)) = (sqrt(6)+sqrt(2))/2
cbrt(2+sqrt(5)) + cbrt(2-sqrt(5)) = 1
cbrt((x*sign(x))^3) = x*sign(x)
sign(x)*Abs(x) = x
sign(x)^3 = sign(x)
sign(z)*Abs(z) = z | z is complex
Abs(z)^2 = z*conjugate(z) | z is complex
conjugate(sin(z)) = sin(conjugate(z)) | z is complex
arg(x*z) = arg(z) | x > 0; z is complex
0^0 = 1
0^x = 0 | x > 0
x/x = 1
(x^2-1)/(x-1) = x+1
sinc(x)*x = sin(x)
acot(0) = pi/2
sin(pi*n) = 0 | n is integer; n is complex
sin(pi*n) = 0 | n is complex; n is integer
n = 0 | n is integer; n > -1; n < 1
n*(n-1) >= 0 | n is integer
Heaviside(x) + Heaviside(-x) = 1
floor(x+n) = floor(x)+n | n is integer
Max(x,y) = (x+y+Abs(x-y))/2
x = y | x^3 = y^3
x = y | x >= y; x <= y
x = sqrt(2) | x^2 = 2; x > 0
a = 0 and b = 0 | a^2 + b^2 = 0
a*d - b*c = 0 | a/b = c/d
tan(A)+tan(B)+tan(C) = tan(A)*tan(B)*tan(C) | A + B + C = pi
x + 1/x >= 2 | x > 0
exp(x) < exp(y) | x < y
(x+y)/2 >= sqrt(x*y) | x > 0; y > 0
f(0) + 1 = 1 | f(0) = 0
f(x)^2 = 0 | f(x) = 0
f(x) > 0 | f(x) > 0
Derivative(f(x,y), x, y) = Derivative(f(x,y), y, x) | f is C2
Derivative(f(g(x)), x) = f'(g(x))*g'(x)
Derivative(x^(3/2), x) = 3*sqrt(x)/2
Derivative(r, x) = x/r | r = sqrt(x^2+y^2); r > 0
Derivative(Abs(x), x) = sign(x) | x != 0
Subs(Derivative(f(x), x), x, 0) = f'(0)
Sum(k,(k,1,n)) = n*(n+1)/2 | n is natural
Sum(1, (k, 5, 4)) = 0
Integral(1/sqrt(x), (x,0,1)) = 2
Integral(x*y, (x,0,1)) = Integral(t*y, (t,0,1))
Limit(1/x, x, 0+) = oo
Limit(x*log(x), x, 0+) = 0
det(A*B) = det(A)*det(B) | A, B are n x n matrices
elliptic_k(0) = pi/2
gamma(x+1) = x*gamma(x)
loggamma(z+1) = loggamma(z) + log(z) | z is complex
besselj(-n, x) = (-1)^n*besselj(n, x) | n is integer
jn(log(exp(1)), x) = sin(x)/x^2 - cos(x)/x
LambertW(x*exp(x)) = x | x >= -1
x = x | n is even; n is odd
"""
