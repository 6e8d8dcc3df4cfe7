/** The worked figure, PyTorch's numbers for the committed weights, and what the text says of gates and gradients. */
import { describe, expect, test } from 'vitest';
import { size, Tape, type Edits, type Trace } from '#engine';
import { lstm } from '#engine/layers/lstm.ts';
import { rnn } from '#engine/layers/rnn.ts';
import { expectClose } from '#engine/parity/close.ts';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';
import { gradientsAsInPyTorch, heldOutRight } from '../shared/flag/checks.ts';
import easier from './easier.json' with { type: 'json' };
import reference from './reference.json' with { type: 'json' };
import { norm } from '../numbers.ts';
import { someSteps } from '../shared/flag/tables.ts';
import { COLOURS, distractors, rows } from '../shared/flag/task.ts';
import { LSTM_GATES, lstmParameters, rnnParameters } from './trained.ts';
import weights from './weights.json' with { type: 'json' };

function run(given: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...given };
	lesson.build(tape, params);
	const trace = tape.trace();
	const data = (name: string) => Array.from(trace.tensors.get(name)!.data);
	const facts = lesson.facts!(trace, params);
	return {
		trace,
		data,
		formula: (name: string) => (facts[name] as FormulaFact).numbers,
		table: (name: string) => facts[name] as TableFact
	};
}

const gradientSize = (trace: Trace, name: string) => norm(trace.tensors.get(name)!.grad!.data);

describe('keep and forget', () => {
	test('[0.1, 0.9, 0.3, 1] ⊙ [5, 3, 2, 1] = [0.5, 2.7, 0.6, 1]', () => {
		const { data, table } = run();
		expectClose(data('kept'), [0.5, 2.7, 0.6, 1], 'kept');
		expect(table('kept').rows).toEqual([
			[0.1, 5, 0.5],
			[0.9, 3, 2.7],
			[0.3, 2, 0.6],
			[1, 1, 1]
		]);
	});

	test('is element-wise (E6): another number of f changes its own product alone', () => {
		expectClose(run({}, { f: [[1, 0.5]] }).data('kept'), [0.5, 1.5, 0.6, 1], 'kept');
	});
});

describe.each(reference)('PyTorch agrees: $network, gap $gap, $flag, seed $seed', (torch) => {
	const plain = torch.network === 'rnn';
	const { data, trace } = run({ gap: torch.gap, flag: torch.flag, seed: torch.seed });
	const tag = plain ? '_rnn' : '';
	const T = torch.gap + 2;

	test('scores, loss and the last states', () => {
		expectClose(data(`logits${tag}`), torch.logits, 'logits');
		expectClose(data(`loss_${torch.network}`), [torch.loss], 'loss');
		expectClose(data(`h${T}${tag}`), torch.h, 'h');
		if (!plain) expectClose(data(`c${T}`), torch.c, 'c');
	});

	test('the size of the gradient of every state', () => {
		for (const [letter, sizes] of Object.entries(torch.sizes))
			expectClose(
				sizes.map((_, k) => gradientSize(trace, `${letter}${k + 1}${tag}`)),
				sizes,
				`∂L/∂${letter}`
			);
	});

	test('the gradients of all weights, gate by gate', () => {
		const letters = plain ? ['h'] : Object.keys(LSTM_GATES);
		for (const [name, gradient] of Object.entries(gradientsAsInPyTorch(trace, letters, tag)))
			expectClose(gradient, torch.gradients[name as keyof typeof torch.gradients], name);
	});
});

describe('how well they remember', () => {
	test.each([
		['lstm', weights.networks.lstm.right, (tape: Tape) => ({ layer: lstm, given: lstmParameters(tape) })],
		['rnn', weights.networks.rnn.right, (tape: Tape) => ({ layer: rnn, given: rnnParameters(tape) })]
	] as const)(
		'%s: the counts are those of the committed weights on the held-out sequences',
		(_, right, make) => {
			expect(weights.gaps.map((gap) => heldOutRight(gap, make))).toEqual(right);
		}
	);

	test('the LSTM is right at every gap; the RNN at 1, and from 10 on for two of three flags', () => {
		const { rows } = run().table('accuracy');
		weights.gaps.forEach((gap, k) => {
			expect(rows[k]![0]).toBe(100);
			if (gap >= 10) expect(rows[k]![1]).toBeLessThan(67);
		});
		expect(rows[0]![1]).toBe(100);
	});

	test('over a long gap the RNN knows green and blue, and takes red for one of them', () => {
		for (const gap of [10, 30])
			for (const seed of [0, 1, 2, 3, 4]) {
				const answers = COLOURS.map((flag) => {
					const p = run({ flag, seed, gap }).data('p_rnn');
					return COLOURS[p.indexOf(Math.max(...p))];
				});
				expect(answers.slice(1)).toEqual(['green', 'blue']);
				expect(answers[0]).not.toBe('red');
			}
	});

	test('all five LSTMs remember every flag, two of five RNNs do, and most with an easier task', () => {
		const { lstm, rnn } = weights.networks;
		const perfect = (runs: readonly (readonly number[])[]) =>
			runs.filter((right) => right.every((count) => count === weights.heldOut)).length;
		expect([perfect(lstm.runs), perfect(rnn.runs)]).toEqual([5, 2]);
		expect(easier.steps).toBe(2 * weights.steps);
		expect(easier.bright).toBe(1);
		expect(easier.runs.filter((right) => Math.min(...right) >= 0.99 * easier.heldOut)).toHaveLength(4);
		// The three that fail lose one flag of three.
		expect(rnn.runs.map((right) => right.at(-1))).toEqual([300, 300, 200, 200, 200]);
	});

	test('the lesson opens on a sequence that only the LSTM gets right', () => {
		const [gated, plain] = run().table('answers').rows;
		const best = (p: readonly number[]) => COLOURS[p.indexOf(Math.max(...p))];
		expect(best(gated!)).toBe('red');
		expect(best(plain!)).not.toBe('red');
	});
});

describe('the cell', () => {
	const { data, trace, formula } = run();

	test('4·((5 + 4)·4 + 4) = 160 parameters, four times those of the RNN', () => {
		expect(formula('parameters')).toMatch(/= 160$/);
		expect(formula('plain parameters')).toMatch(/= 40$/);
		const all = [...trace.tensors.values()].filter(
			({ role, name }) => role === 'parameter' && !/_(hy|y)/.test(name)
		);
		const count = (plain: boolean) =>
			all.filter(({ name }) => name.endsWith('_rnn') === plain).reduce((n, { shape }) => n + size(shape), 0);
		expect([count(false), count(true)]).toEqual([160, 40]);
	});

	test('each gate has weights of its own (E3)', () => {
		for (const one of ['W_xf', 'W_xi', 'W_xg'])
			for (const other of ['W_xi', 'W_xg', 'W_xo'])
				if (one !== other) expect(data(one)).not.toEqual(data(other));
	});

	test('the RNN has a hidden state and no cell state (E11)', () => {
		expect(trace.tensors.has('c1')).toBe(true);
		expect(trace.tensors.has('c1_rnn')).toBe(false);
	});

	test('closed forget gates lose the flag: the answer hardly depends on it', () => {
		const closed = [0, 1].map((k) => [k, -9] as const);
		const answers = COLOURS.map((flag) => run({ flag }, { b_f: closed }).data('p'));
		for (const p of answers)
			p.forEach((value, k) => expect(Math.abs(value - answers[0]![k]!)).toBeLessThan(0.05));
	});
});

describe('the memory is what the text says', () => {
	const sequences = COLOURS.flatMap((flag) =>
		[
			{ gap: 1, seed: 3 },
			{ gap: 8, seed: 4 },
			{ gap: 8, seed: 15 },
			{ gap: 30, seed: 0 },
			{ gap: 100, seed: 1 },
			{ gap: 100, seed: 42 }
		].map((given) => ({ flag, ...given }))
	);
	/** The columns that carry the flag. */
	const CARRIERS = [0, 1];

	describe.each(sequences)('$flag, gap $gap, distractors $seed', (given) => {
		const { data, table } = run(given);
		const T = given.gap + 2;
		const after = Array.from({ length: T - 1 }, (_, k) => k + 2);
		const gap = after.slice(0, -1);
		/** What step 1 wrote, times all forget gates up to step t. */
		const left = (t: number) =>
			after
				.filter((u) => u <= t)
				.reduce((c, u) => c.map((value, k) => value * data(`f${u}`)[k]!), data('c1.new'));

		test('the input gate opens for the flag and closes after it, the output gate opens for the question', () => {
			expect(Math.max(...CARRIERS.map((k) => data('i1')[k]!))).toBeGreaterThan(0.85);
			for (const t of after) expect(Math.max(...data(`i${t}`))).toBeLessThan(0.03);
			for (const k of CARRIERS) expect(data(`o${T}`)[k]).toBeGreaterThan(0.95);
			for (const t of [1, ...gap]) expect(Math.max(...data(`o${t}`))).toBeLessThan(0.02);
		});

		test('the forget gate of the columns that carry the flag stays close to 1, that of the others a little lower', () => {
			for (const t of after) {
				for (const k of CARRIERS) expect(data(`f${t}`)[k]).toBeGreaterThan(0.995);
				expect(Math.min(...data(`f${t}`))).toBeGreaterThan(0.98);
			}
			for (const k of CARRIERS) expect(table('highway').rows.at(-1)![k]).toBeGreaterThan(0.9);
		});

		test('at least 80 % (blue in column 1: 70 %) of what they hold at T − 1 and at T is what step 1 wrote, times the forget gates', () => {
			for (const t of [T - 1, T])
				for (const k of CARRIERS) {
					const later = data(`c${t}`)[k]! - left(t)[k]!;
					// Blue is written into column 1 at half the strength of all others, so that a little drift is a larger share.
					const least = given.flag === 'blue' && k === 1 ? 0.7 : 0.8;
					expect(Math.abs(later)).toBeLessThan((1 - least) * Math.abs(data(`c${t}`)[k]!));
				}
			// Columns 2 and 3 are hardly written at all.
			for (const k of [2, 3]) expect(Math.abs(data('c1.new')[k]!)).toBeLessThan(0.1);
		});

		test('each flag has its signs, and these two numbers give the answer', () => {
			const signs = { red: [-1, 1], green: [-1, -1], blue: [1, 1] }[given.flag];
			const held = CARRIERS.map((k) => left(T)[k]!);
			expect(held.map(Math.sign)).toEqual(signs);
			const scores = COLOURS.map((_, answer) =>
				held.reduce(
					(sum, c, k) => sum + data(`o${T}`)[k]! * Math.tanh(c) * data('W_hy')[k * COLOURS.length + answer]!,
					data('b_y')[answer]!
				)
			);
			const margin = (all: readonly number[]) => {
				const others = all.filter((_, k) => COLOURS[k] !== given.flag);
				return all[COLOURS.indexOf(given.flag)]! - Math.max(...others);
			};
			expect(margin(scores)).toBeGreaterThan(0.8 * margin(data('logits')));
		});

		test('the table of origins adds up', () => {
			const { rows } = table('origin');
			rows.forEach(([first, kept, later, last], k) => {
				expect(first).toBeCloseTo(data('c1')[k]!, 2);
				expect(kept).toBeCloseTo(left(T)[k]!, 2);
				expect(kept! + later!).toBeCloseTo(last!, 2);
			});
		});
	});
});

describe('the way back', () => {
	const { trace, table } = run();
	const of = (name: string) => Array.from(trace.tensors.get(name)!.data);

	test('along the cell state, a step back multiplies by the forget gate', () => {
		const toOld = trace.leaves.find(
			({ out, call }) => out.gradientOf?.name === 'c1' && call.y.name === 'c2.kept'
		)!;
		expectClose(
			toOld.out.data,
			of('c2.grad').map((g, k) => g * of('f2')[k]!),
			'∂L/∂c1 along the cell state'
		);
	});

	test('the product of the forget gates is what the table says', () => {
		const product = table('highway').rows.at(-1)!;
		const factors = Array.from({ length: 9 }, (_, k) => of(`f${k + 2}`));
		product.forEach((value, k) => {
			expect(value).toBeCloseTo(
				factors.reduce((all, f) => all * f[k]!, 1),
				3
			);
		});
	});

	test('the gradient reaches the flag in the LSTM and vanishes in the RNN', () => {
		const share = table('way back').rows;
		expect(share[0]![0]).toBeGreaterThan(0.9);
		expect(share[0]![1]).toBeLessThan(1e-3);
		const far = run({ gap: 100 }).table('way back').rows[0]!;
		expect(far[0]).toBeGreaterThan(0.5);
		expect(far[1]).toBeLessThan(1e-20);
	});

	test('over a gap of 100 the columns that carry nothing fall to about a half', () => {
		const product = run({ gap: 100 }).table('highway').rows.at(-1)!;
		for (const k of [2, 3]) expect(Math.abs(product[k]! - 0.5)).toBeLessThan(0.1);
	});

	test('with distractors 15 the gradient of the RNN grows instead', () => {
		expect(run({ seed: 15 }).table('way back').rows[0]![1]).toBeGreaterThan(100);
	});

	test('along the cell state comes nearly all of the gradient, through hₜ₋₁ the rest', () => {
		const whole = of('c1.grad');
		const direct = of('c2.grad').map((g, k) => g * of('f2')[k]!);
		expect(norm(whole.map((g, k) => g - direct[k]!))).toBeLessThan(0.05 * norm(whole));
	});

	test('a wrong right answer makes the gradients of the LSTM larger', () => {
		expect(gradientSize(run({ label: 'green' }).trace, 'c1')).toBeGreaterThan(
			100 * gradientSize(trace, 'c1')
		);
	});

	test('the forget gate of step 1 gets no gradient, since c₀ is zeros', () => {
		expect(of('f1.grad').every((g) => g === 0)).toBe(true);
	});
});

describe('the task', () => {
	test('marks the flag alone, distracts, then asks', () => {
		const [flag, one, asked] = rows({ flag: 'blue', seed: 7, gap: 1 }).map(({ values }) => values);
		expect(flag).toEqual([0, 0, 1, 1, 0]);
		expect([...one!].sort()).toEqual([0, 0, 0, 0, 2]);
		expect(asked).toEqual([0, 0, 0, 0, 1]);
	});

	test('a longer gap begins like a shorter one', () => {
		expect(distractors(5, 100).slice(0, 8)).toEqual(distractors(5, 8));
		expect(new Set(distractors(5, 100))).toEqual(new Set([0, 1, 2]));
	});

	test('tables show every step of a short sequence, and twelve of a long one', () => {
		expect(someSteps(3)).toEqual([1, 2, 3]);
		expect(someSteps(12)).toHaveLength(12);
		for (const T of [13, 20, 102]) {
			expect(new Set(someSteps(T)).size).toBe(12);
			expect(someSteps(T)).toEqual([...someSteps(T)].sort((a, b) => a - b));
			expect(someSteps(T).at(-1)).toBe(T);
		}
	});
});
