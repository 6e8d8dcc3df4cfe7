import { fail } from '../errors.ts';
import { move } from '../rules/move.ts';
import { axisOf, shapeName, size, type Shape, type Tensor } from '../tensor.ts';
import { sym } from '../tex.ts';
import { named } from '../taken.ts';
import { capital, the } from '../words.ts';

export interface Concat {
	/** The axis along which the tensors are put one after another; 0, the first, where left out. */
	axis?: number;
}

/** Along the axis, a tensor lies in blocks of `block` numbers; in the output, blocks are `total` long, and input k starts at `starts[k]`. */
function layout(xs: readonly Tensor[], attrs: Concat | undefined) {
	const axis = axisOf(xs[0]!.shape, attrs?.axis ?? 0, 'concat');
	const blocks = xs.map((x) => size(x.shape.slice(axis)));
	const starts: number[] = [];
	let total = 0;
	for (const block of blocks) {
		starts.push(total);
		total += block;
	}
	return { blocks, starts, total };
}

export const concat = move<Concat>({
	name: 'concat',
	summary: 'Puts tensors one after another along an axis.',
	variadic: true,
	attributes: { axis: 'the axis along which they are put one after another (0, the first)' },
	shape(shapes, attrs): Shape {
		const [first, ...others] = shapes as [Shape, ...Shape[]];
		if (shapes.some((x) => !x.length))
			fail('shape', 'concat: one of its inputs is a single number, which has no axis: reshape it to [1]');
		const axis = axisOf(first, attrs?.axis ?? 0, 'concat');
		for (const other of others) {
			if (other.length !== first.length || other.some((d, k) => k !== axis && d !== first[k]))
				fail(
					'shape',
					`concat: shapes ${shapeName(first)} and ${shapeName(other)} do not fit along axis ${axis}: make all other axes equal`
				);
		}
		return first.map((d, k) => (k === axis ? shapes.reduce((sum, x) => sum + x[k]!, 0) : d));
	},
	about({ xs, out, attrs }) {
		if (xs.length === 1) return `${capital(the(xs[0]!))} stays as it is: there is nothing to put after it.`;
		const { length } = out.shape;
		const axis = axisOf(out.shape, attrs?.axis ?? 0, 'concat');
		const how =
			length > 1 && axis === length - 1
				? 'side by side'
				: axis === length - 2
					? 'under each other'
					: 'one after another';
		return capital(`${named(xs)} are put ${how}, which gives ${shapeName(out.shape)}.`);
	},
	tex: ({ xs, out }) => `${sym(out)} = \\left[\\,${xs.map((x) => sym(x)).join(' \\;;\\; ')}\\,\\right]`,
	from(xs, attrs) {
		const { blocks, starts, total } = layout(xs, attrs);
		return (cell) => {
			const [row, at] = [Math.floor(cell / total), cell % total];
			let k = starts.length - 1;
			while (starts[k]! > at) k--;
			return [k, row * blocks[k]! + at - starts[k]!];
		};
	},
	to(xs, attrs, _, k) {
		const { blocks, starts, total } = layout(xs, attrs);
		const [block, start] = [blocks[k]!, starts[k]!];
		return (index) => Math.floor(index / block) * total + start + (index % block);
	},
	block(xs, attrs, k) {
		const { blocks } = layout(xs, attrs);
		return k !== undefined ? blocks[k]! : blocks.length === 1 ? blocks[0]! : 1;
	},
	example: () => ({
		xs: [
			{ shape: [2, 2], values: [1, 2, 3, 4] },
			{ shape: [2, 1], values: [10, 20] }
		],
		attrs: { axis: 1 }
	}),
	sample(random) {
		const shape = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 3));
		const axis = random.integer(-shape.length, shape.length - 1);
		const at = axis < 0 ? axis + shape.length : axis;
		const xs = Array.from({ length: random.integer(1, 4) }, () => ({
			shape: shape.map((d, k) => (k === at ? random.integer(1, 3) : d))
		}));
		return { xs, attrs: axis === 0 && random.next() < 0.5 ? {} : { axis } };
	}
});
