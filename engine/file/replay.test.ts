import { expect, test } from 'vitest';
import { random, Tape, opsIn, toJSON, type TraceFile } from '../index.ts';
import { wholly } from '../slices.ts';
import { refill, replay } from './replay.ts';
import { matmul } from '../ops/matmul.ts';
import { mul } from '../ops/mul.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { sum } from '../ops/sum.ts';

const ops = opsIn(import.meta.glob('../ops/*.ts', { eager: true }));
const find = (name: string) => ops.find((op) => op.name === name);

const origin = { lesson: 'test', params: {}, seed: null };

function fileOf(program: (tape: Tape) => unknown): TraceFile {
	const tape = new Tape();
	program(tape);
	return JSON.parse(JSON.stringify(toJSON(tape.trace(), origin))) as TraceFile;
}

const small = () =>
	fileOf((tape) => {
		const x = tape.input('x', [1, 2], [3, 4], { label: 'input' });
		const w = tape.parameter('w', [2, 2], [0.1, -0.2, 0.3, 0.4]);
		const loss = tape.scope('forward', () => {
			const a = tape.scope('layer', () => tape.apply(matmul, [x, w], undefined, 'a'), { about: 'A layer.' });
			const h = tape.apply(sigmoid, [a], undefined, 'h');
			return tape.apply(sum, [tape.apply(mul, [h, h], undefined, 'q')], {}, 'L');
		});
		tape.backward(loss);
	});

test('a trace that is read back is the same trace, and every number agrees', () => {
	const file = small();
	const { trace, checks, unknown, unused } = replay(file, find);
	expect(toJSON(trace, origin)).toEqual(file);
	expect(checks.map(({ largest, mismatches }) => [largest, mismatches])).toEqual(checks.map(() => [0, 0]));
	expect(checks.reduce((n, { values }) => n + values, 0)).toBe(
		file.ops.reduce((n, { cells }) => n + cells!, 0)
	);
	expect([unknown, unused]).toEqual([[], []]);
	expect(trace.tensors.get('x')!.label).toBe('input');
});

test.each(ops.map((op) => [op.name, op] as const))('%s comes back with its attributes', (_, op) => {
	const draw = random(7);
	for (let k = 0; k < 5; k++) {
		const { xs, attrs } = op.sample(draw);
		const file = fileOf((tape) => {
			const given = xs.map(({ shape, values }, i) =>
				tape.input(`x${i}`, shape, values ?? draw.array(shape.reduce((a, b) => a * b, 1)))
			);
			tape.apply(op, given, attrs as never, 'y');
		});
		const { trace, checks } = replay(file, find);
		expect(toJSON(trace, origin)).toEqual(file);
		expect(checks[0]!.largest).toBe(0);
	}
});

test('a number that was changed is found, with the op that should have given another', () => {
	const file = small();
	const q = file.tensors['q']!;
	const { checks } = replay(
		{ ...file, tensors: { ...file.tensors, q: { ...q, data: [(q.data as number[])[0]!, 0.5] } } },
		find
	);
	const wrong = checks.filter(({ mismatches }) => mismatches > 0);
	// The sum after it is wrong too, given what it adds; nothing else is.
	expect(wrong.map(({ op }) => op)).toEqual(['mul', 'sum']);
	expect(wrong[0]!.first).toMatchObject({ tensor: 'q', cell: 1, stored: 0.5 });
});

test('an op that is not known keeps its values, and its gradients where the file has them', () => {
	const file: TraceFile = {
		format: 'backstep-trace',
		version: '1.0',
		lesson: 'elsewhere',
		params: {},
		seed: null,
		tensors: {
			x: { shape: [2], dtype: 'float32', role: 'input', data: [1, 2] },
			y: { shape: [2], dtype: 'float32', role: 'intermediate', data: [1.5, 4.5] },
			L: { shape: [], dtype: 'float32', role: 'intermediate', data: [6] },
			'y.grad': { shape: [2], dtype: 'float32', role: 'gradient', data: [1, 1] },
			back: { shape: [2], dtype: 'float32', role: 'gradient', data: [7, 8] },
			'x.grad': { shape: [2], dtype: 'float32', role: 'gradient', data: [7, 8] }
		},
		ops: [
			{ id: 0, op: 'erfinv', phase: 'forward', attrs: {}, inputs: ['x'], writes: 'y', gradients: ['back'] },
			{ id: 1, op: 'sum', phase: 'forward', attrs: {}, inputs: ['y'], writes: 'L' }
		],
		scopes: {
			name: 'trace',
			children: [
				{ name: 'forward', children: [0, 1] },
				{ name: 'backward', phase: 'backward', loss: 'L', children: [] }
			]
		}
	};
	const { trace, unknown, checks } = replay(file, find);
	expect(unknown).toEqual(['erfinv']);
	expect([...trace.tensors.get('x')!.grad!.data]).toEqual([7, 8]);
	expect(checks.every(({ mismatches }) => mismatches === 0)).toBe(true);
});

test('a trace is refilled from what was kept, NaN in what is given and changed numbers included', () => {
	const file = small();
	Object.assign(file.tensors['x']!, { data: ['NaN', 4] });
	Object.assign(file.tensors['h']!, { data: [0.25, 0.5] });
	Object.assign(file.tensors['h.grad:1']!, { data: [9, 8] });
	const { trace, kept } = replay(file, find);
	expect(toJSON(trace, origin).tensors['x']!.data).toEqual(['NaN', 4]);
	expect(toJSON(trace, origin).tensors['h']!.data).toEqual([0.25, 0.5]);
	expect(toJSON(trace, origin).tensors['h.grad:1']!.data).toEqual([9, 8]);
	expect(
		toJSON(wholly(refill(file, new Map(Object.entries(file.tensors)), find, structuredClone(kept))), origin)
	).toEqual(toJSON(trace, origin));
});

test('a view shows the numbers of another tensor in other places', () => {
	const file = fileOf((tape) => {
		tape.input('x', [2, 3], [1, 2, 3, 4, 5, 6]);
		const y = tape.input('y', [3, 2], [1, 4, 2, 5, 3, 6]);
		tape.apply(sum, [y], { axes: [0] }, 's');
	});
	(file.tensors as Record<string, unknown>)['y'] = {
		...file.tensors['y'],
		data: { of: 'x', offset: 0, strides: [1, 3] }
	};
	const { trace, checks } = replay(file, find);
	expect([...trace.tensors.get('y')!.data]).toEqual([1, 4, 2, 5, 3, 6]);
	expect(checks[0]).toMatchObject({ largest: 0, mismatches: 0 });
});

const view = (of: string, offset: number, strides: readonly number[]) => ({ of, offset, strides });

/** Every way in which a file can contradict itself has its sentence. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a file is broken in ways that its type forbids
const broken: Record<string, [(file: any) => void, RegExp]> = {
	'an op that reads what is not there': [(f) => (f.ops[0].inputs[0] = 'z'), /reads z, which is not among/],
	'an op that reads what comes later': [(f) => (f.ops[0].inputs[0] = 'q'), /reads q before/],
	'an op too many inputs': [(f) => f.ops[0].inputs.push('x'), /gives it 3 tensors/],
	'a shape that an op does not give': [(f) => (f.tensors.a.shape = [2, 1]), /would give shape 1×2/],
	'too few values': [(f) => f.tensors.x.data.pop(), /takes 2 values: the file holds 1/],
	'a word for a number': [(f) => (f.tensors.x.data[0] = 'three'), /"three", which is no number/],
	'broken base64': [(f) => (f.tensors.x.data = 'abc'), /values of x cannot be read/],
	'half a float64': [(f) => (f.tensors.x.data = 'AAAAAAAA'), /6 bytes/],
	'a view of nothing': [(f) => (f.tensors.x.data = view('z', 0, [1, 1])), /x is a view of z, which is not/],
	'a view of a view': [
		(f) => {
			f.tensors.h.data = view('w', 0, [1, 1]);
			f.tensors.x.data = view('h', 0, [1, 1]);
		},
		/x is a view of h, which is a view itself/
	],
	'a view beyond the end': [(f) => (f.tensors.x.data = view('w', 2, [4, 2])), /number 4 of w, which has 4/],
	'a view with too few strides': [(f) => (f.tensors.x.data = view('w', 0, [1])), /2 axes, .* 1 strides/],
	'half a float32': [(f) => (f.tensors.x.data = { float32: 'AAAA' }), /3 bytes, but a float32 takes 4/],
	'ops out of order': [(f) => f.scopes.children[0].children.reverse(), /comes next/],
	'an op in no scope': [(f) => f.scopes.children.pop(), /name 4 of its 12 ops/],
	'an op of a way back that does not follow': [(f) => (f.ops[5].writes = 'nothing'), /way back/],
	'a loss that is not there': [(f) => (f.scopes.children[1].loss = 'cost'), /reads cost/],
	'a loss of many numbers': [(f) => (f.scopes.children[1].loss = 'h'), /single number/],
	'two writers of one tensor': [(f) => (f.ops[1].writes = 'a'), /written before/]
};

test.each(Object.entries(broken))('%s is refused', (_, [breaks, sentence]) => {
	const file = structuredClone(small());
	breaks(file);
	expect(() => replay(file, find)).toThrow(sentence);
});
