/** What holds for every lesson there is: a new folder is tested without a word being added here. */
import { describe, expect, test } from 'vitest';
import katex from 'katex';
import { BackstepError, find, seriesOf, Tape, type Trace } from '#engine';
import { defaults, lessonNames, loadLesson, refuse } from './index.ts';
import { sections } from './sections.ts';
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

/** Throws where TeX cannot be set, with what it is and where it stands. */
function parse(tex: string, where: string, displayMode = true) {
	try {
		katex.renderToString(tex, {
			displayMode,
			throwOnError: true,
			strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
			trust: ({ command }) => command === '\\htmlData',
			macros: { '\\of': '\\htmlData{tensor=#1}{#2}' }
		});
	} catch (error) {
		expect.fail(`${where}: KaTeX cannot set ${tex}: ${(error as Error).message}`);
	}
}

function checkFacts(facts: Readonly<Record<string, Fact>>, lesson: string) {
	for (const [name, fact] of Object.entries(facts)) {
		const said = `fact "${name}" of ${lesson}`;
		expect(fact.label, `the label of ${said}`).not.toBe('');
		if ('rows' in fact) {
			expect(fact.rows.length, `the rows of ${said}`).toBeGreaterThan(0);
			for (const value of fact.rows.flat()) expect(value, `a cell of ${said}`).toBeTypeOf('number');
			continue;
		}
		if ('heats' in fact) {
			for (const { columns, names, rows } of fact.heats) {
				expect(rows, `the rows of ${said}, one for each name`).toHaveLength(names.length);
				for (const row of rows) {
					expect(row, `a row of ${said}, one number for each column`).toHaveLength(columns.length);
					for (const value of row) expect(value, `a share in ${said}`).toBeGreaterThanOrEqual(0);
				}
			}
			continue;
		}
		if ('plots' in fact) {
			const { values } = fact.x;
			expect(values, `the values along the axis of ${said}`).toContain(fact.at);
			expect(values, `the axis of ${said} goes up`).toEqual([...values].sort((a, b) => a - b));
			for (const line of fact.plots.flatMap(({ lines }) => lines)) {
				expect(line.values, `line ${line.name} of ${said}`).toHaveLength(values.length);
				for (const value of line.values)
					expect(value, `line ${line.name} of ${said}`).toBeGreaterThanOrEqual(0);
			}
			continue;
		}
		expect(fact.numbers, `the numbers of ${said}`).not.toMatch(/NaN|undefined|null/);
		parse(fact.tex, said);
		parse(fact.numbers, said);
	}
}

test('there are lessons, and no two have the same place', () => {
	expect(lessons.length).toBeGreaterThan(0);
	const places = lessons.map(({ lesson }) => lesson.order);
	const shared = lessons.filter(({ lesson }, k) => places.indexOf(lesson.order) < k);
	const free = Math.max(...places) + 1;
	expect(
		shared.map(
			({ name, lesson }) => `${name} has order ${lesson.order}, as another lesson has: give it ${free}`
		)
	).toEqual([]);
});

describe.each(lessons)('$name', ({ name: folder, lesson, text }) => {
	const file = `lessons/${folder}/text.md`;
	const trace = run(lesson, defaults(lesson));
	const facts = lesson.facts?.(trace, defaults(lesson)) ?? {};
	const scope = (name: string) => find(trace.root, name);

	test('opens on a part of the trace that there is', () => {
		const { scope: name, cell } = lesson.open;
		const node = scope(name);
		expect(node, `open names the scope or op "${name}", which the trace of ${folder} has not`).not.toBeNull();
		if (cell === undefined) return;
		const leaf = trace.leaves.find(({ start }) => start === node!.start)!;
		expect(cell, `open of ${folder} names a cell of ${leaf.out.name}, which has so many`).toBeLessThan(
			leaf.out.data.length
		);
	});

	test.runIf(trace.training)(
		'the updates that are recorded are those of the run, at three places of it',
		() => {
			const { updates } = trace.training!;
			for (const update of [1, Math.ceil(updates / 2), updates]) {
				const { training, tensors } = run(lesson, { ...defaults(lesson), update });
				expect(training!.at, 'the setting `update` counts from 1').toBe(update - 1);
				expect(tensors.get('loss')!.data[0]).toBe(seriesOf(training!, 'loss')!.values[update - 1]);
			}
		}
	);

	test('every extreme of every control gives a trace, or says in a sentence what to change', () => {
		for (const [name, control] of Object.entries(lesson.controls)) {
			for (const value of extremes(control)) {
				const params = { ...defaults(lesson), [name]: value };
				try {
					checkFacts(lesson.facts?.(run(lesson, params), params) ?? {}, folder);
				} catch (problem) {
					const setting = `${folder} with ${name} = ${JSON.stringify(value)}`;
					if (!(problem instanceof BackstepError))
						throw new Error(`${setting}: ${(problem as Error).message}`, { cause: problem });
					expect(problem.message, setting).toMatch(/^\S.+: .*\b(raise|make|give|choose|lower|set)\b/i);
					expect(problem.message, setting).not.toMatch(/NaN|undefined|\[object/);
				}
			}
		}
	});

	test('controls and scopes say what they are', () => {
		for (const [name, { label, help }] of Object.entries(lesson.controls)) {
			expect(label, `the label of control ${name} of ${folder}`).not.toBe('');
			expect(help, `the help of control ${name} of ${folder} is a sentence`).toMatch(/^[A-Z].+\.$/);
		}
		if (lesson.picture)
			expect([...trace.tensors.keys()], `the tensor that the picture of ${folder} draws on`).toContain(
				lesson.picture.tensor
			);
	});

	test('the trace stays as it is where a control says so', () => {
		const numbers = (value: Params) =>
			[...run(lesson, value).tensors].map(([name, { data }]) => [name, data]);
		for (const [name, control] of Object.entries(lesson.controls)) {
			if (!control.factsOnly) continue;
			for (const value of extremes(control))
				expect(
					numbers({ ...defaults(lesson), [name]: value }),
					`control ${name} of ${folder} is factsOnly, but ${JSON.stringify(value)} changes its trace`
				).toEqual(numbers(defaults(lesson)));
		}
	});

	test('the text begins with the title, and names the sections that it answers to', () => {
		expect(text, `write the notes of ${folder} as ${file}`).toBeDefined();
		expect(all(text!, /^# (.+)$/gm), `the one heading of ${file}`).toEqual([lesson.title]);
		for (const section of lesson.notes) {
			expect(
				sections.map(({ id }) => id),
				`give ${section} a title in lessons/sections.ts`
			).toContain(section);
			expect(text!.trimEnd().split('\n').at(-1), `the last line of ${file} names its sections`).toContain(
				section
			);
		}
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
		expect(marks.length, `${file} has a line such as <!-- scope: forward -->`).toBeGreaterThan(0);
		expect(
			all(text!, /^<!--(.*)$/gm),
			`each comment in ${file} is <!-- scope: name --> or <!-- scope -->`
		).toHaveLength(all(text!, /^<!-- scope(?:: .+)? --(>)$/gm).length);
		expect(
			links(text!, 'scope').filter((name) => !scope(name)),
			`${file} links to scopes that the trace has not`
		).toEqual([]);
		const elsewhere = marks.filter((name) => !scope(name));
		const others = elsewhere.length ? otherwise() : [];
		expect(
			elsewhere.filter((name) => !others.some(({ root }) => find(root, name))),
			`${file} names scopes that no trace of ${folder} has`
		).toEqual([]);
	});

	test('every tensor that the text names is there', () => {
		const names = [...links(text!, 'tensor'), ...all(text!, /\\of\{([^}]*)\}/g)];
		expect(names.length, `${file} names a tensor, as \\of{x}{x} or [x](tensor:x)`).toBeGreaterThan(0);
		expect(
			names.filter((name) => !trace.tensors.has(name)),
			`${file} names tensors that the trace has not`
		).toEqual([]);
	});

	test('the text places every fact, and no other', () => {
		expect(
			new Set(all(text!, /^::fact (.+)$/gm)),
			`the facts that ${file} places, and those of the lesson`
		).toEqual(new Set(Object.keys(facts)));
		// A fact stands in a paragraph of its own.
		expect(text, `an empty line before and after each ::fact of ${file}`).not.toMatch(
			/[^\n]\n::fact|::fact .+\n[^\n]/
		);
	});

	test('every equation of the text and of the facts can be set', () => {
		for (const tex of displayed(text!)) parse(tex, file);
		for (const tex of inline(text!)) parse(tex, file, false);
		checkFacts(facts, folder);
	});
});
