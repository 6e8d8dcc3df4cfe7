/** The picture of a loss in words. */
import { size } from '#engine';
import { the } from '#engine/words.ts';
import { short } from '#src/text/short.ts';
import { count, sentence, tensorIn } from '../words.ts';
import type { PartView } from '../view.ts';
import { countOf, dividedBy, samplesOf } from './samples.ts';

/** So many samples are read out. */
const MOST = 4;

export function described(view: PartView): readonly string[] {
	const { leaf } = view;
	const { call, out } = leaf;
	if (call.op.name !== 'crossEntropy' || leaf.phase !== 'forward')
		return [
			`A loss: ${the(call.xs[0]!)} beside ${the(call.xs[1] ?? call.xs[0]!)}, pair by pair, and what each pair costs.`,
			...call.xs.map((x) => sentence(tensorIn(view, x))),
			sentence(tensorIn(view, out))
		];
	const n = countOf(leaf);
	const done = view.known(out) === size(out.shape);
	// Each sample takes as many steps as another.
	const through = done ? n : Math.min(n, Math.floor((Math.max(0, view.done - leaf.start) / leaf.steps) * n));
	const samples = samplesOf(leaf).slice(Math.max(0, through - MOST), through);
	const divided = dividedBy(leaf);
	return [
		`A cross-entropy of ${count(n, 'sample')}: for each its scores as probabilities, that of the right class, and what it costs, −ln of it.`,
		`${through} of ${n} done.`,
		...samples.map(
			({ at, right, guess, probability, most, cost }) =>
				`${n > 1 ? `At ${at}: r` : 'R'}ight is ${right} with ${short(probability)}, which costs ${short(cost)}; the most probable is ${guess} with ${short(most)}.`
		),
		done
			? `The loss is ${short(out.data[0]!)}${divided > 1 ? `, the sum divided by ${divided}` : ''}.`
			: 'The loss is not computed yet.'
	];
}
