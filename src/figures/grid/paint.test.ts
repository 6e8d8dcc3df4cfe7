import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { log } from '#engine/ops/log.ts';
import { where } from '#engine/ops/where.ts';
import { amiss, colour } from './paint.ts';

test('a −∞ that a mask puts there is meant, and so is what follows from it; one that was computed, and NaN, are not', () => {
	const tape = new Tape();
	const scores = tape.input('scores', [2], [1, 2]);
	const mask = tape.constant('mask', [2], [1, 0]);
	const nothing = tape.constant('nothing', [], [-Infinity]);
	const masked = tape.apply(where, [mask, scores, nothing], undefined);
	expect([amiss(nothing, -Infinity), amiss(masked, -Infinity), amiss(masked, 1)]).toEqual([
		false,
		false,
		false
	]);
	const moved = tape.apply(add, [masked, scores], undefined);
	expect([amiss(moved, -Infinity), amiss(moved, NaN)]).toEqual([false, true]);
	expect([amiss(masked, NaN), amiss(masked, Infinity)]).toEqual([true, true]);
	const zero = tape.input('zero', [1], [0]);
	const logarithm = tape.apply(log, [zero], undefined);
	expect(amiss(logarithm, logarithm.data[0]!)).toBe(true);
	expect(colour(logarithm, -Infinity, 1)).toBe('var(--error)');
	expect(colour(masked, -Infinity, 1)).not.toBe('var(--error)');
});
