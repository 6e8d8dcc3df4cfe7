/** One scale a quantity: what the deepest colour stands for. */
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mul } from '#engine/ops/mul.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { slice } from '#engine/ops/slice.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sub } from '#engine/ops/sub.ts';
import { sum } from '#engine/ops/sum.ts';
import { likeThoseOf, reach } from './scale.ts';

test('a gate and a probability are seen against 1, however small; so is one minus a gate, and a part of one', () => {
	const tape = new Tape();
	const gate = tape.apply(sigmoid, [tape.input('x', [2], [-4, -5])], undefined);
	const one = tape.constant('one', [], [1]);
	const shares = tape.apply(softmax, [tape.input('s', [4], [1, 1, 1, 1])], {});
	expect([gate, shares].map(reach)).toEqual([1, 1]);
	expect(reach(tape.apply(sub, [one, gate], undefined))).toBe(1);
	expect(reach(tape.apply(slice, [gate], { stop: 1 }))).toBe(1);
});

test('what is added up is seen against the largest of it, the sum included, along a chain of sums', () => {
	const tape = new Tape();
	const [a, b, c] = [
		[1, 2],
		[3, -8],
		[0.5, 0]
	].map((values, k) => tape.input(`x${k}`, [2], values));
	const first = tape.apply(add, [a!, b!], undefined);
	const second = tape.apply(add, [first, c!], undefined);
	expect([a!, b!, c!, first, second].map(reach)).toEqual([8, 8, 8, 8, 8]);
	expect(reach(tape.apply(mul, [c!, c!], undefined))).toBe(0.25);
});

test('in a large network a tensor is seen against what was added to it, not against the end of the sum', () => {
	const tape = new Tape();
	const given = (name: string, value: number) => tape.input(name, [65, 64], new Array(65 * 64).fill(value));
	const [a, b, c] = [given('a', 0.01), given('b', 0.03), given('c', 100)];
	const first = tape.apply(add, [a, b], undefined);
	const second = tape.apply(add, [first, c], undefined);
	expect([a, b, first, c, second].map(reach)).toEqual([0.01, 0.03, 0.04, 100, 100.04]);
});

test('gradients have a scale of their own, and their contributions that of the sum', () => {
	const tape = new Tape();
	const x = tape.input('x', [2], [5, 7]);
	const twice = tape.apply(add, [tape.apply(mul, [x, tape.constant('c', [], [3])], undefined), x], undefined);
	tape.backward(tape.apply(sum, [twice], {}));
	expect(x.grad!.writer!.call.xs.map(reach)).toEqual([4, 4]);
	expect(reach(x.grad!)).toBe(4);
});

test('what rounding leaves where numbers cancel is white; a number that is small in earnest is not', () => {
	const tape = new Tape();
	const x = tape.input('x', [1, 3], [0.1, 0.2, -0.3]);
	const ones = tape.input('w', [3, 1], [1, 1, 1]);
	const left = tape.apply(matmul, [x, ones], undefined);
	expect(left.data[0]).not.toBe(0);
	expect(reach(left)).toBe(Infinity);
	const small = tape.apply(mul, [tape.input('y', [1], [1e-9]), tape.input('z', [1], [1e-9])], undefined);
	expect(reach(small)).toBe(small.data[0]);
});

test('names have no size', () => {
	const tape = new Tape();
	const ids = tape.constant('ids', [2], [1, 0]);
	tape.apply(embedding, [tape.parameter('E', [2, 1], [1, 2]), ids], {});
	expect(reach(ids)).toBe(Infinity);
});

test('terms that stand in no tensor are seen against what they add up to, or against the largest of them', () => {
	const tape = new Tape();
	const y = tape.apply(add, [tape.input('a', [1], [2]), tape.input('b', [1], [3])], undefined);
	expect(reach(likeThoseOf(y, Float64Array.of(1, 2)))).toBe(5);
	expect(reach(likeThoseOf(y, Float64Array.of(1, -20)))).toBe(20);
});
