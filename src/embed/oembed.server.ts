/** What an editor that knows oEmbed (https://oembed.com) asks of a lesson's address: how to show it in its own page. */
import { resolve } from '$app/paths';
import { PICTURE } from '#src/course/picture.ts';

/** What Kit calls the site while it is built and no SITE_URL says where it will be. */
const NOWHERE = 'http://sveltekit-prerender';

/**
 * Of a path from the page that is being written: the whole address where the site knows its own, else one from the root
 * of whatever host it is on.
 */
function address(page: URL, path: string): string {
	const { origin, pathname, href } = new URL(path, page);
	return origin === NOWHERE ? pathname : href;
}

export const documentOf = (page: URL, lesson: string): string =>
	address(page, resolve('/oembed/[lesson].json', { lesson }));

export interface OEmbed {
	readonly type: 'rich';
	readonly version: '1.0';
	readonly title: string;
	readonly provider_name: string;
	readonly provider_url: string;
	readonly html: string;
	readonly width: number;
	readonly height: number;
	readonly thumbnail_url: string;
	readonly thumbnail_width: number;
	readonly thumbnail_height: number;
}

const [WIDTH, HEIGHT] = [800, 700];

export function oembed(page: URL, lesson: string, title: string): OEmbed {
	const frame = address(page, `${resolve('/embed/[lesson]', { lesson })}/`);
	return {
		type: 'rich',
		version: '1.0',
		title: `${title}, step by step`,
		provider_name: 'Backstep',
		provider_url: address(page, resolve('/')),
		html: `<iframe src="${frame}" title="Backstep: ${title}" width="${WIDTH}" height="${HEIGHT}" style="border: 0; width: 100%; height: ${HEIGHT}px" loading="lazy"></iframe>`,
		width: WIDTH,
		height: HEIGHT,
		thumbnail_url: address(page, resolve('/pictures/[lesson].png', { lesson })),
		thumbnail_width: PICTURE.width,
		thumbnail_height: PICTURE.height
	};
}
