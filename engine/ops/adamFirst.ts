import { runningAverage } from '../rules/average.ts';

export interface AdamFirst {
	/** How much of the old average is kept; 0.9 where left out. */
	beta1?: number;
}

export const adamFirst = runningAverage<AdamFirst>({
	name: 'adamFirst',
	summary: 'The first moment of Adam: a running average of the gradients.',
	decay: 'beta1',
	standard: 0.9,
	squares: false
});
