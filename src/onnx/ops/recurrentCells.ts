/**
 * Cells that differ from PyTorch's: with peepholes (Gers and Schmidhuber, 2000), other activations, bounds on what goes into
 * them, or a forget gate that is what the input gate leaves. Their parts are not declared as those of the plain cell, whose
 * wiring they do not have.
 */
import { add } from '#engine/ops/add.ts';
import { clip as clipped } from '#engine/ops/clip.ts';
import { div } from '#engine/ops/div.ts';
import { abs } from '#engine/ops/abs.ts';
import { elu } from '#engine/ops/elu.ts';
import { leakyRelu } from '#engine/ops/leakyRelu.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mul } from '#engine/ops/mul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { softplus } from '#engine/ops/softplus.ts';
import { sub } from '#engine/ops/sub.ts';
import { tanh } from '#engine/ops/tanh.ts';
import type { Gates, RecurrentCell, State } from '#engine/layers/cell.ts';
import { netInput } from '#engine/layers/gate.ts';
import { atStep, partOf, type Tag } from '#engine/layers/naming.ts';
import type { Naming, Op, Tape, Tensor } from '#engine';
import type { Call } from '../call.ts';

type Kind = 'lstm' | 'gru' | 'rnn';

export interface Activation {
	readonly name: string;
	readonly alpha: number | undefined;
	readonly beta: number | undefined;
}

export interface Variant {
	readonly activations: readonly Activation[];
	/** Bounds of what goes into an activation; 0 for none. */
	readonly clip: number;
	readonly couples: boolean;
	readonly after: boolean;
	readonly peepholes: Readonly<Record<'i' | 'o' | 'f', Tensor>> | null;
}

const STANDARD: Readonly<Record<Kind, readonly string[]>> = {
	lstm: ['sigmoid', 'tanh', 'tanh'],
	gru: ['sigmoid', 'tanh'],
	rnn: ['tanh']
};

const DEFAULTS: Readonly<Record<string, readonly [alpha?: number, beta?: number]>> = {
	relu: [],
	tanh: [],
	sigmoid: [],
	softsign: [],
	softplus: [],
	affine: [1, 0],
	leakyrelu: [0.01],
	scaledtanh: [1, 1],
	hardsigmoid: [0.2, 0.5],
	elu: [1]
};

/** The activations of each direction; numbers that go with them are listed one after the other, for those that take any. */
export function activationsOf(call: Call, kind: Kind, ways: number): readonly (readonly Activation[])[] {
	const each = STANDARD[kind].length;
	const names = call.texts('activations') ?? Array.from({ length: ways }, () => STANDARD[kind]).flat();
	if (names.length !== each * ways)
		call.refuse(`it names ${names.length} activations, and takes ${each * ways}`);
	const [alphas, betas] = [
		[...(call.floats('activation_alpha') ?? [])],
		[...(call.floats('activation_beta') ?? [])]
	];
	const all = names.map((given): Activation => {
		const name = given.toLowerCase();
		const numbers = Object.hasOwn(DEFAULTS, name)
			? DEFAULTS[name]!
			: call.refuse(
					`its activation "${given.slice(0, 40)}" is none that Backstep has: ${Object.keys(DEFAULTS).join(', ')}`
				);
		return {
			name,
			alpha: numbers[0] === undefined ? undefined : (alphas.shift() ?? numbers[0]),
			beta: numbers[1] === undefined ? undefined : (betas.shift() ?? numbers[1])
		};
	});
	return Array.from({ length: ways }, (_, d) => all.slice(d * each, (d + 1) * each));
}

export function isStandard(kind: Kind, { activations, clip, couples, peepholes }: Variant): boolean {
	const names = activations.map(({ name }) => name);
	const usual =
		names.every((name, k) => name === STANDARD[kind][k]) || (kind === 'rnn' && names[0] === 'relu');
	return usual && clip === 0 && !couples && !peepholes;
}

/** An activation on a tape: one op, or a few. */
function activate(tape: Tape, x: Tensor, { name, alpha, beta }: Activation, naming: Naming): Tensor {
	const called = naming.name ?? name;
	const number = (what: string, value: number) => tape.constant(`${called}.${what}`, [], [value]);
	const part = <A>(op: Op<A>, xs: readonly Tensor[], attrs: A) =>
		tape.apply(op, xs, attrs, `${called}.${op.name}`);
	const line = () =>
		part(add, [part(mul, [x, number('alpha', alpha!)], undefined), number('beta', beta!)], undefined);
	switch (name) {
		case 'relu':
			return tape.apply(relu, [x], undefined, naming);
		case 'tanh':
			return tape.apply(tanh, [x], undefined, naming);
		case 'softsign':
			return tape.apply(
				div,
				[x, part(add, [part(abs, [x], undefined), number('one', 1)], undefined)],
				undefined,
				naming
			);
		case 'softplus':
			return tape.apply(softplus, [x], {}, naming);
		case 'leakyrelu':
			return tape.apply(leakyRelu, [x], { negativeSlope: alpha! }, naming);
		case 'elu':
			return tape.apply(elu, [x], { alpha: alpha! }, naming);
		case 'affine':
			return tape.apply(
				add,
				[part(mul, [x, number('alpha', alpha!)], undefined), number('beta', beta!)],
				undefined,
				naming
			);
		case 'scaledtanh':
			return tape.apply(
				mul,
				[part(tanh, [part(mul, [x, number('beta', beta!)], undefined)], undefined), number('alpha', alpha!)],
				undefined,
				naming
			);
		case 'hardsigmoid':
			return tape.apply(clipped, [line()], { min: 0, max: 1 }, naming);
		default:
			return tape.apply(sigmoid, [x], undefined, naming);
	}
}

type Step = (x: Tensor, state: State, t: number) => State;

/** What the step functions of all three cells share. */
function tools(tape: Tape, gates: Gates, tag: Tag, { clip, activations }: Variant) {
	const bounded = (x: Tensor, letter: string, t: number) =>
		clip > 0
			? tape.apply(
					clipped,
					[x],
					{ min: -clip, max: clip },
					partOf(tag, letter, t, 'clipped', 'bounded net input of')
				)
			: x;
	return {
		net: (x: Tensor, h: Tensor, letter: string, t: number) =>
			netInput(tape, x, h, gates[letter]!, letter, t, tag),
		squeeze: (net: Tensor, k: number, letter: string, t: number, what: string) =>
			activate(tape, bounded(net, letter, t), activations[k]!, atStep(tag, letter, t, what)),
		squeezed: (x: Tensor, k: number, letter: string, t: number, part: string) =>
			activate(
				tape,
				bounded(x, `${letter}${part}`, t),
				activations[k]!,
				partOf(tag, letter, t, part, 'squeezed')
			),
		mul: (a: Tensor, b: Tensor, letter: string, t: number, part: string) =>
			tape.apply(mul, [a, b], undefined, partOf(tag, letter, t, part, `${part} part of`)),
		add: (a: Tensor, b: Tensor, letter: string, t: number, part: string) =>
			tape.apply(add, [a, b], undefined, partOf(tag, letter, t, part, `${part} of`))
	};
}

function lstm(variant: Variant): RecurrentCell {
	const { couples, peepholes } = variant;
	return {
		name: 'lstm',
		gates: ['i', 'f', 'g', 'o'],
		apart: [],
		carries: ['h', 'c'],
		begin(tape, gates, tag): Step {
			const $ = tools(tape, gates, tag, variant);
			const one = couples ? tape.constant(`one${tag.suffix}`, [], [1], { label: 'one', symbol: '1' }) : null;
			return (x, { h, c: old }, t) => {
				const open = (letter: 'i' | 'f' | 'o', what: string, cell: Tensor) =>
					tape.scope(what, () => {
						const net = $.net(x, h, letter, t);
						const seen = peepholes
							? $.add(net, $.mul(cell, peepholes[letter], letter, t, 'peephole'), letter, t, 'seen')
							: net;
						return $.squeeze(seen, 0, letter, t, what);
					});
				const i = open('i', 'input gate', old!);
				const f = one
					? tape.scope('forget gate', () =>
							tape.apply(sub, [one, i], undefined, atStep(tag, 'f', t, 'forget gate'))
						)
					: open('f', 'forget gate', old!);
				const g = tape.scope('candidate', () => $.squeeze($.net(x, h, 'g', t), 1, 'g', t, 'candidate'));
				const c = tape.scope('cell state', () =>
					tape.apply(
						add,
						[$.mul(f, old!, 'c', t, 'kept'), $.mul(i, g, 'c', t, 'new')],
						undefined,
						atStep(tag, 'c', t, 'cell state')
					)
				);
				const o = open('o', 'output gate', c);
				const next = tape.scope('hidden state', () =>
					tape.apply(
						mul,
						[o, $.squeezed(c, 2, 'c', t, 'shown')],
						undefined,
						atStep(tag, 'h', t, 'hidden state')
					)
				);
				return { h: next, c };
			};
		}
	};
}

function gru(variant: Variant): RecurrentCell {
	const { after } = variant;
	return {
		name: 'gru',
		gates: ['r', 'z', 'n'],
		apart: after ? ['n'] : [],
		carries: ['h'],
		begin(tape, gates, tag): Step {
			const $ = tools(tape, gates, tag, variant);
			const one = tape.constant(`one${tag.suffix}`, [], [1], { label: 'one', symbol: '1' });
			return (x, { h }, t) => {
				const z = tape.scope('update gate', () => $.squeeze($.net(x, h, 'z', t), 0, 'z', t, 'update gate'));
				const r = tape.scope('reset gate', () => $.squeeze($.net(x, h, 'r', t), 0, 'r', t, 'reset gate'));
				const { x: wx, h: wh, b, bh } = gates['n']!;
				const n = tape.scope('candidate', () => {
					const product = (a: Tensor, w: Tensor, part: string) =>
						tape.apply(matmul, [a, w], undefined, partOf(tag, 'n', t, part, `${part} part of`));
					const plus = (a: Tensor, bias: Tensor | undefined, part: string) =>
						bias ? $.add(a, bias, 'n', t, part) : a;
					const input = plus(product(x, wx, 'x'), b, 'xb');
					const memory = after
						? $.mul(r, plus(product(h, wh, 'h'), bh, 'hb'), 'n', t, 'reset')
						: product($.mul(r, h, 'n', t, 'reset'), wh, 'h');
					return $.squeeze($.add(input, memory, 'n', t, 'net'), 1, 'n', t, 'candidate');
				});
				const next = tape.scope('hidden state', () => {
					const rest = tape.apply(sub, [one, z], undefined, partOf(tag, 'z', t, 'rest', 'the rest of'));
					return tape.apply(
						add,
						[$.mul(z, h, 'h', t, 'kept'), $.mul(rest, n, 'h', t, 'new')],
						undefined,
						atStep(tag, 'h', t, 'hidden state')
					);
				});
				return { h: next };
			};
		}
	};
}

const rnn = (variant: Variant): RecurrentCell => ({
	name: 'rnn',
	gates: ['h'],
	apart: [],
	carries: ['h'],
	begin(tape, gates, tag): Step {
		const $ = tools(tape, gates, tag, variant);
		return (x, { h }, t) => ({ h: $.squeeze($.net(x, h, 'h', t), 0, 'h', t, 'hidden state') });
	}
});

export const cellOf = (kind: Kind, variant: Variant): RecurrentCell => ({ lstm, gru, rnn })[kind](variant);
