/** What learners have sent, as tables: a row for each lesson of each, and for a spreadsheet a row for each question. */
import { finished, read, type Learned, type Outcome } from '#src/questions/record.ts';

export interface Sent extends Learned {
	/** What the file is called. */
	readonly file: string;
}

/** A lesson of the course, with the names of its questions. */
export interface Asked {
	readonly name: string;
	readonly title: string;
	readonly questions: readonly string[];
}

export interface Row {
	/** The learner's name, or that of the file. */
	readonly who: string;
	readonly lesson: string;
	readonly right: number;
	readonly later: number;
	readonly shown: number;
	readonly of: number;
	readonly opened: string | null;
	readonly finished: string | null;
}

/** Larger files are none of ours: all lessons of the course are below 100 kB. */
const LARGEST = 2_000_000;

/** A file that was sent, or a sentence that says what is wrong with it. */
export async function sentIn(file: Pick<File, 'name' | 'size' | 'text'>): Promise<Sent | string> {
	const learned =
		file.size > LARGEST ? 'This file is larger than any that is saved here.' : read(await file.text());
	return typeof learned === 'string' ? `${file.name}: ${learned}` : { ...learned, file: file.name };
}

const who = ({ learner, file }: Sent): string => learner || file;

/** In the order of the files and of the course; lessons that the course does not have come last, by their names. */
export function rows(sent: readonly Sent[], course: readonly Asked[]): readonly Row[] {
	return sent.flatMap((one) => {
		const known = course.filter(({ name }) => one.lessons.has(name));
		const others = [...one.lessons.keys()].filter((name) => !course.some((lesson) => lesson.name === name));
		const strange = others.map((name) => ({
			name,
			title: name,
			questions: Object.keys(one.lessons.get(name)!.questions)
		}));
		return [...known, ...strange].map(({ name, title, questions }) => {
			const visited = one.lessons.get(name)!;
			const count = (outcome: Outcome) =>
				questions.filter(
					(id) => Object.hasOwn(visited.questions, id) && visited.questions[id]!.outcome === outcome
				).length;
			return {
				who: who(one),
				lesson: title,
				right: count('right'),
				later: count('later'),
				shown: count('shown'),
				of: questions.length,
				opened: visited.opened,
				finished: finished(visited, questions)
			};
		});
	});
}

const HEAD = ['learner', 'file', 'saved', 'lesson', 'opened', 'question', 'outcome', 'tries', 'at'];

/** A row for each question that was answered or shown; a lesson without any has one too. */
export function csv(sent: readonly Sent[]): string {
	const lines = sent.flatMap((one) =>
		Array.from(one.lessons).flatMap(([lesson, { opened, questions }]) => {
			const first = [one.learner, one.file, one.saved, lesson, opened];
			const answers = Object.entries(questions);
			return answers.length
				? answers.map(([id, { outcome, tries, at }]) => [...first, id, outcome, tries, at])
				: [[...first, null, null, null, null]];
		})
	);
	return `${[HEAD, ...lines].map((line) => line.map(field).join(',')).join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula stays text: a learner may be called anything. */
function field(value: string | number | null): string {
	const text = String(value ?? '');
	const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
