import { expect, test, vi } from 'vitest';

/** As Kit gives paths while it writes a page: from that page. */
vi.mock('$app/paths', () => ({
	resolve: (path: string, { lesson } = { lesson: '' }) => `..${path.replace('[lesson]', lesson)}`
}));
const { documentOf, oembed } = await import('./oembed.server.ts');

test('a site that knows its address gives whole addresses', () => {
	const page = new URL('https://example.org/course/oembed/pooling.json');
	const document = oembed(page, 'pooling', 'Pooling');
	expect(document).toMatchObject({
		type: 'rich',
		version: '1.0',
		provider_url: 'https://example.org/course/',
		thumbnail_url: 'https://example.org/course/pictures/pooling.png'
	});
	expect(document.html).toContain('src="https://example.org/course/embed/pooling/"');
});

test('a site that does not gives addresses from the root of its host', () => {
	const page = new URL('http://sveltekit-prerender/course/oembed/pooling.json');
	expect(oembed(page, 'pooling', 'Pooling').html).toContain('src="/course/embed/pooling/"');
	expect(documentOf(page, 'pooling')).toBe('/course/oembed/pooling.json');
});
