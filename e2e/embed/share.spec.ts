/** From a lesson to a page that shows it, and back: the share dialog, oEmbed, "Open in Backstep". */
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expectAccessible } from '../axe.ts';
import { LESSONS } from '../lessons.ts';
import { expectFits, open, PHONE, press } from '../screen.ts';

test('a lesson names its oEmbed document', async ({ page, baseURL }) => {
	await page.goto('/lessons/pooling/');
	const link = page.locator('link[type="application/json+oembed"]');
	const address = new URL((await link.getAttribute('href'))!, page.url()).href;
	const document = (await (await page.request.get(address)).json()) as Record<string, string>;
	expect(document).toMatchObject({
		version: '1.0',
		type: 'rich',
		title: 'Pooling, step by step',
		provider_name: 'Backstep'
	});
	const frame = /src="([^"]+)"/.exec(document.html!)![1]!;
	expect(new URL(frame, baseURL).pathname).toBe('/embed/pooling/');
});

test('every lesson has a picture of its own network for other sites', async ({ page }) => {
	const sizes = new Set<number>();
	for (const lesson of LESSONS) {
		const html = await (await page.request.get(`/lessons/${lesson}/`)).text();
		const told = (name: string) => new RegExp(`property="og:${name}" content="([^"]*)"`).exec(html)?.[1];
		expect(told('title'), lesson).toMatch(/ · Backstep$/);
		expect(told('description')?.length, lesson).toBeGreaterThan(10);
		const response = await page.request.get(new URL(told('image')!, 'http://site').pathname);
		expect(response.headers()['content-type']).toBe('image/png');
		sizes.add((await response.body()).length);
	}
	// Hardly two networks take as many bytes.
	expect(sizes.size).toBeGreaterThan(LESSONS.length / 2);
	await page.goto('/pictures/convolution.png');
	const picture = page.locator('img');
	expect(await picture.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight])).toEqual([
		1200, 630
	]);
});

test('"Open in Backstep" opens the lesson at this very step', async ({ page, context }) => {
	await page.goto('/embed/convolution/?step=10&depth=cell&stride=2');
	await page.getByRole('button', { name: 'Over' }).click();
	const sentence = await page.getByRole('status').innerText();
	const [lesson] = await Promise.all([
		context.waitForEvent('page'),
		page.getByRole('link', { name: 'Open in Backstep' }).click()
	]);
	await expect(lesson.locator('.caption [role=status]')).toHaveText(sentence);
	await expect(lesson.locator('footer .count')).toHaveText(/^20 /);
});

test('the share dialog copies the link, shows a code, and previews what it writes', async ({
	page,
	context
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const embeds: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('/embed/')) embeds.push(request.url());
	});
	await open(page, 'convolution', 'step=10&depth=cell');
	expect(embeds).toEqual([]);
	await page.getByRole('button', { name: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share this step' });
	await dialog.getByRole('button', { name: 'Copy link' }).click();
	await expect(dialog).toContainText('copied');
	expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
		/\/lessons\/convolution\/\?step=10@forward\/conv\/conv2d:10&depth=cell$/
	);
	await dialog.getByText('QR code for a lecture room').click();
	await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
	await dialog.getByText('QR code for a lecture room').click();
	const preview = page.frameLocator('dialog iframe');
	await expect(preview.locator('.timeline')).toBeVisible();
	await dialog.getByLabel('Stride').check();
	const element = dialog.getByLabel('As an element');
	await expect(element).toHaveValue(/hide="stride"/);
	await dialog.getByLabel('Back, over and play').check();
	await dialog.getByLabel('End at this step').check();
	await expect(element).toHaveValue(/ until="10" controls="mini"/);
	await expect(element).not.toHaveValue(/hide=/);
	await expect(preview.getByRole('button', { name: 'Over' })).toBeDisabled();
	await expect(preview.locator('.timeline')).toHaveCount(0);
	await press(page, 'Escape');
	await expect(dialog).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Share' })).toBeFocused();
	await press(page, 'ArrowRight');
	await expect(page.locator('footer .count')).toHaveText(/^20 /);
});

test('a step is taken to other hosts: as MDX, and to paper as a picture with its address', async ({
	page
}) => {
	await open(page, 'convolution', 'step=10&depth=cell&theme=dark');
	await page.getByRole('button', { name: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share this step' });
	await dialog.getByLabel('Elsewhere').selectOption('MDX (Docusaurus, Astro, Next)');
	await expect(dialog.getByLabel('A style is an object there')).toHaveValue(/style=\{\{ border: '0', /);
	await dialog.getByLabel('Elsewhere').selectOption('LaTeX and PDF');
	await expect(dialog.getByLabel('With the picture')).toHaveValue(/\{convolution-step-10\}/);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		dialog.getByRole('button', { name: 'Save a picture with its address' }).click()
	]);
	expect(download.suggestedFilename()).toBe('convolution-step-10.png');
	const png = readFileSync((await download.path())!);
	// Twice as fine as the screen, and a code and an address under the figure.
	expect(png.readUInt32BE(16)).toBeGreaterThan(900);
	expect(png.readUInt32BE(20)).toBeGreaterThan(900);
});

test('embeds and the share dialog have no accessibility problem', async ({ page }) => {
	for (const query of [
		'rnn/?step=40',
		'pooling/?controls=mini&predict=1',
		'pooling/?controls=none&hide=colour'
	]) {
		await page.goto(`/embed/${query}`);
		await expect(page.getByRole('status')).not.toBeEmpty();
		// It is prerendered, and has no button in all of these that would say that it is alive.
		await page.waitForLoadState('networkidle');
		await expectAccessible(page);
	}
	await open(page, 'convolution');
	await page.getByRole('button', { name: 'Share' }).click();
	await expect(page.frameLocator('dialog iframe').locator('.timeline')).toBeVisible();
	// The embed in the preview is checked by itself: beside its own lesson it says some things twice.
	await expectAccessible(page, { exclude: 'dialog iframe' });
});

test('embeds and the share dialog fit a phone', async ({ page }) => {
	await page.setViewportSize(PHONE);
	for (const path of ['/embed/convolution/', '/embed/lstm/?controls=mini']) {
		await page.goto(path);
		await expect(page.getByRole('status')).not.toBeEmpty();
		await page.waitForLoadState('networkidle');
		await expectFits(page);
	}
	await open(page, 'convolution');
	await page.getByRole('button', { name: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share this step' });
	await expect(dialog).toBeVisible();
	expect(await dialog.evaluate((el) => el.scrollWidth - el.clientWidth)).toBe(0);
	await dialog.getByRole('button', { name: 'Close' }).click();
	await expect(dialog).toHaveCount(0);
});
