/** The pictures that the lesson slides kernels over. */
import { random } from '#engine';

/** The worked example of the notes (N3.9). */
const NOTES = [
	[1, 2, 3, 0, 1],
	[4, 5, 6, 1, 2],
	[7, 8, 9, 2, 3],
	[1, 0, 1, 0, 1],
	[2, 1, 0, 1, 2]
];

const pictures: Record<string, (row: number, column: number, size: number) => number> = {
	square: (r, c, n) => (Math.min(r, c, n - 1 - r, n - 1 - c) >= Math.floor(n / 4) ? 1 : 0),
	stripes: (r) => (r % 4 < 2 ? 1 : 0),
	diagonal: (r, c) => (Math.abs(r - c) <= 1 ? 1 : 0),
	ramp: (_, c, n) => c / (n - 1)
};

export const inputs = {
	notes: '5×5 example of the notes',
	square: 'a bright square',
	stripes: 'horizontal stripes',
	diagonal: 'a diagonal line',
	ramp: 'a ramp from dark to bright',
	random: 'random numbers'
};

/** Channels × rows × columns; further channels are the first one transposed, then upside down. */
export function input(
	name: string,
	channels: number,
	side: number,
	seed: number
): { shape: number[]; values: number[] } {
	const size = name === 'notes' ? NOTES.length : side;
	const draw = random(seed);
	const grid = Array.from({ length: size }, (_, r) =>
		Array.from({ length: size }, (_, c) => {
			if (name === 'notes') return NOTES[r]![c]!;
			if (name === 'random') return draw.integer(-4, 4);
			return pictures[name]!(r, c, size);
		})
	);
	const turned = [
		(r: number, c: number) => grid[r]![c]!,
		(r: number, c: number) => grid[c]![r]!,
		(r: number, c: number) => grid[size - 1 - r]![c]!
	];
	const values = Array.from({ length: channels }, (_, k) =>
		grid.flatMap((row, r) => row.map((_, c) => turned[k]!(r, c)))
	).flat();
	return { shape: [1, channels, size, size], values };
}
