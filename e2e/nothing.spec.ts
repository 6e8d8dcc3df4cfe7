import { expect, test } from '@playwright/test';
import { problems, press, sentence } from './screen.ts';

/** v ends after its third number: what is taken from there on is nothing, and is added to a row of A times v. */
const file = {
	format: 'backstep-trace',
	version: '1.0',
	lesson: 'elsewhere',
	params: {},
	seed: null,
	tensors: {
		A: { shape: [2, 3], dtype: 'float64', role: 'parameter', data: [1, 2, 3, 4, 5, 6] },
		v: { shape: [3], dtype: 'float64', role: 'parameter', data: [1, -1, 2] },
		none: { shape: [0], dtype: 'float64', role: 'intermediate', data: [] },
		zero: { shape: [], dtype: 'float64', role: 'intermediate', data: [0] },
		y: { shape: [2], dtype: 'float64', role: 'intermediate', data: [5, 11] },
		z: { shape: [2], dtype: 'float64', role: 'intermediate', data: [5, 11] },
		L: { shape: [], dtype: 'float64', role: 'intermediate', data: [16] }
	},
	ops: [
		{ id: 0, op: 'slice', phase: 'forward', attrs: { start: 3 }, inputs: ['v'], writes: 'none' },
		{ id: 1, op: 'sum', phase: 'forward', attrs: {}, inputs: ['none'], writes: 'zero' },
		{ id: 2, op: 'matmul', phase: 'forward', attrs: {}, inputs: ['A', 'v'], writes: 'y' },
		{ id: 3, op: 'add', phase: 'forward', attrs: {}, inputs: ['y', 'zero'], writes: 'z' },
		{ id: 4, op: 'sum', phase: 'forward', attrs: {}, inputs: ['z'], writes: 'L' }
	],
	scopes: {
		name: 'trace',
		children: [
			{ name: 'forward', children: [0, 1, 2, 3, 4] },
			{ name: 'way back', phase: 'backward', loss: 'L', children: [] }
		]
	}
};

test('a tensor of no cells is passed by, and a list is the column that a matrix meets', async ({ page }) => {
	const found = problems(page);
	await page.goto('/trace/');
	await expect(async () => {
		await page
			.locator('input[type=file]')
			.first()
			.setInputFiles({
				name: 'nothing.json',
				mimeType: 'application/json',
				buffer: Buffer.from(JSON.stringify(file))
			});
		await expect(page.locator('.workbench')).toBeVisible({ timeout: 2000 });
	}).toPass();
	await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
	// The slice takes no step: the first is the sum of nothing.
	await press(page, 'Home', 'ArrowRight');
	await expect(sentence(page)).toContainText('0 numbers of none are added up.');
	await press(page, 'ArrowRight');
	await expect(page.locator('[role=grid][aria-label^="v"]').first()).toHaveAttribute('aria-rowcount', '3');
	// A grid says how many rows it has, so y, a list of two, stands as a column, too.
	await expect(page.locator('[role=grid][aria-label^="y"]').first()).toHaveAttribute('aria-rowcount', '2');
	expect(found).toEqual([]);
});
