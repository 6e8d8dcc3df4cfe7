/** The gates of a layer over its time steps: how far each is open, number by number. */
import { ancestry, type Node, type Scope, type Tensor } from '#engine';
import { isStep, type StepScope } from '../unrolled/tracks.ts';
import { wiringOf } from './wirings.ts';
import { isAbout, stepAround, type Gate } from './wiring.ts';

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

const gated = (scope: Scope): StepScope[] =>
	scope.children.filter(isStep).filter((step) => wiringOf(step)?.gates.some(({ ends }) => ends));

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

const found = new WeakMap<Scope, readonly GateInTime[]>();

/** The gates of a layer over time; found once, asked at every step. */
export function gatesOf(layer: Scope): readonly GateInTime[] {
	let gates = found.get(layer);
	if (!gates) found.set(layer, (gates = collect(layer)));
	return gates;
}

function collect(layer: Scope): GateInTime[] {
	const steps = gated(layer)
		.map((step) => ({ t: step.part.t, gates: wiringOf(step)!.gates }))
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

/**
 * The gates over time that a node of forward is about, of a layer that is `drawn`; none beside a cell, such as the layer that
 * reads its states.
 */
export function gatesAround(node: Node, drawn: readonly Scope[]): readonly GateInTime[] {
	if (node.phase !== 'forward') return [];
	const step = stepAround(node);
	const wiring = step && wiringOf(step);
	if (wiring && !isAbout(node, wiring)) return [];
	const layer = layerAround(node);
	return layer && drawn.includes(layer) ? gatesOf(layer) : [];
}
