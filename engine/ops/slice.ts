import { fail } from '../errors.ts';
import { PADDING } from '../op.ts';
import { move } from '../rules/move.ts';
import { axisOf, shapeName, size, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { placesOn } from '../taken.ts';
import { the } from '../words.ts';

/** As in NumPy, x[start:stop:step] along one axis: negative places count from the end. */
export interface Slice {
	/** 0, the first, where left out. */
	axis?: number;
	/** The first place taken; 0 where left out. */
	start?: number;
	/** The first place not taken any more; the end where left out. Not after `start`, it leaves nothing. */
	stop?: number;
	/** From each place taken to the next; 1 where left out. */
	step?: number;
}

interface Taken {
	readonly axis: number;
	readonly start: number;
	readonly step: number;
	readonly count: number;
}

function taken(x: Shape, attrs: Slice | undefined): Taken {
	if (!x.length) fail('shape', 'slice: the input is a single number, which has no axis: reshape it to [1]');
	const axis = axisOf(x, attrs?.axis ?? 0, 'slice');
	const n = x[axis]!;
	const place = (name: string, value: number) => {
		if (!Number.isInteger(value) || value < -n || value > n)
			fail(
				'attribute',
				`slice: ${name} is ${value}, but axis ${axis} of ${shapeName(x)} has length ${n}: give a whole number from ${-n} to ${n}`
			);
		return value < 0 ? value + n : value;
	};
	const start = place('start', attrs?.start ?? 0);
	const stop = place('stop', attrs?.stop ?? n);
	const step = attrs?.step ?? 1;
	if (!Number.isInteger(step) || step < 1)
		fail('attribute', `slice: step is ${step}: give a whole number from 1 up`);
	return { axis, start, step, count: Math.max(0, Math.ceil((stop - start) / step)) };
}

/** Row, place along the axis, and what lies behind it. */
const inner = (x: Shape, axis: number) => size(x.slice(axis + 1));

export const slice = move<Slice>({
	name: 'slice',
	summary: 'Takes some places along an axis: from start to before stop, every step-th.',
	attributes: {
		axis: 'the axis along which places are taken (0, the first)',
		start: 'the first place taken; negative ones count from the end (0)',
		stop: 'the first place not taken any more (the end)',
		step: 'the distance from one place taken to the next (1)'
	},
	shape([x], attrs) {
		const { axis, count } = taken(x!, attrs);
		return x!.map((d, k) => (k === axis ? count : d));
	},
	about({ xs: [x], attrs }) {
		const { axis, start, step, count } = taken(x!.shape, attrs);
		return `Of ${the(x!)}, ${placesOn(x!, axis, start, count, step)} ${count < 2 ? 'is' : 'are'} taken.`;
	},
	tex({ xs: [x], out, attrs }) {
		const { axis, start, step } = taken(x!.shape, attrs);
		const place = `${start ? `${start}+` : ''}${step > 1 ? step : ''}i`;
		const colons = (k: string) => x!.shape.map((_, d) => (d === axis ? k : '\\cdot')).join(',');
		return `${sym(out, colons('i'))} = ${sym(x!, colons(place))}`;
	},
	from([x], attrs) {
		const { axis, start, step, count } = taken(x!.shape, attrs);
		const block = inner(x!.shape, axis);
		const n = x!.shape[axis]!;
		return (cell) => {
			const [at, behind] = [Math.floor(cell / block), cell % block];
			const place = start + (at % count) * step;
			return [0, (Math.floor(at / count) * n + place) * block + behind];
		};
	},
	to([x], attrs) {
		const { axis, start, step, count } = taken(x!.shape, attrs);
		const block = inner(x!.shape, axis);
		const n = x!.shape[axis]!;
		return (index) => {
			const [at, behind] = [Math.floor(index / block), index % block];
			const k = ((at % n) - start) / step;
			if (!Number.isInteger(k) || k < 0 || k >= count) return PADDING;
			return (Math.floor(at / n) * count + k) * block + behind;
		};
	},
	block: ([x], attrs) => inner(x!.shape, taken(x!.shape, attrs).axis),
	example: () => ({
		xs: [{ shape: [2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8] }],
		attrs: { axis: 1, start: 1, stop: 4, step: 2 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 4));
		const axis = random.integer(-shape.length, shape.length - 1);
		const n = shape.at(axis < 0 ? axis : axis - shape.length)!;
		const start = random.integer(0, n - 1);
		const stop = random.integer(start + 1, n);
		const attrs = {
			axis,
			start: random.next() < 0.3 ? start - n : start,
			step: random.integer(1, 3),
			...(random.next() < 0.6 && { stop: stop < n && random.next() < 0.3 ? stop - n : stop })
		};
		return { xs: [{ shape }], attrs };
	}
});
