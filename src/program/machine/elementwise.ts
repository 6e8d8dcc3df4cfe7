/** Number by number, with broadcasting, on what has no gradient: comparisons, logic, whole numbers. */
import { fail } from '#engine/errors.ts';
import { shapeName, size, strides, type Shape } from '#engine';

type Function = (a: number, b: number, c: number) => number;

const truth = (holds: boolean) => (holds ? 1 : 0);

const FUNCTIONS: Readonly<Record<string, Function>> = {
	same: (a) => a,
	eq: (a, b) => truth(a === b),
	ne: (a, b) => truth(a !== b),
	lt: (a, b) => truth(a < b),
	le: (a, b) => truth(a <= b),
	gt: (a, b) => truth(a > b),
	ge: (a, b) => truth(a >= b),
	and: (a, b) => truth(a !== 0 && b !== 0),
	or: (a, b) => truth(a !== 0 || b !== 0),
	xor: (a, b) => truth((a !== 0) !== (b !== 0)),
	not: (a) => truth(a === 0),
	isnan: (a) => truth(Number.isNaN(a)),
	isinf: (a) => truth(Math.abs(a) === Infinity),
	isfinite: (a) => truth(Number.isFinite(a)),
	add: (a, b) => a + b,
	sub: (a, b) => a - b,
	mul: (a, b) => a * b,
	div: (a, b) => a / b,
	floorDivide: (a, b) => Math.floor(a / b),
	// As in Python, of the sign of what is divided by.
	remainder: (a, b) => a - Math.floor(a / b) * b,
	fmod: (a, b) => a % b,
	bitAnd: (a, b) => Number(BigInt(a) & BigInt(b)),
	bitOr: (a, b) => Number(BigInt(a) | BigInt(b)),
	bitXor: (a, b) => Number(BigInt(a) ^ BigInt(b)),
	bitNot: (a) => -a - 1,
	pow: (a, b) => a ** b,
	neg: (a) => -a,
	abs: Math.abs,
	maximum: (a, b) => Math.max(a, b),
	minimum: (a, b) => Math.min(a, b),
	truncate: Math.trunc,
	round: (a) => {
		const near = Math.round(a);
		return near - a === 0.5 && near % 2 !== 0 ? near - 1 : near;
	},
	ceil: Math.ceil,
	floor: Math.floor,
	where: (a, b, c) => (a !== 0 ? b : c)
};

export interface Numbers {
	readonly data: Float64Array;
	readonly shape: Shape;
}

export function elementwise(kind: string, xs: readonly Numbers[]): Numbers {
	const f = FUNCTIONS[kind]!;
	const shape = broadcast(xs.map((x) => x.shape));
	const steps = xs.map((x) => stepsOver(x.shape, shape));
	const out = new Float64Array(size(shape));
	const place = new Array<number>(shape.length).fill(0);
	const at = xs.map(() => 0);
	for (let k = 0; k < out.length; k++) {
		out[k] = f(xs[0]!.data[at[0]!]!, xs[1]?.data[at[1]!] ?? 0, xs[2]?.data[at[2]!] ?? 0);
		for (let d = shape.length - 1; d >= 0; d--) {
			place[d]!++;
			for (let x = 0; x < xs.length; x++) at[x]! += steps[x]![d]!;
			if (place[d]! < shape[d]!) break;
			for (let x = 0; x < xs.length; x++) at[x]! -= steps[x]![d]! * shape[d]!;
			place[d] = 0;
		}
	}
	return { data: out, shape };
}

/** The shape that holds all of them; says as PyTorch does where there is none. */
export function broadcast(shapes: readonly Shape[]): Shape {
	const rank = Math.max(...shapes.map((shape) => shape.length));
	return Array.from({ length: rank }, (_, d) => {
		const sizes = shapes.map((shape) => shape[d - rank + shape.length] ?? 1).filter((n) => n !== 1);
		if (new Set(sizes).size > 1)
			fail(
				'shape',
				`the shapes ${shapes.map(shapeName).join(' and ')} do not fit each other along axis ${d}: ${sizes.join(' and ')} must be the same, or one of them 1`
			);
		return sizes[0] ?? 1;
	});
}

/** How far to go in `shape`'s array for a step along each axis of `over`; 0 where it is repeated. */
function stepsOver(shape: Shape, over: Shape): number[] {
	const own = strides(shape);
	return over.map((_, d) => {
		const k = d - over.length + shape.length;
		return k < 0 || shape[k] === 1 ? 0 : own[k]!;
	});
}
