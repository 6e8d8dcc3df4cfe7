import { expect, test } from 'vitest';
import type { Position } from '#engine';
import { Lecture } from './lecture.svelte.ts';

/** A trace of 20 steps. */
class Stepper {
	position: Position = { done: 0, grain: 'op' };
	overview = false;
	get atEnd() {
		return this.position.done === 20;
	}
	seek(done: number, grain: Position['grain']) {
		this.position = { done: Math.min(20, done), grain };
	}
	move(move: 'over' | 'overBack') {
		this.seek(this.position.done + (move === 'over' ? 1 : -1), this.position.grain);
	}
}

const scene = (done: number) => ({
	name: `at ${done}`,
	position: { done, grain: 'op' } as const,
	overview: false
});

test('a step is collected once', () => {
	const lecture = new Lecture(new Stepper());
	expect([lecture.collect('one'), lecture.collect('again')]).toEqual([true, true]);
	expect(lecture.scenes.map(({ name }) => name)).toEqual(['one']);
	expect(lecture.at).toBe(0);
});

test('a clicker goes from scene to scene and stops at both ends, also at one beyond the end of the trace', () => {
	const stepper = new Stepper();
	const lecture = new Lecture(stepper);
	lecture.scenes = [scene(3), scene(10), scene(50)];
	lecture.show(0);
	const seen = [1, 1, 1, -1, -1, -1].map((direction) => {
		lecture.turn(direction as 1 | -1);
		return [stepper.position.done, lecture.at];
	});
	expect(seen).toEqual([
		[10, 1],
		[20, 2],
		[20, 2],
		[10, 1],
		[3, 0],
		[3, 0]
	]);
});
