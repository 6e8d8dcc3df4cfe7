/** The picture of heads of attention in words. */
import { plain } from '#engine';
import { short } from '#src/text/short.ts';
import { count, numbersOf as range, sentence, some } from '../words.ts';
import type { PartView } from '../view.ts';
import { headsAround } from './around.ts';
import {
	headCount,
	headOf,
	knownOf,
	looks,
	numbersOf,
	shownOf,
	sliceAt,
	type Head,
	type Sheet
} from './head.ts';

export function described(view: PartView): readonly string[] {
	const found = headsAround(view.unit.node);
	const { leaf, shown } = view;
	const first = found && headOf(found.current);
	if (!found || !first) return [];
	const slice = sliceAt(first, shown.leaf.out, shown.cell) ?? 0;
	const head = headOf(found.current, slice) ?? first;
	const heads = Math.max(found.beside.length, headCount(found.current));
	const known = ({ tensor, ...sheet }: Sheet) => knownOf({ tensor, ...sheet }, view.known(tensor));
	const { stage, sheet } = shownOf(head, leaf, known);
	const n = known(sheet);
	const all = sheet.rows * sheet.columns;
	const gradient = sheet.tensor.gradientOf ? 'the gradient of the ' : 'the ';
	const query = Math.floor(Math.max(0, Math.min(n, all) - 1) / head.keys.length);
	return [
		`A picture of attention: ${heads > 1 ? `${head.name} of ${count(heads, 'head')}` : 'one head'}. ${count(head.queries.length, 'query', 'queries')} (${some(head.queries)}) look at ${count(head.keys.length, 'key')} (${some(head.keys)}).`,
		`From left to right: queries ${head.q.rows}×${head.q.columns}, keys ${head.k.rows}×${head.k.columns}, then queries × keys as ${some(head.stages.map(({ name }) => name))}, then values ${head.v.rows}×${head.v.columns} and the output ${head.output.rows}×${head.output.columns}.`,
		sentence(
			`${gradient}${stage.name} ${n === 0 ? 'is not computed yet' : `holds ${n < all ? `${n} of ${all} numbers, ` : ''}${range(numbersOf(sheet), 0, n)}`}`
		),
		...lookedAt(head, query, view),
		...output(head, view)
	];
}

/** What comes out, there or back, once something of it is known. */
function output({ output }: Head, view: PartView): readonly string[] {
	const tensor = (view.phase === 'backward' && output.tensor.grad) || output.tensor;
	const n = knownOf({ ...output, tensor }, view.known(tensor));
	const all = output.rows * output.columns;
	return n
		? [
				`${tensor.gradientOf ? 'The gradient of the output' : 'The output'} holds ${n < all ? `${n} of ${all} numbers, ` : ''}${range(numbersOf({ ...output, tensor }), 0, n)}.`
			]
		: [];
}

/** Whom the query looks at that was reached last. */
function lookedAt(head: Head, query: number, view: PartView): readonly string[] {
	const known = knownOf(head.weights, view.known(head.weights.tensor));
	const all = looks(head, Math.min(query, head.queries.length - 1), known);
	if (!all.length) return [];
	const masked = head.keys.length - all.length;
	const most = all.slice(0, 3).map(({ key, weight }) => `${head.keys[key]} (${short(weight)})`);
	return [
		`${head.queries[query] ?? plain(query)} looks most at ${some(most)}${masked ? `; ${masked} of its keys are masked` : ''}.`
	];
}
