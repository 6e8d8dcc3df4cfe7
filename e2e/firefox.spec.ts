/**
 * Firefox ESR, where it is installed: it computes the same bits as Node, and one can walk through lessons in it. Where it is
 * not, these tests are skipped, and `npm test` says so.
 */
import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { firefoxPath, startFirefox } from './firefox/bidi.mjs';
import { newPage } from './firefox/page.mjs';
import { serveFingerprints } from './firefox/serve.mjs';
import { LESSONS, walk } from './firefox/walk.mjs';

test.skip(!firefoxPath, 'Firefox ESR is not installed');
// One Firefox for them all.
test.describe.configure({ mode: 'default' });

let firefox: Awaited<ReturnType<typeof startFirefox>>;

test.beforeAll(async () => {
	firefox = await startFirefox();
});

test.afterAll(() => firefox?.close());

test('Firefox: every trace of every lesson has the same bits as in Node', async () => {
	// Node computes them meanwhile, and a core may be taken.
	test.setTimeout(180_000);
	const node = promisify(execFile)(process.execPath, ['e2e/fingerprints.mjs'], { maxBuffer: 1e7 });
	const server = await serveFingerprints();
	const page = await newPage(firefox);
	await page.open(server.address);
	const here = await page.ask(
		async () => ((await import('/fingerprints.js' as string)) as { fingerprints: unknown }).fingerprints
	);
	server.close();
	expect(here).toEqual(JSON.parse((await node).stdout));
	expect(page.problems).toEqual([]);
	await page.close();
});

for (const lesson of LESSONS)
	test(`Firefox: a walk through ${lesson} says each move, with what is written in view`, async ({
		baseURL
	}) => {
		const page = await newPage(firefox);
		await walk(page, `${baseURL}/lessons/${lesson}/`);
		expect(page.problems).toEqual([]);
		await page.close();
	});
