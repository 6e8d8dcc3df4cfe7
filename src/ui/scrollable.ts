/**
 * A box that scrolls sideways must be reachable by keyboard, and one that does not must not be a stop on the way. One that
 * does says in `data-more` on which sides there is more to see, where app.css lets it fade.
 */
import type { Attachment } from 'svelte/attachments';
import { whenDrawn } from './when-drawn.ts';

/** Asking the browser has it lay the page out, so it is asked once. */
let fonts: Promise<unknown> | undefined;

/** Boxes that may have changed: all are measured when the frame is drawn, and then told, so that it is laid out once. */
const changed = new Set<HTMLElement>();

function change(element: HTMLElement): void {
	if (!changed.size) whenDrawn(tellAll);
	changed.add(element);
}

function tellAll(): void {
	const measured = Array.from(changed, (element) => {
		const { scrollWidth, clientWidth, scrollLeft } = element;
		return { element, beyond: scrollWidth - clientWidth, scrollLeft };
	});
	changed.clear();
	for (const { element, beyond, scrollLeft } of measured) {
		if (beyond <= 1) {
			if (element.hasAttribute('tabindex')) element.removeAttribute('tabindex');
			if (element.dataset.more !== undefined) delete element.dataset.more;
			continue;
		}
		if (element.tabIndex !== 0) element.tabIndex = 0;
		const more = [...(scrollLeft > 1 ? ['before'] : []), ...(scrollLeft < beyond - 1 ? ['after'] : [])].join(
			' '
		);
		if (element.dataset.more !== more) element.dataset.more = more;
	}
}

export const scrollable: Attachment<HTMLElement> = (element) => {
	const update = () => change(element);
	const size = new ResizeObserver(update);
	const content = new MutationObserver(update);
	size.observe(element);
	content.observe(element, { childList: true, subtree: true });
	element.addEventListener('scroll', update, { passive: true });
	// A font that arrives makes the content wider, but not the box.
	document.fonts.addEventListener('loadingdone', update);
	void (fonts ??= document.fonts.ready).then(update);
	return () => {
		changed.delete(element);
		size.disconnect();
		content.disconnect();
		element.removeEventListener('scroll', update);
		document.fonts.removeEventListener('loadingdone', update);
	};
};
