import { expect, test } from 'vitest';
import { csv, rows, sentIn, type Asked, type Sent } from './results.ts';

const course: readonly Asked[] = [
	{ name: 'convolution', title: 'Convolution', questions: ['one', 'two'] },
	{ name: 'pooling', title: 'Pooling', questions: ['three'] }
];
const at = '2026-03-01T10:00:00Z';
const ada = (learner = 'Ada') =>
	JSON.stringify({
		format: 'backstep-progress-2',
		learner,
		saved: at,
		last: 'pooling',
		lessons: {
			pooling: { opened: at, questions: {} },
			convolution: {
				opened: at,
				questions: { one: { outcome: 'right', tries: 1, at }, two: { outcome: 'later', tries: 3, at } }
			}
		}
	});
const file = (name: string, text: string) => ({ name, size: text.length, text: async () => text });
const sent = async (...texts: readonly string[]) =>
	Promise.all(texts.map(async (text, k) => (await sentIn(file(`${k}.json`, text))) as Sent));

test('a row for each lesson of each learner, in the order of the course', async () => {
	expect(rows(await sent(ada(), ada('')), course)).toMatchObject([
		{ who: 'Ada', lesson: 'Convolution', right: 1, later: 1, shown: 0, of: 2, finished: at },
		{ who: 'Ada', lesson: 'Pooling', right: 0, of: 1, opened: at, finished: null },
		{ who: '1.json', lesson: 'Convolution' },
		{ who: '1.json', lesson: 'Pooling' }
	]);
});

test('a spreadsheet gets a row for each question, and no formula from a name', async () => {
	const lines = csv(await sent(ada('=1+1, "x"'))).split('\r\n');
	expect(lines[0]).toBe('learner,file,saved,lesson,opened,question,outcome,tries,at');
	expect(lines).toContain(`"'=1+1, ""x""",0.json,${at},convolution,${at},two,later,3,${at}`);
	expect(lines).toContain(`"'=1+1, ""x""",0.json,${at},pooling,${at},,,,`);
});

test('what is no such file is said with its name', async () => {
	expect(await sentIn(file('a.json', '{}'))).toBe(
		'a.json: This file holds no progress: choose one that was saved here.'
	);
	expect(await sentIn({ ...file('b.json', ''), size: 1e9 })).toContain('b.json: This file is larger');
});
