/** What the colours on the stage stand for: a scale for each quantity that an op reads or writes. */
import type { Leaf, Tensor } from '#engine';
import { areIds } from '#engine/ids.ts';
import { reach } from '#src/figures/grid/scale.ts';

export interface Scale {
	readonly kind: 'value' | 'gradient' | 'names';
	/** What is painted so, by label, each once. */
	readonly of: readonly string[];
	/** The magnitude of the deepest colour; Infinity where all is white. */
	readonly most: number;
	/** Whether numbers below 0 are among them. */
	readonly signed: boolean;
}

const kindOf = (tensor: Tensor): Scale['kind'] =>
	areIds(tensor) ? 'names' : tensor.gradientOf ? 'gradient' : 'value';

/** Tensors of one scale stand together, in the order in which the op reads them; what it writes comes last. */
export function legendOf({ reads, out }: Leaf): readonly Scale[] {
	const scales = new Map<string, Scale>();
	for (const tensor of [...reads, out]) {
		const [kind, most] = [kindOf(tensor), reach(tensor)];
		const key = `${kind} ${most}`;
		const before = scales.get(key);
		scales.set(key, {
			kind,
			of: [...new Set([...(before?.of ?? []), tensor.label])],
			most,
			signed: (before?.signed ?? false) || tensor.data.some((value) => value < 0)
		});
	}
	return [...scales.values()];
}
