import { describe, expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { lessonNames, loadLesson, defaults } from '#lessons';
import { conv2d } from '#engine/ops/conv2d.ts';
import { leakyRelu } from '#engine/ops/leakyRelu.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { sum } from '#engine/ops/sum.ts';
import { worksheet, written } from './worksheet.ts';

async function traceOf(name: string) {
	const lesson = (await loadLesson(name))!;
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	return tape.trace();
}

/** PyTorch: F.max_pool2d of the notes' 4×4 with the gradients 1, 2, 3, 4. */
const POOLED = [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 0, 4, 0, 0, 0, 0];

test('pooling backward: the answers are those of PyTorch, and both tables are given', async () => {
	const { root } = await traceOf('pooling');
	const sheet = worksheet(find(root, 'backward/pool')!, 3, 8)!;
	expect(sheet.exercises.map(({ letter }) => letter).join('')).toBe('abcdefgh');
	for (const { cell, value } of sheet.exercises) expect(value).toBe(String(POOLED[cell]));
	// All four that are not 0 are asked.
	expect(sheet.exercises.filter(({ value }) => value !== '0')).toHaveLength(4);
	expect(sheet.tables.map(({ title, blank }) => [title, blank])).toEqual([
		['Gradient of the output', false],
		['Input', false],
		['Gradient of the input', true]
	]);
	// Who has the sheet alone can lay the windows.
	expect(sheet.equations[0]!.set).toEqual([
		'kernel: 2 (the window’s size)',
		'stride: 2 (how far the window moves each time)'
	]);
	const letters = sheet.tables[2]!.rows.flatMap(({ cells }) => cells);
	expect(sheet.exercises.every(({ letter, cell }) => letters[cell] === letter)).toBe(true);
	expect(letters.filter(Boolean)).toHaveLength(8);
});

test('only what the formula needs is said of an op: no padding of 0, but one of 1, and a slope as it usually is', () => {
	const tape = new Tape();
	const x = tape.input(
		'x',
		[1, 3, 3],
		Float64Array.from({ length: 9 }, (_, k) => k - 4)
	);
	const w = tape.input('w', [1, 1, 2, 2], [1, 2, 3, 4]);
	const said = (body: () => unknown, name: string) => {
		tape.scope(name, body);
		return worksheet(find(tape.trace().root, name)!, 1, 2)!.equations[0]!.set.map(
			(one) => one.split(' (')[0]
		);
	};
	const plain = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 } as const;
	expect(said(() => tape.apply(conv2d, [x, w], plain), 'plain')).toEqual([]);
	expect(said(() => tape.apply(conv2d, [x, w], { padding: [0, 1] }), 'padded')).toEqual(['padding: 0×1']);
	expect(said(() => tape.apply(leakyRelu, [x], {}), 'bent')).toEqual(['negative slope: 0.01']);
});

test('the same seed gives the same sheet, another one another', async () => {
	const { root } = await traceOf('convolution');
	const part = find(root, 'forward')!;
	const cells = (seed: number) => worksheet(part, seed, 4)!.exercises.map(({ cell }) => cell);
	expect(cells(1)).toEqual(cells(1));
	expect([2, 3, 4].some((seed) => `${cells(seed)}` !== `${cells(1)}`)).toBe(true);
});

test('no answer stands among the numbers that another exercise is given', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 2], [0.1, 0.2, 0.3, 0.4]);
	const w = tape.parameter('w', [2, 2], [1, 2, 3, 4]);
	tape.backward(
		tape.apply(sum, [tape.apply(tanh, [tape.apply(matmul, [x, w], undefined, 'z')], undefined, 'h')], {}, 'L')
	);
	const { root } = tape.trace();
	for (let seed = 1; seed < 30; seed++) {
		const { exercises } = worksheet(root, seed, 8)!;
		for (const { leaf, cell } of exercises)
			for (const { leaf: other, cell: index } of exercises) {
				const { rule, call, perCell } = other;
				const reads = Array.from({ length: perCell }, (_, s) => rule.step(call, index, s).reads).flat();
				expect(reads.some(([y, k]) => y === leaf.out && k === cell)).toBe(false);
			}
	}
});

test.each([
	[0.123456, '0.1235'],
	[-3, '−3'],
	[12345.6, '12350'],
	[1e-7, '1e−7']
])('%f is written %s', (value, text) => {
	expect(written(value)).toBe(text);
});

describe('every phase of every lesson', () => {
	test.each(lessonNames)('%s', async (name) => {
		const { root } = await traceOf(name);
		for (const part of root.children) {
			const sheet = worksheet(part, 1, 6);
			if (!sheet) continue;
			for (const { leaf, cell, value, tex } of sheet.exercises) {
				expect(value).toBe(written(leaf.out.data[cell]!));
				expect(tex).not.toBe('');
			}
		}
	});
});
