import { expect, test } from 'vitest';
import { Tape, stepAt, type Edits, type Trace } from '#engine';
import { defaults, loadLesson } from '#lessons';
import { valueBefore } from './before.ts';
import { compare } from './compare.ts';

async function run(settings: Record<string, unknown> = {}, edits: Edits = {}) {
	const lesson = (await loadLesson('convolution'))!;
	const tape = new Tape({ edits });
	lesson.build(tape, { ...defaults(lesson), ...settings } as never);
	return tape.trace();
}

test('a run compared with itself differs nowhere', async () => {
	const { differences, gone, come, firstStep, loss } = compare(await run(), await run());
	expect([differences, gone, come, firstStep]).toEqual([[], [], [], null]);
	expect(loss!.before).toBe(loss!.after);
});

test('one pixel changes what its windows write, and nothing before', async () => {
	const [before, after] = [await run(), await run({}, { x: [[0, 9]] })];
	const { differences, firstStep, loss, shared } = compare(before, after);
	expect(differences[0]).toMatchObject({ tensor: { name: 'x' }, cells: 1, first: 0 });
	expect(shared).toBe(after.tensors.size);
	expect(compare(before, after).firstDiffers).toBe(true);
	const step = stepAt(after.root, firstStep! - 1);
	// The corner lies in one window of each kernel, the first.
	expect(step.cell).toBe(0);
	for (let index = 0; index < firstStep! - step.leaf.perCell; index++) {
		const { leaf, cell } = stepAt(after.root, index);
		expect(valueBefore(before, leaf.out, cell)).toBeUndefined();
	}
	expect(loss!.before).not.toBe(loss!.after);
	const x = after.tensors.get('x')!;
	expect(valueBefore(before, x, 0)).toBe(before.tensors.get('x')!.data[0]);
	expect(valueBefore(before, x, 1)).toBeUndefined();
});

test('what has another shape is named apart, and the runs part where it is first written', async () => {
	const [before, after] = [await run(), await run({ padding: 1 })];
	const { gone, come, reshaped, differences, firstStep } = compare(before, after);
	expect([gone, come]).toEqual([[], []]);
	const y = reshaped.find(({ tensor }) => tensor.name === 'y')!;
	expect([y.old.shape, y.tensor.shape]).toEqual([
		[1, 1, 3, 3],
		[1, 1, 5, 5]
	]);
	expect(differences.map(({ tensor }) => tensor.name)).not.toContain('x');
	expect(compare(before, after).firstDiffers).toBe(false);
	// The convolution comes first in both runs.
	expect(firstStep).toBe(y.tensor.writer!.perCell);
	expect(stepAt(after.root, firstStep! - 1)).toMatchObject({ leaf: { out: { name: 'y' } }, cell: 0 });
});

test('what only one of the runs has is named', async () => {
	const lesson = (await loadLesson('bptt'))!;
	const [short, long] = [20, 30].map((T) => {
		const tape = new Tape();
		lesson.build(tape, { ...defaults(lesson), T } as never);
		return tape.trace();
	}) as [Trace, Trace];
	expect(compare(short, long).come.map(({ name }) => name)).toContain('h25');
	expect(compare(long, short).gone.map(({ name }) => name)).toContain('h25');
});
