/** Pulls, shares and counts, read off the trace. */
import { find, leavesOf, num, type Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { rounded } from '../numbers.ts';
import { LOSSES } from './regression.ts';

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

export function facts(trace: Trace): Readonly<Record<string, Fact>> {
	const of = (name: string) => Array.from(trace.tensors.get(name)!.data);
	const names = Object.keys(LOSSES);
	const titles = Object.values(LOSSES).map(({ title }) => title);
	const t = of('t');
	const last = t.length - 1;
	const guess = of('mse.c')[0]!;
	const squares = t.map((y, k) => (of('mse.yhat')[k]! - y) ** 2);
	const sizes = t.map((y, k) => Math.abs(of('mae.yhat')[k]! - y));
	const share = (costs: readonly number[]) => {
		const whole = sumOf(costs);
		return rounded(whole ? (100 * costs[last]!) / whole : 0);
	};
	/** How many numbers the logarithm is taken of, in a part of forward. */
	const logs = (scope: string) =>
		sumOf(
			leavesOf(find(trace.root, scope)!)
				.filter(({ call }) => call.op.name === 'log')
				.map(({ out }) => out.data.length)
		);
	return {
		pulls: {
			label: `How each measurement pulls the guess ${num(guess)}: its part of the gradient`,
			columns: ['measured', ...titles],
			names: t.map((_, k) => String(k + 1)),
			rows: t.map((y, k) => [y, ...names.map((name) => rounded(of(`${name}.yhat.grad`)[k]!))])
		},
		sums: {
			label: 'Together: the loss, and the gradient of the guess',
			columns: ['loss', 'gradient'],
			names: titles,
			rows: names.map((name) => [rounded(of(`${name}.loss`)[0]!), rounded(of(`${name}.c.grad`)[0]!)])
		},
		share: {
			label: 'How much of the loss the fifth measurement alone makes (%)',
			columns: ['%'],
			names: ['MSE', 'MAE'],
			rows: [[share(squares)], [share(sizes)]]
		},
		least: {
			label: 'Where each loss is least',
			tex: '\\text{MSE: the mean} \\qquad \\text{MAE: the median}',
			numbers: `${num(sumOf(t) / t.length)} \\qquad ${num([...t].sort((a, b) => a - b)[Math.floor(last / 2)]!)}`
		},
		answers: {
			label: 'Four answers: right, probability of a yes, cost, and its slope (before the mean)',
			columns: ['right', 'said', 'cost', 'slope'],
			rows: of('p').map((p, k) => [of('y')[k]!, p, rounded(of('bce')[k]!), rounded(4 * of('p.grad')[k]!)])
		},
		logarithms: {
			label: 'The same answer, costed in two ways',
			columns: ['logarithms', 'loss'],
			names: ['categorical', 'sparse'],
			rows: [
				[logs('classes/CCE'), of('cce.loss')[0]!],
				[logs('classes/SCE'), of('sce.loss')[0]!]
			]
		}
	};
}
