/** Gradients of numbers that are moved: which zeros have a sign. */
import { expect, test } from 'vitest';
import { Tape } from '../index.ts';
import { add } from '../ops/add.ts';
import { mul } from '../ops/mul.ts';
import { slice } from '../ops/slice.ts';
import { sum } from '../ops/sum.ts';

// torch: ((x[0:2] * w).sum() + (x[1:3] * w).sum()).backward() gives 0, −0, 0: a number that a part does not take gets 0 from it.
test.each([
	['two parts that share a number', [0, 1], [0, -0, 0]],
	['the same part twice', [0, 0], [-0, -0, 0]]
])('a gradient is −0 where every contribution is, as in PyTorch: %s', (_, starts, expected) => {
	const tape = new Tape();
	const x = tape.input('x', [3], [1, 2, 3]);
	const w = tape.constant('w', [2], [-0, -0]);
	const loss = tape.scope('forward', () => {
		const parts = starts.map((start) => tape.apply(slice, [x], { start, stop: start + 2 }));
		const [a, b] = parts.map((part) => tape.apply(mul, [part, w], undefined));
		return tape.apply(sum, [tape.apply(add, [a!, b!], undefined)], {});
	});
	tape.backward(loss);
	expect([...x.grad!.data]).toEqual(expected);
});
