/** One neuron, or the 2-2-1 network of lecture notes N3.6, written out number by number. */
import type { Tape, Tensor } from '#engine';
import { fail } from '#engine/errors.ts';
import { add } from '#engine/ops/add.ts';
import { binaryCrossEntropy } from '#engine/ops/binaryCrossEntropy.ts';
import { binaryCrossEntropyWithLogits } from '#engine/ops/binaryCrossEntropyWithLogits.ts';
import { mul } from '#engine/ops/mul.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';

export type Numbers = Readonly<Record<string, Tensor>>;

export interface Shape {
	readonly graph: 'neuron' | 'network';
	readonly loss: 'probability' | 'logit';
}

/** What is learned, as it begins. w₁ to w₄ are those of the notes; w₅ and w₆ lead into the second hidden neuron. */
const WEIGHTS: Readonly<Record<string, number>> = {
	w1: 0.3,
	w2: -0.4,
	w3: 0.8,
	w4: -0.5,
	w5: -0.6,
	w6: 0.5,
	b: 0.1
};

/** The names of what is learned. */
export const weightsOf = (graph: Shape['graph']): readonly string[] =>
	graph === 'neuron' ? ['w1', 'w2', 'b'] : Object.keys(WEIGHTS);

/** The weights, each a number of its own. */
export const given = (tape: Tape, graph: Shape['graph']): Numbers =>
	Object.fromEntries(
		weightsOf(graph).map((name) => [
			name,
			tape.parameter(name, [], [WEIGHTS[name]!], { label: name === 'b' ? 'bias' : `weight ${name}` })
		])
	);

export function expectWeight(graph: Shape['graph'], weight: string): void {
	const names = weightsOf(graph);
	if (!names.includes(weight))
		fail(
			'value',
			`nudge: one neuron has no ${weight}: choose ${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`
		);
}

/** The way forward, up to the loss. `tag` ends the names of all that is computed, and `as` says what it is the loss of. */
export function pass(
	tape: Tape,
	{ x1, x2, y }: { readonly x1: Tensor; readonly x2: Tensor; readonly y: Tensor },
	weights: Numbers,
	{ graph, loss }: Shape,
	tag = '',
	as = 'loss'
): { readonly yhat: Tensor; readonly loss: Tensor } {
	const product = (w: string, x: Tensor) => {
		const of = x.name.replace(tag, '');
		return tape.apply(mul, [weights[w]!, x], undefined, {
			name: `${w}${of}${tag}`,
			label: `product of ${w} and ${of}`,
			symbol: `(${weights[w]!.symbol} ${x.symbol})`
		});
	};
	/** The products of two numbers with their weights, added up. */
	const sum = (name: string, [v, w]: readonly [string, string], [a, b]: readonly [Tensor, Tensor]) =>
		tape.apply(add, [product(v, a), product(w, b)], undefined, {
			name: `${name}${tag}`,
			label: `weighted sum ${name}`
		});
	const hidden = (k: 1 | 2, w: readonly [string, string]) =>
		tape.scope(
			`h${k}`,
			() =>
				tape.apply(sigmoid, [sum(`z${k}`, w, [x1, x2])], undefined, {
					name: `h${k}${tag}`,
					label: `hidden neuron ${k}`,
					symbol: `h_{${k}}`
				}),
			{ about: `Hidden neuron ${k}: both inputs times its weights, added up, through the sigmoid.` }
		);
	const inputs =
		graph === 'neuron' ? ([x1, x2] as const) : ([hidden(1, ['w1', 'w2']), hidden(2, ['w5', 'w6'])] as const);
	const { z, yhat } = tape.scope(
		'output',
		() => {
			const s = sum('s', graph === 'neuron' ? ['w1', 'w2'] : ['w3', 'w4'], inputs);
			const z = tape.apply(add, [s, weights.b!], undefined, { name: `z${tag}`, label: 'logit', symbol: 'z' });
			const yhat = tape.apply(sigmoid, [z], undefined, {
				name: `yhat${tag}`,
				label: 'answer',
				symbol: '\\hat{y}'
			});
			return { z, yhat };
		},
		{ about: 'A weighted sum, the bias, and the sigmoid: the answer.' }
	);
	const cost = tape.scope(
		'loss',
		() => {
			const named = { name: `loss${tag}`, label: as, symbol: 'L' };
			const reduction = { reduction: 'sum' } as const;
			return loss === 'logit'
				? tape.apply(binaryCrossEntropyWithLogits, [z, y], reduction, named)
				: tape.apply(binaryCrossEntropy, [yhat, y], reduction, named);
		},
		{ about: 'What the answer costs, given the right one: the binary cross-entropy.' }
	);
	return { yhat, loss: cost };
}
