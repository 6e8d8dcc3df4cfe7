/** Neurons, edges and biases as one table for the arrow keys, and the number that stands at each. */
import { size } from '#engine';
import type { Cell, Tensor } from '#engine';
import { weightCell, type Chain } from './chain.ts';
import type { Spot } from './moment.ts';

/** A column of neurons, then what goes into the next one: the edges to each of its neurons and its bias; and so on. */
export function tableOf({ layers }: Chain): readonly (readonly Spot[])[] {
	const neurons = (column: number, count: number, bent: boolean): Spot[] =>
		Array.from({ length: count }, (_, at) => ({ kind: 'neuron', column, at, half: bent ? 'out' : 'sum' }));
	return [
		neurons(0, layers[0]!.ins, true),
		...layers.flatMap(({ ins, outs, bias, a, z }, layer) => [
			Array.from({ length: outs }, (_, to): Spot[] => [
				...Array.from({ length: ins }, (_, from): Spot => ({ kind: 'edge', layer, from, to })),
				...(bias ? [{ kind: 'bias', layer, to } as const] : [])
			]).flat(),
			neurons(layer + 1, outs, a !== z)
		])
	];
}

export const keyOf = (spot: Spot): string =>
	spot.kind === 'neuron'
		? `neuron ${spot.column} ${spot.at}`
		: spot.kind === 'bias'
			? `bias ${spot.layer} ${spot.to}`
			: `edge ${spot.layer} ${spot.from} ${spot.to}`;

export const sameSpot = (a: Spot | null, b: Spot | null): boolean =>
	a !== null && b !== null && keyOf(a) === keyOf(b);

type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
export const isArrow = (key: string): key is Arrow => /^Arrow(Left|Right|Up|Down)$/.test(key);

/** Up and down along a column; left and right from a neuron to an edge of it, and from an edge to the neuron at its end. */
export function moved(table: readonly (readonly Spot[])[], from: Spot, key: Arrow): Spot {
	const column = table.findIndex((spots) => spots.some((spot) => sameSpot(spot, from)));
	const spots = table[column]!;
	const at = spots.findIndex((spot) => sameSpot(spot, from));
	if (key === 'ArrowUp') return spots[Math.max(0, at - 1)]!;
	if (key === 'ArrowDown') return spots[Math.min(spots.length - 1, at + 1)]!;
	const right = key === 'ArrowRight';
	const next = table[column + (right ? 1 : -1)];
	if (!next) return from;
	const fits = (spot: Spot): boolean => {
		if (from.kind === 'neuron')
			return right
				? spot.kind === 'edge' && spot.from === from.at
				: spot.kind === 'edge' && spot.to === from.at;
		return spot.kind === 'neuron' && spot.at === (right || from.kind === 'bias' ? from.to : from.from);
	};
	return next.find(fits) ?? next[0]!;
}

/** The cell that a spot stands for: of a neuron what it gives out, or its sum while that is all there is. */
export function cellOf(chain: Chain, spot: Spot, row: number): Cell {
	if (spot.kind === 'neuron') {
		const layer = chain.layers[spot.column - 1];
		if (!layer) return [chain.layers[0]!.x, row * chain.layers[0]!.ins + spot.at];
		return [spot.half === 'sum' ? layer.z : layer.a, row * layer.outs + spot.at];
	}
	const layer = chain.layers[spot.layer]!;
	if (spot.kind === 'edge') return [layer.given, weightCell(layer, spot.from, spot.to)];
	return [layer.bias!, size(layer.bias!.shape) > 1 ? spot.to : 0];
}

/** The gradient of a cell as far as it is known: of turned weights, what it was before it was turned back. */
export function gradientAt(
	chain: Chain,
	spot: Spot,
	row: number,
	known: (tensor: Tensor) => number
): Cell | null {
	const [tensor, cell] = cellOf(chain, spot, row);
	if (tensor.grad && known(tensor.grad) > cell) return [tensor.grad, cell];
	if (spot.kind !== 'edge') return null;
	const { given, weights, outs } = chain.layers[spot.layer]!;
	const turned = given === weights ? null : weights.grad;
	const at = spot.from * outs + spot.to;
	return turned && known(turned) > at ? [turned, at] : null;
}
