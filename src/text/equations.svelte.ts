/**
 * Equations as HTML. The first ones of a page come with the page, so that it needs no KaTeX script to be read; KaTeX
 * is loaded when something is touched, and draws the others.
 */
import type { Drawn } from './drawn.ts';

/** What screen readers read. */
const READ_OUT = /<span class="katex-mathml">.*?<\/math><\/span>/gs;

/** Equations that came with the page. */
const first = new Map<string, { readonly spoken: Drawn; readonly named: Drawn }>();
let drawing = $state.raw<typeof import('./drawing.ts') | null>(null);
let loading: Promise<void> | null = null;

/** Takes equations that were drawn when the page was built. */
export function remember(equations: Readonly<Record<string, string>>): void {
	for (const [tex, html] of Object.entries(equations))
		first.set(tex, { spoken: whole(html), named: whole(html.replace(READ_OUT, '')) });
}

const whole = (html: string): Drawn => ({
	template: { drawn: html, texts: [html], places: [] },
	numbers: []
});

/**
 * An equation as it is drawn; null while KaTeX is on its way. One that is named by words beside it is not read out, and costs
 * half as much.
 */
export function equation(tex: string, named = false): Drawn | null {
	const known = first.get(tex);
	return known ? known[named ? 'named' : 'spoken'] : (drawing?.drawnOf(tex, named) ?? null);
}

/** What writes equations into an element, whose content is its alone; null while KaTeX is on its way. */
export const writerInto = (element: HTMLElement): ((drawn: Drawn) => void) | null =>
	drawing?.writerInto(element) ?? null;

export function loadKatex(): Promise<void> {
	loading ??= import('./drawing.ts').then((loaded) => void (drawing = loaded));
	return loading;
}
