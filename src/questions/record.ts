/**
 * What a learner has done, as a file holds it: which lessons were opened, and how each of their questions was answered. The
 * same file takes it to another device and, if the learner sends it, to a teacher. Its structure is published as
 * /schema/progress-2.json; nothing in it is proof of anything, since whoever has a text editor can write one.
 */

/** How a question ended: right at once, otherwise answered, or shown without an answer. */
export const OUTCOMES = ['right', 'later', 'shown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Answered {
	readonly outcome: Outcome;
	/** How many answers were given, with the last one; null where a file of the first format does not say. */
	readonly tries: number | null;
	/** When, in ISO 8601 and UTC; null where that is not known. */
	readonly at: string | null;
}

/** Of one lesson, by the names of its questions. */
export type Answers = Readonly<Record<string, Answered>>;

export interface Visited {
	/** When it was first used; null where that is not known. */
	readonly opened: string | null;
	readonly questions: Answers;
}

export interface Learned {
	/** As the learner has typed it; empty where nothing was. */
	readonly learner: string;
	/** When the file was saved; null where it does not say. */
	readonly saved: string | null;
	/** The lesson that was opened last. */
	readonly last: string | null;
	readonly lessons: ReadonlyMap<string, Visited>;
}

export const FORMAT = 'backstep-progress-2';
/** Without dates and tries: a question was its outcome alone. */
const FIRST_FORMAT = 'backstep-progress-1';
/** More than any course has: a file with more was not made here. */
const MOST = 5000;
/** Characters of a learner's name. */
export const LONGEST_LEARNER = 120;
/** A name as lessons and questions have one. */
const NAME = /^[a-z][a-z0-9-]{0,80}$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Now, to the second: more than that is nobody's business. */
export const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

/** When the last question of a lesson was dealt with; null while one is open, and where it is not known. */
export function finished({ questions }: Visited, asked: readonly string[]): string | null {
	const dates = asked.map((id) => (Object.hasOwn(questions, id) ? questions[id]!.at : null));
	return asked.length && dates.every((at) => at !== null) ? dates.reduce((a, b) => (a! > b! ? a : b))! : null;
}

/** The file. `asked` names the questions of each lesson, from which follows which lessons were gone through. */
export function write(
	{ learner, saved, last, lessons }: Learned,
	asked: ReadonlyMap<string, readonly string[]> = new Map()
): string {
	const entries = Array.from(lessons, ([name, visited]) => {
		const done = finished(visited, asked.get(name) ?? []);
		return [name, { opened: visited.opened, ...(done && { finished: done }), questions: visited.questions }];
	});
	const file = { format: FORMAT, learner, saved, last, lessons: Object.fromEntries(entries) as object };
	return JSON.stringify(file, null, '\t');
}

/** What a file holds; a sentence where it is none of ours. What it says beyond the format is left out. */
export function read(text: string): Learned | string {
	let file: unknown;
	try {
		file = JSON.parse(text);
	} catch {
		return 'This file is no JSON: choose one that was saved here.';
	}
	const { format, learner, saved, last, lessons } = fieldsOf(file) ?? {};
	const given = fieldsOf(lessons);
	if ((format !== FORMAT && format !== FIRST_FORMAT) || !given)
		return 'This file holds no progress: choose one that was saved here.';
	const entries = Object.entries(given);
	if (entries.length > MOST) return `This file names ${entries.length} lessons, more than any course has.`;
	const found = new Map<string, Visited>();
	for (const [lesson, value] of entries) {
		const visited = fieldsOf(value);
		const questions = format === FORMAT ? fieldsOf(visited?.questions) : visited;
		if (!NAME.test(lesson) || !visited || !questions)
			return `This file names a lesson ${JSON.stringify(lesson.slice(0, 40))}, which is none: choose one that was saved here.`;
		const known = Object.entries(questions)
			.slice(0, MOST)
			.flatMap(([id, answer]) => {
				const answered = NAME.test(id) ? answeredOf(format === FORMAT ? answer : { outcome: answer }) : null;
				return answered ? [[id, answered] as const] : [];
			});
		found.set(lesson, {
			opened: format === FORMAT ? dateOf(visited.opened) : null,
			questions: Object.fromEntries(known)
		});
	}
	return {
		learner: typeof learner === 'string' ? learner.slice(0, LONGEST_LEARNER) : '',
		saved: dateOf(saved),
		last: typeof last === 'string' && found.has(last) ? last : null,
		lessons: found
	};
}

/** An answer as a file has it; null where there is no such outcome. */
function answeredOf(value: unknown): Answered | null {
	const { outcome, tries, at } = fieldsOf(value) ?? {};
	if (!(OUTCOMES as readonly unknown[]).includes(outcome)) return null;
	const counted = typeof tries === 'number' && Number.isInteger(tries) && tries >= 0 && tries <= 1e6;
	return {
		outcome: outcome as Outcome,
		tries: counted ? tries : outcome === 'right' ? 1 : null,
		at: dateOf(at)
	};
}

const dateOf = (value: unknown): string | null =>
	typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;

const fieldsOf = (value: unknown): Record<string, unknown> | null =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: null;

/** What was noted first, but an answer rather than what was only shown. */
export function better(first: Answers, then: Answers): Answers {
	const answers = Object.entries(first).filter(
		([name, { outcome }]) => outcome !== 'shown' || !Object.hasOwn(then, name)
	);
	return { ...then, ...Object.fromEntries(answers) };
}

/** The two together: the earlier opening, and of each question what counts. */
export const together = (first: Visited | undefined, then: Visited): Visited =>
	first
		? {
				opened:
					first.opened && then.opened
						? first.opened < then.opened
							? first.opened
							: then.opened
						: (first.opened ?? then.opened),
				questions: better(first.questions, then.questions)
			}
		: then;
