/**
 * How large a number is painted in the deepest colour: one scale a quantity, wherever it stands. What lies between fixed
 * bounds, such as a gate or a probability, is seen against them; what is added up is seen against the largest of all that is
 * added and of what comes of it; what is only moved keeps its colours. What is added up in a large network grows so much on
 * its way that its beginning would be white: there, a tensor is seen against what was added to it, and no further.
 */
import { size, type Leaf, type Tensor } from '#engine';
import { areIds } from '#engine/ids.ts';

/** Numbers that are this much smaller than those they came from are what rounding left. */
const ROUNDING = 1e-12;
/** Of a cell of more steps, nobody asks what they came from. */
const MOST_STEPS = 512;
/** A tensor of more cells is of a large network. */
const LARGE = 4096;

const reaches = new WeakMap<Tensor, number>();
const copied = new WeakMap<Tensor, Tensor>();

/** Numbers that stand in no tensor, to be painted as those of one. */
export function likeThoseOf(tensor: Tensor, data: Float64Array): Tensor {
	const copy = { ...tensor, readers: [], data };
	copied.set(copy, tensor);
	return copy;
}

/**
 * The magnitude of the deepest colour; 1 where all numbers are 0, and Infinity, so that all stay white, where they are names
 * or nothing but rounding. A tensor is written once, so it is kept.
 */
export function reach(tensor: Tensor): number {
	let most = reaches.get(tensor);
	if (most === undefined) reaches.set(tensor, (most = find(tensor)));
	return most;
}

function find(tensor: Tensor): number {
	const of = copied.get(tensor);
	if (of) {
		const most = reach(of);
		return most === Infinity ? most : Math.max(most, largest(tensor));
	}
	if (areIds(tensor) || isRounding(tensor)) return Infinity;
	const bound = boundOf(tensor);
	if (bound) return bound;
	// A contribution to a gradient is seen beside their sum.
	const sum = tensor.gradientOf?.grad;
	if (tensor.gradientOf) return Math.max(largest(tensor), sum ? largest(sum) : 0) || 1;
	const group = addends(tensor);
	if ([...group].some(({ shape }) => size(shape) > LARGE))
		return Math.max(largest(tensor), ...madeOf(tensor).map(largest)) || 1;
	// What was only moved holds no number that is not in the group already.
	const own = [...group].filter((x) => !x.writer?.call.op.origin && !isRounding(x));
	const most = Math.max(0, ...own.map(largest)) || 1;
	for (const x of group) if (!reaches.has(x) && !rounding.get(x)) reaches.set(x, boundOf(x) ?? most);
	return most;
}

function largest(tensor: Tensor): number {
	const told = tensor.statistics;
	if (told) return Math.max(-told.least, told.largest);
	let most = 0;
	for (const value of tensor.data) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
	return most;
}

/** The bound of what an op gives, where it has one on either side; what only moves such numbers, and 1 minus a gate, too. */
function boundOf({ gradientOf, writer }: Tensor): number | null {
	if (gradientOf || !writer) return null;
	const { op, xs } = writer.call;
	const [least, most] = op.range ?? [-Infinity, Infinity];
	if (Number.isFinite(least) && Number.isFinite(most)) return Math.max(-least, most);
	const through = op.origin ? xs : op.name === 'sub' && xs[0]!.data.every((one) => one === 1) ? [xs[1]!] : [];
	const bounds = new Set(through.map(boundOf));
	return bounds.size === 1 ? [...bounds][0]! : null;
}

/** What is added to a tensor, what it is added to, and what comes of it, as far as it goes; what moves them with them. */
function addends(tensor: Tensor): Set<Tensor> {
	const group = new Set([tensor]);
	for (const x of group) {
		for (const y of madeOf(x)) group.add(y);
		for (const { leaf } of x.readers)
			if (joinedBy(leaf).includes(x)) {
				group.add(leaf.out);
				for (const y of joinedBy(leaf)) group.add(y);
			}
	}
	return group;
}

const madeOf = ({ writer }: Tensor): readonly Tensor[] => (writer ? joinedBy(writer) : []);

/** The inputs that are of one quantity with what a leaf writes. */
function joinedBy({ call: { op, xs }, out }: Leaf): readonly Tensor[] {
	if (out.gradientOf) return [];
	if (op.origin || op.name === 'add' || op.name === 'sub' || op.name === 'accumulate') return xs;
	// A weight after a step of the optimizer is the weight before, changed.
	return op.family === 'update' && op.inputs[0] === 'parameter' ? xs.slice(0, 1) : [];
}

const rounding = new WeakMap<Tensor, boolean>();

/** Whether all that a tensor holds is what rounding left where numbers cancelled: the largest of it against what it came from. */
function isRounding(tensor: Tensor): boolean {
	let is = rounding.get(tensor);
	if (is === undefined) rounding.set(tensor, (is = cancelled(tensor)));
	return is;
}

function cancelled(tensor: Tensor): boolean {
	const { writer } = tensor;
	if (!writer || writer.perCell > MOST_STEPS || (tensor.statistics && largest(tensor) >= ROUNDING))
		return false;
	const { data } = tensor;
	let cell = -1;
	for (let k = 0; k < data.length; k++) if (cell < 0 || Math.abs(data[k]!) > Math.abs(data[cell]!)) cell = k;
	// No number that is added is so large that more than a few digits of it could have gone.
	if (cell < 0 || !(Math.abs(data[cell]!) < ROUNDING) || data[cell] === 0) return false;
	const { call, rule, perCell } = writer;
	let most = 0;
	for (let s = 0; s < perCell; s++) {
		const { term, value, reads } = rule.step(call, cell, s);
		const added =
			call.op.name === 'add' || call.op.name === 'sub' ? reads.map(([x, k]) => x.data[k] ?? 0) : [];
		for (const number of [term ?? 0, value, ...added]) most = Math.max(most, Math.abs(number));
	}
	return Math.abs(data[cell]!) < ROUNDING * most;
}
