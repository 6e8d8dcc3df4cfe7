/** What a head is worth, and what a silenced one still gets; the numbers are held to PyTorch's in the decoder's lesson. */
import { describe, expect, test } from 'vitest';
import { Tape, type Edits } from '#engine';
import { headsOf, multiHead } from '#engine/layers/multiHead.ts';
import { defaults } from '../index.ts';
import type { FormulaFact, Value } from '../lesson.ts';
import corpus from '../shared/translation/corpus.json' with { type: 'json' };
import { heads, model } from '../shared/translation/transformer.ts';
import { inference, written } from '../shared/translation/transformerRuns.ts';
import lesson from './lesson.ts';
import { attentions, right, silenced, type Attention } from './silence.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), ...given });
	return tape.trace();
}

describe('the counts of heads.json', () => {
	const cases = (Object.keys(attentions) as Attention[]).flatMap((attention) =>
		right[attention].map((count, k) => [attention, k + 1, count] as const)
	);
	test.each(cases)('%s, head %i: %i held-out pairs are right without it', (attention, head, count) => {
		const pairs = corpus.heldOut as [string, string][];
		const values = silenced(`${attention} ${head}`);
		const found = pairs.filter(([en, fr]) => {
			const said = written(inference(new Tape(), en.split(' '), { cache: true }, values));
			return said.join(' ') === `${fr} <end>`;
		});
		expect(found).toHaveLength(count);
	});
});

test('a silenced head changes the output, and gets exactly no gradient', () => {
	const all = run();
	const silent = run({ silent: 'encoder.layers.0.self_attn 1' });
	const of = (trace: ReturnType<typeof run>, name: string) => trace.tensors.get(name)!;
	// What the head finds is the same; nobody hears it.
	expect(of(silent, 'attention_enc1_h1').data).toEqual(of(all, 'attention_enc1_h1').data);
	expect(of(silent, 'norm1_enc1').data).not.toEqual(of(all, 'norm1_enc1').data);
	expect(of(silent, 'attention_enc1_h1').grad!.data.every((g) => g === 0)).toBe(true);
	expect(of(silent, 'attention_enc1_h2').grad!.data.some((g) => g !== 0)).toBe(true);
});

test('what is written with a head silenced is said beside what all heads write, by the weights of the trace', () => {
	const said = (silent: string, edits: Edits = {}) => {
		const tape = new Tape({ edits });
		const params = { ...defaults(lesson), silent };
		lesson.build(tape, params);
		return (lesson.facts!(tape.trace(), params).said as FormulaFact).numbers;
	};
	const all = said('none');
	const silent = said('decoder.layers.0.self_attn 1');
	expect(silent).toContain(all.replace('\\to', '').trim());
	expect(silent.match(/\\to/g)).toHaveLength(2);
	// A number that was changed on the page counts here, too.
	const edits: Edits = {
		'decoder.layers.0.multihead_attn.out_proj.weight': Array.from({ length: model ** 2 }, (_, k) => [k, 0])
	};
	expect(said('none', edits)).not.toBe(all);
});

test('heads share the width of the model', () => {
	const trace = run();
	for (let k = 1; k <= heads; k++) expect(trace.tensors.get(`Q_enc1_h${k}`)!.shape[1]).toBe(model / heads);
});

test('eight heads of a model of 512 have 64 numbers each, and together 512 again', () => {
	const tape = new Tape();
	const zeros = (name: string, ...shape: number[]) =>
		tape.parameter(name, shape, new Float64Array(shape.reduce((a, b) => a * b)));
	const packed = { in_proj_weight: zeros('in', 1536, 512), out_proj_weight: zeros('out', 512, 512) };
	const x = tape.input('x', [1, 512], new Float64Array(512));
	const { output } = multiHead(tape, x, x, headsOf(tape, packed, 8));
	const trace = tape.trace();
	for (let k = 1; k <= 8; k++) expect(trace.tensors.get(`Q_h${k}`)!.shape).toEqual([1, 512 / 8]);
	expect(trace.tensors.get('Q_h1')!.shape[1]).toBe(64);
	expect(output.shape).toEqual([1, 512]);
});

test('in the opening sentence, the heads look as the text says', () => {
	const trace = run();
	const shares = (name: string) => {
		const { data, shape } = trace.tensors.get(name)!;
		return Array.from({ length: shape[0]! }, (_, t) => ({
			most: Math.max(...data.subarray(t * shape[1]!, (t + 1) * shape[1]!)),
			even: 1 / (/dec1_h/.test(name) ? t + 1 : shape[1]!)
		}));
	};
	for (const name of ['attention_enc1_h2', 'attention_dec1_h2'])
		for (const { most, even } of shares(name)) expect(most / even).toBeLessThan(2);
	// The taught head: the article at "cat", all others at "sees".
	const ties = trace.tensors.get('attention_enc1_h1')!.data;
	[1, 2, 2, 2].forEach((at, t) => expect(ties[4 * t + at]).toBeGreaterThan(0.5));
	const later = shares('attention_dec1_h1').slice(2);
	for (const { most, even } of later) expect(most / even).toBeGreaterThan(2);
	const across = shares('attention_dec1_cross_h1');
	expect(across.filter(({ most, even }) => most / even > 1.9).length).toBeGreaterThanOrEqual(4);
});
