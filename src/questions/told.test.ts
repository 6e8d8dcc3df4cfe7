import { beforeAll, expect, test } from 'vitest';
import { Tape } from '#engine';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { sum } from '#engine/ops/sum.ts';
import { loadParser } from '#src/tools/watch/syntax.ts';
import { Judge } from './judge.ts';
import { questionOf } from './notation.server.ts';
import { reason } from './told.ts';

const tape = new Tape();
const x = tape.input('x', [1, 1, 2, 4], [1, 5, 2, 0, 3, 4, 8, 7]);
tape.input('a', [3], [0.2, 0.7, 0.1], { names: ['je', "t'", '<le>'] });
const y = tape.scope('forward', () => tape.apply(maxPool2d, [x], { kernel: 2 }, 'y'));
tape.backward(tape.apply(sum, [y], {}, 'L'));

let judge: Judge;
beforeAll(async () => {
	judge = new Judge(tape.trace(), await loadParser());
});

const of = (text: string, why: string) =>
	questionOf('one', `${text}\nhint: Look.\nwhy: ${why}`, (line) => line);

test.each([
	['What?\nnumber: y[0, 0, 0, 1]', 'It is the largest.', 'The answer: 8. It is the largest.'],
	['What?\nnumber: y[0, 0, 0, 1]', 'Of all, 8 is the largest.', 'Of all, 8 is the largest.'],
	[
		'Which?\n- Much more. => sum(y) > 13\n- As much. => sum(y) == 13',
		'5 and 8.',
		'The answer: As much. 5 and 8.'
	],
	['What?\nnumber: y[0, 0, 0, 1]', 'Not −8, 18, 8.5 or 0.8.', 'The answer: 8. Not −8, 18, 8.5 or 0.8.'],
	['Who?\namong: a', 'It knows.', "The answer: t'. It knows."],
	[
		'Which?\ncell: x where x.grad == 1',
		'It won.',
		'The answer: x: row 0, column 1 and row 1, column 2. It won.'
	],
	[
		'Which?\ncell: x where x.grad >= 0',
		'Any.',
		'The answer: x: row 0, column 0; row 0, column 1; row 0, column 2; row 0, column 3; row 1, column 0; and 3 more. Any.'
	]
])('who has not found it is told what is right, where the reason does not: %s', (text, why, said) => {
	expect(reason(of(text, why), judge, false)).toBe(said);
});

test('who has typed or clicked the right answer knows it; what was chosen is named', () => {
	expect(reason(of('What?\nnumber: y[0, 0, 0, 1]', 'So.'), judge, true)).toBe('So.');
	expect(reason(of('Which?\ncell: x where x.grad == 1', 'So.'), judge, true)).toBe('So.');
	expect(reason(of('Who?\namong: a', 'So.'), judge, true)).toBe("The answer: t'. So.");
	expect(reason(of('Do.\ngoal: sum(y) > 0\nby: a=1', 'So.'), judge, false)).toBe('So.');
});
