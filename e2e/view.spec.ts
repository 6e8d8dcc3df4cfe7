/**
 * After any single move the cell that is written is in view: nobody has to scroll by hand, on a desk, a small screen, a tablet
 * or a phone. The walk is random and seeded: `VIEW_SEED=7 npx playwright test view`. A short one takes every third lesson, since
 * all are walked through at a desk's size in debugger.spec.ts; `VIEW_MOVES=200` takes all, at all sizes.
 */
import { expect, test, type Page } from '@playwright/test';
import { random } from '../engine/index.ts';
import { LESSONS } from './lessons.ts';
import { open, overview, PHONE, press, steps, writtenInView } from './screen.ts';

const MOVES = Number(process.env.VIEW_MOVES ?? 6);
const SEED = Number(process.env.VIEW_SEED ?? 1);

const SIZES = [
	{ width: 1440, height: 900 },
	{ width: 1024, height: 768 },
	{ width: 820, height: 1180 },
	PHONE
];
/** Moves by a key; the last one goes anywhere, by its share of the timeline. */
const KEYS = [
	'ArrowRight',
	'ArrowRight',
	'ArrowLeft',
	'ArrowDown',
	'ArrowDown',
	'ArrowUp',
	'End',
	'somewhere'
];

test.describe.configure({ timeout: 90_000 + MOVES * 2000 });

const LONG = MOVES > 20;

for (const [n, lesson] of LESSONS.filter((_, k) => LONG || k % 3 === SEED % 3).entries())
	test(`what is written is in view in ${lesson}`, async ({ page }) => {
		const sizes = LONG ? SIZES : SIZES.slice(1);
		const hidden: string[] = [];
		for (const size of sizes) {
			await page.setViewportSize(size);
			if (LONG || size === sizes[0]) {
				await open(page, lesson);
				// A lesson may open on the whole network: here it is what one looks at that counts.
				if (await page.getByRole('button', { name: 'Whole network', pressed: true }).count())
					await overview(page);
			}
			const { next, pick } = random(SEED * 100 + n);
			const walked: string[] = [];
			for (let k = 0; k < MOVES; k++) {
				const key = pick(KEYS);
				walked.push(key);
				if (key !== 'somewhere') await press(page, key);
				else await jump(page, next());
				const inView = await writtenInView(page);
				// At the very start nothing is written, also of the next window of a run, which comes a moment later.
				if ((await steps(page))[0] === 0) continue;
				const where = await page.locator('.inspector nav').innerText();
				// A cell and a step write in every picture; a part may have a picture in which nothing is written.
				if (inView === false || (inView === null && where.includes('cell')))
					hidden.push(`${size.width}: ${where.replaceAll('\n', ' ')} after ${walked.join(' ')}`);
			}
		}
		expect(hidden).toEqual([]);
	});

/** To a place of the timeline. */
async function jump(page: Page, share: number): Promise<void> {
	const box = (await page.getByRole('slider', { name: 'Timeline' }).boundingBox())!;
	await page.mouse.click(box.x + share * (box.width - 2) + 1, box.y + box.height / 2);
}
