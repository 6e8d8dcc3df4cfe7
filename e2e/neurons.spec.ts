/** Dense layers of any trace as neurons and edges: walked over by keyboard, named in two ways, and asked why. */
import { expect, test, type Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { Tape, toJSON, type Tensor } from '../engine/index.ts';
import { linear } from '../engine/layers/linear.ts';
import { mse } from '../engine/ops/mse.ts';
import { sigmoid } from '../engine/ops/sigmoid.ts';
import { alive, problems, sentence, steps, writtenInView } from './screen.ts';

/** Two samples through 2-2-1, and back. */
function small(): string {
	const tape = new Tape();
	const layer = (x: Tensor, k: number, w: number[], b: number[]) =>
		tape.scope(
			`layer ${k}`,
			() => {
				const shape = [x.shape[1]!, b.length];
				const weights = { w: tape.parameter(`W${k}`, shape, w), b: tape.parameter(`b${k}`, [b.length], b) };
				const z = linear(tape, x, weights, { name: `z${k}`, label: `sum ${k}`, symbol: `z_${k}` });
				return tape.apply(sigmoid, [z], undefined, `a${k}`);
			},
			{ part: { kind: 'dense' } }
		);
	const x = tape.input('x', [2, 2], [1, 0, 0.5, -1]);
	const y = tape.scope('forward', () => layer(layer(x, 1, [0.5, -1, 2, 0.25], [0.1, 0]), 2, [1, -2], [0.3]), {
		part: { kind: 'network' }
	});
	const target = tape.constant('target', [2, 1], [1, 0]);
	tape.backward(tape.scope('loss', () => tape.apply(mse, [y, target], {}, 'L'), { part: { kind: 'loss' } }));
	return JSON.stringify(toJSON(tape.trace(), { lesson: 'small', params: {}, seed: null }));
}

async function open(page: Page) {
	const file = test.info().outputPath('small.json');
	writeFileSync(file, small());
	await page.goto('/trace/');
	await expect(async () => {
		await page.locator('input[type=file]').first().setInputFiles([]);
		await page.locator('input[type=file]').first().setInputFiles(file);
		await expect(page.locator('.workbench')).toBeVisible({ timeout: 2000 });
	}).toPass();
}

test('neurons and edges of a trace: arrow keys go along them, Enter asks why', async ({ page }) => {
	const found = problems(page);
	await open(page);
	await page.getByRole('button', { name: 'forward', exact: true }).first().click();
	const neurons = page.locator('[role=grid][aria-label^="Neurons and edges: 2–2–1"]');
	await expect(neurons).toBeVisible();
	const active = neurons.getByRole('gridcell');
	await neurons.focus();
	await expect(active).toHaveText('x₁, input 1: 1');
	await page.keyboard.press('ArrowRight');
	await expect(active).toHaveText('w₁₁₁, from input 1 to neuron 1 of layer 1: 0.5');
	await page.keyboard.press('ArrowDown');
	await expect(active).toHaveText('w₁₁₂, from input 2 to neuron 1 of layer 1: 2');
	await page.getByRole('button', { name: 'W[1, 3]' }).click();
	await expect(active).toHaveText(/^W1\[1, 0\], /);
	await page.getByRole('button', { name: 'w₁₄₂' }).click();
	await neurons.focus();
	await page.keyboard.press('ArrowRight');
	await expect(active).toHaveText(/^o₁₁, neuron 1 of layer 1: /);
	const [end] = await steps(page);
	await page.keyboard.press('Enter');
	await expect.poll(async () => (await steps(page))[0]).toBeLessThan(end);
	expect(found).toEqual([]);
});

test('the same layers as a plane, as matrices, and on the way back with gradients', async ({ page }) => {
	await open(page);
	await page.getByRole('button', { name: 'backward', exact: true }).first().click();
	const picture = page.locator('.focus');
	await picture.getByRole('button', { name: 'Plane' }).click();
	await expect(picture.locator('[role=grid][aria-label^="The plane with 2 points"]')).toBeVisible();
	await picture.getByRole('button', { name: 'Loss' }).click();
	await expect(picture.getByRole('region', { name: 'The loss over two weights' })).toBeVisible();
	await picture.getByRole('button', { name: 'Matrices' }).click();
	await expect(picture.locator('[role=grid][aria-label^="gradient"]').first()).toBeVisible();
	await picture.getByRole('button', { name: 'Neurons' }).click();
	const neurons = picture.locator('[role=grid][aria-label^="Neurons and edges"]');
	await neurons.focus();
	await page.keyboard.press('ArrowRight');
	await expect(neurons.getByRole('gridcell')).toHaveText(/^w₁₁₁, .* gradient /);
});

test('the gradient of a bias stands under its neuron, marked as what was written', async ({ page }) => {
	await page.goto('/lessons/mlp/?step=70&depth=cell');
	await alive(page);
	expect(await writtenInView(page)).toBe(true);
	const neuron = page.locator('.focus svg g:has(> [data-write])');
	await expect(neuron.getByText('∂b₂₁')).toBeVisible();
	// The same number as the sentence says, with fewer digits.
	const said = /is (.*)\.$/.exec(await sentence(page).innerText())![1]!.replace('−', '-');
	const shown = (await neuron.getByText('∂b₂₁').textContent())!.split(' ')[1]!.replace('−', '-');
	expect(Number(shown)).toBeCloseTo(Number(said), 4);
});
