/** A scene of a lecture: a place in the trace with a name. A list of them in a link is a lecture. */
import type { Grain, Position } from '#engine';

export interface Scene {
	readonly name: string;
	readonly position: Position;
	/** Whether the whole network is shown. */
	readonly overview: boolean;
}

export const MOST_SCENES = 60;
export const LONGEST_NAME = 80;

/** "8~cell~~The first window"; "network" stands in the third place where the whole network is shown. */
export const textOf = ({ name, position, overview }: Scene): string =>
	[position.done, position.grain, overview ? 'network' : '', name].join('~');

/** Null where a text is no scene. `grainOf` reads a depth as links write it. */
export function sceneOf(text: string, grainOf: (depth: string) => Grain | null): Scene | null {
	const [done = '', depth = '', shown = '', ...name] = text.split('~');
	const grain = grainOf(depth);
	if (!/^\d{1,15}$/.test(done) || grain === null || (shown !== '' && shown !== 'network')) return null;
	return {
		name: name.join('~').slice(0, LONGEST_NAME),
		position: { done: Number(done), grain },
		overview: shown === 'network'
	};
}
