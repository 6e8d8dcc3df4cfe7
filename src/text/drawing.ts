/** Draws equations by KaTeX; a page fetches it when something is touched. */
import katex from 'katex';
import type { Drawn, Template } from './drawn.ts';
import { options } from './options.ts';
import { shapeOf, templateOf } from './shape.ts';

export { writerInto } from './write.ts';

/** Equations by their shape, which comes again at every cell of an op; what is kept is thrown away at times. */
const kept = new Map<string, Template>();
const MOST = 500;

/** An equation as it is drawn; one that is `named` by words beside it is drawn without what is read out. */
export function drawnOf(tex: string, named: boolean): Drawn {
	const shape = shapeOf(tex) ?? { tex, numbers: [] };
	const key = named ? `named ${shape.tex}` : shape.tex;
	let template = kept.get(key);
	if (!template) {
		if (kept.size >= MOST) kept.clear();
		const html = katex.renderToString(shape.tex, named ? { ...options, output: 'html' } : options);
		kept.set(key, (template = templateOf(html)));
	}
	return { template, numbers: shape.numbers };
}
