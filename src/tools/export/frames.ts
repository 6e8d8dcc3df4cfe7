/** A stretch of steps as pictures, one after the other, in a zip: for slides, and for whoever makes a film of them. */
import { tick } from 'svelte';
import { zipSync, strToU8 } from 'fflate';
import { into, over, type Position } from '#engine';
import { loadPicture } from '#src/workbench/pictures.ts';
import type { Player } from '#src/workbench/player.svelte.ts';
import { figureSvg } from './figure.ts';

/** So many pictures are taken; of more, the first ones. */
export const MOST_FRAMES = 120;

/** The positions at which pictures are taken: the part that one looks at, one level closer, move by move. */
export function positionsIn({ root, unit, position }: Player): Position[] {
	const start = { done: unit.start, grain: position.grain };
	const first = into(root, { ...start, done: unit.end });
	// A single step has nothing closer: it is the only picture.
	if (first.grain === position.grain) return [{ ...position, done: unit.end }];
	const positions: Position[] = [];
	let at: Position = { done: unit.start, grain: first.grain };
	while (at.done < unit.end && positions.length < MOST_FRAMES) {
		at = over(root, at);
		positions.push(at);
	}
	return positions;
}

/** Goes through them, takes a picture of each, and goes back to where one was. */
export async function frames(player: Player, figure: () => Element): Promise<Uint8Array<ArrayBuffer>> {
	const { position } = player;
	const files: Record<string, Uint8Array> = {};
	try {
		for (const [k, at] of positionsIn(player).entries()) {
			player.seek(at.done, at.grain);
			await loadPicture(player);
			await tick();
			// Canvases are painted, and what was written is brought into view, with the next frame.
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			files[`${String(k + 1).padStart(4, '0')}.svg`] = strToU8(await figureSvg(figure()));
		}
	} finally {
		player.seek(position.done, position.grain);
	}
	// The same steps give the same file, whenever they are saved.
	return zipSync(files, { mtime: new Date(2000, 0, 1) });
}
