/** How much room an element takes, told when it changes. */
import type { Attachment } from 'svelte/attachments';

/**
 * The room only grows while the width stays: a page that jumped at every step could not be read. Told in whole pixels.
 */
export const room =
	(told: (height: number) => void): Attachment<HTMLElement> =>
	(element) => {
		let width = 0;
		let most = 0;
		const observer = new ResizeObserver(() => {
			const box = element.getBoundingClientRect();
			if (box.width !== width) most = 0;
			width = box.width;
			const height = Math.ceil(box.height);
			if (height <= most) return;
			most = height;
			told(height);
		});
		observer.observe(element);
		return () => observer.disconnect();
	};
