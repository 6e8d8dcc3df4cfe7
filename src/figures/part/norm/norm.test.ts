/** Norms are found by what they are declared to be and by their ops, however these are put together, there and back. */
import { describe, expect, test } from 'vitest';
import { find, Tape, type PartOf, type Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { layerNorm } from '#engine/ops/layerNorm.ts';
import { batchNorm } from '#engine/ops/batchNorm.ts';
import { mean } from '#engine/ops/mean.ts';
import { mul } from '#engine/ops/mul.ts';
import { reshape } from '#engine/ops/reshape.ts';
import { rsqrt } from '#engine/ops/rsqrt.ts';
import { sum } from '#engine/ops/sum.ts';
import { extentOf } from '../pieces/fit.ts';
import { framesOf } from './frames.ts';
import { normBackIn, normIn } from './norm.ts';
import { told } from './told.ts';

/** A norm of a tensor whose numbers are their places, from 0, and the way back through it. */
function through(
	kind: PartOf<'norm'>['norm'],
	shape: readonly number[],
	run: (tape: Tape, x: Tensor) => Tensor
) {
	const tape = new Tape();
	const count = shape.reduce((a, b) => a * b, 1);
	const x = tape.parameter(
		'x',
		shape,
		Array.from({ length: count }, (_, k) => k)
	);
	const part = { kind: 'norm', norm: kind } as const;
	const loss = tape.scope('forward', () =>
		tape.apply(sum, [tape.scope('norm', () => run(tape, x), { part })], {}, 'L')
	);
	tape.backward(loss);
	const { root } = tape.trace();
	return { x, forward: find(root, 'forward/norm')!, back: find(root, 'backward/forward/norm')! };
}

const framed = (x: Tensor, norm: NonNullable<ReturnType<typeof normIn>>, cell: number) =>
	framesOf(extentOf(x), norm.groups, norm.groups.groupOf(cell));

/** As PyTorch's GroupNorm(2, 4) is recorded. */
const grouped = (tape: Tape, x: Tensor) => {
	const rows = tape.apply(reshape, [x], { shape: [2, 2, 4] });
	const y = tape.apply(reshape, [tape.apply(layerNorm, [rows], {})], { shape: [2, 4, 2, 1] });
	const each = (name: string, value: number) =>
		tape.apply(reshape, [tape.parameter(name, [4], Array(4).fill(value))], { shape: [4, 1, 1] });
	return tape.apply(add, [tape.apply(mul, [y, each('scale', 2)], undefined), each('shift', 1)], undefined);
};

const rms = (tape: Tape, x: Tensor) => {
	const squares = tape.apply(mean, [tape.apply(mul, [x, x], undefined)], { axes: [-1], keepdim: true });
	return tape.apply(mul, [x, tape.apply(rsqrt, [squares], undefined)], undefined);
};

describe('which numbers share their statistics', () => {
	test('group norm: two channels of a sample, in the planes where they lie', () => {
		const { x, forward } = through('group', [2, 4, 2, 1], grouped);
		const norm = normIn(forward)!;
		expect(norm.x).toBe(x);
		expect(norm.learned.map(({ name }) => name)).toEqual(['scale', 'shift']);
		const plane = { top: 0, left: 0, rows: 2, columns: 1 };
		// Cell 13 lies in channel 2 of sample 1, whose group has channels 2 and 3: planes 6 and 7.
		expect(framed(x, norm, 13)).toEqual([
			{ ...plane, plane: 6 },
			{ ...plane, plane: 7 }
		]);
		// 12, 13, 14, 15: mean 13.5, variance (2.25 + 0.25) · 2 / 4.
		expect(told(norm, norm.groups.groupOf(13))).toBe(
			'The 4 numbers of a group of channels of one sample share a mean μ = 13.5 and a variance σ² = 1.25.'
		);
	});

	test('batch norm of planes: a channel of all samples', () => {
		const { x, forward } = through('batch', [2, 3, 2, 2], (tape, x) => tape.apply(batchNorm, [x], {}));
		const frames = framed(x, normIn(forward)!, 5);
		expect(frames.map(({ plane }) => plane)).toEqual([1, 4]);
		expect(frames[0]).toMatchObject({ rows: 2, columns: 2 });
	});

	test('batch norm of sequences: a row of each sample', () => {
		const { x, forward } = through('batch', [2, 3, 4], (tape, x) => tape.apply(batchNorm, [x], {}));
		const row = { top: 1, left: 0, rows: 1, columns: 4 };
		expect(framed(x, normIn(forward)!, 5)).toEqual([
			{ ...row, plane: 0 },
			{ ...row, plane: 1 }
		]);
	});

	test('RMS norm: a row, whose squares have one mean', () => {
		const { x, forward } = through('rms', [2, 3], rms);
		const norm = normIn(forward)!;
		expect(framed(x, norm, 4)).toEqual([{ plane: 0, top: 1, left: 0, rows: 1, columns: 3 }]);
		// (9 + 16 + 25) / 3, in four digits.
		expect(told(norm, 1)).toBe('The 3 numbers of one row share the mean of their squares, 16.67.');
	});
});

describe('the way back', () => {
	test('from the gradient of the output to those of input, scale and shift', () => {
		const back = normBackIn(through('group', [2, 4, 2, 1], grouped).back)!;
		expect(back.dy.gradientOf).toBe(back.norm.y);
		expect(back.dx!.gradientOf).toBe(back.norm.x);
		expect(back.learned.map(({ gradientOf }) => gradientOf!.name)).toEqual(['scale', 'shift']);
	});

	test('an input that is used several times has the sum of its gradients', () => {
		const { x, back } = through('rms', [2, 3], rms);
		expect(normBackIn(back)!.dx).toBe(x.grad);
	});
});

test('a part that is declared as a norm and is none has no such picture', () => {
	const { forward, back } = through('layer', [2, 3], (tape, x) => tape.apply(mul, [x, x], undefined));
	expect(normIn(forward)).toBeNull();
	expect(normBackIn(back)).toBeNull();
});
