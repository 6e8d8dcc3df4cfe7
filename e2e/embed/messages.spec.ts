/** What other windows send to an embed. */
import { expect, test } from '@playwright/test';
import { problems } from '../screen.ts';
import { count, course, heard, inside, plain, ready, tell } from './course.ts';

test('hostile messages are ignored, and so is every other window', async ({ page, baseURL }) => {
	const found = problems(page);
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution" step="10"></backstep-lesson><iframe title="Other" src="other.html"></iframe>'
		),
		'other.html': '<!doctype html><title>Other</title><p>other</p>'
	});
	await ready(page);
	const sentence = await inside(page).getByRole('status').innerText();
	await page.evaluate(() => {
		const frame = document.getElementById('one')!.shadowRoot!.querySelector('iframe')!.contentWindow!;
		const loop: Record<string, unknown> = { backstep: 1, type: 'next' };
		loop.self = loop;
		const hostile: unknown[] = [
			null,
			'next',
			JSON.stringify({ backstep: 1, type: 'next' }),
			{ type: 'next' },
			{ backstep: 2, type: 'next' },
			{ backstep: 1, type: 'eval', code: 'document.body.innerHTML = ""' },
			{ backstep: 1, type: 'constructor' },
			{ backstep: 1, type: 'goto', step: '<img src=x onerror=alert(1)>' },
			{ backstep: 1, type: 'goto', step: NaN },
			{ backstep: 1, type: 'next', more: 'x'.repeat(300_000) },
			{ backstep: 1, type: 'next', more: { deep: [] } },
			[{ backstep: 1, type: 'next' }],
			new Map([['type', 'next']]),
			new ArrayBuffer(16),
			loop
		];
		for (const message of hostile) frame.postMessage(message, '*');
	});
	// A frame beside it is not the window that holds it.
	const other = page.frames().find((frame) => frame.url().endsWith('other.html'))!;
	await other.evaluate(() => {
		for (let k = 0; k < parent.frames.length; k++)
			parent.frames[k]!.postMessage({ backstep: 1, type: 'next' }, '*');
		parent.postMessage({ backstep: 1, type: 'ready', step: 99, steps: 99 }, '*');
		parent.postMessage({ backstep: 1, type: 'height', height: 5 }, '*');
	});
	// Messages come in order: once this one is answered, all others have been heard.
	await tell(page, (lesson) => lesson.snapshot());
	await expect(inside(page).getByRole('status')).toHaveText(sentence);
	await expect(count(page)).toHaveText('10 / 535');
	expect(await tell(page, (lesson) => [lesson.step, lesson.steps])).toEqual([10, 535]);
	expect((await page.locator('#one iframe').boundingBox())!.height).toBeGreaterThan(100);
	expect(found).toEqual([]);
});

test('hundreds of commands in a row are drawn and told of as one', async ({ page, baseURL }) => {
	await course(page, {
		'index.html': plain(
			baseURL!,
			'<backstep-lesson id="one" lesson="convolution" step="0" depth="step"></backstep-lesson>'
		)
	});
	await ready(page);
	await tell(page, (lesson) => {
		for (let k = 0; k < 300; k++) lesson.next();
		lesson.back();
	});
	await expect(count(page)).toHaveText('299 / 535');
	await tell(page, (lesson) => lesson.snapshot());
	const told = (await heard(page)).filter(({ type }) => type === 'step');
	expect(told.at(-1)).toMatchObject({ step: 299 });
	expect(told.length).toBeLessThan(30);
});
