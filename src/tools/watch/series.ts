/** The series of a run of updates as tensors of an expression: `run.loss` has a number for each update, `run.val.loss` one for each epoch. */
import type { Tensor, Trace } from '#engine';

const PREFIX = 'run.';

/** Just enough of a tensor for an expression: it is given, so it is there from the first step on. */
export const givenTensor = (name: string, shape: readonly number[], data: Float64Array): Tensor =>
	({ name, label: name, shape, data, writer: null }) as Partial<Tensor> as Tensor;

export function seriesTensor(
	{ training }: Partial<Pick<Trace, 'training'>>,
	name: string
): Tensor | undefined {
	const found = name.startsWith(PREFIX) && training?.series.find((s) => PREFIX + s.name === name);
	return found ? givenTensor(name, [found.values.length], found.values) : undefined;
}
