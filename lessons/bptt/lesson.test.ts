/** PyTorch's numbers with the same weights, the product of Jacobians, what a cut leaves, and what the text claims. */
import { describe, expect, test } from 'vitest';
import { find, pathName, random, Tape, type Edits } from '#engine';
import { jacobian, jacobianNorms } from '#engine/layers/jacobian.ts';
import { defaults } from '../index.ts';
import type { FormulaFact, TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';
import { norm } from '../numbers.ts';
import { seededMatrix, spectralNorm, spectralRadius } from './matrix.ts';
import { given } from './network.ts';
import references from './reference.json' with { type: 'json' };

function run(settings: Record<string, Value> = {}, edits: Edits = {}) {
	const tape = new Tape({ edits });
	const params = { ...defaults(lesson), ...settings };
	lesson.build(tape, params);
	const trace = tape.trace();
	const of = (name: string) => trace.tensors.get(name)!;
	const T = params.T as number;
	return {
		trace,
		of,
		T,
		hs: Array.from({ length: T }, (_, k) => of(`h${k + 1}`)),
		data: (name: string) => Array.from(of(name).data),
		facts: lesson.facts!(trace, params),
		/** ‖∂L/∂hₜ‖ */
		size: (t: number) => norm(of(`h${t}.grad`).data)
	};
}

const close = (actual: ArrayLike<number>, expected: readonly number[], within = 1e-10) => {
	expect(actual).toHaveLength(expected.length);
	Array.from(actual).forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(within));
};

const edit = (values: readonly number[]) => values.map((value, k) => [k, value] as const);

describe.each(references)('PyTorch agrees on $settings', ({ settings, weights, x, ...torch }) => {
	const { data, hs } = run(settings, {
		...Object.fromEntries(Object.entries(weights).map(([name, values]) => [name, edit(values)])),
		...Object.fromEntries(x.map((value, k) => [`x${k + 1}`, [[0, value]]] as const))
	});

	test('the last state and the loss', () => {
		close(hs.at(-1)!.data, torch.h);
		close(data('loss'), [torch.loss]);
	});

	test('∂L/∂hₜ at every step, and none before the last cut', () => {
		torch.hGradients.forEach((gradient, k) => {
			const ours = hs[k]!.grad;
			expect(ours === null, `t = ${k + 1}`).toBe(gradient === null);
			if (ours && gradient) close(ours.data, gradient);
		});
	});

	test('the gradients of the weights, and the weights after a step', () => {
		for (const [name, gradient] of Object.entries(torch.gradients)) close(data(`${name}.grad`), gradient);
		for (const [name, values] of Object.entries(torch.updated)) close(data(`${name}.new`), values);
	});

	test('‖∂h_T/∂hₜ‖ for the first step that the gradient reaches', () => {
		const first = hs.findIndex(({ grad }) => grad);
		close([jacobianNorms(hs)[first]!], [torch.jacobianNorm]);
	});
});

describe('the product of Jacobians', () => {
	test.each<Record<string, Value>>([
		{},
		{ nonlinearity: 'relu' },
		{ norm: 1.2, T: 40 },
		{ norm: 2, nonlinearity: 'relu', T: 200 },
		{ truncate: 20 },
		{ T: 4 }
	])('%o: carries the gradient as backward did, up to rounding', (settings) => {
		const { data, of, T, hs } = run(settings);
		const recorded = data(`h${T - 2}.grad`);
		const most = Math.max(...recorded.map(Math.abs));
		expect(most).toBeGreaterThan(0);
		for (const value of data('difference')) expect(Math.abs(value) / most).toBeLessThan(1e-14);
		const relative = (ours: Float64Array, theirs: Float64Array) =>
			ours.forEach((value, k) => expect(value).toBeCloseTo(theirs[k]!, 12));
		relative(of('J_last').data, jacobian(hs[T - 2]!, hs[T - 1]!));
		relative(of('J_before').data, jacobian(hs[T - 3]!, hs[T - 2]!));
		relative(of('J_product').data, jacobian(hs[T - 3]!, hs[T - 1]!));
	});

	test('a Jacobian is diag(1 − h²) times the transposed weights', () => {
		const { of, T } = run();
		const [h, W] = [of(`h${T}`).data, of('W_hh').data];
		for (let i = 0; i < 3; i++)
			for (let j = 0; j < 3; j++)
				expect(of('J_last').data[3 * i + j]!).toBeCloseTo((1 - h[i]! ** 2) * W[3 * j + i]!, 14);
	});

	test('the fact shows both gradients and a difference of rounding', () => {
		const { numbers } = run().facts.product as FormulaFact;
		expect(numbers).toMatch(/tensor=carried.*tensor=h98\.grad.*max \|\\Delta\|/);
	});

	test('where a cut lies between the last steps there is none, and the fact says why', () => {
		const { trace, facts } = run({ truncate: 99 });
		expect(find(trace.root, 'product of Jacobians')).toBeNull();
		expect((facts.product as FormulaFact).numbers).toMatch(/no gradient reaches/);
	});
});

describe('the norm', () => {
	test('is that of the control', () => {
		for (const spectral of [0.5, 0.9, 1.35, 2])
			expect(spectralNorm(run({ norm: spectral, T: 4 }).of('W_hh').data)).toBeCloseTo(spectral, 12);
	});

	test('of a diagonal matrix is its largest entry; of 0 it is 0', () => {
		expect(spectralNorm([2, 0, 0, -3])).toBeCloseTo(3, 12);
		expect(spectralNorm([0, 0, 0, 0])).toBe(0);
		expect(norm([3e-200, 4e-200])).toBeCloseTo(5e-200, 210);
		// [[1, 1], [0, 1]] has the golden ratio.
		expect(spectralNorm([1, 1, 0, 1])).toBeCloseTo((1 + Math.sqrt(5)) / 2, 12);
	});

	test('and the largest eigenvalue are two things', () => {
		// 0.05 ± √(1 · 0.01), of positive numbers; a turn by a right angle has ±i.
		expect(spectralRadius([0.05, 1, 0.01, 0.05])).toBeCloseTo(0.15, 12);
		expect(spectralNorm([0.05, 1, 0.01, 0.05])).toBeCloseTo(1, 2);
		expect(spectralRadius([0, -1, 1, 0])).toBeCloseTo(1, 12);
		expect(spectralRadius([0, 1, 0, 0])).toBe(0);
	});

	test('the matrix is the same for every norm but for its scale, and all positive', () => {
		const [one, two] = [1, 2].map((norm) => seededMatrix(random(1), 3, norm));
		close(
			one!.map((x) => 2 * x),
			two!,
			1e-14
		);
		expect(Math.min(...given({ T: 4, norm: 1 }).W_hh)).toBeGreaterThan(0);
	});
});

describe('truncation', () => {
	test('forward stays as it is, bit for bit', () => {
		const [whole, cut] = [run(), run({ truncate: 20 })];
		expect(cut.data('h100')).toEqual(whole.data('h100'));
		expect(cut.data('loss')).toEqual(whole.data('loss'));
	});

	test('before the cut there is no gradient, and behind it the same as ever', () => {
		const [whole, cut] = [run(), run({ truncate: 20 })];
		for (let t = 1; t <= 80; t++) expect(cut.of(`h${t}`).grad).toBeNull();
		for (let t = 81; t <= 100; t++) expect(cut.data(`h${t}.grad`)).toEqual(whole.data(`h${t}.grad`));
		expect(Array.from(jacobianNorms(cut.hs)).slice(0, 80)).toEqual(Array<number>(80).fill(0));
		expect(find(cut.trace.root, 'backward/rnn/t = 80')).toBeNull();
		expect((cut.facts.truncation as FormulaFact).numbers).toMatch(/^20 \\;\/\\; 100.*t = 81/);
	});
});

describe('the gradient of the memory weights (E8)', () => {
	const { of, T, data, facts } = run();

	test('is a sum of one contribution for every step, which are kept apart', () => {
		const parts = Array.from({ length: T }, (_, k) => of(`W_hh.grad:${k + 1}`));
		expect(pathName(parts[0]!.writer!)).toMatch(/^backward\/rnn\/t = 100\//);
		expect(pathName(parts[T - 1]!.writer!)).toMatch(/^backward\/rnn\/t = 1\//);
		close(
			data('W_hh.grad'),
			data('W_hh.grad').map((_, k) => parts.reduce((sum, part) => sum + part.data[k]!, 0)),
			1e-12
		);
	});

	test('the single product of the first step is 0, and the gradient is not', () => {
		expect(data(`W_hh.grad:${T}`).every((value) => value === 0)).toBe(true);
		expect(norm(of('W_hh.grad').data)).toBeGreaterThan(0.5);
		const { names, rows } = facts.shares as TableFact;
		expect([names!.at(-1), rows.at(-1)]).toEqual(['k = 1', [0, 0]]);
	});
});

describe('clipping', () => {
	const length3 = (of: (name: string) => { data: ArrayLike<number> }, end: string) =>
		norm(['W_xh', 'W_hh', 'W_hy'].flatMap((name) => Array.from(of(`${name}.${end}`).data)));
	const exploding = { nonlinearity: 'relu', norm: 1.5, T: 50, limit: 0.5 };

	test('by norm makes all gradients together as long as the limit and keeps the direction', () => {
		const { of } = run({ ...exploding, clipping: 'norm' });
		expect(length3(of, 'grad')).toBeGreaterThan(1e6);
		expect(length3(of, 'clipped')).toBeCloseTo(0.5, 6);
		const [g, c] = [of('W_hh.grad').data, of('W_hh.clipped').data];
		for (let k = 1; k < 9; k++) expect(c[k]! / c[0]!).toBeCloseTo(g[k]! / g[0]!, 12);
	});

	test('by value cuts every number off', () => {
		const { data } = run({ ...exploding, clipping: 'value' });
		for (const value of data('W_hh.clipped')) expect(Math.abs(value)).toBeLessThanOrEqual(0.5);
	});

	test('the fact shows the norm before and after', () => {
		const { numbers } = run({ ...exploding, clipping: 'norm' }).facts.clipping as FormulaFact;
		expect(numbers).toMatch(/10\^\{\d+\} \\;\\to\\; 0\.5$/);
		expect((run().facts.clipping as FormulaFact).numbers).toMatch(/^(\S+) \\;\\to\\; \1$/);
	});
});

describe('what the text says', () => {
	const ratio = (settings: Record<string, Value>) => {
		const { size, T } = run(settings);
		return size(1) / size(T);
	};

	test('norm 0.9: a hundred billionth is left after 99 steps of about 0.77', () => {
		expect(ratio({})).toBeGreaterThan(5e-12);
		expect(ratio({})).toBeLessThan(2e-11);
		expect(ratio({}) ** (1 / 99)).toBeCloseTo(0.77, 2);
	});

	test('between norm 1 and 1.5 there is one that keeps its size; at 2 it vanishes faster than before', () => {
		const changes = [1.1, 1.15, 1.2, 1.25, 1.3].map((norm) => Math.abs(Math.log10(ratio({ norm }))));
		expect(Math.min(...changes)).toBeLessThan(0.1);
		expect(ratio({ norm: 2 })).toBeLessThan(ratio({}));
	});

	test('tanh explodes over a few steps, where it has not come close to ±1', () => {
		expect(ratio({ norm: 2, T: 10 })).toBeCloseTo(47, 0);
		expect(ratio({ norm: 2, T: 20 })).toBeLessThan(1e-3);
		const { hs } = run({ norm: 2, T: 20 });
		const mean = (first: number, last: number) => {
			const slopes = hs.slice(first, last).flatMap(({ data }) => Array.from(data, (h) => 1 - h * h));
			return slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
		};
		expect(mean(0, 9)).toBeGreaterThan(0.75);
		expect(mean(10, 20)).toBeLessThan(0.25);
	});

	test('with tanh and 50 steps or more, no norm of the control lets it grow to more than about twice its size', () => {
		for (let norm = 0.5; norm < 2.01; norm += 0.05)
			for (let T = 50; T <= 200; T += 15) expect(ratio({ norm, T }), `${norm}, ${T}`).toBeLessThan(2.5);
	});

	test('ReLU: it explodes by about the norm a step; at norm 2 it starts at 10⁵⁹ and reaches 10¹¹⁷', () => {
		const mean = ratio({ norm: 1.5, nonlinearity: 'relu' }) ** (1 / 99);
		expect(mean).toBeGreaterThan(1.3);
		expect(mean).toBeLessThanOrEqual(1.5);
		const { size } = run({ norm: 2, nonlinearity: 'relu', T: 200 });
		expect([size(200), size(1)].map((long) => Math.floor(Math.log10(long)))).toEqual([59, 117]);
		expect(size(1) / size(200) / 1e58).toBeCloseTo(7, 0);
	});

	test('no step lengthens the gradient by more than the bound', () => {
		const { size, facts } = run({ norm: 1.2 });
		const bound = Number((facts.bound as FormulaFact).numbers.split(' = ')[1]);
		for (let t = 1; t < 100; t++) expect(size(t) / size(t + 1)).toBeLessThanOrEqual(bound + 1e-3);
	});

	test('all numbers are finite in the whole range of the controls', () => {
		for (const nonlinearity of ['tanh', 'relu'])
			for (const norm of [0.5, 2])
				for (const clipping of ['none', 'value', 'norm']) {
					const { trace } = run({ nonlinearity, norm, clipping, T: 200 });
					for (const { name, data } of trace.tensors.values())
						expect(data.every(Number.isFinite), `${name} for ${nonlinearity}, ${norm}`).toBe(true);
				}
	});
});
