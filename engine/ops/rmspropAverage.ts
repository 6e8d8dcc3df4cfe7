import { runningAverage } from '../rules/average.ts';

export interface RmspropAverage {
	/** How much of the old average is kept; 0.99 where left out. */
	alpha?: number;
}

export const rmspropAverage = runningAverage<RmspropAverage>({
	name: 'rmspropAverage',
	summary: 'What RMSprop divides by, squared: a running average of the squared gradients.',
	decay: 'alpha',
	standard: 0.99,
	squares: true
});
