/** The site on nginx, with the configuration of /docs/host: what only a host that reads the query can do. */
import { expect, test } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NGINX } from '../../src/routes/docs/host/nginx.ts';
import { course } from './course.ts';

const installed = ['nginx', '/usr/sbin/nginx'].find((name) => !spawnSync(name, ['-v']).error);

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	await new Promise((done) => server.close(done));
	return port;
}

test('nginx answers oEmbed with the step that was asked about', async ({ page }) => {
	test.skip(!installed, 'nginx is not installed here: apt-get install nginx-light.');
	const folder = mkdtempSync(join(tmpdir(), 'backstep-nginx-'));
	const port = await freePort();
	const site = NGINX.replace('listen 80', `listen 127.0.0.1:${port}`)
		.replace('/srv/backstep', resolve('build'))
		.replace('include mime.types', 'include /etc/nginx/mime.types');
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
		(name) => `${name}_temp_path ${folder};`
	);
	writeFileSync(
		join(folder, 'nginx.conf'),
		`daemon off; pid ${folder}/pid; error_log stderr;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http { access_log off; ${temporary.join(' ')} ${site} }`
	);
	const nginx = spawn(installed!, ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'inherit' });
	const home = `http://127.0.0.1:${port}`;
	try {
		await expect
			.poll(() =>
				page.request.get(home).then(
					(r) => r.status(),
					() => 0
				)
			)
			.toBe(200);
		const asked = `${home}/lessons/convolution/?step=20@forward/conv/conv2d:20&depth=cell&stride=2`;
		const answer = await page.request.get(
			`${home}/oembed/convolution.json?maxwidth=600&url=${encodeURIComponent(asked)}`
		);
		const { html } = (await answer.json()) as { html: string };
		// Without a SITE_URL, the document's addresses begin at the root of the site.
		await course(page, { 'index.html': html.replace('src="/', `src="${home}/`) });
		const frame = page.frameLocator('iframe');
		await expect(frame.locator('.timeline .count')).toHaveText(/^20 /);
		await expect(frame.getByRole('link', { name: 'Open in Backstep' })).toHaveAttribute('href', /stride=2/);
		const strange = await page.request.get(`${home}/oembed/convolution.json?url=${home}/?%22onload=%22x`);
		expect(((await strange.json()) as { html: string }).html).toContain('/embed/convolution/?link="');
	} finally {
		nginx.kill();
	}
});
