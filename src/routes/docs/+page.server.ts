import type { PageServerLoad } from './$types';

interface About {
	readonly title: string;
	readonly about: string;
}

/** A page of the documentation says in about.ts what the list says of it. */
const pages = import.meta.glob<About>('./*/about.ts', { eager: true, import: 'default' });

export const load: PageServerLoad = () => ({
	title: 'Documentation',
	pages: Object.entries(pages).map(([file, { title, about }]) => ({
		name: file.split('/')[1]!,
		title,
		about
	}))
});
