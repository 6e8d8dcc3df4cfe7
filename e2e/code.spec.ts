/** The PyTorch of a lesson: its lines lead to the steps and follow them, and what is copied is a script that runs. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { open, press, saveTrace, steps } from './screen.ts';

const torch = spawnSync('/usr/bin/python3', ['-c', 'import torch']).status === 0;

test('the line of the step is marked, forward and on the way back, and a line leads to its steps', async ({
	page
}) => {
	await open(page, 'rnn');
	await page.getByRole('tab', { name: 'Code' }).click();
	const panel = page.locator('#panel-code');
	await expect(panel).toContainText(/Checked against PyTorch \d.*: \d+ values and gradients, at most/);
	const now = panel.locator('[aria-current="step"]');

	await panel.getByRole('button', { name: /^logits = keep/ }).click();
	await expect(now).toContainText('logits = keep');
	await expect(page.getByRole('navigation', { name: 'Where this step lies' })).toContainText('output');

	await panel.getByRole('button', { name: /torch\.tanh/ }).click();
	await expect(now).toContainText('torch.tanh');
	await expect(page.getByRole('navigation', { name: 'Where this step lies' })).toContainText('tanh');

	// A clicked tab keeps the arrow keys for stepping.
	await page.getByRole('tab', { name: 'Code' }).click();
	const [before] = await steps(page);
	await press(page, 'ArrowRight');
	await expect.poll(async () => (await steps(page))[0]).toBeGreaterThan(before);
	await expect(panel).toBeVisible();

	// On the way back, the line whose gradient is found is marked as well.
	await page.locator('header').getByText('backward', { exact: true }).click();
	await press(page, 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight');
	await expect(now).toContainText('loss.backward()');
	await expect(panel.locator('li.around').first()).toContainText('logits = keep');
});

test('tabs that were reached by Tab are turned by arrow keys', async ({ page }) => {
	await open(page, 'rnn');
	await page.getByRole('tab', { name: 'Notes' }).click();
	await press(page, 'Tab', 'Shift+Tab', 'ArrowRight');
	await expect(page.getByRole('tab', { name: 'Settings' })).toBeFocused();
	await expect(page.getByRole('tab', { name: 'Settings' })).toHaveAttribute('aria-selected', 'true');
});

test('the copied script has the numbers of the page, also those that were changed', async ({
	page,
	context
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await open(page, 'rnn', 'sentence=bites+the+man');
	await page.getByRole('tab', { name: 'Code' }).click();
	await page.getByRole('button', { name: 'Copy as a script' }).click();
	await expect(page.locator('#panel-code')).toContainText('Script copied.');
	const script = await page.evaluate(() => navigator.clipboard.readText());
	expect(script).toMatch(/^import torch$/m);
	test.skip(!torch, 'PyTorch is not on this machine');
	const run = spawnSync('/usr/bin/python3', ['-'], { input: script, encoding: 'utf8' });
	expect(run.stderr).toBe('');
	const { tensors } = JSON.parse(readFileSync(await (await saveTrace(page)).path(), 'utf8')) as {
		tensors: Record<string, { data: number[] }>;
	};
	const printed = Number(/^loss (\S+)$/m.exec(run.stdout)![1]);
	expect(Math.abs(printed - tensors.loss!.data[0]!)).toBeLessThan(1e-10);
});
