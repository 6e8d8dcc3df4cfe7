import { describe, expect, test } from 'vitest';
import { find, Tape, type Node, type Tensor, type Trace } from '#engine';
import { add } from '#engine/ops/add.ts';
import { conv2d } from '#engine/ops/conv2d.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sgdStep } from '#engine/ops/sgdStep.ts';
import { sum } from '#engine/ops/sum.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { looked } from './looked.ts';
import { tiersOf } from './tiers.ts';

const part = (trace: Trace, name: string): Node => find(trace.root, name)!;
const names = (node: Node) => tiersOf(node).map((tier) => tier.map(({ tensor }) => tensor.name));

/** Two dense layers with a ReLU between them, the first with weights as PyTorch keeps them. */
function feedForward(): Trace {
	const tape = new Tape();
	const x = tape.input('x', [1, 2], [1, -2]);
	const [w1, b1] = [tape.parameter('w1', [3, 2], [1, 2, 3, 4, 5, 6]), tape.parameter('b1', [3], [1, 1, 1])];
	const [w2, b2] = [tape.parameter('w2', [3, 1], [1, 2, 3]), tape.parameter('b2', [1], [0])];
	const y = tape.scope('net', () => {
		const turned = tape.apply(transpose, [w1], undefined, 'turned');
		const wide = tape.apply(add, [tape.apply(matmul, [x, turned], undefined), b1], undefined, 'wide');
		const hidden = tape.apply(relu, [wide], undefined, 'hidden');
		return tape.apply(add, [tape.apply(matmul, [hidden, w2], undefined), b2], undefined, 'y');
	});
	tape.backward(tape.apply(sum, [y], {}, 'L'));
	return tape.trace();
}

describe('a part as tiers of tensors', () => {
	test('a product and the bias that is added to it are one thing, and weights that are only turned none', () => {
		const net = part(feedForward(), 'net');
		expect(names(net)).toEqual([['x'], ['wide'], ['hidden'], ['y']]);
		const [, wide, , y] = tiersOf(net).map(([piece]) => piece!);
		expect(wide!.weights.map(({ name }) => name)).toEqual(['turned', 'b1']);
		expect([wide!.result, y!.result]).toEqual([false, true]);
	});

	test('on the way back a gradient that goes on as it is is drawn once, with all that come of it', () => {
		const tiers = tiersOf(part(feedForward(), 'backward/net'));
		const of = tiers.map((tier) => tier.map(({ tensor }) => tensor.gradientOf!.name).sort());
		expect(of).toEqual([['y'], ['b2', 'hidden', 'w2'], ['wide'], ['b1', 'turned', 'x'], ['w1']]);
	});

	test('a convolution is input ∗ kernels + bias → maps, and back three gradients of one', () => {
		const tape = new Tape();
		const x = tape.input('x', [1, 1, 2, 2], [1, 2, 3, 4]);
		const [w, b] = [tape.parameter('w', [2, 1, 1, 1], [1, -1]), tape.parameter('b', [2], [0, 1])];
		const y = tape.scope('conv', () => tape.apply(conv2d, [x, w, b], {}, 'y'));
		tape.backward(tape.apply(sum, [y], {}, 'L'));
		const trace = tape.trace();
		expect(names(part(trace, 'conv'))).toEqual([['x'], ['w', 'b'], ['y']]);
		expect(tiersOf(part(trace, 'conv'))[1]!.map(({ sign }) => sign)).toEqual(['∗', '+']);
		const back = tiersOf(part(trace, 'backward/conv'));
		expect(back.map((tier) => tier.map(({ tensor }) => tensor.gradientOf!.name))).toEqual([
			['y'],
			['x', 'w', 'b']
		]);
		expect(back[1]!.every(({ result }) => result)).toBe(true);
	});

	test('a weight is one after an update too, and what other steps add to its gradient does not come in', () => {
		const tape = new Tape();
		const x = tape.input('x', [1, 2], [1, -2]);
		const w = tape.parameter('w', [2, 2], [1, 2, 3, 4]);
		const layer = (name: string, from: Tensor) =>
			tape.scope(name, () => tape.apply(matmul, [from, w], undefined, name));
		const loss = tape.apply(sum, [layer('second', layer('first', x))], {}, 'L');
		tape.backward(loss);
		const after = tape.scope(
			'update',
			() => tape.apply(sgdStep, [w, w.grad!], { learningRate: 0.1 }, 'after'),
			{ phase: 'update' }
		);
		tape.scope('again', () => tape.apply(matmul, [x, after], undefined, 'y'), { phase: 'forward' });
		const trace = tape.trace();
		expect(names(part(trace, 'again'))).toEqual([['x'], ['after'], ['y']]);
		// The first layer is gone back through last: there, what both add is summed up.
		const [incoming] = names(part(trace, 'backward/first'));
		expect(incoming).toEqual(['first.grad']);
	});

	test('the way back begins at the gradient of the loss: no op leads to it', () => {
		const { root } = feedForward();
		const [first] = tiersOf(part({ root } as Trace, 'backward'));
		expect(first!.map(({ tensor, by, named }) => [tensor.name, by, named])).toEqual([['L.grad', null, '']]);
	});

	test('of as many inputs as there are ops, each is drawn', () => {
		const tape = new Tape();
		const table = tape.parameter('table', [3, 2], [1, 2, 3, 4, 5, 6]);
		const words = Array.from({ length: 11 }, (_, k) => tape.constant(`word${k}`, [1], [k % 3]));
		tape.scope('words', () =>
			words.forEach((word, k) => tape.apply(embedding, [table, word], undefined, `x${k}`))
		);
		const [incoming] = names(part(tape.trace(), 'words'));
		expect(incoming!.filter((name) => name.startsWith('word'))).toEqual(words.map(({ name }) => name));
	});

	test('the rows of a table that are looked up are framed, each once', () => {
		const tape = new Tape();
		const table = tape.parameter('table', [3, 2], [1, 2, 3, 4, 5, 6]);
		const ids = tape.constant('ids', [3], [2, 0, 2]);
		tape.scope('words', () => tape.apply(embedding, [table, ids], undefined, 'y'));
		const trace = tape.trace();
		const words = part(trace, 'words');
		expect(looked(words, trace.tensors.get('table')!).map(({ top }) => top)).toEqual([2, 0]);
		expect(looked(words, trace.tensors.get('y')!)).toEqual([]);
	});
});
