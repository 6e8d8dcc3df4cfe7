import { expect, test } from '@playwright/test';
import { open, press, sentence, steps } from './screen.ts';

test.use({ viewport: { width: 1920, height: 1080 } });

test('scenes are collected with a key, put in order, kept in the link, and shown by a clicker', async ({
	page
}) => {
	await open(page, 'pooling');
	// A step is collected once; a scene is called by what its step says.
	await press(page, 'Home', 'm', 'ArrowRight', 'm', 'm', 'End', 'm');
	const names = page.getByLabel(/^Name of scene/);
	await expect(names).toHaveCount(3);
	await expect(page.getByRole('button', { name: 'This step is scene 3' })).toBeDisabled();
	await expect(names.first()).toHaveValue(/^Nothing has been computed yet/);
	await names.nth(1).fill('The first window');
	await names.nth(1).blur();
	await page.getByLabel('Scene 3 up').click();
	await expect(names.nth(2)).toHaveValue('The first window');
	await page.getByRole('button', { name: 'Begin the lecture' }).click();
	await expect(page).toHaveURL(/view=lecture.*scene=/);
	const { search } = new URL(page.url());

	await open(page, 'pooling', search.slice(1).replace(/step=\d+&depth=\w+&?/, ''));
	await expect(page.getByRole('tab')).toHaveCount(0);
	const scene = page.locator('.scene');
	await expect(scene).toContainText('1 / 3');
	await press(page, 'PageDown');
	await expect(scene).toContainText('2 / 3');
	await press(page, 'PageDown', 'PageDown');
	await expect(scene).toContainText('3 / 3 The first window');
	// A clicker goes on whatever was clicked in the picture, such as a grid that has a use for its keys.
	await page.getByRole('grid').first().click();
	await press(page, 'PageUp');
	await expect(scene).toContainText('2 / 3');
	await press(page, 'PageDown');
	// Who steps on from a scene comes back to it.
	await press(page, 'ArrowRight', 'PageUp');
	await expect(scene).toContainText('3 / 3');
	await press(page, 'Escape');
	await expect(scene).toHaveCount(0);
	await expect(page.getByRole('tab', { name: 'Notes' })).toBeVisible();
});

test('without scenes a clicker steps on and back', async ({ page }) => {
	await open(page, 'pooling', 'view=lecture');
	const before = await sentence(page).innerText();
	await press(page, 'PageDown');
	await expect(sentence(page)).not.toHaveText(before);
	await press(page, 'PageUp');
	await expect(sentence(page)).toHaveText(before);
	await press(page, 'l');
	expect((await steps(page))[0]).toBe(4);
});

const OPENINGS = [
	['activations', ''],
	['losses', ''],
	['convolution', ''],
	['pooling', ''],
	['lstm', ''],
	['lstm', 'step=200&depth=3'],
	['lstm', 'step=2800&depth=2'],
	['lstm', 'step=600&depth=4'],
	['self-attention', ''],
	['transformer-encoder', ''],
	['cnn', '']
] as const;

for (const [lesson, at] of OPENINGS)
	test(`no number is smaller than 28 pixels, nor is anything said cut off: ${lesson} ${at}`, async ({
		page
	}) => {
		await open(page, lesson, `view=lecture&${at}`);
		await expect(page.locator('.stage .focus')).toHaveAttribute('aria-busy', 'false');
		const sizes = await page
			.locator('.stage .focus :is(svg text, .number), .large .number')
			.evaluateAll((all) =>
				all
					.filter((text) => /^[−.\d≈e]+$/.test(text.textContent ?? '') && text.getClientRects().length)
					.map((text) => {
						const size = parseFloat(getComputedStyle(text).fontSize);
						if (text instanceof SVGTextElement) return size * (text.getScreenCTM()?.a ?? 1);
						const { offsetHeight } = text as HTMLElement;
						return (size * text.getBoundingClientRect().height) / offsetHeight;
					})
			);
		expect(Math.min(...sizes)).toBeGreaterThanOrEqual(27);
		const caption = page.locator('.caption');
		expect(await sentence(page).evaluate((p) => p.getBoundingClientRect().height)).toBeGreaterThanOrEqual(28);
		expect(await caption.evaluate((p) => p.scrollHeight - p.clientHeight)).toBeLessThanOrEqual(1);
	});

test('where the picture shows colours alone, the written cell and what it reads stand beside it', async ({
	page
}) => {
	await open(page, 'transformer-encoder', 'view=lecture');
	const large = page.getByRole('complementary', { name: 'What is written' });
	await expect(large).toContainText('The weighted values of head 1');
	await expect(large).toContainText('reads the attention weights of head 1');
	const [picture, beside] = [
		await page.locator('.stage .focus > div').boundingBox(),
		await large.boundingBox()
	];
	expect(picture!.x + picture!.width).toBeLessThanOrEqual(beside!.x);
	// The third button of a clicker makes the screen black; any key brings it back.
	await press(page, '.');
	await expect(page.locator('.black')).toBeVisible();
	await press(page, 'PageDown');
	await expect(page.locator('.black')).toHaveCount(0);
	await expect(large).toContainText('The weighted values of head 1');
});

test('what stands in large is measured anew in each scene, and leaves the captions free', async ({
	page
}) => {
	// A single number leaves most of the width, and what is written stands there; a cell takes all of it again.
	await open(page, 'gru', 'part=forward/gru/t = 2');
	await press(page, 'm');
	await expect(page).toHaveURL(/scene=/);
	await page.goto(page.url().replace(/step=[^&]*&depth=\w+/, 'part=backward/seed'));
	await expect(page.getByLabel(/^Name of scene/)).toHaveCount(1);
	await press(page, 'm');
	await page.getByLabel('Scene 2 up').click();
	await page.getByRole('button', { name: 'Begin the lecture' }).click();
	const large = page.getByRole('complementary', { name: 'What is written' });
	const scene = page.locator('.scene');
	await press(page, 'PageUp', 'PageUp');
	await expect(scene).toContainText('1 / 2');
	await expect(large).toBeVisible();
	await press(page, 'PageDown');
	await expect(scene).toContainText('2 / 2');
	await expect(page.getByText('GRU cell, t = 2')).toBeVisible();
	await expect(large).toHaveCount(0);
	await expect(async () => {
		const sizes = await page
			.locator('.stage .wiring .number')
			.evaluateAll((all) =>
				all.map(
					(one) =>
						(parseFloat(getComputedStyle(one).fontSize) * one.getBoundingClientRect().height) /
						(one as HTMLElement).offsetHeight
				)
			);
		// One number of three signs stands in a narrow cell between two boxes.
		expect(sizes.filter((size) => size < 27).length).toBeLessThanOrEqual(1);
	}).toPass({ timeout: 10_000 });

	// What is read is left out where it would stand over the captions.
	await page.setViewportSize({ width: 1920, height: 620 });
	await open(page, 'transformer-encoder', 'view=lecture');
	await expect(large).toBeVisible();
	await expect(async () => {
		const [beside, caption] = [await large.boundingBox(), await sentence(page).boundingBox()];
		expect(beside!.y + beside!.height).toBeLessThanOrEqual(caption!.y);
	}).toPass({ timeout: 10_000 });
});

test('of many time steps those around the current one are drawn in a hall, and titles end before the name of the scene', async ({
	page
}) => {
	await open(page, 'bptt', 'part=forward/rnn&view=lecture');
	for (const t of [98, 99, 100])
		await expect(page.locator('.focus').getByText(`t = ${t}`, { exact: true })).toBeInViewport();

	await open(page, 'gru', 'step=1800&depth=cell');
	await press(page, 'm');
	await page.getByRole('button', { name: 'Begin the lecture' }).click();
	const [title, scene] = [page.locator('.focus > h2'), page.locator('.scene .number')];
	await expect(scene).toContainText('1 / 1');
	await expect(async () => {
		// What its words take, not the block that they stand in.
		const end = await title.evaluate((element) => {
			const range = document.createRange();
			range.selectNodeContents(element);
			return range.getBoundingClientRect().right;
		});
		expect(end).toBeLessThanOrEqual((await scene.boundingBox())!.x);
	}).toPass({ timeout: 10_000 });
});

test('a head of attention is not taller than the place that a hall has for it', async ({ page }) => {
	for (const lesson of ['multi-head', 'transformer-encoder']) {
		await open(page, lesson, 'view=lecture');
		await expect(page.locator('.stage .focus')).toHaveAttribute('aria-busy', 'false');
		await expect(page.getByRole('region', { name: /^Attention/ })).toBeVisible();
		expect(
			await page.locator('.focus').evaluate((focus) => focus.scrollHeight - focus.clientHeight),
			lesson
		).toBeLessThanOrEqual(1);
	}
});
