/** What recurrent layers promise beside the right numbers: scopes to walk, padding that changes nothing, cuts that hold. */
import { describe, expect, test } from 'vitest';
import {
	BackstepError,
	Tape,
	find,
	pathName,
	random,
	type Scope,
	type Tensor,
	type Trace
} from '../index.ts';
import { sum } from '../ops/sum.ts';
import { bidirectional } from './bidirectional.ts';
import { gruCell } from './gru.ts';
import { lstm, lstmCell } from './lstm.ts';
import type { RecurrentCell } from './cell.ts';
import { recurrence, type Recurrent, type RecurrentOptions } from './recurrence.ts';
import { rnn, rnnCell } from './rnn.ts';
import { stacked } from './stacked.ts';
import { segments } from './truncate.ts';
import { packedLayers, recurrentParameters, weightShapes } from './parameters.ts';
import type { Packed } from './weights.ts';

const CELLS: readonly (readonly [string, RecurrentCell])[] = [
	['rnn', rnnCell()],
	['lstm', lstmCell],
	['gru', gruCell()]
];

/** A layer on a sequence of time × batch × 2 with 3 hidden numbers; the loss adds up the last hidden state. */
function run(
	cell: RecurrentCell,
	values: ArrayLike<number>,
	shape: readonly [time: number, batch: number, features: 2],
	options: RecurrentOptions = {}
) {
	const tape = new Tape();
	const named = recurrentParameters(tape, cell, { input: 2, hidden: 3 }, random(5));
	const x = tape.input('x', shape, values);
	const [result, loss] = tape.scope(
		'forward',
		(): [Recurrent, Tensor] => {
			const result = recurrence(tape, cell, x, packedLayers(named)[0] as Packed, options);
			return [result, tape.apply(sum, [result.hs.at(-1)!], {}, 'loss')];
		},
		{ part: { kind: 'network' } }
	);
	tape.backward(loss);
	return { tape, trace: tape.trace(), x, result, weights: named };
}

function scopes(trace: Trace): Scope[] {
	const all: Scope[] = [];
	const visit = (scope: Scope) => {
		all.push(scope);
		for (const child of scope.children) if (child.kind === 'scope') visit(child);
	};
	visit(trace.root);
	return all;
}

const numbers = (tensor: Tensor | null | undefined) => (tensor ? [...tensor.data] : null);
const values = (n: number) => random(11).array(n);

describe('the scopes of a layer', () => {
	test('are layer, time step, gate, op; and backward mirrors them in reverse', () => {
		const { trace } = run(lstmCell, values(6), [3, 1, 2]);
		const names = trace.leaves.map(pathName);
		expect(names).toContain('forward/lstm/t = 2/forget gate/sigmoid');
		expect(names).toContain('backward/lstm/t = 2/forget gate/matmul.b');
		const steps = names.flatMap((name) => /^backward\/lstm\/(t = \d)/.exec(name)?.[1] ?? []);
		expect([...new Set(steps)]).toEqual(['t = 3', 't = 2', 't = 1']);
	});

	test.each(CELLS)('all say what happens in them: %s', (_, cell) => {
		const { trace } = run(cell, values(12), [3, 2, 2], { lengths: [3, 2], truncate: 2 });
		const inside = scopes(trace).filter(({ name }) => !['trace', 'forward'].includes(name));
		expect(inside.length).toBeGreaterThan(10);
		for (const { about } of inside) expect(about).toMatch(/^[A-Z].*\.$/);
	});

	test('name every tensor by letter and step', () => {
		const { trace } = run(lstmCell, values(6), [3, 1, 2]);
		const names = [...trace.tensors.keys()];
		expect(names).toEqual(expect.arrayContaining(['x3', 'f3', 'i3', 'g3', 'o3', 'c3', 'h3', 'W_hf', 'b_f']));
		expect(names.filter((name) => /_\d+$/.test(name))).toEqual([]);
	});
});

describe('the notes', () => {
	test('a forget gate of [0.1, 0.9, 0.3, 1.0] leaves [0.5, 2.7, 0.6, 1.0] of a cell state of [5, 3, 2, 1]', () => {
		const tape = new Tape();
		const zero = (name: string, shape: number[]) =>
			tape.parameter(name, shape, new Float64Array(shape.reduce((a, b) => a * b)));
		const gate = (g: string, bias: number[]) => ({
			x: zero(`W_x${g}`, [1, 4]),
			h: zero(`W_h${g}`, [4, 4]),
			b: tape.parameter(`b_${g}`, [4], bias)
		});
		// With no weights, a gate is the sigmoid of its bias; 40 opens it all the way.
		const logit = (p: number) => (p === 1 ? 40 : Math.log(p / (1 - p)));
		const { cs } = tape.scope('forward', () =>
			lstm(
				tape,
				tape.input('x', [1, 1], [0]),
				{
					f: gate('f', [0.1, 0.9, 0.3, 1].map(logit)),
					i: gate('i', [0, 0, 0, 0]),
					g: gate('g', [0, 0, 0, 0]),
					o: gate('o', [0, 0, 0, 0])
				},
				{ initial: { c: tape.input('c0', [1, 4], [5, 3, 2, 1]) } }
			)
		);
		[0.5, 2.7, 0.6, 1].forEach((expected, k) => expect(cs[0]!.data[k]).toBeCloseTo(expected, 12));
	});

	test('the state before the first step is zeros, not random (E7)', () => {
		const { trace } = run(rnnCell(), values(6), [3, 1, 2]);
		expect(numbers(trace.tensors.get('h0'))).toEqual([0, 0, 0]);
	});

	test('parameters: 4 gates for an LSTM, 3 for a GRU, 1 for an RNN', () => {
		const count = (cell: RecurrentCell) =>
			Object.values(weightShapes(cell, { input: 5, hidden: 7 })).reduce(
				(n, shape) => n + shape.reduce((a, b) => a * b),
				0
			);
		const one = 7 * (5 + 7 + 2);
		expect(CELLS.map(([, cell]) => count(cell))).toEqual([one, 4 * one, 3 * one]);
	});
});

describe('backward through time', () => {
	test.each(CELLS)(
		'keeps what every step adds to a weight apart, and adds it in a visible leaf: %s',
		(_, cell) => {
			const { trace } = run(cell, values(8), [4, 1, 2]);
			const weight = cell.gates[0] === 'h' ? 'W_hh' : `W_h${cell.gates[0]}`;
			const parts = [1, 2, 3, 4].map((k) => trace.tensors.get(`${weight}.grad:${k}`)!);
			const whole = trace.tensors.get(`${weight}.grad`)!;
			expect(whole.writer!.name).toBe(`sum of ${weight} gradients`);
			expect(whole.writer!.reads).toEqual(parts);
			expect(pathName(parts[0]!.writer!)).toMatch(/t = 4/);
			expect(pathName(parts[3]!.writer!)).toMatch(/t = 1/);
			// The first step reads the zeros of h0: it adds nothing to the weights of memory.
			expect(parts[3]!.data.every((g) => g === 0)).toBe(true);
			expect(parts[0]!.data.some((g) => g !== 0)).toBe(true);
		}
	);
});

describe('padding', () => {
	test.each(CELLS)('changes no state and sends exactly no gradient: %s', (_, cell) => {
		const given = values(16);
		const short = run(cell, given, [4, 2, 2], { lengths: [4, 2] });
		const { hs } = short.result;
		// The second sequence ends after two steps: its state stays as it was, bit for bit.
		const second = (t: number) => numbers(hs[t]!)!.slice(3);
		expect(second(2)).toEqual(second(1));
		expect(second(3)).toEqual(second(1));
		// What stands in the padding reaches nothing, whatever it is.
		const changed = given.map((v, k) => (k >= 8 && k % 4 >= 2 ? 1e6 : v));
		const other = run(cell, changed, [4, 2, 2], { lengths: [4, 2] });
		expect(numbers(other.result.hs.at(-1))).toEqual(numbers(hs.at(-1)));
		expect(numbers(other.weights.weight_hh_l0!.grad)).toEqual(numbers(short.weights.weight_hh_l0!.grad));
		const padded = numbers(short.x.grad)!.filter((_, k) => k >= 8 && k % 4 >= 2);
		expect(padded).toEqual([0, 0, 0, 0]);
	});

	test('is 0 in the output, as from pad_packed_sequence', () => {
		const tape = new Tape();
		const named = recurrentParameters(tape, rnnCell(), { input: 1, hidden: 2 }, random(1));
		const x = tape.input('x', [2, 3, 1], [1, 2, 3, 4, 5, 6]);
		const output = tape.scope('forward', () =>
			rnn(tape, x, packedLayers(named)[0] as Packed, { batchFirst: true, lengths: [1, 3] }).output()
		);
		expect(output.shape).toEqual([2, 3, 2]);
		expect(output.data.map((v) => (v === 0 ? 0 : 1))).toEqual(
			Float64Array.of(1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1)
		);
	});

	test('can be told by a mask as well as by lengths', () => {
		const lengths = run(gruCell(), values(12), [3, 2, 2], { lengths: [3, 1] });
		const tape = new Tape();
		const named = recurrentParameters(tape, gruCell(), { input: 2, hidden: 3 }, random(5));
		const [x, mask] = [
			tape.input('x', [3, 2, 2], values(12)),
			tape.constant('given', [3, 2], [1, 1, 1, 0, 1, 0])
		];
		const { hs } = tape.scope('forward', () =>
			recurrence(tape, gruCell(), x, packedLayers(named)[0] as Packed, { mask })
		);
		expect(hs.map(numbers)).toEqual(lengths.result.hs.map(numbers));
	});
});

describe('truncation', () => {
	test('lets the state pass and no gradient', () => {
		const whole = run(lstmCell, values(10), [5, 1, 2]);
		const cut = run(lstmCell, values(10), [5, 1, 2], { truncate: 2 });
		expect(numbers(cut.result.hs.at(-1))).toEqual(numbers(whole.result.hs.at(-1)));
		// Segments 1–2, 3–4, 5: only the last one reaches the loss.
		const grads = [1, 2, 3, 4, 5].map((t) => cut.trace.tensors.get(`x${t}`)!.grad);
		expect(grads.map((grad) => grad !== null)).toEqual([false, false, false, false, true]);
		expect(whole.trace.tensors.get('x1')!.grad).not.toBeNull();
	});

	test('is shown: a scope says that the gradient is cut', () => {
		const { trace } = run(lstmCell, values(10), [5, 1, 2], { truncate: 2 });
		const scope = find(trace.root, 'forward/lstm/cut before t = 3') as Scope;
		expect(scope.about).toMatch(/gradient is cut here/);
		expect(scope.children.map(({ name }) => name)).toEqual(['detach', 'detach']);
		expect(find(trace.root, 'backward/lstm/t = 4')).toBeNull();
	});

	test('comes in segments', () => {
		expect(segments(7, 3)).toEqual([
			[0, 3],
			[3, 6],
			[6, 7]
		]);
		expect(() => segments(7, 0)).toThrow(/segment of 0 time steps.*from 1 up/);
	});
});

describe('stacked layers', () => {
	const build = (options: { dropout?: number; seed?: number; training?: boolean }) => {
		const tape = new Tape();
		const cell = rnnCell();
		const named = recurrentParameters(tape, cell, { input: 2, hidden: 6, layers: 2 }, random(3));
		const x = tape.input('x', [4, 1, 2], values(8));
		const { hs } = tape.scope('forward', () => stacked(tape, cell, x, packedLayers(named), options));
		return { hs: hs.map(numbers), trace: tape.trace() };
	};

	test('drop the same numbers for the same seed, others for another, and none in inference', () => {
		const once = build({ dropout: 0.5, seed: 1 });
		expect(build({ dropout: 0.5, seed: 1 }).hs).toEqual(once.hs);
		expect(build({ dropout: 0.5, seed: 2 }).hs).not.toEqual(once.hs);
		expect(build({ dropout: 0.5, seed: 1, training: false }).hs).toEqual(build({}).hs);
	});

	test('draw a mask of its own for every step', () => {
		const { trace } = build({ dropout: 0.5, seed: 1 });
		const masks = trace.leaves
			.filter(({ name }) => name === 'dropout')
			.map(({ call }) => call.saved.join(''));
		expect(masks.length).toBe(4);
		expect(new Set(masks).size).toBeGreaterThan(1);
	});

	test('and both directions have names of their own', () => {
		const tape = new Tape();
		const cell = gruCell();
		const sizes = { input: 2, hidden: 2, layers: 2, bidirectional: true };
		const named = recurrentParameters(tape, cell, sizes, random(3));
		const x = tape.input('x', [2, 2], values(4));
		tape.scope('forward', () => stacked(tape, cell, x, packedLayers(named)).output());
		const { tensors } = tape.trace();
		expect([...tensors.keys()]).toEqual(
			expect.arrayContaining([
				'h1_l0_forward',
				'h2_l1_reverse',
				'h2_l1',
				'W_hn_l1_reverse',
				'h3_l0_reverse',
				'output'
			])
		);
		expect([...tensors.keys()].filter((name) => /[a-z]_\d+$/.test(name))).toEqual([]);
		expect(tensors.get('output')!.shape).toEqual([2, 4]);
	});
});

describe('several steps of training on one tape', () => {
	test('the second backward mirrors the second forward alone', () => {
		const tape = new Tape();
		const named = recurrentParameters(tape, rnnCell(), { input: 2, hidden: 3 }, random(5));
		const x = tape.constant('x', [3, 2], values(6));
		for (const step of [1, 2]) {
			const loss = tape.scope(
				`forward ${step}`,
				() => tape.apply(sum, [rnn(tape, x, packedLayers(named)[0] as Packed).hs.at(-1)!], {}),
				{ phase: 'forward' }
			);
			tape.backward(loss, `backward ${step}`);
		}
		const { root } = tape.trace();
		const [first, second] = [1, 2].map((k) => find(root, `backward ${k}`) as Scope);
		expect(second!.steps).toBe(first!.steps);
		expect(numbers(tape.trace().tensors.get('weight_hh_l0.grad_2'))).toEqual(
			numbers(tape.trace().tensors.get('weight_hh_l0.grad'))
		);
	});
});

describe('what does not fit', () => {
	const bad: [string, RecurrentOptions & { features?: number }, RegExp][] = [
		['a truncation of no steps', { truncate: 0 }, /segment of 0 time steps.*from 1 up/],
		['one length too few', { lengths: [2] }, /1 lengths are given for a batch of 2: give one for each/],
		['a length beyond the end', { lengths: [2, 4] }, /A length is 4.*from 1 to 3/],
		['a length of 0', { lengths: [0, 1] }, /A length is 0.*from 1 to 3/],
		['other features than the weights take', { features: 4 }, /4 features, but the weights take 2/]
	];
	test.each(bad)('%s', (_, { features = 2, ...options }, message) => {
		const tape = new Tape();
		const named = recurrentParameters(tape, rnnCell(), { input: 2, hidden: 3 }, random(5));
		const x = tape.input('x', [3, 2, features], values(6 * features));
		const build = () => rnn(tape, x, packedLayers(named)[0] as Packed, options);
		expect(build).toThrow(message);
		expect(build).toThrow(BackstepError);
	});

	test('weights, states, masks and sequences', () => {
		const tape = new Tape();
		const t = (name: string, ...shape: number[]) =>
			tape.input(name, shape, new Float64Array(shape.reduce((a, b) => a * b, 1)));
		const weights = { weight_ih: t('w', 3, 2), weight_hh: t('u', 3, 3) };
		const x = t('x', 4, 1, 2);
		expect(() => lstm(tape, x, weights)).toThrow(/u has shape 3×3, but .* must be 12×3/);
		expect(() => rnn(tape, x, { ...weights, bias_ih: t('b', 3) })).toThrow(
			/come together: give both or none/
		);
		expect(() => lstm(tape, x, { f: { x: t('a', 2, 3), h: t('b2', 3, 3) } })).toThrow(
			/no weights for gate "i"/
		);
		expect(() => rnn(tape, x, weights, { initial: { h: t('h', 3) } })).toThrow(/initial state h .* 1×3/);
		expect(() => rnn(tape, x, weights, { mask: t('m', 3, 1) })).toThrow(
			/mask m has shape 3×1, but must be 4×1/
		);
		expect(() => rnn(tape, t('v', 4), weights)).toThrow(/v has shape 4: reshape it/);
		expect(() => rnn(tape, [], weights)).toThrow(/at least one time step/);
		expect(() => gruCell({ reset: 'never' as 'after' })).toThrow(
			/reset is "never": choose "after" or "before"/
		);
		expect(() => stacked(tape, rnnCell(), x, [])).toThrow(/give the weights of at least one/);
		expect(() => bidirectional(tape, rnnCell(), t('y', 4, 1, 5), [weights, weights])).toThrow(/5 features/);
	});
});
