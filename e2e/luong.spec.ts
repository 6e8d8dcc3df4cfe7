/** The weights of the new state, the order of the parts, and the alignment of a typed sentence. */
import { expect, test } from '@playwright/test';
import { open, overview, press, problems, sentence } from './screen.ts';

test('luong: opens where scores become weights, and goes on part by part', async ({ page }) => {
	const found = problems(page);
	await open(page, 'luong');
	const trail = page.locator('.inspector nav');
	await expect(trail).toContainText('softmax');
	await expect(sentence(page)).toContainText('turned into weights');
	const order = page.getByRole('list', { name: 'What step 2 does, in order' });
	await expect(order.getByRole('listitem').nth(1)).toHaveText('2 gru');
	await expect(order.locator('[aria-current=step]')).toHaveText('4 softmax');
	await expect(page.getByRole('img', { name: /^je looks at i .*, love .*, you / })).toBeVisible();
	for (const part of ['context', 'combine', 'output']) {
		await press(page, 'ArrowRight');
		await expect(trail).toContainText(part);
	}
	expect(found).toEqual([]);
});

test('luong: the order of the parts is compared with Bahdanau’s', async ({ page }) => {
	await open(page, 'luong');
	const table = page.getByRole('table', { name: /^In which order/ });
	await expect(table.getByRole('row', { name: /^gru/ })).toContainText(/6.*2/);
	await expect(table.getByRole('row', { name: /^context/ })).toContainText(/4.*5/);
});

test('luong: the alignment follows a typed sentence', async ({ page }) => {
	await open(page, 'luong');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('English sentence', { exact: true });
	await field.fill('the woman wants the red car');
	await field.press('Enter');
	await page.getByRole('tab', { name: 'Notes' }).click();
	const table = page.getByRole('table', { name: /^Luong: Attention weights/ });
	await expect(table.getByRole('columnheader').last()).toHaveText('6 car');
	await expect(table.getByRole('rowheader').nth(5)).toHaveText('6 rouge');
	await page.locator('.notes button.go[data-scope="backward/decoder/t = 2/scores"]').click();
	await expect(page.locator('.inspector nav')).toContainText('backward');
});

test('luong: both alignments stand beside each other, for the sentence that is typed', async ({ page }) => {
	await open(page, 'luong', 'sentence=they+do+not+see+you');
	for (const name of [/^Bahdanau: Attention weights/, /^Luong: Attention weights/]) {
		const table = page.getByRole('table', { name });
		await expect(table.getByRole('columnheader')).toHaveCount(5);
		await expect(table.getByRole('row')).toHaveCount(7);
	}
	const cost = page.getByRole('table', { name: /^What both take/ });
	await expect(cost.getByRole('row', { name: /^held-out right/ })).toContainText(/196.*199/);
});

test('luong: every step of the decoder reads all states; its cell is drawn while the step is in it', async ({
	page
}) => {
	await open(page, 'luong');
	const wiring = page.getByRole('region', { name: 'Wiring of the GRU cell, t = 2' });
	await expect(wiring).toHaveCount(0);
	await page.locator('.notes button.go[data-scope="forward/decoder/t = 2/gru"]').click();
	await expect(wiring).toBeVisible();
	await overview(page);
	await expect(page.getByRole('list', { name: 'Time steps of decoder' }).getByRole('listitem')).toHaveCount(
		4
	);
	await page.locator('.unrolled').getByRole('button', { name: 'all encoder states' }).click();
	await expect(page.locator('.inspector nav')).toContainText('all encoder states');
});

test('luong: running freely, a word has its name under the columns once it is chosen', async ({ page }) => {
	await open(page, 'luong', 'teacherForcing=false');
	await overview(page);
	const steps = page.getByRole('list', { name: 'Time steps of decoder' }).getByRole('listitem');
	await expect(steps.nth(1)).toContainText('“je”');
	await expect(steps.nth(2)).not.toContainText('“');
	await page.locator('.notes button.go[data-scope="forward/decoder/t = 3/gru"]').click();
	await expect(steps.nth(2)).toContainText("“t'”");
});
