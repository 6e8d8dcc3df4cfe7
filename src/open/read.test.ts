import { describe, expect, test } from 'vitest';
import { BackstepError } from '#engine';
import { convolution, network } from './example.ts';
import { malformed } from './malformed.ts';
import { read } from './read.ts';
import small from './small.json?raw';

/** What reading says of a text; null where it opens. */
export function refusal(text: string): string | null {
	try {
		read(text);
		return null;
	} catch (problem) {
		expect(problem).toBeInstanceOf(BackstepError);
		return (problem as BackstepError).message;
	}
}

/** One sentence for a person: it begins like one, ends like one, and fits on two lines. */
const SENTENCE = /^["A-Za-z][^\n]{20,400}[.!?]$/;

describe('a whole file', () => {
	test.each([
		['network', network],
		['convolution', convolution]
	])('%s opens, and every number agrees', (_, make) => {
		const { checks, unknown, unused, notices } = read(JSON.stringify(make()));
		expect(checks.filter(({ mismatches }) => mismatches)).toEqual([]);
		expect([unknown, unused, notices]).toEqual([[], [], []]);
	});
});

test('the example of the documentation opens, and every number of it agrees', () => {
	const { checks, trace } = read(small);
	expect(checks.map(({ op, mismatches }) => [op, mismatches])).toContainEqual(['mul', 0]);
	expect([...trace.tensors.get('x')!.grad!.data]).toEqual([6, -8]);
});

test('there are at least 200 malformed files, each with a name of its own', () => {
	expect(new Set(malformed.map(({ name }) => name)).size).toBe(malformed.length);
	expect(malformed.length).toBeGreaterThanOrEqual(200);
});

describe('refused in one sentence', () => {
	test.each(malformed.map(({ name, text }) => [name, text] as const))('%s', (_, text) => {
		const said = refusal(text);
		expect(said).toMatch(SENTENCE);
		// What is not foreseen says so: nothing here is.
		expect(said).not.toMatch(/cannot be read as a trace|undefined|\[object/);
	});
	test('nothing was written into JavaScript itself', () => {
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	});
});
