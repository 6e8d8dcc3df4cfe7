/** The guides of all lessons hold what the lessons do. */
import { expect, test } from 'vitest';
import { lessonNames, loadLesson, withParams } from '#lessons';
import { read } from '#src/lesson/link.ts';
import { USUAL } from '#src/embed/settings.ts';
import { classQuery, seedsFrom, settable } from './classLinks.ts';
import { guideOf } from './guide.server.ts';
import { HOURS, planOf } from './plan.ts';

const texts = import.meta.glob<string>('/lessons/*/text.md', {
	query: '?raw',
	import: 'default',
	eager: true
});

test.each(lessonNames)(
	'%s: its questions stand in its sections and are linked, and each plan keeps to its time',
	async (name) => {
		const lesson = (await loadLesson(name))!;
		const guide = guideOf(lesson, texts[`/lessons/${name}/text.md`]!);
		expect(guide.sections.flatMap(({ questions }) => questions)).toEqual(guide.questions.map(({ id }) => id));
		// A link to a question sets what it is asked with, without a complaint.
		for (const { when, set } of guide.questions)
			expect(read(lesson, [when, set].filter(Boolean).join('&')).problems).toEqual([]);
		for (const minutes of HOURS) {
			const { taken, left } = planOf(guide.sections, minutes, []);
			expect(taken.length).toBeGreaterThan(0);
			expect(taken.length + left.length).toBe(guide.sections.length);
			expect(taken.reduce((sum, section) => sum + section.minutes, 0)).toBeLessThanOrEqual(minutes);
		}
	}
);

test('a class has its seed where it is not the lesson’s own, and what is locked has nothing to hide', async () => {
	const lesson = (await loadLesson('convolution'))!;
	const { seed, hide } = settable(lesson);
	expect(hide.map(([name]) => name)).toContain('padding');
	const usual = seed!.usual;
	const ask = { ...USUAL, hide: ['padding'], seed: usual };
	expect(classQuery(ask, usual)).toBe('hide=padding');
	expect(classQuery({ ...ask, controls: 'mini', seed: 7 }, usual)).toBe('seed=7&controls=mini');
	expect(withParams(lesson, { seed: 7 }).problems).toEqual([]);
	expect(settable((await loadLesson('perceptron'))!).seed).toBeNull();
});

test('seeds of students end where those of the lesson do', () => {
	expect(seedsFrom(97, 2, 99)).toEqual([97, 98]);
	expect(seedsFrom(98, 30, 99)).toEqual([98, 99]);
});
