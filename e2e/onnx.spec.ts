import { expect, test, type Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { expectAccessible } from './axe.ts';
import { DESK, expectFits, PHONE, press, problems, sentence } from './screen.ts';

/** Networks that PyTorch exported. */
const PARITY = JSON.parse(readFileSync('src/onnx/parity.json', 'utf8')) as Record<string, { model: string }>;
const modelNamed = (name: string) => Buffer.from(PARITY[name]!.model, 'base64');

/** Chooses a model, once the page is alive. */
async function choose(page: Page, name: string, bytes = modelNamed(name)): Promise<void> {
	const file = test.info().outputPath('network.onnx');
	writeFileSync(file, bytes);
	await page.goto('/trace/');
	await expect(async () => {
		await page.locator('input[type=file]').first().setInputFiles([]);
		await page.locator('input[type=file]').first().setInputFiles(file);
		await expect(page.locator('.ask, [role=alert]').first()).toBeVisible({ timeout: 4000 });
	}).toPass();
}

const run = (page: Page) => page.getByRole('button', { name: 'Run the model' }).click();
const workbench = (page: Page) => page.locator('.workbench');

test('a model is asked for its inputs, runs, and is stepped through to a gradient', async ({ page }) => {
	const errors = problems(page);
	await choose(page, 'convolutions');
	await expect(page.getByRole('heading', { name: 'network.onnx' })).toBeVisible();
	await expect(page.locator('.ask')).toContainText(
		'An ONNX model from pytorch 1.13.0, version 13 of the ops'
	);
	await expectAccessible(page);
	await run(page);
	await expect(workbench(page)).toBeVisible();
	await expect(page.locator('.report')).toContainText('Its numbers were computed here, in float64');
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText('slides over x');
	await press(page, 'End');
	await expect(page.locator('.inspector')).toContainText('backward');
	expect(errors).toEqual([]);
});

test('an image is drawn, and what is drawn is what the model reads', async ({ page }) => {
	await choose(page, 'convolutions');
	await page.getByLabel('Numbers').selectOption('drawn');
	const canvas = page.locator('canvas');
	const box = (await canvas.boundingBox())!;
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 2);
	await page.mouse.up();
	await run(page);
	await expect(workbench(page)).toBeVisible();
	await expect(page.getByText('x, 1×1×18×18').first()).toBeVisible();
	await page.getByRole('tab', { name: 'Open' }).click();
	await page.getByRole('button', { name: 'Run the model on something else' }).click();
	// Drawn in the middle, and nowhere near the corners.
	const numbers = (await page.getByLabel('The numbers').inputValue()).split(' ').map(Number);
	expect(numbers).toHaveLength(18 * 18);
	expect([numbers[0], numbers.at(-1)]).toEqual([0, 0]);
	expect(numbers[9 * 18 + 9]).toBeGreaterThan(0.5);
});

test('what does not fit is said beside it, and a way back from one cell is chosen', async ({ page }) => {
	await choose(page, 'an LSTM');
	const numbers = page.getByLabel('Numbers', { exact: true });
	await numbers.selectOption('values');
	await page.getByLabel('The numbers').fill('1 2 3 x');
	await run(page);
	await expect(page.getByRole('alert')).toHaveText('Write numbers only, such as 0.5, -1 or 2e-3.');
	await page.getByLabel('The numbers').fill('1 2 3 4 5');
	await run(page);
	await expect(page.getByRole('alert')).toHaveText('This shape takes 6 numbers, and 5 are written.');
	await page.getByLabel('The numbers').fill('1 2 3, 0 0 9');
	await run(page);
	await expect(page.getByRole('alert')).toContainText('index 9');
	await page.getByLabel('The numbers').fill('1 2 3, 0 0 6');
	await page.getByLabel('Starts from').selectOption('cell');
	await page.getByLabel('Cell').fill('0, 7');
	await run(page);
	await expect(page.getByRole('alert')).toContainText('it has no cell 0, 7');
	await page.getByLabel('Cell').fill('1, 0');
	await run(page);
	await expect(workbench(page)).toBeVisible();
	await page.locator('.report summary').click();
	await expect(page.locator('.report')).toContainText('cell 1, 0 of y');
});

test('a file that is cut off is refused in one sentence', async ({ page }) => {
	await choose(page, 'a line', modelNamed('a line').subarray(0, 300));
	await expect(page.getByRole('alert')).toContainText('is cut off or damaged at byte');
	await expect(page.getByRole('heading', { name: 'Open a trace', exact: true })).toBeVisible();
});

test('a link to a model holds what it was run on', async ({ page }) => {
	await page.route('**/traces/line.onnx', (route) => route.fulfill({ body: modelNamed('a line') }));
	await page.goto('/trace/?src=traces/line.onnx');
	await page.getByLabel('Seed').fill('5');
	await run(page);
	await expect(workbench(page)).toBeVisible();
	await press(page, 'ArrowRight');
	const said = await sentence(page).textContent();
	await expect(page).toHaveURL(/run=.*seed.*5/);
	await page.reload();
	await expect(workbench(page)).toBeVisible();
	await expect(sentence(page)).toHaveText(said!);
});

for (const size of [DESK, PHONE])
	test(`the questions fit at ${size.width}×${size.height}`, async ({ page }) => {
		await page.setViewportSize(size);
		await choose(page, 'a block of a Transformer');
		await expectFits(page);
		await expectAccessible(page);
	});
