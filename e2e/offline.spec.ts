/** What was visited once works without a network, and says when there is a newer version. */
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { press, problems, sentence } from './screen.ts';

test.use({ serviceWorkers: 'allow' });

/** The whole course is fetched, beside other tests. */
const SOON = { timeout: 60_000 };

/** A host of the built site, which can bring out a newer version of it. */
function hosted(folder: string, base: string): Promise<{ server: Server; url: string; renew: () => void }> {
	const files = sirv(folder, { dev: false });
	let older = true;
	const server = createServer((request, response) => {
		const path = (request.url ?? '').split('?')[0]!;
		if (!path.startsWith(base)) return void response.writeHead(404).end();
		request.url = path.slice(base.length - 1);
		if (older || !path.endsWith('/service-worker.js')) return files(request, response);
		response.setHeader('content-type', 'text/javascript');
		response.end(
			readFileSync(`${folder}/service-worker.js`, 'utf8').replace(/"version":"\w+"/, '"version":"newer"')
		);
	});
	return new Promise((resolve) => {
		server.listen(0, () => {
			const { port } = server.address() as AddressInfo;
			resolve({ server, url: `http://localhost:${port}${base}`, renew: () => (older = false) });
		});
	});
}

const isKept = (page: Page) =>
	page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');

for (const [folder, base] of [
	['build', '/'],
	['build-x', '/x/']
] as const)
	test(`after one visit to ${base} a lesson that was never opened works without a network`, async ({
		page,
		context
	}) => {
		const { server, url } = await hosted(folder, base);
		const found = problems(page);
		await page.goto(url);
		await expect.poll(() => isKept(page), SOON).toBe(true);
		server.close();
		server.closeAllConnections();
		await context.setOffline(true);
		await page.goto(`${url}lessons/transformer-decoder/`);
		await press(page, 'ArrowRight');
		await press(page, 'ArrowDown');
		await press(page, 'ArrowRight');
		await expect(page.locator('.stage svg').first()).toBeVisible();
		await expect(sentence(page)).not.toBeEmpty();
		// A link of a step, and the way through the site.
		await page.getByRole('link', { name: 'Backstep', exact: true }).click();
		await expect(page.locator('.cards a').first()).toBeVisible();
		await page.goto(`${url}lessons/lstm/?step=100`);
		await expect(sentence(page)).not.toBeEmpty();
		expect(found).toEqual([]);
	});

test('a newer version says that it is there, and is loaded when one asks', async ({ page }) => {
	const { server, url, renew } = await hosted('build', '/');
	await page.goto(url);
	await expect.poll(() => isKept(page), SOON).toBe(true);
	renew();
	await page.reload();
	const told = page.getByRole('status').filter({ hasText: 'A newer version of this site is there' });
	await expect(told).toBeVisible(SOON);
	const names = () => page.evaluate(async () => await caches.keys());
	expect(await names()).toContain('backstep newer');
	await Promise.all([page.waitForEvent('load'), told.getByRole('button', { name: 'Load it' }).click()]);
	await expect.poll(names, SOON).toEqual(['backstep newer']);
	await expect(told).toBeHidden();
	server.close();
	server.closeAllConnections();
});
