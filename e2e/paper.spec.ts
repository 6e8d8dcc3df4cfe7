import { expect, test, type Page } from '@playwright/test';
import { pagesOf } from './pdf.ts';
import { open, press } from './screen.ts';

const MARGIN = { top: '15mm', right: '15mm', bottom: '15mm', left: '15mm' };
const printed = async (page: Page, format: 'A4' | 'Letter' = 'A4') =>
	pagesOf(await page.pdf({ format, margin: MARGIN }));

async function paper(page: Page, button: string) {
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await page.getByRole('button', { name: button }).click();
}

/** What is left of a text when spaces are: a printer's line breaks fall anywhere. */
const tight = (text: string) => text.replace(/\s/g, '');

test('what the browser prints of itself is one page: where, the picture, the sentence, the equation', async ({
	page
}) => {
	await open(page, 'pooling', 'step=8&depth=cell');
	await press(page, 'Shift');
	for (const format of ['A4', 'Letter'] as const) {
		await expect(async () => {
			const pages = await printed(page, format);
			expect(pages).toHaveLength(1);
			for (const text of [
				'Pooling',
				'forward/pool/maxPool2d, step 8',
				'/lessons/pooling/?step=8@forward/pool/maxPool2d:8&depth=cell',
				'The largest number of window row 0, column 1',
				'max(2, 1, 4, 2)'
			])
				expect(tight(pages[0]!)).toContain(tight(text));
		}).toPass();
	}
});

test('paper is white, whatever theme the screen is in', async ({ page }) => {
	await page.emulateMedia({ colorScheme: 'dark' });
	await open(page, 'pooling', 'step=8&depth=cell&theme=dark');
	await press(page, 'Shift');
	const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
	const dark = await ink();
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	const printed = await ink();
	expect(printed).not.toBe(dark);
	await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
	// What is painted takes the theme before the browser prints, and gives it back.
	const shown = page.locator('html');
	await expect(async () => {
		await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
		await expect(shown).toHaveAttribute('data-theme', 'light', { timeout: 500 });
	}).toPass();
	expect(await ink()).toBe(printed);
	await page.evaluate(() => dispatchEvent(new Event('afterprint')));
	await expect(shown).toHaveAttribute('data-theme', 'dark');
	expect(await ink()).toBe(dark);
});

test('a worksheet of pooling backward, and its key on a page of its own', async ({ page }) => {
	await open(page, 'pooling', 'step=49&depth=2');
	await paper(page, 'Worksheet');
	await page.getByLabel('Numbers to work out').fill('8');
	await page.getByLabel('Sheets').fill('2');
	const pages = (await printed(page)).map(tight);
	const [keys, sheets] = [
		pages.filter((text) => text.startsWith('Answers')),
		pages.filter((text) => text.includes('Worksheetno.'))
	];
	expect([keys.length, sheets.length]).toEqual([2, 2]);
	// The gradients of the four outputs are 1, 2, 3, 4: in PyTorch they land on the 6, the 4, the 8 and the 5.
	for (const [row, column, value] of [
		[1, 1, 1],
		[1, 2, 2],
		[2, 1, 3],
		[2, 3, 4]
	])
		expect(keys[0]).toContain(`row${row},column${column}:${value}`);
	expect(sheets[0]).not.toContain('row1,column1:1');
});

test('a worksheet of a trace from PyTorch has its answers', async ({ page }) => {
	await page.goto('/trace/?src=traces/mlp.json&step=40&depth=1');
	await expect(page.locator('footer .count')).toBeVisible();
	await paper(page, 'Worksheet');
	await expect(page.getByRole('dialog', { name: 'Worksheet' })).toBeVisible();
	const pages = (await printed(page)).map(tight);
	expect(pages.filter((text) => text.startsWith('Answerstoworksheetno.1'))).toHaveLength(1);
});

test('the lesson as a handout: its text, pictures, and room for answers', async ({ page }) => {
	await open(page, 'pooling');
	await paper(page, 'Print the lesson');
	const handout = page.locator('.handout');
	await expect(handout.locator('img').first()).toBeVisible();
	expect(await handout.locator('img').count()).toBeGreaterThanOrEqual(3);
	await expect(page.getByRole('button', { name: 'Print', exact: true })).toBeEnabled();
	const pages = (await printed(page)).map(tight);
	const text = pages.join('');
	for (const part of [
		'Max pooling also remembers',
		'In which cell of the input does it land?',
		'Mark it in the input.',
		'Settings: Pooling: average: the mean; the input, row 1, column 1 = 60.'
	])
		expect(text).toContain(tight(part));
	// No answer stands beside its question. The mean of 1, 3, 4 and 60 is 17.
	const answers = pages.filter((page) => page.startsWith('Answers:Pooling'));
	expect(answers).toHaveLength(1);
	expect(answers[0]).toContain(tight('17. It is 17, and was 3.5'));
	expect(pages.filter((page) => page.includes(tight('It is 17, and was 3.5')))).toHaveLength(1);
	await page.keyboard.press('Escape');
	await expect(handout).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeFocused();
});
