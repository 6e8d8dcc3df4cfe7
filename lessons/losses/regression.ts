/** One number that is to stand for five measurements, and three losses that say how well it does. */
import type { Op, Tape, Tensor } from '#engine';
import { add } from '#engine/ops/add.ts';
import { huber } from '#engine/ops/huber.ts';
import { l1 } from '#engine/ops/l1.ts';
import { mse } from '#engine/ops/mse.ts';
import { mul } from '#engine/ops/mul.ts';

/** By the beginning of the names of their tensors. */
export const LOSSES = {
	mse: { op: mse, title: 'MSE', about: 'The differences, squared and averaged.' },
	mae: { op: l1, title: 'MAE', about: 'The sizes of the differences, averaged.' },
	huber: { op: huber, title: 'Huber', about: 'Squares for small differences, sizes for large ones.' }
} as const;

/** The last of the five is the one that is dragged. */
export const MEASURED = [2, 3, 4, 5] as const;

interface Fit {
	readonly guess: number;
	readonly outlier: number;
}

export function regression(tape: Tape, { guess, outlier }: Fit): void {
	const values = [...MEASURED, outlier];
	const t = tape.constant('t', [values.length], values, { label: 'measurements' });
	const each = tape.constant(
		'each',
		[values.length],
		values.map(() => 1),
		{
			label: 'one for each measurement',
			symbol: '\\mathbf{1}'
		}
	);
	const losses = Object.entries(LOSSES).map(([name, { op, title, about }]) =>
		tape.scope(
			title,
			() => {
				const c = tape.parameter(`${name}.c`, [1], [guess], { label: `guess, for ${title}`, symbol: 'c' });
				const yhat = tape.apply(mul, [each, c], undefined, {
					name: `${name}.yhat`,
					label: `guesses, for ${title}`,
					symbol: '\\hat{y}'
				});
				return tape.apply(
					op as Op<object>,
					[yhat, t],
					{},
					{
						name: `${name}.loss`,
						label: name === 'huber' ? 'Huber loss' : title,
						symbol: `L_{\\mathrm{${title}}}`
					}
				);
			},
			{ about, part: { kind: 'loss' } }
		)
	);
	const total = losses.reduce((a: Tensor, b, k) =>
		tape.apply(add, [a, b], undefined, {
			name: k === losses.length - 1 ? 'total' : 'two',
			label: 'sum of the losses',
			symbol: k === losses.length - 1 ? 'L' : 'L_2'
		})
	);
	tape.backward(total);
}
