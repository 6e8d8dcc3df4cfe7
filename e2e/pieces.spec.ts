/** A part is drawn as its tensors: each cell of each plane leads to the step that wrote it, and an update says what it changed. */
import { expect, test } from '@playwright/test';
import { grid, open, PHONE, press, problems, sentence, steps } from './screen.ts';

test('the maps of a convolution: keys go from map to map, and Enter leads to the step of a cell', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'cnn');
	await page.locator('.stage').getByTitle('Show forward/conv1', { exact: true }).click();
	const maps = grid(page, 'feature maps 1');
	await maps.focus();
	// Maps of 26 columns: one further is the first of the next map.
	for (let k = 0; k < 26; k++) await press(page, 'ArrowRight');
	await expect(maps.getByRole('gridcell')).toHaveText(/^channel 1, row 0, column 0: /);
	await press(page, 'Enter');
	// Ten steps a cell: nine products and the bias; 676 cells lie in the map before.
	expect((await steps(page))[0]).toBe(677 * 10);
	expect(found).toEqual([]);
});

test('an update: the loss before and after leads to where it was computed, on a phone too', async ({
	page
}) => {
	await page.setViewportSize(PHONE);
	await open(page, 'convolution');
	await press(page, 'End', 'ArrowUp', 'ArrowUp', 'ArrowUp');
	await press(page, 'ArrowLeft');
	await expect(page.locator('.focus').getByRole('columnheader')).toHaveText(['before', '+ step', '= after']);
	// As PyTorch has them for the opening example, with a learning rate of 0.005.
	const losses = page.getByTitle('Show where it was computed');
	await expect(losses).toHaveText([/65\.78/, /41\.01/]);
	await losses.last().click();
	await expect(sentence(page)).toContainText('41.01');
});

test('what stands on an arrow keeps to its place, and a name is not broken within a word', async ({
	page
}) => {
	// The way back through an embedding that was read three times: the longest name of an op without a capital.
	await open(page, 'rnn', 'step=755&depth=2');
	const signs = page.locator('.pieces .by');
	await expect(signs.filter({ hasText: 'accumulate' })).toBeVisible();
	const shown = await signs.evaluateAll((all) =>
		all.map((sign) => {
			const name = document.createRange();
			name.selectNodeContents(sign.querySelector('.op')!);
			return { over: sign.scrollWidth - sign.clientWidth, lines: name.getClientRects().length };
		})
	);
	expect(shown).toEqual(shown.map(() => ({ over: 0, lines: 1 })));
});

test('a part of one op is drawn as that op: a softmax by its classes, a loss on the way back by its pairs', async ({
	page
}) => {
	await open(page, 'cnn', 'part=forward/softmax');
	await expect(page.locator('.focus h2')).toHaveText('softmax');
	await expect(page.locator('.focus').getByRole('rowheader')).toHaveText([/^7/, /^4/, /^2/, /^8/, /^1/]);
	await open(page, 'convolution', 'part=backward/loss');
	await expect(
		page.locator('.focus').getByRole('columnheader', { name: 'gradient of the output' })
	).toBeVisible();
	// What writes several planes, such as all maps, is seen whole.
	await open(page, 'cnn', 'part=forward/relu1');
	await expect(page.locator('.focus .pieces')).toBeVisible();
});

test('the numbers beside neurons stand where the picture has room for them', async ({ page }) => {
	// Its classes have long names, which stand over four of the matrices.
	await open(page, 'rnn', 'part=forward/output');
	await expect(page.locator('.focus .matrices [role=grid]')).toHaveCount(5);
	const { over, scrolled } = await page.locator('.focus').evaluate((focus) => ({
		over: focus.scrollHeight - focus.clientHeight,
		scrolled: focus.scrollTop
	}));
	expect([over <= 0, scrolled]).toEqual([true, 0]);
});
