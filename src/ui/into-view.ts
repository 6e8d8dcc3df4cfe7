/**
 * Scrolls the least that shows all of an element, in whatever it lies. Where all of it is in view, which is most of the time,
 * the browser is not asked: it would prepare the page for painting first.
 */
export function bringIntoView(element: Element): void {
	if (!inView(element)) element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function inView(element: Element): boolean {
	const { left, top, right, bottom } = element.getBoundingClientRect();
	for (let around = element.parentElement; around; around = around.parentElement) {
		const page = around === document.documentElement;
		const { scrollWidth, clientWidth, scrollHeight, clientHeight } = around;
		if (scrollWidth <= clientWidth && scrollHeight <= clientHeight) continue;
		// What lies over a page, such as a bar at its foot, only the browser takes into account.
		if (page) return false;
		const box = around.getBoundingClientRect();
		const clear = parseFloat(getComputedStyle(around).scrollPaddingTop) || 0;
		if (left < box.left + clear || top < box.top + clear) return false;
		if (right > box.right - clear || bottom > box.bottom - clear) return false;
	}
	return true;
}
