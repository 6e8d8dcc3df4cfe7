/**
 * `npm run --silent recorder > backstep_torch.py`: the recorder as one file, without the site. Its sources are found by
 * Vite's `import.meta.glob`, so Vite imports them; it needs none of the site's plugins for that.
 */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const { module } = await runnerImport(file('./recorder.ts'), {
	root: file('../..'),
	tsconfig: 'tsconfig.base.json',
	configFile: false,
	logLevel: 'error'
});
process.stdout.write(module.recorder);
