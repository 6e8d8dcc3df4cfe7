/** PyTorch's numbers for the committed weights, the conventions, and what the text says of gates and gradients. */
import { describe, expect, test } from 'vitest';
import { size, Tape, type Edits } from '#engine';
import { expectClose } from '#engine/parity/close.ts';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import { gradientsAsInPyTorch, heldOutRight } from '../lstm/checks.ts';
import { length } from '../lstm/tables.ts';
import { COLOURS } from '../lstm/task.ts';
import { lesson } from './lesson.ts';
import reference from './reference.json' with { type: 'json' };
import { GRU_GATES, variant } from './trained.ts';
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

describe.each(reference)('PyTorch agrees: reset $network, gap $gap, $flag, seed $seed', (torch) => {
	const given = { gap: torch.gap, flag: torch.flag, seed: torch.seed, reset: torch.network };
	const { data, trace } = run(given);

	test('scores, loss and the last state', () => {
		expectClose(data('logits'), torch.logits, 'logits');
		expectClose(data('loss'), [torch.loss], 'loss');
		expectClose(data(`h${torch.gap + 2}`), torch.h, 'h');
	});

	test('the size of ∂L/∂hₜ at every step', () => {
		expectClose(
			torch.sizes.h.map((_, k) => length(trace.tensors.get(`h${k + 1}`)!.grad!)),
			torch.sizes.h,
			'∂L/∂h'
		);
	});

	test('the gradients of all weights, gate by gate', () => {
		const { bias_hh_l0, ...expected } = torch.gradients as Record<string, number[]>;
		for (const [name, gradient] of Object.entries(gradientsAsInPyTorch(trace, Object.keys(GRU_GATES))))
			expectClose(gradient, expected[name]!, name);
		if (torch.network === 'after') expectClose(data('b_hn.grad'), bias_hh_l0!.slice(-4), 'b_hn');
	});
});

describe('what z = 1 means (E4)', () => {
	const [keep, write] = [run(), run({ update: 'write' })];

	test('both conventions are the same function once the weights of z change their sign', () => {
		for (const name of ['h1', 'h2', 'h10', 'p', 'loss']) expectClose(write.data(name), keep.data(name), name);
		for (const reset of ['after', 'before'])
			expectClose(
				run({ update: 'write', reset, gap: 40 }).data('p'),
				run({ reset, gap: 40 }).data('p'),
				reset
			);
		const [one, other] = keep.table('conventions').rows;
		expect(one).toEqual(other);
	});

	test('z becomes 1 − z, and its gradient changes its sign', () => {
		expectClose(
			write.data('z2'),
			keep.data('z2').map((z) => 1 - z),
			'z'
		);
		expectClose(
			write.data('W_xz.grad'),
			keep.data('W_xz.grad').map((g) => -g),
			'W_xz'
		);
	});

	test('z = 1 keeps the old state in one and writes the candidate in the other', () => {
		const open: Edits = { b_z: [0, 1, 2, 3].map((k) => [k, 60] as const) };
		const kept = run({}, open);
		expectClose(kept.data('h2'), kept.data('h1'), 'kept');
		const written = run({ update: 'write' }, open);
		expectClose(written.data('h2'), written.data('n2'), 'written');
	});
});

describe('where the reset is (E5)', () => {
	test('after the product it scales the memory part, before it the state', () => {
		const after = run();
		expectClose(
			after.data('n2.reset'),
			after.data('n2.hb').map((m, k) => m * after.data('r2')[k]!),
			'after'
		);
		const before = run({ reset: 'before' });
		expectClose(
			before.data('n2.reset'),
			before.data('h1').map((h, k) => h * before.data('r2')[k]!),
			'before'
		);
	});

	test('each placement has weights of its own, and PyTorch’s second bias is used by the candidate alone', () => {
		expect(run().data('W_xn')).not.toEqual(run({ reset: 'before' }).data('W_xn'));
		const { after, before } = weights.networks;
		expect(new Set(after.tensors.bias_hh_l0.data.slice(0, 8))).toEqual(new Set([0]));
		expect(new Set(before.tensors.bias_hh_l0.data)).toEqual(new Set([0]));
	});
});

describe('compared with the LSTM', () => {
	test('three sets of weights against four', () => {
		expect(run().formula('parameters')).toMatch(/= 124$/);
		expect(run({ reset: 'before' }).formula('parameters')).toMatch(/= 120$/);
		expect(run().formula('lstm parameters')).toMatch(/= 160$/);
		for (const [reset, count] of [
			['after', 124],
			['before', 120]
		] as const) {
			const all = [...run({ reset }).trace.tensors.values()].filter(
				({ role, name }) => role === 'parameter' && !/_(hy|y)$/.test(name)
			);
			expect(all.reduce((n, { shape }) => n + size(shape), 0)).toBe(count);
		}
	});

	test('each gate has weights of its own (E3)', () => {
		expect(run().data('W_xr')).not.toEqual(run().data('W_xz'));
	});

	test('both write the flag at step 1 and keep it in the gap, in either convention', () => {
		for (const update of ['keep', 'write']) {
			const gates = run({ update }).table('gates').rows;
			const [, kept, , f, i] = gates[0]!;
			expect(kept).toBeLessThan(0.4);
			expect(i).toBeGreaterThan(0.7);
			expect(f).toBeGreaterThan(0.9);
			for (const [, kept, , f, i] of gates.slice(1, -1)) {
				expect(kept).toBeGreaterThan(0.9);
				expect(f).toBeGreaterThan(0.9);
				expect(i).toBeLessThan(0.4);
			}
		}
	});
});

describe('how well it remembers', () => {
	test.each(['after', 'before'] as const)(
		'reset %s: the counts are those of the committed weights on the held-out sequences',
		(reset) => {
			const right = weights.gaps.map((gap) =>
				heldOutRight(gap, (tape) => variant(tape, { update: 'keep', reset }))
			);
			expect(right).toEqual(weights.networks[reset].right);
			expect(Math.min(...right)).toBe(weights.heldOut);
		}
	);

	test('the gradient still reaches the flag over a gap of 100', () => {
		expect(run({ gap: 100 }).table('way back').rows[0]![1]).toBeGreaterThan(0.01);
	});

	test('where nothing is kept, not every flag is remembered', () => {
		const nothing: Edits = { b_z: [0, 1, 2, 3].map((k) => [k, -60] as const) };
		const answers = COLOURS.map((flag) => run({ flag }, nothing).data('p'));
		const right = answers.filter((p, k) => p.indexOf(Math.max(...p)) === k);
		expect(right.length).toBeLessThan(COLOURS.length);
	});
});
