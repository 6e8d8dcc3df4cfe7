/**
 * What a chain of dense layers with two inputs says of any point of the plane: its ops run again, with the weights of the
 * moment, on as many points as one likes. What only training does, such as dropout, is left out; a batch norm takes the mean
 * and the variance of the batch that the pass went through, or those that it was given.
 */
import { Tape, type Leaf, type Tensor, size } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { epsilonOf, type Normalization } from '#engine/rules/normalize.ts';
import { bendOf, type Chain, type Layer } from '../neurons/chain.ts';

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
	return next && known(next) === size(next.shape) ? now(next, known) : tensor;
}

export interface Weights {
	readonly w: Float64Array;
	readonly b: Float64Array | null;
}

/** Of every layer, input × output, as a product reads them, and the bias; a batch norm is folded into both. */
export function weightsIn({ layers }: Chain, at: (tensor: Tensor) => Tensor): Weights[] {
	if (layers.every(({ norm }) => !norm)) return layers.map((layer) => weightsOf(layer, at));
	const tape = new Tape();
	const { x } = layers[0]!;
	let h = tape.input('x', x.shape, x.data);
	return layers.map((layer) => {
		const own = weightsOf(layer, at);
		const all = layer.norm ? folded(layer.norm, own, summed(tape, h, layer, own), at) : own;
		h = through(tape, h, layer, all);
		return all;
	});
}

/** With its statistics held fast, γ (z − mean) / √(variance + ε) + β is another weight and another bias. */
function folded(norm: Leaf, { w, b }: Weights, z: Tensor, at: (tensor: Tensor) => Tensor): Weights {
	const [, gamma, beta, mean, variance] = norm.call.xs.map((x) => at(x).data);
	const [rows, outs] = z.shape as [number, number];
	const average = (f: (cell: number) => number, j: number) =>
		Array.from({ length: rows }, (_, row) => f(row * outs + j)).reduce((sum, one) => sum + one, 0) / rows;
	const each = (f: (j: number) => number) => Float64Array.from({ length: outs }, (_, j) => f(j));
	const m = mean ?? each((j) => average((cell) => z.data[cell]!, j));
	const v = variance ?? each((j) => average((cell) => (z.data[cell]! - m[j]!) ** 2, j));
	const scale = each(
		(j) => (gamma?.[j] ?? 1) / Math.sqrt(v[j]! + epsilonOf(norm.call.attrs as Normalization))
	);
	return {
		w: w.map((one, k) => one * scale[k % outs]!),
		b: each((j) => ((b?.[b.length > 1 ? j : 0] ?? 0) - m[j]!) * scale[j]! + (beta?.[j] ?? 0))
	};
}

/** Input × output, as a product reads them, and the bias. */
function weightsOf(layer: Layer, at: (tensor: Tensor) => Tensor): Weights {
	const { given, weights, bias, ins, outs } = layer;
	const { data } = at(given);
	const w =
		given === weights
			? data
			: Float64Array.from({ length: ins * outs }, (_, k) => data[(k % outs) * ins + Math.floor(k / outs)]!);
	return { w, b: bias && at(bias).data };
}

function summed(tape: Tape, h: Tensor, { ins, outs }: Layer, { w, b }: Weights): Tensor {
	const z = tape.apply(matmul, [h, tape.constant('w', [ins, outs], w)], undefined);
	return b ? tape.apply(add, [z, tape.constant('b', [b.length], b)], undefined) : z;
}

function through(tape: Tape, h: Tensor, layer: Layer, weights: Weights): Tensor {
	const z = summed(tape, h, layer, weights);
	const bend = bendOf(layer)?.call;
	return bend ? tape.apply(bend.op, [z], bend.attrs) : z;
}

/** What the chain gives for points, a row of outputs for each. */
export function outputsOf(
	{ layers }: Chain,
	weights: readonly Weights[],
	xs: readonly number[]
): Float64Array {
	const tape = new Tape();
	const given = tape.input('x', [xs.length / 2, 2], xs);
	return layers.reduce((h, layer, k) => through(tape, h, layer, weights[k]!), given).data;
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
			if (other && (size(other.shape) === rows || size(other.shape) === rows * last.outs))
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
