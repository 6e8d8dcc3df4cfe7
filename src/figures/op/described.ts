/** The picture of an op, a cell or a step in words: what it reads and writes, and the cells that are outlined. */
import { plain, stepOf } from '#engine';
import { at } from '#engine/words.ts';
import { sentence, some, tensorIn } from '#src/figures/part/words.ts';
import type { PartView } from '#src/figures/part/view.ts';

export function described(view: PartView): readonly string[] {
	const { leaf, shown } = view;
	const { call, reads, out, rule } = leaf;
	const beside = [...new Set(reads)].filter((x) => x !== out);
	// What is read is outlined once there is something to read.
	const cells =
		view.done === 0 || view.ahead ? [] : stepOf(shown).reads.filter(([x, k]) => k >= 0 && x !== out);
	return [
		`The op ${call.op.name}${leaf.phase === 'backward' ? ', on its way back' : ''}: ${rule.about(call)}`.replace(
			/(?<![.?!])$/,
			'.'
		),
		...beside.map((x) => sentence(`read is ${tensorIn(view, x)}`)),
		sentence(`written is ${tensorIn(view, out)}`),
		...(cells.length
			? [`Outlined as read: ${some(cells.map((cell) => `${at(cell)} (${plain(cell[0].data[cell[1]]!)})`))}.`]
			: [])
	];
}
