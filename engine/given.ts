/** Tensors that are given: their values, and what a student typed over them. */
import { fail } from './errors.ts';
import { firstRefused } from './inputs.ts';
import { shapeName, size, type Shape, type Tensor } from './tensor.ts';
import { where } from './words.ts';

/** Names that a student types and a link carries: the values of given tensors, or some of their cells. */
export type Edits = Readonly<Record<string, readonly (readonly [cell: number, value: number])[]>>;

/** Refuses more or fewer values than a shape has cells. */
export function expectAsMany(name: string, shape: Shape, values: ArrayLike<number>): void {
	if (values.length !== size(shape)) {
		fail(
			'shape',
			`${name} has shape ${shapeName(shape)}, so it takes ${size(shape)} values: ${values.length} were given`
		);
	}
}

/** Writes edits into an array; what comes back are sentences about those that name no cell of it. */
export function editInto(name: string, data: Float64Array, edits: Edits[string] = []): string[] {
	const unused: string[] = [];
	for (const [cell, value] of edits) {
		if (cell < data.length) data[cell] = value;
		else unused.push(`${name} has no cell ${cell} any more: it has ${data.length} cells now.`);
	}
	return unused;
}

/** Refuses numbers that are not finite; of what has no gradient, −∞ is taken too. */
export function expectFinite({ label, shape, data, differentiable }: Tensor): void {
	const bad = firstRefused(data, differentiable ? 0 : -Infinity);
	if (bad < 0) return;
	const place = where({ shape }, bad);
	fail('value', `${label} holds ${data[bad]}${place && ` at ${place}`}: give a finite number`);
}

/** Sentences about edits of what is no given tensor. */
export function unfitted(edits: Edits | undefined, tensors: ReadonlyMap<string, Tensor>): string[] {
	return Object.keys(edits ?? {}).flatMap((name) => {
		const tensor = tensors.get(name);
		if (!tensor) return `There is no tensor "${name}" to edit.`;
		if (!tensor.writer) return [];
		return `${name} is computed by ${tensor.writer.name}, so it cannot be edited: change what it is computed from.`;
	});
}
