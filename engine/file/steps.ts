import { fail } from '../errors.ts';
import { takes } from '../inputs.ts';
import type { Op } from '../op.ts';
import { sameShape, shapeName, size, type Tensor } from '../tensor.ts';
import type { TensorFile } from './json.ts';

/** How many steps an op takes. Refuses what would not give the stored tensor, before anything is computed or an array is made. */
export function stepsOf(
	op: Op,
	xs: readonly Tensor[],
	attrs: never,
	{ shape }: TensorFile,
	what: string
): number {
	if (!takes(op, xs.length))
		fail('shape', `${what} takes ${op.inputs.join(', ')}: the file gives it ${xs.length} tensors`);
	const shapes = xs.map((x) => x.shape);
	const given = op.shape(shapes, attrs);
	if (!sameShape(given, shape))
		fail(
			'shape',
			`${what} would give shape ${shapeName(given)}, but the file says ${shapeName(shape)}: its attributes or its inputs are not those that it ran with`
		);
	const none = new Float64Array(0);
	const y = { shape, data: none } as unknown as Tensor;
	const call = { op, attrs, xs, y, saved: none, dy: null, out: y };
	return op.forward.steps(call) * size(shape);
}
