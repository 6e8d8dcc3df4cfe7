/** What a block diagram is made of: boxes in blocks, and blocks in columns. */
import { isPart, type Leaf, type Node, type Scope, type Tensor } from '#engine';
import { outOf } from '../out.ts';

export interface Box {
	readonly node: Node;
	readonly kind: 'part' | 'norm' | 'sum' | 'other';
	/** What it gives out. */
	readonly out: Tensor;
}

/** A part of a block and the shortcut around it: from what it reads, to the sum. */
export interface Residual {
	/** In order: a norm where it comes first, the part with what follows it, the sum, and a norm where it comes last. */
	readonly boxes: readonly Box[];
	readonly part: Box;
	/** The box of the sum, perhaps with a norm in it. */
	readonly adds: Box;
	readonly input: Tensor;
	/** Adds the input to what the part gives out. */
	readonly sum: Leaf;
	/** The column at whose output the part looks; null where it looks at its own. */
	readonly across: Column | null;
}

export interface Block {
	readonly scope: Scope;
	readonly residuals: readonly Residual[];
}

export interface Column {
	readonly scope: Scope;
	readonly before: readonly Box[];
	readonly blocks: readonly Block[];
	readonly after: readonly Box[];
	/** What the last block, or a norm behind it, gives out. */
	readonly output: Tensor;
}

export const isNorm = (node: Node): boolean =>
	isPart(node, 'norm') || (node.kind === 'leaf' && node.call.op.name === 'layerNorm');

export const box = (node: Node, kind: Box['kind'] = 'other'): Box => ({ node, kind, out: outOf(node) });
