/**
 * A product of two Jacobians, computed by ops from recorded states, and what it makes of the recorded ∂L/∂h_T. A state
 * is a row here, hₜ = f(xₜ·W_xh + hₜ₋₁·W_hh), so ∂hₜ/∂hₜ₋₁ = diag(f′)·W_hhᵀ: row i tells how hₜ,ᵢ hangs on hₜ₋₁. With
 * states as columns the weight matrix is the transpose of this one, and the same Jacobian reads diag(f′)·W_hh.
 */
import type { Tape } from '#engine';
import { div } from '#engine/ops/div.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mul } from '#engine/ops/mul.ts';
import { sub } from '#engine/ops/sub.ts';
import { transpose } from '#engine/ops/transpose.ts';
import type { Network, Settings } from './network.ts';

export const SCOPE = 'product of Jacobians';

/** Records nothing where the gradient does not travel over the last two steps. */
export function productOfJacobians(
	tape: Tape,
	{ hs, weights }: Network,
	nonlinearity: Settings['nonlinearity']
): void {
	const T = hs.length;
	const [last, early] = [hs.at(-1)!, hs.at(-3)];
	if (!early?.grad || !last.grad) return;
	const [start, recorded] = [last.grad, early.grad];
	tape.scope(
		SCOPE,
		() => {
			const turned = tape.scope(
				'transpose',
				() =>
					tape.apply(
						transpose,
						[weights.W_hh],
						{},
						{
							name: 'W_hh.T',
							label: 'transposed memory weights',
							symbol: 'W_{hh}^{\\top}'
						}
					),
				{ about: 'States are rows here, so the Jacobian of a step contains the transposed weights.' }
			);
			const ones = tape.constant('ones', [1, last.data.length], new Float64Array(last.data.length).fill(1), {
				label: 'ones',
				symbol: '1'
			});
			const slope = (t: number, which: string) => {
				const h = hs[t - 1]!;
				const named = { name: `slope_${which}`, label: `slopes at step ${t}`, symbol: `f'_{${t}}` };
				// max(z, 0) / z is 1 where z is above 0, and 0 below.
				if (nonlinearity === 'relu') return tape.apply(div, [h, h.writer!.call.xs[0]!], undefined, named);
				const square = tape.apply(mul, [h, h], undefined, {
					name: `square_${which}`,
					label: `squares of h${t}`,
					symbol: `h_{${t}}^2`
				});
				return tape.apply(sub, [ones, square], undefined, named);
			};
			const jacobian = (t: number, which: string, name: string) =>
				tape.scope(
					name,
					() => {
						const column = tape.apply(
							transpose,
							[slope(t, which)],
							{},
							{
								name: `slope_${which}.T`,
								label: `column of slopes at step ${t}`,
								symbol: `{f'_{${t}}}^{\\top}`
							}
						);
						return tape.apply(mul, [column, turned], undefined, {
							name: `J_${which}`,
							label: `Jacobian of step ${t}`,
							symbol: `J_{${t}}`
						});
					},
					{
						about: `∂h${t}/∂h${t - 1}: every row of the transposed weights times the slope of its unit at step ${t}.`
					}
				);
			const J = jacobian(T, 'last', 'Jacobian of the last step');
			const before = jacobian(T - 1, 'before', 'Jacobian of the step before');
			const product = tape.scope(
				'their product',
				() =>
					tape.apply(matmul, [J, before], undefined, {
						name: 'J_product',
						label: 'product of the two Jacobians',
						symbol: `J_{${T}} J_{${T - 1}}`
					}),
				{ about: `∂h${T}/∂h${T - 2}, by the chain rule: one Jacobian times the other.` }
			);
			tape.scope(
				'comparison',
				() => {
					const carried = tape.apply(matmul, [start, product], undefined, {
						name: 'carried',
						label: 'gradient carried by the product',
						symbol: 'g'
					});
					tape.apply(sub, [carried, recorded], undefined, {
						name: 'difference',
						label: 'difference from the recorded gradient',
						symbol: '\\Delta'
					});
				},
				{
					about: `The gradient of h${T} through both Jacobians at once, and what backward found for h${T - 2}.`
				}
			);
		},
		{
			phase: 'backward',
			about: `Backward took two steps from h${T} to h${T - 2}. Here their Jacobians are computed, multiplied and compared with it.`
		}
	);
}
