// Whole programs as students write them, each against the losses and the prints of PyTorch (parity/programs.py).
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { run } from './python.node.ts';

const file = (name: string) => readFileSync(new URL(`parity/${name}`, import.meta.url), 'utf8');
const curves = JSON.parse(file('programs.json')) as Record<string, { losses: number[]; printed: string }>;

/**
 * Sums are added in another order than PyTorch's kernels add them, which changes the last of 24 bits, 6e-8 of a number; an
 * update carries that into the next, and some tens of updates make it a hundred times as much.
 */
const NEAR = 1e-5;

/** What each did when it ran first. */
const ran = new Map<string, Awaited<ReturnType<typeof run>>>();

for (const [name, { losses, printed }] of Object.entries(curves))
	test(`${name} learns as it does in PyTorch`, async () => {
		const here = await run(file(`programs/${name}`));
		ran.set(name, here);
		expect(here.numbers.length).toBe(losses.length);
		const far = losses.filter((loss, k) => Math.abs(here.numbers[k]! - loss) > NEAR * Math.max(1, loss));
		expect(far).toEqual([]);
		expect(here.printed.trim()).toBe(printed.trim());
	});

/** Of each program, an update in the middle. */
const MIDDLE = { at: 3, most: { updates: 1, ops: 20_000, numbers: 2e6 } };

for (const name of Object.keys(curves))
	test(`${name} has the same numbers, whichever of its updates are recorded`, async () => {
		const program = file(`programs/${name}`);
		const first = ran.get(name) ?? (await run(program));
		const middle = await run(program, 'losses', MIDDLE);
		expect(middle.numbers).toEqual(first.numbers);
		expect(middle.printed).toBe(first.printed);
	});
