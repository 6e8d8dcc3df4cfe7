/** A plain static host, as the site must run on any: `node e2e/serve.mjs <port> <base> <folder>`. The built engine is under /engine/. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const [port, base, folder] = process.argv.slice(2);
const TYPES = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.woff2': 'font/woff2',
	'.woff': 'font/woff'
};

createServer((request, response) => {
	const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
	const inEngine = path.startsWith('/engine/');
	if (!inEngine && !path.startsWith(base)) return response.writeHead(404).end('not here');
	let file = inEngine ? join('dist', path) : join(folder, path.slice(base.length));
	if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
	if (!existsSync(file)) return response.writeHead(404).end('not found');
	response.writeHead(200, {
		'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
		// A sandboxed frame has no origin: its scripts and fonts come from elsewhere, whatever their host.
		'access-control-allow-origin': '*'
	});
	createReadStream(file).pipe(response);
}).listen(Number(port), () => console.log(`${folder} is served at http://localhost:${port}${base}`));
