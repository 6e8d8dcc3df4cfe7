/** Losses of answers: yes or no, and one class out of several, whose right answer is written in two ways. */
import type { Tape, Tensor } from '#engine';
import { fail } from '#engine/errors.ts';
import { add } from '#engine/ops/add.ts';
import { binaryCrossEntropy } from '#engine/ops/binaryCrossEntropy.ts';
import { gather } from '#engine/ops/gather.ts';
import { log } from '#engine/ops/log.ts';
import { mean } from '#engine/ops/mean.ts';
import { mul } from '#engine/ops/mul.ts';
import { neg } from '#engine/ops/neg.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sum } from '#engine/ops/sum.ts';

/** The two answers of the notes, to a question whose answer is yes, and then to one whose answer is no. */
export function binary(tape: Tape): void {
	const names = ['first yes', 'second yes', 'first no', 'second no'];
	const p = tape.input('p', [4], [0.9, 0.1, 0.9, 0.1], { label: 'probabilities', symbol: '\\hat{y}', names });
	const y = tape.constant('y', [4], [1, 1, 0, 0], { label: 'right answers', names });
	const costs = tape.scope(
		'BCE',
		() =>
			tape.apply(
				binaryCrossEntropy,
				[p, y],
				{ reduction: 'none' },
				{
					name: 'bce',
					label: 'cost of each',
					symbol: 'L',
					names
				}
			),
		{ about: 'Each answer costs the logarithm of the probability that it gave to what was right.' }
	);
	tape.backward(tape.apply(mean, [costs], {}, { name: 'bce.loss', label: 'BCE', symbol: '\\bar{L}' }));
}

const SCORES = [2, 1, 0.1, -1, 0.5, 1.5, -0.5, 0, -2, 0.8];

interface Classes {
	readonly classes: number;
	readonly right: number;
}

export function several(tape: Tape, { classes: n, right }: Classes): void {
	if (right >= n)
		fail(
			'value',
			`classes: there is no class ${right} among ${n}: choose a lower one, or raise their number`
		);
	const names = SCORES.slice(0, n).map((_, k) => `class ${k}`);
	const onehot = tape.constant(
		'onehot',
		[n],
		names.map((_, k) => Number(k === right)),
		{
			label: 'one-hot answer',
			symbol: 'y',
			names
		}
	);
	const place = tape.constant('place', [1], [right], { label: 'number of the right class', symbol: 'k' });
	/** Scores of its own for each way, so that each has its own gradient. */
	const shares = (way: string): Tensor => {
		const s = tape.input(`${way}.s`, [n], SCORES.slice(0, n), {
			label: `scores, for ${way.toUpperCase()}`,
			symbol: 's',
			names
		});
		return tape.apply(
			softmax,
			[s],
			{},
			{
				name: `${way}.q`,
				label: `probabilities, for ${way.toUpperCase()}`,
				symbol: '\\hat{y}',
				names
			}
		);
	};
	const minus = (way: string, x: Tensor) =>
		tape.apply(neg, [x], undefined, {
			name: `${way}.loss`,
			label: `${way.toUpperCase()} loss`,
			symbol: `L_{\\mathrm{${way.toUpperCase()}}}`
		});
	const cce = tape.scope(
		'CCE',
		() => {
			const logs = tape.apply(log, [shares('cce')], undefined, {
				name: 'cce.logs',
				label: 'logarithms',
				symbol: '\\ell',
				names
			});
			const chosen = tape.apply(mul, [onehot, logs], undefined, {
				name: 'cce.chosen',
				label: 'logarithms that count',
				symbol: '(y\\ell)',
				names
			});
			return minus(
				'cce',
				tape.apply(sum, [chosen], {}, { name: 'cce.sum', label: 'their sum', symbol: 'S' })
			);
		},
		{ about: 'The logarithm of every class, times its 0 or 1, added up.' }
	);
	const sce = tape.scope(
		'SCE',
		() => {
			const taken = tape.apply(
				gather,
				[shares('sce'), place],
				{},
				{
					name: 'sce.taken',
					label: 'probability of the right class',
					symbol: '\\hat{y}_k'
				}
			);
			const logs = tape.apply(log, [taken], undefined, {
				name: 'sce.logs',
				label: 'logarithm of it',
				symbol: '\\ell'
			});
			return minus('sce', tape.apply(sum, [logs], {}, { name: 'sce.sum', label: 'the same', symbol: 'S' }));
		},
		{ about: 'The probability of the right class is taken, and of it alone the logarithm.' }
	);
	tape.backward(tape.apply(add, [cce, sce], undefined, { name: 'both', label: 'both losses', symbol: 'L' }));
}
