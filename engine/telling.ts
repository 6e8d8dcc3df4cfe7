/** Which cell of a tensor stands for all of it, where one looks at it as a whole; and in words why that one. */
import { areIds } from './ids.ts';
import { sameShape, type Tensor, size } from './tensor.ts';

export interface Telling {
	readonly cell: number;
	/** "the largest of 5,408"; empty where there is no other. */
	readonly why: string;
}

const found = new WeakMap<Tensor, Telling>();

/**
 * The first number that went wrong, if one did; of a parameter after a step the one that the step changed most; of scores that
 * are weighed against each other the winner; else the largest: of gradients, and of values of both signs, in size. A −∞ stands
 * for nothing: a mask put it there. Where no cell stands out, as among numbers that are names, the first. Found once, as a tensor is written once.
 */
export function telling(tensor: Tensor): Telling {
	let cell = found.get(tensor);
	if (!cell) found.set(tensor, (cell = find(tensor)));
	return cell;
}

function find(tensor: Tensor): Telling {
	const { data, role, writer } = tensor;
	const count = data.length.toLocaleString('en');
	if (data.length < 2) return { cell: 0, why: '' };
	if (areIds(tensor)) return { cell: 0, why: `the first of ${count}` };
	const old =
		role === 'update' &&
		writer?.call.xs.find((x) => x.role === 'parameter' && sameShape(x.shape, tensor.shape));
	const inSize = !old && data.some((value) => value < 0 && value !== -Infinity) && !isWeighed(tensor);
	const worth = (value: number, k: number) =>
		old ? Math.abs(value - old.data[k]!) : inSize && value !== -Infinity ? Math.abs(value) : value;
	let [cell, even] = [0, true];
	for (let k = 0; k < data.length; k++) {
		const value = data[k]!;
		if (Number.isNaN(value) || value === Infinity)
			return { cell: k, why: `the first of ${count} that is no finite number` };
		even &&= value === data[0];
		if (worth(value, k) > worth(data[cell]!, cell)) cell = k;
	}
	if (even && !(old && worth(data[cell]!, cell)))
		return {
			cell: 0,
			why: `the first of ${count}, which are all ${data[0] === -Infinity ? '−∞' : 'the same'}`
		};
	return {
		cell,
		why: old ? `the one of ${count} that changes most` : `the largest of ${count}${inSize ? ' in size' : ''}`
	};
}

/**
 * Whether its numbers are scores: each counts by how far it is above the others, as for softmax and for what is chosen, and
 * that is left open by what divides, hides or shifts them on the way there.
 */
function isWeighed(tensor: Tensor): boolean {
	const { gradientOf, readers, writer, shape } = tensor;
	if (gradientOf) return false;
	return (
		writer?.call.op.family === 'softmax' ||
		readers.some(({ leaf: { call, out, phase } }) => {
			const { op, xs } = call;
			if (phase === 'backward') return false;
			if (op.family === 'arithmetic') return size(out.shape) === size(shape) && isWeighed(out);
			const chosen = op.family === 'loss' || op.ids?.includes('y');
			return (op.family === 'softmax' || (chosen && op.counts?.(call)[0] === 0)) && xs[0] === tensor;
		})
	);
}
