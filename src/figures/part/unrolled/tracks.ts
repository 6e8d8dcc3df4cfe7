/**
 * A sequence as tracks: a scope whose parts are time steps is a track. Tracks lie above each other, the words at the
 * bottom, as embedding, layers and outputs do in an unrolled network. What a step hands to its neighbour is found by who reads it; nothing here knows a kind of cell.
 */
import {
	isPart,
	leavesOf,
	pathName,
	sameShape,
	type Leaf,
	type Node,
	type PartOf,
	type Scope,
	type Tensor
} from '#engine';

export interface TimeStep {
	readonly t: number;
	readonly node: Scope;
	/** What the step hands on, or else what it gives out. */
	readonly states: readonly Tensor[];
	/** What it reads first: a word, an input. */
	readonly input: Tensor;
}

export interface Track {
	readonly name: string;
	/** The scope that holds its steps, and the names that lead to it. */
	readonly scope: Scope;
	readonly path: string;
	readonly steps: ReadonlyMap<number, TimeStep>;
	/** Which way states are handed on: to later steps, to earlier ones, or nowhere. */
	readonly carries: 1 | -1 | 0;
	/** What the first step reads in place of its neighbour's states. */
	readonly initial: readonly Tensor[];
	/** Steps that get their neighbour's states without their past: no gradient goes back from them. */
	readonly cuts: ReadonlySet<number>;
	/** The largest magnitude of a state, for one scale of colours. */
	readonly most: number;
}

/** A scope that is a time step. */
export type StepScope = Scope & { readonly part: PartOf<'step'> };

export const isStep = (node: Node): node is StepScope => isPart(node, 'step');

/** All tracks in a part of the network, from the bottom up. */
export function tracksOf(node: Node): Track[] {
	if (node.kind === 'leaf') return [];
	const steps = node.children.filter(isStep);
	return steps.length ? [trackOf(node, steps)] : node.children.flatMap(tracksOf);
}

function trackOf(scope: Scope, nodes: readonly StepScope[]): Track {
	const leaves = nodes.map(leavesOf);
	const { handed, initial, cut } = handedOn(leaves);
	const [first, second] = nodes.map(({ part }) => part.t);
	let most = 0;
	const steps = nodes.map((node, k): [number, TimeStep] => {
		const given = [...handed].flatMap((n) => leaves[k]![n]?.out ?? []);
		const states = given.length ? given : [leaves[k]!.at(-1)!.out];
		// An index of a word has no strength.
		for (const { data, names } of states)
			if (!names) for (const value of data) most = Math.max(most, Math.abs(value));
		const { t } = node.part;
		return [t, { t, node, states, input: inputOf(leaves[k]![0]!) }];
	});
	return {
		name: scope.name,
		scope,
		path: pathName(scope),
		steps: new Map(steps),
		carries: handed.size === 0 ? 0 : second! > first! ? 1 : -1,
		initial,
		cuts: new Set([...cut].map((k) => nodes[k]!.part.t)),
		most: most || 1
	};
}

/** Weights, old or new, stay the same from step to step: what comes in is something else. */
const inputOf = ({ reads }: Leaf): Tensor =>
	reads.find(({ role }) => role !== 'parameter' && role !== 'update') ?? reads[0]!;

/** A state that is cut off from its past is still the same state. */
const uncut = (x: Tensor): Tensor => (x.writer?.call.op.name === 'detach' ? uncut(x.writer.call.xs[0]!) : x);

/** The same numbers, wherever they were moved on the way, as from one call of a layer to the next. */
function unmoved(x: Tensor): Tensor {
	const call = x.writer?.call;
	return call && call.xs.length === 1 && call.op.family === 'shape' ? unmoved(call.xs[0]!) : x;
}

/**
 * The states that a track begins with. Of one step alone, as where a layer is called once for each word, they are what it reads
 * beside its input that is as large as what it gives.
 */
function startOf({ initial, steps }: Track): readonly Tensor[] {
	if (initial.length || steps.size > 1) return initial;
	const { node, input, states } = steps.values().next().value!;
	const inside = new Set(leavesOf(node).map(({ out }) => out));
	const reads = new Set(leavesOf(node).flatMap((leaf) => leaf.reads));
	return [...reads].filter(
		(x) =>
			x !== input &&
			!inside.has(x) &&
			x.role !== 'parameter' &&
			x.role !== 'update' &&
			sameShape(x.shape, states[0]!.shape)
	);
}

interface Handed {
	/** Which leaves of a step write what the next one reads, in their order. */
	readonly handed: ReadonlySet<number>;
	/** What the first step reads instead. */
	readonly initial: readonly Tensor[];
	/** Which steps read it cut off from its past. */
	readonly cut: ReadonlySet<number>;
}

function handedOn(leaves: readonly (readonly Leaf[])[]): Handed {
	const handed = new Set<number>();
	const initial = new Map<number, Tensor>();
	const cut = new Set<number>();
	for (let k = 1; k < leaves.length; k++) {
		const written = new Map(leaves[k - 1]!.map(({ out }, n) => [out, n]));
		leaves[k]!.forEach(({ reads }, n) => {
			reads.forEach((tensor, slot) => {
				const state = uncut(tensor);
				const from = written.get(state);
				if (from === undefined) return;
				handed.add(from);
				if (state !== tensor) cut.add(k);
				const instead = leaves[0]![n]?.reads[slot];
				if (k === 1 && instead) initial.set(from, instead);
			});
		});
	}
	const inOrder = [...handed].sort((a, b) => a - b);
	return { handed: new Set(inOrder), initial: inOrder.flatMap((n) => initial.get(n) ?? []), cut };
}

/** For each track, what its steps read beside their own states: states of other tracks, and what is given. */
function readBy(tracks: readonly Track[]): Map<Track, ReadonlyMap<Tensor, Track | null>> {
	const owners = new Map(
		tracks.flatMap((track) => [...track.steps.values()].map(({ node }) => [node, track]))
	);
	const ownerOf = (leaf: Leaf) => {
		for (let at: Scope | null = leaf.parent; at; at = at.parent) if (owners.has(at)) return owners.get(at)!;
		return null;
	};
	return new Map(
		tracks.map((track) => {
			const found = new Map<Tensor, Track | null>();
			const seen = new Set<Tensor>(startOf(track));
			// What lies between two tracks, such as dropout, is looked through.
			const look = (x: Tensor) => {
				if (seen.has(x) || x.role === 'parameter' || x.role === 'update' || !x.shape.length) return;
				seen.add(x);
				const owner = x.writer && ownerOf(x.writer);
				if (owner === track) return;
				if (owner || !x.writer) found.set(x, owner);
				else x.writer.call.xs.forEach(look);
			};
			const [step] = track.steps.values();
			for (const { reads } of leavesOf(step!.node)) reads.forEach(look);
			return [track, found];
		})
	);
}

/** For each track, the others that its steps read, or, as null, what is given. */
export const sourcesOf = (tracks: readonly Track[]): Map<Track, ReadonlySet<Track | null>> =>
	new Map([...readBy(tracks)].map(([track, read]) => [track, new Set(read.values())]));

/** Tracks that stand above each other, a column for each time step. */
export interface Sequence {
	readonly tracks: readonly Track[];
	/** What it begins with: last states of the sequence before; none in the first one. */
	readonly begins: readonly Tensor[];
	/** The track before whose states are all read, and not only the last one. */
	readonly looksAt: Track | null;
}

/** A track that begins with the last states of another one starts after it; all others stand above each other. */
export function sequencesOf(tracks: readonly Track[]): Sequence[] {
	const read = readBy(tracks);
	const last = ({ steps }: Track) => [...steps.values()].at(-1)!.states;
	const starts = new Map(tracks.map((track) => [track, new Set(startOf(track).map(unmoved))]));
	const before = (track: Track) =>
		tracks.find((other) => other !== track && last(other).some((state) => starts.get(track)!.has(state)));
	const place = (track: Track): number => {
		const first = before(track);
		const below = [...new Set(read.get(track)!.values())]
			.filter((one) => one !== null && one !== first)
			.map((one) => place(one!));
		return Math.max(first ? place(first) + 1 : 0, ...below);
	};
	const places = tracks.map(place);
	return [...new Set(places)].sort().map((k) => {
		const own = tracks.filter((_, n) => places[n] === k);
		const heirs = own.filter(before);
		return {
			tracks: own,
			begins: heirs.flatMap((track) =>
				startOf(track).filter((x) => last(before(track)!).includes(unmoved(x)))
			),
			looksAt:
				heirs
					.map((track) => before(track)!)
					.find((one) =>
						[...read.get(heirs[0]!)!].some(([x, owner]) => owner === one && !last(one).includes(x))
					) ?? null
		};
	});
}
