/**
 * A box that scrolls sideways must be reachable by keyboard, and one that does not must not be a stop on the way. One that
 * does says in `data-more` on which sides there is more to see, where app.css lets it fade.
 */
import type { Attachment } from 'svelte/attachments';
import { whenDrawn } from './when-drawn.ts';

/** Asking the browser has it lay the page out, so it is asked once. */
let fonts: Promise<unknown> | undefined;

interface Change {
	/** How small, of its own size, the text in the box may be set before it scrolls. */
	readonly least: number;
	/**
	 * What may have changed: only how far it is scrolled; the numbers in it, which then keep their size while they fit, so that
	 * it does not grow and shrink from step to step; or all of it.
	 */
	readonly what: What;
}

type What = 'scrolled' | 'numbers' | 'all';
const RANK: readonly What[] = ['scrolled', 'numbers', 'all'];

/** Boxes that may have changed: all are measured when the frame is drawn, and then told, so that it is laid out once. */
const changed = new Map<HTMLElement, Change>();

function change(element: HTMLElement, least: number, what: What): void {
	if (!changed.size) whenDrawn(tellAll);
	const before = changed.get(element)?.what ?? 'scrolled';
	changed.set(element, { least, what: RANK.indexOf(what) > RANK.indexOf(before) ? what : before });
}

const beyond = (element: HTMLElement): number => element.scrollWidth - element.clientWidth;

function tellAll(): void {
	const all = [...changed];
	changed.clear();
	for (const [{ style }, { what }] of all) if (what === 'all' && style.fontSize) style.fontSize = '';
	const wide = all.filter(
		([element, { least, what }]) => least < 1 && what !== 'scrolled' && beyond(element) > 0
	);
	for (const [element, { least }] of wide) shrink(element, least);
	const measured = all.map(([element]) => ({
		element,
		beyond: beyond(element),
		scrollLeft: element.scrollLeft
	}));
	for (const one of measured) mark(one.element, one.beyond, one.scrollLeft);
}

/** So small that all is seen, where that is not smaller than may be. */
function shrink(element: HTMLElement, least: number): void {
	// Letters are set to whole pixels, so that a line of a tenth less is not a tenth narrower: it is looked at again.
	for (let size = parseFloat(element.style.fontSize) || 1; size > least && beyond(element) > 0;) {
		const share = element.clientWidth / element.scrollWidth;
		size = Math.max(least, Math.min(size - 0.02, Math.floor(size * share * 100) / 100));
		element.style.fontSize = `${size}em`;
	}
}

function mark(element: HTMLElement, beyond: number, scrollLeft: number): void {
	if (beyond <= 0) {
		if (element.hasAttribute('tabindex')) element.removeAttribute('tabindex');
		if (element.dataset.more !== undefined) delete element.dataset.more;
		return;
	}
	if (element.tabIndex !== 0) element.tabIndex = 0;
	const sides = [...(scrollLeft > 1 ? ['before'] : []), ...(scrollLeft < beyond - 1 ? ['after'] : [])];
	const more = sides.join(' ');
	if (element.dataset.more !== more) element.dataset.more = more;
}

const fitting =
	(least: number): Attachment<HTMLElement> =>
	(element) => {
		const update = () => change(element, least, 'all');
		const scrolled = () => change(element, least, 'scrolled');
		const size = new ResizeObserver(update);
		const content = new MutationObserver((records) =>
			change(element, least, records.some(({ type }) => type === 'childList') ? 'all' : 'numbers')
		);
		size.observe(element);
		content.observe(element, { childList: true, subtree: true, characterData: least < 1 });
		element.addEventListener('scroll', scrolled, { passive: true });
		// A font that arrives makes the content wider, but not the box.
		document.fonts.addEventListener('loadingdone', update);
		void (fonts ??= document.fonts.ready).then(update);
		return () => {
			changed.delete(element);
			size.disconnect();
			content.disconnect();
			element.removeEventListener('scroll', scrolled);
			document.fonts.removeEventListener('loadingdone', update);
		};
	};

export const scrollable = fitting(1);

/** For a box of text that may be a little smaller than it would be: 85 %, then it scrolls. */
export const shrinkable = fitting(0.85);
