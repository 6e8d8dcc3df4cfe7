/**
 * `npm run --silent trace -- <lesson>`: the launcher. Lessons are found by Vite's `import.meta.glob`, so Vite imports
 * the command; it needs none of the site's plugins for that, and no tsconfig that SvelteKit has yet to write.
 */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

await runnerImport(file('./trace.ts'), {
	root: file('../..'),
	tsconfig: 'tsconfig.base.json',
	configFile: false,
	logLevel: 'error'
});
