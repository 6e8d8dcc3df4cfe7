/**
 * Packages for learning platforms, in a real SCORM runtime (scorm-again): the package is made in the page, unpacked on a host
 * of its own, opened in a frame as a platform does, and what the platform would have kept is what the runtime committed.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { open } from './screen.ts';

const require = createRequire(import.meta.url);
type Edition = '1.2' | '2004';
const RUNTIMES = {
	'1.2': { file: require.resolve('scorm-again/scorm12/min'), make: 'API = new Scorm12API' },
	'2004': { file: require.resolve('scorm-again/scorm2004/min'), make: 'API_1484_11 = new Scorm2004API' }
};

type Files = Record<string, string>;

/** The package that the share dialog of a lesson saves, with two of its questions. */
async function packed(page: Page, edition: Edition, pass: number | null): Promise<Files> {
	await open(page, 'convolution');
	await page.getByRole('button', { name: 'Share' }).click();
	const dialog = page.getByRole('dialog', { name: 'Share this step' });
	await dialog.getByLabel('Questions under it').selectOption({ label: 'some of them' });
	await dialog.getByRole('checkbox', { name: /^The kernel moves one pixel/ }).check();
	await dialog.getByRole('checkbox', { name: /^A picture of three channels/ }).check();
	await dialog.getByText('For a learning platform').click();
	await dialog.getByLabel('Edition').selectOption(edition);
	if (pass !== null) await dialog.getByLabel('Percent to pass').fill(String(pass));
	return saved(page, dialog.getByRole('button', { name: 'Save the package' }));
}

async function saved(page: Page, button: ReturnType<Page['getByRole']>): Promise<Files> {
	const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
	const files = unzipSync(readFileSync(await download.path()));
	return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

interface Platform {
	/** What was committed last, as the runtime writes it; null where nothing was. */
	readonly kept: () => { cmi: Record<string, never> } | null;
	/** Opens the first item of the package, as somebody who has done so before where something is kept. */
	launch(): Promise<FrameLocator>;
}

/** A learning platform on a host of its own. */
async function platform(page: Page, edition: Edition, files: Files): Promise<Platform> {
	let kept: string | null = null;
	const { file, make } = RUNTIMES[edition];
	const lms = () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Platform</title>
<body style="margin: 0"><script src="/runtime.js"></script><script>
	${make}({ lmsCommitUrl: '/commit', autocommit: false, logLevel: 5, mastery_override: false });
	const kept = ${kept ?? 'null'};
	if (kept) (window.API ?? window.API_1484_11).loadFromJSON(kept.cmi);
	fetch('/package/imsmanifest.xml').then((response) => response.text()).then((text) => {
		const manifest = new DOMParser().parseFromString(text, 'text/xml');
		const item = manifest.querySelector('item');
		const resource = [...manifest.querySelectorAll('resource')].find((one) => one.getAttribute('identifier') === item.getAttribute('identifierref'));
		const frame = document.createElement('iframe');
		frame.id = 'item';
		frame.style.cssText = 'width: 100%; height: 850px; border: 0';
		frame.src = '/package/' + resource.getAttribute('href');
		document.body.append(frame);
	});
</script>`;
	const server = createServer((request, response) => {
		const send = (type: string, body: string) => response.writeHead(200, { 'content-type': type }).end(body);
		const name = request.url!.replace('/package/', '');
		if (request.method === 'POST') {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				kept = Buffer.concat(parts).toString();
				send('application/json', '{"result": true, "errorCode": 0}');
			});
		} else if (request.url === '/') send('text/html', lms());
		else if (request.url === '/runtime.js') send('text/javascript', readFileSync(file, 'utf8'));
		else if (Object.hasOwn(files, name)) send(TYPES[name.split('.').at(-1)!] ?? 'text/plain', files[name]!);
		else response.writeHead(404).end();
	});
	page.context().once('close', () => server.close().closeAllConnections());
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	return {
		kept: () => (kept ? (JSON.parse(kept) as { cmi: Record<string, never> }) : null),
		async launch() {
			await page.goto(address);
			return page.frameLocator('#item').frameLocator('iframe');
		}
	};
}
const TYPES: Readonly<Record<string, string>> = {
	html: 'text/html',
	js: 'text/javascript',
	xml: 'application/xml'
};

const asked = (lesson: FrameLocator, id: string) => lesson.locator(`[data-question="${id}"]`);

/** Answers a question of a number, after its settings have been set up. */
async function answer(lesson: FrameLocator, id: string, ...numbers: string[]): Promise<void> {
	const question = asked(lesson, id);
	const begin = question.getByRole('button', { name: /^(Set it up|Answer)$/ }).first();
	const field = question.getByRole('textbox');
	await begin.click();
	await expect(field.or(begin)).toBeVisible();
	for (const number of numbers) {
		await field.fill(number);
		await field.press('Enter');
	}
	await expect(question).toContainText('Right.');
}

/** The one cmi tree of both editions, of which 1.2 has some fields under core. */
function said(edition: Edition, kept: ReturnType<Platform['kept']>) {
	const cmi = kept?.cmi as unknown as Record<string, Record<string, unknown>> | undefined;
	if (!cmi) return null;
	if (edition === '1.2') {
		const core = cmi.core as { lesson_status: string; score: { raw: string } };
		return { status: core.lesson_status, raw: core.score.raw, state: cmi.suspend_data as unknown as string };
	}
	const { completion_status, success_status, score, suspend_data } = cmi as unknown as {
		completion_status: string;
		success_status: string;
		score: { raw: string; scaled: string };
		suspend_data: string;
	};
	return {
		status: `${completion_status}, ${success_status}`,
		raw: score.raw,
		scaled: score.scaled,
		state: suspend_data
	};
}

for (const [edition, begun, ended] of [
	['1.2', 'incomplete', 'passed'],
	['2004', 'incomplete, unknown', 'completed, passed']
] as const) {
	test(`SCORM ${edition}: answers become a score and a status, and are there again after a reload`, async ({
		page
	}) => {
		const lms = await platform(page, edition, await packed(page, edition, 50));
		const first = await lms.launch();
		// 2 + 5 + 8 on the left of the second window, 0 + 1 + 2 on its right.
		await answer(first, 'one-to-the-right', '12');
		await expect.poll(() => said(edition, lms.kept())).toMatchObject({ status: begun, raw: '50' });
		const second = await lms.launch();
		await expect(asked(second, 'one-to-the-right')).toContainText('✓ Answered.');
		await expect(second.getByText('1 of 2 done, 1 right at the first try.')).toBeVisible();
		// Nine weights on each of three channels; nine is what one slice has.
		await answer(second, 'maps-of-channels', '9', '27');
		await expect.poll(() => said(edition, lms.kept())).toMatchObject({ status: ended, raw: '50' });
		const { state } = said(edition, lms.kept())!;
		expect(state).toContain('answer.one-to-the-right=right:1');
		expect(state).toContain('answer.maps-of-channels=later:2');
		if (edition === '2004') expect(said(edition, lms.kept())).toMatchObject({ scaled: '0.5' });
		// Who comes back is where they were, with the settings of the question, and it stays done.
		const third = await lms.launch();
		await expect(third.getByText('2 of 2 done, 1 right at the first try.')).toBeVisible();
		await expect(asked(third, 'maps-of-channels')).toHaveAttribute('data-outcome', 'later');
		await expect(third.locator('.overview')).toContainText('3×');
		await expect.poll(() => said(edition, lms.kept())!.status).toBe(ended);
	});
}
