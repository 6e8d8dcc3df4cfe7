/**
 * The GRU cell, in all its conventions: the state itself runs along the top, and the update gate says how much of it
 * stays and how much the candidate takes over. The reset gate stands before the candidate.
 */
import { leavesOf, type Leaf, type Scope, type Tensor } from '#engine';
import { fromH, fromX, GATE, leavesNamed, partsOf, RADIUS, ROWS, WIDTH } from '../wiring.ts';
import type { Gate, Joint, Layout, Point, Strip, Wire } from '../wiring.ts';

/** The middles of the update gate, the reset gate, its product, the candidate. */
const [Z, R, RESET, N] = [77, 240, 367, 522] as const;
const JOIN = 367;
const TOP = ROWS.state;
const SIDE = ROWS.gates + 58;
const MEMORY = SIDE + 42;
/** The candidate's formula is the longest. */
const WIDE = 206;
const END = WIDTH - 4;

/** A part of the drawing that is laid out by itself. */
interface Piece {
	readonly joints: readonly Joint[];
	readonly wires: readonly Wire[];
	readonly strip: Strip;
	readonly branch?: Point;
}

export const layout: Layout = (cell) => {
	const parts = partsOf(cell, ['reset', 'update', 'candidate', 'hidden state']);
	if (!parts) return null;
	const [rest] = leavesNamed(parts['hidden state'], 'sub');
	const [kept, written] = leavesNamed(parts['hidden state'], 'mul');
	const [sum] = leavesNamed(parts['hidden state'], 'add');
	const [reset] = leavesNamed(parts.candidate, 'mul');
	if (!rest || !kept || !written || !sum || !reset) return null;
	/** Whether z = 1 keeps the old state or writes the new one. */
	const keeps = kept.call.xs[0] !== rest.out;
	const update = gate(parts.update, Z, keeps ? ['renew', 'keep'] : ['keep', 'renew']);
	const resets = gate(parts.reset, R, ['ignore', 'use']);
	const candidate = gate(parts.candidate, N, null, WIDE);
	const before = kept.call.xs[1]!;
	const products = (name: keyof typeof parts) => leavesNamed(parts[name], 'matmul');
	const [x, h] = products('reset').map(({ call }) => call.xs[0]!) as [Tensor, Tensor];
	const blend = (keeps ? keeping : writing)(update.out, rest, kept, written);
	const memory = resetting(parts.candidate, reset, resets.out, h);
	const input = (name: keyof typeof parts) => products(name).find(({ call }) => call.xs[0] === x)!;
	return {
		cell: 'GRU',
		gates: [update, resets, candidate],
		joints: [
			{ leaf: kept, sign: '⊙', at: [Z, TOP] },
			{ leaf: written, sign: '⊙', at: [JOIN, ROWS.middle] },
			{ leaf: sum, sign: '+', at: [JOIN, TOP] },
			...blend.joints,
			...memory.joints
		],
		wires: [
			fromH(h, products('update')[1]!, Z - 14),
			fromH(h, products('reset')[1]!, R - 14),
			fromX(x, input('update'), R + 14, Z + 14),
			fromX(x, input('reset'), R + 14, R + 14),
			fromX(x, input('candidate'), R + 14, N + 14),
			...memory.wires,
			...blend.wires,
			{
				carries: candidate.out,
				into: [written],
				path: [
					[N, ROWS.gates],
					[N, ROWS.middle],
					[JOIN + RADIUS, ROWS.middle]
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
					[JOIN, ROWS.middle - RADIUS],
					[JOIN, TOP + RADIUS]
				]
			},
			{
				carries: sum.out,
				into: [],
				path: [
					[JOIN + RADIUS, TOP],
					[END, TOP]
				],
				highway: true
			}
		],
		strips: [
			{ tensor: before, at: [0, 6] },
			{ tensor: kept.out, at: [Z + 66, 11] },
			{ tensor: written.out, at: [JOIN + 10, TOP + 17] },
			{ tensor: sum.out, at: [578, 11], symbol: 'left' },
			{ tensor: h, at: [0, ROWS.inputs] },
			{ tensor: x, at: [R - 8, ROWS.inputs] },
			blend.strip,
			memory.strip
		],
		branches: [blend.branch!, [Z - 14, ROWS.h], [R - 14, ROWS.h], [R + 14, ROWS.x]]
	};
};

function gate(scope: Scope, middle: number, ends: Gate['ends'], width: number = GATE.width): Gate {
	return { scope, out: leavesOf(scope).at(-1)!.out, at: [middle - width / 2, ROWS.gates], ends, width };
}

type Blend = (z: Tensor, rest: Leaf, kept: Leaf, written: Leaf) => Piece;

/** z scales the old state, and 1 − z the candidate. */
const keeping: Blend = (z, rest, kept, written) => ({
	joints: [{ leaf: rest, sign: '1−', at: [Z + 90, ROWS.middle] }],
	wires: [
		{
			carries: z,
			into: [kept],
			path: [
				[Z, ROWS.gates],
				[Z, TOP + RADIUS]
			]
		},
		{
			carries: z,
			into: [rest],
			path: [
				[Z, ROWS.gates],
				[Z, ROWS.middle],
				[Z + 90 - RADIUS, ROWS.middle]
			]
		},
		{
			carries: rest.out,
			into: [written],
			path: [
				[Z + 90 + RADIUS, ROWS.middle],
				[JOIN - RADIUS, ROWS.middle]
			]
		}
	],
	strip: { tensor: rest.out, at: [Z + 108, ROWS.middle - 29] },
	branch: [Z, ROWS.middle]
});

/** z scales the candidate, and 1 − z the old state. */
const writing: Blend = (z, rest, kept, written) => {
	const [up, down, right] = [ROWS.middle - 8, ROWS.middle + 20, Z + 188];
	return {
		joints: [{ leaf: rest, sign: '1−', at: [Z, up] }],
		wires: [
			{
				carries: z,
				into: [rest],
				path: [
					[Z, ROWS.gates],
					[Z, up + RADIUS]
				]
			},
			{
				carries: rest.out,
				into: [kept],
				path: [
					[Z, up - RADIUS],
					[Z, TOP + RADIUS]
				]
			},
			{
				carries: z,
				into: [written],
				path: [
					[Z, ROWS.gates],
					[Z, down],
					[right, down],
					[right, ROWS.middle],
					[JOIN - RADIUS, ROWS.middle]
				]
			}
		],
		strip: { tensor: rest.out, at: [Z + 18, ROWS.middle - 18] },
		branch: [Z, down]
	};
};

/** What is reset: the old state itself, or what the memory weights have made of it, in a joint of its own. */
function resetting(candidate: Scope, reset: Leaf, r: Tensor, h: Tensor): Piece {
	const scaled = reset.call.xs[1]!;
	const weighed = scaled === h ? null : scaled.writer!;
	const product = weighed && leavesNamed(candidate, 'matmul').find(({ call }) => call.xs[0] === h)!;
	const joint: Joint | null = weighed && {
		leaf: weighed,
		...(product !== weighed && { before: [product!] }),
		sign: 'W',
		at: [RESET, MEMORY]
	};
	return {
		joints: [{ leaf: reset, sign: '⊙', at: [RESET, SIDE] }, ...(joint ? [joint] : [])],
		wires: [
			fromH(h, product ?? reset, RESET, (joint ? MEMORY : SIDE) + RADIUS),
			...(joint
				? [
						{
							carries: scaled,
							into: [reset],
							path: [
								[RESET, MEMORY - RADIUS],
								[RESET, SIDE + RADIUS]
							]
						} as const
					]
				: []),
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
				into: leavesOf(candidate).filter(({ call }) => call.xs.includes(reset.out)),
				path: [
					[RESET + RADIUS, SIDE],
					[N - WIDE / 2, SIDE]
				]
			}
		],
		strip: { tensor: reset.out, at: [RESET - 47, SIDE - 38], symbol: 'above', width: 92 }
	};
}
