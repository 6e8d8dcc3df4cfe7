/**
 * Equations as HTML. The first ones of a page come with the page, so that it needs no KaTeX script to be read; KaTeX
 * is loaded when something is touched, and draws the others.
 */
import type { KatexOptions } from 'katex';
import { filled, shapeOf, templateOf, type Template } from './shape.ts';

/** `\htmlData` binds symbols to tensors; nothing else of KaTeX's HTML is trusted. */
export const options: KatexOptions = {
	throwOnError: false,
	trust: ({ command }) => command === '\\htmlData',
	strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
	maxExpand: 200,
	maxSize: 10
};

type Draw = (tex: string) => string;

const drawn = new Map<string, string>();
/** Equations by their shape, which comes again at every cell of an op; what is kept is thrown away at times. */
const kept = new Map<string, Template>();
const MOST = 500;
let draw = $state.raw<Draw | null>(null);
let loading: Promise<void> | null = null;

/** Takes equations that were drawn when the page was built. */
export function remember(equations: Readonly<Record<string, string>>): void {
	for (const [tex, html] of Object.entries(equations)) drawn.set(tex, html);
}

/** An equation's HTML; null while KaTeX is on its way. */
export function equation(tex: string): string | null {
	const known = drawn.get(tex);
	if (known !== undefined || !draw) return known ?? null;
	const shape = shapeOf(tex) ?? { tex, numbers: [] };
	let template = kept.get(shape.tex);
	if (!template) {
		if (kept.size >= MOST) kept.clear();
		kept.set(shape.tex, (template = templateOf(draw(shape.tex))));
	}
	return filled(template, shape.numbers);
}

export function loadKatex(): Promise<void> {
	loading ??= import('katex').then(({ default: katex }) => {
		draw = (tex) => katex.renderToString(tex, options);
	});
	return loading;
}
