/** Drawings of cells are found by themselves: adding one is adding a file to `layouts`. */
import type { Scope } from '#engine';
import type { Layout, Wiring } from './wiring.ts';

const layouts = Object.values(import.meta.glob<Layout>('./layouts/*.ts', { import: 'layout', eager: true }));

const drawn = new WeakMap<Scope, { readonly wiring: Wiring | null }>();

/** The wiring of a time step, or of a cell that is one of its parts; null where no layout knows its cell. */
export function wiringOf(step: Scope): Wiring | null {
	const found = drawn.get(step);
	if (found) return found.wiring;
	const cells = [step, ...step.children.filter((node) => node.kind === 'scope')];
	const known = cells.flatMap((cell) => layouts.flatMap((layout) => layout(cell) ?? []))[0];
	const wiring = known ? { ...known, step } : null;
	drawn.set(step, { wiring });
	return wiring;
}
