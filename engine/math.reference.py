#!/usr/bin/env python3
"""Writes math.reference.json: arguments, correctly rounded results, and what was rounded away.

Only the standard library is used. Every true value is computed by integers or decimals to more than 60 significant
digits, by series other than those in math/ wherever there is a choice. Each line of the file is
    argument result remainder
where result is the double nearest to the true value, and remainder = (true value - result) in thousandths of an ulp, so that
a test can measure an error against the true value. An ulp here is the spacing of doubles on the side of the remainder.

    python3 engine/math.reference.py > engine/math.reference.json
"""

import json
import math
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

random.seed(20240229)
getcontext().Emin, getcontext().Emax = -999999, 999999

BITS = 1500  # fixed point: the least double is 2^-1074, so even that keeps 426 bits


def fixed_pi():
	def arctan_inverse(n):
		total, power, i = 0, (1 << BITS + 64) // n, 1
		while power:
			total += power // i if i % 4 == 1 else -(power // i)
			power //= n * n
			i += 2
		return total

	# Gauss: pi = 48 arctan 1/18 + 32 arctan 1/57 - 20 arctan 1/239 (the engine uses Machin's formula)
	return (48 * arctan_inverse(18) + 32 * arctan_inverse(57) - 20 * arctan_inverse(239)) >> 64


PI = fixed_pi()


def fixed(x):
	f = Fraction(x)
	return (f.numerator << BITS) // f.denominator


def fixed_sin_cos(x):
	r = fixed(x) % (2 * PI)
	total, term, n = [1 << BITS, 0], 1 << BITS, 0
	while term:
		n += 1
		term = (term * r >> BITS) // n
		total[n % 2] += term if n % 4 < 2 else -term
	return total


def sin(x):
	# 2*PI is off by 2^-1499 at most, and taken away at most 2^1022 times: the remainder keeps 470 bits.
	return Fraction(fixed_sin_cos(x)[1], 1 << BITS)


def cos(x):
	return Fraction(fixed_sin_cos(x)[0], 1 << BITS)


def erf(x):
	# 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!: every term is positive (the engine uses alternating series)
	v = fixed(abs(x))
	square = v * v >> BITS
	total, term, n = 0, v, 0
	while term:
		total += term
		n += 1
		term = (2 * term * square >> BITS) // (2 * n + 1)
	decay, term, n = 0, 1 << BITS, 0
	while term:
		decay += term
		n += 1
		term = (term * square >> BITS) // n
	y = 2 * total * (1 << BITS) // decay * (1 << BITS) // math.isqrt(PI << BITS)
	return Fraction(y if x > 0 else -y, 1 << BITS)


def decimal(f):
	"""f for decimals, with 80 digits more than a cancellation against 1 can cost."""

	def wrapped(*xs):
		getcontext().prec = 80 + max(0, *(-Decimal(x).adjusted() for x in xs))
		return Fraction(f(*map(Decimal, xs)))

	return wrapped


one = Decimal(1)
exact = {
	'exp': decimal(lambda x: x.exp()),
	'expm1': decimal(lambda x: x.exp() - one),
	'log': decimal(lambda x: x.ln()),
	'log1p': decimal(lambda x: (one + x).ln()),
	'tanh': decimal(lambda x: ((2 * x).exp() - one) / ((2 * x).exp() + one)),
	'sigmoid': decimal(lambda x: one / (one + (-x).exp())),
	'pow': decimal(lambda x, y: (y * x.ln()).exp()),
	'sin': sin,
	'cos': cos,
	'erf': erf,
}


def uniform(a, b, count):
	return [random.uniform(a, b) for _ in range(count)]


def magnitudes(a, b, count):
	"""Both signs, with exponents of 2 uniform in [a, b]."""
	return [random.choice((-1, 1)) * math.ldexp(random.uniform(1, 2), random.randint(a, b - 1)) for _ in range(count)]


def near(points, spread=1e-9):
	"""Each point, moved by a random relative amount."""
	return [p * (1 + random.uniform(-spread, spread)) for p in points]


def positive(xs):
	return [abs(x) for x in xs]


LN2 = math.log(2)
TINY, LEAST, MOST = 2.0**-1022, 2.0**-1074, sys.float_info.max
turns = [random.randint(1, 640000) for _ in range(120)]
angles = (
	uniform(-10, 10, 200)
	+ uniform(-1e6, 1e6, 100)
	+ magnitudes(-30, 20, 100)
	+ near([k * math.pi / 2 for k in range(1, 40)], 1e-16)  # where the result nearly vanishes
	+ [k * math.pi / 2 for k in turns]
	+ near([(k + 0.5) * math.pi / 2 for k in range(40)])  # where the reduction changes
	+ magnitudes(20, 60, 60)
	+ magnitudes(60, 1024, 60)
	+ [1e6, 1e15, 1e22, 2.0**53, 2.0**1023, MOST]
	+ [6381956970095103 * 2.0**797]  # the double nearest to a multiple of pi/2, relative to its size
)
small = magnitudes(-1074, -1, 40) + magnitudes(-30, -1, 80) + [LEAST, -LEAST, TINY, -TINY]
bases = positive(magnitudes(-1074, 1024, 150))
arguments = {
	'exp': uniform(-745.1, 709.7, 250) + uniform(-5, 5, 250) + uniform(-745.1, -708, 80) + uniform(709, 709.78, 40)
	+ near([k * LN2 / 64 for k in range(-60, 60)]) + small + [709.782712893384, -708.3964185322641, -745.1332191019411],
	'expm1': uniform(-40, 709.7, 150) + uniform(-5, 5, 200) + uniform(-0.05, 0.05, 150) + magnitudes(-12, -2, 100) + small,
	'log': positive(magnitudes(-1074, 1024, 250)) + uniform(0, 20, 150) + uniform(0.5, 2, 200) + uniform(0.98, 1.02, 120)
	+ [1 + x for x in magnitudes(-52, -3, 80)] + near([(i + 0.5) / 128 for i in range(90, 182)], 1e-6)
	+ [LEAST, TINY, MOST, 1 - 2.0**-53, 1 + 2.0**-52],
	'log1p': positive(magnitudes(-60, 1024, 100)) + uniform(-1, 1, 200) + uniform(0, 20, 80) + magnitudes(-12, -3, 150)
	+ [x - 1 for x in positive(magnitudes(-53, -1, 40))] + small,
	'tanh': uniform(-20, 20, 150) + uniform(-2, 2, 250) + uniform(-0.05, 0.05, 100) + magnitudes(-12, -2, 100) + small
	+ near([k * LN2 / 128 for k in range(-60, 60)]),
	'sigmoid': uniform(-40, 40, 200) + uniform(-5, 5, 250) + uniform(-745, -40, 80) + uniform(-745, -708, 40) + small,
	'sin': angles + small,
	'cos': angles + small,
	'erf': uniform(-6.2, 6.2, 200) + uniform(-1.5, 1.5, 250) + uniform(0.3, 0.6, 100) + small
	+ near([(i + 0.5) / 16 for i in range(5, 96)], 1e-6),
	'pow': list(zip(uniform(0, 10, 200), uniform(-10, 10, 200))) + [(x, random.uniform(-700, 700) / math.log(x)) for x in bases]
	+ [(x, float(random.randint(-30, 30))) for x in uniform(0, 3, 80)]
	+ [(1 + x, random.uniform(-700, 700) / math.log1p(x)) for x in magnitudes(-40, -2, 100)]
	+ [(x, random.uniform(-744, -708) / math.log(x)) for x in bases[:40]],
}


def line(f, xs):
	value = f(*xs)
	result = float(value)
	if math.isinf(result) or value == 0:
		return None
	rest = value - Fraction(result)
	neighbour = math.nextafter(result, math.inf if rest > 0 else -math.inf)
	if math.isinf(neighbour):
		neighbour = math.nextafter(result, 0)
	ulp = abs(Fraction(neighbour) - Fraction(result))
	return ' '.join([*(repr(x) for x in xs), repr(result), str(round(1000 * rest / ulp))])


table = {}
for name, xs in arguments.items():
	points = sorted({x if isinstance(x, tuple) else (x,) for x in xs})
	table[name] = [text for text in (line(exact[name], p) for p in points) if text]
	print(name, len(table[name]), file=sys.stderr)
json.dump(table, sys.stdout, indent='\t')
print()
