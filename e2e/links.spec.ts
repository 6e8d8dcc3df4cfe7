/** Links that were made before: each still opens at the step that it named then, looked at as closely. */
import { expect, test } from '@playwright/test';
import { alive } from './screen.ts';

/** What the page said when the link was made: steps taken of all, the scope path, and the sentence. */
const LINKS: readonly (readonly [link: string, count: string, path: string, said: string])[] = [
	[
		'/lessons/convolution/?step=44&depth=step',
		'44 / 535',
		'forward ▸ conv ▸ conv2d ▸ cell 5 of 9 ▸ step 4 of 10',
		'Kernel row 1, column 0 (1) times input row 2, column 1 (8) is 8; the sum so far is 12.'
	],
	[
		'/lessons/convolution/?stride=2&padding=1&step=200&depth=cell&edit.x=0:7~3:-2.5',
		'200 / 535',
		'backward ▸ conv ▸ conv2d.x ▸ cell 10 of 25',
		'The gradient of the input at row 1, column 4 adds up to 0.'
	],
	[
		'/lessons/cnn/?step=300000&depth=cell&theme=dark',
		'300000 / 915535',
		'backward ▸ conv2 ▸ conv2d.x ▸ cell 454 of 1352',
		'In no window does the weight at kernel 4, channel 2, row 2, column 0 lie on this number, so 0 is added; the sum so far is −0.006415.'
	],
	[
		'/lessons/rnn/?step=900&depth=3&watch=norm(h3)',
		'900 / 1026',
		'forward again ▸ rnn ▸ t = 2',
		'Step 2 of 3 reads the input x2 and what is remembered, the hidden state h1 with the new weights.'
	],
	[
		'/lessons/bptt/?T=30&step=1500&depth=4',
		'1500 / 1993',
		'backward ▸ rnn ▸ t = 2 ▸ matmul.a',
		'Every row of the gradient of the memory part of h2 meets every row of the memory weights.'
	],
	[
		'/lessons/lstm/?gap=3&flag=green&step=1200&depth=op',
		'1200 / 4466',
		'forward ▸ rnn ▸ t = 1 ▸ matmul',
		'Every row of the green flag meets every column of the input weights of the RNN: 4 sums of 5 products.'
	],
	[
		'/lessons/gru/?step=1500&depth=2',
		'1500 / 5776',
		'forward ▸ gru',
		'The same weights are used at every time step; what is remembered is handed from step to step.'
	],
	[
		'/lessons/self-attention/?step=1000&depth=step',
		'1000 / 7225',
		'forward ▸ self-attention ▸ key ▸ matmul ▸ cell 21 of 32 ▸ step 8 of 16',
		'Embeddings with positions “aime”, column 7 (1.01) times key weights row 7, column 4 (−0.183) is −0.1848; the sum so far is −0.1579.'
	],
	[
		'/lessons/transformer-decoder/?step=60000&depth=1',
		'60000 / 141288',
		'backward',
		'The gradient of the loss travels back through every step of forward.'
	],
	[
		'/lessons/luong/?step=5000&depth=3',
		'5000 / 85994',
		'forward ▸ decoder ▸ t = 1',
		'Step 1 reads the word before and what is remembered, and scores the next word.'
	]
];

for (const [link, count, path, said] of LINKS)
	test(`${link} opens where it did`, async ({ page }) => {
		await page.goto(link);
		await alive(page);
		await expect(page.locator('footer .count')).toHaveText(count);
		const names = page.locator('nav[aria-label="Where this step lies"] > :not([aria-hidden])');
		await expect(names).toHaveText(path.split(' ▸ '));
		await expect(page.locator('.caption [role=status]')).toHaveText(said);
	});

test('a link that names a part opens at its end, and one in a text leads there', async ({ page }) => {
	await page.goto('/lessons/evolution/');
	await alive(page);
	await page.getByRole('link', { name: 'The gradient vanishes on its way back' }).click();
	await alive(page);
	await expect(page).toHaveURL(/\/lessons\/bptt\//);
	await expect(page.locator('h2', { hasText: 'The whole network' })).toBeVisible();
	await expect(page.getByRole('navigation', { name: 'Where this step lies' })).toContainText('t = 1');
	await page.goto('/lessons/rnn/?part=forward/nowhere');
	await alive(page);
	await expect(page.getByText('This link names the part "forward/nowhere"')).toBeVisible();
});
