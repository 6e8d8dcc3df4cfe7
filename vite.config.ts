import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { chunkOf } from './src/chunks.ts';
import { finished } from './src/finish.plugin.ts';
import { notices } from './src/notices.plugin.ts';
import { traceSchema } from './src/open/schema.plugin.ts';
import { css } from './src/ui/css.plugin.ts';

/** `BASE_PATH=/x npm run build` writes a site for https://host/x/. */
const base = (process.env.BASE_PATH ?? '') as '' | `/${string}`;

/** `SITE_URL=https://host npm run build`: what oEmbed documents call the site. */
const site = process.env.SITE_URL && new URL(process.env.SITE_URL).origin;

const folder = process.env.BUILD_DIR ?? 'build';

export default defineConfig({
	plugins: [
		traceSchema(),
		notices(['pyodide']),
		sveltekit({
			// Static hosts send 404.html for what is not there.
			adapter: finished(adapter({ pages: folder, fallback: '404.html' }), folder, base, site),
			paths: { base, relative: true },
			...(site && { prerender: { origin: site } }),
			compilerOptions: { runes: true }
		})
	],
	css,
	build: {
		rollupOptions: { output: { codeSplitting: { groups: [{ name: chunkOf }] } } },
		modulePreload: {
			// A figure that is fetched brings its style along. Its scripts ask for each other: to list them for every figure would
			// be a tenth of what a page loads before it is touched.
			resolveDependencies: (_, dependencies) => dependencies.filter((file) => file.endsWith('.css'))
		}
	},
	worker: { format: 'es', plugins: () => [traceSchema()] },
	// A sandboxed frame asks as nobody, and an embed may stand anywhere.
	preview: { cors: { origin: '*' } },
	// The development server hands out text that a page asks for: a lesson's PyTorch.
	server: { fs: { allow: ['lessons', 'static'] } },
	// Found when something is touched, they would make the development server reload the page.
	optimizeDeps: { include: ['katex', 'd3-scale', 'd3-shape', 'mathjs/number', 'fflate', 'uqr'] },
	test: {
		include: ['{engine,lessons,src}/**/*.test.ts'],
		environment: 'node',
		// By itself, Vitest leaves a core idle.
		maxWorkers: '100%',
		// No test measures time: a busy machine may take its own.
		testTimeout: 60_000
	}
});
