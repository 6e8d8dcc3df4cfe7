/**
 * `third-party.txt`: the licences of the packages whose code or fonts are in what was built, as the build found them. No
 * list is kept by hand: a package that is imported is named; `asTheyAre` names those that are served as their packages have
 * them, and imported by nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const FILE = 'third-party.txt';

/** The folder of the package that a module belongs to; null for one of our own. */
function packageOf(id: string): string | null {
	const [, folder] = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/')) ?? [];
	return folder && existsSync(join(folder, 'package.json')) ? folder : null;
}

function noticeOf(folder: string): string {
	const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
		string,
		string
	>;
	const texts = readdirSync(folder)
		.filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
		.map((file) => readFileSync(join(folder, file), 'utf8').trim());
	return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

export const notices = (asTheyAre: readonly string[]): Plugin => ({
	name: 'third-party-notices',
	generateBundle() {
		// What is rendered when the site is built goes nowhere; the page's own scripts do.
		if (this.environment.name !== 'client') return;
		const folders = [...this.getModuleIds()].map(packageOf).filter((folder) => folder !== null);
		const all = new Set([...folders, ...asTheyAre.map((name) => join('node_modules', name))]);
		const source = [...all]
			.map(noticeOf)
			.sort()
			.join(`\n\n${'—'.repeat(78)}\n\n`);
		this.emitFile({ type: 'asset', fileName: FILE, source: `${source}\n` });
	}
});
