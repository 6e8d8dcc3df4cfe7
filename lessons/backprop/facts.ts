/** What can be read off the way back: the factors of one path, all gradients, and how much work it saves to keep them. */
import { num, stepAt, type Leaf, type Tensor, type Trace } from '#engine';
import { wrap } from '#engine/tex.ts';
import type { Fact } from '../lesson.ts';
import { weightsOf, type Shape } from './graph.ts';

interface Settings extends Shape {
	readonly weight: string;
}

/** The steps of the way back that give a number its gradient, or a contribution to it. */
const giving = (trace: Trace, x: Tensor): readonly Leaf[] =>
	trace.leaves.filter(({ phase, call, out }) => phase === 'backward' && call.dy && out.gradientOf === x);

/** The local derivative of a leaf of single numbers. */
const localOf = (trace: Trace, { start }: Leaf): number => stepAt(trace.root, start).local!;

/** From a weight to the loss: every number on the way is read once here, so there is one path. */
function path(trace: Trace, weight: Tensor): readonly Leaf[] {
	const leaves: Leaf[] = [];
	for (let at: Tensor | undefined = weight; at;) {
		const leaf: Leaf | undefined = giving(trace, at)[0];
		if (leaf) leaves.push(leaf);
		at = leaf?.call.y;
	}
	return leaves.reverse();
}

/** How many multiplications a gradient takes that is worked out by itself, along each of its paths. */
const alone = (trace: Trace, x: Tensor): number =>
	giving(trace, x).reduce((sum, { call }) => sum + 1 + alone(trace, call.y), 0);

export function facts(trace: Trace, { graph, weight }: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const gradient = (x: Tensor) => x.grad!.data[0]!;
	const [w, yhat, y] = [of(weight), of('yhat'), of('y')];
	// A factor of 1 is a sum on the way, which changes nothing.
	const factors = path(trace, w).map((leaf) => ({ leaf, local: localOf(trace, leaf) }));
	const telling = factors.filter(({ leaf }) => leaf.call.op.name !== 'add');
	const names = weightsOf(graph);
	const single = weightsOf(graph).map(of);
	const asked = [...single, of('x1'), of('x2')];
	const kept = trace.leaves.filter(({ phase, call }) => phase === 'backward' && call.dy);
	const ending = graph === 'neuron' ? of('w1') : of('w3');
	const input = graph === 'neuron' ? of('x1') : of('h1');
	return {
		path: {
			label: `The gradient of ${weight}, from the loss back to it`,
			tex: telling
				.map(({ leaf: { call, out } }) => `\\frac{\\partial ${call.y.symbol}}{\\partial ${out.symbol}}`)
				.join(' \\cdot '),
			numbers: `${telling.map(({ local }) => wrap(local)).join(' \\cdot ')} = ${num(gradient(w))}`
		},
		once: {
			label: `The same for ${ending.name}, in one product`,
			tex: `(\\hat{y} - y) \\cdot ${input.symbol}`,
			numbers: `(${num(yhat.data[0]!)} - ${num(y.data[0]!)}) \\cdot ${wrap(input.data[0]!)} = ${num((yhat.data[0]! - y.data[0]!) * input.data[0]!)}`
		},
		gradient: {
			label: 'The gradient: one derivative for each number that is learned',
			columns: ['value', 'derivative of the loss'],
			names,
			rows: single.map((one) => [one.data[0]!, gradient(one)])
		},
		counts: {
			label: `Multiplications for ${asked.length} derivatives: by what is learned, and by both inputs`,
			columns: ['multiplications'],
			names: ['each number on the way kept and read again', 'each derivative from the loss on, by itself'],
			rows: [[kept.length], [asked.reduce((sum, one) => sum + alone(trace, one), 0)]]
		},
		nudge: {
			label: `The slope of the loss along ${weight}`,
			columns: ['slope', 'off by'],
			names: ['the gradient', 'ΔL/ε', 'central difference'],
			rows: [
				[gradient(w), 0],
				[of('slope').data[0]!, of('off').data[0]!],
				[of('central').data[0]!, of('off.central').data[0]!]
			]
		}
	};
}
