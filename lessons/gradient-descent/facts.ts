import { find, num, updatesIn, type Scope, type Trace } from '#engine';
import { rounded } from '../numbers.ts';
import type { Fact } from '../lesson.ts';

/** Updates that were counted, the loss after each epoch, and the learning rate at which the valley is left. */
export function facts({ root, tensors }: Trace): Record<string, Fact> {
	const [xs, ys] = [tensors.get('X')!.data, tensors.get('t')!.data];
	const ways = root.children.filter((node): node is Scope => node.kind === 'scope');
	const loss = (w: number, b: number) =>
		xs.reduce((sum, x, k) => sum + (x * w + b - ys[k]!) ** 2, 0) / xs.length;
	const lines = ways.map((way) => {
		const epochs = way.children.filter((node): node is Scope => node.name.startsWith('epoch'));
		const last = (update: Scope, name: string) => {
			const leaf = (find(update, `update/${name}`) as Scope).children.at(-1)!;
			return leaf.kind === 'leaf' ? leaf.out.data[0]! : NaN;
		};
		const after = epochs.map((epoch) => {
			const update = updatesIn(epoch).at(-1)!;
			const tag = way.name.split('-')[0]!;
			return loss(last(update, `w_${tag}`), last(update, `b_${tag}`));
		});
		const [w, b] = ['w', 'b'].map((name) => tensors.get(`${name}_${way.name.split('-')[0]!}`)!.data[0]!);
		return {
			name: way.name,
			values: [loss(w!, b!), ...after],
			updates: epochs.map((e) => updatesIn(e).length)
		};
	});
	const most = steepest(xs);
	return {
		updates: {
			label: 'Updates',
			columns: ['an epoch', 'in all'],
			names: lines.map(({ name }) => name),
			rows: lines.map(({ updates }) => [updates[0]!, updates.reduce((a, b) => a + b)])
		},
		loss: {
			label: 'Loss on all points after each epoch',
			x: { name: 'epochs', values: lines[0]!.values.map((_, k) => k) },
			at: lines[0]!.values.length - 1,
			plots: [{ name: 'loss', lines: lines.map(({ name, values }) => ({ name, values })) }]
		},
		limit: {
			label: 'Too large, for all points at once',
			tex: '\\eta > \\frac{2}{\\lambda_{\\max}}',
			numbers: `\\lambda_{\\max} = ${num(rounded(most))} \\qquad \\frac{2}{\\lambda_{\\max}} = ${num(rounded(2 / most))}`
		}
	};
}

/** The largest eigenvalue of the second derivatives of the loss, 2/N · [[Σx², Σx], [Σx, N]]. */
export function steepest(xs: Float64Array): number {
	const n = xs.length;
	const [a, b, d] = [
		(2 * xs.reduce((sum, x) => sum + x * x, 0)) / n,
		(2 * xs.reduce((sum, x) => sum + x, 0)) / n,
		2
	];
	return (a + d) / 2 + Math.sqrt(((a - d) / 2) ** 2 + b * b);
}
