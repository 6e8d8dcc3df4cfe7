/** Motion where a number goes somewhere: an element comes from the place of another, and is then where it belongs. */
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** In milliseconds: short enough for the next key, which takes the picture away and the motion with it. */
const TAKES = 280;

/**
 * Lets an element that is otherwise unseen fly from where another stands to its own place, once, when it comes into the
 * picture. Nothing moves on a stage that is `still`, or for those who want less motion, and nothing waits for it.
 */
export const slide =
	(from: () => HTMLElement | undefined): Attachment<HTMLElement> =>
	(element) => {
		// It flies when it comes, and not again when that changes.
		const source = untrack(from);
		if (!source || element.closest('.still') || matchMedia('(prefers-reduced-motion: reduce)').matches)
			return;
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
