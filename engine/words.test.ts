/** Sentences call places and tensors as a person would. */
import { expect, test } from 'vitest';
import { Tape, type Tensor } from './index.ts';
import { the } from './words.ts';
import { accumulate } from './ops/accumulate.ts';
import { concat } from './ops/concat.ts';
import { embedding } from './ops/embedding.ts';
import { mean } from './ops/mean.ts';
import { select } from './ops/select.ts';
import { slice } from './ops/slice.ts';
import { stack } from './ops/stack.ts';
import { sum } from './ops/sum.ts';
import { transpose } from './ops/transpose.ts';

const tape = new Tape();
const numbers = (n: number) => Array.from({ length: n }, (_, k) => k);
const x = tape.input('x', [6, 4], numbers(24), { label: 'values' });
const words = tape.input('w', [3, 2], numbers(6), { label: 'words', names: ['je', 'tu', 'il'] });
const said = ({ writer }: Tensor) => writer!.rule.about(writer!.call);

test.each([
	[{ stop: 1 }, 'Of the values, the first row is taken.'],
	[{ start: -1 }, 'Of the values, the last row is taken.'],
	[{ start: 2, stop: 3 }, 'Of the values, row 2 is taken.'],
	[{ stop: 2 }, 'Of the values, the first 2 rows are taken.'],
	[{ axis: 1, start: 2 }, 'Of the values, the last 2 columns are taken.'],
	[{ start: 1, stop: 4 }, 'Of the values, rows 1 to 3 are taken.'],
	[{ step: 2 }, 'Of the values, rows 0, 2 and 4 are taken.'],
	[{}, 'Of the values, all 6 rows are taken.'],
	[{ start: 3, stop: 3 }, 'Of the values, no row is taken.']
])('slice %o', (attrs, text) => {
	expect(said(tape.apply(slice, [x], attrs))).toBe(text);
});

test('a place that has a name is called by it', () => {
	expect(said(tape.apply(slice, [words], { start: 1, stop: 2 }))).toBe(
		'Of the words, the row “tu” is taken.'
	);
	expect(said(tape.apply(select, [words], { index: 2 }))).toBe('Of the words, the row “il” is taken.');
	const id = tape.constant('id', [1], [0]);
	expect(said(tape.apply(embedding, [words, id], {}))).toBe(
		'Of the words, the row “je” is looked up: 2 numbers.'
	);
});

test('what is turned, and what is put together, by its direction', () => {
	expect(said(tape.apply(transpose, [x], {}))).toBe(
		'The rows of the values become columns: 6×4 becomes 4×6.'
	);
	const y = tape.input('y', [6, 1], numbers(6), { label: 'more' });
	expect(said(tape.apply(concat, [x, y], { axis: 1 }))).toBe(
		'The values and the more are put side by side, which gives 6×5.'
	);
	expect(said(tape.apply(concat, [x, x], {}))).toBe('2 tensors are put under each other, which gives 12×4.');
	const list = tape.input('l', [2], [1, 2], { label: 'list' });
	const other = tape.input('m', [2], [3, 4], { label: 'other list' });
	expect(said(tape.apply(stack, [list, other], {}))).toBe(
		'The list and the other list are put together, each as one row, which gives 2×2.'
	);
});

test('what is looked up, by the word that it stands for', () => {
	const table = tape.input('e', [3, 2], [5, 6, 7, 8, 9, 10], { label: 'table', names: ['je', 'tu', 'il'] });
	const id = tape.constant('second', [2], [1, 0], { label: 'sentence' });
	const { writer } = tape.apply(embedding, [table, id], {}, { name: 'z', label: 'vectors' });
	expect(writer!.rule.step(writer!.call, 1, 0).text).toBe(
		'“tu” has the number 1: in the table its column 1 is 8, which becomes vectors “tu”, column 1.'
	);
	const row = tape.constant('row', [1], [2], { label: 'index' });
	const plainly = tape.apply(embedding, [x, row], {}, { name: 'u' }).writer!;
	expect(plainly.rule.step(plainly.call, 0, 0).text).toBe(
		'Index is 2, so values row 2, column 0 (8) is looked up, and becomes u column 0.'
	);
});

test('what is added up', () => {
	const more = tape.input('v', [6, 4], numbers(24), { label: 'more values' });
	expect(said(tape.apply(accumulate, [x, more, x], undefined))).toBe(
		'The values, the more values and the values are added, number by number.'
	);
	expect(said(tape.apply(sum, [x], { axes: [1] }))).toBe(
		'The 4 numbers of every row of the values are added up.'
	);
	expect(said(tape.apply(mean, [x], {}))).toBe(
		'All 24 numbers of the values are added up and divided by how many they are, 24.'
	);
});

test.each([
	['state', 'the state'],
	['both states', 'both states'],
	['what is kept', 'what is kept'],
	['h1', 'h1'],
	['0.5', '0.5'],
	['“dog”', '“dog”']
])('%s is called %s in a sentence', (label, called) => {
	expect(the({ name: 'h1', label })).toBe(called);
});
