/**
 * The sizes of the gradients of a sequence's states as lines over time, on a logarithmic scale: one for each state that
 * a track hands on. Found from the tracks alone. A gradient of exactly 0 has no place on such a scale, and neither has
 * none at all: both get a row of their own under it.
 */
import { bisector, extent, ticks, tickStep } from 'd3-array';
import type { Scope, Tensor } from '#engine';
import { gradientSize, through } from './inTime.ts';
import type { Track } from './tracks.ts';

export interface Point {
	readonly t: number;
	/** null: no gradient comes here. */
	readonly size: number | null;
	/** It is known when so many steps have been taken. */
	readonly when: number;
}

export interface Series {
	readonly track: Track;
	/** "‖∂L/∂hₜ‖", and where there are several tracks "layer 1: ‖∂L/∂hₜ‖". */
	readonly name: string;
	/** In the order in which backward reaches them: against the way in which states are handed on. */
	readonly points: readonly Point[];
}

/** Shorter sequences are read off the columns. */
const FEWEST = 4;
/** About so many time steps are labelled. */
const MOST_TICKS = 6;

export function seriesOf(tracks: readonly Track[], root: Scope): Series[] {
	const handing = tracks.filter(({ carries }) => carries !== 0);
	const travelling = handing.filter(({ steps }) => steps.size >= FEWEST);
	return travelling
		.flatMap((track) => {
			const steps = [...track.steps.values()].reverse();
			const end = through(root, track);
			const when = ({ grad }: Tensor) => (grad?.writer ? grad.writer.start + grad.writer.steps : end);
			return steps[0]!.states.map((first, k): Series => {
				const size = `‖∂L/∂${/^[A-Za-z]+/.exec(first.name)?.[0] ?? first.name}ₜ‖`;
				return {
					track,
					name: handing.length > 1 ? `${track.name}: ${size}` : size,
					points: steps.map(({ t, states }) => ({
						t,
						size: gradientSize(states[k]!),
						when: when(states[k]!)
					}))
				};
			});
		})
		.filter(({ points }) => points.some(({ size }) => size !== null));
}

const byTime = bisector(({ when }: Point) => when);

/** How many points of a series are known after so many steps. */
export const reached = ({ points }: Pick<Series, 'points'>, done: number): number =>
	byTime.right(points, done);

/** On the scale; not, since it is 0 or there is none; or not, since it is no finite number. */
export type Level = 'on' | 'none' | 'beyond';

export const levelOf = (size: number | null): Level =>
	!size ? (Number.isNaN(size) ? 'beyond' : 'none') : Number.isFinite(size) ? 'on' : 'beyond';

/** Whole powers of ten around all sizes. */
export function decades(series: readonly Series[]): [low: number, high: number] {
	const sizes = series.flatMap(({ points }) => points).filter(({ size }) => levelOf(size) === 'on');
	const [least = -1, most = 0] = extent(sizes, ({ size }) => Math.log10(size!));
	const [low, high] = [Math.floor(least), Math.ceil(most)];
	return [low, Math.max(high, low + 1)];
}

/** Time steps to be labelled: the first, the last, and round ones between. */
export function timeTicks(from: number, to: number): number[] {
	const apart = tickStep(from, to, MOST_TICKS) / 2;
	const between = ticks(from, to, MOST_TICKS).filter(
		(t) => Number.isInteger(t) && t - from > apart && to - t > apart
	);
	return [...new Set([from, ...between, to])];
}

/** Two significant digits, and the power of ten where there is one, with a true minus sign. */
export function partsOf(size: number | null): { mantissa: string; exponent: string | null } {
	if (size === null) return { mantissa: 'none', exponent: null };
	if (!Number.isFinite(size))
		return { mantissa: Number.isNaN(size) ? 'not a number' : 'infinite', exponent: null };
	if (size === 0 || (size >= 0.01 && size < 1000))
		return { mantissa: String(Number(size.toPrecision(2))), exponent: null };
	const [mantissa, exponent] = size.toExponential(1).split('e');
	return { mantissa: mantissa!, exponent: minus(Number(exponent)) };
}

export const minus = (n: number): string => String(n).replace('-', '−');

/** The same in words: "0.34", "1.3 times 10 to the −4", "none". */
export function spoken(size: number | null): string {
	const { mantissa, exponent } = partsOf(size);
	return exponent === null ? mantissa : `${mantissa} times 10 to the ${exponent}`;
}

/** A stretch of neighbouring points on one level, as steps of time in the order of the series. */
export interface Stretch {
	readonly level: Level;
	readonly points: readonly Point[];
}

export function stretches(points: readonly Point[]): Stretch[] {
	const out: { level: Level; points: Point[] }[] = [];
	for (const point of points) {
		const level = levelOf(point.size);
		if (out.at(-1)?.level === level) out.at(-1)!.points.push(point);
		else out.push({ level, points: [point] });
	}
	return out;
}
