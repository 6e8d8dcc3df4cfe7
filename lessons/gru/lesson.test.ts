/** PyTorch's numbers for the committed weights, the conventions, and what the text says of gates and gradients. */
import { describe, expect, test } from 'vitest';
import { size, Tape, type Edits } from '#engine';
import { expectClose } from '#engine/parity/close.ts';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import { gradientsAsInPyTorch, heldOutRight } from '../shared/flag/checks.ts';
import { COLOURS } from '../shared/flag/task.ts';
import { norm } from '../numbers.ts';
import lesson from './lesson.ts';
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
			torch.sizes.h.map((_, k) => norm(trace.tensors.get(`h${k + 1}`)!.grad!.data)),
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

	test('the equations are those of the settings, and their numbers those of the trace', () => {
		const formula = (given: Record<string, Value>, name: string) =>
			run(given).table(name) as unknown as FormulaFact;
		for (const [given, name, tex] of [
			[{}, 'update', 'z_t \\odot h_{t-1}'],
			[{ update: 'write' }, 'update', 'z_t \\odot n_t'],
			[{}, 'candidate', 'r_t \\odot m_t'],
			[{ reset: 'before' }, 'candidate', '(r_t \\odot h_{t-1})'],
			[{}, 'direct way', '\\odot z_t'],
			[{ update: 'write' }, 'direct way', '(1 - z_t)']
		] as const)
			expect(formula(given, name).tex).toContain(tex);
		for (const update of ['keep', 'write'])
			for (const reset of ['after', 'before']) {
				const given = { update, reset };
				const { data } = run(given);
				const ends = (name: string) => Number(/= (-?[\d.]+)$/.exec(formula(given, name).numbers)![1]);
				expect(ends('update')).toBeCloseTo(data('h2')[0]!, 3);
				expect(ends('candidate')).toBeCloseTo(data('n2')[0]!, 3);
			}
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

	test.each(['red', 'green', 'blue'].flatMap((flag) => [8, 100].map((gap) => ({ flag, gap }))))(
		'both write the $flag flag at step 1 and hardly anything in a gap of $gap, in either convention',
		(given) => {
			for (const update of ['keep', 'write'])
				for (const reset of ['after', 'before']) {
					const gates = run({ ...given, update, reset }).table('gates').rows;
					const [, kept, , i] = gates[0]!;
					expect(kept).toBeLessThan(0.5);
					expect(i).toBeGreaterThan(0.7);
					for (const [, kept, f, i] of gates.slice(1)) {
						expect(kept).toBeGreaterThan(0.995);
						expect(f).toBeGreaterThan(0.995);
						expect(i).toBeLessThan(0.03);
					}
				}
		}
	);
});

describe('the memory is what the text says', () => {
	test.each(
		COLOURS.flatMap((flag) =>
			['after', 'before'].flatMap((reset) =>
				[
					{ gap: 1, seed: 3 },
					{ gap: 8, seed: 4 },
					{ gap: 30, seed: 0 },
					{ gap: 100, seed: 42 }
				].map((given) => ({ flag, reset, ...given }))
			)
		)
	)('$flag, reset $reset, gap $gap: the state at the end is what step 1 wrote', (given) => {
		for (const update of ['keep', 'write']) {
			const { data } = run({ ...given, update });
			const T = given.gap + 2;
			let left = data('h1.new');
			for (let t = 2; t <= T; t++) {
				const kept = data(update === 'keep' ? `z${t}` : `z${t}.rest`);
				left = left.map((value, k) => value * kept[k]!);
			}
			const h = data(`h${T}`);
			left.forEach((value, k) => {
				// Numbers that were written little hold little; they may change by little.
				expect(Math.abs(h[k]! - value)).toBeLessThan(Math.max(0.2 * Math.abs(h[k]!), 0.1));
			});
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

	test('the gradient hardly changes on its way back, even over a gap of 100', () => {
		for (const flag of COLOURS)
			for (const [, share] of run({ flag, gap: 100 }).table('way back').rows) {
				expect(share).toBeGreaterThan(0.8);
				expect(share).toBeLessThan(1.25);
			}
	});

	test('all five runs of each remember every flag at every gap', () => {
		for (const { runs } of Object.values(weights.networks))
			expect(new Set(runs.flat())).toEqual(new Set([weights.heldOut]));
	});

	test('where nothing is kept, not every flag is remembered', () => {
		const nothing: Edits = { b_z: [0, 1, 2, 3].map((k) => [k, -60] as const) };
		const answers = COLOURS.map((flag) => run({ flag }, nothing).data('p'));
		const right = answers.filter((p, k) => p.indexOf(Math.max(...p)) === k);
		expect(right.length).toBeLessThan(COLOURS.length);
	});
});
