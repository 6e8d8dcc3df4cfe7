/**
 * What the step that one looks at does among neurons and edges: which neuron or edge it writes, which edges carry what is
 * added up, and of which sample.
 */
import { forwardOf, valueOf, type Leaf, type Step, type Tensor, size } from '#engine';
import { endsOf, type Chain, type Layer } from './chain.ts';

/** The half of a neuron that is written: the sum, or what the activation makes of it. */
type Half = 'sum' | 'out';

export type Spot =
	| { readonly kind: 'neuron'; readonly column: number; readonly at: number; readonly half: Half }
	| { readonly kind: 'edge'; readonly layer: number; readonly from: number; readonly to: number }
	| { readonly kind: 'bias'; readonly layer: number; readonly to: number };

/** What goes along an edge: two factors and their product. */
export interface Carried {
	readonly layer: number;
	readonly from: number;
	readonly to: number;
	readonly factors: readonly [number, number];
	readonly product: number;
	/** Whether it is what the last step added. */
	readonly now: boolean;
}

export interface Moment {
	readonly spot: Spot;
	/** The sample; null where a step works on none, as in a sum over all. */
	readonly row: number | null;
	readonly carried: readonly Carried[];
	/** What stands there so far. */
	readonly value: number | null;
}

export interface Looked {
	readonly leaf: Leaf;
	readonly cell: number;
	/** The last elementary step of the cell; −1 before any. */
	readonly index: number;
	/** Whether that step is looked at, and not the cell as a whole. */
	readonly single: boolean;
	/** The tensor of the chain that it writes, or whose gradient: in an update, the one that it changes. */
	readonly writes: Tensor;
	/** Whether something has been written, or is only about to be. */
	readonly begun: boolean;
}

/** What a tensor of a chain holds: values, or with its gradient those of the same place. */
function placeOf(chain: Chain, tensor: Tensor, cell: number): { spot: Spot; row: number | null } | null {
	for (const [k, layer] of chain.layers.entries()) {
		const { given, weights, bias, product, z, a, x, ins, outs } = layer;
		if (tensor === given || tensor === weights) {
			const [from, to] = endsOf(layer, tensor, cell);
			return { spot: { kind: 'edge', layer: k, from, to }, row: null };
		}
		if (bias && tensor === bias)
			return { spot: { kind: 'bias', layer: k, to: size(tensor.shape) > 1 ? cell : 0 }, row: null };
		const half: Half = tensor === a && a !== z ? 'out' : 'sum';
		if (tensor === product || tensor === z || tensor === a)
			return {
				spot: { kind: 'neuron', column: k + 1, at: cell % outs, half },
				row: Math.floor(cell / outs)
			};
		if (tensor === x)
			return {
				spot: { kind: 'neuron', column: k, at: cell % ins, half: 'out' },
				row: Math.floor(cell / ins)
			};
	}
	return null;
}

/** Null where the leaf writes nothing of the chain. */
export function momentOf(chain: Chain, looked: Looked): Moment | null {
	const { leaf, cell, index, single, begun, writes } = looked;
	const place = placeOf(chain, writes, cell);
	if (!place) return null;
	const steps = Array.from({ length: index + 1 }, (_, s) => leaf.rule.step(leaf.call, cell, s));
	const k = chain.layers.findIndex(({ product }) => product === forwardOutput(leaf));
	const layer = chain.layers[k];
	const value = index < 0 || !begun ? null : steps[index]!.value;
	const carried = layer
		? steps.flatMap((step, s) => carriedBy(layer, k, place.spot, s, step, s === index, single) ?? [])
		: [];
	// A weight's gradient is added up over the samples: each step is one of them.
	const summed = layer && place.spot.kind === 'edge' && leaf.perCell === chain.rows;
	return { spot: place.spot, row: summed && index >= 0 ? index : place.row, carried, value };
}

const forwardOutput = (leaf: Leaf): Tensor | null => {
	const forward = forwardOf(leaf);
	return forward?.kind === 'leaf' ? forward.out : null;
};

function carriedBy(
	layer: Layer,
	k: number,
	spot: Spot,
	s: number,
	step: Step,
	last: boolean,
	single: boolean
): Carried | null {
	if (step.reads.length < 2) return null;
	const factors = [valueOf(step.reads[0]!), valueOf(step.reads[1]!)] as const;
	const product = step.term ?? factors[0] * factors[1];
	const along = (from: number, to: number): Carried => ({
		layer: k,
		from,
		to,
		factors,
		product,
		now: single && last
	});
	if (spot.kind === 'edge') return last ? along(spot.from, spot.to) : null;
	if (spot.kind !== 'neuron') return null;
	// Forward the sum runs over what comes in; back, over where it went.
	if (spot.column === k + 1) return s < layer.ins ? along(s, spot.at) : null;
	return s < layer.outs ? along(spot.at, s) : null;
}
