/** A box that scrolls sideways must be reachable by keyboard, and one that does not must not be a stop on the way. */
import type { Attachment } from 'svelte/attachments';

/** Asking the browser has it lay the page out, so it is asked once. */
let fonts: Promise<unknown> | undefined;

export const scrollable: Attachment<HTMLElement> = (element) => {
	const update = () => {
		if (element.scrollWidth > element.clientWidth + 1) element.tabIndex = 0;
		else element.removeAttribute('tabindex');
	};
	const size = new ResizeObserver(update);
	const content = new MutationObserver(update);
	size.observe(element);
	content.observe(element, { childList: true, subtree: true });
	// A font that arrives makes the content wider, but not the box.
	document.fonts.addEventListener('loadingdone', update);
	void (fonts ??= document.fonts.ready).then(update);
	return () => {
		size.disconnect();
		content.disconnect();
		document.fonts.removeEventListener('loadingdone', update);
	};
};
