import { describe, expect, test } from 'vitest';
import { find, Tape, type Scope, type Tensor } from '#engine';
import { mul } from '#engine/ops/mul.ts';
import { sum } from '#engine/ops/sum.ts';
import { adam } from '#engine/optimizers/adam.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { changesIn, lossesAround } from './changes.ts';

/** L = Σ xᵢwᵢ with x = (3, −1), so the gradient of w is x; then an update, and the same again. */
function trained(update: (tape: Tape, w: Tensor) => readonly Tensor[]) {
	const tape = new Tape();
	const x = tape.input('x', [2], [3, -1]);
	const lossOf = (w: Tensor) => tape.apply(sum, [tape.apply(mul, [x, w], undefined)], {}, 'L');
	const w = tape.parameter('w', [2], [1, 2]);
	tape.backward(tape.scope('forward', () => lossOf(w)));
	const [after] = tape.scope('update', () => update(tape, w), {
		phase: 'update',
		part: { kind: 'update' }
	});
	tape.scope('forward again', () => lossOf(after!));
	const trace = tape.trace();
	return { trace, update: find(trace.root, 'update') as Scope };
}

describe('what an update changes', () => {
	test('gradient descent: before, the step against the gradient, and after', () => {
		const { update } = trained((tape, w) => sgd(tape, [w], { learningRate: 0.5 }).parameters);
		const [change, ...others] = changesIn(update);
		expect(others).toEqual([]);
		expect([...change!.before.data]).toEqual([1, 2]);
		expect([...change!.gradient!.data]).toEqual([3, -1]);
		expect([...change!.step.data]).toEqual([-1.5, 0.5]);
		expect([...change!.after.data]).toEqual([-0.5, 2.5]);
		expect(change!.by.name).toBe('w');
		// The part of one parameter says the same.
		expect(changesIn(change!.by as Scope)).toHaveLength(1);
	});

	test.each([
		// A first step of Adam is as long as the learning rate, against the sign of the gradient; Kingma and Ba, 2015, section 2.1.
		['Adam', (tape: Tape, w: Tensor) => adam(tape, [w], { learningRate: 0.25 }).parameters, [-0.25, 0.25]],
		// −0.5 · (gradient + 2 w).
		[
			'weight decay and momentum',
			(tape: Tape, w: Tensor) =>
				sgd(tape, [w], { learningRate: 0.5, momentum: 0.9, weightDecay: 2 }).parameters,
			[-2.5, -1.5]
		]
	] as const)('%s: what it keeps beside a parameter is no change of one', (_, optimizer, step) => {
		const { update } = trained(optimizer);
		const changes = changesIn(update);
		expect(changes.map(({ before }) => before.name)).toEqual(['w']);
		changes[0]!.step.data.forEach((value, k) => expect(value).toBeCloseTo(step[k]!, 6));
	});

	test('the loss before, and with the new numbers', () => {
		const { trace, update } = trained((tape, w) => sgd(tape, [w], { learningRate: 0.5 }).parameters);
		const losses = lossesAround(trace.leaves, update)!;
		expect([losses.before.data[0], losses.after!.data[0]]).toEqual([1, -4]);
	});

	test('an epoch of two updates: from before the first to after the second, and the loss that it began with', () => {
		const tape = new Tape();
		const x = tape.input('x', [2], [3, -1]);
		let w = tape.parameter('w', [2], [1, 2]);
		const batch = (number: number) => () => {
			const loss = tape.apply(sum, [tape.apply(mul, [x, w], undefined)], {}, `L${number}`);
			tape.backward(loss);
			[w] = tape.scope('update', () => sgd(tape, [w], { learningRate: 0.5 }).parameters, {
				phase: 'update',
				part: { kind: 'update' }
			}) as [Tensor];
		};
		tape.scope(
			'epoch 1',
			() => {
				for (const number of [1, 2])
					tape.scope(`batch ${number}`, batch(number), { part: { kind: 'batch', number } });
			},
			{ part: { kind: 'epoch', number: 1 } }
		);
		const trace = tape.trace();
		const epoch = find(trace.root, 'epoch 1') as Scope;
		const [change, ...others] = changesIn(epoch);
		expect(others).toEqual([]);
		// The gradient is x each time: two steps of −0.5 x.
		expect([...change!.before.data]).toEqual([1, 2]);
		expect([...change!.step.data]).toEqual([-3, 1]);
		expect([...change!.after.data]).toEqual([-2, 3]);
		expect(change!.gradient).toBeNull();
		const losses = lossesAround(trace.leaves, epoch)!;
		expect([losses.before.data[0], losses.after]).toEqual([1, null]);
		// One update of it is that of its batch.
		expect(changesIn(epoch.children[1] as Scope)[0]!.gradient).not.toBeNull();
	});

	test('nothing but an update changes parameters', () => {
		const { trace } = trained((tape, w) => sgd(tape, [w], { learningRate: 0.5 }).parameters);
		expect(changesIn(find(trace.root, 'forward') as Scope)).toEqual([]);
		expect(lossesAround(trace.leaves, find(trace.root, 'forward')!)).toBeNull();
	});
});
