/** The gradient, asked of the network itself: one weight is changed a little, and forward runs again. */
import type { Tape, Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { div } from '#engine/ops/div.ts';
import { sub } from '#engine/ops/sub.ts';
import type { Numbers } from './graph.ts';

interface Nudge {
	readonly weight: string;
	readonly epsilon: number;
}

/** Runs forward with the weight raised by ε, then with it lowered, and compares both slopes with the gradient. */
export function nudge(
	tape: Tape,
	weights: Numbers,
	loss: Tensor,
	{ weight, epsilon }: Nudge,
	forward: (weights: Numbers, tag: string, as: string) => Tensor
): void {
	const w = weights[weight]!;
	const eps = tape.constant('eps', [], [epsilon], { label: 'nudge', symbol: '\\varepsilon' });
	const again = (op: typeof add, tag: string, sign: '+' | '−') =>
		forward(
			{
				...weights,
				[weight]: tape.apply(op, [w, eps], undefined, {
					name: `nudged${tag}`,
					label: `nudged ${w.label}`,
					symbol: `(${w.symbol} ${sign === '+' ? '+' : '-'} \\varepsilon)`
				})
			},
			tag,
			`loss at ${sign}ε`
		);
	tape.scope(
		'nudge',
		() => {
			const up = tape.scope('up', () => again(add, '.up', '+'), {
				about: 'Forward once more, with one weight raised by ε.',
				part: { kind: 'expression' }
			});
			const down = tape.scope('down', () => again(sub, '.down', '−'), {
				about: 'And with the same weight lowered by ε.',
				part: { kind: 'expression' }
			});
			tape.scope(
				'compare',
				() => {
					const over = (name: string, label: string, a: Tensor, b: Tensor, width: Tensor) =>
						tape.apply(
							div,
							[
								tape.apply(sub, [a, b], undefined, {
									name: `${name}.change`,
									label: `change of the loss ${width === eps ? 'to one side' : 'over both sides'}`,
									symbol: '\\Delta L'
								}),
								width
							],
							undefined,
							{ name, label, symbol: '\\frac{\\Delta L}{\\Delta w}' }
						);
					const slope = over('slope', 'slope to one side', up, loss, eps);
					const both = tape.apply(add, [eps, eps], undefined, {
						name: 'width',
						label: 'whole width',
						symbol: '2\\varepsilon'
					});
					const central = over('central', 'central difference', up, down, both);
					for (const [name, of] of [
						['off', slope],
						['off.central', central]
					] as const)
						tape.apply(sub, [of, w.grad!], undefined, {
							name,
							label: `distance of the ${of.label} from the gradient`,
							symbol: 'd'
						});
				},
				{ about: 'How much the loss changed for each ε, beside the gradient.' }
			);
		},
		{ about: 'A gradient foretells what happens when a weight is changed a little. Here it is tried.' }
	);
}
