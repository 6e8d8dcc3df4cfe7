import { describe, expect, test } from 'vitest';
import { questionOf } from './notation.server.ts';

const LINES = 'hint: Look.\nwhy: So it is.';
const of = (text: string, id = 'one') => questionOf(id, `${text}\n${LINES}`, (line) => `<${line}>`);

test('each kind is read, and a line that is indented goes on', () => {
	expect(of('Which\ncell?\ncell: x where x.grad == 3\nwrong: x == 1 => That\n  one not.')).toMatchObject({
		kind: 'cell',
		prompt: '<Which cell?>',
		tensor: 'x',
		right: 'x.grad == 3',
		usual: [{ when: 'x == 1', say: '<That one not.>' }],
		hint: '<Look.>',
		why: '<So it is.>',
		when: '',
		before: null
	});
	expect(of('How many?\nnumber: sum(x)\nbefore: forward')).toMatchObject({
		kind: 'number',
		right: 'sum(x)',
		before: 'forward'
	});
	expect(of('Who?\namong: a[0]\nbet: yes')).toMatchObject({ kind: 'among', row: 'a[0]', bet: true });
	expect(of('Do it.\ngoal: sum(x) == 0\nby: edit.x=0:0')).toMatchObject({
		kind: 'task',
		goal: 'sum(x) == 0',
		by: 'edit.x=0:0'
	});
	expect(of('Which?\n- this => x[0] > 1\n  It is\n  small.\n- that => x[0] <= 1')).toMatchObject({
		kind: 'choice',
		bet: false,
		options: [
			{ name: '<this>', right: 'x[0] > 1', say: '<It is small.>' },
			{ name: '<that>', right: 'x[0] <= 1', say: null }
		]
	});
});

describe('what cannot be read is said with the name of the question', () => {
	test.each([
		['cell: x where x == 1', 'it asks nothing'],
		['What?', 'give exactly one of'],
		['What?\nnumber: x\ngoal: x == 1\nby: a=1', 'give exactly one of'],
		['What is {max(x)}?\nnumber: x', 'can hold no {…}'],
		['What?\nnumber: x\nnumber: y', '"number:" stands twice'],
		['What?\ncell: x', 'tensor where condition'],
		['What?\n- one => x', 'two options at least'],
		['What?\n- one\n- two => x', 'an option is written as'],
		['What?\nnumber: x\nwrong: 3', 'condition => sentence'],
		['What?\nnumber: x\nproofs: y', 'is no line that a question can have'],
		['What?\ngoal: x == 1', 'it needs a line "by: …"']
	])('%j', (text, said) => {
		expect(() => of(text)).toThrow(`Question "one": `);
		expect(() => of(text)).toThrow(said);
	});
	test('a name', () => {
		expect(() => of('What?\nnumber: x', 'One two')).toThrow('small letters');
	});
	test('what is missing', () => {
		expect(() => questionOf('one', 'What?\nnumber: x\nwhy: So.', String)).toThrow('"hint: …"');
	});
});
