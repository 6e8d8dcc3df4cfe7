/** Lessons of the foundations, where they need a browser: a graph that tells of its nodes, a run that begins late. */
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { plain } from '../engine/index.ts';
import { open, PHONE, press, problems, sentence } from './screen.ts';

test('backprop: the graph says where a gradient is read twice, and where two paths meet', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'backprop');
	const graph = page.getByRole('region', { name: 'Computation graph' });
	await expect(graph).toContainText('2 paths meet');
	await graph.getByRole('button', { name: /^z1:/ }).click();
	await expect(graph).toContainText('computed once, read twice on the way back');
	// A second click asks for the step that computed the gradient.
	await graph.getByRole('button', { name: /^z1:/ }).dblclick();
	await expect(graph.getByRole('button', { name: 'w1: 0.3', exact: true })).toBeVisible();
	await expectAccessible(page);
	expect(found).toEqual([]);
});

test('activations: the curves of the run come with the unit, and lead to the update in which it dies', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'activations');
	const slider = page.getByRole('slider', { name: 'Update' });
	await expect(slider).toHaveCount(0);
	await press(page, 'End');
	await expect(slider).toHaveAttribute('aria-valuenow', '1');
	await page.getByRole('button', { name: 'Find an update' }).click();
	await page.getByLabel('First update where').fill('firing == 0');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	await expect(slider).toHaveAttribute('aria-valuenow', '5');
	await expectAccessible(page);
	expect(found).toEqual([]);
});

test('losses: the outlier is dragged in the picture, by pointer and by keys, and pulls harder', async ({
	page
}) => {
	const found = problems(page);
	await open(page, 'losses');
	const target = page.getByRole('slider', { name: 'target' });
	await expect(target).toHaveAttribute('aria-valuenow', '16');
	await expect(sentence(page)).toContainText('−4.8');
	await target.press('Shift+ArrowRight');
	const moved = Number(await target.getAttribute('aria-valuenow'));
	expect(moved).toBeGreaterThan(16);
	// (2/5)(4 − y), as the sentence of the step says it.
	await expect(sentence(page)).toContainText(plain(Number((0.4 * (4 - moved)).toPrecision(4))));
	const box = (await target.boundingBox())!;
	const [x, y] = [box.x + box.width / 2, box.y + box.height - 4];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x - 60, y, { steps: 3 });
	await page.mouse.up();
	await expect.poll(async () => Number(await target.getAttribute('aria-valuenow'))).toBeLessThan(moved - 1);
	await expect(page).toHaveURL(/edit\.t=4/);
	expect(found).toEqual([]);
});

/** How much wider what the stage shows is than its place, where it scrolls sideways. */
const sideways = (page: Page) =>
	page
		.locator('.stage .focus, .stage .focus *')
		.evaluateAll((all) =>
			all
				.filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX))
				.reduce((most, one) => Math.max(most, one.scrollWidth - one.clientWidth), 0)
		);

test('the graph of a nudge fits a desk, and networks with branches a phone; shared weights are marked', async ({
	page
}) => {
	await open(page, 'backprop', 'part=nudge/up');
	await expect(page.getByRole('region', { name: 'Computation graph' })).toBeVisible();
	expect(await sideways(page)).toBeLessThanOrEqual(1);
	await page.setViewportSize(PHONE);
	await open(page, 'evolution');
	const network = page.getByRole('group', { name: 'The network as a graph' });
	await expect(network).toBeVisible();
	await expect.poll(() => sideways(page)).toBeLessThanOrEqual(1);
	await expect(network.getByTitle('The same weights as in right')).toHaveText('shared');
});

test('an epoch as a whole shows the plane, and no number of the inspector breaks', async ({ page }) => {
	await open(page, 'overfitting', 'part=epoch 400');
	await expect(page.locator('.stage .focus')).toContainText('The loss before the step is');
	await expect(page.locator('.stage .focus').getByText(/24 of 24 right/)).toBeVisible();
	// A number with an exponent, the longest that there are.
	await open(page, 'mlp', 'part=backward/layer 1');
	const values = page.locator('.inspector td.number');
	await expect(values.filter({ hasText: /e−\d/ }).first()).toBeVisible();
	const broken = await values.evaluateAll((all) =>
		all.flatMap((cell) => {
			const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
			let lines = 0;
			while (words.nextNode()) {
				const range = document.createRange();
				range.selectNode(words.currentNode);
				lines = Math.max(lines, range.getClientRects().length);
			}
			return lines > 1 || cell.scrollWidth > cell.clientWidth ? [cell.textContent] : [];
		})
	);
	expect(broken).toEqual([]);
});

test('a graph that is larger than the stage is seen as a whole, or more closely about the pointer', async ({
	page
}) => {
	await open(page, 'backprop', 'view=network');
	const graph = page.getByRole('group', { name: 'The network as a graph' });
	const beyond = () => graph.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
	expect(await beyond()).toBeGreaterThan(0);
	const how = page.getByRole('group', { name: 'How closely the drawing is seen' });
	await how.getByRole('button', { name: 'All' }).click();
	await expect.poll(beyond).toBeLessThanOrEqual(0);
	const box = graph.getByTitle('Show graph/output/mul').first();
	await box.hover();
	const before = (await box.boundingBox())!;
	await page.keyboard.down('Control');
	await expect
		.poll(async () => {
			await page.mouse.wheel(0, -120);
			return (await box.boundingBox())!.width;
		})
		.toBeGreaterThan(1.5 * before.width);
	await page.keyboard.up('Control');
	// The pointer is still over it.
	const after = (await box.boundingBox())!;
	expect(after.x).toBeLessThan(before.x + before.width / 2);
	expect(after.x + after.width).toBeGreaterThan(before.x + before.width / 2);
});
