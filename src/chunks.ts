/**
 * How the build cuts scripts: what a lesson's page needs in any case, and pages that only tell do not, is one file. Cut by
 * who imports what, it would be some forty, which compress a tenth worse, since none knows what another says.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the bundler tells of a module. */
interface Modules {
	getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

const ROUTES = fileURLToPath(new URL('routes', import.meta.url));
const pages = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
	.filter((file) => /\+(page|layout|error)\.(svelte|ts)$/.test(file))
	.map((file) => `${ROUTES}/${file.replaceAll('\\', '/')}`);
const under = (...routes: string[]) =>
	pages.filter((id) => routes.some((route) => id.startsWith(`${ROUTES}/${route}/`)));
const lessons = under('lessons');
/** What every page begins with: Kit's own start, and the layout. */
const always = [
	fileURLToPath(new URL('../node_modules/@sveltejs/kit/src/runtime/client/entry.js', import.meta.url)),
	...pages.filter((id) => /^\/\+(layout|error)/.test(id.slice(ROUTES.length)))
];
const others = pages.filter((id) => !under('lessons', 'trace', 'embed', 'code').includes(id));

/** All that some modules import, and what that imports; not what is fetched later. */
function closure(modules: Modules, ids: readonly string[]): Set<string> {
	const found = new Set<string>();
	const left = [...ids];
	for (let id = left.pop(); id !== undefined; id = left.pop()) {
		if (found.has(id)) continue;
		found.add(id);
		left.push(...(modules.getModuleInfo(id)?.importedIds ?? []));
	}
	return found;
}

/** The server's scripts and the page's are cut one after the other: each has modules of its own. */
let known: {
	readonly of: string;
	readonly ids: ReadonlySet<string>;
	readonly every: ReadonlySet<string>;
} | null = null;

/**
 * The file of a module: "page" for what every page has, "lesson" for what every lesson's page has and no page does that only
 * tells; else the bundler's choice.
 */
export function chunkOf(id: string, modules: Modules): string | null {
	const of = lessons.flatMap((page) => modules.getModuleInfo(page)?.importedIds ?? []).join();
	if (known?.of !== of) {
		const elsewhere = closure(modules, others);
		const ids = [...closure(modules, lessons)].filter((one) => !elsewhere.has(one) && !pages.includes(one));
		known = { of, ids: new Set(ids), every: closure(modules, always) };
	}
	return known.ids.has(id) ? 'lesson' : known.every.has(id) && !pages.includes(id) ? 'page' : null;
}
