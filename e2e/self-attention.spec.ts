/** Who looks at whom: the mask, the row that is computed, and the way back. */
import { expect, test } from '@playwright/test';
import { open, press, problems } from './screen.ts';

const figure = (page: import('@playwright/test').Page) =>
	page.getByRole('region', { name: /^Attention, self-attention/ });

test('self-attention: opens on the causal mask, and without it every position sees what it has to say', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'self-attention');
	const matrix = figure(page).getByRole('table');
	await expect(matrix.getByRole('columnheader')).toHaveText(['je', "t'", 'aime', '<end>']);
	await expect(matrix.getByRole('rowheader')).toHaveText(['je', "t'", 'aime', '<end>']);
	const row = (k: number) => matrix.getByRole('row').nth(k).getByRole('cell');
	await expect(row(1)).toHaveText([/^−\d/, '−∞, masked', '−∞, masked', '−∞, masked']);
	await press(page, 'ArrowRight');
	await expect(row(1)).toHaveText(['1', '0, masked', '0, masked', '0, masked']);
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Mask', { exact: true }).selectOption('none');
	await expect(matrix.getByText('masked')).toHaveCount(0);
	await expect(row(1).nth(1)).not.toHaveText('0');
	await page.getByLabel('Begin with <start>', { exact: true }).check();
	await expect(matrix.getByRole('rowheader')).toHaveText(['<start>', 'je', "t'", 'aime']);
	expect(found).toEqual([]);
});

test('self-attention: an English sentence is translated, and a word that French does not have is refused', async ({
	page
}) => {
	await open(page, 'self-attention');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('Sentence', { exact: true });
	await field.fill('I love him');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText("Its French translation is read: je l' aime.");
	const words = figure(page).getByRole('rowheader');
	await expect(words).toHaveText(['je', "l'", 'aime', '<end>']);
	await field.fill('je t’ adore');
	await field.press('Enter');
	await expect(page.locator('.settings .error')).toContainText('in place of “adore”');
	await expect(words).toHaveText(['je', "l'", 'aime', '<end>']);
});

test('self-attention: the figure follows the steps, forwards and back', async ({ page }) => {
	await open(page, 'self-attention');
	const step = (name: string) => figure(page).getByRole('button', { name, exact: true });
	await expect(step('mask')).toHaveAttribute('aria-current', 'step');
	await step('Q Kᵀ').click();
	await expect(figure(page).getByRole('heading')).toContainText('scores');
	await step('mask').click();
	await expect(figure(page).getByRole('cell', { name: '−∞, masked' })).toHaveCount(6);
	await page.locator('header button', { hasText: 'backward' }).click();
	await page
		.locator('.overview')
		.getByTitle(/self-attention$/)
		.first()
		.click();
	await step('softmax').click();
	await expect(figure(page).getByRole('heading')).toContainText('gradient of the masked scores');
	await expect(figure(page).getByRole('cell', { name: '0, masked' })).toHaveCount(6);
	await expect(step('softmax')).toHaveAttribute('aria-current', 'step');
});

test('self-attention: the slider of d_k moves the mark of both plots, and the trace stays', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'self-attention');
	const notes = page.getByRole('tabpanel', { name: 'Notes' });
	const plots = notes.getByRole('img', { name: /over d_k/ });
	await expect(plots).toHaveCount(2);
	/** Entropy, with the division and without it. */
	const numbers = async () =>
		(await notes.locator('figure ul').first().locator('b').allTextContents()).map(Number);
	const slider = notes.getByRole('slider', { name: /d_k/ });
	await slider.focus();
	await slider.press('Home');
	await expect(page).toHaveURL(/width=1(&|$)/);
	const [steady, alike] = await numbers();
	expect(alike).toBe(steady);
	await slider.press('End');
	await expect(page).toHaveURL(/width=512/);
	const [divided, plain] = await numbers();
	expect(Math.abs(divided! - steady!)).toBeLessThan(0.15);
	expect(plain).toBeLessThan(0.3 * divided!);
	await expect(plots.first()).toHaveAccessibleName(/at 512/);
	expect(found).toEqual([]);
});
