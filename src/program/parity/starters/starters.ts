import { describe, expect, it } from 'vitest';
import { starters } from '../../starters.ts';
import { run } from '../inPython.ts';

/** What real PyTorch prints for the starter of that name. */
const files = import.meta.glob<string>('./*.txt', { query: '?raw', import: 'default', eager: true });

describe('Starters', () => {
	it.each(starters)('$title', ({ name, program }) => {
		const { failure, printed, machine } = run(program);
		expect(failure).toBeNull();
		expect(machine.steps).toBeGreaterThan(0);
		expect([...machine.remarks.values()]).toEqual([]);
		const theirs = files[`./${name}.txt`];
		if (program.includes('import torch')) expect(printed).toBe(theirs);
		else expect(machine.curve.loss.at(-1)!).toBeLessThan(machine.curve.loss[0]! / 4);
	});
});
