/** A trace from PyTorch gets the pictures that a lesson gets: they follow from what its scopes say they are. */
import { expect, test, type Page } from '@playwright/test';
import { problems } from './screen.ts';

const open = async (page: Page, sample: string) => {
	await page.goto(`/trace/?src=traces/${sample}.json`);
	await expect(page.locator('.stage')).toBeVisible();
};

/** Goes to a part through the picture of the network. */
const show = (page: Page, part: string) => page.locator('.stage').getByTitle(part, { exact: true }).click();

const heads = (page: Page) => page.getByRole('list', { name: 'Heads' }).getByRole('button');

test('nn.TransformerEncoder: blocks with their shortcuts, and the heads in them', async ({ page }) => {
	const found = problems(page);
	await open(page, 'transformer');
	const diagram = page.getByRole('region', { name: 'Block diagram' });
	await expect(diagram.getByText('shortcut', { exact: true })).toHaveCount(2);
	await diagram.getByRole('button', { name: /self_attn/ }).click();
	await expect(heads(page)).toHaveText(['head 1', 'head 2']);
	await expect(page.getByRole('region', { name: 'Attention, head 1' })).toBeVisible();
	await heads(page).nth(1).click();
	await expect(page.getByRole('region', { name: 'Attention, head 2' })).toBeVisible();
	// On the way back the same picture holds gradients.
	await page.keyboard.press('End');
	await expect(diagram.getByText('past').first()).toBeVisible();
	expect(found).toEqual([]);
});

test('nn.MultiheadAttention: its heads, sliced from the tensors that hold them all', async ({ page }) => {
	await open(page, 'attention');
	await show(page, 'Show forward/attention');
	await expect(heads(page)).toHaveText(['head 1', 'head 2']);
	const first = page.getByRole('region', { name: 'Attention, head 1' });
	// Causal: the first query looks at the first key alone.
	await expect(first.getByRole('row').nth(1).getByRole('cell')).toHaveText(['1', '0, masked', '0, masked']);
});

test('attention that somebody wrote as a function: a graph with its branches, and heads', async ({
	page
}) => {
	await open(page, 'heads');
	await expect(page.getByRole('group', { name: 'The network as a graph' })).toBeVisible();
	await show(page, 'Show forward/attention');
	await expect(heads(page)).toHaveText(['head 1', 'head 2']);
	await expect(page.getByRole('region', { name: 'Attention, head 1' })).toBeVisible();
});

for (const [sample, cell] of [
	['lstm', 'LSTM'],
	['gru', 'GRU']
] as const)
	test(`nn.${cell}: unrolled over time, each cell with its wiring`, async ({ page }) => {
		await open(page, sample);
		const columns = page.getByRole('list', { name: 'Time steps' });
		await columns.getByRole('button', { name: /t = 2/ }).first().click();
		await expect(page.getByRole('region', { name: `Wiring of the ${cell} cell, t = 2` })).toBeVisible();
	});
