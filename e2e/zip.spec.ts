/** The site as a zip with a program that serves it, as one takes it to a computer without a network. */
import { expect, test } from '@playwright/test';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { alive, press, problems } from './screen.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const perl = spawnSync('perl', ['-v']).error === undefined;
// The zip is written once.
test.describe.configure({ mode: 'default' });

let folder = '';
let files: Record<string, Uint8Array> = {};

test.beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'backstep-zip-'));
	execFileSync('node', ['src/offline/zip.mjs', folder]);
	files = unzipSync(readFileSync(join(folder, `backstep-${version}.zip`)));
	for (const [name, bytes] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), bytes);
	}
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a zip holds the whole site, and a program for each system', () => {
	const names = Object.keys(files);
	for (const name of ['Backstep.cmd', 'Backstep.command', 'README.txt', 'site/index.html', 'site/404.html'])
		expect(names).toContain(`backstep-${version}/${name}`);
	for (const path of ['lessons/convolution/index.html', 'embed/v1.js', 'service-worker.js'])
		expect(existsSync(join(folder, `backstep-${version}/site`, path)), path).toBe(true);
	// Windows' own shell misreads labels where lines end as on Unix.
	const windows = Buffer.from(files[`backstep-${version}/Backstep.cmd`]!).toString();
	expect(windows.match(/(?<!\r)\n/g)).toBeNull();
});

test('its program for macOS and Linux serves the site to this computer', async ({ page, request }) => {
	test.skip(!perl, 'Perl is not installed here.');
	const program = join(folder, `backstep-${version}/Backstep.command`);
	chmodSync(program, 0o755);
	const running = spawn(program, ['--print'], { stdio: ['ignore', 'pipe', 'inherit'] });
	try {
		const said = await new Promise<string>((done) =>
			running.stdout.once('data', (text: Buffer) => done(String(text)))
		);
		const home = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)![0];
		const found = problems(page);
		const strange: string[] = [];
		page.on('request', (one) => {
			if (!one.url().startsWith(home) && !/^(data|blob):/.test(one.url())) strange.push(one.url());
		});
		await page.goto(`${home}lessons/convolution/?step=10&depth=cell`);
		await expect(page.locator('footer .count')).toHaveText(/^10 /);
		await alive(page);
		await press(page, 'ArrowRight');
		await expect(page.locator('footer .count')).toHaveText(/^20 /);
		// A link without its last slash leads on; what is not there is said.
		await page.goto(`${home}docs/host`);
		await expect(page.getByRole('heading', { name: 'Put it on a host' })).toBeVisible();
		expect([strange, found]).toEqual([[], []]);
		for (const [path, status] of [
			['lessons/none/', 404],
			['..%2FBackstep.command', 404],
			['%2e%2e/Backstep.command', 404]
		] as const)
			expect((await request.get(home + path)).status(), path).toBe(status);
		expect((await request.post(home)).status()).toBe(405);
		const script = await request.get(`${home}service-worker.js`);
		expect(script.headers()['content-type']).toBe('text/javascript');
	} finally {
		running.kill();
	}
});
