import { fail } from '../errors.ts';
import { gemm, line, transposed, view } from '../kernels/gemm.ts';
import { byColumns, byRows, product as multiply } from '../kernels/product.ts';
import { outer, rowTimes, rowTimesTransposed } from '../kernels/vector.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { broadcastShape, repetition } from '../rules/broadcast.ts';
import { chain, product, sumRule } from '../rules/sum.ts';
import { shapeName, size, type Shape, type Tensor } from '../tensor.ts';
import { sym } from '../tex.ts';
import { placeOn } from '../taken.ts';
import { capital, the, where } from '../words.ts';

const batch = (shape: Shape) => shape.slice(0, -2);
const matrix = (shape: Shape) => [shape.at(-2)!, shape.at(-1)!] as const;

/** As in PyTorch, a list on the left is one row, and one on the right one column; its second axis is not in the product. */
const isList = ({ shape }: Tensor) => shape.length === 1;
const asRow = (shape: Shape): Shape => (shape.length === 1 ? [1, ...shape] : shape);
const asColumn = (shape: Shape): Shape => (shape.length === 1 ? [...shape, 1] : shape);

/** The shapes of both operands and of the product, with two axes at least. */
function shapesOf({ xs: [a, b], y: { shape } }: Call<void>): readonly [a: Shape, b: Shape, y: Shape] {
	const rows = isList(a!) ? [...shape.slice(0, isList(b!) ? undefined : -1), 1, ...shape.slice(-1)] : shape;
	return [asRow(a!.shape), asColumn(b!.shape), isList(b!) ? [...rows, 1] : rows];
}

/**
 * The sizes of a product with one matrix on the right: the matrices of a batch on the left lie one after another, so they
 * are one with many rows. Null where the right has a batch too, or is a list.
 */
function wholeOf({ xs: [a, b] }: Call<void>): { m: number; depth: number; n: number } | null {
	const { shape } = b!;
	if (shape.length !== 2) return null;
	let m = 1;
	for (let d = 0; d < a!.shape.length - 1; d++) m *= a!.shape[d]!;
	return { m, depth: shape[0]!, n: shape[1]! };
}

/** How equations index operands and product: a list has one index. */
const indices = ({ xs: [a, b] }: Call<void>) =>
	[
		isList(a!) ? 'k' : 'ik',
		isList(b!) ? 'k' : 'kj',
		`${isList(a!) ? '' : 'i'}${isList(b!) ? '' : 'j'}`
	] as const;

/** "every row of the input"; a list is one row. */
const lines = (x: Tensor, word: 'row' | 'column') => (isList(x) ? the(x) : `every ${word} of ${the(x)}`);

/** The matrices of a batch, one after another: row i begins at i × columns. */
const matrices = ({ data }: Tensor, shape: Shape) => {
	const [m, n] = matrix(shape);
	const [rows, columns] = [line(m, n), line(n, 1)];
	return (k: number) => view(data, k * m * n, rows, columns);
};

/** Where the row and the column that meet in a cell begin; the column goes on n numbers further each time. */
function met(c: Call<void>, cell: number) {
	const [left, right, y] = shapesOf(c);
	const [m, depth] = matrix(left);
	const n = y.at(-1)!;
	const [group, i, j] = [Math.floor(cell / (m * n)), Math.floor(cell / n) % m, cell % n];
	const row = (repetition(batch(y), batch(left)).source(group) * m + i) * depth;
	const column = repetition(batch(y), batch(right)).source(group) * depth * n + j;
	return { row, column, n };
}

const forward: Rule<void> = sumRule<void>({
	tex(c) {
		const [a, b, y] = indices(c);
		return `${sym(c.out, y)} = \\sum_k ${sym(c.xs[0]!, a)}\\, ${sym(c.xs[1]!, b)}`;
	},
	about: ({ xs: [a, b], out }) =>
		capital(
			`${lines(a!, 'row')} meets ${lines(b!, 'column')}: ${size(out.shape) === 1 ? 'a sum' : `${size(out.shape)} sums`} of ${a!.shape.at(-1)} products.`
		),
	reads: (c) => c.xs,
	run(c, out) {
		const [a, b] = c.xs;
		const whole = wholeOf(c);
		if (whole) {
			const { m, depth, n } = whole;
			if (m === 1) rowTimes(a!.data, 0, b!.data, 0, depth, n, out, 0);
			else multiply(m, n, depth, byRows(a!.data, depth), byRows(b!.data, n), out);
			return;
		}
		const [left, right, y] = shapesOf(c);
		const [m, depth] = matrix(left);
		const n = y.at(-1)!;
		const batches = size(batch(y));
		const [ra, rb] = [left, right].map((x) => repetition(batch(y), batch(x)));
		const [lefts, rights] = [matrices(a!, left), matrices(b!, right)];
		for (let k = 0; k < batches; k++) {
			gemm(m, n, depth, lefts(ra!.source(k)), rights(rb!.source(k)), out, k * m * n);
		}
	},
	terms: ({ xs: [a] }) => a!.shape.at(-1)!,
	term(c, cell, k) {
		const { row, column, n } = met(c, cell);
		return product([c.xs[0]!, row + k], [c.xs[1]!, column + k * n]);
	},
	values(c, cell) {
		const { row, column, n } = met(c, cell);
		const [a, b] = c.xs;
		return (k) => a!.data[row + k]! * b!.data[column + k * n]!;
	},
	*uses(c, slot, index): Iterable<Use> {
		const [left, right, y] = shapesOf(c);
		const mine = slot === 0 ? left : right;
		const [rows, columns] = matrix(mine);
		const [m, n] = matrix(y);
		const { times, repeat } = repetition(batch(y), batch(mine));
		const [r, col] = [Math.floor(index / columns) % rows, index % columns];
		for (let t = 0; t < times; t++) {
			const start = repeat(Math.floor(index / (rows * columns)), t) * m * n;
			if (slot === 0) for (let j = 0; j < n; j++) yield [start + r * n + j, col];
			else for (let i = 0; i < m; i++) yield [start + i * n + col, r];
		}
	},
	subject(c, cell) {
		const [a, b] = c.xs;
		const [m, n] = matrix(shapesOf(c)[2]);
		const row = isList(a!)
			? the(a!)
			: `${placeOn(a!, a!.shape.length - 2, Math.floor(cell / n) % m)} of ${the(a!)}`;
		return `${row} times ${isList(b!) ? the(b!) : `${placeOn(b!, b!.shape.length - 1, cell % n)} of ${the(b!)}`}`;
	}
});

/**
 * The gradient of the left operand is ∂L/∂Y·Bᵀ, of the right one Aᵀ·∂L/∂Y: the other operand is the local derivative.
 * A matrix that was repeated over the batch adds up the products of its repetitions.
 */
function gradient(side: 0 | 1): Rule<void> {
	const dims = (c: Call<void>) => {
		const shapes = shapesOf(c);
		const [m, n] = matrix(shapes[2]);
		const depth = shapes[0].at(-1)!;
		const groups = batch(shapes[2]);
		return {
			m,
			n,
			depth,
			terms: side === 0 ? n : m,
			shapes,
			mine: repetition(groups, batch(shapes[side])),
			other: repetition(groups, batch(shapes[side === 0 ? 1 : 0]))
		};
	};
	/** Of a list on the right, a product has one column: each number of the gradient is one product, and keeps its sign. */
	const isProduct = ({ xs: [a, b] }: Call<void>) => isList(b!) && (side === 0 || isList(a!));
	return sumRule<void>({
		start: (c) => (isProduct(c) ? -0 : 0),
		tex(c) {
			const { out, xs, dy } = c;
			const [a, b, y] = indices(c);
			const [mine, other, along] = side === 0 ? [a, b, 'j'] : [b, a, 'i'];
			// Of a list there is one row or column, and nothing to add along it.
			const sum = y.includes(along) ? `\\sum_${along} ` : '';
			return `${sym(out, mine)} = ${sum}${sym(xs[1 - side]!, other)}\\; ${sym(dy!, y)}`;
		},
		about: ({ xs, dy }) =>
			xs.some(isList)
				? `Every product gives each factor the other one, times the gradient that arrives: ${the(xs[1 - side]!)} times ${the(dy!)}.`
				: side === 0
					? `Every row of ${the(dy!)} meets every row of ${the(xs[1]!)}.`
					: `Every column of ${the(xs[0]!)} meets every column of ${the(dy!)}.`,
		reads: ({ xs, dy }) => [xs[1 - side]!, dy!],
		run(c, out) {
			const [row, d] = [c.xs[1 - side]!, c.dy!];
			if (isProduct(c)) {
				const n = size(row.shape);
				for (let i = 0; i < out.length; i++) out[i] = row.data[i % n]! * d.data[Math.floor(i / n)]!;
				return;
			}
			const whole = wholeOf(c);
			if (whole) {
				const { m, depth, n } = whole;
				if (m !== 1 && side === 0) multiply(m, depth, n, byRows(d.data, n), byColumns(row.data, n), out);
				else if (m !== 1) multiply(depth, n, m, byColumns(row.data, depth), byRows(d.data, n), out);
				// One row, as in a time step of one sequence.
				else if (side === 0) rowTimesTransposed(d.data, 0, row.data, 0, depth, n, out, 0);
				else outer(row.data, 0, depth, d.data, 0, n, out, 0);
				return;
			}
			const { m, n, depth, shapes, mine, other } = dims(c);
			const [rows, columns] = side === 0 ? [m, depth] : [depth, n];
			const count = out.length / (rows * columns);
			const [others, upstream] = [
				matrices(c.xs[1 - side]!, shapes[side === 0 ? 1 : 0]),
				matrices(c.dy!, shapes[2])
			];
			for (let k = 0; k < count; k++) {
				for (let t = 0; t < mine.times; t++) {
					const group = mine.repeat(k, t);
					const o = transposed(others(other.source(group)));
					const d = upstream(group);
					const [p, q, inner] = side === 0 ? [d, o, n] : [o, d, m];
					gemm(rows, columns, inner, p, q, out, k * rows * columns, t > 0);
				}
			}
		},
		...(side === 1 && { sum: sumOfOuter }),
		terms(c) {
			const { terms, mine } = dims(c);
			return terms * mine.times;
		},
		term(c, cell, s) {
			const { m, n, depth, terms, mine, other } = dims(c);
			const [rows, columns] = side === 0 ? [m, depth] : [depth, n];
			const [r, col] = [Math.floor(cell / columns) % rows, cell % columns];
			const group = mine.repeat(Math.floor(cell / (rows * columns)), Math.floor(s / terms));
			const k = s % terms;
			const [local, upstream]: [Cell, Cell] =
				side === 0
					? [
							[c.xs[1]!, other.source(group) * depth * n + col * n + k],
							[c.dy!, group * m * n + r * n + k]
						]
					: [
							[c.xs[0]!, other.source(group) * m * depth + k * depth + r],
							[c.dy!, group * m * n + k * n + col]
						];
			return chain(local, upstream);
		},
		*uses(c, slot, index): Iterable<Use> {
			const { m, n, depth, terms, mine, other } = dims(c);
			const [rows, columns] = side === 0 ? [m, depth] : [depth, n];
			const area = slot === 1 ? m * n : side === 0 ? depth * n : m * depth;
			const width = slot === 1 ? n : side === 0 ? n : depth;
			const [matrixAt, i, j] = [Math.floor(index / area), Math.floor((index % area) / width), index % width];
			for (let t = 0; t < (slot === 1 ? 1 : other.times); t++) {
				const group = slot === 1 ? matrixAt : other.repeat(matrixAt, t);
				const start = mine.source(group) * rows * columns;
				const first = mine.rank(group) * terms;
				if (side === 0 && slot === 0) for (let r = 0; r < m; r++) yield [start + r * depth + i, first + j];
				else if (side === 0) for (let k = 0; k < depth; k++) yield [start + i * depth + k, first + j];
				else if (slot === 0) for (let col = 0; col < n; col++) yield [start + j * n + col, first + i];
				else for (let k = 0; k < depth; k++) yield [start + k * n + j, first + i];
			}
		},
		subject: ({ out }, cell) => `${the(out)}${where(out, cell) && ` at ${where(out, cell)}`}`
	});
}

/** One row each, as over the time steps of one sequence: all of them as the rows of X and D, and the sum is Xᵀ·D. */
function sumOfOuter(calls: readonly Call<void>[], out: Float64Array): boolean {
	if (calls.some(({ dy }) => dy!.shape.length !== 2 || dy!.shape[0] !== 1)) return false;
	const rows = (x: (call: Call<void>) => Tensor, n: number) => {
		const data = new Float64Array(calls.length * n);
		calls.forEach((call, t) => data.set(x(call).data, t * n));
		return view(data, 0, line(calls.length, n), line(n, 1));
	};
	const n = calls[0]!.dy!.shape[1]!;
	const depth = out.length / n;
	const x = rows((call) => call.xs[0]!, depth);
	gemm(
		depth,
		n,
		calls.length,
		transposed(x),
		rows((call) => call.dy!, n),
		out,
		0
	);
	return true;
}

const rules = [gradient(0), gradient(1)] as const;

export const matmul: Op<void> = {
	name: 'matmul',
	family: 'matrix',
	summary:
		'The matrix product, for every matrix of a batch; axes before the last two broadcast, and a list is one row on the left, one column on the right.',
	inputs: ['a', 'b'],
	shape([a, b]) {
		for (const x of [a!, b!]) {
			if (!x.length)
				fail(
					'shape',
					'matmul takes matrices or lists, but one operand is a single number: use mul, or reshape it to [1]'
				);
		}
		const [left, right] = [asRow(a!), asColumn(b!)];
		const [columns, rows] = [left.at(-1)!, right.at(-2)!];
		if (columns !== rows) {
			fail(
				'shape',
				`matmul: ${shapeName(a!)} times ${shapeName(b!)} does not fit, because the left has ${columns} columns and the right ${rows} rows: these two must be equal`
			);
		}
		return [
			...broadcastShape('matmul', batch(left), batch(right)),
			...(a!.length === 1 ? [] : [left.at(-2)!]),
			...(b!.length === 1 ? [] : [right.at(-1)!])
		];
	},
	along({ xs: [a, b], y }) {
		const [row, column] = [a!.shape.length > 1, b!.shape.length > 1];
		const last = y.shape.length - Number(row) - Number(column);
		/** Of matrices that lie one after the other, those that are as many in one of both. */
		const batch = (d: number) => {
			const at = d - last - 2;
			const k = [a!, b!].findIndex(({ shape }) => shape.at(at) === y.shape[d] && shape.length >= -at);
			return k < 0 ? null : ([k, at] as const);
		};
		return y.shape.map((_, d) => (d < last ? batch(d) : row && d === last ? [0, -2] : [1, -1]));
	},
	forward,
	backward: (k) => rules[k as 0 | 1],
	example: () => ({
		xs: [
			{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
			{ shape: [3, 2], values: [1, 0, -1, 2, 0.5, 1] }
		],
		attrs: undefined
	}),
	sample(random) {
		const [m, k, n] = [random.integer(1, 6), random.integer(1, 5), random.integer(1, 6)];
		const lead = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 3));
		const thin = (): number[] =>
			lead.map((d) => (random.next() < 0.3 ? 1 : d)).slice(random.next() < 0.3 ? lead.length : 0);
		const [left, right] = [
			random.next() < 0.2 ? [k] : [...thin(), m, k],
			random.next() < 0.2 ? [k] : [...thin(), k, n]
		];
		return { xs: [{ shape: left }, { shape: right }], attrs: undefined };
	}
};
