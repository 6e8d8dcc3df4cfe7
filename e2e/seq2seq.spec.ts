/** The context vector, a typed sentence, and both ways to write. */
import { expect, test } from '@playwright/test';
import { open, overview, problems, sentence } from './screen.ts';

test('seq2seq: opens on the first step of the decoder, which begins with the context vector', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'seq2seq');
	await expect(sentence(page)).toContainText('Step 1 reads the word before');
	await expect(page.locator('.inspector nav')).toContainText('decoder');
	await expect(page.getByRole('table', { name: /^The context vector h3_enc/ })).toBeAttached();
	const written = page.getByRole('table', { name: /^The most probable word of each step/ });
	await expect(written.getByRole('row')).toHaveCount(5);
	await expect(written.getByRole('row').last()).toContainText('4 <end>');
	expect(found).toEqual([]);
});

test('seq2seq: running freely, a fault is read on, and there is no loss', async ({ page }) => {
	await open(page, 'seq2seq', 'context=16');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('English sentence', { exact: true });
	await field.fill('they do not see you');
	await field.press('Enter');
	await page.getByLabel('Teacher forcing', { exact: true }).click();
	await expect(page).toHaveURL(/teacherForcing=false/);
	await page.getByRole('tab', { name: 'Notes' }).click();
	const written = page.getByRole('table', { name: /^What is written/ });
	await expect(written.getByRole('rowheader').nth(2)).toHaveText('3 nous');
	await expect(page.getByText('there is no loss')).toBeAttached();
	await page.locator('.notes button.go[data-scope="forward/decoder/t = 1/choice"]').click();
	await expect(page.locator('.inspector nav')).toContainText('choice');
});

test('seq2seq: the notes lead from the decoder to the encoder, and back', async ({ page }) => {
	await open(page, 'seq2seq');
	const trail = page.locator('.inspector nav');
	await page.locator('.notes button.go[data-scope="forward/encoder/t = 3"]').click();
	await expect(trail).toContainText('encoder');
	await page.locator('.notes button.go[data-scope="backward/decoder/t = 1"]').click();
	await expect(trail).toContainText('backward');
});

test('seq2seq: the context vector is the neck between both networks, and a wider one lets the colour pass', async ({
	page
}) => {
	await open(page, 'seq2seq', 'sentence=the+woman+wants+the+red+cat&teacherForcing=false&context=16');
	await overview(page);
	const neck = page.getByRole('img', { name: /^All that passes: hidden state h6 of the encoder/ });
	await expect(neck).toContainText('16 numbers');
	const low = (await neck.locator('.box').boundingBox())!.height;
	const words = page.getByRole('table', { name: /^What is written/ }).getByRole('rowheader');
	await expect(words.nth(5)).toHaveText('6 vert');
	await open(page, 'seq2seq', 'sentence=the+woman+wants+the+red+cat&teacherForcing=false');
	await overview(page);
	await expect(neck).toContainText('32 numbers');
	expect((await neck.locator('.box').boundingBox())!.height).toBe(2 * low);
	await expect(words.nth(5)).toHaveText('6 rouge');
});
