/** A plain static host, as the site must run on any: `node e2e/serve.mjs <port> <base> <folder>`. The built engine is under /engine/. */
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import sirv from 'sirv';

const [port, base, folder] = process.argv.slice(2);
const options = {
	// A sandboxed frame has no origin: its scripts and fonts come from elsewhere, whatever their host.
	setHeaders: (response) => response.setHeader('access-control-allow-origin', '*')
};
const site = sirv(folder, options);
const engine = sirv('dist', { ...options, dev: true });

createServer((request, response) => {
	const elsewhere = () =>
		response.writeHead(404, { 'content-type': 'text/html' }).end(readFileSync(`${folder}/404.html`));
	if (request.url.startsWith('/engine/')) return engine(request, response, elsewhere);
	if (!request.url.startsWith(base)) return elsewhere();
	request.url = request.url.slice(base.length - 1);
	site(request, response, elsewhere);
}).listen(Number(port), () => console.log(`${folder} is served at http://localhost:${port}${base}`));
