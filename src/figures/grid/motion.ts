/**
 * Motion where a number goes somewhere. What is on the screen is always the state after the move: what flies lies over it, and
 * is gone with the next move. Nothing moves on a stage that is `still`, or for those who want less motion, and nothing waits.
 */
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** In milliseconds. */
const TAKES = 280;
/** More than these at once are a swarm. */
const MOST = 27;
/** A mark on a picture of tiny cells is no number that could be followed, in pixels. */
const SEEN = 14;

const isStill = (element: HTMLElement): boolean =>
	element.closest('.still') !== null || matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Lets an element that is otherwise unseen fly from where another stands to its own place, once, when it comes into the picture. */
export const slide =
	(from: () => HTMLElement | undefined): Attachment<HTMLElement> =>
	(element) => {
		// It flies when it comes, and not again when that changes.
		const source = untrack(from);
		if (!source || isStill(element)) return;
		const [a, b] = [source.getBoundingClientRect(), element.getBoundingClientRect()];
		const start = `translate(${a.left - b.left}px, ${a.bottom - b.bottom}px)`;
		const flight = element.animate(
			[
				{ transform: start, opacity: 1 },
				{ transform: 'none', opacity: 1, offset: 0.9 },
				{ transform: 'none', opacity: 0 }
			],
			{ duration: TAKES, easing: 'ease-in-out' }
		);
		return () => flight.cancel();
	};

/** Where numbers fly from and where to: selectors of marks in the picture, of which the first is the goal. */
export interface Flight {
	readonly from: string;
	readonly to: string;
}

/** Lets a ghost of each mark that something comes from fly to where it goes, after every move that changes what `flights` reads. */
export const fly =
	(flights: () => readonly Flight[]): Attachment<HTMLElement> =>
	(element) => {
		const all = flights();
		if (!all.length || isStill(element)) return;
		const ghosts: HTMLElement[] = [];
		// The move is drawn in the next frame; in the one after it all has its place, and asking for it lays nothing out anew.
		let frame = requestAnimationFrame(() => {
			frame = requestAnimationFrame(() => ghosts.push(...all.flatMap((flight) => start(element, flight))));
		});
		return () => {
			cancelAnimationFrame(frame);
			for (const ghost of ghosts) ghost.remove();
		};
	};

function start(within: HTMLElement, { from, to }: Flight): HTMLElement[] {
	const goal = within.querySelector(to)?.getBoundingClientRect();
	if (!goal) return [];
	const origin = within.getBoundingClientRect();
	const sources = [...within.querySelectorAll<SVGElement>(from)]
		.map((mark) => ({ mark, box: mark.getBoundingClientRect() }))
		.filter(({ box }) => box.width >= SEEN && box.height >= SEEN)
		.slice(0, MOST);
	return sources.map(({ mark, box }) => {
		const ghost = document.createElement('div');
		ghost.dataset.flight = '';
		ghost.ariaHidden = 'true';
		Object.assign(ghost.style, {
			left: `${box.left - origin.left}px`,
			top: `${box.top - origin.top}px`,
			width: `${box.width}px`,
			height: `${box.height}px`,
			background: mark.style.fill
		});
		// A number that is printed in a cell flies with it.
		const text = mark.nextElementSibling;
		if (text?.tagName === 'text') ghost.textContent = text.textContent;
		within.append(ghost);
		const there = `translate(${goal.left - box.left}px, ${goal.top - box.top}px) scale(${goal.width / box.width}, ${goal.height / box.height})`;
		ghost.animate(
			[
				{ transform: 'none', opacity: 1 },
				{ transform: there, opacity: 0.9, offset: 0.9 },
				{ transform: there, opacity: 0 }
			],
			{ duration: TAKES, easing: 'ease-in-out' }
		).onfinish = () => ghost.remove();
		return ghost;
	});
}
