import { move } from '../rules/move.ts';
import { axisOf, size, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { axisNames, the } from '../words.ts';

export interface Flip {
	/** The axis whose places are taken in reverse; the last where left out: an image is mirrored from left to right. */
	axis?: number;
}

const axisIn = (x: Shape, attrs: Flip | undefined) => axisOf(x, attrs?.axis ?? -1, 'flip');

/** What it does to a cell; twice, it leads back. */
function mirrored(x: Shape, attrs: Flip | undefined): (cell: number) => number {
	const axis = axisIn(x, attrs);
	const [n, behind] = [x[axis]!, size(x.slice(axis + 1))];
	return (cell) => {
		const place = Math.floor(cell / behind) % n;
		return cell + (n - 1 - 2 * place) * behind;
	};
}

export const flip = move<Flip>({
	name: 'flip',
	summary: 'Takes the places along an axis in reverse: an image is mirrored.',
	attributes: { axis: 'the axis that is reversed (the last)' },
	torch: "x.flip(a.get('axis', -1))",
	shape([x], attrs) {
		axisIn(x!, attrs);
		return x!;
	},
	about({ xs: [x], attrs }) {
		return `Every ${axisNames(x!)[axisIn(x!.shape, attrs)]} of ${the(x!)} changes places with the one that lies as far from the other end.`;
	},
	tex({ xs: [x], out, attrs }) {
		const axis = axisIn(x!.shape, attrs);
		const places = (k: string) => x!.shape.map((_, d) => (d === axis ? k : '\\cdot')).join(',');
		return `${sym(out, places('i'))} = ${sym(x!, places(`${x!.shape[axis]! - 1} - i`))}`;
	},
	from([x], attrs) {
		const mirror = mirrored(x!.shape, attrs);
		return (cell) => [0, mirror(cell)];
	},
	to: ([x], attrs) => mirrored(x!.shape, attrs),
	block: ([x], attrs) => size(x!.shape.slice(axisIn(x!.shape, attrs) + 1)),
	example: () => ({ xs: [{ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }], attrs: { axis: -1 } }),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const attrs = random.next() < 0.3 ? {} : { axis: random.integer(-shape.length, shape.length - 1) };
		return { xs: [{ shape }], attrs };
	}
});
