/**
 * What neurons and edges are called. In lecture notes w_ijk goes into layer i, to node j, from node k, each counted from 1;
 * o_ij and b_ij are the output and the bias of node j of layer i. Libraries index the arrays, from 0, as they are stored.
 */
import type { Tensor } from '#engine';
import { endsOf, originOf, weightCell, type Chain, type Layer } from './chain.ts';

export type Naming = 'notes' | 'library';

const DIGITS = '₀₁₂₃₄₅₆₇₈₉';
const low = (n: number): string => [...String(n)].map((digit) => DIGITS[Number(digit)]).join('');

/** Indices below the line; from 10 on a comma keeps them apart. */
const below = (...indices: number[]): string => indices.map(low).join(indices.some((n) => n > 9) ? ',' : '');

/** All places are counted from 0 here: layer, neuron it goes to, neuron it comes from. */
export function weightName(chain: Chain, k: number, from: number, to: number, naming: Naming): string {
	if (naming === 'notes') return `w${below(k + 1, to + 1, from + 1)}`;
	const { given } = chain.layers[k]!;
	if (given.shape.length < 2) return `${given.name}[${from}]`;
	const cell = weightCell(chain.layers[k]!, from, to);
	const width = given.shape[1]!;
	return `${given.name}[${Math.floor(cell / width)}, ${cell % width}]`;
}

export const biasName = ({ bias }: Layer, k: number, to: number, naming: Naming): string =>
	naming === 'notes' ? `b${below(k + 1, to + 1)}` : `${bias!.name}[${to}]`;

/** The sum that comes in to a neuron, before the activation. */
export const sumName = ({ z }: Layer, k: number, at: number, row: number, naming: Naming): string =>
	naming === 'notes' ? `z${below(k + 1, at + 1)}` : `${z.name}[${z.shape.length > 1 ? `${row}, ` : ''}${at}]`;

/** Column 0 holds the inputs; column k what layer k − 1 gives out. */
export function neuronName(chain: Chain, column: number, at: number, row: number, naming: Naming): string {
	if (naming === 'notes') return column ? `o${below(column, at + 1)}` : `x${below(at + 1)}`;
	const tensor = column ? chain.layers[column - 1]!.a : chain.layers[0]!.x;
	return `${tensor.name}[${tensor.shape.length > 1 ? `${row}, ` : ''}${at}]`;
}

/** A cell of a parameter of the chain, as it was before any update. */
export function nameOfCell(chain: Chain, tensor: Tensor, cell: number, naming: Naming): string {
	for (const [k, layer] of chain.layers.entries()) {
		if (originOf(layer.given) === tensor)
			return weightName(chain, k, ...endsOf(layer, layer.given, cell), naming);
		if (layer.bias && originOf(layer.bias) === tensor) return biasName(layer, k, cell, naming);
	}
	return `${tensor.name}[${cell}]`;
}
