/** The LSTM cell: the cell state runs along the top, scaled by the forget gate and added to; the gates stand below. */
import { leavesOf } from '#engine';
import { fromH, fromX, GATE, leavesNamed, partsOf, RADIUS, ROWS, WIDTH } from '../wiring.ts';
import type { Layout, Point, Wire } from '../wiring.ts';

const ORDER = ['forget', 'input', 'candidate', 'output'] as const;
const ENDS = {
	forget: ['forget', 'keep'],
	input: ['ignore', 'write'],
	candidate: null,
	output: ['hide', 'show']
} as const;
/** The middle of each gate, from left to right. */
const [F, I, G, O] = [77, 231, 385, 539] as const;
const JOIN = (I + G) / 2;
const TOP = ROWS.state;
/** Where the cell state is squeezed, and where it is shown. */
const [SQUEEZE, SHOW] = [TOP + 32, ROWS.gates - 28] as const;
const END = WIDTH - 4;

export const layout: Layout = (cell) => {
	const parts = partsOf(cell, [...ORDER, 'cell state', 'hidden state']);
	if (!parts) return null;
	const [kept, written] = leavesNamed(parts['cell state'], 'mul');
	const [sum] = leavesNamed(parts['cell state'], 'add');
	const [squeeze] = leavesNamed(parts['hidden state'], 'tanh');
	const [shown] = leavesNamed(parts['hidden state'], 'mul');
	if (!kept || !written || !sum || !squeeze || !shown) return null;
	const middles = [F, I, G, O] as const;
	const gates = ORDER.map((name, k) => {
		const scope = parts[name];
		const at: Point = [middles[k]! - GATE.width / 2, ROWS.gates];
		return { scope, out: leavesOf(scope).at(-1)!.out, at, ends: ENDS[name] };
	});
	const [f, i, g, o] = gates.map(({ out }) => out);
	const [x, h] = leavesNamed(parts.forget, 'matmul').map(({ call }) => call.xs[0]!);
	const before = kept.call.xs[1]!;
	const bus = gates.flatMap(({ scope }, k): Wire[] => {
		const [fromInput, fromMemory] = leavesNamed(scope, 'matmul');
		return [fromH(h!, fromMemory!, middles[k]! - 14), fromX(x!, fromInput!, I + 14, middles[k]! + 14)];
	});
	return {
		cell: 'LSTM',
		gates,
		joints: [
			{ leaf: kept, sign: '⊙', at: [F, TOP] },
			{ leaf: written, sign: '⊙', at: [JOIN, ROWS.middle] },
			{ leaf: sum, sign: '+', at: [JOIN, TOP] },
			{ leaf: squeeze, sign: 'tanh', at: [O, SQUEEZE] },
			{ leaf: shown, sign: '⊙', at: [O, SHOW] }
		],
		wires: [
			...bus,
			{
				carries: before,
				into: [kept],
				path: [
					[0, TOP],
					[F - RADIUS, TOP]
				],
				highway: true
			},
			{
				carries: kept.out,
				into: [sum],
				path: [
					[F + RADIUS, TOP],
					[JOIN - RADIUS, TOP]
				],
				highway: true
			},
			{
				carries: sum.out,
				into: [],
				path: [
					[JOIN + RADIUS, TOP],
					[END, TOP]
				],
				highway: true
			},
			{
				carries: f!,
				into: [kept],
				path: [
					[F, ROWS.gates],
					[F, TOP + RADIUS]
				]
			},
			{
				carries: i!,
				into: [written],
				path: [
					[I, ROWS.gates],
					[I, ROWS.middle],
					[JOIN - RADIUS, ROWS.middle]
				]
			},
			{
				carries: g!,
				into: [written],
				path: [
					[G, ROWS.gates],
					[G, ROWS.middle],
					[JOIN + RADIUS, ROWS.middle]
				]
			},
			{
				carries: written.out,
				into: [sum],
				path: [
					[JOIN, ROWS.middle - RADIUS],
					[JOIN, TOP + RADIUS]
				]
			},
			{
				carries: sum.out,
				into: [squeeze],
				path: [
					[O, TOP],
					[O, SQUEEZE - RADIUS]
				]
			},
			{
				carries: squeeze.out,
				into: [shown],
				path: [
					[O, SQUEEZE + RADIUS],
					[O, SHOW - RADIUS]
				]
			},
			{
				carries: o!,
				into: [shown],
				path: [
					[O, ROWS.gates],
					[O, SHOW + RADIUS]
				]
			},
			{
				carries: shown.out,
				into: [],
				path: [
					[O + RADIUS, SHOW],
					[END, SHOW]
				]
			}
		],
		strips: [
			{ tensor: before, at: [0, 6] },
			{ tensor: kept.out, at: [F + 66, 11] },
			{ tensor: written.out, at: [JOIN + 10, TOP + 17] },
			{ tensor: sum.out, at: [578, 11], symbol: 'left' },
			{ tensor: squeeze.out, at: [O + 24, TOP + 22], symbol: 'under' },
			{ tensor: shown.out, at: [578, ROWS.gates - 21], symbol: 'left' },
			{ tensor: h!, at: [0, ROWS.inputs] },
			{ tensor: x!, at: [I - 8, ROWS.inputs] }
		],
		branches: [
			[O, TOP],
			...middles.slice(0, 3).map((middle): Point => [middle - 14, ROWS.h]),
			...middles.slice(1, 3).map((middle): Point => [middle + 14, ROWS.x])
		]
	};
};
