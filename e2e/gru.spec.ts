/** Both conventions of the update gate, and the way through a step forwards and back. */
import { expect, test } from '@playwright/test';
import { open, problems, sentence } from './screen.ts';

test('gru: opens on its first step, and another convention changes no answer', async ({ page }) => {
	const found = problems(page);
	await open(page, 'gru');
	await expect(sentence(page)).toContainText('Step 1 of 10');
	const answers = page.getByRole('table', { name: /^How probable each colour/ });
	const answer = answers.getByRole('row', { name: /^GRU/ });
	const before = await answer.innerText();
	await page.getByRole('tab', { name: 'Settings' }).click();
	await page.getByRole('combobox', { name: 'Update gate' }).selectOption('write');
	await expect(page).toHaveURL(/update=write/);
	await page.getByRole('tab', { name: 'Notes' }).click();
	expect(await answer.innerText()).toBe(before);
	expect(found).toEqual([]);
});

test('gru: the notes lead into the gates, and into the way back', async ({ page }) => {
	await open(page, 'gru');
	const trail = page.locator('.inspector nav');
	await page.locator('.notes button.go[data-scope="forward/gru/t = 2/update gate"]').click();
	await expect(trail).toContainText('update gate');
	await page.locator('.notes button.go[data-scope="backward/gru/t = 2/hidden state"]').click();
	await expect(trail).toContainText('backward');
	await expect(trail).toContainText('hidden state');
});

test('gru: the equations in the notes are those of the chosen conventions', async ({ page }) => {
	const update = page.getByText(/^The new state, where z/);
	await open(page, 'gru');
	await expect(update).toContainText('z keeps the old one');
	await open(page, 'gru', 'update=write&reset=before');
	await expect(update).toContainText('z writes the new one');
	await expect(page.getByText(/^The candidate, with the reset gate before/)).toBeAttached();
});
