import { fail } from '../errors.ts';
import { gemm, places, transposed, view } from '../kernels/gemm.ts';
import { outer, rowTimes, rowTimesTransposed } from '../kernels/vector.ts';
import type { Call, Cell, Op, Rule, Use } from '../op.ts';
import { broadcastShape, repetition } from '../rules/broadcast.ts';
import { chain, product, sumRule } from '../rules/sum.ts';
import { shapeName, size, type Shape, type Tensor } from '../tensor.ts';
import { sym } from '../tex.ts';
import { the, where } from '../words.ts';

const batch = (shape: Shape) => shape.slice(0, -2);
const matrix = (shape: Shape) => [shape.at(-2)!, shape.at(-1)!] as const;

/** The matrices of a batch, one after another: row i begins at i × columns. */
const matrices = ({ data, shape }: Tensor) => {
	const [m, n] = matrix(shape);
	const [rows, columns] = [places([m, n]), places([n, 1])];
	return (k: number) => view(data, k * m * n, rows, columns);
};

/** Where the row and the column that meet in a cell begin; the column goes on n numbers further each time. */
function met({ xs: [a, b], y }: Call<void>, cell: number) {
	const [m, depth] = matrix(a!.shape);
	const n = y.shape.at(-1)!;
	const [group, i, j] = [Math.floor(cell / (m * n)), Math.floor(cell / n) % m, cell % n];
	const row = (repetition(batch(y.shape), batch(a!.shape)).source(group) * m + i) * depth;
	const column = repetition(batch(y.shape), batch(b!.shape)).source(group) * depth * n + j;
	return { row, column, n };
}

const forward: Rule<void> = sumRule<void>({
	tex: ({ out, xs: [a, b] }) => `${sym(out, 'ij')} = \\sum_k ${sym(a!, 'ik')}\\, ${sym(b!, 'kj')}`,
	about: ({ xs: [a, b], out }) =>
		`Every row of ${the(a!)} meets every column of ${the(b!)}: ${out.data.length} sums of ${a!.shape.at(-1)} products.`,
	reads: (c) => c.xs,
	run({ xs: [a, b], y }, out) {
		const [m, depth] = matrix(a!.shape);
		const n = y.shape.at(-1)!;
		if (m === 1 && y.shape.length === 2) return rowTimes(a!.data, 0, b!.data, 0, depth, n, out, 0);
		const batches = size(batch(y.shape));
		const [ra, rb] = [a!, b!].map((x) => repetition(batch(y.shape), batch(x.shape)));
		const [left, right] = [matrices(a!), matrices(b!)];
		for (let k = 0; k < batches; k++) {
			gemm(m, n, depth, left(ra!.source(k)), right(rb!.source(k)), out, k * m * n);
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
	*uses({ xs, y }, slot, index): Iterable<Use> {
		const [rows, columns] = matrix(xs[slot]!.shape);
		const [m, n] = matrix(y.shape);
		const { times, repeat } = repetition(batch(y.shape), batch(xs[slot]!.shape));
		const [r, col] = [Math.floor(index / columns) % rows, index % columns];
		for (let t = 0; t < times; t++) {
			const start = repeat(Math.floor(index / (rows * columns)), t) * m * n;
			if (slot === 0) for (let j = 0; j < n; j++) yield [start + r * n + j, col];
			else for (let i = 0; i < m; i++) yield [start + i * n + col, r];
		}
	},
	subject: ({ xs: [a, b], y }, cell) => {
		const n = y.shape.at(-1)!;
		const [i, j] = [Math.floor(cell / n) % y.shape.at(-2)!, cell % n];
		return `row ${i} of ${the(a!)} times column ${j} of ${the(b!)}`;
	}
});

/**
 * The gradient of the left operand is ∂L/∂Y·Bᵀ, of the right one Aᵀ·∂L/∂Y: the other operand is the local derivative.
 * A matrix that was repeated over the batch adds up the products of its repetitions.
 */
function gradient(side: 0 | 1): Rule<void> {
	const dims = ({ xs, y }: Call<void>) => {
		const [m, n] = matrix(y.shape);
		const depth = xs[0]!.shape.at(-1)!;
		const groups = batch(y.shape);
		return {
			m,
			n,
			depth,
			terms: side === 0 ? n : m,
			mine: repetition(groups, batch(xs[side]!.shape)),
			other: repetition(groups, batch(xs[1 - side]!.shape))
		};
	};
	return sumRule<void>({
		tex: ({ out, xs, dy }) =>
			side === 0
				? `${sym(out, 'ik')} = \\sum_j ${sym(xs[1]!, 'kj')}\\; ${sym(dy!, 'ij')}`
				: `${sym(out, 'kj')} = \\sum_i ${sym(xs[0]!, 'ik')}\\; ${sym(dy!, 'ij')}`,
		about: ({ xs, dy }) =>
			side === 0
				? `Every row of ${the(dy!)} meets every row of ${the(xs[1]!)}.`
				: `Every column of ${the(xs[0]!)} meets every column of ${the(dy!)}.`,
		reads: ({ xs, dy }) => [xs[1 - side]!, dy!],
		run(c, out) {
			const [row, d] = [c.xs[1 - side]!, c.dy!];
			if (d.shape.length === 2 && d.shape[0] === 1) {
				// One row, as in a time step of one sequence.
				const n = d.shape[1]!;
				if (side === 0) rowTimesTransposed(d.data, 0, row.data, 0, out.length, n, out, 0);
				else outer(row.data, 0, row.data.length, d.data, 0, n, out, 0);
				return;
			}
			const { m, n, depth, mine, other } = dims(c);
			const [rows, columns] = side === 0 ? [m, depth] : [depth, n];
			const count = out.length / (rows * columns);
			const [others, upstream] = [matrices(c.xs[1 - side]!), matrices(c.dy!)];
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
		terms({ xs, y }) {
			const [m, n] = matrix(y.shape);
			const [rows, columns] = matrix(xs[side]!.shape);
			const times = (y.data.length / (m * n)) * ((rows * columns) / xs[side]!.data.length);
			return (side === 0 ? n : m) * times;
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
		subject: ({ out }, cell) => `${out.label}${where(out, cell) && ` at ${where(out, cell)}`}`
	});
}

/** One row each, as over the time steps of one sequence: all of them as the rows of X and D, and the sum is Xᵀ·D. */
function sumOfOuter(calls: readonly Call<void>[], out: Float64Array): boolean {
	if (calls.some(({ dy }) => dy!.shape.length !== 2 || dy!.shape[0] !== 1)) return false;
	const rows = (x: (call: Call<void>) => Tensor, n: number) => {
		const data = new Float64Array(calls.length * n);
		calls.forEach((call, t) => data.set(x(call).data, t * n));
		return view(data, 0, places([calls.length, n]), places([n, 1]));
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
	summary: 'The matrix product, for every matrix of a batch; axes before the last two broadcast.',
	inputs: ['a', 'b'],
	shape([a, b]) {
		for (const x of [a!, b!]) {
			if (x.length < 2)
				fail(
					'shape',
					`matmul takes matrices, but one operand has shape ${shapeName(x)}: reshape it to two axes, such as 1×${size(x)}`
				);
		}
		const [columns, rows] = [a!.at(-1)!, b!.at(-2)!];
		if (columns !== rows) {
			fail(
				'shape',
				`matmul: ${shapeName(a!)} times ${shapeName(b!)} does not fit, because the left has ${columns} columns and the right ${rows} rows: these two must be equal`
			);
		}
		return [...broadcastShape('matmul', batch(a!), batch(b!)), a!.at(-2)!, b!.at(-1)!];
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
		const thin = () =>
			lead.map((d) => (random.next() < 0.3 ? 1 : d)).slice(random.next() < 0.3 ? lead.length : 0);
		return { xs: [{ shape: [...thin(), m, k] }, { shape: [...thin(), k, n] }], attrs: undefined };
	}
};
