/** Every question of every lesson is answered rightly, wrongly and not at all, at three settings of the lesson. */
import { beforeAll, describe, expect, test } from 'vitest';
import { BackstepError, find, plain, type Edits, type Tensor } from '#engine';
import { passesOf } from '#engine/answers.ts';
import { lessonNames, loadLesson, refuse, type Lesson } from '#lessons';
import type { Control, Fact, Params, Value } from '#lessons/lesson.ts';
import { run, runAside } from '#src/lesson/run.ts';
import { Session } from '#src/lesson/session.svelte.ts';
import { blocks, type Block } from '#src/text/notes.server.ts';
import { loadParser, type Parse } from '#src/tools/watch/syntax.ts';
import { applies, begun, Judge, type Answer } from './judge.ts';
import { checkNumber } from './number.ts';
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
	if ('bet' in question && question.bet)
		expect(shown(question, judge), 'what gives the bet away').toEqual([]);
	const { trace } = judge;
	const asked = question.before && find(trace.root, question.before);
	// A bet may be proved by what hardly shows it; what decides it is looked at above.
	const other = question.kind === 'task' || question.kind === 'cell' || ('bet' in question && question.bet);
	const proof = asked && !other && question.proof !== null ? judge.proof(question, right) : null;
	// What was computed before it is asked stands in the picture.
	if (asked && proof)
		expect(
			'cell' in proof ? proof.cell + 1 : proof.node.start + proof.node.steps,
			'its proof'
		).toBeGreaterThan(asked.start);
}

/** The tensors that an answer is computed from, those that are computed last at the end. */
function decidedBy(question: Question, { trace }: Judge): readonly Tensor[] {
	const texts =
		question.kind === 'number'
			? [question.right]
			: question.kind === 'among'
				? [question.row]
				: question.kind === 'choice'
					? question.options.map(({ right }) => right)
					: [];
	return texts
		.flatMap((text) => text.match(/"[^"]+"|[A-Za-z_][\w.:]*/g) ?? [])
		.flatMap((name) => trace.tensors.get(name.replaceAll('"', '')) ?? [])
		.toSorted((a, b) => (a.writer?.start ?? -1) - (b.writer?.start ?? -1));
}

/** Whether a question is about the whole run, whose curves stand over the picture: to read them is what is asked. */
const ofCurves = (question: Question) => JSON.stringify(question).includes('run.');

/** What the page that has just opened shows of an answer: the numbers of its picture, or what decides among others. */
function opensOn(question: Question, { lesson, params, player }: Session, own: Judge): readonly string[] {
	// The arrays of the player's trace are used again by each run that follows.
	const judge = new Judge(runAside(lesson, params, {}), parse);
	const { unit, done } = player;
	const [from, to] = [unit.node.start, Math.min(done, unit.node.start + unit.node.steps)];
	const inView = ({ writer }: Tensor) =>
		!!writer && writer.start >= from && writer.start + writer.steps <= to;
	const proof = /^[\w.]+/.exec(question.proof ?? '')?.[0] ?? '';
	const proving = judge.trace.tensors.get(proof);
	const drawn = [...decidedBy(question, judge).slice(-1), ...(proving ? [proving] : [])].filter(inView);
	if (question.kind === 'number') {
		const answer = plain(own.values(question.right).data[0]!);
		if (answer.length < 2) return [];
		return drawn
			.filter(({ data }) => Array.from(data, (value) => plain(value)).includes(answer))
			.map(({ name }) => name);
	}
	const asItOpens = !question.set && applies(lesson, question, params);
	return asItOpens ? drawn.map(({ name }) => name) : [];
}

/** Facts and paragraphs of its section before a question which say the number that it asks for. */
function written(
	question: Question,
	before: readonly Block[],
	facts: Readonly<Record<string, Fact>>,
	judge: Judge
): readonly string[] {
	if (question.kind !== 'number') return [];
	const answer = plain(judge.values(question.right).data[0]!);
	// Small whole numbers count many things; one that the question itself says is no secret.
	if (answer.length < 2 || naming(question.prompt, answer)) return [];
	const section = before.slice(before.findLastIndex((b) => b.kind === 'html' && b.html.startsWith('<h')) + 1);
	return section.flatMap((block) => {
		if (block.kind === 'html') return naming(block.html, answer) ? [block.html] : [];
		const fact = block.kind === 'fact' ? facts[block.name] : undefined;
		if (!fact) return [];
		const shown =
			'rows' in fact
				? fact.rows.flat().map((value) => plain(value))
				: 'numbers' in fact
					? [fact.numbers]
					: [];
		return shown.some((text) => naming(text, answer)) ? [`the fact "${fact.label}"`] : [];
	});
}

/** Whether a text, or an equation in it, has a number that would be taken for this one. */
function naming(html: string, number: string): boolean {
	const text = html.replace(/<annotation[\s\S]*?<\/annotation>|<[^>]*>/g, ' ').replaceAll('−', '-');
	const wanted = Number(number.replace('−', '-'));
	return (text.match(/(?<![\w.])-?\d+(\.\d+)?(?![\w.]*\d)/g) ?? []).some((found) => {
		if (Number.isInteger(wanted)) return Number(found) === wanted;
		const checked = found.length > 2 && checkNumber(found, wanted);
		return checked && 'right' in checked && checked.right;
	});
}

/** What decides a bet and can be seen already where it is asked: a tensor, or the scores that "says" makes shares of. */
function shown(question: Extract<Question, { bet: boolean }>, { trace }: Judge): string[] {
	const from = question.before === null ? null : find(trace.root, question.before);
	if (!from) return ['all, as it is asked before no part'];
	const texts = question.kind === 'among' ? [question.row] : question.options.map(({ right }) => right);
	const decides = new Set(
		texts.flatMap((text) => {
			// What it is compared with may be known; what is computed last decides.
			const named = (text.match(/[A-Za-z_][\w.:]*/g) ?? []).flatMap((name) => trace.tensors.get(name) ?? []);
			const last = named.toSorted((a, b) => (a.writer?.start ?? -1) - (b.writer?.start ?? -1)).at(-1);
			return last ?? [];
		})
	);
	// What is given is seen where it is read.
	const known = ({ writer, readers }: Tensor) =>
		writer ? writer.start + writer.steps <= from.start : readers.some(({ leaf }) => leaf.start < from.start);
	const answers = passesOf(trace).flat();
	/** Of several decisions that one softmax takes, the last one that is asked about counts. */
	const said = ({ name, writer }: Tensor) => {
		if (writer?.call.op.family !== 'softmax') return false;
		const taken = answers.filter(({ scores }) => isFrom(writer.reads, scores, 3));
		const rows = texts.flatMap((text) => [...text.matchAll(/(\w+)\[(\d+)/g)]).filter(([, x]) => x === name);
		const row = Math.max(0, ...rows.map(([, , k]) => Number(k)));
		const asked = taken[row] ?? taken[0];
		return asked !== undefined && known(asked.scores);
	};
	return [...decides].filter((tensor) => known(tensor) || said(tensor)).map(({ name }) => name);
}

/** Whether some tensors are one, or made of it by few ops. */
const isFrom = (tensors: readonly Tensor[], one: Tensor, ops: number): boolean =>
	tensors.some((x) => x === one || (ops > 0 && !!x.writer && isFrom(x.writer.reads, one, ops - 1)));

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

	const session = new Session(name, lesson);
	const facts = lesson.facts?.(runAside(lesson, session.params, {}), session.params) ?? {};

	test.each(questions)('$id', (question) => {
		const { params, edits, problems } = begun(lesson, question);
		expect(problems, 'the settings that it is set up with').toEqual([]);
		const own = setting(lesson, params, edits);
		expect(applies(lesson, question, params), 'what it is set up with suits it').toBe(true);
		expect(own.judge.refuses(question), 'it can be asked once it is set up').toBeNull();
		holds(question, own);
		const { judge } = own;
		if (question.kind !== 'task' && question.kind !== 'cell') {
			expect(question.before ?? ofCurves(question), 'the part before which it is asked').toBeTruthy();
			expect(opensOn(question, session, judge), 'what shows it when the page opens').toEqual([]);
			const at = blocks.findIndex((block) => block.kind === 'question' && block.question === question);
			expect(written(question, blocks.slice(0, at), facts, judge), 'what says it before').toEqual([]);
		}
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
