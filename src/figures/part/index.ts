/**
 * Figures of parts are found as figures of ops are, by name: a file named after a kind of part draws the parts of that kind,
 * and is loaded where a trace declares one. Each says by itself where it has something to draw, and which other figures it
 * stands for. The figure of a network draws every trace.
 */
import type { Component } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { PartKind, Trace } from '#engine';
import { kindsIn } from './kinds.ts';
import Network, { figure as network } from './network.svelte';
import { loadNetwork } from './network/pieces.svelte.ts';
import type { PartFigure, PartView } from './view.ts';

interface Module {
	readonly default: Component<{ view: PartView }>;
	readonly figure: PartFigure;
}

const modules = import.meta.glob<Module>(['./*.svelte', '!./network.svelte']);
const loaded = new SvelteMap<PartKind, Module>();

/** What is drawn over the whole comes first, then what a layer does in time, then the part that one looks at. */
const ORDER: readonly PartKind[] = ['block', 'network', 'mix', 'recurrence', 'step'];
const placeOf = (kind: PartKind): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

const drawn = (trace: Trace): PartKind[] =>
	[...kindsIn(trace.root)].filter((kind) => `./${kind}.svelte` in modules);

/** Loads the figures of the parts of a trace, so that they are there when they are drawn. */
export async function loadPartFigures(trace: Trace): Promise<void> {
	const figures = drawn(trace).map(async (kind) => {
		if (!loaded.has(kind)) loaded.set(kind, await modules[`./${kind}.svelte`]!());
	});
	await Promise.all([loadNetwork(trace), ...figures]);
}

/** The figures that have something to draw where one is, in the order in which they stand. */
export function partFigures(
	view: PartView
): { readonly kind: PartKind; readonly Figure: Module['default'] }[] {
	const there = [
		{ kind: 'network' as PartKind, module: { default: Network, figure: network } },
		...drawn(view.trace).flatMap((kind) => {
			const module = loaded.get(kind);
			return module ? [{ kind, module }] : [];
		})
	].filter(({ module }) => module.figure.about(view));
	const stoodFor = new Set(there.flatMap(({ module }) => module.figure.standsFor ?? []));
	return there
		.filter(({ kind }) => !stoodFor.has(kind))
		.sort((a, b) => placeOf(a.kind) - placeOf(b.kind))
		.map(({ kind, module }) => ({ kind, Figure: module.default }));
}
