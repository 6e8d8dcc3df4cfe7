/**
 * A trace as JSON, to take home: the format "backstep-trace" 1.1. It is the program (ops on tensors, in scopes) with
 * every value that came of it. Equations and elementary steps follow from the ops and are not part of it; `replay.ts`
 * runs the program again and holds it to the values.
 */
import { writeNumbers, type Numbers } from './numbers.ts';
import { coarsest, type Dtype } from './rounding.ts';
import type { Part } from '../parts.ts';
import { symbolOf } from '../tex.ts';
import { trainingFile, type TrainingFile } from './training.ts';
import type { Leaf, Node, Path, Phase, Scope, Trace } from '../trace.ts';
import { size, type Axis, type Role, type Shape, type Statistics, type Tensor } from '../tensor.ts';

export const FORMAT = 'backstep-trace';
export const VERSION = '1.1';

export interface TraceFile {
	readonly format: typeof FORMAT;
	/** In 1.0, scopes declared no parts: `older.ts` reads them from names, as they were written then. */
	readonly version: typeof VERSION | '1.0';
	/** What it is a trace of: a lesson's name, or a title. */
	readonly lesson: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly seed: number | null;
	/** Elementary steps; absent where whoever wrote the file does not count them. */
	readonly steps?: number;
	/** Where the trace is a window on a run of many updates: what is known of the whole run. */
	readonly training?: TrainingFile;
	readonly tensors: Readonly<Record<string, TensorFile>>;
	readonly ops: readonly OpFile[];
	readonly scopes: ScopeFile;
}

export interface TensorFile {
	readonly shape: Shape;
	/** What sentences and equations call it; absent where both follow from the name. */
	readonly label?: string;
	readonly symbol?: string;
	/** What the places along the first axis are called; absent where they have no names. */
	readonly names?: readonly string[];
	/** One for each axis: what it is called, and what its places are; absent where nothing is said. */
	readonly axes?: readonly Axis[];
	/** What it was computed in. */
	readonly dtype: Dtype;
	readonly role: Role;
	/** False in what is given and has no gradient: class indices, masks. */
	readonly differentiable?: false;
	/** What its numbers are like as a whole, so that a large file need not be read for it. */
	readonly statistics?: Statistics;
	readonly data: Numbers;
}

export interface OpFile {
	/** Its place in `ops`: ops are listed in the order in which they ran. */
	readonly id: number;
	readonly op: string;
	readonly phase: Phase;
	readonly attrs: unknown;
	/** What the op was applied to; absent in a gradient, which follows from the op it is of. */
	readonly inputs?: readonly string[];
	readonly reads?: readonly string[];
	/** A list where a layer that is one op writes several, as an LSTM does; see `expansions`. */
	readonly writes: string | readonly string[];
	readonly cells?: number;
	readonly stepsPerCell?: number;
	/** Of an op that is not Backstep's: the tensors that hold what it sends back to each input; null where it sends none. */
	readonly gradients?: readonly (string | null)[];
	/** On the way back: the op of forward whose gradient this is. */
	readonly mirrors?: number;
	/** Where in a program it was called; absent where nobody noted it. */
	readonly at?: Line;
	/** How many seconds it took where it was recorded; absent where nobody measured it. */
	readonly seconds?: number;
}

/** A line of a program, by the name of its file without folders. */
export interface Line {
	readonly file: string;
	/** From 1. */
	readonly line: number;
	/** Absent outside of functions. */
	readonly function?: string;
	/** How many times the line had begun by then, from 1: ops of a line with the same turn ran in one go. */
	readonly turn?: number;
	/** At the first op of a turn: the lines that called its function, innermost first, and their turns. */
	readonly within?: readonly (readonly [line: number, turn: number])[];
	/** At the first op of a turn: what names on the line stood for when it began, tensors of the trace by name and numbers. */
	readonly names?: Readonly<Record<string, string | number>>;
	/** At the first op of a turn: the variable that the line assigned, and the tensor that it stands for from then on. */
	readonly sets?: Readonly<Record<string, string>>;
}

export interface ScopeFile {
	readonly name: string;
	/** That of the scope around it where left out. */
	readonly phase?: Phase;
	readonly about?: string;
	/** In a way back: the tensor that it starts from. Its ops follow from those of forward, and may be left out. */
	readonly loss?: string;
	/** What it is; see `parts.ts`. On the way back it is that of the scope that it mirrors, and left out. */
	readonly part?: Part;
	/** On the way back: the scope of forward that it goes back through, as a child of a child … of the outermost scope. */
	readonly mirrors?: Path;
	readonly children: readonly (number | ScopeFile)[];
}

export interface Origin {
	readonly lesson: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly seed: number | null;
	/** Of a trace that was read from a file: what cannot be found by running its ops. */
	readonly tensors?: TraceFile['tensors'];
	readonly ops?: TraceFile['ops'];
}

/** `write` says how the numbers of a tensor are held. */
export function toJSON(
	trace: Trace,
	{ lesson, params, seed, tensors = {}, ops = [] }: Origin,
	write: (tensor: Tensor, dtype: Dtype) => Numbers = ({ data }, dtype) => writeNumbers(data, dtype)
): TraceFile {
	const recorded = new Map(ops.flatMap((op) => namesOf(op).map((name) => [name, op])));
	const dtypes = dtypesOf(trace, tensors);
	const sentBack = ops.flatMap(({ gradients }) => gradients ?? []).filter((name) => name !== null);
	return {
		format: FORMAT,
		version: VERSION,
		lesson,
		params,
		seed,
		steps: trace.steps,
		...(trace.training && { training: trainingFile(trace.training) }),
		tensors: Object.fromEntries([
			...sentBack.filter((name) => tensors[name]).map((name) => [name, tensors[name]!] as const),
			...[...trace.tensors.values()].map(
				(tensor) => [tensor.name, tensorFile(tensor, dtypes.get(tensor)!, write)] as const
			)
		]),
		ops: trace.leaves.map((leaf) => opFile(leaf, recorded.get(leaf.out.name))),
		scopes: scopeFile(trace.root, placesUnder(trace.root))
	};
}

/**
 * What each tensor was computed in, as its file says. What the file leaves out is of the coarsest type of what it is
 * computed from, and a gradient of no finer one than its tensor.
 */
function dtypesOf(trace: Trace, tensors: TraceFile['tensors']): Map<Tensor, Dtype> {
	const found = new Map<Tensor, Dtype>();
	for (const tensor of trace.tensors.values()) {
		const { name, gradientOf, writer } = tensor;
		const from = [...(gradientOf ? [gradientOf] : []), ...(writer?.reads ?? [])];
		const computed = from.flatMap((x) => found.get(x) ?? []);
		found.set(tensor, tensors[name]?.dtype ?? coarsest(computed));
	}
	return found;
}

function tensorFile(
	tensor: Tensor,
	dtype: Dtype,
	write: (tensor: Tensor, dtype: Dtype) => Numbers
): TensorFile {
	const { name, shape, label, symbol, names, axes, role, differentiable, writer, gradientOf } = tensor;
	return {
		shape,
		// A gradient is called after its tensor.
		...(!gradientOf && label !== name && { label }),
		...(!gradientOf && symbol !== symbolOf(name) && { symbol }),
		...(names && { names }),
		...(axes && { axes }),
		dtype,
		role,
		...(!writer && !differentiable && { differentiable: false as const }),
		data: write(tensor, dtype)
	};
}

const opFile = (
	{ id, call, phase, reads, out, perCell, mirrors }: Leaf,
	{ gradients, at, seconds }: Pick<OpFile, 'gradients' | 'at' | 'seconds'> = {}
): OpFile => ({
	id,
	op: call.op.name,
	phase,
	attrs: call.attrs ?? {},
	...(!out.gradientOf && { inputs: call.xs.map(({ name }) => name) }),
	reads: reads.map(({ name }) => name),
	writes: out.name,
	cells: size(out.shape),
	stepsPerCell: perCell,
	...(call.op.unknown && !out.gradientOf && gradients && { gradients }),
	...(mirrors && { mirrors: mirrors.id }),
	...(at && { at }),
	...(seconds !== undefined && { seconds })
});

/** What an op writes: several where a layer is one op. */
export const namesOf = ({ writes }: OpFile): readonly string[] =>
	typeof writes === 'string' ? [writes] : writes;

/** What is said of a way back follows from the ops of forward, as its ops do. */
function scopeFile(
	{ name, phase, about, part, mirrors, parent, children }: Scope,
	places: ReadonlyMap<Scope, Path>,
	wayBack = false
): ScopeFile {
	const first = children[0];
	const loss = first?.kind === 'leaf' && first.call.op.name === 'onesLike' && first.out.gradientOf;
	const follows = wayBack || Boolean(loss);
	return {
		name,
		...(phase !== (parent?.phase ?? 'forward') && { phase }),
		...(about && !follows && { about }),
		...(loss && { loss: loss.name }),
		...(part && !follows && { part }),
		...(mirrors && { mirrors: places.get(mirrors)! }),
		children: children.map((node: Node) =>
			node.kind === 'leaf' ? node.id : scopeFile(node, places, follows)
		)
	};
}

/** Where each scope stands: which child of which child of the outermost one. */
function placesUnder(root: Scope): Map<Scope, Path> {
	const places = new Map<Scope, Path>();
	const note = (scope: Scope, place: Path) => {
		places.set(scope, place);
		scope.children.forEach((child, k) => {
			if (child.kind === 'scope') note(child, [...place, k]);
		});
	};
	note(root, []);
	return places;
}
