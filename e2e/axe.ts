/**
 * What is wrong for people who cannot see the page, or see it badly, in words that find the place. Colours are all that
 * a theme changes, so all rules run in the light and those about colours once more in the dark. In axe's own way each
 * result, the passed ones too, travels through a page of its own to be put together, which takes three times as long.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const COLOURS = ['color-contrast', 'link-in-text-block'];

/** A part of the page: all of it where nothing is said. */
interface Part {
	readonly include?: string;
	readonly exclude?: string;
}

async function violations(page: Page, { include, exclude }: Part, rules?: string[]): Promise<string[]> {
	const axe = new AxeBuilder({ page })
		.options({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) })
		.setLegacyMode();
	if (include) axe.include(include);
	if (exclude) axe.exclude(exclude);
	const { violations } = await axe.analyze();
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`);
}

/** Expects no accessibility problem of the page as it stands, in the light and in the dark. */
export async function expectAccessible(page: Page, part: Part = {}): Promise<void> {
	await page.emulateMedia({ colorScheme: 'light' });
	expect(await violations(page, part), 'accessibility problems in the light').toEqual([]);
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await violations(page, part, COLOURS), 'accessibility problems in the dark').toEqual([]);
	await page.emulateMedia({ colorScheme: 'light' });
}
