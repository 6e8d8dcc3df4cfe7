/** The one file that people download holds all that its sources hold, and is Python. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { recorder } from './recorder.ts';

const sources = import.meta.glob<string>('./backstep_torch/**/*.py', {
	query: '?raw',
	import: 'default',
	eager: true
});

const count = (pattern: RegExp) => recorder.match(new RegExp(pattern, 'gm'))?.length ?? 0;

test('every module has one idea: at most 400 lines', () => {
	expect(Object.keys(sources).length).toBeGreaterThan(20);
	for (const [path, text] of Object.entries(sources))
		expect(text.split('\n').length, path).toBeLessThanOrEqual(400);
});

test.each(Object.entries(sources))('all of %s is in the one file, once', (_, text) => {
	for (const [line] of text.matchAll(/^(?:(?:def|class) \w+|[A-Za-z_]\w* = ).*$/gm)) {
		const name = line.replace(/^(def|class) /, '').match(/^\w+/)![0];
		expect(count(new RegExp(`^(?:(?:def|class) ${name}\\b|${name} = )`)), name).toBe(1);
		expect(recorder).toContain(`\n${line}\n`);
	}
	// What is registered is called at the top level.
	for (const [call] of text.matchAll(/^(?:@|_)\w+\(.*\)$/gm)) expect(recorder).toContain(`\n${call}\n`);
});

test('it imports nothing of its own, and everything else once and at the top', () => {
	expect(count(/^\s*from \./)).toBe(0);
	const lines = [...recorder.matchAll(/^(?:import|from) .*$/gm)];
	expect(new Set(lines.map(([line]) => line)).size).toBe(lines.length);
	expect(lines.at(-1)!.index).toBeLessThan(recorder.search(/^class /m));
});

test('its docstring says how to use it, and is the first of the file', () => {
	expect(recorder).toMatch(
		/^"""Records a run of a PyTorch model[^"]*with backstep_torch\.record\(model\) as r:/
	);
});

const python = ['/usr/bin/python3', 'python3'].find(
	(python) => spawnSync(python, ['--version']).status === 0
);

test.skipIf(!python)('Python reads it, and no name of it hides one of Python', () => {
	const check = `import ast, builtins, sys
names = [n for node in ast.parse(sys.stdin.read()).body for n in
    ([node.name] if hasattr(node, "name") else [t.id for t in getattr(node, "targets", [])])]
print(len(names), sorted(set(names) & set(dir(builtins))))`;
	const { stdout, stderr } = spawnSync(python!, ['-c', check], { input: recorder, encoding: 'utf8' });
	expect(stderr).toBe('');
	expect(stdout).toMatch(/^\d{3} \[\]\n$/);
});

const small = (files: Record<string, string>) =>
	Object.fromEntries(Object.entries(files).map(([path, code]) => [path, `"""What it is."""\n${code}`]));

test('modules follow each other in the order of their imports', () => {
	const files = small({
		'__init__.py': '\nfrom .b import B\n\n__all__ = ["B"]\n',
		'b.py':
			'\nimport re\nfrom typing import Any\n\nfrom .inner.c import (\n    C,\n)\n\n\nclass B(C):\n    pass\n',
		'inner/c.py':
			'\nimport re\nfrom typing import List\nimport torch\n\nfrom ..d import d\n\n\nclass C:\n    of = d\n',
		'd.py': '\n\ndef d():\n    return 1\n'
	});
	expect(bundle(files)).toBe(`"""What it is."""

import re
from typing import Any, List

import torch

__all__ = ["B"]


# What it is.


def d():
    return 1


# What it is.


class C:
    of = d


# What it is.


class B(C):
    pass`);
});

test.each<[string, Record<string, string>, RegExp]>([
	['two of one name', { 'a.py': 'x = 1', 'b.py': 'from .a import x\nx = 2' }, /both define x/],
	['another name', { 'a.py': 'x = 1', 'b.py': 'from .a import x as y' }, /import names as they are/],
	['nothing there', { 'b.py': 'from .a import x' }, /b\.py imports \.a, which is not there/],
	['a name less', { 'a.py': 'x = 1', 'b.py': 'from .a import y' }, /imports y, which a\.py does not define/],
	['a circle', { 'a.py': 'from . import b', 'b.py': 'from . import a' }, /must do without/],
	['a late import', { 'b.py': 'x = 1\nimport re' }, /imports at the top/],
	['a module that nothing needs', { 'a.py': 'x = 1', 'b.py': '' }, /Nothing imports a\.py/]
])('%s is refused', (_, files, says) => {
	expect(() => bundle(small({ '__init__.py': 'from . import b', ...files }))).toThrow(says);
});
