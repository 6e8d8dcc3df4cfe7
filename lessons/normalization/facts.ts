/** What can be counted and asked of this trace. */
import { num, plain, type Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { rounded } from '../numbers.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[], by = values.length) => {
	const m = mean(values);
	return values.reduce((sum, value) => sum + (value - m) ** 2, 0) / by;
};

/** What these ask of the settings. */
interface Settings {
	readonly mode: 'training' | 'inference';
	readonly epsilon: string;
	readonly momentum: number;
	readonly batches: number;
}

export function facts(trace: Trace, p: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const x = of('x');
	const [n, d] = x.shape as [number, number];
	const count = (many: number) => Array.from({ length: many }, (_, k) => k);
	const row = (name: string, r: number) => count(d).map((c) => of(name).data[r * d + c]!);
	const column = (name: string, c: number) => count(n).map((r) => of(name).data[r * d + c]!);
	const samples = count(n).map((r) => `sample ${r + 1}`);
	const features = count(d).map((c) => `feature ${c + 1}`);
	const epsilon = Number(p.epsilon);
	/** Both divisors for a standard deviation: that of libraries, and that of the notes. */
	const divisors = (sigma: number) => [
		rounded(sigma),
		rounded(Math.sqrt(sigma * sigma + epsilon)),
		rounded(sigma + epsilon)
	];
	const DIVISORS = ['σ', '√(σ² + ε)', 'σ + ε'];
	const ladder = [1, 0.1, 0.01, 0.001, 0];
	const training = p.mode === 'training';
	const after = training ? 1 : p.batches;
	const both = (before: readonly number[], y: readonly number[]) =>
		[mean(before), variance(before), mean(y), variance(y)].map(rounded);
	/** Batch norm comes last in forward, so its gradient is the first to arrive. */
	const [fromBatch, fromLayer] = ['x.grad:1', 'x.grad:2'] as const;
	return {
		rows: {
			label: 'Mean and variance of each sample, before and after layer norm',
			columns: ['mean', 'variance', 'mean after', 'variance after'],
			names: samples,
			rows: samples.map((_, r) => both(row('x', r), row('y_layer', r)))
		},
		columns: {
			label: `Mean and variance of each feature, before and after batch norm in ${p.mode}`,
			columns: ['mean', 'variance', 'mean after', 'variance after'],
			names: features,
			rows: features.map((_, c) => both(column('x', c), column('y_batch', c)))
		},
		divisors: {
			label: `By what the rows are divided, with ε = ${plain(epsilon)}: libraries, and the notes`,
			columns: DIVISORS,
			names: samples,
			rows: samples.map((_, r) => divisors(Math.sqrt(variance(row('x', r)))))
		},
		ladder: {
			label: `The same for ever smaller spreads, with ε = ${plain(epsilon)}`,
			columns: DIVISORS,
			rows: ladder.map(divisors)
		},
		'at zero': {
			label: 'The largest factor that a number or its gradient can be multiplied by, at σ = 0',
			tex: '\\frac{1}{\\sqrt{0 + \\varepsilon}} \\quad \\text{and} \\quad \\frac{1}{0 + \\varepsilon}',
			numbers: `\\frac{1}{\\sqrt{${num(epsilon)}}} = ${num(1 / Math.sqrt(epsilon))} \\quad \\text{and} \\quad \\frac{1}{${num(epsilon)}} = ${num(1 / epsilon)}`
		},
		parameters: {
			label: `Parameters for ${d} features: γ and β, the same number in both. Batch norm keeps as many running numbers, which are not learned`,
			tex: '2 \\cdot d \\qquad \\text{running: } 2 \\cdot d',
			numbers: `2 \\cdot ${d} = ${of('gamma_layer').data.length + of('beta_layer').data.length} \\qquad \\text{running: } 2 \\cdot ${d} = ${of('mean0').data.length + of('variance0').data.length}`
		},
		running: {
			label: `Running statistics: at the start, of this batch, and after ${after === 1 ? 'one batch' : `${after} batches`} with m = ${plain(p.momentum)}`,
			columns: ['mean', 'of batch', 'after', 'variance', 'of batch', 'after'],
			names: features,
			rows: features.map((_, c) =>
				[
					of('mean0').data[c]!,
					mean(column('x', c)),
					of(`mean${after}`).data[c]!,
					of('variance0').data[c]!,
					variance(column('x', c), n - 1),
					of(`variance${after}`).data[c]!
				].map(rounded)
			)
		},
		'lost gradient': {
			label: 'Sums of the gradient of the input',
			names: ['layer norm: over each sample', 'batch norm: over each feature'],
			rows: [
				samples.map((_, r) => rounded(d * mean(row(fromLayer, r)))),
				features.map((_, c) => rounded(n * mean(column(fromBatch, c))))
			]
		}
	};
}
