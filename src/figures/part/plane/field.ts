/**
 * What a chain of dense layers with two inputs says of any point of the plane: its ops run again, with the weights of the
 * moment, on as many points as one likes. What only training does, such as dropout, is left out.
 */
import { Tape, type Leaf, type Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import type { Chain, Layer } from '../neurons/chain.ts';

/** How many classes have a colour of their own. */
const MOST_CLASSES = 4;

export const isPlanar = (chain: Chain): boolean =>
	chain.layers[0]!.ins === 2 &&
	pointsOf(chain).all.shape[0]! > 1 &&
	chain.layers.at(-1)!.outs <= MOST_CLASSES;

/** Rows that are given, and which of them are taken: an update works on the samples of a batch. */
interface Taken {
	readonly all: Tensor;
	/** Null where all are. */
	readonly rows: Float64Array | null;
}

function takenOf(tensor: Tensor): Taken {
	const { writer } = tensor;
	const [all, places] = writer?.call.xs ?? [];
	const takes = writer?.call.op.name === 'embedding' || writer?.call.op.name === 'gather';
	return takes && all!.writer === null && places!.writer === null && places!.shape.length === 1
		? { all: all!, rows: places!.data }
		: { all: tensor, rows: null };
}

/** The points of the plane: those that the first layer reads, and where they are some of many, all of these. */
export const pointsOf = ({ layers }: Chain): Taken => takenOf(layers[0]!.x);

/** A parameter as it is now: what the last update that is done made of it. */
export function now(tensor: Tensor, known: (tensor: Tensor) => number): Tensor {
	const next = tensor.readers.find(
		({ leaf: { call, phase }, slot }) =>
			phase === 'update' && slot === 0 && call.op.inputs[0] === 'parameter' && call.xs[0] === tensor
	)?.leaf.out;
	return next && known(next) === next.data.length ? now(next, known) : tensor;
}

export interface Weights {
	readonly w: Float64Array;
	readonly b: Float64Array | null;
}

/** Input × output, as a product reads them, and the bias. */
export function weightsOf(layer: Layer, at: (tensor: Tensor) => Tensor): Weights {
	const { given, weights, bias, ins, outs } = layer;
	const { data } = at(given);
	const w =
		given === weights
			? data
			: Float64Array.from({ length: ins * outs }, (_, k) => data[(k % outs) * ins + Math.floor(k / outs)]!);
	return { w, b: bias && at(bias).data };
}

/** What the chain gives for points, a row of outputs for each. */
export function outputsOf(
	{ layers }: Chain,
	weights: readonly Weights[],
	xs: readonly number[]
): Float64Array {
	const tape = new Tape();
	const n = xs.length / 2;
	let h = tape.input('x', [n, 2], xs);
	layers.forEach((layer, k) => {
		const { w, b } = weights[k]!;
		h = tape.apply(matmul, [h, tape.input(`w${k}`, [layer.ins, layer.outs], w)], undefined);
		if (b) h = tape.apply(add, [h, tape.input(`b${k}`, [b.length], b)], undefined);
		const bent = layer.a.writer!;
		if (layer.a !== layer.z) h = tape.apply(bent.call.op, [h], bent.call.attrs);
	});
	return h.data;
}

/** The output above which a single output neuron says yes: the middle of its range, 0 where that has no end. */
export function middleOf({ layers }: Chain): number {
	const last = layers.at(-1)!;
	const [least, most] = (last.a === last.z ? undefined : last.a.writer!.call.op.range) ?? [
		-Infinity,
		Infinity
	];
	if (least === 0 && most === Infinity) return 0.5;
	return Number.isFinite(least) && Number.isFinite(most) ? (least + most) / 2 : 0;
}

/** The class of a row of outputs, counted from 0, and from 0 to 1 how sure it is of it. */
export function saidOf(
	outputs: Float64Array,
	row: number,
	outs: number,
	middle: number
): readonly [number, number] {
	if (outs === 1) {
		const over = outputs[row]! - middle;
		return [over > 0 ? 1 : 0, Math.min(1, Math.abs(over) * 2)];
	}
	const own = outputs.subarray(row * outs, (row + 1) * outs);
	const order = [...own.keys()].sort((a, b) => own[b]! - own[a]!);
	return [order[0]!, Math.min(1, own[order[0]!]! - own[order[1]!]!)];
}

/** What the outputs are compared with: given numbers that a loss, or a difference, reads beside them; those of all points. */
export function targetsOf({ layers, rows }: Chain): Tensor | null {
	const last = layers.at(-1)!;
	for (const out of [last.a, last.z].flatMap((one) => [one, ...heldFast(one)]))
		for (const { leaf } of out.readers) {
			if (leaf.call.dy) continue;
			const other = comparedIn(leaf, out);
			if (other && (other.data.length === rows || other.data.length === rows * last.outs))
				return takenOf(other).all;
		}
	return null;
}

const heldFast = (out: Tensor): Tensor[] =>
	out.readers.flatMap(({ leaf }) => (leaf.call.op.name === 'detach' ? [leaf.out] : []));

const comparedIn = ({ call: { op, xs } }: Leaf, out: Tensor): Tensor | undefined =>
	op.family === 'loss' || op.name === 'sub'
		? xs.find((one) => one !== out && takenOf(one).all.writer === null && one.role !== 'parameter')
		: undefined;

/** The classes of the points: targets above the middle, the largest of a row, or class numbers. */
export function classesOf(chain: Chain): readonly number[] | null {
	const targets = targetsOf(chain);
	if (!targets) return null;
	const { outs } = chain.layers.at(-1)!;
	const { data } = targets;
	const rows = pointsOf(chain).all.shape[0]!;
	if (outs === 1) {
		const middle = data.includes(-1) ? 0 : 0.5;
		return Array.from(data, (value) => (value > middle ? 1 : 0));
	}
	if (data.length === rows) return Array.from(data);
	return Array.from({ length: rows }, (_, row) => saidOf(data, row, outs, 0)[0]);
}

/** Between cells of a field of different classes, as a path; the field has `fine` cells a side, which is so many pixels. */
export function borderOf(said: readonly (readonly [number, number])[], fine: number, side: number): string {
	const unit = side / fine;
	let path = '';
	for (let r = 0; r < fine; r++)
		for (let c = 0; c < fine; c++) {
			const own = said[r * fine + c]![0];
			if (c + 1 < fine && said[r * fine + c + 1]![0] !== own)
				path += `M${(c + 1) * unit} ${r * unit}v${unit}`;
			if (r + 1 < fine && said[(r + 1) * fine + c]![0] !== own)
				path += `M${c * unit} ${(r + 1) * unit}h${unit}`;
		}
	return path;
}

/** A line of the plane, w₁x + w₂y + b = 0, where it crosses a frame; null where it does not. */
export function lineIn(
	[w1, w2, b]: readonly [number, number, number],
	[left, right]: readonly [number, number],
	[low, high]: readonly [number, number]
): readonly [x1: number, y1: number, x2: number, y2: number] | null {
	const met: [number, number][] = [];
	const note = (x: number, y: number) => {
		const inside = x >= left - 1e-9 && x <= right + 1e-9 && y >= low - 1e-9 && y <= high + 1e-9;
		if (inside && !met.some(([a, c]) => Math.hypot(a - x, c - y) < 1e-9)) met.push([x, y]);
	};
	if (w2 !== 0) for (const x of [left, right]) note(x, -(w1 * x + b) / w2);
	if (w1 !== 0) for (const y of [low, high]) note(-(w2 * y + b) / w1, y);
	return met.length >= 2 ? [...met[0]!, ...met[1]!] : null;
}
