import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pathName, type Node } from '#engine';
import { fingerprint } from './cli/fingerprint.ts';
import { build, type Built } from './cli/settings.ts';
import { lessonNames, loadLesson } from './index.ts';
import { covers, hasListing, linesOf, loadListing, runsOf, script } from './listing.ts';

const texts = import.meta.glob<string>('./*/listing.py', { query: '?raw', import: 'default', eager: true });
const checks = import.meta.glob('./*/checked.json');

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

test("the settings of each run are read as a shell reads them, after the lesson's own", () => {
	expect(runsOf('#? --set a=1 --set "words=the cat"\n#! shape = one\nx = 1\n')).toEqual([
		{ line: '', settings: [] },
		{ line: '--set a=1 --set "words=the cat"', settings: ['a=1', 'words=the cat'] }
	]);
});

test.each([...lessonNames])('%s has a listing', (name) => {
	expect(hasListing(name), `write ${name} in PyTorch as lessons/${name}/listing.py`).toBe(true);
});

describe.each(lessonNames.filter(hasListing))('%s', (name) => {
	const text = texts[`./${name}/listing.py`]!;
	const command = `python3 lessons/check.py ${name}`;
	let built: Promise<ReadonlyMap<string, Built>> | undefined;
	/** The trace of each run of the listing, by its settings: each is built once. */
	const runs = () =>
		(built ??= loadLesson(name).then(
			(lesson) => new Map(runsOf(text).map(({ line, settings }) => [line, build(lesson!, settings)]))
		));

	if (!checks[`./${name}/checked.json`]) {
		const message = `lessons/${name} is not checked against PyTorch yet: run ${command}`;
		test.todo(message);
		console.warn(message);
	} else
		test('was checked as it is now, to 1e-10', async () => {
			const checked = (await loadListing(name))!.checked!;
			const now = createHash('sha256').update(text).digest('hex');
			expect(
				checked.listing,
				`lessons/${name}/listing.py was changed since it was checked: run ${command}`
			).toBe(now);
			for (const [line, { trace }] of await runs())
				expect(
					checked.traces[line],
					`the trace of ${`${name} ${line}`.trim()} is not the one that was checked: run ${command}`
				).toBe(fingerprint(trace));
			expect(
				checked.values,
				`nothing was compared: keep values in lessons/${name}/listing.py, and run ${command}`
			).toBeGreaterThan(0);
			expect(checked.largest, `run ${command}`).toBeLessThanOrEqual(1e-10);
		});

	test('each scope that a line names is in the trace of one of its runs', async () => {
		const paths = new Set<string>();
		const walk = (node: Node) => {
			paths.add(pathName(node));
			if (node.kind === 'scope') node.children.forEach(walk);
		};
		for (const { trace } of (await runs()).values()) trace.root.children.forEach(walk);
		const named = text.split('\n').flatMap(
			(line, k) =>
				/#: (.+)$/
					.exec(line)
					?.slice(1)
					.map((scope) => ({ scope, line: k + 1 })) ?? []
		);
		expect(named.length, `no line of lessons/${name}/listing.py ends in "#: scope"`).toBeGreaterThan(1);
		const missing = named.filter(({ scope }) => ![...paths].some((path) => covers(scope, path)));
		const said = missing.map(
			({ scope, line }) =>
				`lessons/${name}/listing.py, line ${line}: no run has the scope "${scope}"; write one that is there, or add a run that has it, such as "#? --set seed=2"`
		);
		expect(said).toEqual([]);
	});

	test('the script holds what is given', async () => {
		const lesson = (await loadLesson(name))!;
		const { lines } = (await loadListing(name))!;
		const { trace, params } = (await runs()).get('')!;
		const code = script(lesson.title, lines, trace, params);
		for (const { name, writer } of trace.tensors.values())
			if (!writer) expect(code).toContain(`"${name}": torch.tensor(`);
	});
});
