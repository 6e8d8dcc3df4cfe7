import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { alive, open } from './screen.ts';

test('from a lesson to the next, and home again to go on', async ({ page }) => {
	await open(page, 'convolution');
	await expect(page.locator('.panel.notes')).toContainText('Lesson 8 of 28');
	await expect(page.locator('.panel.notes')).toContainText('What you can do now');
	await page.getByRole('navigation', { name: 'Course' }).getByRole('link', { name: 'Pooling →' }).click();
	await expect(page).toHaveTitle(/Pooling/);
	await alive(page);
	await expect(page.getByRole('navigation', { name: 'Course' }).getByRole('link').first()).toContainText(
		'← Convolution'
	);
	await page.goto('/');
	await expect(page.getByRole('link', { name: 'Go on with Pooling' })).toBeVisible();
	await expect(page.getByRole('listitem').filter({ hasText: 'Convolution' }).first()).toContainText(
		'answered'
	);
});

test('the drawer lists all lessons, leads to each, and is clean', async ({ page }) => {
	await open(page, 'lstm');
	await page.getByTitle('All lessons').click();
	const drawer = page.getByRole('dialog', { name: 'The course' });
	await expect(drawer.getByRole('listitem')).toHaveCount(28);
	await expect(drawer.getByRole('listitem').filter({ hasText: 'LSTM' })).toHaveAttribute(
		'aria-current',
		'page'
	);
	expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
	await drawer.getByRole('link', { name: 'GRU' }).click();
	await expect(page).toHaveTitle(/GRU/);
	await expect(drawer).toBeHidden();
});
