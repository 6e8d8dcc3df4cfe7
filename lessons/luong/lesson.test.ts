/** The equations of attention after the step, the order of the parts, and what the text says. */
import { describe, expect, test } from 'vitest';
import bahdanau from '../bahdanau/lesson.ts';
import type { FormulaFact, HeatFact } from '../lesson.ts';
import { runner } from '../shared/translation/runner.ts';
import { partsOf } from './facts.ts';
import lesson from './lesson.ts';

const run = runner(lesson);
const HIDDEN = 16;

describe('attention', () => {
	const { data, trace, table, facts } = run();

	test('looks after the step: the scores read the new state', () => {
		for (const t of [1, 2, 3, 4])
			expect(trace.tensors.get(`e${t}_dec`)!.writer!.reads[0]!.name).toBe(`h${t}_dec`);
	});

	test('e = sᵀ hᵢ, α = softmax(e), c = Σ αᵢ hᵢ, s̃ = tanh([c; s] W_c + b_c)', () => {
		const states = [1, 2, 3].map((i) => data(`h${i}_enc`));
		const s = data('h2_dec');
		const powers = states.map((h) => Math.exp(h.reduce((sum, x, k) => sum + x * s[k]!, 0)));
		const total = powers.reduce((sum, value) => sum + value, 0);
		const context = s.map((_, k) => states.reduce((sum, h, i) => sum + (powers[i]! / total) * h[k]!, 0));
		const [both, w, b] = [[...context, ...s], data('W_c'), data('b_c')];
		s.forEach((_, k) => {
			expect(data('context2_dec')[k]).toBeCloseTo(context[k]!, 10);
			const net = both.reduce((sum, x, j) => sum + x * w[j * HIDDEN + k]!, b[k]!);
			expect(data('combined2_dec')[k]).toBeCloseTo(Math.tanh(net), 10);
		});
	});

	test('each French word of “je t’ aime” looks at its own English word', () => {
		const most = (facts.alignment as HeatFact).heats[1]!.rows.map((row) => row.indexOf(Math.max(...row)));
		expect(most.slice(0, 3)).toEqual([0, 2, 1]);
	});

	test('the next step reads s, not s̃', () => {
		const readers = trace.leaves.filter(({ reads }) => reads.some(({ name }) => name === 'combined2_dec'));
		const forward = readers.filter(({ start }) => start < trace.tensors.get('loss')!.writer!.start);
		expect(forward.map(({ out }) => out.name)).toEqual(['logits2_dec.product']);
	});

	test('beside it stands what Bahdanau attention makes of the same sentence', () => {
		for (const sentence of ['I love you', 'the zebra sees me']) {
			const [theirs, mine] = (run({ sentence }).facts.alignment as HeatFact).heats;
			const { names, columns, rows } = runner(bahdanau)({ sentence }).table('alignment');
			expect(theirs).toEqual({ name: 'Bahdanau', names, columns, rows });
			expect(mine!.columns).toEqual(columns);
		}
	});

	test('a dot product is 16 products and sums for each state; a key of Bahdanau’s is 8 × 16, a score 8 × 16 and more', () => {
		const [keys, scores, step, parameters, right] = table('cost').rows;
		// Turning moves 3 × 16 numbers.
		expect(keys).toEqual([3 * 8 * 16, 3 * 16]);
		// q = s W_s; then for each state 8 sums, 8 tanh, 8 products, and its place in the row.
		expect(scores).toEqual([8 * 16 + 3 * (8 + 8 + 8 + 1), 3 * 16]);
		expect(step![0]).toBeGreaterThan(scores![0]!);
		expect(parameters).toEqual([1032, 528]);
		expect(right).toEqual([196, 199]);
	});

	test('528 parameters more than without attention', () => {
		expect((facts.parameters as FormulaFact).numbers).toBe('32 \\cdot 16 + 16 = 528');
		expect(table('sizes').rows.map(([, more]) => more)).toEqual([0, 6336, 1032, 528]);
	});
});

describe('the order of the parts', () => {
	test('is that of both traces', () => {
		const { table, trace } = run();
		const other = partsOf(runner(bahdanau)().trace);
		const mine = partsOf(trace);
		const { names, rows } = table('order');
		expect(rows).toEqual(names!.map((name) => [other.indexOf(name) + 1, mine.indexOf(name) + 1]));
		expect(new Set(names)).toEqual(new Set([...mine, ...other]));
		expect(mine.indexOf('gru')).toBeLessThan(mine.indexOf('context'));
		expect(other.indexOf('gru')).toBeGreaterThan(other.indexOf('context'));
	});

	test('is the same in free running, where a word is chosen at the end', () => {
		expect(run({ teacherForcing: false }).table('order')).toEqual(run().table('order'));
	});
});

describe('the examples to try', () => {
	const free = (sentence: string) => run({ sentence, teacherForcing: false }).written.join(' ');

	test('word order matters', () => {
		expect(free('I love you')).toBe("je t' aime <end>");
		expect(free('you love I')).toBe('tu aimes <end>');
		expect(runner(bahdanau)({ sentence: 'you love I' }).written.join(' ')).toBe("je t' aime <end>");
	});

	test('we want you: the one fault', () => {
		expect(free('we want you')).toBe("nous t' voulons <end>");
	});
});
