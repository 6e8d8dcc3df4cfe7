/** What is pasted elsewhere is what its host reads. */
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { HOSTS, pictureName } from './hosts.ts';

const place = {
	home: 'https://example.org/course/',
	lesson: 'convolution',
	title: 'Sums & [windows] 100%',
	query: 'step=40@forward/conv2d:40&depth=cell&controls=mini&edit.x=0%3A1'
};
const EMBED = 'https://example.org/course/embed/convolution/?';
const PAGE =
	'https://example.org/course/lessons/convolution/?step=40@forward/conv2d:40&depth=cell&edit.x=0%3A1';

const given = (name: string) => HOSTS.find((host) => host.name.includes(name))!.snippet(place);

test('in MDX a style is an object, and the element closes itself', () => {
	expect(given('MDX')).toMatch(
		/^<iframe src="[^"]+" .*style=\{\{ border: '0', width: '100%', height: '700px' \}\} .* \/>$/
	);
	expect(given('MDX')).not.toContain('style="');
});

test('in Markdown a frame stays whole, with its size in its style', () => {
	for (const name of ['VitePress', 'Moodle']) {
		const html = marked.parse(`Before.\n\n${given(name)}\n\nAfter.`) as string;
		expect(html).toContain(`<iframe src="${EMBED}${place.query.replaceAll('&', '&amp;')}"`);
		expect(html).toContain('height: 700px');
		expect(html).toContain('<p>After.</p>');
	}
});

test('on a slide a frame is low and has few controls, unless there were fewer', () => {
	expect(given('Slides')).toMatch(/controls=mini.* height="460" .*height: 460px/);
	const slides = HOSTS.find(({ name }) => name.includes('Slides'))!;
	expect(slides.snippet({ ...place, query: 'step=4' })).toContain('/?step=4&amp;controls=mini"');
	expect(slides.snippet({ ...place, query: 'controls=none' })).toContain('/?controls=none"');
});

test('a link in Markdown leads to the step, whatever the lesson is called', () => {
	const html = marked.parse(given('without HTML')) as string;
	expect(html).toContain(`href="${PAGE.replaceAll('&', '&amp;')}"`);
	expect(html).toContain('>Sums &amp; [windows] 100%, step by step</a>');
});

test('oEmbed is asked for the page itself', () => {
	expect(given('oEmbed')).toBe(PAGE);
});

test('in LaTeX nothing of an address or a title is a command', () => {
	expect(given('LaTeX')).toContain('{convolution-step-40}');
	expect(given('LaTeX')).toContain('\\caption{Sums \\& [windows] 100\\%: ');
	expect(given('LaTeX')).toContain('\\&depth=cell\\&edit.x=0\\%3A1}');
	expect(pictureName({ ...place, query: '' })).toBe('convolution-step-0');
});
