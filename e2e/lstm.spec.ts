/** The worked product of the notes, an edited gate, and two networks on one sequence. */
import { expect, test } from '@playwright/test';
import { grid, open, overview, PHONE, press, problems, sentence } from './screen.ts';

test('lstm: opens on the worked product, and an edited gate keeps another share', async ({ page }) => {
	const found = problems(page);
	await open(page, 'lstm');
	await expect(sentence(page)).toContainText('The forget gate times the old cell state');
	const kept = grid(page, 'kept part');
	await expect(kept).toContainText('2.7');
	const table = page.getByRole('table', { name: 'Keep and forget, number by number' });
	await expect(table.getByRole('row').nth(2)).toContainText(/0\.9.*3.*2\.7/);
	await open(page, 'lstm', 'edit.f=1:0.5');
	await expect(kept).toContainText('1.5');
	await expect(table.getByRole('row').nth(2)).toContainText(/0\.5.*3.*1\.5/);
	expect(found).toEqual([]);
});

test('lstm: another gap gives more steps, and both networks answer', async ({ page }) => {
	await open(page, 'lstm');
	const answers = page.getByRole('table', { name: /^How probable each colour/ });
	await expect(answers.getByRole('row', { name: /^LSTM/ })).toBeAttached();
	await page.getByRole('tab', { name: 'Settings' }).click();
	const gap = page.getByRole('spinbutton', { name: 'Gap' });
	await gap.fill('3');
	await gap.press('Enter');
	await expect(page).toHaveURL(/gap=3/);
	await overview(page);
	await expect(page.getByRole('button', { name: /^lstm, t = 5/ })).toHaveCount(1);
	await expect(page.getByRole('button', { name: /^lstm, t = 6/ })).toHaveCount(0);
});

test('lstm: the notes lead into a gate, and into the way back along the cell state', async ({ page }) => {
	await open(page, 'lstm');
	const trail = page.locator('.inspector nav');
	await page.locator('.notes button.go[data-scope="forward/lstm/t = 1/forget gate"]').click();
	await expect(trail).toContainText('forget gate');
	await page.locator('.notes button.go[data-scope="backward/lstm/t = 2/cell state"]').click();
	await expect(trail).toContainText('backward');
	await expect(trail).toContainText('cell state');
});

test('lstm: a question is proved by the gates over time, and a task leads into a gate', async ({ page }) => {
	await open(page, 'lstm');
	const proved = page.locator('[data-question="where-the-output-gate-opens"]');
	await proved.scrollIntoViewIfNeeded();
	await proved.getByRole('button', { name: 'Show me' }).click();
	await expect(page.getByRole('region', { name: 'Gates over time' })).toBeVisible();
	await expect(page.getByText('forget gate', { exact: true }).first()).toBeVisible();
	const origin = page.getByRole('table', { name: /^What the cell state after step 10 is made of/ });
	await expect(origin.getByRole('row')).toHaveCount(5);
	// Into a part that is asked about and has not begun: to its first part.
	const task = page.locator('[data-question="make-it-forget"]');
	await task.getByRole('button', { name: 'I try it' }).click();
	await expect(page.locator('.inspector nav')).toContainText('t = 1');
	await press(page, 'ArrowDown');
	await expect(page.locator('.inspector nav')).toContainText('forget gate');
});

test('lstm: a phone has the cell whole, and in it what was written', async ({ page }) => {
	await page.setViewportSize(PHONE);
	await open(page, 'lstm', 'step=1000&depth=3');
	await press(page, 'ArrowRight');
	const cell = page.getByRole('region', { name: /^Wiring of the LSTM cell/ });
	const frame = (await page.locator('.focus').boundingBox())!;
	const drawing = (await cell.locator('.wiring').boundingBox())!;
	expect(drawing.x + drawing.width).toBeLessThanOrEqual(frame.x + frame.width);
	expect(drawing.y + drawing.height).toBeLessThanOrEqual(frame.y + frame.height);
	await expect(cell.locator('[data-write]')).toBeInViewport();
	await expect(cell.locator('.numbers .number').first()).toBeInViewport();
});
