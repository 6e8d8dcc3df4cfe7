import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { matmul } from './ops/matmul.ts';
import { maxPool2d } from './ops/maxPool2d.ts';
import { relu } from './ops/relu.ts';
import { reshape } from './ops/reshape.ts';
import { softmax } from './ops/softmax.ts';
import { sum } from './ops/sum.ts';
import { where } from './words.ts';

const zeros = (...shape: number[]) =>
	[shape, new Array<number>(shape.reduce((a, b) => a * b)).fill(0)] as const;

test('what is pooled holds images, before and after; what attention multiplies holds none', () => {
	const tape = new Tape();
	const image = tape.input('image', ...zeros(1, 2, 4, 4));
	const bent = tape.apply(relu, [image], undefined);
	const pooled = tape.apply(maxPool2d, [bent], { kernel: 2 });
	for (const x of [image, bent, pooled]) expect(where(x, x.data.length - 1)).toMatch(/^channel 1, row/);

	const [queries, keys] = [tape.input('q', ...zeros(2, 2, 3, 4)), tape.input('k', ...zeros(2, 2, 4, 3))];
	const weights = tape.apply(softmax, [tape.apply(matmul, [queries, keys], undefined)], { axis: -1 });
	expect(where(weights, weights.data.length - 1)).toBe('block 1, plane 1, row 2, column 2');
	// Batch × time × features.
	const states = tape.apply(reshape, [queries], { shape: [2, 3, 8] });
	expect(where(states, 47)).toBe('plane 1, row 2, column 7');
	tape.backward(tape.apply(sum, [weights], {}, 'L'));
	expect(where(queries.grad!, 47)).toBe('block 1, plane 1, row 2, column 3');
});
