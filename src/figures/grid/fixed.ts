/**
 * Sizes of type for a drawing that is scaled as a whole, as its `style`: those of the tokens on a laptop. The tokens themselves
 * grow with the window, and such a drawing would grow twice.
 */
const SIZES = { tick: 10.5, note: 12, small: 13, body: 15, lead: 16.5, heading: 20 } as const;

export const FIXED_TYPE = Object.entries(SIZES)
	.map(([name, size]) => `--type-${name}: ${size}px`)
	.join('; ');
