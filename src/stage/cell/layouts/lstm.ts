/** The LSTM cell: the cell state runs along the top, scaled by the forget gate and added to; the gates stand below. */
import {
	GATE,
	RADIUS,
	leavesNamed,
	leavesOf,
	partsOf,
	type Layout,
	type Point,
	type Wire
} from '../wiring.ts';

const TOP = 40;
const MIDDLE = 94;
const GATES = 134;
const BELOW = GATES + GATE.height;
const H_BUS = BELOW + 16;
const X_BUS = BELOW + 30;
const INPUTS = BELOW + 46;

const ORDER = ['forget gate', 'input gate', 'candidate', 'output gate'] as const;
const ENDS = {
	'forget gate': ['forget', 'keep'],
	'input gate': ['ignore', 'write'],
	candidate: null,
	'output gate': ['hide', 'show']
} as const;
/** The middle of each gate, from left to right. */
const [F, I, G, O] = [77, 231, 385, 539] as const;
const JOIN = (I + G) / 2;

export const layout: Layout = (step) => {
	const parts = partsOf(step, [...ORDER, 'cell state', 'hidden state']);
	if (!parts) return null;
	const [kept, written] = leavesNamed(parts['cell state']!, 'mul');
	const [sum] = leavesNamed(parts['cell state']!, 'add');
	const [squeeze] = leavesNamed(parts['hidden state']!, 'tanh');
	const [shown] = leavesNamed(parts['hidden state']!, 'mul');
	if (!kept || !written || !sum || !squeeze || !shown) return null;
	const middles = [F, I, G, O];
	const gates = ORDER.map((name, k) => {
		const scope = parts[name]!;
		const at: Point = [middles[k]! - GATE.width / 2, GATES];
		return { scope, out: leavesOf(scope).at(-1)!.out, at, ends: ENDS[name] };
	});
	const [f, i, g, o] = gates.map(({ out }) => out);
	const [x, h] = leavesNamed(parts['forget gate']!, 'matmul').map(({ call }) => call.xs[0]!);
	const before = kept.call.xs[1]!;
	const bus = gates.flatMap(({ scope }, k): Wire[] => {
		const into = leavesNamed(scope, 'matmul');
		const middle = middles[k]!;
		return [
			{
				carries: h!,
				into: [into[1]!],
				path: [
					[20, INPUTS],
					[20, H_BUS],
					[middle - 14, H_BUS],
					[middle - 14, BELOW]
				]
			},
			{
				carries: x!,
				into: [into[0]!],
				path: [
					[I + 14, INPUTS],
					[I + 14, X_BUS],
					[middle + 14, X_BUS],
					[middle + 14, BELOW]
				]
			}
		];
	});
	return {
		step,
		cell: 'LSTM',
		gates,
		joints: [
			{ leaf: kept, sign: '⊙', at: [F, TOP] },
			{ leaf: written, sign: '⊙', at: [JOIN, MIDDLE] },
			{ leaf: sum, sign: '+', at: [JOIN, TOP] },
			{ leaf: squeeze, sign: 'tanh', at: [O, TOP + 32] },
			{ leaf: shown, sign: '⊙', at: [O, GATES - 28] }
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
					[696, TOP]
				],
				highway: true
			},
			{
				carries: f!,
				into: [kept],
				path: [
					[F, GATES],
					[F, TOP + RADIUS]
				]
			},
			{
				carries: i!,
				into: [written],
				path: [
					[I, GATES],
					[I, MIDDLE],
					[JOIN - RADIUS, MIDDLE]
				]
			},
			{
				carries: g!,
				into: [written],
				path: [
					[G, GATES],
					[G, MIDDLE],
					[JOIN + RADIUS, MIDDLE]
				]
			},
			{
				carries: written.out,
				into: [sum],
				path: [
					[JOIN, MIDDLE - RADIUS],
					[JOIN, TOP + RADIUS]
				]
			},
			{
				carries: sum.out,
				into: [squeeze],
				path: [
					[O, TOP],
					[O, TOP + 32 - RADIUS]
				]
			},
			{
				carries: squeeze.out,
				into: [shown],
				path: [
					[O, TOP + 32 + RADIUS],
					[O, GATES - 28 - RADIUS]
				]
			},
			{
				carries: o!,
				into: [shown],
				path: [
					[O, GATES],
					[O, GATES - 28 + RADIUS]
				]
			},
			{
				carries: shown.out,
				into: [],
				path: [
					[O + RADIUS, GATES - 28],
					[696, GATES - 28]
				]
			}
		],
		strips: [
			{ tensor: before, at: [0, 6] },
			{ tensor: kept.out, at: [F + 62, 12] },
			{ tensor: written.out, at: [JOIN + 10, TOP + 18] },
			{ tensor: sum.out, at: [594, 12], symbol: 'left' },
			{ tensor: squeeze.out, at: [O + 24, TOP + 23] },
			{ tensor: shown.out, at: [594, GATES - 20], symbol: 'left' },
			{ tensor: h!, at: [0, INPUTS] },
			{ tensor: x!, at: [I - 8, INPUTS] }
		],
		branches: [
			[O, TOP],
			...middles.slice(0, 3).map((middle): Point => [middle - 14, H_BUS]),
			...middles.slice(1, 3).map((middle): Point => [middle + 14, X_BUS])
		]
	};
};
