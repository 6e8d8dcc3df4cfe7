/** The loss over two weights is that of the trace where nothing is changed, and that of a run with other weights elsewhere. */
import { expect, test } from 'vitest';
import { find, Tape, train, type Tensor } from '#engine';
import { linear, turned } from '#engine/layers/linear.ts';
import { mse } from '#engine/ops/mse.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { sgd } from '#engine/optimizers/sgd.ts';
import { chainOf, chainsLike, fullest, originOf } from '../neurons/chain.ts';
import { areasOf } from './bands.ts';
import { keptPath, lossOver, parametersOf, statesOf } from './loss.ts';

function trained(first: readonly number[], turn: boolean, updates = 2) {
	const tape = new Tape();
	const x = tape.input('x', [3, 2], [0.5, -1, 2, 0.25, -0.75, 1]);
	const t = tape.constant('t', [3, 1], [1, 0, -1]);
	let parameters: Tensor[] = [
		tape.parameter('W', turn ? [1, 2] : [2, 1], first),
		tape.parameter('b', [1], [0.1])
	];
	for (let k = 0; k < updates; k++) {
		const [w, b] = parameters as [Tensor, Tensor];
		const y = tape.scope(`forward ${k}`, () =>
			tape.apply(
				tanh,
				[linear(tape, x, turn ? turned(tape, w, b) : { w, b }, { name: `z${k}`, label: 'z', symbol: 'z' })],
				undefined,
				`y${k}`
			)
		);
		tape.backward(tape.scope(`loss ${k}`, () => tape.apply(mse, [y, t], { reduction: 'mean' }, `L${k}`)));
		parameters = [
			...tape.scope('update', () => sgd(tape, parameters, { learningRate: 0.5 }).parameters, {
				phase: 'update'
			})
		];
	}
	const trace = tape.trace();
	return { trace, chain: (k: number) => chainOf(find(trace.root, `forward ${k}`)!)! };
}

const all = (tensor: Tensor) => tensor.data.length;

test('run again with its own numbers, the loss is that of the trace; with others, that of a run with them', () => {
	for (const turn of [false, true]) {
		const { trace, chain } = trained([0.4, -0.6], turn);
		const [w] = parametersOf(chain(0));
		const over = lossOver(
			chain(0),
			[
				{ tensor: w!, cell: 0 },
				{ tensor: w!, cell: 1 }
			],
			(tensor) => tensor
		);
		expect(over(0.4, -0.6)).toBe(trace.tensors.get('L0')!.data[0]);
		expect(over(1, 0.5)).toBe(trained([1, 0.5], turn).trace.tensors.get('L0')!.data[0]);
	}
});

test('the path goes from the first numbers through each update that is done', () => {
	const { chain } = trained([0.4, -0.6], false, 3);
	const { given } = chain(1).layers[0]!;
	expect(originOf(given).name).toBe('W');
	const states = statesOf(given, all);
	expect(states).toHaveLength(4);
	expect(states[1]).toBe(given);
	expect(statesOf(given, (tensor) => (tensor === states[3] ? 1 : all(tensor)))).toHaveLength(3);
});

test('the loss of networks that are trained on batches is that on all samples', () => {
	const tape = new Tape();
	const pass = (name: string, w: Tensor, rows: number) => {
		const x = tape.input(`x_${name}`, [rows, 1], [1, 2, 3].slice(0, rows));
		const y = tape.scope(name, () => linear(tape, x, { w }, { name: `y_${name}`, label: 'y', symbol: 'y' }));
		tape.scope(`loss of ${name}`, () =>
			tape.apply(mse, [y, tape.constant(`t_${name}`, [rows, 1], [2, 2, 2].slice(0, rows))], {}, `L_${name}`)
		);
	};
	const w = [1, 3].map((value, k) => tape.parameter(`w${k}`, [1, 1], [value]));
	pass('one', w[0]!, 1);
	pass('all', w[1]!, 3);
	pass('another', w[1]!, 2);
	const chain = chainOf(find(tape.trace().root, 'one')!)!;
	const all = fullest(chain);
	expect([chain.rows, all.rows, chainsLike(chain).length]).toEqual([1, 3, 2]);
	const weight = { tensor: w[0]!, cell: 0 };
	// Numbers 0, 2 and 4 away from 2, and 1, 0 and 1.
	expect(lossOver(chain, [weight, weight], (tensor) => tensor, all)(2, 2)).toBeCloseTo((0 + 4 + 16) / 3, 14);
	expect(lossOver(chain, [weight, weight], (tensor) => tensor, all)(1, 1)).toBeCloseTo((1 + 0 + 1) / 3, 14);
});

test('the path of a run of updates is that of the parameters that were kept', () => {
	const tape = new Tape();
	const data = { inputs: tape.constant('x', [2, 1], [1, 2]), targets: tape.constant('t', [2, 1], [0, 0]) };
	const history = train(tape, {
		data,
		parameters: { w: { shape: [1, 1], values: [1] }, b: { shape: [1], values: [0] } },
		network(tape, { inputs, targets, parameters: { w, b } }) {
			const output = linear(tape, inputs, { w, b }, { name: 'y', label: 'y', symbol: 'y' });
			return { output, loss: tape.apply(mse, [output, targets], {}, 'loss') };
		},
		optimizer: (tape, parameters) => sgd(tape, parameters, { learningRate: 0.1 }),
		epochs: 5,
		at: 3
	});
	const tensor = (name: string) => tape.trace().tensors.get(name)!;
	const pair = [
		{ tensor: tensor('w'), cell: 0 },
		{ tensor: tensor('b'), cell: 0 }
	] as const;
	const path = keptPath(history, pair, 3);
	expect(path).toHaveLength(3);
	// The gradients at w = 1, b = 0 are the means of 2·1·1 and 2·2·2, and of 2·1 and 2·2.
	expect(path[0]).toEqual([1, 0]);
	expect(path[1]![0]).toBeCloseTo(1 - 0.1 * 5, 14);
	expect(path[1]![1]).toBeCloseTo(0 - 0.1 * 3, 14);
	expect(keptPath(history, pair)).toHaveLength(6);
	expect(keptPath(history, pair)[3]).toEqual(pair.map(({ tensor }) => tensor.data[0]));
});

/** All numbers of a path, as points. */
const pointsOf = (path: string) =>
	[...path.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

test('a contour runs where a slope has its height, and bands hold about as many points each', () => {
	// Five by five points, as high as they are far to the right, from 0 to 4.
	const slope = Float64Array.from({ length: 25 }, (_, k) => k % 5);
	const areas = areasOf(slope, 5, 4, 40);
	// At each quarter of the way one begins, which ends beyond the edge.
	expect(areas.map((d) => Math.min(...pointsOf(d).map(([x]) => x)))).toEqual([10, 20, 30]);
	for (const d of areas) {
		expect(Math.max(...pointsOf(d).map(([x]) => x))).toBeGreaterThan(40);
		expect(Math.min(...pointsOf(d).map(([, y]) => y))).toBeLessThan(0);
		expect(Math.max(...pointsOf(d).map(([, y]) => y))).toBeGreaterThan(40);
	}
});

test('heights that are no number are lower than all others, and a plain has one level', () => {
	const heights = Float64Array.of(NaN, NaN, 1, 1, 1, 1, 1, 1, 1);
	const [area, ...others] = areasOf(heights, 3, 4, 20);
	expect(others).toEqual([]);
	expect(pointsOf(area!).length).toBeGreaterThan(4);
	expect(areasOf(Float64Array.of(NaN, NaN, NaN, NaN), 2, 4, 20).join('')).toBe('');
});
