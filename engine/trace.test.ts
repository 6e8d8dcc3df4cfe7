/** Any program gives a trace in which steps, paths, cells and the reasons for them agree with one another. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	BackstepError,
	find,
	indexOf,
	known,
	leavesOf,
	nodeAt,
	pathName,
	pathOf,
	placeOf,
	random,
	stepAt,
	Tape,
	uses,
	why,
	type Leaf,
	type Node,
	type Tensor,
	type Trace
} from './index.ts';
import { add } from './ops/add.ts';
import { concat } from './ops/concat.ts';
import { matmul } from './ops/matmul.ts';
import { mul } from './ops/mul.ts';
import { relu } from './ops/relu.ts';
import { slice } from './ops/slice.ts';
import { sum } from './ops/sum.ts';

/** A program: ops on one 2×3 matrix, one of them on none of its rows, and scopes of more of the same, which may be empty. */
type Part = 'relu' | 'plus w' | 'times itself' | 'times m' | 'nothing' | Part[];

const program = fc.letrec<{ part: Part; parts: Part[] }>((tie) => ({
	part: fc.oneof(
		{ depthSize: 'medium' },
		fc.constantFrom<Part>('relu', 'plus w', 'times itself', 'times m', 'nothing'),
		tie('parts')
	),
	parts: fc.array(tie('part'), { maxLength: 4 })
})).parts;

function record(parts: Part[]): Trace {
	const tape = new Tape();
	const draw = random(parts.length);
	const x = tape.input('x', [2, 3], draw.array(6));
	const w = tape.parameter('w', [3], draw.array(3));
	const m = tape.parameter('m', [3, 3], draw.array(9));
	const apply = (y: Tensor, part: Part): Tensor => {
		if (part === 'relu') return tape.apply(relu, [y], undefined);
		if (part === 'plus w') return tape.apply(add, [y, w], undefined);
		if (part === 'times itself') return tape.apply(mul, [y, y], undefined);
		if (part === 'times m') return tape.apply(matmul, [y, m], undefined);
		if (part === 'nothing') {
			const none = tape.scope('none', () =>
				tape.apply(relu, [tape.apply(slice, [y], { start: 2 })], undefined)
			);
			return tape.apply(concat, [none, y], {});
		}
		return tape.scope('group', () => part.reduce(apply, y));
	};
	const y = tape.scope('forward', () => parts.reduce(apply, x), { part: { kind: 'network' } });
	tape.backward(tape.scope('loss', () => tape.apply(sum, [y], {})));
	return tape.trace();
}

const trace = program.map(record);
const all = (n: number) => Array.from({ length: n }, (_, k) => k);

describe('in a random trace', () => {
	test('every step has a path, and every path leads back to its step', () => {
		fc.assert(
			fc.property(trace, ({ root, steps }) => {
				for (const index of all(steps)) {
					const path = pathOf(root, index);
					expect(indexOf(root, path)).toBe(index);
					const { leaf, cell, step } = placeOf(root, index);
					expect(path.slice(-2)).toEqual([cell, step]);
					expect(nodeAt(root, path)).toBe(leaf);
				}
			}),
			{ numRuns: 40 }
		);
	});

	test('the parts of a scope follow one another without a gap, and only what writes no cell takes no step', () => {
		const check = (node: Node) => {
			if (leavesOf(node).some(({ out }) => out.data.length)) expect(node.steps).toBeGreaterThan(0);
			if (node.kind === 'leaf') return expect(node.steps).toBe(node.perCell * node.out.data.length);
			let next = node.start;
			for (const child of node.children) {
				expect(child.start).toBe(next);
				expect(child.parent).toBe(node);
				next += child.steps;
				check(child);
			}
			expect(next).toBe(node.start + node.steps);
		};
		fc.assert(fc.property(trace, ({ root }) => check(root)));
	});

	test('why a cell holds what it holds: the step that wrote it says so', () => {
		fc.assert(
			fc.property(trace, ({ root, tensors }) => {
				for (const tensor of tensors.values()) {
					tensor.data.forEach((value, cell) => {
						const index = why(tensor, cell);
						if (tensor.role === 'input' || tensor.role === 'parameter') return expect(index).toBeNull();
						const step = stepAt(root, index!);
						expect(step.leaf.out).toBe(tensor);
						expect([step.cell, step.step, step.value]).toEqual([cell, step.leaf.perCell - 1, value]);
					});
				}
			}),
			{ numRuns: 40 }
		);
	});

	test('a cell is known once the step that writes it has been taken', () => {
		fc.assert(
			fc.property(trace, fc.double({ min: 0, max: 1, noNaN: true }), ({ steps, tensors }, part) => {
				const done = Math.round(part * steps);
				for (const tensor of tensors.values()) {
					const written = all(tensor.data.length).filter((cell) => (why(tensor, cell) ?? -1) < done);
					expect(written).toEqual(all(known(tensor, done)));
				}
			})
		);
	});

	test('the uses of a cell are the steps that read it', () => {
		fc.assert(
			fc.property(trace, ({ root, steps, tensors }) => {
				const readers = new Map<Tensor, Set<number>[]>();
				for (const tensor of tensors.values())
					readers.set(
						tensor,
						all(tensor.data.length).map(() => new Set())
					);
				for (const index of all(steps)) {
					for (const [tensor, cell] of stepAt(root, index).reads) readers.get(tensor)![cell]!.add(index);
				}
				for (const [tensor, cells] of readers) {
					cells.forEach((expected, cell) => {
						expect(new Set(uses(tensor, cell).flatMap(({ steps }) => [...steps()]))).toEqual(expected);
					});
				}
			}),
			{ numRuns: 25 }
		);
	});
});

test('a part is found by the names that lead to it', () => {
	const { root } = record(['relu', ['plus w', ['times m']]]);
	const leaf = find(root, 'forward/group/group/matmul') as Leaf;
	expect(leaf.call.op).toBe(matmul);
	expect(pathName(leaf)).toBe('forward/group/group/matmul');
	expect(find(root, 'backward/group/group/matmul.a')!.phase).toBe('backward');
	expect(find(root, 'forward/matmul')).toBeNull();
});

test.each([-1, 1.5, NaN, 1e9])('step %d does not exist', (index) => {
	const { root } = record(['relu']);
	expect(() => placeOf(root, index)).toThrow(BackstepError);
	expect(() => pathOf(root, index)).toThrow(/this trace has steps 0 to \d+/);
});

test('a trace of 10⁹ steps costs less than 1 MB beside its tensors', () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const arrays = [1, 2, 3].map(() => new Float64Array(1000 * 1000));
	const heap = () => {
		collect();
		const { heapUsed, external } = process.memoryUsage();
		return heapUsed + external;
	};
	const before = heap();
	// Arrays that are filled already are taken as they are: a billion products need not be added to count them.
	const tape = new Tape({ filled: arrays });
	const [a, b] = ['a', 'b'].map((name) => tape.input(name, [1000, 1000], arrays[0]!)) as [Tensor, Tensor];
	const y = tape.scope('forward', () => tape.apply(matmul, [a, b], undefined));
	const { root, steps } = tape.trace();
	expect(heap() - before).toBeLessThan(2 ** 20);

	expect(steps).toBe(1e9);
	expect(pathOf(root, 123_456_789)).toEqual([0, 0, 123_456, 789]);
	expect(why(y, 999_999)).toBe(1e9 - 1);
	expect(known(y, 5e8)).toBe(500_000);
});
