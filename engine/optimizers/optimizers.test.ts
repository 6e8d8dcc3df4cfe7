/** What Adam, RMSprop and clipping promise beside PyTorch's numbers: steps to look at, readable names, clear refusals. */
import { describe, expect, test } from 'vitest';
import { BackstepError, Tape, pathName, stepAt } from '../index.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { adam } from './adam.ts';
import { clipByNorm, clipByValue } from './clip.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** A parameter whose gradient is given: the loss is Σ w·g. */
function withGradient(w: number[], g: number[]) {
	const tape = new Tape();
	const parameter = tape.parameter('w', [w.length], w);
	const loss = tape.scope('forward', () =>
		tape.apply(sum, [tape.apply(mul, [parameter, tape.constant('g', [g.length], g)], undefined)], {})
	);
	tape.backward(loss);
	return { tape, parameters: [parameter] };
}

describe('adam', () => {
	test('moves every number by the learning rate at first, however steep its slope is', () => {
		const { tape, parameters } = withGradient([1, 1, 1], [1e-3, 1, -1000]);
		const { parameters: next } = adam(tape, parameters, { learningRate: 0.1, epsilon: 0 });
		[0.9, 0.9, 1.1].forEach((expected, k) => expect(next[0]!.data[k]).toBeCloseTo(expected, 12));
	});

	test('shows the corrections and the step, one after another', () => {
		const { tape, parameters } = withGradient([1], [2]);
		const { parameters: next, state } = adam(tape, parameters, { learningRate: 0.1 });
		const trace = tape.trace();
		const leaf = next[0]!.writer!;
		expect(pathName(leaf)).toBe('w/adamStep');
		expect(leaf.phase).toBe('update');
		const said = [0, 1, 2].map((s) => stepAt(trace.root, leaf.start + s).text);
		expect(said[0]).toMatch(/divided by 0\.1, because it began at 0, is 2\.$/);
		expect(said[1]).toMatch(/divided by 0\.001, because it began at 0, is 4\.$/);
		expect(said[2]).toMatch(/is 0\.9\.$/);
		expect(state[0]).toMatchObject({ step: 1 });
	});
});

describe('rmsprop', () => {
	test('divides a gradient by the root of its average square', () => {
		const { tape, parameters } = withGradient([1], [4]);
		// a = 0.25 · 4² = 4, so the step is 0.5 · 4 / 2.
		const { parameters: next } = rmsprop(tape, parameters, { learningRate: 0.5, alpha: 0.75, epsilon: 0 });
		expect([...next[0]!.data]).toEqual([0]);
	});
});

describe('clipping', () => {
	test('by norm keeps the direction: [3, 4] made 1 long is [0.6, 0.8]', () => {
		const { tape, parameters } = withGradient([0, 0], [3, 4]);
		const { gradients, norm, scale } = clipByNorm(tape, parameters, 1);
		expect(norm.data[0]).toBe(5);
		expect(scale.data[0]).toBeCloseTo(0.2, 6);
		[0.6, 0.8].forEach((g, k) => expect(gradients[0]!.data[k]).toBeCloseTo(g, 6));
	});

	test('by norm leaves short gradients exactly as they are', () => {
		const { tape, parameters } = withGradient([0, 0], [0.3, 0.4]);
		expect([...clipByNorm(tape, parameters, 1).gradients[0]!.data]).toEqual([0.3, 0.4]);
	});

	test('by value cuts each number off on its own', () => {
		const { tape, parameters } = withGradient([0, 0, 0], [3, -4, 0.5]);
		expect([...clipByValue(tape, parameters, 1)[0]!.data]).toEqual([1, -1, 0.5]);
	});

	test('happens in the update phase, and an optimizer goes by what it leaves', () => {
		const { tape, parameters } = withGradient([1, 1], [3, -4]);
		const gradients = clipByValue(tape, parameters, 1);
		const { parameters: next } = sgd(tape, parameters, { learningRate: 0.5, gradients });
		expect([...next[0]!.data]).toEqual([0.5, 1.5]);
		const leaves = tape.trace().leaves.filter(({ phase }) => phase === 'update');
		expect(leaves.map(pathName)).toEqual(['clip by value/clip', 'w/sgdStep']);
	});
});

describe('what does not fit', () => {
	const bad: [string, (g: ReturnType<typeof withGradient>) => unknown, RegExp][] = [
		['no learning rate', (g) => adam(g.tape, g.parameters, {} as never), /adam: learningRate is undefined/],
		['a beta of 1', (g) => adam(g.tape, g.parameters, { learningRate: 1, beta1: 1 }), /beta1 is 1.*below 1/],
		[
			'a negative learning rate',
			(g) => rmsprop(g.tape, g.parameters, { learningRate: -1 }),
			/learningRate is -1/
		],
		[
			'state of others',
			(g) => adam(g.tape, g.parameters, { learningRate: 1 }, [null, null]),
			/2 moments for 1/
		],
		[
			'too few gradients',
			(g) => sgd(g.tape, g.parameters, { learningRate: 1, gradients: [] }),
			/0 gradients for 1/
		],
		['a negative limit', (g) => clipByNorm(g.tape, g.parameters, -1), /clipByNorm: limit is -1/],
		['nothing to clip', (g) => clipByValue(g.tape, [], 1), /clipByValue: there are no parameters/],
		['no gradient', (g) => clipByNorm(g.tape, [g.tape.parameter('v', [1], [1])], 1), /v has no gradient/]
	];
	test.each(bad)('%s', (_, run, message) => {
		const given = withGradient([1], [2]);
		expect(() => run(given)).toThrow(message);
		expect(() => run(given)).toThrow(BackstepError);
	});
});
