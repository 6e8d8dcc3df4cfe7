/**
 * The first update at which something becomes true: an expression over what is known of every update. `before.loss` is the
 * loss of the update before, and parameters go by their names where all of them are kept.
 */
import { size, type History, type Tensor } from '#engine';
import { givenTensor } from '#src/tools/watch/series.ts';
import { bind } from '#src/tools/watch/expression.ts';
import type { Tree } from '#src/tools/watch/syntax.ts';

/** What people look for, as expressions. */
export function offers({ series }: History): readonly (readonly [title: string, condition: string])[] {
	const names = series.map(({ name }) => name);
	return [
		...(names.includes('val.loss') ? ([['val.loss rises', 'val.loss > before.val.loss']] as const) : []),
		['loss rises', 'loss > before.loss'],
		['the gradient vanishes', 'norm < 1e-6'],
		['loss is no number', 'not (loss == loss)']
	];
}

/**
 * The first update after `from`, or from 0 where there is none, at which the condition holds although it did not hold
 * before; null where it never does. Throws an ExpressionError where it cannot be computed.
 */
export function firstUpdate(history: History, condition: Tree, from: number): number | null {
	const { series, kept, updates } = history;
	const tensors = new Map<string, Tensor>();
	const numbers = series.flatMap((one) =>
		[0, 1].map((back) => {
			const data = new Float64Array(1);
			const name = back ? `before.${one.name}` : one.name;
			tensors.set(name, givenTensor(name, [], data));
			return (u: number) => {
				const k = Math.floor((u + 1) / one.every) - 1 - back;
				data[0] = one.values[k] ?? NaN;
			};
		})
	);
	if (kept.every === 1)
		for (const [name, { from: place, shape }] of kept.places) {
			const data = new Float64Array(size(shape));
			tensors.set(name, givenTensor(name, shape, data));
			numbers.push((u) =>
				data.set(kept.numbers.subarray(u * kept.length + place, u * kept.length + place + data.length))
			);
		}
	const { value } = bind(condition, { tensors });
	const holds = (u: number): boolean => {
		for (const set of numbers) set(u);
		const { data } = value();
		return Array.from(data).some((v) => v !== 0 && !Number.isNaN(v));
	};
	let before = from >= 0 && from < updates ? holds(from) : false;
	for (let u = from + 1; u < updates; u++) {
		const now = holds(u);
		if (now && !before) return u;
		before = now;
	}
	before = false;
	for (let u = 0; u <= Math.min(from, updates - 1); u++) {
		const now = holds(u);
		if (now && !before) return u;
		before = now;
	}
	return null;
}
