/** What a network is made of, layer by layer: how large what comes out is and what gradient comes back, which units never fire, and how far an update moved the weights. */
import {
	ancestry,
	isPart,
	leavesOf,
	normOf,
	pathName,
	size,
	type Leaf,
	type Node,
	type Tensor,
	type Trace
} from '#engine';
import { namesOf, type OpFile } from '#engine/file/json.ts';
import { normIn } from '#engine/norm.ts';
import { statisticsOf } from '#engine/statistics.ts';
import { successorOf } from '#engine/versions.ts';

/** How many seconds an op took. */
export type Seconds = ReadonlyMap<Leaf, number>;

const NOT_MEASURED: Seconds = new Map();

/** What a file says of its ops. */
export function secondsOf({ leaves }: Trace, ops: readonly OpFile[]): Seconds {
	const said = new Map(
		ops.flatMap((op) =>
			op.seconds === undefined ? [] : namesOf(op).map((name) => [name, op.seconds!] as const)
		)
	);
	return said.size
		? new Map(
				leaves.flatMap((leaf) => {
					const one = said.get(leaf.out.name);
					return one === undefined ? [] : [[leaf, one] as const];
				})
			)
		: NOT_MEASURED;
}

/** A number of a layer, and the cell that shows it. */
export interface Measure {
	readonly value: number;
	readonly tensor: Tensor;
	readonly cell: number;
}

/** How many units of an activation give the same for all that was put in. */
export interface Units {
	readonly count: number;
	readonly of: number;
	/** What was put in: samples, words or places. */
	readonly places: number;
	readonly tensor: Tensor;
	/** Of the first of them. */
	readonly cell: number;
}

export interface Layer {
	readonly name: string;
	readonly node: Node;
	/** How many elementary steps it takes on the way forward, and the number that the last of them writes. */
	readonly steps: Measure;
	/** How many seconds that took where it was recorded; null where nobody measured it. */
	readonly seconds: Measure | null;
	/** The root of the mean square of what comes out. */
	readonly output: Measure;
	/** The same of its gradient; null where none came back. */
	readonly gradient: Measure | null;
	/** Units of a ReLU that are 0 throughout; null of any other layer. */
	readonly silent: Units | null;
	/** How far an update moved its parameters, as a share of their length; null where there was none. */
	readonly update: Measure | null;
}

/** What reads parameters or is an activation, in the order of forward: a scope that was declared as a part, or the op alone. */
export function layersOf({ leaves }: Trace, seconds: Seconds = NOT_MEASURED): Layer[] {
	const nodes = new Set<Node>();
	for (const leaf of leaves)
		if (leaf.phase === 'forward' && (isActivation(leaf) || leaf.reads.some(isWeight)))
			nodes.add(layerOf(leaf));
	// A part within a part is told by the inner one.
	const around = new Set([...nodes].flatMap((node) => ancestry(node).slice(0, -1)));
	return [...nodes].filter((node) => !around.has(node)).map((node) => measured(node, seconds));
}

export const isParameter = ({ role }: Tensor) => role === 'parameter';
/** A parameter, or what an update made of it. */
const isWeight = ({ role }: Tensor) => role === 'parameter' || role === 'update';
const isActivation = ({ call }: Leaf) => call.op.family === 'activation';

function layerOf(leaf: Leaf): Node {
	if (isActivation(leaf)) return leaf;
	const { parent } = leaf;
	// What holds the whole network is no layer of it.
	return parent.part && !isPart(parent, 'network') ? parent : leaf;
}

export function measured(node: Node, seconds: Seconds): Layer {
	const leaves = leavesOf(node);
	const out = leaves.at(-1)!.out;
	const times = leaves.flatMap((leaf) => seconds.get(leaf) ?? []);
	const last = size(out.shape) - 1;
	const parameters = [...new Set(leaves.flatMap(({ reads }) => reads.filter(isWeight)))];
	return {
		name: pathName(node).replace(/^forward\//, ''),
		node,
		steps: { value: node.steps, tensor: out, cell: last },
		seconds: times.length ? { value: times.reduce((a, b) => a + b), tensor: out, cell: last } : null,
		output: rms(out),
		gradient: out.grad && rms(out.grad),
		silent: leaves.at(-1)!.call.op.name === 'relu' ? silentIn(out) : null,
		update: moveOf(parameters)
	};
}

const rms = (tensor: Tensor): Measure => ({
	value: normIn(tensor) / Math.sqrt(Math.max(1, size(tensor.shape))),
	tensor,
	cell: statisticsOf(tensor).peak
});

/** Units lie along the last axis, those of images along their channels. */
function silentIn(tensor: Tensor): Units {
	const { shape, data } = tensor;
	const axis = shape.length === 4 ? 1 : Math.max(0, shape.length - 1);
	const units = shape[axis] ?? 1;
	const inner = size(shape.slice(axis + 1));
	// Where nothing is 0, all fire: nobody needs to look at each number.
	const { zeros } = statisticsOf(tensor);
	const fires = new Uint8Array(units).fill(zeros ? 0 : 1);
	for (let k = 0; zeros && k < data.length; k++) if (data[k] !== 0) fires[Math.floor(k / inner) % units] = 1;
	const first = fires.indexOf(0);
	return {
		count: fires.reduce((n, one) => n + Number(!one), 0),
		of: units,
		places: data.length / Math.max(1, units),
		tensor,
		cell: Math.max(0, first) * inner
	};
}

/** How far an update moved parameters, as a share of their length. */
function moveOf(parameters: readonly Tensor[]): Measure | null {
	const moves = parameters.flatMap((w) => moveOfOne(w) ?? []);
	const first = moves[0]?.to;
	if (!first) return null;
	const [moved, length] = (['moved', 'length'] as const).map((key) =>
		Math.sqrt(moves.reduce((sum, move) => sum + move[key] ** 2, 0))
	) as [number, number];
	return { value: length ? moved / length : Infinity, tensor: first, cell: statisticsOf(first).peak };
}

/** What an update made of a parameter, how far that is from it, and how long it was. */
interface Move {
	readonly to: Tensor;
	readonly moved: number;
	readonly length: number;
}

const moves = new WeakMap<Tensor, Move>();

/** A parameter is told with its layer, and with every module around it. */
export function moveOfOne(w: Tensor): Move | null {
	const known = moves.get(w);
	if (known) return known;
	const to = successorOf(w);
	if (!to) return null;
	const move = { to, moved: normOf(to.data.map((value, k) => value - w.data[k]!)), length: normIn(w) };
	moves.set(w, move);
	return move;
}

/** Of several layers: all their units, and the first silent one of the layer that has most. */
export function silentOf(layers: readonly Layer[]): Units | null {
	const all = layers.flatMap(({ silent }) => silent ?? []);
	if (!all.length) return null;
	const sum = (key: 'count' | 'of') => all.reduce((n, units) => n + units[key], 0);
	const most = all.reduce((a, b) => (b.count / b.of > a.count / a.of ? b : a));
	return { ...most, count: sum('count'), of: sum('of') };
}
