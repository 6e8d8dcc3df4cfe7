/** Every value and gradient of the head against PyTorch's, and what the text says of masks, rows and √d_k. */
import { describe, expect, test } from 'vitest';
import { pathName, Tape } from '#engine';
import { exp, log } from '#engine/math.ts';
import { defaults, withParams } from '../index.ts';
import type { FormulaFact, PlotFact, TableFact, Value } from '../lesson.ts';
import corpus from '../shared/translation/corpus.json' with { type: 'json' };
import { norm } from '../numbers.ts';
import lesson from './lesson.ts';
import reference from './reference.json' with { type: 'json' };
import { entropy, experiments, jacobianSize, softmaxed } from './scaling.ts';
import { check, note, rowsOf, wordsIn } from './tokens.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const data = (name: string) => Array.from(trace.tensors.get(name)!.data);
	const n = data('words').length;
	/** The cells of a square matrix that belong to later positions. */
	const later = (name: string) => data(name).filter((_, k) => k % n > Math.floor(k / n));
	return { trace, data, n, later, facts: lesson.facts!(trace, params) };
}

const close = (actual: readonly number[], expected: readonly number[], what: string) => {
	expect(actual, what).toHaveLength(expected.length);
	actual.forEach((value, k) => expect(Math.abs(value - expected[k]!), `${what} ${k}`).toBeLessThan(1e-10));
};

describe.each(reference)('PyTorch agrees: $rows, $settings', ({ rows, settings, ...torch }) => {
	const shifted = rows[0] === '<start>';
	const sentence = rows.filter((word) => !word.startsWith('<')).join(' ');
	const { data, trace } = run({ sentence, shifted, ...settings });

	test('the rows are the same words', () => {
		expect(trace.tensors.get('words')!.names).toEqual(rows);
		expect(data('words')).toEqual(rows.map((word) => corpus.french.indexOf(word)));
	});

	test('values', () => {
		for (const [name, expected] of Object.entries(torch.values)) close(data(name), [expected].flat(), name);
	});

	test('gradients', () => {
		for (const [name, expected] of Object.entries(torch.gradients))
			close(data(`${name}.grad`), expected, `${name}.grad`);
	});

	test('the gradient of the table, at the rows that were read, and nothing elsewhere', () => {
		const table = data('E.grad');
		const width = trace.tensors.get('E')!.shape[1]!;
		const read = data('words');
		const row = (k: number) => table.slice(k * width, (k + 1) * width);
		close(read.flatMap(row), torch.table, 'E.grad');
		corpus.french.forEach((_, k) => {
			if (!read.includes(k)) expect(new Set(row(k))).toEqual(new Set([0]));
		});
	});
});

describe('the causal mask', () => {
	const { data, later, trace, facts } = run();

	test('opens the lesson on je, t’, aime and <end>, 4 × 4', () => {
		expect(trace.tensors.get('words')!.names).toEqual(['je', "t'", 'aime', '<end>']);
		expect(data('mask')).toEqual([1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1]);
		expect(pathName(trace.tensors.get('masked')!.writer!.parent)).toBe(lesson.open.scope);
	});

	test('gives later positions a score of −∞, a weight of exactly 0, and exactly no gradient', () => {
		expect(later('masked')).toEqual(Array(6).fill(-Infinity));
		expect(later('attention')).toEqual(Array(6).fill(0));
		for (const name of ['masked.grad', 'scaled.grad', 'scores.grad'])
			for (const value of later(name)) expect(value === 0, name).toBe(true);
		// The weights themselves would like to change; softmax lets nothing through.
		expect(later('attention.grad').some((value) => value !== 0)).toBe(true);
	});

	test('keeps the keys and values of later positions out: they get exactly no gradient', () => {
		const { rows } = facts['way back'] as TableFact;
		expect(rows[2]).toEqual([0, 0, 0]);
		expect(rows[3]).toEqual([0, 0, 0]);
		for (const name of ['K.grad', 'V.grad'])
			expect(
				data(name)
					.slice(16)
					.every((value) => value === 0),
				name
			).toBe(true);
		expect(norm(data('V.grad').slice(0, 16))).toBeGreaterThan(0.1);
	});

	test('leaves the first row no choice: weight 1, and no gradient for query and key', () => {
		const first = run({ position: 0 });
		expect(first.data('attention').slice(0, 4)).toEqual([1, 0, 0, 0]);
		for (const name of ['Q.grad', 'K.grad']) expect(norm(first.data(name)), name).toBe(0);
		expect(norm(first.data('V.grad'))).toBeGreaterThan(0.1);
	});

	test('switched off, earlier rows change and look at the word they have to say; the last row stays', () => {
		const open = run({ mask: 'none' });
		expect(open.trace.tensors.has('mask')).toBe(false);
		expect(open.facts.masked).toMatchObject({ numbers: '0 \\; \\text{of} \\; 16' });
		expect((open.facts.masked as FormulaFact).tex).not.toContain('n (n');
		for (const weight of open.later('attention')) expect(weight).toBeGreaterThan(0);
		expect(open.data('attention').slice(0, 12)).not.toEqual(data('attention').slice(0, 12));
		expect(open.data('attention').slice(12)).toEqual(data('attention').slice(12));
		expect(norm(open.data('V.grad').slice(16))).toBeGreaterThan(0.1);
		const cheats = ({ facts }: ReturnType<typeof run>) => (facts.cheating as TableFact).rows;
		expect(cheats(run()).flat()).toEqual(Array(8).fill(0));
		cheats(open)
			.slice(0, 3)
			.forEach(([next]) => expect(next).toBeGreaterThan(0));
	});

	test('a row does not depend on what comes later', () => {
		const other = run({ sentence: "je t' entends" });
		expect(other.data('values').slice(0, 16)).toEqual(data('values').slice(0, 16));
		expect(other.data('values').slice(16)).not.toEqual(data('values').slice(16));
	});
});

test('softmax’s way back is A ⊙ (dA − Σ dA ⊙ A), row by row', () => {
	const { data, n } = run({ mask: 'none', position: 2 });
	const [A, dA] = [data('attention'), data('attention.grad')];
	const expected = A.map((a, k) => {
		const row = Math.floor(k / n) * n;
		let mean = 0;
		for (let j = row; j < row + n; j++) mean += A[j]! * dA[j]!;
		return a * (dA[k]! - mean);
	});
	close(data('scaled.grad'), expected, 'scaled.grad');
});

test('without the division softmax gets the scores themselves, and rows are sharper', () => {
	const [plain, scaled] = [run({ scale: false }), run()];
	expect(plain.trace.tensors.has('scaled')).toBe(false);
	expect(plain.data('scores')).toEqual(scaled.data('scores'));
	const entropies = ({ facts }: typeof plain) => (facts.entropy as TableFact).rows.map(([h]) => h!);
	entropies(plain)
		.slice(1)
		.forEach((h, k) => expect(h).toBeLessThan(entropies(scaled)[k + 1]!));
});

describe('the experiment on √d_k', () => {
	test.each([1, 16, 64, 256])('d_k = %i: scores spread like √d_k, and like 1 when divided', (width) => {
		const [{ plain, divided }] = experiments([width]) as [ReturnType<typeof experiments>[0]];
		expect(plain.spread / Math.sqrt(width)).toBeCloseTo(1, 1);
		expect(divided.spread).toBeCloseTo(plain.spread / Math.sqrt(width), 10);
	});

	test('without the division, entropy and Jacobian shrink as d_k grows; with it, they stay', () => {
		const found = experiments([4, 64, 512]);
		const [small, middle, large] = found.map(({ plain }) => plain);
		expect(small!.entropy).toBeGreaterThan(middle!.entropy);
		expect(middle!.entropy).toBeGreaterThan(large!.entropy);
		expect(large!.jacobian).toBeLessThan(small!.jacobian / 3);
		const entropies = found.map(({ divided }) => divided.entropy);
		expect(Math.max(...entropies) - Math.min(...entropies)).toBeLessThan(0.15);
	});

	test('a width has the same numbers whichever others are asked for', () => {
		const [, later] = experiments([3, 100]);
		expect(experiments([100])).toEqual([later]);
	});

	test('entropy and the size of the Jacobian diag(p) − p·pᵀ', () => {
		expect(softmaxed([0, 0])).toEqual([0.5, 0.5]);
		expect(entropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(log(4), 12);
		expect(entropy([1, 0])).toBe(0);
		const p = [0.5, 0.2, 0.3];
		const cells = p.flatMap((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b));
		expect(jacobianSize(p)).toBeCloseTo(norm(cells), 12);
		expect(jacobianSize([1, 0])).toBe(0);
		expect(softmaxed([log(3), 0])[0]).toBeCloseTo(0.75, 12);
		expect(exp(0)).toBe(1);
	});

	test('the plots mark the width of the settings, also one between their own', () => {
		const plot = run({ width: 100 }).facts.scaling as PlotFact;
		expect(plot.at).toBe(100);
		expect(plot.x.values).toEqual([1, 2, 4, 8, 16, 32, 64, 100, 128, 256, 512]);
	});
});

describe('what can be typed', () => {
	test('French words, with or without a space after an apostrophe', () => {
		expect(wordsIn('Je t’aime')).toEqual(['je', "t'", 'aime']);
		expect(wordsIn("je t' aime <end>")).toEqual(['je', "t'", 'aime']);
		expect(note("je t'aime")).toBeNull();
	});

	test('an English sentence of the corpus: its translation is read, and the note says so', () => {
		expect(wordsIn('I love you!')).toEqual(['je', "t'", 'aime']);
		expect(note('I love you!')).toBe("Its French translation is read: je t' aime.");
		expect(run({ sentence: 'I love you' }).data('attention')).toEqual(run().data('attention'));
	});

	test('other words are refused in a sentence that names them', () => {
		const refused = (sentence: string) => withParams(lesson, { sentence }).problems;
		expect(refused('je t aime le zèbre')[0]).toMatch(
			/^sentence is .*: .*give words of the corpus in place of “t” and “zèbre”/
		);
		expect(refused('you you you')[0]).toMatch(/no translation of it; give another English sentence/);
		expect(refused('')[0]).toMatch(/give at least one word/);
		expect(refused('je '.repeat(13))[0]).toMatch(/it has 13 words; give at most 12/);
		expect(check('je '.repeat(12))).toBeNull();
	});

	test('rows begin with <start> or end with <end>, and each says the next word', () => {
		const said = (shifted: boolean) => rowsOf(['je', "t'"], shifted).map(({ reads, says }) => [reads, says]);
		expect(said(true)).toEqual([
			['<start>', 'je'],
			['je', "t'"],
			["t'", '<end>']
		]);
		expect(said(false)).toEqual([
			['je', "t'"],
			["t'", '<end>'],
			['<end>', null]
		]);
	});

	test('a position beyond the end is the last one', () => {
		expect(run({ position: 12 }).data('loss')).toEqual(run({ position: 3 }).data('loss'));
	});
});
