import { sameShape, type Tensor, type Trace } from '#engine';

/** What a cell held in the other run; undefined where it held the same, or was not there. */
export function valueBefore(before: Trace, { name, shape, data }: Tensor, cell: number): number | undefined {
	const old = before.tensors.get(name);
	if (!old || !sameShape(old.shape, shape)) return undefined;
	const value = old.data[cell]!;
	return Object.is(value, data[cell]) ? undefined : value;
}
