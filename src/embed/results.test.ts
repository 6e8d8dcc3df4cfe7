import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_STATE, readState, resultsOf, stateOf } from './results.ts';

const answers = {
	one: { outcome: 'right', tries: 1, at: null },
	two: { outcome: 'shown', tries: 0, at: null }
} as const;

test('a score is the share that was right at the first try; what was shown is done, and not right', () => {
	expect(resultsOf(['one', 'two', 'three', 'four'], answers, 0.1, '')).toMatchObject({
		answered: 1,
		right: 1,
		seen: 1,
		of: 4,
		score: 0.25,
		progress: 0.5,
		completed: false
	});
	expect(resultsOf(['one', 'two'], answers, 0, '').completed).toBe(true);
	expect(resultsOf([], {}, 0.5, '')).toMatchObject({ score: null, progress: 0.5, completed: false });
});

test('a state gives back the link and the answers; of a long link, the step alone', () => {
	const link = 'stride=2&step=10@forward/conv/conv2d:10&depth=cell';
	expect(readState(stateOf(link, answers))).toEqual({ link, answers });
	const long = `edit.x=${'0:1~'.repeat(1500)}0:1&step=10&depth=cell`;
	expect(readState(stateOf(long, answers))).toEqual({ link: 'step=10&depth=cell', answers });
});

test('whatever stands behind the # of an address, reading it ends with answers that there are', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 200 }), fc.constantFrom('right', 'won', ''), (text, outcome) => {
			const { answers } = readState(`${text}&answer.one=${outcome}:2&answer.__proto__=right:1`);
			expect(Object.keys(answers)).not.toContain('__proto__');
			expect(answers.one?.outcome).toBe(outcome === 'right' ? 'right' : undefined);
		}),
		{ seed: 1 }
	);
	expect(readState('x'.repeat(LONGEST_STATE + 1))).toEqual({ link: '', answers: {} });
});
