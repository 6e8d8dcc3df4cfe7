/** Pages of a course, on a host of their own, that show lessons; and what the tests say to these and hear from them. */
import { expect, type Page } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Opens a page of a course that has a host of its own: by port and by name it is another origin than the site. */
export async function course(page: Page, files: Record<string, string>): Promise<void> {
	const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
	const server = createServer(({ url }, response) => {
		const name = url!.slice(1) || 'index.html';
		const known = Object.hasOwn(files, name);
		response.writeHead(known ? 200 : 204, { 'content-type': types[name.split('.').at(-1)!] ?? 'text/plain' });
		response.end(known ? files[name] : undefined);
	});
	page.context().once('close', () => server.close().closeAllConnections());
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

/** A page of somebody's own: what is heard of each lesson is kept in `window.heard`. */
export const plain = (
	site: string,
	body: string
) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title>
<script>
	window.heard = [];
	addEventListener('message', (event) => { if (event.data.subject) heard.push(event.data); });
	for (const type of ['ready', 'step', 'answer', 'complete', 'error'])
		addEventListener(type, (event) => { if (event.target.localName === 'backstep-lesson') heard.push({ type, id: event.target.id, ...event.detail }); }, true);
</script>
<script async src="${site}/embed/v1.js"></script>
<body><h1>Course</h1>${body}`;

export interface Element extends HTMLElement {
	step: number;
	readonly steps: number;
	readonly ready: boolean;
	goto(step: number, depth?: string): void;
	next(): void;
	back(): void;
	play(speed?: number): void;
	pause(): void;
	reset(): void;
	exportTrace(): Promise<{ format: string; lesson: string; steps: number }>;
	snapshot(): Promise<string>;
}

type Heard = Record<string, unknown> & { type?: string; subject?: string; id?: string; message?: string };

export const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
export const ready = (page: Page, id = 'one') =>
	expect
		.poll(() => page.evaluate((id) => (document.getElementById(id) as Element | null)?.ready, id), {
			timeout: 30_000
		})
		.toBe(true);
export const tell = <T>(page: Page, act: (lesson: Element) => T) =>
	page.evaluate(`(${act.toString()})(document.getElementById('one'))`) as Promise<Awaited<T>>;
export const inside = (page: Page, id = 'one') => page.frameLocator(`#${id} iframe`);
/** "10 / 535" of a lesson with a timeline. */
export const count = (page: Page) => inside(page).locator('.timeline .count');
