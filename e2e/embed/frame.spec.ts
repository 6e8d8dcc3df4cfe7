/** The frame of a lesson: its height, when it loads, and what it may not do. */
import { expect, test } from '@playwright/test';
import { open, press, problems } from '../screen.ts';
import { course, inside, plain, ready, tell } from './course.ts';

test('the frame takes the height that the lesson needs, also when it needs more', async ({
	page,
	baseURL
}) => {
	await course(page, {
		'index.html': plain(baseURL!, '<backstep-lesson id="one" lesson="convolution"></backstep-lesson>')
	});
	await ready(page);
	const overflow = () =>
		inside(page)
			.locator('html')
			.evaluate((html) => html.scrollHeight - window.innerHeight);
	const height = async () => (await page.locator('#one iframe').boundingBox())!.height;
	await expect.poll(overflow).toBeLessThanOrEqual(0);
	const before = await height();
	expect(before).toBeGreaterThan(300);
	expect(before).toBeLessThan(800);
	await inside(page).getByText('Settings', { exact: true }).click();
	await expect.poll(height).toBeGreaterThan(before + 100);
	await expect.poll(overflow).toBeLessThanOrEqual(0);
	await page.setViewportSize({ width: 390, height: 844 });
	await expect.poll(overflow).toBeLessThanOrEqual(0);
	expect(
		await inside(page)
			.locator('html')
			.evaluate((html) => html.scrollWidth - html.clientWidth)
	).toBe(0);
});

test('a lesson far down the page is loaded when one comes near it', async ({ page, baseURL }) => {
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url()));
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<div style="height: 20000px"></div><backstep-lesson id="one" lesson="pooling"></backstep-lesson>'
		)
	});
	await page.waitForFunction(() => customElements.get('backstep-lesson'));
	// A frame that is not lazy would have been asked for by now.
	await page.waitForLoadState('networkidle');
	expect(asked.filter((url) => url.includes('/embed/pooling/'))).toEqual([]);
	await page.locator('#one').scrollIntoViewIfNeeded();
	await ready(page);
});

for (const [what, attribute] of [
	['a frame that may only run scripts', 'sandbox="allow-scripts"'],
	['a frame of an ordinary page', '']
] as const) {
	test(`${what} steps by buttons and keys`, async ({ page, baseURL }) => {
		const found = problems(page);
		await course(page, {
			'index.html': plain(
				baseURL!,
				`<iframe ${attribute} title="Lesson" width="900" height="700" src="${baseURL}/embed/convolution/?step=10&depth=cell"></iframe>`
			)
		});
		const frame = page.frameLocator('iframe');
		await expect(frame.getByRole('status')).toContainText('adds up to −6');
		await frame.getByRole('button', { name: 'Over' }).click();
		await expect(frame.locator('.timeline .count')).toHaveText('20 / 535');
		await press(page, 'ArrowLeft');
		await expect(frame.locator('.timeline .count')).toHaveText('10 / 535');
		await frame.getByText('Settings', { exact: true }).click();
		await frame.getByLabel('Padding', { exact: true }).fill('1');
		await frame.getByLabel('Padding', { exact: true }).press('Enter');
		await expect(frame.locator('.overview')).toContainText('1×5×5');
		// The fonts are the site's own, fetched by a frame without an origin.
		expect(await frame.locator('html').evaluate(() => document.fonts.check('15px "IBM Plex Sans"'))).toBe(
			true
		);
		expect(found).toEqual([]);
	});
}

test('a sandboxed element of a slow lesson computes in the page itself', async ({ page, baseURL }) => {
	await page.addInitScript(() => {
		const now = performance.now.bind(performance);
		let asked = 0;
		performance.now = () => now() + 60 * asked++;
	});
	await course(page, {
		'index.html': plain(baseURL!, '<backstep-lesson id="one" lesson="convolution" sandbox></backstep-lesson>')
	});
	await ready(page);
	await inside(page).getByText('Settings', { exact: true }).click();
	await inside(page).getByLabel('Padding', { exact: true }).fill('1');
	await inside(page).getByLabel('Padding', { exact: true }).press('Enter');
	await expect(inside(page).locator('.overview')).toContainText('1×5×5');
});

test('the picture that a sandboxed element gives has its fonts inside', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(baseURL!, '<backstep-lesson id="one" lesson="convolution" sandbox></backstep-lesson>')
	});
	await ready(page);
	const svg = decodeURIComponent(await tell(page, (lesson) => lesson.snapshot()));
	for (const family of ['IBM Plex Sans', 'IBM Plex Mono'])
		expect(svg).toMatch(
			new RegExp(`@font-face\\{font-family:"${family}";[^}]*url\\(data:font/woff2;base64,`)
		);
});

test('a browser that refuses storage shows the lesson', async ({ page }) => {
	const found = problems(page);
	await page.addInitScript(() => {
		for (const name of ['localStorage', 'sessionStorage'])
			Object.defineProperty(window, name, {
				get() {
					throw new DOMException('refused', 'SecurityError');
				}
			});
	});
	await page.goto('/embed/rnn/?theme=dark');
	await page.getByRole('button', { name: 'Over' }).click();
	await expect(page.getByRole('status')).not.toBeEmpty();
	await open(page, 'rnn');
	await press(page, 'ArrowRight');
	await page.getByRole('button', { name: 'Switch to the' }).click();
	expect(found).toEqual([]);
});
