/**
 * The plain recurrent cell: the old state and the input, each times its weights, are added up, and a function squeezes the
 * sum. Nothing runs past: the whole state is written anew at every step.
 */
import { leavesOf, type Leaf, type Tensor } from '#engine';
import { RADIUS, ROWS, WIDTH } from '../wiring.ts';
import type { Layout, Strip, Wire } from '../wiring.ts';

/** The line of the state, and along it the memory weights, the sum, the function. */
const LINE = 132;
const [MEMORY, SUM, SQUEEZE] = [170, 330, 500] as const;
const INPUT = 234;
const ABOVE = LINE - 36;
const END = WIDTH - 4;
/** There are few strips: each has room for its numbers. */
const STRIP = 138;
const MATRIX = 56;
/** Half of what a joint with a long name is wide. */
const LONG = 20;

const SIGNS: Readonly<Record<string, string>> = { tanh: 'tanh', relu: 'ReLU' };
const ADDS = ['accumulate', 'add'];

const centred = (tensor: Tensor, x: number, y: number, symbol?: 'above' | 'under'): Strip => ({
	tensor,
	at: [x - STRIP / 2, y],
	width: STRIP,
	...(symbol && { symbol })
});

export const layout: Layout = (cell) => {
	const all = leavesOf(cell);
	const squeeze = all.findLast(({ call }) => call.op.name in SIGNS);
	const adds = all.filter(({ call }) => ADDS.includes(call.op.name));
	const products = all.filter(({ call }) => call.op.name === 'matmul');
	const sum = adds.pop();
	if (!squeeze || !sum || products.length !== 2) return null;
	// The state is as wide as what is made of it. Where the input is as wide, it comes first.
	const [first, second] = products as [Leaf, Leaf];
	const isState = (x: Tensor) => x.shape.join() === squeeze.out.shape.join();
	const [fromX, fromH] = isState(second.call.xs[0]!) ? [first, second] : [second, first];
	const [x, h] = [fromX.call.xs[0]!, fromH.call.xs[0]!];
	const [weightX, weightH] = [fromX.call.xs[1]!, fromH.call.xs[1]!];
	const into = (tensor: Tensor) => [...adds, sum].filter(({ reads }) => reads.includes(tensor));
	const biases = [...new Set([...adds, sum].flatMap(({ reads }) => reads))].filter(
		({ role, data }) => role === 'parameter' && data.length > 1
	);
	const apart = STRIP + 40;
	const places = biases.map((_, k) => SUM + (k - (biases.length - 1) / 2) * apart);
	return {
		cell: 'RNN',
		gates: [],
		joints: [
			{ leaf: fromH, sign: 'W', at: [MEMORY, LINE] },
			{ leaf: fromX, sign: 'W', at: [SUM, INPUT] },
			{ leaf: sum, ...(adds.length && { before: adds }), sign: '+', at: [SUM, LINE] },
			{ leaf: squeeze, sign: SIGNS[squeeze.call.op.name]!, at: [SQUEEZE, LINE] }
		],
		wires: [
			{
				carries: h,
				into: [fromH],
				path: [
					[0, LINE],
					[MEMORY - RADIUS, LINE]
				]
			},
			{
				carries: fromH.out,
				into: into(fromH.out),
				path: [
					[MEMORY + RADIUS, LINE],
					[SUM - RADIUS, LINE]
				]
			},
			{
				carries: x,
				into: [fromX],
				path: [
					[SUM, ROWS.inputs],
					[SUM, INPUT + RADIUS]
				]
			},
			{
				carries: fromX.out,
				into: into(fromX.out),
				path: [
					[SUM, INPUT - RADIUS],
					[SUM, LINE + RADIUS]
				]
			},
			...biases.map((bias, k): Wire => ({
				carries: bias,
				into: into(bias),
				path: [
					[places[k]!, 39],
					[places[k]!, 60],
					[SUM, 60],
					[SUM, LINE - RADIUS]
				]
			})),
			{
				carries: sum.out,
				into: [squeeze],
				path: [
					[SUM + RADIUS, LINE],
					[SQUEEZE - LONG, LINE]
				]
			},
			{
				carries: squeeze.out,
				into: [],
				path: [
					[SQUEEZE + LONG, LINE],
					[END, LINE]
				]
			}
		],
		strips: [
			{ tensor: h, at: [0, ABOVE], width: STRIP, symbol: 'above' },
			{ ...centred(weightH, MEMORY, LINE + 22, 'under'), height: MATRIX },
			centred(fromH.out, (MEMORY + SUM) / 2 - 16, ABOVE, 'above'),
			centred(x, SUM, ROWS.inputs),
			{ tensor: weightX, at: [SUM + 24, INPUT - MATRIX / 2], width: STRIP, height: MATRIX },
			{ tensor: fromX.out, at: [SUM + 14, LINE + 26], width: STRIP },
			...biases.map((bias, k) => centred(bias, places[k]!, 20)),
			centred(sum.out, (SUM + SQUEEZE) / 2 + 4, ABOVE, 'above'),
			{ tensor: squeeze.out, at: [END - STRIP, ABOVE], width: STRIP, symbol: 'above' }
		],
		branches: []
	};
};
