/** How one looks at a drawing more closely by gestures, as D3 hears them. Fetched by what has a use for them. */
import { brushX, type D3BrushEvent } from 'd3-brush';
import { pointer, select } from 'd3-selection';
import { zoom, type D3ZoomEvent } from 'd3-zoom';

/**
 * Ctrl and the wheel, or two fingers: `by` is told how many times closer, and where the pointer is, in pixels of the element.
 * A wheel alone scrolls the page, and a finger alone does something else. Returns what ends it.
 */
export function onCloser(element: Element, by: (factor: number, x: number, y: number) => void) {
	let before = 1;
	const gestures = zoom<Element, unknown>()
		.filter((event: WheelEvent & TouchEvent) =>
			event.type === 'wheel' ? event.ctrlKey || event.metaKey : event.touches?.length > 1
		)
		.on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<Element, unknown>) => {
			const factor = transform.k / before;
			before = transform.k;
			if (factor !== 1)
				by(factor, ...pointer((sourceEvent as TouchEvent).touches?.[0] ?? sourceEvent, element));
		});
	const selection = select(element).call(gestures);
	return () => void selection.on('.zoom', null);
}

/** A range that is dragged over with Shift held, in pixels of a drawing, between two edges. Returns what ends it. */
export function onRange(
	svg: SVGSVGElement,
	[left, right, height]: readonly [left: number, right: number, height: number],
	take: (from: number, to: number) => void
) {
	const brush = brushX<unknown>()
		.extent([
			[left, 0],
			[right, height]
		])
		.filter((event: MouseEvent) => event.shiftKey && !event.button)
		.on('end', ({ selection }: D3BrushEvent<unknown>) => {
			if (!selection) return;
			layer.call(brush.clear);
			take(...(selection as [number, number]));
		});
	const layer = select(svg).append('g').call(brush);
	// The pointer is what it is over the drawing.
	layer.select('.overlay').style('cursor', 'inherit');
	return () => void layer.remove();
}
