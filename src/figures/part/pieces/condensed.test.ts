/** Where not all tensors of a part have room, those that lead through it are drawn, and then those at its ends alone. */
import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { relu } from '#engine/ops/relu.ts';
import { sum } from '#engine/ops/sum.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { levelsOf } from './condensed.ts';
import { fittedFirst } from './fit.ts';
import { tiersOf } from './tiers.ts';

/** Two dense layers, the first with weights as PyTorch keeps them, of so many hidden numbers. */
function network(hidden: number) {
	const tape = new Tape();
	const x = tape.input('x', [1, 2], [1, -2]);
	const weight = (name: string, shape: readonly number[]) =>
		tape.parameter(name, shape, new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(0.5));
	const weights = [
		weight('w1', [hidden, 2]),
		weight('b1', [hidden]),
		weight('w2', [hidden, 1]),
		weight('b2', [1])
	];
	const [w1, b1, w2, b2] = weights;
	const y = tape.scope('net', () => {
		const turned = tape.apply(transpose, [w1!], undefined, 'turned');
		const wide = tape.apply(add, [tape.apply(matmul, [x, turned], undefined), b1!], undefined, 'wide');
		const bent = tape.apply(relu, [wide], undefined, 'bent');
		return tape.apply(add, [tape.apply(matmul, [bent, w2!], undefined), b2!], undefined, 'y');
	});
	tape.backward(tape.apply(sum, [y], {}, 'L'));
	return levelsOf(tiersOf(find(tape.trace().root, 'backward/net')!), weights[2]!.grad!);
}

const names = (tiers: ReturnType<typeof tiersOf>) =>
	tiers.map((tier) => tier.map(({ tensor }) => tensor.gradientOf!.name).sort());

test('on the way back: the gradients that lead on, then those of the weights; else what comes in and goes out, and less', () => {
	const [all, led, ends, few] = network(3).map(names);
	expect(all!.flat()).toContain('turned');
	expect(led!.slice(0, 3)).toEqual([['y'], ['bent'], ['wide']]);
	expect(led!.flat().toSorted()).toEqual(['b1', 'b2', 'bent', 'w1', 'w2', 'wide', 'x', 'y']);
	expect(ends!.flat().toSorted()).toEqual(['b1', 'b2', 'w1', 'w2', 'x', 'y']);
	// Where not even those have room: of the weights only the one that the sentence speaks of.
	expect(few!.flat().toSorted()).toEqual(['w2', 'x', 'y']);
});

test('as many tensors as there is room for', () => {
	const levels = network(3);
	const at = (width: number, height: number) =>
		levels.indexOf(fittedFirst(levels, { width, height, rem: 15 }).tiers);
	expect(at(1600, 1600)).toBe(0);
	expect(at(300, 240)).toBeGreaterThan(0);
});

test('of many words and what each becomes, those are drawn that belong together', () => {
	const tape = new Tape();
	const table = tape.parameter('table', [3, 2], [1, 2, 3, 4, 5, 6]);
	const found = tape.scope('words', () =>
		Array.from({ length: 7 }, (_, k) =>
			tape.apply(embedding, [table, tape.constant(`word${k}`, [1], [k % 3])], undefined, `x${k}`)
		)
	);
	const few = levelsOf(tiersOf(find(tape.trace().root, 'words')!), found[6]!).at(-1)!;
	const [words, vectors] = few.map((tier) => tier.map(({ tensor }) => tensor.name.slice(-1)));
	expect(vectors).toContain('6');
	expect(words).toEqual(vectors);
});
