/**
 * Gradient clipping, as visible ops of the update phase between backward and the optimizer, as in torch.nn.utils:
 * by value every number is cut off on its own; by norm all gradients shrink together and keep their direction.
 */
import { fail } from '../errors.ts';
import { add } from '../ops/add.ts';
import { clip } from '../ops/clip.ts';
import { div } from '../ops/div.ts';
import { mul } from '../ops/mul.ts';
import { norm } from '../ops/norm.ts';
import { expectFinite } from '../rules/update.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';

/** PyTorch adds this to the norm, so that it never divides by 0. */
const EPSILON = 1e-6;

function gradientsOf(name: string, parameters: readonly Tensor[]): Tensor[] {
	if (!parameters.length) fail('value', `${name}: there are no parameters: give at least one`);
	return parameters.map(
		(w) =>
			w.grad ??
			fail('value', `${name}: ${w.name} has no gradient: call backward on a loss that depends on it`)
	);
}

const clipped = (w: Tensor) => ({
	name: `${w.name}.clipped`,
	label: `clipped gradient of ${w.label}`,
	symbol: `\\bar{g}_{${w.symbol}}`
});

/** Every number of every gradient between −limit and limit; to be given to an optimizer as its `gradients`. */
export function clipByValue(tape: Tape, parameters: readonly Tensor[], limit: number): Tensor[] {
	expectFinite('clipByValue', 'limit', limit, 0, '1');
	const gradients = gradientsOf('clipByValue', parameters);
	return tape.scope(
		'clip by value',
		() =>
			gradients.map((g, k) => tape.apply(clip, [g], { min: -limit, max: limit }, clipped(parameters[k]!))),
		{ phase: 'update', about: `Every number of every gradient is kept between −${limit} and ${limit}.` }
	);
}

export interface ClippedByNorm {
	/** To be given to an optimizer as its `gradients`. */
	readonly gradients: Tensor[];
	/** How long all gradients together were. */
	readonly norm: Tensor;
	/** What all of them were multiplied by: 1 where they were short enough. */
	readonly scale: Tensor;
}

/** All gradients together, made no longer than `limit`: each is multiplied by min(1, limit / (‖g‖ + 10⁻⁶)). */
export function clipByNorm(tape: Tape, parameters: readonly Tensor[], limit: number): ClippedByNorm {
	expectFinite('clipByNorm', 'limit', limit, 0, '1');
	const gradients = gradientsOf('clipByNorm', parameters);
	const given = (name: string, value: number, symbol: string) =>
		tape.constant(name, [], [value], { label: name.replace('_', ' '), symbol });
	return tape.scope(
		'clip by norm',
		() => {
			const total = tape.apply(norm, gradients, undefined, {
				name: 'gradient_norm',
				label: 'norm of all gradients'
			});
			const sum = tape.apply(
				add,
				[total, given('clip_epsilon', EPSILON, '\\varepsilon')],
				undefined,
				'norm_plus'
			);
			const most = given('clip_limit', limit, 'g_{\\max}');
			const share = tape.apply(div, [most, sum], undefined, 'clip_share');
			const scale = tape.apply(clip, [share], { max: 1 }, 'clip_scale');
			return {
				gradients: gradients.map((g, k) => tape.apply(mul, [g, scale], undefined, clipped(parameters[k]!))),
				norm: total,
				scale
			};
		},
		{
			phase: 'update',
			about: `All gradients together are made no longer than ${limit}; their direction stays the same.`
		}
	);
}
