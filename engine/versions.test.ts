import { expect, test } from 'vitest';
import { Tape } from './tape.ts';
import { mul } from './ops/mul.ts';
import { sum } from './ops/sum.ts';
import { sgd } from './optimizers/sgd.ts';
import { updateOf, versionIn } from './versions.ts';
import { updatesIn } from './trace.ts';

/** Three updates of w² with rate .25: each halves w, from 2 on. */
function halved() {
	const tape = new Tape();
	let w = tape.parameter('w', [1], [2]);
	for (let number = 1; number <= 3; number++)
		tape.scope(
			`update ${number}`,
			() => {
				const loss = tape.scope('forward', () =>
					tape.apply(sum, [tape.apply(mul, [w, w], undefined, 'square')], {}, 'loss')
				);
				tape.backward(loss);
				tape.scope(
					'update',
					() => {
						[w] = sgd(tape, [w], { learningRate: 0.25, weightDecay: 0 }).parameters as [typeof w];
					},
					{ phase: 'update' }
				);
			},
			{ part: { kind: 'batch', number } }
		);
	return tape.trace();
}

test('a name is another tensor in each update', () => {
	const { root, tensors } = halved();
	const updates = updatesIn(root);
	const values = (name: string) =>
		updates.map((update) => versionIn(root, tensors.get(name)!, update).data[0]);
	expect(values('w')).toEqual([2, 1, 0.5]);
	expect(values('loss')).toEqual([4, 1, 0.25]);
	expect(values('w.grad')).toEqual([4, 2, 1]);
	// What a name of a later update stands for is the same everywhere.
	expect(values('loss_2')).toEqual([1, 1, 1]);
});

test('a node lies in its update', () => {
	const { root, leaves } = halved();
	expect(updateOf(leaves.at(-1)!)).toBe(updatesIn(root)[2]);
	expect(updateOf(root)).toBeNull();
});
