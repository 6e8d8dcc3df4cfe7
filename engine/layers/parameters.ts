/** The parameters of a stack of recurrent layers, under PyTorch's names and in its order, so that they can be exchanged. */
import { fail } from '../errors.ts';
import type { Random } from '../random.ts';
import type { Tape } from '../tape.ts';
import { size, type Shape, type Tensor } from '../tensor.ts';
import type { RecurrentCell } from './cell.ts';
import type { Packed } from './weights.ts';

export interface RecurrentSizes {
	input: number;
	hidden: number;
	/** 1 where left out. */
	layers?: number;
	bidirectional?: boolean;
	/** true where left out. */
	bias?: boolean;
}

/** The shape of every weight under its PyTorch name, in PyTorch's order: "weight_ih_l0" … "bias_hh_l1_reverse". */
export function weightShapes(
	cell: RecurrentCell,
	{ input, hidden, layers = 1, bidirectional = false, bias = true }: RecurrentSizes
): Record<string, Shape> {
	const rows = cell.gates.length * hidden;
	const shapes: Record<string, Shape> = {};
	for (let k = 0; k < layers; k++) {
		const features = k === 0 ? input : hidden * (bidirectional ? 2 : 1);
		for (const way of bidirectional ? ['', '_reverse'] : ['']) {
			shapes[`weight_ih_l${k}${way}`] = [rows, features];
			shapes[`weight_hh_l${k}${way}`] = [rows, hidden];
			if (bias) shapes[`bias_ih_l${k}${way}`] = shapes[`bias_hh_l${k}${way}`] = [rows];
		}
	}
	return shapes;
}

/** Parameters for a stack of layers, from given values or, as PyTorch does, uniform in ±1/√hidden. */
export function recurrentParameters(
	tape: Tape,
	cell: RecurrentCell,
	sizes: RecurrentSizes,
	values: Readonly<Record<string, ArrayLike<number>>> | Random
): Record<string, Tensor> {
	const drawn = 'next' in values ? (values as Random) : null;
	return Object.fromEntries(
		Object.entries(weightShapes(cell, sizes)).map(([name, shape]) => {
			const numbers = drawn
				? drawn.array(size(shape), 1 / Math.sqrt(sizes.hidden))
				: (values as Readonly<Record<string, ArrayLike<number>>>)[name];
			if (!numbers) fail('value', `${cell.name}: there are no values for ${name}`);
			const label = `stacked ${name.startsWith('bias') ? 'bias' : 'weights'} ${name}`;
			return [name, tape.parameter(name, shape, numbers, { label })];
		})
	);
}

/** Weights under PyTorch's names, sorted into layers: one set for each, or two where it is read both ways. */
export function packedLayers(
	named: Readonly<Record<string, Tensor>>
): (Packed | readonly [Packed, Packed])[] {
	const pick = (k: number, way: string): Packed => {
		const [bias_ih, bias_hh] = [named[`bias_ih_l${k}${way}`], named[`bias_hh_l${k}${way}`]];
		return {
			weight_ih: named[`weight_ih_l${k}${way}`]!,
			weight_hh: named[`weight_hh_l${k}${way}`]!,
			...(bias_ih && { bias_ih }),
			...(bias_hh && { bias_hh })
		};
	};
	const layers: (Packed | readonly [Packed, Packed])[] = [];
	for (let k = 0; named[`weight_ih_l${k}`]; k++)
		layers.push(named[`weight_ih_l${k}_reverse`] ? [pick(k, ''), pick(k, '_reverse')] : pick(k, ''));
	return layers;
}
