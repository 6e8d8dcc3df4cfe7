/**
 * What all optimizers share: they record one step for every parameter, in an update-phase scope named after it, and
 * hand back new parameters and what the next step needs. A tensor is written once, so the old ones stay as they were.
 */
import { fail } from '../errors.ts';
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
	const updated = parameters.map((w, k) =>
		tape.scope(baseName(w), () => step(w, own[k]!, states[k] ?? null), { phase: 'update', about })
	);
	return { parameters: updated.map((u) => u.next), state: updated.map((u) => u.state) };
}

/** "W.new", "W.new_2" … are all versions of W: the tape numbers names that are in use. */
const VERSION = /\.new(?:_(\d+))?$/;
const baseName = ({ name }: Tensor) => name.replace(VERSION, '');
const baseSymbol = ({ symbol }: Tensor) => symbol.replace(/^\{(.*)\}(?:'|\^\{\(\d+\)\})$/, '$1');
const baseLabel = ({ label }: Tensor) => label.replace(/^new /, '').replace(/ after \d+ steps$/, '');

/** Names by tensor: a run of many updates asks for the same ones at each. */
const successors = new WeakMap<Tensor, Naming>();

/** The next version of a parameter: "W.new" with the symbol W′, then W⁽²⁾, W⁽³⁾ … */
export function successor(w: Tensor): Naming {
	const known = successors.get(w);
	if (known) return known;
	const found = VERSION.exec(w.name);
	const version = found ? Number(found[1] ?? 1) + 1 : 1;
	const [label, symbol] = [baseLabel(w), baseSymbol(w)];
	const naming = {
		name: `${baseName(w)}.new`,
		label: version === 1 ? `new ${label}` : `${label} after ${version} steps`,
		symbol: version === 1 ? `{${symbol}}'` : `{${symbol}}^{(${version})}`
	};
	successors.set(w, naming);
	return naming;
}

/** What an optimizer keeps beside a parameter: "W.velocity", "velocity of W", v with the index W. */
export function partNamed(w: Tensor, part: string, what: string, symbol: string): Naming {
	return {
		name: `${baseName(w)}.${part}`,
		label: `${what} ${baseLabel(w)}`,
		symbol: `${symbol}_{${baseSymbol(w)}}`
	};
}
