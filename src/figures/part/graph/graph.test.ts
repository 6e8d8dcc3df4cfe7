/** Small parts as graphs of numbers. The derivatives are worked out by hand, the counts on paper. */
import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { linear } from '#engine/layers/linear.ts';
import { add } from '#engine/ops/add.ts';
import { mul } from '#engine/ops/mul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sum } from '#engine/ops/sum.ts';
import { cellGraphOf, countsOf, derivativeOf } from './cells.ts';
import { labelsOf } from './labels.ts';
import { layoutIn } from './layout.ts';

/** h = a·b is read twice: L = h·c + h·d. */
function forked() {
	const tape = new Tape();
	const [a, b, c, d] = [2, 3, 4, 5].map((value, k) => tape.parameter('abcd'[k]!, [], [value]));
	const loss = tape.scope('forward', () => {
		const h = tape.apply(mul, [a!, b!], undefined, 'h');
		const left = tape.apply(mul, [h, c!], undefined, 'p');
		return tape.apply(add, [left, tape.apply(mul, [h, d!], undefined, 'q')], undefined, 'L');
	});
	tape.backward(loss);
	return tape.trace();
}

test('each number is a node, and each edge has its local derivative', () => {
	const { root } = forked();
	const graph = cellGraphOf(find(root, 'forward')!)!;
	expect(graph.nodes.map(({ tensor }) => tensor.name).sort()).toEqual([...'Labcdhpq']);
	const told = Object.fromEntries(
		graph.edges.map((edge) => [`${edge.from.tensor.name}→${edge.to.tensor.name}`, derivativeOf(edge)!])
	);
	expect(told['h→p']).toEqual({ local: 4, upstream: 1, product: 4 });
	expect(told['h→q']).toEqual({ local: 5, upstream: 1, product: 5 });
	// What comes together at h goes on to both of its factors.
	expect(told['a→h']).toEqual({ local: 3, upstream: 9, product: 27 });
	expect(told['b→h']).toEqual({ local: 2, upstream: 9, product: 18 });
	expect(told['p→L']).toEqual({ local: 1, upstream: 1, product: 1 });
});

test('without reuse, what is below a node is worked out for each path', () => {
	const graph = cellGraphOf(find(forked().root, 'forward')!)!;
	// a and b: one to h, and from there two paths of two edges each; c and d: two edges each.
	expect(countsOf(graph)).toEqual({ reused: 8, afresh: 2 * 5 + 2 * 2, wanted: 4 });
});

test('a dense layer is a graph of its cells, and the way back has the same', () => {
	const tape = new Tape();
	const x = tape.input('x', [1, 2], [1, -2]);
	const w = tape.parameter('W', [2, 2], [1, 2, 3, -4]);
	const b = tape.parameter('b', [2], [7, 1]);
	const y = tape.scope('layer', () => {
		const z = linear(tape, x, { w, b }, { name: 'z', label: 'z', symbol: 'z' });
		return tape.apply(relu, [z], undefined, 'y');
	});
	tape.backward(tape.apply(sum, [y], {}, 'L'));
	const { root } = tape.trace();
	const graph = cellGraphOf(find(root, 'layer')!)!;
	// 2 inputs, 4 weights, 2 products, 2 biases, 2 sums, 2 outputs.
	expect(graph.nodes).toHaveLength(14);
	expect(graph.edges).toHaveLength(2 * 4 + 2 * 2 + 2);
	const back = cellGraphOf(find(root, 'backward/layer')!)!;
	expect(back.nodes).toHaveLength(14);
	const layout = layoutIn(graph, Infinity);
	for (const { ends } of layout.lines) expect(ends[0]).toBeLessThan(ends[2]);
	// Labels of what comes back keep their room; where none comes, a narrow place has the columns closer.
	const forward = { ...graph, edges: graph.edges.map((edge) => ({ ...edge, back: null })) };
	expect(layoutIn(forward, 0).width).toBeLessThan(layoutIn(graph, 0).width);
	expect(layoutIn(graph, 0).width).toBeLessThan(layout.width);
	for (const { ends } of layoutIn(forward, 0).lines) expect(ends[0]).toBeLessThan(ends[2]);
});

test('what is too large is no graph', () => {
	const tape = new Tape();
	const x = tape.input('x', [7, 7], new Array(49).fill(1));
	tape.scope('square', () => tape.apply(mul, [x, x], undefined, 'y'));
	expect(cellGraphOf(find(tape.trace().root, 'square')!)).toBeNull();
});

test('labels of edges that cross stand apart, each on its edge, and none on a node', () => {
	const edges = (
		[
			[0, 0, 60, 60],
			[0, 60, 60, 0],
			[0, 30, 60, 30]
		] as const
	).map((ends) => ({ ends, halfWidth: 16, halfHeight: 7 }));
	const node = { x: 30, y: 30, halfWidth: 4, halfHeight: 4 };
	const found = labelsOf(edges, [node]);
	found.forEach(({ x, y }, k) => {
		const [x1, y1, x2, y2] = edges[k]!.ends;
		expect((x - x1) * (y2 - y1)).toBeCloseTo((y - y1) * (x2 - x1), 9);
	});
	for (const [k, a] of found.entries())
		for (const b of found.slice(k + 1))
			expect(Math.abs(a.x - b.x) >= 32 || Math.abs(a.y - b.y) >= 14).toBe(true);
});

test('a label keeps the place that it likes, and one that finds none says so', () => {
	const ends = [0, 0, 100, 0] as const;
	const [only] = labelsOf([{ ends, halfWidth: 5, halfHeight: 5, along: 0.3 }], []);
	expect(only).toEqual({ x: 30, y: 0, covers: false });
	const wide = { ends, halfWidth: 80, halfHeight: 5 };
	const [second, first] = labelsOf([wide, { ...wide, first: true }], []);
	expect(first!.covers).toBe(false);
	expect(second!.covers).toBe(true);
});
