/** A sentence that the student types, and the unrolled figure that leads through its time steps. */
import { expect, test } from '@playwright/test';
import { open, overview, press, problems, sentence } from './screen.ts';

test('rnn: a typed sentence is read, its unknown words are named, and an empty one is refused', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'rnn');
	await page.getByRole('tab', { name: 'Settings' }).click();
	const field = page.getByLabel('Sentence', { exact: true });
	await field.fill('the zebra bites man');
	await field.press('Enter');
	await expect(page.locator('.settings .note')).toContainText('does not know “zebra”');
	await overview(page);
	const words = page.getByRole('list', { name: 'Time steps' });
	await expect(words.locator('.word').nth(1)).toContainText('<unk> (for “zebra”)');
	await expect(page).toHaveURL(/sentence=the\+zebra\+bites\+man/);
	await field.fill(' ');
	await field.press('Enter');
	await expect(page.locator('.settings .error')).toContainText('give at least one word');
	await expect(words.locator('.word').nth(1)).toContainText('zebra');
	expect(found).toEqual([]);
});

test('rnn: a column leads to its time step, and gradients appear as backward reaches them', async ({
	page
}) => {
	await open(page, 'rnn');
	await expect(sentence(page)).toContainText('Step 2 of 3');
	await overview(page);
	await page.getByRole('button', { name: /^rnn, t = 3/ }).click();
	await expect(sentence(page)).toContainText('Step 3 of 3');
	// A click shows the part; the overview shows where it is.
	await expect(page.getByRole('button', { name: /^rnn, t = 3/ })).toHaveCount(0);
	await overview(page);
	await expect(page.getByRole('button', { name: /^rnn, t = 3/ })).toHaveAttribute('aria-current', 'step');
	const sizes = page.getByRole('button', { name: /^Size of the gradient of hidden state/ });
	await expect(sizes).toHaveCount(0);
	await page.locator('.notes button.go[data-scope="backward/rnn/t = 3"]').click();
	await expect(sizes).toHaveCount(2);
	await press(page, 'ArrowRight');
	await expect(sizes).toHaveCount(3);
	await sizes.last().click();
	await expect(page.locator('.inspector nav')).toContainText('t = 3');
	await overview(page);
	await page.getByRole('button', { name: 'fold', exact: true }).click();
	await expect(page.getByRole('button', { name: /^rnn, t = / })).toHaveCount(1);
});
