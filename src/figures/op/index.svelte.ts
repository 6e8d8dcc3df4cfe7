/**
 * Figures are found by name: a file named after an op draws that op, one named after a family draws the family's other
 * ops, and `Reads` draws the rest. Adding a figure is adding a file. A figure is loaded when an op first needs it.
 */
import type { Component } from 'svelte';
import type { Op } from '#engine';
import type { View } from './view.ts';

type Figure = Component<{ view: View }>;
type Drawn = Pick<Op, 'name' | 'family' | 'unknown'>;

/** The picture of every op that has none of its own. */
const REST = './Reads.svelte';
const modules = import.meta.glob<Figure>(['./[a-z]*.svelte', './Reads.svelte'], { import: 'default' });
let loaded = $state.raw<ReadonlyMap<string, Figure>>(new Map());

/** An op that is not known may have the name of one that is. */
const fileOf = (op: Drawn): string =>
	(op.unknown ? [] : [`./${op.name}.svelte`, `./${op.family}.svelte`]).find((file) => file in modules) ??
	REST;

/** The figure of an op; null while it is on its way. */
export const figureOf = (op: Drawn): Figure | null => loaded.get(fileOf(op)) ?? null;

/** Loads the figures of ops, so that they are there when they are drawn. */
export async function loadFigures(ops: Iterable<Drawn>): Promise<void> {
	const files = new Set([...ops].map(fileOf));
	const missing = [...files].filter((file) => !loaded.has(file));
	const fetched = await Promise.all(missing.map(async (file) => [file, await modules[file]!()] as const));
	if (fetched.length) loaded = new Map([...loaded, ...fetched]);
}
