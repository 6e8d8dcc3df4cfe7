/** What the text says of the encoder, asked of the trace; its numbers are held to PyTorch's in the decoder's lesson. */
import { describe, expect, test } from 'vitest';
import { Tape, size } from '#engine';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import corpus from '../shared/translation/corpus.json' with { type: 'json' };
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const facts = lesson.facts!(trace, params);
	return {
		of: (name: string) => trace.tensors.get(name)!,
		loss: trace.tensors.get('loss')!.data[0]!,
		rows: (fact: string) => (facts[fact] as TableFact).rows,
		numbers: (fact: string) => (facts[fact] as FormulaFact).numbers,
		trace
	};
}

test('parameters are those of the block, and of torch.nn.TransformerEncoderLayer(512, 8, 2048)', () => {
	const { trace, numbers } = run();
	const own = [...trace.tensors.values()]
		.filter(({ name, role }) => role === 'parameter' && name.startsWith('encoder.layers.0.'))
		.reduce((sum, { shape }) => sum + size(shape), 0);
	const [ours, notes] = [...numbers('parameters').matchAll(/: \\; (\d+)/g)].map(([, n]) => Number(n));
	expect(ours).toBe(own);
	// sum(p.numel() for p in torch.nn.TransformerEncoderLayer(512, 8, 2048).parameters())
	expect(notes).toBe(3152384);
});

/** What the first head gives from one word to another, in a sentence that is read by the trained network. */
function look(sentence: string, from: number, to: number): number {
	const { data, shape } = run({ sentence }).of('attention_enc1_h1');
	return data[from * shape[1]! + to]!;
}

describe('the first head ties words as the page says', () => {
	const words = 'the man does not see the red car'.split(' ');
	test.each([
		['red', 'car'],
		['not', 'see'],
		['car', 'see'],
		['man', 'see']
	])('%s to %s', (from, to) => {
		expect(look(words.join(' '), words.indexOf(from), words.indexOf(to))).toBeGreaterThanOrEqual(0.5);
	});
	test('each article to its own noun', () => {
		expect(look(words.join(' '), 0, 1)).toBeGreaterThanOrEqual(0.5);
		expect(look(words.join(' '), 5, 7)).toBeGreaterThanOrEqual(0.5);
	});
	// Sentences that it was not trained on: every colour to the noun after it, every "not" to the verb after it.
	const pairs = (corpus.heldOut as [string, string][])
		.map(([english]) => english)
		.filter((english) => /\b(red|black|green|not)\b/.test(english))
		.slice(0, 25);
	test.each(pairs)('%s', (english) => {
		english.split(' ').forEach((word, k) => {
			if (/^(red|black|green|not)$/.test(word)) expect(look(english, k, k + 1)).toBeGreaterThanOrEqual(0.5);
		});
	});
	test('the second one was taught nothing, and gives no word half of a look', () => {
		expect(Math.max(...run().of('attention_enc1_h2').data)).toBeLessThan(0.5);
	});
});

test('“you” has one embedding and two meanings', () => {
	const [[embedded], [output]] = run().rows('context') as [[number], [number]];
	expect(embedded).toBe(1);
	expect(output).toBeLessThan(0.9);
});

describe('each row after a norm', () => {
	const { of } = run();
	const [gamma, beta] = ['weight', 'bias'].map((part) => of(`encoder.layers.0.norm2.${part}`).data);
	test.each([0, 1, 2])('has mean 0 and variance 1 before γ and β: word %i', (t) => {
		const row = Array.from(of('norm2_enc1').data.subarray(16 * t, 16 * t + 16)).map(
			(value, k) => (value - beta![k]!) / gamma![k]!
		);
		const mean = row.reduce((a, b) => a + b) / 16;
		const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 16;
		expect(Math.abs(mean)).toBeLessThan(1e-12);
		expect(Math.abs(variance - 1)).toBeLessThan(5e-3);
	});
});

test('GELU changes the loss little, the other place of the norms a lot, and a missing order confuses it', () => {
	const { loss } = run();
	expect(run({ activation: 'gelu' }).loss).toBeLessThan(run({ preNorm: true }).loss / 10);
	expect(run({ preNorm: true }).loss).toBeGreaterThan(10 * loss);
	expect(run({ positions: false }).loss).toBeGreaterThan(10 * loss);
});

test('the lengths of the rows begin with what came in, with positions and without', () => {
	for (const positions of [true, false])
		for (const preNorm of [true, false]) {
			const { rows, of } = run({ positions, preNorm });
			const came = Array.from(of(positions ? 'placed_source' : 'embedded_source').data.subarray(0, 16));
			expect(rows('sizes')).toHaveLength(3);
			expect(rows('sizes')[0]![0]).toBeCloseTo(Math.hypot(...came), 1);
		}
});

test('the gradient of the sum reaches both ways as it is', () => {
	const { of } = run();
	const sum = of('sum2_enc1').grad!;
	expect(of('fed_enc1').grad!.data).toEqual(sum.data);
	expect(of('norm1_enc1.grad:1').data).toEqual(sum.data);
});
