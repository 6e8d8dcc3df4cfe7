/** Numbers that are names: rows of a table, classes, places. 12 is not more than 3, so neither size nor sign says anything. */
import type { Tensor } from '#engine';

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

/** All tensors that hold the same numbers in other places. */
function together(tensor: Tensor): Set<Tensor> {
	const group = new Set([tensor]);
	for (const { writer, readers } of group) {
		if (writer?.call.op.family === 'shape') for (const x of writer.call.xs) group.add(x);
		for (const { leaf } of readers)
			if (leaf.call.op.family === 'shape' && !leaf.out.gradientOf) group.add(leaf.out);
	}
	return group;
}

const named = ({ writer, readers }: Tensor): boolean =>
	(writer?.call.op.ids?.includes('y') ?? false) ||
	readers.some(({ leaf, slot }) => {
		const { ids, inputs } = leaf.call.op;
		return leaf.phase !== 'backward' && (ids?.includes(inputs[slot]!) ?? false);
	});
