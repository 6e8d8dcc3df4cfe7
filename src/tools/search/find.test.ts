import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { tanh } from '#engine/ops/tanh.ts';
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
	// The scope of its update has its name too, and comes after it.
	expect(search(trace, 'W_hh').slice(0, 2)).toMatchObject([
		{ kind: 'tensor', name: 'W_hh' },
		{ kind: 'scope', name: 'update/W_hh', about: '1 part' }
	]);
	expect(names('rnn').slice(0, 2)).toEqual(['forward/rnn', 'backward/rnn']);
});

test('a scope is found by its path with dots, before the tensors whose names begin so', () => {
	const tape = new Tape();
	const w = tape.parameter('blocks.7.attention.weight', [1], [2]);
	tape.scope('blocks', () =>
		tape.scope('7', () => tape.scope('attention', () => tape.apply(tanh, [w], undefined)))
	);
	const [first] = search(tape.trace(), 'blocks.7.attention');
	expect(first).toMatchObject({ kind: 'scope', name: 'blocks/7/attention' });
	expect(search(tape.trace(), 'blocks.7.attention.weight')[0]).toMatchObject({ kind: 'tensor' });
});

test('parts of a name, what a tensor is called, and letters in order are found', () => {
	expect(names('w_hh.grad').every((name) => name.toLowerCase().includes('w_hh.grad'))).toBe(true);
	expect(names('memory weights')).toContain('W_hh');
	expect(names('grad h3')).toContain('h3.grad');
	expect(names('t = 2 tanh')).toContain('forward/rnn/t = 2/tanh');
	expect(names('fwdrnn')).toContain('forward/rnn');
});

test('nothing, and what is nowhere, finds nothing', () => {
	expect(names('  ')).toEqual([]);
	expect(names('conv2d')).toEqual([]);
	expect(names('x').length).toBeLessThanOrEqual(40);
});
