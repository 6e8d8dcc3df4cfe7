/** Contributions to a gradient are computed when looked at, and nobody can tell from their values. */
import { describe, expect, test } from 'vitest';
import { Buffers, Tape, known, random, size, uses, type Tensor } from './index.ts';
import { add } from './ops/add.ts';
import { matmul } from './ops/matmul.ts';
import { mul } from './ops/mul.ts';
import { sum } from './ops/sum.ts';
import { addUp, unseen } from './recorded.ts';

interface Program {
	/** How often the weight is used. */
	times: number;
	batch?: number;
	/** Whether one of its uses is another op. */
	mixed?: boolean;
	seed?: number;
}

/** Rows times one weight again and again; a third of the numbers are 0, of either sign. */
function record(tape: Tape, { times, batch = 1, mixed = false, seed = 5 }: Program): Tensor {
	const draw = random(seed);
	const numbers = (shape: readonly number[]) =>
		draw.array(size(shape), 2).map((value) => (draw.next() < 1 / 3 ? 0 * value : value));
	const given = (name: string, shape: readonly number[]) => tape.input(name, shape, numbers(shape));
	const xs = Array.from({ length: times }, (_, k) => given(`x${k}`, [batch, 5]));
	const scales = Array.from({ length: times }, (_, k) => given(`scale${k}`, [batch, 3]));
	const [mask, w] = [given('mask', [5, 3]), tape.parameter('w', [5, 3], numbers([5, 3]))];
	const loss = tape.scope('forward', () => {
		const totals = xs.map((x, k) => {
			const y = tape.apply(matmul, [x, w], undefined);
			return tape.apply(sum, [tape.apply(mul, [y, scales[k]!], undefined)], {});
		});
		if (mixed) totals.push(tape.apply(sum, [tape.apply(mul, [w, mask], undefined)], {}));
		return totals.reduce((a, b) => tape.apply(add, [a, b], undefined));
	});
	tape.backward(loss);
	return w;
}

const partsOf = (x: Tensor) => x.grad!.writer!.reads;

/** What its rule says, step by step. */
const bySteps = (x: Tensor) =>
	Float64Array.from(x.data, (_, cell) => {
		const { rule, call, perCell } = x.writer!;
		return rule.step(call, cell, perCell - 1).value;
	});

const programs: Record<string, Program> = {
	'outer products': { times: 7 },
	'more outer products than the matrix product takes at once': { times: 300 },
	'matrix products of a batch': { times: 6, batch: 4 },
	'two rules': { times: 5, mixed: true }
};

describe.each(Object.entries(programs))('%s', (_, program) => {
	test('the sum is there before anybody looks at a contribution', () => {
		const tape = new Tape();
		const w = record(tape, program);
		const parts = partsOf(w);
		expect(parts).toHaveLength(program.times + (program.mixed ? 1 : 0));
		expect(parts.every(unseen)).toBe(true);
		expect(tape.arrays).toHaveLength([...tape.trace().tensors.values()].filter((x) => !unseen(x)).length);
		expect(w.grad!.data).toEqual(bySteps(w.grad!));
	});

	test('a contribution looked at has the values of its steps, and keeps them', () => {
		for (const part of partsOf(record(new Tape(), program)).slice(-9)) {
			const { data } = part;
			expect(unseen(part)).toBe(false);
			expect(data).toEqual(bySteps(part));
			expect(part.data).toBe(data);
		}
	});

	test('adding the contributions one by one gives the same bits, whichever were looked at', () => {
		const w = record(new Tape(), program);
		const parts = partsOf(w);
		const added = new Float64Array(15);
		parts.forEach((part, k) => {
			if (k === 2) {
				const half = new Float64Array(15).fill(NaN);
				addUp(parts, half);
				expect(half).toEqual(w.grad!.data);
			}
			for (let i = 0; i < added.length; i++) added[i]! += part.data[i]!;
		});
		expect(added).toEqual(w.grad!.data);
		const again = new Float64Array(15).fill(NaN);
		addUp(parts, again);
		expect(again).toEqual(added);
	});

	test('a replay, which is not handed the contributions, has the same values everywhere', () => {
		const first = new Tape();
		record(first, program);
		const replay = new Tape({ filled: first.arrays.map((array) => array.slice()) });
		record(replay, program);
		const values = (tape: Tape) => [...tape.trace().tensors].map(([name, { data }]) => [name, data]);
		expect(values(replay)).toEqual(values(first));
	});
});

test('the contributions of the last trace are still right when the next one has been computed', () => {
	const buffers = new Buffers();
	const runs = [1, 2, 3, 4].map((seed) => () => {
		buffers.begin();
		return record(new Tape({ take: buffers.take }), { times: 4, seed });
	});
	let last = runs[0]!();
	for (const [k, run] of runs.slice(1).entries()) {
		const next = run();
		const expected = record(new Tape(), { times: 4, seed: k + 1 });
		expect(partsOf(last).map((x) => x.data)).toEqual(partsOf(expected).map((x) => x.data));
		expect(last.grad!.data).toEqual(expected.grad!.data);
		last = next;
	}
});

test('to say how much of a contribution is known, nobody has to look at it', () => {
	const [part] = partsOf(record(new Tape(), { times: 3 }));
	const { start, steps } = part!.writer!;
	expect([start, start + 2, start + steps].map((done) => known(part!, done))).toEqual([0, 2, 15]);
	expect(unseen(part!)).toBe(true);
});

test('readers are listed as far as the trace has been recorded', () => {
	const tape = new Tape();
	const x = tape.input('x', [2], [1, 2]);
	expect(uses(x, 0)).toEqual([]);
	const loss = tape.scope('forward', () => tape.apply(sum, [tape.apply(mul, [x, x], undefined)], {}));
	expect(x.readers.map(({ leaf, slot }) => `${leaf.name} ${slot}`)).toEqual(['mul 0', 'mul 1']);
	tape.backward(loss);
	expect(x.readers.map(({ leaf }) => leaf.name)).toEqual(['mul', 'mul', 'mul.a', 'mul.b']);
	expect(x.readers[2]!.leaf.reads[x.readers[2]!.slot]).toBe(x);
});
