/** What a program can write after a dot: the names of the modules that it imports, by the names it gave them. */
export interface Module {
	readonly name: string;
	readonly names: readonly string[];
}

export interface Completion {
	/** How many letters of the name are there. */
	readonly written: number;
	readonly names: readonly string[];
}

/** `line` is what stands before the cursor on its line. Null where nothing of a module is being written. */
export function completionOf(line: string, program: string, modules: readonly Module[]): Completion | null {
	const [, from, first] = /^\s*from\s+([\w.]+)\s+import\s+(?:.*[\s,(])?(\w*)$/.exec(line) ?? [];
	if (from !== undefined) return found(from, first!, modules);
	const [, path, written] = /(?:^|[^\w.)\]])([A-Za-z_][\w.]*)\.(\w*)$/.exec(line) ?? [];
	if (path === undefined) return null;
	const [start, ...rest] = path.split('.');
	const imported = /^\s*(import|from)\s/.test(line) ? start! : importedAs(program).get(start!);
	return imported === undefined ? null : found([imported, ...rest].join('.'), written!, modules);
}

function found(path: string, written: string, modules: readonly Module[]): Completion | null {
	const module = path.replace(/^tensorflow\.keras\b/, 'keras');
	const inside = `${module}.`;
	// The modules in it are names of it too.
	const below = modules.flatMap(({ name }) => (name.startsWith(inside) ? [name.slice(inside.length)] : []));
	const names = [
		...(modules.find(({ name }) => name === module)?.names ?? []),
		...below.map((name) => name.split('.')[0]!),
		...(module === 'tensorflow' ? ['keras'] : [])
	];
	return names.length ? { written: written.length, names: [...new Set(names)].sort() } : null;
}

/** What each name that a program imports stands for: F → torch.nn.functional. */
export function importedAs(program: string): ReadonlyMap<string, string> {
	const known = new Map<string, string>();
	for (const [, path, name] of program.matchAll(/^\s*import\s+([\w.]+)(?:\s+as\s+(\w+))?/gm))
		known.set(name ?? path!.split('.')[0]!, name ? path! : path!.split('.')[0]!);
	const lists = /^\s*from\s+([\w.]+)\s+import\s+(?:\(([^)]*)\)|(.*))/gm;
	for (const [, path, between, after] of program.matchAll(lists))
		for (const one of (between ?? after!).replace(/#.*/g, '').split(',')) {
			const [, name, as] = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(one) ?? [];
			if (name) known.set(as ?? name, `${path}.${name}`);
		}
	return known;
}
