/** The trained weights, one set for each placement of the reset, turned to the convention of the update gate. */
import type { Tape } from '#engine';
import { gru, type GruOptions } from '#engine/layers/gru.ts';
import { parameters, type Layer, type Parameters, type Tensors } from '../shared/flag/network.ts';
import weights from './weights.json' with { type: 'json' };

/** In PyTorch's order. */
export const GRU_GATES = { r: 'reset gate', z: 'update gate', n: 'candidate' } as const;
const Z = Object.keys(GRU_GATES).indexOf('z');

/**
 * The same function in the other convention: z becomes 1 − z where its weights and its bias change their sign, since
 * 1 − σ(a) = σ(−a).
 */
function mirrored(tensors: Tensors): Tensors {
	const turn = (name: 'weight_ih_l0' | 'weight_hh_l0' | 'bias_ih_l0') => {
		const { shape, data } = tensors[name];
		const part = data.length / Object.keys(GRU_GATES).length;
		return { shape, data: data.map((value, k) => (Math.floor(k / part) === Z ? 0 - value : value)) };
	};
	return {
		...tensors,
		weight_ih_l0: turn('weight_ih_l0'),
		weight_hh_l0: turn('weight_hh_l0'),
		bias_ih_l0: turn('bias_ih_l0')
	};
}

export interface Variant {
	readonly layer: Layer;
	readonly given: Parameters;
}

/** A layer and its parameters. */
export function variant(tape: Tape, { update, reset }: Required<GruOptions>): Variant {
	const { tensors } = weights.networks[reset];
	return {
		layer: (tape, xs, gates, options) => gru(tape, xs, gates, { ...options, update, reset }),
		given: parameters(tape, update === 'write' ? mirrored(tensors) : tensors, GRU_GATES, {
			apart: reset === 'after' ? ['n'] : []
		})
	};
}
