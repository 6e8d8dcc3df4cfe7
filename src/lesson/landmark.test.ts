/** A link's step is found again where a lesson has grown. */
import { expect, test } from 'vitest';
import { Tape, type Trace } from '#engine';
import { neg } from '#engine/ops/neg.ts';
import { sum } from '#engine/ops/sum.ts';
import { loadLesson, lessonNames } from '#lessons';
import { landmarkOf, stepsTo } from './landmark.ts';
import { Session } from './session.svelte.ts';

/** Two numbers, as often negated as there are layers, and added up. */
function grown(layers: readonly string[]): Trace {
	const tape = new Tape();
	let x = tape.input('x', [2], [1, 2]);
	tape.scope('forward', () => {
		for (const layer of layers) x = tape.scope(layer, () => tape.apply(neg, [x]));
	});
	tape.backward(tape.scope('loss', () => tape.apply(sum, [x], {})));
	return tape.trace();
}

test('a step is found by its part, wherever that stands now', () => {
	const [before, after] = [grown(['b']), grown(['a', 'b'])];
	// neg takes a step for each of two numbers: the second of layer b was step 2, and is step 4.
	expect(landmarkOf(before, 2)).toBe('forward/b/neg:2');
	expect(stepsTo(after, 'forward/b/neg:2')).toBe(4);
	expect(stepsTo(grown(['a']), 'forward/b/neg:2')).toBeNull();
	expect(stepsTo(before, 'forward/b/neg:3')).toBeNull();
	expect(landmarkOf(before, 0)).toBeNull();
});

test('of parts that have one name, the one around them is named', () => {
	const trace = grown(['a', 'a']);
	expect(landmarkOf(trace, 2)).toBe('forward/a/neg:2');
	expect(landmarkOf(trace, 3)).toBe('forward:3');
	expect(stepsTo(trace, 'forward:3')).toBe(3);
});

test('every step of every lesson is found again by its name', async () => {
	for (const name of lessonNames) {
		const { trace } = new Session(name, (await loadLesson(name))!).player;
		for (let k = 1; k <= 20; k++) {
			const done = Math.ceil((trace.steps * k) / 20);
			expect(stepsTo(trace, landmarkOf(trace, done)!), `${name}, ${done}`).toBe(done);
		}
	}
});
