/** A new run may lack the part that was looked at: its closest surroundings take its place. */
import { expect, test } from 'vitest';
import { pathName } from '#engine';
import { loadLesson } from '#lessons';
import { defaults } from '#lessons/params.ts';
import { nearest } from './nearest.ts';
import { run } from '#src/lesson/run.ts';

test('a time step that a shorter sequence does not have leads to its layer', async () => {
	const lesson = (await loadLesson('bptt'))!;
	const { root } = run(lesson, { ...defaults(lesson), T: 20 }, {}).trace;
	expect(pathName(nearest(root, 'backward/rnn/t = 7')!)).toBe('backward/rnn/t = 7');
	expect(pathName(nearest(root, 'backward/rnn/t = 60/matmul.b')!)).toBe('backward/rnn');
	expect(pathName(nearest(root, 'backward/other')!)).toBe('backward');
	expect(nearest(root, 'other')).toBeNull();
});

test('a block of training leads to that of the first word, where words are written one by one', async () => {
	const lesson = (await loadLesson('transformer-decoder'))!;
	const { root } = run(lesson, { ...defaults(lesson), training: false }, {}).trace;
	const block = 'decoder/block 1/masked self-attention/head 1';
	expect(pathName(nearest(root, `forward/${block}`)!)).toBe(`forward/decoding/word 1/${block}`);
	expect(pathName(nearest(root, 'backward/decoder/block 1')!)).toBe(
		'forward/decoding/word 1/decoder/block 1'
	);
});
