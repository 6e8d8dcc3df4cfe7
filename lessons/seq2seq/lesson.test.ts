/** The context vector is all that passes, and what the text says of it. */
import { describe, expect, test } from 'vitest';
import { leavesOf, type Scope, type Trace, find } from '#engine';
import type { FormulaFact } from '../lesson.ts';
import results from '../shared/translation/results.json' with { type: 'json' };
import { runner } from '../shared/translation/runner.ts';
import lesson from './lesson.ts';

const run = runner(lesson);

/** What the decoder reads that the encoder's side has written. */
function passes(trace: Trace): string[] {
	const decoder = leavesOf(find(trace.root, 'forward/decoder') as Scope);
	const own = new Set(decoder.map(({ out }) => out));
	const read = decoder.flatMap(({ reads }) => reads).filter((x) => x.writer && !own.has(x));
	return [...new Set(read.map(({ name }) => name))];
}

describe('the context vector', () => {
	test.each([
		['I love you', 'h3_enc'],
		['the woman does not see the car', 'h7_enc']
	])('is all that the decoder gets of “%s”', (sentence, name) => {
		const { trace, table } = run({ sentence });
		expect(passes(trace)).toEqual([name]);
		expect(trace.tensors.get(name)!.shape).toEqual([1, 32]);
		expect(table('context').rows.flat()).toHaveLength(32);
	});

	test('of zeros leaves nothing of the sentence: all are translated alike', () => {
		const gates = ['W_xr_enc', 'W_xz_enc', 'W_xn_enc'];
		const blind = Object.fromEntries(
			gates.map((name) => [name, Array.from({ length: 8 * 32 }, (_, k) => [k, 0] as const)])
		);
		const [one, other] = ['I love you', 'they see cats'].map((sentence) =>
			run({ sentence, teacherForcing: false }, blind)
		);
		expect(one!.written).toEqual(other!.written);
	});

	test('the gradient reaches the first word through the last state alone', () => {
		const { trace, table } = run();
		const decoder = leavesOf(find(trace.root, 'backward/decoder') as Scope).map(({ out }) => out.gradientOf);
		const states = new Set(
			decoder.flatMap((x) => (x && /^h\d+_enc$/.test(x.name) && x.name !== 'h0_enc' ? [x.name] : []))
		);
		expect([...states]).toEqual(['h3_enc']);
		expect(table('way back').rows.every(([size]) => size! > 0)).toBe(true);
	});
});

describe('what the text says', () => {
	test('what a wider state and attention cost in parameters', () => {
		expect(run().table('sizes').rows).toEqual([
			[3968, 0],
			[10304, 6336],
			[5000, 1032],
			[4496, 528]
		]);
	});

	test('the examples to try', () => {
		const free = (sentence: string) =>
			run({ sentence, teacherForcing: false, context: '16' }).written.join(' ');
		expect(free('they do not see you')).toBe('ils ne nous entendent <end>');
		expect(free('we want you')).toBe('nous les voulons <end>');
		expect(free('the woman wants the red cat')).toBe('la femme veut le chat vert <end>');
	});

	test('with 32 numbers the cat is red', () => {
		const { written, data, table } = run({
			sentence: 'the woman wants the red cat',
			teacherForcing: false,
			context: '32'
		});
		expect(written.join(' ')).toBe('la femme veut le chat rouge <end>');
		expect(data('h6_enc')).toHaveLength(32);
		expect(table('context').rows.flat()).toHaveLength(32);
	});

	test('both networks are told of, whichever is shown, as is the state that the decoder begins with', () => {
		for (const context of ['16', '32']) {
			const sentence = 'the woman wants the red cat';
			const { facts, table } = run({ sentence, context });
			// PyTorch's counts: lessons/shared/translation/reference.py.
			expect(table('faults').names).toEqual(['16 numbers', '32 numbers']);
			expect(table('faults').rows).toEqual([
				[results.heldOut - results.heldOutRight.seq2seq, results.oneWordWrong.seq2seq],
				[results.heldOut - results.heldOutRight.wide, results.oneWordWrong.wide]
			]);
			expect((facts['first step'] as FormulaFact).numbers).toContain('tensor=h6_enc');
		}
	});

	test('with teacher forcing one wrong word is not read', () => {
		const sentence = 'they do not see you';
		expect(run({ sentence }).table('written').columns).toEqual(['probability', 'of the right word']);
		expect(run({ sentence, teacherForcing: false }).table('written').columns).toEqual(['probability']);
	});
});
