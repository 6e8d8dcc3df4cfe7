import { describe, expect, it } from 'vitest';
import mistakes from './mistakes.json';
import { run } from '../inPython.ts';

describe('Mistakes', () => {
	// The line and the error are those of PyTorch.
	it.each(mistakes)('$name', ({ program, line, error, says }) => {
		const failure = run(program).failure!;
		expect(failure.line).toBe(line);
		expect(failure.text).toMatch(new RegExp(`^${error}: `, 'm'));
		const sentence = failure.text.split('\n').at(-1)!;
		expect(sentence).toContain(says);
		expect(sentence).toMatch(/[.?]$/);
	});
});
