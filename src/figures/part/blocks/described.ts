/** The block diagram of a Transformer in words. */
import { size } from '#engine';
import { partName } from '#engine/partName.ts';
import { capital } from '#engine/words.ts';
import { short } from '#src/text/short.ts';
import { count, knownOf, shapeOf, some } from '../words.ts';
import type { PartView } from '../view.ts';
import { boxesIn, nameOf, titleOf } from './columns.ts';
import { diagramOf, lookedAt, mainOf, openIn, sizeOf } from './diagram.ts';

export function described(view: PartView): readonly string[] {
	const diagram = diagramOf(view.trace);
	const back = view.phase === 'backward';
	const main = mainOf(diagram, view.leaf);
	const other = lookedAt(main);
	const box = diagram.boxOf.get(view.leaf);
	const columns = [...(other ? [other] : []), main].map((column) => {
		const boxes = boxesIn(column);
		const done = boxes.filter(({ out }) => {
			const shown = back ? out.grad : out;
			return shown && view.known(shown) === size(shown.shape);
		});
		const open = openIn(column, diagram, view.done);
		const parts = open.residuals.map(({ part }) => partName(part.node));
		const ways = back
			? open.residuals.flatMap(({ part, ...residual }) => {
					const known = diagram.waysOf.get(
						open.residuals.find((one) => one.part === part) ?? { ...residual, part }
					);
					const all = known && [...known.through, ...known.past];
					if (!all?.length || all.some((x) => view.known(x) < size(x.shape))) return [];
					return [
						`past ${partName(part.node)} comes a gradient of size ${short(sizeOf(known!.past))}, through it one of ${short(sizeOf(known!.through))}`
					];
				})
			: [];
		return [
			`${capital(titleOf(column))}: ${count(column.blocks.length, 'block')} from left to right, ${done.length} of ${count(boxes.length, 'box', 'boxes')} ${back ? 'have their gradient' : 'are computed'}. Drawn in full is ${nameOf(open.scope)}, with ${some(parts)}, and a shortcut around each that is added to what comes through it.`,
			...(ways.length ? [`In it, ${some(ways)}.`] : [])
		].join(' ');
	});
	const out = box && (back ? box.out.grad : box.out);
	return [
		`A block diagram${other ? ', the column that is looked at above the one that looks at it' : ''}${back ? '; its arrows lead back, and each box shows the gradient of what it gave out' : ''}.`,
		...columns,
		...(box
			? [
					`The box ${nameOf(box.node)} is lit${out ? `: ${shapeOf(out)}, ${knownOf(out, view.known(out))}` : ''}.`
				]
			: [])
	];
}
