/**
 * The element as a package has it, in dist/embed: the script that the site serves as /embed/v1.js, and its types. A page
 * that bundles it says where the site is, by `base`.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const { module } = await runnerImport(file('./script.server.ts'), {
	root: file('../..'),
	tsconfig: 'tsconfig.base.json',
	configFile: false,
	logLevel: 'error'
});
mkdirSync(file('../../dist/embed'), { recursive: true });
writeFileSync(file('../../dist/embed/v1.js'), await module.elementScript());
copyFileSync(file('./v1.d.ts'), file('../../dist/embed/v1.d.ts'));
