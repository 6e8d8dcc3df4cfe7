/** Equations on the page, one after the other in the same element: where only numbers are others, nothing else is touched. */
import { filled, htmlOf, type Drawn, type Template } from './drawn.ts';
import { templateOf } from './shape.ts';

/** A text or an attribute that holds numbers. */
interface Place {
	readonly node: Text | Attr;
	readonly template: Template;
}

/** What writes equations into an element, whose content is its alone. */
export function writerInto(element: HTMLElement): (drawn: Drawn) => void {
	let last: Template | null = null;
	/** Looked for once the same shape comes again: most come once. */
	let places: readonly Place[] | null = null;
	return (drawn) => {
		const { template, numbers } = drawn;
		if (template !== last) {
			element.innerHTML = htmlOf(drawn);
			last = template;
			places = null;
			return;
		}
		if (!places) {
			element.innerHTML = template.drawn;
			places = placesIn(element);
		}
		for (const { node, template } of places) {
			const text = filled(template, numbers);
			if (node.nodeValue !== text) node.nodeValue = text;
		}
	};
}

function placesIn(element: HTMLElement): readonly Place[] {
	const nodes: (Text | Attr)[] = [];
	const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) nodes.push(texts.currentNode as Text);
	// A symbol is tied to a tensor and a cell by attributes; nothing else is written into attributes.
	for (const tied of element.querySelectorAll('[data-tensor]')) nodes.push(...tied.attributes);
	return nodes
		.map((node) => ({ node, template: templateOf(node.nodeValue!) }))
		.filter(({ template }) => template.places.length);
}
