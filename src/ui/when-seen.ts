/** Does something once, when an element is about to scroll into view. */
import type { Attachment } from 'svelte/attachments';

export const whenSeen =
	(what: () => void): Attachment =>
	(element) => {
		const observer = new IntersectionObserver(
			(entries) => {
				if (!entries.some((entry) => entry.isIntersecting)) return;
				observer.disconnect();
				what();
			},
			{ rootMargin: '300px' }
		);
		observer.observe(element);
		return () => observer.disconnect();
	};
