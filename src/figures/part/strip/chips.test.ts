/** The strip stands for any trace: what holds the unit that one looks at is opened, and arrows say what reads what. */
import { expect, test } from 'vitest';
import { Tape, find, type Node, type Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sum } from '#engine/ops/sum.ts';
import { stripOf } from './chips.ts';

/** x → dense → [hidden: matmul, relu] → x + that → L, and the way back. */
function trace() {
	const tape = new Tape();
	const x = tape.input('x', [1, 2], [1, -2]);
	const w = tape.parameter('w', [2, 2], [1, 2, 3, 4]);
	const layer = () => tape.apply(relu, [tape.apply(matmul, [x, w], undefined, 'p')], undefined, 'h');
	const run = (): Tensor => {
		const h = tape.scope('hidden', layer);
		const y = tape.apply(add, [x, h], undefined, 'y');
		return tape.apply(sum, [y], {}, 'L');
	};
	tape.backward(tape.scope('forward', run, { part: { kind: 'network' } }));
	return tape.trace();
}

const { root } = trace();
const at = (path: string): Node => find(root, path)!;
const names = (unit: Node) => stripOf(root, unit).chips.map(({ node, tensor }) => node?.name ?? tensor.name);
const lit = (unit: Node) => {
	const { chips, at } = stripOf(root, unit);
	return chips[at]?.node?.name ?? null;
};

test('a part stands among the parts of the network, an op among those beside it', () => {
	expect(names(at('forward/hidden'))).toEqual(['x', 'hidden', 'add', 'sum']);
	expect(lit(at('forward/hidden'))).toBe('hidden');
	expect(names(at('forward/hidden/relu'))).toEqual(['x', 'matmul', 'relu', 'add', 'sum']);
	expect(lit(at('forward/hidden/relu'))).toBe('relu');
});

test('on the way back the same chips are lit', () => {
	const back = root.children.find(({ phase }) => phase === 'backward')!;
	const relus = (node: Node): Node[] =>
		node.kind === 'leaf'
			? node.mirrors === at('forward/hidden/relu')
				? [node]
				: []
			: node.children.flatMap(relus);
	const [relu] = relus(back);
	expect(names(relu!)).toEqual(names(at('forward/hidden/relu')));
	expect(lit(relu!)).toBe('relu');
});

test('arrows lead from what is read, past neighbours too', () => {
	const { chips } = stripOf(root, at('forward/hidden'));
	// add reads the layer before it, and the input past it.
	expect(chips.map(({ from }) => from)).toEqual([[], [0], [1, 0], [2]]);
});

test('a step from op to op changes no chip', () => {
	const [one, other] = ['matmul', 'relu'].map((op) => stripOf(root, at(`forward/hidden/${op}`)));
	expect(one!.chips).toBe(other!.chips);
});
