/** The matrices to normalize, and the weights with which the loss counts what comes out. */
import { random } from '#engine';

export const SAMPLES = 4;
export const FEATURES = 5;

export const matrices = {
	plain: 'four samples of five features',
	constant: 'a nearly constant row and column',
	scales: 'one feature much larger than the others',
	random: 'random numbers'
};

const PLAIN = [2, 4, 1, 3, 5, 6, 2, 0, 9, 3, 1, 7, 1, 8, 3, -3, 5, 2, 6, 5];
/** Sample 3 and feature 3 hardly differ from 1. */
const CONSTANT = [2, 4, 1, 3, 5, 6, 2, 1.01, 9, 3, 1, 1.01, 1, 0.99, 1, -3, 5, 0.99, 6, 5];

export function matrix(name: keyof typeof matrices, seed: number): readonly number[] {
	switch (name) {
		case 'plain':
			return PLAIN;
		case 'constant':
			return CONSTANT;
		case 'scales':
			return PLAIN.map((value, k) => (k % FEATURES === 3 ? 100 * value : value));
		case 'random': {
			const draw = random(seed);
			return PLAIN.map(() => draw.integer(-9, 9));
		}
	}
}

/** As different as small whole numbers are, so that gradients can be told apart. */
const DIFFERENT = [1, 2, -1, 0, 2, 2, 0, -1, 1, 3, -1, 2, 1, -2, 0, 0, 1, -2, 2, -1];

export const lossWeights = (equal: boolean): readonly number[] =>
	equal ? DIFFERENT.map(() => 1) : DIFFERENT;

/** Added to the variance under the root; keys are what a link carries. */
export const epsilons = { '1e-8': '10⁻⁸', '1e-5': '10⁻⁵ (usual)', '0.001': '0.001', '0.1': '0.1', '1': '1' };
