import { expect, test } from 'vitest';
import { asText, fromText, moved, readSyllabus, writeSyllabus } from './syllabus.ts';

const KNOWN = ['perceptron', 'mlp', 'convolution', 'pooling'];

test('a course comes back from its link: name, lessons, order', () => {
	const course = { name: 'Réseaux & images, 50 % = ½', lessons: ['pooling', 'mlp'] };
	expect(readSyllabus(`?${writeSyllabus(course)}`, KNOWN)).toEqual({ ...course, problems: [] });
});

test('a course comes back from the address of a lesson, whatever its name', () => {
	for (const name of ['', 'Part 2: images, 50 % & more']) {
		const course = { name, lessons: ['pooling', 'mlp'] };
		expect(fromText(asText(course), KNOWN)).toEqual({ ...course, problems: [] });
	}
	expect(fromText('mlp,../x', KNOWN).problems).toHaveLength(1);
});

test('a link that names no lesson is the whole course', () => {
	expect(readSyllabus('', KNOWN)).toEqual({ name: '', lessons: KNOWN, problems: [] });
	expect(readSyllabus('?lessons=', KNOWN).lessons).toEqual(KNOWN);
});

test('what a link cannot name is said and left out, and nothing comes twice', () => {
	const { lessons, problems } = readSyllabus('?lessons=mlp,constructor,mlp,pooling,../x', KNOWN);
	expect(lessons).toEqual(['mlp', 'pooling']);
	expect(problems).toEqual([
		'This link names 2 lessons that there is not, such as "constructor": they are left out.'
	]);
	const long = readSyllabus(`?name=${'x'.repeat(500)}`, KNOWN);
	expect(long.name).toHaveLength(80);
	expect(long.problems[0]).toContain('500 characters');
});

test('a lesson moves among the others, and not over the ends', () => {
	expect(moved(KNOWN, 'mlp', 1)).toEqual(['perceptron', 'convolution', 'mlp', 'pooling']);
	expect(moved(KNOWN, 'mlp', -1)).toEqual(['mlp', 'perceptron', 'convolution', 'pooling']);
	expect(moved(KNOWN, 'perceptron', -1)).toEqual(KNOWN);
	expect(moved(KNOWN, 'pooling', 1)).toEqual(KNOWN);
	expect(moved(KNOWN, 'rnn', 1)).toEqual(KNOWN);
});
