/** Ops that move numbers and change none: they say which cell each output cell comes from, and where each input cell goes. */
import { turn } from '../kernels/vector.ts';
import { PADDING, type Call, type Cell, type Op, type Rule, type Use } from '../op.ts';
import { coordinates, type Shape, type Tensor, size } from '../tensor.ts';
import { sym, val, valueOf } from '../tex.ts';
import { at, capital, withValue, the } from '../words.ts';
import { asItIs, slope, sumRule } from './sum.ts';

/** Input k, and its cell. */
export type Origin = readonly [k: number, index: number];

export interface Move<A> extends Pick<
	Op<A>,
	'name' | 'summary' | 'attributes' | 'torch' | 'shape' | 'example' | 'sample'
> {
	variadic?: boolean;
	about(call: Call<A>): string;
	tex(call: Call<A>): string;
	/** Where each output cell comes from; what can be computed once for all cells is. */
	from(xs: readonly Tensor[], attrs: A, y: Tensor): (cell: number) => Origin;
	/** How many numbers of input k, or of the output where k is left out, always move together; 1 where left out. */
	block?(xs: readonly Tensor[], attrs: A, k?: number): number;
	/** Rows and columns, where a matrix is turned and nothing else. */
	turns?(xs: readonly Tensor[], attrs: A): readonly [m: number, n: number] | null;
	/** Where each cell of input k goes; PADDING where it is not taken. */
	to(xs: readonly Tensor[], attrs: A, y: Tensor, k: number): (index: number) => number;
}

const indices = (shape: Shape, cell: number) => coordinates(shape, cell).join(',');

export function move<A>(spec: Move<A>): Op<A> {
	const from = ({ xs, attrs, y }: Call<A>) => spec.from(xs, attrs, y);
	const to = ({ xs, attrs, y }: Call<A>, k: number) => spec.to(xs, attrs, y, k);
	const forward: Rule<A> = {
		tex: spec.tex,
		about: spec.about,
		reads: (c) => c.xs,
		run(c, out) {
			const [{ data }] = c.xs as [Tensor];
			const matrix = spec.turns?.(c.xs, c.attrs);
			if (matrix) return turn(data, ...matrix, out);
			if (!spec.variadic && data.length === out.length) {
				// Each number is sent to its place: that needs no pair for where a cell comes from.
				const place = to(c, 0);
				const block = spec.block?.(c.xs, c.attrs, 0) ?? 1;
				for (let i = 0; i < out.length; i += block) {
					const cell = place(i);
					for (let j = 0; j < block; j++) out[cell + j] = data[i + j]!;
				}
				return;
			}
			const origin = from(c);
			const block = spec.block?.(c.xs, c.attrs) ?? 1;
			for (let i = 0; i < out.length; i += block) {
				const [k, index] = origin(i);
				const { data } = c.xs[k]!;
				for (let j = 0; j < block; j++) out[i + j] = data[index + j]!;
			}
		},
		steps: () => 1,
		step(c, cell) {
			const [k, index] = from(c)(cell);
			const read: Cell = [c.xs[k]!, index];
			return {
				reads: [read],
				value: valueOf(read),
				tex: `${sym(c.out, indices(c.out.shape, cell))} = ${sym(read[0], indices(read[0].shape, index))} = ${val(read, false)}`,
				text: capital(`${withValue(read)} becomes ${at([c.out, cell])}, unchanged.`)
			};
		},
		*uses(c, slot, index): Iterable<Use> {
			const cell = to(c, slot)(index);
			if (cell !== PADDING) yield [cell, 0];
		}
	};
	const gradient = (k: number) =>
		sumRule<A>({
			tex: (c) =>
				size(c.out.shape) > size(c.y.shape) && !spec.variadic
					? `${sym(c.out, 'i')} = \\begin{cases} 1 \\cdot ${sym(c.dy!, 'j')} & \\text{taken as cell } j \\\\ 0 & \\text{not taken} \\end{cases}`
					: `${sym(c.out, 'i')} = 1 \\cdot ${sym(c.dy!, 'j')} \\qquad ${sym(c.xs[k]!, 'i')} = ${sym(c.y, 'j')}`,
			about: (c) =>
				`The numbers of ${the(c.xs[k]!)} were moved and not changed, so their gradients move back unchanged${size(c.out.shape) > size(c.y.shape) && !spec.variadic ? '; those that were not taken get 0' : ''}.`,
			reads: (c) => [c.dy!],
			run(c, out) {
				const dy = c.dy!.data;
				const matrix = spec.turns?.(c.xs, c.attrs);
				if (matrix) return turn(dy, matrix[1], matrix[0], out);
				const place = to(c, k);
				const block = spec.block?.(c.xs, c.attrs, k) ?? 1;
				for (let i = 0; i < out.length; i += block) {
					const cell = place(i);
					if (cell === PADDING) out.fill(0, i, i + block);
					else for (let j = 0; j < block; j++) out[i + j] = dy[cell + j]!;
				}
			},
			sum(calls, out) {
				// Added one by one, a number that is not taken counts as 0: only what all take begins as it is.
				out.fill(-0);
				const taken = new Int32Array(out.length);
				for (const c of calls) {
					const origin = from(c);
					const dy = c.dy!.data;
					const block = spec.block?.(c.xs, c.attrs) ?? 1;
					for (let i = 0; i < dy.length; i += block) {
						const [m, index] = origin(i);
						if (m !== k) continue;
						for (let j = 0; j < block; j++) {
							out[index + j]! += dy[i + j]!;
							taken[index + j]!++;
						}
					}
				}
				for (let i = 0; i < out.length; i++) if (taken[i]! < calls.length) out[i]! += 0;
				return true;
			},
			terms: () => 1,
			start: asItIs,
			term(c, index) {
				const cell = to(c, k)(index);
				if (cell !== PADDING) return slope(1, [c.dy!, cell]);
				const note = 'this number was not taken, so nothing depends on it: its gradient is 0';
				return { reads: [], value: 0, local: 0, upstream: [c.dy!, PADDING], note };
			},
			*uses(c, _, cell): Iterable<Use> {
				const [m, index] = from(c)(cell);
				if (m === k) yield [index, 0];
			}
		});
	const rules: Rule<A>[] = [];
	return {
		name: spec.name,
		family: 'shape',
		summary: spec.summary,
		inputs: ['x'],
		...(spec.variadic && { variadic: true }),
		...(spec.attributes && { attributes: spec.attributes }),
		...(spec.torch && { torch: spec.torch }),
		shape: spec.shape,
		origin: spec.from,
		forward,
		backward: (k) => (rules[k] ??= gradient(k)),
		example: spec.example,
		sample: spec.sample
	};
}

/** A reshape keeps the row-major order, so every cell keeps its flat index. */
export const inOrder = {
	from:
		() =>
		(cell: number): Origin => [0, cell],
	to: () => (index: number) => index
};
