import { expect, test, type Page } from '@playwright/test';
import { alive, grid, open, press, sentence, steps } from './screen.ts';

const settings = (page: Page) => page.getByRole('tab', { name: 'Settings' }).click();

test('a changed parameter runs the engine again and stays in the same place', async ({ page }) => {
	await open(page, 'convolution');
	await page.locator('header [aria-label=Phases] button', { hasText: 'backward' }).click();
	const before = await page.locator('.inspector nav').innerText();
	await settings(page);
	await page.getByLabel('Padding', { exact: true }).fill('1');
	await page.getByLabel('Padding', { exact: true }).press('Enter');
	await expect(page.locator('.overview')).toContainText('1×5×5');
	expect(await page.locator('.inspector nav').innerText()).toBe(before);
});

test('an impossible value is refused beside its control, with the last good trace still on the screen', async ({
	page
}) => {
	await open(page, 'convolution');
	await settings(page);
	const [, all] = await steps(page);
	await page.getByLabel('Kernel size', { exact: true }).fill('7');
	await page.getByLabel('Kernel size', { exact: true }).press('Enter');
	const control = page.locator('.control', { hasText: 'Kernel size' });
	await expect(control.getByRole('alert')).toContainText(
		'The kernel (7×7) is larger than the padded input (5×5): raise padding to 1 or more'
	);
	expect((await steps(page))[1]).toBe(all);
	await page.getByLabel('Kernel size', { exact: true }).fill('2.5');
	await page.getByLabel('Kernel size', { exact: true }).press('Enter');
	await expect(control.getByRole('alert')).toContainText('give a whole number from 1 to 7');
	await page.getByLabel('Kernel size', { exact: true }).fill('2');
	await page.getByLabel('Kernel size', { exact: true }).press('Enter');
	await expect(control.getByRole('alert')).toHaveCount(0);
	await expect(page.locator('.overview')).toContainText('1×4×4');
});

test('a number is changed by clicking it and typing, and taken back', async ({ page }) => {
	await open(page, 'convolution');
	const kernel = grid(page, 'kernel');
	const box = (await kernel.boundingBox())!;
	await page.mouse.click(box.x + 10, box.y + 10);
	await page.keyboard.type('3');
	await page.keyboard.press('Enter');
	await expect(sentence(page)).toContainText('adds up to −4');
	await settings(page);
	await page.getByRole('button', { name: 'Take back 1 edited value of w' }).click();
	await expect(sentence(page)).toContainText('adds up to −6');
});

test('by keyboard: a grid is reached by Tab, moved in by arrows, and typed into', async ({ page }) => {
	await open(page, 'convolution');
	const input = grid(page, 'input');
	await input.focus();
	await press(page, 'ArrowRight', 'ArrowRight');
	await expect(input.locator('[role=gridcell]')).toHaveText('row 0, column 2: 3');
	await page.keyboard.type('0');
	await page.keyboard.press('Enter');
	await expect(sentence(page)).toContainText('adds up to −3');
});

test('a matrix is pasted, and what is not a number is refused in a sentence', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'convolution');
	const kernel = grid(page, 'kernel');
	await page.evaluate(() => navigator.clipboard.writeText('0 0 0\n0 1 0\n0 0 0'));
	await kernel.focus();
	await press(page, 'Control+v');
	await expect(sentence(page)).toContainText('adds up to 5');
	await page.evaluate(() => navigator.clipboard.writeText('0 x 0\n0 1 0\n0 0 0'));
	await kernel.focus();
	await press(page, 'Control+v');
	await expect(page.locator('.stage-panel [role=alert]')).toContainText(
		'"x", in row 0, column 1 of what was pasted, is not a number'
	);
	await expect(sentence(page)).toContainText('adds up to 5');
});

test('a decimal comma is one number, and a paste that leaves that open is refused', async ({
	page,
	context
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'convolution');
	const kernel = grid(page, 'kernel');
	const said = kernel.getByRole('gridcell');
	const paste = async (text: string) => {
		await page.evaluate((text) => navigator.clipboard.writeText(text), text);
		await kernel.focus();
		await press(page, 'Control+v');
	};
	await paste('0,5');
	await expect(kernel.getByRole('textbox')).toHaveValue('0,5');
	await press(page, 'Enter');
	await expect(said).toHaveText('row 0, column 0: 0.5');
	await press(page, 'ArrowRight');
	await expect(said).toHaveText('row 0, column 1: 0');
	await press(page, 'ArrowLeft');
	await paste('2,5\t-1,5');
	await expect(said).toHaveText('row 0, column 0: 2.5');
	await paste('0,5 1,5');
	await expect(page.locator('.stage-panel [role=alert]')).toContainText('A comma may part two numbers here');
	await expect(said).toHaveText('row 0, column 0: 2.5');
});

test('a number that is looked at and left keeps all its digits', async ({ page }) => {
	await open(page, 'cnn', 'depth=cell');
	const weights = grid(page, 'weights 1');
	const box = (await weights.boundingBox())!;
	await page.mouse.click(box.x + 10, box.y + 10);
	await expect(weights.getByRole('textbox')).toBeFocused();
	await press(page, 'Enter');
	await expect(weights.getByRole('textbox')).toHaveCount(0);
	await expect(page).not.toHaveURL(/edit/);
	await settings(page);
	await expect(page.getByRole('button', { name: /^Take back/ })).toHaveCount(0);
});

test('a link opens the same screen on another machine', async ({ page, browser }) => {
	await open(page, 'convolution', 'padding=1&stride=2&theme=dark&step=40&depth=step&edit.x=0:2.5~3:-1');
	const screen = async (p: typeof page) => [
		await sentence(p).innerText(),
		await steps(p),
		await p.locator('.inspector nav').innerText(),
		await p.evaluate(() => document.documentElement.dataset.theme)
	];
	const here = await screen(page);
	await expect(page).toHaveURL(/edit\.x=/);
	await press(page, 'ArrowRight');
	await expect(page).toHaveURL(/step=41/);
	await press(page, 'ArrowLeft');
	await expect(page).toHaveURL(/step=40/);
	const other = await (
		await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' })
	).newPage();
	await other.goto(page.url());
	await expect(other.locator('footer .count')).toHaveText(/^40 /);
	expect(await screen(other)).toEqual(here);
});

for (const [what, query, says] of [
	['an unknown parameter', 'colour=red', 'There is no parameter "colour"'],
	['a value out of range', 'stride=99', 'give a whole number from 1 to 4'],
	['a step that does not exist', 'step=999999', 'it opens at the last one'],
	['a step that is no number', 'step=soon', 'not a whole number'],
	['broken edits', 'edit.x=1:2~zzz', 'cannot be read'],
	['edits of a tensor that is not there', 'edit.nothing=0:1', 'There is no tensor "nothing" to edit'],
	['edits outside the tensor', 'edit.x=900:1', 'has no cell 900'],
	['a combination that cannot be', 'kernel=7', 'larger than the padded input'],
	['a link that is too long', `edit.x=${'0:1~'.repeat(3000)}0:1`, 'the most that can be read']
] as const) {
	test(`a link with ${what} opens the lesson and says so`, async ({ page }) => {
		await open(page, 'convolution', query);
		await expect(page.locator('.notices')).toContainText(says);
		await expect(page.locator('.focus svg').first()).toBeVisible();
	});
}

test('a digit is drawn, read by the network, and kept in the link', async ({ page }) => {
	await open(page, 'cnn');
	await settings(page);
	const pad = page.getByLabel('The image as it is read');
	await pad.scrollIntoViewIfNeeded();
	const box = (await pad.boundingBox())!;
	await page.mouse.move(box.x + box.width / 2, box.y + 25);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width / 2, box.y + box.height - 25, { steps: 12 });
	await page.mouse.up();
	await expect(page).toHaveURL(/edit\.x=b64\./);
	await page.getByLabel('Right answer').selectOption('is 1');
	await page.getByRole('navigation', { name: 'Where' }).getByText('forward', { exact: true }).click();
	// The network's own verdict: the probability of "1" is the largest.
	await page.locator('.overview button', { hasText: 'softmax' }).click();
	const p = await page.evaluate(() => document.querySelector('.focus')!.textContent);
	expect(p).toBeTruthy();
	const drawn = await page.screenshot({ clip: box });
	await page.reload();
	await alive(page);
	await settings(page);
	await pad.scrollIntoViewIfNeeded();
	const again = (await pad.boundingBox())!;
	expect((await page.screenshot({ clip: again })).equals(drawn)).toBe(true);
});

test('an image is loaded and resampled, and what is none is refused', async ({ page }) => {
	await open(page, 'convolution', 'input=square&size=8');
	await settings(page);
	const file = page.locator('.picture input[type=file]');
	const svg =
		'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><rect width="80" height="40" fill="white"/><rect y="40" width="80" height="40" fill="black"/></svg>';
	// A PNG made by the browser itself: white above, black below.
	const png = await page.evaluate(async (source) => {
		const image = new Image(80, 80);
		image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
		await image.decode();
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = 80;
		canvas.getContext('2d')!.drawImage(image, 0, 0);
		return canvas.toDataURL('image/png').split(',')[1]!;
	}, svg);
	await file.setInputFiles({ name: 'half.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
	const input = grid(page, 'input');
	await expect(input.locator('[role=gridcell]')).toHaveText('row 0, column 0: 1');
	await input.focus();
	await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
	await expect(input.locator('[role=gridcell]')).toHaveText('row 5, column 0: 0');
	await file.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no image') });
	await expect(page.locator('.picture [role=alert]')).toContainText('notes.txt cannot be read as an image');
});

/** A clock by which every run takes longer than is borne with. */
const slowClock = (page: Page) =>
	page.addInitScript(() => {
		const now = performance.now.bind(performance);
		let asked = 0;
		performance.now = () => now() + 60 * asked++;
	});

test('a slow run goes to another thread and gives the same trace', async ({ page }) => {
	await slowClock(page);
	await open(page, 'cnn');
	await settings(page);
	const rate = page.getByLabel('Learning rate η', { exact: true });
	const worker = page.waitForEvent('worker');
	await rate.fill('0.2');
	await rate.press('Enter');
	await worker;
	await expect(page).toHaveURL(/learningRate=0\.2/);
	await press(page, 'Escape');
	const beside = await page.evaluate(() => document.querySelector('.inspector')!.textContent);
	await page.reload();
	await expect
		.poll(() => page.evaluate(() => document.querySelector('.inspector')!.textContent))
		.toBe(beside);
});

test('a change that comes while another one is computed keeps both', async ({ page }) => {
	await slowClock(page);
	await open(page, 'bptt');
	await settings(page);
	await expect(page.getByLabel('Nonlinearity')).toBeVisible();
	// Both changes come before a worker can have answered.
	await page.evaluate(() => {
		const find = (label: string) =>
			document.querySelector<HTMLSelectElement | HTMLInputElement>(`.settings [aria-label="${label}"]`) ??
			([...document.querySelectorAll<HTMLLabelElement>('.settings label')].find(
				({ textContent }) => textContent.trim() === label
			)!.control as HTMLSelectElement);
		const select = find('Nonlinearity');
		select.value = 'relu';
		select.dispatchEvent(new Event('change', { bubbles: true }));
		const slider = find('Norm of W_hh, slider');
		slider.value = '1.5';
		for (const kind of ['input', 'change']) slider.dispatchEvent(new Event(kind, { bubbles: true }));
	});
	await expect(page).toHaveURL(/norm=1\.5/);
	await expect(page).toHaveURL(/relu/);
});
