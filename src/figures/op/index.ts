/**
 * Figures are found by name: a file named after an op draws that op, one named after a family draws the family's other
 * ops, and `Reads` draws the rest. Adding a figure is adding a file. A figure is loaded when an op first needs it.
 */
import type { Component } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Op } from '#engine';
import Reads from './Reads.svelte';
import type { View } from './view.ts';

type Figure = Component<{ view: View }>;
type Drawn = Pick<Op, 'name' | 'family' | 'unknown'>;

const modules = import.meta.glob<Figure>('./[a-z]*.svelte', { import: 'default' });
const loaded = new SvelteMap<string, Figure>();

/** An op that is not known may have the name of one that is. */
const fileOf = (op: Drawn): string | undefined =>
	op.unknown ? undefined : [`./${op.name}.svelte`, `./${op.family}.svelte`].find((file) => file in modules);

/** The figure of an op; null while it is on its way. */
export function figureOf(op: Drawn): Figure | null {
	const file = fileOf(op);
	return file === undefined ? Reads : (loaded.get(file) ?? null);
}

/** Loads the figures of ops, so that they are there when they are drawn. */
export async function loadFigures(ops: Iterable<Drawn>): Promise<void> {
	const files = new Set([...ops].map(fileOf));
	await Promise.all(
		[...files].map(async (file) => {
			if (file !== undefined && !loaded.has(file)) loaded.set(file, await modules[file]!());
		})
	);
}
