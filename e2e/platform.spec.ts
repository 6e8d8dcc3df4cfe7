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
	/** Where its own page is, and the package below `package/`. */
	readonly address: string;
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
		address,
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

/** What each edition's own documents ask of a manifest. */
const EDITIONS = {
	'1.2': {
		version: '1.2',
		cp: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
		adlcp: 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
		type: 'scormtype'
	},
	'2004': {
		version: '2004 3rd Edition',
		cp: 'http://www.imsglobal.org/xsd/imscp_v1p1',
		adlcp: 'http://www.adlnet.org/xsd/adlcp_v1p3',
		type: 'scormType'
	}
};

for (const edition of ['1.2', '2004'] as const) {
	test(`SCORM ${edition}: a course of one’s own is one package, whose manifest is in order`, async ({
		page
	}) => {
		await page.goto('/teach/?name=Vision+%26+%3Cmore%3E&lessons=pooling,convolution');
		await expect(page.getByLabel('Name of the course')).toHaveValue('Vision & <more>');
		const packing = page.locator('details', { hasText: 'For a learning platform' }).first();
		await packing.locator('summary').click();
		await packing.getByLabel('Edition').selectOption(edition);
		await packing.getByLabel('Percent to pass').fill('101');
		await expect(packing.getByRole('button')).toBeDisabled();
		await expect(packing.getByRole('alert')).toContainText('from 1 to 100');
		await packing.getByLabel('Percent to pass').fill('60');
		const files = await saved(page, packing.getByRole('button', { name: 'Save the package' }));
		const { version, cp, adlcp, type } = EDITIONS[edition];
		const read = await page.evaluate(
			({ text, cp, adlcp, type }) => {
				const xml = new DOMParser().parseFromString(text, 'application/xml');
				const all = (name: string, space = cp) => [...xml.getElementsByTagNameNS(space, name)];
				const sequencing = 'http://www.imsglobal.org/xsd/imsss';
				const ids = [...xml.querySelectorAll('[identifier]')].map((one) => one.getAttribute('identifier')!);
				return {
					broken: xml.querySelector('parsererror')?.textContent ?? null,
					root: [xml.documentElement.localName, xml.documentElement.namespaceURI],
					order: [...xml.documentElement.children].map((one) => one.localName),
					schema: [all('schema')[0]?.textContent, all('schemaversion')[0]?.textContent],
					standard: all('organizations')[0]?.getAttribute('default'),
					organization: all('organization')[0]?.getAttribute('identifier'),
					titles: all('title').map((one) => one.textContent),
					refers: all('item').map((one) => one.getAttribute('identifierref')),
					resources: all('resource').map((one) => ({
						id: one.getAttribute('identifier'),
						kind: one.getAttributeNS(adlcp, type),
						type: one.getAttribute('type'),
						href: one.getAttribute('href'),
						files: [...one.children].map((file) => file.getAttribute('href'))
					})),
					passing: [...all('masteryscore', adlcp), ...all('minNormalizedMeasure', sequencing)].map(
						(one) => one.textContent
					),
					// As xs:ID is written.
					ids: ids.every((id) => /^[A-Za-z_][\w.-]*$/.test(id)) && new Set(ids).size === ids.length
				};
			},
			{ text: files['imsmanifest.xml']!, cp, adlcp, type }
		);
		expect(read).toEqual({
			broken: null,
			root: ['manifest', cp],
			order: ['metadata', 'organizations', 'resources'],
			schema: ['ADL SCORM', version],
			standard: 'course',
			organization: 'course',
			titles: ['Vision & <more>', 'Pooling', 'Convolution'],
			refers: ['resource-pooling', 'resource-convolution'],
			resources: ['pooling', 'convolution'].map((name) => ({
				id: `resource-${name}`,
				kind: 'sco',
				type: 'webcontent',
				href: `${name}.html`,
				files: [`${name}.html`, 'backstep.js']
			})),
			passing: edition === '1.2' ? ['60', '60'] : ['0.6', '0.6'],
			ids: true
		});
		expect(Object.keys(files).sort()).toEqual([
			'backstep.js',
			'convolution.html',
			'imsmanifest.xml',
			'pooling.html'
		]);
		// The first item asks all that its lesson asks.
		const lms = await platform(page, edition, files);
		const lesson = await lms.launch();
		await expect(lesson.getByRole('heading', { name: 'Pooling' })).toBeVisible();
		await expect(lesson.locator('[data-question]').nth(3)).toBeAttached();
		await expect(lesson.getByText('What you do here is told to http://127.0.0.1')).toBeVisible();
	});
}

test('a package that is opened outside a platform says that nothing is kept, and the lesson works', async ({
	page
}) => {
	const files = await packed(page, '1.2', null);
	const lms = await platform(page, '1.2', files);
	await page.goto(`${lms.address}package/convolution.html`);
	await expect(page.getByRole('status')).toContainText('No learning platform was found');
	await expect(page.frameLocator('iframe').getByRole('button', { name: 'Over' })).toBeVisible();
	expect(lms.kept()).toBeNull();
});

test('the lines of the docs forward statements of what was answered, with whole addresses', async ({
	page,
	baseURL
}) => {
	await page.goto('/docs/learning/');
	const [tag, script] = await Promise.all(
		['<iframe', 'addEventListener'].map((text) => page.locator('pre', { hasText: text }).innerText())
	);
	const statements: Record<string, unknown>[] = [];
	let html = '';
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			if (request.method === 'POST') {
				expect(request.headers['x-experience-api-version']).toBe('1.0.3');
				statements.push(JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>);
			}
			response.writeHead(200, { 'content-type': 'text/html' }).end(html);
		});
	});
	page.context().once('close', () => server.close().closeAllConnections());
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const here = (text: string) =>
		text
			.replaceAll('https://example.org', baseURL!)
			.replaceAll('https://course.example.org', host)
			.replaceAll('https://lrs.example.org', host);
	html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title><body>${here(tag!).replace('questions=all', 'questions=one-to-the-right')}
<script>const authorization = 'Basic x', actor = { objectType: 'Agent', account: { homePage: '${host}', name: 'ada' } };
${here(script!)}</script>`;
	await page.goto(host);
	const lesson = page.frameLocator('iframe');
	await answer(lesson, 'one-to-the-right', '-12', '12');
	const verbs = () => statements.map(({ verb }) => (verb as { id: string }).id.split('/').at(-1));
	await expect.poll(() => verbs().sort()).toEqual(['answered', 'answered', 'completed', 'progressed']);
	const address = `${baseURL}/lessons/convolution/`;
	const actor = { objectType: 'Agent', account: { homePage: host, name: 'ada' } };
	const answers = statements.filter(({ verb }) => (verb as { id: string }).id.endsWith('answered'));
	expect(answers).toMatchObject(
		[
			{ success: false, response: '-12', extensions: { [`${address}#tries`]: 1 } },
			{ success: true, response: '12', extensions: { [`${address}#tries`]: 2 } }
		].map((result) => ({
			actor,
			object: {
				id: `${address}#question-one-to-the-right`,
				definition: {
					interactionType: 'numeric',
					description: { en: expect.stringMatching(/^The kernel moves one pixel/) }
				}
			},
			context: { contextActivities: { parent: [{ id: address }] } },
			result
		}))
	);
	expect(statements.find(({ verb }) => (verb as { id: string }).id.endsWith('completed'))).toMatchObject({
		object: { id: address, definition: { name: { en: 'Convolution' } } },
		result: { completion: true, score: { scaled: 0, raw: 0, min: 0, max: 100 } }
	});
	// The address of a question leads to it.
	await page.goto(`${address}#question-one-to-the-right`);
	await expect(page.locator('#question-one-to-the-right')).toBeInViewport();
});

test('an embed that names its host speaks to no other page, and obeys none', async ({ page, baseURL }) => {
	const heard = async (host: string) => {
		await page.goto('/docs/');
		return page.evaluate(
			async ({ src }) => {
				const types: string[] = [];
				const frame = document.createElement('iframe');
				const step = new Promise<void>((done) => {
					addEventListener('message', ({ source, data }) => {
						if (source !== frame.contentWindow) return;
						types.push(data.type);
						if (data.type === 'ready') frame.contentWindow!.postMessage({ backstep: 1, type: 'next' }, '*');
						if (data.type === 'step') done();
					});
				});
				frame.src = src;
				document.body.append(frame);
				// Of the one that is deaf, what it shows tells that it is there.
				const shown = new Promise<void>((done) => {
					const look = () =>
						frame.contentDocument?.querySelector('[role=status]') &&
						frame.contentDocument.querySelector('.note')
							? done()
							: requestAnimationFrame(look);
					look();
				});
				await Promise.race([step, shown]);
				return types;
			},
			{ src: `/embed/convolution/?report=progress&host=${encodeURIComponent(host)}` }
		);
	};
	expect(await heard(baseURL!)).toContain('ready');
	expect(await heard('https://lms.example')).toEqual([]);
});
