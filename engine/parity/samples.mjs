/**
 * `node engine/parity/samples.mjs`: prints, as JSON, each op that says what it is in PyTorch (`torch` in engine/op.ts), with
 * its example and seeded samples, for make.py to compute.
 */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

await runnerImport(file('./samples.ts'), {
	root: file('../..'),
	tsconfig: 'tsconfig.base.json',
	configFile: false,
	logLevel: 'error'
});
