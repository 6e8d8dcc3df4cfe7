import { afterEach, expect, test, vi } from 'vitest';
import { inWords, Progress } from './progress.svelte.ts';

/** What has been done, without when. */
const outcomes = ({ lessons }: Progress) =>
	Object.fromEntries(
		Array.from(lessons, ([name, { questions }]) => [
			name,
			Object.fromEntries(Object.entries(questions).map(([id, { outcome }]) => [id, outcome]))
		])
	);

test('the first outcome of a question stays, and a file takes all to another device', () => {
	const here = new Progress();
	here.open('pooling');
	here.note('pooling', 'one', 'later', 2);
	here.note('pooling', 'one', 'right', 1);
	here.note('cnn', 'two', 'right', 1);
	const there = new Progress();
	there.note('pooling', 'three', 'shown', 0);
	expect(there.add(here.text())).toBeNull();
	expect(outcomes(there)).toEqual({
		pooling: { one: 'later', three: 'shown' },
		cnn: { two: 'right' }
	});
	there.clear();
	expect(there.lessons.size).toBe(0);
});

const ALL = ['one', 'two', 'three'];

test('what was only shown counts as seen, until it is answered: here, or in a file', () => {
	const progress = new Progress();
	progress.note('cnn', 'one', 'shown', 0);
	progress.note('cnn', 'two', 'right', 1);
	expect(progress.done('cnn', ALL)).toEqual({ answered: 1, seen: 1 });
	expect(inWords(progress.done('cnn', ALL))).toBe('1 answered, 1 only seen');
	// Who has seen the answer did not find it at once.
	progress.note('cnn', 'one', 'right', 1);
	expect(progress.outcome('cnn', 'one')).toBe('later');
	expect(inWords(progress.done('cnn', ALL))).toBe('2 answered');
	progress.note('cnn', 'one', 'shown', 0);
	expect(progress.done('cnn', ALL)).toEqual({ answered: 2, seen: 0 });
	const other = new Progress();
	other.note('cnn', 'one', 'shown', 0);
	other.note('cnn', 'three', 'shown', 0);
	other.add(progress.text());
	expect(other.done('cnn', ALL)).toEqual({ answered: 2, seen: 1 });
	progress.add('{"format":"backstep-progress-1","lessons":{"cnn":{"two":"shown"}}}');
	expect(progress.outcome('cnn', 'two')).toBe('right');
	expect(progress.done('lstm', ALL)).toEqual({ answered: 0, seen: 0 });
	// A question that the lesson asks no more, such as one that has been renamed.
	expect(progress.done('cnn', ['two', 'new'])).toEqual({ answered: 1, seen: 0 });
});

test.each([
	['{', 'is no JSON'],
	['null', 'holds no progress'],
	['{"format":"backstep-trace"}', 'holds no progress'],
	['{"format":"backstep-progress-1","lessons":[]}', 'holds no progress'],
	['{"format":"backstep-progress-1","lessons":{"../x":{}}}', 'names a lesson'],
	['{"format":"backstep-progress-1","lessons":{"cnn":3}}', 'names a lesson']
])('%s is refused in a sentence, and what was there stays', (text, said) => {
	const progress = new Progress();
	progress.note('cnn', 'one', 'right', 1);
	expect(progress.add(text)).toContain(said);
	expect(progress.outcome('cnn', 'one')).toBe('right');
});

test('outcomes that there are not are left out', () => {
	const progress = new Progress();
	expect(
		progress.add('{"format":"backstep-progress-1","lessons":{"cnn":{"one":"won","two":"shown"}}}')
	).toBeNull();
	expect(outcomes(progress)).toEqual({ cnn: { two: 'shown' } });
});

afterEach(() => vi.unstubAllGlobals());

test('two tabs of one browser keep what was done in both', () => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, text: string) => kept.set(key, text)
	});
	const [one, other] = [new Progress(), new Progress()];
	one.note('cnn', 'one', 'right', 1);
	other.note('pooling', 'two', 'later', 2);
	one.note('cnn', 'three', 'shown', 0);
	const next = new Progress();
	expect(outcomes(next)).toEqual({
		cnn: { one: 'right', three: 'shown' },
		pooling: { two: 'later' }
	});
	next.clear();
	expect(new Progress().lessons.size).toBe(0);
});
