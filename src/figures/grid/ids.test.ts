import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { argmax } from '#engine/ops/argmax.ts';
import { crossEntropy } from '#engine/ops/crossEntropy.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { reshape } from '#engine/ops/reshape.ts';
import { areIds } from '#engine/ids.ts';
import { colour } from './paint.ts';

test('rows of a table, classes and places are ids, also where they were moved; what is computed with is none', () => {
	const tape = new Tape();
	const words = tape.input('words', [1, 2], [3, 1]);
	const flat = tape.apply(reshape, [words], { shape: [2] }, 'flat');
	const table = tape.parameter('table', [4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
	const rows = tape.apply(embedding, [table, flat], {}, 'rows');
	const target = tape.constant('target', [2], [0, 1]);
	const best = tape.apply(argmax, [rows], undefined, 'best');
	const x = tape.apply(add, [rows, rows], undefined, 'x');
	tape.backward(tape.apply(crossEntropy, [x, target], {}, 'L'));
	const { tensors } = tape.trace();
	expect([...tensors.values()].filter(areIds).map(({ name }) => name)).toEqual([
		'words',
		'flat',
		'target',
		'best'
	]);
	expect(colour(words, 3, 3)).toBe(colour(words, 0, 3));
	expect(colour(rows, 3, 3)).not.toBe(colour(rows, 0, 3));
	expect(best.data.length).toBe(2);
});
