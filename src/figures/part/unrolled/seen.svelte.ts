/** From the left edge of a box to that of what stands in it: in its own pixels, also where a hall's screen enlarges all. */
const apart = (box: HTMLElement, figure: HTMLElement): number =>
	(figure.getBoundingClientRect().left - box.getBoundingClientRect().left) / (box.currentCSSZoom || 1);

/** Which part of a wide figure can be seen in the box in which it scrolls, so that only that part need be drawn. */
export class Seen {
	/** From the figure's left edge, in pixels. */
	left = $state(0);
	/** Before anything is measured, as on a desk. */
	width = $state(1200);

	/** Measures until the returned function is called; the figure is drawn so much larger than it measures itself. */
	watch(box: HTMLElement, figure: HTMLElement, scale = 1): () => void {
		const look = () => {
			this.left = Math.max(0, -apart(box, figure)) / scale;
			this.width = box.clientWidth / scale;
		};
		const observer = new ResizeObserver(look);
		observer.observe(box);
		box.addEventListener('scroll', look, { passive: true });
		return () => {
			observer.disconnect();
			box.removeEventListener('scroll', look);
		};
	}
}

/**
 * Scrolls so that a stretch of the figure is in view, if it is not: to the middle, or no further than it must where it
 * stands after something that is to be seen with it. `covered` is what hides the box's left edge.
 */
export function bringIntoView(
	box: HTMLElement,
	figure: HTMLElement,
	[from, to]: readonly [number, number],
	covered: number,
	least = false
): void {
	const start = apart(box, figure) + box.scrollLeft;
	const [low, high] = [start + to - box.clientWidth, start + from - covered];
	if (box.scrollLeft >= low && box.scrollLeft <= high) return;
	const near = box.scrollLeft < low ? low : high;
	box.scrollTo({ left: least ? near : start + (from + to) / 2 - box.clientWidth / 2 });
}
