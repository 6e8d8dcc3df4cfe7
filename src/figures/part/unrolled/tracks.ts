/**
 * A sequence as tracks: a scope whose parts are time steps ("t = 1", "t = 2" …) is a track, with one stop for each
 * step. Tracks lie above each other, the words at the bottom, as embedding, layers and outputs do in an unrolled
 * network. What a step hands to its neighbour is found by who reads it; nothing here knows a kind of cell.
 */
import { find, leavesOf, type Leaf, type Node, type Scope, type Tensor } from '#engine';

export interface Stop {
	readonly t: number;
	readonly node: Scope;
	/** What the step hands on, or else what it gives out. */
	readonly states: readonly Tensor[];
	/** What it reads first: a word, an input. */
	readonly input: Tensor;
}

export interface Track {
	readonly name: string;
	/** The names from the phase down, without the phase: "rnn", "stacked lstm/layer 1". */
	readonly path: string;
	readonly stops: ReadonlyMap<number, Stop>;
	/** Which way states are handed on: to later steps, to earlier ones, or nowhere. */
	readonly carries: 1 | -1 | 0;
	/** What the first step reads in place of its neighbour's states. */
	readonly initial: readonly Tensor[];
	/** Steps that get their neighbour's states without their past: no gradient goes back from them. */
	readonly cuts: ReadonlySet<number>;
	/** The largest magnitude of a state, for one scale of colours. */
	readonly most: number;
}

const STEP = /^t = (-?\d+)$/;

export const stepOf = (name: string): number | null => {
	const match = STEP.exec(name);
	return match && Number(match[1]);
};

export const isStep = (node: Node): node is Scope => node.kind === 'scope' && stepOf(node.name) !== null;

/** All tracks in a part of the network, from the bottom up. */
export function tracksOf(node: Node, above = ''): Track[] {
	if (node.kind === 'leaf') return [];
	const path = above ? `${above}/${node.name}` : node.name;
	const steps = node.children.filter(isStep);
	if (steps.length) return [trackOf(node.name, path, steps)];
	return node.children.flatMap((child) => tracksOf(child, path));
}

function trackOf(name: string, path: string, steps: readonly Scope[]): Track {
	const leaves = steps.map(leavesOf);
	const { handed, initial, cut } = handedOn(leaves);
	const [first, second] = steps.map(({ name }) => stepOf(name)!);
	let most = 0;
	const stops = steps.map((node, k): [number, Stop] => {
		const given = [...handed].flatMap((n) => leaves[k]![n]?.out ?? []);
		const states = given.length ? given : [leaves[k]!.at(-1)!.out];
		// An index of a word has no strength.
		for (const { data, names } of states)
			if (!names) for (const value of data) most = Math.max(most, Math.abs(value));
		const t = stepOf(node.name)!;
		return [t, { t, node, states, input: inputOf(leaves[k]![0]!) }];
	});
	return {
		name,
		path,
		stops: new Map(stops),
		carries: handed.size === 0 ? 0 : second! > first! ? 1 : -1,
		initial,
		cuts: new Set([...cut].map((k) => stepOf(steps[k]!.name)!)),
		most: most || 1
	};
}

/** Weights, old or new, stay the same from step to step: what comes in is something else. */
const inputOf = ({ reads }: Leaf): Tensor =>
	reads.find(({ role }) => role !== 'parameter' && role !== 'update') ?? reads[0]!;

/** A state that is cut off from its past is still the same state. */
const uncut = (x: Tensor): Tensor => (x.writer?.call.op.name === 'detach' ? uncut(x.writer.call.xs[0]!) : x);

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

/** What a step is given, in words; nothing until a word that is computed is known. */
export function wordIn(x: Tensor, by: { known(tensor: Tensor): number }): string {
	if (!x.names || !x.writer) return x.label;
	return by.known(x) === x.data.length ? `“${x.names.join(' ')}”` : '';
}

/** For each track, what its steps read beside their own states: other tracks, or, as null, what is given. */
export function sourcesOf(tracks: readonly Track[]): Map<Track, ReadonlySet<Track | null>> {
	const owners = new Map(
		tracks.flatMap((track) => [...track.stops.values()].map(({ node }) => [node, track]))
	);
	const ownerOf = (leaf: Leaf) => {
		for (let at: Scope | null = leaf.parent; at; at = at.parent) if (owners.has(at)) return owners.get(at)!;
		return null;
	};
	return new Map(
		tracks.map((track) => {
			const found = new Set<Track | null>();
			const seen = new Set<Tensor>(track.initial);
			// What lies between two tracks, such as dropout, is looked through.
			const look = (x: Tensor) => {
				if (seen.has(x) || x.role === 'parameter' || x.role === 'update' || !x.shape.length) return;
				seen.add(x);
				const owner = x.writer && ownerOf(x.writer);
				if (owner === track) return;
				if (owner || !x.writer) found.add(owner);
				else x.writer.call.xs.forEach(look);
			};
			const [stop] = track.stops.values();
			for (const { reads } of leavesOf(stop!.node)) reads.forEach(look);
			return [track, found];
		})
	);
}

/** Tracks that stand above each other, a column for each time step. */
export interface Stretch {
	readonly tracks: readonly Track[];
	/** What it begins with: last states of the stretch before; none in the first one. */
	readonly begins: readonly Tensor[];
	/** The track before whose states are all read, and not only the last one. */
	readonly looksAt: Track | null;
}

/** A track that begins with the last states of another one starts after it; all others stand above each other. */
export function stretchesOf(tracks: readonly Track[]): Stretch[] {
	const sources = sourcesOf(tracks);
	const last = ({ stops }: Track) => [...stops.values()].at(-1)!.states;
	const before = (track: Track) =>
		tracks.find((other) => other !== track && last(other).some((state) => track.initial.includes(state)));
	const place = (track: Track): number => {
		const [first, read] = [before(track), [...sources.get(track)!]];
		const below = read.filter((one) => one !== null && one !== first).map((one) => place(one!));
		return Math.max(first ? place(first) + 1 : 0, ...below);
	};
	const places = tracks.map(place);
	return [...new Set(places)].sort().map((k) => {
		const own = tracks.filter((_, n) => places[n] === k);
		const heirs = own.filter(before);
		return {
			tracks: own,
			begins: heirs.flatMap((track) => track.initial.filter((x) => last(before(track)!).includes(x))),
			looksAt: heirs.map((track) => before(track)!).find((one) => sources.get(heirs[0]!)!.has(one)) ?? null
		};
	});
}

/** The track and the time step that a path of nodes leads through, forwards or backwards. */
export function placeIn(tracks: readonly Track[], path: readonly Node[]): { track: Track; t: number } | null {
	const names = path.slice(1).map(({ name }) => name);
	const joined = names.join('/');
	const track = tracks.find((one) => joined.startsWith(`${one.path}/t = `));
	return track ? { track, t: stepOf(names[track.path.split('/').length]!)! } : null;
}

/** Backward's part of a track, or of one of its steps; null where no gradient comes through it. */
export function wayBack(root: Scope, { path }: Track, t?: number): Node | null {
	const backward = root.children.find(({ phase }) => phase === 'backward');
	return backward ? find(root, `${backward.name}/${path}${t === undefined ? '' : `/t = ${t}`}`) : null;
}

/** So many steps have been taken when backward is through with a track: what has no gradient then gets none. */
export function through(root: Scope, track: Track): number {
	const node = wayBack(root, track) ?? root.children.find(({ phase }) => phase === 'backward');
	return node ? node.start + node.steps : Infinity;
}

/** ‖∂L/∂x‖; null where no gradient comes. */
export function gradientSize({ grad }: Tensor): number | null {
	if (!grad) return null;
	let sum = 0;
	for (const g of grad.data) sum += g * g;
	return Math.sqrt(sum);
}
