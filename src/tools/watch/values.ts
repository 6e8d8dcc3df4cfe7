/** Numbers of an expression: one, or as many as a shape has cells. What is combined has one shape, or is one number. */
import { normOf, sameShape, shapeName, size, type Shape } from '#engine';
import { listed } from '#engine/lists.ts';
import { exp, log, pow } from '#engine/math.ts';
import type { FunctionName, Operator } from './syntax.ts';

export interface Values {
	readonly shape: Shape;
	readonly data: ArrayLike<number>;
}

const truth = (value: boolean) => (value ? 1 : 0);

const pairs: Readonly<
	Record<Exclude<Operator, 'negative' | 'positive' | 'not'>, (a: number, b: number) => number>
> = {
	'+': (a, b) => a + b,
	'−': (a, b) => a - b,
	'×': (a, b) => a * b,
	'÷': (a, b) => a / b,
	'^': (a, b) => pow(a, b),
	'<': (a, b) => truth(a < b),
	'≤': (a, b) => truth(a <= b),
	'>': (a, b) => truth(a > b),
	'≥': (a, b) => truth(a >= b),
	'=': (a, b) => truth(a === b),
	'≠': (a, b) => truth(a !== b),
	and: (a, b) => truth(a !== 0 && b !== 0),
	or: (a, b) => truth(a !== 0 || b !== 0)
};

const singles: Readonly<Record<string, (a: number) => number>> = {
	negative: (a) => 0 - a,
	positive: (a) => a,
	not: (a) => truth(a === 0),
	abs: Math.abs,
	exp,
	log,
	sqrt: Math.sqrt
};

const fold = ({ data }: Values, f: (sum: number, value: number) => number, from: number): number => {
	let out = from;
	for (let k = 0; k < data.length; k++) out = f(out, data[k]!);
	return out;
};

const total = (x: Values) => fold(x, (sum, value) => sum + value, 0);

/** Of all numbers of a tensor. */
const whole: Readonly<Record<string, (x: Values) => number>> = {
	sum: total,
	mean: (x) => total(x) / size(x.shape),
	norm: (x) => normOf(x.data),
	max: (x) => fold(x, Math.max, -Infinity),
	min: (x) => fold(x, Math.min, Infinity),
	/** The first of the largest, counted through all cells. */
	argmax(x) {
		let best = 0;
		for (let k = 1; k < x.data.length; k++) if (x.data[k]! > x.data[best]!) best = k;
		return best;
	},
	/** −Σ p ln p in nats; what is 0 adds 0. */
	entropy: (x) => 0 - fold(x, (sum, p) => sum + (p > 0 ? p * log(p) : p === 0 ? 0 : NaN), 0)
};

export const isWhole = (name: FunctionName): boolean => name in whole;

/** The shape of what an operator or a function gives; null where the shapes do not fit together. */
export function shapeOf(name: FunctionName | Operator, shapes: readonly Shape[]): Shape | null {
	if (name in whole) return [];
	const [a, b = a] = shapes as [Shape, Shape?];
	if (size(a) === 1 && b!.length) return b!;
	return sameShape(a, b!) || size(b!) === 1 ? a : null;
}

export const misfit = (shapes: readonly Shape[]): string =>
	`These have shapes ${listed(shapes.map(shapeName))}: they must be the same, or one a single number.`;

export function compute(name: FunctionName | Operator, args: readonly Values[], shape: Shape): Values {
	if (name in whole) {
		const results = args.map((x) => whole[name]!(x));
		return { shape, data: [results.length > 1 ? whole[name]!({ shape, data: results }) : results[0]!] };
	}
	const data = new Float64Array(size(shape));
	const [a, b] = args as [Values, Values?];
	if (!b) {
		const f = singles[name]!;
		for (let k = 0; k < data.length; k++) data[k] = f(a.data[k]!);
	} else {
		const f = pairs[name as '+'];
		const [oneA, oneB] = [size(a.shape) === 1, size(b.shape) === 1];
		for (let k = 0; k < data.length; k++) data[k] = f(a.data[oneA ? 0 : k]!, b.data[oneB ? 0 : k]!);
	}
	return { shape, data };
}
