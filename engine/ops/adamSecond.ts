import { runningAverage } from '../rules/average.ts';

export interface AdamSecond {
	/** How much of the old average is kept; 0.999 where left out. */
	beta2?: number;
}

export const adamSecond = runningAverage<AdamSecond>({
	name: 'adamSecond',
	summary: 'The second moment of Adam: a running average of the squared gradients.',
	decay: 'beta2',
	standard: 0.999,
	squares: true
});
