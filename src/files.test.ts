/** How the files of the repository hang together: none is longer than a reader can hold, and imports never lead in a circle. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import { expect, test } from 'vitest';

const LONGEST = 400;

/**
 * A tensor knows the leaf that wrote it, a leaf its call, a call its op and tensors. They are types of one graph, which
 * no order could take apart, and nothing of them is left at run time.
 */
const GRAPH = ['engine/op.ts', 'engine/tensor.ts', 'engine/trace.ts'];

const files = new Map(
	['engine', 'lessons', 'src', 'e2e', 'static']
		.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name))
		.filter((path) => /\.(m?[jt]s|svelte|py)$/.test(path) && !path.includes('node_modules/'))
		.map((path) => [path, readFileSync(path, 'utf8')])
);

test(`no file is longer than ${LONGEST} lines`, () => {
	const long = [...files].flatMap(([path, text]) => {
		const lines = text.split('\n').length - 1;
		return lines > LONGEST
			? [`${path} has ${lines} lines: give each idea in it a file of its own, named after it.`]
			: [];
	});
	expect(long).toEqual([]);
});

const { imports: names } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	imports: Record<string, string>;
};

/** The file of this repository that an import names; null for a package. */
function resolve(from: string, name: string): string | null {
	const path = name.startsWith('.')
		? join(dirname(from), name)
		: (names[name] ?? name.replace(/^#(?=\w+\/)/, './'));
	return files.has(join(path)) ? join(path) : null;
}

/** What a file imports, types and what is fetched later included. */
function importsOf(path: string, text: string): string[] {
	const scripts = path.endsWith('.svelte')
		? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, script]) => script!).join('\n')
		: text;
	return ts.preProcessFile(scripts).importedFiles.flatMap(({ fileName }) => resolve(path, fileName) ?? []);
}

/** One way around for each circle, found in depth; what has been left leads into no further one. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
	const found: string[][] = [];
	const left = new Set<string>();
	const way: string[] = [];
	const visit = (file: string) => {
		if (way.includes(file)) return void found.push(way.slice(way.indexOf(file)));
		if (left.has(file)) return;
		way.push(file);
		for (const next of graph.get(file) ?? []) visit(next);
		left.add(way.pop()!);
	};
	for (const file of graph.keys()) visit(file);
	return found;
}

test('imports are found as they are written', () => {
	expect(importsOf('src/a/b.ts', `import type { T } from '../files.test.ts'; import '#engine';`)).toEqual([
		'src/files.test.ts',
		'engine/index.ts'
	]);
	expect(
		importsOf('src/a/B.svelte', `<script>const load = () => import('#src/files.test.ts');</script>`)
	).toEqual(['src/files.test.ts']);
	expect(existsSync(resolve('src/a.ts', '#lessons')!)).toBe(true);
	expect(circles(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]]))).toEqual([['b', 'c']]); // prettier-ignore
});

test('no import leads back to where it comes from', () => {
	const graph = new Map(
		[...files]
			.filter(([path]) => /\.([jt]s|svelte)$/.test(path) && /^(engine|lessons|src)\//.test(path))
			.map(([path, text]) => [path, importsOf(path, text)])
	);
	expect([...graph.values()].flat().length).toBeGreaterThan(1000);
	const told = circles(graph)
		.filter((circle) => !circle.every((path) => GRAPH.includes(path)))
		.map((circle) => `${[...circle, circle[0]].join(' → ')}: move what they share to a file of its own.`);
	expect(told).toEqual([]);
});
