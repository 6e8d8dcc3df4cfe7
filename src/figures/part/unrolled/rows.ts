/** How tracks are laid out as rows: heights, and the largest gradient of each, for its bars. From the top down. */
import { type Scope } from '#engine';
import { listed } from '#engine/lists.ts';
import { heightOf } from './heights.ts';
import { gradientSize, through } from './inTime.ts';
import { sourcesOf, type Sequence, type Track } from './tracks.ts';

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
	/** The rows that an arrow to it passes on its way from further below, counted downwards from it: of each, how many. */
	readonly over: readonly number[];
	/** When backward is through with it, in steps taken. */
	readonly through: number;
}

/** Room for gradients is made once `backward` has begun. Of tracks after each other, `all` are more than one sequence has. */
export function rowsOf(tracks: readonly Track[], root: Scope, backward: boolean, all = tracks): Row[] {
	const sources = sourcesOf(all);
	return tracks.toReversed().map((track) => {
		const below = tracks[tracks.indexOf(track) - 1] ?? null;
		// What stands in another sequence is not read from below; of one step alone, what is given may be its first state.
		const read = [...sources.get(track)!].filter((source) =>
			source ? tracks.includes(source) : track.steps.size > 1 || !below
		);
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
			over: overOf(read, tracks, tracks.indexOf(track)),
			largest: travels ? Math.max(...sizes, Number.MIN_VALUE) : null,
			through: through(root, track)
		};
	});
}

/** How many rows lie between a track and each that it reads, the input under the lowest; only where there are any. */
function overOf(read: readonly (Track | null)[], tracks: readonly Track[], at: number): number[] {
	return read.map((source) => at - 1 - (source ? tracks.indexOf(source) : -1)).filter((rows) => rows > 0);
}

/** Where the gradient of state k begins, from the top of its step. */
export const gradientTop = ({ track }: Pick<Row, 'track'>, k: number): number =>
	[...track.steps.values()][0]!.states
		.slice(0, k + 1)
		.reduce((sum, state) => sum + heightOf(state) + BORDER, k * GRADIENT);

/** What stands beside a sequence, between two of them, over them, under a row, and under all of them. */
export const GUTTER = 76;
const BETWEEN = 176;
const OVER = 40;
const UNDER = 16;
const WORDS = 44;

/** How large sequences beside each other are drawn, in pixels. */
export function extentOf(
	sequences: readonly (Pick<Sequence, 'tracks'> & { readonly rows: readonly Row[] })[],
	folded = false
): { width: number; height: number } {
	const columns = ({ tracks }: Pick<Sequence, 'tracks'>) => {
		const begin = sequences.length > 1 ? [] : tracks.filter(({ initial }) => initial.length);
		return folded
			? 1
			: new Set(begin.map(({ carries }) => carries)).size +
					Math.max(...tracks.map(({ steps }) => steps.size));
	};
	const several = sequences.length - 1;
	return {
		width: GUTTER + several * BETWEEN + sequences.reduce((sum, one) => sum + columns(one) * PITCH, 0),
		height:
			(several ? OVER : 0) +
			WORDS +
			Math.max(...sequences.map(({ rows }) => rows.reduce((sum, { height }) => sum + height + UNDER, 0)))
	};
}
