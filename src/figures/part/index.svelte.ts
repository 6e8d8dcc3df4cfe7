/**
 * Figures of parts are found as figures of ops are, by name: a file named after a kind of part draws the parts of that kind,
 * and is loaded where a trace declares one. Each says by itself what it draws; one part has one picture, and one that no
 * figure draws is shown by its pieces, or as its op where it has but one.
 */
import type { Component } from 'svelte';
import {
	ancestry,
	closenessOf,
	forwardOf,
	type Leaf,
	type Node,
	type PartKind,
	type Scope,
	type Trace
} from '#engine';
import type { View } from '#src/figures/op/view.ts';
import { kindsIn } from './kinds.ts';
import type { PartFigure, PartView } from './view.ts';

type Figure = Component<{ view: PartView; cells: View }>;

interface Module {
	readonly default: Figure;
	readonly figure: PartFigure;
}

const modules = import.meta.glob<Module>('./*.svelte');
let loaded = $state.raw<ReadonlyMap<string, Module>>(new Map());
let pieces = $state.raw<Module | null>(null);

/** Figures that draw a larger whole are asked last. */
const LAST: readonly string[] = ['block', 'network'];
const rank = (kind: string): number => LAST.indexOf(kind);

const found = new WeakMap<Scope, readonly string[]>();

/** The kinds of a trace that have a figure, in the order in which they are asked; found once. A network need not be declared. */
function drawn({ root }: Trace): readonly string[] {
	let kinds = found.get(root);
	if (!kinds) {
		kinds = [...new Set<PartKind>([...kindsIn(root), 'network'])]
			.filter((kind) => `./${kind}.svelte` in modules)
			.sort((a, b) => rank(a) - rank(b));
		found.set(root, kinds);
	}
	return kinds;
}

/** Loads the figures of the parts of a trace, so that they are there when they are drawn. */
export async function loadPartFigures(trace: Trace): Promise<void> {
	const missing = drawn(trace).filter((kind) => !loaded.has(kind));
	const [rest, ...fetched] = await Promise.all([
		import('./pieces/Pieces.svelte'),
		...missing.map(async (kind) => [kind, await modules[`./${kind}.svelte`]!()] as const)
	]);
	pieces ??= rest;
	if (fetched.length) loaded = new Map([...loaded, ...fetched]);
}

/** The op of a node that holds no other; null where there are several. */
const onlyOp = (node: Node): Leaf | null =>
	node.kind === 'leaf' ? node : node.children.length === 1 ? onlyOp(node.children[0]!) : null;

/** An op that is looked at as a whole and writes several planes, such as all maps of a convolution, is seen by its pieces. */
const isMany = ({ grain }: PartView, { out }: Leaf): boolean =>
	closenessOf(grain) === 'op' && out.shape.slice(0, -2).some((d) => d > 1);

/** The figure that draws a part, once all that may are there; undefined where none does. */
const drawnBy = (view: PartView): Module | undefined =>
	drawn(view.trace)
		.flatMap((kind) => loaded.get(kind) ?? [])
		.find(({ figure }) => (view.overview ? figure.overview?.(view) : figure.about(view)));

const isLoaded = (view: PartView): boolean => drawn(view.trace).every((kind) => loaded.has(kind));

/** Whether one looks at what is drawn as a part, and not as an op. A part of one op is drawn as that op, where no figure draws the part. */
export function isPart(view: PartView): boolean {
	const { node } = view.unit;
	const op = onlyOp(node);
	if (view.overview || !op || isMany(view, op)) return true;
	return node.kind === 'scope' && (!isLoaded(view) || drawnBy(view) !== undefined);
}

/** Kinds whose figures also draw the ops, cells and steps in a part: there, what a step does is seen best in the whole. */
const WITHIN: readonly PartKind[] = ['expression', 'dense'];

/** Whether one looks at an op, or closer, in a part of such a kind. */
export const isWithin = (view: PartView): boolean =>
	!isPart(view) &&
	ancestry(forwardOf(view.unit.node) ?? view.unit.node).some(
		(node) => node.kind === 'scope' && node.part !== null && WITHIN.includes(node.part.kind)
	);

/** The figure of the part that one looks at, or is in; null for an op that has a figure of its own, and while it is on its way. */
function moduleOf(view: PartView): Module | null {
	if (isWithin(view)) {
		const kind = WITHIN.find((one) => loaded.get(one)?.figure.inside?.(view));
		return kind ? loaded.get(kind)! : null;
	}
	if (!isPart(view) || !pieces || !isLoaded(view)) return null;
	return drawnBy(view) ?? pieces;
}

/** What draws it. */
export const pictureOf = (view: PartView): Figure | null => moduleOf(view)?.default ?? null;

/** What the figure says of its picture; null where that is an op's. */
export const describedBy = (view: PartView): readonly string[] | null =>
	moduleOf(view)?.figure.described(view) ?? null;
