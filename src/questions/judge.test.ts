import { beforeAll, expect, test } from 'vitest';
import { Tape } from '#engine';
import { maxPool2d } from '#engine/ops/maxPool2d.ts';
import { sum } from '#engine/ops/sum.ts';
import { loadParser } from '#src/tools/watch/syntax.ts';
import { Judge } from './judge.ts';
import { questionOf } from './notation.server.ts';

const tape = new Tape();
const x = tape.input('x', [1, 1, 2, 4], [1, 5, 2, 0, 3, 4, 8, 7]);
tape.scope('forward', () => tape.apply(maxPool2d, [x], { kernel: 2 }, 'y'));
const y = tape.trace().tensors.get('y')!;
const words = tape.input('a', [3], [0.2, 0.7, 0.1], { names: ['je', "t'", '<le>'] });
void words;
tape.backward(tape.apply(sum, [y], {}, 'L'));
const trace = tape.trace();

let judge: Judge;
beforeAll(async () => {
	judge = new Judge(trace, await loadParser());
});

const of = (text: string) => questionOf('one', `${text}\nhint: Look.\nwhy: So.`, (line) => line);

test('a cell: right where the condition is true, with the sentence of a usual mistake where it is not', () => {
	const question = of('Which?\ncell: x where x.grad == 1\nwrong: x == min(x) => The least.\nproof: x.grad');
	// Of the windows 1, 5, 3, 4 and 2, 0, 8, 7 the 5 and the 8 win.
	expect(judge.answers(question as never)).toEqual({ right: [1, 6], of: 8 });
	expect(judge.judge(question, 6)).toEqual({ right: true, say: null });
	expect(judge.judge(question, 3)).toEqual({ right: false, say: 'The least.' });
	expect(judge.judge(question, 7)).toEqual({ right: false, say: null });
	const grad = trace.tensors.get('x.grad')!;
	const { start, perCell } = grad.writer!;
	expect(judge.proof(question, 6)).toEqual({ cell: start + 7 * perCell - 1 });
});

test('a number: to 1 %, and a usual one has its sentence', () => {
	const question = of('What?\nnumber: y[0, 0, 0, 1]\nwrong: sum(y) => That is the sum.\nproof: forward');
	expect(judge.judge(question, '8')).toEqual({ right: true, say: null });
	expect(judge.judge(question, '13')).toEqual({ right: false, say: 'That is the sum.' });
	expect(judge.judge(question, '7')).toEqual({ right: false, say: null });
	expect(judge.judge(question, 'eight')).toHaveProperty('problem');
	expect(judge.proof(question, '8')).toHaveProperty('node.name', 'forward');
});

test('an option, and a named place of a row', () => {
	const choice = of('Which?\n- more => sum(y) > 13\n  No more.\n- as much => sum(y) == 13');
	expect(judge.judge(choice, 0)).toEqual({ right: false, say: 'No more.' });
	expect(judge.judge(choice, 1)).toEqual({ right: true, say: null });
	const among = of('Who?\namong: a');
	expect(judge.names('a')).toEqual(['je', "t'", '<le>']);
	expect(judge.answers(among as never)).toEqual({ right: [1], of: 3 });
});

test('a sentence takes numbers and names from the trace, as text', () => {
	const slot = (text: string) => `<output data-value="${text}"></output>`;
	expect(judge.say(`It is ${slot('sum(y)')}: ${slot('most a')}.`)).toBe("It is 13: t'.");
	expect(judge.say(slot('most 1 - a'))).toBe('place 2');
});

test('what cannot be asked of a trace says so', () => {
	expect(judge.refuses(of('Which?\ncell: x where x.grad == 1'))).toBeNull();
	expect(judge.refuses(of('Which?\ncell: x where x.grad == 7'))).toContain('none of them');
	expect(judge.refuses(of('Which?\ncell: x where x >= 0'))).toContain('every answer');
	expect(judge.refuses(of('Which?\ncell: z where z >= 0'))).toContain('nothing to ask');
	expect(judge.refuses(of('What?\nnumber: sum(y)\nbefore: backward/pool'))).toContain('no such part');
	expect(judge.refuses(of('Do.\ngoal: sum(y) == 13\nby: a=1'))).toContain('so already');
});
