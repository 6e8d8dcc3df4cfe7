import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expectAccessible } from './axe.ts';
import { LESSONS } from './lessons.ts';
import { alive, DESK, expectFits, open, PHONE, press, problems, steps } from './screen.ts';

const PAGES = [
	'/',
	'/ops/',
	'/code/',
	'/trace/',
	'/course/',
	'/teach/',
	'/teach/convolution/',
	...['', 'accessibility/', 'code/', 'embed/', 'host/', 'onnx/', 'python/', 'trace/'].map(
		(page) => `/docs/${page}`
	),
	...LESSONS.map((name) => `/lessons/${name}/`)
];

/** Ops of a family look alike on the reference page: after some of them, asking the others takes longer than it tells. */
const MORE_OF_A_FAMILY = 'main article:nth-of-type(3n), main article:nth-of-type(3n + 1)';

for (const path of PAGES)
	test(`${path} fits a phone, has no accessibility problem in either theme, and asks this site alone`, async ({
		page
	}) => {
		const found = problems(page);
		const asked = new Set<string>();
		page.on('request', (request) => asked.add(new URL(request.url()).host));
		await page.setViewportSize(PHONE);
		await page.goto(path);
		// What scrolls is known once the page is alive.
		await (path.startsWith('/lessons/') ? alive(page) : expect(page.locator('header')).toBeVisible());
		await expectFits(page);
		await page.setViewportSize(DESK);
		await expect(page.locator('h1').first()).toBeVisible();
		await expectAccessible(page, path === '/ops/' ? { exclude: MORE_OF_A_FAMILY } : {});
		expect(found).toEqual([]);
		expect([...asked]).toEqual(['localhost:41730']);
	});

for (const [device, size, lesson] of [
	['desk', DESK, 'rnn'],
	['phone', PHONE, 'pooling']
] as const)
	test(`every panel has no accessibility problem on a ${device}`, async ({ page }) => {
		await page.setViewportSize(size);
		await open(page, lesson);
		for (const tab of await page.getByRole('tab').all()) {
			// On a desk, the step has its own place and no tab.
			if (!(await tab.isVisible())) continue;
			await tab.click();
			for (const tool of await page.locator('summary').all()) if (await tool.isVisible()) await tool.click();
			await expect(page.getByRole('tabpanel').locator('visible=true').first()).not.toBeEmpty();
			await expectAccessible(page, { include: '[role=tabpanel]' });
		}
	});

test('a phone steps through a lesson by its own transport', async ({ page }) => {
	await page.setViewportSize(PHONE);
	await open(page, 'pooling');
	await page.locator('footer button', { hasText: 'Into' }).click();
	await page.locator('footer button', { hasText: 'Over' }).click();
	await expect(page.locator('.inspector nav')).toContainText('step 2 of 4');
	await page.getByRole('tab', { name: 'Notes' }).click();
	await expect(page.locator('.notes h1')).toBeVisible();
	await page.getByRole('tab', { name: 'Settings' }).click();
	await expect(page.getByLabel('Window size', { exact: true })).toBeVisible();
});

test('the home page holds a working debugger, and links only to lessons that exist', async ({ page }) => {
	await page.goto('/');
	const live = page.getByRole('region', { name: 'A live example' });
	await expect(live.getByRole('status')).toContainText('adds up to −6');
	const said = live.getByRole('status');
	await expect(async () => {
		// A click before the page is alive does nothing.
		if (!(await said.innerText()).includes('terms')) await live.getByRole('button', { name: 'Into' }).click();
		await expect(said).toContainText('is 1, the first of 10 terms', { timeout: 1000 });
	}).toPass();
	const links = await page
		.locator('.cards a')
		.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
	expect(links.length).toBeGreaterThanOrEqual(LESSONS.length);
	for (const link of links) expect((await page.request.get(link)).status()).toBe(200);
});

test('every op of the reference page has equations and a player of its own', async ({ page }) => {
	const found = problems(page);
	await page.goto('/ops/');
	const articles = page.locator('main article');
	const count = await articles.count();
	expect(count).toBeGreaterThan(25);
	for (let k = 0; k < count; k++) {
		const article = articles.nth(k);
		await expect(article.locator('.words .katex').first()).toBeVisible();
		// Asked inside of the page: of so many ops, each question from outside takes its time.
		const said = await article.evaluate(async (op) => {
			const text = (selector: string) => op.querySelector(selector)?.textContent?.trim() ?? '';
			const until = async (holds: () => boolean) => {
				while (!holds()) await new Promise(requestAnimationFrame);
			};
			op.scrollIntoView({ block: 'center' });
			await until(() => text('[role=status]') !== '');
			const before = text('.timeline .count');
			[...op.querySelectorAll('button')].find(({ textContent }) => textContent.includes('Over'))!.click();
			await until(() => text('.timeline .count') !== before);
			return text('[role=status]');
		});
		expect(said).not.toBe('');
	}
	expect(found).toEqual([]);
});

test('the site works under a base path', async ({ page }) => {
	const found = problems(page);
	await page.goto('http://localhost:41740/x/');
	await page.getByRole('link', { name: /^9 Pooling/ }).click();
	await expect(page).toHaveURL(/\/x\/lessons\/pooling\//);
	await alive(page);
	await press(page, 'ArrowRight');
	expect((await steps(page))[0]).toBe(8);
	await page.reload();
	await expect(page.locator('.inspector')).toBeVisible();
	expect(found).toEqual([]);
});

for (const site of ['http://localhost:41730/', 'http://localhost:41740/x/'])
	test(`an address of ${site} that leads nowhere says so, and leads to the lessons`, async ({ page }) => {
		const response = await page.goto(`${site}lessons/convolutoin/7/`);
		expect(response!.status()).toBe(404);
		await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
		await page.getByRole('main').getByRole('link', { name: 'All lessons' }).click();
		await expect(page).toHaveURL(site);
		await expect(page.locator('.cards a').first()).toBeVisible();
	});

test('functions give the same bits here as in Node', async ({ page }) => {
	await page.goto('/');
	const recorded = /'([\da-f]{8})'/.exec(readFileSync('engine/math.test.ts', 'utf8'))![1];
	const here = await page.evaluate(async () => {
		const { fingerprint } = (await import('/engine/math.fingerprint.js' as string)) as {
			fingerprint(): string;
		};
		return fingerprint();
	});
	expect(here).toBe(recorded);
});

test('the convolution page loads at most 122 kB of script before it is touched', async ({ page }) => {
	const scripts: Promise<number>[] = [];
	page.on('response', (response) => {
		// What Kit writes into a page stands beside it here (start-….js, with the notes), and is no script of the site.
		if (response.request().resourceType() === 'script' && response.url().includes('/_app/'))
			scripts.push(response.body().then((body) => gzipSync(body).length));
	});
	await page.goto('/lessons/convolution/', { waitUntil: 'networkidle' });
	const sizes = await Promise.all(scripts);
	expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(122_000);
});
