/**
 * `npm start`: the site at one address, built where its sources have changed since. `PORT=8080 npm start` asks for a port;
 * where that is taken, the next free one serves.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

const FOLDER = process.env.BUILD_DIR ?? 'build';
const BASE = process.env.BASE_PATH ?? '';
const SOURCES = ['engine', 'lessons', 'src', 'static', 'package-lock.json', 'vite.config.ts'];

/** When a file, or the newest in a folder, was written. */
function written(path) {
	const found = statSync(path);
	if (!found.isDirectory()) return found.mtimeMs;
	const inside = readdirSync(path).filter((name) => name !== 'node_modules' && !name.endsWith('.test.ts'));
	return inside.reduce((newest, name) => Math.max(newest, written(join(path, name))), 0);
}

const built = join(FOLDER, '404.html');
if (!existsSync(built) || SOURCES.some((path) => written(path) > statSync(built).mtimeMs)) {
	console.log('Building the site: this takes about a minute.');
	const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
		encoding: 'utf8',
		shell: process.platform === 'win32',
		maxBuffer: 2 ** 28
	});
	if (status !== 0) {
		console.error(
			`${stdout}${stderr}\nThe site could not be built: what is said above must be mended first.`
		);
		process.exit(1);
	}
}

const site = sirv(FOLDER, {
	etag: true,
	setHeaders: (response) => response.setHeader('access-control-allow-origin', '*')
});
const server = createServer((request, response) => {
	const elsewhere = () =>
		response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such page.');
	if (!request.url.startsWith(`${BASE}/`)) return elsewhere();
	request.url = request.url.slice(BASE.length);
	site(request, response, elsewhere);
});
let port = Number(process.env.PORT ?? 5173);
server.on('error', (problem) => {
	if (problem.code !== 'EADDRINUSE') throw problem;
	server.listen(++port, 'localhost');
});
server.on('listening', () => console.log(`Backstep is at http://localhost:${server.address().port}${BASE}/`));
server.listen(port, 'localhost');
