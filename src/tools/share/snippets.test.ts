import { expect, test } from 'vitest';
import { elementSnippet, embedAddress, frameSnippet, placeOf } from './snippets.ts';

const place = {
	home: 'https://example.org/course/',
	lesson: 'convolution',
	title: 'Convolution',
	query: 'stride=2&step=40&depth=cell&controls=mini'
};

test('an embed has an address under the site, with its base path', () => {
	expect(embedAddress(place)).toBe(
		'https://example.org/course/embed/convolution/?stride=2&step=40&depth=cell&controls=mini'
	);
	expect(embedAddress({ ...place, query: '' })).toBe('https://example.org/course/embed/convolution/');
});

test('a frame carries the whole address', () => {
	expect(frameSnippet(place)).toContain(
		'src="https://example.org/course/embed/convolution/?stride=2&amp;step=40'
	);
});

test('the element has an attribute for each setting, the parameters together, and a link inside', () => {
	expect(elementSnippet(place)).toBe(`<script async src="https://example.org/course/embed/v1.js"></script>
<backstep-lesson lesson="convolution" step="40" depth="cell" controls="mini" params="stride=2">
  <a href="https://example.org/course/lessons/convolution/?stride=2&amp;step=40&amp;depth=cell">Convolution, in Backstep</a>
</backstep-lesson>`);
});

test('what a student typed stays text', () => {
	const typed = { ...place, query: new URLSearchParams({ text: '"><script>alert(1)</script>' }).toString() };
	for (const snippet of [frameSnippet(typed), elementSnippet(typed)])
		expect(snippet).not.toContain('alert(1)</script>');
	const attribute = { ...place, query: new URLSearchParams({ step: '"><b>' }).toString() };
	expect(elementSnippet(attribute)).toContain('step="&quot;&gt;&lt;b&gt;"');
});

test('the address of a page says what can be embedded of it: a lesson, a trace of the site, and no other', () => {
	const at = (link: string) => placeOf(link, 'Title');
	expect(at('https://example.org/course/lessons/rnn/?step=4#note')).toEqual({
		home: 'https://example.org/course/',
		lesson: 'rnn',
		title: 'Title',
		query: 'step=4'
	});
	expect(at('https://example.org/trace/?src=traces%2Fa.json&step=1')).toMatchObject({
		home: 'https://example.org/',
		lesson: 'trace',
		query: 'src=traces%2Fa.json&step=1'
	});
	expect(at('https://example.org/trace/')).toBeNull();
	expect(at('https://example.org/code/?program=x')).toBeNull();
});
