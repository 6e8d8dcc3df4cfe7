/** What holds for each of the three recurrent translators: PyTorch's numbers, its accuracy, and both ways to write. */
import { describe, expect, test } from 'vitest';
import type { Trace } from '#engine';
import { expectClose } from '#engine/parity/close.ts';
import bahdanauLesson from '../../bahdanau/lesson.ts';
import luongLesson from '../../luong/lesson.ts';
import { norm } from '../../numbers.ts';
import seq2seqLesson from '../../seq2seq/lesson.ts';
import bahdanau from './bahdanau.json' with { type: 'json' };
import corpus from './corpus.json' with { type: 'json' };
import luong from './luong.json' with { type: 'json' };
import { GATES } from './recurrent.ts';
import bahdanauReference from './reference_bahdanau.json' with { type: 'json' };
import luongReference from './reference_luong.json' with { type: 'json' };
import seq2seqReference from './reference_seq2seq.json' with { type: 'json' };
import wideReference from './reference_wide.json' with { type: 'json' };
import results from './results.json' with { type: 'json' };
import { runner } from './runner.ts';
import seq2seq from './seq2seq.json' with { type: 'json' };
import wide from './wide.json' with { type: 'json' };
import { translation } from './words.ts';

interface Reference {
	readonly sentence: string;
	readonly french: string;
	readonly logits: readonly number[];
	readonly loss: number;
	/** Target × source; empty where there is no attention. */
	readonly alignment: readonly number[];
	readonly free: readonly string[];
	readonly norms: Readonly<Record<string, number>>;
	readonly gradients?: Readonly<Record<string, readonly number[]>>;
}

/** What weights of attention are called in PyTorch, and here. */
type Own = Readonly<Record<string, string>>;

const seq2seqRun = runner(seq2seqLesson);
const withContext =
	(context: string): typeof seq2seqRun =>
	(given, edits) =>
		seq2seqRun({ context, ...given }, edits);

const translators = [
	{
		style: 'seq2seq',
		run: withContext('16'),
		stored: seq2seq,
		references: seq2seqReference.references as readonly Reference[],
		own: {} as Own
	},
	{
		style: 'wide',
		run: withContext('32'),
		stored: wide,
		references: wideReference.references as readonly Reference[],
		own: {} as Own
	},
	{
		style: 'bahdanau',
		run: runner(bahdanauLesson),
		stored: bahdanau,
		references: bahdanauReference.references as readonly Reference[],
		own: { 'W_s.weight': 'W_s', 'W_h.weight': 'W_h', 'v.weight': 'v' } as Own
	},
	{
		style: 'luong',
		run: runner(luongLesson),
		stored: luong,
		references: luongReference.references as readonly Reference[],
		own: { 'combine.weight': 'W_c', 'combine.bias': 'b_c' } as Own
	}
] as const;

/** Turned back to outputs × inputs, as PyTorch has a weight. */
function gradientOf(trace: Trace, name: string): number[] {
	const { shape, data } = trace.tensors.get(`${name}.grad`)!;
	const [rows, columns] = shape as [number, number];
	if (shape.length === 1) return Array.from(data);
	return Array.from(data, (_, k) => data[(k % rows) * columns + Math.floor(k / rows)]!);
}

/** All gradients in PyTorch's layout: gates stacked. */
function gradients(trace: Trace, own: Own): Record<string, number[]> {
	const plain = (name: string) => Array.from(trace.tensors.get(`${name}.grad`)!.data);
	const stacked = (name: (letter: string) => string) =>
		Object.keys(GATES).flatMap((letter) => gradientOf(trace, name(letter)));
	const sides = (['encoder', 'decoder'] as const).map((side) => {
		const suffix = side.slice(0, 3);
		return {
			[`${side}.weight_ih_l0`]: stacked((letter) => `W_x${letter}_${suffix}`),
			[`${side}.weight_hh_l0`]: stacked((letter) => `W_h${letter}_${suffix}`),
			[`${side}.bias_ih_l0`]: stacked((letter) => `b_${letter}_${suffix}`),
			[`${side}.bias_hh_l0`]: stacked((letter) => `b_${letter === 'n' ? 'hn' : letter}_${suffix}`)
		};
	});
	return Object.assign(
		{
			'source.weight': plain('E_en'),
			'target.weight': plain('E_fr'),
			'output.weight': gradientOf(trace, 'W_o'),
			'output.bias': gradientOf(trace, 'b_o')
		},
		...sides,
		Object.fromEntries(Object.entries(own).map(([theirs, mine]) => [theirs, gradientOf(trace, mine)]))
	) as Record<string, number[]>;
}

/** As close as 1e-10 of the largest number, so that small gradients are compared, too. */
function expectCloseToLargest(mine: readonly number[], theirs: readonly number[], what: string) {
	const most = Math.max(...theirs.map(Math.abs)) || 1;
	const scaled = (values: readonly number[]) => values.map((value) => value / most);
	expectClose(scaled(mine), scaled(theirs), what);
}

describe.each(translators)('$style', ({ style, run, stored, references, own }) => {
	describe.each(references)('PyTorch agrees on “$sentence”', (torch) => {
		const { trace, data } = run({ sentence: torch.sentence });

		test('scores and loss', () => {
			expectClose(data('logits'), torch.logits, 'scores');
			expectClose(data('loss'), [torch.loss], 'loss');
		});

		test('alignment', () => {
			const steps = Array.from({ length: torch.french.split(' ').length + 1 }, (_, k) => `alpha${k + 1}_dec`);
			const found = steps.filter((name) => trace.tensors.has(name)).flatMap(data);
			expectClose(found, torch.alignment, 'alignment');
		});

		test('gradients of all weights', () => {
			const mine = gradients(trace, own);
			expect(Object.keys(mine).sort()).toEqual(Object.keys(torch.norms).sort());
			for (const [name, size] of Object.entries(torch.norms)) {
				expect(Math.abs(norm(mine[name]!) / size - 1), name).toBeLessThan(1e-10);
				if (torch.gradients) expectCloseToLargest(mine[name]!, torch.gradients[name]!, name);
			}
		});

		test('what is written in free running', () => {
			expect(run({ sentence: torch.sentence, teacherForcing: false }).written).toEqual(torch.free);
		});
	});

	test('the held-out sentences that are translated without a fault are as many as said, for each length', () => {
		const right = new Map<number, number>();
		let oneWrong = 0;
		for (const [english] of corpus.heldOut) {
			const sentence = english!;
			const words = sentence.split(' ');
			const { written } = run({ sentence, teacherForcing: false });
			const wanted = translation(words)!;
			const wrong = wanted.filter((word, k) => written[k] !== word).length;
			if (written.length === wanted.length && wrong === 1) oneWrong++;
			if (written.join(' ') === wanted.join(' ')) right.set(words.length, (right.get(words.length) ?? 0) + 1);
		}
		expect(results.lengths.map(({ words }) => right.get(words))).toEqual(
			results.lengths.map((row) => row[style])
		);
		expect(results.heldOutRight[style]).toBe([...right.values()].reduce((sum, n) => sum + n, 0));
		expect(results.oneWordWrong[style]).toBe(oneWrong);
		const { heldOut, heldOutRight, trainedRight, tensors } = stored;
		expect(heldOut).toBe(corpus.heldOut.length);
		expect(results.heldOutRight[style]).toBe(heldOutRight);
		expect(results.trainedRight[style]).toBe(trainedRight);
		expect(results.parameters[style]).toBe(
			Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0)
		);
	}, 60_000);

	test('I love you: je t’ aime, also in free running', () => {
		for (const teacherForcing of [true, false])
			expect(run({ teacherForcing }).written).toEqual(['je', "t'", 'aime', '<end>']);
	});

	test('in teacher forcing the right words are read, in free running the written ones', () => {
		const sentence = 'they do not see you';
		const forced = run({ sentence });
		const free = run({ sentence, teacherForcing: false });
		expect(forced.trace.tensors.has('loss')).toBe(true);
		expect(free.trace.tensors.has('loss')).toBe(false);
		const table = corpus.french;
		const right = translation(sentence.split(' '))!;
		const index = (word: string) => table.indexOf(word);
		expect(right.slice(0, -1).map((_, k) => forced.data(`w${k + 1}_dec`)[0])).toEqual(
			right.slice(0, -1).map(index)
		);
		expect(free.written.map((_, k) => free.data(`word_t${k + 1}`)[0])).toEqual(free.written.map(index));
	});

	test('a sentence that the corpus does not have is translated freely, and unknown words are read as <unk>', () => {
		const { trace, data, facts } = run({ sentence: 'the zebra sees me' });
		expect(data('word2')).toEqual([corpus.english.indexOf('<unk>')]);
		expect(trace.tensors.has('loss')).toBe(false);
		expect(facts.translation!.label).toMatch(/no translation/);
	});
});
