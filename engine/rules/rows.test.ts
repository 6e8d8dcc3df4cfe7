/** The ways that are only taken by larger tensors: their numbers are those of the elementary steps, bit for bit. */
import { expect, test } from 'vitest';
import { Tape, random, size, type Op, type Shape, type Tensor } from '../index.ts';
import { accumulate } from '../ops/accumulate.ts';
import { add } from '../ops/add.ts';
import { div } from '../ops/div.ts';
import { mul } from '../ops/mul.ts';
import { slice } from '../ops/slice.ts';
import { sub } from '../ops/sub.ts';
import { sum } from '../ops/sum.ts';
import { transpose } from '../ops/transpose.ts';
import { commonRow } from './rows.ts';

/** Runs a program with a loss that weighs every number differently, and holds every leaf to its steps. */
function expectSteps(program: (tape: Tape, given: (name: string, shape: Shape) => Tensor) => Tensor) {
	const source = random(5);
	const tape = new Tape();
	const loss = tape.scope('forward', () => {
		const y = program(tape, (name, shape) =>
			tape.input(
				name,
				shape,
				source.array(size(shape)).map((v) => v + Math.sign(v))
			)
		);
		const w = tape.constant('w', y.shape, source.array(size(y.shape)));
		return tape.apply(sum, [tape.apply(mul, [y, w], undefined)], {});
	});
	tape.backward(loss);
	for (const { rule, call, out, perCell } of tape.trace().leaves)
		out.data.forEach((value, cell) => expect(rule.step(call, cell, perCell - 1).value).toBe(value));
}

const SHAPES: readonly (readonly [Shape, Shape])[] = [
	[[3, 8], [8]],
	[[9], [4, 9]],
	[
		[2, 3, 10],
		[1, 10]
	],
	[[5, 8], []],
	[[], [2, 9]],
	[
		[2, 3, 4],
		[3, 4]
	],
	[
		[2, 8],
		[2, 1]
	],
	[
		[1, 8],
		[3, 8]
	],
	[[8], [1]]
];

test.each(
	[add, sub, mul, div].flatMap((op: Op<void>) => SHAPES.map(([a, b]) => [op.name, a, b, op] as const))
)('%s of %j and %j', (_, a, b, op) =>
	expectSteps((tape, given) => tape.apply(op, [given('a', a), given('b', b)], undefined))
);

test.each([[[1, 40]], [[17, 33]], [[40, 3]], [[16, 16]]])('transpose of %j', (shape) =>
	expectSteps((tape, given) => tape.apply(transpose, [given('x', shape)], {}))
);

test('slices of one tensor add up to its gradient, also where they overlap', () =>
	expectSteps((tape, given) => {
		const x = given('x', [6, 3]);
		const parts = [0, 1, 3].map((start) => tape.apply(slice, [x], { start, stop: start + 3 }));
		return tape.apply(accumulate, parts, undefined);
	}));

test('a row is what repeats as it is', () => {
	expect(commonRow([4, 8], [[4, 8], [8]])).toBe(8);
	expect(commonRow([2, 3, 4], [[3, 4]])).toBe(12);
	expect(commonRow([2, 9], [[], [2, 9]])).toBe(18);
	expect(commonRow([1000, 9], [[], [1000, 9]])).toBe(9);
	// A column does not, two different rows are not one, and short rows are not worth it.
	expect(commonRow([8, 8], [[8, 1]])).toBe(0);
	expect(commonRow([2, 3, 8], [[8], [3, 8]])).toBe(0);
	expect(commonRow([8, 2], [[2]])).toBe(0);
});
