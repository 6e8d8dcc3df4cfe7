/**
 * What a page may load: this site's own. Styles may stand in it, since equations and figures place their parts by them;
 * WebAssembly is Python, on /code/; pictures that are saved are data.
 */
export const POLICY = [
	"default-src 'self'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data: blob:",
	"font-src 'self' data:",
	"connect-src 'self' data: blob:",
	"object-src 'none'",
	"base-uri 'self'",
	"form-action 'none'"
].join('; ');
