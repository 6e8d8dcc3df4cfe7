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
import { writtenHere } from './screen.ts';

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

const alive = () =>
	[...document.querySelectorAll('header button')].some(({ textContent }) => textContent.includes('Share'));
const sentence = () => document.querySelector('.caption [role=status]')?.textContent.trim() ?? '';
/** Steps that are taken, and in what one is. */
const place = () =>
	['footer .count', '.inspector nav'].map((part) => document.querySelector(part)?.textContent).join(' ');
/** Once a move is drawn, the picture says whether a figure is still on its way. */
const drawn = async () => {
	for (let k = 0; k < 2; k++) await new Promise(requestAnimationFrame);
	return document.querySelector('.focus')?.getAttribute('aria-busy') === 'false';
};

const [over, back, into, out] = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'];

for (const lesson of ['cnn', 'lstm', 'transformer-decoder'])
	test(`Firefox: a walk through ${lesson} says each move, with what is written in view`, async ({
		baseURL
	}) => {
		const page = await newPage(firefox);
		await page.open(`${baseURL}/lessons/${lesson}/`);
		// Keys before that would be lost.
		await page.until('the page is alive', alive);
		for (const key of [over, back, over, into, over, over, back, out, over]) {
			const before = await page.ask(place);
			await page.press(key);
			const there = await page.until(`${key} from ${before}`, place, (now) => now !== before);
			await page.until(`the picture of ${there}`, drawn);
			expect(await page.ask(sentence), there).not.toBe('');
			expect(await page.ask(writtenHere), there).toBe(true);
		}
		expect(page.problems).toEqual([]);
		await page.close();
	});
