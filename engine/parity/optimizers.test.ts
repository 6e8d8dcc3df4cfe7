/** Adam, RMSprop and the clipping of gradients, step after step on one tape, as torch.optim and torch.nn.utils compute them. */
import { describe, expect, test } from 'vitest';
import { Tape, type Tensor } from '../index.ts';
import { accumulate } from '../ops/accumulate.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { adam, type Adam } from '../optimizers/adam.ts';
import { clipByNorm, clipByValue } from '../optimizers/clip.ts';
import type { Optimized } from '../optimizers/optimizer.ts';
import { rmsprop, type Rmsprop } from '../optimizers/rmsprop.ts';
import { expectClose, type Values } from './close.ts';

interface Whole<A> {
	attrs: A;
	parameter: Values;
	gradients: number[][];
	parameters: number[][];
}
interface Clipping {
	attrs: { limit: number };
	gradients: Values[];
	total: number | null;
	clipped: number[][];
}

const data = import.meta.glob<unknown[]>('./data/optimizers/*.json', { eager: true, import: 'default' });
const casesOf = <C>(name: string) => data[`./data/optimizers/${name}.json`] as C[];

/** A backward pass that gives parameters just these gradients: the loss is Σ w·g. */
function give(tape: Tape, parameters: readonly Tensor[], gradients: readonly number[][], step: number) {
	const loss = tape.scope(
		`forward ${step}`,
		() => {
			const parts = parameters.map((w, k) => {
				const g = tape.constant(`g${k}`, w.shape, gradients[k]!);
				return tape.apply(sum, [tape.apply(mul, [w, g], undefined)], {});
			});
			return tape.apply(accumulate, parts, undefined, 'loss');
		},
		{ phase: 'forward' }
	);
	tape.backward(loss, `backward ${step}`);
}

/** Four steps on one tape: what an update writes is what the next forward starts from. */
function train<A, S>(
	c: Whole<A>,
	optimizer: (tape: Tape, w: readonly Tensor[], options: A, state?: readonly (S | null)[]) => Optimized<S>
) {
	const tape = new Tape();
	let w = tape.parameter('w', c.parameter.shape, c.parameter.data);
	let state: readonly (S | null)[] = [];
	c.gradients.forEach((gradient, k) => {
		give(tape, [w], [gradient], k + 1);
		const updated = optimizer(tape, [w], c.attrs, state);
		w = updated.parameters[0]!;
		state = updated.state;
		expectClose(w.data, c.parameters[k]!, `w after step ${k + 1}`);
	});
	expect([...tape.trace().tensors.keys()]).toEqual(expect.arrayContaining(['w.new', 'w.new_2', 'w.new_4']));
}

const labelled = <C extends { attrs: unknown }>(name: string) =>
	casesOf<C>(name).map((c) => [JSON.stringify(c.attrs), c] as const);

describe('adam', () => {
	test.each(labelled<Whole<Adam>>('adam'))('%s', (_, c) => train(c, adam));
});

describe('rmsprop', () => {
	test.each(labelled<Whole<Rmsprop>>('rmsprop'))('%s', (_, c) => train(c, rmsprop));
});

describe.each(['clipByNorm', 'clipByValue'] as const)('%s', (name) => {
	test.each(labelled<Clipping>(name))('%s', (_, { attrs: { limit }, gradients, total, clipped }) => {
		const tape = new Tape();
		const ws = gradients.map(({ shape, data }, k) => tape.parameter(`w${k}`, shape, data));
		give(
			tape,
			ws,
			gradients.map((g) => g.data),
			1
		);
		if (name === 'clipByValue') {
			clipByValue(tape, ws, limit).forEach((g, k) => expectClose(g.data, clipped[k]!, `gradient ${k}`));
			return;
		}
		const mine = clipByNorm(tape, ws, limit);
		expectClose(mine.norm.data, [total!], 'norm');
		mine.gradients.forEach((g, k) => expectClose(g.data, clipped[k]!, `gradient ${k}`));
	});
});
