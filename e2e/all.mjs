/** `npm test`: every check, in the order in which a failure is cheapest to learn of, and the counts at the end. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const UNIT = 'node_modules/.cache/tests/unit.json';
const BROWSER = 'node_modules/.cache/tests/e2e.json';

const steps = [
	['format', 'npm run check:format'],
	['lint and import directions', 'npm run check:lint'],
	['types', 'npm run check:types'],
	['unit tests', `npx vitest run --reporter=default --reporter=json --outputFile.json=${UNIT}`],
	['a browser for the tests', 'node e2e/browser.mjs'],
	['the engine by itself', 'npm run build:engine'],
	['the site', 'npm run build'],
	['the site under a base path', 'npm run build', { BASE_PATH: '/x', BUILD_DIR: 'build-x' }],
	['tests in the browser', 'npx playwright test']
];

rmSync(UNIT, { force: true });
rmSync(BROWSER, { force: true });
const failed = [];
for (const [name, command, env = {}] of steps) {
	console.log(`\n── ${name}`);
	const from = Date.now();
	const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
	console.log(
		`── ${name}: ${status === 0 ? 'passed' : 'failed'}, ${((Date.now() - from) / 1000).toFixed(0)} s`
	);
	if (status !== 0) {
		failed.push(name);
		if (name === 'the site' || name === 'a browser for the tests') break;
	}
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
const unit = read(UNIT);
const browser = read(BROWSER)?.stats;
const passed = (unit?.numPassedTests ?? 0) + (browser?.expected ?? 0) + (browser?.flaky ?? 0);
const broken = (unit?.numFailedTests ?? 0) + (browser?.unexpected ?? 0);
const skipped = (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (browser?.skipped ?? 0);
if (browser?.flaky) console.log(`\n${browser.flaky} passed only when tried again.`);
if (failed.length) console.log(`\nFailed: ${failed.join(', ')}.`);
// A step that fails without a failing test, such as lint, counts as one failure.
console.log(`${passed} passed, ${Math.max(broken, failed.length)} failed, ${skipped} skipped`);
process.exit(failed.length ? 1 : 0);
