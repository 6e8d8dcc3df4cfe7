/**
 * A recurrent layer as torch.nn has it: input, initial states and the weights of all layers and directions in, the
 * hidden states of the top layer and the last states of all layers out. Its attributes are those of the PyTorch module.
 */
import { size } from '../../tensor.ts';
import { fail } from '../../errors.ts';
import { bidirectional } from '../../layers/bidirectional.ts';
import type { RecurrentCell, State } from '../../layers/cell.ts';
import { recurrence } from '../../layers/recurrence.ts';
import { stacked } from '../../layers/stacked.ts';
import type { Packed } from '../../layers/weights.ts';
import { select } from '../../ops/select.ts';
import { stack } from '../../ops/stack.ts';
import type { Tape } from '../../tape.ts';
import { shapeName, type Tensor } from '../../tensor.ts';
import type { Expansion } from './expansion.ts';

interface Attributes {
	readonly layers?: number;
	readonly bidirectional?: boolean;
	/** Whether the input is batch × time × features, and not time × batch × features. */
	readonly batchFirst?: boolean;
	readonly bias?: boolean;
}

/** Time steps over all layers and directions, numbers of all their states, and multiplications. */
const MOST = { steps: 2000, states: 400_000, products: 1e9 };

const STATES = { h: 'hidden state', c: 'cell state' } as const;

export const recurrent = (name: string, cellOf: (attrs: never) => RecurrentCell): Expansion => ({
	name,
	run(tape, [x, ...rest], given, writes, tag) {
		const attrs = (given ?? {}) as Attributes;
		const cell = cellOf(attrs as never);
		const { layers = 1, bidirectional: both = false, batchFirst = false, bias = true } = attrs;
		if (!Number.isInteger(layers) || layers < 1)
			fail('attribute', `${name}: layers is ${layers}: give a whole number from 1 up`);
		const sets = layers * (both ? 2 : 1);
		const carried = cell.carries.length;
		const size = bias ? 4 : 2;
		if (!x || rest.length !== carried + sets * size)
			fail(
				'shape',
				`${name} with ${layers} layers takes an input, ${carried} initial states and ${sets * size} weights: the file gives it ${rest.length + 1} tensors`
			);
		const states = rest.slice(0, carried);
		const weights = packed(rest.slice(carried), size);
		checkSize(name, x, weights, batchFirst);
		if (!writes.length || writes.length > 1 + carried)
			fail('value', `${name} writes ${1 + carried} tensors at most: the file names ${writes.length}`);
		const initial = initialStates(tape, cell, states, sets, tag);
		const options = { batchFirst, initial, ...(tag && { tag }) };
		const sequence =
			layers > 1
				? stacked(tape, cell, x, both ? pairs(weights) : weights, options)
				: both
					? bidirectional(tape, cell, x, pairs(weights)[0]!, options)
					: recurrence(tape, cell, x, weights[0]!, { ...options, initial: initial[0]! });
		sequence.output(writes[0]);
		if (writes.length === 1) return;
		const about = `The states that are left at the end${sets > 1 ? ', of every layer and direction' : ''}.`;
		tape.scope(
			'last state',
			() => {
				for (const [k, letter] of cell.carries.slice(0, writes.length - 1).entries()) {
					const last = sequence.last.map((state) => state[letter]!);
					const label = `last ${STATES[letter]}`;
					tape.apply(stack, last, {}, { name: writes[k + 1]!, label, symbol: `${letter}_{\\text{last}}` });
				}
			},
			{ about }
		);
	}
});

/** The weights of each layer and each direction in it, in PyTorch's order. */
function packed(tensors: readonly Tensor[], size: number): Packed[] {
	return Array.from({ length: tensors.length / size }, (_, k) => {
		const [weight_ih, weight_hh, bias_ih, bias_hh] = tensors.slice(k * size, (k + 1) * size);
		return { weight_ih: weight_ih!, weight_hh: weight_hh!, ...(bias_ih && bias_hh && { bias_ih, bias_hh }) };
	});
}

const pairs = (weights: readonly Packed[]): [Packed, Packed][] =>
	Array.from({ length: weights.length / 2 }, (_, k) => [weights[2 * k]!, weights[2 * k + 1]!]);

/** Takes the initial states apart: one for each layer and each direction in it. */
function initialStates(
	tape: Tape,
	cell: RecurrentCell,
	given: readonly Tensor[],
	sets: number,
	tag: string
): State[] {
	const state = (letter: 'h' | 'c', index: number) => {
		const whole = given[cell.carries.indexOf(letter)]!;
		if (whole.shape.length !== 3 || whole.shape[0] !== sets)
			fail(
				'shape',
				`${cell.name}: the initial state ${whole.name} has shape ${shapeName(whole.shape)}, but must be ${sets} × batch × hidden`
			);
		const which = sets > 1 ? `_${index}` : '';
		return tape.apply(
			select,
			[whole],
			{ index },
			{
				name: `${letter}0${which}${tag && `_${tag}`}`,
				label: `initial ${STATES[letter]}`,
				symbol: `${letter}_{0}${sets > 1 ? `^{(${index + 1})}` : ''}`
			}
		);
	};
	return tape.scope(
		'initial state',
		() =>
			Array.from({ length: sets }, (_, k) =>
				cell.carries.includes('c') ? { h: state('h', k), c: state('c', k) } : { h: state('h', k) }
			),
		{ about: 'What is remembered before the first step.' }
	);
}

/** Expanded, a layer holds many times as many numbers as the file says. */
function checkSize(name: string, x: Tensor, weights: readonly Packed[], batchFirst: boolean): void {
	if (x.shape.length !== 3)
		fail(
			'shape',
			`${name}: the input ${x.name} has shape ${shapeName(x.shape)}: give it ${batchFirst ? 'batch × time' : 'time × batch'} × features`
		);
	const [time, batch] = batchFirst ? [x.shape[1]!, x.shape[0]!] : [x.shape[0]!, x.shape[1]!];
	const steps = time * weights.length;
	const states = weights.reduce((n, { weight_hh }) => n + time * batch * (weight_hh.shape.at(-1) ?? 1), 0);
	const products = weights.reduce(
		(n, { weight_ih, weight_hh }) => n + time * batch * (size(weight_ih.shape) + size(weight_hh.shape)),
		0
	);
	if (steps > MOST.steps || states > MOST.states || products > MOST.products)
		fail(
			'value',
			`${name} would become ${steps} time steps with ${states} numbers of state: ${MOST.steps} steps and ${MOST.states} numbers are the most that can be shown, so record a shorter sequence or a smaller layer`
		);
}
