import { beforeAll, describe, expect, test } from 'vitest';
import { Tape, plain, stepAt, type Trace } from '#engine';
import { exp } from '#engine/ops/exp.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mul } from '#engine/ops/mul.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { sub } from '#engine/ops/sub.ts';
import { sum } from '#engine/ops/sum.ts';
import { where } from '#engine/ops/where.ts';
import { defaults, loadLesson } from '#lessons';
import { loadParser, treeOf } from '#src/tools/watch/syntax.ts';
import { breakpointOf, textOf, type Breakpoint } from './breakpoint.ts';
import { stopped } from './describe.ts';
import { stopsOf } from './stops.ts';

let parse: Awaited<ReturnType<typeof loadParser>>;
beforeAll(async () => {
	parse = await loadParser();
});

async function traceOf(name: string, settings: Record<string, number> = {}): Promise<Trace> {
	const lesson = (await loadLesson(name))!;
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), ...settings });
	return tape.trace();
}

const when = (trace: Trace, condition: string) =>
	stopsOf(trace, { kind: 'if', condition }, treeOf(parse, condition));

test.each<Breakpoint>([
	{ kind: 'at', path: 'forward/t = 3/gate' },
	{ kind: 'op', op: 'matmul' },
	{ kind: 'line', file: 'train.py', line: 12 },
	{ kind: 'write', tensor: 'w.grad:2', cell: 7 },
	{ kind: 'read', tensor: 'x', cell: 0 },
	{ kind: 'if', condition: 'norm(h3.grad) < 1e-3' },
	{ kind: 'nonfinite' },
	{ kind: 'saturated' }
])('%o goes into a link and comes back', (breakpoint) => {
	expect(breakpointOf(textOf(breakpoint))).toEqual(breakpoint);
});

test.each(['', 'at:', 'write:x', 'write:x[-1]', 'read:x[1e9]', 'break', 'if:', 'line:p.py', 'line:p.py:0'])(
	'%j is no breakpoint',
	(text) => {
		expect(breakpointOf(text)).toBeNull();
	}
);

describe('a small network', () => {
	const tape = new Tape();
	const x = tape.input('x', [1, 2], [1, -20]);
	const w = tape.parameter('w', [2, 2], [0.5, 0, 0, 1]);
	tape.scope('forward', () => {
		const a = tape.scope('layer', () => tape.apply(matmul, [x, w], undefined, 'a'));
		const g = tape.scope('gate', () => tape.apply(sigmoid, [a], undefined, 'g'));
		return tape.apply(sum, [tape.apply(mul, [g, g], undefined, 'q')], {}, 'L');
	});
	const trace = tape.trace();
	const done = (breakpoint: Breakpoint) => stopsOf(trace, breakpoint).map((stop) => stop.done);

	test('a scope and an op stop before they begin', () => {
		expect(done({ kind: 'at', path: 'forward/gate' })).toEqual([4]);
		expect(done({ kind: 'at', path: 'forward/layer/matmul' })).toEqual([0]);
		expect(done({ kind: 'op', op: 'sigmoid' })).toEqual([4]);
		expect(done({ kind: 'op', op: 'conv2d' })).toEqual([]);
	});

	test('a cell stops when it has been written, and at each step that reads it', () => {
		const [write] = done({ kind: 'write', tensor: 'a', cell: 1 });
		expect(stepAt(trace.root, write! - 1)).toMatchObject({ cell: 1, value: -20 });
		const reads = done({ kind: 'read', tensor: 'w', cell: 3 });
		for (const step of reads)
			expect(stepAt(trace.root, step - 1).reads).toContainEqual([trace.tensors.get('w'), 3]);
		expect(reads).toHaveLength(1);
		expect(done({ kind: 'write', tensor: 'a', cell: 99 })).toEqual([]);
	});

	test('a gate that is all but shut', () => {
		// sigmoid(0.5) is 0.62, sigmoid(−20) is 2e-9.
		expect(stopsOf(trace, { kind: 'saturated' })).toMatchObject([{ done: 6, cell: 1 }]);
	});

	test('a condition stops where the last number that it needs is written, and only if it is true', () => {
		expect(when(trace, 'g[0, 1] < 0.01')).toMatchObject([{ done: 6 }]);
		expect(when(trace, 'g[0, 0] < 0.01')).toEqual([]);
		expect(when(trace, 'x[0, 0] == 1')).toMatchObject([{ done: 0 }]);
	});
});

describe('numbers that are none', () => {
	test('the first infinity and the first NaN are found, not where they go on', () => {
		const tape = new Tape();
		const x = tape.input('x', [2], [1, 1000]);
		const big = tape.apply(exp, [x], undefined, 'big');
		const nothing = tape.apply(sub, [big, big], undefined, 'nothing');
		tape.apply(exp, [nothing], undefined, 'more');
		expect(stopsOf(tape.trace(), { kind: 'nonfinite' })).toMatchObject([
			{ tensor: { name: 'big' }, cell: 1 },
			{ tensor: { name: 'nothing' }, cell: 1 }
		]);
	});

	test('the −∞ of a mask is meant', () => {
		const tape = new Tape();
		const scores = tape.input('s', [2], [1, 2]);
		const mask = tape.constant('mask', [2], [1, 0]);
		const none = tape.constant('none', [], [-Infinity]);
		tape.apply(where, [mask, scores, none], undefined, 'masked');
		expect(stopsOf(tape.trace(), { kind: 'nonfinite' })).toEqual([]);
	});
});

test('where the gradient of a recurrent network has vanished', async () => {
	const trace = await traceOf('bptt', { T: 100 });
	const stops = when(trace, 'norm(any.grad) < 1e-6');
	const first = stops[0]!.tensor!;
	const norm = Math.sqrt(first.grad!.data.reduce((sum, value) => sum + value * value, 0));
	expect(
		stopped({ breakpoint: { kind: 'if', condition: 'norm(any.grad) < 1e-6' }, stop: stops[0]! }, trace)
	).toBe(`Stopped: if norm(any.grad) < 1e-6 (${first.label}: norm(any.grad) is ${plain(norm)}). `);
	expect(first.grad!.data.reduce((sum, value) => sum + value * value, 0)).toBeLessThan(1e-12);
	// Backward goes from the last step to the first, and nothing before the stop had vanished.
	const before = [...trace.tensors.values()].filter(
		({ grad }) => grad?.writer && grad.writer.start + grad.writer.steps < stops[0]!.done
	);
	for (const { grad } of before) expect(Math.hypot(...grad!.data)).toBeGreaterThanOrEqual(1e-6);
	expect(before.length).toBeGreaterThan(10);
});
