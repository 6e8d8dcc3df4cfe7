/** What a network says of any point of the plane: that of the trace at the trace's own points, and lines where they belong. */
import { expect, test } from 'vitest';
import { find, Tape, type Tensor } from '#engine';
import { linear, turned } from '#engine/layers/linear.ts';
import { batchNorm } from '#engine/ops/batchNorm.ts';
import { binaryCrossEntropy } from '#engine/ops/binaryCrossEntropy.ts';
import { detach } from '#engine/ops/detach.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { mul } from '#engine/ops/mul.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { step } from '#engine/ops/step.ts';
import { sub } from '#engine/ops/sub.ts';
import { sum } from '#engine/ops/sum.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { chainOf } from '../neurons/chain.ts';
import {
	classesOf,
	isPlanar,
	lineIn,
	middleOf,
	now,
	outputsOf,
	pointsOf,
	saidOf,
	weightsIn
} from './field.ts';

function xor(turn: boolean) {
	const tape = new Tape();
	const points = [0, 0, 0, 1, 1, 0, 1, 1];
	const x = tape.input('x', [4, 2], points);
	const w1 = tape.parameter('W1', turn ? [3, 2] : [2, 3], [0.5, -1, 2, 0.25, 1, -0.75]);
	const [b1, w2] = [
		tape.parameter('b1', [3], [0.1, -0.2, 0.3]),
		tape.parameter('W2', turn ? [1, 3] : [3, 1], [1, -2, 0.5])
	];
	const given = (w: Tensor, b?: Tensor) => (turn ? turned(tape, w, b) : { w, ...(b && { b }) });
	const named = (name: string) => ({ name, label: name, symbol: name });
	const y = tape.scope('forward', () => {
		const h = tape.apply(tanh, [linear(tape, x, given(w1, b1), named('z1'))], undefined, 'h');
		return tape.apply(sigmoid, [linear(tape, h, given(w2), named('z2'))], undefined, 'y');
	});
	const t = tape.constant('t', [4, 1], [0, 1, 1, 0]);
	tape.backward(tape.scope('loss', () => tape.apply(binaryCrossEntropy, [y, t], {}, 'L')));
	tape.scope('update', () => sgd(tape, [w1, b1, w2], { learningRate: 1 }), { phase: 'update' });
	const trace = tape.trace();
	return { trace, points, y, chain: chainOf(find(trace.root, 'forward')!)! };
}

test('run again on the points of the trace, a network says what it said', () => {
	for (const turn of [false, true]) {
		const { chain, points, y } = xor(turn);
		expect(isPlanar(chain)).toBe(true);
		const weights = weightsIn(chain, (tensor) => tensor);
		expect([...outputsOf(chain, weights, points)]).toEqual([...y.data]);
		expect(classesOf(chain)).toEqual([0, 1, 1, 0]);
		expect(middleOf(chain)).toBe(0.5);
	}
});

test('a weight is what the last update made of it, once that is done', () => {
	const { chain, trace } = xor(false);
	const { given } = chain.layers[0]!;
	expect(now(given, () => 0)).toBe(given);
	const after = now(given, (tensor) => tensor.data.length);
	expect(after).not.toBe(given);
	expect(after.writer!.phase).toBe('update');
	expect(trace.tensors.get(after.name)).toBe(after);
});

test('the class is on which side of the middle one output lies, or the largest of several', () => {
	expect(saidOf(Float64Array.of(0.2, 0.9), 0, 1, 0.5)).toEqual([0, 0.6]);
	expect(saidOf(Float64Array.of(0.2, 0.9), 1, 1, 0.5)[0]).toBe(1);
	expect(saidOf(Float64Array.of(0.1, 0.7, 0.2), 0, 3, 0)).toEqual([1, expect.closeTo(0.5)]);
});

test('a line ends where it leaves the frame', () => {
	expect(lineIn([1, 1, 0], [-1, 1], [-1, 1])).toEqual([-1, 1, 1, -1]);
	expect(lineIn([0, 2, -1], [-1, 1], [-1, 1])).toEqual([-1, 0.5, 1, 0.5]);
	expect(lineIn([1, 1, -9], [-1, 1], [-1, 1])).toBeNull();
	expect(lineIn([0, 0, 1], [-1, 1], [-1, 1])).toBeNull();
});

test('of a batch, the plane has all points, and the classes that a loss compares with, through what is held fast', () => {
	const tape = new Tape();
	const all = tape.constant('X', [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]);
	const targets = tape.constant('t', [4, 1], [0, 0, 0, 1]);
	const rows = tape.constant('rows', [1], [2]);
	const [x, t] = [
		tape.apply(embedding, [all, rows], {}, 'x'),
		tape.apply(embedding, [targets, rows], {}, 'y')
	];
	const layer = { w: tape.parameter('w', [2, 1], [1, -1]), b: tape.parameter('b', [1], [0.5]) };
	const answer = tape.scope('forward', () => {
		const z = linear(tape, x, layer, { name: 'z', label: 'sum', symbol: 'z' });
		return { z, y: tape.apply(step, [z], undefined, 'answer') };
	});
	// The sum is read by the activation and by the loss: the activation still belongs to the neuron.
	const error = tape.apply(sub, [tape.apply(detach, [answer.y], undefined), t], undefined);
	tape.backward(tape.apply(sum, [tape.apply(mul, [error, answer.z], undefined)], {}));
	const chain = chainOf(find(tape.trace().root, 'forward')!)!;
	expect(chain.layers[0]!.a).toBe(answer.y);
	expect(isPlanar(chain)).toBe(true);
	expect(pointsOf(chain)).toEqual({ all, rows: rows.data });
	expect(classesOf(chain)).toEqual([0, 0, 0, 1]);
});

test('a batch lies among the points that it was taken out of, and so do its classes', () => {
	const tape = new Tape();
	const x = tape.constant('x', [3, 2], [0, 0, 1, 2, 3, 4]);
	const t = tape.constant('t', [3, 1], [-1, 1, 1]);
	const rows = tape.constant('rows', [1], [2]);
	const [one, right] = [x, t].map((all) => tape.apply(embedding, [all, rows], {}, `${all.name}.one`));
	const w = tape.parameter('w', [2, 1], [1, -1]);
	const z = tape.scope('forward', () => linear(tape, one!, { w }, { name: 'z', label: 'z', symbol: 'z' }));
	const held = tape.apply(detach, [z], undefined, 'held');
	tape.apply(sub, [held, right!], undefined, 'error');
	const chain = chainOf(find(tape.trace().root, 'forward')!)!;
	expect(isPlanar(chain)).toBe(true);
	expect(pointsOf(chain)).toEqual({ all: x, rows: rows.data });
	expect(classesOf(chain)).toEqual([0, 1, 1]);
});

test.each([false, true])(
	'a batch norm is in what is said of the plane (with running statistics: %s)',
	(running) => {
		const tape = new Tape();
		const points = [0, 0, 0, 1, 1, 0, 1, 2];
		const x = tape.input('x', [4, 2], points);
		const of = (name: string, shape: number[], values: number[]) => tape.parameter(name, shape, values);
		const named = (name: string) => ({ name, label: name, symbol: name });
		const y = tape.scope('forward', () => {
			const z = linear(
				tape,
				x,
				{ w: of('W1', [2, 2], [0.5, -1, 2, 0.25]), b: of('b1', [2], [3, -2]) },
				named('z1')
			);
			const learned = [of('g', [2], [1.5, -0.5]), of('s', [2], [0.2, 0.1])];
			const kept = running ? [of('m', [2], [3, -1]), of('v', [2], [0.5, 2])] : [];
			const h = tape.apply(tanh, [tape.apply(batchNorm, [z, ...learned, ...kept], {})], undefined, 'h');
			return linear(tape, h, { w: of('W2', [2, 1], [1, -2]), b: of('b2', [1], [0.3]) }, named('y'));
		});
		const trace = tape.trace();
		const chain = chainOf(find(trace.root, 'forward')!)!;
		expect(chain.layers).toHaveLength(2);
		const said = outputsOf(
			chain,
			weightsIn(chain, (tensor) => tensor),
			points
		);
		said.forEach((one, k) => expect(one).toBeCloseTo(y.data[k]!, 12));
	}
);
