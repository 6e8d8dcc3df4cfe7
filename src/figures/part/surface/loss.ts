/**
 * The loss over two weights: the ops of a chain of dense layers and its loss run again with other numbers in the place of
 * those two, all else as it is. And the path that the updates took so far.
 */
import { keptParameter, keptUpdates, Tape, type History, type Leaf, type Tensor, size } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { bendOf, originOf, type Chain } from '../neurons/chain.ts';

/** The loss that a chain goes into: an op of that family that gives a single number; null where there is none. */
export function lossOf({ layers }: Chain): Leaf | null {
	const { a, z } = layers.at(-1)!;
	for (const out of [a, z])
		for (const { leaf } of out.readers)
			if (leaf.phase === 'forward' && leaf.call.op.family === 'loss' && size(leaf.out.shape) === 1)
				return leaf;
	return null;
}

/** A weight or a bias by its tensor, as the first pass was given it, and its cell. */
export interface Weight {
	readonly tensor: Tensor;
	readonly cell: number;
}

/** All states of a parameter from the first on, as far as they are known. */
export function statesOf(tensor: Tensor, known: (tensor: Tensor) => number): Tensor[] {
	const states = [originOf(tensor)];
	for (;;) {
		const last = states.at(-1)!;
		const next = last.readers.find(
			({ leaf: { call, phase } }) =>
				phase === 'update' && call.op.inputs[0] === 'parameter' && call.xs[0] === last
		)?.leaf.out;
		if (!next || known(next) < size(next.shape)) return states;
		states.push(next);
	}
}

/** Where two weights were in a run of updates, at those whose parameters were kept, before update `end`. */
export const keptPath = (
	history: History,
	pair: readonly [Weight, Weight],
	end = Infinity
): (readonly [number, number])[] =>
	keptUpdates(history).flatMap((u) => {
		if (u >= end) return [];
		const [a, b] = pair.map(({ tensor, cell }) => keptParameter(history, tensor.name, u)?.[cell]);
		return a === undefined || b === undefined ? [] : [[a, b] as const];
	});

/** All parameters of a chain, as they were before any update. */
export const parametersOf = ({ layers }: Chain): Tensor[] =>
	layers.flatMap(({ given, bias }) => [originOf(given), ...(bias ? [originOf(bias)] : [])]);

/**
 * A function of two numbers: the loss with them in the place of two weights, and the others as they are. The samples may be
 * those of another pass through a network of the same sizes.
 */
export function lossOver(
	chain: Chain,
	[a, b]: readonly [Weight, Weight],
	at: (tensor: Tensor) => Tensor,
	samples = chain
): (u: number, v: number) => number {
	const data = new Map(parametersOf(chain).map((tensor) => [tensor, Float64Array.from(at(tensor).data)]));
	const { x } = samples.layers[0]!;
	const { op, attrs, xs } = lossOf(samples)!.call;
	return (u, v) => {
		data.get(a.tensor)![a.cell] = u;
		data.get(b.tensor)![b.cell] = v;
		const tape = new Tape();
		const given = (tensor: Tensor) => tape.input('p', tensor.shape, data.get(originOf(tensor))!);
		let h = tape.input('x', x.shape, x.data);
		let z = h;
		for (const layer of chain.layers) {
			const w = given(layer.given);
			const turned = layer.given === layer.weights ? w : tape.apply(transpose, [w], {});
			z = tape.apply(matmul, [h, turned], undefined);
			if (layer.bias) z = tape.apply(add, [z, given(layer.bias)], undefined);
			h = z;
			for (const leaf of [layer.norm, bendOf(layer)]) {
				if (!leaf) continue;
				const [, ...others] = leaf.call.xs;
				const held = others.map((one) => tape.constant('held', one.shape, at(one).data));
				h = tape.apply(leaf.call.op, [h, ...held], leaf.call.attrs);
			}
		}
		const { a: output, z: sum } = samples.layers.at(-1)!;
		const inputs = xs.map((one) =>
			one === output ? h : one === sum ? z : tape.constant('t', one.shape, one.data)
		);
		return tape.apply(op, inputs, attrs).data[0]!;
	};
}
