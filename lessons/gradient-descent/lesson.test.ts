/** What lecture notes N3.7 say of the three ways, with E13 set right; listing.py holds each optimizer to PyTorch's. */
import { expect, test } from 'vitest';
import { find, Tape, updatesIn } from '#engine';
import { defaults } from '../index.ts';
import type { PlotFact, TableFact, Value } from '../lesson.ts';
import { steepest } from './facts.ts';
import lesson from './lesson.ts';
import { N, points } from './points.ts';

function run(given: Record<string, Value> = {}) {
	const tape = new Tape();
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const facts = lesson.facts!(trace, params);
	return {
		trace,
		updates: (facts['updates'] as TableFact).rows,
		losses: (facts['loss'] as PlotFact).plots[0]!.lines,
		number: (name: string) => trace.tensors.get(name)!.data[0]!
	};
}

const loss = (w: number, b: number) => points.reduce((sum, [x, y]) => sum + (x * w + b - y) ** 2, 0) / N;

test.each([
	[1, 12],
	[4, 3],
	[5, 3],
	[7, 2],
	[12, 1]
])('an epoch has one update for all points, N for each, ⌈N/B⌉ with B = %i: %i', (size, wanted) => {
	const { trace, updates } = run({ size, epochs: 2 });
	expect(updates).toEqual([
		[1, 2],
		[12, 24],
		[wanted, 2 * wanted]
	]);
	const counted = updatesIn(find(trace.root, 'mini-batch')!);
	expect(counted).toHaveLength(2 * wanted);
});

test('a step of batch is the mean of the steps that each point would make', () => {
	const { number } = run({ learningRate: 0.1 });
	const [w, b] = [-1, 1];
	const mean = points.reduce((sum, [x, y]) => sum + (2 * (x * w + b - y) * x) / N, 0);
	expect(number('w_batch.new')).toBeCloseTo(w - 0.1 * mean, 12);
	expect(number('loss_batch')).toBeCloseTo(loss(w, b), 12);
});

test('every epoch sees each point once, in another order', () => {
	const { trace } = run({ way: 'stochastic', epochs: 2 });
	const seen = Array.from(
		{ length: 24 },
		(_, k) => trace.tensors.get(k ? `rows_${k + 1}` : 'rows')!.data[0]!
	);
	const sorted = (list: number[]) => list.toSorted((a, b) => a - b);
	const all = points.map((_, k) => k);
	expect([sorted(seen.slice(0, 12)), sorted(seen.slice(12))]).toEqual([all, all]);
	expect(seen.slice(0, 12)).not.toEqual(seen.slice(12));
});

test('below 2/λ every step of batch goes down, above it up', () => {
	const xs = Float64Array.from(points, ([x]) => x);
	const limit = 2 / steepest(xs);
	// λ² − (a + d) λ + (a d − b²) = 0 of the matrix [[a, b], [b, d]] of second derivatives.
	const [a, b] = [2 * xs.reduce((s, x) => s + (x * x) / N, 0), 2 * xs.reduce((s, x) => s + x / N, 0)];
	const largest = 2 / limit;
	expect(largest ** 2 - (a + 2) * largest + (2 * a - b * b)).toBeCloseTo(0, 10);
	const of = (learningRate: number) => run({ way: 'batch', learningRate, epochs: 8 }).losses[0]!.values;
	const [below, above] = [of(0.97 * limit), of(1.1 * limit)];
	below.slice(1).forEach((value, k) => expect(value).toBeLessThan(below[k]!));
	expect(above.at(-1)).toBeGreaterThan(above[0]!);
});

test('the losses that are told are those of the weights after each epoch', () => {
	const { losses, number } = run({ epochs: 3, optimizer: 'adam' });
	losses.forEach(({ name, values }) => {
		expect(values).toHaveLength(4);
		expect(values[0]).toBeCloseTo(loss(-1, 1), 12);
		expect(values[3]).toBeCloseTo(number(`loss_${name.split('-')[0]!}_all`), 12);
	});
});
