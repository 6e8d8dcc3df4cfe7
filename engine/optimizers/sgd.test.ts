import { describe, expect, test } from 'vitest';
import { BackstepError, Tape, pathName, stepAt, type Tensor } from '../index.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { descend } from './descend.ts';
import { sgd, type Sgd } from './sgd.ts';

/** Parameters whose loss is Σ wᵢ·gᵢ, so that the gradient of w is g. */
function withGradients(...pairs: [w: number[], g: number[]][]) {
	const tape = new Tape();
	const parameters = pairs.map(([w], k) => tape.parameter(`w${k}`, [w.length], w));
	const loss = tape.scope('forward', () => {
		const losses = pairs.map(([, g], k) => {
			const factors = tape.constant(`g${k}`, [g.length], g);
			return tape.apply(sum, [tape.apply(mul, [parameters[k]!, factors], undefined)], {});
		});
		return losses.reduce((a, b) => tape.apply(sum, [tape.apply(mul, [a, b], undefined)], {}));
	});
	tape.backward(loss);
	return { tape, parameters };
}

const numbers = (tensor: Tensor | null) => (tensor ? [...tensor.data] : null);

describe('one step of gradient descent', () => {
	test('moves each parameter against its gradient, and leaves the old one as it was', () => {
		const { tape, parameters } = withGradients([
			[1, 2, 3],
			[10, 0, -10]
		]);
		const updated = sgd(tape, parameters, { learningRate: 0.125 });
		expect(numbers(updated.parameters[0]!)).toEqual([-0.25, 2, 4.25]);
		expect(numbers(parameters[0]!)).toEqual([1, 2, 3]);
		expect(updated.velocities).toEqual([null]);
	});

	test('with nothing beside it records what sgd does', () => {
		const pair = [
			[1, 2],
			[3, -4]
		] as [number[], number[]];
		const [one, other] = [withGradients(pair), withGradients(pair)];
		const [next] = descend(one.tape, one.parameters, { learningRate: 0.5 }).parameters;
		expect(numbers(next!)).toEqual([-0.5, 4]);
		const [same] = sgd(other.tape, other.parameters, { learningRate: 0.5 }).parameters;
		expect([next!.name, next!.label, pathName(next!.writer!)]).toEqual([
			same!.name,
			same!.label,
			pathName(same!.writer!)
		]);
	});

	test('adds weight decay to the gradient', () => {
		const { tape, parameters } = withGradients([[4], [1]]);
		const updated = sgd(tape, parameters, { learningRate: 0.5, weightDecay: 0.25 });
		// 4 − 0.5 · (1 + 0.25 · 4)
		expect(numbers(updated.parameters[0]!)).toEqual([3]);
		expect(updated.velocities).toEqual([null]);
	});

	test('starts the velocity with the gradient, and keeps a part of it in the next step', () => {
		const first = withGradients([[1], [2]]);
		const one = sgd(first.tape, first.parameters, { learningRate: 0.5, momentum: 0.5 });
		expect(numbers(one.velocities[0]!)).toEqual([2]);
		expect(numbers(one.parameters[0]!)).toEqual([0]);

		const second = withGradients([[0], [4]]);
		const velocity = second.tape.constant('v', [1], one.velocities[0]!.data);
		const two = sgd(second.tape, second.parameters, { learningRate: 0.5, momentum: 0.5 }, [velocity]);
		// 4 + 0.5 · 2, and 0 − 0.5 · 5
		expect(numbers(two.velocities[0]!)).toEqual([5]);
		expect(numbers(two.parameters[0]!)).toEqual([-2.5]);
	});

	test('is a scope of the update phase for each parameter, whose steps can be looked at', () => {
		const { tape, parameters } = withGradients(
			[[1], [2]],
			[
				[3, 4],
				[5, 6]
			]
		);
		sgd(tape, parameters, { learningRate: 0.1, momentum: 0.9 });
		const trace = tape.trace();
		const leaves = trace.leaves.filter((leaf) => leaf.phase === 'update');
		expect(leaves.map(pathName)).toEqual(['w0/sgdVelocity', 'w0/sgdStep', 'w1/sgdVelocity', 'w1/sgdStep']);
		expect(leaves.map((leaf) => leaf.out.role)).toEqual(['update', 'update', 'update', 'update']);
		expect([...trace.tensors.keys()]).toEqual(expect.arrayContaining(['w0.velocity', 'w0.new', 'w1.new']));
		expect(stepAt(trace.root, leaves[1]!.start).text).toMatch(
			/^w0 \(1\) minus the learning rate 0\.1 times velocity of w0 \(.*\) is .*\.$/
		);
	});
});

describe('what does not fit', () => {
	const bad: [Partial<Sgd>, RegExp][] = [
		[{ learningRate: -0.1 }, /learningRate is -0\.1: give a number from 0 up, such as 0\.1/],
		[{ learningRate: NaN }, /learningRate is NaN/],
		[{ learningRate: Infinity }, /learningRate is Infinity/],
		[{}, /learningRate is undefined/],
		[{ learningRate: 0.1, momentum: -1 }, /momentum is -1: give a number from 0 up, such as 0\.9/],
		[{ learningRate: 0.1, momentum: NaN }, /momentum is NaN/],
		[{ learningRate: 0.1, weightDecay: -1 }, /weightDecay is -1/],
		[{ learningRate: 0.1, weightDecay: '1' as unknown as number }, /weightDecay is 1/]
	];
	test.each(bad)('%o', (options, message) => {
		const { tape, parameters } = withGradients([[1], [2]]);
		expect(() => sgd(tape, parameters, options as Sgd)).toThrow(message);
		expect(() => sgd(tape, parameters, options as Sgd)).toThrow(BackstepError);
		expect(tape.trace().leaves.some((leaf) => leaf.phase === 'update')).toBe(false);
	});

	test('a parameter without a gradient', () => {
		const tape = new Tape();
		const w = tape.parameter('w', [1], [1]);
		expect(() => sgd(tape, [w], { learningRate: 0.1 })).toThrow(/w has no gradient: call backward/);
	});

	test('velocities of other parameters', () => {
		const { tape, parameters } = withGradients([[1], [2]]);
		const options = { learningRate: 0.1, momentum: 0.9 };
		expect(() => sgd(tape, parameters, options, [null, null])).toThrow(/2 velocities for 1 parameters/);
		const wide = tape.constant('v', [2], [0, 0]);
		expect(() => sgd(tape, parameters, options, [wide])).toThrow(/parameter and velocity.*1 and 2/);
	});
});
