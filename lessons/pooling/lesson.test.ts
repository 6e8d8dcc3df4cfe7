/** The figures of lecture notes N3.9, its averages corrected, and what the text says of the opening example. */
import { describe, expect, test } from 'vitest';
import { Tape, type Edits } from '#engine';
import { defaults } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	return {
		data: (name: string) => Array.from(trace.tensors.get(name)!.data),
		shape: (name: string) => trace.tensors.get(name)!.shape,
		facts: lesson.facts!(trace, params)
	};
}

/** Rows of a 4×4 as cells. */
const grid = (...rows: number[][]) => rows.flat();

test('max pooling of the 4×4 example', () => {
	expect(run().data('y')).toEqual([6, 4, 8, 5]);
	expect(run().shape('y')).toEqual([1, 1, 2, 2]);
});

test('average pooling of the 4×4 example: a quarter of 14, 9, 16 and 11, not what the notes print', () => {
	const { data } = run({ pool: 'average' });
	expect(data('y')).toEqual([3.5, 2.25, 4, 2.75]);
	expect(data('y').map((mean) => mean * 4)).toEqual([14, 9, 16, 11]);
});

test('the gradient goes to the winners alone', () => {
	expect(run().data('y.grad')).toEqual([1, 2, 3, 4]);
	expect(run().data('x.grad')).toEqual(grid([0, 0, 0, 0], [0, 1, 2, 0], [0, 3, 0, 4], [0, 0, 0, 0]));
});

test('the average shares it equally', () => {
	expect(run({ pool: 'average' }).data('x.grad')).toEqual(
		grid([0.25, 0.25, 0.5, 0.5], [0.25, 0.25, 0.5, 0.5], [0.75, 0.75, 1, 1], [0.75, 0.75, 1, 1])
	);
});

test('at a tie the first cell in reading order wins, and the others get no gradient', () => {
	const { data } = run({ input: 'ties' });
	expect(data('x').slice(4, 6)).toEqual([2, 2]);
	expect(data('x.grad').slice(4, 6)).toEqual([1, 0]);
});

test('a cell that wins several windows gets the sum of their gradients', () => {
	const { data } = run({ stride: 1 });
	expect(data('y')).toEqual([6, 6, 4, 8, 8, 5, 8, 8, 5]);
	expect(data('x.grad')[9]).toBe(4 + 5 + 7 + 8);
});

test('a move inside a window leaves the output as it was, one across its border does not', () => {
	const swap = (from: number, to: number): Edits => {
		const x = run().data('x');
		return {
			x: [
				[from, x[to]!],
				[to, x[from]!]
			]
		};
	};
	expect(run({}, swap(5, 0)).data('y')).toEqual([6, 4, 8, 5]);
	expect(run({}, swap(5, 0)).data('x.grad').slice(0, 6)).toEqual([1, 0, 0, 0, 0, 0]);
	expect(run({}, swap(5, 2)).data('y')).toEqual([4, 6, 8, 5]);
});

describe('padding', () => {
	const negative: Edits = { x: Array.from({ length: 16 }, (_, k) => [k, -1 - k] as const) };

	test('never wins in max pooling, even among negative numbers', () => {
		const { data } = run({ padding: 1 }, negative);
		expect(data('y').every((value) => value < 0)).toBe(true);
		expect(data('y')[0]).toBe(-1);
	});

	test('counts as zeros in average pooling, unless it is not counted', () => {
		expect(run({ pool: 'average', padding: 1 }).data('y')[0]).toBe(1 / 4);
		expect(run({ pool: 'average', padding: 1, countIncludePad: false }).data('y')[0]).toBe(1);
	});
});

test('the table of windows shows overlap, and what is left out', () => {
	const rows = (given: Record<string, Value>) =>
		(run(given).facts['windows over each cell'] as TableFact).rows.map((row) => [...row]);
	expect(new Set(rows({}).flat())).toEqual(new Set([1]));
	expect(rows({ stride: 1 })[1]).toEqual([2, 4, 4, 2]);
	expect(rows({ window: 3 })[3]).toEqual([0, 0, 0, 0]);
	expect(rows({ window: 3, ceil: true })[3]).toEqual([1, 1, 2, 1]);
});

test.each([
	[26, 13],
	[11, 5],
	[6, 3]
])('a map of %i becomes one of %i', (size, side) => {
	expect(run({ input: 'random', size }).shape('y').slice(2)).toEqual([side, side]);
});

test('there is nothing to learn', () => {
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	expect([...tape.trace().tensors.values()].filter(({ role }) => role === 'parameter')).toEqual([]);
});
