/*
 * Keeps the course on this device: what a page needs is fetched when somebody is here for the first time, and taken from there
 * ever after. The build writes `kept`, `later` and `version` in front of it (kept.ts): a new version of the site is another
 * file, so the browser installs it beside the one that is in use, and it takes over when all pages are closed, or when one asks.
 */
/* global self, caches, fetch, Request, Response, URL */
const { version, kept, later } = self.backstep;
const NAME = `backstep ${version}`;
const all = new Set([...kept, ...later]);
const { scope } = self.registration;
/** Names with a hash in them never mean other contents. */
const isFixed = (file) => file.includes('/immutable/') || /(^|\/)start-\w+\.js$/.test(file);

self.addEventListener('install', (event) => event.waitUntil(keep()));
self.addEventListener('activate', (event) => event.waitUntil(forget()));
self.addEventListener('message', ({ data }) => data === 'take over' && self.skipWaiting());
self.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	const file = (origin + pathname).startsWith(scope) ? (origin + pathname).slice(scope.length) : null;
	// A part of a large file is read where it lies.
	if (request.method === 'GET' && file !== null && all.has(file) && !request.headers.has('range'))
		event.respondWith(answer(file, request));
});

/** A few at a time: a page that is being read comes first. */
const AT_ONCE = 6;

async function keep() {
	const cache = await caches.open(NAME);
	const left = [...kept];
	const fill = async () => {
		for (let file = left.pop(); file !== undefined; file = left.pop()) {
			const address = new URL(file, scope).href;
			const before = isFixed(file) ? await caches.match(address) : undefined;
			const found = before ?? (await fetch(new Request(address, { cache: 'no-cache' })));
			if (!found.ok) throw new Error(`${address}: ${found.status}`);
			await cache.put(address, found);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, fill));
}

async function forget() {
	for (const name of await caches.keys())
		if (name.startsWith('backstep ') && name !== NAME) await caches.delete(name);
}

async function answer(file, request) {
	const cache = await caches.open(NAME);
	const address = new URL(file, scope).href;
	const found = await cache.match(address);
	if (found) return found;
	try {
		const fetched = await fetch(request);
		if (fetched.ok && later.includes(file)) await cache.put(address, fetched.clone());
		return fetched;
	} catch {
		return Response.error();
	}
}
