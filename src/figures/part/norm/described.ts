/** The picture of a normalization in words. */
import { plain } from '#engine';
import { sentence, tensorIn, count } from '../words.ts';
import type { PartView } from '../view.ts';
import { normBackIn, normIn } from './norm.ts';
import { told, toldBack } from './told.ts';

export function described(view: PartView): readonly string[] {
	const { node } = view.unit;
	const norm = normIn(node);
	const back = norm ? null : normBackIn(node);
	const of = norm ?? back?.norm;
	if (!of) return [];
	const { x, y, groups, learned } = of;
	const group = groups.groupOf(view.shown.leaf.out.data.length === y.data.length ? view.shown.cell : 0);
	return [
		`A ${of.kind} norm: what comes in beside what goes out, and a frame around ${plain(groups.n)} numbers that share a mean and a variance, ${groups.word} ${group} of ${count(groups.count, groups.word)}.`,
		...(back
			? [
					toldBack(back),
					...[back.dy, ...(back.dx ? [back.dx] : []), ...back.learned].map((one) =>
						sentence(tensorIn(view, one))
					)
				]
			: [
					told(of, group),
					sentence(tensorIn(view, x)),
					...learned.map((one) => sentence(tensorIn(view, one))),
					sentence(tensorIn(view, y))
				])
	];
}
