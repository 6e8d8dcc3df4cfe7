/** Arrays are lent from run to run, and a trace that is still looked at never changes under the reader. */
import { beforeEach, expect, test } from 'vitest';
import { Buffers, Tape, random } from './index.ts';
import { conv2d } from './ops/conv2d.ts';
import { matmul } from './ops/matmul.ts';
import { maxPool2d } from './ops/maxPool2d.ts';
import { reshape } from './ops/reshape.ts';
import { sum } from './ops/sum.ts';

let buffers: Buffers;
beforeEach(() => void (buffers = new Buffers()));

/** A small network, forward and backward; on arrays of its own, where there is nobody to lend some. */
function run(seed: number, take?: (n: number) => Float64Array): readonly Float64Array[] {
	const tape = new Tape(take && { take });
	const draw = random(seed);
	const x = tape.input('x', [1, 2, 5, 5], draw.array(50));
	const w = tape.parameter('w', [2, 2, 2, 2], draw.array(16));
	const loss = tape.scope('forward', () => {
		const y = tape.apply(conv2d, [x, w], { padding: 1 });
		const flat = tape.apply(reshape, [tape.apply(maxPool2d, [y], { kernel: 2 })], { shape: [2, 9] });
		// The weights are used once more, so that their gradients meet in a sum.
		const again = tape.apply(reshape, [w], { shape: [8, 2] });
		return tape.apply(sum, [tape.apply(matmul, [again, flat], undefined)], {});
	});
	tape.backward(loss);
	return tape.arrays;
}

function lent(seed: number): readonly Float64Array[] {
	buffers.begin();
	return run(seed, buffers.take);
}

const copies = (arrays: readonly Float64Array[]) => arrays.map((array) => array.slice());

test('the third run takes the arrays of the first', () => {
	const [first, second, third, fourth] = [1, 2, 3, 4].map(lent);
	expect(new Set(third)).toEqual(new Set(first));
	expect(new Set(fourth)).toEqual(new Set(second));
	expect(third!.every((array) => first!.includes(array))).toBe(true);
	expect(second!.some((array) => first!.includes(array))).toBe(false);
});

test('what an array was left with makes no difference', () => {
	for (const seed of [1, 2, 3, 4, 5]) expect(lent(seed)).toEqual(run(seed));
});

test('the last trace stays whole while the next one is computed', () => {
	lent(1);
	const last = lent(2);
	const before = copies(last);
	lent(3);
	expect(last).toEqual(before);
});

test('a run that fails gives its arrays back, and the last good trace stays whole until the next good one', () => {
	lent(1);
	const good = lent(2);
	const before = copies(good);
	let failed: Float64Array | undefined;
	for (let attempt = 0; attempt < 3; attempt++) {
		buffers.begin();
		const array = buffers.take(50).fill(NaN);
		expect(array).toBe((failed ??= array));
		buffers.abandon();
		expect(good).toEqual(before);
	}
	expect(lent(3)).toEqual(run(3));
	expect(good).toEqual(before);
});

test('other sizes take other arrays', () => {
	buffers.begin();
	const small = buffers.take(3);
	buffers.begin();
	buffers.begin();
	expect(buffers.take(4)).toHaveLength(4);
	expect(buffers.take(3)).toBe(small);
	expect(buffers.take(3)).not.toBe(small);
});
