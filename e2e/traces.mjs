/** Prints the hashes of all lessons' trace files as Node writes them: one process for them all. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { module } = await runnerImport(`${root}/lessons/cli/hashes.ts`, {
	root,
	tsconfig: 'tsconfig.base.json',
	configFile: false,
	logLevel: 'error'
});
console.log(JSON.stringify(module.hashes));
