import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults, loadLesson } from '#lessons';
import { gradientNorms, heightOf, isSized, losses } from './sparkline.ts';

async function traceOf(name: string) {
	const lesson = (await loadLesson(name))!;
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	return tape.trace();
}

test('every gradient is there once, in the order in which backward finds it, with its norm', async () => {
	const trace = await traceOf('bptt');
	const points = gradientNorms(trace);
	const withGradient = [...trace.tensors.values()].filter(({ grad }) => grad);
	expect(points).toHaveLength(withGradient.length);
	expect(points.map(({ done }) => done)).toEqual(points.map(({ done }) => done).sort((a, b) => a - b));
	for (const { tensor, value } of points) expect(value).toBeCloseTo(Math.hypot(...tensor.data), 12);
});

test('a loss after an update is a loss as well', async () => {
	const points = losses(await traceOf('convolution'));
	expect(points).toHaveLength(2);
	expect(points[1]!.value).toBeLessThan(points[0]!.value);
});

test('heights follow the logarithm; what is 0 has none', () => {
	const all = [1, 100, 10, 0, NaN].map((value) => ({ done: 0, tensor: null as never, value }));
	const height = heightOf(all, 0, 1);
	expect(all.filter(isSized).map(({ value }) => height(value))).toEqual([0, 1, 0.5]);
	expect(heightOf(all.slice(2), 0, 1)(10)).toBe(0.5);
});
