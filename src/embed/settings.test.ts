import { expect, test } from 'vitest';
import { loadLesson } from '#lessons';
import { hideable, readSettings, USUAL, writeSettings } from './settings.ts';

const lesson = (await loadLesson('convolution'))!;

test('an address without settings shows everything', () => {
	expect(readSettings(lesson, 'stride=2&step=4')).toEqual({
		...USUAL,
		rest: 'stride=2&step=4',
		problems: []
	});
});

test('settings are taken out of the address, and the lesson’s own link is left', () => {
	const read = readSettings(lesson, 'controls=mini&until=40&hide=stride,seed&predict=1&stride=2');
	expect(read).toMatchObject({ controls: 'mini', until: 40, hide: ['stride', 'seed'], rest: 'stride=2' });
	expect(writeSettings(read, read.rest)).toBe('stride=2&controls=mini&until=40&hide=stride,seed&predict=1');
});

test('the query of a page may stand in one value, as oEmbed asks with it', () => {
	const read = readSettings(lesson, `link=${encodeURIComponent('stride=2&step=10@forward/conv/conv2d:10')}`);
	expect(new URLSearchParams(read.rest).get('step')).toBe('10@forward/conv/conv2d:10');
	expect(new URLSearchParams(read.rest).get('stride')).toBe('2');
	expect(read.problems).toEqual([]);
});

test('a worksheet is how many numbers, and which sheet', () => {
	expect(readSettings(lesson, 'worksheet=26').worksheet).toEqual({ count: 26, seed: 1 });
	const read = readSettings(lesson, 'worksheet=6:3&part=forward/conv');
	expect(read).toMatchObject({ worksheet: { count: 6, seed: 3 }, problems: [] });
	expect(new URLSearchParams(writeSettings(read, read.rest)).get('worksheet')).toBe('6:3');
});

test('questions and whom they are told to are settings too', () => {
	const search =
		'questions=maps-of-channels,first&report=progress,xapi&host=https%3A%2F%2Flms.example%3A8443';
	const read = readSettings(lesson, search);
	expect(read).toMatchObject({
		questions: ['maps-of-channels', 'first'],
		report: ['progress', 'xapi'],
		host: 'https://lms.example:8443',
		problems: []
	});
	expect(readSettings(lesson, writeSettings(read, ''))).toEqual(read);
	expect(readSettings(lesson, 'questions=all').questions).toBe('all');
});

test('what was meant for one page is told to none where its origin cannot be read', () => {
	const { report, host } = readSettings(lesson, 'report=progress&host=javascript:alert(1)');
	expect({ report, host }).toEqual({ report: [], host: null });
});

test('every control of a lesson can be hidden, and its picture', () => {
	const all = hideable(lesson).map(([name]) => name);
	expect(all).toContain('picture');
	expect(readSettings(lesson, `hide=${all.join(',')}`).hide).toEqual(all);
});

test.each([
	['controls=all', 'controls "all", but there are only full, mini and none'],
	['controls=constructor', 'there are only'],
	['until=soon', 'is not a whole number'],
	['predict=yes', 'it is 1 or left out'],
	['worksheet=0', 'how many numbers to work out'],
	['worksheet=27', 'how many numbers to work out'],
	['worksheet=6:x', 'how many numbers to work out'],
	['until=-1', 'is not a whole number'],
	['hide=__proto__', 'is no control of this lesson'],
	['hide=stride,colour', 'hides "colour"'],
	['questions=first,../x', 'question "../x", which is no name'],
	['report=grades', 'there are only progress and xapi'],
	['host=lms.example', 'no origin such as'],
	['host=https://lms.example/a', 'no origin such as']
])('%s is said in one sentence, and the rest is used', (search, says) => {
	const { problems, ...settings } = readSettings(lesson, search);
	expect(problems).toHaveLength(1);
	expect(problems[0]).toContain(says);
	expect(settings).toMatchObject({ controls: 'full', until: null, rest: '' });
});

test('an address that is too long is left to the link, which says so', () => {
	const search = `hide=seed&edit.x=${'0:1~'.repeat(3000)}0:1`;
	expect(readSettings(lesson, search)).toMatchObject({ hide: [], rest: search, problems: [] });
});
