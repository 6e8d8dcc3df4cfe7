import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint } from './math.fingerprint.ts';
import * as math from './math.ts';
import reference from './math.reference.json' with { type: 'json' };

/** The next double after x on the side of `sign`, for finite x. */
function neighbour(x: number, sign: number): number {
	const view = new DataView(new ArrayBuffer(8));
	if (x === 0) return sign * Number.MIN_VALUE;
	view.setFloat64(0, x);
	view.setBigInt64(0, view.getBigInt64(0) + (sign > 0 === x > 0 ? 1n : -1n));
	return view.getFloat64(0);
}

/** The error of `got` in ulps, from the double nearest to the true value and what was rounded away, in ulp/1000. */
function error(got: number, nearest: number, remainder: number): number {
	let spacing = neighbour(nearest, remainder < 0 ? -1 : 1) - nearest;
	if (!Number.isFinite(spacing)) spacing = nearest - neighbour(nearest, -1);
	return Math.abs((got - nearest) / Math.abs(spacing) - remainder / 1000);
}

// Bounds as documented; where the result is subnormal, exp, sigmoid and pow are rounded twice.
const bounds = {
	exp: 0.8,
	expm1: 0.8,
	log: 0.53,
	log1p: 0.53,
	tanh: 0.55,
	sigmoid: 0.8,
	sin: 0.8,
	cos: 0.8,
	erf: 0.8,
	pow: 0.8
};
const names = Object.keys(bounds) as (keyof typeof bounds)[];

describe('against true values computed by exact arithmetic (math.reference.py)', () => {
	test.each(names)('%s is within its documented bound, below 1 ulp', (name) => {
		const f = math[name] as (...xs: number[]) => number;
		let worst = { error: 0, line: '' };
		for (const line of reference[name]) {
			const numbers = line.split(' ').map(Number);
			const remainder = numbers.pop()!;
			const nearest = numbers.pop()!;
			const e = error(f(...numbers), nearest, remainder);
			if (!(e <= worst.error)) worst = { error: e, line };
		}
		expect(reference[name].length).toBeGreaterThan(500);
		expect(worst.error, worst.line).toBeLessThan(bounds[name]);
	});
});

describe('special values', () => {
	const { exp, expm1, log, log1p, tanh, sigmoid, sin, cos, erf, pow } = math;

	test('limits at infinity', () => {
		expect([exp(-Infinity), exp(Infinity)]).toEqual([0, Infinity]);
		expect([expm1(-Infinity), expm1(Infinity)]).toEqual([-1, Infinity]);
		expect([log(Infinity), log1p(Infinity)]).toEqual([Infinity, Infinity]);
		expect([tanh(-Infinity), tanh(Infinity)]).toEqual([-1, 1]);
		expect([sigmoid(-Infinity), sigmoid(Infinity)]).toEqual([0, 1]);
		expect([erf(-Infinity), erf(Infinity)]).toEqual([-1, 1]);
		expect([sin(Infinity), sin(-Infinity), cos(Infinity), cos(-Infinity)]).toEqual([NaN, NaN, NaN, NaN]);
	});

	test('exact values', () => {
		expect([exp(0), exp(-0), cos(0), pow(2, 10), sigmoid(0)]).toEqual([1, 1, 1, 1024, 0.5]);
		expect([exp(1), log(2), log(10)]).toEqual([2.718281828459045, 0.6931471805599453, 2.302585092994046]);
		expect(log(1)).toBe(0);
	});

	test('the ends of the ranges of exp and log', () => {
		expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
		expect(exp(709.7827128933841)).toBe(Infinity);
		expect([exp(-745.1332191019411), exp(-745.2)]).toEqual([5e-324, 0]);
		expect([log(0), log(-0), log1p(-1)]).toEqual([-Infinity, -Infinity, -Infinity]);
		expect([log(-5e-324), log(-Infinity), log1p(-1.5), log1p(-Infinity)]).toEqual([NaN, NaN, NaN, NaN]);
		expect(log(5e-324)).toBe(-744.4400719213812);
	});

	test('odd functions keep −0 and the least double', () => {
		for (const f of [expm1, log1p, tanh, sin, erf]) {
			expect(f(-0)).toBe(-0);
			expect(f(0)).toBe(0);
			expect(f(5e-324)).toBe(5e-324);
		}
	});

	test('NaN stays NaN', () => {
		for (const f of [exp, expm1, log, log1p, tanh, sigmoid, sin, cos, erf]) expect(f(NaN)).toBeNaN();
	});

	test('pow treats 0, 1, −1, infinities and NaN as Math.pow does', () => {
		const values = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, 5e-324, Infinity, -Infinity, NaN];
		for (const x of values)
			for (const y of values) if (!inexact(x, y)) expect(pow(x, y)).toBe(Math.pow(x, y));
	});
});

/** Whether x^y is a finite number that need not be a double, so that Math.pow may round it otherwise. */
function inexact(x: number, y: number): boolean {
	const result = Math.pow(x, y);
	return Number.isFinite(result) && result !== 0 && Math.abs(x) !== 1 && y % 1 !== 0;
}

describe('symmetries hold in every bit', () => {
	const double = fc.double({ noNaN: true });

	test.each(['tanh', 'sin', 'erf'] as const)('%s is odd', (name) => {
		fc.assert(
			fc.property(double, (x) => Object.is(math[name](-x), -math[name](x))),
			{ numRuns: 1000 }
		);
	});

	test('cos is even', () => {
		fc.assert(
			fc.property(double, (x) => Object.is(math.cos(-x), math.cos(x))),
			{ numRuns: 1000 }
		);
	});

	test('results stay in range: |tanh|, |sin|, |cos|, |erf| ≤ 1, 0 ≤ sigmoid ≤ 1, exp ≥ 0', () => {
		const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
		fc.assert(
			fc.property(finite, (x) => {
				for (const f of [math.tanh, math.sin, math.cos, math.erf]) if (!(Math.abs(f(x)) <= 1)) return false;
				return math.exp(x) >= 0 && math.sigmoid(x) >= 0 && math.sigmoid(x) <= 1;
			}),
			{ numRuns: 1000 }
		);
	});
});

// The same constant is expected in every browser. It changes only when some bit of a result of math.ts does.
test('the fingerprint of 20,000 points is the recorded one', () => {
	expect(fingerprint()).toBe('85e7d6d3');
});
