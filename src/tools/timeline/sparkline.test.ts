import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults, loadLesson } from '#lessons';
import { gradientNorms, heights, losses } from './sparkline.ts';

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
	const at = (value: number) => ({ done: 0, tensor: null as never, value });
	expect(heights([at(1), at(100), at(10), at(0), at(NaN)])).toEqual([0, 1, 0.5, null, null]);
	expect(heights([at(3)])).toEqual([0.5]);
	expect(heights([])).toEqual([]);
});
