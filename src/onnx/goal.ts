/** Where the way back starts: one number that is made of an output. */
import { size, shapeName, type Shape, type Tape } from '#engine';
import { fail } from '#engine/errors.ts';
import { listed } from '#engine/lists.ts';
import { reshape } from '#engine/ops/reshape.ts';
import { select } from '#engine/ops/select.ts';
import { sum } from '#engine/ops/sum.ts';
import type { Model } from './graph.ts';
import { isFloat } from './types.ts';
import type { Value } from './value.ts';

export interface Goal {
	readonly output: string;
	/** The sum of the output, its largest number, or the one at a place along each axis. */
	readonly of: 'sum' | 'largest' | readonly number[];
}

/** Shares add up to 1 whatever the weights are, so their sum has no gradient: there the largest is what tells. */
export function standardGoal({ outputs, nodes }: Pick<Model, 'outputs' | 'nodes'>): Goal {
	const output = outputs[0]!;
	const last = nodes.find((node) => node.output.includes(output));
	return { output, of: last && /^(Log)?Softmax$/.test(last.opType) ? 'largest' : 'sum' };
}

/** "the sum of y". */
export const goalName = ({ output, of }: Goal): string =>
	`${of === 'sum' ? 'the sum' : of === 'largest' ? 'the largest number' : `cell ${of.join(', ')}`} of ${output}`;

/** Records the way back; a sentence where there is none. */
export function back(tape: Tape, outputs: ReadonlyMap<string, Value>, goal: Goal): string | null {
	const { output, of } = goal;
	const value = outputs.get(output);
	if (!value)
		return `There is no output "${output}", so nothing goes back: choose one of ${listed([...outputs.keys()], 8)}.`;
	const y = value.on(tape);
	const place = of === 'sum' ? null : of === 'largest' ? largestIn(value) : placeIn(output, value.shape, of);
	if (!isFloat(value.type))
		return `The output "${output}" holds ${value.type}, which cannot change a little, so it has no gradient: there is no way back.`;
	if (!y.differentiable)
		return `Nothing that can change a little leads to the output "${output}", so it has no gradient: there is no way back.`;
	if (!size(value.shape)) return `The output "${output}" holds no number, so there is no way back.`;
	if (size(value.shape) === 1 && y.writer) {
		tape.backward(y);
		return null;
	}
	const naming = { name: 'loss', label: goalName(goal).replace(/^the /, ''), symbol: 'L' };
	const loss = tape.scope(
		'loss',
		() => {
			if (place === null) return tape.apply(sum, [y], {}, naming);
			const row =
				y.shape.length === 1 ? y : tape.apply(reshape, [y], { shape: [size(y.shape)] }, `${y.name}.row`);
			return tape.apply(select, [row], { index: place }, naming);
		},
		{
			about:
				place === null
					? 'All numbers of the output, added up: where the way back starts.'
					: 'One number of the output: where the way back starts.',
			part: { kind: 'loss' }
		}
	);
	tape.backward(loss);
	return null;
}

const largestIn = ({ data }: Value): number => data.reduce((best, x, k) => (x > data[best]! ? k : best), 0);

/** The flat index of a cell. */
function placeIn(output: string, shape: Shape, cell: readonly number[]): number {
	const fits =
		cell.length === shape.length && cell.every((k, d) => Number.isInteger(k) && k >= 0 && k < shape[d]!);
	if (!fits)
		fail(
			'value',
			`The output "${output}" has shape ${shapeName(shape)}: it has no cell ${cell.join(', ')}. Give a place from 0 along each axis, such as ${shape.map(() => 0).join(', ')}`
		);
	return cell.reduce((at, k, d) => at * shape[d]! + k, 0);
}
