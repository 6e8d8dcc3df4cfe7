/** Which way an arrow key goes in the plane, where up is more. */
export const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, 1],
	ArrowDown: [0, -1]
};
