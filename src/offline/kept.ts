/** Which files of the built site are kept on a reader's device, and the service worker that keeps them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path/posix';

/**
 * What is kept only once somebody has asked for it: Python is as large as the whole course, and few who take the course read
 * of how it is embedded.
 */
const LATER = /^(cpython|python|embed|oembed|javascript|schema|traces|pictures|teach)\//;
/** What no page asks for. */
const NEVER = /^(404\.html|\.nojekyll|screenshot\.png|third-party\.txt|service-worker\.js)$/;

export interface Kept {
	/** Changes with any file. */
	readonly version: string;
	/** What is fetched at once, and what is kept when it is first fetched; a page by its folder. */
	readonly kept: readonly string[];
	readonly later: readonly string[];
	/** How much is fetched at once. */
	readonly bytes: number;
}

export function keptIn(folder: string): Kept {
	const hash = createHash('sha256');
	const kept: string[] = [];
	const later: string[] = [];
	let bytes = 0;
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(join(folder).length + 1))
		.sort();
	for (const file of files) {
		if (NEVER.test(file)) continue;
		const content = readFileSync(join(folder, file));
		hash.update(file).update(content);
		const isLate = LATER.test(file);
		if (!isLate) bytes += content.length;
		(isLate ? later : kept).push(file.replace(/(^|\/)index\.html$/, '$1'));
	}
	return { version: hash.digest('hex').slice(0, 16), kept, later, bytes };
}

const WORKER = new URL('service-worker.js', import.meta.url);

/** Writes the service worker of a site that is built; what it will keep. */
export function writeServiceWorker(folder: string): Kept {
	const all = keptIn(folder);
	const { version, kept, later } = all;
	const head = `self.backstep = ${JSON.stringify({ version, kept, later })};\n`;
	writeFileSync(join(folder, 'service-worker.js'), head + readFileSync(WORKER, 'utf8'));
	return all;
}
