/** How tracks are laid out as rows: heights, and the largest gradient of each, for its bars. From the top down. */
import { type Scope } from '#engine';
import { listed } from '#engine/lists.ts';
import { heightOf } from './heights.ts';
import { gradientSize, through } from './inTime.ts';
import { sourcesOf, type Track } from './tracks.ts';

/** From one column to the next, and what lies between two columns. */
export const PITCH = 72;
export const GAP = 24;

/** What the size of a gradient takes of the height. */
export const GRADIENT = 21;
const BORDER = 2;
/** What keeps two states of a step apart. */
const SPLIT = 4;

export interface Row {
	readonly track: Track;
	readonly height: number;
	/** What is left free under each state: for the size of its gradient, or to keep states apart. */
	readonly room: number;
	/** The middle of the first state: where arrows meet it. */
	readonly middle: number;
	/** Where the sizes of gradients matter, the largest one; null elsewhere. */
	readonly largest: number | null;
	/** Whether it reads the track below it, or the lowest one what is given. */
	readonly up: boolean;
	/** What it reads, where that is not simply the track below. */
	readonly reads: string | null;
	/** When backward is through with it, in steps taken. */
	readonly through: number;
}

/** Room for gradients is made once `backward` has begun. Of tracks after each other, `all` are more than one sequence has. */
export function rowsOf(tracks: readonly Track[], root: Scope, backward: boolean, all = tracks): Row[] {
	const sources = sourcesOf(all);
	return tracks.toReversed().map((track) => {
		const below = tracks[tracks.indexOf(track) - 1] ?? null;
		// What stands in another sequence is not read from below.
		const read = [...sources.get(track)!].filter((source) => source === null || tracks.includes(source));
		const steps = [...track.steps.values()];
		const { states } = steps[0]!;
		const sizes = steps.flatMap(({ states }) => states.flatMap((state) => gradientSize(state) ?? []));
		// How large a gradient is matters where it travels from step to step.
		const travels = backward && sizes.length > 0 && (track.carries !== 0 || steps.length === 1);
		const room = travels ? GRADIENT : states.length > 1 ? SPLIT : 0;
		const height = states.reduce((sum, state) => sum + heightOf(state) + BORDER + room, 0);
		return {
			track,
			height,
			room,
			middle: heightOf(states[0]!) / 2,
			up: below === null || read.includes(below),
			reads:
				read.length === 0 || (read.length === 1 && read[0] === below)
					? null
					: listed(read.map((source) => source?.name ?? 'the input')),
			largest: travels ? Math.max(...sizes, Number.MIN_VALUE) : null,
			through: through(root, track)
		};
	});
}

/** Where the gradient of state k begins, from the top of its step. */
export const gradientTop = ({ track }: Pick<Row, 'track'>, k: number): number =>
	[...track.steps.values()][0]!.states
		.slice(0, k + 1)
		.reduce((sum, state) => sum + heightOf(state) + BORDER, k * GRADIENT);
