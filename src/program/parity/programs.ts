// Whole programs as students write them, each against the losses and the prints of PyTorch (parity/programs.py).
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { run } from './inPython.ts';

const file = (name: string) => readFileSync(new URL(`${name}`, import.meta.url), 'utf8');
const curves = JSON.parse(file('programs.json')) as Record<string, { losses: number[]; printed: string }>;

/**
 * Sums are added in another order than PyTorch's kernels add them, which changes the last of 24 bits, 6e-8 of a number; an
 * update carries that into the next, and some tens of updates make it a hundred times as much.
 */
const NEAR = 1e-5;

/** An update in the middle, and the first ones. */
const MIDDLE = { at: 3, most: { updates: 1, ops: 20_000, numbers: 2e6 } };
const FIRST = { at: 0, most: { updates: 40, ops: 20_000, numbers: 2e6 } };

for (const [name, { losses, printed }] of Object.entries(curves)) {
	/** What it did when it ran first. */
	let first: { losses: number[]; printed: string } | undefined;
	const program = file(`programs/${name}`);

	test(`${name} learns as it does in PyTorch`, () => {
		const ran = run(program, FIRST);
		expect(ran.failure).toBeNull();
		const here = ran.value('losses') as number[];
		first = { losses: here, printed: ran.printed };
		expect(here.length).toBe(losses.length);
		const far = losses.filter((loss, k) => Math.abs(here[k]! - loss) > NEAR * Math.max(1, loss));
		expect(far).toEqual([]);
		expect(ran.printed.trim()).toBe(printed.trim());
	});

	test(`${name} has the same numbers, whichever of its updates are recorded`, () => {
		const middle = run(program, MIDDLE);
		expect({ losses: middle.value('losses'), printed: middle.printed }).toEqual(first);
	});
}
