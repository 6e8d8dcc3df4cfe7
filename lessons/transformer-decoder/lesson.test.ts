/** PyTorch's numbers for the trained translator, what the mask hides, and what the cache saves. */
import { describe, expect, test } from 'vitest';
import { Tape, type Edits } from '#engine';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import corpus from '../shared/translation/corpus.json' with { type: 'json' };
import { heldOut, heldOutRight } from '../shared/translation/transformer.ts';
import { check, note } from '../shared/translation/words.ts';
import lesson from './lesson.ts';
import { inference, written } from '../shared/translation/transformerRuns.ts';
import reference from './reference.json' with { type: 'json' };

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	return { trace, of: (name: string) => trace.tensors.get(name)!, facts: () => lesson.facts!(trace, params) };
}

const close = (actual: ArrayLike<number>, expected: readonly number[], within = 1e-10) => {
	expect(actual).toHaveLength(expected.length);
	for (let k = 0; k < actual.length; k++) expect(Math.abs(actual[k]! - expected[k]!)).toBeLessThan(within);
};

const translate = (sentence: string, cache = true) =>
	written(inference(new Tape(), sentence.split(' '), { cache }));

describe.each(reference)('PyTorch agrees on “$english”', (torch) => {
	const { of } = run({ sentence: torch.english });

	test('scores and loss', () => {
		close(of('loss').data, [torch.loss]);
		close(of('logits').data.subarray(-torch.last.length), torch.last);
	});

	test('every gradient: of the tables row by row, of the other weights by its size', () => {
		for (const [name, expected] of Object.entries(torch.gradients)) {
			const { data, shape } = of(name).grad!;
			const width = expected.length > 1 ? shape.at(-1)! : data.length;
			const found = expected.map((_, row) => {
				const cells = Array.from(data.subarray(row * width, (row + 1) * width));
				return expected.length > 1
					? cells.reduce((sum, g) => sum + g, 0)
					: Math.sqrt(cells.reduce((sum, g) => sum + g * g, 0));
			});
			close(found, expected);
		}
	});

	test('what is written, one word after the other, with the cache and without', () => {
		expect(translate(torch.english)).toEqual(torch.greedy);
		expect(translate(torch.english, false)).toEqual(torch.greedy);
	});
});

test('the accuracy is that of the committed weights, on the committed held-out pairs', () => {
	const pairs = corpus.heldOut as [string, string][];
	expect(pairs).toHaveLength(heldOut);
	const right = pairs.filter(([en, fr]) => translate(en).join(' ') === `${fr} <end>`);
	expect(right).toHaveLength(heldOutRight);
});

test('“i love you” becomes “je t’ aime”, and a masked cell has weight 0 and exactly no gradient', () => {
	expect(translate('i love you')).toEqual(['je', "t'", 'aime', '<end>']);
	const { trace } = run();
	const masked = [...trace.tensors.values()].filter(({ name }) => /^attention_dec1\w*_h\d$/.test(name));
	const square = masked.filter(({ shape }) => shape[0] === shape[1]);
	expect(square).toHaveLength(2);
	for (const { data } of square)
		for (let t = 0; t < 4; t++) for (let k = t + 1; k < 4; k++) expect(data[4 * t + k]).toBe(0);
});

test('in the first head of the cross-attention, what is to say “rouge” looks at red, and “pas” at not', () => {
	const { data, shape } = run({ sentence: 'the man does not see the red car' }).of('attention_dec1_cross_h1');
	const [at, width] = [translate('the man does not see the red car'), shape[1]!];
	expect(data[at.indexOf('rouge') * width + 6]).toBeGreaterThanOrEqual(0.5);
	expect(data[at.indexOf('pas') * width + 3]).toBeGreaterThanOrEqual(0.5);
});

test('the cache saves steps from the second word on, and changes no word', () => {
	const [without, cached] = (run().facts().steps as TableFact).rows;
	expect(cached![0]).toBe(without![0]);
	for (let t = 1; t < 4; t++) expect(cached![t]!).toBeLessThan(without![t]! / 2);
	for (const cache of [true, false]) {
		const decoded = inference(new Tape(), ['i', 'love', 'you'], { cache });
		expect(decoded.steps).toEqual((cache ? cached : without)!.slice(0, -1));
	}
});

test('words are drawn at random by a seed, and the same seed draws the same', () => {
	const draw = (seed: number) => {
		const tape = new Tape();
		return written(inference(tape, ['i', 'love', 'you'], { cache: true, temperature: 3, seed })).join(' ');
	};
	expect(draw(1)).toBe(draw(1));
	expect(new Set([1, 2, 3, 4, 5].map(draw)).size).toBeGreaterThan(1);
});

describe('what the page says is written', () => {
	const said = (given: Record<string, Value>, edits?: Edits) =>
		(run(given, edits).facts().said as FormulaFact).numbers;

	test('is also what is drawn, where words are drawn', () => {
		const settings = { training: false, sampled: true, temperature: 3, seed: 2 };
		const drawn = run(settings).trace.tensors;
		const words = [...drawn.values()]
			.filter(({ name }) => /^word_t\d+$/.test(name))
			.map(({ data }) => corpus.french[data[0]!]!);
		expect(words.length).toBeGreaterThan(0);
		expect(said(settings).replace(/\\textless end.*?(?=})/g, '<end>')).toContain(
			`\\sim \\; \\text{${words.slice(0, -1).join(' ')}`
		);
		expect(said({ training: false })).not.toContain('sim');
	});

	test('follows a weight that was changed', () => {
		const name = 'decoder.layers.0.multihead_attn.out_proj.weight';
		const blind: Edits = { [name]: Array.from({ length: 256 }, (_, k) => [k, 0]) };
		expect(said({}, blind)).not.toBe(said({}));
	});

	test('counts as right where the corpus has no translation, and the page says so', () => {
		for (const name of ['loss', 'certainty']) {
			expect(run({ sentence: 'the red man loves him' }).facts()[name]!.label).toContain('counts as right');
			expect(run().facts()[name]!.label).not.toContain('counts as right');
		}
	});
});

test('unknown words are named, and too many are refused', () => {
	expect(note('i love zebra')).toMatch(/does not know “zebra”/);
	expect(check('')).toMatch(/at least one word/);
	expect(check('i '.repeat(13))).toMatch(/at most 12/);
});
