/** The worked context, the alignment of a typed sentence, and both ways to write. */
import { expect, test } from '@playwright/test';
import { grid, open, problems, sentence } from './screen.ts';

test('bahdanau: opens at its first softmax, and an edited weight changes the worked context', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'bahdanau');
	await expect(sentence(page)).toContainText('turned into weights');
	const order = page.getByRole('list', { name: 'What step 1 does, in order' });
	await expect(order.locator('[aria-current=step]')).toHaveText('3 softmax');
	await page.locator('.notes button.go[data-scope="worked example"]').click();
	const context = grid(page, 'context');
	await expect(context).toContainText('2.3');
	const table = page.getByRole('table', { name: 'What each state gives to the context' });
	await expect(table.getByRole('row').last()).toContainText(/1\.1.*2\.3.*0\.6/);
	await open(page, 'bahdanau', 'edit.alpha=1:0');
	await page.locator('.notes button.go[data-scope="worked example"]').click();
	await expect(context).toContainText('0.4');
	expect(found).toEqual([]);
});

test('bahdanau: the alignment has a row for each French word and a column for each English one', async ({
	page
}) => {
	await open(page, 'bahdanau');
	const table = page.getByRole('table', { name: /^Attention weights/ });
	await expect(table.getByRole('row', { name: /^2 t'/ })).toContainText('0.796');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('English sentence', { exact: true });
	await field.fill('the woman wants the zebra');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText('does not know “zebra”');
	await page.getByRole('tab', { name: 'Notes' }).click();
	await expect(table.getByRole('columnheader')).toHaveCount(5);
	await expect(table.getByRole('columnheader').last()).toHaveText('5 <unk>');
});

test('bahdanau: the notes lead into a step and its way back', async ({ page }) => {
	await open(page, 'bahdanau');
	const trail = page.locator('.inspector nav');
	for (const scope of ['forward/decoder/t = 2/scores', 'backward/decoder/t = 2/softmax']) {
		await page.locator(`.notes button.go[data-scope="${scope}"]`).click();
		await expect(trail).toContainText(scope.split('/').at(-1)!);
		const order = page.getByRole('list', { name: 'What step 2 does, in order' });
		// The cell comes after attention.
		await expect(order.getByRole('listitem').nth(5)).toHaveText('6 gru');
	}
});
