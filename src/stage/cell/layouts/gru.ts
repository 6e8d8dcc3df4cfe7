/**
 * The GRU cell, in all its conventions: the state itself runs along the top, and the update gate says how much of it
 * stays and how much the candidate takes over. The reset gate stands before the candidate.
 */
import type { Leaf, Tensor } from '#engine';
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
const SIDE = GATES + 52;
const BELOW = GATES + GATE.height;
const H_BUS = BELOW + 16;
const X_BUS = BELOW + 30;
const INPUTS = BELOW + 46;

/** The middles of the update gate, the reset gate, its product, the candidate. */
const [Z, R, RESET, N] = [77, 240, 367, 522] as const;
const JOIN = 367;
/** The candidate's formula is the longest. */
const WIDE = 206;

export const layout: Layout = (step) => {
	const parts = partsOf(step, ['reset gate', 'update gate', 'candidate', 'hidden state']);
	if (!parts) return null;
	const ends = parts['hidden state']!;
	const [rest] = leavesNamed(ends, 'sub');
	const [kept, written] = leavesNamed(ends, 'mul');
	const [sum] = leavesNamed(ends, 'add');
	const [reset] = leavesNamed(parts.candidate!, 'mul');
	if (!rest || !kept || !written || !sum || !reset) return null;
	/** Whether z = 1 keeps the old state, as in PyTorch, or writes the new one, as in the first paper. */
	const keeps = kept.call.xs[0] !== rest.out;
	const gate = (
		name: string,
		middle: number,
		words: readonly [string, string] | null,
		width: number = GATE.width
	) => {
		const scope = parts[name]!;
		const at: Point = [middle - width / 2, GATES];
		return { scope, out: leavesOf(scope).at(-1)!.out, at, ends: words, width };
	};
	const gates = [
		gate('update gate', Z, keeps ? ['renew', 'keep'] : ['keep', 'renew']),
		gate('reset gate', R, ['ignore', 'use']),
		gate('candidate', N, null, WIDE)
	] as const;
	const [z, r, n] = gates.map(({ out }) => out) as [Tensor, Tensor, Tensor];
	const before = kept.call.xs[1]!;
	const [x, h] = leavesNamed(parts['reset gate']!, 'matmul').map(({ call }) => call.xs[0]!) as [
		Tensor,
		Tensor
	];
	const products = (name: string) => leavesNamed(parts[name]!, 'matmul');
	const onBus = (middle: number, into: Leaf | undefined, to: number): Wire => ({
		carries: h,
		into: into ? [into] : [],
		path: [
			[20, INPUTS],
			[20, H_BUS],
			[middle, H_BUS],
			[middle, to]
		]
	});
	const fromX = (middle: number, into: Leaf): Wire => ({
		carries: x,
		into: [into],
		path: [
			[R + 14, INPUTS],
			[R + 14, X_BUS],
			[middle + 14, X_BUS],
			[middle + 14, BELOW]
		]
	});
	/** What is reset: the old state itself, or what the memory weights have made of it, in a joint of its own. */
	const scaled = reset.call.xs[1]!;
	const memory = scaled === h ? null : products('candidate').find(({ call }) => call.xs[0] === h)!;
	const JOINT = { leaf: scaled.writer!, sign: 'W', at: [RESET, SIDE + 40] as const };
	const candidate = leavesOf(parts.candidate!);
	const readers = candidate.filter(({ call }) => call.xs.includes(reset.out));
	return {
		step,
		cell: 'GRU',
		gates,
		joints: [
			{ leaf: kept, sign: '⊙', at: [Z, TOP] },
			{ leaf: rest, sign: '1−', at: keeps ? [Z + 90, MIDDLE] : [Z, MIDDLE - 8] },
			{ leaf: written, sign: '⊙', at: [JOIN, MIDDLE] },
			{ leaf: sum, sign: '+', at: [JOIN, TOP] },
			{ leaf: reset, sign: '⊙', at: [RESET, SIDE] },
			...(memory ? [JOINT] : [])
		],
		wires: [
			onBus(Z - 14, products('update gate')[1], BELOW),
			onBus(R - 14, products('reset gate')[1], BELOW),
			onBus(RESET, memory ?? reset, SIDE + (memory ? 40 : 0) + RADIUS),
			...(memory
				? [
						{
							carries: scaled,
							into: [reset],
							path: [[RESET, SIDE + 40 - RADIUS] as const, [RESET, SIDE + RADIUS] as const]
						}
					]
				: []),
			fromX(Z, products('update gate')[0]!),
			fromX(R, products('reset gate')[0]!),
			fromX(
				N,
				products('candidate').find(({ call }) => call.xs[0] === x)!
			),
			{
				carries: r,
				into: [reset],
				path: [
					[R + GATE.width / 2, SIDE],
					[RESET - RADIUS, SIDE]
				]
			},
			{
				carries: reset.out,
				into: readers,
				path: [
					[RESET + RADIUS, SIDE],
					[N - WIDE / 2, SIDE]
				]
			},
			...(keeps
				? ([
						{
							carries: z,
							into: [kept],
							path: [
								[Z, GATES],
								[Z, TOP + RADIUS]
							]
						},
						{
							carries: z,
							into: [rest],
							path: [
								[Z, GATES],
								[Z, MIDDLE],
								[Z + 90 - RADIUS, MIDDLE]
							]
						},
						{
							carries: rest.out,
							into: [written],
							path: [
								[Z + 90 + RADIUS, MIDDLE],
								[JOIN - RADIUS, MIDDLE]
							]
						}
					] satisfies Wire[])
				: ([
						{
							carries: z,
							into: [rest],
							path: [
								[Z, GATES],
								[Z, MIDDLE - 8 + RADIUS]
							]
						},
						{
							carries: rest.out,
							into: [kept],
							path: [
								[Z, MIDDLE - 8 - RADIUS],
								[Z, TOP + RADIUS]
							]
						},
						{
							carries: z,
							into: [written],
							path: [
								[Z, GATES],
								[Z, MIDDLE + 20],
								[Z + 172, MIDDLE + 20],
								[Z + 172, MIDDLE],
								[JOIN - RADIUS, MIDDLE]
							]
						}
					] satisfies Wire[])),
			{
				carries: n,
				into: [written],
				path: [
					[N, GATES],
					[N, MIDDLE],
					[JOIN + RADIUS, MIDDLE]
				]
			},
			{
				carries: before,
				into: [kept],
				path: [
					[0, TOP],
					[Z - RADIUS, TOP]
				],
				highway: true
			},
			{
				carries: kept.out,
				into: [sum],
				path: [
					[Z + RADIUS, TOP],
					[JOIN - RADIUS, TOP]
				],
				highway: true
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
				into: [],
				path: [
					[JOIN + RADIUS, TOP],
					[696, TOP]
				],
				highway: true
			}
		],
		strips: [
			{ tensor: before, at: [0, 6] },
			{ tensor: kept.out, at: [Z + 60, 12] },
			{ tensor: rest.out, at: keeps ? [Z + 112, MIDDLE - 28] : [Z + 18, MIDDLE - 18] },
			{ tensor: written.out, at: [JOIN + 10, TOP + 18] },
			{ tensor: sum.out, at: [594, 12], symbol: 'left' },
			{ tensor: reset.out, at: [RESET - 51, SIDE - 36], symbol: 'above' },
			{ tensor: h, at: [0, INPUTS] },
			{ tensor: x, at: [R - 8, INPUTS] }
		],
		branches: [
			...(keeps ? [[Z, MIDDLE] as const] : [[Z, MIDDLE + 20] as const]),
			[Z - 14, H_BUS],
			[R - 14, H_BUS],
			[R + 14, X_BUS]
		]
	};
};
