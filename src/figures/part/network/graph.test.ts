/** A network that is no row: what is drawn as one, what is opened, and who reads whom. */
import { describe, expect, test } from 'vitest';
import { find, random, Tape, type Scope, type Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sum } from '#engine/ops/sum.ts';
import { graphOf } from './graph.ts';
import { isGraph } from './forks.ts';
import { itemsOf, NO_CHOICES } from './items.ts';
import { branches, passAround } from './parts.ts';
import { sharedIn } from './shared.ts';

const D = 3;

/** A layer without a name for what it is: a product, bent. */
const layer = (tape: Tape, x: Tensor, name: string) =>
	tape.scope(name, () => {
		const w = tape.parameter(`w_${name}`, [D, D], random(3).array(D * D));
		return tape.apply(relu, [tape.apply(matmul, [x, w], undefined)], undefined);
	});

/** x goes through `deep` equal layers and, beside them, through one; both are added. */
function run(deep: number, times = 1) {
	const tape = new Tape();
	const x = tape.input('x', [2, D], random(1).array(2 * D));
	for (let k = 0; k < times; k++) {
		const loss = tape.scope(
			'forward',
			() => {
				const long = Array.from({ length: deep }, (_, n) => n).reduce(
					(y, n) => layer(tape, y, `${n}_${k}`),
					x
				);
				const both = tape.apply(add, [long, layer(tape, x, `beside_${k}`)], undefined, `both_${k}`);
				return tape.apply(sum, [both], {}, `L_${k}`);
			},
			{ part: { kind: 'network' } }
		);
		tape.backward(loss);
	}
	return tape.trace().root;
}

/** The parts of the network that a trace begins with. */
const firstPass = (root: Scope) => passAround(root, root.children[0]!);

const names = (root: Scope, choices?: Parameters<typeof itemsOf>[1]) =>
	itemsOf(firstPass(root), choices).map(({ nodes }) =>
		nodes.length > 1 ? `${nodes[0]!.name} × ${nodes.length}` : nodes[0]!.name
	);

describe('what is drawn as one', () => {
	test('equal layers, each on top of the other, are one; one beside them is not', () => {
		expect(names(run(12))).toEqual(['0_0 × 12', 'matmul', 'relu', 'add', 'sum']);
	});

	test('and are each drawn, once they are unfolded', () => {
		const root = run(3);
		const unfolded = new Set([find(root, 'forward/0_0')!]);
		expect(names(root, { ...NO_CHOICES, unfolded })).toEqual([
			'0_0',
			'1_0',
			'2_0',
			'matmul',
			'relu',
			'add',
			'sum'
		]);
	});

	test('what says nothing of itself is opened where there is room, and closed by hand', () => {
		const root = run(1);
		const beside = find(root, 'forward/beside_0')!;
		expect(names(root)).toEqual(['matmul', 'relu', 'matmul', 'relu', 'add', 'sum']);
		expect(names(root, { ...NO_CHOICES, opened: new Map([[beside, false]]) })).toEqual([
			'matmul',
			'relu',
			'beside_0',
			'add',
			'sum'
		]);
	});
});

test('an arrow leads from each part to those that read it, left to right', () => {
	const graph = graphOf(firstPass(run(12)));
	const arrows = graph.edges.map(({ to, carries }) => [carries.map(({ name }) => name), to.nodes[0]!.name]);
	expect(arrows).toContainEqual([['x'], '0_0']);
	expect(arrows).toContainEqual([['x'], 'matmul']);
	expect(arrows.filter(([, to]) => to === 'add')).toHaveLength(2);
	for (const { points } of graph.edges) expect(points.at(-1)![0]).toBeGreaterThan(points[0]![0]);
	for (const { x, y, width, height } of graph.items) {
		expect(x >= 0 && y >= 0).toBe(true);
		expect(x + width <= graph.width && y + height <= graph.height).toBe(true);
	}
});

test('a row of parts needs no graph', () => {
	expect(branches(firstPass(run(12)))).toBe(true);
	const tape = new Tape();
	const x = tape.input('x', [1, D], [1, 2, 3]);
	tape.scope('forward', () => layer(tape, layer(tape, x, 'a'), 'b'), {
		part: { kind: 'network' }
	});
	expect(branches(firstPass(tape.trace().root))).toBe(false);
});

test('of several passes, the one is drawn that one goes through or back through', () => {
	const root = run(2, 2);
	const [first, , second, back] = root.children as Scope[];
	const nodes = (node: Scope) => passAround(root, node).map(({ node }) => node);
	expect(nodes(first!)).toEqual(first!.children);
	expect(nodes(second!)).toEqual(second!.children);
	for (const child of back!.children.slice(1)) expect(nodes(child as Scope)).toEqual(second!.children);
	expect(nodes(back!)).toEqual(second!.children);
});

test('what goes around from the input is a branch; what is only shown at the end is none', () => {
	const branching = (around: boolean) => {
		const tape = new Tape();
		const x = tape.input('x', [1, D], [1, 2, 3]);
		const forward = () => {
			const y = layer(tape, x, 'a');
			tape.apply(relu, [y], undefined, 'shown');
			return tape.apply(sum, [around ? tape.apply(add, [x, y], undefined) : y], {}, 'L');
		};
		tape.scope('forward', forward, { part: { kind: 'network' } });
		return branches(firstPass(tape.trace().root));
	};
	expect([branching(false), branching(true)]).toEqual([false, true]);
});

/** A row of a layer, `many` scopes that fork, and a layer. */
function forking(many: number) {
	const tape = new Tape();
	const fork = (x: Tensor, k: number) =>
		tape.scope(`fork ${k}`, () =>
			tape.apply(
				add,
				[layer(tape, x, `left_${k}`), layer(tape, layer(tape, x, `right_${k}`), `more_${k}`)],
				undefined
			)
		);
	tape.scope(
		'forward',
		() => {
			let x = layer(tape, tape.input('x', [1, D], [1, 2, 3]), 'first');
			for (let k = 0; k < many; k++) x = tape.apply(relu, [fork(x, k)], undefined);
			layer(tape, x, 'last');
		},
		{ part: { kind: 'network' } }
	);
	return tape.trace().root;
}

test('a row whose parts fork inside is a graph, and what forks is opened before what does not', () => {
	expect(branches(firstPass(forking(1)))).toBe(false);
	expect(isGraph(firstPass(forking(1)))).toBe(true);
	expect(isGraph(firstPass(forking(0)))).toBe(false);
	// There is room for five of the six, and then for no more.
	const drawn = names(forking(6));
	expect(drawn.filter((name) => name === 'add')).toHaveLength(5);
	expect(drawn).toEqual(expect.arrayContaining(['first', 'fork 5', 'last']));
	expect(drawn).toHaveLength(24);
});

test('two networks beside each other are both open, the first above the second, each with what it reads', () => {
	const tape = new Tape();
	const [a, b] = ['a', 'b'].map((name) => tape.input(name, [2, D], random(1).array(2 * D)));
	const network = (name: string, x: Tensor) =>
		tape.scope(name, () => layer(tape, layer(tape, x, `${name}1`), `${name}2`), {
			part: { kind: 'network' }
		});
	tape.scope('both', () => [network('row', a!), network('other', b!)], { part: { kind: 'network' } });
	const { items, given, frames } = graphOf(firstPass(tape.trace().root));
	expect(frames.map(({ scope }) => scope.name)).toEqual(['row', 'other']);
	expect(frames[0]!.y + frames[0]!.height).toBeLessThan(frames[1]!.y);
	const heights = (name: string) => items.filter(({ within }) => within[0]!.name === name).map(({ y }) => y);
	expect(Math.max(...heights('row'))).toBeLessThan(Math.min(...heights('other')));
	expect(
		given.map(({ tensor, y }) => [tensor.name, y]).sort((one, two) => Number(one[1]) - Number(two[1]))[0]![0]
	).toBe('a');
});

test('from above down the same graph is narrower, and each arrow runs down', () => {
	const root = run(3);
	const parts = firstPass(root);
	const unfolded = { ...NO_CHOICES, unfolded: new Set([find(root, 'forward/0_0')!]) };
	const [right, down] = [graphOf(parts, unfolded), graphOf(parts, unfolded, 'down')];
	expect(down.width).toBeLessThan(right.width);
	expect(down.edges).toHaveLength(right.edges.length);
	for (const { points } of down.edges) expect(points.at(-1)![1]).toBeGreaterThan(points[0]![1]);
	for (const { points } of right.edges) expect(points.at(-1)![0]).toBeGreaterThan(points[0]![0]);
});

test('parts that read the same weights are told, with which other they share them', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, D], random(1).array(2 * D));
	const [own, both] = ['own', 'both'].map((name) => tape.parameter(name, [D, D], random(2).array(D * D)));
	const layer = (name: string, w: Tensor) =>
		tape.scope(name, () => tape.apply(matmul, [x, w], undefined), { part: { kind: 'dense' } });
	const [a, b, c] = [layer('left', both!), layer('right', both!), layer('beside', own!)] as const;
	tape.apply(add, [tape.apply(add, [a, b], undefined), c], undefined);
	const { root } = tape.trace();
	const items = root.children.map((node) => ({ nodes: [node], within: [], opens: false, run: null }));
	expect([...sharedIn(items)].map(([{ nodes }, other]) => [nodes[0]!.name, other])).toEqual([
		['left', 'right'],
		['right', 'left']
	]);
});
