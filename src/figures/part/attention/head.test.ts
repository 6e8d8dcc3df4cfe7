import { describe, expect, test } from 'vitest';
import { find, leavesOf, random, Tape, type Leaf, type Scope } from '#engine';
import { attention } from '#engine/layers/attention.ts';
import { multiHead } from '#engine/layers/multiHead.ts';
import { addPositions } from '#engine/layers/positional.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { relu } from '#engine/ops/relu.ts';
import { reshape } from '#engine/ops/reshape.ts';
import { add } from '#engine/ops/add.ts';
import { div } from '#engine/ops/div.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sum } from '#engine/ops/sum.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { where } from '#engine/ops/where.ts';
import { headsAround } from './around.ts';
import {
	closed,
	gradientOf,
	headCount,
	headOf,
	looks,
	namesOf,
	numbersOf,
	shownOf,
	sliceAt
} from './head.ts';

const WORDS = ['the', 'cat', 'sleeps'];
const OTHERS = ['le', 'chat'];
const [D, WIDTH] = [4, 2];

/** Two heads that look at their own words, and then two that look at other ones. */
function run() {
	const tape = new Tape();
	const values = random(3);
	const draw = (name: string, shape: readonly number[]) =>
		tape.parameter(name, shape, values.array(shape.reduce((a, b) => a * b)));
	const read = (name: string, words: readonly string[]) => {
		const index = tape.constant(
			name,
			[words.length],
			words.map((_, k) => k),
			{ names: words }
		);
		return addPositions(tape, tape.apply(embedding, [draw(`${name}_table`, [5, D]), index], {}));
	};
	const weights = (name: string) => ({
		heads: [1, 2].map((k) => {
			const linear = (part: string) => ({ w: draw(`${name}_${part}${k}`, [D, WIDTH]) });
			return { q: linear('q'), k: linear('k'), v: linear('v') };
		}),
		o: { w: draw(`${name}_o`, [2 * WIDTH, D]) }
	});
	const [own, across] = [weights('own'), weights('across')];
	const run = () => {
		const x = read('words', WORDS);
		const first = multiHead(tape, x, x, own, { causal: true });
		const between = tape.apply(relu, [first.output], undefined);
		const second = multiHead(tape, between, read('others', OTHERS), across, { name: 'cross-attention' });
		return tape.scope('loss', () => tape.apply(sum, [second.output], {}, 'L'));
	};
	const loss = tape.scope('forward', run, { part: { kind: 'network' } });
	tape.backward(loss);
	return tape.trace();
}

const trace = run();
const scope = (path: string) => find(trace.root, path) as Scope;
const [one, two] = ['head 1', 'head 2'].map((name) => scope(`forward/multi-head attention/${name}`));
const head = headOf(one!)!;
const all = () => Infinity;

test('heads stand beside each other, and where nothing looks there are none', () => {
	expect(headsAround(one!)).toEqual({ current: one, beside: [one, two] });
	expect(headsAround(leavesOf(two!)[0]!)!.current).toBe(two);
	const tape = new Tape();
	tape.apply(relu, [tape.input('x', [2], [1, 2])], undefined);
	expect(headsAround(tape.trace().leaves[0]!)).toBeNull();
});

test('a part that has several heads shows its last ones, and what follows shows those before it', () => {
	expect(headsAround(scope('forward/multi-head attention'))!.current).toBe(two);
	expect(headsAround(scope('forward/loss'))!.current.parent!.name).toBe('cross-attention');
	expect(headsAround(leavesOf(scope('forward'))[0]!)).toBeNull();
});

test('the way back through a head belongs to the same drawing', () => {
	const back = scope('backward/multi-head attention/head 1');
	expect(headsAround(back)!.current).toBe(one);
	for (const leaf of leavesOf(back)) expect(headsAround(leaf)!.current).toBe(one);
});

test('its matrices follow from each other', () => {
	expect(head.stages.map(({ name }) => name)).toEqual(['scores', 'scale', 'mask', 'softmax']);
	for (const { rows, columns } of [head.q, head.k, head.v, head.output])
		expect([rows, columns]).toEqual([3, WIDTH]);
	expect(headOf(scope('forward/cross-attention/head 1'))!.stages.map(({ name }) => name)).toEqual([
		'scores',
		'scale',
		'softmax'
	]);
});

describe('what positions are called', () => {
	test('is found on the way back to the words', () => {
		expect([head.queries, head.keys]).toEqual([WORDS, WORDS]);
	});

	test('queries and keys have names of their own', () => {
		const across = headOf(scope('forward/cross-attention/head 2'))!;
		expect([across.queries, across.keys]).toEqual([WORDS, OTHERS]);
	});

	test('is a number where there are no words', () => {
		const tape = new Tape();
		const x = tape.input('x', [2, 1], [1, 2]);
		expect(namesOf(x)).toEqual(['0', '1']);
		const { weights } = attention(tape, x, x, x);
		expect(namesOf(weights)).toEqual(['0', '1']);
	});

	test('has to fit the shape', () => {
		expect(() => new Tape().constant('w', [3], [0, 0, 0], { names: ['a'] })).toThrow(
			/give one for each place/
		);
	});
});

test('a mask closes what comes later, and nobody is looked at through it', () => {
	expect(WORDS.map((_, r) => WORDS.map((_, c) => closed(head, r, c)))).toEqual([
		[false, true, true],
		[false, false, true],
		[false, false, false]
	]);
	expect(looks(head, 0, 9)).toEqual([{ key: 0, weight: 1 }]);
	const second = looks(head, 1, 6);
	expect(second.map(({ key }) => key).sort()).toEqual([0, 1]);
	expect(second[0]!.weight).toBeGreaterThanOrEqual(second[1]!.weight);
	expect(second[0]!.weight + second[1]!.weight).toBeCloseTo(1, 12);
	// Its row is not complete yet.
	expect(looks(head, 1, 5)).toEqual([]);
});

describe('the matrix that is shown', () => {
	const leaf = (path: string): Leaf => leavesOf(scope(path)).at(-1)!;

	test('is the one that is being written', () => {
		for (const { name, sheet } of head.stages)
			expect(shownOf(head, leaf(`forward/multi-head attention/head 1/${name}`), () => 0).sheet.tensor).toBe(
				sheet.tensor
			);
	});

	test('else the last one of which something is known', () => {
		const values = leaf('forward/multi-head attention/head 1/weighted values');
		expect(shownOf(head, values, all).sheet).toBe(head.weights);
		const query = leaf('forward/multi-head attention/head 1/query');
		expect(shownOf(head, query, () => 0).sheet).toBe(head.stages[0]!.sheet);
	});

	test('is in backward a gradient, as soon as one has come', () => {
		const query = leaf('backward/multi-head attention/head 1/query');
		expect(shownOf(head, query, all).sheet).toEqual(gradientOf(head.stages[0]!.sheet));
		expect(shownOf(head, query, ({ tensor }) => (tensor.gradientOf ? 0 : 9)).sheet).toBe(head.weights);
	});
});

describe('heads that lie in one tensor, as in PyTorch', () => {
	const [B, H, T, W] = [2, 3, 4, 2];
	const tape = new Tape();
	const draw = random(8);
	const [q, k, v] = ['q', 'k', 'v'].map((name) => tape.input(name, [B, H, T, W], draw.array(B * H * T * W)));
	const mask = tape.constant(
		'mask',
		[T, T],
		Array.from({ length: T * T }, (_, i) => (i % T > Math.floor(i / T) ? -Infinity : 0))
	);
	const root = tape.constant('root', [], [Math.SQRT2]);
	tape.scope(
		'mine',
		() => {
			const turned = tape.apply(transpose, [k!], { axes: [0, 1, 3, 2] });
			const scores = tape.apply(div, [tape.apply(matmul, [q!, turned], undefined), root], undefined);
			const weights = tape.apply(softmax, [tape.apply(add, [mask, scores], undefined)], { axis: -1 });
			return tape.apply(matmul, [weights, v!], undefined, 'z');
		},
		{ part: { kind: 'attention' } }
	);
	const mine = find(tape.trace().root, 'mine') as Scope;
	const slices = Array.from({ length: B * H }, (_, k) => headOf(mine, k)!);

	test('are as many as there are matrices, each with its own numbers', () => {
		expect(headCount(mine)).toBe(B * H);
		expect(slices.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `head ${n}`));
		for (const [n, head] of slices.entries()) {
			expect(head.stages.map(({ name }) => name)).toEqual(['scores', 'scale', 'mask', 'softmax']);
			expect([...numbersOf(head.q)]).toEqual([...q!.data.slice(n * T * W, (n + 1) * T * W)]);
			expect([...numbersOf(head.k)]).toEqual([...k!.data.slice(n * T * W, (n + 1) * T * W)]);
			// The first query may look at the first key alone; the weights of each row are 1 in total.
			expect(looks(head, 0, T)).toEqual([{ key: 0, weight: 1 }]);
			expect(closed(head, 1, 2)).toBe(true);
			expect(closed(head, 2, 1)).toBe(false);
		}
	});

	test('a cell belongs to one of them', () => {
		const head = slices[4]!;
		const cell = 4 * T * T + 2 * T + 1;
		expect(sliceAt(head, head.weights.tensor, cell)).toBe(4);
	});
});

test('a mask may be a low number, which closes only where nothing is left of the weight; heads may be unfolded again', () => {
	const tape = new Tape();
	const x = tape.input('x', [2, 2, 2], [1, 0, 0, 1, 1, 1, 2, 0]);
	const hidden = tape.constant('hidden', [2, 2], [0, 1, 1, 1]);
	tape.scope(
		'mine',
		() => {
			const product = tape.apply(matmul, [x, tape.apply(transpose, [x], { axes: [0, 2, 1] })], undefined);
			const apart = tape.apply(reshape, [product], { shape: [1, 2, 2, 2] });
			const masked = tape.apply(where, [hidden, tape.constant('low', [], [-1e9]), apart], undefined);
			const together = tape.apply(reshape, [masked], { shape: [2, 2, 2] });
			return tape.apply(matmul, [tape.apply(softmax, [together], { axis: -1 }), x], undefined);
		},
		{ part: { kind: 'attention' } }
	);
	const head = headOf(find(tape.trace().root, 'mine') as Scope)!;
	expect(head.stages.map(({ name }) => name)).toEqual(['scores', 'mask', 'softmax']);
	// The second row is hidden as a whole: its weights are equal, and nothing is closed.
	expect([closed(head, 0, 0), closed(head, 0, 1)]).toEqual([false, true]);
	expect([closed(head, 1, 0), closed(head, 1, 1)]).toEqual([false, false]);
	expect(looks(head, 1, 4)).toEqual([
		{ key: 0, weight: 0.5 },
		{ key: 1, weight: 0.5 }
	]);
});
