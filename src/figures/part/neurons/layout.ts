/** Where neurons stand: a column for the inputs and one for each layer, and what there is room to write. */

export interface Circle {
	readonly column: number;
	readonly at: number;
	/** Its middle, in pixels. */
	readonly x: number;
	readonly y: number;
}

export interface Columns {
	readonly width: number;
	readonly height: number;
	/** How high a neuron is, and how wide one is with a number, and with two: the sum, and what the activation makes of it. */
	readonly high: number;
	readonly single: number;
	readonly double: number;
	readonly neurons: readonly (readonly Circle[])[];
	/** Between the edges of neighbouring columns. */
	readonly gap: number;
	/** Whether names and biases fit between neurons. */
	readonly named: boolean;
}

/** What a name above a neuron and a bias below it take of the height. */
const NAMES = 36;
const [LOWEST, HIGHEST] = [17, 52];
/** Neurons further apart than this are no column. */
const APART = 170;
/** How wide a neuron with one number is for its height, and one with two. */
const [SINGLE, DOUBLE] = [1.25, 2.2];
/** How much of a column's place its neurons may take: the rest is for edges. */
const SHARE = 0.62;

/**
 * Columns of so many neurons in a frame, each in the middle of the height. `doubled` says which columns show two numbers.
 */
export function columnsFor(
	counts: readonly number[],
	doubled: readonly boolean[],
	width: number,
	height: number
): Columns {
	const most = Math.max(...counts);
	const spacing = Math.min(APART, height / most);
	const named = spacing >= LOWEST + NAMES + 4;
	const wanted = Math.min(HIGHEST, spacing - (named ? NAMES : 5));
	const place = width / counts.length;
	const some = doubled.includes(true);
	const high = Math.max(LOWEST, Math.min(wanted, (place * SHARE) / (some ? DOUBLE : SINGLE)));
	const [single, double] = [high * SINGLE, high * DOUBLE];
	const wide = counts.map((_, column) => (doubled[column] ? double : single));
	const used = wide.reduce((sum, one) => sum + one, 0);
	const gap = counts.length > 1 ? (width - used) / (counts.length - 1) : 0;
	const tall = Math.max(height, most * (LOWEST + 5));
	const pitch = Math.min(APART, tall / most);
	let left = 0;
	const neurons = counts.map((count, column) => {
		const x = left + wide[column]! / 2;
		left += wide[column]! + gap;
		return Array.from({ length: count }, (_, at) => ({
			column,
			at,
			x,
			y: tall / 2 + (at - (count - 1) / 2) * pitch
		}));
	});
	return { width, height: tall, high, single, double, neurons, gap, named };
}

/** Labels of all edges between two columns are told apart only where each has about so much room, in pixels. */
const LABEL = { width: 38, height: 15 };

/**
 * How far along its edge a weight's label stands, from 0 at its source to 1 at its target: labels of edges to one neuron stand
 * under each other, those to the next beside them. Null where there is no room for all of them.
 */
export function labelAt(
	[from, to]: readonly [number, number],
	gap: number,
	spacing: number
): ((to: number) => number) | null {
	const [first, last] = to > 1 ? [0.16, 0.72] : [0.4, 0.4];
	const apart = to > 1 ? ((last - first) / (to - 1)) * gap : gap;
	if (apart < LABEL.width || gap < 2 * LABEL.width) return null;
	// Lines to one neuron come together: at the last place they are closest.
	if (from > 1 && (1 - last) * spacing < LABEL.height) return null;
	return (k) => (to > 1 ? first + ((last - first) * k) / (to - 1) : first);
}
