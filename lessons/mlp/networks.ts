/** The three networks of the lesson: their sizes, what goes in, and weights that were chosen by hand. */
import { random } from '#engine';
import { xor } from '../pointSets.ts';

export interface Network {
	/** Neurons of each layer, the inputs first. */
	readonly sizes: readonly number[];
	/** A row for each sample, and what is right for it, 0 or 1. */
	readonly inputs: readonly (readonly number[])[];
	readonly targets: readonly number[];
	/** Of each layer: weights, input × output, and biases. */
	readonly layers: readonly Layer[];
}

export interface Layer {
	readonly w: readonly (readonly number[])[];
	readonly b: readonly number[];
}

/** Hidden neuron 1 says OR, hidden neuron 2 says NAND, and the output says AND of the two. */
const solved: Network = {
	sizes: [2, 2, 1],
	inputs: xor.xy,
	targets: xor.classes,
	layers: [
		{
			w: [
				[8, -8],
				[8, -8]
			],
			b: [-4, 12]
		},
		{ w: [[8], [8]], b: [-12] }
	]
};

/** N3.2: 3 inputs, twice 4 hidden neurons, 1 output. */
const deep: Network = {
	sizes: [3, 4, 4, 1],
	inputs: [[1, 0.5, -1]],
	targets: [1],
	layers: [
		{
			w: [
				[0.5, -0.3, 0.8, 0.1],
				[-0.6, 0.9, 0.4, 0.7],
				[0.2, -0.5, -0.1, 0.6]
			],
			b: [0.1, 0, -0.2, 0.3]
		},
		{
			w: [
				[0.4, -0.7, 0.3, 0.9],
				[0.8, 0.2, -0.4, -0.6],
				[-0.5, 0.6, 0.7, 0.1],
				[-0.2, 0.5, -0.8, 1]
			],
			b: [0.2, -0.1, 0, 0.1]
		},
		{ w: [[0.7], [-0.4], [0.9], [-0.3]], b: [0.1] }
	]
};

/** N3.5: 3 inputs, 3 hidden neurons, 1 output. */
const pass: Network = {
	sizes: [3, 3, 1],
	inputs: [[1, 2, -1]],
	targets: [1],
	layers: [
		{
			w: [
				[0.5, -1, 0.2],
				[0.3, 0.4, -0.6],
				[-0.2, 0.7, 0.1]
			],
			b: [0.1, -0.1, 0.2]
		},
		{ w: [[1], [-0.5], [0.8]], b: [0.3] }
	]
};

export const networks: Readonly<Record<string, Network>> = { xor: solved, deep, pass };

/** Weights as training begins with them: any numbers from −2 to 2, so that the neurons differ. */
export function drawn({ layers }: Network, seed: number): readonly Layer[] {
	const source = random(seed);
	const draw = () => source.between(-2, 2);
	return layers.map(({ w, b }) => ({ w: w.map((row) => row.map(draw)), b: b.map(draw) }));
}
