/** Every question of every lesson is answered rightly, wrongly and not at all, at three settings of the lesson. */
import { beforeAll, describe, expect, test } from 'vitest';
import { BackstepError, find, type Edits } from '#engine';
import { lessonNames, loadLesson, refuse, type Lesson } from '#lessons';
import type { Control, Params, Value } from '#lessons/lesson.ts';
import { run } from '#src/lesson/run.ts';
import { blocks } from '#src/text/notes.server.ts';
import { loadParser, type Parse } from '#src/tools/watch/syntax.ts';
import { applies, begun, Judge, type Answer } from './judge.ts';
import type { Question } from './question.ts';

const texts = import.meta.glob<string>('/lessons/*/text.md', {
	query: '?raw',
	import: 'default',
	eager: true
});

let parse: Parse;
beforeAll(async () => {
	parse = await loadParser();
});

const lessons = await Promise.all(
	lessonNames.map(async (name) => ({
		name,
		lesson: (await loadLesson(name))!,
		blocks: blocks(texts[`/lessons/${name}/text.md`]!)
	}))
);

/** Another value of a control: the first that differs. */
function another(control: Control): readonly Value[] {
	switch (control.kind) {
		case 'integer':
		case 'number':
			return [control.max, control.min];
		case 'switch':
			return [!control.value];
		case 'choice':
			return Object.keys(control.options).toReversed();
		case 'several':
			return [Object.keys(control.options).slice(0, 1)];
		case 'text':
			return [control.value.split(' ').slice(0, 2).join(' ')];
	}
}

interface Setting {
	readonly params: Params;
	readonly judge: Judge;
}

function setting(lesson: Lesson, params: Params, edits: Edits): Setting {
	const { trace, unused } = run(lesson, params, edits);
	expect(unused, 'edits that the trace has no place for').toEqual([]);
	return { params, judge: new Judge(trace, parse) };
}

/** The settings that the question is set up with, but for one that it does not name. */
function changed(lesson: Lesson, question: Question, params: Params, edits: Edits): Setting | null {
	const named = new Set(new URLSearchParams(question.when).keys());
	for (const [name, control] of Object.entries(lesson.controls)) {
		if (named.has(name) || control.factsOnly || control.shown?.(params) === false) continue;
		for (const value of another(control)) {
			if (JSON.stringify(value) === JSON.stringify(params[name]) || refuse(name, control, value)) continue;
			try {
				return setting(lesson, { ...params, [name]: value }, edits);
			} catch (problem) {
				if (!(problem instanceof BackstepError)) throw problem;
			}
		}
	}
	return null;
}

/** A right answer and a wrong one. */
function answersTo(question: Question, judge: Judge): readonly [right: Answer, wrong: Answer] {
	if (question.kind === 'task') return [null, null];
	if (question.kind === 'number') {
		const value = judge.values(question.right).data[0]!;
		return [String(value), String(value * 2 + 1)];
	}
	const { right, of } = judge.answers(question);
	return [right[0]!, Array.from({ length: of }, (_, k) => k).find((k) => !right.includes(k))!];
}

/** What must hold wherever it can be asked. */
function holds(question: Question, { judge }: Setting) {
	const [right, wrong] = answersTo(question, judge);
	if (question.kind !== 'task') {
		expect(judge.judge(question, right)).toEqual({ right: true, say: null });
		expect(judge.judge(question, wrong)).toMatchObject({ right: false });
		if (question.proof !== null || question.kind === 'cell')
			expect(judge.proof(question, right), 'the step that proves it').not.toBeNull();
		// Who does not answer is shown the proof too.
		if (question.proof !== null) expect(judge.proof(question, null)).not.toBeNull();
		expect(judge.say(question.why)).not.toMatch(/data-value|NaN|undefined/);
	} else {
		expect(judge.done(question)).toBe(false);
	}
	expect(judge.say(question.hint)).not.toMatch(/data-value|NaN|undefined/);
	if (question.before) expect(find(judge.trace.root, question.before)).not.toBeNull();
}

describe.each(lessons)('$name', ({ name, lesson, blocks }) => {
	const questions = blocks.flatMap((block) => (block.kind === 'question' ? [block.question] : []));
	if (!questions.length) return void test.todo(`${name} asks three questions at least`);

	test('asks three at least, by names of their own, and one in a section at most', () => {
		expect(questions.length).toBeGreaterThanOrEqual(3);
		expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
		let asked = 0;
		let last = false;
		for (const block of blocks) {
			if (block.kind === 'html' && block.html.startsWith('<h')) {
				asked = 0;
				last = block.html.includes('Try this');
			}
			if (block.kind === 'question' && ++asked > 1 && !last)
				expect.fail(`"${block.question.id}" is the second question of its section.`);
		}
	});

	test.each(questions)('$id', (question) => {
		const { params, edits, problems } = begun(lesson, question);
		expect(problems, 'the settings that it is set up with').toEqual([]);
		const own = setting(lesson, params, edits);
		expect(applies(lesson, question, params), 'what it is set up with suits it').toBe(true);
		expect(own.judge.refuses(question), 'it can be asked once it is set up').toBeNull();
		holds(question, own);
		for (const { when, say } of question.usual) {
			const answer: Answer =
				question.kind === 'number'
					? String(own.judge.values(when).data[0])
					: Array.from(own.judge.values(when).data).findIndex((value) => value !== 0);
			expect(own.judge.judge(question, answer), when).toEqual({ right: false, say });
			expect(own.judge.say(say)).not.toMatch(/data-value|NaN|undefined/);
		}
		if (question.kind === 'task') {
			const by = begun(lesson, question, question.by);
			expect(by.problems, 'one way to do it').toEqual([]);
			const { judge } = setting(lesson, by.params, by.edits);
			expect(judge.done(question), 'one way to do it').toBe(true);
			expect(judge.say(question.why)).not.toMatch(/data-value|NaN|undefined/);
			if (question.proof !== null) expect(judge.proof(question, null)).not.toBeNull();
		}
		const usual = begun(lesson, { ...question, when: '', set: '' });
		for (const other of [
			setting(lesson, usual.params, usual.edits),
			changed(lesson, question, params, edits)
		])
			if (other && applies(lesson, question, other.params) && !other.judge.refuses(question))
				holds(question, other);
	});
});
