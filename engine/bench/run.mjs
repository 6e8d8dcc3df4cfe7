/**
 * `npm run bench`: builds the engine and runs every *.bench.mjs in a process of its own; `npm run bench -- lenet` runs
 * that one. Rivals are installed the first time, from this folder's own lock file. Goals are printed beside what was
 * measured, whether met or missed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** tfjs greets on standard error: what a benchmark has to say there is shown only if it fails. */
function run(command, args, { quiet = false } = {}) {
	const stdio = ['ignore', 'inherit', quiet ? 'pipe' : 'inherit'];
	const { status, stderr } = spawnSync(command, args, { cwd: folder, stdio, encoding: 'utf8' });
	if (status === 0) return;
	if (stderr) process.stderr.write(stderr);
	process.exit(status ?? 1);
}

const { dependencies } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
if (!Object.keys(dependencies).every((name) => existsSync(`${folder}node_modules/${name}`))) {
	console.log('Installing tfjs and convnetjs, to be measured against …');
	run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}
run(process.execPath, ['../build.mjs']);

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}`);
console.log('Medians of rounds in which all contenders take turns; bests in brackets.\n');
const chosen = process.argv.slice(2);
for (const file of readdirSync(folder).sort()) {
	if (!file.endsWith('.bench.mjs')) continue;
	if (chosen.length && !chosen.some((name) => file === `${name}.bench.mjs`)) continue;
	run(process.execPath, ['--expose-gc', file], { quiet: true });
	console.log();
}
// The site's part needs a browser: npm run bench:browser.
if (!chosen.length || chosen.includes('browser'))
	run('npm', ['run', '--silent', '--prefix', '../..', 'bench:browser']);
