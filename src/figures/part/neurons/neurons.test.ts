/** Dense layers as neurons and edges: which tensors they are, what they are called, and what a step does among them. */
import { expect, test } from 'vitest';
import { find, random, Tape, type Leaf, type Scope, type Tensor } from '#engine';
import { linear, turned } from '#engine/layers/linear.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { sum } from '#engine/ops/sum.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { chainOf, chainWith, endsOf, weightCell } from './chain.ts';
import { columnsFor, labelAt } from './layout.ts';
import { momentOf } from './moment.ts';
import { fromTo } from './picture.ts';
import { biasName, neuronName, weightName } from './names.ts';

/** A network of dense layers, two samples through it, back, and an update. */
function network(sizes: readonly number[], { turn = false, widen = 1 } = {}) {
	const tape = new Tape();
	const source = random(5);
	const numbers = (n: number) => Array.from({ length: n }, () => source.integer(-9, 9) / 10);
	const parameters: Tensor[] = [];
	const x = tape.input('x', [2, sizes[0]! * widen], numbers(2 * sizes[0]! * widen));
	const y = tape.scope(
		'forward',
		() => {
			let h = x;
			sizes.slice(1).forEach((out, k) => {
				const ins = h.shape[1]!;
				h = tape.scope(
					`layer ${k + 1}`,
					() => {
						const w = tape.parameter(`W${k + 1}`, turn ? [out, ins] : [ins, out], numbers(ins * out));
						const b = tape.parameter(`b${k + 1}`, [out], numbers(out));
						parameters.push(w, b);
						const layer = turn ? turned(tape, w, b) : { w, b };
						const z = linear(tape, h, layer, { name: `z${k + 1}`, label: `z${k + 1}`, symbol: 'z' });
						return tape.apply(k ? sigmoid : relu, [z], undefined, `a${k + 1}`);
					},
					{ part: { kind: 'dense' } }
				);
			});
			return h;
		},
		{ part: { kind: 'network' } }
	);
	tape.backward(tape.scope('loss', () => tape.apply(sum, [y], {}, 'L')));
	tape.scope('update', () => sgd(tape, parameters, { learningRate: 0.1 }), { phase: 'update' });
	return tape.trace();
}

test('the layers of 3-4-4-1 are one chain of 16 + 20 + 5 numbers', () => {
	for (const turn of [false, true]) {
		const { root } = network([3, 4, 4, 1], { turn });
		const chain = chainOf(find(root, 'forward')!)!;
		expect(chain.layers.map(({ ins, outs }) => [ins, outs])).toEqual([
			[3, 4],
			[4, 4],
			[4, 1]
		]);
		expect(chain.layers.map(({ given, bias }) => given.data.length + bias!.data.length)).toEqual([16, 20, 5]);
		expect(chain.rows).toBe(2);
		expect(chain.layers.map(({ a }) => a.name)).toEqual(['a1', 'a2', 'a3']);
		expect(chainOf(find(root, 'forward/layer 2')!)).toBe(chain);
		expect(chainOf(find(root, 'backward/layer 2')!)).toBe(chain);
		expect(chainOf(find(root, 'loss')!)).toBeNull();
		expect(chainWith(find(root, 'update')!, [chain.layers[1]!.bias!])).toBe(chain);
	}
});

test('a layer that is wider than lines can show is none', () => {
	expect(chainOf(find(network([3, 2], { widen: 6 }).root, 'forward')!)).toBeNull();
});

test('of more layers than stand side by side, each is a chain by itself', () => {
	const { root } = network([2, 2, 2, 2, 2, 2, 2, 2]);
	expect(chainOf(find(root, 'forward')!)).toBeNull();
	expect(chainOf(find(root, 'forward/layer 4')!)!.layers.map(({ a }) => a.name)).toEqual(['a4']);
	expect(chainOf(find(network([2, 2, 2, 2, 2, 2, 2]).root, 'forward')!)!.layers).toHaveLength(6);
});

test('a product without a bias or an activation is a layer, and one of two results is none', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 2], [1, 2, 3, 4]);
	const w = tape.parameter('W', [2, 2], [1, 2, 3, 4]);
	const y = tape.scope('dense', () => tape.apply(matmul, [x, w], undefined, 'y'));
	const squared = tape.scope('square', () => tape.apply(matmul, [y, y], undefined, 'y2'));
	tape.backward(tape.apply(sum, [squared], {}, 'L'));
	const { root } = tape.trace();
	const [layer] = chainOf(find(root, 'dense')!)!.layers;
	expect([layer!.bias, layer!.z, layer!.a]).toEqual([null, y, y]);
	expect(chainOf(find(root, 'square')!)).toBeNull();
});

test('the notes name layer, target and source from 1, libraries the array from 0', () => {
	const chain = chainOf(find(network([3, 4, 4, 1]).root, 'forward')!)!;
	expect(weightName(chain, 0, 1, 3, 'notes')).toBe('w₁₄₂');
	expect(weightName(chain, 0, 1, 3, 'library')).toBe('W1[1, 3]');
	expect(biasName(chain.layers[2]!, 2, 0, 'notes')).toBe('b₃₁');
	expect(neuronName(chain, 2, 1, 0, 'notes')).toBe('o₂₂');
	expect(neuronName(chain, 2, 1, 1, 'library')).toBe('a2[1, 1]');
	expect(neuronName(chain, 0, 0, 0, 'notes')).toBe('x₁');
	const turned = chainOf(find(network([3, 4, 4, 1], { turn: true }).root, 'forward')!)!;
	expect(weightName(turned, 0, 1, 3, 'library')).toBe('W1[3, 1]');
	const wide = chainOf(find(network([12, 11]).root, 'forward')!)!;
	expect(weightName(wide, 0, 1, 10, 'notes')).toBe('w₁,₁₁,₂');
});

test('a cell of the weights and the edge it is lead to each other', () => {
	for (const turn of [false, true]) {
		const [layer] = chainOf(find(network([3, 4], { turn }).root, 'forward')!)!.layers;
		for (let from = 0; from < 3; from++)
			for (let to = 0; to < 4; to++)
				expect(endsOf(layer!, layer!.given, weightCell(layer!, from, to))).toEqual([from, to]);
	}
});

const at = (root: Scope, path: string) => find(root, path) as Leaf;

test('the products on the edges add up to what the neuron holds; on the way back, to its gradient', () => {
	for (const turn of [false, true]) {
		const { root } = network([3, 4, 4, 1], { turn });
		const chain = chainOf(find(root, 'forward')!)!;
		const leaf = chain.layers[1]!.product.writer!;
		const whole = { leaf, cell: 6, index: leaf.perCell - 1, single: false, begun: true, writes: leaf.out };
		const moment = momentOf(chain, whole)!;
		expect(moment).toMatchObject({
			spot: { kind: 'neuron', column: 2, at: 2, half: 'sum' },
			row: 1,
			value: leaf.out.data[6]
		});
		expect(moment.carried.map(({ from, to }) => [from, to])).toEqual([
			[0, 2],
			[1, 2],
			[2, 2],
			[3, 2]
		]);
		const total = moment.carried.reduce((all, { product }) => all + product, 0);
		expect(total).toBeCloseTo(leaf.out.data[6]!, 14);
		for (const { factors, product } of moment.carried)
			expect(factors[0] * factors[1]).toBeCloseTo(product, 14);

		const back = chain.layers[0]!.a.grad!.writer!;
		const gradient = momentOf(chain, {
			leaf: back,
			cell: 5,
			index: 3,
			single: false,
			begun: true,
			writes: chain.layers[0]!.a
		})!;
		expect(gradient.spot).toEqual({ kind: 'neuron', column: 1, at: 1, half: 'out' });
		expect(gradient.carried.map(({ from, to }) => [from, to])).toEqual([
			[1, 0],
			[1, 1],
			[1, 2],
			[1, 3]
		]);
		expect(gradient.carried.reduce((all, { product }) => all + product, 0)).toBeCloseTo(
			back.out.data[5]!,
			14
		);
	}
});

test('a step towards the gradient of a weight is that of one sample, on one edge', () => {
	const { root } = network([3, 4]);
	const chain = chainOf(find(root, 'forward')!)!;
	const leaf = chain.layers[0]!.given.grad!.writer!;
	const moment = momentOf(chain, {
		leaf,
		cell: 7,
		index: 1,
		single: true,
		begun: true,
		writes: chain.layers[0]!.given
	})!;
	expect(moment.spot).toEqual({ kind: 'edge', layer: 0, from: 1, to: 3 });
	expect(moment.row).toBe(1);
	expect(moment.carried).toHaveLength(1);
	expect(
		momentOf(chain, {
			leaf: at(root, 'loss/sum'),
			cell: 0,
			index: 0,
			single: false,
			begun: true,
			writes: leaf.out
		})
	).toBeNull();
});

test('columns keep inside their frame, neurons apart, and names away where there is no room', () => {
	const few = columnsFor([3, 4, 4, 1], [false, true, true, true], 680, 440);
	expect(few.named).toBe(true);
	const last = few.neurons.at(-1)![0]!;
	expect(last.x + few.double / 2).toBeCloseTo(680, 6);
	expect(few.gap).toBeGreaterThan(60);
	const many = columnsFor([16, 16], [false, true], 330, 360);
	expect(many.named).toBe(false);
	const [first, second] = many.neurons[0]!;
	expect(second!.y - first!.y).toBeGreaterThan(many.high);
	expect(labelAt([16, 16], many.gap, second!.y - first!.y)).toBeNull();
	expect(labelAt([3, 1], 200, 100)!(0)).toBeCloseTo(0.4);
});

test('a weight before and after is told in as many digits as tell them apart', () => {
	expect(fromTo(null, 0.5)).toBe('.5');
	expect(fromTo(0.5, 0.5)).toBe('.5');
	expect(fromTo(0.5, 0.75)).toBe('.5 → .75');
	expect(fromTo(-1, -0.9998)).toBe('−1 → −0.9998');
	expect(fromTo(0.123, 0.124)).toBe('0.123 → 0.124');
});
