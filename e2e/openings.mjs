/**
 * What it costs the page to open a large trace, and to go to its end: the longest task of the main thread, which is how
 * long a key or a click may have to wait. Beside it stands the same of a small trace, in the same run.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manyInputs, manyOps, manyParameters } from './large-traces.mjs';

const RUNS = 3;

const TRACES = {
	'the small sample': () => readFileSync('static/traces/mlp.json', 'utf8'),
	'20,000 ops': manyOps,
	'100,000 inputs': manyInputs,
	'600,000 parameters': manyParameters
};

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** The longest task of the page's main thread in a recording of the browser, in milliseconds. */
function longest(recording) {
	const { traceEvents } = JSON.parse(recording);
	const main = new Set(
		traceEvents
			.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
			.map(({ pid, tid }) => `${pid}/${tid}`)
	);
	return Math.max(
		0,
		...traceEvents
			.filter(({ name, pid, tid }) => name === 'RunTask' && main.has(`${pid}/${tid}`))
			// What the thread computed: another program on the machine does not count.
			.map(({ tdur = 0 }) => tdur / 1000)
	);
}

async function recorded(browser, page, work) {
	await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
	await work();
	return longest((await browser.stopTracing()).toString());
}

/** Opens each trace a few times; every time in a page of its own. */
export async function openings(browser, origin) {
	const folder = mkdtempSync(join(tmpdir(), 'backstep-'));
	const path = join(folder, 'trace.json');
	for (const [name, make] of Object.entries(TRACES)) {
		writeFileSync(path, make());
		const opening = [];
		const ending = [];
		for (let k = 0; k < RUNS; k++) {
			const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
			await page.goto(`${origin}/trace/`, { waitUntil: 'networkidle' });
			const settled = () => page.evaluate(() => new Promise((done) => requestIdleCallback(() => done())));
			opening.push(
				await recorded(browser, page, async () => {
					await page.getByLabel('Open a trace file').setInputFiles(path);
					await page.locator('.stage .focus').waitFor();
					await page.waitForLoadState('networkidle');
					await settled();
				})
			);
			ending.push(
				await recorded(browser, page, async () => {
					await page.keyboard.press('End');
					await settled();
				})
			);
			await page.close();
		}
		console.log(
			`${`opening ${name}`.padEnd(42)} longest task: median ${median(opening).toFixed(0)} ms (goal < 100 ms); going to its end: ${median(ending).toFixed(0)} ms (goal < 200 ms)`
		);
	}
	rmSync(folder, { recursive: true });
}
