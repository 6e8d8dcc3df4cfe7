/**
 * Equations as HTML. The first ones of a page come with the page, so that it needs no KaTeX script to be read; KaTeX
 * is loaded when something is touched, and draws the others.
 */
import type { KatexOptions } from 'katex';
import { shapeOf, templateOf, type Template } from './shape.ts';
import type { Drawn } from './write.ts';

/** `\htmlData` binds symbols to tensors; nothing else of KaTeX's HTML is trusted. */
export const options: KatexOptions = {
	throwOnError: false,
	trust: ({ command }) => command === '\\htmlData',
	strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
	maxExpand: 200,
	maxSize: 10
};

type Draw = (tex: string, named: boolean) => string;

/** What screen readers read. */
const READ_OUT = /<span class="katex-mathml">.*?<\/math><\/span>/gs;

/** Equations that came with the page. */
const first = new Map<string, Drawn>();
/** Equations by their shape, which comes again at every cell of an op; what is kept is thrown away at times. */
const kept = new Map<string, Template>();
const MOST = 500;
let draw = $state.raw<Draw | null>(null);
let loading: Promise<void> | null = null;

const key = (tex: string, named: boolean) => (named ? `named ${tex}` : tex);

/** Takes equations that were drawn when the page was built. */
export function remember(equations: Readonly<Record<string, string>>): void {
	for (const [tex, html] of Object.entries(equations)) {
		first.set(key(tex, false), whole(html));
		first.set(key(tex, true), whole(html.replace(READ_OUT, '')));
	}
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
	const known = first.get(key(tex, named));
	if (known !== undefined || !draw) return known ?? null;
	const shape = shapeOf(tex) ?? { tex, numbers: [] };
	const name = key(shape.tex, named);
	let template = kept.get(name);
	if (!template) {
		if (kept.size >= MOST) kept.clear();
		kept.set(name, (template = templateOf(draw(shape.tex, named))));
	}
	return { template, numbers: shape.numbers };
}

export function loadKatex(): Promise<void> {
	loading ??= import('katex').then(({ default: katex }) => {
		draw = (tex, named) => katex.renderToString(tex, named ? { ...options, output: 'html' } : options);
	});
	return loading;
}
