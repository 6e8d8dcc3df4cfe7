/**
 * A sequence as tracks: a scope whose parts are time steps ("t = 1", "t = 2" …) is a track, with one stop for each
 * step. Tracks lie above each other, the words at the bottom, as embedding, layers and outputs do in an unrolled
 * network. What a step hands to its neighbour is found by who reads it; nothing here knows a kind of cell.
 */
import type { Leaf, Node, Scope, Tensor } from '#engine';

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
	/** The largest magnitude of a state, for one scale of colours. */
	readonly most: number;
}

const STEP = /^t = (-?\d+)$/;

export const stepOf = (name: string): number | null => {
	const match = STEP.exec(name);
	return match && Number(match[1]);
};

const isStep = (node: Node): node is Scope => node.kind === 'scope' && stepOf(node.name) !== null;

const leavesOf = (node: Node): Leaf[] => (node.kind === 'leaf' ? [node] : node.children.flatMap(leavesOf));

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
	const { handed, initial } = handedOn(leaves);
	const [first, second] = steps.map(({ name }) => stepOf(name)!);
	let most = 0;
	const stops = steps.map((node, k): [number, Stop] => {
		const given = [...handed].flatMap((n) => leaves[k]![n]?.out ?? []);
		const states = given.length ? given : [leaves[k]!.at(-1)!.out];
		for (const { data } of states) for (const value of data) most = Math.max(most, Math.abs(value));
		const t = stepOf(node.name)!;
		return [t, { t, node, states, input: inputOf(leaves[k]![0]!) }];
	});
	return {
		name,
		path,
		stops: new Map(stops),
		carries: handed.size === 0 ? 0 : second! > first! ? 1 : -1,
		initial,
		most: most || 1
	};
}

/** Weights stay the same from step to step: what comes in is something else. */
const inputOf = (leaf: Leaf): Tensor => leaf.reads.find(({ role }) => role !== 'parameter') ?? leaf.reads[0]!;

/** Which leaves of a step write what the next one reads, in their order; and what the first step reads instead. */
function handedOn(leaves: readonly (readonly Leaf[])[]): { handed: Set<number>; initial: Tensor[] } {
	const handed = new Set<number>();
	const initial = new Map<number, Tensor>();
	for (let k = 1; k < leaves.length; k++) {
		const written = new Map(leaves[k - 1]!.map(({ out }, n) => [out, n]));
		leaves[k]!.forEach(({ reads }, n) => {
			reads.forEach((tensor, slot) => {
				const from = written.get(tensor);
				if (from === undefined) return;
				handed.add(from);
				const instead = leaves[0]![n]?.reads[slot];
				if (k === 1 && instead) initial.set(from, instead);
			});
		});
	}
	const inOrder = [...handed].sort((a, b) => a - b);
	return { handed: new Set(inOrder), initial: inOrder.flatMap((n) => initial.get(n) ?? []) };
}

/** ‖∂L/∂x‖; null where no gradient comes. */
export function gradientSize({ grad }: Tensor): number | null {
	if (!grad) return null;
	let sum = 0;
	for (const g of grad.data) sum += g * g;
	return Math.sqrt(sum);
}
