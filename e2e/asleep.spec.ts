/** A page that cannot start says so, in a sentence; and it starts under any content policy that lets its own site in. */
import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import sirv from 'sirv';
import { course } from './embed/course.ts';
import { alive, press, problems } from './screen.ts';

const LESSON = 'lessons/convolution/';

/** The built site on a host of its own, which sends some headers and changes some files. */
async function host(
	page: Page,
	headers: Record<string, string> = {},
	other: (request: IncomingMessage, response: ServerResponse) => boolean = () => false
): Promise<string> {
	const site = sirv('build', {
		setHeaders: (response) => {
			for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
		}
	});
	const server = createServer((request, response) => {
		if (!other(request, response)) site(request, response, () => void response.writeHead(404).end());
	});
	page.context().once('close', () => server.close().closeAllConnections());
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const asleep = (page: Page | FrameLocator) => page.locator('.asleep > p:visible');

/** The sentence waits for a page that is slow: the tests do not. */
const wait = (page: Page | FrameLocator) =>
	page
		.locator('div.asleep')
		.evaluate((sentence) => sentence.getAnimations().forEach((animation) => animation.finish()));

test('opened as a file, it says to serve it', async ({ page }) => {
	await page.goto(pathToFileURL(resolve(`build/${LESSON}index.html`)).href);
	await expect(asleep(page)).toContainText('This page was opened as a file');
	await expect(asleep(page)).toContainText('python3 -m http.server');
	await expect(page.getByRole('heading', { name: 'Convolution' }).first()).toBeVisible();
});

test('in a sandboxed frame whose host lets nobody in, it says what the host must send', async ({ page }) => {
	const site = await host(page);
	await course(page, {
		'index.html': `<!doctype html><title>Course</title>
<iframe sandbox="allow-scripts" width="900" height="700" src="${site}embed/convolution/"></iframe>`
	});
	const frame = page.frameLocator('iframe');
	await wait(frame);
	await expect(asleep(frame)).toContainText('its host must send Access-Control-Allow-Origin: *');
});

for (const [what, headers] of [
	['no scripts', { 'content-security-policy': "script-src 'none'" }],
	['none from its site', { 'content-security-policy': "script-src 'nonce-xyz'" }]
] as const)
	test(`under a content policy that allows ${what}, it says so`, async ({ page }) => {
		await page.goto(`${await host(page, headers)}${LESSON}`);
		await wait(page);
		await expect(asleep(page)).toHaveText(/has not started.*allow scripts of this site/s);
	});

test('where scripts are off, it says so', async ({ browser, baseURL }) => {
	const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await page.goto(`${baseURL}/${LESSON}`);
	await wait(page);
	await expect(asleep(page)).toContainText('its scripts are off');
	await page.context().close();
});

test('in a browser that cannot read its scripts, it says so', async ({ page }) => {
	const site = await host(page, {}, ({ url }, response) => {
		if (!url!.includes('/entry/')) return false;
		// As a browser takes what it does not know.
		response.writeHead(200, { 'content-type': 'text/javascript' }).end('let of = 1 ?.?. 2;');
		return true;
	});
	await page.goto(`${site}${LESSON}`);
	await expect(asleep(page)).toContainText('older than 2023');
});

test('a page that starts says nothing of the kind', async ({ page }) => {
	await page.goto(`/${LESSON}`);
	await expect(page.locator('html')).toHaveAttribute('data-alive', '');
	await expect(page.locator('.asleep')).toHaveCSS('display', 'none');
});

test('no page has a script in it, and each says what it may load', () => {
	const pages = readdirSync('build', { recursive: true, encoding: 'utf8' })
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => file.endsWith('.html') && !file.startsWith('python/'));
	expect(pages.length).toBeGreaterThan(50);
	for (const file of pages) {
		const html = readFileSync(`build/${file}`, 'utf8');
		expect(html.match(/<script(?![^>]* src=)/g), file).toBeNull();
		expect(html.match(/ on\w+="/g), file).toBeNull();
		// In a sandboxed frame a page is of no site, not even its own: embeds leave it to the host.
		if (!file.startsWith('embed/'))
			expect(html, file).toMatch(
				/<meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'self' 'wasm-unsafe-eval'/
			);
	}
});

test("a lesson works where the host's policy is default-src 'self'", async ({ page }) => {
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(String(error)));
	await page.goto(
		`${await host(page, { 'content-security-policy': "default-src 'self'" })}${LESSON}?step=10&depth=cell`
	);
	await alive(page);
	await expect(page.locator('footer .count')).toHaveText(/^10 /);
	await press(page, 'ArrowRight');
	await expect(page.locator('footer .count')).toHaveText(/^20 /);
	// Equations have the heights that stand in their elements.
	const strut = page.locator('.caption .katex [style*="height"]').first();
	await expect(strut).toBeAttached();
	expect(await strut.evaluate((element) => (element as HTMLElement).style.height)).toMatch(/em$/);
	expect(errors).toEqual([]);
});

test('nothing of a lesson offends its own policy', async ({ page }) => {
	const found = problems(page);
	await page.goto(`/${LESSON}`);
	await press(page, 'ArrowRight');
	for (const tab of await page.getByRole('tab').all()) if (await tab.isVisible()) await tab.click();
	await page.getByRole('button', { name: 'Share' }).click();
	await expect(page.frameLocator('dialog iframe').locator('.timeline')).toBeVisible();
	expect(found).toEqual([]);
});
