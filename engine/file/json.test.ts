import fc from 'fast-check';
import { expect, test } from 'vitest';
import { random, Tape, toJSON, type Tensor, type TraceFile } from '../index.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import type { Singles } from './numbers.ts';

const origin = { lesson: 'test', params: { size: 2 }, seed: 7 };

/** The file as somebody reads it who has nothing but the text. */
function fileOf(program: (tape: Tape) => unknown): TraceFile {
	const tape = new Tape();
	program(tape);
	return JSON.parse(JSON.stringify(toJSON(tape.trace(), origin))) as TraceFile;
}

test('a trace says where it comes from, and lists tensors, ops and scopes', () => {
	const file = fileOf((tape) => {
		const x = tape.input('x', [2], [3, 4]);
		const loss = tape.scope(
			'forward',
			() =>
				tape.scope('square', () =>
					tape.apply(sum, [tape.apply(mul, [x, x], undefined, 'y')], { axes: [0] }, 'L')
				),
			{ part: { kind: 'network' } }
		);
		tape.backward(loss);
	});
	expect(file).toMatchObject({ format: 'backstep-trace', version: '1.1', ...origin });
	// x is used twice, so two gradients arrive, and their sum is one more tensor.
	expect(Object.entries(file.tensors).map(([name, { role, data }]) => [name, role, data])).toEqual([
		['x', 'input', [3, 4]],
		['y', 'intermediate', [9, 16]],
		['L', 'intermediate', [25]],
		['L.grad', 'gradient', [1]],
		['y.grad', 'gradient', [1, 1]],
		['x.grad:1', 'gradient', [3, 4]],
		['x.grad:2', 'gradient', [3, 4]],
		['x.grad', 'gradient', [6, 8]]
	]);
	expect(file.tensors['L']).toEqual({ shape: [], dtype: 'float64', role: 'intermediate', data: [25] });
	expect(file.ops[1]).toEqual({
		id: 1,
		op: 'sum',
		phase: 'forward',
		attrs: { axes: [0] },
		inputs: ['y'],
		reads: ['y'],
		writes: 'L',
		cells: 1,
		stepsPerCell: 2
	});
	expect(file.ops.map(({ id, op, writes }) => [id, op, writes])).toEqual([
		[0, 'mul', 'y'],
		[1, 'sum', 'L'],
		[2, 'onesLike', 'L.grad'],
		[3, 'sum', 'y.grad'],
		[4, 'mul', 'x.grad:1'],
		[5, 'mul', 'x.grad:2'],
		[6, 'accumulate', 'x.grad']
	]);
	// Scopes hold ops by their ids; backward mirrors forward.
	expect(file.scopes).toEqual({
		name: 'trace',
		children: [
			{ name: 'forward', part: { kind: 'network' }, children: [{ name: 'square', children: [0, 1] }] },
			{
				name: 'backward',
				phase: 'backward',
				loss: 'L',
				children: [2, { name: 'square', mirrors: [0, 0], children: [3, 4, 5, 6] }]
			}
		]
	});
	expect(file.steps).toBe(
		file.ops.reduce((steps, { cells, stepsPerCell }) => steps + cells! * stepsPerCell!, 0)
	);
});

test('an op without attributes has none', () => {
	const { ops } = fileOf((tape) =>
		tape.apply(mul, [tape.input('x', [], [2]), tape.input('y', [], [3])], undefined)
	);
	expect(ops[0]!.attrs).toEqual({});
});

test('what JSON has no number for is a string', () => {
	const { tensors } = fileOf((tape) => {
		const x = tape.input('x', [4], [1e308, -1e308, -1, 5]);
		const huge = tape.apply(mul, [x, tape.input('by', [4], [10, 10, 0, 1])], undefined, 'huge');
		tape.apply(mul, [huge, tape.input('zero', [], [0])], undefined, 'nothing');
	});
	expect(tensors['huge']!.data).toEqual(['Infinity', '-Infinity', '-0', 5]);
	expect(tensors['nothing']!.data).toEqual(['NaN', 'NaN', '-0', 0]);
});

test('a number that is written as text comes back with every bit', () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
			const [written] = fileOf((tape) => tape.input('x', [1], [value])).tensors['x']!.data as number[];
			expect(Object.is(Number(written), value)).toBe(true);
		})
	);
});

// Eight bytes a number, three bytes a group of digits: each length ends in another way.
test.each([4097, 4098, 4099])('%d values are base64, with every bit', (n) => {
	const values = random(n).array(n, 1e10);
	values.set([-0, 5e-324, -Number.MAX_VALUE], n - 3);
	const { data, shape } = fileOf((tape) => tape.input('x', [n], values)).tensors['x']!;
	const bytes = Buffer.from(data as string, 'base64');
	expect(bytes.toString('base64')).toBe(data);
	expect(shape).toEqual([n]);
	expect(bytes).toHaveLength(8 * n);
	const back = Float64Array.from({ length: n }, (_, k) => bytes.readDoubleLE(8 * k));
	expect(back).toEqual(values);
});

test('what was computed in float32 is stored in it, with every bit', () => {
	const values = Float64Array.from(random(17).array(17, 1e10), Math.fround);
	values.set([-0, NaN, -Infinity, 2 ** -149]);
	const tape = new Tape();
	tape.input('x', [17], new Float64Array(17)).data.set(values);
	tape.input('y', [17], new Float64Array(17)).data.set([0.1], 3);
	const stored = (data: readonly number[]) =>
		({ shape: [17], dtype: 'float32', role: 'input', data }) as const;
	const { tensors } = toJSON(tape.trace(), { ...origin, tensors: { x: stored([]), y: stored([]) } });
	const bytes = Buffer.from((tensors['x']!.data as Singles).float32, 'base64');
	expect(bytes).toHaveLength(4 * 17);
	expect(Float64Array.from({ length: 17 }, (_, k) => bytes.readFloatLE(4 * k))).toEqual(values);
	// A number that somebody typed, which float32 does not have, is not rounded.
	expect(tensors['y']!.data).toHaveProperty('3', 0.1);
});

test('4096 values are still a list that can be read', () => {
	const zeros = (tape: Tape): Tensor => tape.input('x', [4096], new Float64Array(4096));
	expect(fileOf(zeros).tensors['x']!.data).toHaveLength(4096);
	expect(Array.isArray(fileOf(zeros).tensors['x']!.data)).toBe(true);
});

test('names of places are kept, and follow into the gradient', () => {
	const { tensors } = fileOf((tape) => {
		const x = tape.input('x', [2], [3, 4], { names: ['je', "t'"] });
		tape.backward(tape.scope('forward', () => tape.apply(sum, [x], {}, 'L')));
	});
	expect(tensors['x']!.names).toEqual(['je', "t'"]);
	expect(tensors['x.grad']!.names).toEqual(['je', "t'"]);
	expect(tensors['L']).not.toHaveProperty('names');
});
