/** Sizes along each axis, outermost first; `[]` is a single number. */
export type Shape = readonly number[];

/** How many numbers a tensor of this shape holds. */
export const size = (shape: Shape): number => {
	let n = 1;
	for (const d of shape) n *= d;
	return n;
};
