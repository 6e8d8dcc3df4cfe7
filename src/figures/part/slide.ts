import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { isStill, TAKES } from '#src/figures/grid/motion.ts';

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
