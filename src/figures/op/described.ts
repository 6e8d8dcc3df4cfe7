/** The picture of an op, a cell or a step in words: what it reads and writes, and the cells that are outlined. */
import { closenessOf, PADDING, plain, stepOf, type Cell, type Tensor } from '#engine';
import { at, the } from '#engine/words.ts';
import { inPlane } from '#src/figures/grid/plane.ts';
import { some, sentence, tensorIn } from '#src/figures/part/words.ts';
import type { PartView } from '#src/figures/part/view.ts';

/** Of a cell of more steps, nobody waits for the list of what they read. */
const MOST_STEPS = 512;
/** So many numbers of a window are read out. */
const WINDOW = 9;

export function described(view: PartView): readonly string[] {
	const { leaf } = view;
	const { call, reads, out, rule } = leaf;
	const beside = [...new Set(reads)].filter((x) => x !== out);
	const outlined = outlinedIn(view);
	return [
		`The op ${call.op.name}${leaf.phase === 'backward' ? ', on its way back' : ''}: ${rule.about(call)}`.replace(
			/(?<![.?!])$/,
			'.'
		),
		...beside.map((x) => sentence(`it reads ${tensorIn(view, x)}`)),
		sentence(`it writes ${tensorIn(view, out)}`),
		...(outlined.length ? [`Outlined as read: ${some(outlined)}.`] : [])
	];
}

/** What the step reads, or of a cell that is looked at as one what all of its steps so far read: a window, a row, a column. */
function outlinedIn({ leaf, shown, grain, done, ahead }: PartView): readonly string[] {
	// What is read is outlined once there is something to read.
	if (done === 0 || ahead) return [];
	const whole = closenessOf(grain) === 'cell' && shown.step < MOST_STEPS;
	const steps = Array.from({ length: whole ? shown.step + 1 : 1 }, (_, s) => (whole ? s : shown.step));
	const cells = new Map<Tensor, Set<number>>();
	const stepReads = (step: number): readonly Cell[] =>
		whole ? leaf.rule.step(leaf.call, shown.cell, step).reads : stepOf(shown).reads;
	for (const step of steps)
		for (const [x, k] of stepReads(step)) {
			if (k === PADDING || x === leaf.out) continue;
			const known = cells.get(x);
			if (known) known.add(k);
			else cells.set(x, new Set([k]));
		}
	return [...cells].map(([x, read]) => regionIn(x, [...read]));
}

/** "the input rows 0 to 2, columns 1 to 3 (0, 1, …)": cells in whatever order, numbers row by row. */
function regionIn(x: Tensor, read: readonly number[]): string {
	const cells = [...read].sort((a, b) => a - b);
	const numbers = cells.length > WINDOW ? '' : ` (${cells.map((k) => plain(x.data[k]!)).join(', ')})`;
	if (cells.length === 1) return `${at([x, cells[0]!])}${numbers}`;
	const places = cells.map((k) => inPlane(x.shape, k));
	const span = (axis: 0 | 1, one: string) => {
		const all = places.map((place) => place[axis]);
		const [from, to] = [Math.min(...all), Math.max(...all)];
		return from === to ? `${one} ${from}` : `${one}s ${from} to ${to}`;
	};
	const place = x.shape.length < 2 ? span(1, 'position') : `${span(0, 'row')}, ${span(1, 'column')}`;
	return `${the(x)} ${place}${numbers}`;
}
