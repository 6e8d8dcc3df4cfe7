/** A trace whose numbers stay in its file is the same trace as one that is read whole. */
import { expect, test } from 'vitest';
import { stepAt, uses, why, type Trace } from '#engine';
import { Checks } from '#engine/file/checks.ts';
import { leaveInFile } from '#engine/file/replay.ts';
import { toSafetensors } from '#engine/file/safetensors/trace.ts';
import { inMemory, type Source } from '#engine/file/source.ts';
import { wholly } from '#engine/slices.ts';
import { opNamed } from '#src/ops/all.ts';
import { stopsOf } from '#src/tools/breakpoints/stops.ts';
import { healthOf } from '#src/tools/health/health.ts';
import { healthAsTold, toldHealth } from '#src/tools/health/told.ts';
import { gradientNorms } from '#src/tools/timeline/sparkline.ts';
import { buffered } from './buffered.ts';
import { checkLeaf } from './checkLeaf.ts';
import { checkedHeader } from './file.ts';
import { read } from './read.ts';
import { readFileSync, readdirSync } from 'node:fs';

const ZOO = 'engine/zoo/traces/';
const files = readdirSync(ZOO).map((name) => [name, new Uint8Array(readFileSync(ZOO + name))] as const);

function leftInFile(bytes: Uint8Array, room?: number, source: Source = inMemory(bytes)) {
	const { file } = checkedHeader(source);
	const tensors = new Map(Object.entries(file.tensors));
	return wholly(leaveInFile(file, tensors, opNamed, { source, ...(room !== undefined && { room }) }));
}

/** Every number, and what a step says. */
function expectSame(late: Trace, whole: Trace): void {
	expect(late.steps).toBe(whole.steps);
	expect([...late.tensors.keys()]).toEqual([...whole.tensors.keys()]);
	for (const [name, tensor] of whole.tensors) expect(late.tensors.get(name)!.data, name).toEqual(tensor.data);
	for (const { start, steps } of whole.leaves) {
		if (!steps) continue;
		const [a, b] = [late, whole].map(({ root }) => stepAt(root, start + steps - 1));
		expect([a!.value, a!.tex, a!.text]).toEqual([b!.value, b!.tex, b!.text]);
	}
}

test.each(files)('%s has the numbers, steps and sentences of the trace that is read whole', (_, bytes) => {
	expectSame(leftInFile(bytes).trace, read(bytes).trace);
});

test('with room for one tensor at a time, and pieces that are read as blocks', () => {
	for (const [name, bytes] of files)
		if (/^(lenet|vgg|mixer|gpt)/.test(name))
			expectSame(leftInFile(bytes, 0, buffered(inMemory(bytes))).trace, read(bytes).trace);
});

test('no more is held than there is room for, but what is wanted stays', async () => {
	const [, bytes] = files.find(([name]) => name.startsWith('gpt'))!;
	const fetch = async (from: number, to: number) => bytes.subarray(from, to);
	const { trace, numbers } = leftInFile(bytes, 2000, { ...inMemory(bytes), fetch });
	for (const { out } of trace.leaves) {
		void out.data;
		expect(numbers.bytes).toBeLessThanOrEqual(Math.max(2000, 8 * out.data.length));
	}
	const { reads, out } = trace.leaves.find(({ reads }) => reads.length > 1)!;
	await numbers.fetch([...reads, out]);
	const held = [...reads, out].map(({ data }) => data);
	for (const leaf of trace.leaves) void leaf.out.data;
	expect([...reads, out].map(({ data }) => data)).toEqual(held);
	expect([...reads, out].every((x, k) => x.data === held[k])).toBe(true);
	expect(numbers.fetch([...reads, out])).toBeNull();
});

test('each op is compared with the file, and a number that was changed is found', () => {
	const [, bytes] = files.find(([name]) => name.startsWith('lenet'))!;
	const { file } = checkedHeader(inMemory(bytes));
	const stored = file.tensors[file.ops.find(({ op }) => op === 'tanh')!.writes as string]!.data as {
		from: number;
	};
	const changed = bytes.slice();
	new DataView(changed.buffer).setFloat32(stored.from, 0.875, true);
	for (const [content, wrong] of [
		[bytes, 0],
		[changed, 1]
	] as const) {
		const late = leftInFile(content);
		const checks = new Checks();
		for (const leaf of late.trace.leaves) checkLeaf(leaf, late, checks);
		const report = read(content).checks;
		expect(checks.list).toEqual(report);
		expect(report.find(({ op }) => op === 'tanh')!.mismatches).toBe(wrong);
	}
});

test('to check an op reads what it needs once, however little room there is', () => {
	const [, bytes] = files.find(([name]) => name.startsWith('vgg'))!;
	let read = 0;
	const source: Source = {
		...inMemory(bytes),
		read: (from, to) => {
			read += to - from;
			return bytes.subarray(from, to);
		}
	};
	const late = leftInFile(bytes, 0, source);
	for (const leaf of late.trace.leaves) {
		read = 0;
		checkLeaf(leaf, late, new Checks());
		const needed = [...leaf.reads, leaf.out].reduce((sum, { data }) => sum + 8 * data.length, 0);
		expect(read, leaf.out.name).toBeLessThanOrEqual(3 * needed + 1000);
	}
});

test('where a number was written and is read, health, and stops are those of the whole trace', () => {
	const [, bytes] = files.find(([name]) => name.startsWith('resnet'))!;
	const late = leftInFile(bytes).trace;
	const whole = read(bytes).trace;
	const [x, y] = [late, whole].map(({ leaves }) => leaves[3]!.out);
	expect(why(x!, 1)).toBe(why(y!, 1));
	const steps = (of: typeof x) => uses(of!, 1).map((use) => [...use.steps()]);
	expect(steps(x)).toEqual(steps(y));
	const told = toldHealth(healthOf(late));
	expect(structuredClone(told)).toEqual(toldHealth(healthOf(whole)));
	expect(healthAsTold(told, whole).layers[0]!.output.tensor).toBe(healthOf(whole).layers[0]!.output.tensor);
	const done = (trace: Trace) => stopsOf(trace, { kind: 'nonfinite' }).map((stop) => stop.done);
	expect(done(late)).toEqual(done(whole));
});

test('the sizes of gradients over the timeline are those that the file has; nothing is computed for them', () => {
	const [, bytes] = files.find(([name]) => name.startsWith('gpt'))!;
	const { tensors } = checkedHeader(inMemory(bytes)).file;
	const points = gradientNorms(leftInFile(bytes).trace);
	expect(points.map(({ tensor }) => tensor.name).filter((name) => !tensors[name])).toEqual([]);
	const whole = read(bytes).trace;
	expect(points.length).toBe(gradientNorms(whole).filter(({ tensor }) => tensors[tensor.name]).length);
	expect(points.length).toBeGreaterThan(20);
});

test('a trace that a lesson or a program saved', () => {
	const whole = read(files[0]![1]);
	const bytes = toSafetensors(whole.trace, whole.file);
	expectSame(leftInFile(bytes).trace, read(bytes).trace);
});
