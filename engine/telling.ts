/** Which cell of a tensor stands for all of it, where one looks at it as a whole; and in words why that one. */
import type { Tensor } from './tensor.ts';

export interface Telling {
	readonly cell: number;
	/** "the largest of 5,408"; empty where there is no other. */
	readonly why: string;
}

const found = new WeakMap<Tensor, Telling>();

/**
 * The first number that went wrong, if one did; of a parameter after a step the one that the step changed most; of scores that
 * are weighed against each other the winner; else the largest: of gradients, and of values of both signs, in size. A −∞ stands
 * for nothing: a mask put it there. Where no cell stands out, the first. Found once, as a tensor is written once.
 */
export function telling(tensor: Tensor): Telling {
	let cell = found.get(tensor);
	if (!cell) found.set(tensor, (cell = find(tensor)));
	return cell;
}

function find(tensor: Tensor): Telling {
	const { data } = tensor;
	const count = data.length.toLocaleString('en');
	if (data.length < 2) return { cell: 0, why: '' };
	const wrong = data.findIndex((value) => Number.isNaN(value) || value === Infinity);
	if (wrong >= 0) return { cell: wrong, why: `the first of ${count} that is no finite number` };
	const old = before(tensor);
	if (old) {
		const moved = most(data.map((value, k) => Math.abs(value - old[k]!)));
		if (data[moved] !== old[moved]) return { cell: moved, why: `the one of ${count} that changes most` };
	}
	const negative = data.some((value) => value < 0 && value !== -Infinity);
	const inSize = negative && !isWeighed(tensor);
	const cell = most(inSize ? data.map((value) => (value === -Infinity ? value : Math.abs(value))) : data);
	if (data[cell] === -Infinity) return { cell: 0, why: `the first of ${count}, which are all −∞` };
	const even = data.every((value) => value === data[cell]!);
	if (even) return { cell: 0, why: `the first of ${count}, which are all the same` };
	return { cell, why: `the largest of ${count}${inSize ? ' in size' : ''}` };
}

/** The first of the largest. */
function most(values: Float64Array): number {
	let cell = 0;
	for (let k = 1; k < values.length; k++) if (values[k]! > values[cell]!) cell = k;
	return cell;
}

/** What a parameter was before the step that wrote this one. */
function before({ role, writer, data }: Tensor): Float64Array | null {
	const old = role === 'update' ? writer?.call.xs.find((x) => x.role === 'parameter') : undefined;
	return old?.data.length === data.length ? old.data : null;
}

/** Ops that leave it open which score is the largest: what divides, hides or shifts scores. */
const ON_THE_WAY: readonly string[] = ['div', 'mul', 'where', 'add', 'accumulate'];

/** Whether its numbers are scores: each counts by how far it is above the others, as for softmax and for what is chosen. */
function isWeighed({ gradientOf, readers, writer, data }: Tensor): boolean {
	if (gradientOf) return false;
	if (writer?.call.op.family === 'softmax') return true;
	return readers.some(({ leaf: { call, out, phase } }) => {
		if (phase === 'backward') return false;
		const { op, xs } = call;
		const chosen = op.family === 'loss' || op.ids?.includes('y');
		if (op.family === 'softmax' || (chosen && op.counts?.(call)[0] === 0)) return xs[0]!.data === data;
		return ON_THE_WAY.includes(op.name) && out.data.length === data.length && isWeighed(out);
	});
}
