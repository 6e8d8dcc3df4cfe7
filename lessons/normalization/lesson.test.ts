/** Rows and columns: PyTorch's numbers for both norms, and what the text says. */
import { describe, expect, test } from 'vitest';
import { find, Tape, type Edits } from '#engine';
import { defaults } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';
import reference from './reference.json' with { type: 'json' };

const [N, D] = [4, 5];

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	return {
		trace,
		unused: tape.unused,
		data: (name: string) => Array.from(trace.tensors.get(name)!.data),
		facts: lesson.facts!(trace, params)
	};
}

const close = (actual: readonly number[], expected: readonly number[], within = 1e-10) => {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(within));
};
const row = (data: readonly number[], r: number) => data.slice(r * D, (r + 1) * D);
const column = (data: readonly number[], c: number) => data.filter((_, k) => k % D === c);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const mean = (values: readonly number[]) => total(values) / values.length;
const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

describe.each(reference)('PyTorch agrees: $settings', ({ settings, given, computed }) => {
	const edits = Object.fromEntries(
		Object.entries<number[]>(given).map(([name, values]) => [
			name,
			values.map((value, k): [number, number] => [k, value])
		])
	);
	const { data, unused } = run(settings, edits);

	test.each(Object.entries(computed as unknown as Record<string, number[]>))('%s', (name, expected) => {
		expect(unused).toEqual([]);
		// Where ε is tiny, numbers are as large as they like: compared as parts of the largest.
		const size = Math.max(1, ...expected.map(Math.abs));
		close(
			data(name).map((value) => value / size),
			expected.map((value) => value / size)
		);
	});
});

describe('what is averaged', () => {
	const { data } = run();

	test('rows come out of layer norm with mean 0 and variance σ²/(σ² + ε)', () => {
		for (let r = 0; r < N; r++) {
			const before = variance(row(data('x'), r));
			close([mean(row(data('y_layer'), r))], [0], 1e-12);
			close([variance(row(data('y_layer'), r))], [before / (before + 1e-5)], 1e-12);
		}
	});

	test('columns come out of batch norm so', () => {
		for (let c = 0; c < D; c++) {
			const before = variance(column(data('x'), c));
			close([mean(column(data('y_batch'), c))], [0], 1e-12);
			close([variance(column(data('y_batch'), c))], [before / (before + 1e-5)], 1e-12);
		}
	});

	test('a number of sample 4 changes row 4 of layer norm alone, and one column of batch norm', () => {
		const other = run({}, { x: [[17, 50]] });
		const changed = (name: string) =>
			data(name).flatMap((value, k) => (value === other.data(name)[k] ? [] : [k]));
		expect(changed('y_layer')).toEqual([15, 16, 17, 18, 19]);
		expect(changed('y_batch')).toEqual([2, 7, 12, 17]);
	});

	test('batch norm takes away that one feature is a hundred times as large', () => {
		const [y, scaled] = [data('y_batch'), run({ input: 'scales' }).data('y_batch')];
		close(column(scaled, 3), column(y, 3), 1e-4);
	});
});

describe('running statistics', () => {
	test('after k batches, (1 − m)ᵏ of the start is left', () => {
		const { data } = run({ mode: 'inference', batches: 6, momentum: 0.2 });
		const left = 0.8 ** 6;
		const columns = Array.from({ length: D }, (_, c) => column(data('x'), c));
		close(
			data('mean6'),
			columns.map((values) => (1 - left) * mean(values)),
			1e-12
		);
		close(
			data('variance6'),
			columns.map((values) => left + ((1 - left) * variance(values) * N) / (N - 1)),
			1e-12
		);
	});

	test('in inference they come first and are not updated; in training they come last', () => {
		const [training, inference] = [run(), run({ mode: 'inference' })].map(({ trace }) =>
			trace.root.children.map(({ name }) => name)
		);
		expect(training).toEqual(['forward', 'loss', 'backward', 'update']);
		expect(inference).toEqual(['training before', 'forward', 'loss', 'backward']);
	});

	test('in inference a sample does not depend on its batch, given the same running statistics', () => {
		const given = { mode: 'inference', momentum: 0 };
		const [one, other] = [run(given), run(given, { x: [[17, 50]] })];
		expect(row(one.data('y_batch'), 0)).toEqual(row(other.data('y_batch'), 0));
	});

	test('with momentum 0 they stay 0 and 1: batch norm only divides by √(1 + ε)', () => {
		const { data } = run({ mode: 'inference', momentum: 0 });
		close(
			data('y_batch'),
			data('x').map((value) => value / Math.sqrt(1 + 1e-5)),
			1e-12
		);
	});
});

describe('ε', () => {
	test('is inside the root (E9): the divisor of a nearly constant row differs from σ + ε', () => {
		const { facts, data } = run({ input: 'constant' });
		const sigma = Math.sqrt(variance(row(data('x'), 2)));
		const [, root, notes] = (facts.divisors as TableFact).rows[2]!;
		close([root! / Math.sqrt(sigma ** 2 + 1e-5), notes! / (sigma + 1e-5)], [1, 1], 0.005);
		expect(root! / notes!).toBeGreaterThan(1.1);
		const off = data('x')[13]! - mean(row(data('x'), 2));
		close([data('y_layer')[13]!], [off / Math.sqrt(sigma ** 2 + 1e-5)]);
	});

	test('a row of equal numbers becomes zeros', () => {
		const { data } = run({}, { x: [5, 6, 7, 8, 9].map((k) => [k, 7] as const) });
		close(row(data('y_layer'), 1), [0, 0, 0, 0, 0], 1e-15);
	});
});

describe('the way back', () => {
	test('in training, gradients add up to 0 over each group', () => {
		const { data } = run();
		for (let r = 0; r < N; r++) close([total(row(data('x.grad:2'), r))], [0], 1e-12);
		for (let c = 0; c < D; c++) close([total(column(data('x.grad:1'), c))], [0], 1e-12);
	});

	test('the gradient of a plain sum is 0, but for rounding', () => {
		const { data } = run({ equal: true });
		close(data('x.grad'), new Array<number>(N * D).fill(0), 1e-12);
		expect(Math.max(...run().data('x.grad').map(Math.abs))).toBeGreaterThan(0.1);
	});

	test('unless the scales of layer norm differ, or statistics are fixed', () => {
		const scaled = run({ equal: true }, { gamma_layer: [[0, 3]] });
		expect(Math.max(...scaled.data('x.grad:2').map(Math.abs))).toBeGreaterThan(0.1);
		close(scaled.data('x.grad:1'), new Array<number>(N * D).fill(0), 1e-12);
		const fixed = run({ equal: true, mode: 'inference' });
		expect(fixed.data('x.grad:1').every((value) => value > 0)).toBe(true);
	});

	test('two gradients arrive at the input, that of batch norm first', () => {
		const { trace, data } = run();
		expect(find(trace.root, 'backward/layer norm')).not.toBeNull();
		close(
			data('x.grad'),
			data('x.grad:1').map((value, k) => value + data('x.grad:2')[k]!),
			1e-15
		);
	});
});

test('parameters: 2·5 in both, and as many running numbers', () => {
	const { trace } = run();
	const count = (pattern: RegExp) =>
		[...trace.tensors.values()]
			.filter(({ name, role }) => role === 'parameter' && pattern.test(name))
			.reduce((sum, { data }) => sum + data.length, 0);
	expect([count(/_layer$/), count(/_batch$/)]).toEqual([10, 10]);
	expect(run().facts.parameters).toMatchObject({
		numbers: '2 \\cdot 5 = 10 \\qquad \\text{running: } 2 \\cdot 5 = 10'
	});
});
