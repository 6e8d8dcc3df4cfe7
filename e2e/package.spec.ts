/**
 * The npm package as a stranger gets it: packed, unpacked into a project of its own, and used there. What it holds was built
 * before (`npm run prepack`).
 */
import { expect, test } from '@playwright/test';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

test.describe.configure({ mode: 'serial' });

const TSC = resolve('node_modules/typescript/bin/tsc');
let project = '';
const own = (name: string) => join(project, name);
const run = (file: string, ...args: string[]) =>
	execFileSync(process.execPath, [file, ...args], { cwd: project, encoding: 'utf8' });

const readme = readFileSync('README.md', 'utf8');
const [, example] = /```js\n(import [^]*?)```/.exec(readme.slice(readme.indexOf('## The packages')))!;

/**
 * The gradient of w by PyTorch 1.13, in float64:
 * `F.cross_entropy(F.relu(F.conv2d(x, w)).flatten(1), torch.tensor([3])).backward()`.
 */
const GRADIENT = [
	-2.8817179452982784, -3.274203811078746, -4.059175542639682, -4.451661408420151, 1.274914482350672,
	1.66740034813114, 2.4523720796920765, 2.844857945472544
];

/** A program that prints so many numbers of a gradient, and a sentence. */
function expectSaid(said: string) {
	const numbers = said.match(/-?\d+\.\d{6,}/g)!.map(Number);
	expect(numbers.length).toBe(GRADIENT.length);
	GRADIENT.forEach((value, k) => expect(numbers[k]).toBeCloseTo(value, 12));
	// Of the first kernel, whose fifth number is its first: 1.275 is the sum of what all four windows send back.
	expect(said).toMatch(
		/times the upstream gradient of conv2d channel 1, row 1, column 1 .* the sum so far is 1\.275\./
	);
}

test.beforeAll(() => {
	project = mkdtempSync(join(tmpdir(), 'backstep-package-'));
	// What it holds was built before; to build it here would pull it away under other tests.
	const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
		encoding: 'utf8'
	});
	const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
	const installed = own('node_modules/backstep');
	mkdirSync(installed, { recursive: true });
	execFileSync('tar', ['-xzf', own(filename), '-C', installed, '--strip-components=1']);
	writeFileSync(own('package.json'), '{"type":"module"}');
	writeFileSync(own('example.js'), example!);
	writeFileSync(own('example.ts'), example!);
});

test.afterAll(() => rmSync(project, { recursive: true, force: true }));

test('it holds the engine, the element, types and licences, and nothing is private', () => {
	const manifest = JSON.parse(readFileSync(own('node_modules/backstep/package.json'), 'utf8')) as Record<
		string,
		unknown
	>;
	expect(manifest['private']).toBeUndefined();
	expect(manifest['dependencies']).toBeUndefined();
	for (const file of [
		'LICENSE',
		'engine/NOTICES.md',
		'README.md',
		'CHANGELOG.md',
		'dist/embed/v1.js',
		'dist/embed/v1.d.ts'
	])
		expect(readFileSync(own(`node_modules/backstep/${file}`), 'utf8')).not.toBe('');
});

test('the example of the README runs as it stands', () => {
	expectSaid(run('example.js'));
});

test('it compiles under strict, with the element beside it', () => {
	writeFileSync(
		own('page.ts'),
		`import 'backstep/embed';
import { relu } from 'backstep/engine/ops/relu';
import { Tape, type Tensor } from 'backstep';
const lesson = document.createElement('backstep-lesson');
lesson.goto(lesson.steps, 'cell');
export const y: Tensor = new Tape().apply(relu, [new Tape().input('x', [1], [2])]);`
	);
	const options = { strict: true, noEmit: true, target: 'es2023', lib: ['es2023', 'dom'], types: [] };
	for (const module of ['nodenext', 'preserve']) {
		const compilerOptions = { ...options, module, skipLibCheck: false };
		writeFileSync(
			own('tsconfig.json'),
			JSON.stringify({ compilerOptions, files: ['example.ts', 'page.ts'] })
		);
		expect(run(TSC, '-p', '.')).toBe('');
	}
});

test('what an op cannot do without, its type asks for', () => {
	writeFileSync(
		own('wrong.ts'),
		`import { Tape, maxPool2d } from 'backstep/engine';
const tape = new Tape();
tape.apply(maxPool2d, [tape.input('x', [1, 1, 1, 1], [1])]);`
	);
	const compilerOptions = { strict: true, noEmit: true, target: 'es2023', module: 'nodenext', types: [] };
	writeFileSync(own('tsconfig.json'), JSON.stringify({ compilerOptions, files: ['wrong.ts'] }));
	const { stdout } = spawnSync(process.execPath, [TSC, '-p', '.', '--pretty', 'false'], {
		cwd: project,
		encoding: 'utf8'
	});
	expect(stdout).toMatch(/^wrong\.ts\(3,6\): error TS2554/);
});

/** An entry as a bundler packs it for a page: one script. */
async function bundled(entry: string): Promise<string> {
	writeFileSync(own('entry.js'), entry);
	await build({
		configFile: false,
		root: project,
		logLevel: 'error',
		build: { outDir: 'out', minify: true, lib: { entry: 'entry.js', formats: ['es'], fileName: 'out' } }
	});
	return readFileSync(own('out/out.js'), 'utf8');
}

test('a bundler takes what is used: a tape with ReLU is at most 20 kB, compressed', async () => {
	const script = await bundled(`import { Tape, relu } from 'backstep/engine';
const tape = new Tape();
const y = tape.apply(relu, [tape.input('x', [2], [-1, 2])]);
console.log([...y.data].join());`);
	expect(gzipSync(script).length).toBeLessThanOrEqual(20_000);
	expect(script).not.toContain('conv2d(');
	expect(run('out/out.js').trim()).toBe('0,2');
});

test('a bundler keeps the element, though nothing of it is used by name', async () => {
	expect(await bundled(`import 'backstep/embed';`)).toContain('backstep-lesson');
});
