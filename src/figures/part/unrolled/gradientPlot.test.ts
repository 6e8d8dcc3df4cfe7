/** The lines of the gradient plot: found in any trace whose states travel, on the scale that suits them. */
import { describe, expect, test } from 'vitest';
import { find, type Scope, type Trace } from '#engine';
import { loadLesson } from '#lessons';
import type { Value } from '#lessons/lesson.ts';
import { defaults } from '#lessons/params.ts';
import { run } from '#src/lesson/run.ts';
import {
	decades,
	levelOf,
	partsOf,
	reached,
	seriesOf,
	spoken,
	stretches,
	timeTicks
} from './gradientPlot.ts';
import { tracksOf } from './tracks.ts';

async function trace(name: string, given: Record<string, Value> = {}): Promise<Trace> {
	const lesson = (await loadLesson(name))!;
	return run(lesson, { ...defaults(lesson), ...given }, {}).trace;
}

const plotted = ({ root }: Trace) =>
	seriesOf(
		(find(root, 'forward') as Scope).children.flatMap((node) => tracksOf(node)),
		root
	);

test('one line, from the last step to the first, known as backward reaches it', async () => {
	const { root, steps } = await trace('bptt', { T: 12 });
	const [line, ...others] = plotted({ root, steps } as Trace);
	expect(others).toEqual([]);
	expect(line!.name).toBe('‖∂L/∂hₜ‖');
	expect(line!.points.map(({ t }) => t)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
	expect(reached(line!, find(root, 'backward')!.start)).toBe(0);
	// Step 9 hands the gradient to h8.
	const nine = find(root, 'backward/rnn/t = 9')!;
	expect(reached(line!, nine.start + nine.steps)).toBe(5);
	expect(reached(line!, steps)).toBe(12);
});

test('a cut leaves the earlier steps without a gradient, which is known when backward is through', async () => {
	const { root } = await trace('bptt', { T: 12, truncate: 4 });
	const [line] = plotted({ root } as Trace);
	expect(line!.points.map(({ size }) => levelOf(size))).toEqual([
		...Array<string>(4).fill('on'),
		...Array<string>(8).fill('none')
	]);
	const last = find(root, 'backward/rnn')!;
	expect(reached(line!, last.start + last.steps - 1)).toBe(4);
	expect(reached(line!, last.start + last.steps)).toBe(12);
});

test('short sequences, and traces without time, have no plot', async () => {
	expect(plotted(await trace('rnn'))).toEqual([]);
	expect(plotted(await trace('rnn', { sentence: 'man bitten by dog' }))).toHaveLength(1);
	expect(plotted(await trace('cnn'))).toEqual([]);
});

describe('the scale', () => {
	const line = (...sizes: (number | null)[]) =>
		({ points: sizes.map((size, k) => ({ t: sizes.length - k, size, when: 0 })) }) as never;

	test('has whole powers of ten around all sizes', () => {
		expect(decades([line(3, 0.02)])).toEqual([-2, 1]);
		expect(decades([line(2.7, 2.2e-11)])).toEqual([-11, 1]);
		expect(decades([line(1e59), line(7e117)])).toEqual([59, 118]);
		expect(decades([line(0, null, Infinity, NaN)])).toEqual([-1, 0]);
		expect(decades([line(1)])).toEqual([0, 1]);
	});

	test('0, none, and what is not finite lie beside it, in stretches of their own', () => {
		const { points } = line(1, 0.1, 0, null, NaN, Infinity);
		expect(stretches(points).map(({ level, points }) => [level, points.length])).toEqual([
			['on', 2],
			['none', 2],
			['beyond', 2]
		]);
	});

	test('labels some time steps, the first and the last among them', () => {
		expect(timeTicks(1, 100)).toEqual([1, 20, 40, 60, 80, 100]);
		expect(timeTicks(1, 6)).toEqual([1, 2, 3, 4, 5, 6]);
		expect(timeTicks(3, 3)).toEqual([3]);
		expect(timeTicks(1, 200)).toEqual([1, 50, 100, 150, 200]);
	});

	test('sizes are written with two digits and a power of ten', () => {
		expect(partsOf(1.3e-4)).toEqual({ mantissa: '1.3', exponent: '−4' });
		expect([0.345, 12, 2e-11, 7.1e117, 0, null, Infinity].map(spoken)).toEqual([
			'0.34',
			'12',
			'2.0 times 10 to the −11',
			'7.1 times 10 to the 117',
			'0',
			'none',
			'infinite'
		]);
	});
});
