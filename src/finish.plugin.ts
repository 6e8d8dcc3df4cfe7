/**
 * What is done to the site once Kit has written it. No script stands in a page: Kit's start of each is moved to a file beside
 * it, so that a host may forbid scripts in pages, and each page says itself what it may load. Static hosts find what they look
 * for.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path/posix';
import type { Adapter } from '@sveltejs/kit';
import { PICTURE } from './course/picture.ts';
import { writeServiceWorker } from './offline/kept.ts';
import { POLICY } from './policy.ts';

/**
 * A page without scripts in it, and the files that they became, by name. An embed says nothing of what it may load: in a
 * sandboxed frame it is of no site, not even its own, and would load nothing.
 */
function withoutScripts(html: string, isEmbed: boolean): { html: string; files: Map<string, string> } {
	const files = new Map<string, string>();
	const moved = html.replace(/<script>([^]*?)<\/script>/g, (_, script: string) => {
		const text = script.trim();
		const name = `start-${createHash('sha256').update(text).digest('hex').slice(0, 10)}.js`;
		files.set(name, text);
		// A frame without an origin may import from a script only if it was fetched as a stranger's.
		return `<script src="${name}" crossorigin></script>`;
	});
	const policy = `<meta http-equiv="content-security-policy" content="${POLICY}" />`;
	return { html: isEmbed ? moved : moved.replace('<meta charset="utf-8" />', `$&\n\t\t${policy}`), files };
}

/** What other sites show of a link to a lesson: what its page says of itself, and its picture. */
function openGraph(html: string, lesson: string, home: string): string {
	const [, title] = /<title>(.*?)<\/title>/.exec(html) ?? [];
	const [, about] = /<meta\s+name="description"\s+content="([^"]*)"/.exec(html) ?? [];
	const said: Record<string, string | number> = {
		type: 'article',
		site_name: 'Backstep',
		title: title!,
		description: about!,
		url: `${home}/lessons/${lesson}/`,
		image: `${home}/pictures/${lesson}.png`,
		'image:width': PICTURE.width,
		'image:height': PICTURE.height,
		'image:alt': `The parts of the network, from left to right, as grids of its numbers`
	};
	const tags = Object.entries(said).map(([name, text]) => `<meta property="og:${name}" content="${text}" />`);
	return html.replace(
		'</head>',
		`${tags.join('')}<meta name="twitter:card" content="summary_large_image" />$&`
	);
}

/** Kit's adapter, and after it what the site needs besides. `base` is the path that the site lies under. */
export const finished = (
	adapter: Adapter,
	folder: string,
	base: string,
	site: string | undefined
): Adapter => ({
	...adapter,
	async adapt(builder) {
		await adapter.adapt(builder);
		const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.map((file) => file.replaceAll('\\', '/'))
			.filter((file) => file.endsWith('.html') && !file.startsWith('python/'));
		for (const page of pages) {
			const [, lesson] = /^lessons\/([^/]+)\//.exec(page) ?? [];
			const written = readFileSync(join(folder, page), 'utf8');
			const told = lesson ? openGraph(written, lesson, `${site ?? ''}${base}`) : written;
			const { html, files } = withoutScripts(told, page.startsWith('embed/'));
			for (const [name, text] of files) writeFileSync(join(folder, dirname(page), name), text);
			// What is not found is asked for at any depth, also in a frame.
			const lost = html
				.replaceAll('src="start-', `src="${base}/start-`)
				.replace('</head>', `<script src="${base}/lost.js"></script>$&`);
			writeFileSync(join(folder, page), page === '404.html' ? lost : html);
		}
		// GitHub Pages leaves out folders that begin with an underscore otherwise.
		writeFileSync(join(folder, '.nojekyll'), '');
		const { kept, bytes } = writeServiceWorker(folder);
		builder.log.success(
			`After one visit a reader's device keeps ${kept.length} files, ${(bytes / 1e6).toFixed(0)} MB.`
		);
		if (!site)
			builder.log.warn(
				`${relative('.', folder) || folder} does not know its address: pictures and frames for other sites need SITE_URL=https://example.org npm run build.`
			);
	}
});
