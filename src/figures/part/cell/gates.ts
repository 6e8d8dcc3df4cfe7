/** The gates of a layer over its time steps: how far each is open, number by number. */
import { ancestry, type Node, type Scope, type Tensor } from '#engine';
import { wiringOf } from './index.ts';
import { isStep, stepOf } from '../unrolled/tracks.ts';
import type { Gate } from './wiring.ts';

/** One gate at every time step, in the order of time. */
export interface GateInTime {
	readonly name: string;
	readonly ends: NonNullable<Gate['ends']>;
	readonly moments: readonly {
		readonly t: number;
		readonly scope: Scope;
		/** Its openings, 0 to 1: batch × hidden. */
		readonly out: Tensor;
	}[];
}

/** Fewer steps than these are seen in the columns. */
const LEAST = 4;

const gated = (scope: Scope): Scope[] =>
	scope.children.filter((node): node is Scope => isStep(node) && wiringOf(node) !== null);

const layersIn = (node: Node): Scope[] =>
	node.kind === 'leaf' ? [] : gated(node).length ? [node] : node.children.flatMap(layersIn);

/** The layer with gates that a node is part of, or else the last one before it in the same phase. */
export function layerAround(node: Node): Scope | null {
	const above = ancestry(node);
	const within = above.findLast((one): one is Scope => one.kind === 'scope' && gated(one).length > 0);
	const phase = above[1];
	if (within || !phase) return within ?? null;
	return layersIn(phase).findLast(({ start, steps }) => start + steps <= node.start + node.steps) ?? null;
}

export function gatesOf(layer: Scope): GateInTime[] {
	const steps = gated(layer)
		.map((step) => ({ t: stepOf(step.name)!, gates: wiringOf(step)!.gates }))
		.sort((a, b) => a.t - b.t);
	if (steps.length < LEAST) return [];
	return steps[0]!.gates.flatMap(({ scope, ends }, k) =>
		ends
			? [
					{
						name: scope.name,
						ends,
						moments: steps.map(({ t, gates }) => ({ t, scope: gates[k]!.scope, out: gates[k]!.out }))
					}
				]
			: []
	);
}
