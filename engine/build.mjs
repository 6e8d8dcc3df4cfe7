/**
 * `npm run build:engine`: the engine as plain ES modules with types, in dist/engine. Its door also opens to every op
 * and optimizer: they are found by listing the folders, since a list written by hand would need an edit for each.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const source = dirname(fileURLToPath(import.meta.url));
const target = join(source, '../dist/engine');
const FOLDERS = ['ops', 'layers', 'optimizers'];

rmSync(target, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const options = {
	outDir: target,
	rootDir: source,
	composite: false,
	declaration: true,
	emitDeclarationOnly: false,
	rewriteRelativeImportExtensions: true
};
const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
try {
	execFileSync(process.execPath, [tsc, '-p', source, ...flags], { stdio: 'inherit' });
} catch {
	process.exit(1);
}

const modules = FOLDERS.filter((folder) => existsSync(join(target, folder))).flatMap((folder) =>
	readdirSync(join(target, folder))
		.filter((file) => file.endsWith('.js'))
		.sort()
		.map((file) => `./${folder}/${file}`)
);
const door = modules.map((path) => `export * from '${path}';\n`).join('');
for (const file of ['index.js', 'index.d.ts']) appendFileSync(join(target, file), door);

// Where two modules export one name, `export *` drops both without a word: say so instead.
const open = (path) => import(pathToFileURL(join(target, path)).href);
const index = await open('index.js');
for (const path of modules) {
	for (const [name, value] of Object.entries(await open(path))) {
		if (index[name] === value) continue;
		console.error(`${path} exports "${name}", and so does another module of the engine: rename one of them.`);
		process.exitCode = 1;
	}
}
