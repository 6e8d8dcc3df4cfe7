/**
 * A box that scrolls sideways must be reachable by keyboard, and one that does not must not be a stop on the way. One that
 * does says in `data-more` on which sides there is more to see, where app.css lets it fade.
 */
import type { Attachment } from 'svelte/attachments';

/** Asking the browser has it lay the page out, so it is asked once. */
let fonts: Promise<unknown> | undefined;

/** `least` is how small, of its own size, the text in it may be set before the box scrolls. */
const fitting = (least: number) => (element: HTMLElement) => {
	/** So small that all is seen, where that is not smaller than may be. */
	const shrink = () => {
		const { style } = element;
		if (style.fontSize) style.fontSize = '';
		// Letters are set to whole pixels, so that a line of a tenth less is not a tenth narrower: it is looked at again.
		for (let size = 1; size > least && element.scrollWidth - element.clientWidth > 1;) {
			const share = element.clientWidth / element.scrollWidth;
			size = Math.max(least, Math.min(size - 0.02, Math.floor(size * share * 100) / 100));
			style.fontSize = `${size}em`;
		}
	};
	const mark = () => {
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
	const update = () => {
		if (least < 1) shrink();
		mark();
	};
	// What shrinks changes its height, which must not follow from a size while sizes are told.
	const size = new ResizeObserver(() => (least < 1 ? requestAnimationFrame(update) : update()));
	const content = new MutationObserver(update);
	size.observe(element);
	content.observe(element, { childList: true, subtree: true });
	element.addEventListener('scroll', mark, { passive: true });
	// A font that arrives makes the content wider, but not the box.
	document.fonts.addEventListener('loadingdone', update);
	void (fonts ??= document.fonts.ready).then(update);
	return () => {
		size.disconnect();
		content.disconnect();
		element.removeEventListener('scroll', mark);
		document.fonts.removeEventListener('loadingdone', update);
	};
};

export const scrollable: Attachment<HTMLElement> = fitting(1);

/** For a box of text that may be a little smaller than it would be: 85 %, then it scrolls. */
export const shrinkable: Attachment<HTMLElement> = fitting(0.85);
