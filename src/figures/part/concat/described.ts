/** The picture of results that are put together, in words. */
import { count, sentence, tensorIn } from '../words.ts';
import type { PartView } from '../view.ts';
import { blocksIn } from './blocks.ts';

export function described(view: PartView): readonly string[] {
	const found = blocksIn(view.unit.node);
	if (!found) return [];
	const { leaf, way, blocks } = found;
	const place = ({ top, left, rows, columns }: (typeof blocks)[number]['frame']) =>
		way === 'beside' ? `columns ${left} to ${left + columns - 1}` : `rows ${top} to ${top + rows - 1}`;
	return [
		`${count(blocks.length, 'matrix', 'matrices')} that are put ${way === 'beside' ? 'side by side' : 'under each other'}, each in a frame of its own there and in the result.`,
		...blocks.map(({ tensor, frame }) => sentence(`${tensorIn(view, tensor)}; it becomes ${place(frame)}`)),
		sentence(`the result is ${tensorIn(view, leaf.out)}`)
	];
}
