import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { alive, open, press } from './screen.ts';

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
	await press(page, 'ArrowRight');
	await expect(page).toHaveURL(/\/lessons\/pooling\/\?.*step=/);
	const left = page.url();
	await page.goto('/');
	await page.getByRole('link', { name: 'Go on with Pooling' }).click();
	await alive(page);
	await expect(page).toHaveURL(left);
	await page.goto('/');
	await expect(page.getByRole('listitem').filter({ hasText: 'Convolution' }).first()).toContainText(
		'answered'
	);
});

test('a lesson begins at its title, also where one comes from the lesson before', async ({ page }) => {
	await open(page, 'losses');
	await press(page, 'ArrowRight', 'ArrowRight');
	await page.getByRole('navigation', { name: 'Course' }).getByRole('link', { name: /→/ }).press('Enter');
	await expect(page).toHaveTitle(/Backpropagation/);
	// Its opening belongs to a section further down, which comes into view once somebody moves.
	await expect(page).toHaveURL(/step=/);
	await expect(page.getByRole('heading', { name: 'Backpropagation', level: 1 })).toBeInViewport();
	await press(page, 'ArrowRight');
	await expect(page.locator('.notes section.current').first()).toBeInViewport();
});

test('on a phone, the tab of the notes leads to what belongs to the step', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await open(page, 'overfitting');
	await expect(page.getByRole('navigation', { name: 'Site' }).getByText('Overfitting')).toBeInViewport();
	await page.getByRole('tab', { name: 'Notes' }).click();
	await expect(page.locator('.notes section.current').first()).toBeInViewport();
	await expect(page.getByRole('tab', { name: 'Notes' })).toBeInViewport();
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
