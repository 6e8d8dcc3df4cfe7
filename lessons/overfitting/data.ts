/** Two half moons with so much noise that they nearly touch: what is learned from, what is watched, and what is held out. */
import { moons, type Points } from '../pointSets.ts';

const NOISE = 0.25;

/** Few points, and four times as many, the few among them. */
const few = moons(24, 3, NOISE);
const further = moons(72, 4, NOISE);
const many: Points = {
	xy: [...few.xy, ...further.xy],
	classes: [...few.classes, ...further.classes]
};

/** The loss on these is watched in training, and early stopping goes by it. */
export const watched = moons(60, 5, NOISE);

/** These are held out: scores are measured on them, and nothing else is done with them. */
export const heldOut = moons(1000, 6, NOISE);

export const learnedFrom = (points: string): Points => (points === 'many' ? many : few);
