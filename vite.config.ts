import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** `BASE_PATH=/x npm run build` writes a site for https://host/x/. */
const base = (process.env.BASE_PATH ?? '') as '' | `/${string}`;

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter({ pages: process.env.BUILD_DIR ?? 'build' }),
			paths: { base, relative: true },
			compilerOptions: { runes: true }
		})
	],
	worker: { format: 'es' },
	// Found when something is touched, they would make the development server reload the page.
	optimizeDeps: { include: ['katex', 'd3-scale', 'd3-shape', 'mathjs/number', 'fflate', 'uqr'] },
	test: {
		include: ['{engine,lessons,src}/**/*.test.ts'],
		environment: 'node',
		// No test measures time: a busy machine may take its own.
		testTimeout: 60_000
	}
});
