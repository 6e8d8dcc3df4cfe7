import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Tape, pathName, type Node } from '#engine';
import { defaults, lessonNames, loadLesson } from './index.ts';
import { covers, hasListing, linesOf, loadListing, script } from './listing.ts';

const texts = import.meta.glob<string>('./*/listing.py', { query: '?raw', import: 'default', eager: true });

test('a scope covers itself and what is in it; a star stands for one name, two for any number', () => {
	expect(covers('forward/rnn', 'forward/rnn')).toBe(true);
	expect(covers('forward/rnn', 'forward/rnn/t = 1/tanh')).toBe(true);
	expect(covers('forward/rnn', 'forward/rnn2')).toBe(false);
	expect(covers('forward/rnn/t = */tanh', 'forward/rnn/t = 12/tanh')).toBe(true);
	expect(covers('forward/rnn/t = */tanh', 'forward/rnn/t = 12/matmul')).toBe(false);
	expect(covers('forward/**/softmax', 'forward/softmax')).toBe(true);
	expect(covers('forward/**/softmax', 'forward/decoder/t = 2/softmax/softmax')).toBe(true);
	expect(covers('forward/**/softmax', 'forward/decoder')).toBe(false);
	expect(covers('sum of W.grad (a+b)', 'sum of W.grad (a+b)')).toBe(true);
});

test('marks of scopes and settings are taken off the lines', () => {
	const text = '#? --set a=1\n#! shape = one\nx = 1  #: forward\n\ny = 2  # not a scope\n';
	expect(linesOf(text)).toEqual([
		{ text: 'x = 1', scope: 'forward' },
		{ text: '', scope: null },
		{ text: 'y = 2  # not a scope', scope: null }
	]);
});

test.each([...lessonNames])('%s has a listing', (name) => {
	expect(hasListing(name)).toBe(true);
});

describe.each(lessonNames.filter(hasListing))('%s', (name) => {
	test('was checked as it is now, to 1e-10', async () => {
		const { checked } = (await loadListing(name))!;
		const now = createHash('sha256').update(texts[`./${name}/listing.py`]!).digest('hex');
		expect(checked.listing, 'run python3 lessons/check.py').toBe(now);
		expect(checked.values).toBeGreaterThan(0);
		expect(checked.largest).toBeLessThanOrEqual(1e-10);
	});

	test('its lines lead to parts of the trace, and the script holds what is given', async () => {
		const lesson = (await loadLesson(name))!;
		const { lines, only } = (await loadListing(name))!;
		const params = { ...defaults(lesson), ...only };
		const tape = new Tape();
		lesson.build(tape, params);
		const trace = tape.trace();
		const paths: string[] = [];
		const walk = (node: Node) => {
			paths.push(pathName(node));
			if (node.kind === 'scope') node.children.forEach(walk);
		};
		trace.root.children.forEach(walk);
		const scopes = lines.flatMap(({ scope }) => scope ?? []);
		expect(scopes.length).toBeGreaterThan(1);
		// What other settings compute may be missing with these; half of it is there.
		const found = scopes.filter((scope) => paths.some((path) => covers(scope, path)));
		expect(found.length).toBeGreaterThanOrEqual(scopes.length / 2);
		const text = script(lesson.title, lines, trace, params);
		for (const { name, writer } of trace.tensors.values())
			if (!writer) expect(text).toContain(`"${name}": torch.tensor(`);
	});
});
