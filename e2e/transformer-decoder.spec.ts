/** The decoder in training and in use. */
import { expect, test } from '@playwright/test';
import { open, overview, press, problems, sentence } from './screen.ts';

test('transformer-decoder: it opens in a masked head, and the way back is a link away', async ({ page }) => {
	const found = problems(page);
	await open(page, 'transformer-decoder');
	await expect(sentence(page)).toContainText('Head 1 of 2');
	await press(page, 'ArrowRight');
	await expect(sentence(page)).toContainText('Head 2 of 2');
	await page.locator('.notes button.go[data-scope="backward/decoder/block 1/masked self-attention"]').click();
	await expect(page.locator('header [aria-current=step]')).toHaveText('backward');
	expect(found).toEqual([]);
});

test('transformer-decoder: without training it writes one word after the other', async ({ page }) => {
	await open(page, 'transformer-decoder');
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByLabel('Training', { exact: true }).uncheck();
	await expect(page.locator('header [aria-label=Phases]')).not.toContainText('backward');
	await expect(page.getByLabel('Remember keys and values', { exact: true })).toBeVisible();
	const field = page.getByLabel('English sentence', { exact: true });
	await field.fill('the zebra loves him');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText('does not know “zebra”');
	await press(page, 'Escape');
	await page.getByRole('tab', { name: 'Notes' }).click();
	await expect(page.locator('.left.notes').getByRole('row', { name: /with a cache/ })).toBeVisible();
});

test('transformer-decoder: the diagram has both sides, and follows the word that is written', async ({
	page
}) => {
	await open(page, 'transformer-decoder');
	await overview(page);
	const diagram = page.getByRole('region', { name: 'Block diagram' });
	await expect(diagram.getByRole('button', { name: 'encoder · i love you' })).toBeVisible();
	await expect(diagram.locator('[aria-current=step]')).toHaveAccessibleName(/masked self-attention/);
	await expect(diagram.locator('svg text')).toHaveText(['K', 'V']);
	for (const query of ['training=false', 'training=false&cache=false']) {
		await open(page, 'transformer-decoder', query);
		await page.locator('.notes button.go[data-scope="forward/decoding"]').click();
		await press(page, 'ArrowDown', 'ArrowRight');
		await expect(page.locator('.inspector nav')).toContainText('word 2');
		await overview(page);
		await expect(diagram.getByRole('button', { name: /^decoder · word 2/ })).toBeVisible();
		await expect(diagram.locator('svg text')).toHaveText(['K', 'V']);
	}
});

test('transformer-decoder: what is drawn at random is said, and belongs to the seed', async ({ page }) => {
	const notes = page.locator('.left.notes');
	await open(page, 'transformer-decoder', 'training=false');
	await expect(notes).not.toContainText('what it draws at random');
	await open(page, 'transformer-decoder', 'training=false&sampled=true&temperature=3&seed=2');
	await expect(notes).toContainText('what it draws at random with these settings');
	await notes.locator('button.go[data-scope="forward/decoding/word 1/choice"]').click();
	await expect(page.locator('.inspector nav')).toContainText('choice');
});
