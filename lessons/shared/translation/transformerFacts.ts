/** What the lessons on the trained Transformer count and ask of it in the same words. */
import { num, type Trace } from '#engine';
import type { FormulaFact } from '../../lesson.ts';
import { heldOut, heldOutRight, trainedOn } from './transformer.ts';
import { translation } from './words.ts';

/** Where nobody knows the right words, training reads those that the network writes itself. */
export const standIn = (words: readonly string[], network = 'the network'): string =>
	translation(words)
		? ''
		: `; the corpus does not have this sentence, so what ${network} writes counts as right`;

/** The mean over T positions of what the right word costs. */
export const LOSS = 'L = -\\frac{1}{T} \\sum_t \\ln \\hat{y}_{t, k_t}';

export const loss = (trace: Trace, words: readonly string[]): FormulaFact => ({
	label: `The mean loss over the French words${standIn(words)}`,
	tex: LOSS,
	numbers: `L = ${num(trace.tensors.get('loss')!.data[0]!)}`
});

export const accuracy: FormulaFact = {
	label: `Trained on ${trainedOn} sentence pairs of a toy grammar, then tested on ${heldOut} others, word for word`,
	tex: '\\frac{\\text{translated without a fault}}{\\text{tested}}',
	numbers: `\\frac{${heldOutRight}}{${heldOut}} = ${num((100 * heldOutRight) / heldOut)}\\,\\%`
};
