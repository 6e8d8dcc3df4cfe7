/** A trace from PyTorch gets the pictures that a lesson gets: they follow from what its scopes say they are. */
import { expect, test, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { random, Tape, toJSON, type Tensor } from '../engine/index.ts';
import { add } from '../engine/ops/add.ts';
import { matmul } from '../engine/ops/matmul.ts';
import { relu } from '../engine/ops/relu.ts';
import { sum } from '../engine/ops/sum.ts';
import { overview, problems } from './screen.ts';

const open = async (page: Page, sample: string) => {
	await page.goto(`/trace/?src=traces/${sample}.json`);
	await expect(page.locator('.stage')).toBeVisible();
};

/** Goes to a part through the picture of the network. */
const show = (page: Page, part: string) =>
	page.locator('.stage').getByTitle(part, { exact: true }).first().click();

const heads = (page: Page) => page.getByRole('list', { name: 'Heads' }).getByRole('button');

test('nn.TransformerEncoder: blocks with their shortcuts, and the heads in them', async ({ page }) => {
	const found = problems(page);
	await open(page, 'transformer');
	await overview(page);
	const diagram = page.getByRole('region', { name: 'Block diagram' });
	await expect(diagram.getByText('shortcut', { exact: true })).toHaveCount(2);
	await diagram.getByRole('button', { name: /self_attn/ }).click();
	await expect(heads(page)).toHaveText(['head 1', 'head 2']);
	await heads(page).first().click();
	await expect(page.getByRole('region', { name: 'Attention, head 1' })).toBeVisible();
	await heads(page).nth(1).click();
	await expect(page.getByRole('region', { name: 'Attention, head 2' })).toBeVisible();
	// On the way back the same picture holds gradients.
	await page.keyboard.press('End');
	await overview(page);
	await expect(diagram.getByText('past').first()).toBeVisible();
	expect(found).toEqual([]);
});

test('nn.MultiheadAttention: its heads, sliced from the tensors that hold them all', async ({ page }) => {
	await open(page, 'attention');
	await show(page, 'Show forward/attention');
	await expect(heads(page)).toHaveText(['head 1', 'head 2']);
	await heads(page).first().click();
	const first = page.getByRole('region', { name: 'Attention, head 1' });
	// Causal: the first query looks at the first key alone.
	await expect(first.getByRole('row').nth(1).getByRole('cell')).toHaveText(['1', '0, masked', '0, masked']);
});

test('attention that somebody wrote as a function: a graph with its branches, and heads', async ({
	page
}) => {
	await open(page, 'heads');
	await overview(page);
	await expect(page.getByRole('group', { name: 'The network as a graph' })).toBeVisible();
	await show(page, 'Show forward/attention');
	await expect(heads(page)).toHaveText(['head 1', 'head 2']);
	await heads(page).first().click();
	await expect(page.getByRole('region', { name: 'Attention, head 1' })).toBeVisible();
});

for (const [sample, cell] of [
	['lstm', 'LSTM'],
	['gru', 'GRU']
] as const)
	test(`nn.${cell}: unrolled over time, each cell with its wiring`, async ({ page }) => {
		await open(page, sample);
		await overview(page);
		const columns = page.getByRole('list', { name: 'Time steps' });
		await columns.getByRole('button', { name: /t = 2/ }).first().click();
		await expect(page.getByRole('region', { name: `Wiring of the ${cell} cell, t = 2` })).toBeVisible();
	});

/** Twelve equal layers that say nothing of themselves, and a way around them. */
function deep(): string {
	const tape = new Tape();
	const x = tape.input('x', [2, 3], random(1).array(6));
	const layer = (y: Tensor, n: number) =>
		tape.scope(`layer${n}`, () => {
			const w = tape.parameter(`w${n}`, [3, 3], random(n).array(9));
			return tape.apply(relu, [tape.apply(matmul, [y, w], undefined)], undefined);
		});
	const run = () => {
		const y = Array.from({ length: 12 }, (_, n) => n + 1).reduce(layer, x);
		return tape.apply(sum, [tape.apply(add, [x, y], undefined)], {}, 'L');
	};
	tape.backward(tape.scope('forward', run, { part: { kind: 'network' } }));
	return JSON.stringify(toJSON(tape.trace(), { lesson: 'twelve layers', params: {}, seed: null }));
}

test('a network without known parts: a graph in which twelve equal layers are one until they are unfolded', async ({
	page
}) => {
	const file = test.info().outputPath('deep.json');
	writeFileSync(file, deep());
	await page.goto('/trace/');
	await expect(async () => {
		await page.locator('input[type=file]').first().setInputFiles([]);
		await page.locator('input[type=file]').first().setInputFiles(file);
		await expect(page.locator('.workbench')).toBeVisible({ timeout: 2000 });
	}).toPass();
	await overview(page);
	const graph = page.getByRole('group', { name: 'The network as a graph' });
	const parts = graph.getByTitle(/^Show forward/);
	await expect(parts.locator('.name')).toHaveText(['layer1', 'add', 'sum']);
	const fold = graph.getByRole('button', { name: 'Unfold 12 equal parts' });
	await expect(fold).toHaveText('× 12');
	await fold.click();
	await expect(parts.locator('.name').filter({ hasText: 'layer' })).toHaveCount(12);
	await graph.getByRole('button', { name: 'Fold 12 equal parts' }).click();
	await expect(fold).toBeVisible();
});
