/** What the figure of a network draws of the part that one looks at, and as what. */
import { forwardOf, isPart, goesBack, isRepetition, updatesIn, type Node } from '#engine';
import { chainOf, type Chain } from '../neurons/chain.ts';
import { tracksOf, type Track } from '../unrolled/tracks.ts';
import type { PartView } from '../view.ts';
import { drawnOf } from '../window.ts';
import { isGraph } from './forks.ts';
import { frameOf, passAround, type Part } from './parts.ts';

export interface Drawn {
	/** The parts of the pass, as many as are drawn. */
	readonly parts: readonly Part[];
	/** In time where there are any. */
	readonly tracks: readonly Track[];
	/** Nothing but dense layers: neurons and edges. */
	readonly chain: Chain | null;
	/** Whether its parts branch. */
	readonly graph: boolean;
	/** What is taken apart where it is none of these. */
	readonly part: Node;
}

export function drawnIn(view: PartView): Drawn {
	const { node } = view.unit;
	const forward = forwardOf(node);
	const frame = view.overview ? view.root : frameOf(node);
	const all = passAround(frame, node);
	const start = forwardOf(view.leaf)?.start ?? 0;
	const parts = drawnOf(
		all,
		all.findLastIndex(({ node }) => node.start <= start)
	);
	const inside =
		view.overview || node.parent === frame || !forward ? parts.map(({ node }) => node) : [forward];
	const phase = view.overview ? phaseOf(view) : node;
	return {
		parts,
		tracks: inside.flatMap(tracksOf),
		chain: chainOf(phase),
		graph: isGraph(parts),
		part: phase
	};
}

/** The phase of forward or backward that one is in; beside these, the network, or else the first. */
function phaseOf(view: PartView): Node {
	/** The phases of the update that one is in, or of the trace. */
	const phases = (updatesIn(view.root).findLast(({ start }) => start <= view.leaf.start) ?? view.root)
		.children;
	const own = view.path.find((node) => !isRepetition(node));
	const whole = [...(own ? [own] : []), ...phases].filter(
		(node) => node.kind === 'scope' && node.phase !== 'update' && node.children.length > 1
	);
	return (
		whole.find((node) => node === own && (isPart(node, 'network') || goesBack(node))) ??
		whole.find((node) => isPart(node, 'network')) ??
		whole[0] ??
		view.unit.node
	);
}
