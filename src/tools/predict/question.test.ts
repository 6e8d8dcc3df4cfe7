import { describe, expect, test } from 'vitest';
import { Tape, type Leaf } from '#engine';
import { matmul } from '#engine/ops/matmul.ts';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { mse } from '#engine/ops/mse.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sum } from '#engine/ops/sum.ts';
import { argmax } from '#engine/ops/argmax.ts';
import { concat } from '#engine/ops/concat.ts';
import { multinomial } from '#engine/ops/multinomial.ts';
import { answerable, nextToAsk, questionAt } from './question.ts';

const tape = new Tape();
const x = tape.input('x', [1, 1, 2, 4], [1, 5, 2, 0, 3, 4, 8, 7]);
const pooled = tape.apply(maxPool2d, [x], { kernel: 2 }, 'pooled');
tape.backward(tape.apply(sum, [pooled], {}, 'L'));
const { leaves } = tape.trace();
const right = (leaf: Leaf, cell: number) =>
	questionAt(leaf, cell)
		.options?.filter((option) => option.right)
		.map(({ name }) => name);

describe('what is asked', () => {
	test('in pooling, which cell wins', () => {
		const question = questionAt(leaves[0]!, 0);
		expect(question.kind).toBe('winner');
		expect(question.options).toHaveLength(4);
		expect(right(leaves[0]!, 0)).toEqual([expect.stringContaining('(5)')]);
		expect(right(leaves[0]!, 1)).toEqual([expect.stringContaining('(8)')]);
	});

	test('among equals, the first, which is said', () => {
		const tape = new Tape();
		tape.apply(maxPool2d, [tape.input('x', [1, 1, 2, 2], [1, 3, 3, 0])], { kernel: 2 });
		const [leaf] = tape.trace().leaves;
		expect(right(leaf!, 0)).toEqual([expect.stringContaining('column 1')]);
		expect(questionAt(leaf!, 0).reason.text).toContain('the first wins');
		expect(questionAt(leaves[0]!, 0).reason.text).not.toContain('the first wins');
	});

	test('on the way back through it, the gradient as a number', () => {
		const back = leaves.find(({ out }) => out.name === 'x.grad')!;
		const values = Array.from({ length: 8 }, (_, cell) => questionAt(back, cell));
		expect(values.map(({ kind }) => kind)).toEqual(Array(8).fill('number'));
		expect(values.map(({ value }) => value)).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
		expect(values[0]!.reason.text).toMatch(/won by .*(column 1|row 0)/i);
		expect(values[1]!.reason.text).toMatch(/^This cell won window/);
	});

	test('of a gate, whether it opens; of scores, which is the largest; of long sums, the sign', () => {
		const tape = new Tape();
		const a = tape.input('a', [1, 3], [2, -1, 0.1234567]);
		tape.apply(sigmoid, [a], undefined, 'g');
		tape.apply(argmax, [a], undefined, 'best');
		const w = tape.input('w', [3, 1], [0.333333, 0.111111, 0.777777]);
		tape.apply(matmul, [a, w], undefined, 'y');
		const [gate, best, long] = tape.trace().leaves;
		expect([right(gate!, 0), right(gate!, 1)]).toEqual([['opens'], ['closes']]);
		expect(questionAt(best!, 0).kind).toBe('winner');
		expect(right(best!, 0)).toHaveLength(1);
		expect([questionAt(long!, 0).kind, right(long!, 0)]).toEqual(['sign', ['positive']]);
	});
});

test('of a choice among many words, which of the likeliest; of one that is drawn, whether it is; of an id, its number', () => {
	const tape = new Tape();
	const scores = Array.from({ length: 40 }, (_, k) => Math.sin(k * k) / 3);
	const p = tape.input('p', [1, 40], scores);
	const word = tape.apply(argmax, [p], undefined, { name: 'word', nameOf: (id) => `w${id}` });
	const odds = tape.input('even', [1, 4], [0.1, 0.2, 0.6, 0.1]);
	tape.apply(multinomial, [odds], { seed: 1 }, 'one');
	tape.apply(concat, [word, word], { axis: 0 }, 'both');
	const [best, draw, both] = tape.trace().leaves;
	const most = scores.indexOf(Math.max(...scores));
	expect(questionAt(best!, 0)).toMatchObject({ kind: 'winner', options: { length: 6 } });
	expect(right(best!, 0)).toEqual([expect.stringContaining(`column ${most}`)]);
	expect(questionAt(draw!, 0).prompt).toContain('the most probable of 4');
	expect(right(draw!, 0)).toEqual([draw!.out.data[0] === 2 ? 'yes' : 'no']);
	expect(questionAt(both!, 0)).toMatchObject({ kind: 'number', value: most });
});

test('words that need no article get none', () => {
	const tape = new Tape();
	const z = tape.input('z', [2], [0.31234, 0.71234]);
	tape.apply(sum, [z], {}, { name: 'r', label: 'the rest of z' });
	tape.apply(sum, [z], {}, { name: 'k', label: 'what is kept' });
	expect(tape.trace().leaves.map((leaf) => questionAt(leaf, 0).prompt)).toEqual([
		'Will the rest of z be positive, negative or zero?',
		'Will what is kept be positive, negative or zero?'
	]);
});

test('of a share, whether it is the largest: it is always positive', () => {
	const tape = new Tape();
	const scores = tape.input('scores', [2, 3], [0.5, 2, -1, 4, 1, 1]);
	tape.apply(softmax, [scores], { axis: -1 }, 'p');
	const [leaf] = tape.trace().leaves;
	const questions = Array.from({ length: 6 }, (_, cell) => questionAt(leaf!, cell));
	expect(questions.map(({ kind }) => kind)).toEqual(Array(6).fill('largest'));
	expect(Array.from({ length: 6 }, (_, cell) => right(leaf!, cell)![0])).toEqual([
		'no',
		'yes',
		'no',
		'yes',
		'no',
		'no'
	]);
	expect(questions[0]!.prompt).toContain('of its 3');
});

test('of a loss, whether it is above 1: it is never negative', () => {
	const tape = new Tape();
	const x = tape.input('x', [3], [0.123456, -2.345678, 0.777777]);
	const far = tape.input('far', [3], [4, 4, 4]);
	const near = tape.input('near', [3], [0, -2, 1]);
	tape.apply(mse, [x, far], { reduction: 'mean' }, 'far_loss');
	tape.apply(mse, [x, near], { reduction: 'mean' }, 'near_loss');
	const { leaves } = tape.trace();
	expect(leaves.map((leaf) => questionAt(leaf, 0).kind)).toEqual(['size', 'size']);
	expect(leaves.map((leaf) => right(leaf, 0))).toEqual([['above 1'], ['below 1']]);
});

test('of a sum of many products nothing is asked: the next op is, of which something can be', () => {
	const tape = new Tape();
	const long = tape.input(
		'long',
		[1, 40],
		Array.from({ length: 40 }, (_, k) => Math.sin(k) / 3)
	);
	const w = tape.input(
		'w',
		[40, 2],
		Array.from({ length: 80 }, (_, k) => Math.cos(k) / 3)
	);
	const y = tape.apply(matmul, [long, w], undefined, 'y');
	tape.apply(sigmoid, [y], undefined, 'gate');
	tape.backward(tape.apply(sum, [y], {}, 'L'));
	const { leaves } = tape.trace();
	const asked = (leaf: Leaf) => answerable(questionAt(leaf, 0), leaf);
	expect([asked(leaves[0]!), asked(leaves[1]!)]).toEqual([false, true]);
	expect(nextToAsk(leaves, leaves[0]!)).toBe(leaves[1]);
	expect(nextToAsk(leaves, leaves.at(-1)!)).toBeNull();
});
