/** The worked context of the notes, the equations of attention, and what the text says. */
import { describe, expect, test } from 'vitest';
import { find } from '#engine';
import type { TableFact } from '../lesson.ts';
import { runner } from '../shared/translation/runner.ts';
import lesson from './lesson.ts';

const run = runner(lesson);

describe('the worked example', () => {
	test('c = 0.1 h₁ + 0.7 h₂ + 0.15 h₃ + 0.05 h₄', () => {
		const { data, table } = run();
		expect(data('alpha')).toEqual([0.1, 0.7, 0.15, 0.05]);
		// 0.2 + 0.7 + 0 + 0.2; 0 + 2.1 + 0.3 − 0.1; −0.1 + 0 + 0.6 + 0.1.
		[1.1, 2.3, 0.6].forEach((value, k) => expect(data('c')[k]).toBeCloseTo(value, 12));
		expect(table('worked').rows.at(-1)).toEqual([1, 1.1, 2.3, 0.6]);
	});

	test('one state alone, where all attention is on it', () => {
		const { data } = run(
			{},
			{
				alpha: [
					[0, 0],
					[1, 1],
					[2, 0],
					[3, 0]
				]
			}
		);
		expect(data('c')).toEqual([1, 3, 0]);
	});
});

describe('attention', () => {
	const { data, trace, table } = run();
	const T = 4;

	test('looks before the step: the scores read the state before', () => {
		for (let t = 1; t <= T; t++) {
			const query = trace.tensors.get(`q${t}_dec`)!.writer!;
			expect(query.reads.map(({ name }) => name)).toContain(t === 1 ? 'h3_enc' : `h${t - 1}_dec`);
		}
	});

	test('e = vᵀ tanh(W_s s + W_h hᵢ), α = softmax(e), c = Σ αᵢ hᵢ', () => {
		const [h, a] = [16, 8];
		const times = (row: readonly number[], w: readonly number[], columns: number) =>
			Array.from({ length: columns }, (_, k) => row.reduce((sum, x, j) => sum + x * w[j * columns + k]!, 0));
		const query = times(data('h1_dec'), data('W_s'), a);
		const states = [1, 2, 3].map((i) => data(`h${i}_enc`));
		const e = states.map((state) =>
			times(state, data('W_h'), a).reduce(
				(sum, key, k) => sum + data('v')[k]! * Math.tanh(query[k]! + key),
				0
			)
		);
		const powers = e.map(Math.exp);
		const total = powers.reduce((sum, value) => sum + value, 0);
		const alpha = powers.map((value) => value / total);
		alpha.forEach((value, i) => expect(data('alpha2_dec')[i]).toBeCloseTo(value, 10));
		for (let k = 0; k < h; k++)
			expect(data('context2_dec')[k]).toBeCloseTo(
				states.reduce((sum, state, i) => sum + alpha[i]! * state[k]!, 0),
				10
			);
		expect(data('in2_dec')).toEqual([...data('y1_dec'), ...data('context2_dec')]);
	});

	test('the table has a row for each French word, which adds up to 1', () => {
		const { rows, names, columns } = table('alignment');
		expect(columns).toEqual(['1 i', '2 love', '3 you']);
		expect(names).toEqual(['1 je', "2 t'", '3 aime', '4 <end>']);
		for (const row of rows) expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 2);
	});

	test('“je” looks at “i”, and “t’” at “you”', () => {
		const most = table('alignment').rows.map((row) => row.indexOf(Math.max(...row)));
		expect(most.slice(0, 2)).toEqual([0, 2]);
	});

	test('every encoder state gets a gradient straight from the decoder', () => {
		for (const [direct, whole] of table('way back').rows) {
			expect(direct).toBeGreaterThan(0);
			expect(whole).toBeGreaterThan(0);
		}
	});

	test('W_s, W_h and v: 264 weights more, and 768 in the decoder', () => {
		const { numbers } = run().facts.parameters as { numbers: string };
		expect(numbers).toBe('264 + 768 = 1032');
		const { lengths } = run().facts as Record<string, TableFact>;
		expect(lengths!.rows).toHaveLength(6);
		expect(find(trace.root, 'backward')).not.toBeNull();
	});
});
