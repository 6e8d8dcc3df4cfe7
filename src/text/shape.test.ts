/** An equation that is put together from its shape is the one that KaTeX draws, letter by letter. */
import katex from 'katex';
import { expect, test } from 'vitest';
import { stepAt } from '#engine';
import { defaults, loadLesson } from '#lessons';
import { runAside } from '#src/lesson/run.ts';
import { LESSONS } from '../../e2e/lessons.ts';
import { filled } from './drawn.ts';
import { options } from './options.ts';
import { shapeOf, templateOf } from './shape.ts';

const draw = (tex: string) => katex.renderToString(tex, options);
/** Cells of each op that are looked at. */
const CELLS = 3;

test.each(LESSONS)('%s', async (name) => {
	const lesson = (await loadLesson(name))!;
	const trace = runAside(lesson, defaults(lesson), {});
	const templates = new Map<string, ReturnType<typeof templateOf>>();
	let [equations, cached] = [0, 0];
	for (const leaf of trace.leaves.filter((_, k) => k % Math.ceil(trace.leaves.length / 16) === 0)) {
		for (let k = 0; k < CELLS; k++) {
			const cell = Math.floor((k * leaf.out.data.length) / CELLS);
			const index = leaf.start + (cell + 1) * leaf.perCell - 1;
			const texts = [stepAt(trace.root, index).tex, leaf.rule.cell?.(leaf.call, cell).tex];
			for (const tex of texts) {
				if (tex === undefined) continue;
				const shape = shapeOf(tex);
				if (!shape) continue;
				const known = templates.get(shape.tex);
				const template = known ?? templateOf(draw(shape.tex));
				templates.set(shape.tex, template);
				equations++;
				if (known) cached++;
				expect(filled(template, shape.numbers), tex).toBe(draw(tex));
			}
		}
	}
	expect(equations).toBeGreaterThan(10);
	expect(cached).toBeGreaterThan(0);
});

test('digits that belong to a name, an index or a length stay', () => {
	expect(shapeOf('x_1 + W_{12} \\cdot 3.5 + 10^2 \\kern2pt')).toEqual({
		tex: 'x_1 + W_{707106780000} \\cdot 707106780001 + 10^2 \\kern2pt',
		numbers: ['12', '3.5']
	});
});

test('an equation with digits like a place is drawn by itself', () => {
	expect(shapeOf('x_{707106780000} + 1')).toBe(null);
});
