/**
 * Motion where a number goes somewhere. What is on the screen is always the state after the move: what flies lies over it, and
 * is gone with the next move. Nothing moves on a stage that is `still`, or for those who want less motion, and nothing waits.
 */
import type { Attachment } from 'svelte/attachments';
import type { Flight } from './ghosts.ts';

/** In milliseconds. */
export const TAKES = 280;

export const isStill = (element: HTMLElement): boolean =>
	element.closest('.still') !== null || matchMedia('(prefers-reduced-motion: reduce)').matches;

export type { Flight };

/** Lets a ghost of each mark that something comes from fly to where it goes, after every move that changes what `flights` reads. */
export const fly =
	(flights: () => readonly Flight[]): Attachment<HTMLElement> =>
	(element) => {
		const all = flights();
		// Nothing has moved yet on a page that was only opened.
		if (!all.length || navigator.userActivation?.hasBeenActive === false || isStill(element)) return;
		const ghosts: HTMLElement[] = [];
		let over = false;
		// The move is drawn in the next frame; in the one after it all has its place, and asking for it lays nothing out anew.
		let frame = requestAnimationFrame(() => {
			frame = requestAnimationFrame(async () => {
				const { launch } = await import('./ghosts.ts');
				if (!over) ghosts.push(...all.flatMap((flight) => launch(element, flight, TAKES)));
			});
		});
		return () => {
			over = true;
			cancelAnimationFrame(frame);
			for (const ghost of ghosts) ghost.remove();
		};
	};
