/** Numbers that are names: rows of a table, classes, places. 12 is not more than 3, so neither size nor sign says anything. */
import type { Tensor } from './tensor.ts';
import { together } from './places.ts';

const known = new WeakMap<Tensor, boolean>();

/** Whether a tensor holds such numbers: an op makes them or reads them as names, or they only move from or to those. */
export function areIds(tensor: Tensor): boolean {
	if (tensor.gradientOf) return false;
	let are = known.get(tensor);
	if (are === undefined) {
		const group = together(tensor);
		are = [...group].some(named);
		for (const one of group) known.set(one, are);
	}
	return are;
}

const named = ({ writer, readers }: Tensor): boolean =>
	(writer?.call.op.ids?.includes('y') ?? false) ||
	readers.some(({ leaf, slot }) => {
		const { ids, inputs } = leaf.call.op;
		return leaf.phase !== 'backward' && (ids?.includes(inputs[slot]!) ?? false);
	});
