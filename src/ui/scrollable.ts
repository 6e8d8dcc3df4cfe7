/**
 * A box that scrolls sideways must be reachable by keyboard, and one that does not must not be a stop on the way. One that
 * does says in `data-more` on which sides there is more to see, where app.css lets it fade.
 */
import type { Attachment } from 'svelte/attachments';

/** Asking the browser has it lay the page out, so it is asked once. */
let fonts: Promise<unknown> | undefined;

export const scrollable: Attachment<HTMLElement> = (element) => {
	const update = () => {
		const beyond = element.scrollWidth - element.clientWidth;
		if (beyond <= 1) {
			element.removeAttribute('tabindex');
			delete element.dataset.more;
			return;
		}
		element.tabIndex = 0;
		const { scrollLeft } = element;
		element.dataset.more = [
			...(scrollLeft > 1 ? ['before'] : []),
			...(scrollLeft < beyond - 1 ? ['after'] : [])
		].join(' ');
	};
	const size = new ResizeObserver(update);
	const content = new MutationObserver(update);
	size.observe(element);
	content.observe(element, { childList: true, subtree: true });
	element.addEventListener('scroll', update, { passive: true });
	// A font that arrives makes the content wider, but not the box.
	document.fonts.addEventListener('loadingdone', update);
	void (fonts ??= document.fonts.ready).then(update);
	return () => {
		size.disconnect();
		content.disconnect();
		element.removeEventListener('scroll', update);
		document.fonts.removeEventListener('loadingdone', update);
	};
};
