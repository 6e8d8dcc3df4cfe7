/**
 * Which parts a network is taken apart into, and which stand for several equal ones. A scope that says what it is stays
 * whole; one that says nothing, or that it is a network, is opened as long as there is room for what is in it.
 */
import { isPart, leavesOf, type Node, type Scope } from '#engine';
import { alike } from '#engine/alike.ts';
import { forksIn } from './forks.ts';
import { readsOf, type Part } from './parts.ts';

/** What is drawn as one: a part, or several equal ones in a row. */
export interface Item {
	readonly nodes: readonly Node[];
	/** The scopes that were opened to get to it, outermost first. */
	readonly within: readonly Scope[];
	/** Whether there is something to open in it. */
	readonly opens: boolean;
	/** The equal parts that it is one of, where these were unfolded. */
	readonly run: readonly Node[] | null;
}

/** What somebody has opened, closed and unfolded. */
export interface Choices {
	/** Scopes, opened or closed by hand. */
	readonly opened: ReadonlyMap<Node, boolean>;
	/** The first of several equal parts that are each drawn. */
	readonly unfolded: ReadonlySet<Node>;
}

export const NO_CHOICES: Choices = { opened: new Map(), unfolded: new Set() };

/** So many items are drawn before scopes are left closed. */
const ROOM = 24;

const follows = (node: Node, before: Node): boolean => {
	const reads = readsOf(node);
	return leavesOf(before).some(({ out }) => reads.has(out));
};

/** Scopes in a row that do the same, each with what the one before it gives out, are one item. */
function inRuns(nodes: readonly Node[], within: readonly Scope[], { unfolded }: Choices): Item[] {
	const runs: Node[][] = [];
	for (const node of nodes) {
		const run = runs.at(-1);
		if (run && alike(run[0]!, node) && follows(node, run.at(-1)!)) run.push(node);
		else runs.push([node]);
	}
	const item = (nodes: readonly Node[], run: readonly Node[] | null): Item => ({
		nodes,
		within,
		opens: nodes.length === 1 && nodes[0]!.kind === 'scope' && nodes[0]!.children.length > 1,
		run
	});
	return runs.flatMap((run) =>
		run.length > 1 && unfolded.has(run[0]!) ? run.map((node) => item([node], run)) : [item(run, null)]
	);
}

/** What a scope is taken apart into. */
const apart = ({ nodes, within }: Item, choices: Choices): Item[] =>
	inRuns((nodes[0] as Scope).children, [...within, nodes[0] as Scope], choices);

export function itemsOf(parts: readonly Part[], choices: Choices = NO_CHOICES): Item[] {
	let items = inRuns(
		parts.map(({ node }) => node),
		[],
		choices
	);
	for (;;) {
		const chosen = items.find((item) => item.opens && choices.opened.get(item.nodes[0]!) === true);
		const next = chosen ?? unsaid(items, choices);
		if (!next) return items;
		const opened = apart(next, choices);
		items = items.flatMap((item) => (item === next ? opened : [item]));
	}
}

/**
 * Of the scopes that do not say what they are, or are networks in a network, and whose parts there is room for: first those
 * with branches, the outer before the inner. Equal parts that were unfolded stay closed.
 */
function unsaid(items: readonly Item[], choices: Choices): Item | undefined {
	const open = items.filter(({ opens, run, nodes }) => {
		const node = nodes[0] as Scope;
		return opens && !run && (!node.part || isPart(node, 'network')) && choices.opened.get(node) === undefined;
	});
	const last = ({ nodes, within }: Item) => (forksIn(nodes[0]!) ? 0 : 1000) + within.length;
	return open
		.sort((a, b) => last(a) - last(b))
		.find((item) => items.length - 1 + apart(item, choices).length <= ROOM);
}
