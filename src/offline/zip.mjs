/**
 * `npm run zip`: the site that was built, with a program that serves it on each system, as dist/backstep-<version>.zip.
 * `node src/offline/zip.mjs FOLDER` writes it elsewhere.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';

const LAUNCHERS = fileURLToPath(new URL('launchers', import.meta.url));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const site = process.env.BUILD_DIR ?? 'build';
const to = process.argv[2] ?? 'dist';
if (!existsSync(join(site, '404.html'))) {
	console.error(`There is no site in ${site}: build it first, by "npm run build".`);
	process.exit(1);
}

/** Unix, and what may be done with a file, as the upper half of a zip's attributes. */
const unix = (mode) => ({ os: 3, attrs: ((0o100000 | mode) << 16) >>> 0 });

const files = {};
const top = `backstep-${version}`;
for (const name of readdirSync(LAUNCHERS)) {
	const text = readFileSync(join(LAUNCHERS, name), 'utf8');
	// Windows reads programs with its own ends of lines.
	const own = name.endsWith('.command') ? text : text.replace(/\r?\n/g, '\r\n');
	files[`${top}/${name}`] = [Buffer.from(own), unix(name.endsWith('.command') ? 0o755 : 0o644)];
}
for (const name of readdirSync(site, { recursive: true })) {
	const path = join(site, name);
	if (statSync(path).isFile())
		files[`${top}/site/${name.replaceAll('\\', '/')}`] = [readFileSync(path), unix(0o644)];
}
mkdirSync(to, { recursive: true });
const path = join(to, `${top}.zip`);
writeFileSync(path, zipSync(files));
console.log(`${path}: ${(statSync(path).size / 1e6).toFixed(1)} MB`);
