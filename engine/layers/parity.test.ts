/**
 * The same numbers as PyTorch: outputs, last states and every gradient of whole layers, in the layouts, directions,
 * depths and conventions that `engine/parity/recurrent.py` wrote references for.
 */
import { describe, expect, test } from 'vitest';
import { Tape, size, type Tensor } from '../index.ts';
import { accumulate } from '../ops/accumulate.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { expectClose, type Values } from '../parity/close.ts';
import { bidirectional, type BothWays } from './bidirectional.ts';
import type { RecurrentCell } from './cell.ts';
import { gruCell, type GruOptions } from './gru.ts';
import { lstmCell } from './lstm.ts';
import { recurrence, type Recurrent } from './recurrence.ts';
import { rnnCell, type RnnOptions } from './rnn.ts';
import { stacked } from './stacked.ts';
import { packedLayers, recurrentParameters, type RecurrentSizes } from './parameters.ts';
import type { Packed } from './weights.ts';

type Letters<T> = { h: T; c?: T };
interface Case {
	cell: 'rnn' | 'lstm' | 'gru';
	options: RnnOptions & GruOptions & { batchFirst?: boolean; lengths?: number[]; truncate?: number };
	sizes: Required<RecurrentSizes>;
	batch: number;
	x: Values;
	weights: Record<string, number[]>;
	initial: Letters<number[]>[] | null;
	y: Values;
	dy: number[];
	last: Letters<number[]>[];
	dlast: Letters<number[]>[];
	grads: { x: number[]; weights: Record<string, number[]>; initial: Letters<number[]>[] | null };
}

const data = import.meta.glob<Case[]>('../parity/data/layers/*.json', { eager: true, import: 'default' });
const LETTERS = ['h', 'c'] as const;

const cellOf = ({ cell, options }: Case): RecurrentCell =>
	cell === 'lstm' ? lstmCell : cell === 'gru' ? gruCell(options) : rnnCell(options);

/** One layer, both ways or a stack: as the case asks, each through its own door. */
function build(tape: Tape, c: Case, x: Tensor, weights: Record<string, Tensor>, initial: Letters<Tensor>[]) {
	const layers = packedLayers(weights);
	const cell = cellOf(c);
	if (layers.length > 1) return stacked(tape, cell, x, layers, { ...c.options, initial });
	if (c.sizes.bidirectional)
		return bidirectional(tape, cell, x, layers[0] as BothWays, { ...c.options, initial });
	return recurrence(tape, cell, x, layers[0] as Packed, { ...c.options, initial: initial[0] ?? {} });
}

function run(c: Case) {
	const tape = new Tape();
	const x = tape.input('x', c.x.shape, c.x.data);
	const weights = recurrentParameters(tape, cellOf(c), c.sizes, c.weights);
	const shape = [c.batch, c.sizes.hidden];
	const initial = (c.initial ?? []).map((given, k) => ({
		h: tape.input(`start_h${k}`, shape, given.h),
		...(given.c && { c: tape.input(`start_c${k}`, shape, given.c) })
	}));
	let result: Recurrent | null = null;
	let y: Tensor | null = null;
	const loss = tape.scope('forward', () => {
		result = build(tape, c, x, weights, initial);
		y = result.output();
		const weigh = (value: Tensor, dy: number[], name: string) =>
			tape.apply(sum, [tape.apply(mul, [value, tape.constant(name, value.shape, dy)], undefined)], {});
		const states = result.last.flatMap((state, k) =>
			LETTERS.flatMap((letter) =>
				state[letter] ? [weigh(state[letter], c.dlast[k]![letter]!, `d${letter}${k}`)] : []
			)
		);
		return tape.apply(accumulate, [weigh(y, c.dy, 'dy'), ...states], undefined);
	});
	tape.backward(loss);
	return { x, weights, initial, y: y! as Tensor, result: result! as Recurrent, trace: tape.trace() };
}

describe.each(
	Object.entries(data).map(([path, cases]) => [path.slice(path.lastIndexOf('/') + 1, -5), cases] as const)
)('%s', (_, cases) => {
	test.each(cases.map((c, k) => [k, JSON.stringify({ ...c.options, ...c.sizes }), c] as const))(
		'case %i %s',
		(_, __, c) => {
			const { x, weights, initial, y, result } = run(c);
			expect(y.shape).toEqual(c.y.shape);
			expectClose(y.data, c.y.data, 'output');
			c.last.forEach((state, k) => {
				for (const letter of LETTERS)
					if (state[letter]) expectClose(result.last[k]![letter]!.data, state[letter], `last ${letter}${k}`);
			});
			expectClose(x.grad!.data, c.grads.x, 'gradient of x');
			for (const [name, grad] of Object.entries(c.grads.weights))
				expectClose(weights[name]!.grad!.data, grad, `gradient of ${name}`);
			initial.forEach((state, k) => {
				for (const letter of LETTERS)
					if (state[letter])
						expectClose(
							state[letter].grad!.data,
							c.grads.initial![k]![letter]!,
							`gradient of initial ${letter}${k}`
						);
			});
		}
	);
});

describe('the reference', () => {
	const all = Object.values(data).flat();

	test('has at least 150 cases', () => {
		expect(all.length).toBeGreaterThanOrEqual(150);
	});

	test('holds every element of every weight', () => {
		for (const c of all) {
			for (const values of Object.values(c.weights)) expect(values.every(Number.isFinite)).toBe(true);
			expect(c.dy.length).toBe(size(c.y.shape));
		}
	});
});
