import { fail } from '../errors.ts';
import { move } from '../rules/move.ts';
import { coordinates, shapeName, strides, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { capital, the } from '../words.ts';

export interface Transpose {
	/** Which input axis each output axis is; the last two are swapped where left out. */
	axes?: readonly number[];
}

function permutation(x: Shape, attrs: Transpose | undefined): readonly number[] {
	const all = x.map((_, d) => d);
	const given = attrs?.axes;
	if (given === undefined) {
		if (x.length < 2)
			fail(
				'shape',
				`transpose swaps the last two axes, but the input has shape ${shapeName(x)}: give it two axes or more, or say which axes go where`
			);
		return [...all.slice(0, -2), x.length - 1, x.length - 2];
	}
	const axes = Array.isArray(given) ? given.map((a: number) => (a < 0 ? a + x.length : a)) : [];
	if (axes.length !== x.length || all.some((d) => !axes.includes(d))) {
		fail(
			'attribute',
			`transpose: axes are ${JSON.stringify(given)}, but the input has shape ${shapeName(x)}: name each of its axes, ${JSON.stringify(all)}, once in the order you want`
		);
	}
	return axes;
}

/** Maps a cell of a shape to the cell that `other` gives its coordinates, permuted. */
function mapping(shape: Shape, steps: readonly number[]) {
	if (shape.length === 2) {
		const [n, down, right] = [shape[1]!, steps[0]!, steps[1]!];
		return (cell: number) => Math.floor(cell / n) * down + (cell % n) * right;
	}
	return (cell: number) => {
		let out = 0;
		coordinates(shape, cell).forEach((at, d) => (out += at * steps[d]!));
		return out;
	};
}

const letters = (axes: readonly number[]) => axes.map((d) => 'ijklmnpq'[d] ?? `a_{${d}}`).join('');

export const transpose = move<Transpose>({
	name: 'transpose',
	summary: 'Swaps axes: rows become columns.',
	attributes: { axes: 'which input axis each output axis is (the last two are swapped)' },
	shape: ([x], attrs) => permutation(x!, attrs).map((d) => x![d]!),
	about: ({ xs: [x], out, attrs }) => {
		const shapes = `${shapeName(x!.shape)} becomes ${shapeName(out.shape)}`;
		const axes = permutation(x!.shape, attrs);
		if (axes.every((d, k) => d === k))
			return `${capital(the(x!))} stays as it is: no axis changes its place.`;
		const last = x!.shape.length - 1;
		const turned = axes.every((d, k) => d === (k < last - 1 ? k : 2 * last - 1 - k));
		return turned
			? `The rows of ${the(x!)} become columns: ${shapes}.`
			: `The axes of ${the(x!)} change places: ${shapes}.`;
	},
	tex({ xs: [x], out, attrs }) {
		const axes = permutation(x!.shape, attrs);
		return `${sym(out, letters(axes))} = ${sym(x!, letters(x!.shape.map((_, d) => d)))}`;
	},
	from([x], attrs, y) {
		const steps = strides(x!.shape);
		const origin = mapping(
			y.shape,
			permutation(x!.shape, attrs).map((d) => steps[d]!)
		);
		return (cell) => [0, origin(cell)];
	},
	turns([x], attrs) {
		const [m, n, ...rest] = x!.shape as readonly [number, number];
		return rest.length || permutation(x!.shape, attrs)[0] !== 1 ? null : [m, n];
	},
	to([x], attrs, y) {
		const axes = permutation(x!.shape, attrs);
		const steps = strides(y.shape);
		return mapping(
			x!.shape,
			axes.map((_, d) => steps[axes.indexOf(d)]!)
		);
	},
	example: () => ({ xs: [{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }], attrs: {} }),
	sample(random) {
		const shape = Array.from({ length: random.integer(2, 4) }, () => random.integer(1, 3));
		if (random.next() < 0.3) return { xs: [{ shape }], attrs: {} };
		const axes = shape.map((_, d) => d);
		for (let k = axes.length - 1; k > 0; k--) {
			const other = random.integer(0, k);
			[axes[k], axes[other]] = [axes[other]!, axes[k]!];
		}
		if (random.next() < 0.5) axes[0]! -= shape.length;
		return { xs: [{ shape }], attrs: { axes } };
	}
});
