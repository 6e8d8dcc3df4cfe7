/** Points near the line y = 1.5 x − 0.5, in no order; their noise was drawn once. */
export const points: readonly (readonly [x: number, y: number])[] = [
	[1.4, 1.82],
	[0.2, -0.05],
	[2.2, 2.66],
	[0.8, 0.93],
	[1.8, 1.94],
	[0.4, 0.27],
	[2.4, 3.31],
	[1, 0.79],
	[1.6, 2.15],
	[0.6, 0.12],
	[2, 2.71],
	[1.2, 1.05]
];

export const N = points.length;

/** Where all runs begin: slope and intercept. */
export const START = { w: -1, b: 1 } as const;
