/** Drawings of cells are found by themselves: a file in `layouts` draws the cell that it is named after. */
import { isPart, type CellKind, type Node, type Scope } from '#engine';
import type { StepScope } from '../unrolled/tracks.ts';
import { isAbout, stepAround, type Layout, type Wiring } from './wiring.ts';

const layouts = import.meta.glob<Layout>('./layouts/*.ts', { import: 'layout', eager: true });

const drawn = new WeakMap<Scope, { readonly wiring: Wiring | null }>();

/** The cell of a time step: the step itself, or one of its parts. */
function cellIn(step: StepScope): { readonly kind: CellKind; readonly scope: Scope } | null {
	if (step.part.cell) return { kind: step.part.cell, scope: step };
	const scope = step.children.find((node) => isPart(node, 'cell'));
	return scope ? { kind: scope.part.cell, scope } : null;
}

/** The wiring of the cell of a time step; null where there is none, or no drawing of it. */
export function wiringOf(step: StepScope): Wiring | null {
	const found = drawn.get(step);
	if (found) return found.wiring;
	const cell = cellIn(step);
	const wiring = cell && layouts[`./layouts/${cell.kind}.ts`]?.(cell.scope);
	const whole = cell && wiring ? { ...wiring, step, scope: cell.scope } : null;
	drawn.set(step, { wiring: whole });
	return whole;
}

/** The wiring of the cell that a node is about: a part of it, or the step as a whole, forwards or back. */
export function wiringAround(node: Node): Wiring | null {
	const step = stepAround(node);
	const wiring = step && wiringOf(step);
	return wiring && isAbout(node, wiring) ? wiring : null;
}
