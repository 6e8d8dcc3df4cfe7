/** What to paste into a page of one's own, so that it shows a lesson or a program. `home` is the site's address, `query` the embed's. */

import { EMBED_ONLY } from '#src/embed/settings.ts';
import { legible } from '#src/lesson/link.ts';

/** As src/embed/element.ts takes them; all else in an address is the lesson's own. */
const ATTRIBUTES = [
	'step',
	'depth',
	'until',
	'controls',
	'hide',
	'predict',
	'questions',
	'report',
	'host',
	'theme'
];

export interface Place {
	readonly home: string;
	/** Its name, or "code" for a program and "trace" for a trace of somebody's own. */
	readonly lesson: string;
	readonly title: string;
	readonly query: string;
}

export const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const address = (folder: string, { home, lesson, query }: Place): string =>
	`${new URL(`${folder}${lesson}/`, home).href}${query && `?${query}`}`;

export const embedAddress = (place: Place): string => address('embed/', place);

/** The address of the page itself; programs have one for all, /code/, and so have traces. */
export const pageAddress = (place: Place): string =>
	address(['code', 'trace'].includes(place.lesson) ? '' : 'lessons/', place);

/** The same step on its own page, which knows nothing of what only an embed has. */
export function ownPage(place: Place): string {
	const own = new URLSearchParams(place.query);
	for (const name of [...EMBED_ONLY, 'editor']) own.delete(name);
	return pageAddress({ ...place, query: legible(own) });
}

/** The place that a page's own link leads to; null where none of the site's pages can be embedded from it. */
export function placeOf(link: string, title: string): Place | null {
	const [, home, lesson, trace, query = ''] =
		/^(.*?\/)(?:lessons\/([\w-]+)|(trace))\/(?:\?(.*))?$/.exec(link.replace(/#.*/, '')) ?? [];
	if (!home || (trace && !new URLSearchParams(query).has('src'))) return null;
	return { home, lesson: (lesson ?? trace)!, title, query };
}

/** Platforms that take styles away leave the attributes; themes that set the height of frames yield to the style. */
const sized = (height: number): string =>
	`width="100%" height="${height}" style="border: 0; width: 100%; height: ${height}px"`;

/** A frame of a fixed height: it works wherever HTML does, and runs no script in the page around. */
export const frameSnippet = (place: Place, height = 700): string =>
	`<iframe src="${escaped(embedAddress(place))}"
  title="Backstep: ${escaped(place.title)}" ${sized(height)} loading="lazy"></iframe>`;

/** The custom element: it takes the height that it needs, and the page can talk to it. */
export function elementSnippet(place: Place): string {
	const rest = new URLSearchParams(place.query);
	const attributes = [`lesson="${escaped(place.lesson)}"`];
	for (const name of ATTRIBUTES) {
		const value = rest.get(name);
		if (value !== null) attributes.push(`${name}="${escaped(value)}"`);
		rest.delete(name);
	}
	if (rest.size) attributes.push(`params="${escaped(legible(rest))}"`);
	// Who reads without scripts gets the same step of the lesson's own page.
	const link = ownPage(place);
	return `<script async src="${escaped(new URL('embed/v1.js', place.home).href)}"></script>
<backstep-lesson ${attributes.join(' ')}>
  <a href="${escaped(link)}">${escaped(place.title)}, in Backstep</a>
</backstep-lesson>`;
}
