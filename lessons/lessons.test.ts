/** What holds for every lesson there is: a new folder is tested without a word being added here. */
import { describe, expect, test } from 'vitest';
import katex from 'katex';
import { BackstepError, find, Tape, type Trace } from '#engine';
import { defaults, lessonNames, loadLesson, refuse } from './index.ts';
import type { Control, Fact, Lesson, Params, Value } from './lesson.ts';

const texts = import.meta.glob<string>('./*/text.md', { query: '?raw', import: 'default', eager: true });
const lessons = await Promise.all(
	lessonNames.map(async (name) => ({
		name,
		lesson: (await loadLesson(name))!,
		text: texts[`./${name}/text.md`]
	}))
);

function run(lesson: Lesson, params: Params): Trace {
	const tape = new Tape();
	lesson.build(tape, params);
	return tape.trace();
}

/** The ends of a control's range, or everything that can be chosen. */
function extremes(control: Control): readonly Value[] {
	switch (control.kind) {
		case 'integer':
		case 'number':
			return [control.min, control.max];
		case 'switch':
			return [false, true];
		case 'choice':
			return Object.keys(control.options);
		case 'several':
			return [...Object.keys(control.options).map((key) => [key]), Object.keys(control.options)];
		case 'text':
			return [
				'',
				'a',
				'?',
				'<b>',
				'\\',
				'a '.repeat(control.longest / 2),
				'é'.repeat(control.longest)
			].filter((text) => refuse('text', control, text) === null);
	}
}

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);
const displayed = (text: string) => all(text, /\$\$([\s\S]+?)\$\$/g);
const inline = (text: string) => all(text.replace(/\$\$[\s\S]+?\$\$/g, ''), /\$([^$\n]+)\$/g);
const links = (text: string, kind: string) =>
	all(text, new RegExp(`\\]\\(<?${kind}:([^)>]+)>?\\)`, 'g')).map(decodeURIComponent);

const parse = (tex: string, displayMode = true) =>
	katex.renderToString(tex, {
		displayMode,
		throwOnError: true,
		strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
		trust: ({ command }) => command === '\\htmlData',
		macros: { '\\of': '\\htmlData{tensor=#1}{#2}' }
	});

function checkFacts(facts: Readonly<Record<string, Fact>>) {
	for (const fact of Object.values(facts)) {
		expect(fact.label).not.toBe('');
		if ('rows' in fact) {
			expect(fact.rows.length).toBeGreaterThan(0);
			for (const value of fact.rows.flat()) expect(value).toBeTypeOf('number');
			continue;
		}
		if ('heats' in fact) {
			for (const { columns, names, rows } of fact.heats) {
				expect(rows).toHaveLength(names.length);
				for (const row of rows) {
					expect(row).toHaveLength(columns.length);
					for (const value of row) expect(value).toBeGreaterThanOrEqual(0);
				}
			}
			continue;
		}
		if ('plots' in fact) {
			const { values } = fact.x;
			expect(values).toContain(fact.at);
			expect(values).toEqual([...values].sort((a, b) => a - b));
			for (const line of fact.plots.flatMap(({ lines }) => lines)) {
				expect(line.values).toHaveLength(values.length);
				for (const value of line.values) expect(value).toBeGreaterThanOrEqual(0);
			}
			continue;
		}
		expect(fact.numbers).not.toMatch(/NaN|undefined|null/);
		parse(fact.tex);
		parse(fact.numbers);
	}
}

test('there are lessons, and no two have the same place', () => {
	expect(lessons.length).toBeGreaterThan(0);
	const places = lessons.map(({ lesson }) => lesson.order);
	expect(new Set(places).size).toBe(places.length);
});

describe.each(lessons)('$name', ({ lesson, text }) => {
	const trace = run(lesson, defaults(lesson));
	const facts = lesson.facts?.(trace, defaults(lesson)) ?? {};
	const scope = (name: string) => find(trace.root, name);

	test('opens on a part of the trace that there is', () => {
		const { scope: name, cell } = lesson.open;
		const node = scope(name);
		expect(node, name).not.toBeNull();
		if (cell === undefined) return;
		const leaf = trace.leaves.find(({ start }) => start === node!.start)!;
		expect(cell).toBeLessThan(leaf.out.data.length);
	});

	test('every extreme of every control gives a trace, or says in a sentence what to change', () => {
		for (const [name, control] of Object.entries(lesson.controls)) {
			for (const value of extremes(control)) {
				const params = { ...defaults(lesson), [name]: value };
				try {
					checkFacts(lesson.facts?.(run(lesson, params), params) ?? {});
				} catch (problem) {
					const setting = `${name} = ${JSON.stringify(value)}`;
					if (!(problem instanceof BackstepError)) throw new Error(setting, { cause: problem });
					expect(problem.message, setting).toMatch(/^\S.+: .*\b(raise|make|give|choose|lower|set)\b/i);
					expect(problem.message, setting).not.toMatch(/NaN|undefined|\[object/);
				}
			}
		}
	});

	test('controls and scopes say what they are', () => {
		for (const { label, help } of Object.values(lesson.controls)) {
			expect(label).not.toBe('');
			expect(help).toMatch(/^[A-Z].+\.$/);
		}
		if (lesson.picture) expect(trace.tensors.has(lesson.picture.tensor)).toBe(true);
	});

	test('the trace stays as it is where a control says so', () => {
		const numbers = (value: Params) =>
			[...run(lesson, value).tensors].map(([name, { data }]) => [name, data]);
		for (const [name, control] of Object.entries(lesson.controls)) {
			if (!control.factsOnly) continue;
			for (const value of extremes(control))
				expect(numbers({ ...defaults(lesson), [name]: value })).toEqual(numbers(defaults(lesson)));
		}
	});

	test('the text begins with the title, and names the sections that it answers to', () => {
		expect(text).toBeDefined();
		expect(all(text!, /^# (.+)$/gm)).toEqual([lesson.title]);
		for (const section of lesson.notes) expect(text!.trimEnd().split('\n').at(-1)).toContain(section);
	});

	/** The traces with each switch and each choice set otherwise, one at a time. */
	const otherwise = () =>
		Object.entries(lesson.controls).flatMap(([name, control]) =>
			control.kind === 'switch' || control.kind === 'choice'
				? extremes(control).map((value) => run(lesson, { ...defaults(lesson), [name]: value }))
				: []
		);

	test('every part of the trace that the text names is there, or belongs to another choice', () => {
		const marks = all(text!, /^<!-- scope: (.+) -->$/gm);
		expect(marks.length).toBeGreaterThan(0);
		expect(all(text!, /^<!--(.*)$/gm)).toHaveLength(all(text!, /^<!-- scope(?:: .+)? --(>)$/gm).length);
		expect(links(text!, 'scope').filter((name) => !scope(name))).toEqual([]);
		const elsewhere = marks.filter((name) => !scope(name));
		const others = elsewhere.length ? otherwise() : [];
		expect(elsewhere.filter((name) => !others.some(({ root }) => find(root, name)))).toEqual([]);
	});

	test('every tensor that the text names is there', () => {
		const names = [...links(text!, 'tensor'), ...all(text!, /\\of\{([^}]*)\}/g)];
		expect(names.length).toBeGreaterThan(0);
		expect(names.filter((name) => !trace.tensors.has(name))).toEqual([]);
	});

	test('the text places every fact, and no other', () => {
		expect(new Set(all(text!, /^::fact (.+)$/gm))).toEqual(new Set(Object.keys(facts)));
		// A fact stands in a paragraph of its own.
		expect(text).not.toMatch(/[^\n]\n::fact|::fact .+\n[^\n]/);
	});

	test('every equation of the text and of the facts can be set', () => {
		for (const tex of displayed(text!)) parse(tex);
		for (const tex of inline(text!)) parse(tex, false);
		checkFacts(facts);
	});
});
