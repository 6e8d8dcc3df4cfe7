/**
 * The network as a row of chips: each part of the pass that one is in; those that hold what one looks at are opened, so that
 * it stands among its neighbours, however deep it lies.
 */
import { ancestry, forwardOf, goesBack, isPart, type Node, type Scope, type Tensor } from '#engine';
import { kindsIn } from '../kinds.ts';
import { outOf } from '../out.ts';
import { drawnOf } from '../window.ts';
import { frameOf, givenTo, passAround, readsOf } from '../network/parts.ts';

export interface Chip {
	/** The part; null for what is given to the network. */
	readonly node: Node | null;
	readonly tensor: Tensor;
	/** The opened scope that it lies in; null for a part of the network itself. */
	readonly within: Scope | null;
	/** Chips before it whose numbers it reads, the nearest first. */
	readonly from: readonly number[];
}

export interface Strip {
	readonly chips: readonly Chip[];
	/** Which of them one looks at, or is in; −1 where none is. */
	readonly at: number;
}

/** More chips than these are never in view at once. */
const MOST_CHIPS = 24;
/** More arrows to one chip would be a tangle. */
const MOST_READS = 4;

/** By what holds the unit that one looks at, and by the first that is drawn: a step from op to op changes no chip. */
const found = new WeakMap<
	Node,
	{ readonly opened: readonly Opened[]; readonly chips: Map<Node, readonly Chip[]> }
>();

/** The strip in which a node is what one looks at. */
export function stripOf(unit: Node): Strip {
	const forward = unit.phase === 'update' ? null : forwardOf(unit);
	const looked = forward ?? unit;
	const frame = frameOf(looked);
	// A phase is a pass of its own; what lies in it is held by a scope.
	const holder = looked.parent && looked.parent !== frame ? looked.parent : looked;
	const around = new Set(ancestry(looked));
	let known = found.get(holder);
	if (!known) {
		const parts =
			forward || goesBack(unit) ? passAround(frame, unit).map(({ node }) => node) : ownParts(unit);
		const opened = parts.flatMap((node) => open(node, null, around, looked));
		found.set(holder, (known = { opened, chips: new Map() }));
	}
	const { opened } = known;
	const drawn = drawnOf(
		opened,
		opened.findIndex(({ node }) => around.has(node)),
		MOST_CHIPS
	);
	if (!drawn.length) return { chips: [], at: -1 };
	const first = drawn[0]!.node;
	let chips = known.chips.get(first);
	if (!chips) known.chips.set(first, (chips = chipsOf(drawn, first === opened[0]!.node)));
	return { chips, at: chips.findIndex(({ node }) => node !== null && around.has(node)) };
}

function chipsOf(drawn: readonly Opened[], fromStart: boolean): readonly Chip[] {
	const first = drawn[0]!.node;
	// A layer in time is given something at each of its steps.
	const given = fromStart && !kindsOf(first).has('step') ? givenTo(first) : [];
	return withReads([
		...given.map((tensor) => ({ node: null, tensor, within: null })),
		...drawn.map(({ node, within }) => ({ node, tensor: outOf(node), within }))
	]);
}

/** The parts of a phase that goes back through nothing, such as an update; in training, of the update that one is in. */
const ownParts = (unit: Node): readonly Node[] => {
	const path = ancestry(unit);
	const phase = path[path.indexOf(frameOf(unit)) + 1];
	return phase?.kind === 'scope' ? phase.children : [];
};

const kindsOf = (node: Node): ReadonlySet<string> => (node.kind === 'scope' ? kindsIn(node) : new Set());

interface Opened {
	readonly node: Node;
	readonly within: Scope | null;
}

/** A part, or where one is inside of it, its parts. */
function open(node: Node, within: Scope | null, around: ReadonlySet<Node>, unit: Node): Opened[] {
	const inside = node !== unit && around.has(node);
	if (node.kind === 'leaf' || !inside || (node.children.length < 2 && node.children[0]!.kind === 'leaf'))
		return [{ node, within }];
	return node.children.flatMap((child) => open(child, node, around, unit));
}

function withReads(chips: readonly Omit<Chip, 'from'>[]): Chip[] {
	const writers = new Map<Node | Tensor, number>();
	chips.forEach(({ node, tensor }, k) => writers.set(node ?? tensor, k));
	const writerOf = (x: Tensor): number | undefined => {
		if (!x.writer) return writers.get(x);
		for (let at: Node | null = x.writer; at; at = at.parent) {
			const k = writers.get(at);
			if (k !== undefined) return k;
		}
		return undefined;
	};
	return chips.map((chip, k) => {
		const reads = chip.node ? [...readsOf(chip.node), ...givenTo(chip.node)] : [];
		const from = new Set(reads.flatMap((x) => writerOf(x) ?? []));
		// Weights that were turned before they are used go to everyone: an arrow to each says nothing.
		const told = [...from].filter((one) => one < k && !isWeights(chips[one]!.node));
		return { ...chip, from: told.sort((a, b) => b - a).slice(0, MOST_READS) };
	});
}

const isWeights = (node: Node | null): boolean => node !== null && isPart(node, 'weights');
