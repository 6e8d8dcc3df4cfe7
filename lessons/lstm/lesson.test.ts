/** The worked figure, PyTorch's numbers for the committed weights, and what the text says of gates and gradients. */
import { describe, expect, test } from 'vitest';
import { size, Tape, type Edits, type Trace } from '#engine';
import { lstm } from '#engine/layers/lstm.ts';
import { rnn } from '#engine/layers/rnn.ts';
import { expectClose } from '#engine/parity/close.ts';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import { lesson } from './lesson.ts';
import { gradientsAsInPyTorch, heldOutRight } from './checks.ts';
import reference from './reference.json' with { type: 'json' };
import { length, someSteps } from './tables.ts';
import { COLOURS, distractors, rows } from './task.ts';
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

const gradientSize = (trace: Trace, name: string) => length(trace.tensors.get(name)!.grad!);

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

	test('the LSTM is right at every gap, the RNN at none from 20 steps on for more than two of three flags', () => {
		const { rows } = run().table('accuracy');
		weights.gaps.forEach((gap, k) => {
			expect(rows[k]![0]).toBe(100);
			if (gap >= 20) expect(rows[k]![1]).toBeLessThan(67);
		});
		expect(rows[0]![1]).toBe(100);
	});

	test('over a long gap the RNN knows two of the three flags and takes the third for one of them', () => {
		for (const seed of [0, 1, 2, 3, 4]) {
			const answers = COLOURS.map((flag) => {
				const p = run({ flag, seed, gap: 30 }).data('p_rnn');
				return COLOURS[p.indexOf(Math.max(...p))];
			});
			expect(answers).toEqual(['red', 'red', 'blue']);
		}
	});

	test('the lesson opens on a sequence that only the LSTM gets right', () => {
		const [gated, plain] = run().table('answers').rows;
		const best = (p: readonly number[]) => COLOURS[p.indexOf(Math.max(...p))];
		expect(best(gated!)).toBe('green');
		expect(best(plain!)).not.toBe('green');
	});
});

describe('the cell', () => {
	const { data, trace, table, formula } = run();

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

	test('the gates do what the text says: write the flag, keep it, show it when asked', () => {
		const gates = table('gates').rows;
		const T = gates.length;
		expect(gates[0]![1]).toBeGreaterThan(0.7);
		expect(gates[T - 1]![2]).toBeGreaterThan(0.8);
		for (const [f, i] of gates.slice(1, T - 1)) {
			expect(f).toBeGreaterThan(0.9);
			expect(i).toBeLessThan(0.4);
		}
	});

	test('a closed forget gate loses the flag', () => {
		const closed = [0, 1, 2, 3].map((k) => [k, -9] as const);
		const p = run({}, { b_f: closed }).data('p');
		expect(p[COLOURS.indexOf('green')]).toBeLessThan(0.9);
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
		const { rows } = table('highway');
		const product = rows.at(-1)!;
		product.forEach((value, k) => {
			const factors = rows.slice(0, -1).map((row) => row[k]!);
			expect(value / factors.reduce((a, b) => a * b, 1)).toBeCloseTo(1, 1);
		});
	});

	test('the gradient reaches the flag in the LSTM and vanishes in the RNN', () => {
		const share = table('way back').rows;
		expect(share[0]![0]).toBeGreaterThan(0.5);
		expect(share[0]![1]).toBeLessThan(0.1);
		const far = run({ gap: 60 }).table('way back').rows[0]!;
		expect(far[0]! / far[1]!).toBeGreaterThan(1e20);
	});

	test('a wrong right answer makes the gradients of the LSTM larger', () => {
		expect(gradientSize(run({ label: 'red' }).trace, 'c1')).toBeGreaterThan(100 * gradientSize(trace, 'c1'));
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
