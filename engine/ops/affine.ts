/**
 * An image that is turned, shifted, stretched or sheared: each pixel of the result looks up a place of the image, between
 * four pixels, and mixes them by how near they are (bilinear). As F.grid_sample(x, F.affine_grid(θ, …)) with
 * align_corners=False and zeros outside. Jaderberg et al., Spatial Transformer Networks, 2015.
 */
import { fail } from '../errors.ts';
import { PADDING, type Call, type Cell, type Op, type Use } from '../op.ts';
import { computed, slope, sumRule } from '../rules/sum.ts';
import { shapeName } from '../tensor.ts';
import { plain, sym, val, valueOf, wrap } from '../tex.ts';
import { the, where, withValue } from '../words.ts';

export interface Affine {
	/**
	 * θ, row by row: [a, b, c, d, e, f]. A pixel at x, y, both from −1 at the left and top edge to 1, looks up a·x + b·y + c
	 * and d·x + e·y + f.
	 */
	matrix: readonly number[];
}

/** Of one image: which pixels each pixel mixes (PADDING outside), and their weights, four by four. */
interface Mix {
	readonly from: Int32Array;
	readonly weights: Float64Array;
	/** The places in `from` at which each pixel is read, in order. */
	readonly readers: readonly (readonly number[])[];
	/** The most that any pixel is read. */
	readonly most: number;
}

const mixes = new WeakMap<readonly number[], Map<string, Mix>>();

/** Told from the matrix and the size of the image alone, and asked for at every cell. */
function mixOf({ xs: [x], attrs: { matrix } }: Pick<Call<Affine>, 'xs' | 'attrs'>): Mix {
	const [rows, columns] = [x!.shape[2]!, x!.shape[3]!];
	const known = mixes.get(matrix) ?? new Map<string, Mix>();
	mixes.set(matrix, known);
	const key = `${rows} ${columns}`;
	const found = known.get(key) ?? mix(rows, columns, matrix);
	known.set(key, found);
	return found;
}

function mix(rows: number, columns: number, [a, b, c, d, e, f]: readonly number[]): Mix {
	const from = new Int32Array(4 * rows * columns);
	const weights = new Float64Array(4 * rows * columns);
	const readers: number[][] = Array.from({ length: rows * columns }, () => []);
	for (let i = 0, at = 0; i < rows; i++) {
		for (let j = 0; j < columns; j++) {
			const [x, y] = [(2 * j + 1) / columns - 1, (2 * i + 1) / rows - 1];
			const column = ((a! * x + b! * y + c! + 1) * columns - 1) / 2;
			const row = ((d! * x + e! * y + f! + 1) * rows - 1) / 2;
			const [left, top] = [Math.floor(column), Math.floor(row)];
			for (const [down, across] of [
				[0, 0],
				[0, 1],
				[1, 0],
				[1, 1]
			] as const) {
				const [m, n] = [top + down, left + across];
				const inside = m >= 0 && n >= 0 && m < rows && n < columns;
				from[at] = inside ? m * columns + n : PADDING;
				weights[at] = (across ? column - left : left + 1 - column) * (down ? row - top : top + 1 - row);
				if (inside) readers[from[at]!]!.push(at);
				at++;
			}
		}
	}
	return { from, weights, readers, most: Math.max(1, ...readers.map((list) => list.length)) };
}

const areaOf = ({ xs: [x] }: Pick<Call<Affine>, 'xs'>) => x!.shape[2]! * x!.shape[3]!;

const forward = sumRule<Affine>({
	tex: ({ out, xs: [x] }) =>
		`${sym(out, 'i,j')} = \\sum_{\\text{4 neighbours}} w\\, ${sym(x!, "i',j'")} \\qquad (i', j') \\text{ around } \\theta\\, (x_j, y_i, 1)^\\top`,
	about: ({ xs: [x] }) =>
		`Every pixel looks up a place of ${the(x!)}, and mixes the four pixels around it; outside of the image there is 0.`,
	reads: (c) => c.xs,
	run(c, out) {
		const { from, weights } = mixOf(c);
		const area = areaOf(c);
		const { data } = c.xs[0]!;
		for (let image = 0; image < out.length; image += area) {
			for (let p = 0; p < area; p++) {
				let sum = 0;
				for (let k = 4 * p; k < 4 * p + 4; k++)
					sum += from[k] === PADDING ? 0 : weights[k]! * data[image + from[k]!]!;
				out[image + p] = sum;
			}
		}
	},
	terms: () => 4,
	term(c, cell, s) {
		const { from, weights } = mixOf(c);
		const area = areaOf(c);
		const [image, k] = [Math.floor(cell / area), 4 * (cell % area) + s];
		if (from[k] === PADDING)
			return computed(0, [], '0', 'this neighbour lies outside of the image, where there is 0');
		const read: Cell = [c.xs[0]!, image * area + from[k]!];
		const value = weights[k]! * valueOf(read);
		return computed(
			value,
			[read],
			`${wrap(weights[k]!)} \\times ${val(read)}`,
			`${plain(weights[k]!)} of ${withValue(read)} is ${plain(value)}`
		);
	},
	*uses(c, _, index): Iterable<Use> {
		const area = areaOf(c);
		const image = Math.floor(index / area);
		for (const k of mixOf(c).readers[index % area]!) yield [image * area + (k >> 2), k & 3];
	}
});

const gradient = sumRule<Affine>({
	tex: ({ out, dy }) => `${sym(out, "i',j'")} = \\sum_{\\text{pixels that mixed it}} w\\, ${sym(dy!, 'i,j')}`,
	about: ({ xs: [x] }) =>
		`Every pixel of ${the(x!)} gets, of each pixel that it was mixed into, the gradient times its weight.`,
	reads: ({ dy }) => [dy!],
	run(c, out) {
		const { from, weights } = mixOf(c);
		const area = areaOf(c);
		const dy = c.dy!.data;
		out.fill(0);
		for (let image = 0; image < dy.length; image += area)
			for (let k = 0; k < 4 * area; k++)
				if (from[k] !== PADDING) out[image + from[k]!]! += weights[k]! * dy[image + (k >> 2)]!;
	},
	terms: (c) => mixOf(c).most,
	term(c, cell, s) {
		const { readers, weights } = mixOf(c);
		const area = areaOf(c);
		const k = readers[cell % area]![s];
		const place = where(c.out, cell);
		if (k === undefined)
			return {
				reads: [],
				value: 0,
				local: 0,
				upstream: [c.dy!, PADDING],
				note: s
					? `no more pixels mixed ${place}, so nothing is added`
					: `no pixel mixed ${place}: its gradient is 0`
			};
		return slope(weights[k]!, [c.dy!, Math.floor(cell / area) * area + (k >> 2)]);
	},
	*uses(c, _, index): Iterable<Use> {
		const { from, readers } = mixOf(c);
		const area = areaOf(c);
		const [image, p] = [Math.floor(index / area), index % area];
		for (let k = 4 * p; k < 4 * p + 4; k++)
			if (from[k] !== PADDING) yield [image * area + from[k]!, readers[from[k]!]!.indexOf(k)];
	}
});

export const affine: Op<Affine> = {
	name: 'affine',
	family: 'shape',
	summary: 'Turns, shifts, stretches or shears images: every pixel mixes the four pixels around a place.',
	inputs: ['x'],
	attributes: {
		matrix:
			'six numbers, row by row: a pixel at x, y, both from −1 to 1, looks up a·x + b·y + c and d·x + e·y + f'
	},
	torch:
		"F.grid_sample(x, F.affine_grid(torch.tensor(a['matrix'], dtype=x.dtype).reshape(1, 2, 3).expand(x.shape[0], 2, 3), x.shape, align_corners=False), align_corners=False)",
	shape([x], attrs) {
		if (x!.length !== 4)
			fail('shape', `affine: the input has shape ${shapeName(x!)}: give images × channels × rows × columns`);
		const matrix: unknown = attrs?.matrix;
		if (!Array.isArray(matrix) || matrix.length !== 6 || !matrix.every(Number.isFinite))
			fail(
				'attribute',
				`affine: the matrix is ${JSON.stringify(matrix)}: give six finite numbers, such as [1, 0, 0, 0, 1, 0]`
			);
		return x!;
	},
	forward,
	backward: () => gradient,
	example: () => ({
		xs: [{ shape: [1, 1, 3, 3], values: [0, 0, 1, 0, 2, 0, 0, 0, 4] }],
		attrs: { matrix: [1, 0, 1 / 3, 0, 1, 0] }
	}),
	sample(random) {
		const shape = [random.integer(1, 2), random.integer(1, 2), random.integer(1, 4), random.integer(1, 4)];
		return { xs: [{ shape }], attrs: { matrix: Array.from({ length: 6 }, () => random.between(-1, 1)) } };
	}
};
