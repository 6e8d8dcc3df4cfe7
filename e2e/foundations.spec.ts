/** Lessons of the foundations, where they need a browser: a graph that tells of its nodes, a run that begins late. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { open, press, problems } from './screen.ts';

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
