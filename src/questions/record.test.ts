import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Progress } from './progress.svelte.ts';
import { finished, read, write, type Learned } from './record.ts';

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-03-01T10:00:00.500Z') }));
afterEach(() => void vi.useRealTimers());

const schema = JSON.parse(readFileSync('static/schema/progress-2.json', 'utf8')) as object;
const valid = new Ajv2020().compile(schema);
const asked = new Map([['cnn', ['one', 'two']]]);

/** One lesson gone through, one only opened. */
function learned(): Progress {
	const progress = new Progress(null);
	progress.open('pooling');
	progress.note('cnn', 'one', 'later', 3);
	vi.advanceTimersByTime(90_000);
	progress.note('cnn', 'two', 'shown', 0);
	return progress;
}

test('the file says who, which lessons and questions, at which try, and when; it is as its schema says', () => {
	const file = JSON.parse(learned().text('Ada', asked)) as object;
	expect(file).toEqual({
		format: 'backstep-progress-2',
		learner: 'Ada',
		saved: '2026-03-01T10:01:30Z',
		last: 'pooling',
		lessons: {
			pooling: { opened: '2026-03-01T10:00:00Z', questions: {} },
			cnn: {
				opened: '2026-03-01T10:00:00Z',
				finished: '2026-03-01T10:01:30Z',
				questions: {
					one: { outcome: 'later', tries: 3, at: '2026-03-01T10:00:00Z' },
					two: { outcome: 'shown', tries: 0, at: '2026-03-01T10:01:30Z' }
				}
			}
		}
	});
	expect(valid(file), JSON.stringify(valid.errors)).toBe(true);
	expect(valid({ ...file, format: 'backstep-progress-1' })).toBe(false);
});

test('a file of some lessons says nothing of the others', () => {
	const file = read(learned().text('', asked, ['cnn'])) as Learned;
	expect([...file.lessons.keys()]).toEqual(['cnn']);
	expect(file.last).toBeNull();
});

test('what was written is read again', () => {
	const file = read(learned().text('Ada', asked)) as Learned;
	expect(read(write(file))).toEqual(file);
	expect(finished(file.lessons.get('cnn')!, ['one', 'two'])).toBe('2026-03-01T10:01:30Z');
	expect(finished(file.lessons.get('cnn')!, ['one', 'two', 'new'])).toBeNull();
	expect(finished(file.lessons.get('pooling')!, [])).toBeNull();
});

test('a file of the first format had no dates and no tries', () => {
	const file = read('{"format":"backstep-progress-1","lessons":{"cnn":{"one":"right","two":"later"}}}');
	expect((file as Learned).lessons.get('cnn')).toEqual({
		opened: null,
		questions: {
			one: { outcome: 'right', tries: 1, at: null },
			two: { outcome: 'later', tries: null, at: null }
		}
	});
});

test('what a file says beyond the format is left out', () => {
	const file = read(
		JSON.stringify({
			format: 'backstep-progress-2',
			learner: ['x'],
			saved: 'soon',
			last: 'lstm',
			lessons: {
				cnn: {
					opened: '2026-13-77T10:00:00Z',
					questions: {
						one: { outcome: 'right', tries: -1, at: '<b>' },
						two: { outcome: 'won' },
						'../x': { outcome: 'right' },
						constructor: null
					}
				}
			}
		})
	);
	expect(file).toEqual({
		learner: '',
		saved: null,
		last: null,
		lessons: new Map([
			['cnn', { opened: null, questions: { one: { outcome: 'right', tries: 1, at: null } } }]
		])
	});
});
