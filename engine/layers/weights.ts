/**
 * Weights in the layout and under the names of PyTorch, so that they can be exchanged: the gates of a layer stacked in
 * one matrix, weight_ih_l0 of shape gates·hidden × input. Before the first time step each gate's part is taken out,
 * once, so that what every step adds to the gradient of W_hf, say, can be seen apart.
 */
import { fail } from '../errors.ts';
import { listed } from '../lists.ts';
import { add } from '../ops/add.ts';
import { slice } from '../ops/slice.ts';
import { transpose } from '../ops/transpose.ts';
import type { Naming, Tape } from '../tape.ts';
import { sameShape, shapeName, type Shape, type Tensor } from '../tensor.ts';
import type { Gates, GateWeights, RecurrentCell } from './cell.ts';
import { weightNamed, type Tag } from './naming.ts';

/** The weights of one layer in one direction, as PyTorch has them. */
export interface Packed {
	/** gates·hidden × input. */
	readonly weight_ih: Tensor;
	/** gates·hidden × hidden. */
	readonly weight_hh: Tensor;
	/** gates·hidden. */
	readonly bias_ih?: Tensor;
	readonly bias_hh?: Tensor;
}

export const isPacked = (weights: Packed | Gates): weights is Packed => 'weight_ih' in weights;

const ABOUT =
	'PyTorch stacks the weights of all gates in one matrix; here each gate gets its own part, turned so that a row can be multiplied by it.';

/** Takes packed weights apart, in a scope of their own; weights that are given gate by gate stay as they are. */
export function gatesOf(tape: Tape, cell: RecurrentCell, weights: Packed | Gates, tag: Tag): Gates {
	if (!isPacked(weights)) return checkGates(cell, weights);
	const { weight_ih, weight_hh, bias_ih, bias_hh } = weights;
	const hidden = checkPacked(cell, weights);
	return tape.scope(
		'weights',
		() => {
			const part = (x: Tensor, k: number, naming: Naming) =>
				cell.gates.length === 1
					? x
					: tape.apply(slice, [x], { start: k * hidden, stop: (k + 1) * hidden }, naming);
			const turned = (w: Tensor, k: number, index: string) => {
				const naming = weightNamed(tag, 'W', index);
				const rows = part(w, k, {
					name: `${naming.name}.rows`,
					label: `rows of ${naming.name}`,
					symbol: `{${naming.symbol}}^{\\top}`
				});
				return tape.apply(transpose, [rows], {}, naming);
			};
			const entries = cell.gates.map((g, k): [string, GateWeights] => {
				const [x, h] = [turned(weight_ih, k, `x${g}`), turned(weight_hh, k, `h${g}`)];
				if (!bias_ih || !bias_hh) return [g, { x, h }];
				const bx = part(bias_ih, k, weightNamed(tag, 'b', `x${g}`));
				const bh = part(bias_hh, k, weightNamed(tag, 'b', `h${g}`));
				if (cell.apart.includes(g)) return [g, { x, h, b: bx, bh }];
				return [g, { x, h, b: tape.apply(add, [bx, bh], undefined, weightNamed(tag, 'b', g)) }];
			});
			return Object.fromEntries(entries);
		},
		{ about: ABOUT, part: { kind: 'weights' } }
	);
}

function expectShape(cell: RecurrentCell, tensor: Tensor, shape: Shape, what: string): void {
	if (!sameShape(tensor.shape, shape))
		fail(
			'shape',
			`${cell.name}: ${tensor.name} has shape ${shapeName(tensor.shape)}, but ${what} must be ${shapeName(shape)}`
		);
}

/** The hidden size; refuses weights that do not fit together. */
function checkPacked(cell: RecurrentCell, { weight_ih, weight_hh, bias_ih, bias_hh }: Packed): number {
	const hidden = weight_hh.shape[1] ?? 1;
	const rows = cell.gates.length * hidden;
	expectShape(cell, weight_hh, [rows, hidden], `weight_hh (${cell.gates.length} × hidden rows)`);
	expectShape(cell, weight_ih, [rows, weight_ih.shape[1] ?? 1], 'weight_ih, to go with weight_hh,');
	if (!bias_ih !== !bias_hh)
		fail('value', `${cell.name}: bias_ih and bias_hh come together: give both or none`);
	for (const bias of [bias_ih, bias_hh]) if (bias) expectShape(cell, bias, [rows], 'a bias');
	return hidden;
}

function checkGates(cell: RecurrentCell, gates: Gates): Gates {
	for (const letter of cell.gates) {
		const weights = gates[letter];
		if (!weights)
			fail('value', `${cell.name}: there are no weights for gate "${letter}": give ${listed(cell.gates)}`);
		const [input, hidden] = [weights.x.shape[0] ?? 1, weights.h.shape[0] ?? 1];
		expectShape(cell, weights.x, [input, hidden], 'the input weights of a gate');
		expectShape(cell, weights.h, [hidden, hidden], 'the hidden weights of a gate');
	}
	return gates;
}

/** How many features a step has, and how many numbers the state. */
export function sizesOf(cell: RecurrentCell, weights: Packed | Gates): { input: number; hidden: number } {
	if (isPacked(weights)) return { input: weights.weight_ih.shape[1]!, hidden: weights.weight_hh.shape[1]! };
	const { x } = weights[cell.gates[0]!]!;
	return { input: x.shape[0]!, hidden: x.shape[1]! };
}
