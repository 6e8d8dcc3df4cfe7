/** Names of axes follow wherever an op keeps an axis. */
import { expect, test } from 'vitest';
import { Tape } from './index.ts';
import { embedding } from './ops/embedding.ts';
import { matmul } from './ops/matmul.ts';
import { mul } from './ops/mul.ts';
import { relu } from './ops/relu.ts';
import { sum } from './ops/sum.ts';
import { transpose } from './ops/transpose.ts';
import { axesCalled } from './axes.ts';
import { placesOf } from './places.ts';
import { axisNames, where } from './words.ts';

test('a table, its rows, their product and their gradient', () => {
	const tape = new Tape();
	const [word, feature] = [{ name: 'word', places: ['je', 'tu', 'il'] }, { name: 'feature' }];
	const E = tape.parameter('E', [3, 2], [1, 2, 3, 4, 5, 6], { axes: [word, feature] });
	const ids = tape.constant('ids', [2], [2, 0], { axes: [{ name: 'token' }] });
	const x = tape.apply(embedding, [E, ids], {});
	const turned = tape.apply(transpose, [x], {});
	const scores = tape.apply(matmul, [x, turned], undefined);
	const y = tape.apply(sum, [tape.apply(relu, [scores], undefined)], {});
	tape.backward(y);
	expect(axesCalled(E)).toEqual(['word', 'feature']);
	expect(axesCalled(x)).toEqual(['token', 'feature']);
	expect(axesCalled(turned)).toEqual(['feature', 'token']);
	expect(axesCalled(scores)).toEqual(['token', 'token']);
	expect(axesCalled(E.grad!)).toEqual(['word', 'feature']);
	expect(where(E.grad!, 3)).toBe('“tu”, feature 1');
	expect(placesOf(scores)).toEqual([
		['il', 'je'],
		['il', 'je']
	]);
	expect(axesCalled(y)).toEqual([]);
});

test('where nothing is said, an axis is called by the shape', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 3], [1, 2, 3, 4, 5, 6], { axes: [{}, { name: 'feature' }] });
	const row = tape.input('row', [3], [1, 1, 1], { axes: [{ name: 'other' }] });
	expect(axisNames(x)).toEqual(['row', 'feature']);
	// Of two that differ, the one of the first is taken.
	expect(axisNames(tape.apply(mul, [x, row], undefined))).toEqual(['row', 'feature']);
	expect(axisNames(tape.apply(mul, [row, x], undefined))).toEqual(['row', 'other']);
});
