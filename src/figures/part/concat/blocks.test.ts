import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { concat } from '#engine/ops/concat.ts';
import { blocksIn } from './blocks.ts';

/** A 2×2 and another tensor, along an axis. */
function joined(shape: readonly [number, number], axis: number) {
	const tape = new Tape();
	const a = tape.input('a', [2, 2], [1, 2, 3, 4]);
	const b = tape.input('b', shape, new Float64Array(shape[0] * shape[1]));
	tape.scope('concat', () => tape.apply(concat, [a, b], { axis }, 'y'));
	return blocksIn(find(tape.trace().root, 'concat')!)!;
}

test('heads stand beside each other, one after another', () => {
	const { way, blocks } = joined([2, 3], -1);
	expect(way).toBe('beside');
	expect(blocks.map(({ frame }) => frame)).toEqual([
		{ top: 0, left: 0, rows: 2, columns: 2 },
		{ top: 0, left: 2, rows: 2, columns: 3 }
	]);
});

test('states stand under each other', () => {
	const { way, blocks } = joined([1, 2], 0);
	expect(way).toBe('under');
	expect(blocks[1]!.frame).toEqual({ top: 2, left: 0, rows: 1, columns: 2 });
});
