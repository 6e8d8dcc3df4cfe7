/** A new run may lack the part that was looked at: its closest surroundings take its place. */
import { expect, test } from 'vitest';
import { pathName } from '#engine';
import { loadLesson } from '#lessons';
import { defaults } from '#lessons/params.ts';
import { nearest } from './nearest.ts';
import { run } from './run.ts';

test('a time step that a shorter sequence does not have leads to its layer', async () => {
	const lesson = (await loadLesson('bptt'))!;
	const { root } = run(lesson, { ...defaults(lesson), T: 20 }, {}).trace;
	expect(pathName(nearest(root, 'backward/rnn/t = 7')!)).toBe('backward/rnn/t = 7');
	expect(pathName(nearest(root, 'backward/rnn/t = 60/matmul.b')!)).toBe('backward/rnn');
	expect(pathName(nearest(root, 'backward/other')!)).toBe('backward');
	expect(nearest(root, 'other')).toBeNull();
});
