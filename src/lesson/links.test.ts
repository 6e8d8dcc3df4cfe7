/** Links in texts to other lessons: the settings are some that there are, and so is the part at which they open. */
import { expect, test } from 'vitest';
import { find, Tape } from '#engine';
import { lessonNames, loadLesson } from '#lessons';
import { read } from './link.ts';

const texts = import.meta.glob<string>('../../lessons/*/text.md', {
	query: '?raw',
	import: 'default',
	eager: true
});

const links = Object.entries(texts).flatMap(([file, text]) =>
	[...text.matchAll(/\]\(<?\.\.\/([a-z0-9-]+)\/(?:\?([^>)]*))?>?\)/g)].map(
		([, name, query]) => [file.split('/').at(-2)!, name!, query ?? ''] as const
	)
);

test('every link that begins as one to another lesson is read here', () => {
	const begun = Object.values(texts).flatMap((text) => text.match(/\]\(<?\.\./g) ?? []);
	expect(links).toHaveLength(begun.length);
	expect(links.filter(([from]) => from === 'evolution').length).toBeGreaterThanOrEqual(10);
});

test.each(links)('in %s, the link to %s?%s opens what it names', async (_, name, query) => {
	expect(lessonNames).toContain(name);
	const lesson = (await loadLesson(name))!;
	const { params, part, position, problems } = read(lesson, query);
	expect(problems).toEqual([]);
	// A step's number says something else as soon as somebody changes that lesson.
	expect(position).toBeNull();
	if (part === null) return;
	const tape = new Tape();
	lesson.build(tape, params);
	expect(find(tape.trace().root, part), `the part ${part} of ${name}`).not.toBeNull();
});
