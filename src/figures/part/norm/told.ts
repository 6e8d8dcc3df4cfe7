/** A norm in a sentence and a formula, beside its picture. */
import { meanOf, squares } from '#engine/rules/statistics.ts';
import { plain } from '#engine';
import type { Norm, NormBack } from './norm.ts';

/** What the numbers lie in that share their statistics. */
function sharing({ kind, groups, x }: Norm): string {
	const { n } = groups;
	const [batch] = x.shape as readonly [number];
	const sample = batch > 1 ? ' of one sample' : '';
	if (kind === 'batch') {
		const what = x.shape.length > 2 ? 'channel' : 'feature';
		return `${n} numbers of one ${what}${batch > 1 ? ', over all samples,' : ''}`;
	}
	if (kind === 'group') return `${n} numbers of a group of channels${sample}`;
	if (kind === 'instance') return `${n} numbers of one channel${sample}`;
	return n === x.shape.at(-1) ? `${n} numbers of one row` : `${n} numbers${sample}`;
}

/** Which numbers share what, in forward: "The 16 numbers of one channel share a mean μ = 0.3 and a variance σ² = 2.1". */
export function told(norm: Norm, group: number): string {
	const { x, groups, given, kind, leaf } = norm;
	const numbers = `The ${sharing(norm)}`;
	if (given) {
		const [mean, variance] = given.map(({ data }) => plain(data[group]!));
		return `${numbers} have one running mean μ = ${mean} and one running variance σ² = ${variance}.`;
	}
	if (kind === 'rms') {
		const square = squares(x.data, groups, group, 0) / groups.n;
		return `${numbers} share the mean of their squares, ${plain(square)}.`;
	}
	const mean = meanOf(x.data, groups, group);
	if (!leaf) return `${numbers} share a mean μ = ${plain(mean)} and what they lie off it.`;
	const variance = squares(x.data, groups, group, mean) / groups.n;
	return `${numbers} share a mean μ = ${plain(mean)} and a variance σ² = ${plain(variance)}.`;
}

/** On the way back: what each gradient depends on. */
export function toldBack({ norm }: NormBack): string {
	const numbers = `The ${sharing(norm)}`;
	return norm.given
		? `${numbers} have given statistics: each gradient is scaled by itself.`
		: `${numbers} share their statistics: what goes back to one of them depends on the gradients of all.`;
}

const learnt = ({ learned }: Norm): string =>
	learned.length ? ` · γ${learned.length > 1 ? ' + β' : ''}` : '';

/** What becomes of a number. */
export const formula = (norm: Norm): string =>
	(norm.kind === 'rms' ? 'x / √(mean of x² + ε)' : '(x − μ) / √(σ² + ε)') + learnt(norm);

/**
 * What becomes of a gradient: g is that of the normalized number x̂, which is that of the output times γ (Ioffe and Szegedy,
 * 2015; for RMS norm, Zhang and Sennrich, 2019).
 */
export function formulaBack({ norm }: NormBack): string {
	const g = norm.learned.length ? 'g = γ · ∇y: ' : 'g = ∇y: ';
	if (norm.given) return `${g}g / √(σ² + ε)`;
	if (norm.kind === 'rms') return `${g}(g − x̂ · mean of g x̂) / √(mean of x² + ε)`;
	return `${g}(g − mean of g − x̂ · mean of g x̂) / √(σ² + ε)`;
}
