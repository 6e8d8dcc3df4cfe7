/**
 * How a network is: layer by layer, how large what comes out is and what gradient comes back, which units never fire, and
 * how far an update moved the weights; and what is usually looked for in a run that does not learn.
 */
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
import { listed } from '#engine/lists.ts';
import { normIn } from '#engine/norm.ts';
import { statisticsOf } from '#engine/statistics.ts';
import { successorOf } from '#engine/versions.ts';

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
	/** The root of the mean square of what comes out. */
	readonly output: Measure;
	/** The same of its gradient; null where none came back. */
	readonly gradient: Measure | null;
	/** Units of a ReLU that are 0 throughout; null of any other layer. */
	readonly silent: Units | null;
	/** How far an update moved its parameters, as a share of their length; null where there was none. */
	readonly update: Measure | null;
}

/** Something that is looked for, in a sentence, and where it is; null where there is nothing of it. */
export interface Finding {
	readonly text: string;
	readonly at: { readonly tensor: Tensor; readonly cell: number } | null;
	/** Whether it is what keeps networks from learning. */
	readonly bad: boolean;
}

export interface Health {
	readonly layers: readonly Layer[];
	readonly findings: readonly Finding[];
}

/** So many names are told. */
const MOST_NAMED = 6;
/** A gradient so many times smaller than the largest one has vanished. */
const VANISHED = 1e-4;

export function healthOf(trace: Trace): Health {
	const layers = layersOf(trace);
	return {
		layers,
		findings: [firstBroken(trace), withoutGradient(trace), silent(layers), vanishing(layers)].filter(
			(finding) => finding !== null
		)
	};
}

/** What reads parameters or is an activation, in the order of forward: a scope that was declared as a part, or the op alone. */
function layersOf({ leaves }: Trace): Layer[] {
	const nodes = new Set<Node>();
	for (const leaf of leaves)
		if (leaf.phase === 'forward' && (isActivation(leaf) || leaf.reads.some(isWeight)))
			nodes.add(layerOf(leaf));
	// A part within a part is told by the inner one.
	const around = new Set([...nodes].flatMap((node) => ancestry(node).slice(0, -1)));
	return [...nodes].filter((node) => !around.has(node)).map(measured);
}

const isParameter = ({ role }: Tensor) => role === 'parameter';
/** A parameter, or what an update made of it. */
const isWeight = ({ role }: Tensor) => role === 'parameter' || role === 'update';
const isActivation = ({ call }: Leaf) => call.op.family === 'activation';

function layerOf(leaf: Leaf): Node {
	if (isActivation(leaf)) return leaf;
	const { parent } = leaf;
	// What holds the whole network is no layer of it.
	return parent.part && !isPart(parent, 'network') ? parent : leaf;
}

function measured(node: Node): Layer {
	const leaves = leavesOf(node);
	const out = leaves.at(-1)!.out;
	const parameters = [...new Set(leaves.flatMap(({ reads }) => reads.filter(isWeight)))];
	return {
		name: pathName(node).replace(/^forward\//, ''),
		node,
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
	const fires = new Uint8Array(units);
	for (let k = 0; k < data.length; k++) if (data[k] !== 0) fires[Math.floor(k / inner) % units] = 1;
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
	let [moved, length] = [0, 0];
	let at: Tensor | null = null;
	for (const w of parameters) {
		const next = successorOf(w);
		if (!next) continue;
		at ??= next;
		moved += normOf(next.data.map((value, k) => value - w.data[k]!)) ** 2;
		length += normOf(w.data) ** 2;
	}
	if (!at) return null;
	return { value: length ? Math.sqrt(moved / length) : Infinity, tensor: at, cell: statisticsOf(at).peak };
}

function firstBroken({ leaves }: Trace): Finding {
	for (const { out, call } of leaves) {
		// What is only moved is broken where what it comes from is.
		if (!(call.op.origin && !out.gradientOf ? call.xs : [out]).some(isBroken)) continue;
		const cell = out.data.findIndex((value) => !Number.isFinite(value));
		// A mask is −∞ where nothing is to be looked at.
		if (cell >= 0 && !(out.data[cell] === -Infinity && isMasked(out)))
			return {
				text: `The first number that is none is in ${out.name}: ${String(out.data[cell]).replace('-', '−')}.`,
				at: { tensor: out, cell },
				bad: true
			};
	}
	return { text: 'Every number is a number: no NaN and no infinity.', at: null, bad: false };
}

const isBroken = (tensor: Tensor) => {
	const { nans, infinities } = statisticsOf(tensor);
	return nans + infinities > 0;
};

const isMasked = ({ readers }: Tensor) => readers.some(({ leaf }) => leaf.call.op.name === 'softmax');

/** Where something went back at all. */
function withoutGradient({ leaves, tensors }: Trace): Finding | null {
	if (!leaves.some(({ phase }) => phase === 'backward')) return null;
	const parameters = [...tensors.values()].filter((x) => isParameter(x) && !x.writer);
	const none = parameters.filter(({ grad }) => !grad || statisticsOf(grad).zeros === size(grad.shape));
	if (!parameters.length) return null;
	if (!none.length)
		return { text: 'Every parameter has a gradient that is not 0 throughout.', at: null, bad: false };
	const first = none[0]!;
	const frozen = none.filter(({ differentiable }) => !differentiable).length;
	const unread = none.filter(({ readers }) => !readers.length).length;
	const why = [
		...(frozen ? [frozen === none.length ? 'which need none' : `${frozen} of which need none`] : []),
		...(unread ? [unread === none.length ? 'as nothing reads them' : `${unread} of which nothing reads`] : [])
	];
	return {
		text: `${none.length} of ${parameters.length} parameters ${none.length === 1 ? 'gets' : 'get'} no gradient, or 0 throughout${why.map((one) => `, ${one}`).join('')}: ${listed(
			none.map(({ name }) => name),
			MOST_NAMED
		)}.`,
		at: placeOf(first),
		bad: true
	};
}

/** The gradient of a parameter; of one that has none, what is computed from it first. */
function placeOf({ grad, readers }: Tensor): Finding['at'] {
	const tensor = grad ?? readers[0]?.leaf.out;
	return tensor ? { tensor, cell: 0 } : null;
}

function silent(layers: readonly Layer[]): Finding | null {
	const all = layers.flatMap((layer) => layer.silent ?? []);
	if (!all.length) return null;
	const some = all.filter(({ count }) => count);
	if (!some.length) return { text: 'Every unit of a ReLU fires somewhere.', at: null, bad: false };
	const count = some.reduce((n, units) => n + units.count, 0);
	const most = some.reduce((a, b) => (b.count / b.of > a.count / a.of ? b : a));
	return {
		text: `${count} of ${all.reduce((n, { of }) => n + of, 0)} units of ReLUs are 0 wherever they were asked; most of them in ${most.tensor.name}, ${most.count} of ${most.of} in ${most.places === 1 ? 'the one place' : `all ${most.places} places`}.`,
		at: most,
		// Asked once, any unit may be silent.
		bad: most.places > 1 && most.count === most.of
	};
}

function vanishing(layers: readonly Layer[]): Finding | null {
	const gradients = layers.flatMap(({ name, gradient }) =>
		gradient && Number.isFinite(gradient.value) ? [{ name, ...gradient }] : []
	);
	if (gradients.length < 2) return null;
	const least = gradients.reduce((a, b) => (b.value < a.value ? b : a));
	const most = gradients.reduce((a, b) => (b.value > a.value ? b : a));
	const share = most.value ? least.value / most.value : 1;
	const vanished = share < VANISHED;
	return {
		text: `The gradient is smallest in ${least.name}: ${share.toPrecision(2).replace('e-', 'e−')} of what it is in ${most.name}, where it is largest${vanished ? '. It vanishes on its way' : ''}.`,
		at: least,
		bad: vanished
	};
}
