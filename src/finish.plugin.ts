/**
 * What is done to the site once Kit has written it. No script stands in a page: Kit's start of each is moved to a file beside
 * it, so that a host may forbid scripts in pages, and each page says itself what it may load. Static hosts find what they look
 * for.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path/posix';
import type { Adapter } from '@sveltejs/kit';
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
			const { html, files } = withoutScripts(
				readFileSync(join(folder, page), 'utf8'),
				page.startsWith('embed/')
			);
			for (const [name, text] of files) writeFileSync(join(folder, dirname(page), name), text);
			// What is not found is asked for at any depth, also in a frame.
			const lost = html
				.replaceAll('src="start-', `src="${base}/start-`)
				.replace('</head>', `<script src="${base}/lost.js"></script>$&`);
			writeFileSync(join(folder, page), page === '404.html' ? lost : html);
		}
		// GitHub Pages leaves out folders that begin with an underscore otherwise.
		writeFileSync(join(folder, '.nojekyll'), '');
		if (!site)
			builder.log.warn(
				`${relative('.', folder) || folder} does not know its address: pictures and frames for other sites need SITE_URL=https://example.org npm run build.`
			);
	}
});
