import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { expectAccessible } from './axe.ts';
import { open } from './screen.ts';

async function saved(page: Page, name: string): Promise<Buffer> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name, exact: true }).click()
	]);
	return readFileSync(await download.path());
}

test('figure, equation, tensors and steps can be taken home', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'convolution');
	await page.locator('header button', { hasText: /^Save$/ }).click();

	const svg = (await saved(page, 'Figure as SVG')).toString('utf8');
	expect(svg).toMatch(/^<svg /);
	expect(svg).not.toContain('foreignObject');
	// The fonts travel with it, and the sum of the first window is in it.
	expect(svg).toContain('@font-face{font-family:"IBM Plex Mono"');
	expect(svg).toMatch(/>−6<\/text>/);
	const png = await saved(page, 'Figure as PNG');
	expect(png.subarray(1, 4).toString()).toBe('PNG');
	// Drawn alone it is as wide as on the screen, and not blank.
	const shown = await page.evaluate(async (text) => {
		const image = new Image();
		image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
		await image.decode();
		return image.width;
	}, svg);
	const width = new DataView(png.buffer, png.byteOffset).getUint32(16);
	expect(width).toBe(2 * shown);

	// Every move through the first window, one level closer, as a picture of its own.
	const frames = unzipSync(await saved(page, '10 frames as .zip'));
	expect(Object.keys(frames)).toHaveLength(10);
	expect(frames['0001.svg']).not.toEqual(frames['0010.svg']);
	expect(strFromU8(frames['0010.svg']!)).toMatch(/>−6<\/text>/);

	expect((await saved(page, 'Tensors as .npz')).subarray(0, 2).toString()).toBe('PK');
	expect((await saved(page, 'Steps as CSV')).toString('utf8')).toMatch(/^step,op,cell,value,text\r\n1,/);
	expect((await saved(page, 'Steps as Markdown')).toString('utf8')).toMatch(
		/\n\| 1 \| forward\/conv\/conv2d \|/
	);
	await page.getByRole('button', { name: 'Copy as LaTeX' }).click();
	const tex = await page.evaluate(() => navigator.clipboard.readText());
	expect(tex).toContain('\\sum');
	expect(tex).not.toContain('htmlData');
	await page.getByRole('button', { name: 'Close' }).click();
	await expect(page.getByRole('heading', { name: 'Save' })).toHaveCount(0);
});

test('in a saved figure a frame lies over what stands in it, and words keep clear of the next ones', async ({
	page
}) => {
	await open(page, 'backprop');
	await page.locator('header button', { hasText: /^Save$/ }).click();
	const svg = (await saved(page, 'Figure as SVG')).toString('utf8');
	const found = await page.evaluate((text) => {
		document.body.innerHTML = text;
		const all = [...document.querySelectorAll<SVGGraphicsElement>('body > svg > *')];
		const boxOf = (element: Element) => element.getBoundingClientRect();
		const frames = all.filter((one) => one.matches('rect[stroke]'));
		const words = all.filter((one) => one.matches('text'));
		const within = (a: DOMRect, b: DOMRect) =>
			a.left > b.left && a.right < b.right && a.top > b.top && a.bottom < b.bottom;
		const covered = frames.filter((frame) =>
			all.slice(all.indexOf(frame) + 1).some((one) => one.matches('rect') && within(boxOf(one), boxOf(frame)))
		);
		const met = words.flatMap((one, k) => {
			const [a, b] = [boxOf(one), words[k + 1] && boxOf(words[k + 1]!)];
			return b && Math.abs(a.top - b.top) < 2 && a.left < b.left && a.right > b.left ? [one.textContent] : [];
		});
		return { frames: frames.length, covered: covered.length, met };
	}, svg);
	expect(found.frames).toBeGreaterThan(10);
	expect(found).toMatchObject({ covered: 0, met: [] });
});

test('a trace that is saved as a safetensors file opens again', async ({ page }) => {
	await open(page, 'convolution');
	await page.locator('header button', { hasText: /^Save$/ }).click();
	const file = await saved(page, 'Trace as .safetensors');
	await page.goto('/trace/');
	const input = page.locator('input[type=file]').first();
	await expect(async () => {
		await input.setInputFiles([]);
		await input.setInputFiles({
			name: 'run.safetensors',
			mimeType: 'application/octet-stream',
			buffer: file
		});
		await expect(page.getByText(/^All .* numbers are exactly what the ops give/)).toBeVisible({
			timeout: 2000
		});
	}).toPass();
});

test('a figure with symbols in it is no wider than on the screen, and as wide as it is drawn', async ({
	page
}) => {
	await open(page, 'lstm', 'part=forward/lstm/t%20%3D%201');
	const shown = page.locator('.focus');
	await expect(shown.locator('.katex').first()).toBeVisible();
	await page.locator('header button', { hasText: /^Save$/ }).click();
	const svg = (await saved(page, 'Figure as SVG')).toString('utf8');
	const width = Number(/^<svg [^>]*\bwidth="(\d+)"/.exec(svg)![1]);
	const on = (await shown.boundingBox())!.width;
	expect(width).toBeGreaterThan(on / 3);
	expect(width).toBeLessThan(on * 1.1);
});

test('looked at cell by cell, the steps of that cell are offered, and all can be reached on a phone', async ({
	page
}) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await open(page, 'lstm', 'step=5000&depth=cell');
	await page.locator('header button', { hasText: /^Save$/ }).click();
	const dialog = page.getByRole('dialog', { name: 'Save' });
	await expect(dialog.getByText(/^The steps of backward\/.*, row \d+, column \d+$/)).toBeVisible();
	expect(await dialog.evaluate((el) => el.scrollWidth - el.clientWidth)).toBe(0);
	await expectAccessible(page, { include: 'dialog' });
});

test('a run of floats that was opened, saved and opened again still agrees', async ({ page }) => {
	await page.goto('/trace/?src=traces/nan.json');
	await expect(page.locator('.report')).toContainText('agree with what the ops give');
	await page.locator('header button', { hasText: /^Save$/ }).click();
	const file = await saved(page, 'Save trace');
	await page.getByRole('button', { name: 'Close' }).click();
	await page.getByRole('tab', { name: 'Open' }).click();
	await page
		.locator('input[type=file]')
		.setInputFiles({ name: 'again.json', mimeType: 'application/json', buffer: file });
	await expect(page.locator('.report')).toContainText('Opened from again.json');
	await expect(page.locator('.report')).toContainText('agree with what the ops give');
});
