import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults, loadLesson } from '#lessons';
import { search } from './find.ts';

const lesson = (await loadLesson('rnn'))!;
const tape = new Tape();
lesson.build(tape, defaults(lesson));
const trace = tape.trace();
const names = (text: string) => search(trace, text).map(({ name }) => name);

test('a name as it is comes first', () => {
	expect(names('h3')[0]).toBe('h3');
	expect(search(trace, 'h3')[0]!.tensor).toBe(trace.tensors.get('h3'));
	expect(names('forward/rnn/t = 2')[0]).toBe('forward/rnn/t = 2');
	expect(names('rnn').slice(0, 2)).toEqual(['forward/rnn', 'backward/rnn']);
});

test('parts of a name, what a tensor is called, and letters in order are found', () => {
	expect(names('w_hh.grad').every((name) => name.toLowerCase().includes('w_hh.grad'))).toBe(true);
	expect(names('memory weights')).toContain('W_hh');
	expect(names('fwdrnn')).toContain('forward/rnn');
});

test('nothing, and what is nowhere, finds nothing', () => {
	expect(names('  ')).toEqual([]);
	expect(names('conv2d')).toEqual([]);
	expect(names('x').length).toBeLessThanOrEqual(40);
});
