/** Scopes, ops and tensors of a trace by what is typed: what begins so comes first, then what holds it, then its letters in order. */
import { pathName, type Node, type Tensor, type Trace } from '#engine';

export interface Hit {
	readonly kind: 'scope' | 'op' | 'tensor';
	readonly name: string;
	/** Where it lies, or what it is called in sentences. */
	readonly about: string;
	readonly node: Node | null;
	readonly tensor: Tensor | null;
}

const MOST = 40;

const entries = new WeakMap<Trace, readonly Hit[]>();

function entriesOf(trace: Trace): readonly Hit[] {
	const found = entries.get(trace);
	if (found) return found;
	const all: Hit[] = [];
	const walk = (node: Node) => {
		const name = pathName(node);
		all.push({
			kind: node.kind === 'leaf' ? 'op' : 'scope',
			name,
			about:
				node.kind === 'leaf'
					? node.out.label
					: node.children.length === 1
						? '1 part'
						: `${node.children.length} parts`,
			node,
			tensor: null
		});
		if (node.kind === 'scope') node.children.forEach(walk);
	};
	trace.root.children.forEach(walk);
	for (const tensor of trace.tensors.values())
		all.push({
			kind: 'tensor',
			name: tensor.name,
			about: `${tensor.label === tensor.name ? tensor.role : tensor.label}, ${tensor.shape.join('×') || 'one number'}`,
			node: null,
			tensor
		});
	entries.set(trace, all);
	return all;
}

/** The best hits; those of a lower rank in the order of the trace. */
export function search(trace: Trace, text: string): Hit[] {
	const query = text.trim().toLowerCase();
	if (!query) return [];
	const ranked: Hit[][] = [[], [], [], [], [], [], []];
	for (const hit of entriesOf(trace)) {
		const rank = rankOf(hit, query);
		if (rank !== null && ranked[rank]!.length < MOST) ranked[rank]!.push(hit);
	}
	return ranked.flat().slice(0, MOST);
}

function rankOf({ name, about }: Hit, query: string): number | null {
	const low = name.toLowerCase();
	const own = low.slice(low.lastIndexOf('/') + 1);
	// A module is written with dots, as PyTorch does, or with the slashes of its scope.
	const [path, dotted] = [low, query].map((text) => text.replaceAll('/', '.')) as [string, string];
	if (path === dotted) return 0;
	if (own === query || path.endsWith(`.${dotted}`)) return 1;
	if (own.startsWith(query)) return 2;
	if (path.includes(dotted)) return 3;
	if (about.toLowerCase().includes(query)) return 4;
	if (query.split(/\s+/).every((word) => low.includes(word) || about.toLowerCase().includes(word))) return 5;
	return inOrder(low, query) ? 6 : null;
}

function inOrder(text: string, letters: string): boolean {
	let at = 0;
	for (const letter of letters) {
		at = text.indexOf(letter, at) + 1;
		if (!at) return false;
	}
	return true;
}
