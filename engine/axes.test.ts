/** Names of axes follow wherever an op keeps an axis. */
import { expect, test } from 'vitest';
import { Tape, type Op, type Tensor } from './index.ts';
import { embedding } from './ops/embedding.ts';
import { matmul } from './ops/matmul.ts';
import { mul } from './ops/mul.ts';
import { relu } from './ops/relu.ts';
import { sum } from './ops/sum.ts';
import { transpose } from './ops/transpose.ts';
import { axesAfter } from './axes.ts';
import { axisNames, where } from './words.ts';

/** Applies an op, and gives what comes out the axes that follow. */
function apply<A>(tape: Tape, op: Op<A>, xs: readonly Tensor[], attrs: A): Tensor {
	const shape = op.shape(
		xs.map((x) => x.shape),
		attrs
	);
	const axes = axesAfter(op, xs, attrs, shape);
	return tape.apply(op, xs, attrs, axes && { axes });
}

test('a table, its rows, their product and their gradient', () => {
	const tape = new Tape();
	const [word, feature] = [{ name: 'word', places: ['je', 'tu', 'il'] }, { name: 'feature' }];
	const E = tape.parameter('E', [3, 2], [1, 2, 3, 4, 5, 6], { axes: [word, feature] });
	const ids = tape.constant('ids', [2], [2, 0], { axes: [{ name: 'token' }] });
	const x = apply(tape, embedding, [E, ids], {});
	const turned = apply(tape, transpose, [x], {});
	const scores = apply(tape, matmul, [x, turned], undefined);
	const y = apply(tape, sum, [apply(tape, relu, [scores], undefined)], {});
	tape.backward(y);
	expect(axisNames(x)).toEqual(['token', 'feature']);
	expect(axisNames(turned)).toEqual(['feature', 'token']);
	expect(axisNames(scores)).toEqual(['token', 'token']);
	expect(axisNames(E.grad!)).toEqual(['word', 'feature']);
	expect(where(E.grad!, 3)).toBe('“tu”, feature 1');
});

test('where nothing is said, an axis is called by the shape', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 3], [1, 2, 3, 4, 5, 6], { axes: [{}, { name: 'feature' }] });
	const row = tape.input('row', [3], [1, 1, 1], { axes: [{ name: 'other' }] });
	expect(axisNames(x)).toEqual(['row', 'feature']);
	// Of two that differ, the one of the first is taken.
	expect(axisNames(apply(tape, mul, [x, row], undefined))).toEqual(['row', 'feature']);
	expect(axisNames(apply(tape, mul, [row, x], undefined))).toEqual(['row', 'other']);
});
