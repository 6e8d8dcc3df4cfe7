/**
 * The recorder as one file. Its sources are a Python package with a module for each thing it handles; what people put
 * beside their program is one file. So the modules follow each other in the order of their imports, those between them
 * are dropped, those of Python and torch come once and at the top, and what a docstring said becomes a comment.
 */

interface Module {
	readonly path: string;
	readonly docstring: string;
	/** Modules of the package that this one imports, and the names that it takes from each. */
	readonly needs: readonly { readonly path: string; readonly names: readonly string[] }[];
	/** Imports of Python's and torch's modules, one a line. */
	readonly outside: readonly string[];
	readonly code: string;
}

const IMPORT = /^(?:from (\S+) )?import (?:\(([^)]*)\)|(.*))/;
const DEFINITION = /^(?:(?:def|class) (\w+)|([A-Za-z_]\w*) = )/;

/** What a module defines at its top level. */
const definedIn = (code: string): readonly string[] =>
	code.split('\n').flatMap((line) => {
		const [, named, assigned] = DEFINITION.exec(line) ?? [];
		return named ?? assigned ?? [];
	});

/** One Python file of the sources of a package, by their paths in it; throws where they do not fit into one file. */
export function bundle(sources: Readonly<Record<string, string>>): string {
	const modules = new Map(Object.entries(sources).map(([path, text]) => [path, read(path, text, sources)]));
	const ordered: Module[] = [];
	const open = new Set<string>();
	const visit = (path: string): void => {
		const module = modules.get(path)!;
		if (ordered.includes(module)) return;
		if (open.has(path)) throw new Error(`${[...open, path].join(' imports ')}: one of them must do without`);
		open.add(path);
		for (const { path: needed, names } of module.needs) {
			visit(needed);
			const there = definedIn(modules.get(needed)!.code);
			for (const name of names)
				if (!there.includes(name))
					throw new Error(`${path} imports ${name}, which ${needed} does not define`);
		}
		open.delete(path);
		ordered.push(module);
	};
	visit('__init__.py');
	const left = [...modules.keys()].filter((path) => !ordered.some((module) => module.path === path));
	if (left.length)
		throw new Error(`Nothing imports ${left.join(', ')}: __init__.py must lead to every module`);
	const owners = new Map<string, string>();
	for (const { path, code } of ordered)
		for (const name of definedIn(code)) {
			if (owners.has(name))
				throw new Error(`${path} and ${owners.get(name)} both define ${name}: rename one of them`);
			owners.set(name, path);
		}

	const first = ordered.pop()!;
	return [
		`"""${first.docstring}"""\n\n${imports([first, ...ordered])}\n\n${first.code}`,
		...ordered.filter(({ code }) => code).map(({ docstring, code }) => `${comment(docstring)}\n\n\n${code}`)
	].join('\n\n\n');
}

function read(path: string, text: string, sources: Readonly<Record<string, string>>): Module {
	const [whole, docstring] = /^"""([\s\S]*?)"""\n/.exec(text) ?? [];
	if (!whole) throw new Error(`${path} must begin with a docstring that says what it handles`);
	const needs: { path: string; names: readonly string[] }[] = [];
	const outside: string[] = [];
	let rest = text.slice(whole.length).trim();
	for (;;) {
		const [statement, from, listed, line] = IMPORT.exec(rest) ?? [];
		if (!statement) break;
		rest = rest.slice(statement.length).trimStart();
		const names = (listed ?? line ?? '')
			.split(',')
			.map((name) => name.trim())
			.filter(Boolean);
		if (!names.length || names.some((name) => !/^[\w.]+$/.test(name)))
			throw new Error(`${path}: "${statement}" must import names as they are`);
		if (!from?.startsWith('.'))
			outside.push(...names.map((name) => (from ? `from ${from} ` : '') + `import ${name}`));
		else if (/[^.]/.test(from)) needs.push({ path: find(path, from, sources), names });
		else needs.push(...names.map((name) => ({ path: find(path, from + name, sources), names: [] })));
	}
	if (/^(from|import) /m.test(rest)) throw new Error(`${path} must have all of its imports at the top`);
	return { path, docstring: docstring!, needs, outside, code: rest.trimEnd() };
}

/** The file of a relative import: each dot after the first is a folder further up. */
function find(path: string, from: string, sources: Readonly<Record<string, string>>): string {
	const [, dots, name] = /^(\.+)(.*)$/.exec(from)!;
	const folder = path.split('/').slice(0, -dots!.length);
	const base = [...folder, ...name!.split('.')].join('/');
	const found = [`${base}.py`, `${base}/__init__.py`].find((file) => Object.hasOwn(sources, file));
	if (!found) throw new Error(`${path} imports ${from}, which is not there`);
	return found;
}

/** Python's own modules, then torch's; of each, whole modules first. */
function imports(modules: readonly Module[]): string {
	const lines = [...new Set(modules.flatMap(({ outside }) => outside))].sort();
	const plain = lines.filter((line) => line.startsWith('import '));
	const names = new Map<string, string[]>();
	for (const line of lines) {
		const [, from, name] = /^from (\S+) import (.*)$/.exec(line) ?? [];
		if (from) names.set(from, [...(names.get(from) ?? []), name!]);
	}
	const all = [...plain, ...[...names].map(([from, list]) => `from ${from} import ${list.join(', ')}`)];
	const torch = (line: string) => /^(import|from) torch\b/.test(line);
	return [all.filter((line) => !torch(line)), all.filter(torch)]
		.filter((group) => group.length)
		.map((group) => group.join('\n'))
		.join('\n\n');
}

const comment = (docstring: string) =>
	docstring
		.trim()
		.split('\n')
		.map((line) => `# ${line}`.trimEnd())
		.join('\n');
