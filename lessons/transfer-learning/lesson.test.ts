/** What lecture notes N3.10 say of frozen layers, PyTorch's answers for the lesson's digits, and what the text says of scores. */
import { describe, expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { defaults } from '../index.ts';
import type { Value } from '../lesson.ts';
import lesson, { digits, FIRST } from './lesson.ts';
import weights from './weights.json' with { type: 'json' };

const WAYS = ['extraction', 'fine-tuning', 'scratch'] as const;

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), ...given });
	const trace = tape.trace();
	const parameters = [...trace.tensors.values()].filter(({ role }) => role === 'parameter');
	return {
		data: (name: string) => Array.from(trace.tensors.get(name)!.data),
		shape: (name: string) => trace.tensors.get(name)!.shape,
		parameters,
		learning: parameters.filter(({ grad }) => grad).map(({ name }) => name),
		updated: [...trace.tensors.keys()].filter((name) => name.endsWith('.new')),
		steps: (phase: string) => find(trace.root, phase)!.steps
	};
}

const both = (...layers: string[]) => layers.flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]);

test('from 28×28 to 144 features and five scores, with 5133 parameters', () => {
	const { shape, parameters } = run();
	expect(['pool1', 'pool2', 'relu3', 'pool4', 'relu5', 'features', 'logits'].map(shape)).toEqual([
		[1, 4, 14, 14],
		[1, 8, 7, 7],
		[1, 8, 7, 7],
		[1, 16, 3, 3],
		[1, 16, 3, 3],
		[1, 144],
		[1, 5]
	]);
	// (f · f · c + 1) · k of each convolution, and the head.
	const wanted = 10 * 4 + 37 * 8 + 73 * 8 + 73 * 16 + 145 * 16 + 145 * 5;
	expect(parameters.reduce((sum, { data }) => sum + data.length, 0)).toBe(wanted);
});

test('N3.10: all convolutions frozen, or conv1 to conv3, or none: what is frozen has no gradient and is not updated', () => {
	const wanted = {
		extraction: both('dense'),
		'fine-tuning': both('conv4', 'conv5', 'dense'),
		scratch: both('conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'dense')
	};
	for (const way of WAYS) {
		const { learning, updated } = run({ way });
		expect(learning).toEqual(wanted[way]);
		expect(updated).toEqual(wanted[way].map((name) => `${name}.new`));
	}
});

test('forward is the same whether it is frozen or not; backward is shorter', () => {
	const [extraction, tuning, scratch] = WAYS.map((way) => run({ way }));
	for (const name of ['relu5', 'logits', 'p']) expect(extraction!.data(name)).toEqual(tuning!.data(name));
	const [a, b, c] = [extraction!, tuning!, scratch!].map(({ steps }) => steps('backward'));
	expect(a).toBeLessThan(b! / 10);
	expect(b).toBeLessThan(c!);
});

describe.each(WAYS)('%s, trained on five of each', (way) => {
	test('reads each digit as PyTorch does', () => {
		const read = digits.map((_, digit) => {
			const scores = run({ digit: String(digit), way, stage: 'trained' }).data('logits');
			return FIRST + scores.indexOf(Math.max(...scores));
		});
		expect(read).toEqual(weights.read[way]);
	});

	test('the score in the table is that of the network shown', () => {
		const row = weights.scores.find(({ domain, examples }) => domain === 'same' && examples === 5)!;
		expect(row[way][0]).toBe(weights.shown.heldOutCorrect[way]);
	});
});

test('the gradient of the scores is ŷ − y', () => {
	const { data } = run();
	data('p').forEach((p, k) =>
		expect(data('logits.grad')[k]).toBeCloseTo(p - Number(k === digits[8]!.label - FIRST), 12)
	);
});

test('pictures: black and white are exchanged, or each pixel moves six down and six to the right', () => {
	const x = run().data('x');
	expect(run({ domain: 'inverted' }).data('x')).toEqual(x.map((value) => 1 - value));
	const moved = run({ domain: 'shifted' }).data('x');
	for (let r = 0; r < 22; r++)
		for (let c = 0; c < 22; c++) expect(moved[(r + 6) * 28 + c + 6]).toBe(x[r * 28 + c]);
});

describe('what the text says of the scores', () => {
	const of = (domain: string, examples: number) => {
		const row = weights.scores.find((one) => one.domain === domain && one.examples === examples)!;
		const sum = (all: readonly number[]) => all.reduce((a, b) => a + b);
		return WAYS.map((way) => sum(row[way])) as [number, number, number];
	};

	test('a transfer is worth something with one to five examples, and a fresh start is ahead with a hundred', () => {
		for (const n of [1, 3, 5]) {
			const [extraction, tuning, scratch] = of('same', n);
			expect(Math.min(extraction, tuning)).toBeGreaterThan(scratch);
		}
		const [extraction, tuning, scratch] = of('same', 100);
		expect(scratch).toBeGreaterThan(Math.max(extraction, tuning));
		for (const n of [1, 3, 5, 10, 20, 100]) {
			const all = of('same', n);
			expect(all[1]).toBeGreaterThan(Math.min(all[0], all[2]));
		}
	});

	test('black on white, extraction falls behind from three examples on, fine-tuning from five', () => {
		for (const n of [3, 5, 10, 20, 100]) {
			const [extraction, tuning, scratch] = of('inverted', n);
			expect(extraction).toBeLessThan(scratch);
			expect(extraction).toBeLessThan(tuning);
			if (n >= 5) expect(tuning).toBeLessThan(scratch);
		}
	});

	test('of pictures that are moved, fine-tuning reads more than a fresh start up to ten examples', () => {
		for (const n of [1, 3, 5, 10]) expect(of('shifted', n)[1]).toBeGreaterThan(of('shifted', n)[2]);
	});

	test('with five examples, extraction is better where pictures are alike, fine-tuning where they differ', () => {
		expect(of('same', 5)[0]).toBeGreaterThan(of('same', 5)[1]);
		expect(of('inverted', 5)[1]).toBeGreaterThan(of('inverted', 5)[0]);
	});
});
