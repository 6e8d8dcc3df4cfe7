/**
 * Imports a module of the project outside of a build. Lessons are found by Vite's `import.meta.glob`, so Vite imports
 * it; it needs none of the site's plugins for that, and no tsconfig that SvelteKit has yet to write.
 */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the module at a path from the project's root exports, once it has run; `plugins` give modules that are made. */
export async function imported(path, plugins = []) {
	const { module } = await runnerImport(`${root}${path}`, {
		root,
		tsconfig: 'tsconfig.base.json',
		configFile: false,
		plugins,
		logLevel: 'error'
	});
	return module;
}
