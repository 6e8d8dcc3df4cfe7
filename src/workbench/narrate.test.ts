/** What the sentence says of a part that says nothing of itself, as a module that was recorded. */
import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { matmul } from '#engine/ops/matmul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sum } from '#engine/ops/sum.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { narrate } from './narrate.ts';
import { Player } from './player.svelte.ts';

function said(about: string, ...ops: (typeof relu)[]) {
	const tape = new Tape();
	const x = tape.input('x', [2], [-1, 2], { label: 'input' });
	tape.scope('layer', () => ops.reduce((y, op) => tape.apply(op, [y], undefined), x), { about });
	const trace = tape.trace();
	const { start, steps } = find(trace.root, 'layer')!;
	return narrate(new Player(trace, { done: start + steps, grain: 1 })).text;
}

test('a sentence is said as it is', () => {
	expect(said('Everything is bent.', relu, tanh)).toBe('Everything is bent.');
});

test('of a module that has only a name, and of a part without one, what is in it is said', () => {
	expect(said('Sequential', relu, tanh)).toBe('Sequential: relu and tanh, in this order.');
	expect(said('', relu, tanh)).toBe('Layer: relu and tanh, in this order.');
	expect(said('ReLU()', relu)).toBe('ReLU(): The ReLU of every number of the input, one at a time.');
	expect(said('', relu)).toBe('The ReLU of every number of the input, one at a time.');
});

test('a part of the way back says whose gradients came in, and where they went', () => {
	const tape = new Tape();
	const [x, w] = [
		tape.input('x', [1, 2], [1, 2], { label: 'input' }),
		tape.parameter('w', [2, 1], [3, 4], { label: 'weights' })
	];
	const y = tape.scope('layer', () =>
		tape.apply(relu, [tape.apply(matmul, [x, w], undefined)], undefined, { name: 'y', label: 'output' })
	);
	tape.backward(tape.scope('loss', () => tape.apply(sum, [y], {}, { name: 'L', label: 'loss' })));
	const trace = tape.trace();
	const { start, steps } = find(trace.root, 'backward/layer')!;
	expect(narrate(new Player(trace, { done: start + steps, grain: 2 })).text).toBe(
		'The way back through layer: the gradient of the output came in and went on to the input and the weights.'
	);
});
