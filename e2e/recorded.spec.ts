/** What a recording brings to the page beside its numbers: phases of a loop, names of words and classes, numbers to be computed. */
import { expect, test } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { press, problems, sentence } from './screen.ts';

test('a loop has its phases, and words and classes are called by their names', async ({ page }) => {
	const found = problems(page);
	await page.goto('/trace/?src=traces/steps.json');
	await expect(page.locator('.report')).toContainText('agree with what the ops give');
	const phases = page.getByRole('list', { name: 'Phases' }).getByRole('button');
	await expect(phases).toHaveText(['forward', 'backward', 'update']);
	await press(page, 'End');
	await expect(phases).toHaveText(['forward', 'backward', 'update', 'forward (2)']);
	await page.goto('/trace/?src=traces/steps.json&step=5');
	await expect(sentence(page)).toContainText('“good”');
	await expect(page.locator('.stage')).toContainText('film');
	expect(found).toEqual([]);
});

test('numbers that a file leaves to be computed are computed, and the page says so', async ({ page }) => {
	const found = problems(page);
	const file = JSON.parse(readFileSync('static/traces/mlp.json', 'utf8')) as {
		tensors: Record<string, { role: string; data: unknown }>;
		ops: { writes: string }[];
	};
	for (const { writes } of file.ops) file.tensors[writes]!.data = { computed: true };
	file.tensors = Object.fromEntries(
		Object.entries(file.tensors).filter(([, { role }]) => role !== 'gradient')
	);
	const path = test.info().outputPath('inputs.json');
	writeFileSync(path, JSON.stringify(file));
	await page.goto('/trace/');
	await expect(async () => {
		await page.locator('input[type=file]').first().setInputFiles([]);
		await page.locator('input[type=file]').first().setInputFiles(path);
		await expect(page.locator('.workbench')).toBeVisible({ timeout: 4000 });
	}).toPass();
	await expect(page.getByText(/leaves 8 of its tensors to be computed/)).toBeVisible();
	await page.keyboard.press('End');
	await expect(sentence(page)).not.toBeEmpty();
	expect(found).toEqual([]);
});
