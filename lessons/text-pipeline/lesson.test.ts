/** The batch of the notes, PyTorch's numbers for the committed weights, and what the mask is for. */
import { describe, expect, test } from 'vitest';
import { Tape, type Edits } from '#engine';
import { defaults } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';
import reference from './reference.json' with { type: 'json' };
import weights from './weights.json' with { type: 'json' };
import { split } from '../words.ts';
import { check, indices, note, truth } from './words.ts';

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const of = (name: string) => trace.tensors.get(name)!;
	return {
		trace,
		of,
		data: (name: string) => Array.from(of(name).data),
		facts: lesson.facts!(trace, params)
	};
}

const close = (actual: readonly number[], expected: readonly number[]) => {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-10));
};

test('words of lengths 5, 3, 6, 7, 4 become 7×5, and embedded 7×5×30', () => {
	const { of, data } = run();
	expect(['word1', 'word2', 'word3', 'word4', 'word5'].map((name) => of(name).shape[0])).toEqual([
		5, 3, 6, 7, 4
	]);
	expect(of('batch').shape).toEqual([7, 5]);
	expect(of('X').shape).toEqual([7, 5, 30]);
	// “add” stands in column 1: a, d, d, then padding.
	expect(data('batch').filter((_, k) => k % 5 === 1)).toEqual([2, 5, 5, 0, 0, 0, 0]);
	expect(data('mask').filter((_, k) => k % 5 === 1)).toEqual([1, 1, 1, 0, 0, 0, 0]);
});

describe.each(reference.references)('PyTorch agrees on “$words”', (torch) => {
	test.each([
		['with', true],
		['without', false]
	] as const)('%s the mask', (_, mask) => {
		const expected = torch[mask ? 'masked' : 'unmasked'];
		// PyTorch's loss takes every word for a base form.
		const count = split(torch.words).length;
		const zeros = Array.from({ length: count }, (_, k) => [k, 0] as const);
		const { of, data } = run({ words: torch.words, mask }, { target: zeros });
		close(data('logits'), expected.logits);
		close(data('loss'), [expected.loss]);
		const { E, ...others } = expected.gradients;
		const rows = Array.from({ length: E.length }, (_, row) =>
			of('E')
				.grad!.data.subarray(row * 30, row * 30 + 30)
				.reduce((sum, g) => sum + g, 0)
		);
		close(rows, E);
		for (const [name, gradient] of Object.entries(others)) close(data(`${name}.grad`), gradient);
	});
});

describe('the mask', () => {
	const probabilities = (fact: unknown) => (fact as TableFact).rows;

	test('a word gets the answer that it gets alone, whatever stands beside it', () => {
		for (const [alone, masked] of probabilities(run().facts.answers)) expect(masked).toBe(alone);
	});

	test('without it, only the longest word does', () => {
		const rows = probabilities(run().facts.answers);
		expect(rows.map(([alone, , unmasked]) => alone === unmasked)).toEqual([false, false, false, true, false]);
	});

	test('a word that has ended keeps its state to the last bit, and padding gets exactly no gradient', () => {
		const { of } = run();
		const row = (name: string) => Array.from(of(name).data.subarray(6, 12));
		for (const t of [4, 5, 6, 7]) expect(row(`h${t}.held`)).toEqual(row('h3.held'));
		expect(Array.from(of('E').grad!.data.subarray(0, 30))).toEqual(new Array(30).fill(0));
		expect(
			run({ mask: false })
				.of('E')
				.grad!.data.subarray(0, 30)
				.some((g) => g !== 0)
		).toBe(true);
	});
});

test('the accuracy is that of the committed weights, on the committed held-out words, with the mask and without', () => {
	const held = reference.heldOutWords.flatMap((words, k) => words.map((word) => ({ word, label: k })));
	expect(held).toHaveLength(weights.heldOut);
	for (const { word, label } of held) expect(truth(word), word).toBe(label);
	const text = held.map(({ word }) => word).join(' ');
	const right = (mask: boolean) => {
		const { data } = run({ words: text, mask });
		const p = data('p');
		return held.filter(({ label }, k) => {
			const row = p.slice(3 * k, 3 * k + 3);
			return row.indexOf(Math.max(...row)) === label;
		}).length;
	};
	expect(right(true)).toBe(weights.heldOutCorrect);
	expect(right(false)).toBe(weights.heldOutCorrectWithoutMask);
});

test('“add” is almost undecided: its second d is the last letter of every past form', () => {
	const { data } = run({ words: 'ad add act' });
	const [ad, add, act] = [0, 1, 2].map((k) => data('p').slice(3 * k, 3 * k + 3));
	for (const [base] of [ad!, act!]) expect(base).toBeGreaterThan(0.9);
	expect(Math.abs(add![0]! - add![1]!)).toBeLessThan(0.1);
	expect(add![2]).toBeLessThan(0.05);
});

describe('typed words', () => {
	test('letters are rows of the table; unknown ones share a row, and are named', () => {
		expect(indices('abz')).toEqual([2, 3, 27]);
		expect(indices('café')).toEqual([4, 2, 7, 1]);
		expect(note('café, naïve')).toBe('The network does not know “é” and “ï”: it reads <unk> instead.');
		expect(indices('<unk>')).toEqual([1]);
		expect(run({ words: 'caf<unk>' }).data('p')).toEqual(run({ words: 'café' }).data('p'));
		expect(note('<unk> caf<unk>')).toBeNull();
		expect(note('walked')).toBeNull();
		expect(split('Walked, PLAY!')).toEqual(['walked', 'play']);
	});

	test('what cannot be read is refused with what to do', () => {
		expect(check(' , ')).toMatch(/at least one word/);
		expect(check('a '.repeat(9))).toMatch(/at most 8/);
		expect(check('antidisestablishmentarianism')).toMatch(/28 letters; give at most 16/);
		expect(check('asked add')).toBeNull();
	});
});
