import { expect, test } from 'vitest';
import { Tape, stepAt, type Edits } from '#engine';
import { defaults, loadLesson } from '#lessons';
import { compare, valueBefore } from './compare.ts';

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

test('what has another shape is named apart', async () => {
	const { gone, come, differences } = compare(await run(), await run({ padding: 1 }));
	expect(gone.map(({ name }) => name)).toContain('y');
	expect(come.map(({ name }) => name)).toContain('y');
	expect(differences.map(({ tensor }) => tensor.name)).not.toContain('x');
});
