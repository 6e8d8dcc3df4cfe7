/**
 * What all optimizers share: they record one step for every parameter, in an update-phase scope named after it, and
 * hand back new parameters and what the next step needs. A tensor is written once, so the old ones stay as they were.
 */
import { fail } from '../errors.ts';
import type { ScopeOptions } from '../scope.ts';
import type { Naming, Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';

export interface OptimizerOptions {
	/** Gradients to go by instead of the parameters' own: clipped ones. */
	gradients?: readonly Tensor[];
	/** How strongly parameters are pulled towards 0; 0 where left out. */
	weightDecay?: number;
}

export interface Optimized<State> {
	readonly parameters: Tensor[];
	/** To be given to the next step; null where a parameter has none. */
	readonly state: (State | null)[];
}

/** As `sgd`, `adam` and `rmsprop` are called: with the state that the step before returned, or none in the first. */
export type Optimizer<Options extends OptimizerOptions, State> = (
	tape: Tape,
	parameters: readonly Tensor[],
	options: Options,
	state?: readonly (State | null)[]
) => Optimized<State>;

interface Rules<State> {
	name: string;
	/** What the state is called in messages: "velocities". */
	states: string;
	about: string;
	step(w: Tensor, gradient: Tensor, old: State | null): { next: Tensor; state: State | null };
}

export function optimize<State>(
	tape: Tape,
	parameters: readonly Tensor[],
	{ gradients }: OptimizerOptions,
	states: readonly (State | null)[],
	{ name, states: called, about, step }: Rules<State>
): Optimized<State> {
	if (states.length && states.length !== parameters.length)
		fail(
			'value',
			`${name}: ${states.length} ${called} for ${parameters.length} parameters: give those that the step before returned, or none`
		);
	if (gradients && gradients.length !== parameters.length)
		fail(
			'value',
			`${name}: ${gradients.length} gradients for ${parameters.length} parameters: give one for each`
		);
	const own = gradients ?? parameters.map((w) => w.grad);
	const without = own.findIndex((gradient) => !gradient);
	if (without >= 0)
		fail(
			'value',
			`${name}: ${parameters[without]!.name} has no gradient: call backward on a loss that depends on it, or leave it out`
		);
	const scope: ScopeOptions = { phase: 'update', about };
	const updated = new Array<Tensor>(parameters.length);
	const state = new Array<State | null>(parameters.length);
	for (let k = 0; k < parameters.length; k++) {
		const w = parameters[k]!;
		tape.scope(
			namesOf(w).base,
			() => {
				const done = step(w, own[k]!, states[k] ?? null);
				updated[k] = done.next;
				state[k] = done.state;
			},
			scope
		);
	}
	return { parameters: updated, state };
}

/** "W.new", "W.new_2" … are all versions of W: the tape numbers names that are in use. */
const VERSION = /\.new(?:_(\d+))?$/;
const baseName = ({ name }: Tensor) => name.replace(VERSION, '');
const baseSymbol = ({ symbol }: Tensor) => symbol.replace(/^\{(.*)\}(?:'|\^\{\(\d+\)\})$/, '$1');
const baseLabel = ({ label }: Tensor) => label.replace(/^new /, '').replace(/ after \d+ steps$/, '');

interface Names {
	/** Of all versions. */
	readonly base: string;
	readonly next: Naming;
	/** What optimizers keep beside it. */
	readonly parts: Map<string, Naming>;
}

/** Names by tensor: a run of many updates asks for the same ones at each. */
const known = new WeakMap<Tensor, Names>();

function namesOf(w: Tensor): Names {
	let names = known.get(w);
	if (!names) known.set(w, (names = { base: baseName(w), next: nextOf(w), parts: new Map() }));
	return names;
}

function nextOf(w: Tensor): Naming {
	const found = VERSION.exec(w.name);
	const version = found ? Number(found[1] ?? 1) + 1 : 1;
	const [label, symbol] = [baseLabel(w), baseSymbol(w)];
	return {
		name: `${baseName(w)}.new`,
		label: version === 1 ? `new ${label}` : `${label} after ${version} steps`,
		symbol: version === 1 ? `{${symbol}}'` : `{${symbol}}^{(${version})}`
	};
}

/** The next version of a parameter: "W.new" with the symbol W′, then W⁽²⁾, W⁽³⁾ … */
export const successor = (w: Tensor): Naming => namesOf(w).next;

/** What an optimizer keeps beside a parameter: "W.velocity", "velocity of W", v with the index W. */
export function partNamed(w: Tensor, part: string, what: string, symbol: string): Naming {
	const { base, parts } = namesOf(w);
	let naming = parts.get(part);
	if (!naming) {
		naming = {
			name: `${base}.${part}`,
			label: `${what} ${baseLabel(w)}`,
			symbol: `${symbol}_{${baseSymbol(w)}}`
		};
		parts.set(part, naming);
	}
	return naming;
}
