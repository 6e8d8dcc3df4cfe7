/** The strip stands for any trace: what holds the unit that one looks at is opened, and arrows say what reads what. */
import { expect, test } from 'vitest';
import { ancestry, find, Tape, train, updatesIn, type Node, type Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mse } from '#engine/ops/mse.ts';
import { relu } from '#engine/ops/relu.ts';
import { sum } from '#engine/ops/sum.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
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
const names = (unit: Node) => stripOf(unit).chips.map(({ node, tensor }) => node?.name ?? tensor.name);
const lit = (unit: Node) => {
	const { chips, at } = stripOf(unit);
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
	const { chips } = stripOf(at('forward/hidden'));
	// add reads the layer before it, and the input past it.
	expect(chips.map(({ from }) => from)).toEqual([[], [0], [1, 0], [2]]);
});

test('a step from op to op changes no chip', () => {
	const [one, other] = ['matmul', 'relu'].map((op) => stripOf(at(`forward/hidden/${op}`)));
	expect(one!.chips).toBe(other!.chips);
});

test('in a run of updates, the strip shows the layers of the update that one is in, there and back', () => {
	const tape = new Tape();
	const inputs = tape.input('x', [2, 1], [1, -2]);
	const targets = tape.constant('t', [2, 1], [3, -6]);
	train(tape, {
		data: { inputs, targets },
		parameters: { w: { shape: [1, 1], values: [0.5] } },
		network: (tape, { inputs, targets, parameters: { w } }) => {
			const output = tape.scope(
				'forward',
				() => tape.apply(relu, [tape.apply(matmul, [inputs, w], undefined, 'p')], undefined, 'h'),
				{ part: { kind: 'network' } }
			);
			return { output, loss: tape.scope('loss', () => tape.apply(mse, [output, targets], {}, 'L')) };
		},
		optimizer: (tape, parameters) => sgd(tape, parameters, { learningRate: 0.1 }),
		epochs: 3,
		window: 2
	});
	const { root } = tape.trace();
	const second = updatesIn(root)[1]!;
	const shown = (path: string) => {
		const node = find(second, path)!;
		// Whichever is asked first.
		return [
			names(node),
			lit(node),
			stripOf(node).chips.every((chip) => !chip.node || ancestry(chip.node).includes(second))
		];
	};
	expect(shown('backward')).toEqual([['x', 'matmul', 'relu', 'loss'], null, true]);
	expect(shown('forward')).toEqual([['x', 'matmul', 'relu', 'loss'], null, true]);
	expect(shown('forward/relu')).toEqual([['x', 'matmul', 'relu', 'loss'], 'relu', true]);
	expect(shown('backward/loss')).toEqual([['x', 'matmul', 'relu', 'loss'], 'loss', true]);
});
