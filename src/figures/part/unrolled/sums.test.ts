import { expect, test } from 'vitest';
import { find, normOf, random, Tape, type Leaf, type Node, type Scope } from '#engine';
import { rnn } from '#engine/layers/rnn.ts';
import { add } from '#engine/ops/add.ts';
import { mean } from '#engine/ops/mean.ts';
import { mul } from '#engine/ops/mul.ts';
import { sumsOf, termsInTime } from './sums.ts';
import { tracksOf } from './tracks.ts';

/** An RNN whose memory weights halve the state, with a loss of the last one. */
function run(T: number) {
	const tape = new Tape();
	const xs = Array.from({ length: T }, (_, k) => tape.input(`x${k + 1}`, [1, 2], random(k + 1).array(2)));
	const weights = {
		h: {
			x: tape.parameter('W_x', [2, 2], [0.1, 0, 0, 0.1]),
			h: tape.parameter('W_h', [2, 2], [0.5, 0, 0, 0.5])
		}
	};
	const { hs } = tape.scope('forward', () => rnn(tape, xs, weights), { part: { kind: 'network' } });
	tape.backward(tape.scope('loss', () => tape.apply(mean, [hs.at(-1)!], {}, 'loss')));
	const { root, tensors } = tape.trace();
	return { root, tensors, track: tracksOf(find(root, 'forward') as Scope)[0]! };
}

test('each time step adds to the gradient of a weight, and together they are all of it', () => {
	const { track, tensors } = run(6);
	const [first, second] = sumsOf(track);
	expect([first!.of.name, second!.of.name]).toEqual(['W_h', 'W_x']);
	for (const { of, terms } of [first!, second!]) {
		expect(terms.map(({ t }) => t)).toEqual([1, 2, 3, 4, 5, 6]);
		const total = tensors.get(of.name)!.grad!.data;
		total.forEach((value, k) =>
			expect(terms.reduce((sum, { tensor }) => sum + tensor.data[k]!, 0)).toBeCloseTo(value, 14)
		);
	}
});

test('where memory halves with every step, the first steps add next to nothing to the input weights', () => {
	const [, { terms }] = sumsOf(run(12).track) as [unknown, ReturnType<typeof sumsOf>[number]];
	const sizes = terms.map(({ tensor }) => normOf(tensor.data));
	// Eleven halvings, and inputs between −1 and 1.
	expect(sizes[0]! / sizes.at(-1)!).toBeLessThan(0.01);
});

test('a short sum, and one that is no gradient, are read off their numbers', () => {
	expect(sumsOf(run(3).track)).toEqual([]);
	const { root } = run(5);
	const leaves = (node: Node): Leaf[] => (node.kind === 'leaf' ? [node] : node.children.flatMap(leaves));
	const sums = leaves(root).filter(({ call }) => call.op.name === 'accumulate');
	const inTime = sums.filter((leaf) => termsInTime(leaf));
	const twice = new Tape();
	const x = twice.input('x', [1, 2], [1, 2]);
	const w = twice.parameter('w', [1, 2], [3, 4]);
	const step = () =>
		['a', 'b', 'c', 'd'].reduce(
			(sum, name) => twice.apply(add, [sum, twice.apply(mul, [x, w], undefined, name)], undefined),
			x
		);
	const out = twice.scope('t = 1', step, { part: { kind: 'step', t: 1 } });
	twice.backward(twice.apply(mean, [out], {}, 'loss'));
	expect(termsInTime(w.grad!.writer!)).toBeNull();
	expect(inTime.map(({ out }) => out.name).sort()).toEqual(['W_h.grad', 'W_x.grad']);
	expect(sums.length).toBeGreaterThan(2);
});
