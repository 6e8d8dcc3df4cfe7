/** `npm test`: every check, in the order in which a failure is cheapest to learn of, and the counts at the end. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { firefoxPath } from './firefox/bidi.mjs';

const UNIT = 'node_modules/.cache/tests/unit.json';
const BROWSER = 'node_modules/.cache/tests/e2e.json';

/** Steps that need one core each run side by side; what they say comes whole, one after the other. */
const steps = [
	[
		['format', 'npm run check:format'],
		['lint and import directions', 'npm run check:lint'],
		['types', 'npm run check:types']
	],
	['unit tests', `npx vitest run --reporter=default --reporter=json --outputFile.json=${UNIT}`],
	['a browser for the tests', 'node e2e/browser.mjs'],
	['the package', 'npm run prepack'],
	['the site', 'npm run build'],
	['the site under a base path', 'npm run build', { BASE_PATH: '/x', BUILD_DIR: 'build-x' }],
	['tests in the browser', 'npx playwright test']
];

/** Runs a command: on the screen as it goes, or with what it says kept until it has ended. */
function run([name, command, env = {}], kept) {
	const from = Date.now();
	const said = [];
	if (!kept) console.log(`\n── ${name}`);
	const child = spawn(command, {
		shell: true,
		stdio: kept ? ['ignore', 'pipe', 'pipe'] : 'inherit',
		env: { ...process.env, ...env }
	});
	for (const stream of kept ? [child.stdout, child.stderr] : []) stream.on('data', (text) => said.push(text));
	return new Promise((done) =>
		child.on('close', (status) => {
			if (kept) console.log(`\n── ${name}\n${Buffer.concat(said)}`);
			const seconds = ((Date.now() - from) / 1000).toFixed(0);
			console.log(`── ${name}: ${status === 0 ? 'passed' : 'failed'}, ${seconds} s`);
			done(status === 0 ? null : name);
		})
	);
}

rmSync(UNIT, { force: true });
rmSync(BROWSER, { force: true });
const failed = [];
for (const step of steps) {
	const together = Array.isArray(step[0]);
	const names = await Promise.all((together ? step : [step]).map((one) => run(one, together)));
	failed.push(...names.filter(Boolean));
	if (failed.includes('the site') || failed.includes('a browser for the tests')) break;
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
const unit = read(UNIT);
const browser = read(BROWSER)?.stats;
const passed = (unit?.numPassedTests ?? 0) + (browser?.expected ?? 0) + (browser?.flaky ?? 0);
const broken = (unit?.numFailedTests ?? 0) + (browser?.unexpected ?? 0);
const skipped = (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (browser?.skipped ?? 0);
if (browser?.flaky) console.log(`\n${browser.flaky} passed only when tried again.`);
if (!firefoxPath)
	console.log('\nNothing was tested in Firefox: install firefox-esr, or set FIREFOX_PATH to one.');
if (failed.length) console.log(`\nFailed: ${failed.join(', ')}.`);
// A step that fails without a failing test, such as lint, counts as one failure.
console.log(`${passed} passed, ${Math.max(broken, failed.length)} failed, ${skipped} skipped`);
process.exit(failed.length ? 1 : 0);
