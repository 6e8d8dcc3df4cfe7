/** What lecture notes N3.6 say of the chain rule and of memoization. Values and gradients are those of PyTorch. */
import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { defaults } from '../index.ts';
import type { TableFact, Value } from '../lesson.ts';
import lesson from './lesson.ts';

function run(given: Record<string, Value> = {}, edits = {}) {
	const params = { ...defaults(lesson), ...given };
	const tape = new Tape({ edits });
	lesson.build(tape, params);
	const trace = tape.trace();
	const of = (name: string) => trace.tensors.get(name)!.data[0]!;
	const rows = (name: string) => (lesson.facts!(trace, params)[name] as TableFact).rows;
	return { trace, of, rows };
}

const GRADIENTS: Readonly<
	Record<string, readonly [weights: readonly string[], gradient: readonly number[]]>
> = {
	neuron: [
		['w1', 'w2', 'b'],
		[-0.598687660112, -1.197375320225, -0.598687660112]
	],
	network: [
		['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'b'],
		[
			-0.089179276266, -0.178358552531, -0.179086551914, -0.283987706714, 0.05698388554, 0.113967771081,
			-0.474350359352
		]
	]
};

test.each(['probability', 'logit'])('all gradients, with the loss from the %s', (loss) => {
	for (const [graph, [weights, gradient]] of Object.entries(GRADIENTS)) {
		const { of } = run({ graph, loss });
		weights.forEach((name, k) =>
			expect(of(`${name}.grad`), `${graph}: ${name}`).toBeCloseTo(gradient[k]!, 11)
		);
	}
});

test('∂L/∂w₁ of one neuron: three numbers, and (ŷ − y)·x₁ in one', () => {
	for (const answer of [0, 1])
		for (const x of [1, -2, 0.5]) {
			const { of } = run({ graph: 'neuron', answer }, { x1: [[0, x]] });
			const yhat = of('yhat');
			const factors = [-answer / yhat + (1 - answer) / (1 - yhat), yhat * (1 - yhat), x];
			expect(of('w1.grad')).toBeCloseTo(factors[0]! * factors[1]! * factors[2]!, 12);
			expect(of('w1.grad')).toBeCloseTo((yhat - answer) * x, 12);
		}
});

test('∂L/∂h₁ is computed once and read by all that lies before it', () => {
	const { trace } = run();
	const grads = trace.leaves.filter(({ out }) => out.gradientOf?.name === 'h1');
	expect(grads).toHaveLength(1);
	// w₁ and w₂ get theirs from one number.
	const of = (name: string) => trace.tensors.get(name)!;
	expect(
		of('z1')
			.grad!.readers.map(({ leaf }) => leaf.out.gradientOf!.name)
			.sort()
	).toEqual(['w1x1', 'w2x2']);
});

/**
 * Counted on paper, an edge a multiplication. The network: 1 loss, 3 to the two sums and the bias, 2 to the products; 4 to
 * w₃, w₄, h₁, h₂; then for each hidden neuron 1 sigmoid, 2 products, 4 factors. By itself, b takes 3 edges, w₃ and w₄ 5
 * each, the four others 8 each, and each input two such paths.
 */
test('multiplications with and without what is kept', () => {
	expect(run().rows('counts')).toEqual([[1 + 3 + 2 + 4 + 2 * 7], [3 + 2 * 5 + 4 * 8 + 2 * 2 * 8]]);
	// One neuron: 1 loss, 1 sigmoid, 2 of the bias's sum, 2 of the products' sum, 4 factors; b 3 edges, the others 5.
	expect(run({ graph: 'neuron' }).rows('counts')).toEqual([[10], [3 + 4 * 5]]);
});

test('nudging any weight gives its gradient, and the closer the smaller ε is', () => {
	for (const graph of ['neuron', 'network'])
		for (const weight of GRADIENTS[graph]![0]) {
			const off = (epsilon: string) => Math.abs(run({ graph, weight, epsilon }).of('off.central'));
			expect(off('0.1')).toBeLessThan(1e-3);
			expect(off('1e-4')).toBeLessThan(1e-8);
			expect(off('1e-4')).toBeLessThan(off('0.01'));
			expect(off('0.01')).toBeLessThan(off('0.1'));
		}
});

test('one neuron has no third weight, which is said', () => {
	expect(() => run({ graph: 'neuron', weight: 'w3' })).toThrow('choose w1, w2 or b');
});
