/**
 * LSTM, GRU and RNN as one node: a layer of the engine, with time steps and gates. Weights lie as ONNX has them, all gates
 * under each other for each direction, and are taken apart once. What PyTorch's cells do not have, such as peepholes, is a
 * cell of `recurrentCells`.
 */
import { stack } from '#engine/ops/stack.ts';
import { concat } from '#engine/ops/concat.ts';
import { add } from '#engine/ops/add.ts';
import { select } from '#engine/ops/select.ts';
import { slice } from '#engine/ops/slice.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { bothWays } from '#engine/layers/bidirectional.ts';
import type { Gates, GateWeights, RecurrentCell, State } from '#engine/layers/cell.ts';
import { gruCell } from '#engine/layers/gru.ts';
import { lstmCell } from '#engine/layers/lstm.ts';
import { tagOf, weightNamed, type Tag } from '#engine/layers/naming.ts';
import { unroll } from '#engine/layers/recurrence.ts';
import { rnnCell } from '#engine/layers/rnn.ts';
import { sequence } from '#engine/layers/sequence.ts';
import { shapeName, type Tensor } from '#engine/tensor.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { reshaped, transposed } from '../moves.ts';
import type { Value } from '../value.ts';
import { activationsOf, cellOf, isStandard, type Variant } from './recurrentCells.ts';

/** The letters of the gates as ONNX stacks them. */
const LETTERS = { lstm: ['i', 'o', 'f', 'g'], gru: ['z', 'r', 'n'], rnn: ['h'] } as const;

/** Time steps that a node may become, over both directions. */
const MOST_STEPS = 2000;

type Kind = keyof typeof LETTERS;

function standardCell(kind: Kind, after: boolean, relu: boolean): RecurrentCell {
	if (kind === 'lstm') return lstmCell;
	return kind === 'gru'
		? gruCell({ reset: after ? 'after' : 'before' })
		: rnnCell({ nonlinearity: relu ? 'relu' : 'tanh' });
}

/** The weights of each gate of direction d. */
function gatesOf(
	call: Call,
	kind: Kind,
	d: number,
	hidden: number,
	apart: readonly string[],
	tag: Tag
): Gates {
	const letters = LETTERS[kind];
	const { tape } = call;
	const [w, r, b] = [call.on(call.input(1)), call.on(call.input(2)), call.optional(3)];
	const direction = (x: Tensor, called: string) =>
		tape.apply(select, [x], { index: d }, `${x.name}.${called}`);
	return tape.scope(
		'weights',
		() => {
			const [input, memory] = [direction(w, `direction${d}`), direction(r, `direction${d}`)];
			const bias = b && direction(call.on(b), `direction${d}`);
			const rows = (x: Tensor, k: number, name: string) =>
				tape.apply(slice, [x], { start: k * hidden, stop: (k + 1) * hidden }, name);
			const turned = (x: Tensor, k: number, index: string) => {
				const naming = weightNamed(tag, 'W', index);
				return tape.apply(
					transpose,
					[letters.length > 1 ? rows(x, k, `${naming.name}.rows`) : x],
					{},
					naming
				);
			};
			return Object.fromEntries(
				letters.map((g, k): [string, GateWeights] => {
					const [x, h] = [turned(input, k, `x${g}`), turned(memory, k, `h${g}`)];
					if (!bias) return [g, { x, h }];
					const part = (at: number, index: string) => {
						const naming = weightNamed(tag, 'b', index);
						return tape.apply(slice, [bias], { start: at * hidden, stop: (at + 1) * hidden }, naming);
					};
					const [bx, bh] = [part(k, `x${g}`), part(k + letters.length, `h${g}`)];
					if (apart.includes(g)) return [g, { x, h, b: bx, bh }];
					return [g, { x, h, b: tape.apply(add, [bx, bh], undefined, weightNamed(tag, 'b', g)) }];
				})
			);
		},
		{
			about:
				'ONNX stacks the weights of all gates and directions; each gate gets its own part, turned so that a row can be multiplied by it.',
			part: { kind: 'weights' }
		}
	);
}

const recurrent =
	(kind: Kind): Handler =>
	(call) => {
		const [x, w, r] = [call.input(0), call.input(1), call.input(2)];
		if (x.shape.length !== 3 || w.shape.length !== 3 || r.shape.length !== 3)
			call.refuse(
				`its input, weights and recurrent weights have shapes ${[x, w, r].map(({ shape }) => shapeName(shape)).join(', ')}: each takes three axes`
			);
		const batchFirst = call.int('layout', 0) === 1;
		const hidden = call.int('hidden_size', r.shape[2]!);
		const way = call.choice('direction', ['forward', 'reverse', 'bidirectional'], 'forward');
		const ways = way === 'bidirectional' ? 2 : 1;
		const rows = LETTERS[kind].length * hidden;
		if (
			w.shape[0] !== ways ||
			w.shape[1] !== rows ||
			r.shape[0] !== ways ||
			r.shape[1] !== rows ||
			r.shape[2] !== hidden
		)
			call.refuse(
				`with a hidden size of ${hidden} and ${ways === 2 ? 'two directions' : 'one direction'}, its weights must be ${ways}×${rows}×… and ${ways}×${rows}×${hidden}, and are ${shapeName(w.shape)} and ${shapeName(r.shape)}`
			);
		const time = x.shape[batchFirst ? 1 : 0]!;
		if (time * ways > MOST_STEPS)
			call.refuse(
				`it would become ${time * ways} time steps, and ${MOST_STEPS} are the most that can be shown: give a shorter sequence`
			);
		const after = call.flag('linear_before_reset');
		const activations = activationsOf(call, kind, ways);
		const clip = call.float('clip', 0);
		const couples = call.flag('input_forget');
		const peepholes = kind === 'lstm' ? call.optional(7) : null;
		const name = (call.node.name || call.node.opType)
			.split('/')
			.filter(Boolean)
			.slice(-2)[0]!
			.replace(/\W+/g, '_');
		const tags = (
			ways === 2 ? (['forward', 'reverse'] as const) : [way === 'reverse' ? ('reverse' as const) : undefined]
		).map((direction) => tagOf(name, undefined, direction));
		const cells: RecurrentCell[] = [];
		for (const [d, tag] of tags.entries()) {
			const variant: Variant = {
				activations: activations[d]!,
				clip,
				couples,
				after,
				peepholes: peepholes ? peepholesOf(call, peepholes, d, hidden, tag) : null
			};
			const same = d > 0 && !peepholes && JSON.stringify(activations[d]) === JSON.stringify(activations[0]);
			const { name: first } = variant.activations[0]!;
			if (same) cells.push(cells[0]!);
			else
				cells.push(
					isStandard(kind, variant) ? standardCell(kind, after, first === 'relu') : cellOf(kind, variant)
				);
		}
		return unrolled(call, kind, { x, hidden, batchFirst, way, cells, tags });
	};

/** What each gate sees of the cell state: one weight for each number. */
function peepholesOf(
	call: Call,
	p: Value,
	d: number,
	hidden: number,
	tag: Tag
): Record<'i' | 'o' | 'f', Tensor> {
	const { tape } = call;
	return tape.scope(
		'peepholes',
		() => {
			const row = tape.apply(select, [call.on(p)], { index: d }, `${p.name}.direction${d}`);
			const part = (k: number, letter: string) =>
				tape.apply(
					slice,
					[row],
					{ start: k * hidden, stop: (k + 1) * hidden },
					weightNamed(tag, 'W', `c${letter}`)
				);
			return { i: part(0, 'i'), o: part(1, 'o'), f: part(2, 'f') };
		},
		{ part: { kind: 'weights' } }
	);
}

interface Layer {
	readonly x: Value;
	readonly hidden: number;
	readonly batchFirst: boolean;
	readonly way: 'forward' | 'reverse' | 'bidirectional';
	readonly cells: readonly RecurrentCell[];
	readonly tags: readonly Tag[];
}

function unrolled(
	call: Call,
	kind: Kind,
	{ x, hidden, batchFirst, way, cells, tags }: Layer
): readonly (Value | null)[] {
	const { tape } = call;
	const ways = cells.length;
	const time = x.shape[batchFirst ? 1 : 0]!;
	const batch = x.shape[batchFirst ? 0 : 1]!;
	const given = call.optional(4);
	const lengths = given && [...given.data];
	const padded = lengths?.some((n) => n !== time);
	if (lengths?.some((n) => !Number.isInteger(n) || n < 0 || n > time))
		call.refuse(`its sequence lengths ${JSON.stringify(lengths)} must be whole numbers from 0 to ${time}`);
	return tape.scope(
		kind,
		() => {
			const steps = sequence(tape, call.on(x), { batchFirst, ...(padded && { lengths: lengths! }) });
			const initial = tags.map((tag, d) => initialOf(call, kind, d, batchFirst, [batch, hidden], tag));
			const weights = tags.map((tag, d) => gatesOf(call, kind, d, hidden, cells[d]!.apart, tag));
			const alike = (): { hs: readonly Tensor[]; last: readonly State[] } =>
				ways === 2
					? bothWays(tape, cells[0]!, steps, [weights[0]!, weights[1]!], { name: nameOf(tags[0]!), initial })
					: one(0, way === 'reverse');
			const one = (d: number, reverse: boolean) => {
				const { hs, last } = unroll(tape, cells[d]!, steps, weights[d]!, {
					tag: tags[d]!,
					reverse,
					initial: initial[d]!
				});
				return { hs, last: [last] };
			};
			/** Two directions whose activations differ are two layers, whose states are put side by side. */
			const apart = () => {
				const both = ([0, 1] as const).map((d) =>
					tape.scope(d ? 'right to left' : 'left to right', () => one(d, d === 1), {
						part: { kind: 'direction', way: d ? 'reverse' : 'forward' }
					})
				);
				const hs = both[0]!.hs.map((h, k) =>
					tape.apply(concat, [h, both[1]!.hs[k]!], { axis: 1 }, `h${k + 1}_${nameOf(tags[0]!)}`)
				);
				return { hs, last: both.flatMap(({ last }) => last) };
			};
			const { hs, last } = ways === 1 || isSame(cells) ? alike() : apart();
			const y = call.wants(0)
				? inDirections(
						call,
						call.value(steps.join(hs, `h${tags[0]!.suffix}`), x.type),
						ways,
						hidden,
						batchFirst
					)
				: null;
			const states = (letter: 'h' | 'c', k: number) =>
				call.wants(k)
					? call.out(
							stack,
							last.map((state) => call.value(state[letter]!, x.type)),
							{ axis: batchFirst ? 1 : 0 },
							k
						)
					: null;
			return [y, states('h', 1), kind === 'lstm' ? states('c', 2) : null];
		},
		{
			about: 'The same weights are used at every time step; what is remembered is handed from step to step.',
			part: { kind: 'recurrence', cell: kind }
		}
	);
}

/** Cells of both directions are one object where nothing differs in them. */
const isSame = (cells: readonly RecurrentCell[]) => cells.every((cell) => cell === cells[0]);

/** What a caller named the tag, without the direction. */
const nameOf = ({ suffix }: Tag) => suffix.replace(/^_/, '').replace(/_(forward|reverse)$/, '');

/** Time × directions × batch × hidden, or batch × time × directions × hidden. */
function inDirections(call: Call, y: Value, ways: number, hidden: number, batchFirst: boolean): Value {
	const apart = [...y.shape.slice(0, 2), ways, hidden];
	if (batchFirst) return reshaped(call, y, apart, 0);
	if (ways === 1) return reshaped(call, y, [y.shape[0]!, 1, y.shape[1]!, hidden], 0);
	return transposed(call, reshaped(call, y, apart), [0, 2, 1, 3], 0);
}

/** The states before the first step; zeros where none are given. */
function initialOf(
	call: Call,
	kind: Kind,
	d: number,
	batchFirst: boolean,
	shape: readonly [number, number],
	tag: Tag
): Partial<State> {
	const { tape } = call;
	const state = (k: number, letter: string) => {
		const given = call.optional(k);
		if (!given) return undefined;
		const wanted = batchFirst ? [shape[0], null, shape[1]] : [null, ...shape];
		if (given.shape.length !== 3 || wanted.some((n, at) => n !== null && n !== given.shape[at]))
			call.refuse(
				`its initial state has shape ${shapeName(given.shape)}, which does not fit a batch of ${shape[0]} with ${shape[1]} numbers each`
			);
		return tape.apply(
			select,
			[call.on(given)],
			{ index: d, axis: batchFirst ? 1 : 0 },
			`${letter}0${tag.suffix}`
		);
	};
	const [h, c] = [state(5, 'h'), kind === 'lstm' ? state(6, 'c') : undefined];
	return { ...(h && { h }), ...(c && { c }) };
}

export const recurrences: Handlers = {
	LSTM: recurrent('lstm'),
	GRU: recurrent('gru'),
	RNN: recurrent('rnn')
};
